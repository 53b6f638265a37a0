"""docs/map.md: where a line goes, from what is typed to what is written down, made from imports.

`cd tests && python -m map.make` renews what stands between the marks; a test tells when it is stale.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from map.imports import TOP, Place, calls_in, module_of, path_of, refers_to
from svc.cli.commands import COMMANDS, STAGES
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE
from svc.render.papers.table import PAPERS

MAP = TOP / "docs" / "map.md"
EVENTS = "svc.model.events"
# Every command goes through these; what they lead to is said once, above the table.
EVERYWHERE = {"svc.cli.app", "svc.cli.desk", "svc.cli.shared", "svc.cli.lazy", "svc.cli.usage", "svc.cli.progress"}
RECORDING = "svc.actions.recording"
TAGS = {entry.event.__name__: what for what, entry in CATALOGUE.items()}
CUSTOMER_TAGS = {entry.event.__name__: what for what, entry in CUSTOMER_CATALOGUE.items()}
RECORDABLE = {EVENTS: TAGS, "svc.model.customers": CUSTOMER_TAGS}


def reached(start: Place, within: str, leave_out: Iterable[str] = ()) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """The definitions of a layer that one leads to, itself the first, each with what it refers to."""
    left, seen = [start], set()
    while left:
        place = left.pop()
        if place in seen or place.package != within or place.module in leave_out:
            continue
        seen.add(place)
        found = refers_to(place)
        yield place, found
        left += reversed(found)


def found_from(start: Place, within: str, wanted: str, leave_out: Iterable[str] = ()) -> list[Place]:
    """The definitions of layer `wanted` to which one of layer `within` leads directly."""
    out = {place for _, found in reached(start, within, leave_out) for place in found if place.package == wanted}
    return sorted(out)


def recorded_by(start: Place) -> list[str]:
    """The events that an action records: made there, or named in a call."""
    out = set()
    for place, found in reached(start, "actions"):
        made = {other.name: RECORDABLE[other.module] for other in found if other.module in RECORDABLE}
        for call in calls_in(place):
            called = call.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in made.get(name, ()):
                out.add(made[name][name])
            arguments = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "what")]
            named = {constant for argument in arguments for constant in _constants(argument)}
            out |= {what for what in named if what in CATALOGUE or what in CUSTOMER_CATALOGUE}
    return sorted(out)


def _constants(argument: ast.expr) -> Iterator[object]:
    """The constants that an argument may be, or begin with."""
    if isinstance(argument, ast.Constant):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _constants(argument.body)
        yield from _constants(argument.orelse)
    elif isinstance(argument, ast.Tuple) and argument.elts:
        yield from _constants(argument.elts[0])


def command_table() -> str:
    """A row a command, stage by stage: where it is typed, what is done, written down, asked, shown, tried."""
    lines = []
    listed = {command.name for _, commands in STAGES for command in commands}
    others = tuple(command for command in COMMANDS.values() if command.name not in listed)
    for stage, commands in [*STAGES, ("Called by git", others)]:
        lines += [
            f"\n### {stage}\n",
            "| command | `svc/cli/` | `svc/actions/` | records | `svc/rules/` | `svc/render/` | tried in `tests/` |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for command in commands:
            module, _, function = command.call.partition(":")
            typed = Place(module, function)
            actions = [place for place in found_from(typed, "cli", "actions", EVERYWHERE) if place.module != RECORDING]
            deeds = [place for place in actions if _is_deed(place)]
            events = sorted({what for deed in deeds for what in recorded_by(deed)})
            rules = {place.file for deed in deeds for place in found_from(deed, "actions", "rules", {RECORDING})}
            rules |= {place.file for place in found_from(typed, "cli", "rules", EVERYWHERE)}
            shown = {place.file for place in found_from(typed, "cli", "render", EVERYWHERE)}
            cells = [
                [f"`svc {command.name}`"],
                [f"{typed.file}: {function}"],
                _by_file(deeds),
                [f"`{what}`" for what in events],
                sorted(filter(None, rules)),
                sorted(filter(None, shown)),
                list(dict.fromkeys(_tests([typed, *deeds]))),
            ]
            lines.append("| " + " | ".join(", ".join(cell) for cell in cells) + " |")
    return "\n".join(lines).strip()


def event_table() -> str:
    """A row an event: its class, which actions record it, which rules look at it."""
    recorders: dict[str, set[str]] = defaultdict(set)
    readers: dict[str, set[str]] = defaultdict(set)
    for command in COMMANDS.values():
        module, _, function = command.call.partition(":")
        for deed in found_from(Place(module, function), "cli", "actions", EVERYWHERE):
            if _is_deed(deed):
                for what in recorded_by(deed):
                    recorders[what].add(f"{deed.file}.{deed.name}")
    for path in sorted((TOP / "svc" / "rules").rglob("*.py")):
        module = ".".join(path.relative_to(TOP).with_suffix("").parts)
        for name in module_of(module).definitions:
            for place in refers_to(Place(module, name)):
                if place.module == EVENTS and place.name in TAGS:
                    readers[TAGS[place.name]].add(Place(module, "").file)
    lines = ["| event | class | recorded by `svc/actions/` | looked at by `svc/rules/` |", "| --- | --- | --- | --- |"]
    for name, what in sorted(TAGS.items(), key=lambda pair: list(CATALOGUE).index(pair[1])):
        lines.append(
            f"| `{what}` | {name} | {', '.join(sorted(recorders[what])) or '—'} "
            f"| {', '.join(sorted(readers[what])) or '—'} |"
        )
    return "\n".join(lines)


def paper_table() -> str:
    """A row a paper: what stands on it, its template, its test."""
    lines = ["| paper | what stands on it | template | tried in |", "| --- | --- | --- | --- |"]
    tests = {path: path.read_text(encoding="utf-8") for path in (TOP / "tests" / "render").rglob("test_*.py")}
    for name in PAPERS:
        stem = name.replace("-", "_")
        named = {path: text.count(f'"{name}"') + text.count(stem) for path, text in tests.items()}
        # A test of its own; else the one that names it most.
        best = max(sorted(named), key=lambda path: (path.stem == f"test_{stem}", named[path]))
        lines.append(
            f"| `{name}` | `svc/render/papers/{stem}.py` | `templates/{stem}.html` "
            f"| `{best.relative_to(TOP).as_posix()}` |"
        )
    return "\n".join(lines)


def _is_deed(place: Place) -> bool:
    """A function that can be called from without, not a type or a helper."""
    path = path_of(place.module)
    node = module_of(place.module).definitions.get(place.name) if path else None
    return isinstance(node, ast.FunctionDef) and not place.name.startswith("_")


def _by_file(places: list[Place]) -> list[str]:
    """`visits: arrive, visit`."""
    names: dict[str, list[str]] = defaultdict(list)
    for place in places:
        names[place.file].append(place.name)
    return [f"{file}: {', '.join(found)}" for file, found in names.items()]


def _tests(places: list[Place]) -> Iterator[str]:
    """The test files at the mirrored path of these modules that are there."""
    for place in places:
        folder, _, name = place.file.rpartition("/")
        path = TOP / "tests" / place.package / folder / f"test_{name}.py"
        if path.is_file():
            yield path.relative_to(TOP / "tests").as_posix()


TABLES: dict[str, Callable[[], str]] = {"commands": command_table, "events": event_table, "papers": paper_table}


def renewed(text: str) -> str:
    """The text with each table made anew between its marks."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"{MAP} has no marks for {name}")
        text = before + begin + make() + end + after
    return text


if __name__ == "__main__":
    old = MAP.read_text(encoding="utf-8")
    new = renewed(old)
    MAP.write_text(new, encoding="utf-8", newline="\n")
