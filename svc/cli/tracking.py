"""`svc equipment list`: the tracking table (设备跟踪表), the distribution (区域设备分布统计表),
machines in use by month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import tracking as actions
from svc.cli.customers import customer_id_meant
from svc.cli.desk import Desk
from svc.cli.shared import (
    CsvOption,
    LimitOption,
    OneOfficeOption,
    OneRegionOption,
    XlsxOption,
    chosen_value,
    name_broken,
    office_code,
    put_out_list,
    region_code,
    whole_number,
)
from svc.errors import N_, Damaged, NotAcceptable, Phrase

if TYPE_CHECKING:
    from svc.rules.search.machines import CountedMachines, TrackedMachine, WantedMachines

BY = ("region", "office", "model", "software", "month")
OfModelOption = Annotated[
    str, typer.Option("--model", metavar="MODEL", help=N_("Only machines of this model."))
]
SoftwareOption = Annotated[
    str,
    typer.Option(
        "--software", metavar="VERSION", help=N_("Only those with this version of the software.")
    ),
]
SerialsOption = Annotated[
    str,
    typer.Option(
        "--serials",
        metavar="FIRST..LAST",
        help=N_("Only serial numbers in this range, both ends included."),
    ),
]
OfCustomerOption = Annotated[
    str, typer.Option("--customer", metavar="CUSTOMER", help=N_("Only this customer's."))
]
SiteOnlyOption = Annotated[
    str, typer.Option("--site", metavar="SITE", help=N_("Only those at sites of this name."))
]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="DAY", help=N_("Only those bought on this day or later."))
]
BeforeOption = Annotated[
    str, typer.Option("--before", metavar="DAY", help=N_("Only those bought before this day."))
]
EndingOption = Annotated[
    str,
    typer.Option(
        "--ending",
        metavar="DAYS",
        help=N_("Only those in warranty whose warranty ends within so many days."),
    ),
]


def list_machines(
    ctx: typer.Context,
    model: OfModelOption = "",
    software: SoftwareOption = "",
    serials: SerialsOption = "",
    region: OneRegionOption = "",
    office: OneOfficeOption = "",
    customer: OfCustomerOption = "",
    site: SiteOnlyOption = "",
    since: SinceOption = "",
    before: BeforeOption = "",
    ending: EndingOption = "",
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="|".join(BY),
            help=N_("Counted instead of listed; month: in use at the end of the last 12 months."),
        ),
    ] = "",
    limit: LimitOption = 50,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List machines at customers' (设备跟踪表), or count them by region, office, model, software or
    month.
    """
    desk: Desk = ctx.obj
    wanted = wanted_machines(
        desk,
        model=model,
        software=software,
        serials=serials,
        region=region,
        office=office,
        customer=customer,
        site=site,
        since=since,
        before=before,
        ending=ending,
    )
    broken: list[Damaged] = []
    chosen = chosen_value(desk, "--by", by, "by", BY) if by else ""
    if chosen == "month":
        _show_population(desk, wanted, csv=csv, xlsx=xlsx, broken=broken)
    else:
        machines = actions.track_machines(desk.ledger(), wanted, desk.now.date(), broken)
        if chosen:
            _show_counts(desk, machines, chosen, csv=csv, xlsx=xlsx)
        else:
            _show_machines(desk, machines, limit, csv=csv, xlsx=xlsx)
    name_broken(broken)


def wanted_machines(
    desk: Desk,
    *,
    model: str = "",
    software: str = "",
    serials: str = "",
    region: str = "",
    office: str = "",
    customer: str = "",
    site: str = "",
    since: str = "",
    before: str = "",
    ending: str = "",
) -> WantedMachines:
    """Which machines are meant, as options say it. Raises UnknownOffice, NotOneOf, NoSuchCustomer,
    SeveralFit, NotANumber, NotAcceptable for a range without two ends.
    """
    from svc.rules.search.machines import WantedMachines

    ledger = desk.ledger()
    days = whole_number("--ending", ending)
    return WantedMachines(
        model=model,
        software=software,
        serials=_serial_range(serials) if serials else None,
        region=region_code(ledger, region),
        office=office_code(ledger, office),
        customer=customer_id_meant(desk, customer) if customer else "",
        site=site,
        bought_since=desk.day(since) if since else None,
        bought_before=desk.day(before) if before else None,
        ending_by=None if days is None else desk.now.date() + timedelta(days=days),
    )


def _serial_range(text: str) -> tuple[str, str]:
    from svc.rules.search.machines import serial_key

    first, _, last = (part.strip() for part in text.partition(".."))
    if not (first and last) or serial_key(first) > serial_key(last):
        problem = Phrase(
            N_(
                "--serials: '{text}' is no range of serial numbers. Write the first and the last "
                "one: CR200-26-0001..CR200-26-0099"
            ),
            text=text,
        )
        raise NotAcceptable(problem=problem)
    return first, last


def _show_machines(
    desk: Desk, machines: list[TrackedMachine], limit: int, *, csv: bool, xlsx: str
) -> None:
    from svc.render.tracking import tracking_file, tracking_screen

    ledger = desk.ledger()
    if desk.json:
        items = [_machine_fields(each) for each in machines[: limit or None]]
        desk.show_json("machines", items=items, count=len(machines))
    elif csv or xlsx:
        offices = {code: each.name for code, each in ledger.settings.offices.items()}
        table = tracking_file(machines, offices, desk.words)
        put_out_list(desk, table, N_("Tracking table of machines"), csv=csv, xlsx=xlsx)
    elif machines:
        shown = machines[: limit or None]
        table = tracking_screen(shown, desk.words)
        put_out_list(desk, table, N_("Tracking table of machines"), csv=False, xlsx="")
        if len(shown) < len(machines):
            desk.say(
                N_("{shown} of {count} machines; all of them: --limit 0"),
                shown=len(shown),
                count=len(machines),
            )
        else:
            desk.say(N_("Machines: {count}"), count=len(machines))
    else:
        desk.say(N_("No machine fits."))


def _show_counts(
    desk: Desk, machines: list[TrackedMachine], by: str, *, csv: bool, xlsx: str
) -> None:
    from svc.render.tracking import counts_table
    from svc.rules.search.machines import count_machines

    settings = desk.ledger().settings
    counts = count_machines(machines, by)  # type: ignore[arg-type]
    if desk.json:
        desk.show_json("machine_counts", by=by, items=[_count_fields(each) for each in counts])
        return
    called = {code: each.name for code, each in settings.offices.items()}
    if by == "region":
        called = {code: each.name for code, each in settings.regions.items()}
    table = counts_table(counts, by, called, desk.words)  # type: ignore[arg-type]
    put_out_list(desk, table, N_("Distribution of machines"), csv=csv, xlsx=xlsx)


def _show_population(
    desk: Desk, wanted: WantedMachines, *, csv: bool, xlsx: str, broken: list[Damaged]
) -> None:
    from svc.model.times import month_after
    from svc.render.tracking import population_table

    this_month = date(desk.now.year, desk.now.month, 1)
    months = [month_after(this_month, -back) for back in range(12, 0, -1)]
    counted = actions.population(desk.ledger(), wanted, months, broken)
    if desk.json:
        items = [
            {"where": f"{month:%Y-%m}", "model": None, "machines": count, "in_warranty": None}
            for month, count in counted
        ]
        desk.show_json("machine_counts", by="month", items=items)
        return
    table = population_table(counted, desk.words)
    put_out_list(desk, table, N_("Machines in use by month"), csv=csv, xlsx=xlsx)


def _machine_fields(each: TrackedMachine) -> dict[str, object]:
    machine, owner = each.machine, each.owner
    return {
        "serial": machine.serial,
        "model": machine.model,
        "specification": machine.specification,
        "customer": owner.id,
        "name": owner.name,
        "office": owner.office,
        "region": owner.region,
        "site": machine.site or None,
        "place": machine.place or None,
        "bought": machine.bought,
        "installed": machine.installed,
        "warranty_until": each.warranty_until,
        "in_warranty": each.in_warranty,
        "software": machine.software or None,
    }


def _count_fields(each: CountedMachines) -> dict[str, object]:
    return {
        "where": each.where or None,
        "model": each.model,
        "machines": each.machines,
        "in_warranty": each.in_warranty,
    }
