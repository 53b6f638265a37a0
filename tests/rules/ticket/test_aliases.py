"""A record is found by the numbers it had before, and by none that it only names."""

from __future__ import annotations

from rules.logs import ticket

from svc.rules.ticket.aliases import earlier_numbers

RECEIVED = "20 09:00 received"


def test_numbers_it_had_come_in_the_order_in_which_it_had_them() -> None:
    log = ticket(
        RECEIVED,
        ("20 10:00 renumbered", {"was": "SZ-2611-A0005", "now": "SZ-2611-C0001"}),
        ("20 11:00 renumbered", {"was": "SZ-2611-C0001", "now": "SZ-2611-D0001"}),
    ).log
    assert earlier_numbers(log) == ["SZ-2611-A0005", "SZ-2611-C0001"]
    assert earlier_numbers(reversed(log)) == ["SZ-2611-A0005", "SZ-2611-C0001"]


def test_what_it_names_was_never_its_number() -> None:
    log = ticket(
        RECEIVED,
        (
            "20 10:00 renumbered",
            {"was": "SZ-A0002", "now": "SZ-C0001", "fields": ["customer.file"]},
        ),
        (
            "20 10:00 renumbered",
            {"was": "SZ-A-26-0001", "now": "SZ-C-26-0001", "events": ["000001"]},
        ),
    ).log
    assert earlier_numbers(log) == []
