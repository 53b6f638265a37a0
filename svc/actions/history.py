"""Commits judged: what in a history is against history. For `svc check --history`, for the guard of
the shared repository, which sees no work tree, and for whoever is refused by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from svc.actions.settings_in_git import settings_at, staff_at
from svc.errors import HistoryNotHere, RecordBroken, SvcError
from svc.model import reading
from svc.model.archives import ARCHIVES
from svc.model.desks import Claim
from svc.model.faults import record_from
from svc.model.ids import RECORD_FOLDERS, MonthSealId, record_id_at
from svc.model.settings import GuardLimits
from svc.rules.daily.month_seals import MonthSealState
from svc.rules.history.judging import (
    AgainstHistory,
    ChangedRecord,
    Judge,
    JudgedCommit,
    JudgedVersion,
)
from svc.rules.history.new_events import Limits
from svc.rules.history.numbers import IN_TEXT, Books, highest_numbers
from svc.rules.history.settings import LaneHolder, keepers_of
from svc.store.git import history
from svc.store.git import program as git
from svc.store.git.archived import Unpacked, record_at
from svc.store.records import record_of

if TYPE_CHECKING:
    from svc.model.settings import Settings
    from svc.model.staff import Person
    from svc.store.git.program import Root

STAFF, SETTINGS, DESKS = "staff.yaml", "svc.yaml", "desks"
JUDGED_SETTINGS = (SETTINGS, "parts.yaml", "policies", "calendars", "prices")
_PLACES = (*RECORD_FOLDERS, ARCHIVES, STAFF, *JUDGED_SETTINGS, DESKS)
_KEPT = 4000  # records that are held in memory as they were read


class Judged(Struct, frozen=True, kw_only=True):
    """What judging commits came to."""

    commits: int
    found: list[AgainstHistory]
    issued: list[str]  # receipts
    books: Books | None  # as they were before; None: nobody had to know
    settings: Settings | None  # as they were before; None: they can't be read

    @property
    def standing(self) -> list[AgainstHistory]:
        """What is to be refused."""
        return [each for each in self.found if each.stands]


class Range(Struct, frozen=True, kw_only=True):
    """Which commits are judged: those up to `last` that none of `before` has."""

    last: str
    before: Sequence[str] = ()


def judge_commits(
    root: Root,
    commits: Range,
    now: datetime,
    *,
    pusher: str = "",
    books: Callable[[], Books] | None = None,
    of_all_time: bool = False,
    tell: Callable[[int, int], None] = lambda done, count: None,
) -> Judged:
    """Judge commits. Where there are none before, it is the beginning of a ledger, and its events
    are not judged as newly entered; `of_all_time`: only those of its first commit are not. Raises
    GitFailed and the like, HistoryNotHere.

    `books`: the receipt books before; None: they are looked for. `tell` hears how many commits are
    done, of how many.
    """
    logged = history.commits(root, commits.last, commits.before)
    with history.Objects(root) as objects:
        base = commits.before[0] if commits.before else commits.last
        settings = settings_at(objects, base)
        limits = _limits(settings, now) if commits.before or of_all_time else None
        looked_up: list[Books] = []

        def look() -> Books:
            looked_up.append(books() if books else _books_at(root, commits.before))
            return looked_up[0]

        zone = UTC if settings is None else ZoneInfo(settings.zone)
        sealed = partial(_sealed_events, objects)
        judge = Judge(limits, pusher=pusher, books=look, sealed=sealed, zone=zone)
        seen = _Seen(objects, judge, settings)
        changes = history.changes_of(root, logged, _PLACES)
        for done, each in enumerate(changes):
            seen.take(each)
            tell(done, len(logged))
        found = judge.finish(seen.there(commits.last), seen.at(commits.last))
        return Judged(
            commits=len(logged),
            found=found,
            issued=judge.issued,
            books=looked_up[0] if looked_up else None,
            settings=settings,
        )


def _sealed_events(
    objects: history.Objects, commit: str, office: str, first: date
) -> frozenset[str] | None:
    """The events of an office's month that was sealed in a commit; None: it was not, or its seal
    can't be read, which is named by itself.
    """
    number = MonthSealId(office, first)
    data = objects.read(f"{commit}:{number.path}")
    if data is None:
        return None
    with suppress(SvcError):
        state = record_of(data, number).state
        return state.known if isinstance(state, MonthSealState) else None
    return None


def _limits(settings: Settings | None, now: datetime) -> Limits:
    guard = GuardLimits() if settings is None else settings.guard
    return Limits(
        now=now, ahead=timedelta(hours=guard.skew_hours), late=timedelta(days=guard.late_days)
    )


def _books_at(root: Root, commits: Iterable[str]) -> Books:
    """The highest number of each receipt book in these commits: every ticket is looked through.
    Raises GitFailed.
    """
    found: list[str] = []
    for commit in commits:
        words = ("grep", "-h", "-o", "-I", "-E", "--no-color", IN_TEXT, commit)
        ended = git.run(root, *words, "--", "tickets", ARCHIVES)
        if ended.status not in (0, 1):  # 1: nothing like it
            raise git.failure("grep", ended, root.git_dir)
        found += ended.out.decode("ascii", "replace").split()
    return highest_numbers(found)


class _Seen:
    """Commits on their way to the judge: their files read, each text once."""

    def __init__(self, objects: history.Objects, judge: Judge, settings: Settings | None) -> None:
        self._objects = objects
        self._judge = judge
        self._labels = {} if settings is None else settings.labels
        self._archived: dict[str, bytes] = {}  # texts of this commit's archives, by blob
        self._version = lru_cache(maxsize=_KEPT)(self._version_of)
        self._staff = lru_cache(maxsize=16)(self._staff_in)

    def take(self, changed: history.CommitChanges) -> None:
        """Judge one commit."""
        logged = changed.commit
        commit = JudgedCommit(
            id=logged.id,
            parents=logged.parents,
            author=logged.author,
            email=logged.email,
            when=logged.when,
            message=logged.message,
        )
        for parent in commit.parents:
            if not self._judge.knows(parent):
                staff = self._staff_of(f"{parent}:{STAFF}")
                self._judge.put_people(parent, staff if isinstance(staff, list) else [])
        files = dict(_by_file(self._unpacked(changed)))
        self._take_staff(commit, files.pop(STAFF, None))
        self._take_settings(commit, files.get(SETTINGS))
        records = []
        for path, (before, after) in files.items():
            if keepers_of(path):
                self._judge_settings(commit, path, before, after)
            elif path.startswith(f"{DESKS}/"):
                holders = [self._holder(each) for each in before]
                self._judge.judge_claim(commit, path, holders, self._holder(after))
            elif record_id_at(path) is not None:
                parents = [self._read(path, each) for each in before]
                records.append(ChangedRecord(path, parents, self._read(path, after)))
        self._judge.judge_records(commit, records)

    def _unpacked(self, changed: history.CommitChanges) -> history.CommitChanges:
        """The same with archives taken apart: what only went into one has not changed."""
        commit, by_parent = changed.commit.id, []
        self._archived = {}

        def later(path: str) -> bytes | None:
            return self._objects.read(f"{commit}:{path}")

        for each in changed.by_parent:
            unpacked = Unpacked(each, self._texts_of, later)
            self._archived |= unpacked.texts
            by_parent.append(unpacked.changes)
        return changed._replace(by_parent=by_parent)

    def _texts_of(self, names: Iterable[str]) -> dict[str, bytes]:
        return {name: self._text(name) for name in names}

    def there(self, commit: str) -> Callable[[Iterable[str]], set[str]]:
        """Which of some paths a commit has."""

        def there(paths: Iterable[str]) -> set[str]:
            return {path for path in paths if self._record_at(commit, path) is not None}

        return there

    def at(self, commit: str) -> Callable[[str], JudgedVersion | None]:
        """The records of a commit; a file of settings counts as read if it can be."""

        def at(path: str) -> JudgedVersion | None:
            data = self._record_at(commit, path)
            if data is None:
                return None
            if path == STAFF:
                staff = self._staff(data)
                return JudgedVersion({}) if isinstance(staff, list) else JudgedVersion(None, staff)
            if path == SETTINGS:
                problem = _why_not_read(data)
                return JudgedVersion({}) if problem is None else JudgedVersion(None, problem)
            return _version(path, data) if record_id_at(path) is not None else JudgedVersion({})

        return at

    def _record_at(self, commit: str, path: str) -> bytes | None:
        return record_at(self._objects.read, commit, path)

    def _take_staff(
        self, commit: JudgedCommit, file: tuple[list[str | None], str | None] | None
    ) -> None:
        if file is None and commit.parents:
            self._judge.judge_staff(commit, None)
            return
        staff = self._staff_of(f"{commit.id}:{STAFF}")
        if isinstance(staff, list):
            self._judge.judge_staff(commit, staff)
            return
        self._judge.judge_staff(commit, None)
        if staff is not None:
            self._judge.judge_settings(commit, STAFF, staff)

    def _take_settings(
        self, commit: JudgedCommit, file: tuple[list[str | None], str | None] | None
    ) -> None:
        if file is not None:
            problem = _why_not_read(self._objects.read(f"{commit.id}:{SETTINGS}") or b"")
            if problem is not None:
                self._judge.judge_settings(commit, SETTINGS, problem)

    def _judge_settings(
        self, commit: JudgedCommit, path: str, before: list[str | None], after: str | None
    ) -> None:
        """Who changed a file of settings; one that can't be read is named as such."""
        if not commit.parents:
            return
        with suppress(RecordBroken):
            versions = [
                {} if blob is None else reading.read_record(self._settings_text(blob, path), path)
                for blob in (*before, after)
            ]
            self._judge.judge_changed_settings(commit, path, versions[:-1], versions[-1])

    def _settings_text(self, blob: str, path: str) -> str:
        return reading.edited_text(self._text(blob), path)

    def _staff_of(self, name: str) -> list[Person] | SvcError | None:
        data = self._objects.read(name)
        return None if data is None else self._staff(data)

    def _staff_in(self, data: bytes) -> list[Person] | SvcError:
        try:
            return staff_at(data, self._labels)
        except SvcError as problem:
            return problem

    def _holder(self, blob: str | None) -> LaneHolder | None:
        """Whose a lane is, by the text of its claim; None where there is no claim."""
        if blob is None:
            return None
        try:
            claim = record_from(reading.read_record(self._text(blob), DESKS), Claim, DESKS)
        except SvcError:
            return LaneHolder("?")
        return LaneHolder(claim.clone, claim.before)

    def _read(self, path: str, blob: str | None) -> JudgedVersion | None:
        return None if blob is None else self._version(path, blob)

    def _version_of(self, path: str, blob: str) -> JudgedVersion:
        return _version(path, self._text(blob))

    def _text(self, blob: str) -> bytes:
        data = self._archived.get(blob) or self._objects.read(blob)
        if data is None:
            raise HistoryNotHere(object=blob[:10])
        return data


def _why_not_read(data: bytes) -> SvcError | None:
    """Why a file of settings can't be read; None: it can."""
    try:
        reading.read_record(reading.edited_text(data, SETTINGS), SETTINGS)
    except RecordBroken as problem:
        return problem
    return None


def _version(path: str, data: bytes) -> JudgedVersion:
    number = record_id_at(path)
    assert number is not None  # whoever asks has looked
    try:
        return JudgedVersion(record_of(data, number).data)
    except SvcError as problem:
        return JudgedVersion(None, problem)


def _by_file(
    changed: history.CommitChanges,
) -> Iterator[tuple[str, tuple[list[str | None], str | None]]]:
    """Each file that a commit has otherwise than a parent: its blobs in the parents, and in the
    commit.
    """
    after = {each.path: each.after for one in changed.by_parent for each in one}
    before = [{each.path: each.before for each in one} for one in changed.by_parent]
    for path, blob in after.items():
        parents = [one.get(path, blob) for one in before] if changed.commit.parents else []
        yield path, (parents, blob)
