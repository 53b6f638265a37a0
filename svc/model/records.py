"""Between records in code and the plain data their text holds: texts, counts, true and false,
nothing else.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from svc.errors import NotAcceptable
from svc.model.events import CATALOGUE, AnyEvent, Event, tag_of
from svc.model.faults import faults_of, record_from
from svc.model.tickets import Ticket, TicketHead
from svc.model.times import written_moment

if TYPE_CHECKING:
    from svc.model.data import Data

SomeEvent = TypeVar("SomeEvent", bound=Event)

_AS_THEY_ARE = (datetime, date, Decimal)
_FIRST = ("seq", "id", "what", "at", "typed", "by")


# Any: what a record of some kind becomes, a mapping of most, is known where it is asked for.
def plain_data(record: object) -> Any:
    """The data of a record as it is written: keys in the order of its definition, what is default
    left out.
    """
    return _plain(msgspec.to_builtins(record, builtin_types=_AS_THEY_ARE))


def event_data(event: AnyEvent | Event) -> Data:
    """The data of an event: number, id, what, when, typed, by whom first, then its own fields.

    Raises ValueError for one that was never recorded: it has neither number nor time.
    """
    if not event.is_recorded:
        raise ValueError(f"{tag_of(event)} was not recorded")
    data: dict[str, Any] = plain_data(event)
    return {key: data[key] for key in _FIRST} | data


def judge_event(event: SomeEvent, **filled_in: object) -> SomeEvent:
    """The event with what the recorder fills in, its values judged as if they were read from a
    file.

    Raises NotAcceptable, naming the field, for a value the catalogue does not allow (a blank
    text, say).
    """
    kind = type(event)
    data = plain_data(event) | plain_data(filled_in)
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError:
        event_faults = faults_of(data, kind)
        raise NotAcceptable(
            problem=event_faults[0].problem if event_faults else tag_of(kind)
        ) from None


def ticket_from(data: Data, path: str, text: str) -> Ticket:
    """The ticket that `data`, read from `text`, holds. Raises RecordFaulty with all faults and
    their lines.

    The same as converting to Ticket as a whole, but an event is known by its `what`: so only the
    events that occur cost anything, and reading one ticket does not make msgspec look at all kinds
    there are.
    """
    try:
        head = msgspec.convert(data, TicketHead)
        log = [msgspec.convert(event, CATALOGUE[event["what"]].event) for event in data["log"]]
    except (msgspec.ValidationError, KeyError, TypeError):
        return record_from(data, Ticket, path, text)
    if not log:
        return record_from(data, Ticket, path, text)
    return Ticket(**msgspec.structs.asdict(head), log=log)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, (date, Decimal)):
        return str(value)
    return value
