"""Clocks that are wrong: set back between two entries, years ahead, all alike; and times that no
clock shows.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

FIRST = datetime.fromisoformat("2026-11-20T09:40:00+08:00")


def shown(moment: datetime) -> str:
    return moment.isoformat()


@pytest.mark.parametrize(
    ("back", "named"),
    [(timedelta(seconds=1), "1s"), (timedelta(hours=1), "1h"), (timedelta(days=1), "1d")],
)
def test_set_back_between_two_entries_both_are_kept_in_turn_and_the_skew_is_named(
    desk: Desk, back: timedelta, named: str
) -> None:
    desk.play("handover")
    assert desk.svc("note", TICKET, "先", by="chen", now=shown(FIRST)).err == ""
    late = desk.svc("note", TICKET, "后", by="li", now=shown(FIRST - back))
    assert late.status == 0
    assert f"is {named} behind the last entry of {TICKET} (by 陈静, 2026-11-20 09:40)" in late.err
    assert [event["words"] for event in desk.log[-2:]] == ["先", "后"]
    assert desk.log[-1]["at"] == desk.log[-1]["typed"] == (FIRST - back).isoformat()
    for words in (("show", TICKET), ("why", TICKET)):
        told = desk.ok(*words, now=shown(FIRST)).out
        assert f"{named} before event 3 (by 陈静): a clock was set back" in told
        assert "promises are counted from the times as recorded" in told
    # With the clock right again nothing more is said.
    assert desk.svc("note", TICKET, "再", by="chen", now=shown(FIRST + back)).err == ""
    assert desk.ok("show", TICKET).out.count("a clock was set back") == 1


@pytest.mark.parametrize("seconds", [1, 3600, 86400])
def test_set_back_between_two_intakes_or_an_intake_and_its_note_nothing_is_refused(
    desk: Desk, seconds: int
) -> None:
    desk.play("intake")
    now = datetime.fromisoformat("2026-11-20T09:00:00+08:00") - timedelta(seconds=seconds)
    second = desk.other(2, now=shown(now))
    assert second.status == 0
    assert f"behind the last entry of {TICKET}" in second.err
    note = desk.svc("note", TICKET, "x", by="chen", now=shown(now))
    assert note.status == 0
    assert f"behind the last entry of {TICKET}" in note.err
    assert [event["what"] for event in desk.log] == ["received", "remarked"]
    for words in (
        ("list",),
        ("overdue", "--all"),
        ("why", TICKET),
        ("report", "all", "2026-11"),
        ("dispatch",),
    ):
        assert desk.ok(*words, now="2026-11-20T09:30:00").out
    # A time that somebody names is still judged by the rule.
    assert (
        desk.svc("note", TICKET, "x", "--at", "2026-11-19 08:00", by="chen", now=shown(now)).status
        == 2
    )


def test_the_month_before_is_looked_at_when_the_clock_falls_back_into_it(desk: Desk) -> None:
    assert desk.intake(now="2026-12-01T09:00:00").status == 0
    late = desk.other(2, now="2026-11-30T09:00:00")
    assert late.status == 0
    assert "is 1d behind the last entry of SZ-2612-A0001" in late.err


def test_cron_says_it_when_it_flags(desk: Desk) -> None:
    desk.play("slip")
    desk.ok("note", TICKET, "x", by="chen", now="2026-11-23T11:00:00")
    flagged = desk.svc("overdue", "--flag", by="cron", now="2026-11-23T10:00:00")
    assert flagged.status == 0
    assert TICKET in flagged.out
    assert "is 1h behind" in flagged.err


def test_five_years_ahead_everything_is_told_and_what_no_calendar_lists_is_marked(
    desk: Desk,
) -> None:
    """One office's machine: its tickets are numbered by its own clock, and the others see them."""
    ahead = "2031-11-20T09:00:00"
    desk.play("intake")
    assert desk.other(2, now=ahead).status == 0
    far = "SZ-3111-A0001"
    desk.ok("handover", far, "--to", "li", by="chen", now=ahead)
    told = desk.ok("why", far, now=ahead).out
    assert "provisional: the calendar does not list 2031" in told
    late = desk.svc("note", far, "x", by="chen", now="2026-11-20T10:00:00")
    assert late.status == 0
    assert "1825d23h behind" in late.err
    for words in (
        ("list", "--all"), ("show", far), ("overdue", "--all"), ("report", "all", "2026-11"),
        ("report", "all", "2031-11"), ("dispatch",), ("search", "故障"), ("customer", "find", "客户2"),
    ):  # fmt: skip
        for now in ("2026-11-20T10:00:00", ahead):
            ended = desk.svc(*words, now=now)
            if words[-1] == "2031-11" and now != ahead:  # by this clock that month is to come
                assert (ended.status, ended.out) == (2, "")
            else:
                assert (ended.status, ended.err) == (0, ""), words
    assert "SZ-3111-A0001" in desk.ok("list", "--all").out
    assert desk.svc("check", now="2026-11-20T10:00:00").status in (0, 1)


def test_a_hundred_entries_of_one_second_stay_in_the_order_they_were_typed(desk: Desk) -> None:
    desk.play("handover")
    desk.git("config", "svc.commit", "off")  # only to be quick
    now = shown(FIRST)
    wanted = [f"第 {number} 条" for number in range(100)]
    for words in wanted:
        assert desk.svc("note", TICKET, words, by="chen", now=now).err == ""
    assert [event["words"] for event in desk.log if event["what"] == "remarked"] == wanted
    assert len({event["typed"] for event in desk.log[2:]}) == 1
    told = desk.ok("show", TICKET).out
    assert sorted(wanted, key=told.index) == wanted
    assert desk.ok("check").status == 0


def test_tickets_of_one_second_stand_in_one_order_everywhere(desk: Desk) -> None:
    numbers = [f"SZ-2611-A{number:04}" for number in range(1, 13)]
    for number in range(1, 13):
        assert desk.other(number).status == 0
    for words in (("list", "--all"), ("overdue", "--all", "--within", "90h"), ("dispatch",)):
        told = desk.ok(*words, now="2026-11-20T09:00:30").out
        places = [told.index(number) for number in numbers]
        assert places == sorted(places), words
        assert desk.ok(*words, "--fresh", now="2026-11-20T09:00:30").out == told
    first = desk.ok(
        "report", "all", "2026-11", "--explain", "received", now="2026-12-01T09:00:00"
    ).out
    assert (
        first
        == desk.ok(
            "report", "all", "2026-11", "--explain", "received", now="2026-12-01T09:00:00"
        ).out
    )


# Times that no clock shows

NO_TIMES = (
    "2026-11-20T23:59:60+08:00", "2026-11-20T24:00:00+08:00", "2026-02-29T10:00:00+08:00", "2026-11-20T10:00:00",
    "0000-01-01T00:00:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-08:00", "2026-11-20T10:00:00+25:00",
)  # fmt: skip


@pytest.mark.parametrize("place", ["received", "at", "until"])
def test_a_time_that_is_none_in_a_record_is_named_with_its_line_and_hides_no_other_ticket(
    desk: Desk, place: str
) -> None:
    desk.play("handover")
    assert desk.other(2).status == 0
    desk.ok(
        "commit",
        TICKET,
        "--promise",
        "x",
        "--until",
        "明天 10:00",
        by="li",
        now="2026-11-20T09:30:00",
    )
    record = desk.record.read_text(encoding="utf-8")
    pattern = {
        "received": r'(?m)^(received: )".*"$',
        "at": r'(    at: )"2026-11-20T09:30:00.*"',
        "until": r'(    until: )".*"',
    }
    for text in NO_TIMES:
        broken = re.sub(pattern[place], rf'\1"{text}"', record)
        assert broken != record
        desk.record.write_text(broken, encoding="utf-8", newline="")
        line = next(number for number, told in enumerate(broken.splitlines(), 1) if text in told)
        shown = desk.svc("show", TICKET)
        assert shown.status == 3
        assert f"{TICKET}.yaml:{line}: " in shown.err
        assert text in shown.err
        listed = desk.svc("list", "--all")
        assert listed.status == 3
        assert "SZ-2611-A0002" in listed.out


NOT_TYPED = ("23:59:60", "24:00", "0000-01-01 09:00", "9999-12-31 23:59:59", "1899-12-31 09:00", "2026-02-29 09:00",
             "0001-01-01T00:00:00+14:00", "明天 24:00")  # fmt: skip


def test_a_time_that_is_none_on_the_command_line_is_refused_and_nothing_is_changed(
    desk: Desk,
) -> None:
    desk.play("handover")
    before = desk.snapshot()
    for text in NOT_TYPED:
        for words in (
            ("note", TICKET, "x", "--at", text), ("commit", TICKET, "--promise", "x", "--until", text),
            ("dispatch", TICKET, "--to", "wang", "--appointment", text),
        ):  # fmt: skip
            ended = desk.svc(*words, "--json", by="li", now=shown(FIRST))
            assert (ended.status, ended.out, ended.error["key"]) == (2, "", "not-a-time"), words
            assert text in ended.error["message"]
    assert desk.snapshot() == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("calendars/SZ@1.yaml", '"2026-04-04..2026-04-06"', '"2026-02-29..2026-04-06"'),
        ("calendars/SZ@1.yaml", '"2026-10-10"', '"2026-10-32"'),
        ("calendars/SZ@1.yaml", '"08:30-12:00"', '"08:30-24:30"'),
        ("staff.yaml", "since:", 'since: "0000-01-01" #'),
    ],
)
def test_a_day_or_hour_that_is_none_in_a_configuration_is_named_with_its_file(
    desk: Desk, path: str, old: str, new: str
) -> None:
    desk.play("handover")
    text = (desk.path / path).read_text(encoding="utf-8")
    (desk.path / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    assert text != (desk.path / path).read_text(encoding="utf-8")
    # what is recorded is recorded, whether its promises can be told or not
    for words in (("why", TICKET), ("check",)):
        ended = desk.svc(*words, by="chen", now=shown(FIRST))
        assert ended.status in (2, 3), (words, ended)
        assert f"{path}:" in ended.err + ended.out, (words, ended)


@pytest.mark.parametrize(
    "now", ["9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+08:00", "2026-11-20T24:00:00+08:00"]
)
def test_a_clock_at_the_end_of_the_calendar_is_refused(desk: Desk, now: str) -> None:
    assert desk.svc("list", now=now).status == 2


# Months

EDGES = (
    "2026-11-30T23:59:59+08:00", "2026-12-01T00:00:00+08:00", "2026-12-31T23:59:59+08:00", "2027-01-01T00:00:00+08:00",
    "2027-01-03T23:59:59+08:00", "2028-02-29T00:00:00+08:00", "2028-02-29T23:59:59+08:00", "2028-03-01T00:00:00+08:00",
)  # fmt: skip


def test_each_ticket_is_in_the_report_of_exactly_one_month(desk: Desk) -> None:
    """Midnight, the end of a month and a year, 29 February, week 53; told apart by the ledger's
    zone.
    """
    for number, now in enumerate(EDGES, 1):
        assert desk.other(number, now=now).status == 0
    found: dict[str, list[str]] = {}
    later = "2028-05-01T09:00:00"
    before = desk.svc("report", "all", "2026-10", "--explain", "received", "--json", now=later)
    assert before.status == 2  # nothing is known of then
    for month in sorted({now[:7] for now in EDGES} | {"2028-04"}):
        report = desk.ok("report", "all", month, "--explain", "received", "--json", now=later).out
        for ticket in set(re.findall(r"SZ-[0-9]{4}-A[0-9]{4}", report)):
            found.setdefault(ticket, []).append(month)
    assert len(found) == len(EDGES)
    assert all(months == [f"20{ticket[3:5]}-{ticket[5:7]}"] for ticket, months in found.items()), (
        found
    )
