"""A desk's own numbers run without gaps."""

from __future__ import annotations

import pytest

from svc.rules.history.numbers import highest_numbers, missing_receipts, path_before


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("tickets/SZ/2026-11/SZ-2611-A0002.yaml", "tickets/SZ/2026-11/SZ-2611-A0001.yaml"),
        ("tickets/SZ/2026-11/SZ-2611-A10000.yaml", "tickets/SZ/2026-11/SZ-2611-A9999.yaml"),
        ("tickets/SZ/2026-11/SZ-2611-A0001.yaml", ""),  # the first of its month
        ("customers/SZ-B0031.yaml", "customers/SZ-B0030.yaml"),
        ("movements/SZ/2026-11/SZ-M2611-A0007.yaml", "movements/SZ/2026-11/SZ-M2611-A0006.yaml"),
        ("seals/SZ/2026-11-23.yaml", ""),  # nobody numbers it
        ("tickets/SZ/notes.yaml", ""),
    ],
)
def test_each_has_one_before_it_but_the_first(path: str, before: str) -> None:
    assert path_before(path) == before


def test_a_book_has_come_to_its_highest_number() -> None:
    found = ["SZ-A-26-0009", "SZ-A-26-0031", "SZ-A-26-0010", "BJ-A-26-0002", "SZ-I-26-0099", "x"]
    assert highest_numbers(found) == {"SZ-A-26": 31, "BJ-A-26": 2}


@pytest.mark.parametrize(
    ("issued", "missing"),
    [
        (["SZ-A-26-0004"], []),
        (["SZ-A-26-0005", "SZ-A-26-0004"], []),
        (["SZ-A-26-0005"], [("SZ-A-26-0004", "SZ-A-26-0005")]),
        (["SZ-A-26-0004", "SZ-A-26-0006"], [("SZ-A-26-0005", "SZ-A-26-0006")]),
        (["BJ-A-26-0001"], []),
        (["BJ-A-26-0002"], [("BJ-A-26-0001", "BJ-A-26-0002")]),
        (["no number"], []),
    ],
)
def test_receipts_follow_one_another(issued: list[str], missing: list[tuple[str, str]]) -> None:
    assert list(missing_receipts({"SZ-A-26": 3}, issued)) == missing
