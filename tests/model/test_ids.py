"""Numbers of records."""

from __future__ import annotations

from typing import Any

import pytest

from svc.model.ids import LANES, TicketId, is_lane, is_office, is_slug, is_version, parse_ticket_id


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SZ-2611-A0042", TicketId("SZ", 2026, 11, "A", 42)),
        ("sz-2611-a0042", TicketId("SZ", 2026, 11, "A", 42)),
        (" WUHA-2601-Z0000 ", TicketId("WUHA", 2026, 1, "Z", 0)),
        ("SZ-2612-B10000", TicketId("SZ", 2026, 12, "B", 10000)),
    ],
)
def test_a_number_is_read_in_either_case_and_written_in_one(text: str, number: Any) -> None:
    assert parse_ticket_id(text) == number
    assert str(number) == text.strip().upper()
    assert parse_ticket_id(str(number)) == number


@pytest.mark.parametrize(
    "text",
    ["", "SZ", "SZ-2611-0042", "SZ-2613-A0042", "SZ-2600-A0042", "SZ-2611-I0042", "SZ-2611-O0042", "SZ-2611-Q0042",
     "SZ-2611-A042", "SZ-2611-A00042", "SZ-2611-A0042.yaml", "S-2611-A0042", "SHENZ-2611-A0042", "SZ/2611-A0042",
     "SZ-２６１１-A0042", "SZ-2611-A0042\n/x", "../SZ-2611-A0042", "SZ-2611-AA042", "SZ-2611-A" + "9" * 10],
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_ticket_id(text) is None


def test_a_record_lies_in_the_folder_of_its_office_and_month() -> None:
    assert TicketId("SZ", 2026, 3, "A", 7).path == "tickets/SZ/2026-03/SZ-2603-A0007.yaml"


def test_lanes_are_letters_that_are_not_misheard() -> None:
    assert len(LANES) == 23
    assert all(is_lane(letter) for letter in LANES)
    assert not any(is_lane(text) for text in ("", "I", "O", "Q", "a", "AB", "1", "Ä"))


def test_names_become_file_names_so_nothing_a_path_is_made_of_is_in_them() -> None:
    assert is_version("office@2026-11")
    assert is_version("SZ@3")
    assert not any(
        is_version(text)
        for text in ("office", "../x@1", "a/b@1", "@1", "a@", "a@1/..", "a@1.2", "a b@1")
    )
    assert is_office("SZ")
    assert not any(is_office(text) for text in ("", "S", "sz", "SHENZ", "S1", "..", "ΣΖ"))
    assert is_slug("zhang_3")
    assert not any(is_slug(text) for text in ("", "Zhang", "3z", "a-b", "a" * 33, "张"))
