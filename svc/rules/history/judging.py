"""Commits judged one after another, the earlier ones first: what in each is against history, and
what of that still is so at the end.

What a later commit put right again, and what a manager answers for with an event (`approved`, `of`
the event or the commit), is known and stops nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, Phrase, SvcError
from svc.model.ids import TicketId, record_id_at
from svc.model.renumbering import is_renumbered_from
from svc.rules.history import numbers
from svc.rules.history.new_events import (
    Limits,
    answered_for,
    entered_for_sealed_month,
    new_events,
    receipts_issued,
    wrongly_recorded,
)
from svc.rules.history.records import (
    Change,
    Tampering,
    events_of,
    head_fits,
    is_head_of_another,
    record_kind,
    tampered_with,
    text_of,
)
from svc.rules.history.settings import (
    LaneHolder,
    claims_changed,
    is_recorded_by_keeper,
    lane_of_another,
    people_of,
    roles_changed,
    settings_changed,
)

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData
    from svc.model.staff import Person
    from svc.rules.history.new_events import People

SHORT = 10
"""So many digits of a commit are typed and shown."""
_LASTING = frozenset(
    {
        *("number-reused", "number-gap", "receipt-gap", "other-lane", "claim-changed"),
        *("role-changed", "settings-changed"),
    }
)
"""What no later commit puts right, but that a record left the other lane (`renumbered`)."""


class JudgedCommit(Struct, frozen=True, kw_only=True):
    """What is known of a commit besides its files."""

    id: str
    parents: Sequence[str]
    author: str
    email: str
    when: datetime
    message: str

    @property
    def short(self) -> str:
        return self.id[:SHORT]

    @property
    def reverts(self) -> bool:
        """Whether `git revert` made it."""
        return "This reverts commit " in self.message


class JudgedVersion(NamedTuple):
    """A record as a commit has it: its values, or why it can't be read."""

    data: Data | None
    problem: SvcError | None = None


class ChangedRecord(NamedTuple):
    """A record that a commit has otherwise than one of its parents; None where there is none."""

    path: str
    parents: Sequence[JudgedVersion | None]
    after: JudgedVersion | None


class AgainstHistory(Struct, kw_only=True):
    """Something in a commit that is against history."""

    commit: JudgedCommit
    path: str
    tampering: Tampering
    before: ReadOnlyData | None = None  # the record that was tampered with
    people: Mapping[str, Person] = {}  # whom the commit and what was before it know
    answered: bool = False  # a manager does
    mended: bool = False  # it is as it was again

    @property
    def stands(self) -> bool:
        """Whether it still is to be refused."""
        return not (self.answered or self.mended)

    @property
    def of(self) -> str:
        """What a manager says to answer for it."""
        return self.tampering.event or self.commit.short


class Judge:
    """Takes the commits in their order; `found` has what is against history.

    `limits`: None where what comes in is not judged as new, as in the first push of a ledger.
    `pusher`: the desk that sends; empty where nobody says. `books` gives the highest number of each
    receipt book before these commits; it is asked if receipts were issued. `sealed` gives the
    events of a month of an office that was sealed in a commit; months are those of `zone`.
    """

    def __init__(
        self,
        limits: Limits | None,
        *,
        pusher: str = "",
        books: Callable[[], numbers.Books] = dict,
        sealed: Callable[[str, str, date], frozenset[str] | None] = lambda *month: None,
        zone: tzinfo = UTC,
    ) -> None:
        self.found: list[AgainstHistory] = []
        self._books = books
        self._limits = limits
        self._pusher = pusher
        self._sealed, self._zone = sealed, zone
        self._people: dict[str, People] = {}
        self._seen: set[tuple[str, str, str]] = set()
        self._answers: list[tuple[int, str]] = []  # at the so-manieth commit
        self._order: dict[str, int] = {}
        self._added: dict[str, JudgedCommit] = {}
        self._removed: dict[str, Data] = {}
        self._readable: dict[str, Data] = {}  # how records were before they could not be read
        # of each file of settings what those who may have put there: entry, value
        self._settings: dict[str, set[tuple[tuple[object, ...], object]]] = {}
        self._issued: dict[str, tuple[JudgedCommit, str, Tampering]] = {}

    @property
    def issued(self) -> list[str]:
        """The receipts that these commits issued."""
        return list(self._issued)

    def knows(self, commit: str) -> bool:
        """Whether the staff of a commit is known."""
        return commit in self._people

    def put_people(self, commit: str, staff: Iterable[Person]) -> None:
        """The staff of a commit that nobody judges."""
        self._people[commit] = people_of(staff)

    def judge_staff(self, commit: JudgedCommit, staff: Iterable[Person] | None) -> None:
        """Judge who is on the staff from this commit on; None: the same as in every parent. Before
        its records.
        """
        self._order[commit.id] = len(self._order)
        parents = [self._people[each] for each in commit.parents]
        if staff is None:
            self._people[commit.id] = parents[0] if parents else {}
            return
        after = people_of(staff)
        keeps = parents and is_recorded_by_keeper(
            "staff.yaml", commit.message, commit.author, self._before(commit)
        )
        self._people[commit.id], found = roles_changed(
            parents, after, is_recorded=bool(keeps) or not parents
        )
        for each in found:
            person = each.changes[0].field[1]
            self._add(commit, "staff.yaml", each, key=f"{person} {each.changes[0].after}")

    def judge_settings(self, commit: JudgedCommit, path: str, problem: SvcError) -> None:
        """Name a file of settings that can't be read any more."""
        says = N_("it can't be read any more: {problem}")
        self._add(commit, path, Tampering(kind="broken", problem=Phrase(says, problem=problem)))

    def judge_changed_settings(
        self, commit: JudgedCommit, path: str, parents: Sequence[Data], after: Data
    ) -> None:
        """Judge who changed what records are judged by. After the staff."""
        people, known = self._before(commit), self._settings.setdefault(path, set())
        is_allowed = not people or is_recorded_by_keeper(
            path, commit.message, commit.author, people
        )
        for each in settings_changed(path, parents, after):
            # what somebody who may had put there before: of two sides the other one is taken
            new = [(change.field, change.after) for change in each.changes]
            if is_allowed:
                known.update(new)
            elif not known.issuperset(new):
                self._add(commit, path, each, key=str(new))

    def judge_claim(
        self,
        commit: JudgedCommit,
        path: str,
        before: Sequence[LaneHolder | None],
        after: LaneHolder | None,
    ) -> None:
        """Judge whose lane it is; `before`: who had it in each parent."""
        lane = path.rpartition("/")[2].removesuffix(".yaml")
        people = self._before(commit)
        if not is_recorded_by_keeper(path, commit.message, commit.author, people):
            for each in claims_changed(lane, before, after):
                self._add(commit, path, each, key=after.clone if after else "")
        if before and all(each is None for each in before):
            self._judge_lane(commit, path, lane)

    def judge_records(self, commit: JudgedCommit, records: Sequence[ChangedRecord]) -> None:
        """Judge what a commit has of its records. After its staff. One that is gone may be there
        under another number.
        """
        added = [
            record.after.data
            for record in records
            if record.after is not None
            and record.after.data is not None
            and all(each is None for each in record.parents)
        ]
        for record in records:
            before = [each for each in record.parents if each is not None]
            is_renumbered = record.after is None and all(
                any(is_renumbered_from(each.data or {}, other) for other in added)
                for each in before
            )
            if is_renumbered:
                self._has_left(record.path)
            else:
                self.judge_record(commit, record)

    def judge_record(self, commit: JudgedCommit, record: ChangedRecord) -> None:
        """Judge what a commit has of one record, against each of its parents."""
        path, after = record.path, record.after
        parents = [self._data_of(path, each) for each in record.parents]
        if after is None:
            for each in parents:
                if each is not None:
                    self._removed.setdefault(path, each)
                    self._add(commit, path, _removal(each), before=each)
            return
        if after.data is None:
            problem = Phrase(N_("it can't be read any more: {problem}"), problem=after.problem)
            before = next((each for each in parents if each is not None), None)
            if before is not None:
                self._readable[path] = before
            self._add(commit, path, Tampering(kind="broken", problem=problem), before=before)
            return
        self._judge_grown(commit, path, parents, after.data)
        is_known = all(
            each is None or data is not None
            for each, data in zip(record.parents, parents, strict=True)
        )
        if is_known:  # else what is new in it can't be told
            self._judge_new(commit, path, parents, after.data)

    def finish(
        self,
        there: Callable[[Iterable[str]], set[str]],
        at_the_end: Callable[[str], JudgedVersion | None],
    ) -> list[AgainstHistory]:
        """What was found, each with whether it still stands. `there`: which of these paths the last
        commit has; `at_the_end`: a record as it has it.
        """
        self._find_gaps(there)
        for each in self.found:
            at = self._order[each.commit.id]
            each.answered = any(
                order >= at and (of == each.of or each.commit.id.startswith(of))
                for order, of in self._answers
                if len(of) >= SHORT or of == each.of
            )
            each.mended = each.mended or _is_mended(each, at_the_end) or self._is_counted(each)
        return self.found

    def _is_counted(self, found: AgainstHistory) -> bool:
        """Whether the month for which something was entered late was put right with it since."""
        if found.tampering.kind != "late-for-month":
            return False
        facts, last = found.tampering.problem.facts, list(self._order)[-1]
        first = date.fromisoformat(f"{facts['month']}-01")
        return found.tampering.event in (self._sealed(last, str(facts["office"]), first) or ())

    def _data_of(self, path: str, version: JudgedVersion | None) -> Data | None:
        """A parent's record; where it can't be read, as it was before."""
        if version is None or version.data is not None:
            return None if version is None else version.data
        return self._readable.get(path)

    def _before(self, commit: JudgedCommit) -> dict[str, Person]:
        """The staff as it was before a commit; of a merge that of all its parents."""
        people: dict[str, Person] = {}
        for each in reversed(commit.parents):
            people.update(self._people[each])
        return people

    def _judge_grown(
        self, commit: JudgedCommit, path: str, parents: Sequence[Data | None], after: Data
    ) -> None:
        kind = record_kind(path)
        for before in parents:
            if before is None or before is after:
                continue
            found = list(tampered_with(before, after, kind))
            if found and is_head_of_another(before, parents, after, kind):
                found = [each for each in found if each.kind != "head-edited"]
            for each in found:
                self._add(commit, path, _as_revert(each, commit), before=before)
            if not found and not head_fits(after, kind) and head_fits(before, kind):
                self._add(commit, path, _false_digest(), before=before)

    def _judge_new(
        self, commit: JudgedCommit, path: str, parents: Sequence[Data | None], after: Data
    ) -> None:
        people = self._before(commit) or self._people[commit.id]
        kind = record_kind(path)
        new = new_events(parents, after)
        if self._limits is not None and commit.parents:
            for each in wrongly_recorded(new, after, kind, people, self._limits):
                self._add(commit, path, each)
            if isinstance(record_id_at(path), TicketId):
                for each in entered_for_sealed_month(
                    new, after, partial(self._sealed_before, commit), self._zone
                ):
                    self._add(commit, path, each)
        order = self._order[commit.id]
        self._answers += [(order, of) for of in answered_for(new, people)]
        for place, number in receipts_issued(new):
            self._issued[number] = (commit, path, _gap_of_book(new, place))
        if all(each is None for each in parents):
            self._judge_added(commit, path, after)

    def _sealed_before(
        self, commit: JudgedCommit, office: str, first: date
    ) -> frozenset[str] | None:
        """The events of a month of an office that was sealed before this commit; None: it was
        not.
        """
        seals = [self._sealed(parent, office, first) for parent in commit.parents]
        known = [each for each in seals if each is not None]
        return frozenset().union(*known) if known else None

    def _judge_added(self, commit: JudgedCommit, path: str, after: Data) -> None:
        earlier = self._removed.pop(path, None)
        if earlier is not None:
            for each in tampered_with(earlier, after, record_kind(path)):
                self._add(commit, path, each, before=earlier)
        if not head_fits(after, record_kind(path)):
            self._add(commit, path, _false_digest())
        number = numbers.numbered(path)
        if number is not None:
            if commit.parents:
                self._added.setdefault(path, commit)
            self._judge_lane(commit, path, number.lane)

    def _judge_lane(self, commit: JudgedCommit, path: str, lane: str) -> None:
        problem = lane_of_another(lane, self._pusher)
        if problem is not None and self._limits is not None:
            self._add(commit, path, Tampering(kind="other-lane", problem=problem))

    def _has_left(self, path: str) -> None:
        """A record has left this number for one of its own lane: what is sent is that one."""
        for each in self.found:
            if each.path == path and each.tampering.kind == "other-lane":
                each.mended = True
        self._seen.discard((path, "other-lane", ""))

    def _find_gaps(self, there: Callable[[Iterable[str]], set[str]]) -> None:
        """Find numbers that nobody gave, of records and of receipts."""
        if self._limits is None:
            return
        wanted = {path: numbers.path_before(path) for path in self._added}
        asked = {each for each in wanted.values() if each}
        missing = asked - there(asked) if asked else set()
        for path, before in wanted.items():
            if before in missing:
                self._add(self._added[path], path, _gap(before))
        if not self._issued:
            return
        for absent, number in numbers.missing_receipts(self._books(), self._issued):
            commit, path, found = self._issued[number]
            if commit.parents:
                self._add(commit, path, _with_fact(found, missing=absent))

    def _add(
        self,
        commit: JudgedCommit,
        path: str,
        tampering: Tampering,
        *,
        before: ReadOnlyData | None = None,
        key: str = "",
    ) -> None:
        """Note what was found, once: of a merge that brings it in again nothing more is said."""
        mark = (path, tampering.kind, tampering.event or key)
        if mark not in self._seen:
            self._seen.add(mark)
            people = {**self._people.get(commit.id, {}), **self._before(commit)}
            self.found.append(
                AgainstHistory(
                    commit=commit, path=path, tampering=tampering, before=before, people=people
                )
            )


def _removal(before: ReadOnlyData) -> Tampering:
    log = list(events_of(before).values())
    says = N_("the record was removed, with all {count} events of it")
    return Tampering(
        kind="record-removed",
        problem=Phrase(says, count=len(log)),
        changes=(Change(("id",), text_of(before.get("id")), ""),),
    )


def _false_digest() -> Tampering:
    problem = Phrase(N_("the head does not have the digest that its log tells"))
    return Tampering(kind="head-edited", problem=problem, place=("id",))


def _as_revert(found: Tampering, commit: JudgedCommit) -> Tampering:
    """The same, named as what it is where `git revert` took an event out."""
    if found.kind != "event-dropped" or not commit.reverts:
        return found
    problem = Phrase(
        N_("event {seq} ({what}) was taken out of the log by git revert"), **found.problem.facts
    )
    return replace(found, kind="event-reverted", problem=problem)


def _gap(before: str) -> Tampering:
    number = numbers.numbered(before)
    says = N_("the number before it, {missing}, has no record: one was left out or taken out")
    return Tampering(kind="number-gap", problem=Phrase(says, missing=str(number)), place=("id",))


def _gap_of_book(new: Sequence[tuple[int, Data]], place: int) -> Tampering:
    event = next(event for at, event in new if at == place)
    says = N_("receipt {number} is here, and {missing} before it is nowhere")
    return Tampering(
        kind="receipt-gap",
        problem=Phrase(says, number=str(event.get("number", event.get("now")))),
        place=("log", place, "number"),
        event=str(event["id"]),
    )


def _with_fact(found: Tampering, **facts: object) -> Tampering:
    problem = Phrase(found.problem.says, **found.problem.facts | facts)
    return replace(found, problem=problem)


def _is_mended(found: AgainstHistory, at_the_end: Callable[[str], JudgedVersion | None]) -> bool:
    """Whether the last commit has again what was changed, taken out or spoilt."""
    if found.tampering.kind in _LASTING:
        return False
    last = at_the_end(found.path)
    if last is None or last.data is None:
        return False
    if found.before is None:
        return found.tampering.kind == "broken" or _is_gone(found.tampering.event, last.data)
    kind = record_kind(found.path)
    if found.tampering.kind == "head-edited" and not head_fits(last.data, kind):
        return False
    still = {(each.kind == "head-edited", each.event) for each in tampered_with(
        found.before, last.data, kind
    )}  # fmt: skip
    if found.tampering.event:
        return (False, found.tampering.event) not in still
    if found.tampering.kind == "head-edited":
        return (True, "") not in still
    return not still


def _is_gone(event: str, last: ReadOnlyData) -> bool:
    return bool(event) and event not in {each.get("id") for each in events_of(last).values()}
