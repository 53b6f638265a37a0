"""What a command costs in things that can be counted, which no other work on the machine changes:
see `make bench`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from conftest import Desk

_COUNTED = """
import json, os, sys
top = os.path.realpath(sys.argv[1])
opened, started, listed = [], [], []
def hear(event, facts):
    if event == "open" and isinstance(facts[0], str):
        path = os.path.realpath(facts[0])
        if path.startswith(top + os.sep):
            opened.append(os.path.relpath(path, top).replace(os.sep, "/"))
    elif event in ("os.scandir", "os.listdir") and isinstance(facts[0], str):
        listed.append(os.path.relpath(os.path.realpath(facts[0]), top).replace(os.sep, "/"))
    elif event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"):
        started.append(str(facts[1] if len(facts) > 1 else event))
sys.addaudithook(hear)
from svc.cli.app import run
status = run(["--ledger", top, *sys.argv[2:]])
others = sum(name.partition(".")[0] != "svc" for name in sys.modules)
writes = "svc.store.recording" in sys.modules
print(json.dumps([status, opened, started, listed, others, writes]))
"""


class Counted(NamedTuple):
    """What one command did: files of the ledger it opened, programs started, folders listed, and
    modules loaded that are not our own: splitting one of ours in two costs nothing worth a gate.
    """

    opened: list[str]
    started: list[str]
    listed: list[str]
    modules: int
    writes: bool  # whether what records was loaded: a command that only reads does without

    @property
    def records(self) -> list[str]:
        """The tickets and customers' files among those opened."""
        return [
            path
            for path in self.opened
            if path.endswith(".yaml") and path.startswith(("tickets/", "customers/"))
        ]


def counted(ledger: Path, *words: str, before: str = "") -> Counted:
    """`before`: a line of Python for the process in which it is counted."""
    code = f"{before}\n{_COUNTED}"
    done = subprocess.run(
        [sys.executable, "-c", code, str(ledger), *words], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    status, opened, started, listed, modules, writes = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stderr.decode()
    return Counted(opened, started, listed, modules, writes)


REQUEST = """\
unit: "翠竹小学食堂"
address: "深圳市罗湖区太宁路2号"
phone: "0755-25550001"
contact: "何主任"
mobile: "13900002222"
model: "CR-200"
specification: "380V/12kW"
serial: "CR200-26-0777"
bought: "2026-08-01"
symptom: "锅体漏水"
occurred: "今天"
wishes: "尽快"
"""


@pytest.fixture
def ten(desk: Desk) -> Desk:
    """A ledger with ten tickets; the last is the desk's."""
    for number in range(9):
        assert desk.other(number).status == 0
    return desk


def test_show_opens_the_ticket_and_what_it_names_and_starts_no_program(ten: Desk) -> None:
    shown = counted(ten.path, "show", ten.ticket)
    assert len(shown.records) == 1
    assert len(shown.opened) <= 6
    assert shown.started == []
    assert shown.modules <= MODULES["show"]


def test_a_list_of_which_nothing_changed_opens_no_record_and_starts_no_program(ten: Desk) -> None:
    counted(ten.path, "list")
    listed = counted(ten.path, "list")
    assert listed.records == []
    assert listed.started == []
    assert listed.modules <= MODULES["list"]


def test_a_list_opens_again_what_was_changed_and_nothing_else(ten: Desk) -> None:
    counted(ten.path, "list")
    counted(ten.path, "list")
    (file,) = ten.path.glob(f"tickets/*/*/{ten.ticket}.yaml")
    file.write_text(file.read_text(encoding="utf-8") + "# looked at\n", encoding="utf-8")
    assert set(counted(ten.path, "list").records) == {file.relative_to(ten.path).as_posix()}


def test_a_report_of_which_nothing_changed_opens_no_record_starts_no_program_and_loads_nothing_that_makes_one(
    ten: Desk,
) -> None:
    words = ("report", "south", "2026-11")
    made = counted(ten.path, *words)
    kept = counted(ten.path, *words)
    assert len(made.records) > 10
    assert kept.records == kept.started == []
    assert kept.modules <= MODULES["report"]
    assert made.modules > kept.modules


def test_a_report_over_months_of_which_nothing_changed_opens_no_record_and_loads_no_more_than_a_months(
    ten: Desk,
) -> None:
    words = ("report", "all", "2026")
    counted(ten.path, *words)
    kept = counted(ten.path, *words)
    assert kept.records == kept.started == []
    assert kept.modules <= MODULES["report"]


def test_where_there_are_many_customers_files_an_intake_after_others_looks_at_no_other(
    ten: Desk, tmp_path: Path
) -> None:
    def taken(number: int) -> Counted:
        request = tmp_path / "request.yaml"
        request.write_text(
            REQUEST.replace("0777", f"{number:04}").replace("翠竹", f"翠竹{number}"),
            encoding="utf-8",
        )
        many = "from svc.store.index import changed_customers; changed_customers._FEW = 0"
        return counted(ten.path, "--as", "chen", "intake", "--from", str(request), before=many)

    taken(1)  # makes the folder
    taken(2)  # looks at it
    assert taken(3).listed.count("customers") == 1  # the next number
    new = ten.path / "customers" / "SZ-Z0001.yaml"
    new.write_bytes(next(iter(ten.path.glob("customers/*.yaml"))).read_bytes())
    assert taken(4).listed.count("customers") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show", "SZ-2611-A0001"), ("list",), ("overdue",), ("callback",), ("dispatch",), ("search", "加热"),
        ("report", "south", "2026-11"), ("customer", "find", "南山"), ("roster",), ("--as", "chen", "mine"),
        ("outstanding",), ("promise", "list"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_only_reads_loads_nothing_that_records(ten: Desk, words: tuple[str, ...]) -> None:
    assert not counted(ten.path, *words).writes


def test_an_intake_asks_git_three_times(ten: Desk, tmp_path: Path) -> None:
    request = tmp_path / "request.yaml"
    request.write_text(REQUEST, encoding="utf-8")
    counted(ten.path, "list")
    taken = counted(ten.path, "--as", "chen", "intake", "--from", str(request))
    # Its configuration; whether HEAD has the numbers of the customer's file and of the ticket; the
    # commit.
    asked = [command for command in taken.started if "git" in command]
    assert taken.started == asked
    kinds = ("config", "ls-tree", "fast-import")
    assert [next(kind for kind in kinds if f"'{kind}'" in command) for command in asked] == [*kinds]
    assert taken.modules <= MODULES["intake"]


MODULES = {"show": 174, "list": 177, "report": 179, "intake": 190}
"""Modules loaded that are not our own, those of Python itself included: what a start costs. Whoever
raises a number says why; the last of intake's is shlex, for the path of the merge driver, those of
report's are of bisect.
"""
