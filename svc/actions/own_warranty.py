"""The warranty of a part and of a repair, as it is told at intake and on a quotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from svc.errors import N_, Damaged, Notice, PartUnderWarranty, Phrase, RepairUnderWarranty
from svc.model.events import QuoteLine
from svc.model.money import NOTHING
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


def own_warranties_of(ledger: Ledger, state: State, broken: list[Damaged]) -> list[UnderWarranty]:
    """What was under its own warranty on the ticket's machine when the request came in, by the
    machine's other tickets.
    """
    settings, ticket = ledger.settings, state.current
    if ticket.equipment is None or not (
        settings.part_warranty.is_given or settings.repair_warranty.is_given
    ):
        return []
    serial = ticket.equipment.serial
    same_machine = Sought(keys=(("serial", serial),))
    return own_warranties(
        serial,
        [record.state for record in ledger.tickets(broken, "", same_machine)],
        settings,
        ticket.received,
        ledger.zone,
        symptom=ticket.symptom,
        besides=ticket.id,
    )


def free_lines(
    lines: Sequence[QuoteLine], under: Sequence[UnderWarranty], say: Callable[[Phrase], str]
) -> list[QuoteLine]:
    """The lines of a quote or charge; of a part that is under its own warranty so many pieces cost
    nothing, and the line says why. `say` puts the reason into the ledger's language.
    """
    left = [each.count for each in under]
    made: list[QuoteLine] = []
    for line in lines:
        count = line.count
        for nth, each in enumerate(under if line.code and line.price > 0 else ()):
            free = min(count, left[nth])
            if part_form(each.part) != part_form(line.code) or not free:
                continue
            item = say(
                Phrase(
                    N_("{item} (warranty of the part fitted on {fitted}, until {until})"),
                    item=line.item,
                    fitted=each.since,
                    until=each.until,
                )
            )
            made.append(replace(line, item=item, count=free, price=NOTHING))
            left[nth] -= free
            count -= free
        if count:
            made.append(replace(line, count=count))
    return made
