"""The customer file (客户档案): who they are, how to reach them, and every machine they have.

A file is a head and a log, like a ticket: the head is what was told when it was opened, what
changes later are events. A machine is known by its serial number and belongs to one file at a time.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.events import (
    LEADS,
    NEW,
    Corrected,
    Event,
    EventKind,
    Forgotten,
    Moment,
    Remarked,
    Renumbered,
    Settled,
    Text,
    check_exact,
    check_thinkable,
    tag_of,
)
from svc.model.service import Contract
from svc.model.tickets import Zone

OfficeRoles = (
    "clerk",
    "lead",
    "coordinator",
    "receptionist",
    "technician",
    "specialist",
    "callback",
    "manager",
)


class Contact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody to call at the customer's."""

    name: Text
    mobile: Text
    job: str = ""


class Site(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address of the customer's besides the main one, with its own people to call; machines
    name it.
    """

    name: Text  # as the customer calls it; known by it within the file
    address: Text
    contacts: list[Contact] = []  # none: the customer's
    zone: Zone = "inside"
    distance_km: Annotated[int, Meta(ge=0, le=20000)] | None = None  # from our office


class Equipment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A machine at a customer's; both periods with their ends, where they are not the department's
    usual ones.
    """

    serial: Text
    model: Text
    specification: Text
    bought: Text  # a day, or words
    place: str = ""
    installed: date | None = None
    on_site_until: date | None = None
    warranty_until: date | None = None
    software: str = ""
    configuration: str = ""
    environment: str = ""
    site: str = ""  # at which of the customer's sites; empty: at the main address


class OnAccount(Struct, frozen=True, kw_only=True):
    """The customer may pay later: so many days after the work leaves us, up to a sum."""

    days: Annotated[int, Meta(ge=1, le=365)]
    limit: Decimal  # yuan, all tickets together


class Opened(Event, frozen=True, kw_only=True, tag="opened"):
    """The file was opened; `digest` is that of the head's values."""

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


class ContactAdded(Event, frozen=True, kw_only=True, tag="contact_added"):
    """One more person to call, or a new number of one (the name tells)."""

    contact: Contact


class SiteAdded(Event, frozen=True, kw_only=True, tag="site_added"):
    """The customer has one more address, where machines of theirs stand."""

    site: Site


class SiteChanged(Event, frozen=True, kw_only=True, tag="site_changed"):
    """What holds of a site from now on, whole; its name tells which."""

    site: Site
    reason: str = ""


class AccountSet(Event, frozen=True, kw_only=True, tag="account_set"):
    """The customer was put on account, or is no longer: `account` is None then."""

    account: OnAccount | None = None
    reason: str = ""

    def check_values(self) -> None:
        super().check_values()
        if self.account is not None:
            check_exact(self.account.limit)


class EquipmentAdded(Event, frozen=True, kw_only=True, tag="equipment_added"):
    """A machine of theirs became known."""

    machine: Equipment


class EquipmentCorrected(Event, frozen=True, kw_only=True, tag="equipment_corrected"):
    """A value of a machine was wrong, or is another one now."""

    serial: Text
    field: Annotated[str, Meta(pattern="^[a-z_]+$")]
    old: str
    new: Text
    reason: Text


class EquipmentMoved(Event, frozen=True, kw_only=True, tag="equipment_moved"):
    """The machine stands somewhere else now (移机)."""

    serial: Text
    place: Text
    site: str | None = None  # None: at the same address as before; empty: at the main one
    reason: str = ""


class EquipmentReplaced(Event, frozen=True, kw_only=True, tag="equipment_replaced"):
    """Another machine came in place of one; the warranty moves with it."""

    serial: Text
    machine: Equipment
    ticket: str = ""


class EquipmentUnboxed(Event, frozen=True, kw_only=True, tag="equipment_unboxed"):
    """A new machine was unpacked (开箱): good, or what was wrong with it."""

    serial: Text
    good: bool
    found: str = ""  # what was wrong
    ticket: str = ""

    def check_values(self) -> None:
        super().check_values()
        if self.good == bool(self.found):
            raise ValueError("what was found wrong belongs to a faulty machine, and to no good one")


class SoftwareUpdated(Event, frozen=True, kw_only=True, tag="software_updated"):
    """A machine runs another version of its software."""

    serial: Text
    before: str = ""  # empty: nobody knew
    version: Text
    technician: str = ""  # who did it; empty: who recorded it
    ticket: str = ""


class EquipmentLeft(Event, frozen=True, kw_only=True, tag="equipment_left"):
    """The machine has another owner (转让), or is out of use: `to` is the other file, empty if
    none.
    """

    serial: Text
    to: str = ""
    reason: Text


class EquipmentCame(Event, frozen=True, kw_only=True, tag="equipment_came"):
    """The machine came from another file."""

    machine: Equipment
    from_file: Text


class Absorbed(Event, frozen=True, kw_only=True, tag="absorbed"):
    """Another file is of the same customer: its machines, contacts and sites count here; nothing
    is deleted. A later one of the same file says what that file has by then.
    """

    file: Text
    contacts: list[Contact] = []
    equipment: list[Equipment] = []
    sites: list[Site] = []
    address: str = ""  # the main address there; another than ours is a site here


class MergedInto(Event, frozen=True, kw_only=True, tag="merged_into"):
    """This file is an alias now: `file` is the customer's."""

    file: Text
    reason: Text


class Confirmed(Event, frozen=True, kw_only=True, tag="confirmed"):
    """The file was checked and is right (once a month)."""


class ContractSet(Event, frozen=True, kw_only=True, tag="contract_set"):
    """What the contract with the customer covers; None: there is none any more."""

    contract: Contract | None = None
    reason: str = ""


AnyCustomerEvent = (
    Opened
    | ContactAdded
    | SiteAdded
    | SiteChanged
    | AccountSet
    | EquipmentAdded
    | EquipmentCorrected
    | EquipmentMoved
    | EquipmentReplaced
    | EquipmentUnboxed
    | SoftwareUpdated
    | EquipmentLeft
    | EquipmentCame
    | Absorbed
    | MergedInto
    | Confirmed
    | ContractSet
    | Corrected
    | Settled
    | Remarked
    | Forgotten
    | Renumbered
)

STATES: dict[str, str] = {"active": N_("active"), "merged": N_("merged into another file")}
_THERE = ("active", "merged")
"""Nothing is added to a merged file by a command; another desk may have, before it knew."""

CUSTOMER_CATALOGUE: dict[str, EventKind] = {
    tag_of(entry.event): entry
    for entry in (
        EventKind(
            event=Opened,
            label=N_("file opened"),
            after=(NEW,),
            leads_to="active",
            roles=OfficeRoles,
        ),
        EventKind(event=ContactAdded, label=N_("contact added"), after=_THERE, roles=OfficeRoles),
        EventKind(event=SiteAdded, label=N_("site added"), after=_THERE, roles=OfficeRoles),
        EventKind(event=SiteChanged, label=N_("site changed"), after=_THERE, roles=OfficeRoles),
        EventKind(
            event=AccountSet,
            label=N_("payment on account set"),
            after=_THERE,
            roles=("lead", "cashier", "manager"),
        ),
        EventKind(event=EquipmentAdded, label=N_("machine added"), after=_THERE, roles=OfficeRoles),
        EventKind(
            event=EquipmentCorrected,
            label=N_("machine corrected"),
            after=_THERE,
            roles=OfficeRoles,
        ),
        EventKind(event=EquipmentMoved, label=N_("machine moved"), after=_THERE, roles=OfficeRoles),
        EventKind(
            event=EquipmentReplaced, label=N_("machine replaced"), after=_THERE, roles=OfficeRoles
        ),
        EventKind(
            event=EquipmentUnboxed, label=N_("machine unpacked"), after=_THERE, roles=OfficeRoles
        ),
        EventKind(
            event=SoftwareUpdated, label=N_("software updated"), after=_THERE, roles=OfficeRoles
        ),
        EventKind(
            event=EquipmentLeft,
            label=N_("machine transferred out"),
            after=_THERE,
            roles=OfficeRoles,
        ),
        EventKind(
            event=EquipmentCame,
            label=N_("machine transferred in"),
            after=_THERE,
            roles=OfficeRoles,
        ),
        EventKind(
            event=Absorbed, label=N_("another file merged in"), after=_THERE, roles=OfficeRoles
        ),
        EventKind(
            event=MergedInto,
            label=N_("merged into another file"),
            after=("active",),
            leads_to="merged",
            roles=OfficeRoles,
        ),
        EventKind(event=Confirmed, label=N_("file confirmed"), after=_THERE, roles=OfficeRoles),
        EventKind(
            event=ContractSet,
            label=N_("contract entered"),
            after=_THERE,
            roles=("clerk", "lead", "coordinator", "manager"),
        ),
        EventKind(event=Corrected, label=N_("corrected"), after=_THERE, roles=OfficeRoles),
        EventKind(event=Settled, label=N_("settled"), after=_THERE, roles=LEADS),
        EventKind(event=Remarked, label=N_("note"), after=_THERE, roles=OfficeRoles),
        EventKind(
            event=Forgotten,
            label=N_("personal data removed"),
            after=_THERE,
            roles=("manager",),
        ),
        EventKind(event=Renumbered, label=N_("renumbered"), after=_THERE),
    )
}


class CustomerHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was told when the file was opened; `status` follows from the log."""

    id: Text
    status: Text
    opened: Moment
    office: Text
    region: Text
    sort: Literal["end_user", "dealer", "payer"] = "end_user"
    name: Text
    address: Text
    phone: Text
    contacts: list[Contact]
    zone: Zone = "inside"
    distance_km: Annotated[int, Meta(ge=0, le=20000)] | None = None
    contract: str = ""
    contract_terms: Contract | None = None  # what it covers; None: not entered
    cared_for_by: str = ""  # who of us looks after them
    account: OnAccount | None = None  # may pay later; None: pays before the work leaves us
    equipment: list[Equipment] = []
    sites: list[Site] = []  # addresses besides the main one

    def __post_init__(self) -> None:
        check_thinkable(self, ("opened",))


class Customer(CustomerHead, frozen=True, kw_only=True, omit_defaults=True):
    """One customer's file: the head, and the log of what changed since."""

    log: Annotated[list[AnyCustomerEvent], Meta(min_length=1)]


def phone_fields(customer: Customer) -> list[str]:
    """The customer's telephone and the mobile of each contact, sites' too, as typed; one may be
    empty or hold several numbers (`forms.telephones`).
    """
    return [customer.phone, *(contact.mobile for contact in all_contacts(customer))]


def all_contacts(customer: CustomerHead) -> list[Contact]:
    """Everybody to call: the customer's, then those of each site."""
    return [*customer.contacts, *(each for site in customer.sites for each in site.contacts)]


def site_of(customer: CustomerHead, machine: Equipment | None) -> Site | None:
    """The site at which a machine stands; None if it is at the main address, or nobody knows."""
    name = machine.site if machine is not None else ""
    return next((site for site in customer.sites if name and site.name == name), None)


CUSTOMER_HEAD_KEYS = tuple(name for name in CustomerHead.__struct_fields__ if name != "status")
