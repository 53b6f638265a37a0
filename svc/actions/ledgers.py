"""Starting a ledger, and making a fresh clone ready for a desk."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.checks import ATTRIBUTES, attributes_lacking
from svc.errors import (
    AlreadyALedger,
    ClonedDisk,
    LaneInUse,
    NobodysEmail,
    NobodysRemote,
    NoRemote,
    NotALane,
    NotEmpty,
    Notice,
    SvcError,
)
from svc.model import layout, reading
from svc.model.archives import ARCHIVES
from svc.model.entries import with_entry
from svc.model.ids import LANES, RECORD_FOLDERS, is_lane
from svc.rules.search.people import new_person_id
from svc.store import clone_place, files, merge_driver, transaction
from svc.store.assets import sample_files, start_files_dir
from svc.store.clone_settings import (
    free_lane,
    lane_taken,
    lock_wait_seconds,
    note_renumbered,
)
from svc.store.git import program as git
from svc.store.git import remote
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.git.index_lock import TellsWaiting

IGNORED = "/.svc/\n.*.tmp\n"
BEGUN = ".git-begun-"
"""What the folders are called in which a new ledger's repository is made ready, below its own."""


class Started(Struct, frozen=True, kw_only=True):
    """What was started: where, which lane, how many files were committed."""

    path: Path
    lane: str
    files: int


def start_ledger(
    folder: Path,
    now: datetime,
    *,
    lane: str = "A",
    source: Path | None = None,
    sample: bool = False,
    founder: git.Person | None = None,
    tell_waiting: TellsWaiting | None = None,
) -> Started:
    """Start a ledger in a new or empty folder (a fresh git repository counts as empty), with its
    first commit.

    `source` is another ledger to copy, `sample` the one to practise on; else it begins with what
    any department has (`svc/start`) and one person, who starts it. That is the `founder`, whose
    name and e-mail git then has for this ledger alone, or else whom git knows. What a killed
    `start_ledger` left is finished or undone first; typed again with nothing changed since, it is
    simply done. Raises AlreadyALedger, NotEmpty, NotALane, NoGitIdentity and what git refuses.
    """
    _check_lane(lane, LANES[0])
    is_copied = sample or source is not None
    data = sample_files() if sample else _files_of(source or start_files_dir())
    data[".gitattributes"] = ATTRIBUTES.encode()
    data[".gitignore"] = IGNORED.encode()
    _recover_killed_start(folder, now, tell_waiting)
    if (folder / "svc.yaml").exists():
        if not is_copied:
            _add_founder(data, _who_started(folder))
        if not _just_started(folder, lane, data):
            raise AlreadyALedger(path=str(folder))
        return Started(path=folder, lane=lane, files=len(data) + 1)
    with files.saying(folder):
        is_new_folder = not folder.exists()
        if not is_new_folder and not (
            folder.is_dir() and all(_is_git(entry.name) for entry in folder.iterdir())
        ):
            raise NotEmpty(path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{BEGUN}{secrets.token_hex(4)}.tmp"
    try:
        person = _make_repository(folder, temporary, lane, founder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        if is_new_folder:
            # not empty: interrupted when the repository had its name already
            with suppress(OSError):
                folder.rmdir()
        raise
    if not is_copied:
        _add_founder(data, person)
    root = git.repository_top(folder)
    data[f"desks/{lane}.yaml"] = _claim_text(lane, git.config(root)["svc.clone"])
    with transaction.changes(
        root,
        commit=True,
        wait_seconds=lock_wait_seconds(),
        who=transaction.Holder(who="init", since=now),
        tell=tell_waiting,
    ) as tx:
        for path, content in sorted(data.items()):
            tx.create(path, content)
        tx.commit("A ledger is started\n", author=person, committer=person, when=now)
        _remove_begun(folder)
    return Started(path=folder, lane=lane, files=len(data))


def _recover_killed_start(folder: Path, now: datetime, tell_waiting: TellsWaiting | None) -> None:
    """Finish or undo what a killed `start_ledger` left in the folder."""
    if (folder / ".git" / "svc").is_dir():
        holder = transaction.Holder(who="init", since=now)
        with transaction.changes(
            git.repository_top(folder),
            commit=True,
            wait_seconds=lock_wait_seconds(),
            who=holder,
            tell=tell_waiting,
        ):
            _remove_begun(folder)


def _remove_begun(folder: Path) -> None:
    """Remove repositories that were begun and lost the race for the name, or were killed."""
    for begun in folder.glob(f"{BEGUN}*.tmp"):
        shutil.rmtree(begun, ignore_errors=True)


def _is_git(name: str) -> bool:
    return name == ".git" or name.startswith(BEGUN)


def _just_started(folder: Path, lane: str, data: dict[str, bytes]) -> bool:
    """Whether this clone's ledger is still just as `start_ledger` leaves it."""
    if not (folder / ".git").exists():
        return False
    clone = git.config(git.repository_top(folder))
    expected = data | {f"desks/{lane}.yaml": _claim_text(lane, clone.get("svc.clone", ""))}
    return clone.get("svc.desk") == lane and _files_of(folder, desks=True) == expected


def _who_started(folder: Path) -> git.Person:
    """Who started the ledger in this folder, as its clone remembers; nobody if it does not."""
    if not (folder / ".git").exists():
        return git.Person("", "")
    clone = git.config(git.repository_top(folder))
    return git.Person(clone.get("svc.name", ""), clone.get("svc.email", ""))


def _add_founder(data: dict[str, bytes], person: git.Person) -> None:
    """Put who starts the ledger into its staff, as a manager, who may enter all others."""
    text = data["staff.yaml"].decode()
    staff = reading.read_record(text, "staff.yaml")["staff"]
    id = new_person_id(person.name, [entry["id"] for entry in staff])
    entry = {"id": id, "name": person.name, "email": person.email, "roles": ["manager"]}
    data["staff.yaml"] = with_entry(text, ("staff", len(staff)), entry, path="staff.yaml").encode()


def _make_repository(
    folder: Path, temporary: Path, lane: str, founder: git.Person | None
) -> git.Person:
    """A configured repository in the folder; who commits in it. Raises NoGitIdentity, NotDone."""
    if (folder / ".git").exists():
        root = git.repository_top(folder)
        person = _known_to_git(root, founder)
        _configure(root, lane, person, _own_mark(root))
        return person
    # Made elsewhere and given its name when it is complete: a git killed in between leaves locks
    # that nobody can tell from those of a living one.
    with files.saying(folder):
        temporary.mkdir()
        git.start(temporary)
        root = git.repository_top(temporary)
        person = _known_to_git(root, founder)
        _configure(root, lane, person, _own_mark(root), folder)
        files.flush_tree(temporary)
        (temporary / ".git").rename(folder / ".git")  # fails if another `init` was faster
        temporary.rmdir()
        files.sync_folder(folder)
        files.sync_folder(folder.absolute().parent)
    return person


def _known_to_git(root: git.Root, founder: git.Person | None) -> git.Person:
    """Who commits here: the founder, told to git for this ledger alone; else whom git knows. Raises
    NoGitIdentity.
    """
    if founder is not None:
        email = founder.email or f"{new_person_id(founder.name, [])}@localhost"
        git.set_config(root, {"user.name": founder.name, "user.email": email})
    return git.identity(root)


def join_clone(
    ledger: Ledger,
    now: datetime,
    *,
    lane: str = "",
    moved: bool = False,
    founder: git.Person | None = None,
) -> Started:
    """Make a clone ready: git's settings, and a lane of its own if one is named; for the founder,
    whom git then knows here, or else whom it knows. On one that is ready nothing changes.

    A clone that was copied gets a mark of its own with its letter. `moved`: this one takes the
    place of the one it was copied from, or of whatever computer had the lane. Raises NotALane,
    LaneTaken if another clone claimed it, LaneInUse, ClonedDisk, NoGitIdentity, NewerLedger.
    """
    ledger.check_may_write()
    root = ledger.root
    person = _known_to_git(root, founder)
    clone = git.config(root)
    is_copy = clone_place.is_elsewhere(root, clone) and not moved
    if lane:
        _check_lane(lane, free_lane(ledger))
    elif is_copy:
        raise ClonedDisk(lane=clone.get("svc.desk") or "—", free=free_lane(ledger))
    with transaction.changes(
        root,
        commit=True,
        wait_seconds=lock_wait_seconds(),
        who=transaction.Holder(who="init", since=now),
        tell=ledger.tell_waiting,
    ) as tx:
        files_put = _put_attributes(tx)
        if lane:
            files_put += _claim_lane(ledger, tx, clone, person, lane, is_copy=is_copy, moved=moved)
        else:
            place = {clone_place.NAME: clone_place.place_of(root)} if moved else {}
            git.set_config(root, place | _for_any_clone(person))
        if _names_earlier_numbers(root):
            note_renumbered(root, clone)
        if files_put:
            says = f"Desk {lane} joins\n" if lane else "A clone is made ready\n"
            tx.commit(says, author=person, committer=person, when=now)
            ledger.recorded = True
    return Started(path=ledger.top, lane=lane or clone.get("svc.desk", ""), files=files_put)


def what_is_still_missing(ledger: Ledger) -> list[Notice]:
    """What a clone that joined lacks besides: a repository to exchange with, somebody of the staff
    whom git knows.
    """
    lacks: list[Notice] = []
    root = ledger.root
    try:
        remote.shared_branch(root, git.head(root).ref)
    except NoRemote:
        lacks.append(NobodysRemote())
    except SvcError:
        pass  # named by `svc sync`
    email = git.identity(root).email
    with suppress(SvcError):  # named by whoever reads it
        if ledger.staff.by_email(email) is None:
            lacks.append(NobodysEmail(email=email))
    return lacks


def _claim_lane(
    ledger: Ledger,
    tx: transaction.Changes,
    clone: dict[str, str],
    person: git.Person,
    lane: str,
    *,
    is_copy: bool,
    moved: bool,
) -> int:
    """Set the clone up for a lane and plan its claim; how many files that puts. Raises LaneTaken,
    LaneInUse.
    """
    path, own = f"desks/{lane}.yaml", clone.get("svc.clone", "")
    data = tx.read(path)
    claim = None if data is None else reading.read_record(data, path)
    holder = "" if claim is None else str(claim.get("clone"))
    if own and holder == own:
        if is_copy:
            raise LaneInUse(lane=lane, free=free_lane(ledger))
        _configure(tx.root, lane, person, own)
        return 0
    if claim is not None and not moved:
        raise lane_taken(ledger, lane)
    has_another = clone.get("svc.desk", "") not in ("", lane)
    mark = secrets.token_hex(8) if has_another or is_copy or not own else own
    _configure(tx.root, lane, person, mark)
    if claim is None:
        tx.create(path, _claim_text(lane, mark))
    else:
        before = [*claim.get("before", []), holder]
        tx.replace(path, layout.write_record({**claim, "clone": mark, "before": before}).encode())
    return 1


def _names_earlier_numbers(root: git.Root) -> bool:
    """Whether a record got another number before this clone joined."""
    looked_for = ("-q", "-F", "-e", 'what: "renumbered"', "HEAD", "--", *RECORD_FOLDERS, ARCHIVES)
    return git.run(root, "grep", *looked_for).status == 0


def _put_attributes(tx: transaction.Changes) -> int:
    """Plan the lines that `.gitattributes` lacks: without them git merges records line by line."""
    data = tx.read(".gitattributes") or b""
    lacking = attributes_lacking(data)
    if not lacking:
        return 0
    end = b"" if not data or data.endswith(b"\n") else b"\n"
    tx.put(".gitattributes", data + end + "".join(f"{line}\n" for line in lacking).encode())
    return 1


def _check_lane(lane: str, free: str) -> None:
    if not is_lane(lane):
        raise NotALane(lane=lane, free=free)


def _configure(
    root: git.Root, lane: str, person: git.Person, clone: str, name: Path | None = None
) -> None:
    """This clone's own settings; `clone` is its random id, which tells it from every other one.
    `name`: what its folder will be called, if that is still to come.
    """
    own = {
        "svc.desk": lane,
        "svc.clone": clone,
        clone_place.NAME: clone_place.place_of(root, name),
    }
    git.set_config(root, own | _for_any_clone(person))


def _own_mark(root: git.Root) -> str:
    return git.config(root).get("svc.clone") or secrets.token_hex(8)


def _for_any_clone(person: git.Person) -> dict[str, str]:
    """Settings of a clone with or without a lane.

    Cron has no HOME, so no identity of git's: the clone remembers who set it up (`recording` asks
    for it). Not as user.name and user.email, which would stand before those of everyone else who
    types at this clone.
    """
    return {
        "merge.svc.name": "svc records",
        merge_driver.NAME: merge_driver.own_driver(),
        "svc.name": person.name,
        "svc.email": person.email,
    }


def _claim_text(lane: str, clone: str) -> bytes:
    return layout.write_record({"lane": lane, "clone": clone}).encode()


def _files_of(source: Path, *, desks: bool = False) -> dict[str, bytes]:
    """A ledger's own files below `source`; not git's, not an index, nobody's desks unless asked
    for.
    """
    passed = (".svc",) if desks else (".svc", "desks")
    contents = {}
    for path in sorted(source.rglob("*")):
        rel = path.relative_to(source)
        if (
            path.is_file()
            and not path.is_symlink()
            and not _is_git(rel.parts[0])
            and rel.parts[0] not in passed
        ):
            contents[rel.as_posix()] = path.read_bytes()
    return contents
