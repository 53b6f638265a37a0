"""A journal that came with a copied ledger: the command that carries it out may be one that only
reads, and it may be about any file of its user.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from conftest import TICKET, Desk

from svc.errors import JournalNotOurs
from svc.store import journal
from svc.store.files import blob_id
from svc.store.git import program as git
from svc.store.journal import Entry, Journal

if TYPE_CHECKING:
    from pathlib import Path

EVIL = b"evil\n"
BESIDE = ".x.tx-0.tmp"


def planted(desk: Desk, place: str, *, name: str = "journal", **other: Any) -> None:
    """The journal of a command that is through but for this file; its text lies beside it."""
    folder = place.rpartition("/")[0]
    temporary = other.pop("temporary", f"{folder}/{BESIDE}" if folder else BESIDE)
    entry = Entry(
        path=place,
        old=None,
        new=blob_id(EVIL),
        mode=other.pop("mode", "100644"),
        temporary=temporary,
    )
    made = Journal(
        txid=other.pop("txid", "tx"), pid=1, commit=False, ref="refs/heads/main", parent=None,
        folders=other.pop("folders", []), entries=[entry],
    )  # fmt: skip
    own = desk.path / ".git/svc"
    own.mkdir(exist_ok=True)
    (own / name).write_bytes(msgspec.json.encode(made))
    there = desk.path / temporary
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(EVIL)


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".svc" not in path.parts)
    return {str(path): path.read_bytes() for path in files}


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.play("intake")
    return desk


OUTSIDE: dict[str, dict[str, Any]] = {
    "a file above": {"place": "../bashrc"},
    "git's own files": {"place": ".git/hooks/post-commit"},
    "the same in other letters": {"place": ".GIT /config"},
    "by its short name": {"place": "git~1/config"},
    "with a letter nobody sees": {"place": ".g\u200cit/config"},
    "a temporary elsewhere": {"place": "tickets/x.yaml", "temporary": "../.x.tx-0.tmp"},
    "a temporary that is a record": {"place": "svc2.yaml", "temporary": "kept.yaml"},
    "a folder elsewhere": {"place": "x.yaml", "folders": ["../empty"]},
    "a name for what is kept aside": {"place": "x.yaml", "txid": "/../../x"},
    "a link": {"place": "x.yaml", "mode": "120000"},
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_it_names_outside_stays_as_it_is(full: Desk, tmp_path: Path, what: str) -> None:
    (tmp_path / "empty").mkdir()
    planted(full, **OUTSIDE[what])
    before = everything(tmp_path)
    assert full.svc("show", TICKET).status == 0
    no = full.svc("note", TICKET, "x", by="chen")
    assert no.status == 3
    assert "is not carried out" in no.err
    after = everything(tmp_path)
    for names in (before, after):  # locks
        for path in [path for path in names if "/.git/svc/" in path or path.endswith(".lock")]:
            del names[path]
    assert after == before
    assert (tmp_path / "empty").is_dir()


def test_a_draft_is_judged_alike(full: Desk, tmp_path: Path) -> None:
    planted(full, "../bashrc", name="journal.new")
    assert full.svc("note", TICKET, "x", by="chen").status == 3
    assert (tmp_path / BESIDE).exists()


def test_a_folder_that_is_a_link_leads_nowhere(full: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (full.path / "plans").symlink_to(out)
    planted(full, "plans/x.yaml")
    assert full.svc("note", TICKET, "x", by="chen").status == 3
    assert not (out / "x.yaml").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file away")
def test_one_of_another_user_is_not_carried_out(full: Desk) -> None:
    planted(full, "x.yaml")
    os.chown(full.path / ".git/svc/journal", 12345, 12345)
    with pytest.raises(JournalNotOurs) as refused:
        journal.load(git.repository_top(full.path))
    assert "another user" in str(refused.value)
    os.chown(full.path / ".git", 12345, 12345)  # git trusts who owns it, where it is told to
    assert journal.load(git.repository_top(full.path)) is not None


@pytest.mark.parametrize("name", ["lock", "holder"])
def test_a_lock_that_is_a_link_is_not_written_through(
    full: Desk, tmp_path: Path, name: str
) -> None:
    mine = tmp_path / "bashrc"
    mine.write_text("mine")
    own = full.path / ".git/svc"
    own.mkdir(exist_ok=True)
    (own / name).unlink(missing_ok=True)
    (own / name).symlink_to(mine)
    assert full.svc("note", TICKET, "x", by="chen").status == (3 if name == "lock" else 0)
    assert mine.read_text() == "mine"


def test_a_folder_of_ours_that_is_a_link_is_not_written_into(full: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (full.path / ".git/svc").rename(out)
    (full.path / ".git/svc").symlink_to(out)
    before = everything(out)
    assert full.svc("note", TICKET, "x", by="chen").status == 3
    assert everything(out) == before
