"""What a deed wrote into a ticket's or a customer's file, what it says comes next, and that a
refused one left all as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conftest import TICKET

from svc.model import reading
from svc.model.ids import parse_customer_id, parse_ticket_id

if TYPE_CHECKING:
    from conftest import Desk, Ended

Fields = dict[str, Any]

# Two customers, as `svc customer add` is told of them.
MINGHUI = {
    "name": "南山明辉餐饮",
    "address": "深圳市南山区",
    "phone": "0755-26001111",
    "contact": "张工",
    "mobile": "13900001111",
}
HUAHENG = {
    "name": "昆山华恒焊接",
    "address": "昆山市",
    "phone": "0512-57001234",
    "contact": "单经理",
    "mobile": "13900002222",
}


def record(desk: Desk, number: str = TICKET) -> Fields:
    """A ticket, or a customer's file, as it stands in its file."""
    found = parse_ticket_id(number) or parse_customer_id(number)
    assert found is not None
    return reading.read_record((desk.path / found.path).read_bytes(), number)


def events(desk: Desk, number: str = TICKET) -> list[Fields]:
    """The log of a ticket or a customer's file as it stands in its file."""
    log: list[Fields] = record(desk, number)["log"]
    return log


def said(event: Fields) -> Fields:
    """An event without what the recorder makes up; `at` stands only if it was not just now."""
    made_up = {"seq", "id", "typed"} | ({"at"} if event["at"] == event["typed"] else set())
    return {name: value for name, value in event.items() if name not in made_up}


def last(desk: Desk, number: str = TICKET) -> Fields:
    """All that was said with the last event of a ticket or a customer's file."""
    return said(events(desk, number)[-1])


def comes_next(ended: Ended, ticket: str = TICKET) -> list[str]:
    """The commands a deed names as next, without `svc` and the ticket."""
    (line,) = [line for line in ended.out.splitlines() if line.startswith("Next: ")]
    return [
        command.removeprefix("svc ").removesuffix(f" {ticket}")
        for command in line.removeprefix("Next: ").split(", ")
    ]


def refused(desk: Desk, *words: str, by: str, now: str = "2026-11-20T09:00:00") -> Any:
    """What a command line is refused with: nothing is said on standard output, nothing written."""
    before = desk.snapshot()
    ended = desk.svc("--json", *words, by=by, now=now)
    assert (ended.status, ended.out) == (2, ""), ended
    assert desk.snapshot() == before
    return ended.error


BESIDES = {"unset", "office-people", "changed-settings"}
"""Rules of `svc check` that only advise, about what `svc init` starts with and what a test edits."""


def broken_rules(desk: Desk, *words: str, status: int = 1) -> list[tuple[str, str]]:
    """Which rules `svc check` finds broken, each with the file."""
    ended = desk.svc("check", *words, "--json", now="2026-11-30T09:00:00")
    assert ended.status == status, ended
    items = ended.json["items"]
    return [(item["rule"], item["path"]) for item in items if item["rule"] not in BESIDES]


def stands_once(
    desk: Desk, *words: str, now: str = "2026-11-20T09:35:00", by: str = "chen"
) -> None:
    """The command typed once more within ten minutes records nothing."""
    before = desk.snapshot()
    assert "already recorded" in desk.ok(*words, by=by, now=now).out
    assert desk.snapshot() == before
