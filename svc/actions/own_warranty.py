"""The warranty of a part and of a repair, as it is told at intake and on a quotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from svc.actions.free_lines import is_consumable
from svc.errors import (
    Damaged,
    Notice,
    PartUnderWarranty,
    RepairsNotSeen,
    RepairUnderWarranty,
)
from svc.model.events import QuoteLine
from svc.model.prices import PriceList
from svc.rules.forms import part_form
from svc.rules.parts.own_warranty import UnderWarranty, own_warranties
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


def warranty_notice(ledger: Ledger, each: UnderWarranty) -> Notice:
    """What is said of a part or a repair under its own warranty."""
    if not each.part:
        return RepairUnderWarranty(ended=each.since, ticket=each.ticket, until=each.until)
    part = ledger.parts.called(each.part)
    return PartUnderWarranty(part=part, fitted=each.since, ticket=each.ticket, until=each.until)


def warranty_notices(
    ledger: Ledger, under: Sequence[UnderWarranty], broken: Sequence[Damaged]
) -> list[Notice]:
    """What is said of each, and that tickets could not be read, in which there may be more."""
    files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
    unseen: list[Notice] = [RepairsNotSeen(files=files)] if files else []
    return [*(warranty_notice(ledger, each) for each in under), *unseen]


def own_warranties_of(ledger: Ledger, state: State, broken: list[Damaged]) -> list[UnderWarranty]:
    """What was under its own warranty on the ticket's machine when the request came in, by the
    machine's other tickets.
    """
    ticket = state.current
    if ticket.equipment is None or not ledger.settings.has_own_warranties:
        return []
    serial = state.serials_in_turn(0)[0]
    same_machine = Sought(keys=(("serial", serial),))
    others = [record.state for record in ledger.tickets(broken, "", same_machine)]
    return under_own_warranty(
        ledger, serial, others, ticket.received, symptom=ticket.symptom, besides=ticket.id
    )


def under_own_warranty(
    ledger: Ledger,
    serial: str,
    tickets: Iterable[State],
    at: datetime,
    *,
    symptom: str,
    besides: str,
) -> list[UnderWarranty]:
    """What is under its own warranty on a machine `at` a moment, as `own_warranties` finds it; what
    is used up in use has none.
    """
    found = own_warranties(
        serial, tickets, ledger.settings, at, ledger.zone, symptom=symptom, besides=besides
    )
    parts = {each.part: ledger.parts.find_part(each.part) for each in found}
    used_up = {code for code, part in parts.items() if part is not None and part.consumable}
    return [each for each in found if each.part not in used_up]


def free_lines(
    ledger: Ledger,
    lines: Sequence[QuoteLine],
    under: Sequence[UnderWarranty],
    prices: PriceList | None,
) -> list[QuoteLine]:
    """The lines of a quote or charge; of a part that is under its own warranty so many pieces cost
    nothing.
    """
    left = [each.count for each in under]
    made: list[QuoteLine] = []
    for line in lines:
        count = line.count
        is_paid = not line.code or is_consumable(ledger, line, prices)
        for nth, each in enumerate(() if is_paid else under):
            free = min(count, left[nth])
            if part_form(each.part) != part_form(line.code) or not free:
                continue
            made.append(replace(line, count=free, free="part_warranty"))
            left[nth] -= free
            count -= free
        if count:
            made.append(replace(line, count=count))
    return made
