"""What papers are made from: a ticket, its promises, the settings, and what else of the ledger they
name.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.papers import linked_tickets, tickets_together
from svc.actions.stock import positions_of
from svc.actions.stock_figures import lots_of_loan
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.parts import Part
    from svc.render.papers.filling import Given
    from svc.rules.promises.runs import PromiseRun


def given_of(ledger: Ledger, state: State, now: datetime, which: str = "") -> Given:
    """All that a paper about this ticket can ask for. Raises Damaged if its promises can't be
    told.
    """
    return given_with(ledger, state, ledger.promises(state, now), which)


def given_with(ledger: Ledger, state: State, promises: list[PromiseRun], which: str = "") -> Given:
    """The same, its promises being known."""
    from svc.render.papers.filling import Given

    @cache
    def positions() -> dict[str, str]:
        return positions_of(ledger, state.office_at(max(event.seq for event in state.events)))

    def find_part(code: str) -> Part | None:
        # the catalogue is read by a paper that names parts, and by no other; so are the books
        part = ledger.parts.find_part(code)
        if part is None:
            return None
        return replace(part, position=positions().get(part.code) or part.position)

    return Given(
        state=state,
        promises=promises,
        settings=ledger.settings,
        staff=ledger.staff,
        which=which,
        linked=linked_tickets(ledger, state),
        together=tickets_together(ledger, state),
        find_part=find_part,
        lots_of=lambda lent: lots_of_loan(ledger, state.ticket.id, lent),
    )
