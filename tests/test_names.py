"""Names: one word, one thing; and no expression that needs a second reading for its branches."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SVC = Path(__file__).resolve().parents[1] / "svc"
MODULES = {path.relative_to(SVC).as_posix(): path for path in sorted(SVC.rglob("*.py"))}

# Two things of one name, and why they keep it.
GIT = "svc.store.git speaks git's own words, and nothing else does"
IN_TWO_MODULES = {
    "Committed": GIT,
    "Person": GIT,
    "Prepared": GIT,
}


def type_names(tree: ast.Module) -> Iterator[str]:
    """Classes and type aliases. Type variables are none: they mean nothing outside a signature."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            is_capitalised = name[:1].isupper() and not name.isupper()
            if is_capitalised and not ast.unparse(statement.value).startswith("TypeVar("):
                yield name


def nested_conditions(tree: ast.Module) -> Iterator[int]:
    """The lines of conditional expressions that hold another one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp):
            inner = (part for child in ast.iter_child_nodes(node) for part in ast.walk(child))
            if any(isinstance(part, ast.IfExp) for part in inner):
                yield node.lineno


def untyped(tree: ast.Module) -> Iterator[str]:
    """Functions, as often as their signatures say Any."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            said = [
                argument.annotation
                for argument in ast.walk(node.args)
                if isinstance(argument, ast.arg)
            ]
            for annotation in (*said, node.returns):
                words = ast.walk(annotation) if annotation else ()
                yield from (
                    node.name for word in words if isinstance(word, ast.Name) and word.id == "Any"
                )


def test_few_signatures_say_any() -> None:
    """What is handed over has a type; Any stands where no type can say it, with the reason beside
    it."""
    said = [
        f"{name}: {function}"
        for name, path in MODULES.items()
        for function in untyped(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(said) <= 20, said


def test_no_class_or_alias_has_the_name_of_another() -> None:
    defined = defaultdict(list)
    for name, path in MODULES.items():
        for found in set(type_names(ast.parse(path.read_text(encoding="utf-8")))):
            defined[found].append(name)
    twice = {name: places for name, places in defined.items() if len(places) > 1}
    assert {name: twice[name] for name in twice if name not in IN_TWO_MODULES} == {}
    assert sorted(IN_TWO_MODULES.keys() - twice.keys()) == []  # an exception nobody needs any more


def test_no_conditional_expression_holds_another() -> None:
    nested = [
        f"{name}:{line}"
        for name, path in MODULES.items()
        for line in nested_conditions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert nested == []
