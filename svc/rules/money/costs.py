"""Who of us bears what a ticket cost (S3 5, 9); the department may settle it otherwise in
`svc.yaml`.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from msgspec import Struct

from svc.model.events import Bearer, ComplaintJudged, CostNoted, CostSort
from svc.model.parts import PartsCatalogue
from svc.model.settings import Settings
from svc.rules.stock.used import parts_used
from svc.rules.ticket.lifecycle import State

OF_PEOPLE: tuple[CostSort, ...] = ("travel", "lodging", "allowance")
"""What a person spends: the sales branch bears it for its own staff, the company for others (S3
9.1).
"""

USUAL: dict[CostSort, Bearer] = {
    "travel": "company",
    "lodging": "company",
    "allowance": "company",
    "repair": "manufacturing",  # this and the next three: S3 9.2
    "parts": "manufacturing",
    "transport": "manufacturing",
    "packing": "manufacturing",
    "damage": "service",  # by whom it was done: paid and recorded (S2 4.2.7.3D)
    "other": "company",  # ours
}


class CostRow(Struct, frozen=True, kw_only=True):
    """A cost of a ticket: noted by somebody, or a part that was used, at its value."""

    ticket: str
    seq: int  # of the event it came by: the last by which the part was used
    sort: CostSort
    amount: Decimal
    bearer: Bearer
    words: str
    is_derived: bool


def noted_costs(state: State) -> list[CostRow]:
    """What somebody noted that a ticket cost us."""
    return [
        CostRow(
            ticket=state.ticket.id,
            seq=event.seq,
            sort=event.sort,
            amount=event.amount,
            bearer=event.bearer,
            words=event.words,
            is_derived=False,
        )
        for event in state.events
        if isinstance(event, CostNoted)
    ]


def costs_of(state: State, settings: Settings, parts: PartsCatalogue) -> list[CostRow]:
    """What a ticket cost us: what was noted, and the parts used at their value in the catalogue.

    Ours: a part counts that no line of the charge has the customer pay for; where somebody noted a
    cost of sort `parts`, that is the whole of them, and none is counted twice.
    """
    rows = noted_costs(state)
    if any(row.sort == "parts" for row in rows):
        return rows
    bearer = bearer_of("parts", state, settings, state.current.office)
    last = {use.part: use.event.seq for use in parts_used(state)}
    for part, count in parts_we_pay(state, parts).items():
        value = parts.price_of(part)
        if value:
            row = CostRow(
                ticket=state.ticket.id,
                seq=last[part],
                sort="parts",
                amount=value * count,
                bearer=bearer,
                words=f"{part} × {count}",
                is_derived=True,
            )
            rows.append(row)
    return rows


def parts_we_pay(state: State, parts: PartsCatalogue) -> Counter[str]:
    """The parts the ticket used, less those that the customer pays for by a line of the charge,
    which names the part by the code of a price list, or in words.
    """
    used: Counter[str] = Counter()
    for use in parts_used(state):
        used[use.part] += use.count
    charge = state.account.charge
    for line in charge.lines if charge is not None else ():
        if line.free or not line.price:
            continue
        in_words = None if line.code else parts.named(line.item.strip())
        used[in_words.code if in_words else line.code] -= line.count
    return +used


def bearer_of(category: CostSort, state: State, settings: Settings, office: str) -> Bearer:
    """Who bears a cost of this sort on this ticket; `office` is that of the person whose cost it
    is.

    A complaint judged to be no quality matter is the business department's, which recovers it from
    the customer (S3 5.2); damage that we did never is.
    """
    judged = next(
        (event for event in reversed(state.ticket.log) if isinstance(event, ComplaintJudged)), None
    )
    if judged is not None and not judged.quality and category != "damage":
        return "business"
    own = next((bearer for name, bearer in settings.bearers.items() if name == category), None)
    if own is not None:
        return own
    entry = settings.offices.get(office)
    if category in OF_PEOPLE and entry is not None and entry.sales_branch:
        return "branch"
    return USUAL[category]
