"""What commits changed in records, wherever they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.model.archives import ArchiveId, archive_with
from svc.model.ids import TicketId
from svc.store.files import blob_id
from svc.store.git.archived import Unpacked, record_at, record_changes, texts_at
from svc.store.git.trees import Changed

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

SZ = ArchiveId("SZ", 2019)
T = TicketId("SZ", 2019, 1, "A", 1)
WAS, NOW = b'id: "1"\n', b'id: "1"\nmore: "x"\n'

Tree = dict[str, bytes]


def tree(own: bytes | None = None, archived: bytes | None = None) -> Tree:
    """The ticket's own file, and what an archive has of it."""
    archive = archive_with({T: archived} if archived else {}, SZ)
    return {path: data for path, data in ((T.path, own), (SZ.path, archive)) if data is not None}


def unpacked(before: Tree, after: Tree) -> Unpacked:
    blobs = {blob_id(data): data for data in (*before.values(), *after.values())}

    def named(side: Tree, path: str) -> str | None:
        return blob_id(side[path]) if path in side else None

    changes = [
        Changed(path, named(before, path), named(after, path), "100644")
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]
    return Unpacked(changes, lambda names: {name: blobs[name] for name in names}, after.get)


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (tree(WAS), tree(archived=WAS), None, None),  # put away
        (tree(archived=WAS), tree(WAS), None, None),  # taken out
        (tree(archived=WAS), tree(NOW), WAS, NOW),  # taken out, and an entry more
        (tree(WAS), tree(archived=NOW), WAS, NOW),  # not as it was
        (tree(archived=WAS), tree(archived=NOW), WAS, NOW),
        (tree(archived=WAS), tree(), WAS, None),  # gone
        (tree(WAS), tree(), WAS, None),
        (tree(), tree(archived=WAS), None, WAS),
        # in both places: the file counts
        (tree(WAS, WAS), tree(archived=WAS), None, None),
        (tree(WAS, WAS), tree(WAS), None, None),
        (tree(WAS), tree(WAS, NOW), None, None),
        (tree(archived=WAS), tree(NOW, WAS), None, NOW),
    ],
)
def test_a_ticket_has_changed_if_its_bytes_have(
    before: Tree, after: Tree, was: bytes | None, now: bytes | None
) -> None:
    found = unpacked(before, after)
    if was is now is None:
        assert found.changes == []
        return
    (each,) = found.changes
    names = [blob_id(data) if data else None for data in (was, now)]
    assert (each.path, [each.before, each.after]) == (T.path, names)
    archived = {blob_id(data) for side in (before, after) for data in (WAS, NOW)
                if SZ.path in side and data in side[SZ.path]}  # fmt: skip
    assert set(found.texts) <= archived | {blob_id(WAS), blob_id(NOW)}


def test_a_spoilt_archive_holds_nothing_and_one_that_git_lacks_is_a_file() -> None:
    spoilt = {SZ.path: b"<<<<<<< HEAD\n"}
    (gone,) = unpacked(tree(archived=WAS), spoilt).changes
    assert (gone.path, gone.after) == (T.path, None)
    changed = Changed(SZ.path, "a" * 40, "b" * 40, "100644")
    assert Unpacked([changed], lambda names: {}, lambda path: None).changes == [changed]


def test_of_commits_it_is_asked_from_git(ledger: StoreLedger) -> None:
    def commit(files: Tree) -> str:
        for path in (T.path, SZ.path):
            (ledger.path / path).parent.mkdir(parents=True, exist_ok=True)
            (ledger.path / path).unlink(missing_ok=True)
        for path, data in files.items():
            (ledger.path / path).write_bytes(data)
        ledger.git("add", "-A")
        ledger.git("commit", "-q", "-m", "x")
        return ledger.git("rev-parse", "HEAD").strip()

    own, away, more = commit(tree(WAS)), commit(tree(archived=WAS)), commit(tree(NOW))
    assert record_changes(ledger.root, own, away).changes == []
    (each,) = record_changes(ledger.root, away, more).changes
    assert (each.path, each.before, each.after) == (T.path, blob_id(WAS), blob_id(NOW))
    names = [f"{commit}:{T.path}" for commit in (own, away, more)]
    assert texts_at(ledger.root, [*names, f"{away}:{T.path}x"]) == dict(
        zip(names, (WAS, WAS, NOW), strict=True)
    )
    known = texts_at(ledger.root, [f"{away}:{SZ.path}"])
    assert record_at(known.get, away, T.path) == WAS
    assert record_at(known.get, own, T.path) is None
