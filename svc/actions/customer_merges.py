"""Two files of one customer: merged, and settled where two desks merged, or went on, without
knowing of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from svc.actions.customers import (
    CustomerResult,
    active_customer_record,
    customer_result,
)
from svc.actions.typist import Typist, writing
from svc.errors import FileMerged, FilesInOrder, NotAState, SameFile, SvcError
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import phone_fields
from svc.rules.ticket.customers import what_came_along, what_goes_over
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.actions.check_records import RecordFinding
    from svc.rules.ticket.customers import CustomerState
    from svc.store.recording import Recording


def merge_customers(
    ledger: Ledger, customer_id: str, typist: Typist, *, into: str, reason: str
) -> CustomerResult:
    """Make one of two files of one customer an alias of the other: nothing is deleted, its tickets
    count there.

    Both files are written together. Raises SameFile, FileMerged, NoSuchCustomer.
    """
    with writing(ledger, typist) as tx:
        target = active_customer_record(tx, into)
        source = tx.customer(customer_id)
        if source.id == target.id:
            raise SameFile(file=source.id)
        state = source.state
        is_said_again = tx.is_said_again(source.id, cu.MergedInto(file=target.id, reason=reason))
        if state.status == "merged" and not is_said_again:
            raise FileMerged(file=source.id, into=state.merged_into)
        tx.append(target.id, what_goes_over(state), at=typist.at)
        tx.append(source.id, cu.MergedInto(file=target.id, reason=reason), at=typist.at)
    return customer_result(tx, target.id)


def settle_customer(
    ledger: Ledger, customer_id: str, typist: Typist, *, outcome: str, words: str
) -> CustomerResult:
    """Say whether a file that two desks merged, or that one merged and another went on with, is in
    use (`active`), or stays merged: then what it has by now goes over to the other, and to no
    third.

    Raises NotAState, FilesInOrder, NoSuchCustomer.
    """
    if outcome not in cu.STATES:
        raise NotAState(outcome=outcome, known=list(cu.STATES))
    settled = ev.Settled(outcome=outcome, words=words)
    with writing(ledger, typist) as tx:
        state = tx.customer(customer_id).state
        number = state.customer.id
        elsewhere = _to_record_elsewhere(tx, state, settled) if state.merged_into else []
        is_in_order = not elsewhere and not state.out_of_turn
        if is_in_order and not tx.is_said_again(number, settled):
            raise FilesInOrder(file=number)
        for other, event in [(number, settled), *elsewhere]:
            tx.append(other, event, at=typist.at)
    return customer_result(tx, number)


def _to_record_elsewhere(
    tx: Recording, state: CustomerState, settled: ev.Settled
) -> list[tuple[str, ev.Event]]:
    """In the files into which somebody merged this one: that it is in use again, or what of it
    goes over by now.
    """
    here = state.customer.id
    merges = {event.file for event in state.customer.log if isinstance(event, cu.MergedInto)}
    deeds: list[tuple[str, ev.Event]] = []
    for other in sorted(merges):
        there = tx.customer(other).state
        taken = there.absorbed.get(here, cu.Absorbed(file=here))
        stays = settled.outcome == "merged" and other == state.merged_into
        now = what_goes_over(state) if stays else cu.Absorbed(file=here)
        if what_came_along(taken) != what_came_along(now):
            deeds.append((other, now))
        if settled.outcome == "active":
            deeds.append((other, ev.Settled(outcome=there.status, words=settled.words)))
    return deeds


def findings_among(
    ledger: Ledger, customer_ids: Collection[str], now: datetime
) -> Iterator[RecordFinding]:
    """What is to be decided between these files and others, as `svc check` names it: one customer
    or one machine in two of them, merged in a circle, or added to after it was merged.
    """
    from svc.actions.check_records import with_lines
    from svc.rules.checks import across_records as between
    from svc.rules.checks.facts import Facts, facts_of_customer

    records = {}
    for number in customer_ids:
        try:
            records[number] = ledger.read_customer(number)
        except SvcError:
            continue  # `svc check` names it
    keys = [key for record in records.values() for key in _shared_keys(record.state)]
    for found in ledger.customers([], *keys) if keys else ():
        records.setdefault(found.id, found)
    files = {id: facts_of_customer(each.state, now) for id, each in sorted(records.items())}
    facts = Facts(tickets={}, customers=files)
    for id, finding in (
        *between.a_merged_file_leads_to_one_in_use(facts),
        *between.what_a_merged_file_has_came_along(facts),
        *between.a_machine_stands_in_one_file(facts),
        *between.a_telephone_is_that_of_one_customer(facts),
    ):
        concerned = {id, finding.problem.facts.get("other"), finding.problem.facts.get("into")}
        if not concerned.isdisjoint(customer_ids):
            yield from with_lines(records[id], [finding])


def _shared_keys(state: CustomerState) -> Iterator[tuple[str, str]]:
    """By what another file would be of the same customer, or have the same machine."""
    for field in phone_fields(state.current):
        yield "phone", field
    for serial in state.equipment:
        yield "serial", serial
