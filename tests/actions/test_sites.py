"""Sites of a customer: other addresses, with their own people to call and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import HUAHENG, MINGHUI, last, record, refused, stands_once
from conftest import options

if TYPE_CHECKING:
    from conftest import Desk

A, B = "SZ-A0001", "SZ-A0002"
SERIAL = "CR200-24-0042"
MACHINE = {"serial": SERIAL, "model": "CR-200", "specification": "380V", "bought": "2026-08-01"}
SHOP = {"name": "分店", "address": "宝安大道88号", "contact": "何工", "mobile": "13700009988"}
ADD = ("customer", "site", A, *options(SHOP))
LATER, NEXT = "2026-11-20T10:00:00", "2026-11-20T11:00:00"
SHORT = ("--symptom", "漏水", "--occurred", "今早", "--wishes", "尽快")


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """A customer with a machine at a second address."""
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok(*ADD, "--distance", "35", by="chen")
    desk.ok("equipment", "add", A, *options(MACHINE), "--site", "分店", by="chen")
    return desk


def test_a_site_is_written_with_its_contact_and_distance_and_once(filed: Desk) -> None:
    (site,) = [e["site"] for e in record(filed, A)["log"] if e["what"] == "site_added"]
    people = [{"name": "何工", "mobile": "13700009988"}]
    assert site == {"name": "分店", "address": "宝安大道88号", "contacts": people, "zone": "near",
                    "distance_km": 35}  # fmt: skip
    words = ("customer", "site", A, "--name", "仓库", "--address", "码头")
    filed.ok(*words, by="chen", now="2026-11-20T09:30:00")
    stands_once(filed, *words)


def test_a_change_keeps_what_is_not_said_and_adds_a_contact(filed: Desk) -> None:
    words = ("--contact", "李四", "--mobile", "13612341234", "--reason", "换人")
    filed.ok("customer", "site", A, "--name", "分店", *words, by="chen", now=LATER)
    site = last(filed, A)["site"]
    assert (site["address"], site["distance_km"]) == ("宝安大道88号", 35)
    assert [each["name"] for each in site["contacts"]] == ["何工", "李四"]
    assert last(filed, A)["reason"] == "换人"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("customer", "site", A, "--name", "仓库"), "仓库"),  # new, without address
        (("customer", "site", A, "--name", "分店", "--address", "宝安大道88号"), "already"),
        (("equipment", "move", SERIAL, "--place", "后厨", "--site", "仓库"), "仓库"),
        (("equipment", "correct", SERIAL, "--field", "site", "--to", "仓库", "--reason", "x"), "分店"),
        (("equipment", "transfer", SERIAL, "--to", B, "--site", "分店", "--reason", "转让"), B),
    ],
)  # fmt: skip
def test_a_site_that_is_not_there_or_nothing_new_is_refused(
    filed: Desk, words: tuple[str, ...], said: str
) -> None:
    filed.ok("customer", "add", *options(HUAHENG), by="chen")
    before = filed.snapshot()
    error = refused(filed, *words, by="chen", now=NEXT)
    assert error["key"] == "not-acceptable"
    assert said in error["message"]
    assert filed.snapshot() == before


def test_a_ticket_has_address_contact_and_distance_of_where_the_machine_stands(filed: Desk) -> None:
    ended = filed.ok("intake", "--serial", SERIAL, *SHORT, by="chen", now=LATER)
    customer = record(filed, ended.out.partition(":")[0])["customer"]
    assert (customer["address"], customer["contact"], customer["mobile"], customer["distance_km"]) == (
        "宝安大道88号", "何工", "13700009988", 35
    )  # fmt: skip
    filed.ok("equipment", "move", SERIAL, "--place", "后厨", "--main-address", by="chen", now=NEXT)
    moved = last(filed, A)
    assert (moved["what"], moved["site"]) == ("equipment_moved", "")


def test_who_calls_from_a_site_is_found_by_the_number_of_its_contact(filed: Desk) -> None:
    ended = filed.ok("intake", "--phone", "13700009988", *SHORT, by="chen", now=LATER)
    customer = record(filed, ended.out.partition(":")[0])["customer"]
    assert (customer["file"], customer["contact"], customer["address"]) == (
        A,
        "何工",
        "宝安大道88号",
    )


def test_merged_files_keep_both_addresses_and_check_is_content(filed: Desk) -> None:
    filed.ok("customer", "add", *options(HUAHENG), by="chen")
    second = {**MACHINE, "serial": "CR200-24-0043"}
    filed.ok("equipment", "add", A, *options(second), by="chen")
    filed.ok("customer", "merge", A, "--into", B, "--reason", "同一家", by="chen", now=LATER)
    shown = filed.ok("customer", "show", B, by="chen").out
    for address in (MINGHUI["address"], HUAHENG["address"], "宝安大道88号"):
        assert address in shown
    filed.ok("check", by="chen", now=NEXT)
