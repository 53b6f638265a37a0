"""What a killed command left, in every state it can be left in, and what the next one makes of
it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from svc.errors import EditKept, GitLocked, JournalUnreadable
from svc.store import journal
from svc.store.files import blob_id
from svc.store.git import branch_locks, commit_point
from svc.store.git import index as git_index
from svc.store.git import program as git
from svc.store.journal import Entry, Journal
from svc.store.transaction import recover

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

OLD, TEXT, NEW_LOG = b"log:\n", b"id: 1\n", b"log:\n  - 1\n"


@pytest.fixture
def left(ledger: StoreLedger) -> Callable[..., Any]:
    """Write down a journal as a killed command leaves it."""

    def leave(
        *,
        temporaries: bool = True,
        commit: bool = True,
        committed: bool = False,
        name: str = "journal",
        old: Any = OLD,
    ) -> Journal:
        own = ledger.root.own_dir
        own.mkdir(exist_ok=True)
        log, new = "customers/.SZ-A0031.yaml.tx-0.tmp", "tickets/SZ/.SZ.tx-1.tmp"
        head = git.head(ledger.root)
        made = Journal(
            txid="tx",
            pid=1,
            commit=commit,
            ref=head.ref,
            parent=head.commit,
            folders=["tickets", "tickets/SZ"],
            entries=[
                Entry(
                    path=ledger.log,
                    old=blob_id(old),
                    new=blob_id(NEW_LOG),
                    mode="100644",
                    temporary=log,
                ),
                Entry(
                    path="tickets/SZ/1.yaml",
                    old=None,
                    new=blob_id(TEXT),
                    mode="100644",
                    temporary=new,
                ),
            ],
        )
        if temporaries:
            ledger.put(log, NEW_LOG)
            ledger.put(new, TEXT)
        (own / name).write_bytes(msgspec.json.encode(made))
        if committed:
            person = git.Person("a", "a@b")
            files = [(ledger.log, "100644", NEW_LOG), ("tickets/SZ/1.yaml", "100644", TEXT)]
            commit_point.fast_import(
                ledger.root,
                commit_point.Commit(
                    ref=made.ref,
                    parent=made.parent,
                    author=person,
                    committer=person,
                    when=ledger.when,
                    message="m",
                    files=files,
                ),
                None,
            )
        return made

    return leave


def settle(ledger: Any) -> Any:
    with ledger.changes() as tx:
        return tx.notices


def assert_undone(ledger: Any) -> None:
    assert ledger.at(ledger.log) == OLD
    assert not (ledger.path / "tickets").exists()
    ledger.assert_whole()


def assert_finished(ledger: Any) -> None:
    assert (ledger.at(ledger.log), ledger.at("tickets/SZ/1.yaml")) == (NEW_LOG, TEXT)
    ledger.assert_whole()


@pytest.mark.parametrize("by", [settle, lambda ledger: recover(ledger.root)])
def test_what_is_in_head_is_finished_by_writers_and_readers(
    ledger: StoreLedger, left: Callable[..., Any], by: Any
) -> None:
    left(committed=True)
    assert by(ledger) == []
    assert_finished(ledger)


@pytest.mark.parametrize("by", [settle, lambda ledger: recover(ledger.root)])
def test_what_is_not_in_head_is_undone_by_writers_and_readers(
    ledger: StoreLedger, left: Callable[..., Any], by: Any
) -> None:
    left()
    assert by(ledger) == []
    assert_undone(ledger)


@pytest.mark.parametrize("cut", [None, 0, 40])
def test_a_draft_is_undone_even_if_it_was_cut_short(
    ledger: StoreLedger, left: Callable[..., Any], cut: int | None
) -> None:
    left(name="journal.new", temporaries=cut is None)
    draft = ledger.root.own_dir / "journal.new"
    draft.write_bytes(draft.read_bytes()[:cut])
    settle(ledger)
    assert_undone(ledger)


def test_a_journal_without_a_commit_is_always_finished(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(commit=False)
    settle(ledger)
    assert (ledger.at(ledger.log), ledger.at("tickets/SZ/1.yaml")) == (NEW_LOG, TEXT)
    assert ledger.left_over() == []


def test_temporaries_that_someone_removed_are_taken_from_the_commit(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True, temporaries=False)
    settle(ledger)
    assert_finished(ledger)


@pytest.mark.parametrize("also_linked", [True, False])
def test_what_was_put_in_place_before_the_kill_stays(
    ledger: StoreLedger, left: Callable[..., Any], also_linked: bool
) -> None:
    left(committed=True)
    os.replace(ledger.path / "customers/.SZ-A0031.yaml.tx-0.tmp", ledger.path / ledger.log)
    if also_linked:
        os.link(ledger.path / "tickets/SZ/.SZ.tx-1.tmp", ledger.path / "tickets/SZ/1.yaml")
    settle(ledger)
    assert_finished(ledger)


def test_a_place_reserved_by_an_empty_file_is_filled(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    ledger.put("tickets/SZ/1.yaml", b"")
    settle(ledger)
    assert_finished(ledger)


def test_what_a_person_changed_after_it_was_in_place_is_theirs(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True, temporaries=False)
    ledger.put(ledger.log, b"log:\n  - 1\n  - editor\n")
    settle(ledger)
    assert ledger.at(ledger.log) == b"log:\n  - 1\n  - editor\n"
    assert ledger.status() == f" M {ledger.log}\n"  # not staged for them
    assert ledger.left_over() == []


def test_what_a_person_saved_between_kill_and_recovery_is_kept_beside(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    ledger.put(ledger.log, b"log:\n  - editor\n")
    [notice] = settle(ledger)
    assert isinstance(notice, EditKept)
    assert ledger.at(notice.facts["saved"]) == b"log:\n  - editor\n"
    assert ledger.at(ledger.log) == NEW_LOG


def test_on_another_branch_the_command_is_left_on_its_own(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    ledger.git("stash", "-q", "-u")
    ledger.git("checkout", "-q", "-b", "other", "HEAD~1")
    settle(ledger)
    assert ledger.at(ledger.log) == OLD
    assert ledger.git("show", f"main:{ledger.log}").encode() == NEW_LOG
    ledger.assert_whole()


def test_a_journal_nobody_can_read_stops_writers_by_name_and_no_reader(ledger: StoreLedger) -> None:
    ledger.root.own_dir.mkdir()
    journal.place_of(ledger.root).write_bytes(b"{not ours")
    with pytest.raises(JournalUnreadable):
        settle(ledger)
    assert recover(ledger.root) == []


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "HEAD.lock"])
@pytest.mark.parametrize("committed", [True, False])
def test_an_empty_lock_of_a_branch_that_stays_empty_is_left_over(
    ledger: StoreLedger,
    left: Callable[..., Any],
    name: str,
    committed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naps: list[Any] = []
    monkeypatch.setattr(branch_locks, "time", SimpleNamespace(sleep=naps.append))
    left(committed=committed)
    (ledger.path / ".git" / name).write_bytes(b"")
    settle(ledger)
    assert naps == [1.0]  # what is not ours git would have filled by then
    (assert_finished if committed else assert_undone)(ledger)


@pytest.mark.parametrize(
    "text", [b"\0" * 41, b"0123456789abcdef0123" + b"\0" * 20 + b"\n", b"0123456789"]
)
def test_a_lock_of_a_branch_that_a_power_cut_left_without_an_id_is_left_over(
    ledger: StoreLedger, left: Callable[..., Any], text: bytes
) -> None:
    left(committed=True)
    (ledger.path / ".git/refs/heads/main.lock").write_bytes(text)
    settle(ledger)
    assert_finished(ledger)


def test_the_lock_of_a_branch_with_our_commit_in_it_is_left_over(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    commit = ledger.git("rev-parse", "HEAD").strip()
    ledger.git("update-ref", "refs/heads/main", "HEAD~1")
    (ledger.path / ".git/refs/heads/main.lock").write_text(commit)  # killed before the line feed
    settle(ledger)
    assert_undone(ledger)


@pytest.mark.parametrize("how", ["older", "another commit", "no commit", "filled meanwhile"])
def test_any_other_lock_of_a_branch_is_named_and_stays(
    ledger: StoreLedger, left: Callable[..., Any], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = ledger.path / ".git/refs/heads/main.lock"
    left()
    lock.write_text(
        {"another commit": ledger.git("rev-parse", "HEAD"), "no commit": "?"}.get(how, "")
    )
    if how == "older":
        os.utime(lock, (1, 1))
    if how == "filled meanwhile":
        monkeypatch.setattr(
            branch_locks, "time", SimpleNamespace(sleep=lambda _seconds: lock.write_text("x"))
        )
    with pytest.raises(GitLocked) as refused:
        settle(ledger)
    assert refused.value.facts["path"] == str(lock)
    assert lock.exists()
    lock.unlink()
    settle(ledger)
    assert_undone(ledger)


def test_a_lock_of_a_branch_with_our_files_on_another_commit_is_not_ours(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    elsewhere = ledger.git("commit-tree", "HEAD^{tree}", "-m", "x").strip()
    ledger.git("update-ref", "refs/heads/main", "HEAD~1")
    lock = ledger.path / ".git/refs/heads/main.lock"
    lock.write_text(elsewhere)
    with pytest.raises(GitLocked):
        settle(ledger)
    assert lock.exists()


def test_an_index_lock_that_is_ours_is_removed_and_one_that_is_not_stays(
    ledger: StoreLedger, left: Callable[..., Any]
) -> None:
    left(committed=True)
    ours, lock = ledger.root.own_dir / "index.new", ledger.path / ".git/index.lock"
    ours.write_bytes(b"whole")
    os.link(ours, lock)
    settle(ledger)
    assert_finished(ledger)


def test_what_another_program_staged_before_us_stays_staged(ledger: StoreLedger) -> None:
    ledger.put("plans/x.yaml", b"x\n")
    ledger.git("add", "plans/x.yaml")
    ledger.write({ledger.new: b"x\n"})
    assert ledger.status() == "A  plans/x.yaml\n"
    assert ledger.left_over() == []


def _refused(*_args: object) -> None:
    raise OSError(5, "Input/output error")


def test_what_waited_for_the_index_and_was_changed_in_head_since_is_not_staged_back(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_index, "update", _refused)
    ledger.write({ledger.log: b"log:\n  - 1\n"})
    settle(ledger)
    monkeypatch.undo()
    ledger.put(ledger.log, b"log:\n  - 1\n  - by hand\n")
    ledger.git("commit", "-q", "-am", "By hand")
    ledger.write({ledger.new: b"x\n"})
    assert ledger.in_head(ledger.log) == b"log:\n  - 1\n  - by hand\n"
    ledger.assert_whole()


def test_what_waits_for_the_index_is_remembered_over_several_commands(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_index, "update", _refused)
    for number in range(3):
        ledger.write({f"tickets/SZ/{number}.yaml": b"x\n", ledger.log: b"log:\n  - %d\n" % number})
    monkeypatch.undo()
    ledger.write({ledger.new: b"x\n"})
    ledger.assert_whole()
