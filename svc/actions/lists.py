"""Tickets in a list."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from svc.errors import Damaged
from svc.model.tickets import Ticket
from svc.rules.lifecycle import State
from svc.rules.promises import Held, nearest
from svc.store.ledger import Ledger


class Row(Struct, frozen=True, kw_only=True):
    """One ticket of a list: as it stands now, and the open promise that falls due first."""

    ticket: Ticket
    state: State
    due: Held | None


def tickets(
    ledger: Ledger,
    now: datetime,
    *,
    all_states: bool = False,
    status: str = "",
    office: str = "",
    region: str = "",
    technician: str = "",
) -> tuple[list[Row], list[Damaged]]:
    """The tickets that fit, open ones unless `all_states` or a status is asked for; the nearest due first.

    What could not be read is returned beside them, never left out in silence.
    """
    broken: list[Damaged] = []
    rows = []
    for record in ledger.tickets(broken, office):
        state = record.state
        if not (all_states or status or state.is_open()):
            continue
        if status not in ("", state.status) or region not in ("", record.ticket.region):
            continue
        if technician not in ("", state.technician):
            continue
        held = ledger.promises_told(state, now, broken)
        rows.append(Row(ticket=state.current, state=state, due=nearest(held)))
    return sorted(rows, key=_order), broken


def _order(row: Row) -> tuple[bool, float, str]:
    due = row.due.due if row.due else None
    return (due is None, due.timestamp() if due else 0.0, row.ticket.id)
