"""The guard takes what desks record honestly: offline for weeks, by clocks a day apart, out of turn,
merged crosswise.
"""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET, Desk
from exchange import Clone, Exchange

from svc.actions.guard import RefUpdate, judge_push

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PUSHES, ALL = 20, 200
SKEWS = (timedelta(0), timedelta(hours=24), timedelta(hours=-23))


@pytest.fixture
def desks(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Honest:
    desk.play("intake")
    return Honest(Exchange(desk, tmp_path, monkeypatch), tmp_path, monkeypatch)


class Honest:
    """Three desks, each with a clock of its own, and what they type."""

    def __init__(self, both: Exchange, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.hub = both.hub
        third = Clone(folder / "third", patch)
        subprocess.run(["git", "clone", "-q", str(both.hub), str(third.path)], check=True)
        third.ok("init", "--join", "--desk", "C")
        self.clones = (both.here, both.there, third)
        self.clock = datetime.fromisoformat(NOW)
        self.last = 0
        self.tickets = [TICKET]

    def pushes(self, rng: Random, count: int) -> int:
        """So many pushes, each judged; how many were taken."""
        taken = 0
        while taken < count:
            at = rng.randrange(3)
            clone, now = self.clones[at], self._now(at, rng)
            for _ in range(rng.choice((1, 1, 2, 3))):
                self._type(clone, at, now, rng)
            before = self._head()
            ended = clone.sync(now=now)
            assert ended.status == 0, ended
            taken += self._is_taken(before)
        return taken

    def _is_taken(self, before: str) -> bool:
        """Judge what came into the shared repository; False if nothing did."""
        after = self._head()
        if before == after:
            return False
        update = RefUpdate(before, after, "refs/heads/main")
        verdict = judge_push(self.hub, [update], self.clock, {})
        found = [(each.tampering, each.commit) for each in verdict.judged[0].found]
        assert not verdict.refused, found
        assert found == []
        return True

    def _head(self) -> str:
        words = ["git", "rev-parse", "main"]
        done = subprocess.run(words, cwd=self.hub, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def _now(self, at: int, rng: Random) -> str:
        """This desk's clock, some time later: an hour, or weeks offline."""
        self.clock += timedelta(minutes=rng.choice((1, 15, 60, 60 * 24, 60 * 24 * 30)))
        return (self.clock + SKEWS[at]).isoformat()

    def _type(self, clone: Clone, at: int, now: str, rng: Random) -> None:
        """One command; what the ticket's state does not allow is refused, and no harm."""
        ticket = rng.choice(self.tickets)
        early = datetime.fromisoformat(now) - timedelta(days=rng.randrange(1, 31))
        number = self.last = self.last + 1
        who = ("chen", "li", "sun")[at]
        match rng.randrange(8):
            case 0:
                if clone.other(number, by=who, now=now).status == 0:
                    self.tickets = [*self.tickets, *self._new(clone)]
            case 1:
                clone.svc("handover", ticket, "--to", "li", by=who, now=now)
            case 2:
                clone.svc(
                    "cancel", ticket, "--reason", "重复", "--asked-by", "张工", by="li", now=now
                )
            case 3:
                words = ("contact", ticket, "--spoke-to", "张工", "--judged", "断路")
                clone.svc(*words, "--at", early.isoformat(), by="li", now=now)
            case 4:
                words = ("customer", "correct", "SZ-A0001", "contact", f"张工{number}")
                clone.svc(*words, "--reason", "换人", by=who, now=now)
            case 5:
                words = ("staff", "change", "wang", "--role", rng.choice(["technician", "bench"]))
                clone.svc(*words, by="sun", now=now)
            case 6:
                words = ("charge", ticket, "--line", f"加项:1:{number}", "--allow", "加项")
                clone.svc(*words, by="sun", now=now)
                clone.svc("receipt", ticket, "--how", "cash", by="zhao", now=now)
            case _:
                clone.svc("note", ticket, f"说了{number}", by=who, now=now)

    def _new(self, clone: Clone) -> Iterable[str]:
        files = clone.path.glob("tickets/SZ/*/*.yaml")
        return sorted({file.stem for file in files} - set(self.tickets))


def test_what_desks_record_honestly_is_taken(desks: Honest) -> None:
    assert desks.pushes(Random(15), PUSHES) == PUSHES


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_honest_pushes_are_taken(desks: Honest, seed: int) -> None:
    assert desks.pushes(Random(seed), ALL // 4) == ALL // 4
