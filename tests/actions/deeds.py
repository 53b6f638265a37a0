"""What a deed wrote into a ticket's file, what it says comes next, and that a refused one left all
as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conftest import TICKET

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk, Ended

Fields = dict[str, Any]


def events(desk: Desk, ticket: str = TICKET) -> list[Fields]:
    """The log of a ticket as it stands in its file."""
    path = desk.path / "tickets" / ticket[:2] / f"20{ticket[3:5]}-{ticket[5:7]}" / f"{ticket}.yaml"
    log: list[Fields] = reading.read_record(path.read_bytes(), ticket)["log"]
    return log


def said(event: Fields) -> Fields:
    """An event without what the recorder makes up; `at` stands only if it was not just now."""
    made_up = {"seq", "id", "typed"} | ({"at"} if event["at"] == event["typed"] else set())
    return {name: value for name, value in event.items() if name not in made_up}


def last(desk: Desk, ticket: str = TICKET) -> Fields:
    """All that was said with a ticket's last event."""
    return said(events(desk, ticket)[-1])


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
