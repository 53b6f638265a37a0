"""Stories of parts, of tickets that came with the store: asked of the centre and sent, not wanted
any more, several for one day, lent before the books had it, out when the ticket was closed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sample import requests
from sample.after import call_back, finish
from sample.desk import Case, at_clock
from sample.robots import PARTS
from sample.steps import file_slip, on_site, part_of, repair_fields, title
from sample.stories import opening, twice

BOARD = "MB20V4-26-0107"
"""The number of the board that is put in; one of those that the store of Shenzhen had at first."""
BOARDS = {
    "SZ": (BOARD, "MB20V4-26-0108"),
    "BJ": ("MB20V4-26-0111",),
    "SH": ("MB20V4-26-0115", "MB20V4-26-0116"),
    "WH": ("MB20V4-26-0121",),
    "CD": ("MB20V4-26-0124",),
}
"""The boards that each store had at first: each piece has its number."""
SMALL = ("P-1061", "P-1066", "P-1011")
"""Parts that go with others: of most machines."""


def sent_for(c: Case) -> None:
    """The parts centre says when it sent the part, and when it is expected."""
    c.extras.add("sent")
    twice(c, "needs_parts")


def not_wanted(c: Case) -> None:
    """The request is taken back: the part turned up."""
    c.extras.add("no_request")
    twice(c, "needs_parts")


def two_parts(c: Case) -> None:
    """Two parts for one visit, each a loan."""
    _arranged(c)
    other = next(code for code in SMALL if c.model in PARTS[code].models)
    _repaired(c, [_lent(c, part_of(c.fault, c.model)), _lent(c, other)])
    finish(c)


def first_of_day(c: Case) -> None:
    """The first of two customers of one technician on one day, until both are answered."""
    opening(c)


def second_of_day(first: Case, second: Case) -> None:
    """Parts for both are lent the evening before: those for one day stand together."""
    opening(second)
    first.until(second.now)
    first.until(second.now)
    able = second.world.able_for(second.office, (first.model, second.model))
    times = _both_on_one_day(first, second, able)
    for c, start in zip((first, second), times, strict=True):
        c.pause(5)
        _sent(c, able, start)
    loans = []
    for c in (first, second):
        _ready(c)
        loans.append(_lent(c, part_of(c.fault, c.model)))
        second.until(first.now)
    for c, loan in zip((first, second), loans, strict=True):
        _repaired(c, [loan])
        second.until(first.now)
    for c in (first, second):
        finish(c)


def unbooked(c: Case) -> None:
    """In the hand and not in the books: lent all the same, and received the next day."""
    _arranged(c)
    why = "货已到，随货单还没录，客户午市要用"
    _repaired(c, [_lent(c, part_of(c.fault, c.model), unbooked=why)])
    finish(c)


def board(c: Case) -> None:
    """A part that is followed piece by piece."""
    _arranged(c)
    _repaired(c, [_lent(c, "P-1014", serial=BOARD)])
    finish(c)


def part_out(c: Case) -> None:
    """Mended without the part, which is still out when the manager has the ticket closed."""
    _arranged(c)
    loan = _lent(c, part_of(c.fault, c.model))
    _repaired(c, [])
    call_back(c)
    c.pause(6)
    c.say("closed", c.role("manager"), allowed="工程师出差未回，备件回来再核销")
    c.now = c.working_day(1, 9, c.dice.between(10, 50))
    c.say("loan_ended", c.role("parts"), of=loan.id, how="good")


# The steps of these


def _both_on_one_day(first: Case, second: Case, only: str) -> tuple[datetime, datetime]:
    """The first day on which the technician can go to both, and has no other part out."""
    for days in range(1, 15):
        _, start = first.world.book(first, first.working_day(days, 9, 0), only=only)
        _, later = first.world.book(second, start + timedelta(hours=4), only=only)
        if start.date() == later.date() and not _is_lent(first, only, start):
            return start, later
        first.world.give_back(first, only, start)
        first.world.give_back(second, only, later)
    raise AssertionError(first.ticket.id)


def _is_lent(c: Case, technician: str, start: datetime) -> bool:
    """Whether the technician has another part out from the evening before that day."""
    opens = c.calendar.add(at_clock(start.date(), 8, 30), -90 * 60)
    closes = c.calendar.add(at_clock(start.date(), 23), 60 * 60)
    return any(a < closes and opens < b for a, b in c.world.loans.get(technician, ()))


def _arranged(c: Case) -> None:
    """A day on which the technician has no other part out, and the evening before it."""
    opening(c)
    c.wait(15)
    for days in range(1, 9):
        technician, start = c.world.book(c, c.working_day(days, 9, 0))
        if not _is_lent(c, technician, start):
            break
        c.world.give_back(c, technician, start)
    _sent(c, technician, start)
    _ready(c)


def _sent(c: Case, technician: str, start: datetime) -> None:
    c.technician, c.appointment = technician, start
    c.say(
        "dispatched",
        **c.world.dispatcher(c, technician, start),
        technician=technician,
        appointment=start,
        agreed_with=c.contact,
        reasons="熟悉该机型",
        bring=[title(part_of(c.fault, c.model))],
    )


def _ready(c: Case) -> None:
    """The evening before, when parts are handed out."""
    assert c.appointment is not None
    evening = c.calendar.add(at_clock(c.appointment.date(), 8, 30), -25 * 60)
    c.until(evening + timedelta(minutes=c.dice.between(0, 8), seconds=c.dice.between(0, 59)))
    c.say("handed_out", c.lead, technician=c.technician)
    c.pause(3)


def _lent(c: Case, code: str, **more: str) -> Any:
    assert c.appointment is not None
    closes = c.calendar.add(at_clock(c.appointment.date(), 23), 45 * 60)
    c.world.loans.setdefault(c.technician, []).append((c.now, closes))
    c.pause(2)
    told = {"part": code, "count": 1, "technician": c.technician}
    return c.say("part_lent", c.role("parts"), **told, **more)


def _repaired(c: Case, loans: list[Any]) -> None:
    """The visit, with the parts of these loans put in; back, the slip, the loans settled."""
    c.outcome = "fixed"
    fields = repair_fields(c)
    fields["parts"] = [
        {"part": loan.part, "count": 1, "old_part": "returned", "serial": loan.serial}
        for loan in loans
    ]
    on_site(
        c,
        "fixed",
        **fields,
        advice=c.fault.advice,
        condition=c.dice.pick(requests.CONDITION),
    )
    c.until(c.home)
    c.pause(2)
    c.say("back", c.technician)
    for loan in loans:
        c.pause(3)
        c.say("loan_ended", c.role("parts"), of=loan.id, how="used")
    c.pause(2)
    file_slip(c)
