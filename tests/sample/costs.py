"""What finished tickets cost the department (S3 9): noted by the office's lead in the days after
closing.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sample.desk import END, Case
from sample.dice import Dice
from svc.model import events as ev
from svc.rules.money.costs import bearer_of

FAR_KM, OVERNIGHT_KM = 30, 150


def note(case: Case) -> None:
    """Travel, nights and allowances of far visits, parts put in free of charge, freight to the
    factory, damage.
    """
    if case.state.status != "closed" or case.kind in ("inquiry", "suggestion"):
        return
    case.dice = Dice("cost", case.ticket.id)
    costs = _costs(case)
    case.now = case.typed + timedelta(minutes=case.dice.between(5, 90))
    if not costs or case.now > END - timedelta(hours=2):
        return
    for sort, amount, person, words in costs:
        bearer = bearer_of(sort, case.state, case.world.settings, case.office)
        case.say(
            "cost_noted",
            case.lead,
            sort=sort,
            amount=amount,
            bearer=bearer,
            person=person,
            words=words,
        )
        case.now += timedelta(seconds=case.dice.between(20, 70))


def _costs(case: Case) -> list[tuple[str, Decimal, str, str]]:
    dice, distance = case.dice, case.customer.distance_km or 0
    out: list[tuple[str, Decimal, str, str]] = []
    for visit in case.state.visits if distance > FAR_KM else ():
        who = case.technician or visit.by
        out.append(("travel", _yuan(2 * distance + dice.between(0, 40)), who, ""))
        if distance > OVERNIGHT_KM:
            out.append(("lodging", _yuan(10 * dice.between(22, 36)), who, "当天不能往返"))
            out.append(("allowance", _yuan(120), who, ""))
    if not case.state.account.charged:
        out += [(sort, amount, "", name) for sort, amount, name in _parts(case)]
    for event in case.log:
        if isinstance(event, ev.Shipped) and event.paid_by == "us":
            out.append(
                ("transport", _yuan(dice.between(60, 180)), "", f"{event.carrier} {event.number}")
            )
            if dice.chance(0.5):
                out.append(("packing", _yuan(5 * dice.between(6, 16)), "", "木架包装"))
    if case.kind == "complaint" and case.state.last_mark("complaint_judged") and dice.chance(0.6):
        out.append(("other", _yuan(dice.between(50, 300)), "", "慰问及赠送清洁套装"))
    if case.state.visits and dice.chance(0.012):
        out.append(("damage", _yuan(10 * dice.between(8, 40)), "", "移机时碰坏地砖，照价赔偿"))
    return out


def _parts(case: Case) -> list[tuple[str, Decimal, str]]:
    """Parts put in under warranty, at the list's price."""
    prices = case.world.prices[max(case.world.prices)]
    work: list[ev.Visited | ev.Repaired] = [*case.state.visits]
    work += [case.state.repaired] if case.state.repaired else []
    used = [(prices.find_item(part.part), part.count) for done in work for part in done.parts]
    return [
        ("parts", item.price * count, f"{item.name} × {count}")
        for item, count in used
        if item is not None
    ]


def _yuan(amount: int) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))
