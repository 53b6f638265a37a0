"""Entries that svc puts into git's index itself: the same index as git would write, or git is left
to do it.
"""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from svc.store.files import blob_id
from svc.store.git import index as git_index
from svc.store.git import program as git
from svc.store.git.entries import Committed, draft

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there git writes the index")

LONG_AGO = 1_700_000_000
FOLDERS = (
    "",
    "customers",
    "tickets/SZ/2026-10",
    "tickets/SZ/2026-11",
    "tickets/WH/2026-11",
    "说明 书",
)


def index_of(ledger: Any) -> bytes:
    return (ledger.path / ".git/index").read_bytes()


def put_in(ledger: Any, *paths: str, written: float = 0.0) -> bytearray | None:
    """The index with these files as they are on the disk."""
    length = 64 if ledger.git("rev-parse", "--show-object-format").strip() == "sha256" else 40
    files = [
        Committed(path, "100644", blob_id((ledger.path / path).read_bytes(), length))
        for path in paths
    ]
    begun = draft(index_of(ledger), written, files)
    return (
        None
        if begun is None
        else begun.finished(ledger.path, [os.lstat(ledger.path / path) for path in paths])
    )


def told(ledger: Any, index: str = "") -> str:
    """All that git reads in an index: names, blobs, flags, what the system said of each file."""
    env = {**os.environ, **({"GIT_INDEX_FILE": index} if index else {})}
    words = ["git", "-c", "core.quotePath=false", "ls-files", "--stage", "--debug"]
    return subprocess.run(
        words, cwd=ledger.path, env=env, capture_output=True, check=True
    ).stdout.decode()


def grown(ledger: Any, dice: Random, count: int) -> list[str]:
    """So many files in several folders, committed; their names."""
    names = []
    for _ in range(count):
        folder = dice.choice(FOLDERS)
        names.append(
            f"{folder}/" * bool(folder)
            + f"{dice.choice(('SZ', 'A', '客户', 'x' * dice.randrange(1, 60)))}-{dice.randrange(999):04}.yaml"
        )
        ledger.put(names[-1], dice.randbytes(dice.randrange(1, 50)))
    ledger.git("add", "-A")
    ledger.git("commit", "-qm", "x")
    age(ledger)
    return names


def age(ledger: Any) -> None:
    """As if all files and the index had been written long ago."""
    for path in ledger.path.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            os.utime(path, (LONG_AGO, LONG_AGO))
    ledger.git("update-index", "-q", "--refresh")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("objects", ["sha1", "sha256"])
def test_the_index_is_what_git_would_have_written(
    empty_ledger: StoreLedger, seed: int, objects: str
) -> None:
    ledger = empty_ledger
    if objects == "sha256":
        subprocess.run(["rm", "-rf", ledger.path / ".git"], check=True)
        ledger.git("init", "-q", "--object-format=sha256")
    for name, value in (("user.name", "Li"), ("user.email", "li@example.com")):
        ledger.git("config", name, value)
    dice = Random(seed)
    names = grown(ledger, dice, (1, 7, 400)[seed])
    if seed == 1:  # as svc has begun it: no tree is remembered
        (ledger.path / ".git/index").unlink()
        ledger.git("update-index", "--add", "--", *sorted(set(names)))
    for later in range(1, 5):
        changed = sorted(
            {
                dice.choice(names)
                if dice.random() < 0.4
                else f"{dice.choice(FOLDERS)}/n-{dice.randrange(10**6)}.yaml".lstrip("/")
                for _ in range(3)
            }
        )
        for name in changed:
            ledger.put(name, dice.randbytes(20))
            os.utime(ledger.path / name, (LONG_AGO + later, LONG_AGO + later))
        mine = put_in(ledger, *changed)
        assert mine is not None
        own = ledger.path / ".git/own"
        own.write_bytes(mine)
        ledger.git("update-index", "--add", "--", *changed)
        assert told(ledger, str(own)) == told(ledger)
        own.replace(ledger.path / ".git/index")
        assert "error" not in ledger.git("fsck", "--cache")
        # The trees that are remembered are those that git makes of the entries.
        tree = ledger.git("write-tree").strip()
        ledger.git("read-tree", tree)
        assert ledger.git("write-tree").strip() == tree
        ledger.git("update-index", "-q", "--refresh")
        assert all(
            line.startswith(("A ", "M "))
            for line in ledger.git("status", "--porcelain").splitlines()
        )


def test_where_git_keeps_more_than_plain_entries_git_is_asked(ledger: StoreLedger) -> None:
    grown(ledger, Random(1), 50)
    ledger.put("customers/SZ-A0099.yaml", b"x")
    name = "customers/SZ-A0099.yaml"
    plain = index_of(ledger)
    assert put_in(ledger, name) is not None
    for words in (
        ("update-index", "--index-version", "4"),
        ("update-index", "--force-untracked-cache"),
        (
            "-c",
            "index.threads=2",
            "-c",
            "index.recordEndOfIndexEntries=true",
            "update-index",
            "--force-write-index",
        ),
    ):
        ledger.git(*words)
        assert put_in(ledger, name) is None, words
        (ledger.path / ".git/index").write_bytes(plain)
    for damaged in (
        b"",
        plain[:40],
        plain[:-60],
        b"DIRC" + bytes(60),
        plain.replace(b"TREE", b"tree"),
    ):
        (ledger.path / ".git/index").write_bytes(damaged)
        assert put_in(ledger, name) is None


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree", "--chmod=+x"])
def test_an_entry_that_a_person_marked_is_left_to_git(ledger: StoreLedger, flag: str) -> None:
    name = grown(ledger, Random(2), 40)[7]
    ledger.git("update-index", flag, "--", name)
    found = put_in(ledger, name)
    assert (found is None) == (flag != "--chmod=+x")


def test_a_name_in_the_way_or_of_more_than_255_bytes_is_left_to_git(ledger: StoreLedger) -> None:
    grown(ledger, Random(3), 40)
    far = "tickets/SZ/2026-11/" + "户" * 80 + ".yaml"
    ledger.put(far, b"x")
    assert put_in(ledger, far) is None
    blob = ledger.git("hash-object", "-w", "--stdin", data=b"x").strip()
    ledger.git("update-index", "--add", "--cacheinfo", f"100644,{blob},policies")
    ledger.put("policies/north@1.yaml", b"x")
    assert put_in(ledger, "policies/north@1.yaml") is None


def test_a_merge_that_is_not_settled_stays_as_it_is(ledger: StoreLedger) -> None:
    name = sorted(grown(ledger, Random(4), 60))[30]
    ledger.git("checkout", "-qb", "other")
    ledger.put(name, b"one")
    ledger.git("commit", "-qam", "one")
    ledger.git("checkout", "-q", "-")
    ledger.put(name, b"two")
    ledger.git("commit", "-qam", "two")
    subprocess.run(
        ["git", "merge", "-q", "other"], cwd=ledger.path, capture_output=True, check=False
    )
    assert ledger.git("ls-files", "--unmerged")
    assert put_in(ledger, name) is None
    ledger.put("customers/SZ-A0001.yaml", b"x")
    before = ledger.git("ls-files", "--unmerged")
    committed = Committed("customers/SZ-A0001.yaml", "100644", blob_id(b"x"))
    ledger.git("hash-object", "-w", "customers/SZ-A0001.yaml")
    ledger.root.own_dir.mkdir(exist_ok=True)
    git_index.update(ledger.root, [committed], None)
    assert ledger.git("ls-files", "--unmerged") == before
    assert "customers/SZ-A0001.yaml" in ledger.git("ls-files")


@pytest.mark.parametrize("changed", [True, False])
def test_a_file_changed_in_the_second_in_which_the_index_was_written_is_still_seen_as_changed(
    ledger: StoreLedger, changed: bool
) -> None:
    """Its times and size are as in the index; git looks into it as long as the index is no younger
    than the file.
    """
    grown(ledger, Random(5), 30)
    name = "customers/SZ-A0007.yaml"
    ledger.put(name, b"before")
    ledger.git("add", name)
    ledger.git("commit", "-qm", "x")
    index = ledger.path / ".git/index"
    if changed:
        ledger.put(name, b"behind")
    # A system clock that ticks once a second: the entry is given the times that the file has.
    status = os.lstat(ledger.path / name)
    data = bytearray(index.read_bytes())
    at = data.find(name.encode()) - 62
    times = [*divmod(status.st_ctime_ns, 10**9), *divmod(status.st_mtime_ns, 10**9)]
    struct.pack_into(">4L", data, at, *times)
    index.write_bytes(bytes(data[:-20]) + hashlib.sha1(data[:-20]).digest())
    os.utime(index, (times[2], times[2]))
    assert ledger.git("status", "--porcelain", name).startswith(" M") == changed
    ledger.put("customers/SZ-A0008.yaml", b"x")
    mine = put_in(ledger, "customers/SZ-A0008.yaml", written=os.stat(index).st_mtime)
    assert mine is not None
    index.write_bytes(mine)
    os.utime(index, (times[2] + 100, times[2] + 100))
    assert ledger.git("status", "--porcelain", name).startswith(" M") == changed


def test_many_files_written_with_the_index_are_left_to_git(ledger: StoreLedger) -> None:
    for number in range(150):
        ledger.put(f"customers/SZ-A{number:04}.yaml", b"%d" % number)
        os.utime(ledger.path / f"customers/SZ-A{number:04}.yaml", (LONG_AGO, LONG_AGO))
    ledger.git("add", "-A")
    ledger.git("commit", "-qm", "x")
    assert put_in(ledger, "customers/SZ-A0001.yaml", written=LONG_AGO) is None
    assert put_in(ledger, "customers/SZ-A0001.yaml", written=LONG_AGO + 1) is not None


def test_after_a_command_no_git_is_needed_to_bring_the_index_up_to_date(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(ledger, Random(6), 30)
    asked = []
    run = git.run
    monkeypatch.setattr(
        git,
        "run",
        lambda root, *words, **named: asked.append(words[0]) or run(root, *words, **named),
    )
    ledger.write(
        {"customers/SZ-A0500.yaml": b"one\n", "tickets/SZ/2026-11/SZ-2611-A0500.yaml": b"two\n"}
    )
    assert "update-index" not in asked
    assert "fast-import" in asked
    assert ledger.git("status", "--porcelain") == ""
    assert ledger.git("diff-files", "--name-only") == ""


@pytest.mark.parametrize("mode", [0o644, 0o664, 0o444])
def test_the_index_keeps_its_mode_and_one_that_is_read_only_is_replaced_all_the_same(
    ledger: StoreLedger, mode: int
) -> None:
    index = ledger.path / ".git/index"
    index.chmod(mode)
    ledger.write({"customers/SZ-A0500.yaml": b"one\n"})
    assert index.stat().st_mode & 0o777 == mode | 0o600
    assert ledger.git("status", "--porcelain") == ""
