"""Who holds git's lock, as far as the system tells."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svc.store.git import holders
from svc.store.git.holders import holder_of, merging_in

pytestmark = pytest.mark.skipif(
    not os.path.isdir("/proc/self/fd"), reason="the system does not tell what processes have open"
)


@pytest.fixture
def top(tmp_path: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree with a file to commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(gitconfig))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    top = tmp_path / "ledger"
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    (top / "a").write_text("a", encoding="utf-8")
    return top


def test_a_git_that_waits_for_its_editor_is_named_though_it_has_closed_the_lock(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = top.parent / "begun"
    monkeypatch.setenv("GIT_EDITOR", f"touch '{begun}'; sleep 60; false")
    subprocess.run(["git", "add", "a"], cwd=top, check=True)
    commit = subprocess.Popen(["git", "commit", "-a"], cwd=top, start_new_session=True)
    try:
        while not begun.exists():
            assert commit.poll() is None
            time.sleep(0.02)
        lock = top / ".git/index.lock"
        assert lock.exists()
        assert f"git commit -a, process {commit.pid}" in str(holder_of(lock, top))
    finally:
        os.killpg(commit.pid, 9)
        commit.wait()


def test_a_lock_that_nobody_has_is_told_by_its_age_alone(top: Path) -> None:
    lock = top / ".git/index.lock"
    lock.touch()
    os.utime(lock, (time.time() - 7200, time.time() - 7200))
    told = str(holder_of(lock, top))
    assert told == "no running program of yours is seen to hold it; 2h old"


def as_git(top: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process that is a git with this command line, as far as the system tells."""
    command = ["git", "-c", "import time; time.sleep(60)", *words]
    return subprocess.Popen(command, executable=sys.executable, cwd=top)


@pytest.mark.parametrize(
    ("words", "merges"),
    [(["merge", "FETCH_HEAD"], True), (["cherry-pick", "x"], True), (["revert", "x"], True),
     (["log", "merge"], False), (["commit"], False), (["pull"], False), ([], False)],
)  # fmt: skip
def test_a_git_that_merges_is_told_from_one_that_does_not(
    top: Path, words: list[str], merges: bool
) -> None:
    git = as_git(top, *words)
    elsewhere = as_git(top.parent, "merge")
    try:
        assert merging_in(top) == ({git.pid} if merges else set())
    finally:
        for each in (git, elsewhere):
            each.kill()
            each.wait()
    assert merging_in(top) == frozenset()


def test_a_merge_whose_hook_we_are_is_not_waited_for(top: Path) -> None:
    """It waits for us."""
    ask = "import sys; from pathlib import Path; from svc.store.git.holders import merging_in"
    tell = (
        "Path('seen').write_text(str([len(merging_in(Path.cwd())), len(merging_in(Path('.git')))]))"
    )
    hook = top / ".git/hooks/post-merge"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{ask}; {tell}"\n', encoding="utf-8")
    hook.chmod(0o755)
    for words in (
        ("commit", "-q", "--allow-empty", "-m", "a"),
        ("checkout", "-q", "-b", "other"),
        ("commit", "-q", "--allow-empty", "-m", "b"),
        ("checkout", "-q", "-"),
        ("merge", "-q", "other"),
    ):
        subprocess.run(["git", *words], cwd=top, check=True)
    assert (top / "seen").read_text(encoding="utf-8") == "[0, 0]"


def test_a_git_that_ends_while_it_is_looked_at_merges_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    monkeypatch.setattr(holders, "_gits_in", lambda top: iter([gone.pid]))
    assert holders.merging_in(tmp_path) == frozenset()
