"""What the documents name is there: files, folders, make targets, packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
DOCUMENTS = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])
OURS = ("svc", "tests", "docs", ".ci")  # `templates/` may be the ledger's, and is not looked for
MADE = {"svc/templates"}  # in a wheel
NAMES_IN_TESTS = {path.name for path in (TOP / "tests").rglob("*.py")}


def inline_code(path: Path) -> set[str]:
    """What stands between backticks, outside of blocks."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`\n]+)`", text))


def is_there(name: str) -> bool:
    """Whether a path of ours, perhaps with a place for a name (`svc/cli/NOUN.py`), is there."""
    if name.rstrip("/") in MADE:
        return True
    pattern = re.sub(r"\b[A-Z]+\b", "*", name).rstrip("/")
    return any(True for _ in TOP.glob(pattern))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_path_named_is_there(path: Path) -> None:
    paths = {
        code.partition(":")[0]
        for code in inline_code(path)
        if code.startswith(tuple(f"{folder}/" for folder in OURS)) and " " not in code
    }
    assert {name for name in paths if not is_there(name)} == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_test_file_named_is_there(path: Path) -> None:
    named = {code for code in inline_code(path) if re.fullmatch(r"test_\w+\.py", code)}
    assert named <= NAMES_IN_TESTS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_target_of_make_named_is_there(path: Path) -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert named <= targets


def test_every_package_has_its_row_in_the_table_of_layers() -> None:
    text = (TOP / "docs/design/layers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `svc/(\w+)/` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(path.parent.name for path in (TOP / "svc").glob("*/__init__.py"))
