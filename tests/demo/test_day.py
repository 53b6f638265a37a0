"""The day at an office, replayed by real commands: each shows what the story says."""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from conftest import typed

from demo.day import REPAIR, STEPS
from demo.play import Ended, papers, play
from svc.render.papers.table import PAPERS
from svc.store.ledger import Ledger


def typed_here(words: list[str], folder: Path, env: dict[str, str]) -> Ended:
    """In this process: a hundred starts of `svc` take longer than what it then does."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ |= env
    try:
        with chdir(folder):
            return Ended(*typed(*words))
    finally:
        os.environ.clear()
        os.environ |= before


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    top = tmp_path_factory.mktemp("一 天")
    return top, play(top / "demo", say=lambda line: None, svc=typed_here)


def test_every_step_is_played_and_shows_what_it_should(played: Any) -> None:
    _, shown = played
    assert [step.typed for step, _ in shown[1:]] == [
        step.typed for step in sorted(STEPS, key=_when)
    ]


def test_all_papers_of_the_day_lie_where_the_demo_says(played: Any) -> None:
    top, _ = played
    folder = top / "demo" / "papers"
    assert sorted(path.name for path in folder.iterdir()) == sorted(name for name, _ in papers())
    begin = {".pdf": b"%PDF", ".html": b"<!DOCTYPE html>", ".xlsx": b"PK"}
    for path in folder.iterdir():
        assert path.read_bytes().startswith(begin[path.suffix]), path.name
    assert "邓建平" in (folder / "上门维修工单.html").read_text(encoding="utf-8")


def test_every_paper_there_is_has_its_place_in_the_day() -> None:
    typed = " ".join(step.typed for step in STEPS)
    of_installations = ("service-order", "parts-acceptance", "service-feedback", "acceptance")
    without = ("visit-order", *of_installations)  # nothing is installed on that day
    assert [name for name in PAPERS if name not in typed and name not in without] == []


def test_cron_flags_what_is_new_since_friday_and_the_callbacks_of_then_are_still_to_be_made(
    played: Any,
) -> None:
    _, shown = played
    flagged = next(said for step, said in shown if step.by == "cron")
    rows = [line.split()[:2] for line in flagged.splitlines() if line.startswith("SZ-")]
    assert {promise for _, promise in rows} == {
        "对客户的承诺", "暂停到期", "登记上门结果", "多日没有进展", "挂账付款", "与不满意客户沟通",
    }  # fmt: skip
    callbacks = next(said for step, said in shown if step.typed == "callback")
    assert {"SZ-2610-A0059", "SZ-2610-A0061"} <= set(callbacks.split())


def test_the_repair_goes_from_the_call_to_its_closing(played: Any) -> None:
    top, _ = played
    log = [str(e.__struct_config__.tag) for e in Ledger(top / "demo" / "ledger").read(REPAIR).log]
    wanted = ["received", "handed_over", "contacted", "replied", "dispatched", "arrived", "visited", "back", "slip_in",
              "flagged", "called_back", "closed"]  # fmt: skip
    assert [what for what in log if what in wanted] == wanted


def _when(step: Any) -> tuple[Any, Any]:
    day, _, time = step.at.rpartition(" ")
    return (day or "11-02", time)
