"""Days of four desks and a headquarters, with all that can go wrong: at the end every ledger is the
same, and holds what was acknowledged, nothing less and nothing more.
"""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from stress import soak_mishaps as mishaps
from stress.night import NIGHT
from stress.soak import Soak
from stress.soak_book import Book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Desk

SEED = int(os.environ.get("SVC_SEED", "1512"))


class Size(NamedTuple):
    """So many of each."""

    commands: int
    syncs: int
    kills: int
    cuts: int
    tampered: int
    copies: int


SIZE = Size(2200, 250, 250, 60, 46, 4) if NIGHT else Size(20, 2, 3, 1, 1, 1)


def run(soak: Soak, size: Size) -> None:
    """So much of it, in an order that the seed draws; disks are copied at even distances."""
    deeds: list[tuple[int, Callable[[], None]]] = [
        (size.commands, soak.type_next),
        (size.syncs, soak.exchange),
        (size.kills, lambda: mishaps.kill(soak)),
        (size.cuts, lambda: mishaps.cut(soak)),
        (size.tampered, lambda: mishaps.tamper(soak)),
    ]
    drawn = [deed for count, deed in deeds for _ in range(count)]
    soak.rng.shuffle(drawn)
    for at in range(size.copies):
        drawn.insert(len(drawn) * (at + 1) // (size.copies + 1), lambda: mishaps.copy_a_disk(soak))
    for deed in drawn:
        soak.time_passes()
        deed()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="commands are killed in a copy of the process")
def test_what_was_acknowledged_is_at_every_desk_whatever_happened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    print(f"the same again: SVC_SEED={SEED} make test ARGS=tests/stress/test_soak.py")
    soak = Soak(desk, tmp_path, monkeypatch, SEED)
    run(soak, SIZE)
    soak.everybody_meets()
    soak.clear()
    assert soak.left_without_a_command() == []
    assert len({soak.report(post) for post in soak.posts}) == 1
    for post in soak.posts:
        assert soak.book.differences(post.desk.path) == []
        assert post.desk.git("status", "--porcelain", "-uall") == ""
        assert post.desk.git("fsck", "--full", "--strict", "--no-dangling") == ""
    _tell(soak, time.monotonic() - began)


def _tell(soak: Soak, seconds: float) -> None:
    """The figures."""
    told = {
        "commands recorded": sum(soak.recorded.values()),
        "commands refused": sum(soak.refused.values()),
        "events": len(soak.book.events),
        "events not acknowledged": sum(not each.acknowledged for each in soak.book.events.values()),
        "seconds": round(seconds),
        **dict(sorted(soak.counts.items())),
    }
    for name, count in told.items():
        print(f"{count:7} {name}")
    print("recorded:", dict(sorted(soak.recorded.items())))
    print("refused:", dict(sorted(soak.refused.items())))


def test_the_book_names_what_is_lost_doubled_changed_or_new(desk: Desk) -> None:
    desk.play("handover")
    book = Book()
    book.open(desk.path)
    assert book.differences(desk.path) == []
    text = desk.record.read_text(encoding="utf-8")
    at = text.rindex("  - seq: ")
    last = text[at:]
    for spoilt, says in (
        (text[:at], ["lost"]),
        (text + last, ["doubled"]),
        (text.replace('by: "chen"', 'by: "li"'), ["changed", "changed"]),
        (text + re.sub('id: ".{10}"', 'id: "0123456789"', last), ["never acknowledged"]),
    ):
        desk.record.write_text(spoilt, encoding="utf-8", newline="")
        assert [each.partition(":")[0] for each in book.differences(desk.path)] == says
    desk.record.write_text(text, encoding="utf-8", newline="")
    desk.edit('id: "wang"', 'id: "wong"', "staff.yaml")
    assert book.differences(desk.path) == ["entry lost: staff.yaml staff.wang"]
