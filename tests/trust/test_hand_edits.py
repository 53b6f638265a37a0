"""Records as hands, editors and discs leave them, through the commands: read right or named, and
nothing else hurt.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import npm
import pytest
from conftest import TICKET, Desk
from trust.edits import edited
from work import counted

from svc import errors
from svc.model import reading

EDITS = 150  # of which every tenth is tried with all commands
NIGHTLY = 10_000
PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"
OTHERS = ("SZ-2611-A0002", "SZ-2611-A0003")
NOW = "2026-11-20T17:00:00"
MOST_CALLS = 250_000  # of functions: `check` of the whole ledger, which does most, makes 138,000
COUNTED_EVERY = 10  # to count makes a command three times as long


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three tickets, one of them with a visit, a quote of its customer's words over two lines and a
    correction.
    """
    desk.play("visit")
    desk.ok("note", TICKET, "客户说：\n“下次早点来”\n", by="chen", now="2026-11-20T16:00:00")
    for number in (2, 3):
        assert desk.other(number).status == 0
    return desk


def test_an_edited_record_is_read_right_or_named_and_hides_no_other(
    three: Desk, request: pytest.FixtureRequest
) -> None:
    try_edits(three, range(EDITS), request.config)


@pytest.mark.stress
def test_ten_thousand_edited_records_are_read_right_or_named(
    three: Desk, request: pytest.FixtureRequest
) -> None:
    try_edits(three, range(EDITS, EDITS + NIGHTLY), request.config)


BESIDES: dict[str, tuple[str, ...]] = {
    # another file of a ledger, and a command that needs it
    "customers/SZ-A0001.yaml": ("customer", "show", "SZ-A0001"),
    "svc.yaml": ("list",),
    "staff.yaml": ("note", TICKET, "x"),
    "policies/office@2026-11.yaml": ("show", TICKET),
    "calendars/SZ@1.yaml": ("show", TICKET),
    "prices/2026-07.yaml": ("prices",),
    "desks/A.yaml": ("check", "--fix"),
    "knowledge/cr_leaks.md": ("knowledge", "漏水"),
}
EDITS_BESIDES = 5  # of each


def test_another_file_that_was_edited_is_read_or_named_as_well(three: Desk) -> None:
    for path in BESIDES:
        try_besides(three, path, range(EDITS_BESIDES))


@pytest.mark.stress
@pytest.mark.parametrize("path", BESIDES)
def test_a_thousand_edits_of_another_file_are_read_or_named(three: Desk, path: Any) -> None:
    try_besides(three, path, range(EDITS_BESIDES, 1_000))


def try_besides(desk: Desk, path: str, seeds: range) -> None:
    """The command that needs the file, and check: each ends with a status of ours; 3 names the file
    and a line.
    """
    file = desk.path / path
    good, record = file.read_bytes(), desk.record.read_bytes()
    for seed in seeds:
        now = edited(Random(f"{path} {seed}"), good)
        file.write_bytes(now)
        for words in (BESIDES[path], ("check",)):
            ended = ended_well(desk, seed, *words)
            named = re.search(re.escape(path) + r":([0-9]+)\b", ended.err + ended.out)
            assert ended.status != 3 or named is not None, (seed, words, ended)
            assert named is None or 1 <= int(named[1]) <= now.count(b"\n") + now.count(b"\r") + 1, (
                seed,
                words,
            )
        assert file.read_bytes() == now, seed
    file.write_bytes(good)
    assert desk.record.read_bytes().startswith(record)


def try_edits(desk: Desk, seeds: range, config: pytest.Config) -> None:
    good = desk.record.read_bytes()
    data = reading.read_record(good, PATH)
    taken: dict[int, tuple[str, Any]] = {}
    for seed in seeds:
        now = edited(Random(seed), good)
        desk.record.write_bytes(now)
        values = values_of(now)
        shown = ended_well(desk, seed, "show", TICKET)
        if shown.status:
            assert shown.status == 3, seed
            assert names_a_line(shown.err, now), (seed, shown.err)
            # its promises can't be told, so it is not whole
            assert shown.out == "" or values["terms"] != data["terms"], seed
        if shown.out:
            taken[seed] = (now.decode(), values)
        checked = ended_well(desk, seed, "check", TICKET)
        assert checked.status in (0, 1, 3), seed
        assert checked.status != 0 or values == data, f"seed {seed}: check finds nothing wrong"
        assert checked.status == 0 or names_a_line(checked.out + checked.err, now), (seed, checked)
        if seed % 10 == 0:
            try_all_commands(desk, seed, now, readable=shown.status == 0)
    desk.record.write_bytes(good)
    assert len(seeds) * 0.05 < len(taken) < len(seeds) * 0.9, (
        "the edits are too rough, or change nothing"
    )
    check_against_yaml(taken, config)


def try_all_commands(desk: Desk, seed: int, now: bytes, *, readable: bool) -> None:
    """What else looks at this ticket or writes to it: the others are there; the file is as it was,
    or has one more.
    """
    listed = ended_well(desk, seed, "list")
    assert all(other in listed.out for other in OTHERS), seed
    assert readable == (listed.status == 0), (seed, listed)
    assert readable or PATH in listed.err, (seed, listed.err)
    reported = ended_well(desk, seed, "report", "south", "2026-11")
    assert readable == (reported.status == 0), (seed, reported.err)
    assert readable or PATH in reported.err, (seed, reported.err)
    assert ended_well(desk, seed, "check").status in (0, 1, 3), seed
    noted = ended_well(desk, seed, "note", TICKET, f"note {seed}")
    after = desk.record.read_bytes()
    if noted.status == 0:
        assert readable, seed
        without = [line for line in now.decode().split("\n") if not line.startswith("status:")]
        with_it = [line for line in after.decode().split("\n") if not line.startswith("status:")]
        kept = [re.sub(r" +# corrected in .*", "", line) for line in with_it][: len(without) - 1]
        assert kept == [re.sub(r" +# corrected in .*", "", line) for line in without][:-1], seed
        assert reading.read_record(after)["log"][:-1] == reading.read_record(now)["log"], seed
    else:
        assert noted.status in (2, 3), (seed, noted)
        assert after == now, seed
        assert noted.err.startswith("svc: "), seed


def ended_well(desk: Desk, seed: int, *words: str) -> Any:
    """The command, which comes to an end without a traceback and, where it is counted, with little
    work.
    """
    if seed % COUNTED_EVERY:
        ended = desk.svc(*words, by="chen", now=NOW)
    else:
        ended, calls = counted(lambda: desk.svc(*words, by="chen", now=NOW))
        assert calls < MOST_CALLS, (seed, words, calls)
    assert ended.status in (0, 1, 2, 3), (seed, words, ended.err)
    assert "Traceback" not in ended.err + ended.out, (seed, words)
    return ended


def names_a_line(said: str, data: bytes) -> bool:
    found = re.search(re.escape(PATH) + r":([0-9]+): ", said)
    return found is not None and 1 <= int(found[1]) <= data.count(b"\n") + data.count(b"\r") + 1


def values_of(data: bytes) -> Any:
    """The values svc reads; None where it reads none."""
    try:
        return reading.read_record(data, PATH)
    except errors.RecordBroken:
        return None


FAILSAFE = (
    "const y = require('yaml'); const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
    "process.stdout.write(JSON.stringify(texts.map(t => {"
    " try { return y.parse(t, {version: '1.2', schema: 'failsafe', uniqueKeys: true, strict: "
    "true}) }"
    " catch (e) { return 'refused: ' + e.message } })));"
)


def check_against_yaml(taken: dict[int, tuple[str, Any]], config: pytest.Config) -> None:
    """What svc took is what YAML 1.2 says stands there, every plain value read as the text it
    is.
    """
    folder: Path = npm.installed(config, "js-yaml", "yaml")
    texts = json.dumps([text for text, _ in taken.values()])
    done = subprocess.run(
        ["node", "-e", FAILSAFE],
        cwd=folder,
        input=texts,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    for (seed, (_, values)), answer in zip(taken.items(), json.loads(done.stdout), strict=True):
        assert different(as_texts(values), answer) == [], f"seed {seed}"


def different(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two readings of a text differ, and how."""
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        return [said for key in one for said in different(one[key], other[key], f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            said
            for at, pair in enumerate(zip(one, other, strict=True))
            for said in different(*pair, f"{path}.{at}")
        ]
    return [] if one == other else [f"{path}: {one!r} and {other!r}"]


def as_texts(value: Any) -> Any:
    """Counts, true and false as they are written."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value)
