"""What the definitions of svc's modules refer to, read from their source; nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[2]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


class Place(NamedTuple):
    """A definition: its module, `svc.actions.visits`, and its name; no name: the module itself."""

    module: str
    name: str

    @property
    def layer(self) -> str:
        """Its package: `actions`; empty for `svc` itself."""
        return self.module.partition(".")[2].partition(".")[0]

    @property
    def file(self) -> str:
        """The module within its layer: `visits`, `ticket/account`."""
        return "/".join(self.module.split(".")[2:])


class Module(NamedTuple):
    """A module's own definitions by name, and what the names it imports stand for."""

    definitions: dict[str, Definition]
    imported: dict[str, Place]


def path_of(module: str) -> Path | None:
    """The file of a module of svc; None if the name is no module."""
    place = TOP.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def module_of(name: str) -> Module:
    """A module of svc. Raises FileNotFoundError."""
    path = path_of(name)
    if path is None:
        raise FileNotFoundError(name)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    definitions: dict[str, Definition] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            definitions[node.name] = node
        elif isinstance(node, ast.Assign):
            definitions |= {goal.id: node for goal in node.targets if isinstance(goal, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            definitions[node.target.id] = node
    # What stands below `if TYPE_CHECKING` is no part of the body: types lead nowhere at run time.
    return Module(definitions, dict(_imported(tree.body)))


@cache
def refers_to(place: Place) -> tuple[Place, ...]:
    """What a definition refers to when it runs: in its own module, and what it imports from svc.

    Annotations are left out, as they are not evaluated. Sorted, each once; none for what is not
    defined in svc.
    """
    if path_of(place.module) is None:
        return ()
    module = module_of(place.module)
    node = module.definitions.get(place.name)
    if node is None:  # imported there from elsewhere
        again = module.imported.get(place.name)
        return (again,) if again else ()
    evaluated = list(_evaluated(node))
    imported = module.imported | dict(_imported(evaluated))
    found = set()
    for part in evaluated:
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            whole = imported.get(part.value.id)
            if whole and not whole.name:
                found.add(Place(whole.module, part.attr))
        elif isinstance(part, ast.Name):
            if part.id in imported:
                found.add(imported[part.id])
            elif part.id in module.definitions and part.id != place.name:
                found.add(Place(place.module, part.id))
    return tuple(sorted(found))


def calls_in(place: Place) -> Iterator[ast.Call]:
    """The calls within a definition."""
    node = module_of(place.module).definitions.get(place.name)
    if node is not None:
        yield from (part for part in _evaluated(node) if isinstance(part, ast.Call))


def _imported(nodes: list[ast.stmt] | list[ast.AST]) -> Iterator[tuple[str, Place]]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "svc":
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                is_module = path_of(inner) is not None
                place = Place(inner, "") if is_module else Place(node.module or "", name.name)
                yield name.asname or name.name, place


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one that are evaluated when it runs."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _evaluated(child)
