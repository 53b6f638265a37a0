"""A ticket in a list: what stands in a row, whatever the row is made from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.rules.promises.due import Due

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State


class ExtraCells(Struct, frozen=True, kw_only=True):
    """What a list shows of a ticket only when it is asked for."""

    contact: str
    phone: str
    mobile: str
    symptom: str
    appointment: datetime | None


class ListRow(Struct, frozen=True, kw_only=True):
    """A ticket as it stands now, and the open promise that falls due first. Empty while a noted
    call lacks it.
    """

    id: str
    kind: str | None
    status: str
    urgency: str | None
    office: str
    region: str
    customer: str | None
    model: str | None
    serial: str | None
    technician: str
    received: datetime
    due: Due | None
    extra: ExtraCells | None = None  # None where nobody asked for it


def list_row(state: State, due: Due | None) -> ListRow:
    """The row of a ticket, with all that can be asked for."""
    ticket = state.current
    customer, machine = ticket.customer, ticket.equipment
    return ListRow(
        id=ticket.id,
        kind=ticket.kind,
        status=state.status,
        urgency=ticket.urgency,
        office=ticket.office,
        region=ticket.region,
        customer=customer.unit if customer else None,
        model=machine.model if machine else None,
        serial=machine.serial if machine else None,
        technician=state.technician,
        received=ticket.received,
        due=due,
        extra=ExtraCells(
            contact=customer.contact if customer else "",
            phone=customer.phone if customer else "",
            mobile=customer.mobile if customer else "",
            symptom=ticket.symptom,
            appointment=state.appointment,
        ),
    )
