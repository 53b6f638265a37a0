"""What a command can end with, read from the code: the functions it calls, and what stands in them.

Followed are plain calls of functions of svc/cli, svc/actions, svc/rules and of the reader of times,
which the desk's methods call, too. Other methods are not, so what the write path, the desk or the
reading of records may say of any command is left out.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reference.kinds import error_kinds

import svc
from svc.cli.commands import COMMANDS, Command
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE
from svc.model.month_seals import MONTH_SEAL_CATALOGUE
from svc.model.seals import SEAL_CATALOGUE
from svc.model.stock import STOCK_CATALOGUE

ROOT = Path(svc.__file__).parent
READER = "svc.model.typed_times"
FOLLOWED = ("svc.cli", "svc.actions", "svc.rules", READER)
READ_BY_THE_DESK = {
    "moment": "read_moment",
    "ahead": "read_moment",
    "day": "read_day",
    "day_of_purchase": "read_day",
    "days": "read_days",
    "span": "read_span",
    "month": "read_months",
}
"""The functions of the reader behind the desk's methods; `past` is of every command, by --at."""
NOT_FOLLOWED = (
    *("svc.cli.app", "svc.cli.lazy", "svc.cli.crash"),
    *("svc.cli.desk", "svc.cli.asking", "svc.cli.surroundings"),
)


FIRST = {
    "intake": ("noted", "received", "opened"),
    "take": ("noted",),
    "complaint about": ("received",),
    "customer add": ("opened",),
    "daily confirm": ("sealed",),
    "seal": ("month_sealed",),
    "install order": ("order_issued",),
    "install train": ("users_trained",),
    "survey add": ("surveyed",),
    "complaint check": ("prevention_checked",),
    **dict.fromkeys(
        (f"stock {name}" for name in ("receive",)),
        ("booked",),
    ),
}
"""The first event of a record is made where its number is given, in the write path; one of many
fields where its options are.
"""
ANSWERED = {
    "overdue": ("overdue", "flagged"),
    "print": ("paper",),  # papers of the store are made by their own commands
    "report": ("report", "report_span"),
}
"""Kinds of answers in JSON that are not written where the answer is given."""
TOLD_IN_WORDS = {"take": "ticket"}
"""Kinds of answers that a command tells in words alone: in JSON one answer tells of all."""
EVENTS = MONTH_SEAL_CATALOGUE | SEAL_CATALOGUE | STOCK_CATALOGUE | CUSTOMER_CATALOGUE | CATALOGUE


class Reached(NamedTuple):
    """What a command may do: events it records, errors it raises, kinds of its answers in JSON."""

    events: tuple[str, ...]
    errors: tuple[str, ...]
    kinds: tuple[str, ...]


class _Module(NamedTuple):
    """The functions of a module, and what the names in it stand for: `module` or `module:function`."""

    functions: dict[str, ast.FunctionDef]
    names: dict[str, str]


@cache
def _module(name: str) -> _Module | None:
    path = ROOT.parent.joinpath(*name.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    if not file.exists():
        return None
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    names = {function: f"{name}:{function}" for function in functions}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("svc"):
            for each in node.names:
                names[each.asname or each.name] = f"{node.module}:{each.name}"
    return _Module(functions, names)


class _Place(NamedTuple):
    """What stands in one function: as `Reached`, and the functions it names."""

    events: tuple[str, ...]
    errors: tuple[str, ...]
    kinds: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _place(place: str) -> _Place | None:
    """What stands in `module:function`; None for what is no function, or not followed."""
    module, _, name = place.partition(":")
    if not module.startswith(FOLLOWED) or module in NOT_FOLLOWED:
        return None
    found = _module(module)
    if found is None or name not in found.functions:
        return None
    events, errors, kinds, named = [], [], [], []
    for node in ast.walk(found.functions[name]):
        kinds += _answered(node)
        errors += _raised(node)
        if module.startswith("svc.actions"):
            events += _recorded(node, found.names)
        named += _named_in(node, found.names)
    return _Place(*(tuple(dict.fromkeys(each)) for each in (events, errors, kinds, named)))


@cache
def reached(command: Command) -> Reached:
    """What the functions that a command calls, itself or through others, record, raise, answer."""
    events = list(FIRST.get(command.name, ()))
    kinds = list(ANSWERED.get(command.name, ()))
    errors: list[str] = []
    todo, seen = [command.call], set()
    while todo:
        name = todo.pop(0)
        place = None if name in seen else _place(name)
        seen.add(name)
        if place is not None:
            events += place.events
            errors += place.errors
            kinds += (kind for kind in place.kinds if kind != TOLD_IN_WORDS.get(command.name))
            todo += place.names
    return Reached(
        events=tuple(dict.fromkeys(events)),
        errors=tuple(sorted(set(errors))),
        kinds=tuple(dict.fromkeys(kinds)),
    )


@cache
def _keys() -> dict[str, str]:
    """The key of every error by the name of its class."""
    return {kind.__name__: kind.key for kind in error_kinds() if kind.says}


@cache
def _tags() -> dict[str, str]:
    """Every event by the name of its class."""
    return {entry.event.__name__: tag for tag, entry in EVENTS.items()}


def _called(node: ast.AST) -> str:
    """The name of what is called, without what it belongs to; empty if the node calls nothing."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _words(nodes: list[ast.expr]) -> list[str]:
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _answered(node: ast.AST) -> list[str]:
    """`desk.show_json("tickets", …)`"""
    if isinstance(node, ast.Call) and _called(node) in ("show_json",):
        return _words(node.args[:1])
    return []


def _recorded(node: ast.AST, names: dict[str, str]) -> list[str]:
    """`Visited(…)`; `record(…, "visited")`, `tx.append(number, "visited", …)`; `("visited", …)`."""
    if isinstance(node, ast.Call):
        name = _called(node)
        if name in _tags():
            is_event = any(place.startswith("svc.model") for place in _named_in(node.func, names))
            return [_tags()[name]] if is_event else []
        if name in ("append", "record") and len(node.args) > 1:
            return [word for word in _words(node.args) if word in EVENTS]
    if (
        isinstance(node, ast.Tuple)
        and len(node.elts) == 2
        and isinstance(node.elts[1], (ast.Name, ast.Dict))
    ):
        return [word for word in _words(node.elts[:1]) if word in EVENTS]
    return []


def _raised(node: ast.AST) -> list[str]:
    """`raise NotATime(…)`; `raise SomeUnreadable.of(…)`."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return []
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    error = error.value if isinstance(error, ast.Attribute) else error
    return [_keys()[error.id]] if isinstance(error, ast.Name) and error.id in _keys() else []


def recording_commands(event: str) -> list[str]:
    """The commands that record an event."""
    return [name for name, command in COMMANDS.items() if event in reached(command).events]


def _named_in(node: ast.AST, names: dict[str, str]) -> list[str]:
    """The functions that a piece of code names: `function`, or `actions.function` of a module it
    imports.
    """
    if isinstance(node, ast.Name) and node.id in names:
        return [names[node.id]]
    if isinstance(node, ast.Attribute) and node.attr in READ_BY_THE_DESK:
        of_the_desk = isinstance(node.value, ast.Name) and node.value.id == "desk"
        return [f"{READER}:{READ_BY_THE_DESK[node.attr]}"] if of_the_desk else []
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
    ):
        return [f"{names[node.value.id].replace(':', '.')}:{node.attr}"]
    return []


@cache
def function_of(command: Command) -> ast.FunctionDef:
    """The definition of the function that a command calls."""
    name, _, function = command.call.partition(":")
    module = _module(name)
    assert module is not None, command.call
    return module.functions[function]
