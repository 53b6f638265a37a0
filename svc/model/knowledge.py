"""An entry of the knowledge base, `knowledge/SLUG.md`: a known fault, its cause, its remedy.

The front matter between two lines `---` is what is searched; what stands below is for reading.
"""

from __future__ import annotations

import re
from typing import Annotated

from msgspec import Meta, Struct

from svc.errors import N_, Phrase, RecordBroken
from svc.model import reading
from svc.model.events import Text
from svc.model.faults import record_from

_FRONT = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class FrontMatter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is searched."""

    title: Text
    # a model or the beginning of its name; "*" fits all
    models: Annotated[list[str], Meta(min_length=1)]
    symptom: Text
    words: list[str] = []  # what callers say for it, error codes
    cause: Text
    remedy: Text
    phone: bool = False  # simple enough to be solved on the phone (S1 4.1)
    ask: list[str] = []  # what to ask the caller
    parts: list[str] = []  # codes of the parts that the remedy takes
    tickets: list[str] = []  # on which the fault was cleared up


class Knowledge(FrontMatter, frozen=True, kw_only=True, omit_defaults=True):
    """One entry; `slug` is its file's name."""

    slug: str
    text: str = ""


def is_slug(name: str) -> bool:
    """Whether an entry's file can be called so, without `.md`: README can't."""
    return _SLUG.fullmatch(name) is not None


def entry_path(slug: str) -> str:
    """Where an entry lies."""
    return f"knowledge/{slug}.md"


def slug_at(path: str) -> str:
    """The entry that lies at a path; empty for any other file."""
    folder, _, name = path.rpartition("/")
    slug = name.removesuffix(".md")
    return slug if folder == "knowledge" and slug != name and is_slug(slug) else ""


def split_entry(text: str, path: str) -> tuple[str, str]:
    """The front matter of a file, and what stands below it. Raises RecordBroken."""
    match = _FRONT.fullmatch(text)
    if match is None:
        problem = Phrase(N_("it does not begin with front matter between two lines ---"))
        raise RecordBroken(path=path, line=1, problem=problem)
    return match[1], match[2]


def joined_entry(front: str, below: str) -> str:
    """The text of a file."""
    return f"---\n{front}---\n{below}"


def knowledge_from(slug: str, text: str) -> Knowledge:
    """The entry that a file holds. Raises Damaged with file and line."""
    path = entry_path(slug)
    match = split_entry(text, path)
    # A blank line for the first ---, so that faults are named with the lines of the file.
    front = "\n" + match[0]
    values = record_from(reading.read_record(front, path), FrontMatter, path, front)
    fields = {name: getattr(values, name) for name in FrontMatter.__struct_fields__}
    return Knowledge(slug=slug, text=match[1].strip(), **fields)
