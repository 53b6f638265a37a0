"""What stands on the papers about a day: callback list, visit status table, day sheet."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from render import golden
from render.paper_checks import check_paper, printed, text_of
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
    pages,
    read,
    ticked,
    visited,
)  # fmt: skip

from svc.model import events as ev
from svc.model.policies import Promise
from svc.model.tickets import Ticket
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayGiven
from svc.render.papers.table import PAPERS, paper_maker
from svc.render.words import Words
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import replay_ticket
from svc.store.assets import fonts_dir, templates_dir

DAY = date(2026, 11, 23)  # the day of the usual visit, two days after intake
DOCUMENTS = [name for name, paper in PAPERS.items() if paper.about in ("day", "technician")]
WANG = STAFF.find_person("wang")
CUSTOMER = HEAD["customer"]
CALL = Promise(from_="work_ended", to="called_back", within="24h", clock="elapsed")


def called(number: int, ticket: Ticket) -> Ticket:
    """The ticket under another number."""
    return msgspec.structs.replace(ticket, id=f"SZ-2611-A{number:04d}")


def sent(hours: float, **fields: Any) -> list[Any]:
    """Dispatched to another time."""
    *before, last = dispatched()
    return [
        *before,
        msgspec.structs.replace(last, appointment=MORNING + timedelta(hours=hours), **fields),
    ]


def minimal(number: int) -> Ticket:
    """Nothing optional told or recorded."""
    unknown = {name: "unknown" for name in ("phone", "address", "unit", "contact", "mobile")}
    head = {
        "customer": unknown | {"zone": "inside"},
        "wishes": "unknown",
        "occurred": "unknown",
        "asked_for": None,
    }
    going = event(ev.Dispatched, 3, 1, technician="wang", appointment=MORNING + timedelta(days=2))
    return called(number, after(event(ev.HandedOver, 2, 0.5, to="li"), going, **head))


def cases() -> dict[str, list[Ticket]]:
    """The day's tickets, by name; each with a visit of Wang Qiang on the day."""
    hostile = {
        **CUSTOMER,
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    long = {**CUSTOMER, "unit": LONG * 2, "address": LONG * 2, "contact": NAME}
    return {
        "usual": [
            called(42, after(*visited())),
            called(43, after(*sent(52.8, bring=["轴承 6204"]), urgency="normal")),
            called(44, after(*visited(outcome="needs_parts", leftover="等驱动器到货后再次上门"))),
        ],
        "long": [
            called(42, after(*visited(done="很长的说明，" * 60, leftover="W" * 200), customer=long))
        ],
        "thirty": [called(n, after(*visited())) for n in range(1, 31)],
        "least": [minimal(1), minimal(2)],
        "hostile": [
            called(
                42,
                after(*visited(done=HOSTILE, leftover=HOSTILE), customer=hostile, symptom=HOSTILE),
            )
        ],
    }


def day_paper(document: str, tickets: list[Ticket], lang: str = "zh", **more: Any) -> Page:
    """A paper about the day; `more` are options of the paper, or other values it is made from."""
    options: dict[str, Any] = {"for_pdf": True, "pages": pages(lang)} | {
        name: more.pop(name) for name in ("for_pdf", "pages") if name in more
    }
    due = MORNING + timedelta(hours=73.5)
    rows = []
    for ticket in tickets:
        mark = replay_ticket(ticket).marks[-1][1]
        call = PromiseRun(
            promise="callback", promise_row=CALL, started=mark, due=due, state="running"
        )
        rows.append(given(ticket, promises=[call]))
    made = {
        "day": DAY,
        "is_over": False,
        "tickets": rows,
        "settings": SETTINGS,
        "staff": STAFF,
        "office": "SZ",
        "technician": WANG if document == "day-sheet" else None,
    } | more
    return paper_maker(document)(DayGiven(**made), options.pop("pages"), **options)


def told(document: str, ticket: Ticket) -> list[str]:
    """What of a ticket has to be on the paper."""
    customer, report = (
        ticket.customer,
        next((e for e in ticket.log if isinstance(e, ev.Visited)), None),
    )
    texts = [ticket.id, customer.unit, customer.contact, customer.mobile]
    if document == "visit-status":
        texts = [ticket.id, customer.unit, customer.address, report.leftover if report else ""]
    elif document == "service-log":
        texts += [customer.address, customer.phone, ticket.symptom]
    elif document == "callback-list":
        texts += [customer.phone, report.done if report else ""]
    else:
        texts += [customer.address, customer.phone, ticket.symptom]
    return [text for text in texts if text != "unknown"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_prints_well_whatever_is_on_it(document: Any, name: Any, lang: str) -> None:
    tickets = cases()[name]
    check_paper(
        day_paper(document, tickets, lang),
        [text for ticket in tickets for text in told(document, ticket)],
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_it_is_the_one_that_was_approved(document: Any, lang: str) -> None:
    page = day_paper(document, cases()["usual"], lang, for_pdf=False)
    golden.check(f"{document}-usual.{lang}.html", page.html)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_hostile_text_of_a_customer_adds_no_element(document: Any) -> None:
    tags = [
        re.findall(r"<[a-z][^>]*>", day_paper(document, cases()[name], "en").html)
        for name in ("hostile", "long")
    ]
    assert tags[0] == tags[1]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_character_the_font_lacks_is_named_with_its_ticket(document: Any) -> None:
    tickets = [
        *cases()["usual"],
        called(45, after(*visited(), customer={**CUSTOMER, "unit": "𠀋野家"})),
    ]
    page = day_paper(document, tickets, "en")
    assert {each.field for each in page.stood_in} == {"SZ-2611-A0045: customer.unit"}
    assert "lacks: U+2000B" in read(page)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_could_not_be_read_is_said_on_the_paper(document: Any) -> None:
    path = "tickets/SZ/2026-11/SZ-2611-A0099.yaml"
    assert f"as they can't be read: {path}" in read(
        day_paper(document, cases()["usual"], "en", unreadable=[path])
    )


OWN = """
{% macro logo() %}<b>我们的标志</b>{% endmacro %}
{% macro form_number(document) %}DD-{{ document | length }}{% endmacro %}
{% macro footer(document) %}<p>监督电话 0755-2600 0099</p>{% endmacro %}
"""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_department_has_its_own_letterhead_on_it(document: Any, tmp_path: Path) -> None:
    (tmp_path / "letterhead.html").write_text(OWN, encoding="utf-8")
    page = day_paper(document, cases()["usual"], pages=pages("zh", tmp_path))
    layer = text_of(printed(page))
    for told_ in ("我们的标志", f"DD-{len(document)}2026-11-23", "监督电话0755-26000099"):
        assert told_ in layer


# The callback list


def test_a_call_has_number_contact_what_was_done_the_slips_grade_and_the_phrase() -> None:
    slip = event(ev.SlipIn, 11, 55, signed_by="黄玥", rating="satisfied")
    page = read(day_paper("callback-list", [called(42, after(*visited(), slip))], "en"))
    for text in (
        "SZ-2611-A0042", "due 11-24 10:42", "黄玥 13912345678", "0755-8800 1234", "CR-800 CR8-25-004217", "王强",
        "fixed 更换轴承 2 只", "On the slip satisfied", "Say: Hello, is that 黄玥?", "Tried before —",
    ):  # fmt: skip
        assert text in page
    assert "late" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_four_calls_are_slips_on_a_sheet_to_hand_out(lang: str) -> None:
    slips = Pages([templates_dir()], fonts_dir(), Words(lang), {"callback-list": "A4/4"})
    calls = [called(number, after(*visited())) for number in (42, 43, 44, 45)]
    page = day_paper("callback-list", calls, pages=slips)
    (sheet,) = printed(page)
    text = text_of([sheet])
    assert [text.count(f"SZ-2611-A00{number}") for number in (42, 43, 44, 45)] == [1] * 4
    assert page.html.count('<div class="slip">') == 4


def test_a_call_that_was_due_the_day_before_is_marked_and_its_attempts_are_told() -> None:
    nobody = event(
        ev.NotReached,
        11,
        60,
        purpose="callback",
        reason="无人接听",
        next=MORNING + timedelta(hours=96),
    )
    page = read(
        day_paper(
            "callback-list",
            [called(42, after(*visited(), nobody))],
            "en",
            day=DAY + timedelta(days=2),
        )
    )
    assert "＊late" in page
    assert "1 times, last 2026-11-23 21:12: 无人接听; next 2026-11-25 09:12" in page


# The service log


def test_a_request_stands_as_it_was_taken_down_with_what_was_done_first() -> None:
    page = read(day_paper("service-log", [called(42, after(*visited()))], "en"))
    for text in (
        "Requests: 1", "11-21 09:12", "SZ-2611-A0042", "urgent", "by 陈静", "黄玥 13912345678", "0755-8800 1234",
        "深南大道 1006 号", "CR-800", "CR8-25-004217", "屏幕显示 E07", "handed over to 李明, 2026-11-21 09:42",
        "done",
    ):  # fmt: skip
        assert text in page
    assert "only noted" not in page


@pytest.mark.parametrize(("more", "says"), [
    ([], "First action —"),
    ([event(ev.Answered, 2, 1, answer="长按复位键")], "answered, 2026-11-21 10:12: 长按复位键"),
    ([event(ev.OfficeChanged, 2, 1, office="BJ", region="north")], "passed to another office, 2026-11-21 10:12"),
    ([event(ev.BroughtIn, 2, 1, place="维修区", condition="好")], "machine received 2026-11-21 10:12"),
])  # fmt: skip
def test_what_was_done_first(more: list[Any], says: str) -> None:
    assert says in read(day_paper("service-log", [called(42, after(*more))], "en"))


def test_a_call_that_was_only_noted_has_name_and_number_and_a_mark() -> None:
    noted = event(ev.Noted, 1, 0, name="黄先生", phone="13800138000", words="机器不转")
    head = dict.fromkeys(("customer", "equipment", "kind", "urgency", "mode", "terms"))
    call = msgspec.structs.replace(after(), log=[noted], symptom="机器不转", **head)
    page = read(day_paper("service-log", [call], "en"))
    assert "noted only: call back to complete it" in page
    assert "黄先生 13800138000" in page


# The visit status table


def rows(page: Page) -> list[tuple[bool, str]]:
    """Each row: whether it is in a heavy frame, and what a person reads."""
    found = re.findall(r'<tbody( class="unfinished")?>(.*?)</tbody>', page.html, re.DOTALL)
    return [
        (bool(framed), " ".join(re.sub(r"<[^>]*>", " ", text).split())) for framed, text in found
    ]


def test_the_days_visits_stand_by_time_and_the_unfinished_are_in_a_heavy_frame() -> None:
    page = day_paper("visit-status", cases()["usual"], "en")
    found = rows(page)
    assert [(framed, text.partition("SZ-")[0].strip()) for framed, text in found] == [
        (False, "09:00 urgent"), (True, "＊ 09:00 urgent"), (False, "14:00"),
    ]  # fmt: skip
    assert "08:54 10:42 fixed" in found[0][1]
    assert "needs parts 等驱动器到货后再次上门" in found[1][1]
    assert "1 finished, 1 unfinished" in read(page)


def test_what_days_before_left_over_comes_first() -> None:
    tickets = [called(42, after(*visited(outcome="needs_parts"))), called(43, after(*sent(70)))]
    page = day_paper("visit-status", tickets, "en", day=DAY + timedelta(days=1))
    assert read(page).index("Unfinished from earlier days") < read(page).index("SZ-2611-A0042")
    assert [framed for framed, _ in rows(page)] == [True, False]
    assert "11-23 09:00" in rows(page)[0][1]


@pytest.mark.parametrize(("is_over", "more", "framed", "says"), [
    (False, [], False, ""),
    (True, [], True, "no report yet"),
    (True, [event(ev.Arrived, 6, 47.7)], True, "no report yet"),
    (True, [event(ev.Cancelled, 6, 20, reason="不修了", asked_by="黄玥")], False, "cancelled"),
    (True, [event(ev.Held, 6, 20, wish="customer", reason="停业")], True, "on hold"),
    (True, [event(ev.Rescheduled, 6, 20, appointment=MORNING + timedelta(days=5), agreed_with="黄玥", reason="忙")],
     False, "moved to 2026-11-26 09:12"),
])  # fmt: skip
def test_a_visit_without_a_report_is_unfinished_once_the_day_is_over(
    is_over: bool, more: list[Any], framed: bool, says: str
) -> None:
    ((found, text),) = rows(
        day_paper("visit-status", [after(*dispatched(), *more)], "en", is_over=is_over)
    )
    assert found is framed
    assert says in text


@pytest.mark.parametrize(
    ("hour", "more", "framed", "count"),
    [
        (16, [], True, "0 finished, 1 unfinished (＊, in a heavy frame); of these 1 past"),
        (8, [], False, "of these 0 past the agreed time with nobody on site, 1 still to come"),
        (
            16,
            [event(ev.Arrived, 6, 47.7)],
            False,
            "with nobody on site, 1 still to come or under way",
        ),
        (16, [event(ev.Held, 6, 20, wish="customer", reason="停业")], False, ", 0 still to come"),
    ],
)
def test_a_visit_at_which_nobody_is_though_its_time_is_over_is_marked_that_very_day(
    hour: int, more: list[Any], framed: bool, count: str
) -> None:
    now = MORNING.replace(day=DAY.day, hour=hour)
    page = day_paper("visit-status", [after(*dispatched(), *more)], "en", now=now)
    ((found, text),) = rows(page)
    assert (found, "past the agreed time, nobody on site" in text) == (framed, framed)
    assert count in read(page)


def test_the_order_handed_out_and_the_slip_handed_in_are_ticked() -> None:
    out = event(ev.HandedOut, 6, 20, technician="wang")
    assert ticked(day_paper("visit-status", [after(*dispatched(), out)], "en")) == ["collected"]
    slip = event(ev.SlipIn, 11, 55, signed_by="黄玥")
    assert ticked(day_paper("visit-status", [after(*visited(), slip)], "en")) == ["slip handed in"]


# The day sheet


def test_the_technician_goes_from_visit_to_visit_with_address_phone_fault_and_parts() -> None:
    page = day_paper("day-sheet", cases()["usual"], "en")
    assert re.findall(r'class="time">([^<]+)', page.html) == ["09:00", "09:00", "14:00"]
    text = read(page)
    for told_ in (
        "Technician's day sheet", "2026-11-23 Mon 王强", "13800000003", "Visits: 3", "Total distance from the office: 36 km",
        "深南大道 1006 号", "黄玥 13912345678", "CR-800 CR8-25-004217", "inside the service area 12 km",
        "屏幕显示 E07", "轴承卡滞", "轴承 6204", "in warranty until 2027-08-02", "请在午市前",
    ):  # fmt: skip
        assert told_ in text


def test_only_visits_of_this_technician_that_are_to_be_made_stand_on_the_sheet() -> None:
    other = after(*sent(48, technician="li"))
    held = after(*dispatched(), event(ev.Held, 6, 20, wish="customer", reason="停业"))
    page = day_paper(
        "day-sheet", [called(1, other), called(2, held), called(3, after(*dispatched()))], "en"
    )
    assert re.findall(r"SZ-2611-A\d{4}", page.html.partition("<body>")[2]) == ["SZ-2611-A0003"]


def test_an_absence_is_marked() -> None:
    assert "away: 年假" in read(day_paper("day-sheet", cases()["usual"], "en", away="年假"))
