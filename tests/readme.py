"""The tables of README.md that are made from the code: `python tests/readme.py update`; a test
tells stale ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from svc import errors
from svc.model import reading
from svc.model.events import CATALOGUE, STATES
from svc.model.faults import record_from
from svc.model.policies import Policy, Promise
from svc.render.papers.table import PAPERS
from svc.render.words import Words
from svc.rules.checks.rules import RULES

TOP = Path(__file__).parent.parent
README = TOP / "README.md"
POLICIES = TOP / "svc" / "start" / "policies"


def promise_rows() -> Iterator[tuple[str, str, Promise]]:
    """Every row of the shipped policies: policy, promise, row."""
    for path in sorted(POLICIES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        policy = record_from(reading.read(text, path.name), Policy, path.name, text)
        for name, rows in policy.promises.items():
            for row in rows if isinstance(rows, list) else [rows]:
                yield path.stem, name, row


def events_table() -> str:
    """Event, Chinese, what it may follow, where it leads, who records it, promises it starts and
    stops.
    """
    zh = Words("zh")
    lines = [
        "| event | 中文 | may follow | leads to | roles | starts | stops |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows = list(promise_rows())
    for what, entry in CATALOGUE.items():
        moments = {what, *entry.marks}
        starts = sorted({name for _, name, row in rows if row.from_ in moments})
        stops = sorted({name for _, name, row in rows if moments & {row.to, *row.or_to}})
        after = "any" if len(entry.after) >= len(STATES) else ", ".join(entry.after) or "first"
        lines.append(
            f"| `{what}` | {zh.label('event', what)} | {after.strip(', ')} | {entry.leads_to or '—'} "
            f"| {', '.join(dict.fromkeys(entry.roles))} | {', '.join(starts)} | {', '.join(stops)} |"
        )
    return "\n".join(lines)


def promises_table() -> str:
    """Policy, promise, from, to, limit, clock, source."""
    zh = Words("zh")
    lines = [
        "| policy | promise | 中文 | from → to | limit | clock | source |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for policy, name, row in promise_rows():
        limit = row.within or (f"{row.before} before" if row.before else "as agreed")
        when = "; ".join(
            f"{key} {' or '.join(value) if isinstance(value, list) else value}"
            for key in row.when.__struct_fields__
            if (value := getattr(row.when, key))
        )
        lines.append(
            f"| {policy} | `{name}` | {zh.label('promise', name)}{f' ({when})' if when else ''} "
            f"| {row.from_} → {row.to} | {limit} | {row.clock} | {row.source} |"
        )
    return "\n".join(lines)


def error_kinds() -> list[type[errors.SvcError]]:
    """Every class of error there is: a class is known to its parent once its module is loaded."""
    for module in iter_modules(errors.__path__):
        import_module(f"svc.errors.{module.name}")

    def below(kind: type[errors.SvcError]) -> list[type[errors.SvcError]]:
        return [found for child in kind.__subclasses__() for found in (child, *below(child))]

    return below(errors.SvcError)


def errors_table() -> str:
    """Every error key with its exit status and its sentence."""
    kinds = {kind.key: kind for kind in error_kinds() if kind.says}
    lines = ["| key | exit | what it says |", "| --- | ---: | --- |"]
    for key, kind in sorted(kinds.items()):
        says = kind.says.split("\n")[0].replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| `{key}` | {kind.exit_status} | {says} |")
    return "\n".join(lines)


def papers_table() -> str:
    """Every paper: what is typed, its names, whose it is: one ticket's, or a day's."""
    zh = Words("zh")
    about = {"ticket": "a ticket", "day": "a day of an office", "technician": "a technician's day"}
    lines = ["| paper | 中文 | in English | about |", "| --- | --- | --- | --- |"]
    for name, paper in PAPERS.items():
        days = f"; of a day: {paper.of_day}" if paper.of_day and paper.about == "ticket" else ""
        lines.append(
            f"| `{name}` | {zh(paper.title)} | {paper.title} | {about[paper.about]}{days} |"
        )
    return "\n".join(lines)


def checks_table() -> str:
    """Every rule of `svc check`: what it is called, what it looks at and proves, what to do,
    whether --fix mends it.
    """
    lines = ["| rule | of | proves that | what to do | |", "| --- | --- | --- | --- | --- |"]
    for rule in RULES:
        mark = "`--fix`" if rule.mends else "hint" if rule.advice else ""
        do = rule.do.replace("|", "\\|")
        lines.append(f"| `{rule.name}` | {rule.of} | {rule.proves} | {do} | {mark} |")
    return "\n".join(lines)


TABLES = {
    "events": events_table,
    "promises": promises_table,
    "papers": papers_table,
    "checks": checks_table,
    "errors": errors_table,
}


def renewed(text: str) -> str:
    """The text with every table between `<!-- NAME -->` and `<!-- /NAME -->` made anew."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        if rest:
            text = before + begin + make() + end + after
    return text


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    new = renewed(old)
    if sys.argv[1:] == ["update"]:
        README.write_text(new, encoding="utf-8")
    sys.exit(0 if new == old or sys.argv[1:] == ["update"] else 1)
