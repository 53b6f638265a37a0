"""Commits one after another: what stands against history at the end, and what was put right or
answered for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from svc.model.staff import Person
from svc.rules.history.judging import (
    AgainstHistory,
    ChangedRecord,
    Judge,
    JudgedCommit,
    JudgedVersion,
)
from svc.rules.history.new_events import Limits
from svc.rules.history.settings import LaneHolder

PATH = "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
BEFORE_IT = "tickets/SZ/2026-11/SZ-2611-A0001.yaml"
NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
LIMITS = Limits(now=NOW, ahead=timedelta(hours=36), late=timedelta(days=31))
STAFF = [
    Person(id="chen", name="陈静", roles=["clerk"]),
    Person(id="sun", name="孙伟", roles=["manager"]),
]


def event(seq: int, what: str = "remarked", by: str = "chen", **fields: Any) -> dict[str, Any]:
    at = NOW.isoformat()
    common = {"seq": seq, "id": f"event{seq}", "what": what, "at": at, "typed": at, "by": by}
    return common | fields


FIRST, SECOND, THIRD = event(1, "noted"), event(2), event(3)


class Story:
    """Commits on top of `base`, whose ticket has two events."""

    def __init__(self, *log: dict[str, Any], limits: Limits | None = LIMITS, **how: Any) -> None:
        self.judge = Judge(limits, **how)
        self.judge.put_people("c0", STAFF)
        self.last: dict[str, JudgedVersion | None] = {PATH: with_log(*(log or (FIRST, SECOND)))}
        self.there = {PATH, BEFORE_IT}
        self.count = 0

    def commit(self, *log: dict[str, Any], path: str = PATH, message: str = "") -> str:
        """A commit that leaves the record with this log."""
        return self.put(with_log(*log), path=path, message=message)

    def put(self, after: JudgedVersion | None, *, path: str = PATH, message: str = "") -> str:
        commit = self._begin(message)
        before = self.last.get(path)
        self.judge.judge_record(commit, ChangedRecord(path, [before], after))
        self.last[path] = after
        return commit.id

    def _begin(self, message: str) -> JudgedCommit:
        parent, self.count = f"c{self.count}", self.count + 1
        commit = JudgedCommit(
            id=f"c{self.count}",
            parents=[parent],
            author="陈静",
            email="",
            when=NOW,
            message=message,
        )
        self.judge.judge_staff(commit, None)
        return commit

    def end(self) -> list[AgainstHistory]:
        self.there |= {path for path, version in self.last.items() if version}
        return self.judge.finish(lambda paths: self.there & set(paths), self.last.get)

    def stands(self) -> list[tuple[str, str]]:
        """Kind and commit of what is to be refused."""
        return [(each.tampering.kind, each.commit.id) for each in self.end() if each.stands]


def with_log(*log: dict[str, Any]) -> JudgedVersion:
    return JudgedVersion({"id": "SZ-2611-A0002", "log": [*log]})


def test_a_log_that_grows_is_taken() -> None:
    story = Story()
    story.commit(FIRST, SECOND, THIRD)
    assert story.end() == []


def test_what_was_dropped_stands_until_it_is_back_as_it_was() -> None:
    story = Story()
    dropped = story.commit(FIRST)
    assert story.stands() == [("event-dropped", dropped)]
    story.commit(FIRST, SECOND, THIRD)
    (found,) = story.end()
    assert (found.mended, found.stands) == (True, False)
    story = Story()
    story.commit(FIRST)
    story.commit(FIRST, SECOND | {"by": "sun"})
    assert [kind for kind, _ in story.stands()] == ["event-dropped"]


def test_a_manager_answers_afterwards_for_the_event_or_for_the_commit() -> None:
    for of in ("event2", "c1"):
        story = Story()
        story.commit(FIRST)
        answer = event(3, "approved", "sun", granted=True, of=of)
        story.commit(FIRST, answer)
        # a commit is named by ten digits at least
        assert [each.answered for each in story.end()] == [of == "event2"]
    story = Story()
    answer = event(3, "approved", "sun", granted=True, of="event2")
    story.commit(FIRST, SECOND, answer)
    dropped = story.commit(FIRST, answer)
    assert story.stands() == [("event-dropped", dropped)]  # nobody answers beforehand


def test_what_git_revert_took_out_is_named_so() -> None:
    story = Story()
    reverted = story.commit(FIRST, message='Revert "x"\n\nThis reverts commit 0123.\n')
    assert story.stands() == [("event-reverted", reverted)]


def test_a_record_that_was_removed_and_is_another_when_it_comes_back() -> None:
    story = Story()
    removed = story.put(None)
    assert story.stands() == [("record-removed", removed)]
    again = story.commit(event(1, "noted") | {"id": "another"})
    assert ("number-reused", again) in story.stands()
    story = Story()
    story.put(None)
    story.commit(FIRST, SECOND)
    assert story.stands() == []


def test_what_was_lost_while_a_record_could_not_be_read_is_named() -> None:
    from svc.errors import RecordBroken

    story = Story()
    unreadable = JudgedVersion(None, RecordBroken(path=PATH, line=1, problem="x"))
    broken = story.put(unreadable)
    assert story.stands() == [("broken", broken)]
    dropped = story.commit(FIRST)
    assert ("event-dropped", dropped) in story.stands()
    story = Story()
    story.put(unreadable)
    story.commit(FIRST, SECOND)
    assert story.stands() == []


def test_a_record_that_is_there_under_another_number_is_not_gone() -> None:
    was, now = "SZ-2611-A0002", "SZ-2611-C0001"
    said = event(3, "renumbered", was=was, now=now)
    for added, stands in (
        ([FIRST, SECOND, said], []),
        ([FIRST, said], ["record-removed"]),
        ([FIRST, SECOND, said | {"was": "SZ-2611-A0009"}], ["record-removed"]),
    ):
        story = Story()
        commit = story._begin("x")
        other = JudgedVersion({"id": now, "log": added})
        gone = ChangedRecord(PATH, [story.last[PATH]], None)
        new = ChangedRecord(f"tickets/SZ/2026-11/{now}.yaml", [None], other)
        story.judge.judge_records(commit, [gone, new])
        story.last[PATH] = None
        assert [kind for kind, _ in story.stands()] == stands


def test_a_number_without_the_one_before_it_is_a_gap() -> None:
    path = "tickets/SZ/2026-11/SZ-2611-A0004.yaml"
    story = Story()
    added = story.commit(FIRST | {"id": "new"}, path=path)
    (found,) = story.end()
    assert (found.tampering.kind, found.commit.id) == ("number-gap", added)
    assert found.tampering.problem.facts == {"missing": "SZ-2611-A0003"}
    story = Story()
    for name in ("SZ-2611-A0003", "SZ-2611-A0004"):
        new = f"tickets/SZ/2026-11/{name}.yaml"
        story.commit(FIRST | {"id": name}, path=new)
    assert story.stands() == []


def test_receipts_are_looked_up_only_where_some_were_issued() -> None:
    asked: list[int] = []

    def books() -> dict[str, int]:
        asked.append(1)
        return {"SZ-A-26": 3}

    story = Story(books=books)
    story.commit(FIRST, SECOND, THIRD)
    assert (story.stands(), asked) == ([], [])
    issued = event(4, "receipt_issued", "sun", number="SZ-A-26-0005", allowed="x")
    skipped = story.commit(FIRST, SECOND, THIRD, issued)
    assert (story.stands(), asked) == ([("receipt-gap", skipped)], [1])


def test_a_desk_that_numbers_in_the_lane_of_another_is_named() -> None:
    path = "customers/SZ-A0001.yaml"
    for pusher, kinds in (("A", []), ("B", ["other-lane"]), ("", [])):
        story = Story(pusher=pusher)
        story.commit(event(1), path=path)
        assert [kind for kind, _ in story.stands()] == kinds, pusher


def test_what_has_left_the_other_lane_is_sent_under_its_new_number() -> None:
    was, pusher = "SZ-2611-A0003", "C"
    path, started = f"tickets/SZ/2026-11/{was}.yaml", event(1, "noted")
    for now, stands in (("SZ-2611-C0001", []), ("SZ-2611-D0001", ["other-lane"])):
        story = Story(pusher=pusher)
        there = JudgedVersion({"id": was, "log": [started]})
        story.put(there, path=path)
        said = event(2, "renumbered", was=was, now=now)
        gone = ChangedRecord(path, [there], None)
        renumbered = JudgedVersion({"id": now, "log": [started, said]})
        new = ChangedRecord(f"tickets/SZ/2026-11/{now}.yaml", [None], renumbered)
        story.judge.judge_records(story._begin("x"), [gone, new])
        story.last[path] = None
        assert [kind for kind, _ in story.stands()] == stands
        story.put(JudgedVersion({"id": was, "log": [event(9, "noted")]}), path=path)
        assert [kind for kind, _ in story.stands()] == [*stands, "other-lane"]


def test_the_beginning_of_a_ledger_is_not_judged_as_entered_now() -> None:
    old = event(3, at="2020-01-01T09:00:00+08:00")
    story = Story(limits=None)
    story.commit(FIRST, SECOND, old)
    story.commit(FIRST, path="tickets/SZ/2026-11/SZ-2611-A0009.yaml")
    assert story.stands() == []
    dropped = story.commit(FIRST, SECOND)
    assert story.stands() == [("event-dropped", dropped)]


def test_a_commit_without_parents_brings_nothing_new() -> None:
    story = Story()
    root = JudgedCommit(id="r", parents=[], author="", email="", when=NOW, message="")
    story.judge.judge_staff(root, STAFF)
    old = event(1, "noted", at="2020-01-01T09:00:00+08:00")
    story.judge.judge_record(root, ChangedRecord(PATH, [], with_log(old)))
    assert story.stands() == []


def test_a_role_by_hand_gives_no_right_even_to_answer() -> None:
    story = Story()
    commit = story._begin("调整")
    boss = Person(id="chen", name="陈静", roles=["manager"])
    story.judge._people.pop(commit.id)
    story.judge.judge_staff(commit, [boss, STAFF[1]])
    story.commit(FIRST)
    story.commit(FIRST, event(3, "approved", "chen", granted=True, of="event2"))
    kinds = [kind for kind, _ in story.stands()]
    assert kinds == ["role-changed", "event-dropped", "role"]


def test_a_claim_is_moved_by_hand_or_by_svc_for_a_keeper() -> None:
    story = Story(pusher="B")
    commit = story._begin("换电脑")
    story.judge.judge_claim(commit, "desks/B.yaml", [LaneHolder("x")], LaneHolder("y"))
    story.judge.judge_claim(commit, "desks/C.yaml", [None], LaneHolder("z"))
    assert [kind for kind, _ in story.stands()] == ["claim-changed", "other-lane"]


def test_a_merge_has_the_whole_of_both_sides() -> None:
    story = Story()
    story.judge.put_people("d", STAFF)
    merge = JudgedCommit(id="m", parents=["c0", "d"], author="", email="", when=NOW, message="")
    story.judge.judge_staff(merge, None)
    ours, theirs = with_log(FIRST, SECOND), with_log(FIRST, THIRD)
    story.judge.judge_record(merge, ChangedRecord(PATH, [ours, theirs], ours))
    story.last[PATH] = ours
    (found,) = story.end()
    assert (found.tampering.kind, found.tampering.event) == ("event-dropped", "event3")
