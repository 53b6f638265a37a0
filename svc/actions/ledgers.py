"""Starting a ledger, and making a fresh clone ready for a desk."""

from __future__ import annotations

import secrets
import shutil
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from svc.actions.checks import DRIVER
from svc.errors import AlreadyALedger, LaneTaken, NotALane, NotEmpty
from svc.model import layout, reading
from svc.model.ids import is_lane
from svc.store import git, writing
from svc.store.assets import start_files_dir
from svc.store.ledger import Ledger
from svc.store.recording import lock_wait_seconds

ATTRIBUTES = "* -text\ntickets/** merge=svc\ncustomers/** merge=svc\nmovements/** merge=svc\n"
IGNORED = "/.svc/\n.*.tmp\n"


class Started(Struct, frozen=True, kw_only=True):
    """What was started: where, which lane, how many files were committed."""

    path: Path
    lane: str
    files: int


def start(folder: Path, now: datetime, *, lane: str = "A", source: Path | None = None) -> Started:
    """Start a ledger in a new or empty folder (a fresh git repository counts as empty), with its first commit.

    `source` is another ledger to copy, the sample for instance; else the files of `svc/start` are taken.
    Raises AlreadyALedger, NotEmpty, NotALane, NoGitIdentity and what git refuses.
    """
    _check_lane(lane)
    if (folder / "svc.yaml").exists():
        raise AlreadyALedger(path=str(folder))
    if folder.exists() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise NotEmpty(path=str(folder))
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / ".git").exists()
    if fresh:
        git.start(folder)
    try:
        root = git.repository_top(folder)
        person = git.identity(root)
    except BaseException:
        if fresh:
            shutil.rmtree(folder / ".git", ignore_errors=True)
        if made:
            folder.rmdir()
        raise
    clone = _configure(root, lane)
    data = _files_of(source or start_files_dir())
    data[".gitattributes"] = ATTRIBUTES.encode()
    data[".gitignore"] = IGNORED.encode()
    data[f"desks/{lane}.yaml"] = _claim(lane, clone)
    with writing.changes(
        root, commit=True, wait_seconds=lock_wait_seconds(), who=writing.Holder(who="init", since=now)
    ) as tx:
        for path, content in sorted(data.items()):
            tx.create(path, content)
        tx.commit("A ledger is started\n", author=person, committer=person, when=now)
    return Started(path=folder, lane=lane, files=len(data))


def join(ledger: Ledger, now: datetime, *, lane: str = "") -> Started:
    """Make a fresh clone ready: the merge driver, and a lane of its own if one is named.

    Raises NotALane, LaneTaken if another clone claimed it, NoGitIdentity.
    """
    root = ledger.root
    person = git.identity(root)
    if not lane:
        git.set_config(root, {"merge.svc.name": "svc records", "merge.svc.driver": DRIVER})
        return Started(path=ledger.top, lane=git.config(root).get("svc.desk", ""), files=0)
    _check_lane(lane)
    path = f"desks/{lane}.yaml"
    with writing.changes(
        root, commit=True, wait_seconds=lock_wait_seconds(), who=writing.Holder(who="init", since=now)
    ) as tx:
        claim = tx.read(path)
        mine = git.config(root).get("svc.clone", "")
        if claim is not None and reading.read(claim, path).get("clone") != mine:
            raise LaneTaken(lane=lane, path=path)
        clone = _configure(root, lane)
        if claim is None:
            tx.create(path, _claim(lane, clone))
            tx.commit(f"Desk {lane} joins\n", author=person, committer=person, when=now)
    return Started(path=ledger.top, lane=lane, files=1)


def _check_lane(lane: str) -> None:
    if not is_lane(lane):
        raise NotALane(lane=lane)


def _configure(root: git.Root, lane: str) -> str:
    """This clone's own settings; returns its random id, which tells it from every other clone."""
    clone = git.config(root).get("svc.clone") or secrets.token_hex(8)
    git.set_config(
        root,
        {
            "svc.desk": lane,
            "svc.clone": clone,
            "merge.svc.name": "svc records",
            "merge.svc.driver": DRIVER,
        },
    )
    return clone


def _claim(lane: str, clone: str) -> bytes:
    return layout.write({"lane": lane, "clone": clone}).encode()


def _files_of(source: Path) -> dict[str, bytes]:
    """A ledger's own files below `source`; not git's, not an index, nobody's desks."""
    out = {}
    for path in sorted(source.rglob("*")):
        rel = path.relative_to(source)
        if path.is_file() and not path.is_symlink() and rel.parts[0] not in (".git", ".svc", "desks"):
            out[rel.as_posix()] = path.read_bytes()
    return out
