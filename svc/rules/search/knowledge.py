"""Which known faults fit what a caller says: by model, error code, words, and pairs of Chinese
characters.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from svc.model.knowledge import Knowledge
from svc.rules.search.likeness import likeness, text_pieces

LEAST_SCORE = 0.51
"""From here on an entry fits: more than half of what was said stands in it."""


class KnowledgeMatch(Struct, frozen=True, kw_only=True):
    """An entry that fits, and how well: 0 to 1."""

    entry: Knowledge
    score: float


def fitting_entries(
    entries: Iterable[Knowledge], words: str, model: str = "", limit: int = 3
) -> list[KnowledgeMatch]:
    """The entries for this model that fit the words, the best first; an entry that names the model
    before one for all.

    Without a model every entry is looked at, without words every entry of the model fits.
    """
    matches = []
    for entry in entries:
        if model and not is_for_model(entry, model):
            continue
        score = _entry_score(entry, words) if words.strip() else LEAST_SCORE
        if score >= LEAST_SCORE:
            matches.append(KnowledgeMatch(entry=entry, score=score))
    return sorted(matches, key=lambda fit: (-fit.score, "*" in fit.entry.models, fit.entry.slug))[
        :limit
    ]


def is_for_model(entry: Knowledge, model: str) -> bool:
    """Whether the entry is for this model: named in full, by the beginning of its name, or for
    all.
    """
    name = model.casefold()
    return any(wanted == "*" or name.startswith(wanted.casefold()) for wanted in entry.models)


def _entry_score(entry: Knowledge, words: str) -> float:
    """The best of symptom, title and what callers say; words scattered over the whole entry count
    for less.
    """
    close = max(likeness(words, text) for text in (entry.symptom, entry.title, *entry.words))
    pieces_of_words = text_pieces(words)
    everything = text_pieces(
        " ".join(
            [entry.title, entry.symptom, *entry.words, entry.cause, entry.remedy, *entry.models]
        )
    )
    spread = len(pieces_of_words & everything) / len(pieces_of_words) if pieces_of_words else 0.0
    return max(close, 0.9 * spread)
