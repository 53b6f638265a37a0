"""A wrong customer or machine is chosen anew: what follows from it is decided anew, in one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import broken_rules, events, record, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

SOON = "2026-11-20T09:30:00"
NEXT_DAY = "2026-11-21T10:05:00"
WHY = ("--reason", "选错")
OLD = (
    "--model",
    "CR-300",
    "--specification",
    "380V/9kW",
    "--serial",
    "CR300-19-0001",
    "--bought",
    "2019-05-01",
)


@pytest.fixture
def two_machines(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    desk.ok("equipment", "add", "SZ-A0001", *OLD, by="chen", now="2026-11-20T09:10:00")
    return desk


def test_another_machine_is_judged_anew_and_what_changed_is_said(two_machines: Desk) -> None:
    desk = two_machines
    words = ("--lang", "en", "amend", TICKET, "--machine", "CR300-19-0001", *WHY)
    said = desk.ok(*words, by="chen", now=SOON).out
    ticket = desk.ledger.read(TICKET).state.current
    assert ticket.equipment is not None
    assert (ticket.equipment.model, ticket.equipment.bought) == ("CR-300", "2019-05-01")
    assert (ticket.equipment.warranty.verdict, ticket.mode) == ("out", "paid")
    assert record(desk)["equipment"]["serial"] == "CR200-24-0042"  # as told
    assert "in warranty → " in said.replace("Warranty: ", "")
    changed = {event["field"] for event in events(desk) if event["what"] == "corrected"}
    assert {"equipment.serial", "equipment.warranty.verdict", "mode"} <= changed
    story = desk.ok("--lang", "en", "show", TICKET, now=SOON).out
    assert story.count("reason: ") == 1
    assert "CR200-24-0042 → CR300-19-0001\n" in story
    assert broken_rules(desk, status=0) == []


def test_said_twice_is_said_once_and_nothing_to_change_is_refused(two_machines: Desk) -> None:
    desk = two_machines
    words = ("amend", TICKET, "--machine", "CR300-19-0001", *WHY)
    desk.ok(*words, by="chen", now=SOON)
    count = len(events(desk))
    desk.ok(*words, by="chen", now="2026-11-20T09:31:00")
    assert len(events(desk)) == count
    error = refused(desk, *words, by="chen", now="2026-11-20T11:30:00")
    assert error["key"] == "nothing-chosen-anew"


def test_another_customer_comes_with_zone_contract_and_policy(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.ok(
        "customer", "add", "--name", "昆山华恒", "--address", "昆山市", "--phone", "0512-57001234",
        "--contact", "单经理", "--mobile", "13900002222", "--distance", "120", "--zone", "far", "--contract", "24x7",
        by="chen", now="2026-11-20T09:10:00",
    )  # fmt: skip
    desk.ok("equipment", "add", "SZ-A0002", *OLD, by="chen", now="2026-11-20T09:12:00")
    before = desk.ledger.read(TICKET).state.current
    desk.ok("amend", TICKET, "--customer", "SZ-A0002", *WHY, by="chen", now=SOON)
    after = desk.ledger.read(TICKET).state.current
    assert before.customer is not None
    assert after.customer is not None
    assert after.equipment is not None
    assert (after.customer.file, after.customer.unit) == ("SZ-A0002", "昆山华恒")
    assert (after.customer.contact, after.customer.mobile) == ("单经理", "13900002222")
    assert (after.customer.zone, after.customer.distance_km) == ("far", 120)
    assert after.equipment.serial == "CR300-19-0001"
    listed = desk.svc("list", "--customer", "昆山华恒", "--json", now=SOON).json["items"]
    assert [each["id"] for each in listed] == [TICKET]
    assert broken_rules(desk, status=0) == []


def test_of_several_machines_one_is_named(two_machines: Desk) -> None:
    desk = two_machines
    desk.other(2, now="2026-11-20T09:12:00")
    number = "SZ-2611-A0002"
    error = refused(desk, "amend", number, "--customer", "SZ-A0001", *WHY, by="chen", now=SOON)
    assert error["key"] == "machine-not-named"
    error = refused(desk, "amend", number, "--machine", "NOWHERE", *WHY, by="chen", now=SOON)
    assert error["key"] == "not-in-any-file"


def test_next_day_it_takes_a_lead(two_machines: Desk) -> None:
    words = ("amend", TICKET, "--machine", "CR300-19-0001", *WHY)
    assert refused(two_machines, *words, by="chen", now=NEXT_DAY)["key"] == "not-yours-to-amend"
    two_machines.ok(*words, by="li", now=NEXT_DAY)


def test_a_day_of_purchase_corrected_in_the_file_names_the_open_tickets(desk: Desk) -> None:
    assert desk.intake().status == 0
    correct = (
        "equipment",
        "correct",
        "CR200-24-0042",
        "--field",
        "bought",
        "--to",
        "2019-05-01",
        "--reason",
        "发票",
    )
    ended = desk.ok(*correct, by="chen", now=SOON)
    command = f"svc amend {TICKET} --machine CR200-24-0042 --reason"
    assert command in ended.err
    desk.ok(*command.split()[1:], "发票", by="chen", now="2026-11-20T09:40:00")
    ticket = desk.ledger.read(TICKET).state.current
    assert ticket.mode == "paid"


def test_a_corrected_serial_number_is_no_replaced_machine(desk: Desk) -> None:
    assert desk.intake().status == 0
    correct = (
        "equipment",
        "correct",
        "CR200-24-0042",
        "--field",
        "serial",
        "--to",
        "CR200-24-0043",
    )
    desk.ok(*correct, "--reason", "看错", by="chen", now=SOON)
    told = desk.ok("--lang", "en", "equipment", "history", "CR200-24-0043", now=SOON).out
    assert "Was recorded by mistake as: CR200-24-0042" in told
    assert "replaced" not in told


def test_who_alone_typed_a_ticket_cancels_it_without_a_customers_name(desk: Desk) -> None:
    assert desk.intake().status == 0
    refused(desk, "cancel", TICKET, "--reason", "录重了", by="li", now=SOON)
    desk.ok("cancel", TICKET, "--reason", "录重了", by="chen", now=SOON)
    assert desk.data["status"] == "cancelled"
