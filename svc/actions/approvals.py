"""A manager answers for what the guard of the shared repository refuses: one event a finding, on
the ticket it is about, or on the newest one.
"""

from __future__ import annotations

import re

from svc.actions.typist import Typist, writing
from svc.errors import NoSuchRecord
from svc.model.events import Approved
from svc.model.ids import TicketId, record_id_at, ticket_order
from svc.store.ledger import Ledger

_NAMED = re.compile(r"^(?:svc: +| *)(\S+): .*\[[a-z-]+ ([0-9a-z]{6,16})\]$", re.MULTILINE)
"""As `svc guard` names what is wrong: the record, and by what a manager answers for it."""


def answer_for(ledger: Ledger, typist: Typist, said: str, reason: str, answered: set[str]) -> bool:
    """Record for everything that the guard named in `said` that a manager answers for it, what was
    `answered` for aside; False if there is nothing. Raises NoSuchRecord where there is no ticket to
    record it on, and what else keeps a command from recording.
    """
    named = {of: path for path, of in reversed(_NAMED.findall(said)) if of not in answered}
    if not named:
        return False
    with writing(ledger, typist) as tx:
        for of, path in named.items():
            event = Approved(asked=reason, granted=True, by_whom=typist.by, of=of)
            tx.append(_ticket(ledger, path), event)
    answered |= set(named)
    return True


def _ticket(ledger: Ledger, path: str) -> str:
    """The ticket at a path, if it is one and is there; else the newest."""
    number = record_id_at(path)
    if isinstance(number, TicketId) and (ledger.top / path).is_file():
        return str(number)
    newest = max(
        ledger.numbers(), key=lambda each: (each.year, each.month, ticket_order(each)), default=None
    )
    if newest is None:
        raise NoSuchRecord(ticket=path)
    return str(newest)
