"""What is attached to a ticket, as a numbered list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svc.errors import N_
from svc.model.events import Attached
from svc.model.staff import Staff
from svc.render.words import Words, printable
from svc.rules.ticket.attachments import is_removed


def attachment_lines(
    ticket: str, found: Sequence[tuple[Attached, bool]], staff: Staff, words: Words
) -> Iterator[str]:
    """A line each: number, name, what it shows, how large, by whom; where it is not here, where it
    is.
    """
    if not found:
        yield words(N_("{ticket}: nothing is attached."), ticket=ticket)
    for number, (each, is_here) in enumerate(found, 1):
        if is_removed(each):
            yield f"  {number}  {each.name}"
            continue
        line = words(
            N_("{name} ({shows}, {size}), {person} {day}"),
            name=printable(each.name),
            shows=words.label("shows", each.shows),
            size=size_said(each.size),
            person=staff.name_of(each.by),
            day=each.at.date(),
        )
        yield f"  {number}  {line}"
        if not is_here and each.beside:
            yield "     " + words(N_("not here: it is at desk {desk}"), desk=each.beside)
        elif not is_here:
            yield "     " + words(N_("not here, or not as it was attached: svc check"))


def size_said(size: int) -> str:
    """Bytes as people say them: 512 B, 340 KB, 2.4 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
