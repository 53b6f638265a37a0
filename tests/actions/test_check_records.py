"""`svc check` of one record: each finding with its line, and what others have to know of it.

Each rule by itself is told in tests/rules/checks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET

from svc.actions.check_records import Checker, RecordFinding, line_of, unquoted_in, versions

if TYPE_CHECKING:
    from conftest import Desk

FILE = "SZ-A0001"
PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def found(desk: Desk) -> list[RecordFinding]:
    """What is wrong in the ticket as it stands in its file."""
    ledger = desk.ledger
    return Checker(ledger, datetime.fromisoformat(NOW)).record(ledger.read(TICKET))[0]


def line(desk: Desk, text: str) -> int:
    lines = desk.record.read_text(encoding="utf-8").splitlines()
    return next(number for number, each in enumerate(lines, 1) if text in each)


def test_a_ticket_as_it_was_recorded_has_nothing_wrong_and_tells_what_others_refer_to(
    taken: Desk,
) -> None:
    ledger = taken.ledger
    findings, facts = Checker(ledger, datetime.fromisoformat(NOW)).record(ledger.read(TICKET))
    assert (findings, facts.id) == ([], TICKET)
    findings, of_file = Checker(ledger, datetime.fromisoformat(NOW)).record(
        ledger.read_customer(FILE)
    )
    assert (findings, of_file.id) == ([], FILE)


@pytest.mark.parametrize(
    ("old", "new", "rule", "at"),
    [
        ('status: "received"', 'status: "closed"', "status", "status:"),
        ('office: "SZ"', 'office: "XX"', "office", "office:"),
        ('by: "chen"', 'by: "nobody"', "staff", "by:"),
        ('calendar: "SZ@1"', 'calendar: "SZ@9"', "terms", "calendar:"),
    ],
)
def test_what_is_wrong_is_named_with_rule_record_and_line(
    taken: Desk, old: str, new: str, rule: str, at: str
) -> None:
    taken.edit(old, new)
    (finding,) = [each for each in found(taken) if each.rule == rule]
    assert (finding.id, finding.path, finding.line) == (TICKET, PATH, line(taken, at))
    assert finding.do is not None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\nlog:\n", "\nlog:\r\n", "the lines end in CR LF; records use LF only"),
        ("log:", "log: # ours", ""),
    ],
)
def test_a_layout_nothing_can_be_added_to_is_found_at_the_log(
    taken: Desk, old: str, new: str, says: str
) -> None:
    taken.record.write_bytes(taken.record.read_bytes().replace(old.encode(), new.encode()))
    layout = [str(each.problem) for each in found(taken) if each.rule == "layout"]
    assert layout == ([says] if says else [])


def test_a_key_behind_the_log_is_named(taken: Desk) -> None:
    with taken.record.open("a", encoding="utf-8", newline="") as file:
        file.write('mood: "angry"\n')
    (finding,) = [each for each in found(taken) if each.rule == "layout"]
    assert str(finding.problem) == "`mood` comes after `log`, so nothing can be added to the log"
    assert finding.line == line(taken, "log:")


def test_a_last_line_without_an_end_is_named(taken: Desk) -> None:
    taken.record.write_bytes(taken.record.read_bytes().rstrip(b"\n"))
    (finding,) = [each for each in found(taken) if each.rule == "layout"]
    assert str(finding.problem).startswith("the last line has no line end")


def test_a_mark_of_a_correction_that_there_is_not_is_found_and_one_that_is_right_is_not(
    taken: Desk,
) -> None:
    words = ("--field", "phone", "--to", "0755-26002222", "--reason", "x")
    taken.ok("customer", "correct", FILE, *words, by="chen")
    ledger = taken.ledger
    checker = Checker(ledger, datetime.fromisoformat(NOW))
    assert checker.record(ledger.read_customer(FILE))[0] == []
    taken.edit("# corrected in 2", "# corrected in 7", f"customers/{FILE}.yaml")
    (finding,) = checker.record(taken.ledger.read_customer(FILE))[0]
    assert (finding.rule, finding.line) == ("marks", 1)


def test_a_text_without_quotes_that_others_read_as_something_else_is_found(taken: Desk) -> None:
    taken.edit('symptom: "开机后不加热"', "symptom: 1e3")
    (finding,) = [each for each in found(taken) if each.rule == "unquoted"]
    assert finding.line == line(taken, "symptom:")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('a: "yes"\nb: plain words\n', []),
        ("a: yes\nb:\n  - x: 2026-11-20\n    z: 0123\n", [("a",), ("b", 0, "x"), ("b", 0, "z")]),
    ],
)
def test_unquoted_texts_are_found_wherever_they_stand(
    text: str, places: list[tuple[str | int, ...]]
) -> None:
    assert [finding.place for finding in unquoted_in(text)] == places


def test_a_place_without_a_line_has_that_of_the_nearest_around_it() -> None:
    lines: dict[tuple[str | int, ...], int] = {("log",): 5, ("log", 0): 6}
    assert line_of(lines, ("log", 0, "by")) == 6
    assert line_of(lines, ("log", 7)) == 5
    assert line_of(lines, ("nothing", "here")) == 1


def test_versions_are_known_by_their_files_readable_or_not(taken: Desk) -> None:
    (taken.path / "policies/office@2026-12.yaml").write_text("id: [\n", encoding="utf-8")
    assert {"office@2026-11", "office@2026-12"} <= versions(taken.ledger, "policies")


def test_a_price_list_that_can_not_be_read_keeps_no_record_from_being_judged(taken: Desk) -> None:
    (taken.path / "prices/2026-07.yaml").write_text("id: [\n", encoding="utf-8")
    taken.edit('status: "received"', 'status: "closed"')
    assert "status" in [each.rule for each in found(taken)]
