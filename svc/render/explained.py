"""The spans behind a deadline, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from svc.errors import N_, Length
from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    from datetime import datetime

    from svc.render.words import Words
    from svc.rules.promises.explained import ExplainedSpan

STATES = {"counted": N_("counted"), "closed": N_("not open"), "paused": N_("paused")}
SOURCES = {
    "weekly": N_("weekly hours"),
    "official": N_("official holiday or make-up day"),
    "own": N_("own exception"),
    None: "",
}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class SaysIn(Protocol):
    """Says a message id in the reader's language."""

    def __call__(self, message_id: str, /, **facts: object) -> str: ...


def span_lines(spans: Iterable[ExplainedSpan], words: Words) -> list[str]:
    """`2026-11-20 Fri 16:30:00 – 2026-11-20 Fri 17:30:00  counted  1h  weekly hours`, in the order
    of time.
    """
    shown = list(spans)
    lengths = [words.show(hours_and_minutes(span.seconds)) for span in shown]
    wide = max(map(terminal_cells, lengths), default=0)
    broad = max(len(words(state)) for state in STATES.values())
    lines = []
    for span, length in zip(shown, lengths, strict=True):
        why = " · ".join(part for part in (_said(SOURCES[span.source], words), span.note) if part)
        begins, ends = _moment(span.begins, words), _moment(span.ends, words)
        state = words(STATES[span.state]).ljust(broad)
        length = " " * (wide - terminal_cells(length)) + length  # noqa: PLW2901
        lines.append(f"{begins} – {ends}  {state}  {length}  {why}".rstrip())
    return lines


def span_fields(spans: Iterable[ExplainedSpan]) -> list[dict[str, object]]:
    """The spans for `--json`."""
    return [
        {
            "from": span.begins.isoformat(),
            "to": span.ends.isoformat(),
            "state": span.state,
            "seconds": span.seconds,
            "source": span.source,
            "note": span.note,
        }
        for span in spans
    ]


def hours_and_minutes(seconds: int) -> Length:
    """`8h`, `1h30m`, `45s`, `-2h`: hours are not made into days, as a working day has no fixed
    length.
    """
    minutes, odd_seconds = divmod(abs(seconds), 60)
    parts = ((minutes // 60, "h"), (minutes % 60, "m"), (odd_seconds, "s"))
    text = "".join(f"{amount}{unit}" for amount, unit in parts if amount) or "0s"
    return Length(f"-{text}" if seconds < 0 else text)


def _moment(moment: datetime, words: SaysIn) -> str:
    return f"{moment:%Y-%m-%d} {words(WEEKDAYS[moment.weekday()])} {moment:%H:%M:%S}"


def _said(message_id: str, words: SaysIn) -> str:
    return words(message_id) if message_id else ""
