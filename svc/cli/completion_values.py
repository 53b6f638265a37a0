"""What a word may be where its command matters: months, models, price lines, columns, known faults,
parts out, fields of a table, and people who may be chosen there.

Read are settings, the one ticket that is named on the line, and first bytes of files: no index,
which could have to be made anew, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from svc.cli.completion_items import (
    CompletionItem,
    first_bytes,
    first_match,
    harmless,
    newest_tickets,
    people_like,
)
from svc.errors import N_, SvcError
from svc.model.events import ENGINEERS

if TYPE_CHECKING:
    import typer

    from svc.cli.desk import Desk
    from svc.model.staff import Person
    from svc.rules.ticket.lifecycle import State

Values = Callable[["Desk", str, "typer.Context"], Iterator[CompletionItem]]

_LOOKED_AT = 300  # tickets, for the models of machines
_MODEL = re.compile(rb'^ +(?:- )?model: "([^"\\\n]+)"', re.MULTILINE)
_TITLE = re.compile(rb'^title: "([^"\\\n]+)"', re.MULTILINE)
_SAFE = re.compile(r"[\w./@-]+")
_LARGEST_TABLE = 2_000_000  # bytes; a larger one takes too long for a key


def values_of(command: str, option: str, metavar: str) -> Values | None:
    """What the option or argument of a command takes; None: nothing that is known here."""
    special = _OF_COMMAND.get((command, option))
    return special or _OF_OPTION.get(option) or _OF_METAVAR.get(metavar)


def _offered(
    pairs: Iterable[tuple[str, str]], incomplete: str, before: str = ""
) -> Iterator[CompletionItem]:
    """Those that begin so, with what is said of them; what a shell could misread is left out."""
    for value, said in pairs:
        if value.casefold().startswith(incomplete.casefold()) and _SAFE.fullmatch(value):
            yield CompletionItem(f"{before}{value}", harmless(said))


def _months(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Months of which there are tickets, the newest first."""
    ledger = desk.ledger()
    folders = [path.name for path in (ledger.top / "tickets").glob("*/*")]
    folders += [f"{each.year}-{m:02d}" for each in ledger.archive_ids() for m in range(1, 13)]
    this = desk.now.date().replace(day=1)
    last = (this - timedelta(days=1)).strftime("%Y-%m")
    called = {f"{this:%Y-%m}": N_("this month"), last: N_("last month")}
    first, _, second = incomplete.rpartition("..")
    months = sorted({name for name in folders if re.fullmatch(r"\d{4}-\d\d", name)}, reverse=True)
    told = [(month, desk.words(called.get(month, ""))) for month in months]
    yield from _offered(told, second, f"{first}.." if first else "")


def _models(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Models of the settings, of parts, then those of the newest tickets."""
    ledger = desk.ledger()
    models = dict.fromkeys(ledger.settings.models)
    with suppress(SvcError):
        models |= dict.fromkeys(model for part in ledger.parts.parts for model in part.models)
    for path in islice(newest_tickets(ledger), _LOOKED_AT):
        model = first_match(_MODEL, first_bytes(path))
        models |= {model: None} if model else {}
    yield from _offered(((model, "") for model in models), incomplete)


def _price_lines(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """The lines of the list that holds today."""
    ledger = desk.ledger()
    version = ledger.prices_on(desk.now.date())
    items = ledger.price_list(version).items if version else []
    yield from _offered(((item.code, f"{item.name} {item.price}") for item in items), incomplete)


def _columns(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Columns that are not named yet, after the last comma."""
    from svc.render.lists import COLUMNS

    before, comma, begun = incomplete.replace("，", ",").rpartition(",")
    there = before.split(",")
    left = ((name, desk.words(head)) for name, (head, _) in COLUMNS.items() if name not in there)
    yield from _offered(left, begun, before + comma)


def _known_faults(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Entries of the knowledge base, by their names and by how their titles begin."""
    paths = sorted((desk.ledger().top / "knowledge").glob("*.md"))
    titles = [(path.stem, first_match(_TITLE, first_bytes(path))) for path in paths]
    yield from _offered(titles, incomplete)
    if incomplete:
        yield from _offered(((title, "") for _, title in titles), incomplete)


def _argument(ctx: typer.Context, names: tuple[str, ...], place: int) -> str:
    """An argument that stands on the line before; behind an option that still lacks its value
    Typer has not told them apart yet.
    """
    value = next((ctx.params[name] for name in names if ctx.params.get(name)), None)
    if value is None:
        return ctx.args[place] if place < len(ctx.args) else ""
    return str(value[0] if isinstance(value, (list, tuple)) else value)


def _ticket_named(desk: Desk, ctx: typer.Context) -> State | None:
    """The ticket on the line; None if there is none, or it can't be read."""
    with suppress(SvcError):
        return desk.ledger().read(_argument(ctx, ("ticket", "tickets"), 0)).state
    return None


def _parts_out(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Parts that are out for the ticket on the line."""
    from svc.rules.ticket.parts_out import parts_out

    state = _ticket_named(desk, ctx)
    name_of = desk.ledger().staff.name_of
    out = parts_out(state.events) if state is not None else []
    said = (
        (each.lent.part, f"{desk.words.part(each.lent.part)} {name_of(each.technician)}")
        for each in out
    )
    yield from _offered(said, incomplete)


def _parts(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """The catalogue of parts."""
    parts = desk.ledger().parts.parts
    yield from _offered(((part.code, part.name) for part in parts), incomplete)


def _table_fields(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
    """Heads of the table that is imported; after `=` the fields that it has."""
    from svc.model.import_kinds import KINDS
    from svc.model.table_files import read_tables

    kind = KINDS.get(_argument(ctx, ("kind",), 0))
    head, equals, begun = incomplete.partition("=")
    if equals and kind is not None:
        names = ((field.name, "") for field in kind.fields)
        yield from _offered(names, begun, f"{head}=")
        return
    path = Path(_argument(ctx, ("file",), 1))
    if path.is_file() and path.stat().st_size <= _LARGEST_TABLE:
        sheets = read_tables(path.read_bytes(), str(path)).sheets
        heads = [cell for sheet in sheets[:1] for cell in sheet.rows[0] if isinstance(cell, str)]
        yield from _offered(((each, "") for each in heads), incomplete)


def _versions(folder: str) -> Values:
    """Versions of policies, calendars or price lists."""

    def offered(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
        names = desk.ledger().versions(folder)
        yield from _offered(((name, "") for name in reversed(names)), incomplete)

    return offered


def _people(may: Callable[[Desk, typer.Context], Callable[[Person], bool]]) -> Values:
    """Those of the staff who may be chosen there, by id, name or pinyin."""

    def offered(desk: Desk, incomplete: str, ctx: typer.Context) -> Iterator[CompletionItem]:
        yield from people_like(desk, incomplete, may(desk, ctx))

    return offered


def _with_role(*roles: str) -> Values:
    return _people(lambda desk, ctx: lambda person: person.may(roles))


def _who_can_go(desk: Desk, ctx: typer.Context) -> Callable[[Person], bool]:
    """Technicians of the office that acts on the ticket, certified for its machine and not away."""
    from svc.actions.board import absence_reason
    from svc.rules.board import is_skilled

    state = _ticket_named(desk, ctx)
    day = desk.now.date()

    def may_go(person: Person) -> bool:
        if not person.may(("technician",)):
            return False
        if state is None:
            return True
        ticket = state.current
        model = ticket.equipment.model if ticket.equipment else ""
        return (
            person.office == ticket.office
            and not absence_reason(desk.ledger(), person, day)
            and is_skilled(person, model, ticket.kind or "", day)
        )

    return may_go


_OF_COMMAND: dict[tuple[str, str], Values] = {
    # command and option (an argument by its metavar) → what it takes
    ("handover", "--to"): _with_role("lead", "coordinator", "manager"),
    ("ask", "--to"): _with_role(*ENGINEERS),
    ("dispatch", "--to"): _people(_who_can_go),
    ("loan lend", "--to"): _with_role("technician"),
    ("list", "--technician"): _with_role("technician"),
    ("loan return", "PART[:COUNT]"): _parts_out,
    ("visit", "--part"): _parts_out,
    ("knowledge", "[WORDS]"): _known_faults,
    ("price line", "CODE"): _price_lines,
}
_OF_OPTION: dict[str, Values] = {"--model": _models, "--columns": _columns}
_OF_METAVAR: dict[str, Values] = {
    "MONTH": _months,
    "MONTH|SPAN": _months,
    "CODE[:COUNT]|WORDS:COUNT:PRICE": _price_lines,
    "PART": _parts,
    "PART[:COUNT]": _parts,
    "HEAD=FIELD": _table_fields,
    "FAULT": _known_faults,
    "FAULT[=no]": _known_faults,
    "POLICY": _versions("policies"),
    "CALENDAR": _versions("calendars"),
    "LIST": _versions("prices"),
}
