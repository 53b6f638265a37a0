"""The catalogue of parts as a record: what it holds, what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from svc.errors import RecordFaulty
from svc.model import reading
from svc.model.faults import record_faulty, record_from
from svc.model.parts import PartsCatalogue, catalogue_faults

SAMPLE = Path(__file__).parents[2] / "ledger/parts.yaml"
SMALL = """\
parts:
  - {code: "P-1", name: "加热管", for: "加热", price: "180.00", replaced_by: ["P-2"]}
  - {code: "P-2", name: "加热管", specification: "加强型"}
"""


def catalogue(text: str) -> PartsCatalogue:
    read = record_from(reading.read_record(text, "parts.yaml"), PartsCatalogue, "parts.yaml", text)
    found = catalogue_faults(read)
    if found:
        raise record_faulty(found, "parts.yaml", text)
    return read


def test_the_catalogue_of_the_sample_has_nothing_wrong() -> None:
    parts = catalogue(SAMPLE.read_text(encoding="utf-8"))
    assert parts.find_part("p-1001 ").position == "A-1-01"
    assert parts.find_part("P-1001").use == "加热"


def test_a_part_that_is_not_there_is_not_found() -> None:
    assert catalogue(SMALL).find_part("P-3") is None


@pytest.mark.parametrize(("was", "now", "line"), [
    ('code: "P-1"', 'code: "P-2"', 3),
    ('["P-2"]', '["P-9"]', 2),
    ('"180.00"', '"180.005"', 2),
    ('name: "加热管", specification', 'nam: "加热管", specification', 3),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(was: str, now: str, line: int) -> None:
    with pytest.raises(RecordFaulty) as refused:
        catalogue(SMALL.replace(was, now))
    assert next(at for at, _ in refused.value.facts["faults"]) == line
