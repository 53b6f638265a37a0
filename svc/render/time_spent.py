"""For whom a ticket waited how long, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import N_
from svc.render.explained import hours_and_minutes
from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    from svc.render.words import Words
    from svc.rules.promises.time_spent import TimeSpent


def spent_lines(spent: TimeSpent, words: Words) -> list[str]:
    """`Waited for (working time 12h30m):`, then each with its length and its share, the longest
    first; shares are rounded, lengths add up.
    """
    head = (
        N_("Where the time went, day and night ({length}):")
        if spent.elapsed
        else N_("Where the working time went ({length}):")
    )
    rows = [
        (
            words.label("bucket", bucket),
            words.show(hours_and_minutes(seconds)),
            f"{100 * seconds / spent.total:.0f}%",
        )
        for bucket, seconds in sorted(spent.seconds.items(), key=lambda row: -row[1])
    ]
    name, length, share = (max(terminal_cells(row[i]) for row in rows) for i in range(3))
    return [
        words(head, length=hours_and_minutes(spent.total)),
        *(
            f"  {row[0]}{' ' * (name - terminal_cells(row[0]))}"
            f"  {' ' * (length - terminal_cells(row[1]))}{row[1]}  {row[2]:>{share}}"
            for row in rows
        ),
    ]
