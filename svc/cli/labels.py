"""`svc equipment labels`: sheets of labels for machines, chosen as `svc equipment list` does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import tracking as actions
from svc.cli.desk import Desk
from svc.cli.shared import OneOfficeOption, OneRegionOption, name_broken
from svc.cli.stock_papers import FormatOption, OutOption, PrinterOption, put_out_paper
from svc.cli.tracking import (
    BeforeOption,
    EndingOption,
    OfCustomerOption,
    OfModelOption,
    SerialsOption,
    SinceOption,
    SiteOnlyOption,
    SoftwareOption,
    wanted_machines,
)
from svc.errors import N_, Damaged, NotAcceptable, Phrase

_SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)[xX×]([0-9]{1,3}(?:\.[0-9]{1,2})?)")

if TYPE_CHECKING:
    from svc.render.labels import LabelSize
    from svc.render.pages import Page, Pages


def labels(
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
    label: Annotated[
        str,
        typer.Option(
            "--label",
            metavar="WIDTHxHEIGHT",
            help=N_("The size of one label in mm; a sheet of A4 has as many as fit."),
        ),
    ] = "70x37",
    skip: Annotated[
        int,
        typer.Option(
            "--skip", metavar="COUNT", min=0, help=N_("Places of the first sheet used already.")
        ),
    ] = 0,
    form: FormatOption = "pdf",
    out: OutOption = "",
    printer: PrinterOption = "",
) -> None:
    """Print labels for machines, on sheets of A4: a QR code that scans to the serial number."""
    desk: Desk = ctx.obj
    size = _label_size(label)
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
    ledger, day = desk.ledger(), desk.now.date()
    machines = actions.track_machines(ledger, wanted, day, broken)
    name_broken(broken)
    if not machines:
        raise NotAcceptable(problem=Phrase(N_("no machine fits, so there is no label to print")))

    def make(pages: Pages, for_pdf: bool) -> Page:
        from svc.render.labels import labels_page

        return labels_page(
            [each.machine for each in machines],
            pages,
            size=size,
            skip=skip % (size.across * size.down),
            department=ledger.settings.name,
            hotline=ledger.settings.hotline,
            day=day,
            for_pdf=for_pdf,
        )

    put_out_paper(desk, make, "labels", form=form, out=out, printer=printer)


def _label_size(text: str) -> LabelSize:
    """Raises NotAcceptable for what is no size, or one that no code can be read on."""
    from svc.render.labels import LabelSize

    told = _SIZE.fullmatch(text)
    size = LabelSize(float(told[1]), float(told[2])) if told else None
    if size is None or not size.is_possible:
        problem = Phrase(
            N_(
                "--label: '{text}' is no size of a label. Write width and height in mm, at least "
                "30x14, at most 210x297: 70x37"
            ),
            text=text,
        )
        raise NotAcceptable(problem=problem)
    return size
