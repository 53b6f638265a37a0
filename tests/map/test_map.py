"""docs/map.md is what the imports say."""

from __future__ import annotations

import re

import pytest

from map.imports import Place, refers_to
from map.make import MAP, TABLES, recorded_by, renewed, way_of
from svc.cli.commands import COMMANDS
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE
from svc.render.papers.table import PAPERS

TEXT = MAP.read_text(encoding="utf-8")


def test_the_map_is_fresh() -> None:
    assert renewed(TEXT) == TEXT, "stale: cd tests && python -m map.make"


def test_every_command_event_and_paper_has_its_row() -> None:
    rows = {}
    for name, make in TABLES.items():
        rows[name] = re.findall(r"^\| `([^`]+)` \|", make(), re.MULTILINE)
    assert rows["commands"] == [f"svc {name}" for name in COMMANDS]
    assert rows["events"] == list(CATALOGUE)
    assert rows["papers"] == list(PAPERS)


def test_every_event_is_recorded_by_a_typed_command() -> None:
    recorded = {event for command in COMMANDS.values() for event in way_of(command).events}
    assert set(CATALOGUE | CUSTOMER_CATALOGUE) - recorded == set()
    assert "remarked" in way_of(COMMANDS["customer note"]).events  # tickets have it, too


def test_a_map_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks for"):
        renewed("# Where a line goes\n")


@pytest.mark.parametrize(
    ("module", "function", "events"),
    [
        ("visits", "record_visits", ["arrived", "consented"]),
        ("visits", "visit_report", ["visited"]),
        ("receipts", "void_receipt", ["receipt_voided", "refunded"]),
        ("customer_merges", "merge_customers", ["merged_into"]),
        ("complaints", "complaint_register", []),  # reads events, records none
    ],
)
def test_what_an_action_records_is_found(module: str, function: str, events: list[str]) -> None:
    assert recorded_by(Place(f"svc.actions.{module}", function)) == events


def test_what_is_imported_for_types_or_named_in_annotations_leads_nowhere() -> None:
    led_to = refers_to(Place("svc.cli.shared", "tell_result"))
    assert Place("svc.render.tickets", "next_lines") in led_to  # imported in the function
    # Done and Ledger stand there for types alone.
    on_duty = Place("svc.actions.duty", "on_duty_now")
    assert [p for p in led_to if p.layer in ("actions", "store")] == [on_duty]
