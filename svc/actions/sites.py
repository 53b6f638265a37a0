"""Sites of a customer: addresses besides the main one, each with its own people to call and
machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.customers import (
    CustomerResult,
    active_customer_record,
    customer_result,
    mark_tickets_filed,
)
from svc.actions.typist import Typist, writing
from svc.errors import N_, NotAcceptable, Phrase
from svc.model import customers as cu
from svc.model.customers import Contact, Customer, Site
from svc.model.tickets import Zone
from svc.rules.ticket.service_area import zone_of
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording
    from svc.store.records import CustomerRecord


def set_site(
    ledger: Ledger,
    customer_id: str,
    typist: Typist,
    *,
    name: str,
    address: str = "",
    contact: Contact | None = None,
    zone: Zone | str = "",
    distance_km: int | None = None,
    reason: str = "",
) -> CustomerResult:
    """Add a site to a customer's file, or change one: what is left out stays as it is. A contact
    is added to those of the site; one of the same name gets the new number.

    Raises NotAcceptable for a new site without address or a change of nothing, ZoneDisagrees,
    NoSuchCustomer, FileMerged.
    """
    with writing(ledger, typist) as tx:
        record = active_customer_record(tx, customer_id)
        known = record.state.sites.get(name)
        if known is None and not address:
            problem = Phrase(
                N_(
                    "{file} has no site '{site}' yet, and a new one needs its address "
                    "(--address); sites: {sites}"
                ),
                file=record.id,
                site=name,
                sites=_names(record.state.current),
            )
            raise NotAcceptable(problem=problem)
        before = known or Site(name=name, address=address)
        distance = before.distance_km if distance_km is None else distance_km
        stays = zone or (before.zone if known is not None and distance_km is None else "")
        site = replace(
            before,
            address=address or before.address,
            contacts=_with_contact(before.contacts, contact),
            zone=zone_of(stays, distance, ledger.settings),
            distance_km=distance,
        )
        _append_site(tx, record, known, site, reason, typist=typist)
        mark_tickets_filed(ledger, tx, record.id, typist)
    return customer_result(tx, record.id)


def _append_site(
    tx: Recording,
    record: CustomerRecord,
    known: Site | None,
    site: Site,
    reason: str,
    *,
    typist: Typist,
) -> None:
    added = cu.SiteAdded(site=site)
    changed = cu.SiteChanged(site=site, reason=reason)
    if known is None or tx.is_said_again(record.id, added):
        tx.append(record.id, added, at=typist.at)
    elif known != site or tx.is_said_again(record.id, changed):
        tx.append(record.id, changed, at=typist.at)
    else:
        problem = Phrase(N_("the site '{site}' already is as you say"), site=site.name)
        raise NotAcceptable(problem=problem)


def check_site(customer: Customer, name: str) -> None:
    """Raise NotAcceptable if a machine is to stand at a site that the customer does not have."""
    if name and all(site.name != name for site in customer.sites):
        problem = Phrase(
            N_(
                "{file} has no site '{site}'; sites: {sites}. To add it: "
                "svc customer site {file} --name {site} --address TEXT"
            ),
            file=customer.id,
            site=name,
            sites=_names(customer),
        )
        raise NotAcceptable(problem=problem)


def _names(customer: Customer) -> Phrase | list[str]:
    return [site.name for site in customer.sites] or Phrase(N_("none"))


def _with_contact(contacts: list[Contact], contact: Contact | None) -> list[Contact]:
    if contact is None:
        return contacts
    return [each for each in contacts if each.name != contact.name] + [contact]
