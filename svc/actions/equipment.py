"""Machines in customers' files: added, corrected, moved, given to another owner, replaced; and
their history.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from svc.actions.customers import (
    CustomerResult,
    active_customer_record,
    customer_result,
    customer_states,
    mark_tickets_filed,
    with_tickets_judged_before,
)
from svc.actions.sites import check_site
from svc.actions.typist import Typist, writing
from svc.errors import (
    N_,
    AlreadySo,
    Damaged,
    NoSuchCustomer,
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
from svc.rules.ticket.contested import is_contested
from svc.rules.ticket.lifecycle import with_head_value
from svc.rules.ticket.machines_moved import (
    corrected_where_it_was,
    machines_given_away,
    machines_received,
)
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording
    from svc.store.records import CustomerRecord

FIELDS = Equipment.__struct_fields__

OfMachine = TypeVar(
    "OfMachine",
    cu.EquipmentCorrected,
    cu.EquipmentLeft,
    cu.EquipmentReplaced,
    cu.SoftwareUpdated,
)


class FilesWithSerials:
    """The customers' files in which these serial numbers stand, as they are under the lock.

    Those that can't be read are remembered.
    """

    def __init__(self, ledger: Ledger, *serials: str) -> None:
        self.broken: list[Damaged] = []
        self.states = customer_states(
            ledger, self.broken, *(("serial", serial) for serial in serials)
        )

    def owner(self, serial: str) -> tuple[str, Equipment]:
        """The file a machine is in, and the machine.

        Raises NotInAnyFile, or SomeUnreadable if it may be in one that can't be read.
        """
        return self.owners(serial)[0]

    def owners(self, serial: str) -> list[tuple[str, Equipment]]:
        """The files a machine is in, several if desks gave it away without knowing of each other;
        in each the machine. Raises like `owner`.
        """
        form = serial_form(serial)
        found = [
            (state.customer.id, machine)
            for state in self.states
            for machine in (state.equipment.values() if state.status == "active" else ())
            if form and serial_form(machine.serial) == form
        ]
        if not found and self.broken:
            raise SomeUnreadable.of(self.broken)
        if not found:
            raise NotInAnyFile(serial=serial)
        return found

    def check_free(self, serial: str, besides: str = "") -> None:
        """Raise SerialThere if a file in use has a machine with this serial number, `besides`
        aside.
        """
        form = serial_form(serial)
        for state in self.states:
            for filed in state.equipment.values() if state.status == "active" else ():
                if serial_form(filed.serial) == form and filed.serial != besides:
                    raise SerialThere(
                        serial=filed.serial, file=state.customer.id, name=state.current.name
                    )

    def just_recorded(
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

    def last_arrival(self, customer_id: str, serial: str) -> cu.EquipmentCame | None:
        """How the machine last came to a file."""
        state = next((state for state in self.states if state.customer.id == customer_id), None)
        log = [] if state is None else state.customer.log
        arrivals = [
            event
            for event in log
            if isinstance(event, cu.EquipmentCame) and event.machine.serial == serial
        ]
        return arrivals[-1] if arrivals else None


def add_equipment(
    ledger: Ledger, customer_id: str, typist: Typist, *, machine: Equipment
) -> CustomerResult:
    """Add a machine to a customer's file. Raises SerialNeeded, SerialThere, NoSuchCustomer,
    FileMerged.
    """
    _check_serial(machine.serial)
    with writing(ledger, typist) as tx:
        record = active_customer_record(tx, customer_id)
        check_site(record.state.current, machine.site)
        if not tx.is_said_again(record.id, cu.EquipmentAdded(machine=machine)):
            FilesWithSerials(ledger, machine.serial).check_free(machine.serial)
        tx.append(record.id, cu.EquipmentAdded(machine=machine), at=typist.at)
        mark_tickets_filed(ledger, tx, record.id, typist)
    return customer_result(tx, record.id)


def correct_equipment(
    ledger: Ledger, serial: str, typist: Typist, *, field: str, value: str, reason: str
) -> CustomerResult:
    """Record that a value of a machine was wrong, or is another one now; the serial number too.

    Raises NotInAnyFile, NoSuchField, AlreadySo, NotAcceptable, SerialNeeded, SerialThere.
    """
    if field not in FIELDS:
        raise NoSuchField(field=field, known=list(FIELDS))
    with writing(ledger, typist) as tx:
        files = FilesWithSerials(ledger, serial, value)
        just_recorded = files.just_recorded(
            tx, cu.EquipmentCorrected, serial, field=field, new=value, reason=reason
        )
        if just_recorded is not None:
            customer_id, event = just_recorded
            tx.append(
                customer_id,
                cu.EquipmentCorrected(
                    serial=event.serial, field=field, old=event.old, new=value, reason=reason
                ),
                at=typist.at,
            )
        else:
            customer_id, machine = files.owner(serial)
            if field == "serial":
                _check_serial(value)
                files.check_free(value, besides=machine.serial)
            if field == "site":
                check_site(tx.customer(customer_id).state.current, value)
            if with_head_value(machine, (field,), value) is None:
                raise NotAcceptable(
                    problem=Phrase(N_("'{value}' can't be the {field}"), value=value, field=field)
                )
            old = getattr(machine, field)
            old = "" if old is None else str(old)
            record = tx.customer(customer_id)
            is_open = is_contested(record.log, field, machine.serial)
            if old == value and not (is_open or _is_corrected_elsewhere(tx, record, serial, field)):
                raise AlreadySo(field=field, value=value)
            tx.append(
                customer_id,
                cu.EquipmentCorrected(
                    serial=machine.serial, field=field, old=old, new=value, reason=reason
                ),
                at=typist.at,
            )
        mark_tickets_filed(ledger, tx, customer_id, typist)
    result = customer_result(tx, customer_id)
    return with_tickets_judged_before(ledger, result, serial) if field in _DECIDING else result


def _is_corrected_elsewhere(tx: Recording, record: CustomerRecord, serial: str, field: str) -> bool:
    """Whether the file that a machine came from says another value of it, so that somebody has to
    say which is right.
    """
    form = serial_form(serial)
    came = [each for each in machines_received(record.state) if each.serial == form]
    if not came:
        return False
    with suppress(NoSuchCustomer, Damaged):
        earlier = tx.customer(came[-1].other).state
        return any(
            field == each
            for given in machines_given_away(earlier)
            if given.serial == form and given.other == record.id
            for each, _, _ in corrected_where_it_was(given, came[-1])
        )
    return False


_DECIDING = ("bought", "warranty_until", "on_site_until")
"""Values of a machine by which the warranty is judged."""


def move_equipment(
    ledger: Ledger,
    serial: str,
    typist: Typist,
    *,
    place: str,
    site: str | None = None,
    reason: str = "",
) -> CustomerResult:
    """Record that a machine stands somewhere else at the same customer's now (移机); `site`: at
    another of their addresses, empty for the main one. Raises NotInAnyFile, NotAcceptable.
    """
    with writing(ledger, typist) as tx:
        customer_id, machine = FilesWithSerials(ledger, serial).owner(serial)
        if site is not None:
            check_site(tx.customer(customer_id).state.current, site)
        tx.append(
            customer_id,
            cu.EquipmentMoved(serial=machine.serial, place=place, site=site, reason=reason),
            at=typist.at,
        )
        mark_tickets_filed(ledger, tx, customer_id, typist)
    result = customer_result(tx, customer_id)
    return result if site is None else with_tickets_judged_before(ledger, result, serial)


def transfer_equipment(
    ledger: Ledger,
    serial: str,
    typist: Typist,
    *,
    to: str,
    reason: str,
    place: str = "",
    site: str = "",
) -> tuple[CustomerResult, CustomerResult | None]:
    """Give a machine to another customer's file (转让), both written together; `to` empty: it is
    out of use.

    The warranty and what is known of the machine go with it; `place` and `site` are where it
    stands now. Of
    several files that have it each gives it away. Gives the file it left and the one it came to.
    Raises NotInAnyFile, NoSuchCustomer, FileMerged, SameFile.
    """
    with writing(ledger, typist) as tx:
        files = FilesWithSerials(ledger, serial)
        target = active_customer_record(tx, to).id if to else ""
        if target:
            check_site(tx.customer(target).state.current, site)
        just_recorded = files.just_recorded(tx, cu.EquipmentLeft, serial, to=target, reason=reason)
        if just_recorded is not None:
            customer_id, departure = just_recorded
            tx.append(
                customer_id,
                cu.EquipmentLeft(serial=departure.serial, to=target, reason=reason),
                at=typist.at,
            )
            arrival = files.last_arrival(target, departure.serial)
            if arrival is not None:
                tx.append(
                    target,
                    cu.EquipmentCame(machine=arrival.machine, from_file=customer_id),
                    at=typist.at,
                )
        else:
            owners = [owner for owner in files.owners(serial) if owner[0] != target]
            if not owners:
                raise SameFile(file=target)
            for customer_id, machine in owners:
                tx.append(
                    customer_id,
                    cu.EquipmentLeft(serial=machine.serial, to=target, reason=reason),
                    at=typist.at,
                )
                if target:
                    moved_machine = replace(machine, place=place, site=site)
                    tx.append(
                        target,
                        cu.EquipmentCame(machine=moved_machine, from_file=customer_id),
                        at=typist.at,
                    )
    return customer_result(tx, customer_id), customer_result(tx, target) if target else None


def record_unboxing(
    ledger: Ledger, serial: str, typist: Typist, *, found: str = "", ticket: str = ""
) -> CustomerResult:
    """Record that a new machine was unpacked: good, or `found` says what was wrong. Said once more
    it corrects what was said before.

    Raises NotInAnyFile, and NoSuchRecord for a ticket that is not there.
    """
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).id if ticket else ""
        customer_id, machine = FilesWithSerials(ledger, serial).owner(serial)
        unboxed = cu.EquipmentUnboxed(
            serial=machine.serial, good=not found, found=found, ticket=number
        )
        tx.append(customer_id, unboxed, at=typist.at)
        mark_tickets_filed(ledger, tx, customer_id, typist)
    return customer_result(tx, customer_id)


def update_software(
    ledger: Ledger,
    serial: str,
    typist: Typist,
    *,
    version: str,
    technician: str = "",
    ticket: str = "",
) -> CustomerResult:
    """Record that a machine runs another version of its software; the one before is what the file
    has. `technician`: who did it, if not who records it.

    Raises NotInAnyFile, AlreadySo, UnknownStaff, and NoSuchRecord for a ticket that is not there.
    """
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).id if ticket else ""
        who = ledger.person(technician).id if technician else ""
        files = FilesWithSerials(ledger, serial)
        said = files.just_recorded(
            tx, cu.SoftwareUpdated, serial, version=version, technician=who, ticket=number
        )
        customer_id, machine = files.owner(serial)
        before = said[1].before if said is not None else machine.software
        if said is None and machine.software == version:
            raise AlreadySo(field="software", value=version)
        updated = cu.SoftwareUpdated(
            serial=machine.serial, before=before, version=version, technician=who, ticket=number
        )
        tx.append(customer_id, updated, at=typist.at)
        mark_tickets_filed(ledger, tx, customer_id, typist)
    return customer_result(tx, customer_id)


def replace_equipment(
    ledger: Ledger,
    serial: str,
    typist: Typist,
    *,
    by_serial: str,
    model: str = "",
    specification: str = "",
    ticket: str = "",
) -> CustomerResult:
    """Record that another machine came in place of one: the warranty moves with it, as do place and
    purchase.

    Raises NotInAnyFile, SerialNeeded, SerialThere, and NoSuchRecord for a ticket that is not there.
    """
    _check_serial(by_serial)
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).id if ticket else ""
        files = FilesWithSerials(ledger, serial, by_serial)
        just_recorded = files.just_recorded(tx, cu.EquipmentReplaced, serial, ticket=number)
        if just_recorded is not None and just_recorded[1].machine.serial == by_serial:
            customer_id, machine, old = (
                just_recorded[0],
                just_recorded[1].machine,
                just_recorded[1].serial,
            )
        else:
            customer_id, old_machine = files.owner(serial)
            files.check_free(by_serial)
            old = old_machine.serial
            machine = replace(
                old_machine,
                serial=by_serial,
                model=model or old_machine.model,
                specification=specification or old_machine.specification,
            )
        tx.append(
            customer_id,
            cu.EquipmentReplaced(serial=old, machine=machine, ticket=number),
            at=typist.at,
        )
        mark_tickets_filed(ledger, tx, customer_id, typist)
    return customer_result(tx, customer_id)


def machine_history(ledger: Ledger, serial: str, broken: list[Damaged]) -> rules.MachineHistory:
    """All that is known of a machine, from customers' files and tickets; replaced machines too.

    Raises NotInAnyFile if neither a file nor a ticket knows the number. What can't be read is
    added to `broken`.
    """
    replaced = Sought(keys=(("is", "replaced"),))
    # What can't be read here, and may link another number, is named by the second reading:
    # it asks for the replaced ones again.
    unread: list[Damaged] = []
    replacing_files = customer_states(ledger, unread, ("is", "replaced"))
    replacing_tickets = (record.state for record in ledger.tickets(unread, "", replaced))
    forms = rules.serials_of_machine(serial, replacing_files, replacing_tickets)
    keys = [("serial", form) for form in sorted(forms)]
    files = customer_states(ledger, broken, ("is", "replaced"), *keys)
    sought = Sought(keys=tuple(keys))
    life = rules.machine_history(
        serial, files, [record.state for record in ledger.tickets(broken, "", replaced, sought)]
    )
    if life is None:
        if broken:
            raise SomeUnreadable.of(broken)
        raise NotInAnyFile(serial=serial)
    return life


def _check_serial(serial: str) -> None:
    if not serial_form(serial) or why_unknown(serial) is not None:
        raise SerialNeeded()
