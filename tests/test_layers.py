"""Who may import whom, who reads the clock, and what a small command has to load."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import svc

if TYPE_CHECKING:
    from conftest import Desk

ROOT = Path(svc.__file__).parent
LAYERS = ("errors", "model", "rules", "store", "actions", "render", "cli")
OUTSIDE = {"__init__", "__main__"}  # the version; `python -m svc`

MODULES = {
    path.relative_to(ROOT).with_suffix("").as_posix(): path for path in sorted(ROOT.rglob("*.py"))
}


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules of svc that a file names in imports, wherever they stand: what is only for types
    counts, too.
    """
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports here are absolute"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return frozenset(name for name in found if name.split(".")[0] == "svc")


@pytest.mark.parametrize("module", [name for name in MODULES if name not in OUTSIDE])
def test_a_package_imports_only_from_those_to_its_left(module: Any) -> None:
    own = module.split("/")[0]
    assert own in LAYERS, f"{module} is in no layer"
    allowed = set(LAYERS[: LAYERS.index(own) + 1]) | {"__version__"}
    if own == "render":
        allowed -= {"store"}
    used = {name.split(".")[1] for name in _imports(MODULES[module])}
    assert used <= allowed


WINGS = {
    "as_of": {"ticket"},
    "forms": set(),
    "telephones": set(),
    "blocks": set(),
    "forgetting": set(),
    "ticket": {"forms"},
    "promises": {"forms", "ticket"},
    "search": {"forms", "telephones", "ticket"},
    "stock": {"forms", "ticket", "promises"},
    "parts": {"forms", "ticket", "search", "stock"},
    "daily": {"ticket"},
    "merge": {"forgetting", "ticket", "stock", "daily"},
    "money": {"ticket", "stock"},
    "history": {"forgetting", "ticket", "daily", "merge", "money"},
    "report": {"forms", "ticket", "promises", "money", "parts", "stock"},
    "checks": {
        *("forms", "telephones", "forgetting", "ticket", "stock", "daily", "promises", "merge"),
        "money",
    },
    "upkeep": {"forms", "promises", "ticket"},
    "list_rows": {"ticket", "promises"},
    "phrases": {"ticket", "promises"},
    "duty": {"promises"},
    "board": {"forms", "ticket", "promises", "duty"},
    "leaving": {"ticket", "promises"},
    "archiving": {"ticket", "promises", "stock"},
    "notify": {"ticket", "promises", "board"},
    "signoffs": {"promises"},
    "skills": set(),
    "imports": {"forms", "telephones", "ticket", "search"},
    "exports": {"forms", "ticket", "stock", "report"},
}
"""The wings of `svc/rules`, each with those it may use."""


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("rules/")])
def test_a_wing_of_rules_uses_only_those_below_it(module: Any) -> None:
    own = module.split("/")[1]
    if own == "__init__":
        return
    used = {
        name.split(".")[2] for name in _imports(MODULES[module]) if name.startswith("svc.rules.")
    }
    assert used - {own} <= WINGS[own]


DOTTED = {
    f"svc.{name.replace('/', '.')}".removesuffix(".__init__"): path
    for name, path in MODULES.items()
}


def _used(module: str) -> set[str]:
    """The modules that a module names, each as a file: a name imported from a package is that
    package's module.
    """
    used = set()
    for name in _imports(DOTTED[module]):
        owner = name if name in DOTTED else name.rpartition(".")[0]
        used |= {owner} & set(DOTTED)
    return used - {module, "svc"}  # the version


def _in_circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Each set of rooms that lead to each other."""
    reached = {room: set(to) for room, to in arrows.items()}
    for over in arrows:
        for room in arrows:
            if over in reached[room]:
                reached[room] |= reached[over]
    circles = [{other for other in reached[room] if room in reached[other]} for room in arrows]
    return [circle for circle in circles if circle]


@cache
def _arrows() -> dict[str, set[str]]:
    return {module: _used(module) for module in DOTTED}


def test_no_files_lead_to_each_other_neither_plainly_nor_within_a_function_nor_for_types_alone() -> (
    None
):
    assert _in_circles(_arrows()) == []


@pytest.mark.parametrize("folder", sorted({name.rpartition(".")[0] for name in DOTTED} - {""}))
def test_no_rooms_of_a_folder_lead_to_each_other(folder: Any) -> None:
    def room(module: str) -> str:
        return (
            module.removeprefix(f"{folder}.").partition(".")[0]
            if module.startswith(f"{folder}.")
            else ""
        )

    arrows: dict[str, set[str]] = {}
    for module, used in _arrows().items():
        if own := room(module):
            arrows.setdefault(own, set()).update({room(other) for other in used} - {"", own})
    assert _in_circles({own: to & set(arrows) for own, to in arrows.items()}) == []


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
          ("time", "localtime"), ("time", "gmtime"), ("time", "time_ns")}  # fmt: skip
# since when a reader that finishes a killed command holds the lock; how old a lock of git's is.
# Neither is ever recorded.
READ_ELSEWHERE = {"store/transaction", "store/git/holders"}


@pytest.mark.parametrize("module", MODULES)
def test_the_clock_is_read_in_the_command_line_alone(module: Any) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    if module.startswith("cli/") or module in READ_ELSEWHERE:
        return
    if not any(f".{name}" in text for _, name in CLOCKS):  # most files need not be parsed
        return
    read = {
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, (ast.Name, ast.Attribute))
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr, node.attr)
        in CLOCKS
    }
    assert read == set()


def test_the_clock_is_read_in_one_place() -> None:
    reads = [
        name
        for name in MODULES
        if name.startswith("cli/") and "datetime.now(" in MODULES[name].read_text("utf-8")
    ]
    assert reads == ["cli/surroundings"]


HEAVY = {"yaml", "jinja2", "tabulate", "dateutil", "rich", "filelock", "logging", "babel", "plutoprint", "weasyprint", "segno",
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


def test_show_loads_nothing_heavy_and_git_is_not_started(desk: Desk) -> None:
    assert desk.intake().status == 0
    loaded = _loaded("show", desk.ticket)
    assert {name for name in loaded if name.split(".")[0] in HEAVY} == set()
    # Typer loads subprocess; svc does not ask for it until git is needed.
    for name in loaded:
        if name in DOTTED:
            tree = ast.parse(DOTTED[name].read_text(encoding="utf-8"))
            top = {
                alias.name
                for node in tree.body
                if isinstance(node, ast.Import)
                for alias in node.names
            }
            assert "subprocess" not in top, name


def test_list_and_overdue_load_nothing_heavy(desk: Desk) -> None:
    assert desk.intake().status == 0
    for words, allowed in (
        (("list",), {"sqlite3"}),
        (("overdue", "--all"), {"sqlite3", "hashlib", "random"}),
    ):
        _loaded(*words)  # the index is made
        heavy = HEAVY - allowed  # the index is in SQLite; `overdue` may write
        assert {name for name in _loaded(*words) if name.split(".")[0] in heavy} == set()


def test_a_search_by_pinyin_loads_no_pypinyin_and_nothing_that_records(desk: Desk) -> None:
    assert desk.intake().status == 0
    _loaded("search", "jiare")  # the index is made
    loaded = _loaded("search", "jiare")
    assert {
        name for name in loaded if name.split(".")[0] in HEAVY - {"sqlite3"} | {"pypinyin"}
    } == set()
    assert loaded.isdisjoint(
        {
            "svc.store.recording",
            "svc.store.transaction",
            "svc.store.git.program",
            "svc.actions.typist",
        }
    )
