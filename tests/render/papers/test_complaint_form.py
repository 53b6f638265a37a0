"""What stands on the complaint form."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    LONG,
    MORNING,
    NAME,
    STAFF,
    after,
    event,
    given,
    paper_of,
    read,
    ticked,
    visited,
)  # fmt: skip

from svc.errors import NoComplaintForm
from svc.model import events as ev
from svc.model.policies import Promise
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket
from svc.render.pages import Page
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import replay_ticket

DOCUMENT = "complaint-form"
ABOUT = "SZ-2611-A0007"
PEOPLE = Staff(staff=[*STAFF.staff, Person(id="sun", name="孙伟", roles=["manager"])])
COMPLAINT: dict[str, Any] = {
    "kind": "complaint",
    "mode": "phone",
    "urgency_reason": "",
    "symptom": "约好周一上午到，下午三点才来，没有提前电话说明；\n修好第二天又停机。",
    "wishes": "请说明原因，保证中秋前不再停机，并书面道歉。",
}


def complaint(*events: Any, **head: Any) -> Ticket:
    """A complaint about a repair, linked to it, and then these events."""
    link = event(ev.Linked, 2, 0, ticket=ABOUT, why="complaint")
    return after(link, *events, **{**COMPLAINT, **head})


def judged(seq: int = 3, **fields: Any) -> Any:
    told = {
        "accepted": True,
        "by_whom": "sun",
        "sort": "上门迟到、重复故障",
        "grade": "general",
        "quality": True,
    }
    return event(ev.ComplaintJudged, seq, 1, **(told | fields))


def settled(**texts: str) -> list[Any]:
    """Judged, handed up, cause and cost found, put right, answered, called back."""
    say = {
        "cause": "驱动器参数未复位；派工路程估计不足",
        "remedy": "更换驱动器并复位参数，站长登门道歉",
        "prevention": "离开前带载试机一小时；改约须提前一天",
        "answer": "已说明原因，并承诺三个月内每月巡检",
    } | texts
    return [
        judged(words="属实"),
        event(ev.Escalated, 4, 1.1, to="sun", reason="客户要求书面道歉"),
        event(ev.ResponsibilityFound, 5, 5, cause=say["cause"], department="售后服务部", person="wang",
              cost=Decimal("1260.50")),
        event(ev.Approved, 6, 6, asked="赠送保养一次", granted=True, by_whom="sun", words="下不为例"),
        event(ev.CorrectiveAction, 7, 7, remedy=say["remedy"], prevention=say["prevention"]),
        event(ev.Committed, 8, 7, promise="中秋前再检查一次", until=MORNING + timedelta(days=9)),
        event(ev.Answered, 9, 8, answer=say["answer"], spoke_to="黄玥", guided=False),
        event(ev.CalledBack, 10, 30, spoke_to="黄玥", rating="satisfied", running=True),
        event(ev.Closed, 11, 31),
    ]  # fmt: skip


def cases() -> dict[str, Ticket]:
    customer = HEAD["customer"]
    hostile = {
        **customer,
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    leaves = [
        event(
            ev.Approved,
            20 + n,
            6,
            asked=f"第 {n} 次请示：更换整机",
            granted=n > 20,
            by_whom="sun",
            words="再议",
        )
        for n in range(30)
    ]
    return {
        "received": complaint(),
        "settled": complaint(*settled()),
        "not accepted": complaint(
            judged(accepted=False, quality=False, grade="minor", words="与产品、服务无关")
        ),
        "much leave": complaint(judged(), *leaves),
        "long": complaint(
            *settled(
                **dict.fromkeys(("cause", "remedy", "prevention", "answer"), "很长的说明，" * 90)
            ),
            customer={**customer, "unit": LONG * 3, "address": LONG * 3, "contact": NAME},
            symptom="行\n" * 50,
            wishes="W" * 300,
        ),
        "hostile": complaint(
            judged(sort=HOSTILE, words=HOSTILE),
            *settled(**dict.fromkeys(("cause", "remedy", "prevention", "answer"), HOSTILE))[1:],
            customer=hostile,
            symptom=HOSTILE,
            wishes=HOSTILE,
        ),
        "bare": after(**{**COMPLAINT, "symptom": "服务差", "wishes": "unknown"}),
    }


def paper(ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    held = PromiseRun(
        promise="complaint_answer", promise_row=Promise(from_="received", to="answered", within="24h", clock="elapsed"),
        started=given(ticket).state.marks[0][1], due=MORNING + timedelta(hours=24), state="running",
    )  # fmt: skip
    linked = {ABOUT: replay_ticket(after(*visited(), id=ABOUT))}
    return paper_of(
        DOCUMENT, ticket, lang, **({"staff": PEOPLE, "promises": [held], "linked": linked} | more)
    )


def mark(ticket: Ticket) -> list[str]:
    return re.findall(r'<span class="mark">([^<]+)</span>', paper(ticket, "en").html)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "settled"])
def test_the_form_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(f"{DOCUMENT}-{name}.{lang}.html", paper(cases()[name], lang, for_pdf=False).html)


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "zh") for name in cases()), ("settled", "en"), ("long", "en")]
)
def test_it_prints_well(name: Any, lang: Any) -> None:
    ticket = cases()[name]
    told = [ticket.customer.unit, ticket.customer.address, ticket.symptom]
    for item in ticket.log:
        told += [
            getattr(item, field, "")
            for field in ("sort", "cause", "remedy", "prevention", "answer", "asked")
        ]
    check_paper(paper(ticket, lang), told, ticket.id)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "settled"])
def test_the_usual_form_is_one_page(name: str, lang: str) -> None:
    assert len(printed(paper(cases()[name], lang))) == 1


def test_a_complaint_just_taken_down_leaves_room_for_everyone_who_has_to_write_on_it() -> None:
    page = paper(cases()["received"], "en")
    for told in (
        "深圳市喆堃餐饮管理有限公司", "黄玥 13912345678", "2026-11-21 09:12 phone by 陈静", "下午三点才来", "书面道歉",
        "SZ-2611-A0007 repair 2026-11-21 09:12", "2026-11-23 10:42 Mon 王强 fixed 更换轴承 2 只",
        "First answer by 2026-11-22 09:12 Sun", "Production Engineering Quality Finance Manager",
    ):  # fmt: skip
        assert told in read(page)
    assert ticked(page) == []


def test_once_settled_what_was_judged_found_done_and_answered_stands_on_it() -> None:
    page = paper(cases()["settled"], "en")
    for told in (
        "By, when 孙伟 2026-11-21 10:12", "上门迟到、重复故障", "Escalated to 孙伟 2026-11-21 10:18",
        "驱动器参数未复位", "Department responsible 售后服务部 Person responsible 王强", "Cost, yuan 1260.50",
        "站长登门道歉 李明 2026-11-21 16:12", "改约须提前一天",
        "赠送保养一次 approved 孙伟 2026-11-21 15:12 下不为例",
        "中秋前再检查一次 2026-11-30 09:12 Mon", "2026-11-21 17:12 李明 黄玥 已说明原因", "李明 2026-11-22 15:12",
    ):  # fmt: skip
        assert told in read(page)
    assert ticked(page) == ["yes", "general", "yes", "satisfied"]


@pytest.mark.parametrize(("events", "what"), [
    ([], ["urgent", "Not judged yet"]),
    ([judged()], ["urgent", "Not answered yet"]),
    ([judged(), settled()[6]], ["urgent", "No corrective action yet"]),
    ([judged(accepted=False), settled()[6]], ["urgent"]),
    (settled(), ["urgent"]),
])  # fmt: skip
def test_what_is_still_to_be_done_is_marked_in_a_frame(events: Any, what: list[str]) -> None:
    assert mark(complaint(*events)) == what


def test_of_a_ticket_that_cannot_be_read_the_number_is_named() -> None:
    page = read(paper(cases()["received"], "en", linked={}))
    assert "About ticket SZ-2611-A0007 Assessment" in page


def test_a_cost_that_is_not_known_is_a_gap_not_a_nought() -> None:
    found = event(ev.ResponsibilityFound, 4, 5, cause="未明", department="生产科")
    assert "Cost, yuan Borne by" in read(paper(complaint(judged(), found), "en"))


def test_a_ticket_of_another_kind_has_no_form_and_is_told_how_to_take_a_complaint_down() -> None:
    with pytest.raises(NoComplaintForm, match="svc complaint about SZ-2611-A0042"):
        paper(after())


def test_hostile_text_of_a_customer_adds_no_element() -> None:
    def elements(ticket: Ticket) -> list[str]:
        return re.findall(r"<(/?[a-z][a-z0-9]*)", paper(ticket).html)

    assert elements(cases()["hostile"]) == elements(cases()["settled"])
