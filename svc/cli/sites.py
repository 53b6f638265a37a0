"""`svc customer site …`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions.sites import set_site
from svc.cli.customers import ZONES, CustomerArgument, customer_id_meant, tell_customer_result
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    ReasonOption,
    one_of,
    whole_number,
)
from svc.errors import N_


def site(
    ctx: typer.Context,
    customer: CustomerArgument,
    name: Annotated[
        str,
        typer.Option("--name", metavar="SITE", help=N_("What the customer calls this address.")),
    ] = "",
    address: Annotated[
        str, typer.Option("--address", help=N_("Its address; needed for a new one."))
    ] = "",
    contact: Annotated[
        str, typer.Option("--contact", help=N_("Whom to call there; with --mobile."))
    ] = "",
    mobile: Annotated[
        str, typer.Option("--mobile", metavar="PHONE", help=N_("Contact's mobile."))
    ] = "",
    job: Annotated[str, typer.Option("--job", help=N_("The contact's job."))] = "",
    zone: Annotated[
        str,
        typer.Option(
            "--zone", metavar="|".join(ZONES), help=N_("Inside the service area, near it, or far.")
        ),
    ] = "",
    distance: Annotated[
        str, typer.Option("--distance", metavar="KM", help=N_("Distance from the office."))
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Add a site of a customer: an address with its own contacts and machines; or change one."""
    from svc.model.customers import Contact

    desk: Desk = ctx.obj
    typed = desk.need(name=(N_("Site"), name))
    person = None
    if contact or mobile:
        told = desk.need(
            contact=(N_("Contact person"), contact), mobile=(N_("Contact's mobile"), mobile)
        )
        person = Contact(name=told["contact"], mobile=told["mobile"], job=job)
    tell_customer_result(
        desk,
        set_site(
            desk.ledger(),
            customer_id_meant(desk, customer),
            desk.typist(at or None, again, allow),
            name=typed["name"],
            address=address,
            contact=person,
            zone=one_of("--zone", zone, ZONES) if zone else "",
            distance_km=whole_number("--distance", distance),
            reason=reason,
        ),
    )
