"""What can't be looked into is not taken for empty: it is named, exit 3, and the rest is shown.

The system's refusals are put in its place: the tests may run as root, who may read everything.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, Desk

from svc.store import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONTH = "tickets/SZ/2026-11"
OTHER = "BJ-2611-A0001"


@pytest.fixture
def full(desk: Desk) -> Desk:
    """Tickets of two offices."""
    desk.play("intake")
    assert desk.other(1, "--office", "BJ").status == 0
    return desk


@pytest.fixture
def shut(full: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have the system refuse to open this file or folder, and what lies in it; there is no index."""

    def refuse(path: str) -> None:
        place = str(full.path / path)
        shutil.rmtree(full.path / ".svc", ignore_errors=True)

        def refusing(call: Any) -> Any:
            def called(asked: Any, *more: Any, **named: Any) -> Any:
                if isinstance(asked, int):
                    return call(asked, *more, **named)
                named_path = os.fspath(asked)
                if named_path == place or named_path.startswith(f"{place}/"):
                    raise PermissionError(13, "Permission denied", named_path)
                return call(asked, *more, **named)

            return called

        for name in ("open", "scandir", "listdir"):
            monkeypatch.setattr(os, name, refusing(getattr(os, name)))

    return refuse


READING = (
    (("list", "--all"), OTHER),
    (("list", "--all", "--csv"), OTHER),
    (("overdue", "--all"), ""),
    (("report", "all", "2026-11"), ""),
)


@pytest.mark.parametrize("path", ["tickets", "tickets/SZ", MONTH, f"{MONTH}/{TICKET}.yaml"])
def test_what_may_not_be_read_is_named_and_the_rest_is_shown(
    full: Desk, shut: Callable[[str], None], path: str
) -> None:
    shut(path)
    for words, shown in READING:
        said = full.svc(*words)
        assert said.status == 3, said
        assert path in said.err, said
        assert (shown in said.out) is (path != "tickets" or not shown), said
    checked = full.svc("check")
    assert checked.status == 3
    faults = [line for line in checked.out.splitlines() if "Permission denied" in line]
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}:1: ")
    assert "the file is gone" not in checked.out


@pytest.mark.parametrize("path", ["tickets", "tickets/SZ", MONTH])
def test_a_folder_that_is_a_link_is_named_and_not_followed(
    full: Desk, tmp_path: Path, path: str
) -> None:
    full.ok("list")  # the index knows the tickets
    place = full.path / path
    place.rename(tmp_path / "away")
    place.symlink_to(tmp_path / "away")
    for words, shown in READING:
        said = full.svc(*words)
        assert said.status == 3, said
        assert path in said.err, said
        assert (shown in said.out) is (path != "tickets" or not shown), said
    assert full.svc("check").status == 3
    assert full.svc("note", TICKET, "x", by="chen").status == 3
    assert full.svc("list", "--json").status == 3


def test_customers_and_settings_are_no_exception(full: Desk, shut: Callable[[str], None]) -> None:
    shut("customers/SZ-A0001.yaml")
    said = full.svc("search", "明辉")
    assert said.status == 3
    assert "customers/SZ-A0001.yaml" in said.err
    shut("calendars")
    assert full.svc("report", "all", "2026-11").status == 3
    assert full.svc("list").status == 3
    shut("staff.yaml")
    assert "staff.yaml" in full.svc("check").out


def test_a_repository_that_may_not_be_looked_into_is_named(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    assert full.svc("note", TICKET, "x", by="chen").status == 4


@pytest.mark.parametrize("name", ["{} (1)", "{} 副本", "{} - 副本", "副本 {}", "~${}", "{}_冲突"])
def test_copies_that_other_programs_make_are_named_and_not_used(full: Desk, name: str) -> None:
    originals = (
        "calendars/SZ@1.yaml", "policies/office@2026-11.yaml", "prices/2026-07.yaml",
        "desks/A.yaml", "customers/SZ-A0001.yaml", f"{MONTH}/{TICKET}.yaml",
    )  # fmt: skip
    before = [full.svc(*words).out for words in ASKED]
    made = []
    for path in originals:
        original = full.path / path
        copy = original.with_name(f"{name.format(original.stem)}.yaml")
        copy.write_bytes(original.read_bytes())
        made.append(copy.relative_to(full.path).as_posix())
    assert [full.svc(*words).out for words in ASKED] == before
    assert full.other(2).status == 0
    checked = full.svc("check")
    assert checked.status == 1
    for path in made:
        assert any(
            line.startswith(f"{path}:1: ") and line.endswith("[file-name]")
            for line in checked.out.splitlines()
        ), path


ASKED = (
    ("list",), ("policy", "list"), ("calendar", "list"), ("price", "list"), ("prices",),
    ("report", "all", "2026-11"), ("show", TICKET),
)  # fmt: skip


@pytest.mark.parametrize("name", [".git", ".GIT", ".git ", ".git.", "git~1", ".g\u200cit"])
def test_a_name_that_some_system_takes_for_gits_folder_is_none_of_ours(name: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        files.checked_name(f"{name}/config")
    assert files.checked_name("tickets/.gitkeep") == "tickets/.gitkeep"


STEERING = "\x1b[31m", "\x1b]0;x\x07", "\u009b2J", "\u202e", "a\rb"


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("letters", STEERING)
def test_no_file_name_steers_a_terminal(full: Desk, letters: str) -> None:
    for folder in ("calendars", MONTH, "customers", "templates", "knowledge"):
        (full.path / folder).mkdir(exist_ok=True)
        (full.path / folder / f"{letters}.yaml").write_text("x", encoding="utf-8")
        (full.path / folder / f"{letters}.html").write_text("{% if", encoding="utf-8")
    for words in (
        ("check",),
        ("check", "--json"),
        ("list",),
        ("adopt", f"calendars/{letters}.yaml"),
    ):
        said = full.svc(*words, by="sun")
        assert letters not in said.out + said.err, words
        assert said.status != 70


@pytest.mark.parametrize("letters", STEERING)
def test_no_text_steers_a_terminal_from_a_table(full: Desk, letters: str) -> None:
    written = "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in letters)
    full.edit('unit: "南山', f'unit: "{written}南山')
    for words in (("list", "--csv"), ("export", "tickets", "--format", "csv", "--personal")):
        said = full.svc(*words)
        assert letters not in said.out, words
        assert "南山" in said.out or "export" in words
