"""`svc equipment …`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import equipment as actions
from svc.cli.customers import CustomerArgument, customer_id_meant, tell_customer_result
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    ReasonOption,
    XlsxOption,
    name_broken,
    part_life_fields,
    put_out_list,
)
from svc.errors import N_, Damaged, OneDeedAtATime
from svc.rules.parts.life import lives_on_machine

DAYS = ("installed", "on_site_until", "warranty_until")
SerialArgument = Annotated[
    str, typer.Argument(metavar="SERIAL", help=N_("The machine's serial number."))
]

SiteOption = Annotated[
    str,
    typer.Option(
        "--site", metavar="SITE", help=N_("At which site of the customer's; default: main address.")
    ),
]


def add(
    ctx: typer.Context,
    customer: CustomerArgument,
    serial: Annotated[
        str, typer.Option("--serial", metavar="SERIAL", help=N_("Serial number."))
    ] = "",
    model: Annotated[str, typer.Option("--model", help=N_("Product model."))] = "",
    specification: Annotated[str, typer.Option("--specification", help=N_("Specification."))] = "",
    bought: Annotated[
        str, typer.Option("--bought", metavar="DAY", help=N_("Day of purchase or time in use."))
    ] = "",
    place: Annotated[str, typer.Option("--place", help=N_("Where the machine is."))] = "",
    installed: Annotated[
        str, typer.Option("--installed", metavar="DAY", help=N_("Day of installation."))
    ] = "",
    on_site_until: Annotated[
        str,
        typer.Option(
            "--on-site-until",
            metavar="DAY",
            help=N_("End of the on-site period, if not the usual one."),
        ),
    ] = "",
    warranty_until: Annotated[
        str,
        typer.Option(
            "--warranty-until", metavar="DAY", help=N_("End of the warranty, if not the usual one.")
        ),
    ] = "",
    software: Annotated[str, typer.Option("--software", help=N_("Software version."))] = "",
    configuration: Annotated[str, typer.Option("--configuration", help=N_("Configuration."))] = "",
    environment: Annotated[str, typer.Option("--environment", help=N_("Its surroundings."))] = "",
    site: SiteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Add a machine to a customer's file."""
    from svc.model.customers import Equipment

    desk: Desk = ctx.obj
    typed = desk.need(
        {"bought": desk.day_of_purchase},
        serial=(N_("Serial number"), serial),
        model=(N_("Product model"), model),
        specification=(N_("Specification"), specification),
        bought=(N_("Day of purchase or time in use"), bought),
    )
    typed["bought"] = desk.day_of_purchase(typed["bought"])
    machine = Equipment(
        **typed,
        place=place,
        installed=desk.past_day(installed) if installed else None,
        on_site_until=desk.day(on_site_until) if on_site_until else None,
        warranty_until=desk.day(warranty_until) if warranty_until else None,
        software=software,
        configuration=configuration,
        environment=environment,
        site=site,
    )
    customer_id = customer_id_meant(desk, customer)
    tell_customer_result(
        desk,
        actions.add_equipment(
            desk.ledger(), customer_id, desk.typist(at or None, again, allow), machine=machine
        ),
    )


def correct(
    ctx: typer.Context,
    serial: SerialArgument,
    field: Annotated[
        str,
        typer.Option("--field", metavar="|".join(actions.FIELDS), help=N_("Which value is wrong.")),
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="VALUE", help=N_("The right value."))] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Correct a value of a machine, the serial number too."""
    desk: Desk = ctx.obj
    typed = desk.need(
        field=(N_("Which value is wrong"), field),
        to=(N_("The right value"), to),
        reason=(N_("Reason"), reason),
    )
    if typed["field"] == "bought":
        typed["to"] = desk.day_of_purchase(typed["to"])
    if typed["field"] in DAYS:
        typed["to"] = desk.day(typed["to"]).isoformat()
    result = actions.correct_equipment(
        desk.ledger(),
        serial,
        desk.typist(at or None, again, allow),
        field=typed["field"],
        value=typed["to"],
        reason=typed["reason"],
    )
    tell_customer_result(desk, result)


def move(
    ctx: typer.Context,
    serial: SerialArgument,
    place: Annotated[str, typer.Option("--place", help=N_("Where it is now."))] = "",
    site: Annotated[
        str,
        typer.Option(
            "--site",
            metavar="SITE",
            help=N_("At another site of the customer's."),
        ),
    ] = "",
    main_address: Annotated[
        bool, typer.Option("--main-address", help=N_("Instead of --site: back at the main one."))
    ] = False,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record a machine's new place at the same customer (移机)."""
    desk: Desk = ctx.obj
    if site and main_address:
        raise OneDeedAtATime(options=["--site", "--main-address"])
    typed = desk.need(place=(N_("Where it is now"), place or site))
    typist = desk.typist(at or None, again, allow)
    moved_to = site if site or main_address else None
    tell_customer_result(
        desk,
        actions.move_equipment(
            desk.ledger(), serial, typist, place=typed["place"], site=moved_to, reason=reason
        ),
    )


def transfer(
    ctx: typer.Context,
    serial: SerialArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="CUSTOMER", help=N_("The file of the new owner."))
    ] = "",
    gone: Annotated[
        bool, typer.Option("--gone", help=N_("Instead of --to: it is out of use."))
    ] = False,
    place: Annotated[str, typer.Option("--place", help=N_("Where it is now."))] = "",
    site: SiteOption = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Give a machine to another owner (转让), in both files at once; or record that it is out of
    use.
    """
    desk: Desk = ctx.obj
    if to and gone:
        raise OneDeedAtATime(options=["--to", "--gone"])
    typed = desk.need(
        to=(N_("The file of the new owner"), "-" if gone else to), reason=(N_("Reason"), reason)
    )
    customer_id = "" if gone else customer_id_meant(desk, typed["to"])
    from_result, to_result = actions.transfer_equipment(
        desk.ledger(),
        serial,
        desk.typist(at or None, again, allow),
        to=customer_id,
        reason=typed["reason"],
        place=place,
        site=site,
    )
    tell_customer_result(desk, to_result or from_result)


def replace(
    ctx: typer.Context,
    serial: SerialArgument,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="SERIAL", help=N_("The serial number of the machine that came.")
        ),
    ] = "",
    model: Annotated[
        str, typer.Option("--model", help=N_("Its model, if it is another one."))
    ] = "",
    specification: Annotated[
        str, typer.Option("--specification", help=N_("Its specification, if it is another one."))
    ] = "",
    ticket: Annotated[
        str, typer.Option("--ticket", metavar="TICKET", help=N_("The ticket it was replaced for."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a machine was replaced by another; the warranty moves to it."""
    desk: Desk = ctx.obj
    typed = desk.need(by=(N_("Serial number of the machine that came"), by))
    result = actions.replace_equipment(
        desk.ledger(),
        serial,
        desk.typist(at or None, again, allow),
        by_serial=typed["by"],
        model=model,
        specification=specification,
        ticket=ticket,
    )
    tell_customer_result(desk, result)


def history(
    ctx: typer.Context, serial: SerialArgument, csv: CsvOption = False, xlsx: XlsxOption = ""
) -> None:
    """A machine's life: whose it was, every ticket about it, machines that replaced it or that it
    replaced.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    life = actions.machine_history(ledger, serial, broken)
    lives = lives_on_machine(life, ledger.zone)
    if desk.json:
        from svc.actions.lists import rows
        from svc.cli.shared import row_fields
        from svc.model.records import plain_data

        items = [row_fields(row) for row in rows(ledger, life.tickets, desk.now, broken)]
        machine = plain_data(life.machine) if life.machine else None
        owner = life.owner.id if life.owner else None
        desk.show_json(
            "machine",
            serials=life.serials,
            owner=owner,
            machine=machine,
            items=items,
            parts=[part_life_fields(each) for each in lives],
        )
    elif csv or xlsx:
        from svc.render.customers import machine_table

        table = machine_table(life, desk.words)
        put_out_list(desk, table, N_("History of a machine"), csv=csv, xlsx=xlsx)
    else:
        from svc.render.customers import machine_story

        desk.out(
            machine_story(
                life,
                lives,
                settings=ledger.settings,
                staff=ledger.staff,
                words=desk.words,
                today=desk.now.date(),
            )
        )
    name_broken(broken)
