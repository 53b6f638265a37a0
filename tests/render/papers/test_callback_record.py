"""What stands on the callback record."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    LONG,
    MORNING,
    NAME,
    SETTINGS,
    STAFF,
    after,
    dispatched,
    event,
    given,
    paper_of,
    read,
    ticked,
    visited,
)  # fmt: skip

from svc.errors import NoCallback, OnlyNoted
from svc.model import events as ev
from svc.model.policies import Promise
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket
from svc.render.pages import Page
from svc.rules.promises.runs import PromiseRun

DOCUMENT = "callback-record"
CUSTOMER = HEAD["customer"]
PEOPLE = Staff(
    staff=[
        *STAFF.staff,
        Person(id="zhao", name="赵敏", roles=["callback"]),
        Person(id="sun", name="孙伟", roles=["manager"]),
    ]
)


def slip(**fields: Any) -> Any:
    return event(
        ev.SlipIn,
        11,
        55,
        **({"signed_by": "黄玥", "rating": "satisfied", "remark": "很及时"} | fields),
    )


def called(seq: int = 12, hours: float = 70, **fields: Any) -> Any:
    return event(
        ev.CalledBack,
        seq,
        hours,
        **({"spoke_to": "黄玥", "rating": "satisfied", "running": True} | fields),
    )


def missed(seq: int, hours: float, reason: str = "无人接听") -> Any:
    again = MORNING + timedelta(hours=hours + 2)
    return event(ev.NotReached, seq, hours, purpose="callback", reason=reason, next=again)


def reopened(**fields: Any) -> list[Any]:
    """Dissatisfied, opened again, put right by another visit, called back again."""
    bad = {
        "rating": "dissatisfied",
        "manner": "fair",
        "running": False,
        "reason": "第二天又停机，报同一故障",
    } | fields
    return [
        *visited(),
        slip(),
        missed(12, 60),
        called(13, 62, **bad, response="satisfied", better="备件要带齐"),
        event(ev.Reopened, 14, 62, reason=bad["reason"]),
        event(ev.Escalated, 15, 62.5, to="sun", reason="客户不满意"),
        event(ev.ResponsibilityFound, 16, 63, cause="驱动器参数未复位", department="售后服务部"),
        event(
            ev.CorrectiveAction,
            17,
            70,
            remedy="重新上门，更换驱动器并复位参数",
            prevention="离开前带载试机一小时",
        ),
        event(ev.HandedOver, 18, 70.1, to="li"),
        event(
            ev.Dispatched,
            19,
            70.2,
            technician="wang",
            appointment=MORNING + timedelta(hours=72),
            agreed_with="黄玥",
        ),
        event(ev.Arrived, 20, 72),
        event(
            ev.Visited,
            21,
            74,
            outcome="fixed",
            found="参数错误",
            done="更换驱动器，复位参数",
            cause="quality",
        ),
        event(ev.SlipIn, 22, 80, signed_by="黄玥", rating="satisfied"),
    ]


def cases() -> dict[str, Ticket]:
    hostile = {
        **CUSTOMER,
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    long = {**CUSTOMER, "unit": LONG * 3, "address": LONG * 3, "contact": NAME}
    return {
        "due": after(*visited(), slip()),
        "satisfied": after(
            *visited(), slip(), called(response="very_satisfied", skill="fair", better="早一点来")
        ),
        "reopened": after(*reopened()),
        "reopened, called": after(*reopened(), called(23, 90, spoke_to="黄经理")),
        "many attempts": after(
            *visited(), *(missed(20 + n, 60 + n, f"第 {n} 次无人接听") for n in range(30))
        ),
        "long": after(
            *visited(done="很长的处理过程，" * 200),
            slip(signed_by=NAME),
            called(
                rating="dissatisfied", spoke_to=NAME, better="W" * 300, reason="很长的原因，" * 300
            ),
            customer=long,
            symptom="行\n" * 70,
        ),
        "hostile": after(
            *visited(done=HOSTILE),
            slip(signed_by=HOSTILE),
            missed(12, 60, HOSTILE),
            called(
                13,
                70,
                spoke_to=HOSTILE,
                rating="fair",
                running=False,
                better=HOSTILE,
                reason=HOSTILE,
            ),
            customer=hostile,
            symptom=HOSTILE,
        ),
        "bare": after(
            event(ev.Answered, 2, 1, answer="已电话指导"),
            customer={**CUSTOMER, "phone": "unknown", "contact": "unknown"},
            symptom="unknown",
        ),
    }


def paper(ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    held = PromiseRun(
        promise="callback", promise_row=Promise(from_="work_ended", to="called_back", within="24h", clock="elapsed"),
        started=given(ticket).state.marks[0][1], due=MORNING + timedelta(hours=73.5), state="running",
    )  # fmt: skip
    return paper_of(DOCUMENT, ticket, lang, **({"staff": PEOPLE, "promises": [held]} | more))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["due", "reopened, called"])
def test_the_record_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(
        f"{DOCUMENT}-{name.split(',', maxsplit=1)[0]}.{lang}.html",
        paper(cases()[name], lang, for_pdf=False).html,
    )


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "zh") for name in cases()), ("due", "en"), ("long", "en")]
)
def test_it_prints_well(name: Any, lang: Any) -> None:
    ticket = cases()[name]
    told = [ticket.customer.unit, ticket.customer.address, ticket.customer.mobile]
    for item in (
        e for e in ticket.log if isinstance(e, ev.NotReached | ev.CalledBack | ev.CorrectiveAction)
    ):
        told += [
            getattr(item, field, "")
            for field in ("reason", "better", "remedy", "prevention", "spoke_to")
        ]
    if name == "bare":
        told += ["已电话指导"]
    check_paper(paper(ticket, lang), told, ticket.id)


def test_before_the_call_it_says_whom_to_call_until_when_about_what_and_leaves_room() -> None:
    page = paper(cases()["due"], "en")
    assert len(printed(page)) == 1
    for told in (
        "深圳市喆堃餐饮管理有限公司", "黄玥", "13912345678", "0755-8800 1234", "CR-800", "CR8-25-004217",
        "屏幕显示 E07",
        "王强", "2026-11-23 10:42 Mon", "fixed", "更换轴承 2 只", "On the slip satisfied",
        "To be called by 2026-11-24 10:42 Tue",
        "Hello, is that 黄玥? 示范设备有限公司售后服务部 here. How has your CR-800 been running",
    ):  # fmt: skip
        assert told in read(page)
    assert ticked(page) == []
    assert page.html.count('height: 5.4mm"></td><td></td>') == 2  # attempts to be written down


def test_after_the_call_every_answer_is_ticked_and_nothing_is_left_to_fill_in() -> None:
    page = paper(cases()["satisfied"], "en")
    assert ticked(page) == [
        "runs normally",
        "satisfied",
        "very satisfied",
        "fair",
        "ratings agree",
    ]
    assert "早一点来" in read(page)
    assert "2026-11-24 07:12 Tue" in read(page)
    assert "height:" not in page.html.partition("<body>")[2]
    assert "Corrective action" not in read(page)


def test_all_callbacks_of_a_ticket_that_was_opened_again_stand_on_it_in_their_order() -> None:
    page = read(paper(cases()["reopened, called"], "en"))
    assert (
        page.index("Call 1 of 2")
        < page.index("第二天又停机")
        < page.index("Call 2 of 2")
        < page.rindex("黄经理")
    )
    assert (
        page.index("更换轴承 2 只")
        < page.index("Call 2 of 2")
        < page.rindex("更换驱动器，复位参数")
    )


def test_what_followed_a_call_that_was_not_good_stands_below_it() -> None:
    page = read(paper(cases()["reopened, called"], "en"))
    for told in (
        "Why dissatisfied 第二天又停机，报同一故障", "Station head informed 孙伟 2026-11-23 23:42",
        "Cause found 驱动器参数未复位",
        "Corrective action 重新上门，更换驱动器并复位参数 李明 2026-11-24 07:12", "Prevention 离开前带载试机一小时",
        "Customer informed called back 2026-11-25 03:12, 黄经理: satisfied",
    ):  # fmt: skip
        assert told in page


def test_a_slip_that_says_another_grade_than_the_customer_is_marked_in_a_frame() -> None:
    marks = re.findall(
        r'<span class="mark">([^<]+)</span>', paper(cases()["reopened, called"], "en").html
    )
    assert marks == ["urgent", "The slip says satisfied: ask the technician"]


def test_a_slip_that_came_in_after_the_call_is_compared_too() -> None:
    late = after(
        *visited(), called(11), msgspec.structs.replace(slip(rating="very_satisfied"), seq=12)
    )
    assert "The slip says very satisfied: ask the technician" in read(paper(late, "en"))


def test_the_call_after_the_ticket_was_opened_again_is_one_to_be_made() -> None:
    page = paper(cases()["reopened"], "en")
    assert "Call 2 of 2" in read(page)
    assert read(page).count("Hello, is that") == 1
    assert "Dissatisfied: not yet resolved" in read(page)


def test_while_the_work_goes_on_again_the_earlier_call_is_all_there_is() -> None:
    log = cases()["reopened"].log[1:]
    page = read(paper(after(*log[:14]), "en"))
    assert "The call" in page
    assert "Call 2" not in page
    assert "Hello, is that" not in page


def test_attempts_stand_with_who_tried_when_and_the_next() -> None:
    assert "2026-11-23 21:12 李明 无人接听 2026-11-23 23:12" in read(
        paper(cases()["reopened"], "en")
    )


def test_attempts_before_the_ticket_was_opened_again_without_a_call_are_kept() -> None:
    page = read(
        paper(
            after(*visited(), missed(12, 60), event(ev.Reopened, 13, 61, reason="客户来电")), "en"
        )
    )
    assert "无人接听" in page


def test_times_on_paper_are_to_the_minute() -> None:
    call = called()
    page = read(
        paper(
            after(*visited(), msgspec.structs.replace(call, at=call.at + timedelta(seconds=41))),
            "en",
        )
    )
    assert "Called 2026-11-24 07:12 Tue" in page


def test_the_fifth_grade_is_there_once_it_was_given() -> None:
    worst = after(*visited(), called(rating="very_dissatisfied", reason="差"))
    assert "very dissatisfied" in read(paper(worst, "en"))
    assert "very dissatisfied" not in read(paper(cases()["due"], "en"))


def test_a_repair_at_the_factory_has_its_day_who_did_it_and_what_was_done() -> None:
    freight = {
        "carrier": "顺丰",
        "number": "SF-1",
        "paid_by": "us",
        "reason": "返厂",
        "place": "返厂途中",
    }
    log = [
        event(ev.BroughtIn, 2, 1, place="库房", condition="完好", signed_by="黄玥"),
        event(ev.Shipped, 3, 5, **freight),
        event(ev.Returned, 4, 40, done="更换主板"),
        event(ev.ToldReady, 5, 41, spoke_to="黄玥"),
        event(ev.PickedUp, 6, 42, signed_by="黄玥"),
    ]
    page = read(paper(after(*log, mode="walk_in"), "en"))
    assert "2026-11-23 01:12 Mon" in page
    assert "our factory" in page
    assert "更换主板" in page


def test_a_ticket_whose_work_goes_on_has_no_record_and_is_told_what_comes_next() -> None:
    with pytest.raises(NoCallback, match="svc show SZ-2611-A0042"):
        paper(after(*dispatched()))


def test_a_call_that_is_only_noted_has_no_record() -> None:
    head = {"id": "SZ-2611-A0042", "status": "noted", "received": MORNING.isoformat(), "office": "SZ",
            "region": "south", "channel": "phone"}  # fmt: skip
    noted = msgspec.to_builtins([event(ev.Noted, 1, name="黄", phone="1")])
    with pytest.raises(OnlyNoted):
        paper_of(DOCUMENT, msgspec.convert({**head, "log": noted}, Ticket))


def test_hostile_text_of_a_customer_adds_no_element() -> None:
    def elements(ticket: Ticket) -> list[str]:
        return re.findall(r"<(/?[a-z][a-z0-9]*)", paper(ticket).html)

    plain = after(
        *visited(),
        slip(),
        missed(12, 60),
        called(13, 70, rating="fair", running=False, better="好", reason="坏"),
    )
    assert elements(cases()["hostile"]) == elements(plain)
    assert SETTINGS.name in read(paper(cases()["hostile"]))
