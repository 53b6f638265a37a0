"""What waits until the parts that were lent for a ticket are settled (S4 visit 8, bench 6)."""

from __future__ import annotations

from svc.actions.typist import Typist
from svc.errors import N_, PartsNotSettled, Phrase
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import parts_out
from svc.store.ledger import Ledger


def check_settled(ledger: Ledger, state: State, typist: Typist) -> None:
    """Raise PartsNotSettled while a part lent for the ticket is out, unless a manager allows it (S4
    visit 8, bench 6): asked where it goes on, never of what happened.
    """
    out = parts_out(state.events)
    if out and not typist.allow:
        with_whom = N_("{part} with {person}")
        raise PartsNotSettled(
            ticket=state.ticket.id,
            parts=[
                Phrase(
                    with_whom,
                    part=ledger.parts.called(each.lent.part),
                    person=ledger.staff.name_of(each.technician),
                )
                for each in out
            ],
            part=out[0].lent.part,
        )
