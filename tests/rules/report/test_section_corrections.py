"""Section 12 of a small month: what was put right, and what of last month since it was over."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace
from rules.logs import at
from rules.report.months import Reported, on

from svc.rules.report.measure_rows import CorrectionMade
from svc.rules.report.section_corrections import corrections_section


def made(day: str, *, is_late: bool, promise: str = "") -> CorrectionMade:
    due = at("20 09:30") if promise else None
    return CorrectionMade(
        day=date.fromisoformat(day), entry="arrived", reason="看错表", is_late=is_late,
        promise=promise, due_at=due,
    )  # fmt: skip


def section(now: list[CorrectionMade], before: list[CorrectionMade]) -> Any:
    months = Reported(on("11-20"), on("10-20")).months
    assert months.before is not None

    def with_corrections(window: Any, corrections: list[CorrectionMade]) -> Any:
        (own,) = window.received
        return replace(window, received=[replace(own, corrections=corrections)])

    return corrections_section(
        replace(
            months,
            now=with_corrections(months.now, now),
            before=with_corrections(months.before, before),
        )
    )


def test_a_ticket_counts_once_whatever_was_put_right_and_each_promise_for_itself() -> None:
    found = section(
        [made("2026-11-21", is_late=False, promise="visit"),
         made("2026-12-02", is_late=True, promise="reply")],
        [],
    )  # fmt: skip
    values = {each.id: each.value for each in found.figures}
    assert values == {"corrections": 1, "corrections_late": 1, "overturned": 2}


def test_of_last_month_only_what_came_after_its_end_is_told() -> None:
    early, late = made("2026-10-30", is_late=False), made("2026-11-03", is_late=True)
    found = section([made("2026-11-21", is_late=False)], [early, late])
    tables = {table.id: table.rows for table in found.tables}
    assert [row[1] for row in tables["corrected_last_month"]] == [date(2026, 11, 3)]
    assert [row[1] for row in tables["corrections"]] == [date(2026, 11, 21)]


def test_before_the_ledger_began_there_is_no_last_month() -> None:
    months = Reported(on("11-20"), records_before=False).months
    tables = {table.id: table.rows for table in corrections_section(months).tables}
    assert tables == {"corrected_last_month": [], "corrections": []}
