"""The knowledge base (知识库): read, never written, by commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svc.errors import Damaged
from svc.model import reading
from svc.model.knowledge import Knowledge, knowledge_from
from svc.store import files
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.rules.search.knowledge import KnowledgeMatch

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def knowledge_entries(ledger: Ledger, broken: list[Damaged]) -> list[Knowledge]:
    """All entries that can be read, by slug; of each that can't, the reason is added to
    `broken`.
    """
    names = sorted(e.name for e in ledger.listed("knowledge") if e.name.endswith(".md"))
    entries = []
    for name in names:
        try:
            entry = read_entry(ledger, name.removesuffix(".md"))
        except Damaged as error:
            broken.append(error)
            continue
        if entry is not None:
            entries.append(entry)
    return entries


def read_entry(ledger: Ledger, slug: str) -> Knowledge | None:
    """One entry; None for a file that is none of ours: a README, say. Raises Damaged."""
    path = f"knowledge/{slug}.md"
    data = files.read_file(files.located(ledger.top, path)) if _SLUG.fullmatch(slug) else None
    return None if data is None else knowledge_from(slug, reading.edited_text(data, path))


def fitting_entries(
    ledger: Ledger, words: str, model: str, broken: list[Damaged], limit: int = 3
) -> list[KnowledgeMatch]:
    """The entries that fit the words and the model, the best first."""
    from svc.rules.search import knowledge as rules

    return rules.fitting_entries(knowledge_entries(ledger, broken), words, model, limit)
