"""Histories that somebody tampered with: each kind at places that a seed chooses, on what one desk
recorded in a story. Every deed is one commit by hand, and says how it is to be named.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from conftest import TICKET

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk

OTHER = "SZ-2611-A0002"
LATER = "2026-11-22T09:00:00"
_EVENT = re.compile(r"(?m)^  - seq: ")


class Case(NamedTuple):
    """A desk whose history somebody changes, and the chance that says where."""

    desk: Desk
    rng: Random

    @property
    def record(self) -> Path:
        """One of the story's tickets."""
        return self.desk.path / f"tickets/SZ/2026-11/{TICKET}.yaml"

    @property
    def parts(self) -> list[str]:
        """The text of the ticket: the head, then each event."""
        text = self.record.read_text(encoding="utf-8")
        starts = [match.start() for match in _EVENT.finditer(text)] + [len(text)]
        events = [text[start:end] for start, end in pairwise(starts)]
        return [text[: starts[0]], *events]

    def put(self, parts: list[str]) -> None:
        """Write the ticket and commit it, as a person would who knows git."""
        self.record.write_text("".join(parts), encoding="utf-8", newline="")
        self.desk.commit("整理")


def tell(desk: Desk) -> None:
    """A story with a payment, a receipt, a flag, and another ticket; the last commit is a note."""
    desk.play("callback")
    assert desk.other(2).status == 0
    at = "2026-11-21T11:00:00"
    desk.ok("note", TICKET, "门口有狗", by="li", now=at)
    desk.ok("charge", TICKET, "--line", "上门费:1:50.00", "--allow", "加项", by="sun", now=at)
    desk.ok("receipt", TICKET, "--how", "cash", by="zhao", now=at)
    desk.ok("commit", TICKET, "--promise", "回电", "--until", "2026-11-21T15:00", by="li", now=at)
    desk.ok("overdue", "--flag", "--all", by="cron", now="2026-11-21T18:00:00")
    desk.ok("note", TICKET, "二楼", by="li", now="2026-11-21T18:30:00")


def _place(case: Case, parts: list[str], *, last: int = 0) -> int:
    return case.rng.randrange(2, len(parts) - last)


def _seq(event: str, seq: int) -> str:
    return re.sub(r"^  - seq: \d+", f"  - seq: {seq}", event)


def drop(case: Case) -> str:
    parts = case.parts
    del parts[_place(case, parts)]
    case.put(parts)
    return "event-dropped"


def drop_and_close_up(case: Case) -> str:
    parts = case.parts
    del parts[_place(case, parts, last=1)]
    case.put([parts[0], *(_seq(event, at) for at, event in enumerate(parts[1:], 1))])
    return "event-dropped"


def swap(case: Case) -> str:
    parts = case.parts
    one = _place(case, parts, last=1)
    parts[one], parts[one + 1] = _seq(parts[one + 1], one), _seq(parts[one], one + 1)
    case.put(parts)
    return "events-swapped"


def reorder(case: Case) -> str:
    parts = case.parts
    one = _place(case, parts, last=1)
    parts[one], parts[one + 1] = parts[one + 1], parts[one]
    case.put(parts)
    return "events-reordered"


_EDITS = (
    (r'words: "[^"]+"', 'words: "别的话"'),
    (r'rating: "satisfied"', 'rating: "very_satisfied"'),
    (r'at: "2026-11-2(\d)T(\d\d):', r'at: "2026-11-2\1T00:'),
    (r'typed: "2026-11-2(\d)T(\d\d):', r'typed: "2026-11-2\1T00:'),
    (r'by: "(\w+)"', 'by: "sun"'),
    (r'how: "cash"', 'how: "wechat"'),
)
"""Words, rating, times, author, way of paying."""


def edit(case: Case) -> str:
    parts = case.parts
    fits = [
        (at, old, new) for old, new in _EDITS for at in range(1, len(parts)) if re.search(old, parts[at])
    ]  # fmt: skip
    old = case.rng.choice(_EDITS)[0]
    at, old, new = case.rng.choice([each for each in fits if each[1] == old] or fits)
    parts[at] = re.sub(old, new, parts[at], count=1)
    case.put(parts)
    return "event-changed"


def drop_flag(case: Case) -> str:
    parts = case.parts
    flags = [at for at, event in enumerate(parts) if 'what: "flagged"' in event]
    del parts[case.rng.choice(flags)]
    case.put(parts)
    return "event-dropped"


def drop_last_receipt(case: Case) -> str:
    parts = case.parts
    at = max(at for at, event in enumerate(parts) if 'what: "receipt_issued"' in event)
    del parts[at]
    case.put(parts)
    return "event-dropped"


def edit_head(case: Case) -> str:
    parts = case.parts
    old, new = case.rng.choice(
        [("张工", "王工"), ("开机后不加热", "漏水"), ("0755-26001111", "0755-26001112")]
    )
    parts[0] = parts[0].replace(old, new)
    case.put(parts)
    return "head-edited"


def edit_head_and_digest(case: Case) -> str:
    from svc.model import reading
    from svc.model.tickets import head_digest

    parts = case.parts
    parts[0] = parts[0].replace("张工", "王工")
    digest = head_digest(reading.read_record("".join(parts)))
    parts[1] = re.sub(r'digest: "\w+"', f'digest: "{digest}"', parts[1])
    case.put(parts)
    return "head-edited"


def remove(case: Case) -> str:
    path = case.rng.choice(
        [str(case.record), "customers/SZ-A0001.yaml", f"tickets/SZ/2026-11/{OTHER}.yaml"]
    )
    case.desk.git("rm", "-q", path)
    case.desk.commit("整理")
    return "record-removed"


def spoil(case: Case) -> str:
    parts = case.parts
    text = "".join(parts)
    cut = case.rng.randrange(len(parts[0]), len(text) - 30)
    case.put([text[:cut] + "\n: ["])
    return "broken"


def use_number_again(case: Case) -> str:
    text = (case.desk.path / f"tickets/SZ/2026-11/{OTHER}.yaml").read_text(encoding="utf-8")
    case.put([text.replace(OTHER, TICKET)])
    return "number-reused"


def leave_one_out(case: Case) -> str:
    """Two tickets are taken down, and the first never was, as far as others are to know."""
    desk = case.desk
    before = desk.git("rev-parse", "HEAD").strip()
    for number in (7, 8):
        assert desk.other(number, now=LATER).status == 0
    desk.git("reset", "-q", "--soft", before)
    desk.git("rm", "-qf", "tickets/SZ/2026-11/SZ-2611-A0003.yaml")
    desk.commit("SZ-2611-A0004 received (chen)")
    return "number-gap"


def skip_a_receipt(case: Case) -> str:
    desk = case.desk
    first = "SZ-A-26-0001"
    desk.ok("receipt", TICKET, "--void", first, "--reason", "抬头写错", by="zhao", now=LATER)
    desk.ok("receipt", TICKET, "--replaces", first, by="zhao", now=LATER)
    desk.edit('number: "SZ-A-26-0002"', 'number: "SZ-A-26-0003"')
    desk.git("add", "-A")
    desk.git("commit", "-q", "--amend", "--no-edit")
    return "receipt-gap"


def take_a_lane(case: Case) -> str:
    case.desk.edit("clone: ", 'clone: "ffff00000000ffff" # ', "desks/A.yaml")
    case.desk.commit("换电脑")
    return "claim-changed"


def take_a_role(case: Case) -> str:
    who = case.rng.choice(["chen", "wang", "zhao"])
    path = case.desk.path / "staff.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f'id: "{who}"')
    changed = re.sub(r"roles: \[[^\]]+\]", 'roles: ["manager"]', text[start:], count=1)
    path.write_text(text[:start] + changed, encoding="utf-8", newline="")
    case.desk.commit(case.rng.choice(["调整", "staff.yaml (wang)", "staff.yaml (chen)"]))
    return "role-changed"


def _forge(case: Case, old: str, new: str) -> None:
    """A note is typed, and its event changed before it is committed."""
    desk = case.desk
    desk.ok("note", TICKET, "补记", by="li", now=LATER)
    parts = case.parts
    parts[-1] = re.sub(old, new, parts[-1], count=1)
    case.record.write_text("".join(parts), encoding="utf-8", newline="")
    desk.git("add", "-A")
    desk.git("commit", "-q", "--amend", "--no-edit")


def act_outside_a_role(case: Case) -> str:
    times = "".join(f'    {name}: "2026-11-22T09:00:00+08:00"\n' for name in ("at", "typed"))
    says = '    by: "wang"\n    asked: "优惠"\n    granted: true\n    by_whom: "sun"\n'
    _forge(case, 'what: "remarked"\n[^§]*', f'what: "approved"\n{times}{says}')
    return "role"


def act_as_nobody(case: Case) -> str:
    _forge(case, 'by: "li"', 'by: "nobody"')
    return "not-staff"


def allow_oneself(case: Case) -> str:
    _forge(case, r"\Z", '    allowed: "我同意"\n')
    return "not-allowed"


def type_in_the_future(case: Case) -> str:
    days = case.rng.randrange(4, 9)
    _forge(case, 'typed: "2026-11-22', f'typed: "2026-12-0{days}')
    return "future"


def enter_late(case: Case) -> str:
    _forge(case, 'at: "2026-11-22', 'at: "2026-10-1' + str(case.rng.randrange(9)))
    return "late"


def merge_without_theirs(case: Case) -> str:
    """A merge that keeps this side of everything."""
    desk = case.desk
    base = desk.git("rev-parse", "HEAD").strip()
    desk.ok("note", TICKET, "那一边说的", by="li", now=LATER)
    theirs = desk.git("rev-parse", "HEAD").strip()
    desk.git("reset", "-q", "--hard", base)
    desk.ok("note", TICKET, "这一边说的", by="li", now=LATER)
    desk.git("merge", "-q", "-s", "ours", "-m", "合并", theirs)
    return "event-dropped"


def revert(case: Case) -> str:
    case.desk.git("revert", "--no-edit", "HEAD")
    return "event-reverted"


OF_THE_STORY = (leave_one_out, skip_a_receipt, revert)
"""These go on with the numbers and the last commit of the desk that told the story."""

KINDS: tuple[Callable[[Case], str], ...] = (
    drop,
    drop_and_close_up,
    swap,
    reorder,
    edit,
    drop_flag,
    drop_last_receipt,
    edit_head,
    edit_head_and_digest,
    remove,
    spoil,
    use_number_again,
    leave_one_out,
    skip_a_receipt,
    take_a_lane,
    take_a_role,
    act_outside_a_role,
    act_as_nobody,
    allow_oneself,
    type_in_the_future,
    enter_late,
    merge_without_theirs,
    revert,
)
