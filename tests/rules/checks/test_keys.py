"""Keys that mean nothing, at every depth, and which one was meant."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct
from rules.checks.records import QUOTE_LINE, RECEIVED, edited_event, seen
from rules.logs import ticket

from svc.model.tickets import Ticket
from svc.rules.checks.keys import Shape, is_one_letter_off, shape_of, unknown_keys
from svc.rules.checks.rules import findings_of_ticket


@pytest.mark.parametrize(
    ("key", "log"),
    [
        ("mood", ("20 10:00 remarked",)),
        ("lines", ("20 10:00 remarked",)),
    ],
)
def test_a_key_of_an_event_that_means_nothing(key: str, log: tuple[str]) -> None:
    assert edited_event(key, "x", *log) == ["unknown-key"]


def test_keys_are_looked_at_in_every_depth_and_what_was_meant_is_said() -> None:
    made = seen(ticket(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "80.00"})))
    made.data["log"][1]["lines"][0]["pirce"] = "80.00"
    made.data["customer"]["adress"] = "深圳"
    made.data["equipment"]["warranty"]["utnil"] = "2027-01-01"
    made.data["terms"]["polic"] = "office"
    made.data["received_"] = "x"
    keys = [finding for finding in findings_of_ticket(made) if finding.rule == "unknown-key"]
    said = {finding.place: finding.problem.facts.get("meant") for finding in keys}
    assert said == {
        ("received_",): "received",
        ("terms", "polic"): "policy",
        ("customer", "adress"): "address",
        ("equipment", "warranty", "utnil"): "until",
        ("log", 1, "lines", 0, "pirce"): "price",
    }
    assert any(str(finding.problem).endswith("did you mean `price`?") for finding in keys)


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("adress", "address", True), ("addresss", "address", True), ("addresz", "address", True),
     ("addrses", "address", True), ("address", "address", False), ("place", "phone", False), ("at", "by", False)],
)  # fmt: skip
def test_one_letter_off(one: str, other: str, off: bool) -> None:
    assert is_one_letter_off(one, other) is off


class Row(Struct):
    """A row, alone or one of several."""

    within: str = ""


class Sheet(Struct, rename={"from_": "from"}):
    """A kind of record that has all that records have."""

    name: str
    from_: str = ""
    row: Row | list[Row] = []
    rows: dict[str, Row | list[Row]] = {}
    duty: dict[str, list[str]] = {}
    note: str | None = None


def unknown(data: Any, kind: Any = Sheet) -> list[Any]:
    return [finding.place for finding in unknown_keys(data, shape_of(kind))]


def test_a_key_is_known_by_the_name_it_has_in_the_file() -> None:
    assert unknown({"name": "x", "from": "y", "note": None}) == []
    assert unknown({"name": "x", "from_": "y"}) == [("from_",)]


def test_one_row_and_a_list_of_rows_are_looked_into() -> None:
    assert unknown({"row": {"wihtin": "8h"}}) == [("row", "wihtin")]
    assert unknown({"row": [{"within": "8h"}, {"wihtin": "8h"}]}) == [("row", 1, "wihtin")]


def test_the_keys_of_a_mapping_of_names_are_names_and_what_stands_below_them_is_looked_at() -> None:
    assert unknown({"duty": {"2026-11-21": ["wang"]}, "rows": {"any": {"within": "8h"}}}) == []
    assert unknown({"rows": {"any": [{"wihtin": "8h"}]}}) == [("rows", "any", 0, "wihtin")]


@pytest.mark.parametrize("data", [None, "text", 7, [], {"row": "text"}, {"rows": ["a"]}])
def test_what_is_no_mapping_has_no_keys(data: Any) -> None:
    assert unknown(data) == []


def test_an_event_has_the_keys_of_its_kind_and_one_of_no_kind_is_another_rules() -> None:
    log = [
        {"what": "remarked", "words": "x", "lines": []},
        {"what": "no such", "mood": "angry"},
        {"mood": "angry"},
    ]
    assert unknown({"log": log}, Ticket) == [("log", 0, "lines")]


def test_of_two_keys_one_letter_off_the_first_by_name_was_meant() -> None:
    shape = Shape(keys=frozenset(("bit", "bat", "name")))
    findings = list(unknown_keys({"bot": 1, "nmae": 1, "cold": 1}, shape))
    assert [finding.problem.facts for finding in findings] == [
        {"key": "bot", "meant": "bat"},
        {"key": "nmae", "meant": "name"},
        {"key": "cold"},
    ]


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("bat", "ba", True), ("ba", "bo", False), ("abcd", "badc", False), ("name", "naem", True),
     ("name", "anme", True), ("name", "namesx", False), ("until", "utnil", True)],
)  # fmt: skip
def test_one_letter_at_either_end_and_two_that_changed_places(
    one: str, other: str, off: bool
) -> None:
    assert is_one_letter_off(one, other) is off
    assert is_one_letter_off(other, one) is off
