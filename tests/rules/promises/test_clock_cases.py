"""The published tests of other business-hours libraries, run through our clock (see
tests/cases/README.md).
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from svc.errors import FractionOfASecond
from svc.model.calendars import calendar_from
from svc.rules.promises.clock import WorkCalendar

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/business-hours.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
CASES = [row for row in ROWS if row["op"] in ("add", "between")]

# Rule 9 of the clock: whole seconds; input with a fraction of one is refused.
EXCLUDED = {"moment-031", "moment-035", "moment-052"}


def calendar_of(case: dict[str, Any]) -> WorkCalendar:
    given = case["calendar"]

    def spans(hours: Any) -> Any:
        return ["-".join(span) for span in hours]

    own: Any = {day: {"hours": []} for day in given["holidays"]}
    own |= {day: {"hours": spans(hours)} for day, hours in given.get("overrides", {}).items()}
    hours = {day: spans(hours) for day, hours in given["weekly"].items()}
    return WorkCalendar(
        calendar_from({"zone": given["tz"], "hours": hours, "own": own}, case["id"])
    )


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["id"] not in EXCLUDED], ids=lambda case: case["id"]
)
def test_our_clock_answers_as_the_published_case(case: Any) -> None:
    calendar, start = calendar_of(case), datetime.fromisoformat(case["start"])
    if case["op"] == "between":
        assert (
            calendar.open_seconds_between(start, datetime.fromisoformat(case["end"]))
            == case["expected"]
        )
        return
    answer = calendar.add(start, case["amount_s"])
    accepted = [
        datetime.fromisoformat(text) for text in (case["expected"], *case.get("accept", []))
    ]
    assert answer in accepted
    # of two instants of equal worth always the closing, never the next opening
    if case["amount_s"] > 0:
        assert answer == min(accepted)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["id"] in EXCLUDED], ids=lambda case: case["id"]
)
def test_cases_with_a_fraction_of_a_second_are_refused(case: Any) -> None:
    with pytest.raises(FractionOfASecond):
        calendar_of(case).add(datetime.fromisoformat(case["start"]), case["amount_s"])


def test_all_of_their_add_and_between_cases_are_here() -> None:
    assert len(CASES) == 444
    assert {case["id"] for case in CASES} >= EXCLUDED
