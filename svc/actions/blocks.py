"""Blocks: what people without a shell sent in a chat becomes what `svc visit`, `svc slip` and a
noted call record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.intake import note_call
from svc.actions.paid_work import NOTHING_SAID, Agreement
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.actions.visits import add_slips, add_visits, slip_of, visit_report
from svc.errors import (
    BlockAhead,
    BlockLacks,
    BlockNotYourRole,
    BlockOfOther,
    BlockRecordedOtherwise,
    Damaged,
    Refused,
    SvcError,
)
from svc.model import events as ev
from svc.model.blocks import AnyBlock, FaultBlock, VisitBlock, token_of
from svc.rules.blocks import Pasted
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.steps import check_may_follow
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

CLOCKS_DIFFER = timedelta(minutes=2)
"""So far a telephone's clock may be ahead of the desk's."""


class RecordedBefore(Struct, frozen=True, kw_only=True):
    """That a block was recorded before."""

    ticket: str
    event: ev.Visited | ev.Noted


class Looked(Struct, frozen=True, kw_only=True):
    """A block beside what the ledger knows; either `refusal` says why it can't be taken, or it can
    be, unless it was.
    """

    pasted: Pasted
    refusal: SvcError | None = None
    recorded: RecordedBefore | None = None
    state: State | None = None  # of the ticket that a visit is about
    since: Sequence[ev.AnyEvent] = ()  # what was recorded after what the page knew
    is_seen_known: bool = True  # False: what the page knew last is not in this ledger
    is_arrival_known: bool = False  # it was recorded before


def look_at_block(ledger: Ledger, pasted: Pasted, now: datetime, by: str) -> Looked:
    """What would become of a block that `by` records. Raises nothing that is about it: that is its
    `refusal`.
    """
    block = pasted.block
    if block is None:
        return Looked(pasted=pasted, refusal=pasted.refusal)
    try:
        _check_times(block, pasted.place, now)
        if isinstance(block, FaultBlock):
            return Looked(pasted=pasted, recorded=_noted_before(ledger, pasted, block))
        return _look_at_visit(ledger, pasted, block, by)
    except (Refused, Damaged) as refusal:
        return Looked(pasted=pasted, refusal=refusal)


def record_block(
    ledger: Ledger, looked: Looked, typist: Typist, *, office: str = "", words: str = ""
) -> TicketResult:
    """Record a block that can be taken: a visit and, where the customer signed or it says why not,
    the slip, in one commit; a customer's report as a noted call of the office, with `words`. Raises
    what `record_visits`, `file_slips` and `note_call` raise.
    """
    block = looked.pasted.block
    if isinstance(block, FaultBlock):
        return note_call(
            ledger,
            replace(typist, at=block.written.astimezone(ledger.zone)),
            office=office,
            name=block.name,
            phone=block.phone,
            words=words,
            channel="web",
            block=block.identity,
        )
    assert isinstance(block, VisitBlock)
    said = _agreement(block)
    slips = {block.ticket: _slip(block)} if block.has_slip else {}
    with writing(ledger, typist) as tx:
        numbers, notices = add_visits(
            ledger,
            tx,
            {block.ticket: _report(block)},
            replace(typist, at=block.left.astimezone(ledger.zone)),
            arrived=None if looked.is_arrival_known else _in_zone(ledger, block.arrived),
            said=None if said == NOTHING_SAID else {block.ticket: said},
        )
        written = replace(typist, at=block.written.astimezone(ledger.zone))
        for told in add_slips(ledger, tx, slips, written).values():
            notices += told
    return ticket_result(ledger, tx, numbers[0], notices)


def _in_zone(ledger: Ledger, moment: datetime | None) -> datetime | None:
    return moment.astimezone(ledger.zone) if moment else None


def _report(block: VisitBlock) -> ev.Visited:
    report = visit_report(
        outcome=block.outcome,
        findings=block.found,
        work_done=block.done,
        cause=block.cause,
        parts=block.parts,
        evidence=block.evidence,
        checked=block.checked,
        leftover=block.leftover,
        sure=block.sure == "sure",
    )
    return replace(report, block=block.identity, told_by=block.technician)


def _agreement(block: VisitBlock) -> Agreement:
    return Agreement(
        who=block.agreed,
        how=block.how,
        amount=block.amount,
        not_agreed=block.not_agreed,
        emergency=block.emergency,
    )


def _slip(block: VisitBlock) -> ev.SlipIn:
    return slip_of(
        signed_by=block.signed_by,
        unsigned=block.unsigned,
        rating=block.rating,
        remark=block.remark,
    )


def _look_at_visit(ledger: Ledger, pasted: Pasted, block: VisitBlock, by: str) -> Looked:
    """Raises NoSuchRecord, Damaged, BlockOfOther, BlockRecordedOtherwise."""
    if not any(person.id == block.technician for person in ledger.staff.staff):
        raise BlockOfOther(place=pasted.place, technician=block.technician)
    state = ledger.read(block.ticket).state
    log = events_in_order(list(state.recorded.log))
    came = next(
        (
            each
            for each in log
            if isinstance(each, ev.Visited) and token_of(each.block) == block.token
        ),
        None,
    )
    if came is not None:
        before = RecordedBefore(ticket=state.ticket.id, event=came)
        _check_says_the_same(ledger, before, pasted, block)
        return Looked(pasted=pasted, state=state, recorded=before)
    places = [place for place, each in enumerate(log) if each.id == block.seen]
    looked = Looked(
        pasted=pasted,
        state=state,
        since=log[places[0] + 1 :] if places else [],
        is_seen_known=bool(places),
        is_arrival_known=state.status == "visiting",
    )
    try:
        _check_may_come(state, block, pasted.place)
        _check_roles(ledger, state, pasted.place, by)
    except Refused as refusal:
        return replace(looked, refusal=refusal)
    return looked


def _check_may_come(state: State, block: VisitBlock, place: int) -> None:
    """Raise ImpossibleStep if the ticket does not wait for this visit, BlockLacks for what it needs
    besides.
    """
    is_there = state.status == "visiting"
    check_may_follow(state, "visited" if is_there else "arrived")
    if not is_there and block.arrived is None:
        raise BlockLacks(place=place, fields=["arrived"])
    if block.agreed and block.amount is None and state.account.quote is None:
        raise BlockLacks(place=place, fields=["amount"])


def _check_roles(ledger: Ledger, state: State, place: int, by: str) -> None:
    """Raise BlockNotYourRole, before anybody is asked, if that person may not record a visit. A
    slip needs no other role.
    """
    person = ledger.staff.find_person(by)
    what = "visited" if state.status == "visiting" else "arrived"
    roles = ev.CATALOGUE[what].roles
    if person is not None and not person.may(roles):
        raise BlockNotYourRole(place=place, person=person.name, step=what, roles=list(roles))


def _noted_before(ledger: Ledger, pasted: Pasted, block: FaultBlock) -> RecordedBefore | None:
    """Where the customer's report was noted before. Raises BlockRecordedOtherwise."""
    for record in ledger.tickets([], "", Sought(keys=(("block", block.token),))):
        for event in record.ticket.log:
            if isinstance(event, ev.Noted) and token_of(event.block) == block.token:
                before = RecordedBefore(ticket=record.ticket.id, event=event)
                _check_says_the_same(ledger, before, pasted, block)
                return before
    return None


def _check_says_the_same(
    ledger: Ledger, recorded: RecordedBefore, pasted: Pasted, block: AnyBlock
) -> None:
    event = recorded.event
    if event.block != block.identity:
        raise BlockRecordedOtherwise(
            place=pasted.place,
            ticket=recorded.ticket,
            at=event.typed,
            by=ledger.staff.name_of(event.by),
        )


def _check_times(block: AnyBlock, place: int, now: datetime) -> None:
    """Raise BlockAhead for a time that has not come."""
    for name in ("written", "arrived", "left"):
        moment = getattr(block, name, None)
        if moment is not None and moment > now + CLOCKS_DIFFER:
            raise BlockAhead(place=place, field=name, at=moment.astimezone(now.tzinfo), now=now)
