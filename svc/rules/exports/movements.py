"""Parts that go from place to place, as tickets tell: one row a movement, with where from and where
to.

Places are `store` (with an office), `technician` (with a person), `centre` (the parts centre), and
those outside the books, `fitted` (in a customer's machine), `customer`, `scrap`, `lost`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo

from svc.model import events as ev
from svc.model.exported import ExportRow, day_cell, time_cell
from svc.model.times import day_of
from svc.rules.exports.events import Period, is_within
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.visits import visits_of

Place = tuple[str, str | None]
_FITTED: Place = ("fitted", None)
_LOANS = {"used": "used", "good": "returned", "defective": "returned", "lost": "lost"}
_OLD_PARTS: dict[ev.OldPart, str] = {"kept_by_customer": "customer", "scrapped": "scrap"}


def movement_rows(
    state: State, span: Period | None, zone: tzinfo, name_of: Callable[[str], str | None]
) -> Iterator[ExportRow]:
    """The movements on a ticket, in the order of its log. `name_of`: what the catalogue calls a
    part; days are those of `zone`.

    A part that was lent on the ticket goes with its loan, so the visit that says it was put in
    moves only the old one; one that was not is taken from the technician, or at the bench from the
    store.
    """
    machine = state.current.equipment
    for event, movements in _moved(state):
        if not is_within(event.at, span):
            continue
        for line, movement in enumerate(movements, 1):
            yield {
                "ticket": state.ticket.id,
                "seq": event.seq,
                "id": event.id,
                "line": line,
                "happened_at": time_cell(event.at),
                "day": day_cell(day_of(event.at, zone)),
                "typed_at": time_cell(event.typed),
                "typed_by": event.by,
                "part_name": name_of(str(movement["part"])),
                "model": machine.model if machine else None,
                **movement,
            }


def _moved(state: State) -> Iterator[tuple[ev.AnyEvent, list[ExportRow]]]:
    """The events that move parts, each with its movements."""
    lent: dict[str, ev.PartLent] = {}
    holder: dict[str, str] = {}
    asked: dict[str, ev.PartRequested] = {}
    visited = [visit for visit in visits_of(state) if visit.report is not None]
    sent = {visit.report.id: visit.technician for visit in visited if visit.report}
    for event in state.events:
        office = state.office_at(event.seq)
        match event:
            case ev.PartRequested():
                asked[event.id] = event
            case ev.PartDelivered() if event.of in asked:
                one = asked[event.of]
                row = _movement("delivered", one.part, ("centre", None), ("store", office))
                yield event, [row | {"quantity": one.count}]
            case ev.PartLent():
                lent[event.id], holder[event.id] = event, event.technician
                yield event, [_loan("lent", event, ("store", office), _with(event.technician))]
            case ev.TakenOver():
                given = [each for each in event.in_hand if each in lent]
                passed = [
                    _loan("lent", lent[each], _with(holder[each]), _with(event.to))
                    for each in given
                ]
                holder |= dict.fromkeys(given, event.to)
                yield event, passed
            case ev.LoanEnded() if event.of in lent:
                yield event, [_end(event, lent[event.of], holder[event.of], office)]
            case ev.Visited() | ev.Repaired():
                at_bench = isinstance(event, ev.Repaired)
                source = ("store", office) if at_bench else _with(sent.get(event.id, event.by))
                yield event, _of_work(event, source, {each.part for each in lent.values()})


def _with(person: str) -> Place:
    return ("technician", person)


def _movement(how: str, part: str, leaves: Place, goes: Place) -> ExportRow:
    return {
        "movement": how,
        "part": part,
        "serial": None,
        "condition": "good",
        "loan": None,
        "from_place": leaves[0],
        "from_who": leaves[1],
        "to_place": goes[0],
        "to_who": goes[1],
    }


def _loan(how: str, lent: ev.PartLent, leaves: Place, goes: Place) -> ExportRow:
    row = _movement(how, lent.part, leaves, goes)
    return row | {"quantity": lent.count, "serial": lent.serial or None, "loan": lent.id}


def _end(event: ev.LoanEnded, lent: ev.PartLent, holder: str, office: str) -> ExportRow:
    """A loan's end: into the machine, back into the store, or nobody knows where."""
    goes: Place = {"used": _FITTED, "lost": ("lost", None)}.get(event.how, ("store", office))
    row = _loan(_LOANS[event.how], lent, _with(holder), goes)
    return row | {"condition": "defective" if event.how == "defective" else "good"}


def _of_work(event: ev.Visited | ev.Repaired, source: Place, lent: set[str]) -> list[ExportRow]:
    """What work puts in, unless it was lent, and what became of the old parts."""
    rows = []
    for used in event.parts:
        if used.part not in lent:
            row = _movement("fitted", used.part, source, _FITTED)
            rows.append(row | {"quantity": used.count, "serial": used.serial or None})
        if used.old_part != "none":
            stays = _OLD_PARTS.get(used.old_part)
            goes = source if stays is None else (stays, None)
            row = _movement("removed", used.part, _FITTED, goes)
            rows.append(
                row
                | {
                    "quantity": used.count,
                    "serial": used.old_serial or None,
                    "condition": "defective",
                }
            )
    return rows
