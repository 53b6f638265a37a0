"""`svc report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import reports as actions
from svc.cli.desk import Desk
from svc.cli.parts import name_broken, one_of
from svc.errors import N_, NoSuchFigure

if TYPE_CHECKING:
    from svc.rules.reports import Report

FORMS = ("md", "html", "json")


def report(
    ctx: typer.Context,
    region: Annotated[str, typer.Argument(metavar="REGION|all", help=N_("A region, one of its offices, or all."))],
    month: Annotated[str, typer.Argument(metavar="MONTH", help=N_("The month, such as 2026-11."))],
    figure: Annotated[
        str, typer.Argument(metavar="[FIGURE]", help=N_("With --explain: which figure; without it, all are listed."))
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("The tickets behind a figure and what each adds to it."))
    ] = False,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMS), help=N_("How it is given."))] = "md",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("Into this file."))] = "",
) -> None:
    """A region's month in figures."""
    desk: Desk = ctx.obj
    form = one_of("--format", format_, FORMS)
    form = "json" if desk.json else form
    actions.first_day(month)
    made, broken = actions.month(desk.ledger(), region, month, desk.now)
    if explain or figure:
        _explain(desk, made, figure, form)
    else:
        text = _page(desk, made, form)
        if out:
            from svc.store.files import replace_file

            replace_file(out, f"{text.rstrip()}\n".encode())
            desk.say(N_("Written: {path}"), path=out)
        else:
            desk.out(text)
    name_broken(broken)


def _page(desk: Desk, made: Report, form: str) -> str:
    if form == "json":
        from svc.render.report_words import report_fields

        return desk.json_text("report", **report_fields(made, desk.words))
    if form == "html":
        from svc.cli.papers import pages_of
        from svc.render.reports import region_report

        return region_report(made, pages_of(desk))
    from svc.render.report_text import markdown

    return markdown(made, desk.words)


def _explain(desk: Desk, made: Report, named: str, form: str) -> None:
    """The tickets behind a figure, or what can be asked for. Raises NoSuchFigure."""
    from svc.render.report_text import explanation, figure_list
    from svc.render.report_words import figure_fields

    if not named:
        if form == "json":
            known = [each for section in made.sections for each in section.all_figures]
            desk.show_json("figures", items=[figure_fields(each, desk.words) for each in known])
        else:
            desk.out(figure_list(made, desk.words))
        return
    figure = made.figure(named)
    if figure is None:
        known_ids = [each.id for section in made.sections for each in section.all_figures]
        raise NoSuchFigure(figure=named, region=made.region or "all", month=made.month, known=known_ids)
    if form == "json":
        behind = [{"ticket": each.ticket, "adds": each.value, "out_of": each.out_of} for each in figure.behind]
        desk.show_json("figure", **figure_fields(figure, desk.words), digest=made.digest, tickets=behind)
    else:
        desk.out(explanation(figure, desk.words))
