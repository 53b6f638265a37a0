"""How a clone is set up: its lane, its commits, its patience."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from svc.errors import LaneTaken, NoGitIdentity, NoLane
from svc.store.clone_settings import (
    commits_itself,
    committer,
    is_weekly_word_due,
    lock_wait_seconds,
    note_weekly_word,
    own_lane,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk


@pytest.mark.parametrize(
    ("text", "seconds"), [("2.5", 2.5), ("0", 0.0), ("-3", 0.0), ("", 10.0), ("soon", 10.0)]
)
def test_another_writer_is_waited_for_as_long_as_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, text: str, seconds: float
) -> None:
    monkeypatch.setenv("SVC_LOCK_WAIT", text)
    assert lock_wait_seconds() == seconds
    monkeypatch.delenv("SVC_LOCK_WAIT")
    assert lock_wait_seconds() == 10.0


def test_a_clone_commits_by_itself_unless_it_is_told_not_to() -> None:
    for word in ("off", "OFF", "false", "no", "0"):
        assert not commits_itself({"svc.commit": word})
    for clone in ({}, {"svc.commit": "on"}, {"svc.commit": "true"}, {"svc.commit": ""}):
        assert commits_itself(clone)


def test_its_lane_is_the_one_that_it_has_claimed(desk: Desk) -> None:
    assert own_lane(desk.ledger) == "A"
    desk.git("config", "svc.desk", "a")
    assert own_lane(desk.ledger) == "A"
    for lane in ("", "?", "B"):  # no lane, none that there can be, one that nobody has claimed
        desk.git("config", "svc.desk", lane)
        with pytest.raises(NoLane):
            own_lane(desk.ledger)
    desk.git("config", "svc.desk", "A")
    desk.git("config", "svc.clone", "another")
    with pytest.raises(LaneTaken) as refused:
        own_lane(desk.ledger)
    assert refused.value.facts == {"lane": "A", "path": "desks/A.yaml", "free": "B"}


def test_who_commits_is_whom_git_knows_and_else_who_set_the_clone_up(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"user.name": "Li", "user.email": "li@example.com"}
    set_up = {"svc.name": "陈静", "svc.email": "chen@example.com"}
    assert committer(desk.ledger.root, known | set_up) == ("Li", "li@example.com")
    nobody = tmp_path / "gitconfig"
    nobody.write_text("[user]\n\tuseConfigOnly = true\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(nobody))
    assert committer(desk.ledger.root, set_up) == ("陈静", "chen@example.com")
    with pytest.raises(NoGitIdentity):
        committer(desk.ledger.root, {"svc.name": "陈静"})


def test_what_is_said_once_a_week_is_said_again_on_the_seventh_day(desk: Desk) -> None:
    def is_due(day: int) -> bool:
        return is_weekly_word_due(desk.ledger.clone, date(2026, 12, day))

    assert is_due(1)
    note_weekly_word(desk.ledger.root, date(2026, 12, 1))
    assert [is_due(day) for day in (1, 2, 7, 8, 20)] == [False, False, False, True, True]
    note_weekly_word(desk.ledger.root, date(2027, 6, 1))  # a clock that was put back since
    assert is_due(9)
    desk.git("config", "svc.weekly", "never")
    assert is_due(9)
