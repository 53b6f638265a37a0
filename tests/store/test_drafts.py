"""Drafts of requests and the answers of a setup lie side by side, and are not taken for each
other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from svc.errors import NotAFile
from svc.store import drafts
from svc.store.git.program import Root

REQUEST = "20261123-090000-3f9a.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    own = tmp_path / ".git" / "svc"
    own.mkdir(parents=True)
    return Root(path=tmp_path, git_dir=tmp_path / ".git", common_dir=tmp_path / ".git")


def test_a_draft_is_read_as_it_was_kept_and_its_owner_alone_can(root: Root) -> None:
    path = drafts.write(root, REQUEST, b"a: 1\n")
    assert path.stat().st_mode & 0o777 == 0o600
    drafts.write(root, REQUEST, b"a: 2\n")
    assert (drafts.names(root), drafts.read(root, REQUEST)) == ([REQUEST], b"a: 2\n")
    assert drafts.name_of(root, path) == REQUEST
    drafts.drop(root, REQUEST)
    assert (drafts.names(root), drafts.read(root, REQUEST)) == ([], None)


def test_the_answers_of_a_setup_are_no_request_and_are_thrown_away_alone(root: Root) -> None:
    drafts.write(root, REQUEST, b"a: 1\n")
    drafts.write(root, drafts.SETUP, b"name: x\n")
    assert drafts.names(root) == [REQUEST]
    assert drafts.read(root, drafts.SETUP) == b"name: x\n"
    drafts.drop(root, drafts.SETUP)
    assert drafts.read(root, drafts.SETUP) is None
    assert drafts.names(root) == [REQUEST]


def test_nothing_outside_is_read_or_thrown_away(root: Root) -> None:
    outside = root.path / "outside.yaml"
    outside.write_bytes(b"x")
    path = drafts.write(root, REQUEST, b"a: 1\n")
    drafts.drop(root, "../../../outside.yaml")
    assert outside.exists()
    path.unlink()
    path.symlink_to(outside)
    with pytest.raises(NotAFile):
        drafts.read(root, REQUEST)


def test_files_that_are_no_drafts_are_not_named(root: Root) -> None:
    drafts.write(root, REQUEST, b"a: 1\n")
    for name in (".hidden.yaml", "x.txt", "-x.yaml"):
        (drafts.folder_of(root) / name).write_bytes(b"")
    assert drafts.names(root) == [REQUEST]
