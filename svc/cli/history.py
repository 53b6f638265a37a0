"""What is against history, as programs read it: of `svc check --history` and of `svc guard`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from svc.render import history

if TYPE_CHECKING:
    from svc.cli.desk import Desk
    from svc.errors import Phrase
    from svc.rules.history.judging import AgainstHistory


def show_history(
    desk: Desk, commits: int, found: Sequence[AgainstHistory], rewound: Phrase | None = None
) -> None:
    """Answer in JSON: how many commits were judged, and what was found."""
    desk.show_json(
        "history",
        commits=commits,
        rewound=desk.words.show(rewound) if rewound else "",
        items=[_fields(desk, each) for each in found],
    )


def _fields(desk: Desk, found: AgainstHistory) -> dict[str, object]:
    """What is against history, in JSON."""
    words, tampering = desk.words, found.tampering
    return {
        "rule": tampering.kind,
        "path": found.path,
        "commit": found.commit.id,
        "author": found.commit.author,
        "at": found.commit.when,
        "of": found.of,
        "message": words.show(tampering.problem),
        "changes": [
            {"field": ".".join(each.field), "before": each.before, "after": each.after}
            for each in tampering.changes
        ],
        "do": history.advice(words, found),
        "stands": found.stands,
    }
