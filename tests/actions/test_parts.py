"""Parts: asked of the centre and awaited, missing in stock, lent to a technician and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import events, last, refused, said
from conftest import TICKET, instead

if TYPE_CHECKING:
    from conftest import Desk

C = "SZ-2611-A0002"
LATER = "2026-11-20T10:00:00"
NEXT_DAY = "2026-11-21T10:00:00"
REQUEST = ("part", "request", TICKET, "加热管:2")
DELIVER = ("part", "deliver", TICKET, "加热管")
LEND = ("loan", "lend", TICKET, "主板", "--to", "wang")
RETURN = ("loan", "return", TICKET, "主板", "--how", "used")


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


@pytest.fixture
def lent(taken: Desk) -> Desk:
    taken.ok(*LEND, by="sun")
    return taken


def whats(desk: Desk, ticket: str = TICKET) -> list[str]:
    return [event["what"] for event in events(desk, ticket)]


@pytest.mark.parametrize(
    ("words", "by", "event"),
    [
        (REQUEST, "li", {"what": "part_requested", "part": "加热管", "count": 2}),
        (
            ("part", "request", TICKET, "加热管", "--by", "2026-11-23 12:00"),
            "li",
            {
                "what": "part_requested",
                "part": "加热管",
                "count": 1,
                "by_when": "2026-11-23T12:00:00+08:00",
            },
        ),
        (
            ("part", "short", TICKET, "主板：3"),
            "sun",
            {"what": "part_short", "part": "主板", "count": 3},
        ),
        (LEND, "sun", {"what": "part_lent", "part": "主板", "count": 1, "technician": "wang"}),
        (
            ("loan", "lend", TICKET, "主板:2", "--to", "wang", "--serial", "ZB-77"),
            "sun",
            {
                "what": "part_lent",
                "part": "主板",
                "count": 2,
                "technician": "wang",
                "serial": "ZB-77",
            },
        ),
    ],
)
def test_it_is_written_as_said_and_the_ticket_stays_where_it_is(
    taken: Desk, words: tuple[str, ...], by: str, event: dict[str, object]
) -> None:
    ended = taken.ok(*words, by=by)
    assert last(taken) == {"by": by, **event}
    assert "State: received" in ended.out


# Asked and delivered


def test_what_comes_is_the_first_request_that_is_still_awaited(taken: Desk) -> None:
    taken.ok(*REQUEST, by="li")
    taken.ok("part", "request", TICKET, "风机", by="li")
    taken.ok(*REQUEST, "--again", by="li")
    first, fan, second = (e["id"] for e in events(taken) if e["what"] == "part_requested")
    for words, of in (
        (DELIVER, first),
        ((*DELIVER, "--again"), second),
        ((*DELIVER[:-1], "风机"), fan),
    ):
        taken.ok(*words, by="sun", now=LATER)
        assert last(taken) == {"what": "part_delivered", "by": "sun", "of": of}


def test_a_delivery_said_twice_stands_once_and_later_nothing_is_awaited(taken: Desk) -> None:
    taken.ok(*REQUEST, by="li")
    taken.ok(*DELIVER, by="sun", now=LATER)
    again = taken.ok(*DELIVER, by="sun", now="2026-11-20T10:01:00")
    assert "already recorded" in again.out
    assert whats(taken).count("part_delivered") == 1
    error = refused(taken, *DELIVER, by="sun", now="2026-11-20T15:00:00")
    assert (error["key"], error["facts"]) == ("no-such-loan", {"ticket": TICKET, "part": "加热管"})


def test_a_part_that_nobody_asked_for_is_not_delivered(taken: Desk) -> None:
    taken.ok("part", "request", TICKET, "风机", by="li")
    error = refused(taken, *DELIVER, by="sun")
    assert (error["key"], error["facts"]) == ("no-such-loan", {"ticket": TICKET, "part": "加热管"})


# Lent


def test_who_still_has_a_part_gets_no_other_and_its_name_is_said(lent: Desk) -> None:
    error = refused(lent, *LEND[:3], "加热管", "--to", "wang", by="sun", now=NEXT_DAY)
    assert (error["key"], error["facts"]) == (
        "earlier-loan-open",
        {"technician": "王强", "part": "主板", "ticket": TICKET},
    )


def test_that_it_was_lent_for_another_ticket_does_not_matter(lent: Desk) -> None:
    assert lent.other(2).status == 0
    error = refused(lent, "loan", "lend", C, "加热管", "--to", "wang", by="sun", now=NEXT_DAY)
    assert (error["key"], error["facts"]["ticket"]) == ("earlier-loan-open", TICKET)


def test_a_manager_may_let_it_happen_and_the_reason_is_written(lent: Desk) -> None:
    lent.ok(*LEND[:3], "加热管", "--to", "wang", "--allow", "急件", by="sun", now=NEXT_DAY)
    assert last(lent)["allowed"] == "急件"
    assert last(lent)["part"] == "加热管"


def test_somebody_else_may_have_a_part_meanwhile(lent: Desk) -> None:
    lent.ok("loan", "lend", TICKET, "主板", "--to", "li", by="sun", now=LATER)
    assert last(lent)["technician"] == "li"


def test_the_same_loan_said_twice_stands_once(lent: Desk) -> None:
    again = lent.ok(*LEND, by="sun", now="2026-11-20T09:01:00")
    assert "already recorded" in again.out
    assert whats(lent).count("part_lent") == 1


@pytest.mark.parametrize("serial", ["ZB-77", "zb-77", "ZB 77"])
def test_one_piece_is_with_one_technician_whatever_anybody_allows(taken: Desk, serial: str) -> None:
    taken.ok(*LEND, "--serial", "ZB-77", by="sun")
    other = ("loan", "lend", TICKET, "主板", "--to", "li", "--allow", "急件", "--serial", serial)
    assert refused(taken, *other, by="sun", now=LATER)["key"] == "earlier-loan-open"


@pytest.mark.parametrize(("part", "serial"), [("主板", "ZB-78"), ("主板", ""), ("风机", "ZB-77")])
def test_another_piece_or_another_part_of_that_number_is_free(
    taken: Desk, part: str, serial: str
) -> None:
    taken.ok(*LEND, "--serial", "ZB-77", by="sun")
    numbered = ("--serial", serial) if serial else ()
    taken.ok("loan", "lend", TICKET, part, "--to", "li", *numbered, by="sun", now=LATER)
    assert last(taken)["technician"] == "li"


# Ended


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("--how", "used"), {"how": "used"}),
        (("--how", "good"), {"how": "good"}),
        (("--how", "defective", "--fault", "不通电"), {"how": "defective", "fault": "不通电"}),
    ],
)
def test_a_loan_ends_used_good_or_defective_and_then_another_may_be_lent(
    lent: Desk, typed: tuple[str, ...], answer: dict[str, str]
) -> None:
    (loan,) = [e["id"] for e in events(lent) if e["what"] == "part_lent"]
    lent.ok("loan", "return", TICKET, "主板", *typed, by="sun", now=LATER)
    assert last(lent) == {"what": "loan_ended", "by": "sun", "of": loan, **answer}
    lent.ok("loan", "lend", TICKET, "加热管", "--to", "wang", by="sun", now=LATER)


def test_a_part_that_is_lost_is_no_loan_any_more(lent: Desk) -> None:
    lost = ("loan", "return", TICKET, "主板", "--how", "lost", "--fault", "搬运中丢失")
    lent.ok(*lost, by="sun", now=LATER)
    assert (last(lent)["how"], last(lent)["fault"]) == ("lost", "搬运中丢失")
    assert lent.ok("--json", "loan", "list").json["items"] == []
    lent.ok(*LEND, by="sun", now="2026-11-20T11:00:00")
    page = ("print", "loan-card", TICKET, "--format", "html", "--out", "card.html")
    lent.ok(*page, by="sun", now="2026-11-20T11:00:00")
    assert "搬运中丢失" in (lent.path / "card.html").read_text("utf-8")


def test_of_two_loans_of_a_part_the_first_ends_first(lent: Desk) -> None:
    lent.ok("loan", "lend", TICKET, "主板", "--to", "li", by="sun", now=LATER)
    first, second = (e["id"] for e in events(lent) if e["what"] == "part_lent")
    lent.ok(*RETURN, by="sun", now=LATER)
    assert last(lent)["of"] == first
    lent.ok(*RETURN, "--again", by="sun", now=LATER)
    assert last(lent)["of"] == second


def test_the_pieces_of_a_loan_end_together(taken: Desk) -> None:
    taken.ok("loan", "lend", TICKET, "主板:2", "--to", "wang", by="sun")
    some = ("loan", "return", TICKET, "主板:1", "--how", "used")
    error = refused(taken, *some, by="sun", now=LATER)
    assert (error["key"], error["facts"]) == (
        "lent-together",
        {"ticket": TICKET, "part": "主板", "count": 1, "lent": 2},
    )
    taken.ok("loan", "return", TICKET, "主板：2", "--how", "used", by="sun", now=LATER)
    assert said(events(taken)[-1])["what"] == "loan_ended"


def test_an_end_said_twice_stands_once_and_later_no_part_is_out(lent: Desk) -> None:
    lent.ok(*RETURN, by="sun", now=LATER)
    assert "already recorded" in lent.ok(*RETURN, by="sun", now="2026-11-20T10:01:00").out
    assert whats(lent).count("loan_ended") == 1
    assert refused(lent, *RETURN, by="sun", now="2026-11-20T15:00:00")["key"] == "no-such-loan"


def test_a_part_that_was_not_lent_does_not_come_back(lent: Desk) -> None:
    error = refused(lent, "loan", "return", TICKET, "风机", "--how", "good", by="sun", now=LATER)
    assert (error["key"], error["facts"]["part"]) == ("no-such-loan", "风机")


# What is out


def test_what_is_out_is_listed_the_longest_first(lent: Desk) -> None:
    assert lent.other(2).status == 0
    lent.ok(
        *("loan", "lend", C, "风机:2", "--to", "li", "--at", "2026-11-20 09:00"),
        by="sun",
        now=LATER,
    )
    lent.ok("loan", "lend", C, "温控器", "--to", "sun", by="sun", now=LATER)
    shown = lent.ok("--json", "loan", "list", now=LATER).json
    assert shown["unreadable"] == 0
    assert {
        (i["ticket"], i["part"], i["count"], i["technician"], i["since"]) for i in shown["items"]
    } == {
        (TICKET, "主板", 1, "wang", "2026-11-20T09:00:00+08:00"),
        (C, "风机", 2, "li", "2026-11-20T09:00:00+08:00"),
        (C, "温控器", 1, "sun", "2026-11-20T10:00:00+08:00"),
    }
    assert shown["items"][-1]["part"] == "温控器"
    text = lent.ok("loan", "list", now=LATER).out
    for word in ("王强", "主板", "李明", "风机", TICKET, C, "2026-11-20 09:00"):
        assert word in text


def test_a_loan_that_ended_is_no_longer_listed(lent: Desk) -> None:
    lent.ok(*RETURN, by="sun", now=LATER)
    assert lent.ok("--json", "loan", "list").json["items"] == []
    assert lent.ok("loan", "list").out == "No part is out.\n"


def test_a_ticket_that_cannot_be_read_is_counted_and_hides_no_loan(lent: Desk) -> None:
    assert lent.other(2).status == 0
    lent.ok("loan", "lend", C, "风机", "--to", "li", by="sun", now=LATER)
    lent.record.write_text("id: [\n", encoding="utf-8")
    ended = lent.svc("--json", "loan", "list", now=LATER)
    assert [each["part"] for each in ended.json["items"]] == ["风机"]
    assert ended.json["unreadable"] == 1


def test_a_part_followed_piece_by_piece_is_lent_one_at_a_time_with_its_number(taken: Desk) -> None:
    taken.ok("part", "add", "P-7", "--name", "主板", "--serial", "yes", by="sun")
    lend = ("loan", "lend", TICKET, "p-7", "--to", "wang")
    two = (*lend[:3], "p-7:2", *lend[4:], "--serial", "B1")
    for words in (lend, two):
        error = refused(taken, *words, by="sun", now=LATER)
        assert (error["key"], error["facts"]["part"]) == ("piece-not-named", "P-7")
    taken.ok(*lend, "--serial", "B1", by="sun", now=LATER)
    assert last(taken)["serial"] == "B1"


# By when


def test_a_loan_is_to_be_settled_in_the_days_that_the_settings_say(lent: Desk) -> None:
    said = ("--json", "loan", "list")
    (plain,) = lent.ok(*said, now="2026-12-20T10:00:00").json["items"]
    assert (plain["due"], plain["overdue"]) == (None, False)
    assert "To be settled by" not in lent.ok("loan", "list", now=LATER).out
    lent.edit("near_km:", "loan_days: 1\nnear_km:", "svc.yaml")
    (loan,) = lent.ok(*said, now=LATER).json["items"]
    assert (loan["due"], loan["overdue"]) == ("2026-11-23T17:30:00+08:00", False)
    late = "2026-11-23T17:30:01"
    assert lent.ok(*said, now=late).json["items"][0]["overdue"]
    assert "2026-11-23 17:30 overdue" in lent.ok("loan", "list", now=late).out
    due = lent.ok("--json", "overdue", now=late).json["items"]
    assert "loan" in [each["due"]["promise"] for each in due]
    lent.ok(*RETURN, by="sun", now=late)
    due = lent.ok("--json", "overdue", now=late).json["items"]
    assert "loan" not in [each["due"]["promise"] for each in due]


# Typed wrong


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("loan", "lend", TICKET, "主板", "--to", "nobody"), "unknown-staff"),
        (("part", "request", TICKET, "主板:many"), "not-a-number"),
        ((*RETURN[:4], "--how", "gone"), "not-one-of"),
        (("loan", "lend", TICKET, "主板"), "missing-fields"),
        (RETURN[:4], "missing-fields"),
    ],
)
def test_what_is_typed_wrong_is_refused(lent: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(lent, *words, by="sun", now=LATER)["key"] == key


@pytest.mark.parametrize("words", [DELIVER, ("part", "short", TICKET, "主板"), LEND, RETURN])
def test_parts_are_kept_by_the_store_not_by_the_desk(lent: Desk, words: tuple[str, ...]) -> None:
    lent.ok(*REQUEST, by="li")
    person = ("--to", "li") if words == LEND else ()
    assert refused(lent, *instead(words, *person), by="li", now=LATER)["key"] == "not-your-role"


def test_a_part_is_shown_with_its_name_wherever_somebody_reads_it(taken: Desk) -> None:
    (taken.path / "parts.yaml").write_text(
        'parts:\n  - {code: "P-7001", name: "流量计"}\n', encoding="utf-8"
    )
    taken.commit()
    taken.ok("loan", "lend", TICKET, "P-7001", "--to", "wang", by="sun")
    taken.ok("part", "request", TICKET, "P-7001", by="sun")
    assert "P-7001 流量计" in taken.ok("loan", "list", now=LATER).out
    assert taken.ok("show", TICKET, now=LATER).out.count("P-7001 流量计") == 2
    assert "P-7001 流量计" in taken.ok("dispatch", TICKET, by="sun", now=LATER).out
    assert "P-7001 流量计" in taken.ok("search", "p7001", now=LATER).out.replace("  ", " ")
    assert taken.ok("--json", "loan", "list", now=LATER).json["items"][0]["part"] == "P-7001"
    # one that is not in the catalogue is shown as it was typed, and so is each without one
    (taken.path / "parts.yaml").write_text("parts: [", encoding="utf-8")
    assert "P-7001" in taken.ok("show", TICKET, now=LATER).out
