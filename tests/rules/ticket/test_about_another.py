"""A ticket about another has nothing of what the other was asked or made for."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from rules.logs import at, ticket

from svc.model.upkeep import UpkeepDue
from svc.rules.ticket.about_another import without_own_request


def test_it_has_customer_and_machine_and_nothing_of_what_the_other_was_made_for() -> None:
    day = date(2026, 12, 4)
    due = UpkeepDue(plan="cr", serial="CR200-24-0042", model="CR-200", due=day, proposed=day)
    other = replace(
        ticket("20 09:12 received"),
        of="hardware",
        asked_for=at("24 10:00"),
        repeat_of=["SZ-2610-A0001"],
        upkeep=[due],
    )
    head = without_own_request(other)
    assert (head.of, head.asked_for, head.repeat_of, head.upkeep) == ("", None, [], [])
    assert (head.customer, head.equipment) == (other.customer, other.equipment)
