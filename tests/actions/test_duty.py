"""Who takes calls about a ticket outside opening hours: where it is said, and when nobody can say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from conftest import TICKET

from svc.actions.duty import on_duty_now
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

NIGHT = datetime.fromisoformat("2026-11-20T20:00:00+08:00")


def on_duty(desk: Desk, now: datetime = NIGHT) -> list[str]:
    ledger = Ledger(desk.path)
    return on_duty_now(ledger, ledger.read(TICKET).state, now)


def test_in_opening_hours_it_is_nobody_and_the_roster_is_not_read(desk: Desk) -> None:
    desk.play("intake")
    (desk.path / "roster.yaml").write_text("duty: [no roster\n", encoding="utf-8")
    assert on_duty(desk, NIGHT.replace(hour=12)) == []


def test_where_the_roster_or_the_calendar_can_not_be_read_it_is_nobody(desk: Desk) -> None:
    desk.play("intake")
    desk.ok("roster", "--duty", "2026-11-20", "--who", "wang", by="li")
    assert on_duty(desk) == ["wang"]
    roster = (desk.path / "roster.yaml").read_bytes()
    (desk.path / "roster.yaml").write_text("duty: [no roster\n", encoding="utf-8")
    assert on_duty(desk) == []
    (desk.path / "roster.yaml").write_bytes(roster)
    assert on_duty(desk) == ["wang"]
    for calendar in desk.path.glob("calendars/*.yaml"):
        calendar.unlink()
    assert on_duty(desk) == []


def test_after_hours_the_ticket_is_who_is_on_duty_by_name_and_telephone(desk: Desk) -> None:
    desk.intake()
    night = ("roster", "--duty", "2026-11-20", "--shift", "17:30-8:30", "--who", "wang")
    desk.ok(*night, by="li")
    shown = [
        desk.ok("show", TICKET, by="li", now=f"2026-11-{at}:00").out
        for at in ("20T17:00", "20T20:00", "21T08:29", "21T08:30")
    ]
    assert ["On duty now: 王强 1" in text for text in shown] == [False, True, True, False]
    mine = [
        desk.ok("--json", "mine", by="wang", now=f"2026-11-20T{at}:00").json["items"]
        for at in ("17:00", "20:00")
    ]
    assert [[item["id"] for item in items] for items in mine] == [[], [TICKET]]


def test_it_is_named_when_a_call_comes_in_at_night_and_on_the_list_that_cron_sends(
    desk: Desk,
) -> None:
    desk.ok("roster", "--duty", "2026-11-20", "--who", "wang", by="li")
    night = "2026-11-20T21:00:00"
    noted = desk.ok("intake", "--note", "老赵", "13800138000", by="wang", now=night)
    assert "On duty now: 王强" in noted.out
    listed = desk.ok("overdue", "--all", by="li", now="2026-11-23T21:00:00")
    assert "On duty" not in listed.out  # nobody is that evening
    desk.ok("roster", "--duty", "2026-11-23", "--who", "li", by="li")
    listed = desk.ok("overdue", "--all", by="li", now="2026-11-23T21:00:00")
    assert "On duty now, " in listed.out
    assert "李明" in listed.out
