"""The customer's file of a ticket: found, or opened with it; what it lacks is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import events, last, record
from conftest import NOW, TICKET, options

from svc.actions import callers

if TYPE_CHECKING:
    from conftest import Desk

A, B = "SZ-A0001", "SZ-A0002"
SECOND = "SZ-2611-A0002"
LATER = "2026-11-20T10:00:00"
MACHINE = {
    "serial": "CR200-24-0042",
    "model": "CR-200",
    "specification": "380V/12kW",
    "bought": "2026-08-01",
}


def files(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.path / "customers").glob("*.yaml"))


def test_a_new_file_has_all_that_was_told_of_customer_and_machine(desk: Desk) -> None:
    words = ("--zone", "near", "--distance", "35", "--contract", "24x7", "--at", "08:50")
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    assert desk.intake(*words).status == 0
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1
    file = record(desk, A)
    (opened,) = file.pop("log")
    at = "2026-11-20T08:50:00+08:00"
    assert file == {
        "id": A,
        "status": "active",
        "opened": at,
        "office": "SZ",
        "region": "south",
        "name": "南山明辉餐饮",
        "address": "深圳市南山区南海大道1088号",
        "phone": "0755-26001111",
        "contacts": [{"name": "张工", "mobile": "13900001111"}],
        "zone": "near",
        "distance_km": 35,
        "contract": "24x7",
        "equipment": [MACHINE],
    }
    assert (opened["what"], opened["by"], opened["at"]) == ("opened", "chen", at)
    assert record(desk)["customer"]["file"] == A


@pytest.mark.parametrize(
    ("field", "kept"), [("contact", ("contacts", [])), ("serial", ("equipment", None))]
)
def test_what_nobody_knows_is_not_put_into_a_file(
    desk: Desk, field: str, kept: tuple[str, Any]
) -> None:
    told = {field: "unknown: 没问到"}
    assert desk.intake(**told).status == 0
    name, value = kept
    assert record(desk, A).get(name) == value


def test_a_customer_nobody_knows_gets_none(desk: Desk) -> None:
    assert desk.intake(unit="unknown: 路人代打").status == 0
    assert files(desk) == []
    assert "file" not in record(desk)["customer"]


def test_what_was_found_is_said_with_how_and_nothing_is_opened(desk: Desk) -> None:
    assert desk.intake().status == 0
    ended = desk.intake("--second", symptom="漏水", now=LATER)
    assert f"Recorded under the customer's file {A} 南山明辉餐饮" in ended.err
    assert "serial number CR200-24-0042" in ended.err
    assert files(desk) == [A]
    assert [event["what"] for event in events(desk, A)] == ["opened"]


def test_a_machine_the_file_lacks_is_added_with_the_tickets_time(desk: Desk) -> None:
    assert desk.intake(now="2026-11-19T09:00:00").status == 0
    ended = desk.intake("--at", "08:50", serial="N-00001", model="CR-300")
    assert last(desk, A) == {
        "what": "equipment_added",
        "by": "chen",
        "at": "2026-11-20T08:50:00+08:00",
        "machine": {**MACHINE, "serial": "N-00001", "model": "CR-300"},
    }
    assert f"The machine N-00001 was added to the customer's file {A}." in ended.err


def test_who_is_to_be_called_is_added_with_the_tickets_time_where_the_file_has_nobody(
    desk: Desk,
) -> None:
    assert desk.intake(now="2026-11-19T09:00:00", contact="unknown: 没问到").status == 0
    assert desk.intake("--second", "--at", "08:50", symptom="漏水").status == 0
    assert last(desk, A) == {
        "what": "contact_added",
        "by": "chen",
        "at": "2026-11-20T08:50:00+08:00",
        "contact": {"name": "张工", "mobile": "13900001111"},
    }


@pytest.mark.parametrize("serial", ["cr200 24 0042", "unknown: 铭牌磨损"])
def test_a_machine_it_has_or_nobody_knows_is_not_added(desk: Desk, serial: str) -> None:
    assert desk.intake().status == 0
    assert desk.intake("--second", serial=serial, symptom="漏水", now=LATER).status == 0
    assert record(desk, SECOND)["customer"]["file"] == A
    assert [event["what"] for event in events(desk, A)] == ["opened"]


def test_a_machine_of_another_file_stays_there_until_it_is_transferred(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert desk.other(2).status == 0
    told = {"unit": "客户2", "phone": "0755-27000002", "contact": "李工2", "mobile": "13700000002"}
    assert desk.intake("--second", symptom="漏水", now=LATER, **told).status == 0
    assert record(desk, "SZ-2611-A0003")["customer"]["file"] == B
    assert [event["what"] for event in events(desk, B)] == ["opened"]


def test_a_telephone_two_customers_share_is_said(desk: Desk) -> None:
    assert desk.intake().status == 0
    ended = desk.intake(unit="楼上的茶楼", mobile="13955556666", serial="N-00001")
    assert f"The file {A} 南山明辉餐饮 has the same phone" in ended.err
    assert record(desk, SECOND)["customer"]["file"] == B


def test_a_file_that_another_desk_opened_meanwhile_is_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking for the customer and the lock, somebody else opened the file."""
    looked = callers.caller_background

    def meanwhile(*args: Any, **named: Any) -> Any:
        monkeypatch.setattr(callers, "caller_background", looked)
        told = {"name": "南山明辉餐饮", "address": "x", "phone": "0755-26001111"}
        desk.ok(
            "customer",
            "add",
            *options({**told, "contact": "张工", "mobile": "13500000001"}),
            by="li",
        )
        return looked(*args, **named)

    monkeypatch.setattr(callers, "caller_background", meanwhile)
    assert desk.intake().status == 0
    assert files(desk) == [A]
    assert record(desk)["customer"]["file"] == A
    assert last(desk, A) == {"what": "equipment_added", "by": "chen", "machine": MACHINE}


def test_a_new_customer_gets_a_file_though_one_was_opened_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = callers.caller_background

    def meanwhile(*args: Any, **named: Any) -> Any:
        monkeypatch.setattr(callers, "caller_background", looked)
        assert desk.other(2, by="li").status == 0
        return looked(*args, **named)

    monkeypatch.setattr(callers, "caller_background", meanwhile)
    assert desk.intake("--new-customer", now=NOW).status == 0
    assert files(desk) == [A, B]
    assert record(desk, SECOND)["customer"]["file"] == B
    assert record(desk, TICKET)["customer"]["file"] == A
