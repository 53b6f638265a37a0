"""Answers to earlier questions: technical words alone, of this copy, for its owner."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest

from svc.store import drafts, earlier_answers

if TYPE_CHECKING:
    from conftest import Desk


def test_what_names_nobody_is_kept_and_all_else_is_not(desk: Desk) -> None:
    root = desk.ledger.root
    told = {
        "model": ["CR-200", "大锅灶"],
        "contact": ["张三"],
        "phone": ["13800001111"],
        "line": [],
    }
    earlier_answers.keep(root, told)
    assert earlier_answers.read(root) == {"model": ["CR-200", "大锅灶"]}
    text = (drafts.folder_of(root) / earlier_answers.NAME).read_text(encoding="utf-8")
    assert "大锅灶" in text
    assert "张三" not in text
    assert "1380000" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_owner_alone_reads_them(desk: Desk) -> None:
    earlier_answers.keep(desk.ledger.root, {"model": ["CR-200"]})
    path = drafts.folder_of(desk.ledger.root) / earlier_answers.NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_latest_are_kept_and_no_more_than_so_many(desk: Desk) -> None:
    root = desk.ledger.root
    answers = [f"CR-{number}" for number in range(40)]
    earlier_answers.keep(root, {"model": answers})
    assert earlier_answers.read(root) == {"model": answers[-30:]}


def test_what_is_so_already_is_not_written_again(desk: Desk) -> None:
    root = desk.ledger.root
    earlier_answers.keep(root, {"model": ["CR-200"]})
    path = drafts.folder_of(root) / earlier_answers.NAME
    before = path.stat().st_ino
    earlier_answers.keep(root, {"model": ["CR-200"]})
    earlier_answers.keep(root, {})
    assert path.stat().st_ino == before
    earlier_answers.keep(root, {"model": ["CR-200", "CR-300"]})
    assert path.stat().st_ino != before


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", {}),
        (b"no JSON", {}),
        (b'["model"]', {}),
        (b'{"model": "CR-200"}', {}),
        (b'{"model": ["a", 1, "\\u001b[2J", "b"], "contact": ["x"]}', {"model": ["a", "b"]}),
    ],
)
def test_what_a_hand_has_written_there_does_no_harm(
    desk: Desk, data: bytes, read: dict[str, list[str]]
) -> None:
    root = desk.ledger.root
    drafts.write(root, earlier_answers.NAME, data)
    assert earlier_answers.read(root) == read


def test_they_are_no_draft_of_a_request(desk: Desk) -> None:
    earlier_answers.keep(desk.ledger.root, {"model": ["CR-200"]})
    assert drafts.names(desk.ledger.root) == []
