"""What is done to a ticket at nearly any time: told, held, handed up, promised, closed, opened
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T10:00:00"
NEXT_DAY = "2026-11-21T10:05:00"
RECEIVED = ["handover", "contact", "hold", "cancel"]


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


@pytest.fixture
def called(desk: Desk) -> Desk:
    """The customer was called back, the slip is filed: only closing is left."""
    desk.play("callback")
    return desk


@pytest.mark.parametrize(
    ("words", "by", "event"),
    [
        (("remind",), "chen", {"what": "reminded"}),
        (
            ("remind", "--caller", "李总", "--note", "催得急"),
            "chen",
            {"what": "reminded", "caller": "李总", "words": "催得急"},
        ),
        (
            ("escalate", "--to", "sun", "--reason", "无人可派"),
            "wang",
            {"what": "escalated", "to": "sun", "reason": "无人可派"},
        ),
        (
            ("approve", "--asked", "换机"),
            "sun",
            {"what": "approved", "asked": "换机", "granted": True, "by_whom": "sun"},
        ),
        (
            ("approve", "--asked", "退款", "--by", "sun", "--refused", "--note", "已过期"),
            "li",
            {
                "what": "approved",
                "asked": "退款",
                "granted": False,
                "by_whom": "sun",
                "words": "已过期",
            },
        ),
        (
            ("urgency", "critical", "--reason", "停产"),
            "chen",
            {"what": "urgency_set", "urgency": "critical", "reason": "停产"},
        ),
        (
            ("commit", "--promise", "送一套滤网", "--until", "2026-11-30 17:00"),
            "chen",
            {
                "what": "committed",
                "promise": "送一套滤网",
                "until": "2026-11-30T17:00:00+08:00",
            },
        ),
        (("note", "门口有狗"), "zhao", {"what": "remarked", "words": "门口有狗"}),
    ],
)
def test_what_only_adds_to_a_ticket_leaves_it_where_it_is(
    taken: Desk, words: tuple[str, ...], by: str, event: dict[str, object]
) -> None:
    command, *more = words
    ended = taken.ok(command, TICKET, *more, by=by)
    assert last(taken) == {"by": by, **event}
    assert comes_next(ended) == RECEIVED
    assert "State: received" in ended.out


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("escalate", TICKET), ["--to", "--reason"]),
        (("approve", TICKET), ["--asked"]),
        (("urgency", TICKET), ["--urgency", "--reason"]),
        (("commit", TICKET), ["--promise", "--until"]),
        (("note", TICKET), ["--words"]),
        (("hold", TICKET), ["--for", "--reason"]),
        (("reopen", TICKET), ["--reason"]),
        (("cancel", TICKET), ["--reason", "--asked-by"]),
        (("settle", TICKET), ["--outcome", "--reason"]),
        (("adopt", TICKET), ["--reason"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    taken: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(taken, *words, by="sun")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("escalate", TICKET, "--to", "nobody", "--reason", "x"), "unknown-staff"),
        (("approve", TICKET, "--asked", "x", "--by", "nobody"), "unknown-staff"),
        (("urgency", TICKET, "soon", "--reason", "x"), "not-one-of"),
        (("hold", TICKET, "--for", "us", "--reason", "x"), "not-one-of"),
        (("commit", TICKET, "--promise", "x", "--until", "someday"), "not-a-time"),
        (("commit", TICKET, "--kept", "zzzzzz"), "no-such-event"),
        (("settle", TICKET, "--outcome", "lost", "--reason", "x"), "not-a-state"),
        (("settle", TICKET, "--outcome", "closed", "--reason", "x"), "nothing-to-settle"),
        (("adopt", TICKET, "--reason", "x"), "nothing-to-adopt"),
        (("resume", TICKET), "impossible-step"),
        (("reopen", TICKET, "--reason", "x"), "impossible-step"),
        (("close", TICKET), "impossible-step"),
    ],
)
def test_what_cannot_be_is_refused(taken: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(taken, *words, by="sun")["key"] == key


@pytest.mark.parametrize(
    ("words", "by"),
    [
        (("approve", TICKET, "--asked", "换机"), "chen"),
        (("hold", TICKET, "--for", "customer", "--reason", "x"), "zhao"),
        (("cancel", TICKET, "--reason", "x", "--asked-by", "张工"), "wang"),
    ],
)
def test_leave_a_hold_and_giving_up_are_not_for_everybody(
    taken: Desk, words: tuple[str, ...], by: str
) -> None:
    assert refused(taken, *words, by=by)["key"] == "not-your-role"


# A promise to the customer


def test_a_commitment_is_kept_by_the_beginning_of_its_number(taken: Desk) -> None:
    commit = ("commit", TICKET, "--promise", "送滤网", "--until", "2026-11-30 17:00")
    taken.ok(*commit, by="chen")
    of = events(taken)[-1]["id"]
    taken.ok("commit", TICKET, "--kept", of[:4], by="wang", now=LATER)
    assert last(taken) == {"what": "commitment_kept", "by": "wang", "of": of}


@pytest.mark.usefixtures("no_ids")
def test_a_beginning_that_fits_two_commitments_names_neither(taken: Desk) -> None:
    for thing in ("送滤网", "送手册"):
        commit = ("commit", TICKET, "--promise", thing, "--until", "2026-11-30 17:00")
        taken.ok(*commit, by="chen")
    error = refused(taken, "commit", TICKET, "--kept", "0000", by="wang", now=LATER)
    assert (error["key"], error["facts"]) == ("no-such-event", {"ticket": TICKET, "event": "0000"})


# On hold


@pytest.mark.parametrize("wish", ["customer", "parts", "vehicle", "people"])
def test_a_ticket_on_hold_says_whose_wish_it_is_and_comes_back_to_where_it_was(
    taken: Desk, wish: str
) -> None:
    hold = ("hold", TICKET, "--for", wish, "--reason", "出差", "--until", "2026-11-25 09:00")
    ended = taken.ok(*hold, by="chen")
    assert last(taken) == {
        "what": "held",
        "by": "chen",
        "wish": wish,
        "reason": "出差",
        "until": "2026-11-25T09:00:00+08:00",
    }
    assert comes_next(ended) == ["resume"]
    assert "State: on hold" in ended.out
    back = taken.ok("resume", TICKET, "--note", "已回来", by="wang", now=LATER)
    assert last(taken) == {"what": "resumed", "by": "wang", "words": "已回来"}
    assert "State: received" in back.out
    assert comes_next(back) == RECEIVED


def test_a_hold_of_which_nobody_says_until_when_lasts_ten_working_days(taken: Desk) -> None:
    taken.ok("hold", TICKET, "--for", "customer", "--reason", "出差", by="chen")
    assert last(taken)["until"] == "2026-12-04T17:30:00+08:00"


def test_the_department_says_how_long_a_hold_lasts(taken: Desk) -> None:
    taken.edit("near_km:", "hold_days: 1\nnear_km:", "svc.yaml")
    taken.ok("hold", TICKET, "--for", "customer", "--reason", "出差", by="chen")
    assert last(taken)["until"] == "2026-11-23T17:30:00+08:00"


def test_a_hold_is_recorded_though_its_calendar_can_not_be_read(taken: Desk) -> None:
    (taken.path / "calendars" / "SZ@1.yaml").write_text("nonsense", "utf-8")
    taken.svc("hold", TICKET, "--for", "customer", "--reason", "出差", by="chen")
    assert last(taken)["what"] == "held"
    assert "until" not in last(taken)


# Given up, closed, opened again


def test_a_request_is_given_up_with_who_asked_for_it_and_may_be_opened_again(taken: Desk) -> None:
    ended = taken.ok("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工", by="chen")
    event = {"what": "cancelled", "by": "chen", "reason": "不修了", "asked_by": "张工"}
    assert last(taken) == event
    assert comes_next(ended) == ["reopen"]
    opened = taken.ok("reopen", TICKET, "--reason", "又要修", by="zhao", now=LATER)
    assert last(taken) == {"what": "reopened", "by": "zhao", "reason": "又要修"}
    assert comes_next(opened) == ["handover", "contact", "dispatch"]


def test_what_was_called_back_is_closed(called: Desk) -> None:
    ended = called.ok("close", TICKET, "--note", "已归档", by="zhao", now=NEXT_DAY)
    assert last(called) == {"what": "closed", "by": "zhao", "words": "已归档"}
    assert "State: closed" in ended.out
    assert comes_next(ended) == ["reopen"]


def test_it_is_not_closed_while_its_slip_is_missing(desk: Desk) -> None:
    desk.play("back")
    happy = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    desk.ok(*happy, by="zhao", now="2026-11-21T10:00:00")
    error = refused(desk, "close", TICKET, by="zhao", now=NEXT_DAY)
    assert (error["key"], error["facts"]) == ("slip-missing", {"ticket": TICKET})
    desk.ok("close", TICKET, "--allow", "回执遗失", by="sun", now=NEXT_DAY)
    assert last(desk) == {"what": "closed", "by": "sun", "allowed": "回执遗失"}


def test_it_is_not_closed_while_money_is_open(desk: Desk) -> None:
    desk.told |= {"bought": "2020-08-01", "mode": "paid"}
    desk.play("slip")
    desk.ok("quote", TICKET, "--line", "L04", by="chen", now="2026-11-20T16:45:00")
    desk.ok(
        *("consent", TICKET, "--to", "price", "--who", "张工", "--how", "电话"),
        by="chen",
        now="2026-11-20T16:46:00",
    )
    happy = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    desk.ok(*happy, by="zhao", now="2026-11-21T10:00:00")
    error = refused(desk, "close", TICKET, by="zhao", now=NEXT_DAY)
    assert error["key"] == "not-charged"
    agreed = error["facts"]["agreed"]
    desk.ok("charge", TICKET, by="chen", now=NEXT_DAY)
    error = refused(desk, "close", TICKET, by="zhao", now=NEXT_DAY)
    assert (error["key"], error["facts"]["open"]) == ("unpaid", agreed)
    desk.ok("receipt", TICKET, "--how", "cash", by="zhao", now=NEXT_DAY)
    desk.ok("close", TICKET, by="zhao", now=NEXT_DAY)


# After a merge, after a hand's edit


def test_what_a_merge_left_out_of_turn_is_settled(called: Desk) -> None:
    log = called.record.read_text(encoding="utf-8")
    twice = (
        '  - seq: 11\n    id: "zz0011"\n    what: "dispatched"\n    at: "2026-11-21T10:01:00+08:00"\n'
        '    typed: "2026-11-21T10:01:00+08:00"\n    by: "li"\n    technician: "wang"\n'
        '    appointment: "2026-11-23T10:00:00+08:00"\n'
    )
    called.record.write_text(log + twice, encoding="utf-8", newline="")
    called.commit()
    settle = ("settle", TICKET, "--outcome", "called_back", "--reason", "不用再去")
    assert refused(called, *settle, by="chen", now=NEXT_DAY)["key"] == "not-your-role"
    ended = called.ok(*settle, by="li", now=NEXT_DAY)
    assert last(called) == {
        "what": "settled",
        "by": "li",
        "outcome": "called_back",
        "words": "不用再去",
    }
    assert comes_next(ended) == ["close", "reopen"]
    assert "already recorded" in called.ok(*settle, by="li", now=NEXT_DAY).out
    error = refused(called, *settle[:3], "done", *settle[4:], by="li", now=NEXT_DAY)
    assert error["key"] == "nothing-to-settle"


def test_an_edited_head_is_put_back_as_told_and_the_edit_recorded(taken: Desk) -> None:
    told = taken.record.read_text(encoding="utf-8")
    taken.edit("0755-26001111", "0755-26002222")
    taken.edit("380V/12kW", "380V/18kW")
    taken.commit()
    taken.ok("adopt", TICKET, "--reason", "听错了", by="chen", now=LATER)
    first, second = events(taken)[-2:]
    assert [(e["field"], e["old"], e["new"], e["reason"], e["by"]) for e in (first, second)] == [
        ("customer.phone", "0755-26001111", "0755-26002222", "听错了", "chen"),
        ("equipment.specification", "380V/12kW", "380V/18kW", "听错了", "chen"),
    ]
    head = taken.data["customer"]
    assert head["phone"] == "0755-26001111"
    current = taken.ledger.read(TICKET).state.current
    assert current.customer is not None
    assert current.customer.phone == "0755-26002222"
    assert told.partition("log:")[0].count("0755-26001111") == 1
    assert taken.svc("check", TICKET, now=LATER).status == 0
    again = taken.ok("adopt", TICKET, "--reason", "听错了", by="chen", now=LATER)
    assert "already recorded" in again.out
    assert refused(taken, "adopt", TICKET, "--reason", "别的", by="chen", now=LATER)["key"] == (
        "nothing-to-adopt"
    )


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (
            'received: "2026-11-20T09:00:00+08:00"',
            'received: "2026-11-20T08:00:00+08:00"',
            "received",
        ),
        ('wishes: "今天来修"\n', "", "wishes"),
    ],
)
def test_when_it_was_received_and_what_was_told_are_not_taken_out(
    taken: Desk, old: str, new: str, field: str
) -> None:
    taken.edit(old, new)
    taken.commit()
    error = refused(taken, "adopt", TICKET, "--reason", "x", by="sun", now=LATER)
    assert (error["key"], error["facts"]["field"]) == ("cannot-adopt", field)


@pytest.mark.parametrize(
    "words",
    [
        ("remind", TICKET, "--caller", "李总"),
        ("note", TICKET, "门口有狗"),
        ("escalate", TICKET, "--to", "sun", "--reason", "x"),
        ("urgency", TICKET, "urgent", "--reason", "x"),
    ],
)
def test_the_same_typed_twice_stands_once_unless_it_happened_again(
    taken: Desk, words: tuple[str, ...]
) -> None:
    taken.ok(*words, by="chen")
    count = len(events(taken))
    assert "already recorded" in taken.ok(*words, by="chen", now="2026-11-20T09:01:00").out
    assert len(events(taken)) == count
    taken.ok(*words, "--again", by="chen", now="2026-11-20T09:02:00")
    assert len(events(taken)) == count + 1


@pytest.mark.parametrize("words", [("remind", TICKET), ("note", TICKET, "门口有狗")])
def test_what_happened_earlier_bears_its_time(taken: Desk, words: tuple[str, ...]) -> None:
    taken.ok(*words, "--at", "09:10", by="chen", now=LATER)
    assert last(taken)["at"] == "2026-11-20T09:10:00+08:00"
