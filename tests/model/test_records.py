"""Events as objects: what happened is said in code, the rest is the recorder's to fill in."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from svc.errors import NotAcceptable
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.records import SomeEvent, event_data, judge_event

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
KINDS = [entry.event for table in (ev.CATALOGUE, cu.CUSTOMER_CATALOGUE) for entry in table.values()]


FILLED_IN: dict[str, object] = {"seq": 1, "id": "abcdef", "at": NOW, "typed": NOW, "by": "li"}


def recorded(event: SomeEvent) -> SomeEvent:
    return judge_event(event, **FILLED_IN)


def test_what_the_recorder_fills_in_need_not_be_said() -> None:
    event = ev.Arrived(met="Mr Wang")
    assert not event.is_recorded
    assert event == ev.Arrived(met="Mr Wang")
    assert event_data(recorded(event)) == {
        "seq": 1, "id": "abcdef", "what": "arrived", "at": "2026-11-20T09:00:00+08:00",
        "typed": "2026-11-20T09:00:00+08:00", "by": "li", "met": "Mr Wang",
    }  # fmt: skip


def test_an_event_that_was_never_recorded_is_not_written() -> None:
    with pytest.raises(ValueError, match="arrived was not recorded"):
        event_data(ev.Arrived(met="Mr Wang"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_the_catalogue_does_not_know_fails_where_it_is_written(
    kind: type[ev.Event],
) -> None:
    known: dict[str, Any] = {
        field.name: "x" for field in msgspec.structs.fields(kind) if field.required
    }
    with pytest.raises(TypeError, match="advise"):
        kind(**known | {"advise": "clean it monthly"})


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_file_number_identity_times_and_person_have_to_be_there(kind: type[ev.Event]) -> None:
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    assert {"seq", "id", "at", "typed", "by"} <= required


def test_keys_of_others_in_a_file_are_read_over() -> None:
    data = {**event_data(recorded(ev.Arrived(met="x"))), "x_gate": "3"}
    assert msgspec.convert(data, ev.Arrived) == recorded(ev.Arrived(met="x"))


@pytest.mark.slow
def test_the_type_checker_finds_a_misspelt_field_and_a_value_that_is_none(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from svc.model.events import Arrived, Held\n"
        "Arrived(met='x')\n"
        "Arrived(mett='x')\n"
        "Held(wish='weather', reason='rain')\n"
        "Held(wish='customer')\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(wrong)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [line.partition("wrong.py:")[2] for line in ended.stdout.splitlines()]
    assert [line[0] for line in found if " error: " in line] == ["3", "4", "5"], ended.stdout
    assert '"mett"' in ended.stdout


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (ev.Remarked(words=""), "words"),
        (ev.PartLent(part="P-1", count=0, technician="wang"), "count"),
        (ev.Held(wish="weather", reason="rain"), "wish"),
        (ev.Corrected(field="Not A Field", old="", new="x", reason="y"), "field"),
    ],
)
def test_values_made_in_code_are_judged_like_those_that_are_read(
    event: ev.Event, field: str
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        recorded(event)
    assert refused.value.facts["problem"].facts["field"] == field


def test_an_amount_that_cannot_be_added_up_is_refused_once_it_is_to_be_recorded() -> None:
    paid = ev.Paid(amount=Decimal("1.001"), how="cash", taken_by="li")
    with pytest.raises(NotAcceptable) as refused:
        recorded(paid)
    assert "two places" in refused.value.facts["problem"].facts["said"]
