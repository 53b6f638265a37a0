"""Calendars, read by another's reader: each visit with its moments, people and words as they were
told.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from errors.exchanges import without_other_offices
from icalendar import Calendar

if TYPE_CHECKING:
    from conftest import Desk

AWKWARD = "一楼;二楼,\\三楼 “BEGIN:VEVENT” " + "很长的说明" * 30


def exported(desk: Desk, *more: str, now: str = "2026-11-20T12:00:00") -> bytes:
    folder = desk.path.parent
    desk.ok("calendar", "export", "--technician", "wang", "--out", str(folder), *more, now=now)
    return Path(folder, "wang.ics").read_bytes()


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_a_visit_is_read_as_it_was_agreed(desk: Desk) -> None:
    desk.told |= {"symptom": AWKWARD, "wishes": "unknown: 没说"}
    desk.play("dispatch")
    (event,) = events(exported(desk))
    assert event["uid"] == f"{desk.ticket}-1@svc.invalid"
    assert event.decoded("dtstart") == datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert event["status"] == "CONFIRMED"
    assert event["location"] == desk.told["address"]
    assert desk.told["unit"] in event["summary"]
    assert AWKWARD in event["description"]
    assert "一楼\\;二楼\\,\\\\三楼" in exported(desk).replace(b"\r\n ", b"").decode()
    assert "13900001111" in event["description"]
    assert "unknown" not in event["description"]


def test_lines_are_folded_at_75_bytes_and_no_character_is_cut(desk: Desk) -> None:
    desk.told["symptom"] = AWKWARD + "👨‍🔧" * 20
    desk.play("dispatch")
    data = exported(desk)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) == 75
    for line in lines:
        line.decode()  # each by itself
        assert b"\n" not in line
    assert data.count(b"BEGIN:VEVENT\r\n") == 1
    assert desk.told["symptom"] in events(data)[0]["description"]


def test_the_same_visits_are_the_same_bytes(desk: Desk) -> None:
    desk.play("dispatch")
    first = exported(desk)
    assert exported(desk, now="2026-11-25T08:00:00") == first
    assert b"DTSTAMP:20261120T015000Z\r\n" in first  # when it was dispatched


def test_masked_it_holds_nothing_of_the_customer(desk: Desk) -> None:
    canaries = {"unit": "金丝雀酒家", "address": "金丝雀路1号", "contact": "金丝雀",
                "phone": "0755-26009999", "mobile": "13911112222", "symptom": "金丝雀叫",
                "wishes": "金丝雀食", "model": "CR-金丝雀", "serial": "JSQ-1"}  # fmt: skip
    desk.told |= canaries
    desk.play("dispatch")
    whole, masked = exported(desk), exported(desk, "--masked")
    text = masked.replace(b"\r\n ", b"").decode()
    assert "金丝雀" in whole.decode()
    for word in ("金丝雀", "26009999", "13911112222", "JSQ-1"):
        assert word not in text
    assert events(masked)[0]["uid"] == events(whole)[0]["uid"]


def test_moved_and_cancelled_visits(desk: Desk) -> None:
    desk.play("dispatch")
    (before,) = events(exported(desk))
    words = ("--appointment", "2026-11-23 10:00", "--agreed-with", "张工", "--reason", "有事")
    desk.ok("reschedule", desk.ticket, *words, by="li", now="2026-11-20T10:00:00")
    (moved,) = events(exported(desk))
    assert moved["uid"] == before["uid"]
    assert moved["sequence"] > before["sequence"]
    assert moved.decoded("dtstart") == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    words = ("--reason", "自己修好了", "--asked-by", "张工")
    desk.ok("cancel", desk.ticket, *words, by="li", now="2026-11-20T11:00:00")
    (cancelled,) = events(exported(desk))
    assert (cancelled["uid"], cancelled["status"]) == (before["uid"], "CANCELLED")
    assert cancelled["sequence"] > moved["sequence"]


def test_a_folder_holds_a_file_for_each_technician(desk: Desk, tmp_path: Path) -> None:
    desk.play("dispatch")
    desk.ok("calendar", "export", "--out", str(tmp_path))
    assert [path.name for path in tmp_path.glob("*.ics")] == ["wang.ics"]
    assert desk.svc("calendar", "export").status == 2
    assert desk.svc("calendar", "export", "--out", str(tmp_path / "no")).status == 2


def test_no_calendar_is_written_into_the_ledger(desk: Desk, tmp_path: Path) -> None:
    desk.play("dispatch")
    before = desk.snapshot()
    (tmp_path / "link").symlink_to(desk.path / "tickets")
    one = ("calendar", "export", "--technician", "wang", "--out")
    for words in (
        (*one, "wang.ics"),
        (*one, str(tmp_path / "link")),
        (*one, str(tmp_path / "link" / "wang.ics")),
        ("calendar", "export", "--out", "."),
    ):
        refused = desk.svc("--json", *words)
        assert (refused.status, refused.error["key"]) == (2, "export-in-ledger")
    assert "--out ../wang.ics" in desk.svc(*one, "wang.ics").err
    assert "--out ../calendars" in desk.svc(*one, ".").err
    assert desk.snapshot() == before


def test_without_a_file_it_is_put_out_as_it_is(desk: Desk) -> None:
    desk.play("dispatch")
    out = desk.ok("calendar", "export", "--technician", "wang").out
    assert out.encode() == exported(desk)
    assert out.endswith("END:VCALENDAR\r\n")
    told = desk.ok("--json", "calendar", "export", "--technician", "wang").json
    assert told["items"] == [{"technician": "wang", "visits": 1, "path": None}]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_calendar_is_one(desk: Desk, lang: str) -> None:
    data = exported(desk, "--lang", lang)
    assert Calendar.from_ical(data).walk("VEVENT") == []


def test_a_clone_of_some_offices_says_in_the_calendar_of_how_much_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("dispatch")
    whole = desk.ok("calendar", "export", "--technician", "wang").out
    assert "X-WR-CALDESC" not in whole
    without_other_offices(desk, monkeypatch)
    part = desk.ok("calendar", "export", "--technician", "wang").out
    (said,) = [line for line in part.splitlines() if line.startswith("X-WR-CALDESC")]
    assert said.startswith("X-WR-CALDESC:Of 1 of 2 tickets"), said
