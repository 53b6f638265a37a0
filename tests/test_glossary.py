"""What docs/glossary.md says is in the code is there."""

from __future__ import annotations

import re
from pathlib import Path

from svc.cli.commands import COMMANDS, GROUPS
from svc.model.events import CATALOGUE
from svc.model.labels import LABELS
from svc.model.settings import Settings
from svc.model.staff import ROLES
from svc.model.tickets import HEAD_KEYS, Ticket
from svc.render.papers.table import PAPERS

GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| 中文"))
]
FILES = {"parts.yaml", "svc.yaml"}
FOLDERS = {".svc/", "tickets/", "customers/", "policies/", "calendars/", "desks/"}
KNOWN = {
    *CATALOGUE,
    *ROLES,
    *PAPERS,
    *HEAD_KEYS,
    *Ticket.__struct_fields__,
    *Settings.__struct_fields__,
    *(value for values in LABELS.values() for value in values),
    *FILES,
    *FOLDERS,
    *(f"svc {name}" for name in [*COMMANDS, *GROUPS]),
}


def test_every_row_has_four_columns() -> None:
    assert len(ROWS) > 60
    assert [row for row in ROWS if len(row) != 4] == []


def test_every_key_named_is_in_the_code() -> None:
    named = {key for row in ROWS for key in re.findall(r"`([^`]+)`", row[-1])}
    assert named - KNOWN == set()


def test_a_chinese_term_stands_once() -> None:
    terms = [row[0] for row in ROWS]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_every_role_has_its_row() -> None:
    named = {key for row in ROWS for key in re.findall(r"`([^`]+)`", row[-1])}
    assert set(ROLES) - {"system"} <= named
