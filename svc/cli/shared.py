"""What many commands share: options, and how they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer
from msgspec.structs import replace

from svc.cli.fixed_words import meant_in_group, not_one_of
from svc.errors import (
    N_,
    Damaged,
    ExportInLedger,
    NotANumber,
    NotAWay,
    NotOneOf,
    OneDeedAtATime,
    Phrase,
    SomeUnreadable,
    SvcError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from svc.actions.paid_work import Agreement
    from svc.actions.typist import TicketResult
    from svc.cli.desk import Desk
    from svc.model.events import KnowledgeUsed, Pay
    from svc.render.listings import ValueTable
    from svc.render.pages import Page
    from svc.rules.list_rows import ListRow
    from svc.rules.parts.life import PartLife
    from svc.store.ledger import Ledger

Choice = TypeVar("Choice", bound=str)
STOOD_IN = N_(
    "No font has these characters; 〓 is printed in their place. {papers}\n"
    "To see them on the screen: add --format html."
)
SYNC_IS_FRESH = timedelta(hours=1)
"""What other desks recorded within this time is nothing to speak of."""
TicketArgument = Annotated[str, typer.Argument(metavar="TICKET", help=N_("The ticket number."))]
TicketsArgument = Annotated[
    list[str],
    typer.Argument(metavar="TICKET...", help=N_("The ticket number; several: one visit.")),
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="REASON", help=N_("The reason."))]
NoteOption = Annotated[str, typer.Option("--note", help=N_("A remark."))]
SpokeToOption = Annotated[
    str, typer.Option("--spoke-to", metavar="NAME", help=N_("Who you reached."))
]
EvidenceOption = Annotated[str, typer.Option("--evidence", help=N_("Evidence of misuse."))]
GoOption = Annotated[
    bool, typer.Option("--go", help=N_("Record it; without this it is only shown."))
]
OneOfficeOption = Annotated[
    str, typer.Option("--office", metavar="OFFICE", help=N_("Only this office."))
]
OneRegionOption = Annotated[
    str, typer.Option("--region", metavar="REGION", help=N_("Only this region."))
]
AtOption = Annotated[
    str,
    typer.Option(
        "--at", metavar="TIME", help=N_("When it happened, if not just now: 09:00, 昨天 17:30.")
    ),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help=N_("Record it even if the same was recorded a moment ago."))
]
AllowOption = Annotated[
    str, typer.Option("--allow", metavar="REASON", help=N_("A manager allows it; the reason."))
]

KnowledgeOption = Annotated[
    list[str],
    typer.Option(
        "--knowledge",
        metavar="FAULT[=no]",
        help=N_("A known fault that was tried and helped; NAME=no: it did not; repeatable."),
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", metavar="COUNT", min=0, help=N_("At most this many; 0: all."))
]
AgreedOption = Annotated[
    str,
    typer.Option(
        "--agreed",
        metavar="NAME",
        help=N_("Who agreed to the price before the work, if not recorded yet."),
    ),
]
HowAgreedOption = Annotated[
    str, typer.Option("--how", metavar="on_site|phone|slip", help=N_("How they agreed."))
]
AgreedAmountOption = Annotated[
    str,
    typer.Option(
        "--amount", metavar="YUAN", help=N_("The sum agreed to; default: that of the quotation.")
    ),
]
NotAgreedOption = Annotated[
    str,
    typer.Option(
        "--not-agreed", metavar="REASON", help=N_("Nobody agreed to the price: why it was done.")
    ),
]
EmergencyOption = Annotated[
    str,
    typer.Option(
        "--emergency", metavar="REASON", help=N_("Why it could not wait for an agreement.")
    ),
]
NO_LIMIT = 1_000_000_000
"""What `--limit 0` asks those for that always cut off."""


def as_typed(*words: str) -> str:
    """Words as a shell takes them; Chinese needs no quotes."""
    from svc.render.words import word_as_typed

    return " ".join(map(word_as_typed, words))


def tell_result(desk: Desk, result: TicketResult, **extra_fields: object) -> None:
    """How a command that recorded something ends: what holds now, what comes next, who, until when.

    `extra_fields` are what it says besides in JSON.
    """
    from svc.actions.duty import on_duty_now
    from svc.render.tickets import next_lines

    for notice in result.notices:
        desk.warn(notice.says, **notice.facts)
    if desk.json:
        desk.show_json(
            "ticket",
            ticket=ticket_fields(result),
            repeated=result.repeated,
            committed=result.committed,
            **extra_fields,
        )
        return
    facts = {"ticket": result.ticket.id, "status": desk.words.label("status", result.state.status)}
    if result.repeated:
        desk.say(N_("{ticket}: already recorded; nothing was changed. State: {status}"), **facts)
    elif result.committed:
        desk.say(N_("{ticket}: recorded. State: {status}"), **facts)
    else:
        desk.say(
            N_("{ticket}: recorded, not committed (svc.commit is off). State: {status}"), **facts
        )
    ledger = desk.ledger()
    on_duty = on_duty_now(ledger, result.state, desk.now)
    for line in next_lines(
        result.state, result.promises, ledger.staff, desk.words, on_duty=on_duty
    ):
        desk.out(line)


def tell_results(desk: Desk, results: Sequence[TicketResult]) -> None:
    """The same of a command that recorded something on several tickets at once."""
    if len(results) == 1:
        tell_result(desk, results[0])
        return
    notices = {str(notice): notice for result in results for notice in result.notices}
    for notice in notices.values():
        desk.warn(notice.says, **notice.facts)
    if desk.json:
        desk.show_json(
            "visit",
            tickets=[ticket_fields(result) for result in results],
            repeated=all(result.repeated for result in results),
            committed=all(result.committed for result in results),
        )
        return
    for result in results:
        tell_result(desk, replace(result, notices=[]))


def told_of(tickets: Sequence[str], typed: Sequence[str]) -> dict[str, str]:
    """What an option says of each ticket: `A0001=VALUE` of that one alone, else of all."""
    of_one: dict[str, str] = {}
    of_all = ""
    for text in typed:
        ticket, value = _of_one_ticket(tickets, text)
        if ticket:
            of_one[ticket] = value
        else:
            of_all = value
    return {ticket: of_one.get(ticket, of_all) for ticket in tickets}


def parts_of(tickets: Sequence[str], typed: Sequence[str]) -> dict[str, list[str]]:
    """Parts by the ticket they were used for: `A0001=P-1001:1:returned`, else the first one."""
    parts: dict[str, list[str]] = {ticket: [] for ticket in tickets}
    for text in typed:
        ticket, value = _of_one_ticket(tickets, text)
        parts[ticket or tickets[0]].append(value)
    return parts


def _of_one_ticket(tickets: Sequence[str], text: str) -> tuple[str, str]:
    """The ticket that is named before `=` by its number or the end of it, empty if none of them is;
    and the value.
    """
    name, is_named, value = text.partition("=")
    end = name.strip().upper()
    fits = [each for each in tickets if is_named and end[-1:].isdigit() and each.endswith(end)]
    return (fits[0], value.strip()) if len(fits) == 1 else ("", text)


CsvOption = Annotated[
    bool,
    typer.Option("--csv", help=N_("As CSV, for a spreadsheet; telephone numbers are masked.")),
]
XlsxOption = Annotated[
    str,
    typer.Option(
        "--xlsx",
        metavar="FILE",
        help=N_("Into this file, as a workbook (XLSX); telephone numbers are masked."),
    ),
]


def put_out_list(desk: Desk, listing: ValueTable, title: str, *, csv: bool, xlsx: str) -> None:
    """A list as it is wanted: into a workbook, as CSV, else as a table. `title` is a message id.

    Raises NoXlsx, IsAFolder, NoSuchFolder, NotDone.
    """
    from svc.render.listings import listing_csv, listing_table

    if xlsx:
        from svc.render.sheets import listing_workbook
        from svc.store.files import replace_file

        day = desk.now.date()
        replace_file(xlsx, listing_workbook(listing, desk.words(title), day, desk.words))
        desk.say(N_("Written: {path}"), path=xlsx)
    elif csv:
        desk.folds = False
        desk.out(listing_csv(listing, desk.words))
    else:
        desk.out(listing_table(listing, desk.words))


def name_other_bearer(desk: Desk, number: str) -> None:
    """Say which record had this number before, as well as the one that has it: papers with it may
    be about either.
    """
    ledger = desk.ledger()
    for now in ledger.records_once_called(number) if ledger.had_renumbered() else ():
        desk.warn(
            N_("{now} had the number {number}, too, before it got its own."), now=now, number=number
        )


def row_fields(row: ListRow) -> dict[str, object]:
    """What every list says of a ticket in JSON; names stay, fields may be added."""
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "office": row.office,
        "region": row.region,
        "customer": row.customer,
        "model": row.model,
        "serial": row.serial,
        "technician": row.technician or None,
        "received": row.received,
        "due": {"promise": row.due.promise, "at": row.due.due} if row.due else None,
    }


def part_life_fields(each: PartLife) -> dict[str, object]:
    """What a list of lives says of one in JSON."""
    return {
        "machine": each.fitted.machine,
        "model": each.fitted.model or None,
        "part": each.fitted.part,
        "count": each.count,
        "fitted": each.fitted.day,
        "replaced": each.replaced.day if each.replaced else None,
        "days": each.days,
        "ticket": each.fitted.ticket,
        "replaced_on": each.replaced.ticket if each.replaced else None,
    }


def ticket_fields(result: TicketResult) -> dict[str, object]:
    """The same of one ticket that a command is about."""
    from svc.rules.promises.runs import nearest_promise

    ticket, state = result.ticket, result.state
    due = nearest_promise(result.promises)
    return {
        "id": ticket.id,
        "kind": ticket.kind,
        "status": state.status,
        "office": ticket.office,
        "region": ticket.region,
        "customer": ticket.customer.unit if ticket.customer else None,
        "model": ticket.equipment.model if ticket.equipment else None,
        "serial": ticket.equipment.serial if ticket.equipment else None,
        "technician": state.technician or None,
        "received": ticket.received,
        "due": {"promise": due.promise, "at": due.due} if due else None,
    }


def check_outside(ledger: Ledger, folder: Path, out: str, name: str) -> None:
    """Raise ExportInLedger where what --out names would be written into a folder of the ledger;
    `name`: what to call it elsewhere.
    """
    from svc.store.files import lies_in

    if lies_in(folder, ledger.top):
        raise ExportInLedger(path=out, ledger=str(ledger.top), name=name)


def name_broken(broken: Sequence[Damaged]) -> None:
    """Raise SomeUnreadable, naming the files, if records could not be read: what could be was
    shown.
    """
    if broken:
        raise SomeUnreadable.of(broken)


def tell_stand_ins(desk: Desk, pages: Sequence[Page]) -> None:
    """Say once, on stderr, which characters no font has, on which paper: 〓 is printed for them."""
    papers = [
        Phrase(
            N_("{paper}: {characters}"),
            paper=page.title,
            characters=[
                Phrase(N_("{character} ({code})"), character=character, code=code)
                for character, code in dict.fromkeys(
                    (each.character, each.code) for each in page.stood_in
                )
            ],
        )
        for page in pages
        if page.stood_in
    ]
    if papers:
        desk.warn(STOOD_IN, papers=papers)


def say_last_sync(desk: Desk) -> None:
    """Say when this desk last exchanged with the others, if that is an hour ago or more: what they
    have recorded since is not in what is shown.
    """
    from svc.store.sync_state import sync_state

    with suppress(SvcError):  # a ledger outside git
        last = sync_state(desk.ledger().root).at
        if last is not None and desk.now - last >= SYNC_IS_FRESH:
            says = N_(
                "Last exchanged with the other desks: {when}. What they have recorded since is "
                "not in here; to fetch it: svc sync"
            )
            desk.warn(says, when=last.astimezone(desk.ledger().zone))


def own_office(desk: Desk, office: str) -> str:
    """The office named (`all` for every one), else that of who is typing, else all. Raises
    UnknownOffice.
    """
    from svc.model.settings import means_all

    if means_all(office):
        return ""
    return office_code(desk.ledger(), office) if office else desk.home_office()


def check_sum_is_of_all(desk: Desk, command: str, named: str) -> None:
    """Raise PartOnly where this command, one of SUMS, would add up tickets of which some are not in
    this clone; `named`: the office or region that is asked for.
    """
    from svc.cli.commands import SUMS

    ledger = desk.ledger()
    if ledger.partial is None:
        return
    named_by, is_own = SUMS[command]
    if named_by == "office" and (named or is_own):
        named = own_office(desk, named)
    check_all_are_here(ledger, named if named_by else "")


def check_all_are_here(ledger: Ledger, scope: str) -> None:
    """Raise PartOnly if not all tickets of this office or region are in this clone; of anything
    else, all offices' tickets.
    """
    offices = ledger.settings.offices
    in_region = [code for code, office in offices.items() if office.region == scope]
    ledger.check_has_all_of([scope] if scope in offices else in_region or offices)


def office_code(ledger: Ledger, value: str) -> str:
    """An office by its code or name; empty for none. Raises UnknownOffice."""
    from svc.model.settings import code_named

    code = code_named(value, ledger.settings.offices) if value else ""
    if code:
        ledger.office(code)
    return code


def office_named(ledger: Ledger, code: str) -> str:
    """What an office is called; its code, if the settings know none (any more)."""
    office = ledger.settings.offices.get(code)
    return office.name if office else code


def region_code(ledger: Ledger, value: str) -> str:
    """A region by its code or name; empty for none. Raises NotOneOf."""
    from svc.model.settings import code_named

    regions = ledger.settings.regions
    code = code_named(value, regions) if value else ""
    if code and code not in regions:
        raise NotOneOf(
            option="--region", value=value, choices=[f"{c} ({r.name})" for c, r in regions.items()]
        )
    return code


def staff_id(ledger: Ledger, value: str) -> str:
    """Somebody by id, or by a name that only one of the staff has. Raises UnknownStaff."""
    same_name = [person.id for person in ledger.staff.staff if value and value == person.name]
    if len(same_name) == 1:
        return same_name[0]
    return ledger.person(value).id if value else ""


def one_of(option: str, value: str, choices: tuple[Choice, ...]) -> Choice:
    """The value if it is one of the choices. Raises NotOneOf."""
    for choice in choices:
        if choice == value:
            return choice
    raise NotOneOf(option=option, value=value, choices=list(choices))


def choices_named(desk: Desk, question: str, group: str, choices: tuple[str, ...]) -> str:
    """A question with what can be answered, as the department calls it."""
    labels = " / ".join(desk.words.label(group, value) for value in choices)
    return f"{desk.words(question)} ({labels})"


def chosen_value(
    desk: Desk, option: str, value: str, group: str, choices: tuple[Choice, ...]
) -> Choice:
    """The fixed value meant: typed as it is written, or as it is called in either language. Raises
    NotOneOf.
    """
    meant = meant_in_group(desk, group, choices, value)
    for choice in choices:
        if choice == meant:
            return choice
    raise not_one_of(desk, option, value, choices, group)


def way_and_sum(desk: Desk, option: str, text: str) -> tuple[Pay, str]:
    """A way of paying and the sum after it, which is not read yet: `cash=300`, `现金：300`,
    `微信 200`. Raises NotAWay, NotOneOf.
    """
    from svc.model.events import Pay

    ways: tuple[Pay, ...] = get_args(Pay)
    plain = text.translate({ord("＝"): "=", ord("："): ":"})
    said = re.fullmatch(r"([^=:]+)[=:](.+)", plain) or re.fullmatch(r"(\D*[^\W\d])(\W*\d.*)", plain)
    if said is None or not said[1].strip() or not said[2].strip():
        known = [desk.words.label("pay", each) for each in ways]
        raise NotAWay(option=option, value=text, known=known)
    return chosen_value(desk, option, said[1].strip(), "pay", ways), said[2].strip()


def whole_number(option: str, value: str) -> int | None:
    """A count as typed, None if nothing was. Raises NotANumber."""
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise NotANumber(option=option, value=value)
    return int(value)


def agreement_said(
    desk: Desk, *, agreed: str, how: str, amount: str, not_agreed: str, emergency: str
) -> Agreement:
    """What was typed of the customer's agreement. Raises NotOneOf, NotAnAmount, OneDeedAtATime for
    an agreement that was there and was not.
    """
    from svc.actions.paid_work import Agreement
    from svc.model.events import ConsentHow
    from svc.model.money import amount_from

    if agreed and not_agreed:
        raise OneDeedAtATime(options=["--agreed", "--not-agreed"])
    ways: tuple[ConsentHow, ...] = get_args(ConsentHow)
    return Agreement(
        who=agreed,
        how=chosen_value(desk, "--how", how, "consent_how", ways) if how else None,
        amount=amount_from(amount, "--amount") if amount else None,
        not_agreed=not_agreed,
        emergency=emergency,
    )


def faults_tried(desk: Desk, typed: Sequence[str]) -> list[KnowledgeUsed]:
    """What was typed of known faults that were tried. Raises NoSuchEntry, NotOneOf."""
    if not typed:
        return []
    from svc.actions.knowledge import used_events

    tried = []
    for text in typed:
        slug, is_said, helped = text.partition("=")
        word = meant_in_group(desk, "", ("yes", "no"), helped) if is_said else "yes"
        tried.append((slug, yes_or_no("--knowledge", word or helped)))
    return used_events(desk.ledger(), tried)


def ask_agreement(desk: Desk, ticket: str) -> Agreement:
    """Ask, at the terminal, whether the customer agreed to the price before the work: who, how and
    to which sum, or why it was done all the same. Answers are kept as the options that say so.
    """
    desk.warn(N_("The customer pays for this work, and no agreement is on record."))
    answer = desk.choose(
        N_("Had the customer agreed to the price before the work? Number"),
        [
            desk.words(N_("yes")),
            desk.words(N_("no, it could not wait")),
            desk.words(N_("no, for another reason")),
        ],
    )
    if answer == 1:
        said = desk.need(emergency=(N_("Why it could not wait"), ""))
        return agreement_said(desk, **{**_NOTHING_TYPED, **said})
    if answer == 2:
        said = desk.need(not_agreed=(N_("Why it was done without an agreement"), ""))
        return agreement_said(desk, **{**_NOTHING_TYPED, **said})
    said = desk.need(agreed=(N_("Who agreed"), ""), how=(N_("How they agreed"), ""))
    quoted = desk.ledger().read(ticket).state.account.quote
    if quoted is None:
        said |= desk.need({"amount": _amount}, amount=(N_("To which sum, in yuan"), ""))
    return agreement_said(desk, **{**_NOTHING_TYPED, **said})


_NOTHING_TYPED = dict.fromkeys(("agreed", "how", "amount", "not_agreed", "emergency"), "")


def _amount(text: str) -> object:
    from svc.model.money import amount_from

    return amount_from(text, "--amount")


def yes_or_no(option: str, value: str) -> bool:
    """yes or no as typed, in either language. Raises NotOneOf."""
    word = value.strip().lower()
    if word in ("yes", "y", "true", "是", "正常"):
        return True
    if word in ("no", "n", "false", "否", "不正常"):
        return False
    raise NotOneOf(option=option, value=value, choices=["yes", "no"])


def tell_attempt(desk: Desk, result: TicketResult, purpose: str) -> None:
    """How a call that found nobody ends: which attempt it was, when the next one is due, who was
    told.
    """
    from svc.model.events import Escalated
    from svc.rules.ticket.attempts import contact_attempts

    tell_result(desk, result)
    tried = contact_attempts(result.state, purpose)
    if desk.json or not tried:
        return
    terms = result.ticket.terms
    most = desk.ledger().policy(terms.policy).attempts if terms else len(tried)
    desk.say(
        N_("Attempt {number} of {most}; next attempt {next}"),
        number=len(tried),
        most=most,
        next=tried[-1].next or "—",
    )
    last = next(
        (event for event in reversed(result.ticket.log) if isinstance(event, Escalated)), None
    )
    if len(tried) % most == 0 and last is not None:
        desk.say(
            N_("Informed: {name}. To put the ticket on hold: svc hold {ticket}"),
            name=desk.ledger().staff.name_of(last.to),
            ticket=result.ticket.id,
        )
