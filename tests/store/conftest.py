"""A small ledger in git, in a folder with blanks and Chinese in its name, and ways to write to
it.
"""

from __future__ import annotations

import os
import subprocess
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from svc.store.git import program as git
from svc.store.transaction import Holder, Recorded, changes

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 11, 21, 9, 20, 31, tzinfo=timezone(timedelta(hours=8)))
CHEN = ("陈 Chen", "chen@example.com")
LOG = "customers/SZ-A0031.yaml"
NEW = "tickets/SZ/2026-11/SZ-2611-A0042.yaml"


class Ledger:
    """A ledger, with git as its user would call it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.when = WHEN
        self.log = LOG
        self.new = NEW

    @property
    def root(self) -> git.Root:
        return git.repository_top(self.path)

    def git(self, *words: str, data: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.path, input=data, capture_output=True, check=True
        )
        return done.stdout.decode()

    def put(self, rel: str, data: bytes) -> None:
        target = self.path / rel
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def at(self, rel: str) -> bytes:
        return (self.path / rel).read_bytes()

    def in_head(self, rel: str) -> bytes:
        return subprocess.run(
            ["git", "show", f"HEAD:{rel}"], cwd=self.path, capture_output=True, check=True
        ).stdout

    def changes(
        self, *, commit: bool = True, wait: float = 0.2, rescue: Any = None, who: str = "chen"
    ) -> Any:
        return changes(
            self.root,
            commit=commit,
            wait_seconds=wait,
            who=Holder(who=who, since=WHEN),
            rescue=rescue,
        )

    def record(self, tx: Any, message: str = "SZ-2611-A0042 received") -> Recorded:
        return tx.commit(message, author=CHEN, committer=CHEN, when=WHEN)

    def write(self, new: dict[str, bytes], **options: Any) -> Recorded:
        """Create or replace each, in one transaction."""
        with self.changes(**options) as tx:
            for rel, data in new.items():
                (tx.create if tx.read(rel) is None else tx.replace)(rel, data)
            return self.record(tx)

    def status(self) -> str:
        return self.git("status", "--porcelain", "-uall")

    def left_over(self) -> list[str]:
        """Whatever no command may leave behind: temporaries, journals, locks of git."""
        odd = []
        for folder, _, names in os.walk(self.path):
            for name in names:
                rel = os.path.relpath(os.path.join(folder, name), self.path).replace(os.sep, "/")
                ours = rel.startswith(".git/svc/") and name not in ("lock", "index.held")
                if ours or name.endswith((".tmp", ".lock")) or "fast_import_crash" in name:
                    odd.append(rel)
        return odd

    def assert_whole(self) -> None:
        """The work tree, git's index and HEAD agree, and nothing is left over."""
        assert self.left_over() == []
        assert self.status() == ""
        assert self.git("fsck", "--full", "--strict", "--no-dangling") == ""

    def snapshot(self) -> dict[str, bytes | str]:
        """All files with their bytes, the commit and git's index."""
        files = {
            path.relative_to(self.path).as_posix(): path.read_bytes()
            for path in self.path.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.path).parts
        }
        return files | {"HEAD": self.git("log", "--format=%H"), "index": self.git("ls-files", "-s")}


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    path = tmp_path / "深圳 desk"
    path.mkdir()
    made = Ledger(path)
    made.git("init", "-q", "-b", "main")
    made.git("config", "user.name", "Li")
    made.git("config", "user.email", "li@example.com")
    made.put("svc.yaml", b"schema: 1\n")
    made.put(".gitattributes", b"* -text\n")
    made.put(LOG, b"log:\n")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "Start")
    return made


@pytest.fixture
def empty_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """git init, and nothing committed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = Ledger(tmp_path)
    made.git("init", "-q", "-b", "main")
    return made
