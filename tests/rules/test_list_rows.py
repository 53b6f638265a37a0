"""A row of a list: each cell is that of the ticket as it stands now, and a noted call lacks most."""

from __future__ import annotations

from rules.logs import at, ticket

from svc.rules.list_rows import ExtraCells, ListRow, row_of
from svc.rules.promises.due import Due
from svc.rules.ticket.lifecycle import replay

DUE = Due("visit", at("24 17:30"), "running")


def test_each_cell_is_what_the_ticket_says_now() -> None:
    corrected = ("20 09:05 corrected", {"field": "customer.phone", "old": "1", "new": "0755"})
    moved = ("20 09:40 rescheduled", {"technician": "zhou"})
    log = ("20 09:00 received", corrected, "20 09:20 handed_over", "20 09:30 dispatched", moved)
    assert row_of(replay(ticket(*log)), DUE) == ListRow(
        id="SZ-2611-A0001",
        kind="repair",
        status="dispatched",
        urgency="normal",
        office="SZ",
        region="south",
        customer="甲",
        model="CR-200",
        serial="CR200-24-0042",
        technician="zhou",
        received=at("20 09:00"),
        due=DUE,
        told=ExtraCells(
            contact="张工",
            phone="0755",
            mobile="2",
            symptom="不加热",
            appointment=at("24 10:00"),
        ),
    )


def test_of_a_noted_call_what_nobody_has_told_is_empty() -> None:
    short = {"kind": None, "urgency": None, "mode": None, "customer": None, "equipment": None}
    row = row_of(replay(ticket("20 09:00 noted", symptom="", **short)), None)
    assert (row.kind, row.status, row.urgency) == (None, "noted", None)
    assert (row.customer, row.model, row.serial, row.technician) == (None, None, None, "")
    assert row.due is None
    assert row.told == ExtraCells(contact="", phone="", mobile="", symptom="", appointment=None)
