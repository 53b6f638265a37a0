"""`svc stock kit`, `kit-top-up`, `kit-return`, `kit-count`, `kit-set`: what technicians always have
along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import kits as actions
from svc.cli.desk import Desk
from svc.cli.paper_choice import PaperOptions
from svc.cli.settings import tell_setting
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    GoOption,
    ReasonOption,
    XlsxOption,
    as_typed,
    name_broken,
    one_of,
    own_office,
    put_out_list,
)
from svc.cli.stock import (
    LinesArgument,
    StoreOption,
    say_recorded,
    stock_lines,
    store_office,
    tell_document,
)
from svc.cli.stock_counts import all_explained, reasons_told, show_counted, what_was_counted
from svc.cli.stock_documents import CONDITIONS, ConditionOption
from svc.cli.stock_papers import (
    AsPaperOption,
    CopiesOption,
    DuplexOption,
    OutOption,
    PaperSizeOption,
    PrinterOption,
    put_out_paper,
    stock_given,
)
from svc.errors import N_, Damaged, MissingFields
from svc.render.listings import TableValue, ValueTable

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.rules.stock.kits import Kit, KitLine

WhoseArgument = Annotated[str, typer.Argument(metavar="STAFF", help=N_("Whose kit: id or name."))]


def show_kits(
    ctx: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="[STAFF]", help=N_("Whose kit; else all of the office."))
    ] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Whose people; `all`: everybody."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    form: AsPaperOption = "",
    out: OutOption = "",
    printer: PrinterOption = "",
    paper: PaperSizeOption = "",
    copies: CopiesOption = "",
    duplex: DuplexOption = None,
) -> None:
    """Show what technicians always have along, what they used of it, what is missing; or print it
    to be signed.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    if person:
        kits = [actions.kit_of_person(ledger, ledger.person(person), broken)]
    else:
        kits = actions.all_kits(ledger, broken, office=own_office(desk, office))
    options = PaperOptions(paper, copies, duplex)
    if form or out or printer or any(options.typed.values()):
        if not person:
            raise MissingFields(fields=["STAFF"])
        _print(desk, kits[0], options, form=form or "pdf", out=out, printer=printer)
    elif desk.json:
        desk.show_json("kits", items=[_fields(desk, kit) for kit in kits], unreadable=len(broken))
    elif person and not (csv or xlsx):
        _tell_one(desk, kits[0])
    elif person:
        put_out_list(desk, _parts(desk, kits[0]), N_("Kit"), csv=csv, xlsx=xlsx)
    elif kits or csv or xlsx:
        put_out_list(desk, _overview(desk, kits), N_("Kits"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("Nobody here has a kit. To enter a set: svc stock kit-set KIT PART:COUNT"))
    name_broken(broken)


def top_up(
    ctx: typer.Context,
    person: WhoseArgument,
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="[PART:COUNT…]",
            help=N_("Only these; else all that is missing of the set. #SERIAL,SERIAL behind it."),
        ),
    ] = [],
    office: StoreOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Hand a technician what is missing of their set, as far as the store has it."""
    desk: Desk = ctx.obj
    made = actions.top_up(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        person,
        office=store_office(desk, office),
        lines=stock_lines(lines) if lines else [],
    )
    result = made.result
    if desk.json:
        desk.show_json(
            "kit_top_up",
            document=result.document.id if result else None,
            parts=[
                {"part": line.part, "count": line.count, "serials": list(line.serials)}
                for line in (result.document.lines if result else ())
            ],
            short=[
                {"part": each.part, "missing": each.missing, "there": each.there}
                for each in made.short
            ],
            repeated=result is not None and result.repeated,
            committed=result is not None and result.committed,
        )
        return
    name = desk.ledger().staff.name_of(made.kit.technician)
    if result is None:
        desk.say(N_("The kit of {person} is full; nothing was changed."), person=name)
        return
    from svc.render.stock import lines_to_take

    given = stock_given(desk, result.document.office)
    desk.out(lines_to_take(result.document, given.positions, given.parts, desk.words))
    for each in made.short:
        says = N_("Too few in the store: {part}, {missing} missing, {there} there")
        desk.warn(says, part=desk.words.part(each.part), missing=each.missing, there=each.there)
    say_recorded(desk, result)
    says = N_("To sign: svc print kit-list {id}")
    desk.say(says, id=made.kit.technician)


def give_back(
    ctx: typer.Context,
    person: WhoseArgument,
    lines: LinesArgument = [],
    everything: Annotated[bool, typer.Option("--all", help=N_("All that is in it."))] = False,
    office: StoreOption = "",
    condition: ConditionOption = "good",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take parts of a kit back into the store; --condition defective: old parts from machines."""
    desk: Desk = ctx.obj
    result = actions.return_kit(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        person,
        office=store_office(desk, office),
        lines=[] if everything else stock_lines(lines),
        condition=one_of("--condition", condition, CONDITIONS),
        reason=reason,
    )
    if result is not None:
        tell_document(desk, result)
    elif desk.json:
        desk.show_json("document", document=None, repeated=True, committed=False)
    else:
        name = desk.ledger().staff.name_of(desk.ledger().person(person).id)
        desk.say(N_("There is nothing in the kit of {person}; nothing was changed."), person=name)


def count_kit(
    ctx: typer.Context,
    person: WhoseArgument,
    lines: LinesArgument = [],
    office: StoreOption = "",
    reason: Annotated[
        list[str],
        typer.Option(
            "--reason",
            metavar="PART=REASON",
            help=N_("Why it differs; REASON alone: of all; repeatable."),
        ),
    ] = [],
    go: GoOption = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Enter what was counted in a technician's van: the kit and what was lent for tickets."""
    desk: Desk = ctx.obj
    whose = store_office(desk, office)
    technician = desk.ledger().person(person)
    if not lines:
        raise MissingFields(fields=["PART:COUNT"])
    typist = desk.typist(at or None, again, allow)
    counted = what_was_counted(desk, lines)
    broken: list[Damaged] = []
    shown = actions.kit_count_preview(
        desk.ledger(),
        technician,
        counted,
        typist.happened,
        reasons=reasons_told(reason, counted),
        broken=broken,
    )
    if go:
        reasons = all_explained(desk, shown)
        result = actions.record_kit_count(
            desk.ledger(), typist, whose, technician, counted, reasons=reasons
        )
        tell_document(desk, result)
    else:
        words = ["svc", "stock", "kit-count", technician.id, *lines]
        words += [word for each in reason for word in ("--reason", each)]
        words += ["--office", office] if office else []
        words += ["--at", at] if at else []
        show_counted(desk, shown, as_typed(*words, "--go"))
    name_broken(broken)


def change_set(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[KIT]", help=N_("The set; none: all that there are."))
    ] = "",
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="[PART:COUNT…]", help=N_("How many of each part; 0 takes it out of the set.")
        ),
    ] = [],
) -> None:
    """Say what a set of parts has that technicians always have along; or list the sets."""
    desk: Desk = ctx.obj
    if name and lines:
        tell_setting(
            desk, actions.change_set(desk.ledger(), desk.typist(), name, stock_lines(lines))
        )
        return
    ledger = desk.ledger()
    if name:
        actions.check_kit_known(ledger, name)
    sets = {each: parts for each, parts in ledger.parts.kits.items() if name in ("", each)}
    if desk.json:
        items = [{"entry": each, "fields": dict(parts)} for each, parts in sets.items()]
        desk.show_json("settings", what="kits", items=items)
        return
    if not sets:
        desk.say(N_("There are none yet."))
        return
    words = desk.words
    rows: list[list[TableValue]] = [
        [each, words.part(part), count, words.show(_people(desk, each)) if not place else ""]
        for each, parts in sets.items()
        for place, (part, count) in enumerate(parts.items())
    ]
    heads = [words(head) for head in (N_("Set"), N_("Part"), N_("Number"), N_("Whose"))]
    put_out_list(desk, ValueTable(heads=heads, rows=rows), N_("Kits"), csv=False, xlsx="")


def _people(desk: Desk, kit: str) -> list[str]:
    return [person.name for person in actions.people_with(desk.ledger(), kit)]


def _tell_one(desk: Desk, kit: Kit) -> None:
    words = desk.words
    name = desk.ledger().staff.name_of(kit.technician)
    if not kit.is_there:
        says = N_("{person} has no kit. To give them a set: svc staff change {id} --kit KIT")
        desk.say(says, person=name, id=kit.technician)
        return
    says = N_("{person}: set {kit}, not topped up yet")
    if kit.topped_up:
        says = N_("{person}: set {kit}, last topped up {when}")
    desk.say(says, person=name, kit=kit.name or "—", when=kit.topped_up)
    desk.out(_table(desk, kit))
    for line in kit.lines:
        if line.in_hand < 0:
            says = N_(
                "{part}: {count} more were put in than the kit had by the books; count it: "
                "svc stock kit-count {id} PART:COUNT"
            )
            part = words.part(line.part)
            desk.warn(says, part=part, count=-line.in_hand, id=kit.technician)
    if any(line.missing for line in kit.lines):
        desk.say(N_("To top it up: svc stock kit-top-up {id}"), id=kit.technician)


def _table(desk: Desk, kit: Kit) -> str:
    from svc.render.listings import listing_table

    return listing_table(_parts(desk, kit), desk.words)


def _parts(desk: Desk, kit: Kit) -> ValueTable:
    words = desk.words
    heads = [
        N_("Part"),
        N_("In the set"),
        N_("In hand"),
        N_("To top up"),
        N_("Used"),
        N_("Tickets"),
    ]
    has_serials = any(line.serials for line in kit.lines)
    heads += [N_("Serial numbers")] if has_serials else []
    rows = [_row(desk, line, has_serials=has_serials) for line in kit.lines]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def _row(desk: Desk, line: KitLine, *, has_serials: bool) -> list[TableValue]:
    tickets = " ".join(ticket if count == 1 else f"{ticket}×{count}" for ticket, count in line.used)
    row: list[TableValue] = [
        desk.words.part(line.part),
        line.wanted or None,
        line.in_hand,
        line.missing or None,
        line.used_count or None,
        tickets,
    ]
    return [*row, " ".join(line.serials)] if has_serials else row


def _overview(desk: Desk, kits: list[Kit]) -> ValueTable:
    words, staff = desk.words, desk.ledger().staff
    heads = (
        *(N_("Who"), N_("Set"), N_("In the set"), N_("In hand"), N_("To top up"), N_("Used")),
        N_("Last topped up"),
    )
    rows: list[list[TableValue]] = [
        [
            staff.name_of(kit.technician),
            kit.name,
            sum(line.wanted for line in kit.lines),
            sum(line.in_hand for line in kit.lines),
            sum(line.missing for line in kit.lines) or None,
            sum(line.used_count for line in kit.lines) or None,
            kit.topped_up,
        ]
        for kit in kits
    ]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def _fields(desk: Desk, kit: Kit) -> dict[str, object]:
    parts = desk.ledger().parts
    return {
        "technician": kit.technician,
        "set": kit.name or None,
        "topped_up": kit.topped_up,
        "parts": [
            {
                "part": line.part,
                "name": known.name if (known := parts.find_part(line.part)) else "",
                "wanted": line.wanted,
                "in_hand": line.in_hand,
                "lent": line.lent,
                "missing": line.missing,
                "used": line.used_count,
                "tickets": [ticket for ticket, _ in line.used],
                "serials": list(line.serials),
            }
            for line in kit.lines
        ],
    }


def _print(
    desk: Desk, kit: Kit, options: PaperOptions, *, form: str, out: str, printer: str
) -> None:
    from svc.render.papers.stock import kit_list

    person = desk.ledger().person(kit.technician)
    given = stock_given(desk, person.office)

    def make(pages: Pages, for_pdf: bool) -> Page:
        return kit_list(given, kit, pages, for_pdf=for_pdf)

    name = f"{kit.technician}-{desk.now.date().isoformat()}-kit"
    put_out_paper(
        desk, make, name, form=form, out=out, printer=printer, document="kit-list", options=options
    )
