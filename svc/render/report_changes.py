"""What a month's report says otherwise than one made earlier, in words."""

from __future__ import annotations

from collections.abc import Iterator

from svc.actions.report_diff import ReportDiff
from svc.actions.report_sides import ReportSide
from svc.errors import N_
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.listings import ValueTable
from svc.render.month_seals import changed_cells, changed_fields, changed_lines
from svc.render.words import Words, printable


def change_lines(diff: ReportDiff, words: Words, settings: Settings, staff: Staff) -> Iterator[str]:
    """Which two reports are compared, then figure by figure, ticket by ticket what is otherwise."""
    yield words(N_("{office}, {month}:"), office=_whose(diff, words, settings), month=diff.month)
    for says, side, digest in zip(
        (N_("from: {side}, digest {digest}"), N_("to: {side}, digest {digest}")),
        (diff.before, diff.after),
        diff.digests,
        strict=True,
    ):
        told = words(says, side=_side_words(side, words), digest=digest[:12])
        yield f"  {told}"
    if not diff.figures:
        yield words(N_("All figures are the same."))
    yield from changed_lines(diff, words, staff)


def change_table(diff: ReportDiff, words: Words) -> ValueTable:
    """The figures that changed, for a spreadsheet."""
    heads = [N_("Figure"), N_("Before"), N_("After"), N_("Tickets")]
    return ValueTable(
        heads=[words(head) for head in heads],
        rows=[changed_cells(each, words) for each in diff.figures],
    )


def change_fields(diff: ReportDiff, words: Words, settings: Settings) -> dict[str, object]:
    """The comparison in JSON."""
    scope = diff.scope
    whose = {"region": scope.region or "all"}
    if scope.office:
        whose = {"region": settings.offices[scope.office].region, "office": scope.office}
    return {
        **whose,
        "month": diff.month,
        "from": _side_fields(diff.before, diff.digests[0]),
        "to": _side_fields(diff.after, diff.digests[1]),
        **changed_fields(diff, words),
        "unreadable": len(diff.broken),
    }


def _whose(diff: ReportDiff, words: Words, settings: Settings) -> str:
    scope = diff.scope
    if scope.office:
        return printable(settings.offices[scope.office].name)
    if scope.region:
        return printable(settings.regions[scope.region].name)
    return words(N_("headquarters, all regions"))


def _side_words(side: ReportSide, words: Words) -> str:
    if side.cut is None:
        return words(N_("today"))
    if side.digest:
        says = N_("the printed report, of commit {commit}")
    elif side.cut.how == "commit":
        says = N_("commit {commit}, made {time}")
    else:
        says = N_("as it was known {time}")
    return words(says, time=side.moment, commit=side.cut.commit[:10])


def _side_fields(side: ReportSide, digest: str) -> dict[str, object]:
    cut = side.cut
    how = "now" if cut is None else cut.how
    return {
        "how": "printed" if side.digest and cut is not None else how,
        "moment": side.moment,
        "commit": cut.commit or None if cut else None,
        "digest": digest,
    }
