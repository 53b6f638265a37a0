"""What `svc check` compares with the last commit and with the last sync: nothing that stood in a
log is changed or taken out of it, and nothing that was recorded is missing from git.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from svc.actions.check_history import last_exchanged
from svc.errors import N_, Phrase, SvcError
from svc.model import reading
from svc.model.archives import archive_at, tickets_in
from svc.model.ids import RecordId, TicketId, record_id_at
from svc.rules.history.judging import SHORT
from svc.rules.history.records import events_tampered_with
from svc.store import files
from svc.store.configuration import EDITED, EDITED_FOLDERS
from svc.store.git import program as git
from svc.store.ledger import Ledger


class Rewritten(Struct, frozen=True, kw_only=True):
    """A place where a record's history is not what was committed."""

    path: str
    line: int
    problem: Phrase


def find_rewritten(ledger: Ledger, places: list[str]) -> Iterator[Rewritten]:
    """Records in these folders or files that lost or changed events since the last commit, or since
    all desks had the same at the last sync, committed or not; `svc check --history` says in which
    commit. Files that can't be read are named elsewhere.
    """
    if not places:
        return  # git would look everywhere
    found: set[tuple[str, str, str]] = set()
    for base in _bases(ledger):
        for each in _since(ledger, base, places):
            mark = (each.path, each.problem.says, str(each.problem.facts.get("seq")))
            if mark not in found:
                found.add(mark)
                yield each


def _bases(ledger: Ledger) -> list[str]:
    """The commits that are compared with: the last one, and the one of the last sync."""
    try:
        exchanged = last_exchanged(ledger.root)
        own = git.head(ledger.root).commit
    except SvcError:
        return []  # a ledger outside git: there is nothing to compare with
    return ["HEAD"] if exchanged in (None, own) else ["HEAD", str(exchanged)]


def _since(ledger: Ledger, base: str, places: list[str]) -> Iterator[Rewritten]:
    how = ("--name-status", "-z", "--no-renames", "--no-ext-diff")
    try:
        output = git.output(ledger.root, "diff", *how, base, "--", *places)
    except SvcError:
        return  # a part of the history is not here
    words = output.decode("utf-8", "surrogateescape").split("\0")
    for letter, changed in zip(words[::2], words[1::2], strict=False):
        if archive_at(changed) is not None:
            yield from _of_archive(ledger, base, changed)
        elif letter == "D" and _is_archived(ledger, changed):
            yield from _of_file(ledger, base, changed)
        elif letter == "D":
            problem = Phrase(
                N_("the file is gone; to get it back: git checkout {base} -- {path}"),
                base=base if base == "HEAD" else base[:SHORT],
                path=changed,
            )
            yield Rewritten(path=changed, line=1, problem=problem)
        elif letter == "M":
            yield from _of_file(ledger, base, changed)


def find_uncommitted(ledger: Ledger, places: list[str]) -> Iterator[Rewritten]:
    """Records in these folders of which the last commit lacks something that was recorded.

    svc commits what it records; another git program that made a commit of an older index may have
    left it out again. What a person changes by hand in a head is not meant: they adopt that.
    """
    try:
        output = git.output(
            ledger.root,
            *("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
            *("--", *places),
        )
    except SvcError:
        return
    for line in output.decode("utf-8", "surrogateescape").split("\0"):
        state, path = line[:2], line[3:]
        if archive_at(path) is not None and state.strip():
            says = N_("git has not all that was put away here, or taken out")
            yield Rewritten(path=path, line=1, problem=Phrase(says))
        if record_id_at(path) is None:
            continue
        if state == "??" or "A" in state:
            yield Rewritten(path=path, line=1, problem=Phrase(N_("git does not have this file")))
        elif "M" in state:
            yield from _first_uncommitted(ledger, path)


def find_changed_settings(ledger: Ledger) -> Iterator[Rewritten]:
    """Files that people edit of which git has another version, or none: other desks don't have
    what was decided.
    """
    places = [*EDITED, *EDITED_FOLDERS]
    try:
        output = git.output(
            ledger.root,
            *("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
            *("--", *places),
        )
    except SvcError:
        return
    for line in output.decode("utf-8", "surrogateescape").split("\0"):
        state, path = line[:2], line[3:]
        folder = path.rpartition("/")[0]
        if not path.endswith(EDITED_FOLDERS.get(folder, ".yaml")):
            continue
        says = N_("it was changed, and git does not have the change")
        if "D" in state:
            says = N_("it was removed, and git does not know")
        elif state == "??" or "A" in state:
            says = N_("git does not have this file")
        yield Rewritten(path=path, line=1, problem=Phrase(says))


def _first_uncommitted(ledger: Ledger, path: str) -> Iterator[Rewritten]:
    """The first event of a file that the last commit does not have."""
    try:
        text = reading.decode(files.read_file(files.located(ledger.top, path)) or b"", path)
        now = reading.read_record(text, path)["log"]
        before = reading.read_record(
            git.output(ledger.root, "cat-file", "blob", f"HEAD:{path}"), path
        )
        committed = {event["id"] for event in before["log"]}
        missing = [index for index, event in enumerate(now) if event["id"] not in committed]
        lines = reading.lines_of(text)
    except (SvcError, OSError, KeyError, TypeError):
        return  # named elsewhere
    if missing:
        problem = Phrase(N_("git does not have {count} events of this record"), count=len(missing))
        yield Rewritten(path=path, line=lines.get(("log", missing[0]), 1), problem=problem)


def _of_file(ledger: Ledger, base: str, path: str) -> Iterator[Rewritten]:
    try:
        committed = git.output(ledger.root, "cat-file", "blob", f"{base}:{path}")
    except SvcError:
        return
    yield from _of_record(ledger, committed, path)


def _of_archive(ledger: Ledger, base: str, path: str) -> Iterator[Rewritten]:
    """What became of the tickets that an archive had."""
    archive = archive_at(path)
    assert archive is not None  # whoever asks has looked
    try:
        committed = git.output(ledger.root, "cat-file", "blob", f"{base}:{path}")
        tickets = tickets_in(committed, archive)
    except SvcError:
        return  # it had none yet, or was none
    for ticket, data in tickets.items():
        now = _bytes_of(ledger, ticket)
        if now is None:
            says = N_("the ticket is gone from its archive; to get it back: {command}")
            command = f"git checkout {base if base == 'HEAD' else base[:SHORT]} -- {path}"
            problem = Phrase(says, command=command)
            yield Rewritten(path=ticket.path, line=1, problem=problem)
        elif now != data:
            yield from _of_record(ledger, data, ticket.path)


def _is_archived(ledger: Ledger, path: str) -> bool:
    number = record_id_at(path)
    return isinstance(number, TicketId) and _bytes_of(ledger, number) is not None


def _bytes_of(ledger: Ledger, number: RecordId) -> bytes | None:
    try:
        return ledger.record_bytes(number)
    except SvcError:  # named elsewhere
        return None


def _of_record(ledger: Ledger, committed: bytes, path: str) -> Iterator[Rewritten]:
    number = record_id_at(path)
    try:
        now = (None if number is None else _bytes_of(ledger, number)) or b""
        after = reading.read_record(now, path)
        before = reading.read_record(committed, path)
        lines = reading.lines_of(now.decode())
    except (SvcError, OSError):
        return
    for found in events_tampered_with(before, after):
        yield Rewritten(path=path, line=lines.get(found.place, 1), problem=found.problem)
