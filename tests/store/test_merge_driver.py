"""git merges records with the svc that set the clone up, wherever it lies and whoever pulls."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions.deeds import broken_rules
from conftest import TICKET

from svc.store import merge_driver

if TYPE_CHECKING:
    from conftest import Desk

BEFORE = (
    "svc merge-driver %O %A %B %P && exit 0; git merge-file %A %O %B; exit 1"  # what 0.1.0 wrote
)


@pytest.fixture
def diverged(desk: Desk) -> Desk:
    """Two branches that both added a note to one ticket."""
    assert desk.intake().status == 0
    desk.git("checkout", "-q", "-b", "other")
    desk.ok("note", TICKET, "门口有狗", by="chen")
    desk.git("checkout", "-q", "main")
    desk.ok("note", TICKET, "走后门", by="chen")
    return desk


def merge(desk: Desk, path: str) -> int:
    """`git merge` by somebody with this PATH."""
    environ = {**os.environ, "PATH": path}
    environ.pop("PYTHONPATH", None)
    words = ["git", "merge", "-q", "--no-edit", "other"]
    git = shutil.which("git")
    return subprocess.run(
        [git or "git", *words[1:]], cwd=desk.path, env=environ, capture_output=True, check=False
    ).returncode


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH with git and a shell, and no svc."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("git", "sh"):
        (folder / name).symlink_to(shutil.which(name) or name)
    return str(folder)


def notes(desk: Desk) -> list[str]:
    return [event["words"] for event in desk.log if event["what"] == "remarked"]


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@needs_links
def test_records_are_merged_where_no_svc_is_on_the_path(diverged: Desk, bare_path: str) -> None:
    assert merge(diverged, bare_path) == 0
    assert sorted(notes(diverged)) == sorted(["门口有狗", "走后门"])


@needs_links
def test_no_folder_of_the_ledger_is_run_for_it(diverged: Desk, bare_path: str) -> None:
    folder = diverged.path / "svc"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "__main__.py").write_text("open('PWNED', 'w').close()\n")
    assert merge(diverged, bare_path) == 0
    assert not (diverged.path / "PWNED").exists()
    assert len(notes(diverged)) == 2


@needs_links
@pytest.mark.parametrize("folder", ["with blanks", "it's", "100% O", "$HOME `id`", "售后"])
def test_a_path_of_any_letters_is_found(diverged: Desk, bare_path: str, folder: str) -> None:
    program = diverged.path.parent / folder / "svc program"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m svc "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    driver = merge_driver.driver_for([str(program)])
    assert merge_driver.is_ours(driver)
    assert merge_driver.missing_program(driver) == ""
    diverged.git("config", "merge.svc.driver", driver)
    assert merge(diverged, bare_path) == 0
    assert len(notes(diverged)) == 2


@needs_links
def test_where_the_path_is_gone_svc_is_looked_for_and_else_git_stops(
    diverged: Desk, bare_path: str
) -> None:
    gone = str(diverged.path.parent / "gone/svc")
    driver = merge_driver.driver_for([gone])
    diverged.git("config", "merge.svc.driver", driver)
    assert merge(diverged, bare_path) != 0
    assert "<<<<<<<" in diverged.record.read_text(encoding="utf-8")
    diverged.git("merge", "--abort")
    found = Path(bare_path) / "svc"
    found.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m svc "$@"\n', encoding="utf-8")
    found.chmod(found.stat().st_mode | stat.S_IXUSR)
    assert merge(diverged, bare_path) == 0
    assert len(notes(diverged)) == 2


@pytest.mark.parametrize("earlier", [BEFORE, merge_driver.driver_for(["/opt/old venv/bin/svc"])])
def test_after_an_update_the_next_command_that_records_sets_it_right(
    diverged: Desk, earlier: str
) -> None:
    diverged.git("config", "merge.svc.driver", earlier)
    diverged.ok("note", TICKET, "按门铃", by="chen")
    assert diverged.git("config", "merge.svc.driver").strip() == merge_driver.own_driver()


def test_what_somebody_else_wrote_there_stays_and_is_named(diverged: Desk) -> None:
    diverged.git("config", "merge.svc.driver", "mymerge %O %A %B")
    diverged.ok("note", TICKET, "按门铃", by="chen")
    assert diverged.git("config", "merge.svc.driver").strip() == "mymerge %O %A %B"
    assert broken_rules(diverged) == [("merge-driver", ".git/config")]


def test_a_clone_that_is_not_set_up_stays_so(diverged: Desk) -> None:
    diverged.git("config", "--unset", "merge.svc.driver")
    diverged.ok("note", TICKET, "按门铃", by="chen")
    assert broken_rules(diverged) == [("merge-driver", ".git/config")]


def test_check_names_a_program_that_git_would_not_find(
    diverged: Desk, monkeypatch: pytest.MonkeyPatch, bare_path: str
) -> None:
    gone = str(diverged.path.parent / "gone/svc")
    diverged.git("config", "merge.svc.driver", merge_driver.driver_for([gone]))
    monkeypatch.setenv("PATH", bare_path)
    said = diverged.svc("check").out
    assert f"git would not find svc to merge records: {gone}" in said
    diverged.ok("init", "--join")
    assert broken_rules(diverged, status=0) == []


def test_check_names_a_python_that_does_not_find_svc(
    diverged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where svc was found in the folder somebody stood in."""
    monkeypatch.setattr(merge_driver, "_FOUND", "import sys; sys.exit(1)")
    merge_driver._runs.cache_clear()
    found = broken_rules(diverged)
    merge_driver._runs.cache_clear()
    assert found == [("merge-driver", ".git/config")]


def test_a_program_of_one_file_is_called_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert merge_driver.own_program() == [sys.executable, "-P", "-m", "svc"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert merge_driver.own_program() == [sys.executable]
