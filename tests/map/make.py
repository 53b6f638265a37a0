"""docs/map.md: where a line goes, from what is typed to what is written down, made from imports.

`cd tests && python -m map.make` renews what stands between the marks; a test tells when it is
stale.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from map.imports import TOP, Place, calls_in, module_of, path_of, refers_to
from svc.cli.commands import COMMANDS, STAGES, Command
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE, EventKind
from svc.render.papers.table import PAPERS

MAP = TOP / "docs" / "map.md"
RECORDING = "svc.actions.typist"
EVERYWHERE = {
    f"svc.cli.{name}" for name in ("app", "desk", "asking", "surroundings", "shared", "lazy", "usage", "progress")
} | {RECORDING}  # fmt: skip
"""Modules that every command goes through; where they lead is said once, above the table."""


def _tags(catalogue: dict[str, EventKind]) -> dict[str, str]:
    """The name in records of each class of event."""
    return {entry.event.__name__: what for what, entry in catalogue.items()}


TICKET_EVENTS = "svc.model.events"
TAGS = {TICKET_EVENTS: _tags(CATALOGUE), "svc.model.customers": _tags(CUSTOMER_CATALOGUE)}


class Way(NamedTuple):
    """Where a command leads."""

    typed: Place  # its function in svc/cli
    deeds: list[Place]  # the actions it calls
    events: list[str]  # what these may record
    rules: list[str]  # the files of svc/rules and svc/render that are asked
    shown: list[str]


def way_of(command: Command) -> Way:
    """Follow a command from its row in the table of commands."""
    module, _, function = command.call.partition(":")
    typed = Place(module, function)
    deeds = [place for place in led_to(typed, "actions") if is_deed(place)]
    events = made_by(typed)
    rules = led_to(typed, "rules")
    for deed in deeds:
        events.update(recorded_by(deed))
        rules += led_to(deed, "rules")
    return Way(typed, deeds, sorted(events), files_of(rules), files_of(led_to(typed, "render")))


def within_layer(start: Place, leave_out: Collection[str]) -> Iterator[Place]:
    """The definitions of its own layer that one leads to, itself the first."""
    waiting, met = [start], set[Place]()
    while waiting:
        place = waiting.pop()
        if place in met or place.layer != start.layer or place.module in leave_out:
            continue
        met.add(place)
        yield place
        waiting += reversed(refers_to(place))


def led_to(start: Place, layer: str) -> list[Place]:
    """The definitions of another layer to which one leads, through its own layer alone."""
    found: set[Place] = set()
    for place in within_layer(start, EVERYWHERE):
        found.update(other for other in refers_to(place) if other.layer == layer)
    return sorted(place for place in found if place.module not in EVERYWHERE)


def made_by(start: Place) -> set[str]:
    """The events that are made there, or in what it leads to of its own layer."""
    out: set[str] = set()
    for place in within_layer(start, ()):
        classes = {}
        for other in refers_to(place):
            classes[other.name] = TAGS.get(other.module, {}).get(other.name, "")
        out.update(classes.get(_called(call), "") for call in calls_in(place))
    return {what for what in out if what in CATALOGUE or what in CUSTOMER_CATALOGUE}


def recorded_by(deed: Place) -> list[str]:
    """The events that an action may record: made there, or named in a call."""
    out = made_by(deed)
    for place in within_layer(deed, ()):
        for call in calls_in(place):
            for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
                out.update(_names(argument))
    return sorted(what for what in out if what in CATALOGUE or what in CUSTOMER_CATALOGUE)


def _called(call: ast.Call) -> str:
    """The name of what is called, without what stands before a dot."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _names(argument: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, or begin with: `("paid", {...})` names an event."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _names(argument.body)
        yield from _names(argument.orelse)
    elif isinstance(argument, ast.Tuple) and argument.elts:
        yield from _names(argument.elts[0])


def is_deed(place: Place) -> bool:
    """A function that is called from without, not a type or a helper."""
    if path_of(place.module) is None or place.name.startswith("_"):
        return False
    return isinstance(module_of(place.module).definitions.get(place.name), ast.FunctionDef)


def files_of(places: Iterable[Place]) -> list[str]:
    """Their files within their layer, each once; not of the layer itself."""
    return sorted({place.file for place in places if place.file})


def command_table() -> str:
    """A row a command, by stage: typed, done, written down, asked, shown, tried."""
    listed = {command.name for _, commands in STAGES for command in commands}
    hidden = tuple(command for command in COMMANDS.values() if command.name not in listed)
    lines = []
    for stage, commands in [*STAGES, ("Called by git", hidden)]:
        lines += [f"\n### {stage}\n"]
        lines += _head("command", "`svc/cli/`", "`svc/actions/`", "records",
                       "`svc/rules/`", "`svc/render/`", "tried in `tests/`")  # fmt: skip
        for command in commands:
            way = way_of(command)
            lines.append(
                _row(
                    f"`svc {command.name}`",
                    f"{way.typed.file}: {way.typed.name}",
                    ", ".join(_by_file(way.deeds)),
                    ", ".join(f"`{what}`" for what in way.events),
                    ", ".join(way.rules),
                    ", ".join(way.shown),
                    ", ".join(dict.fromkeys(_mirrored([way.typed, *way.deeds]))),
                )
            )
    return "\n".join(lines).strip()


def event_table() -> str:
    """A row an event: its class, which actions record it, which rules look at it."""
    recorders: dict[str, set[str]] = defaultdict(set)
    for command in COMMANDS.values():
        for deed in way_of(command).deeds:
            for what in recorded_by(deed):
                recorders[what].add(f"{deed.file}.{deed.name}")
    readers: dict[str, set[str]] = defaultdict(set)
    for path in (TOP / "svc" / "rules").rglob("*.py"):
        module = ".".join(path.relative_to(TOP).with_suffix("").parts)
        for name in module_of(module).definitions:
            for place in refers_to(Place(module, name)):
                if place.module == TICKET_EVENTS:
                    readers[place.name].add(Place(module, name).file)
    lines = _head("event", "class", "recorded by `svc/actions/`", "looked at by `svc/rules/`")
    for name, what in TAGS[TICKET_EVENTS].items():
        by, looked_at = (", ".join(sorted(found)) for found in (recorders[what], readers[name]))
        lines.append(_row(f"`{what}`", name, by or "—", looked_at or "—"))
    return "\n".join(lines)


def paper_table() -> str:
    """A row a paper: what stands on it, its template, its test."""
    texts = {}
    for path in sorted((TOP / "tests" / "render").rglob("test_*.py")):
        texts[path] = path.read_text(encoding="utf-8")
    lines = _head("paper", "what stands on it", "template", "tried in")
    for paper in PAPERS:
        stem = paper.replace("-", "_")
        # A test file of its own name; else the one that names the paper most.
        rank = {
            path: (path.stem == f"test_{stem}", text.count(f'"{paper}"') + text.count(stem))
            for path, text in texts.items()
        }
        best = max(rank, key=lambda path: rank[path])
        lines.append(
            _row(
                f"`{paper}`",
                f"`svc/render/papers/{stem}.py`",
                f"`templates/{stem}.html`",
                f"`{best.relative_to(TOP).as_posix()}`",
            )
        )
    return "\n".join(lines)


def _head(*titles: str) -> list[str]:
    return [_row(*titles), _row(*("---" for _ in titles))]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _by_file(places: list[Place]) -> list[str]:
    """`visits: arrive, visit`."""
    names: dict[str, list[str]] = defaultdict(list)
    for place in places:
        names[place.file].append(place.name)
    return [f"{file}: {', '.join(found)}" for file, found in names.items()]


def _mirrored(places: list[Place]) -> Iterator[str]:
    """The test files at the mirrored path of these definitions' modules, those that are there."""
    for place in places:
        folder, _, name = place.file.rpartition("/")
        path = TOP / "tests" / place.layer / folder / f"test_{name}.py"
        if path.is_file():
            yield path.relative_to(TOP / "tests").as_posix()


TABLES: dict[str, Callable[[], str]] = {
    "commands": command_table,
    "events": event_table,
    "papers": paper_table,
}


def renewed(text: str) -> str:
    """The text with each table made anew between its marks. Raises ValueError if it has none."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"{MAP} has no marks for {name}")
        text = before + begin + make() + end + after
    return text


if __name__ == "__main__":
    MAP.write_text(renewed(MAP.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
