"""A customer's file as it stands: contacts and machines after everything the log tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import msgspec

from svc.errors import ImpossibleStep
from svc.model import customers as cu
from svc.model.events import NEW, Corrected, Forgotten, Renumbered, Settled, tag_of
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form
from svc.rules.ticket.lifecycle import events_in_order, with_head_value

if TYPE_CHECKING:
    from svc.model.data import Data


class CustomerState:
    """What the log of a customer's file says: built by `replay_customer`, not changed
    afterwards.
    """

    def __init__(self, customer: cu.Customer) -> None:
        self.customer = customer  # as told when it was opened
        self.status = NEW
        self.merged_into = ""
        self.aliases: list[str] = []  # files that were found to be of the same customer
        self.absorbed: dict[str, cu.Absorbed] = {}  # what each of them had when it was last said
        self.taken_over: dict[str, cu.Absorbed] = {}  # the same, with sites as they are called here
        self.confirmed_at = customer.opened  # when somebody last said that the file is right
        self.contacts = {contact.name: contact for contact in customer.contacts}
        self.equipment = {machine.serial: machine for machine in customer.equipment}
        self.sites = {site.name: site for site in customer.sites}
        self.account = customer.account
        self.contract = customer.contract
        self.contract_terms = customer.contract_terms
        self.is_forgotten = False  # its personal data were taken out
        self.out_of_turn: list[cu.AnyCustomerEvent] = []
        self.corrections: dict[tuple[str, ...], int] = {}
        self._values: dict[tuple[str, ...], str] = {}

    @property
    def current(self) -> cu.Customer:
        """The file with its head as it stands now: corrections, contacts and machines applied."""
        customer = self.customer
        for path, value in self._values.items():
            customer = with_head_value(customer, path, value) or customer
        return msgspec.structs.replace(
            customer,
            contacts=list(self.contacts.values()),
            equipment=list(self.equipment.values()),
            sites=list(self.sites.values()),
            account=self.account,
            contract=self.contract,
            contract_terms=self.contract_terms,
        )


class CustomerFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as whoever looks for a customer needs it: the customer as it stands now, and whether
    it is in use.
    """

    customer: cu.Customer
    status: str
    merged_into: str


def customer_file(state: CustomerState) -> CustomerFile:
    """A file as it stands, without what the log says besides."""
    return CustomerFile(customer=state.current, status=state.status, merged_into=state.merged_into)


def replay_customer(customer: cu.Customer) -> CustomerState:
    """Where the log has brought the file. Never refuses: what is out of turn is listed."""
    state = CustomerState(customer)
    order = events_in_order(customer.log)
    overruled = _overruled_merges(customer.id, order)
    for event in order:
        entry = cu.CUSTOMER_CATALOGUE[tag_of(event)]
        if isinstance(event, cu.MergedInto) and event.file in (*overruled, state.merged_into):
            continue
        if state.status in entry.after:
            state.status = entry.leads_to or state.status
            _apply(state, event)
        else:
            state.out_of_turn.append(event)
    return state


def _overruled_merges(customer_id: str, order: Sequence[cu.AnyCustomerEvent]) -> set[str]:
    """The files into which this one was not merged after all: they were merged into it, too, as two
    desks knew nothing of each other. Of two files merged crosswise the one with the lower number
    lives, at every desk. What came before somebody settled it is over.
    """
    absorbed: set[str] = set()
    merged: set[str] = set()
    for event in order:
        match event:
            case cu.Absorbed():
                absorbed.add(event.file)
            case cu.MergedInto():
                merged.add(event.file)
            case Settled():
                absorbed.clear()
                merged.clear()
    return {other for other in absorbed & merged if customer_id < other}


def check_may_follow(state: CustomerState, what: str) -> None:
    """Raise ImpossibleStep if the event can't follow now: the file is an alias of another."""
    if state.status not in cu.CUSTOMER_CATALOGUE[what].after:
        raise ImpossibleStep(
            ticket=state.customer.id,
            step=what,
            status=state.status,
            possible=[f"svc customer show {state.merged_into}"],
        )


def confirm_by(state: CustomerState) -> date:
    """The last day to check the file again: the end of the month after it was last found right (S1:
    monthly).
    """
    last = state.confirmed_at
    # the month after next
    year, month = (last.year + (last.month + 1) // 12, (last.month + 1) % 12 + 1)
    return date(year, month, 1) - timedelta(days=1)


def derive_customer(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
    """Of a file as plain data: its status and the correction comments, both from the log alone."""
    state = replay_customer(msgspec.convert(data, cu.Customer))
    return state.status, state.corrections


# One branch for each event of a customer's file.
def _apply(state: CustomerState, event: cu.AnyCustomerEvent) -> None:  # noqa: C901, PLR0912
    match event:
        case cu.ContactAdded():
            state.contacts[event.contact.name] = event.contact
        case cu.SiteAdded() | cu.SiteChanged():
            state.sites[event.site.name] = event.site
        case cu.AccountSet():
            state.account = event.account
        case cu.EquipmentAdded() | cu.EquipmentCame():
            state.equipment[event.machine.serial] = event.machine
        case cu.EquipmentCorrected():
            _correct_machine(state, event.serial, event.field, event.new)
        case cu.EquipmentMoved():
            _correct_machine(state, event.serial, "place", event.place)
            if event.site is not None:
                _correct_machine(state, event.serial, "site", event.site)
        case cu.SoftwareUpdated():
            _correct_machine(state, event.serial, "software", event.version)
        case cu.EquipmentReplaced():
            state.equipment.pop(event.serial, None)
            state.equipment[event.machine.serial] = event.machine
        case cu.EquipmentLeft():
            state.equipment.pop(event.serial, None)
        case cu.Absorbed():
            _absorb(state, event)
        case cu.MergedInto():
            state.merged_into = event.file
            state.aliases = [alias for alias in state.aliases if alias != event.file]
        case Settled():
            _settle(state, event)
        case cu.ContractSet():
            state.contract_terms = event.contract
            state.contract = event.contract.name if event.contract else ""
        case cu.Confirmed():
            state.confirmed_at = max(state.confirmed_at, event.at)
        case Corrected():
            _change(state, tuple(event.field.split(".")), event.new, event.seq)
        case Forgotten():
            state.is_forgotten = state.is_forgotten or not event.places
            for field in event.fields:
                _change(state, tuple(field.split(".")), "(removed)", event.seq)
        case Renumbered():
            state.corrections |= {tuple(field.split(".")): event.seq for field in event.fields}


def _change(state: CustomerState, path: tuple[str, ...], value: str, seq: int) -> None:
    if path == ("contract",):
        state.contract = value
    state._values[path] = value
    state.corrections[path] = seq


def _absorb(state: CustomerState, event: cu.Absorbed) -> None:
    """What the other file had; what it has by now, if it was said before. One that has nothing any
    more is in use again.
    """
    before = state.taken_over.get(event.file, cu.Absorbed(file=event.file))
    here = _as_called_here(state, before, event)
    is_again = not is_nothing(before)
    _take_over(state.contacts, _by_name(before), _by_name(here), is_again=is_again)
    _take_over(state.equipment, _by_serial(before), _by_serial(here), is_again=is_again)
    _take_over(state.sites, _sites_by_name(before), _sites_by_name(here), is_again=is_again)
    state.absorbed[event.file] = event
    state.taken_over[event.file] = here
    is_alias = event.file != state.merged_into and not (is_again and is_nothing(event))
    state.aliases = [alias for alias in state.aliases if alias != event.file]
    state.aliases += [event.file] if is_alias else []


def _as_called_here(state: CustomerState, before: cu.Absorbed, event: cu.Absorbed) -> cu.Absorbed:
    """What another file had, as this file has it: a site whose name is one of ours already is told
    apart by the file's number, and its main address, if it is not ours, is a site.
    """
    ours = {
        name: site for name, site in state.sites.items() if _sites_by_name(before).get(name) != site
    }
    renamed = {
        site.name: f"{site.name} ({event.file})"
        for site in event.sites
        if ours.get(site.name, site) != site
    }
    sites = [
        msgspec.structs.replace(site, name=renamed.get(site.name, site.name))
        for site in event.sites
    ]
    main = ""
    if event.address and plain_form(event.address) != plain_form(state.current.address):
        main = event.address
        sites.append(cu.Site(name=main, address=main, contacts=event.contacts))
    machines = [
        msgspec.structs.replace(machine, site=renamed.get(machine.site, machine.site) or main)
        for machine in event.equipment
    ]
    return msgspec.structs.replace(event, sites=sites, equipment=machines)


def what_goes_over(state: CustomerState) -> cu.Absorbed:
    """What the file that this one is merged into gets of it: nothing that merely came from there,
    as two desks merged them crosswise. The event names this file.
    """
    theirs = state.taken_over.get(state.merged_into, cu.Absorbed(file=state.merged_into))
    machines = [each for each in state.equipment.values() if each not in theirs.equipment]
    return cu.Absorbed(
        file=state.customer.id,
        contacts=[each for each in state.contacts.values() if each not in theirs.contacts],
        equipment=machines,
        sites=[each for each in state.sites.values() if each not in theirs.sites],
        address=_main_address(state, machines),
    )


def _main_address(state: CustomerState, machines: Sequence[cu.Equipment]) -> str:
    """The address, if a machine stands there; otherwise there is nothing to keep it for."""
    address = state.current.address
    if all(machine.site for machine in machines) or address in (UNKNOWN, "(removed)"):
        return ""
    return address


def what_came_along(absorbed: cu.Absorbed) -> tuple[object, ...]:
    """Of a file that was taken over: whom to call, its machines, its sites."""
    return absorbed.contacts, absorbed.equipment, absorbed.sites


def is_nothing(absorbed: cu.Absorbed) -> bool:
    """Whether a file that was taken over had nobody to call, and no machine."""
    return not absorbed.contacts and not absorbed.equipment and not absorbed.sites


def _by_name(absorbed: cu.Absorbed) -> dict[str, cu.Contact]:
    return {contact.name: contact for contact in absorbed.contacts}


def _sites_by_name(absorbed: cu.Absorbed) -> dict[str, cu.Site]:
    return {site.name: site for site in absorbed.sites}


def _by_serial(absorbed: cu.Absorbed) -> dict[str, cu.Equipment]:
    return {machine.serial: machine for machine in absorbed.equipment}


Item = TypeVar("Item")


def _take_over(
    here: dict[str, Item], before: dict[str, Item], now: dict[str, Item], *, is_again: bool
) -> None:
    """At first our own stands; later what changed over there counts."""
    for key, item in now.items():
        if key not in here or (is_again and before.get(key) != item):
            here[key] = item
    for key in before.keys() - now.keys():
        if here.get(key) == before[key]:
            del here[key]


def _settle(state: CustomerState, event: Settled) -> None:
    state.out_of_turn.clear()
    if event.outcome == "active":
        state.merged_into = ""
    if event.outcome == "active" or (event.outcome == "merged" and state.merged_into):
        state.status = event.outcome


def _correct_machine(state: CustomerState, serial: str, field: str, value: str) -> None:
    machine = state.equipment.get(serial)
    changed = with_head_value(machine, (field,), value) if machine is not None else None
    if changed is not None:
        state.equipment.pop(serial)
        state.equipment[changed.serial] = changed
