"""Machines that are with us: received, repaired, placed, told, picked up; to the factory and back;
replaced.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.equipment import FilesWithSerials
from svc.actions.loaners import loaners_to_take_back
from svc.actions.paid_work import (
    NOTHING_SAID,
    Agreement,
    agreement_events,
    check_step,
    let_pass,
    permission_of,
)
from svc.actions.parts_settled import check_settled
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    AgreementMissing,
    AnotherMachine,
    ConditionNeedsOne,
    EvidenceMissing,
    NotApproved,
    NotBroughtIn,
    Notice,
    NotInAnyFile,
    NotYetReady,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.events import PartUsed
from svc.rules.forms import serial_form
from svc.rules.ticket.coverage import is_approved
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import needs_agreement
from svc.rules.ticket.steps import impossible_step
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.store.recording import Recording


def receive_machine(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    place: str,
    condition: str,
    configuration: str = "",
    accessories: list[str] | None = None,
    parts_ours: bool | None = None,
    signed_by: str = "",
    unsigned: str = "",
    ready_by: datetime | None = None,
) -> TicketResult:
    """Receive a machine at the office with what came with it, signed for or not (S4 reception).

    `ready_by` is the agreed pick-up time; without it three working days count (a promise). Raises
    ConditionNeedsOne, ImpossibleStep if it is here already.
    """
    if bool(signed_by) == bool(unsigned):
        raise ConditionNeedsOne()
    brought_in = ev.BroughtIn(
        place=place,
        condition=condition,
        configuration=configuration,
        accessories=accessories or [],
        parts_ours=parts_ours,
        signed_by=signed_by,
        unsigned=unsigned,
        ready_by=ready_by,
    )
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        here = state.machine is not None and state.machine.received
        if here and not tx.is_said_again(number, brought_in):
            raise impossible_step(state, "brought_in")
        tx.append(number, brought_in, at=typist.at)
    return ticket_result(ledger, tx, number)


def place_machine(ledger: Ledger, ticket: str, typist: Typist, *, to: str) -> TicketResult:
    """The machine stands somewhere else now (客户机库房, 维修区, 修复区). Raises NotBroughtIn."""
    with writing(ledger, typist) as tx:
        number = _with_us(tx, ticket).ticket.id
        tx.append(number, ev.Placed(place=to), at=typist.at)
    return ticket_result(ledger, tx, number)


def record_repair(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    findings: str,
    work_done: str,
    cause: ev.Cause,
    evidence: str = "",
    place: str = "",
    parts: list[PartUsed] | None = None,
    said: Agreement = NOTHING_SAID,
    used: Sequence[ev.KnowledgeUsed] = (),
) -> TicketResult:
    """Bench repair is done and tested; the machine is ready. `used`: known faults that were tried.

    Raises NotBroughtIn, EvidenceMissing, and NotAgreed for paid work to which nobody has agreed and
    of which nothing is `said`: it was not to begin.
    """
    if cause == "misuse" and not evidence:
        raise EvidenceMissing()
    permission = permission_of(ledger, typist)
    typist = permission.typist
    with writing(ledger, typist) as tx:
        state = _with_us(tx, ticket)
        number = state.ticket.id
        repaired = ev.Repaired(
            found=findings,
            done=work_done,
            cause=cause,
            evidence=evidence,
            place=place,
            parts=parts or [],
            not_agreed=said.not_agreed,
            emergency=said.emergency,
        )
        is_missing = not said.who and needs_agreement(state, replace(repaired, at=typist.happened))
        is_explained = bool(said.not_agreed or said.emergency)
        for answer, when in agreement_events(ledger, state, said, typist.happened):
            tx.append(number, answer, at=when)
        if is_missing and not is_explained and not tx.is_said_again(number, repaired):
            let_pass(ledger, tx, state, permission, ["agreement"])
        for each in (repaired, *used):
            tx.append(number, each, at=typist.at)
    if is_missing and is_explained:
        tx.notices.append(AgreementMissing(ticket=number))
    return ticket_result(ledger, tx, number)


def tell_customer(ledger: Ledger, ticket: str, typist: Typist, *, spoke_to: str) -> TicketResult:
    """The customer knows that the machine can be picked up. Raises NotBroughtIn, NotYetReady, and
    PartsNotSettled while a part lent for the repair is out (S4 bench 6).
    """
    event = ev.ToldReady(spoke_to=spoke_to)
    with writing(ledger, typist) as tx:
        state = _with_us(tx, ticket)
        _check_ready(state, typist)
        if not tx.is_said_again(state.ticket.id, event):
            check_settled(ledger, state, typist)
        tx.append(state.ticket.id, event, at=typist.at)
    return ticket_result(ledger, tx, state.ticket.id)


def record_pick_up(
    ledger: Ledger, ticket: str, typist: Typist, *, signed_by: str, known_by: str = ""
) -> TicketResult:
    """The machine was tested before the customer's eyes, taken and signed for (已经取机).

    `known_by` says how the person was known, where the voucher was not handed in. After a declined
    or cancelled request it goes back as it is. Raises NotBroughtIn, NotYetReady, and NotAgreed,
    NotCharged or Unpaid while paid work lacks something.
    """
    permission = permission_of(ledger, typist)
    typist = permission.typist
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        notices: list[Notice] = []
        picked_up = ev.PickedUp(signed_by=signed_by, voucher=known_by)
        if not tx.is_said_again(number, picked_up):
            if state.machine is None:
                raise NotBroughtIn(ticket=number)
            _check_ready(state, typist)
            notices = check_step(ledger, tx, state, permission, "hand_over", agreed_by=signed_by)
        tx.append(number, picked_up, at=typist.at)
        notices += loaners_to_take_back(ledger, state)
    tx.notices += notices
    return ticket_result(ledger, tx, number)


def ship_to_factory(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    carrier: str,
    number: str,
    paid_by: ev.PaidBy,
    reason: str,
    due_back: datetime | None = None,
) -> TicketResult:
    """Send the machine to the factory with its papers (S0 2.6.7); the customer is told why.

    `due_back`: when the factory is to have sent it back, watched until it is.
    """
    shipped = ev.Shipped(
        carrier=carrier, number=number, paid_by=paid_by, reason=reason, due_back=due_back
    )
    return record_event(ledger, ticket, typist, shipped)


def take_back_from_factory(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    work_done: str,
    place: str = "",
    carrier: str = "",
    number: str = "",
    replaced_by: str = "",
) -> TicketResult:
    """The machine is back from the factory; `replaced_by` is the serial number of one that came
    instead: the ticket and the customer's file have it from now on, with the warranty.

    Raises SerialThere if another file has that one.
    """
    returned = ev.Returned(
        done=work_done, place=place, carrier=carrier, number=number, replaced_by=replaced_by
    )
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        tx.append(state.ticket.id, returned, at=typist.at)
        sent = state.current.equipment
        if replaced_by and sent is not None:
            old = next(
                (
                    event.old_serial
                    for event in tx.just_said(state.ticket.log)
                    if isinstance(event, ev.MachineReplaced) and event.new_serial == replaced_by
                ),
                sent.serial,
            )
            if serial_form(old) != serial_form(replaced_by):
                replaced = ev.MachineReplaced(
                    old_serial=old, new_serial=replaced_by, reason=work_done
                )
                _put_in_place(ledger, tx, state.ticket.id, replaced, typist)
    return ticket_result(ledger, tx, state.ticket.id)


def replace_machine(
    ledger: Ledger, ticket: str, typist: Typist, *, old: str, new: str, reason: str
) -> TicketResult:
    """The customer has another machine now: on the ticket and, where a file has the old one, in
    that file.

    The warranty moves with it, as do place and purchase. Raises AnotherMachine; NotApproved unless
    the exchange was approved (S3 五(3)) or a manager records it.
    """
    replaced = ev.MachineReplaced(old_serial=old, new_serial=new, reason=reason)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        machine = state.current.equipment
        if not tx.is_said_again(number, replaced):
            if machine is not None and serial_form(machine.serial) != serial_form(old):
                raise AnotherMachine(ticket=number, serial=old, own=machine.serial)
            if not (typist.allow or tx.person.may(("manager",)) or is_approved(state)):
                raise NotApproved(ticket=number)
        _put_in_place(ledger, tx, number, replaced, typist)
    return ticket_result(ledger, tx, number)


def _put_in_place(
    ledger: Ledger, tx: Recording, ticket: str, replaced: ev.MachineReplaced, typist: Typist
) -> None:
    """Plan the new machine on the ticket and, where a file has the old one, in that file."""
    old, new = replaced.old_serial, replaced.new_serial
    tx.append(ticket, replaced, at=typist.at)
    files = FilesWithSerials(ledger, old, new)
    machine_in_file = _machine_of_file(files, tx, ticket=ticket, old=old, new=new)
    if machine_in_file is not None:
        customer_id, serial, successor = machine_in_file
        in_file = cu.EquipmentReplaced(serial=serial, machine=successor, ticket=ticket)
        tx.append(customer_id, in_file, at=typist.at)


def _machine_of_file(
    files: FilesWithSerials, tx: Recording, *, ticket: str, old: str, new: str
) -> tuple[str, str, cu.Equipment] | None:
    """The file that has the old machine, its serial number there, and the new machine; None if no
    file has it.

    Raises SerialThere if another file has the new one.
    """
    just_recorded = files.just_recorded(tx, cu.EquipmentReplaced, old, ticket=ticket)
    if just_recorded is not None and just_recorded[1].machine.serial == new:
        return just_recorded[0], just_recorded[1].serial, just_recorded[1].machine
    try:
        customer_id, old_machine = files.owner(old)
    except NotInAnyFile:
        return None
    files.check_free(new)
    return customer_id, old_machine.serial, replace(old_machine, serial=new)


def _with_us(tx: Recording, ticket: str) -> State:
    """The state of a ticket whose machine was received here. Raises NotBroughtIn."""
    state = tx.ticket(ticket).state
    if state.machine is None or not state.machine.received:
        raise NotBroughtIn(ticket=state.ticket.id)
    return state


def _check_ready(state: State, typist: Typist) -> None:
    """Raise NotYetReady for a machine that is neither repaired nor given back because the request
    was given up.
    """
    machine = state.machine
    if (
        machine is not None
        and not machine.ready
        and state.status not in ev.GIVEN_UP
        and not typist.allow
    ):
        raise NotYetReady(ticket=state.ticket.id)
