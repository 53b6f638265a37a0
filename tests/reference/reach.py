"""What a command can end with, read from the code: the functions it calls, and what stands in them.

Followed are plain calls of functions of svc/cli, svc/actions and svc/rules; methods are not, so what the write path,
the desk or the reading of records may say of any command is left out.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import svc
from reference.kinds import error_kinds
from svc.cli.commands import COMMANDS, Command
from svc.model.events import CATALOGUE

ROOT = Path(svc.__file__).parent
FOLLOWED = ("svc.cli", "svc.actions", "svc.rules")
NOT_FOLLOWED = ("svc.cli.app", "svc.cli.lazy", "svc.cli.desk", "svc.cli.crash")


FIRST = {"intake": ("noted", "received"), "complaint about": ("received",)}
"""The first event of a ticket is made where its number is given, in the write path."""


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


def _function(place: str) -> tuple[str, ast.FunctionDef] | None:
    """The module and definition of `module:function`; None for what is no function, or not followed."""
    module, _, name = place.partition(":")
    if not module.startswith(FOLLOWED) or module in NOT_FOLLOWED:
        return None
    found = _module(module)
    if found is None or name not in found.functions:
        return None
    return module, found.functions[name]


@cache
def reached(command: Command) -> Reached:
    """What the functions that a command calls, itself or through others, record, raise and answer."""
    keys = {kind.__name__: kind.key for kind in error_kinds() if kind.says}
    tags = {entry.event.__name__: tag for tag, entry in CATALOGUE.items()}
    events: dict[str, None] = {}
    errors: dict[str, None] = {}
    kinds: dict[str, None] = {}
    events.update(dict.fromkeys(FIRST.get(command.name, ())))
    todo, seen = [command.call], set()
    while todo:
        place = todo.pop(0)
        if place in seen:
            continue
        seen.add(place)
        found = _function(place)
        if found is None:
            continue
        module, function = found
        names = _module(module).names  # type: ignore[union-attr]
        for node in ast.walk(function):
            if isinstance(node, ast.Raise) and node.exc is not None:
                call = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                call = call.value if isinstance(call, ast.Attribute) else call  # SomeUnreadable.of(...)
                if isinstance(call, ast.Name) and call.id in keys:
                    errors.setdefault(keys[call.id])
            if isinstance(node, ast.Call):
                words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in ("show_json", "json_text"):
                    kinds.update(dict.fromkeys(words[:1]))
                if name in tags:
                    events.setdefault(tags[name])
                elif name in ("append", "record") and len(node.args) > 1:
                    events.update(dict.fromkeys(word for word in words if word in CATALOGUE))
            todo += _named_in(node, names)
    return Reached(tuple(events), tuple(sorted(errors)), tuple(kinds))


def recording_commands(event: str) -> list[str]:
    """The commands that record an event."""
    return [name for name, command in COMMANDS.items() if event in reached(command).events]


def _named_in(node: ast.AST, names: dict[str, str]) -> list[str]:
    """The functions that a piece of code names: `function`, or `actions.function` of a module it imports."""
    if isinstance(node, ast.Name) and node.id in names:
        return [names[node.id]]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
        return [f"{names[node.value.id].replace(':', '.')}:{node.attr}"]
    return []
