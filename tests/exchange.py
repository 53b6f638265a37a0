"""Two desks of one ledger and the repository they share."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import NOW, TICKET, Desk, typed

if TYPE_CHECKING:
    import pytest
    from conftest import Ended


class Clone(Desk):
    """A desk in a folder of its own: each command names it."""

    def svc(self, *words: str, by: str = "", now: str = NOW) -> Ended:
        self._monkeypatch.setenv("SVC_NOW", now if now[19:] else now + "+08:00")
        return typed("--ledger", str(self.path), *(["--as", by] if by else []), *words)

    def sync(self, *words: str, by: str = "chen", now: str = NOW) -> Ended:
        return self.svc("sync", *words, by=by, now=now)


class Exchange:
    """What both desks have: the story's ticket as it was taken down."""

    def __init__(self, desk: Desk, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.hub = folder / "hub.git"
        self.here = Clone(desk.path, patch)
        self.there = Clone(folder / "那里 there", patch)
        _git(folder, "clone", "-q", "--bare", str(desk.path), str(self.hub))
        self.here.git("remote", "add", "origin", str(self.hub))
        _git(folder, "clone", "-q", str(self.hub), str(self.there.path))
        self.there.ok("init", "--join", "--desk", "B")

    def disagree(self) -> None:
        """Both go on with the ticket, so that not all of it can hold, and change one setting."""
        for words in (
            ("handover", TICKET, "--to", "li"),
            ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路"),
        ):
            self.here.ok(*words, by="li", now="2026-11-20T09:40:00")
        self.there.ok("cancel", TICKET, "--reason", "重复", "--asked-by", "张工", by="li")
        for clone, days in ((self.here, 20), (self.there, 45)):
            clone.edit("quote_days: 30", f"quote_days: {days}", "svc.yaml")
            clone.commit()

    def meet(self) -> None:
        """All that either has recorded is with both."""
        for clone in (self.there, self.here, self.there):
            ended = clone.sync()
            assert ended.status == 0, ended.err

    def push_by_hand(self) -> None:
        """What was changed in the files over there is committed and sent, without svc."""
        self.there.commit()
        self.there.git("push", "-q", "origin", "main")

    def are_the_same(self) -> bool:
        """Whether both desks and the hub stand at one commit, with all files in place."""
        heads = {self.here.head, self.there.head, _git(self.hub, "rev-parse", "main")}
        is_clean = all(
            clone.git("status", "--porcelain") == "" for clone in (self.here, self.there)
        )
        return len(heads) == 1 and is_clean


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()
