"""The tracking table: what stands in customers' files now, from the index or the files alone."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from actions.deeds import MINGHUI, refused
from conftest import options

from svc.actions.tracking import population, track_machines
from svc.rules.search.machines import WantedMachines
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

    from svc.errors import Damaged

A, SERIAL = "SZ-A0001", "CR200-24-0042"
TODAY = date(2026, 11, 20)
MACHINE = {"serial": SERIAL, "model": "CR-200", "specification": "380V", "bought": "2026-08-01"}


def test_a_machine_is_listed_as_it_stands_with_its_site_also_without_the_index(desk: Desk) -> None:
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok("customer", "site", A, "--name", "分店", "--address", "宝安大道88号", by="chen")
    desk.ok("equipment", "add", A, *options(MACHINE), "--software", "V1", by="chen")
    desk.ok("equipment", "move", SERIAL, "--place", "后厨", "--site", "分店", by="chen",
            now="2026-11-20T10:00:00")  # fmt: skip
    listed = json.loads(desk.ok("--json", "equipment", "list", "--site", "分店", by="chen").out)
    (item,) = listed["items"]
    assert (item["serial"], item["place"], item["software"], item["in_warranty"]) == (
        SERIAL, "后厨", "V1", True
    )  # fmt: skip
    broken: list[Damaged] = []
    for indexed in (True, False):
        ledger = Ledger(desk.path, indexed=indexed)
        (found,) = track_machines(ledger, WantedMachines(site="分店"), TODAY, broken)
        assert (found.machine.place, found.owner.sites[0].address) == ("后厨", "宝安大道88号")
        assert population(ledger, WantedMachines(), [date(2026, 11, 1)], broken)[0][1] == 1
    table = desk.ok("equipment", "list", "--csv", by="chen").out
    assert "宝安大道88号" in table
    counted = json.loads(desk.ok("--json", "equipment", "list", "--by", "model", by="chen").out)
    assert counted["items"] == [{"where": None, "model": "CR-200", "machines": 1, "in_warranty": 1}]


@pytest.mark.parametrize("size", ["70", "axb", "nanx37", "1e2x37", "29x37", "0x0"])
def test_what_is_no_size_of_a_label_is_refused(desk: Desk, size: str) -> None:
    desk.play("intake")
    ended = desk.svc("--json", "equipment", "labels", "--label", size, by="chen")
    assert (ended.status, ended.error["key"]) == (2, "not-acceptable")


def test_a_range_without_two_ends_is_refused(desk: Desk) -> None:
    for text in ("CR200-24-0042", "CR200-24-0042..", "CR200-24-2..CR200-24-1"):
        assert (
            refused(desk, "equipment", "list", "--serials", text, by="chen")["key"]
            == "not-acceptable"
        )
