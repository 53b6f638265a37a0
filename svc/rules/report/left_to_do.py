"""What a ticket says of parts, and of what is still to be done, as far as reports tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta, tzinfo

from svc.model import events as ev
from svc.model.money import NOTHING, in_yuan
from svc.model.staff import Staff
from svc.model.times import day_of
from svc.rules.parts.hit_rate import demands_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.promises.time_spent import Stretch, stretches
from svc.rules.report.measure_rows import LeftToDo, MoneyInHand, PartAsked, PartPut
from svc.rules.stock.used import parts_used
from svc.rules.ticket.coverage import is_work_free
from svc.rules.ticket.lifecycle import State

Counts = Callable[[int], bool]
"""Whether the event of this number counts at the office that is looked at."""

_A_SECOND = timedelta(seconds=1)


def parts_put(state: State, counts: Counts) -> list[PartPut]:
    """The parts put into machines, in the order of the log."""
    uses = [use for use in parts_used(state) if counts(use.event.seq)]
    is_paid = bool(uses) and not is_work_free(state)
    return [PartPut(part=use.part, count=use.count, is_paid=is_paid) for use in uses]


def parts_asked(state: State, zone: tzinfo, counts: Counts) -> list[PartAsked]:
    """The requests for parts, as the hit rate counts them."""
    return [
        PartAsked(part=each.part, is_met=each.is_met)
        for each in demands_of(state, zone)
        if counts(each.seq)
    ]


def unboxed_good(state: State) -> bool | None:
    """Whether the parts of an installation were accepted with none missing, and no defect was told
    to anybody; None where they were not accepted yet.
    """
    accepted = [event for event in state.events if isinstance(event, ev.PartsAccepted)]
    if not accepted:
        return None
    has_defect = any(isinstance(event, ev.DefectReported) for event in state.events)
    return not has_defect and not any(event.missing for event in accepted)


def times_waited(state: State) -> list[Stretch]:
    """For whom the ticket waited, until the last that is on record, and a second more: so the last
    of them is what it waits for now, if it is open.
    """
    return stretches(state, max(event.at for event in state.events) + _A_SECOND)


def may_be_left(state: State) -> bool:
    """Whether anything may still be to be done or to be paid on a ticket, wherever it went."""
    account = state.account
    return state.is_open() or not account.is_empty or bool(account.refunds)


def left_to_do(state: State, zone: tzinfo, staff: Staff) -> LeftToDo | None:
    """What is to be done; None: nothing. `staff` says who is a cashier and may keep money."""
    in_hand = list(_in_hand(state, zone, staff))
    account = state.account
    to_invoice = sum(
        (
            receipt.amount
            for receipt in account.receipts_in_force
            if (invoice := account.invoices.get(receipt.number)) and invoice.state == "to_issue"
        ),
        NOTHING,
    )
    if not state.is_open() and not in_hand and not to_invoice:
        return None
    waited = times_waited(state) if state.is_open() else []
    return LeftToDo(
        waits_for=waited[-1].bucket if waited else "",
        since=day_of(waited[-1].begins, zone) if waited else None,
        in_hand=in_hand,
        to_invoice=in_yuan(to_invoice),
    )


def _in_hand(state: State, zone: tzinfo, staff: Staff) -> Iterator[MoneyInHand]:
    account = state.account
    for payment in account.owed_by_staff(staff):
        yield MoneyInHand(
            person=account.holder(payment),
            amount=in_yuan(payment.amount),
            since=day_of(payment.at, zone),
        )


def longest_wait(run: PromiseRun, waited: Sequence[Stretch]) -> str:
    """For whom a ticket waited longest while this promise ran, of two the later one; if it has no
    end, for whom it waits now. Empty: for nobody.
    """
    if run.ended is None:
        return waited[-1].bucket if waited else ""
    lengths: dict[str, timedelta] = {}
    for each in waited:
        length = min(each.ends, run.ended.at) - max(each.begins, run.started.at)
        if length > timedelta():
            lengths[each.bucket] = lengths.get(each.bucket, timedelta()) + length
    return max(reversed(lengths), key=lambda bucket: lengths[bucket], default="")
