"""Where words stand in a record: in what was told, found, done, noted; as they are, or typed as
pinyin. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from svc.model.events import tag_of
from svc.rules.forms import plain_form, serial_form
from svc.rules.search.pinyin import match_in_text
from svc.rules.ticket.equipment import ticket_serials
from svc.rules.ticket.lifecycle import State, events_in_order

_NOT_TEXT = {"seq", "id", "at", "typed", "by", "digest"}
_LEAST_OF_SERIAL = 4  # characters of a serial number that are looked for
_EXCERPT = 18  # characters shown on each side of what was found


class MatchPlace(Struct, frozen=True, kw_only=True):
    """Where words stand: the field (`symptom`, `visited.found`), and the text around them."""

    field: str
    excerpt: str


def find_in_ticket(state: State, words: list[str]) -> MatchPlace | None:
    """The place of the first word, if every word stands in the ticket; symptom before events before
    the rest.
    """
    texts = list(texts_of_ticket(state))
    places: list[MatchPlace] = []
    for word in words:
        plain, form = search_forms(word)
        place = next(
            (
                MatchPlace(field=field, excerpt=excerpt_around(text, match))
                for field, text in texts
                if (match := match_in_text(plain_form(text), plain))
            ),
            None,
        )
        if place is None and form:
            serial = next(
                (each for each in sorted(ticket_serials(state)) if form in serial_form(each)), None
            )
            place = MatchPlace(field="equipment.serial", excerpt=serial) if serial else None
        if place is None:
            return None
        places.append(place)
    return places[0] if places else None


# Past the caches of the two forms: every text of every ticket passes here once, while the index is
# made, and would push out what is asked for again.


def searched_text(state: State) -> str:
    """All texts of a ticket in the form in which words are looked for, a line each: a word stands
    in one line.
    """
    return "\n".join(
        dict.fromkeys(plain_form.__wrapped__(text) for _, text in texts_of_ticket(state))
    )


def searched_serials(state: State) -> str:
    """All serial numbers of a ticket in the form in which they are compared, a line each."""
    return "\n".join(serial_form.__wrapped__(serial) for serial in sorted(ticket_serials(state)))


def search_forms(word: str) -> tuple[str, str]:
    """What is looked for in the texts, and in the serial numbers (empty: not there, it is too
    short).
    """
    form = serial_form(word)
    return plain_form(word), form if len(form) >= _LEAST_OF_SERIAL else ""


def find_in_text(text: str, words: list[str]) -> str | None:
    """The text around the first word, if every word stands in the text."""
    form = plain_form(text)
    plain_words = [plain_form(word) for word in words]
    matches = [match_in_text(form, word) for word in plain_words]
    return excerpt_around(text, matches[0]) if matches and all(matches) else None


def texts_of_ticket(state: State) -> Iterator[tuple[str, str]]:
    """All words of a ticket by the field they stand in."""
    ticket = state.current
    yield "symptom", ticket.symptom
    for event in reversed(events_in_order(ticket.log)):
        what = tag_of(event)
        for name in event.__struct_fields__:
            if name not in _NOT_TEXT:
                for text in _texts_within(getattr(event, name)):
                    yield f"{what}.{name}", text
    yield "id", ticket.id
    yield "wishes", ticket.wishes
    for part, head in (("customer", ticket.customer), ("equipment", ticket.equipment)):
        if head is not None:
            for name in head.__struct_fields__:
                for text in _texts_within(getattr(head, name)):
                    yield f"{part}.{name}", text


def excerpt_around(text: str, words: str) -> str:
    """The words with a little of what stands before and behind them."""
    line = plain_form(text)
    shown = " ".join(text.split())
    # The place found in the plain form is the place in the text only if both are as long: a sign
    # that the plain form writes as several (㎡) moves what follows. Then the plain form is shown.
    shown = shown if len(shown) == len(line) else line
    at = line.find(words)
    start, end = max(0, at - _EXCERPT), at + len(words) + _EXCERPT
    return ("…" if start else "") + shown[start:end] + ("…" if end < len(shown) else "")


def _texts_within(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_within(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts_within(getattr(value, name))
