"""The write path with real files and real git."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store.conftest import CHEN, WHEN

import svc
from svc.errors import (
    ChangedSinceRead,
    CommitOvertaken,
    DetachedHead,
    EarlierUnfinished,
    EditKept,
    EditMerged,
    GitLocked,
    LeftToFinish,
    NameTaken,
    NoPermission,
    NotAFile,
)
from svc.store import journal
from svc.store.git import commit_point
from svc.store.git import index as git_index
from svc.store.git import program as git
from svc.store.transaction import recover

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX files")


def test_a_new_record_and_an_appended_one_are_in_place_and_in_one_commit(
    ledger: StoreLedger,
) -> None:
    done = ledger.write({ledger.new: b"id: 1\n", ledger.log: b"log:\n  - 1\n"})
    assert ledger.at(ledger.new) == ledger.in_head(ledger.new) == b"id: 1\n"
    assert ledger.at(ledger.log) == ledger.in_head(ledger.log) == b"log:\n  - 1\n"
    assert ledger.git("log", "--format=%H %an <%ae> %ai|%cn|%s").splitlines()[0] == (
        f"{done.commit} 陈 Chen <chen@example.com> 2026-11-21 09:20:31 +0800|陈 Chen|SZ-2611-A0042 "
        f"received"
    )
    assert ledger.git("rev-list", "--count", "HEAD") == "2\n"
    assert done.notices == []
    ledger.assert_whole()


def test_the_first_commit_of_a_fresh_repository_is_made(empty_ledger: StoreLedger) -> None:
    empty_ledger.write({"svc.yaml": b"schema: 1\n"})
    assert empty_ledger.git("log", "--format=%P|%s") == "|SZ-2611-A0042 received\n"
    empty_ledger.assert_whole()


def test_records_of_a_sha256_repository_are_committed(tmp_path: Path, ledger: StoreLedger) -> None:
    subprocess.run(["git", "init", "-q", "--object-format=sha256", tmp_path / "sha256"], check=True)
    ledger.path = tmp_path / "sha256"
    ledger.write({ledger.new: b"one\n"})
    ledger.write({ledger.new: b"two\n"})
    assert ledger.in_head(ledger.new) == b"two\n"
    ledger.assert_whole()


def test_leaving_without_commit_writes_nothing(ledger: StoreLedger) -> None:
    before = ledger.snapshot()
    with ledger.changes() as tx:
        tx.create(ledger.new, b"id: 1\n")
        assert tx.read(ledger.new) == b"id: 1\n"
    assert ledger.snapshot() == before
    ledger.assert_whole()


def test_a_transaction_has_one_commit(ledger: StoreLedger) -> None:
    with ledger.changes() as tx:
        tx.create(ledger.new, b"x\n")
        ledger.record(tx)
        tx.create("plans/x.yaml", b"x\n")
        with pytest.raises(ValueError, match="one commit"):
            ledger.record(tx)
    ledger.assert_whole()


@posix_only
def test_a_file_that_can_not_be_put_in_place_does_not_hold_up_the_others_and_is_finished_later(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def open_in_an_editor(source: Any, target: Any) -> None:
        if str(target).endswith("A0031.yaml"):
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", open_in_an_editor)
    [notice] = ledger.write({ledger.log: b"log:\n  - 1\n", ledger.new: b"x\n"}).notices
    assert isinstance(notice, LeftToFinish)
    assert notice.facts["reason"].says == "Permission denied"
    assert ledger.at(ledger.new) == b"x\n"
    with pytest.raises(EarlierUnfinished), ledger.changes():
        pass
    monkeypatch.undo()
    assert recover(ledger.root) == []
    assert ledger.at(ledger.log) == b"log:\n  - 1\n"


def test_bytes_that_stay_the_same_make_no_commit(ledger: StoreLedger) -> None:
    assert ledger.write({ledger.log: b"log:\n"}).commit is None
    assert ledger.git("rev-list", "--count", "HEAD") == "1\n"


@pytest.mark.parametrize(
    "name", ["a \"b\" 'c'.yaml", "表 格.yaml", "-x.yaml", "{" * 200 + ".yaml", "客" * 80 + ".yaml"]
)
def test_any_name_a_file_may_have_is_committed(ledger: StoreLedger, name: str) -> None:
    if '"' in name:
        with ledger.changes() as tx, pytest.raises(NotAFile, match="name"):
            tx.create(name, b"x\n")
        return
    ledger.write({name: b"x\n"})
    assert ledger.in_head(name) == b"x\n"
    ledger.assert_whole()


@pytest.mark.parametrize(
    "name",
    ["", "/etc/x", "../x", "a/../x", "a//b", "a\\b", ".git/config", "a/.GIT/x", "C:x", "a\nb"],
)
def test_a_name_that_would_lie_outside_the_ledger_is_never_used(
    ledger: StoreLedger, name: str
) -> None:
    with ledger.changes() as tx:
        with pytest.raises(NotAFile, match="name"):
            tx.create(name, b"x\n")
        with pytest.raises(NotAFile, match="name"):
            tx.read(name)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "# no comment",
        "a\n\nb\n",
        "data 3\nfrom x",
        "回复 \U0001f600",
        "nul \0 in it",
        "\udcff",
        "\n\n",
    ],
)
def test_any_text_is_a_message(ledger: StoreLedger, message: str) -> None:
    with ledger.changes() as tx:
        tx.create(ledger.new, b"\0\xff no text\n")
        tx.commit(message, author=("<a>\n", "b@c"), committer=("", "b@c"), when=ledger.when)
    kept = ledger.git("log", "-1", "--format=%an|%cn|%B")
    expected = message.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode()
    assert kept.startswith(f"a|b@c|{expected}".rstrip("\n"))
    ledger.assert_whole()


def test_what_the_user_has_staged_stays_staged_and_is_not_committed(ledger: StoreLedger) -> None:
    ledger.put("plans/spring.yaml", b"staged\n")
    ledger.git("add", "plans/spring.yaml")
    ledger.put("plans/spring.yaml", b"and not staged\n")
    ledger.write({ledger.new: b"x\n"})
    assert ledger.status() == "AM plans/spring.yaml\n"
    assert ledger.git("ls-tree", "-r", "--name-only", "HEAD", "plans") == ""


def test_a_split_index_and_a_linked_work_tree_work_too(ledger: StoreLedger, tmp_path: Path) -> None:
    ledger.git("update-index", "--split-index")
    ledger.write({ledger.new: b"x\n"})
    ledger.assert_whole()
    ledger.git("worktree", "add", "-q", "-b", "wuhan", str(tmp_path / "wuhan"))
    ledger.path = tmp_path / "wuhan"
    ledger.write({ledger.log: b"log:\n  - wuhan\n"})
    assert ledger.status() == ""
    assert git.head(ledger.root) == ("refs/heads/wuhan", ledger.git("rev-parse", "wuhan").strip())
    assert ledger.git("show", f"main:{ledger.log}") == "log:\n"


def test_a_branch_that_is_packed_is_read_from_the_packed_refs(ledger: StoreLedger) -> None:
    ledger.git("pack-refs", "--all")
    assert git.head(ledger.root) == ("refs/heads/main", ledger.git("rev-parse", "HEAD").strip())
    ledger.write({ledger.new: b"x\n"})
    ledger.assert_whole()


def test_off_a_branch_nothing_is_written(ledger: StoreLedger) -> None:
    ledger.git("checkout", "-q", "--detach")
    with pytest.raises(DetachedHead) as refused, ledger.changes():
        pass
    assert refused.value.facts["commit"] == ledger.git("rev-parse", "HEAD").strip()


def test_without_commits_the_files_are_in_place_and_git_is_left_alone(ledger: StoreLedger) -> None:
    before = ledger.git("ls-files", "-s")
    done = ledger.write({ledger.new: b"x\n", ledger.log: b"log:\n  - 1\n"}, commit=False)
    assert done.commit is None
    assert (ledger.at(ledger.new), ledger.at(ledger.log)) == (b"x\n", b"log:\n  - 1\n")
    assert ledger.status() == f" M {ledger.log}\n?? {ledger.new}\n"
    assert ledger.git("ls-files", "-s") == before
    assert ledger.left_over() == []


@pytest.mark.parametrize("commit", [True, False])
def test_a_name_in_the_work_tree_or_in_head_is_taken(ledger: StoreLedger, commit: bool) -> None:
    ledger.put(ledger.new, b"someone's\n")
    ledger.git("rm", "-q", "--cached", ledger.log)
    os.unlink(ledger.path / ledger.log)  # HEAD alone has it now
    with ledger.changes(commit=commit) as tx:
        assert not tx.free(ledger.new)
        assert not tx.free(ledger.log)
        assert tx.free("customers/SZ-A0032.yaml")
        for name in (ledger.new, ledger.log):
            with pytest.raises(NameTaken):
                tx.create(name, b"x\n")
    assert ledger.at(ledger.new) == b"someone's\n"


def test_a_name_taken_while_the_command_worked_is_not_overwritten(ledger: StoreLedger) -> None:
    with ledger.changes() as tx:
        tx.create(ledger.new, b"mine\n")
        ledger.put(ledger.new, b"theirs\n")
        with pytest.raises(NameTaken):
            ledger.record(tx)
    assert ledger.at(ledger.new) == b"theirs\n"
    assert ledger.left_over() == []


@pytest.mark.parametrize("commit", [True, False])
def test_a_record_that_was_saved_since_it_was_read_is_not_overwritten(
    ledger: StoreLedger, commit: bool
) -> None:
    with ledger.changes(commit=commit) as tx:
        tx.replace(ledger.log, (tx.read(ledger.log) or b"") + b"  - svc\n")
        tx.create(ledger.new, b"x\n")
        ledger.put(ledger.log, b"log:\n  - editor\n")
        with pytest.raises(ChangedSinceRead):
            ledger.record(tx)
    assert ledger.at(ledger.log) == b"log:\n  - editor\n"
    assert not (ledger.path / "tickets").exists()
    assert ledger.left_over() == []
    assert ledger.git("rev-list", "--count", "HEAD") == "1\n"


def saved_at_the_last_moment(ledger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person saves the record just after the commit, before it is put in place."""
    put = journal.put_in_place

    def late(*args: Any) -> Any:
        ledger.put(ledger.log, b"log:\n  - editor\n")
        return put(*args)

    monkeypatch.setattr(journal, "put_in_place", late)


def test_a_text_saved_at_the_last_moment_is_kept_beside(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_at_the_last_moment(ledger, monkeypatch)
    [notice] = ledger.write({ledger.log: b"log:\n  - svc\n"}).notices
    assert isinstance(notice, EditKept)
    assert ledger.at(ledger.log) == b"log:\n  - svc\n"
    assert ledger.at(notice.facts["saved"]) == b"log:\n  - editor\n"
    assert ledger.left_over() == []


def test_a_text_saved_at_the_last_moment_is_merged_by_who_knows_how(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_at_the_last_moment(ledger, monkeypatch)
    asked = []

    def rescue(*texts: Any) -> bytes:
        asked.append(texts)
        return b"log:\n  - svc\n  - editor\n"

    [notice] = ledger.write({ledger.log: b"log:\n  - svc\n"}, rescue=rescue).notices
    assert isinstance(notice, EditMerged)
    assert asked == [(ledger.log, b"log:\n", b"log:\n  - svc\n", b"log:\n  - editor\n")]
    assert ledger.at(ledger.log) == b"log:\n  - svc\n  - editor\n"
    # What was committed is in the index, what was merged is for the person to look at and commit.
    assert ledger.status() == f" M {ledger.log}\n"
    assert ledger.left_over() == []


def test_a_commit_of_someone_else_in_between_moves_nothing(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = commit_point.fast_import

    def overtaken(*args: Any, **named: Any) -> None:
        commit = ledger.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "In between").strip()
        ledger.git("update-ref", "refs/heads/main", commit)
        make(*args, **named)

    monkeypatch.setattr(commit_point, "fast_import", overtaken)
    with pytest.raises(CommitOvertaken):
        ledger.write({ledger.new: b"x\n", ledger.log: b"log:\n  - 1\n"})
    assert ledger.git("log", "--format=%s") == "In between\nStart\n"
    assert ledger.at(ledger.log) == b"log:\n"
    assert not (ledger.path / "tickets").exists()
    ledger.assert_whole()


def test_while_another_program_holds_gits_index_nothing_is_recorded(ledger: StoreLedger) -> None:
    lock = ledger.path / ".git/index.lock"
    lock.write_bytes(b"")
    before = ledger.snapshot()
    with pytest.raises(GitLocked) as refused:
        ledger.write({ledger.new: b"x\n"})
    assert refused.value.facts["path"] == str(lock)
    assert ledger.snapshot() == before
    assert lock.read_bytes() == b""
    lock.unlink()
    ledger.write({ledger.new: b"x\n"})
    ledger.assert_whole()


def test_a_commit_made_by_hand_loses_nothing_that_was_recorded(ledger: StoreLedger) -> None:
    lock = ledger.path / ".git/index.lock"
    lock.write_bytes(b"")  # as of a program that will commit the index as it is now
    with pytest.raises(GitLocked):
        ledger.write({ledger.log: b"log:\n  - 1\n"})
    lock.unlink()
    ledger.write({ledger.log: b"log:\n  - 1\n"})
    ledger.put("plans/x.yaml", b"x\n")
    ledger.git("add", "plans/x.yaml")
    ledger.git("commit", "-q", "-m", "By hand")
    assert ledger.in_head(ledger.log) == b"log:\n  - 1\n"


def test_gits_index_is_locked_while_it_is_recorded_and_free_afterwards(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = commit_point.fast_import
    seen: list[bool] = []

    def looked(*args: Any, **named: Any) -> None:
        seen.append((ledger.path / ".git/index.lock").exists())
        make(*args, **named)

    monkeypatch.setattr(commit_point, "fast_import", looked)
    ledger.write({ledger.new: b"x\n"})
    assert seen == [True]
    ledger.assert_whole()


def test_a_locked_branch_is_named_and_nothing_is_changed(ledger: StoreLedger) -> None:
    (ledger.path / ".git/refs/heads/main.lock").write_bytes(b"")
    before = ledger.snapshot()
    with pytest.raises(GitLocked) as refused:
        ledger.write({ledger.new: b"x\n"})
    assert refused.value.facts["path"].endswith(".git/refs/heads/main.lock")
    assert ledger.snapshot() == before
    assert ledger.left_over() == [".git/refs/heads/main.lock"]


@posix_only
@pytest.mark.parametrize("kind", ["folder", "fifo", "dangling", "outward", "folder link"])
def test_what_is_not_an_ordinary_file_is_refused_and_never_written_through(
    ledger: StoreLedger, tmp_path: Path, kind: str
) -> None:
    target = ledger.path / ledger.log
    target.unlink()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "SZ-A0031.yaml").write_bytes(b"outside\n")
    if kind == "folder":
        target.mkdir()
    elif kind == "fifo":
        os.mkfifo(target)
    elif kind == "folder link":
        target.parent.rmdir()
        target.parent.symlink_to(outside)
    else:
        target.symlink_to(tmp_path / "nowhere" if kind == "dangling" else outside / "SZ-A0031.yaml")
    with ledger.changes() as tx:
        with pytest.raises(NotAFile):
            tx.read(ledger.log)
        with pytest.raises((NotAFile, NameTaken)):
            tx.create(ledger.log, b"x\n")
    assert (outside / "SZ-A0031.yaml").read_bytes() == b"outside\n"
    assert not (tmp_path / "nowhere").exists()
    assert ledger.left_over() == []


@posix_only
def test_a_record_that_has_another_name_elsewhere_does_not_change_there(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    os.link(ledger.path / ledger.log, tmp_path / "elsewhere")
    ledger.write({ledger.log: b"log:\n  - 1\n"})
    assert (tmp_path / "elsewhere").read_bytes() == b"log:\n"


@posix_only
def test_a_records_mode_is_kept_and_a_new_one_is_never_wider_than_the_umask(
    ledger: StoreLedger,
) -> None:
    os.chmod(ledger.path / ledger.log, 0o640)
    earlier = os.umask(0o027)
    try:
        ledger.write({ledger.log: b"log:\n  - 1\n", ledger.new: b"x\n"})
    finally:
        os.umask(earlier)
    assert (ledger.path / ledger.log).stat().st_mode & 0o777 == 0o640
    assert (ledger.path / ledger.new).stat().st_mode & 0o777 == 0o640
    ledger.assert_whole()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("locked", ["record", "folder"])
def test_without_permission_nothing_is_changed(ledger: StoreLedger, locked: str) -> None:
    path = ledger.path / ledger.log
    os.chmod(path if locked == "record" else path.parent, 0o444 if locked == "record" else 0o555)
    try:
        with pytest.raises(NoPermission):
            ledger.write({ledger.log: b"log:\n  - 1\n", ledger.new: b"x\n"})
    finally:
        os.chmod(path.parent, 0o755)
    assert ledger.at(ledger.log) == b"log:\n"
    assert ledger.left_over() == []


def test_a_record_marked_read_only_is_refused_for_whoever_may_not_write_it(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("A0031.yaml"))
    with pytest.raises(NoPermission):
        ledger.write({ledger.log: b"log:\n  - 1\n", ledger.new: b"x\n"})
    ledger.assert_whole()
    assert not (ledger.path / "tickets").exists()


@posix_only
@pytest.mark.parametrize("commit", [True, False])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("where", ["_write_temporaries", "_check_nobody_else_wrote"])
def test_a_signal_before_the_commit_point_leaves_nothing(
    ledger: StoreLedger, commit: bool, name: str, where: str
) -> None:
    done = signalled(ledger, commit, name, f"transaction.Changes.{where}")
    assert done.returncode == -getattr(signal, name), done.stderr.decode()
    assert ledger.at(ledger.log) == b"log:\n"
    assert not (ledger.path / "tickets").exists()
    ledger.assert_whole()


@posix_only
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    "where", ["commit_point.fast_import", "journal.put_in_place", "git_index.update"]
)
def test_a_signal_at_the_commit_point_or_after_it_lets_the_command_finish(
    ledger: StoreLedger, name: str, where: str
) -> None:
    done = signalled(ledger, True, name, where)
    assert done.returncode == -getattr(signal, name), done.stderr.decode()
    assert ledger.in_head(ledger.new) == b"x\n"
    ledger.assert_whole()


def signalled(ledger: Any, commit: Any, name: str, where: Any) -> Any:
    """Run the transaction in a process of its own that gets the signal when it comes to `where`."""
    script = f"""
import os, signal, sys
from datetime import datetime, timezone
from pathlib import Path
from svc.store import journal, transaction
from svc.store.git import commit_point, index as git_index, program as git
owner, _, member = {where!r}.rpartition(".")
owner = eval(owner)
real = getattr(owner, member)
def struck(*args, **kwargs):
    os.kill(os.getpid(), signal.{name})
    return real(*args, **kwargs)
setattr(owner, member, struck)
now = datetime(2026, 11, 21, tzinfo=timezone.utc)
who = transaction.Holder(who="chen", since=now)
with transaction.changes(git.repository_top(Path.cwd()), commit={commit}, wait_seconds=1, who=who) as tx:
    tx.create({ledger.new!r}, b"x\\n")
    tx.read({ledger.log!r})
    tx.replace({ledger.log!r}, b"log:\\n  - 1\\n")
    tx.commit("m", author=("a", "a@b"), committer=("a", "a@b"), when=now)
sys.exit(0)
"""
    env = os.environ | {"PYTHONPATH": os.path.dirname(os.path.dirname(svc.__file__))}
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, cwd=ledger.path, env=env, capture_output=True, timeout=20, check=False
    )


def test_a_reader_finishes_what_was_left_and_looks_at_nothing_otherwise(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recover(ledger.root) == []
    assert not (ledger.path / ".git/svc").exists()

    def refused(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(git_index, "update", refused)
    ledger.write({ledger.new: b"x\n"})
    monkeypatch.undo()
    lock = ledger.path / ".git/index.lock"
    lock.write_bytes(b"")
    assert recover(ledger.root) == []  # another program is at work: it is read as it is
    assert journal.load(ledger.root) is not None
    lock.unlink()
    assert recover(ledger.root) == []
    ledger.assert_whole()


def test_what_another_commit_brings_in_is_put_in_place_and_what_it_lacks_goes(
    ledger: StoreLedger,
) -> None:
    """The merge of another desk's commit: one file new, one removed, one with both changes."""
    ledger.put("plans/x.yaml", b"x\n")
    ledger.git("add", ".")
    ledger.git("commit", "-q", "-m", "There was a plan")
    tree = ledger.git("rev-parse", "HEAD^{tree}").strip()
    theirs = ledger.git("commit-tree", "-m", "theirs", "-p", "HEAD", tree).strip()
    with ledger.changes() as tx:
        tx.put(ledger.new, b"id: 1\n")
        tx.put("plans/x.yaml", None)
        tx.put(ledger.log, b"log:\n  - 1\n")
        done = tx.commit("merged", author=CHEN, committer=CHEN, when=WHEN, merges=theirs)
    assert ledger.git("log", "-1", "--format=%P").split()[1] == theirs
    assert ledger.at(ledger.new) == ledger.in_head(ledger.new) == b"id: 1\n"
    assert not (ledger.path / "plans/x.yaml").exists()
    assert "plans/x.yaml" not in ledger.git("ls-tree", "-r", "--name-only", done.commit or "")
    ledger.assert_whole()


def test_a_branch_that_has_nothing_of_its_own_goes_on_to_the_other_commit(
    ledger: StoreLedger,
) -> None:
    tree = ledger.git("rev-parse", "HEAD^{tree}").strip()
    theirs = ledger.git("commit-tree", "-m", "theirs", "-p", "HEAD", tree).strip()
    with ledger.changes() as tx:
        done = tx.commit("-", author=CHEN, committer=CHEN, when=WHEN, merges=theirs, forward=True)
    assert done.commit == theirs
    ledger.assert_whole()


def test_a_file_that_was_to_go_and_that_somebody_has_just_saved_stays(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.write({"plans/x.yaml": b"x\n"})
    head = ledger.git("rev-parse", "HEAD").strip()
    theirs = ledger.git("commit-tree", "-m", "x", "-p", head, f"{head}^{{tree}}").strip()
    put = journal.put_in_place

    def saved(*words: Any) -> None:
        ledger.put("plans/x.yaml", b"saved\n")
        put(*words)

    monkeypatch.setattr(journal, "put_in_place", saved)
    with ledger.changes() as tx:
        tx.put("plans/x.yaml", None)
        done = tx.commit("x", author=CHEN, committer=CHEN, when=WHEN, merges=theirs)
    assert [type(notice) for notice in done.notices] == [EditKept]
    assert ledger.at("plans/x.yaml") == b"saved\n"
