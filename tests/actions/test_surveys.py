"""The longer survey typed in, and headquarters' sample beside what the region has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-24T09:00:00"
ADD = ("survey", "add", TICKET, "--filled-by", "张工")


@pytest.fixture
def closed(desk: Desk) -> Desk:
    desk.play("close")
    return desk


def test_the_answers_are_written_as_said_and_the_ticket_stays_closed(closed: Desk) -> None:
    ended = closed.ok(
        *ADD, "--reachable", "非常满意", "--overall", "satisfied", by="chen", now=LATER
    )
    assert "State: closed" in ended.out
    assert last(closed) == {
        "what": "surveyed",
        "by": "chen",
        "filled_by": "张工",
        "reachable": "very_satisfied",
        "overall": "satisfied",
    }


def test_they_are_counted_by_question_in_the_month_in_which_they_were_given(closed: Desk) -> None:
    closed.ok(*ADD, "--overall", "satisfied", by="chen", now=LATER)
    answer = closed.ok("--json", "survey", "sum", "2026-11", now=LATER).json
    overall = next(each for each in answer["items"] if each["question"] == "overall")
    assert (answer["surveys"], overall["answers"], overall["satisfied"]) == (1, 1, 1)
    assert "Overall" in closed.ok("survey", "sum", "2026-11", now=LATER).out
    assert closed.ok("--json", "survey", "sum", "2026-10", now=LATER).json["surveys"] == 0


def test_an_empty_form_and_a_call_of_the_own_office_are_refused(closed: Desk) -> None:
    assert refused(closed, *ADD, by="chen", now=LATER)["key"] == "missing-fields"
    own = (*ADD, "--overall", "fair", "--sampled")
    assert refused(closed, *own, by="chen", now=LATER)["key"] == "own-office-sample"


def test_the_sample_shows_what_the_region_has_and_what_headquarters_heard(closed: Desk) -> None:
    sample = ("--json", "callback", "sample", "2026-11", "--seed", "7")
    (drawn,) = closed.ok(*sample, now=LATER).json["items"]
    assert (drawn["id"], drawn["ours"]) == (TICKET, None)
    assert drawn["theirs"] in ("satisfied", "very_satisfied")
    assert refused(closed, "callback", "sample", "2026-11", by="sun")["key"] == "missing-fields"
