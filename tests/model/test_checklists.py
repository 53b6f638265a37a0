"""What is gone through on a machine, by model."""

from __future__ import annotations

from pathlib import Path

import pytest

from svc.errors import RecordFaulty
from svc.model import reading
from svc.model.checklists import Checklists, checklist_faults
from svc.model.faults import record_faulty, record_from

SAMPLE = Path(__file__).parents[2] / "ledger/checklists.yaml"
PATH = "checklists.yaml"
SMALL = """\
checklists:
  - sort: "preparation"
    items: ["工作证", "鞋套"]
  - sort: "maintenance"
    models: ["CR-5"]
    items: ["翻锅限位", "紧固端子"]
  - sort: "maintenance"
    models: ["SO", "CR"]
    items: ["紧固端子", "清洗滤棉"]
"""


def lists(text: str = SMALL) -> Checklists:
    read = record_from(reading.read_record(text, PATH), Checklists, PATH, text)
    found = checklist_faults(read)
    if found:
        raise record_faulty(found, PATH, text)
    return read


def test_the_lists_of_the_sample_have_nothing_wrong() -> None:
    sample = lists(SAMPLE.read_text(encoding="utf-8"))
    assert sample.items("maintenance", "SO-80")[0] == "蒸汽发生器除垢"
    assert len(sample.items("self_check", "NB-120")) == 7


@pytest.mark.parametrize(
    ("sort", "model", "items"),
    [
        ("preparation", "X-1", ["工作证", "鞋套"]),  # a list that names no model is for all
        ("maintenance", "CR-500", ["翻锅限位", "紧固端子", "清洗滤棉"]),  # each item once
        ("maintenance", " cr-200", ["紧固端子", "清洗滤棉"]),
        ("maintenance", "XCR-500", []),
        ("self_check", "CR-500", []),
    ],
)
def test_lists_are_for_models_whose_names_begin_so(sort: str, model: str, items: list[str]) -> None:
    assert lists().items(sort, model) == items


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ('"preparation"', '"preparations"', 2),
        ('["工作证", "鞋套"]', "[]", 3),
        ('["翻锅限位", "紧固端子"]', '["翻锅限位", "翻锅限位"]', 6),
        ("models:", "model:", 5),
    ],
)
def test_what_is_wrong_is_named_with_its_line(was: str, now: str, line: int) -> None:
    with pytest.raises(RecordFaulty) as refused:
        lists(SMALL.replace(was, now, 1))
    assert next(at for at, _ in refused.value.facts["faults"]) == line
