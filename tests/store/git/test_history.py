"""Commits in their order with what each changed, and the texts of any of them."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitFailed, NoSuchRevision
from svc.store.git import history

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

PLACES = ("tickets", "staff.yaml")
ONE, OTHER = "tickets/SZ/一 1.yaml", "tickets/SZ/2.yaml"


def commit(ledger: StoreLedger, path: str, text: str | None, message: str = "x") -> str:
    if text is None:
        (ledger.path / path).unlink()
    else:
        ledger.put(path, text.encode())
    ledger.git("add", "-A")
    date = "1764480000 -0330"
    words = ("-c", "user.name=陈 静", "commit", "-q", "-m", message, "--date", date)
    ledger.git(*words)
    return ledger.git("rev-parse", "HEAD").strip()


@pytest.fixture
def merged(ledger: StoreLedger) -> tuple[str, str, str, str]:
    """The start, a ticket on either side, and their merge; besides a file that is not asked for."""
    start = ledger.git("rev-parse", "HEAD").strip()
    ledger.git("checkout", "-q", "-b", "other")
    theirs = commit(ledger, OTHER, "b\n")
    ledger.git("checkout", "-q", "main")
    commit(ledger, "notes.txt", "n\n")
    ours = commit(ledger, ONE, "a\n", "多行\n\n第二段")
    ledger.git("merge", "-q", "-m", "merge", "other")
    return start, ours, theirs, ledger.git("rev-parse", "HEAD").strip()


def changed(ledger: StoreLedger, last: str, *before: str) -> dict[str, list[list[str]]]:
    logged = history.commits(ledger.root, last, before)
    found = history.changes_of(ledger.root, logged, PLACES)
    return {each.commit.id: [[c.path for c in one] for one in each.by_parent] for each in found}


def test_each_commit_stands_behind_its_parents_with_what_it_changed_of_each(
    ledger: StoreLedger, merged: tuple[str, str, str, str]
) -> None:
    start, ours, theirs, last = merged
    found = changed(ledger, last, start)
    assert list(found)[-1] == last
    assert len(found) == 4  # with the one that changed a note alone
    assert (found[ours], found[theirs]) == ([[ONE]], [[OTHER]])
    assert found[last] == [[OTHER], [ONE]]  # beside our side, beside theirs
    assert [[]] in found.values()
    assert changed(ledger, last, ours) == {theirs: [[OTHER]], last: [[OTHER], [ONE]]}
    assert changed(ledger, last, last) == {}


def test_the_first_commit_has_changed_everything_and_asked_in_pieces_it_is_the_same(
    ledger: StoreLedger, merged: tuple[str, str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(ledger, "staff.yaml", "staff:\n")
    gone = commit(ledger, ONE, None)
    whole = changed(ledger, "HEAD")
    assert next(iter(whole.values())) == [[]]
    assert whole[gone] == [[ONE]]
    monkeypatch.setattr(history, "_AT_ONCE", 2)
    assert changed(ledger, "HEAD") == whole


def test_a_commit_is_told_with_author_moment_and_all_its_words(
    ledger: StoreLedger, merged: tuple[str, str, str, str]
) -> None:
    start, ours, theirs, last = merged
    by_id = {each.id: each for each in history.commits(ledger.root, last)}
    one = by_id[ours]
    assert (one.author, one.email, one.message.strip()) == (
        "陈 静", "li@example.com", "多行\n\n第二段",
    )  # fmt: skip
    assert one.when == datetime.fromtimestamp(1764480000, UTC)
    assert one.when.utcoffset() == -timedelta(hours=3, minutes=30)
    assert by_id[last].parents == [ours, theirs]
    assert by_id[start].parents == []


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("0 +0800", datetime(1970, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))),
        ("99999999999999999999 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("gestern", datetime(1970, 1, 1, tzinfo=UTC)),
        ("1 +9900", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_that_no_clock_shows_is_the_first(raw: str, moment: datetime) -> None:
    assert history._moment(raw) == moment


def test_a_revision_is_named_or_refused(ledger: StoreLedger) -> None:
    head = ledger.git("rev-parse", "HEAD").strip()
    assert (
        history.commit_named(ledger.root, "main")
        == head
        == history.commit_named(ledger.root, head[:9])
    )
    for name in ("nowhere", "--all", "main:svc.yaml", ""):
        with pytest.raises(NoSuchRevision):
            history.commit_named(ledger.root, name)


def test_texts_are_read_by_blob_and_by_path_from_one_git(
    ledger: StoreLedger, merged: tuple[str, str, str, str]
) -> None:
    *_, last = merged
    blob = ledger.git("rev-parse", f"HEAD:{ONE}").strip()
    with history.Objects(ledger.root) as objects:
        assert objects.read(blob) == objects.read(f"{last}:{ONE}") == b"a\n"
        assert objects.read(f"{last}:tickets") is None  # a folder
        assert objects.read(f"{last}:tickets/none.yaml") is None
        assert objects.read("f" * 40) is None
        assert objects.read(f"{last}:a\nb") is None  # no two questions of one
        assert objects.read(f"{last}:{OTHER}") == b"b\n"
    assert objects._child.returncode is not None
    with history.Objects(ledger.root) as objects:
        objects._child.kill()
        objects._child.wait()
        with pytest.raises(GitFailed):
            objects.read(blob)


def test_a_part_of_the_history_that_is_not_here_is_named(
    ledger: StoreLedger, merged: tuple[str, str, str, str]
) -> None:
    name = subprocess.run(
        ["git", "rev-parse", "HEAD^1^{tree}"], cwd=ledger.path, capture_output=True, check=True
    ).stdout.decode().strip()  # fmt: skip
    (ledger.path / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(GitFailed):
        changed(ledger, "HEAD")
