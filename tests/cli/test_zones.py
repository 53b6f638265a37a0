"""The zone of the machine decides nothing: the ledger's does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import STORY, TICKET, TOLD

if TYPE_CHECKING:
    from conftest import Desk

ZONES = ("UTC", "Asia/Shanghai", "America/New_York", None, ":garbage")
MORE = (
    ("2026-11-20T16:45:00", "chen", ("remind", TICKET, "--caller", "张工", "--at", "16:43")),
    (
        "2026-11-20T16:46:00",
        "li",
        ("commit", TICKET, "--promise", "送滤网", "--until", "明天 10:00"),
    ),
    ("2026-11-20T16:47:00", "chen", ("note", TICKET, "x", "--at", "今天 09:30")),
)
LOOKS = (
    ("show", TICKET), ("list", "--all"), ("list", "--all", "--json"), ("why", TICKET), ("why", TICKET, "--json"),
    ("overdue", "--all", "--within", "100h"), ("report", "south", "2026-11"), ("report", "all", "2026-11", "--json"),
    ("clock", "add", "2026-11-20 16:30", "2h"), ("check",),
)  # fmt: skip
COMMANDS = 1 + len(STORY) + len(MORE) + len(LOOKS)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Put the machine into a zone; the test's end takes it out again."""

    def put(name: str) -> None:
        if name is None:
            monkeypatch.delenv("TZ", raising=False)
        else:
            monkeypatch.setenv("TZ", name)
        if hasattr(time, "tzset"):
            time.tzset()

    yield put
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_24_commands_in_5_zones_write_and_say_the_same_bytes(
    made_ledger: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
    zone: Callable[..., Any],
) -> None:
    import shutil

    assert COMMANDS == 24
    written, said = [], []
    for number, name in enumerate(ZONES):
        zone(name)
        path = tmp_path / str(number) / "ledger"
        shutil.copytree(made_ledger, path)
        monkeypatch.chdir(path)
        ids = iter(range(1, 1000))
        monkeypatch.setattr(
            "svc.store.new_records.new_event_id", lambda ids=ids: f"{next(ids):06d}"
        )
        here = type(desk)(path, monkeypatch)
        answers = [here.intake("--at", "09:00", asked_for="今天 14:00")]
        story = [*STORY[:-2], *MORE, *STORY[-2:]]
        answers += [here.ok(*words, by=who, now=when) for when, who, words in story]
        answers += [here.ok(*words, now="2026-11-23T09:00:00") for words in LOOKS]
        said.append(answers)
        written.append(here.snapshot())
    assert all(answers == said[0] for answers in said)
    # Clones have random ids of their own but this one was copied; commits differ in nothing, so
    # HEAD is the same too.
    assert all(files == written[0] for files in written)


@pytest.mark.parametrize(
    "now", ["2026-11-30T23:59:00+08:00", "2026-11-30T15:59:00+00:00", "2026-11-30T10:59:00-05:00"]
)
def test_the_month_of_a_number_is_that_of_the_ledgers_zone(desk: Desk, now: str) -> None:
    assert desk.intake(now=now).status == 0
    assert desk.data["received"] == "2026-11-30T23:59:00+08:00"
    assert (desk.path / f"tickets/SZ/2026-11/{TICKET}.yaml").is_file()
    assert TOLD["symptom"] == desk.data["symptom"]
