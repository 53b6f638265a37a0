"""Four desks and a headquarters that work apart on one ledger for days: commands drawn at random
from the table of commands, `svc sync` now and then, clocks up to a day wrong; what else happens to
them is in `soak_mishaps.py`.

All is drawn by a seed, but for what hangs on how fast a process is. What the desks were told is
recorded stands in the test's own `Book`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from contextlib import chdir
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from conftest import TICKET, Desk, Ended
from exchange import Clone
from rules.composed import composed
from stress.deeds import DEEDS
from stress.soak_book import Book
from stress.soak_lives import DRAWN, STAFF, TABLES, Life, Typed
from trust.tampered import OTHER, tell

from svc.actions.guard import install_guard
from svc.store.assets import offered_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
KEPT = (TICKET, OTHER, "SZ-A0001", "SZ-A0002")
"""The story's records, with which nobody but the tamperer goes on."""
LETTERS = "ABCDH"
"""Four desks, and headquarters."""
SIDE_BY_SIDE = 12
"""So many lives are under way at once."""
BY_HAND = (*TABLES, "take", "adopt")
"""What is typed about a file that lies there, in turn."""
SETTLED = {
    "out-of-turn": ("settle", "{id}", "--outcome", "{state}", "--reason", "核对过"),
    "ended-twice": ("settle", "{id}", "--outcome", "{state}", "--reason", "核对过"),
    "paid-twice": ("overpaid", "{id}", "--decide", "both", "--reason", "核对过"),
    "overpaid": ("overpaid", "{id}", "--decide", "back", "--reason", "核对过"),
}
"""What a manager types where `svc check` names this of a ticket."""


class Post(NamedTuple):
    """A desk, its letter, and how wrong its clock is."""

    desk: Clone
    letter: str
    skew: timedelta

    @property
    def head(self) -> str:
        return self.desk.head.strip()


class Soak:
    """The desks, the repository they share, and what is going on."""

    def __init__(self, first: Desk, folder: Path, patch: pytest.MonkeyPatch, seed: int) -> None:
        self.rng = Random(seed)
        self.folder, self.patch = folder, patch
        self.book = Book()
        self.counts, self.refused = Counter[str](), Counter[str]()
        self.recorded = Counter[str]()
        self.clock = MONDAY
        self.hub = folder / "hub.git"
        self.number = 0
        self._by_hand = 0
        self._lives: list[Life] = []
        (folder / "desk").mkdir()  # where everybody types
        shutil.copy(offered_file("setup.en.yaml"), folder / "department.yaml")
        self._begin(first)
        self.posts = [self._joined(first, letter) for letter in LETTERS]
        self.tamperer = Clone(self._cloned("T"), patch)

    def _begin(self, first: Desk) -> None:
        """A story, a store, and the repository that all share, guarded, with a clock of its own."""
        tell(first)
        first.ok("part", "add", "P-1001", "--name", "加热管", by="sun", now=MONDAY.isoformat())
        first.ok("stock", "receive", "P-1001:900", by="sun", now=MONDAY.isoformat())
        self.book.open(first.path)
        git(self.folder, "clone", "-q", "--bare", str(first.path), str(self.hub))
        first.git("remote", "add", "origin", str(self.hub))
        self._hub_clock = self.folder / "clock"
        told = f'#!/bin/sh\nexport SVC_NOW="$(cat "{self._hub_clock}")"\n'
        hook = install_guard(self.hub, os.environ)
        hook.write_text(hook.read_text().replace("#!/bin/sh\n", told, 1))
        self._hub_clock.write_text(self.clock.isoformat())

    def _joined(self, first: Desk, letter: str) -> Post:
        if letter == "A":
            return Post(Clone(first.path, self.patch), letter, self.a_skew())
        post = Post(Clone(self._cloned(letter), self.patch), letter, self.a_skew())
        assert self.type(post, Typed("sun", ("init", "--join", "--desk", letter))).status == 0
        return post

    def _cloned(self, letter: str) -> Path:
        path = self.folder / f"台 {letter}"
        git(self.folder, "clone", "-q", str(self.hub), str(path))
        return path

    def a_skew(self) -> timedelta:
        """How wrong a clock is: up to a day, either way."""
        return timedelta(seconds=self.rng.randint(-86400, 86400))

    # What goes on

    def time_passes(self) -> None:
        self.clock += timedelta(seconds=self.rng.randint(20, 150))
        self._hub_clock.write_text(self.clock.isoformat())

    def now(self, post: Post) -> datetime:
        """By this desk's clock."""
        return self.clock + post.skew

    def type_next(self) -> None:
        """The next command of some life, mostly where it began; or one that may not fit."""
        chance = self.rng.random()
        if chance < 0.08:
            post = self.rng.choice(self.posts)
            self.type(post, self._stray(post))
            return
        if chance < 0.11:
            self._type_by_hand(self.rng.choice(self.posts))
            return
        post, life = self.whose_turn()
        if self.rng.random() < 0.15:
            other = self.rng.choice(self.posts)
            if self._go_on(other, life) or other is post:
                return
        if not self._go_on(post, life):
            life.was_refused()

    def whose_turn(self) -> tuple[Post, Life]:
        """A life that is under way, or a new one, and where it began."""
        self._lives = [life for life in self._lives if not life.is_over]
        if len(self._lives) < SIDE_BY_SIDE:
            self.number += 1
            name = DRAWN[self.number * 37 % len(DRAWN)]  # each in its turn
            home = self.rng.randrange(len(self.posts))
            self._lives.append(Life(name, self.number, home, self.folder))
        life = self.rng.choice(self._lives)
        return self.posts[life.home], life

    def _go_on(self, post: Post, life: Life) -> bool:
        """Type what comes next in this life; a manager allows what only a manager may."""
        typed = life.next(self.now(post))
        ended = self.type(post, typed, life)
        if ended.status == 2 and "--allow REASON" in ended.err:
            allowed = Typed("sun", (*typed.words, "--allow", "核对过"))
            ended = self.type(post, allowed, life)
        return ended.status == 0

    def _stray(self, post: Post) -> Typed:
        """Some deed on any record that this desk has."""
        life = Life(self.rng.choice(DRAWN), self.number, 0, self.folder)
        for kind in ("tickets/*/*", "customers", "movements/*/*"):
            files = sorted(post.desk.path.glob(f"{kind}/*.yaml"))
            names = [path.stem for path in files if path.stem not in KEPT]
            life.records += self.rng.choices(names, k=2) if names else []
        return life.last(self.now(post))._replace(by=self.rng.choice(STAFF))

    def _type_by_hand(self, post: Post) -> None:
        """A table that is imported, what a technician sent, a head edited by hand and adopted."""
        self._by_hand += 1
        name = BY_HAND[self._by_hand % len(BY_HAND)]
        tickets = sorted(post.desk.path.glob("tickets/SZ/2026-11/*.yaml"))
        ticket = self.rng.choice([path for path in tickets if path.stem not in KEPT] or [None])
        if name in TABLES:
            kind, table, go = DEEDS[name].words[1:]
            (self.folder / table).write_text(self._table(kind), encoding="utf-8")
            self.type(post, Typed("sun", ("import", kind, str(self.folder / table), go)))
        elif ticket is not None and name == "take":
            chat = self.folder / "chat.txt"
            chat.write_text(self._form(ticket.stem, self.now(post)), encoding="utf-8")
            self.type(post, Typed("li", ("take", str(chat), "--go")))
        elif ticket is not None:
            text = ticket.read_text(encoding="utf-8")
            changed = text.replace('wishes: "今天来修"', f'wishes: "{self._by_hand} 点来修"')
            ticket.write_text(changed, encoding="utf-8", newline="")
            ended = self.type(post, Typed("sun", ("adopt", ticket.stem, "--reason", "听错")))
            if ended.status:
                post.desk.git("checkout", "-q", "--", ".")

    def _table(self, kind: str) -> str:
        """A table of one row of its own."""
        number = self._by_hand
        return {
            "customers": f"单位,电话\n甲公司 {number},0755-25{number:06}\n",
            "machines": f"编号,机型,单位\nX-{number},CR-200,SZ-A0001\n",
            "parts": f"编码,名称\nP-7{number:04},加热管 {number}\n",
            "tickets": f"单号,日期,单位,故障\n2024-{number},2024-03-01,甲公司 {number},不热\n",
        }[kind]

    def _form(self, ticket: str, now: datetime) -> str:
        """What a technician's form says of a visit that has just ended."""
        moments = {
            name: (now - timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M +08:00")
            for name, minutes in (("arrived", 20), ("left", 5), ("written", 2))
        }
        told = {"ticket": ticket, "token": f"form{self._by_hand:08}", "signed_by": "张工"}
        return composed(**told, **moments)

    # One command

    def svc(self, post: Post, typed: Typed) -> Ended:
        """Run it there, as the ssh key of that desk would."""
        self.patch.setenv("SVC_PUSHER", post.letter)
        now = self.now(post).isoformat()
        with chdir(self.folder / "desk"):
            ended = post.desk.svc(*typed.words, by=typed.by, now=now)
        print(f"{now[5:16]} {post.letter} {typed.by}: {' '.join(typed.words)} -> {ended.status}")
        if ended.status:
            print(ended.err.rstrip())
        assert ended.status != 70, (typed, ended)
        assert "Traceback" not in ended.err, (typed, ended)
        return ended

    def type(self, post: Post, typed: Typed, life: Life | None = None) -> Ended:
        """Type a command and enter what was acknowledged; what is refused changes nothing."""
        before = post.head
        ended = self.svc(post, typed)
        if ended.status == 0:
            self.enter(post, before, typed, life)
        else:
            self.refused[typed.command] += 1
            assert post.head == before, (typed, ended)
            assert ended.status in (1, 2, 3, 4), (typed, ended)
        return ended

    def enter(
        self,
        post: Post,
        before: str,
        typed: Typed,
        life: Life | None = None,
        *,
        acknowledged: bool = True,
    ) -> None:
        """Enter into the book what a command recorded."""
        words = " ".join(typed.words)
        recorded = self.book.take(post.desk.path, before, words, acknowledged=acknowledged)
        self.recorded[typed.command] += 1
        if life is not None:
            life.went_on(recorded)

    # Exchange

    def exchange(self) -> None:
        """A desk syncs, and now and then its clock is set; headquarters looks at the month."""
        at = self.rng.randrange(len(self.posts))
        post = self.posts[at]
        self.sync(post)
        if self.rng.random() < 0.1:
            self.posts[at] = post._replace(skew=self.a_skew())
        if post.letter == "H":
            self.type(post, Typed("cron", ("overdue", "--flag", "--all")))
            self.report(post)

    def sync(self, post: Post) -> Ended:
        """What is in dispute is decided, what the guard refuses a manager answers for; a number
        that was given twice is the caller's.
        """
        before = post.head
        ended = self.svc(post, Typed("sun", ("--json", "sync")))
        self.counts["syncs"] += 1
        if ended.status == 0:
            self._decide(post, ended)
            return ended
        key = ended.error["key"]
        self.refused[f"sync: {key}"] += 1
        assert ended.status in (2, 4), ended
        if key == "push-refused":
            ended = self.svc(post, Typed("sun", ("--json", "sync", "--approve", "核对过")))
            assert ended.status == 0, ended
            self.book.take(post.desk.path, before, "sync --approve")
            self.counts["pushes that a manager answered for"] += 1
        return ended

    def _decide(self, post: Post, ended: Ended) -> None:
        for dispute in ended.json["disputes"]:
            side = self.rng.choice(["ours", "theirs"])
            ended = self.svc(post, Typed("sun", ("sync", "--take", side, dispute["entry"])))
            assert ended.status == 0, ended
            self.counts["disputes over settings decided"] += 1

    def everybody_meets(self) -> None:
        """All sync until nothing is new to anybody."""
        for _ in range(6):
            for post in self.posts:
                if post.head != self._shared_head():
                    assert self.sync(post).status == 0
            if {post.head for post in self.posts} == {self._shared_head()}:
                return
        raise AssertionError("they never come to one commit")

    def _shared_head(self) -> str:
        return git(self.hub, "rev-parse", "main").strip()

    # At the end

    def clear(self) -> None:
        """Headquarters settles what desks' logs made of each other, as `svc check` says."""
        hq = self.posts[LETTERS.index("H")]
        for _ in range(4):
            found = [each for each in self._checked(hq) if each["rule"] in SETTLED]
            for each in found:
                ticket = each["path"].rpartition("/")[2].removesuffix(".yaml")
                state = self.svc(hq, Typed("sun", ("--json", "show", ticket))).json["ticket"][
                    "status"
                ]
                words = (word.format(id=ticket, state=state) for word in SETTLED[each["rule"]])
                self.type(hq, Typed("sun", tuple(words)))
            if not found:
                return
            self.everybody_meets()

    def left_without_a_command(self) -> list[str]:
        """What `svc check` names at headquarters, and no command of svc clears."""
        found = self._checked(self.posts[LETTERS.index("H")])
        for each in found:
            self.counts[f"left for people: {each['rule']}"] += 1
        return [f"{each}" for each in found if "svc " not in each["do"] or "git log" in each["do"]]

    def _checked(self, post: Post) -> list[dict[str, Any]]:
        """The findings there, without hints; no record is damaged."""
        ended = self.svc(post, Typed("sun", ("--json", "check")))
        assert ended.status in (0, 1), ended
        return [each for each in ended.json["items"] if not each["advice"]]

    def report(self, post: Post) -> str:
        """The month's figures, as this desk has them."""
        now = MONDAY + timedelta(days=5)
        return post.desk.ok("--json", "report", "all", "2026-11", now=now.isoformat()).out


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()
