"""Standard phrases as they are shown: the step, then what to say or send, a sentence a line."""

from __future__ import annotations

from svc.errors import N_
from svc.render.words import Words
from svc.rules.phrases import STEPS, Saying


def saying_lines(saying: Saying, words: Words) -> list[str]:
    """What to say, with its heading; a text to be sent is one paragraph, to be copied."""
    head = N_("Send ({step}):") if saying.how == "text" else N_("Say ({step}):")
    return [
        words(head, step=words(STEPS[saying.step])),
        *(f"  {line}" for line in sentences(saying, words)),
    ]


def sentences(saying: Saying, words: Words) -> list[str]:
    """The sentences alone; nobody says a time to the second."""
    words = words.to_the_minute()
    said = [words.show(phrase) for phrase in saying.words]
    if saying.step != "customer":
        return said
    blank = "" if words.lang == "zh" else " "
    return [blank.join(said)]
