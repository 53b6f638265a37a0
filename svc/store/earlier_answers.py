"""Answers to earlier questions, for the arrow keys of the next one: in `.git/svc/drafts/`, which
its owner alone can read, of this copy alone.

Only of questions whose answers are technical words. What may name a customer or say something about
one stays in the memory of the command that asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import SvcError
from svc.store import drafts

if TYPE_CHECKING:
    from svc.store.git.program import Root

NAME = "answers.json"
KEPT = ("model", "specification", "judged", "remedy", "line", "hours", "set", "code")
"""Options whose answers name nobody."""
MOST = 30  # of each


def read(root: Root) -> dict[str, list[str]]:
    """The answers by option, the latest last; none where they can't be read."""
    with suppress(SvcError, ValueError):
        kept = json.loads(drafts.read(root, NAME) or b"{}")
        if isinstance(kept, dict):
            return {
                name: [each for each in answers if isinstance(each, str) and each.isprintable()]
                for name, answers in kept.items()
                if name in KEPT and isinstance(answers, list)
            }
    return {}


def keep(root: Root, answers: Mapping[str, list[str]]) -> None:
    """Keep those that may be kept; where it can't be done it is not."""
    kept = {name: answers[name][-MOST:] for name in KEPT if answers.get(name)}
    if kept and kept != read(root):
        with suppress(SvcError):
            drafts.write(root, NAME, json.dumps(kept, ensure_ascii=False).encode())
