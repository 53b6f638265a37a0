"""Real commands killed at each call that changes something, in svc and in the git it starts; then typed again.

After the kill every file, and HEAD, is whole: as before, or as after. Typed again the command succeeds, and what it
says stands once. `make stress` strikes at every call; without it every so-many-th, from a seeded start.
"""

from __future__ import annotations

import shutil
import time
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import TICKET
from stress.desk import (
    SVC,
    assert_sound,
    committed,
    event_ids,
    git,
    of_caller,
    request,
    started,
    surroundings,
    svc,
    texts,
)
from stress.sweep import Point, Struck, sweep, why_not

from svc.model import layout

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


class Deed(NamedTuple):
    """A command to be killed: when and by whom it is typed, on a ticket that has come so far."""

    words: tuple[str, ...]
    until: str = ""  # the story's last command before it; empty: a ledger without tickets
    by: str = ""
    now: str = "2026-11-20T15:30:00+08:00"
    before: tuple[tuple[str, ...], ...] = ()  # typed before it by a manager


FINDINGS = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
DEEDS = {
    "intake": Deed(("intake", "--from", "../request.yaml"), by="chen"),
    "visit": Deed(("visit", TICKET, *FINDINGS, "--arrived", "14:05"), until="dispatch", by="wang"),
    "callback": Deed(
        ("callback", TICKET, "--spoke-to", "张工", "--rating", "dissatisfied", "--reason", "又响了"),
        until="slip", by="zhao", now="2026-11-21T10:00:00+08:00",
    ),
    "overdue": Deed(("overdue", "--flag"), until="slip", by="cron", now="2026-11-23T10:00:00+08:00"),
    "init": Deed(("init", ".")),
}  # fmt: skip


PRICE = (("quote", TICKET, "--line", "L04"), ("consent", TICKET, "--to", "price", "--who", "张工", "--how", "电话"))
CHARGED = (*PRICE, ("charge", TICKET, "--allow", "客户要求"))
SECOND = ("intake", "--from", "../second.yaml", "--allow", "x")
MORE = {
    "note": Deed(("note", TICKET, "客户在家"), until="intake", by="chen"),
    "dispatch": Deed(("dispatch", TICKET, "--to", "wang", "--appointment", "16:00"), until="reply", by="li"),
    "close": Deed(("close", TICKET), until="callback", by="zhao", now="2026-11-21T10:05:00+08:00"),
    "reopen": Deed(("reopen", TICKET, "--reason", "又响"), until="close", by="li", now="2026-11-22T10:00:00+08:00"),
    "complaint about": Deed(
        ("complaint", "about", TICKET, "--symptom", "态度不好", "--wishes", "道歉", "--occurred", "昨天"),
        until="close", by="chen", now="2026-11-22T10:00:00+08:00",
    ),
    "receipt": Deed(("receipt", TICKET, "--how", "cash"), until="reply", by="zhao", before=CHARGED),
    "receipt --void": Deed(
        ("receipt", TICKET, "--void", "SZ-A-26-0001", "--reason", "写错", "--refund", "cash"),
        until="reply", by="zhao", before=(*CHARGED, ("receipt", TICKET, "--how", "cash")),
    ),
    "customer merge": Deed(
        ("customer", "merge", "SZ-A0002", "--into", "SZ-A0001", "--reason", "同一家"), until="intake", by="chen",
        before=(SECOND,),
    ),
    "equipment transfer": Deed(
        ("equipment", "transfer", "CR200-24-0042", "--to", "SZ-A0002", "--reason", "转让"), until="intake", by="chen",
        before=(SECOND,),
    ),
    "promise recompute": Deed(
        ("promise", "recompute", "--from", "office@2026-07", "--to", "six_stages@2026-07", "--go"), until="intake",
        by="li",
    ),
}  # fmt: skip
"""Further commands, those above all that write several records at once."""


class Swept(NamedTuple):
    """How much a sweep struck, and for how long."""

    hits: int
    seconds: float


def kill_everywhere(deed: Deed, top: Path, pick: Callable[[Point], bool], *, with_parent: bool = False) -> Swept:
    """Kill the command at each point picked, and demand all of what the head of this file says."""
    env = surroundings(top, now=deed.now)
    (top / "request.yaml").write_text(request(), encoding="utf-8")
    command = [SVC, *(["--as", deed.by] if deed.by else []), *deed.words]
    numbers = count()
    if deed.words[0] == "init":
        template = top / "template"
        template.mkdir()
    else:
        template = started(top / "ledger", env, deed.until)
        (top / "second.yaml").write_text(layout.write(of_caller(2)), encoding="utf-8")
        for words in deed.before:
            done = svc(template, env, "--as", "sun", *words)
            assert done.returncode == 0, done.stderr

    def fresh() -> Path:
        # Names of one length: the number of a call must not depend on where it runs.
        return Path(shutil.copytree(template, top / f"ledger{next(numbers):05}", symlinks=True))

    known = event_ids(template)
    old = texts(template, known)
    model = fresh()
    assert svc(model, env, *command[1:]).returncode == 0
    new = texts(model, known)
    commits = git(model, "rev-list", "--count", "HEAD")
    assert new != old

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert "Traceback" not in struck.err
        for name, text in texts(ledger, known).items():
            assert text in (old.get(name), new.get(name)) or name.endswith(".tmp"), name
        if (ledger / ".git").exists():
            assert committed(ledger, known) in (old, new)
        again = svc(ledger, env, *command[1:])
        assert again.returncode == 0, again.stdout + again.stderr
        assert texts(ledger, known) == committed(ledger, known) == new
        assert git(ledger, "rev-list", "--count", "HEAD") == commits
        assert_sound(ledger, env)

    began = time.monotonic()
    hits = sweep(command, fresh, check, pick=pick, env=env, with_parent=with_parent)
    return Swept(hits, time.monotonic() - began)


class EveryNth:
    """Picks one of `step` points, beginning at a random one."""

    def __init__(self, step: int, seed: int) -> None:
        self._step = step
        self._next = Random(seed).randrange(step)

    def __call__(self, point: Point) -> bool:
        self._next -= 1
        if self._next >= 0:
            return False
        self._next += self._step
        return True


@pytest.mark.parametrize("name", ["intake", "visit"])
def test_killed_here_and_there_and_typed_again_it_is_recorded_once(tmp_path, name):
    swept = kill_everywhere(DEEDS[name], tmp_path, EveryNth(14, seed=2611))
    assert swept.hits > 5


@pytest.mark.stress
@pytest.mark.parametrize("name", DEEDS)
def test_killed_anywhere_and_typed_again_it_is_recorded_once(tmp_path, name):
    swept = kill_everywhere(DEEDS[name], tmp_path, lambda point: True)
    print(f"{name}: killed at {swept.hits} points, {swept.seconds:.0f} s")
    assert swept.hits > 60


@pytest.mark.stress
@pytest.mark.parametrize("name", MORE)
def test_every_other_command_killed_here_and_there_and_typed_again_is_recorded_once(tmp_path, name):
    swept = kill_everywhere(MORE[name], tmp_path, EveryNth(8, seed=26))
    print(f"{name}: killed at {swept.hits} points, {swept.seconds:.0f} s")
    assert swept.hits > 8


@pytest.mark.stress
@pytest.mark.parametrize("name", ["intake", "visit"])
def test_killed_together_with_its_git_and_typed_again_it_is_recorded_once(tmp_path, name):
    def in_git(point: Point) -> bool:
        return point.program != "svc" and not point.follow

    swept = kill_everywhere(DEEDS[name], tmp_path, in_git, with_parent=True)
    print(f"{name} with its git: killed at {swept.hits} points, {swept.seconds:.0f} s")
    assert swept.hits > 15
