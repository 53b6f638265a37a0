"""The customer's file of a ticket: found, or opened with it; what it lacks is added, what differs
is said.
"""

from __future__ import annotations

from svc.actions.callers import Caller, differing, machine_of, phone_of_another
from svc.actions.customers import active_with
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.recording import Typist
from svc.errors import FileFound, FileOpened, MachineAdded, Notice, PhoneOfAnother, ToldOtherwise
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Contact, Customer, Equipment, Opened
from svc.model.ids import CustomerId
from svc.model.tickets import UNKNOWN, Ticket
from svc.store.ledger import Ledger
from svc.store.recording import Recording


def file_of(
    tx: Recording,
    *,
    head: Ticket,
    caller: Caller | None,
    answers: IntakeAnswers,
    typist: Typist,
    lane: str,
    notices: list[Notice],
) -> str:
    """The customer's file of this ticket: the one that was found, else a new one. Empty where
    nobody knows the unit.
    """
    customer = head.customer
    assert customer is not None
    if caller is not None:
        found = caller.customer
        notices.append(FileFound(customer=found.id, unit=found.name, how=caller.how))
        notices += [
            ToldOtherwise(customer=found.id, field=field, told=value, filed=filed)
            for field, value, filed in differing(answers, found)
        ]
        return found.id
    if customer.unit == UNKNOWN:
        return ""
    contacts = (
        []
        if customer.contact == UNKNOWN
        else [Contact(name=customer.contact, mobile=customer.mobile)]
    )
    file = tx.create_customer(
        Customer(
            id=str(CustomerId(head.office, lane, 0)),  # given when it is written
            status="active",
            opened=typist.happened,
            office=head.office,
            region=head.region,
            name=customer.unit,
            address=customer.address,
            phone=customer.phone,
            contacts=contacts,
            zone=customer.zone,
            distance_km=customer.distance_km,
            contract=customer.contract,
            equipment=[] if (machine := machine_told(head)) is None else [machine],
            log=[Opened(digest=ev.DIGEST_TO_COME)],
        ),
        lane,
        typist.at,
    )
    notices.append(FileOpened(customer=file, unit=customer.unit))
    return file


def name_phone_of_another(
    files: list[Customer], answers: IntakeAnswers, file: str, notices: list[Notice]
) -> None:
    """Say if the telephone of a customer whose file was just opened is that of another file."""
    other = phone_of_another(files, answers) if file else None
    if other is not None:
        notices.append(PhoneOfAnother(customer=other.id, unit=other.name, mine=file))


def files_since(
    ledger: Ledger, looked: int | None, files: list[Customer], answers: IntakeAnswers
) -> list[Customer]:
    """The customers who fit what was told and were not among `files`, found after
    `Ledger.look_at_customers`.
    """
    if looked is not None and ledger.look_at_customers() == looked:
        return []
    known = {customer.id for customer in files}
    return [customer for customer in active_with(ledger, answers) if customer.id not in known]


def machine_told(head: Ticket) -> Equipment | None:
    """The machine as a customer's file has it; None where nobody knows its serial number."""
    told = head.equipment
    if told is None or told.serial == UNKNOWN:
        return None
    return Equipment(
        serial=told.serial, model=told.model, specification=told.specification, bought=told.bought
    )


def add_machine(
    tx: Recording,
    *,
    file: str,
    head: Ticket,
    files: list[Customer],
    typist: Typist,
    notices: list[Notice],
) -> None:
    """Put a machine the file does not have into it; one that another file has stays there until it
    is transferred.
    """
    machine = machine_told(head)
    if not file or machine is None:
        return
    own = tx.customer(file).state.current
    if machine_of(own, machine.serial) is not None:
        return
    if any(machine_of(other, machine.serial) for other in files):
        return
    tx.append(file, cu.EquipmentAdded(machine=machine), at=typist.at)
    notices.append(MachineAdded(customer=file, serial=machine.serial))
