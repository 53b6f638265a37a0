"""`svc part hit-rate`, `svc part replaced`, `svc part life`: parts over many tickets."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, get_args

import typer

from svc.actions import part_figures as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    CsvOption,
    OneOfficeOption,
    XlsxOption,
    chosen_value,
    name_broken,
    office_code,
    office_named,
    part_life_fields,
    put_out_list,
)
from svc.cli.statistics import (
    AskedMonths,
    EarlierPaperOption,
    MonthsArgument,
    PaperFileOption,
    asked_months,
    check_no_file_for_size,
    print_statistics,
)
from svc.cli.stock_papers import PrinterOption
from svc.errors import N_, Damaged
from svc.render.listings import TableValue, ValueTable
from svc.rules.forms import part_form
from svc.rules.parts.fitted import Replaced, ReplacedBy, all_replaced, replaced_parts
from svc.rules.parts.hit_rate import HitRate, HitRateBy, hit_rates, whole_rate
from svc.rules.parts.life import PartLife, life_of_part

HIT_BY: tuple[HitRateBy, ...] = get_args(HitRateBy)
REPLACED_BY: tuple[ReplacedBy, ...] = get_args(ReplacedBy)
HEADS = {"part": N_("Part"), "model": N_("Model"), "office": N_("Office"), "month": N_("Month")}
HIT_RATE_NOTE = N_(
    "Requests met from stock ÷ all requests. Each loan is a request that was met; each shortage, "
    "and each request to the parts centre without one, is one that was not; a loan that makes good "
    "what was missing before is not counted again."
)
REPLACED_NOTE = N_(
    "Pieces that visits and bench repairs put in, and those lent and used of which no repair "
    "record speaks. Charged: on tickets whose work the customer pays for."
)
HitByOption = Annotated[
    str, typer.Option("--by", metavar="|".join(HIT_BY), help=N_("What each row is about."))
]
ReplacedByOption = Annotated[
    str, typer.Option("--by", metavar="|".join(REPLACED_BY), help=N_("What each row is about."))
]


def hit_rate(
    ctx: typer.Context,
    months: MonthsArgument = "",
    by: HitByOption = "part",
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    out: PaperFileOption = "",
    paper: EarlierPaperOption = "",
    printer: PrinterOption = "",
) -> None:
    """How many requests for parts were met from stock, by part, office or month."""
    desk: Desk = ctx.obj
    check_no_file_for_size(paper)
    rows_by = chosen_value(desk, "--by", by, "by", HIT_BY)
    asked = asked_months(desk, months, office)
    broken: list[Damaged] = []
    demands = actions.demands_between(
        desk.ledger(), asked.first, asked.last, broken, office=asked.office
    )
    rates = hit_rates(demands, rows_by)
    whole = whole_rate(rates.values())
    if desk.json and not (out or printer):
        items = [{"key": key, **_rate_fields(rate)} for key, rate in rates.items()]
        desk.show_json("hit-rate", **_answer(asked, rows_by, items, _rate_fields(whole), broken))
        name_broken(broken)
        return
    heads = (HEADS[rows_by], N_("Times asked for"), N_("Met"), N_("Missed"), N_("Hit rate, %"))
    rows = [[_named(desk, rows_by, key), *_rate_cells(rate)] for key, rate in rates.items()]
    _put_out(
        desk, asked, "hit-rate", N_("Hit rate of parts"), heads, rows,
        total=[desk.words(N_("All")), *_rate_cells(whole)], note=HIT_RATE_NOTE,
        csv=csv, xlsx=xlsx, paper=out, printer=printer, broken=broken,
    )  # fmt: skip


def replaced(
    ctx: typer.Context,
    months: MonthsArgument = "",
    by: ReplacedByOption = "part",
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    out: PaperFileOption = "",
    paper: EarlierPaperOption = "",
    printer: PrinterOption = "",
) -> None:
    """The parts that repairs put in, by part, model, office or month."""
    desk: Desk = ctx.obj
    check_no_file_for_size(paper)
    rows_by = chosen_value(desk, "--by", by, "by", REPLACED_BY)
    asked = asked_months(desk, months, office)
    broken: list[Damaged] = []
    fitted = actions.fitted_between(
        desk.ledger(), asked.first, asked.last, broken, office=asked.office
    )
    counted = replaced_parts(fitted, rows_by)
    whole = all_replaced(fitted)
    if desk.json and not (out or printer):
        items = [{"key": key, **_replaced_fields(each)} for key, each in counted.items()]
        desk.show_json(
            "replaced", **_answer(asked, rows_by, items, _replaced_fields(whole), broken)
        )
        name_broken(broken)
        return
    heads = (HEADS[rows_by], N_("Pieces"), N_("Tickets"), N_("Free"), N_("Charged"))
    rows = [[_named(desk, rows_by, key), *_replaced_cells(each)] for key, each in counted.items()]
    _put_out(
        desk, asked, "parts-replaced", N_("Parts replaced"), heads, rows,
        total=[desk.words(N_("All")), *_replaced_cells(whole)], note=REPLACED_NOTE,
        csv=csv, xlsx=xlsx, paper=out, printer=printer, broken=broken,
    )  # fmt: skip


def life(
    ctx: typer.Context,
    part: Annotated[
        str, typer.Argument(metavar="[PART]", help=N_("This part alone, machine by machine."))
    ] = "",
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """How many days parts last on machines, from the day they were fitted until replaced."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    code = office_code(ledger, office)
    lives = actions.lives_of_parts(ledger, broken, part=part, office=code)
    by_part: dict[str, list[PartLife]] = {}
    for each in lives:
        by_part.setdefault(each.fitted.part, []).append(each)
    if desk.json:
        desk.show_json(
            "part-lives",
            items=[_life_fields(code, by_part[code]) for code in sorted(by_part)],
            lives=[part_life_fields(each) for each in lives] if part else [],
            unreadable=len(broken),
        )
    elif not lives and not (csv or xlsx):
        desk.say(N_("No part is known to have been fitted to a machine with a serial number."))
    elif part:
        _each_life(desk, part, lives, csv=csv, xlsx=xlsx)
    else:
        _lives_by_part(desk, by_part, csv=csv, xlsx=xlsx)
    name_broken(broken)


def _each_life(desk: Desk, part: str, lives: list[PartLife], *, csv: bool, xlsx: str) -> None:
    heads = (
        N_("Serial number"),
        N_("Model"),
        N_("Number"),
        N_("Fitted"),
        N_("Replaced"),
        N_("Days"),
        N_("Tickets"),
    )
    rows: list[list[TableValue]] = [
        [
            each.fitted.machine,
            each.fitted.model,
            each.count,
            each.fitted.day,
            each.replaced.day if each.replaced else None,
            each.days,
            " ".join(
                dict.fromkeys(one.ticket for one in (each.fitted, each.replaced) if one is not None)
            ),
        ]
        for each in lives
    ]
    listing = ValueTable(heads=[desk.words(head) for head in heads], rows=rows)
    put_out_list(desk, listing, N_("Life of a part"), csv=csv, xlsx=xlsx)
    if csv or xlsx:
        return
    known = life_of_part(lives)
    if known.median is None:
        desk.say(N_("{part}: none has been replaced yet"), part=desk.words.part(part_form(part)))
        return
    desk.say(
        N_("{part}: {count} replaced, after {days} days in the median"),
        part=desk.words.part(part_form(part)),
        count=known.replaced,
        days=f"{known.median:g}",
    )


def _lives_by_part(desk: Desk, by_part: dict[str, list[PartLife]], *, csv: bool, xlsx: str) -> None:
    heads = (
        N_("Part"),
        N_("Replaced"),
        N_("Median, days"),
        N_("Shortest"),
        N_("Longest"),
        N_("Still in"),
    )
    rows: list[list[TableValue]] = []
    for code in sorted(by_part):
        known = life_of_part(by_part[code])
        middle = None if known.median is None else Decimal(f"{known.median:g}")
        rows.append(
            [
                desk.words.part(code),
                known.replaced,
                middle,
                known.shortest,
                known.longest,
                known.still_in,
            ]
        )
    listing = ValueTable(heads=[desk.words(head) for head in heads], rows=rows)
    put_out_list(desk, listing, N_("Life of parts"), csv=csv, xlsx=xlsx)


def _put_out(
    desk: Desk,
    asked: AskedMonths,
    document: str,
    title: str,
    heads: tuple[str, ...],
    rows: list[list[TableValue]],
    *,
    total: list[TableValue],
    note: str,
    csv: bool,
    xlsx: str,
    paper: str,
    printer: str,
    broken: list[Damaged],
) -> None:
    """Figures as they are wanted: as a paper, as a list with its sum, or into a file without."""
    listing = ValueTable(heads=[desk.words(head) for head in heads], rows=rows)
    note = desk.words(note)
    if paper or printer:
        print_statistics(
            desk, asked, document, title, listing, total=total, note=note, broken=broken,
            paper=paper, printer=printer,
        )  # fmt: skip
    elif csv or xlsx:
        put_out_list(desk, listing, title, csv=csv, xlsx=xlsx)
    elif rows:
        with_sum = ValueTable(heads=listing.heads, rows=[*rows, total])
        put_out_list(desk, with_sum, title, csv=False, xlsx="")
        desk.out(note)
    else:
        desk.say(N_("Nothing in this time."))
    name_broken(broken)


def _named(desk: Desk, by: str, key: str) -> str:
    if by == "part":
        return desk.words.part(key)
    if by == "office":
        return office_named(desk.ledger(), key)
    return key or desk.words(N_("not known"))


def _answer(
    asked: AskedMonths,
    by: str,
    items: list[dict[str, object]],
    total: dict[str, object],
    broken: list[Damaged],
) -> dict[str, object]:
    return {
        "first": f"{asked.first:%Y-%m}",
        "last": f"{asked.last:%Y-%m}",
        "office": asked.office or None,
        "by": by,
        "items": items,
        "total": total,
        "unreadable": len(broken),
    }


def _rate_fields(rate: HitRate) -> dict[str, object]:
    percent = None if rate.percent is None else round(rate.percent, 1)
    return {"asked": rate.asked, "met": rate.met, "missed": rate.missed, "percent": percent}


def _rate_cells(rate: HitRate) -> list[TableValue]:
    percent = None if rate.percent is None else Decimal(f"{rate.percent:.1f}")
    return [rate.asked, rate.met, rate.missed, percent]


def _replaced_fields(each: Replaced) -> dict[str, object]:
    return {"pieces": each.pieces, "tickets": each.tickets, "charged": each.charged}


def _replaced_cells(each: Replaced) -> list[TableValue]:
    return [each.pieces, each.tickets, each.pieces - each.charged, each.charged]


def _life_fields(part: str, lives: list[PartLife]) -> dict[str, object]:
    known = life_of_part(lives)
    return {
        "part": part,
        "replaced": known.replaced,
        "median": known.median,
        "shortest": known.shortest,
        "longest": known.longest,
        "still_in": known.still_in,
    }
