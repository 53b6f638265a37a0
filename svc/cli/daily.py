"""`svc daily`: what a day came to, counted and sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from svc.actions import daily as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AllowOption,
    CsvOption,
    ReasonOption,
    XlsxOption,
    name_broken,
    office_code,
    own_office,
    put_out_list,
    staff_id,
    way_and_sum,
)
from svc.errors import N_, Damaged, MissingFields, OptionTwice
from svc.model.events import Pay
from svc.model.money import NOTHING, signed_amount_from
from svc.render.daily import (
    confirmed_lines,
    daily_fields,
    daily_lines,
    daily_table,
    money_fields,
)

DayArgument = Annotated[str, typer.Argument(metavar="[DAY]", help=N_("Which day; default: today."))]
WhoseDayOption = Annotated[
    str, typer.Option("--office", metavar="OFFICE", help=N_("Whose day; default: your office's."))
]
CountedOption = Annotated[
    list[str],
    typer.Option(
        "--counted",
        metavar="HOW=YUAN",
        help=N_("What was counted of one way of paying; once for each."),
    ),
]
Ways = dict[Pay, Decimal]


def show_day(
    ctx: typer.Context,
    day: DayArgument = "today",
    office: Annotated[
        str,
        typer.Option(
            "--office",
            metavar="OFFICE",
            help=N_("Whose day, or `all`; default: your office's."),
        ),
    ] = "",
    technician: Annotated[
        str, typer.Option("--technician", metavar="STAFF", help=N_("Only this technician's day."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """What a day came to, by technician: visits, slips, parts and money; `confirm` seals it."""
    desk: Desk = ctx.obj
    ledger, which = desk.ledger(), desk.past_day(day)
    own = own_office(desk, office)
    broken: list[Damaged] = []
    found = [
        actions.reconcile(ledger, each, which, desk.now, broken)
        for each in ([own] if own else ledger.settings.offices)
    ]
    only = staff_id(ledger, technician)
    if (csv or xlsx) and not desk.json:
        table = daily_table(found, desk.words, ledger.staff, only)
        put_out_list(desk, table, N_("Day"), csv=csv, xlsx=xlsx)
        name_broken(broken)
        return
    days = actions.offices_unsealed(ledger, [each.sheet.office for each in found], desk.now, broken)
    before = {office: [day for day in days[office] if day < which] for office in days}
    if desk.json:
        items = [
            daily_fields(each, only) | {"unsealed": before.get(each.sheet.office, [])}
            for each in found
        ]
        desk.show_json("daily", items=items, unreadable=len(broken))
    else:
        for each in found:
            for line in daily_lines(each, desk.words, ledger.staff, only):
                desk.out(line)
        if not only:
            say_unsealed(desk, before)
    name_broken(broken)


def say_unsealed(desk: Desk, days: Mapping[str, list[date]]) -> None:
    """Of each office the days with money that nobody has sealed, and how one is."""
    for office, unsealed in days.items():
        if unsealed:
            desk.say(
                N_(
                    "{office}: days with money that are not sealed: {days}. To count one: "
                    "svc daily confirm {day} --office {code}"
                ),
                office=desk.words.label("office", office),
                days=unsealed,
                day=unsealed[0],
                code=office,
            )


def confirm(
    ctx: typer.Context,
    day: DayArgument = "today",
    counted: CountedOption = [],
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", help=N_("Why there is a difference."))
    ] = "",
    office: WhoseDayOption = "",
    allow: AllowOption = "",
) -> None:
    """Seal a day: its money is counted."""
    desk: Desk = ctx.obj
    ledger, which, whose = desk.ledger(), desk.past_day(day), _office(desk, office)
    ways = _ways(desk, counted)
    if desk.at_terminal:
        reason = _ask_count(desk, whose, which, ways, reason)
    result = actions.confirm_day(
        ledger,
        desk.typist(None, False, allow),
        office=whose,
        day=which,
        counted=ways,
        reason=reason,
    )
    _tell(desk, result)


def correct(
    ctx: typer.Context,
    day: DayArgument = "today",
    counted: CountedOption = [],
    reason: ReasonOption = "",
    office: WhoseDayOption = "",
    allow: AllowOption = "",
) -> None:
    """Record what the figures of a sealed day are now, and why."""
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    result = actions.correct_day(
        desk.ledger(),
        desk.typist(None, False, allow),
        office=_office(desk, office),
        day=desk.past_day(day),
        counted=_ways(desk, counted),
        reason=typed["reason"],
    )
    _tell(desk, result)


def _ask_count(desk: Desk, office: str, day: date, ways: Ways, reason: str) -> str:
    """Ask for what was counted of each way of paying that the books have, and why it differs; gives
    the reason. Of a day that is sealed nothing is asked.
    """
    found = actions.reconcile(desk.ledger(), office, day, desk.now, [])
    if found.seal is not None:
        return reason
    for how, books in found.sheet.books.items():
        if how not in ways:
            question = desk.words(
                N_("{how}: counted (by the books {books})"),
                how=desk.words.label("pay", how),
                books=books,
            )
            amount = desk.taken(question, lambda text: signed_amount_from(text, "--counted"))
            ways[how] = amount[1]
    if not reason and _differs(found.sheet.books, ways):
        return desk.need(reason=(N_("Why there is a difference"), ""))["reason"]
    return reason


def _differs(books: Mapping[Pay, Decimal], ways: Ways) -> bool:
    return any(books.get(how, NOTHING) != amount for how, amount in ways.items())


def _ways(desk: Desk, typed: list[str]) -> Ways:
    """What was counted, by way of paying. Raises NotAWay, NotOneOf, NotAnAmount, OptionTwice for a
    way that was counted twice.
    """
    ways: Ways = {}
    for text in typed:
        how, amount = way_and_sum(desk, "--counted", text)
        if how in ways:
            called = desk.words.label("pay", how)
            raise OptionTwice(option=f"--counted {called}", command="svc daily confirm")
        ways[how] = signed_amount_from(amount, "--counted")
    return ways


def _office(desk: Desk, office: str) -> str:
    """The office whose day is meant. Raises UnknownOffice; MissingFields if whoever types has
    none.
    """
    own = office_code(desk.ledger(), office) if office else own_office(desk, "")
    if not own:
        raise MissingFields(fields=["--office"])
    return own


def _tell(desk: Desk, result: actions.Confirmation) -> None:
    for notice in result.notices:
        desk.warn(notice.says, **notice.facts)
    seal, last = result.seal.seal, result.seal.last
    if desk.json:
        told = {
            "office": seal.office,
            "day": seal.day,
            "status": result.seal.status,
            "money": money_fields(last.counted),
        }
        desk.show_json("seal", seal=told, repeated=result.repeated, committed=result.committed)
        return
    says = N_("{day} {office}: recorded. State: {status}")
    if result.repeated:
        says = N_("{day} {office}: already recorded; nothing was changed. State: {status}")
    elif not result.committed:
        says = N_("{day} {office}: recorded, not committed (svc.commit is off). State: {status}")
    desk.say(
        says,
        day=seal.day,
        office=desk.words.label("office", seal.office),
        status=desk.words.label("seal_status", result.seal.status),
    )
    for line in confirmed_lines(last, desk.words):
        desk.out(line)
