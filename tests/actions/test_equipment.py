"""Machines in customers' files: added, corrected, moved, given away, replaced; and their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import HUAHENG, MINGHUI, events, last, record, refused, stands_once
from conftest import TICKET, options

if TYPE_CHECKING:
    from conftest import Desk

A, B = "SZ-A0001", "SZ-A0002"
OLD, NEW = "CR200-24-0042", "CR200-26-0007"
MACHINE = {
    "serial": OLD,
    "model": "CR-200",
    "specification": "380V",
    "bought": "2026-08-01",
}
MORE = {
    "place": "后厨",
    "installed": "2026-08-03",
    "on_site_until": "2027-02-28",
    "warranty_until": "2028-08-31",
    "software": "2.1",
    "configuration": "双仓",
    "environment": "潮湿",
}
ADD = ("equipment", "add", A, *options(MACHINE))
CORRECT = ("equipment", "correct", OLD, "--reason", "看错", "--field")
MOVE = ("equipment", "move", OLD, "--place", "前厅")
TRANSFER = ("equipment", "transfer", OLD, "--reason", "转让", "--to", B)
GONE = ("equipment", "transfer", OLD, "--reason", "报废", "--gone")
REPLACE = ("equipment", "replace", OLD, "--by", NEW)
LATER = "2026-11-20T09:30:00"
SOON = "2026-11-20T09:35:00"
NEXT = "2026-11-20T11:00:00"


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """A customer's file with one machine."""
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok(*ADD, *options({"place": "后厨"}), by="chen")
    return desk


@pytest.fixture
def two(filed: Desk) -> Desk:
    """And another customer's, who has none."""
    filed.ok("customer", "add", *options(HUAHENG), by="chen")
    return filed


# Added


def test_every_word_of_a_machine_stands_in_its_own_field(desk: Desk) -> None:
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok(*ADD, *options(MORE), by="chen")
    assert last(desk, A) == {
        "what": "equipment_added",
        "by": "chen",
        "machine": {**MACHINE, **MORE},
    }


def test_a_machine_added_twice_is_there_once(filed: Desk) -> None:
    words = (*ADD, *options({"place": "后厨"}))
    before = filed.snapshot()
    assert "already recorded" in filed.ok(*words, by="chen", now="2026-11-20T09:05:00").out
    assert filed.snapshot() == before
    error = refused(filed, *words, by="chen", now=NEXT)
    assert (error["key"], error["facts"]) == (
        "serial-there",
        {"serial": OLD, "file": A, "name": "南山明辉餐饮"},
    )


@pytest.mark.parametrize("serial", ["unknown", "unknown: 铭牌磨损"])
def test_a_machine_without_a_serial_number_is_in_no_file(filed: Desk, serial: str) -> None:
    machine = options({**MACHINE, "serial": serial})
    error = refused(filed, "equipment", "add", A, *machine, by="chen", now=LATER)
    assert error["key"] == "serial-needed"


# Corrected


@pytest.mark.parametrize(
    ("field", "to", "old"),
    [
        ("model", "CR-300", "CR-200"),
        ("place", "前厅", "后厨"),
        ("serial", "CR200-24-0043", OLD),
        ("installed", "2026-08-02", ""),
        ("bought", "2024 年夏天", "2026-08-01"),
    ],
)
def test_a_correction_says_what_it_was_what_it_is_and_why(
    filed: Desk, field: str, to: str, old: str
) -> None:
    words = (*CORRECT, field, "--to", to)
    filed.ok(*words, by="chen", now=LATER)
    assert last(filed, A) == {
        "what": "equipment_corrected",
        "by": "chen",
        "serial": OLD,
        "field": field,
        "old": old,
        "new": to,
        "reason": "看错",
    }
    stands_once(filed, *words)


def test_the_machine_is_known_however_its_number_is_spelt(filed: Desk) -> None:
    filed.ok(*CORRECT[:2], "cr200 24 0042", *CORRECT[3:], "model", "--to", "CR-300", by="chen")
    assert last(filed, A)["serial"] == OLD


def test_a_number_may_be_spelt_anew(filed: Desk) -> None:
    filed.ok(*CORRECT, "serial", "--to", "CR200/24/0042", by="chen", now=LATER)
    assert last(filed, A)["new"] == "CR200/24/0042"


@pytest.mark.parametrize(
    ("field", "to", "key"),
    [
        ("colour", "red", "no-such-field"),
        ("place", "后厨", "already-so"),
        ("installed", "soon", "not-a-day"),
        ("serial", "unknown", "serial-needed"),
        ("serial", "N-00001", "serial-there"),
    ],
)
def test_what_cannot_be_corrected_is_refused(two: Desk, field: str, to: str, key: str) -> None:
    two.ok("equipment", "add", B, *options({**MACHINE, "serial": "N-00001"}), by="chen")
    error = refused(two, *CORRECT, field, "--to", to, by="chen", now=LATER)
    assert error["key"] == key


# Moved, given away, out of use


def test_where_it_was_moved_to_is_written_and_why_if_it_was_said(filed: Desk) -> None:
    filed.ok(*MOVE, by="chen", now=LATER)
    moved = {"what": "equipment_moved", "by": "chen", "serial": OLD, "place": "前厅"}
    assert last(filed, A) == moved
    stands_once(filed, *MOVE)
    filed.ok(*MOVE, "--reason", "装修", by="chen", now=NEXT)
    assert last(filed, A) == {**moved, "reason": "装修"}


def test_given_away_it_leaves_one_file_and_comes_to_the_other_in_one_commit(two: Desk) -> None:
    commits = int(two.git("rev-list", "--count", "HEAD"))
    words = (*TRANSFER, "--place", "二楼")
    two.ok(*words, by="chen", now=LATER)
    assert int(two.git("rev-list", "--count", "HEAD")) == commits + 1
    assert last(two, A) == {
        "what": "equipment_left",
        "by": "chen",
        "serial": OLD,
        "to": B,
        "reason": "转让",
    }
    assert last(two, B) == {
        "what": "equipment_came",
        "by": "chen",
        "machine": {**MACHINE, "place": "二楼"},
        "from_file": A,
    }
    stands_once(two, *words)


def test_where_it_stands_at_the_new_owners_is_not_where_it_stood(two: Desk) -> None:
    two.ok(*TRANSFER, by="chen", now=LATER)
    assert last(two, B)["machine"] == MACHINE


def test_out_of_use_it_only_leaves(filed: Desk) -> None:
    filed.ok(*GONE, by="chen", now=LATER)
    assert last(filed, A) == {
        "what": "equipment_left",
        "by": "chen",
        "serial": OLD,
        "reason": "报废",
    }
    stands_once(filed, *GONE)
    assert refused(filed, *MOVE, by="chen", now=NEXT)["key"] == "not-in-any-file"
    filed.ok(*ADD, by="chen", now=NEXT)  # and may come again


def test_it_is_not_given_to_whom_it_belongs(filed: Desk) -> None:
    error = refused(filed, *TRANSFER[:-1], A, by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("same-file", {"file": A})


# Replaced


def test_what_came_in_its_place_has_its_warranty_place_and_model(filed: Desk) -> None:
    filed.ok(*REPLACE, by="chen", now=LATER)
    assert last(filed, A) == {
        "what": "equipment_replaced",
        "by": "chen",
        "serial": OLD,
        "machine": {**MACHINE, "serial": NEW, "place": "后厨"},
    }
    stands_once(filed, *REPLACE)


def test_another_model_and_the_ticket_are_written_where_they_are_said(filed: Desk) -> None:
    assert filed.intake(serial=OLD).status == 0
    words = ("--model", "CR-300", "--specification", "220V", "--ticket", TICKET.lower())
    filed.ok(*REPLACE, *words, by="chen", now=LATER)
    assert last(filed, A)["ticket"] == TICKET
    assert last(filed, A)["machine"] == {
        "serial": NEW,
        "model": "CR-300",
        "specification": "220V",
        "bought": "2026-08-01",
        "place": "后厨",
    }


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*REPLACE[:-1], "unknown"), "serial-needed"),
        ((*REPLACE[:-1], "N-00001"), "serial-there"),
        ((*REPLACE, "--ticket", "SZ-2611-A0099"), "no-such-record"),
    ],
)
def test_what_cannot_take_its_place_is_refused(two: Desk, words: tuple[str, ...], key: str) -> None:
    two.ok("equipment", "add", B, *options({**MACHINE, "serial": "N-00001"}), by="chen")
    assert refused(two, *words, by="chen", now=LATER)["key"] == key


# In no file, or in one that can't be read

NOT_THERE = [
    (*CORRECT[:2], "ZZ-9999", *CORRECT[3:], "place", "--to", "x"),
    (*MOVE[:2], "ZZ-9999", *MOVE[3:]),
    (*GONE[:2], "ZZ-9999", *GONE[3:]),
    (*REPLACE[:2], "ZZ-9999", *REPLACE[3:]),
]


@pytest.mark.parametrize("words", NOT_THERE)
def test_a_number_no_file_has_is_refused_and_named(filed: Desk, words: tuple[str, ...]) -> None:
    error = refused(filed, *words, by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("not-in-any-file", {"serial": "ZZ-9999"})


def test_where_a_file_can_not_be_read_it_may_be_in_that_one(two: Desk) -> None:
    (two.path / f"customers/{B}.yaml").write_text("id: [\n", encoding="utf-8")
    for words in (NOT_THERE[1], ("equipment", "history", "ZZ-9999")):
        ended = two.svc("--json", *words, by="chen", now=LATER)
        assert (ended.status, ended.error["key"]) == (3, "some-unreadable")
    two.ok(*MOVE, by="chen", now=LATER)


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (ADD[:3], ["--serial", "--model", "--specification", "--bought"]),
        (CORRECT[:3], ["--field", "--to", "--reason"]),
        (MOVE[:3], ["--place"]),
        (GONE[:3], ["--to", "--reason"]),
        (REPLACE[:3], ["--by"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    filed: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(filed, *words, by="chen", now=LATER)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ((*TRANSFER, "--gone"), ["--to", "--gone"]),
        ((*MOVE, "--site", "分店", "--main-address"), ["--site", "--main-address"]),
        (("equipment", "unbox", OLD, "--good", "--faulty", "坏"), ["--good", "--faulty"]),
    ],
)
def test_of_two_that_shut_each_other_out_none_is_called_missing(
    filed: Desk, words: tuple[str, ...], typed: list[str]
) -> None:
    error = refused(filed, *words, by="chen", now=LATER)
    assert (error["key"], error["facts"]["options"]) == ("one-deed-at-a-time", typed)


@pytest.mark.parametrize("option", ["--installed", "--on-site-until", "--warranty-until"])
def test_what_is_no_day_is_refused(desk: Desk, option: str) -> None:
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    error = refused(desk, *ADD, option, "soon", by="chen")
    assert (error["key"], error["facts"]) == ("not-a-day", {"text": "soon"})


@pytest.mark.parametrize("words", [ADD, MOVE, GONE, REPLACE, (*CORRECT, "place", "--to", "x")])
def test_files_are_the_offices_not_the_cashiers(filed: Desk, words: tuple[str, ...]) -> None:
    if words == ADD:
        words = ("equipment", "add", A, *options({**MACHINE, "serial": "N-00001"}))
    filed.edit('roles: ["callback", "cashier"]', 'roles: ["cashier"]', "staff.yaml")
    filed.commit()
    assert refused(filed, *words, by="zhao", now=LATER)["key"] == "not-your-role"


# Its history


def test_by_each_of_its_numbers_its_owner_and_all_its_tickets_are_found(two: Desk) -> None:
    assert two.intake(serial=OLD).status == 0
    two.ok(*REPLACE, by="chen", now=LATER)
    two.ok(*TRANSFER[:2], NEW, *TRANSFER[3:], by="chen", now=NEXT)
    for serial in (OLD, "cr200 26 0007"):
        found = two.ok("--json", "equipment", "history", serial, now=NEXT).json
        assert (found["owner"], found["machine"]["serial"]) == (B, NEW)
        assert [item["id"] for item in found["items"]] == [TICKET]
    assert [event["what"] for event in events(two, A)] == [
        "opened",
        "equipment_added",
        "equipment_replaced",
        "equipment_left",
    ]
    assert "equipment" not in record(two, A)  # what was told when the file was opened stays so


@pytest.mark.parametrize("asked", [OLD, "cr200 24 0042", NEW])
def test_every_number_it_went_by_is_spelt_as_it_was_recorded(filed: Desk, asked: str) -> None:
    filed.ok(*REPLACE, by="chen", now=LATER)
    found = filed.ok("--json", "equipment", "history", asked, now=NEXT).json
    assert found["serials"] == ([NEW, OLD] if asked == NEW else [OLD, NEW])


def test_a_number_that_only_a_ticket_knows_is_spelt_as_the_ticket_has_it(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.ok(*GONE, by="chen", now=LATER)
    desk.ok("replace", TICKET, "--old", OLD, "--new", NEW, "--reason", "x", by="sun", now=NEXT)
    found = desk.ok("--json", "equipment", "history", "cr200260007", now=NEXT).json
    assert found["serials"] == [NEW, OLD]
