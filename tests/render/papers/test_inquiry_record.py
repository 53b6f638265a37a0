"""What stands on the record of an inquiry."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper
from render.paper_tickets import HOSTILE, LONG, after, event, paper_of, read, ticked, visited

from svc.errors import NoInquiryRecord
from svc.model import events as ev
from svc.model.tickets import Ticket

DOCUMENT = "inquiry-record"
INQUIRY: dict[str, Any] = {
    "kind": "inquiry",
    "mode": "phone",
    "symptom": "E07 以后要等多久才能重新开机？",
    "wishes": "请工程师回电。",
}


def _asked(**texts: str) -> list[Any]:
    say = {"question": "E07 复位后要冷却多久？", "answer": "断电十分钟后再开机"} | texts
    return [
        event(ev.Asked, 2, 0.5, to="wang", question=say["question"]),
        event(ev.Answered, 3, 2, answer=say["answer"], spoke_to="黄玥"),
    ]


@cache
def cases() -> dict[str, Ticket]:
    """Inquiries by name."""
    long = {**INQUIRY, "symptom": LONG * 2, "wishes": LONG}
    hostile = {**INQUIRY, "symptom": HOSTILE, "wishes": HOSTILE}
    call = event(ev.FollowedUp, 4, 4, spoke_to="黄玥", running=True, words="好了")
    told = event(ev.CalledBack, 5, 24, spoke_to="黄玥", running=True, rating="satisfied")
    return {
        "received": after(**INQUIRY),
        "answered": after(*_asked(), call, told, **INQUIRY),
        "long": after(*_asked(question=LONG * 3, answer=LONG * 8), **long),
        "hostile": after(*_asked(question=HOSTILE, answer=HOSTILE), **hostile),
        "by phone": after(*_asked()),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "answered", "long", "hostile"])
def test_it_prints_well_whatever_is_on_it(name: str, lang: str) -> None:
    check_paper(paper_of(DOCUMENT, cases()[name], lang), [cases()[name].symptom])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "answered"])
def test_it_is_the_one_that_was_approved(name: str, lang: str) -> None:
    page = paper_of(DOCUMENT, cases()[name], lang, for_pdf=False)
    golden.check(f"{DOCUMENT}-{name}.{lang}.html", page.html)


def test_question_specialist_answer_and_whether_it_helped_stand_on_it() -> None:
    page = paper_of(DOCUMENT, cases()["answered"], "en")
    text = read(page)
    for told in (
        "E07 以后要等多久才能重新开机？", "2026-11-21 09:42 李明 王强 E07 复位后要冷却多久？",
        "2026-11-21 11:12 李明 黄玥 断电十分钟后再开机", "2026-11-21 13:12 李明 黄玥", "好了",
    ):  # fmt: skip
        assert told in text
    assert ticked(page) == ["runs normally", "runs normally", "satisfied"]
    open_ = paper_of(DOCUMENT, cases()["received"], "en")
    assert "断电" not in read(open_)
    assert ticked(open_) == []


def test_a_repair_solved_by_phone_has_one_and_one_seen_to_by_a_visit_has_none() -> None:
    assert "断电十分钟后再开机" in read(paper_of(DOCUMENT, cases()["by phone"], "en"))
    with pytest.raises(NoInquiryRecord, match="svc show SZ-2611-A0042"):
        paper_of(DOCUMENT, after(*visited()))
