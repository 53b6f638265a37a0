"""Somebody saves a ticket in an editor while a command works on it: nothing of either is silently
lost.

The editor knows nothing of our lock. Its save is finished at some point of the command, a call of a
function of svc; points spread over the whole command stand for all.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET
from stress.night import NIGHT

import svc
from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

OURS = str(Path(svc.__file__).parent)
MARK = "# 编辑：客户说下午不在"
POINTS = 200 if NIGHT else 50  # for each of the two ways to save


class Saver:
    """Saves the record once, when so many functions of svc have been called."""

    def __init__(self, path: Path, at: int, *, in_place: bool) -> None:
        self.path, self.at, self.in_place = path, at, in_place
        self.calls = 0
        self.saved_before: str | None = None  # what stood there when it was saved

    def __call__(self, frame: Any, event: str, argument: object) -> None:
        if event != "call" or not frame.f_code.co_filename.startswith(OURS):
            return
        self.calls += 1
        if self.calls != self.at:
            return
        text = self.path.read_text(encoding="utf-8")
        self.saved_before = text
        edited = text.replace("\nlog:\n", f"\n{MARK}\nlog:\n")
        assert edited != text
        if self.in_place:
            self.path.write_text(edited, encoding="utf-8", newline="")
        else:
            other = self.path.with_name("other.swp")
            other.write_text(edited, encoding="utf-8", newline="")
            other.replace(self.path)

    def run(self, desk: Any, *words: str) -> Any:
        sys.setprofile(self)
        try:
            return desk.svc(*words, by="chen")
        finally:
            sys.setprofile(None)


def points(calls: int, count: int, seed: int) -> list[int]:
    """So many points, one in each of as many equal parts of the command."""
    random = Random(seed)
    edges = [1 + calls * part // count for part in range(count + 1)]
    return [random.randrange(low, max(low + 1, high)) for low, high in pairwise(edges)]


@pytest.mark.parametrize("in_place", [True, False])
def test_a_save_at_any_point_is_kept_or_the_command_refuses(desk: Desk, in_place: bool) -> None:
    desk.play("intake")
    measure = Saver(desk.record, -1, in_place=in_place)
    assert measure.run(desk, "note", TICKET, "第 0 条").status == 0
    ways: dict[str, int] = {}
    for number, at in enumerate(points(measure.calls, POINTS, seed=8), 1):
        words, before = f"第 {number} 条", len(desk.log)
        editor = Saver(desk.record, at, in_place=in_place)
        ended = editor.run(desk, "note", TICKET, words)
        text = desk.record.read_text(encoding="utf-8")
        assert ended.status in (0, 4), ended.err
        assert "Traceback" not in ended.err
        recorded = [event.get("words") for event in desk.log]
        if editor.saved_before is None:
            way = "never"  # it ended before
            assert ended.status == 0
        elif ended.status == 4:
            way = "refused"
            assert MARK in text
            assert words not in recorded
            assert (
                "changed-since-read" in desk.svc("note", TICKET, "x", "--json").err
                or "changed" in ended.err
            )
        elif MARK in text:
            way = "merged" if ended.err else "both"
            assert words in recorded
        else:  # told that it is kept in a file beside
            way = "beside"
            kept = [path for path in desk.record.parent.iterdir() if ".saved-" in path.name]
            assert kept, (at, measure.calls, ended, editor.saved_before, text)
            assert MARK in kept[0].read_text(encoding="utf-8")
            assert kept[0].name in ended.err
            assert words in recorded
        ways[way] = ways.get(way, 0) + 1
        assert len(recorded) in (before, before + 1)
        _tidy(desk, text)
    assert ways.get("never", 0) < POINTS / 10
    assert {"both", "refused", "merged"} <= set(ways), ways
    assert desk.ok("check")


def _tidy(desk: Any, text: str) -> None:
    """As before the save, for the next round."""
    for path in desk.record.parent.iterdir():
        if ".saved-" in path.name:
            path.unlink()
    desk.record.write_text(text.replace(MARK + "\n", ""), encoding="utf-8", newline="")
    assert reading.read_record(desk.record.read_bytes(), TICKET)
    desk.git("add", "-A")
    desk.git("commit", "-q", "--allow-empty", "-m", "By hand")
