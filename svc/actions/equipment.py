"""Machines in customers' files: added, corrected, moved, given to another owner, replaced; and
their history.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from svc.actions.customers import CustomerDone, active_record, result_of, states
from svc.actions.recording import Typist, writing
from svc.errors import (
    N_,
    AlreadySo,
    Damaged,
    NoSuchField,
    NotAcceptable,
    NotInAnyFile,
    Phrase,
    SameFile,
    SerialNeeded,
    SerialThere,
    SomeUnreadable,
)
from svc.model import customers as cu
from svc.model.customers import Equipment
from svc.model.tickets import why_unknown
from svc.rules.forms import serial_form
from svc.rules.ticket import equipment as rules
from svc.rules.ticket.lifecycle import with_head_value
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.recording import Recording

FIELDS = Equipment.__struct_fields__

OfMachine = TypeVar("OfMachine", cu.EquipmentCorrected, cu.EquipmentLeft, cu.EquipmentReplaced)


class Files:
    """The customers' files in which these serial numbers stand, as they are under the lock.

    Those that can't be read are remembered.
    """

    def __init__(self, ledger: Ledger, *serials: str) -> None:
        self.broken: list[Damaged] = []
        self.states = states(ledger, self.broken, *(("serial", serial) for serial in serials))

    def owner(self, serial: str) -> tuple[str, Equipment]:
        """The file a machine is in, and the machine.

        Raises NotInAnyFile, or SomeUnreadable if it may be in one that can't be read.
        """
        form = serial_form(serial)
        for state in self.states:
            for machine in state.equipment.values() if state.status == "active" else ():
                if form and serial_form(machine.serial) == form:
                    return state.customer.id, machine
        if self.broken:
            raise SomeUnreadable.of(self.broken)
        raise NotInAnyFile(serial=serial)

    def check_free(self, serial: str, besides: str = "") -> None:
        """Raise SerialThere if a file in use has a machine with this serial number, `besides`
        aside.
        """
        form = serial_form(serial)
        for state in self.states:
            for own in state.equipment.values() if state.status == "active" else ():
                if serial_form(own.serial) == form and own.serial != besides:
                    raise SerialThere(
                        serial=own.serial, file=state.customer.id, name=state.current.name
                    )

    def said(
        self, tx: Recording, kind: type[OfMachine], serial: str, **fields: object
    ) -> tuple[str, OfMachine] | None:
        """The event this person recorded of the machine a moment ago in the same words, and in
        which file.
        """
        for state in self.states:
            for event in tx.just_said(state.customer.log):
                if (
                    isinstance(event, kind)
                    and serial_form(event.serial) == serial_form(serial)
                    and all(getattr(event, name) == value for name, value in fields.items())
                ):
                    return state.customer.id, event
        return None

    def came(self, file: str, serial: str) -> cu.EquipmentCame | None:
        """How the machine last came to a file."""
        state = next((state for state in self.states if state.customer.id == file), None)
        log = [] if state is None else state.customer.log
        came = [
            event
            for event in log
            if isinstance(event, cu.EquipmentCame) and event.machine.serial == serial
        ]
        return came[-1] if came else None


def add(ledger: Ledger, file: str, typist: Typist, *, machine: Equipment) -> CustomerDone:
    """Add a machine to a customer's file. Raises SerialNeeded, SerialThere, NoSuchCustomer,
    FileMerged.
    """
    _check_serial(machine.serial)
    with writing(ledger, typist) as tx:
        found = active_record(tx, file)
        if not tx.is_said_again(found.id, cu.EquipmentAdded(machine=machine)):
            Files(ledger, machine.serial).check_free(machine.serial)
        tx.append(found.id, cu.EquipmentAdded(machine=machine), at=typist.at)
    return result_of(tx, found.id)


def correct(
    ledger: Ledger, serial: str, typist: Typist, *, field: str, value: str, reason: str
) -> CustomerDone:
    """Record that a value of a machine was wrong, or is another one now; the serial number too.

    Raises NotInAnyFile, NoSuchField, AlreadySo, NotAcceptable, SerialNeeded, SerialThere.
    """
    if field not in FIELDS:
        raise NoSuchField(field=field, known=list(FIELDS))
    with writing(ledger, typist) as tx:
        there = Files(ledger, serial, value)
        said = there.said(tx, cu.EquipmentCorrected, serial, field=field, new=value, reason=reason)
        if said is not None:
            file, event = said
            tx.append(
                file,
                cu.EquipmentCorrected(
                    serial=event.serial, field=field, old=event.old, new=value, reason=reason
                ),
                at=typist.at,
            )
        else:
            file, machine = there.owner(serial)
            if field == "serial":
                _check_serial(value)
                there.check_free(value, besides=machine.serial)
            if with_head_value(machine, (field,), value) is None:
                raise NotAcceptable(
                    problem=Phrase(N_("'{value}' can't be the {field}"), value=value, field=field)
                )
            old = getattr(machine, field)
            old = "" if old is None else str(old)
            if old == value:
                raise AlreadySo(field=field, value=value)
            tx.append(
                file,
                cu.EquipmentCorrected(
                    serial=machine.serial, field=field, old=old, new=value, reason=reason
                ),
                at=typist.at,
            )
    return result_of(tx, file)


def move(
    ledger: Ledger, serial: str, typist: Typist, *, place: str, reason: str = ""
) -> CustomerDone:
    """Record that a machine stands somewhere else at the same customer's now (移机). Raises
    NotInAnyFile.
    """
    with writing(ledger, typist) as tx:
        file, machine = Files(ledger, serial).owner(serial)
        tx.append(
            file, cu.EquipmentMoved(serial=machine.serial, place=place, reason=reason), at=typist.at
        )
    return result_of(tx, file)


def transfer(
    ledger: Ledger, serial: str, typist: Typist, *, to: str, reason: str, place: str = ""
) -> tuple[CustomerDone, CustomerDone | None]:
    """Give a machine to another customer's file (转让), both written together; `to` empty: it is
    out of use.

    The warranty and what is known of the machine go with it; `place` is where it stands now. Gives
    the file it left and the one it came to. Raises NotInAnyFile, NoSuchCustomer, FileMerged,
    SameFile.
    """
    with writing(ledger, typist) as tx:
        there = Files(ledger, serial)
        target = active_record(tx, to).id if to else ""
        said = there.said(tx, cu.EquipmentLeft, serial, to=target, reason=reason)
        if said is not None:
            file, left = said
            tx.append(
                file, cu.EquipmentLeft(serial=left.serial, to=target, reason=reason), at=typist.at
            )
            came = there.came(target, left.serial)
            if came is not None:
                tx.append(
                    target, cu.EquipmentCame(machine=came.machine, from_file=file), at=typist.at
                )
        else:
            file, machine = there.owner(serial)
            if file == target:
                raise SameFile(file=file)
            tx.append(
                file,
                cu.EquipmentLeft(serial=machine.serial, to=target, reason=reason),
                at=typist.at,
            )
            if target:
                came_machine = replace(machine, place=place)
                tx.append(
                    target, cu.EquipmentCame(machine=came_machine, from_file=file), at=typist.at
                )
    return result_of(tx, file), result_of(tx, target) if target else None


def replace_machine(
    ledger: Ledger,
    serial: str,
    typist: Typist,
    *,
    by_serial: str,
    model: str = "",
    specification: str = "",
    ticket: str = "",
) -> CustomerDone:
    """Record that another machine came in place of one: the warranty moves with it, as do place and
    purchase.

    Raises NotInAnyFile, SerialNeeded, SerialThere, and NoSuchRecord for a ticket that is not there.
    """
    _check_serial(by_serial)
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).id if ticket else ""
        there = Files(ledger, serial, by_serial)
        said = there.said(tx, cu.EquipmentReplaced, serial, ticket=number)
        if said is not None and said[1].machine.serial == by_serial:
            file, machine, old = said[0], said[1].machine, said[1].serial
        else:
            file, earlier = there.owner(serial)
            there.check_free(by_serial)
            old = earlier.serial
            machine = replace(
                earlier,
                serial=by_serial,
                model=model or earlier.model,
                specification=specification or earlier.specification,
            )
        tx.append(
            file, cu.EquipmentReplaced(serial=old, machine=machine, ticket=number), at=typist.at
        )
    return result_of(tx, file)


def history(ledger: Ledger, serial: str, broken: list[Damaged]) -> rules.MachineHistory:
    """All that is known of a machine, from customers' files and tickets; replaced machines too.

    Raises NotInAnyFile if neither a file nor a ticket knows the number. What can't be read is
    added to `broken`.
    """
    pairs = states(ledger, [], ("is", "replaced"))
    replaced = Sought(keys=(("is", "replaced"),))
    forms = rules.serials_of_machine(
        serial, pairs, (record.state for record in ledger.tickets([], "", replaced))
    )
    keys = [("serial", form) for form in sorted(forms)]
    files = states(ledger, broken, ("is", "replaced"), *keys)
    sought = Sought(keys=tuple(keys))
    found = rules.machine_history(
        serial, files, [record.state for record in ledger.tickets(broken, "", replaced, sought)]
    )
    if found is None:
        if broken:
            raise SomeUnreadable.of(broken)
        raise NotInAnyFile(serial=serial)
    return found


def _check_serial(serial: str) -> None:
    if not serial_form(serial) or why_unknown(serial) is not None:
        raise SerialNeeded()
