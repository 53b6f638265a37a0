"""What stands on the sheet of a training."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper
from render.paper_tickets import HOSTILE, LONG, after, dispatched, paper_of, read, visited

from svc.errors import NoTrainingSheet
from svc.model.tickets import Ticket

DOCUMENT = "training-sheet"
TRAINING: dict[str, Any] = {
    "kind": "training",
    "symptom": "新员工操作与日常保养",
    "wishes": "上午，带投影",
}


@cache
def cases() -> dict[str, Ticket]:
    """Trainings by name."""
    taught = visited(done="开关机、清洗、日检三步", condition="九人会操作", advice="每周清洗滤网")
    return {
        "agreed": after(*dispatched(), **TRAINING),
        "held": after(*taught, **TRAINING),
        "long": after(*visited(done=LONG * 6), **{**TRAINING, "symptom": LONG}),
        "hostile": after(*visited(done=HOSTILE), **{**TRAINING, "symptom": HOSTILE}),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["agreed", "held", "long", "hostile"])
def test_it_prints_well_whatever_is_on_it(name: str, lang: str) -> None:
    check_paper(paper_of(DOCUMENT, cases()[name], lang), [cases()[name].symptom])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["agreed", "held"])
def test_it_is_the_one_that_was_approved(name: str, lang: str) -> None:
    page = paper_of(DOCUMENT, cases()[name], lang, for_pdf=False)
    golden.check(f"{DOCUMENT}-{name}.{lang}.html", page.html)


def test_subject_time_trainer_and_rows_to_sign_then_what_was_taught() -> None:
    page = paper_of(DOCUMENT, cases()["agreed"], "en")
    for told in (
        "新员工操作与日常保养",
        "上午，带投影",
        "2026-11-23 09:00 Mon",
        "王强 13800000003",
    ):
        assert told in read(page)
    assert len(re.findall(r"<tr><td>\d+</td><td></td>", page.html)) == 12
    held = read(paper_of(DOCUMENT, cases()["held"], "en"))
    for told in ("开关机、清洗、日检三步", "九人会操作", "每周清洗滤网", "2026-11-23 08:54 Mon"):
        assert told in held


def test_a_ticket_of_another_kind_is_refused_with_its_kind() -> None:
    with pytest.raises(NoTrainingSheet, match="svc intake --kind training"):
        paper_of(DOCUMENT, after(*visited()))
