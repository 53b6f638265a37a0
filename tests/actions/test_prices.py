"""Price lists by command: a new one with its day, a line; a list that tickets name stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk


def price_list(desk: Desk, version: str) -> Any:
    return reading.read_record((desk.path / f"prices/{version}.yaml").read_bytes())


def test_a_new_list_is_the_newest_with_another_day(desk: Desk) -> None:
    desk.ok("price", "new", "2027-01-01", "--note", "新价", by="sun")
    old, new = price_list(desk, "2026-07"), price_list(desk, "2027-01")
    assert new == {**old, "from": "2027-01-01", "note": "新价"}
    assert (desk.path / "prices/2027-01.yaml").read_text("utf-8").startswith("# The price list")
    desk.ok("price", "new", "2027-03-15", by="sun")
    assert price_list(desk, "2027-03-15")["from"] == "2027-03-15"
    assert desk.ok("--json", "price", "new", "2027-03-15", by="sun").json["repeated"]


def test_the_first_list_has_the_usual_lines_and_no_parts(desk: Desk) -> None:
    desk.git("rm", "-q", "prices/2026-07.yaml")
    desk.git("commit", "-qm", "none")
    desk.ok("price", "new", "2026-11-15", by="sun")
    first = price_list(desk, "2026-11")
    assert (first["from"], first["labour"][0]["code"], "parts" in first) == (
        "2026-11-15",
        "L01",
        False,
    )


def test_a_line_is_changed_added_and_taken_out_of_the_list_that_begins_last(desk: Desk) -> None:
    desk.ok("price", "new", "2027-01-01", by="sun")
    desk.ok("price", "line", "l01", "--price", "90.5", by="sun")
    assert price_list(desk, "2027-01")["labour"][0]["price"] == "90.50"
    desk.ok(
        "price",
        "line",
        "L11",
        "--labour",
        "--name",
        "拆机",
        "--price",
        "60",
        "--unit",
        "次",
        by="sun",
    )
    added = {"code": "L11", "name": "拆机", "price": "60.00", "unit": "次"}
    assert price_list(desk, "2027-01")["labour"][-1] == added
    desk.ok(
        "price",
        "line",
        "T09",
        "--travel",
        "--name",
        "150 公里内",
        "--up-to",
        "150",
        "--price",
        "200",
        by="sun",
    )
    bands = [band["code"] for band in price_list(desk, "2027-01")["travel"]]
    assert bands == ["T01", "T02", "T09", "T03", "T04"]
    desk.ok("price", "line", "T09", "--remove", by="sun")
    assert [band["code"] for band in price_list(desk, "2027-01")["travel"]] == [
        "T01",
        "T02",
        "T03",
        "T04",
    ]
    assert price_list(desk, "2026-07")["labour"][0]["price"] == "80.00"


def test_a_list_that_a_ticket_names_stays_as_it_is(desk: Desk) -> None:
    assert desk.intake().status == 0
    for more in (("--price", "1"), ("--remove",)):
        error = refused(desk, "price", "line", "L01", *more, by="sun")
        assert (error["key"], error["facts"]["version"]) == ("price-list-in-use", "2026-07")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("L77", "--price", "1"), "no-such-entry"),
        (("L77", "--labour", "--remove"), "one-deed-at-a-time"),
        (("L01", "--price", "dear"), "not-an-amount"),
        (("L01", "--price", "1", "--list", "2020-01"), "no-such-version"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, words: Any, key: str) -> None:
    assert refused(desk, "price", "line", *words, by="sun")["key"] == key
