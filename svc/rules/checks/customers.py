"""Rules that a customer's file obeys besides those of every record."""

from __future__ import annotations

from collections.abc import Iterator

from svc.errors import N_, Phrase
from svc.model import customers as cu
from svc.model.labels import event_called
from svc.rules.checks.subject import CheckedCustomer, Finding
from svc.rules.forms import serial_form


def who_looks_after_them_is_one_of_the_staff(checked: CheckedCustomer) -> Iterator[Finding]:
    carer, people = checked.state.current.cared_for_by, checked.references.people
    if carer and people is not None and carer not in people:
        yield Finding(
            "cared-for-by",
            Phrase(N_("'{person}' is not in staff.yaml"), person=carer),
            ("cared_for_by",),
        )


def the_contract_can_hold_and_names_machines_of_theirs(
    checked: CheckedCustomer,
) -> Iterator[Finding]:
    terms = checked.state.contract_terms
    if terms is None:
        return
    name = checked.state.current.contract
    if terms.until < terms.since:
        problem = Phrase(
            N_("the contract ends on {until}, before it begins on {since}"),
            until=terms.until,
            since=terms.since,
            name=name,
        )
        yield Finding("contract", problem, ("contract_terms",))
    for serial in terms.machines:
        if serial not in checked.state.equipment:
            problem = Phrase(
                N_("the contract covers the machine {serial}, which this customer does not have"),
                serial=serial,
                name=name,
            )
            yield Finding("contract", problem, ("contract_terms",))


def no_machine_stands_in_it_twice(checked: CheckedCustomer) -> Iterator[Finding]:
    forms: set[str] = set()
    for machine in checked.state.equipment.values():
        if serial_form(machine.serial) in forms:
            problem = Phrase(
                N_("the machine {serial} appears in this file twice"), serial=machine.serial
            )
            yield Finding("machine-twice", problem, ("equipment",))
        forms.add(serial_form(machine.serial))


def a_machine_stands_at_a_site_of_theirs(checked: CheckedCustomer) -> Iterator[Finding]:
    """The site that a machine names is in the file: another desk may have sold it on meanwhile."""
    for machine in checked.state.equipment.values():
        if machine.site and machine.site not in checked.state.sites:
            problem = Phrase(
                N_(
                    "the machine {serial} stands at the site '{site}', "
                    "which this file does not have"
                ),
                serial=machine.serial,
                site=machine.site,
            )
            yield Finding("machine-site", problem, ("equipment",))


def no_site_was_added_as_two(checked: CheckedCustomer) -> Iterator[Finding]:
    """Two desks that did not know of each other gave one name to two addresses; the later one
    counts until the site is changed once more.
    """
    added: dict[str, cu.Site] = {}
    twice: dict[str, tuple[int, cu.Site]] = {}
    for index, event in checked.order:
        if isinstance(event, cu.SiteAdded):
            other = added.setdefault(event.site.name, event.site)
            if other.address != event.site.address:
                twice[event.site.name] = (index, other)
        elif isinstance(event, cu.SiteChanged):
            twice.pop(event.site.name, None)
    for name, (index, other) in twice.items():
        here = checked.state.sites[name]
        says = N_("the site '{site}' was added at {other} and at {here}")
        problem = Phrase(says, site=name, other=other.address, here=here.address)
        yield Finding("site-twice", problem, ("log", index, "site"))


def what_happened_to_a_machine_names_one_of_theirs(checked: CheckedCustomer) -> Iterator[Finding]:
    """Corrected, moved, replaced, given away: a machine the file has had. Two desks may have given
    it away at once.
    """
    had = {machine.serial for machine in checked.record.equipment}
    for index, event in checked.order:
        match event:
            case cu.EquipmentAdded() | cu.EquipmentCame():
                had.add(event.machine.serial)
            case cu.Absorbed():
                had.update(machine.serial for machine in event.equipment)
            case (
                cu.EquipmentCorrected()
                | cu.EquipmentMoved()
                | cu.EquipmentReplaced()
                | cu.EquipmentLeft()
                | cu.EquipmentUnboxed()
                | cu.SoftwareUpdated()
            ):
                if event.serial not in had:
                    says = N_("'{what}' names the machine {serial}, which this file never had")
                    problem = Phrase(says, what=event_called(event), serial=event.serial)
                    yield Finding("machine-reference", problem, ("log", index, "serial"))
        if isinstance(event, cu.EquipmentReplaced):
            had.add(event.machine.serial)
        elif isinstance(event, cu.EquipmentCorrected) and event.field == "serial":
            had.add(event.new)


def no_machine_was_replaced_by_two(checked: CheckedCustomer) -> Iterator[Finding]:
    """Two desks that did not know of each other; both machines stand in the file until one leaves
    it.
    """
    by: dict[str, str] = {}
    for index, event in checked.events_in_order(cu.EquipmentReplaced):
        here = event.machine.serial
        other = by.setdefault(event.serial, here)
        if other != here and {here, other} <= checked.state.equipment.keys():
            says = N_("{old} was replaced by {other} and by {serial}")
            problem = Phrase(says, old=event.serial, other=other, serial=here)
            yield Finding("replaced-twice", problem, ("log", index, "machine"))
