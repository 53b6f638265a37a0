"""What was fitted: by visits and at the bench, and what was lent and used without a word of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.logs import SHANGHAI, ticket

from svc.rules.parts.fitted import FittedPart, Replaced, all_replaced, fitted_parts, replaced_parts
from svc.rules.ticket.lifecycle import replay_ticket

ON_SITE = ("20 09:00 received", "20 09:20 handed_over", "20 09:30 dispatched")
LENT = ("20 09:40 part_lent", {"part": "P-1", "count": 2, "technician": "wang", "serial": "B7"})
USED = ("24 09:00 loan_ended", {"of": "000004", "how": "used"})
PIPE = {"part": "p-1", "count": 1, "old_part": "returned", "serial": "N2", "old_serial": "N1"}


def fitted(*log: Any, **head: Any) -> list[FittedPart]:
    return fitted_parts(replay_ticket(ticket(*ON_SITE, *log, **head)), SHANGHAI)


def visited(*parts: dict[str, Any], **more: Any) -> tuple[Any, Any]:
    return "23 10:00 arrived", ("23 11:00 visited", {"parts": list(parts), **more})


def test_a_part_of_a_visit_is_told_with_both_serial_numbers() -> None:
    (one,) = fitted(*visited(PIPE))
    assert (one.part, one.count, one.serial, one.old_serial) == ("P-1", 1, "N2", "N1")
    assert (one.day, one.office, one.old_part) == (date(2026, 11, 23), "SZ", "returned")
    assert one.machine
    assert one.model


def test_what_was_lent_and_used_counts_with_the_visit_or_alone() -> None:
    rest, put_in = sorted(fitted(LENT, *visited(PIPE), USED), key=lambda each: each.serial)
    assert (put_in.count, put_in.serial, put_in.day) == (1, "N2", date(2026, 11, 23))
    assert (rest.count, rest.serial, rest.old_part) == (1, "B7", None)
    (alone,) = fitted(LENT, *visited(), USED)
    assert (alone.part, alone.count, alone.serial, alone.old_part) == ("P-1", 2, "B7", None)
    assert alone.day == date(2026, 11, 24)
    good = ("24 09:00 loan_ended", {"of": "000004", "how": "good"})
    assert fitted(LENT, *visited(), good) == []
    other = {"part": "P-2", "count": 1, "old_part": "none"}
    assert [each.part for each in fitted(LENT, *visited(other), USED)] == ["P-2", "P-1"]


def test_a_machine_that_came_later_did_not_have_the_part() -> None:
    (plain,) = fitted(*visited(PIPE))
    swap = {"old_serial": plain.machine, "new_serial": "CR200-26-9999"}
    (before,) = fitted(*visited(PIPE), ("25 09:00 machine_replaced", swap))
    (after,) = fitted(("20 10:00 machine_replaced", swap), *visited(PIPE))
    assert before.machine == plain.machine
    assert after.machine == "CR200-26-9999"


def test_pieces_and_tickets_are_counted_by_part_model_office_and_month() -> None:
    two = PIPE | {"part": "P-2", "count": 3}
    free = fitted(*visited(PIPE, two))
    paid = fitted(*visited(PIPE, in_warranty=False))
    assert [each.is_free for each in (*free, *paid)] == [True, True, False]
    each = [*free, *paid]
    assert list(replaced_parts(each, "part").items()) == [
        ("P-2", Replaced(pieces=3, tickets=1, charged=0)),
        ("P-1", Replaced(pieces=2, tickets=1, charged=1)),
    ]
    whole = Replaced(pieces=5, tickets=1, charged=1)
    assert all_replaced(each) == whole
    assert replaced_parts(each, "model") == {free[0].model: whole}
    assert replaced_parts(each, "office") == {"SZ": whole}
    assert replaced_parts(each, "month") == {"2026-11": whole}
