"""The coordinator's board: what waits, who could go, tomorrow's orders in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk

SECOND = "SZ-2611-A0002"
NOW = "2026-11-20T10:00:00"
MONDAY = "2026-11-23"


def shown(desk: Desk, *words: str, now: str = NOW) -> Any:
    return desk.ok("--json", "dispatch", *words, by="li", now=now).json


def promised(desk: Desk, ticket: str, when: str) -> None:
    """The ticket is with the coordinator, who promised the customer this time."""
    desk.ok("handover", ticket, "--to", "li", by="chen", now=NOW)
    words = ("contact", ticket, "--spoke-to", "张工", "--judged", "断路", "--promised", when)
    desk.ok(*words, by="li", now=NOW)


# What waits


def test_what_nobody_is_on_the_way_for_waits_the_most_urgent_first(desk: Desk) -> None:
    desk.play("dispatch")
    assert desk.other(2).status == 0
    assert desk.other(3).status == 0
    desk.ok("urgency", "SZ-2611-A0003", "critical", "--reason", "停产", by="li", now=NOW)
    board = shown(desk)
    assert [item["id"] for item in board["items"]] == ["SZ-2611-A0003", SECOND]
    assert (board["day"], board["unreadable"]) == ("2026-11-20", 0)


def test_the_time_promised_to_the_customer_is_told(desk: Desk) -> None:
    desk.play("intake")
    promised(desk, TICKET, f"{MONDAY} 10:00")
    (item,) = shown(desk)["items"]
    assert item["wanted"] == "2026-11-23T10:00:00+08:00"


@pytest.mark.parametrize(
    ("now", "running_out"),
    [
        ("2026-11-20T09:14:59", False),
        ("2026-11-20T09:15:00", True),
        ("2026-11-20T09:40:00", True),  # over
    ],
)
def test_a_promise_of_half_an_hour_runs_out_in_its_last_fifteen_minutes(
    desk: Desk, now: str, running_out: bool
) -> None:
    desk.play("intake")  # to be handed over by 09:30
    (item,) = shown(desk, now=now)["items"]
    assert item["running_out"] == running_out


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("hours: [")])
def test_a_calendar_that_is_gone_or_cant_be_read_leaves_the_tickets_on_the_board(
    desk: Desk, spoil: Callable[[Path], None]
) -> None:
    desk.play("intake")
    for calendar in (desk.path / "calendars").iterdir():
        spoil(calendar)
    ended = desk.svc("--json", "dispatch", by="li", now=NOW)
    assert [item["id"] for item in ended.json["items"]] == [TICKET]


def test_each_technicians_day_is_shown_with_visits_and_absence(desk: Desk) -> None:
    desk.play("dispatch")
    assert shown(desk)["technicians"] == [
        {
            "technician": "wang",
            "away": None,
            "visits": [{"id": TICKET, "at": "2026-11-20T14:00:00+08:00"}],
        }
    ]
    desk.ok("roster", "--away", MONDAY, "--who", "wang", "--why", "培训", by="li", now=NOW)
    assert shown(desk, "--day", MONDAY)["technicians"] == [
        {"technician": "wang", "away": "培训", "visits": []}
    ]


def test_the_board_is_of_one_office(desk: Desk) -> None:
    desk.play("intake")
    assert [i["id"] for i in shown(desk, "--office", "SZ")["items"]] == [TICKET]
    assert shown(desk, "--office", "BJ")["items"] == []


def test_in_words_the_board_names_ticket_customer_and_technician(desk: Desk) -> None:
    desk.play("dispatch")
    assert desk.other(2).status == 0
    text = desk.ok("dispatch", by="li", now=NOW).out
    for word in (SECOND, "客户2", "王强", TICKET):
        assert word in text


def test_a_day_that_is_none_is_refused(desk: Desk) -> None:
    assert refused(desk, "dispatch", "--day", "someday", by="li")["key"] == "not-a-day"


# Who could go


def test_who_is_proposed_has_reasons_and_what_speaks_against_is_said(desk: Desk) -> None:
    desk.play("close")
    again = desk.intake("--again", now="2026-11-23T09:00:00", symptom="漏水")
    assert again.status == 0, again.err
    now = "2026-11-23T09:05:00"
    found = shown(desk, SECOND, "--appointment", "2026-11-23 10:00", now=now)
    assert (found["ticket"], found["at"]) == (SECOND, "2026-11-23T10:00:00+08:00")
    assert found["parts_awaited"] == []
    (candidate,) = found["items"]
    assert candidate == {
        "technician": "wang",
        "visits": 0,
        "reasons": ["has been at this customer's", "knows this machine"],
        "against": [],
    }
    desk.ok("part", "request", SECOND, "加热管", by="li", now=now)
    away = ("roster", "--away", "2026-11-23", "--who", "wang", "--why", "培训")
    desk.ok(*away, by="li", now=now)
    found = shown(desk, SECOND, "--appointment", "2026-11-23 10:00", now=now)
    assert found["parts_awaited"] == ["加热管"]
    (against,) = found["items"][0]["against"]
    assert "培训" in against


def test_without_a_time_the_promised_one_is_looked_at_if_it_is_not_past(desk: Desk) -> None:
    desk.play("intake")
    promised(desk, TICKET, "11:00")
    assert shown(desk, TICKET)["at"] == "2026-11-20T11:00:00+08:00"
    assert shown(desk, TICKET, now="2026-11-20T11:00:00")["at"] == "2026-11-20T11:00:00+08:00"
    assert shown(desk, TICKET, now="2026-11-20T11:00:01")["at"] is None


def test_in_words_a_proposal_says_how_to_send_them(desk: Desk) -> None:
    desk.play("reply")
    text = desk.ok("dispatch", TICKET, "--appointment", "14:00", by="li", now=NOW).out
    assert "王强" in text


# Tomorrow


@pytest.fixture
def tomorrow(desk: Desk) -> Desk:
    """On Friday: one visit stands for Monday, another was promised for Monday."""
    desk.play("reply")
    desk.ok(
        *("dispatch", TICKET, "--to", "wang", "--appointment", f"{MONDAY} 09:00"),
        by="li",
        now=NOW,
    )
    assert desk.other(2).status == 0
    promised(desk, SECOND, f"{MONDAY} 14:00")
    return desk


ORDERS = [
    {"id": TICKET, "technician": "wang", "at": "2026-11-23T09:00:00+08:00"},
    {"id": SECOND, "technician": "wang", "at": "2026-11-23T14:00:00+08:00"},
]


def test_the_next_working_days_orders_are_shown_first_and_nothing_is_changed(
    tomorrow: Desk,
) -> None:
    before = tomorrow.snapshot()
    orders = shown(tomorrow, "--tomorrow")
    assert (orders["day"], orders["items"], orders["handed_out"]) == (MONDAY, ORDERS, [])
    text = tomorrow.ok("dispatch", "--tomorrow", by="li", now=NOW).out
    assert "Nothing was changed." in text
    assert tomorrow.snapshot() == before


def test_then_they_are_assigned_and_handed_out_in_one_commit(tomorrow: Desk) -> None:
    commits = int(tomorrow.git("rev-list", "--count", "HEAD"))
    orders = shown(tomorrow, "--tomorrow", "--go")
    assert orders["handed_out"] == [SECOND, TICKET]
    assert int(tomorrow.git("rev-list", "--count", "HEAD")) == commits + 1
    given = {"what": "handed_out", "by": "li", "technician": "wang"}
    assert last(tomorrow) == given
    assert [said(event) for event in events(tomorrow, SECOND)[-2:]] == [
        {
            "what": "dispatched",
            "by": "li",
            "technician": "wang",
            "appointment": "2026-11-23T14:00:00+08:00",
        },
        given,
    ]


def test_what_was_handed_out_is_not_handed_out_again(tomorrow: Desk) -> None:
    tomorrow.ok("dispatch", "--tomorrow", "--go", by="li", now=NOW)
    again = tomorrow.ok("dispatch", "--tomorrow", "--go", by="li", now="2026-11-20T16:00:00")
    assert "Orders handed out: 0." in again.out
    whats = [event["what"] for event in events(tomorrow)]
    assert whats.count("handed_out") == 1


def test_two_are_not_promised_to_one_technician_for_the_same_hour(tomorrow: Desk) -> None:
    assert tomorrow.other(3).status == 0
    promised(tomorrow, "SZ-2611-A0003", f"{MONDAY} 15:00")
    assert shown(tomorrow, "--tomorrow")["items"] == ORDERS
    text = tomorrow.ok("dispatch", "--tomorrow", by="li", now=NOW).out
    assert "SZ-2611-A0003" in text


def test_a_visit_whose_part_is_awaited_is_left(tomorrow: Desk) -> None:
    tomorrow.ok("part", "request", SECOND, "加热管", by="li", now=NOW)
    assert shown(tomorrow, "--tomorrow")["items"] == ORDERS[:1]


def test_what_was_promised_for_another_day_is_left_for_that_day(tomorrow: Desk) -> None:
    tuesday = shown(tomorrow, "--tomorrow", "--day", "2026-11-24")
    assert (tuesday["day"], tuesday["items"]) == ("2026-11-24", [])


def test_only_those_who_lead_hand_orders_out(tomorrow: Desk) -> None:
    error = refused(tomorrow, "dispatch", "--tomorrow", "--go", by="wang", now=NOW)
    assert error["key"] == "not-your-role"


def _board(desk: Desk, now: str) -> Any:
    return desk.svc("dispatch", "--json", by="li", now=now).json


@pytest.mark.parametrize(
    ("now", "unkept"),
    [
        ("2026-11-20T13:00:00", []),  # agreed for 14:00
        ("2026-11-20T14:30:00", [False]),
        ("2026-11-21T09:00:00", [False]),  # missed yesterday
    ],
)
def test_a_visit_that_was_missed_stands_on_the_board_until_it_is_given_on(
    desk: Desk, now: str, unkept: list[bool]
) -> None:
    desk.play("dispatch")
    found = [each["nobody_comes"] for each in _board(desk, now)["unkept"]]
    assert found == unkept


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name: "王强"\n', 'name: "王强"\n    left: "2026-11-19"\n'),
        ('id: "wang"', 'id: "wong"'),  # nobody of that id any more
    ],
)
def test_first_of_all_stands_what_nobody_will_come_for(desk: Desk, old: str, new: str) -> None:
    desk.play("dispatch")
    desk.edit(old, new, "staff.yaml")
    desk.commit()
    (visit,) = _board(desk, "2026-11-20T10:00:00")["unkept"]
    assert (visit["id"], visit["nobody_comes"]) == (TICKET, True)
    said = desk.ok("--lang", "en", "dispatch", by="li", now="2026-11-20T10:00:00").out
    assert said.startswith("Visits nobody makes: 1")


def test_the_visits_of_who_fell_ill_today_stand_on_the_board(desk: Desk) -> None:
    desk.play("dispatch")
    away = ("roster", "--away", "2026-11-20", "--who", "wang", "--why", "病假")
    desk.ok(*away, by="sun", now="2026-11-20T10:00:00")
    (visit,) = _board(desk, "2026-11-20T10:05:00")["unkept"]
    assert visit["nobody_comes"]


def test_what_is_not_done_stands_somewhere_on_the_board(desk: Desk) -> None:
    desk.play("back")
    for now in ("2026-11-20T17:00:00", "2026-11-21T09:00:00"):
        board = _board(desk, now)
        visits = [each["id"] for day in board["technicians"] for each in day["visits"]]
        besides = sum(each["tickets"] for each in board["besides"])
        assert len(visits) + besides == 1, now
