"""`svc print` of what is about a store and not about a ticket: each paper is made by the command
that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import typer

from svc.cli.commands import SUMS_ON_PAPER
from svc.cli.desk import Desk
from svc.cli.paper_choice import PaperOptions
from svc.cli.shared import check_sum_is_of_all
from svc.errors import N_, NotForThisPaper, Phrase, WhichOfTheStore
from svc.model.ids import parse_stock_id


class Where(NamedTuple):
    """As what and where to it is put out."""

    form: str
    out: str
    printer: str
    choice: PaperOptions = PaperOptions()


def store_paper_named(words: Sequence[str], titles: Mapping[str, str]) -> str:
    """The paper of the store that these words name, by name, title (`titles`: their names by that)
    or by the number of a stock document; empty if they name none.
    """
    from svc.render.papers.table import STORE_PAPERS

    named = [titles.get(word, word) for word in words]
    if any(parse_stock_id(word) is not None for word in named):
        return "transfer-note"
    return next((word for word in named if word in STORE_PAPERS), "")


def print_store_paper(
    ctx: typer.Context,
    document: str,
    about: list[str],
    *,
    options: Mapping[str, str],
    where: Where,
) -> None:
    """Print a paper of the store: `about` are the words besides its name, `options` what else was
    typed. Raises NotForThisPaper; WhichOfTheStore where it is not said which part, or document;
    PartOnly; what the command of the paper raises.
    """
    needed, takes, make = _MAKERS[document]
    typed = {**options, **where.choice.typed}
    strange = [option for option, value in typed.items() if value and option not in takes]
    if strange or len(about) > (1 if needed else 0):
        raise NotForThisPaper(document=document, typed=[*about[1 if needed else 0 :], *strange])
    if needed and not about:
        raise WhichOfTheStore(document=document, needed=Phrase(needed))
    if document in SUMS_ON_PAPER:
        check_sum_is_of_all(ctx.obj, SUMS_ON_PAPER[document], options.get("--office", ""))
    make(ctx, "".join(about), options.get("--office", ""), options.get("--month", ""), where)


def _count_list(ctx: typer.Context, _: str, office: str, month: str, where: Where) -> None:
    from svc.cli.stock_counts import count

    count(ctx, office=office, form=where.form, out=where.out, printer=where.printer)


def _stock_book(ctx: typer.Context, part: str, office: str, month: str, where: Where) -> None:
    from svc.cli.stock_books import book
    from svc.model.times import month_after

    since = until = ""
    if month:
        desk: Desk = ctx.obj
        first = desk.month(month)
        since = first.isoformat()
        until = (month_after(first) - timedelta(days=1)).isoformat()
    book(
        ctx, part, office=office, since=since, until=until,
        form=where.form, out=where.out, printer=where.printer,
    )  # fmt: skip


def _stock_sheet(ctx: typer.Context, _: str, office: str, month: str, where: Where) -> None:
    from svc.cli.stock_sheets import sheet

    sheet(ctx, office=office, form=where.form, out=where.out, printer=where.printer)


def _document(ctx: typer.Context, number: str, office: str, month: str, where: Where) -> None:
    from svc.cli.stock_documents import show

    size, copies, duplex = where.choice
    show(
        ctx, number, form=where.form, out=where.out, printer=where.printer,
        paper=size, copies=copies, duplex=duplex,
    )  # fmt: skip


def _kit_list(ctx: typer.Context, person: str, office: str, month: str, where: Where) -> None:
    from svc.cli.kits import show_kits

    size, copies, duplex = where.choice
    show_kits(
        ctx, person, form=where.form, out=where.out, printer=where.printer,
        paper=size, copies=copies, duplex=duplex,
    )  # fmt: skip


def _hit_rate(ctx: typer.Context, _: str, office: str, month: str, where: Where) -> None:
    from svc.cli.part_figures import hit_rate

    hit_rate(ctx, month, office=office, out=_file(where, "hit-rate"), printer=where.printer)


def _parts_replaced(ctx: typer.Context, _: str, office: str, month: str, where: Where) -> None:
    from svc.cli.part_figures import replaced

    paper = _file(where, "parts-replaced")
    replaced(ctx, month, office=office, out=paper, printer=where.printer)


def _file(where: Where, document: str) -> str:
    if where.printer:
        return where.out
    return where.out or f"{document}.{where.form}"


_HOW = ("--paper", "--copies", "--duplex")
_MAKERS: dict[str, tuple[str, tuple[str, ...], Callable[..., None]]] = {
    "count-list": ("", ("--office",), _count_list),
    "stock-sheet": ("", ("--office",), _stock_sheet),
    "stock-book": (N_("PART"), ("--office", "--month"), _stock_book),
    "transfer-note": (N_("DOCUMENT"), _HOW, _document),
    "kit-list": (N_("STAFF"), _HOW, _kit_list),
    "hit-rate": ("", ("--office", "--month"), _hit_rate),
    "parts-replaced": ("", ("--office", "--month"), _parts_replaced),
}
"""What is to be named besides the paper, the options that it takes, and who makes it."""
