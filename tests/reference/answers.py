"""What `--json` answers, as a page: from the tables of `svc/cli/answers/table.py`."""

from __future__ import annotations

from collections.abc import Iterable

from reference.markdown import code, codes, table

from svc.cli.answers.common import PARTS
from svc.cli.answers.fields import AnswerField, SharedFields
from svc.cli.answers.table import ANSWERED, ANSWERS, OF_FILES, SAID_OF_ALL


def part_named(part: SharedFields) -> str:
    """What a part is called in the table, with a link to its fields."""
    if part.of in PARTS:
        title = PARTS[part.of][0]
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    return f"[keys of the file](files.md#{OF_FILES[part.of]})"


def _table(fields: tuple[AnswerField | SharedFields, ...]) -> str:
    rows = [
        [code(each.path), _held(each), each.says]
        if isinstance(each, AnswerField)
        else [code(each.path) or "here", "mapping", part_named(each)]
        for each in fields
    ]
    return table(["field", "holds", "what it says"], rows)


def _held(field: AnswerField) -> str:
    """What it holds, and whether it comes only sometimes."""
    holds = field.holds.replace("texts", "list of texts").replace("counts", "list of counts")
    holds = holds.replace("days", "list of days")
    one_of = f": {codes(field.one_of)}" if field.one_of else ""
    return f"{holds}{one_of}" + (" (sometimes)" if field.sometimes else "")


def overview() -> str:
    """Which command answers what."""
    rows = [
        [f"[`svc {name}`](commands.md#svc-{name.replace(' ', '-')})", _links(kinds.split())]
        for name, kinds in ANSWERED.items()
    ]
    rows.append(["any command, on standard error", _links(SAID_OF_ALL)])
    return table(["command", "kinds of answers"], rows)


def _links(kinds: Iterable[str]) -> str:
    return ", ".join(f"[`{kind}`](#{kind})" for kind in kinds)


def sections() -> str:
    """A section for each kind of answer, then one for what several have in common."""
    out = [
        f"### {kind}\n\n{answer.says}\n\n{_table(answer.fields)}"
        for kind, answer in ANSWERS.items()
    ]
    out.append("## What several answers hold")
    out += [f"### {title}\n\n{_table(fields)}" for title, fields in PARTS.values()]
    return "\n\n".join(out)
