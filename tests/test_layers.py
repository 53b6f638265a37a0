"""Who may import whom, who reads the clock, and what a small command has to load."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import svc

ROOT = Path(svc.__file__).parent
LAYERS = ("errors", "model", "rules", "store", "actions", "render", "cli")
OUTSIDE = {"__init__", "__main__"}  # the version; `python -m svc`

MODULES = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in sorted(ROOT.rglob("*.py"))}


def _imports(path: Path) -> set[str]:
    """The modules of svc that a file names in imports, wherever they stand: what is only for types counts, too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports here are absolute"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return {name for name in found if name.split(".")[0] == "svc"}


@pytest.mark.parametrize("module", [name for name in MODULES if name not in OUTSIDE])
def test_a_package_imports_only_from_those_to_its_left(module):
    own = module.split("/")[0]
    assert own in LAYERS, f"{module} is in no layer"
    allowed = set(LAYERS[: LAYERS.index(own) + 1]) | {"__version__"}
    if own == "render":
        allowed -= {"store"}
    used = {name.split(".")[1] for name in _imports(MODULES[module])}
    assert used <= allowed


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
          ("time", "localtime"), ("time", "gmtime"), ("time", "time_ns")}  # fmt: skip
READ_ELSEWHERE = {"store/writing"}  # since when a reader that finishes a killed command holds the lock; never recorded


@pytest.mark.parametrize("module", MODULES)
def test_the_clock_is_read_in_the_command_line_alone(module):
    read = {
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, (ast.Name, ast.Attribute))
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr, node.attr) in CLOCKS
    }
    if module.startswith("cli/") or module in READ_ELSEWHERE:
        return
    assert read == set()


def test_the_clock_is_read_in_one_place():
    reads = [
        name for name in MODULES if name.startswith("cli/") and "datetime.now(" in MODULES[name].read_text("utf-8")
    ]
    assert reads == ["cli/desk"]


HEAVY = {"yaml", "jinja2", "tabulate", "dateutil", "rich", "filelock", "logging", "babel", "plutoprint", "segno",
         "holidays", "pydantic", "hashlib", "random", "argparse", "unittest", "email", "http", "asyncio",
         "sqlite3"}  # fmt: skip

_DUMP = """
import sys
before = set(sys.modules)  # of the interpreter, and of what is hooked into its start here
from svc.cli.app import run
status = run(sys.argv[1:])
import json
print(json.dumps([status, sorted(set(sys.modules) - before)]))
"""


def _loaded(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", _DUMP, *words], capture_output=True, check=True)
    status, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stderr.decode()
    return set(modules)


SHOW_LOADS = {
    "svc.cli.app", "svc.cli.commands", "svc.cli.desk", "svc.cli.lazy", "svc.cli.shared", "svc.cli.show", "svc.errors",
    "svc.errors.clock", "svc.errors.kinds", "svc.errors.ledger", "svc.errors.records", "svc.errors.store",
    "svc.errors.typed",
    "svc.model.calendars", "svc.model.customers", "svc.model.durations", "svc.model.events", "svc.model.faults",
    "svc.model.grammar", "svc.model.ids", "svc.model.labels", "svc.model.money", "svc.model.policies",
    "svc.model.reading", "svc.model.records", "svc.model.rosters", "svc.model.settings", "svc.model.staff",
    "svc.model.tickets", "svc.model.times", "svc.render.fields", "svc.render.tables", "svc.render.tickets",
    "svc.render.words", "svc.rules.ticket.bench", "svc.rules.promises.clock", "svc.rules.ticket.customers", "svc.rules.ticket.lifecycle",
    "svc.rules.ticket.account", "svc.rules.promises.runs", "svc.store.configuration", "svc.store.files", "svc.store.interrupts",
    "svc.store.ledger", "svc.store.records",
}  # fmt: skip
"""What `svc show` needs. Start-up is a feature: whoever adds to this says why."""


def test_show_loads_nothing_heavy_and_no_more_of_svc_than_it_needs(desk):
    assert desk.intake().status == 0
    loaded = _loaded("show", desk.ticket)
    assert {name for name in loaded if name.split(".")[0] in HEAVY} == set()
    own = {name for name in loaded if (name.startswith("svc.") and name.count(".") > 1) or name == "svc.errors"}
    assert own - SHOW_LOADS == set()


def test_what_svc_itself_imports_for_show_starts_no_program(desk):
    # Typer loads subprocess; svc does not ask for it until git is needed.
    for name in SHOW_LOADS:
        path = MODULES.get(name.removeprefix("svc.").replace(".", "/"))
        path = path or MODULES.get(f"{name.removeprefix('svc.')}/__init__")
        assert path is not None, f"{name} is gone: take it out of the list"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
        assert "subprocess" not in top


def test_list_and_overdue_load_nothing_heavy(desk):
    assert desk.intake().status == 0
    for words, allowed in ((("list",), {"sqlite3"}), (("overdue", "--all"), {"sqlite3", "hashlib", "random"})):
        _loaded(*words)  # the index is made
        heavy = HEAVY - allowed  # the index is in SQLite; `overdue` may write
        assert {name for name in _loaded(*words) if name.split(".")[0] in heavy} == set()


def test_a_search_by_pinyin_loads_no_pypinyin_and_nothing_that_records(desk):
    assert desk.intake().status == 0
    _loaded("search", "jiare")  # the index is made
    loaded = _loaded("search", "jiare")
    assert {name for name in loaded if name.split(".")[0] in HEAVY - {"sqlite3"} | {"pypinyin"}} == set()
    assert loaded.isdisjoint(
        {"svc.store.recording", "svc.store.transaction", "svc.store.git.program", "svc.actions.recording"}
    )
