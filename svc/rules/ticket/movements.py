"""Parts that go from place to place, as a ticket tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import PartOut
from svc.rules.ticket.visits import visits_of

Moved = Literal["lent", "used", "returned", "lost", "fitted", "removed", "delivered"]
PlaceKind = Literal["store", "technician", "centre", "fitted", "customer", "scrap", "lost"]
PartCondition = Literal["good", "defective"]


class Place(Struct, frozen=True):
    """Where parts are: a `store` (`who` is its office), with a `technician` (`who` is that person),
    at the parts `centre`; or outside the books: `fitted` in a customer's machine, kept by the
    `customer`, `scrap`, `lost`.
    """

    kind: PlaceKind
    who: str | None = None


class PartMovement(Struct, frozen=True, kw_only=True):
    """So many of a part that went from one place to another."""

    event: ev.AnyEvent  # tells of it
    how: Moved
    part: str  # its code in the catalogue; of parts that are in none, words
    count: int
    leaves: Place
    goes: Place
    serial: str = ""
    condition: PartCondition = "good"
    loan: str | None = None  # the event that lent it


_CENTRE, _FITTED, _LOST = Place("centre"), Place("fitted"), Place("lost")
_LOANS: dict[str, Moved] = {
    "used": "used",
    "good": "returned",
    "defective": "returned",
    "lost": "lost",
}
_OLD_PARTS = {"kept_by_customer": Place("customer"), "scrapped": Place("scrap")}


def movements_of(state: State) -> Iterator[PartMovement]:
    """What moved on the ticket, in the order of its log.

    As many of a part as loans of the ticket put in go with their loans, so the work that says they
    were put in moves only the old ones; what is left is taken from the technician, or at the bench
    from the store.
    """
    out: dict[str, PartOut] = {}
    by_loan = _used_by_loan(state.events)
    asked: dict[str, ev.PartRequested] = {}
    sent = {visit.report.id: visit.technician for visit in visits_of(state) if visit.report}
    for event in state.events:
        store = Place("store", state.office_at(event.seq))
        match event:
            case ev.PartRequested():
                asked[event.id] = event
            case ev.PartDelivered() if event.of in asked:
                yield _delivered(event, asked[event.of], store)
            case ev.PartLent():
                out[event.id] = PartOut(lent=event, technician=event.technician)
                yield _of_loan(event, "lent", out[event.id], store, _with(event.technician))
            case ev.TakenOver():
                for each in [out[loan] for loan in event.in_hand if loan in out]:
                    yield _of_loan(event, "lent", each, _with(each.technician), _with(event.to))
                    out[each.lent.id] = replace(each, technician=event.to)
            case ev.LoanEnded() if event.of in out:
                yield _loan_ended(event, out[event.of], store)
            case ev.Repaired():
                yield from _of_work(event, store, by_loan)
            case ev.Visited():
                yield from _of_work(event, _with(sent.get(event.id, event.by)), by_loan)


def _used_by_loan(events: Sequence[ev.AnyEvent]) -> Counter[str]:
    """How many of each part loans put in, whenever they ended: a visit is typed before it too."""
    used = {each.of for each in events if isinstance(each, ev.LoanEnded) and each.how == "used"}
    counts: Counter[str] = Counter()
    for event in events:
        if isinstance(event, ev.PartLent) and event.id in used:
            counts[event.part] += event.count
    return counts


def _with(person: str) -> Place:
    return Place("technician", person)


def _delivered(event: ev.PartDelivered, asked: ev.PartRequested, store: Place) -> PartMovement:
    return PartMovement(
        event=event,
        how="delivered",
        part=asked.part,
        count=asked.count,
        leaves=_CENTRE,
        goes=store,
    )


def _of_loan(
    event: ev.AnyEvent, how: Moved, out: PartOut, leaves: Place, goes: Place
) -> PartMovement:
    return PartMovement(
        event=event,
        how=how,
        part=out.lent.part,
        count=out.lent.count,
        leaves=leaves,
        goes=goes,
        serial=out.lent.serial,
        loan=out.lent.id,
    )


def _loan_ended(event: ev.LoanEnded, out: PartOut, store: Place) -> PartMovement:
    """A loan's end: into the machine, back into the store, or nobody knows where."""
    goes = {"used": _FITTED, "lost": _LOST}.get(event.how, store)
    ended = _of_loan(event, _LOANS[event.how], out, _with(out.technician), goes)
    return replace(ended, condition="defective") if event.how == "defective" else ended


def _of_work(
    event: ev.Visited | ev.Repaired, source: Place, by_loan: Counter[str]
) -> Iterator[PartMovement]:
    """What work puts in, and what became of the old parts. `by_loan`: what loans put in and no
    work before this one told of; what this one tells of is taken off.
    """
    for used in event.parts:
        told = min(used.count, by_loan[used.part])
        by_loan[used.part] -= told
        if used.count > told:
            yield PartMovement(
                event=event,
                how="fitted",
                part=used.part,
                count=used.count - told,
                leaves=source,
                goes=_FITTED,
                serial=used.serial,
            )
        if used.old_part != "none":
            yield PartMovement(
                event=event,
                how="removed",
                part=used.part,
                count=used.count,
                leaves=_FITTED,
                goes=_OLD_PARTS.get(used.old_part, source),
                serial=used.old_serial,
                condition="defective",
            )
