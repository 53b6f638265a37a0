"""What a department has agreed on: which version holds, and who and what is not there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from svc.errors import NoSuchVersion, RecordFaulty, UnknownOffice, UnknownStaff

if TYPE_CHECKING:
    from conftest import Desk


def test_the_newest_version_is_that_of_the_highest_number_not_of_the_alphabet(desk: Desk) -> None:
    for version in ("SZ@9", "SZ@10", "SZ@2", "SZX@99"):
        (desk.path / f"calendars/{version}.yaml").touch()
    assert desk.ledger.newest("calendars", "SZ") == "SZ@10"
    assert desk.ledger.newest("policies", "office") == "office@2026-11"
    (desk.path / "policies/office@2027-01.yaml").touch()
    assert desk.ledger.newest("policies", "office") == "office@2027-01"
    with pytest.raises(NoSuchVersion):
        desk.ledger.newest("prices", "2026")


def test_who_and_what_is_not_there_is_refused_with_what_is(desk: Desk) -> None:
    with pytest.raises(UnknownStaff) as refused:
        desk.ledger.person("nobody")
    assert "chen" in str(refused.value)
    with pytest.raises(UnknownOffice) as refused:
        desk.ledger.office("XX")
    assert "SZ" in str(refused.value)


@pytest.mark.parametrize(
    "version", ["office@1999", "../staff", "office", "", "a@b/c", "office@2026-11.yaml"]
)
def test_a_version_that_is_not_there_or_is_no_name_is_refused(desk: Desk, version: str) -> None:
    with pytest.raises(NoSuchVersion):
        desk.ledger.policy(version)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('within: "30m"', 'within: "30"'),
        ('within: "30m", clock: "working"', 'within: "2wd", clock: "working"'),
        ('within: "30m"', 'within: "-30m"'),
        ('within: "30m"', 'within: ""'),
        ('before: "1d"', 'before: "1h"'),
        ('grace: "30m"', 'grace: "1d"'),
        ('clock: "working"', 'clock: "sundial"'),
        ('to: "handed_over"', 'too: "handed_over"'),
    ],
)
def test_a_policy_that_can_not_be_counted_is_named_with_its_line_when_it_is_loaded(
    desk: Desk, old: str, new: str
) -> None:
    desk.edit(old, new, "policies/office@2026-11.yaml")
    with pytest.raises(RecordFaulty) as damaged:
        desk.ledger.policy("office@2026-11")
    line = int(damaged.value.facts["line"])
    lines = (desk.path / "policies/office@2026-11.yaml").read_text(encoding="utf-8").splitlines()
    assert new in lines[line - 1] or new.split(", ", maxsplit=1)[0] in lines[line - 1]


def test_a_price_list_holds_from_its_first_day_until_the_next_one_does(desk: Desk) -> None:
    folder = desk.path / "prices"
    (first,) = folder.glob("*.yaml")
    text = first.read_text(encoding="utf-8")
    (folder / "2026-12.yaml").write_text(
        text.replace('from: "2026-07-01"', 'from: "2026-12-01"'), encoding="utf-8"
    )
    on = desk.ledger.prices_on
    assert (on(date(2026, 6, 30)), on(date(2026, 7, 1))) == ("", "2026-07")
    assert (on(date(2026, 11, 30)), on(date(2026, 12, 1))) == ("2026-07", "2026-12")


def test_what_an_editor_leaves_beside_a_file_is_no_version(desk: Desk) -> None:
    for name in (".2027-01.yaml", ".#2027-01.yaml", "2027-01.yaml~", "2027-01.yml"):
        (desk.path / "prices" / name).write_text("x", encoding="utf-8")
    assert desk.ledger.names("prices") == ["2026-07.yaml"]
    assert desk.ledger.names("nowhere") == []
