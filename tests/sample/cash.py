"""The cash days of the last month (日对账): each day on which something happened is counted and
sealed by the office's cashier, mostly the next working morning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from sample.desk import END, LANES, ZONE, Case, World, at_clock
from sample.dice import Dice
from sample.office_deeds import OfficeDeed, confirmed, corrected
from svc.model import events as ev
from svc.rules.daily.sheet import COUNTED

FIRST = date(2026, 10, 1)
_DIFFERENCES = {
    ("SZ", "cash"): (date(2026, 10, 9), "-5.00", "找零多找了五元，收款员自补"),
    ("SH", "wechat"): (date(2026, 10, 13), "0.50", "客户多扫五角，记长款"),
}
"""By office and way of paying: of the first day since then on which some of it came."""


def planned(cases: Iterable[Case]) -> Iterator[OfficeDeed]:
    """What cashiers type, by office and day."""
    cases = list(cases)
    world = cases[0].world
    days, taken = _days(cases)
    late = _late_slips(cases, world)
    for office in LANES:
        cashier = world.who(office, "cashier")[0]
        last = datetime.min.replace(tzinfo=ZONE)
        differences = _differing_days(office, taken)
        for day in sorted(days[office]):
            dice = Dice("cash", office, day)
            typed = max(_sealed_at(world, office, day, dice), last + timedelta(seconds=70))
            last = typed + timedelta(seconds=dice.between(0, 40))
            how, amount, reason = differences.get(day, ("", "0", ""))
            by_how = {how: Decimal(amount)} if how else {}
            seal = confirmed(office, day, by_how, reason)
            yield OfficeDeed(last, office, f"seal {office} {day}", cashier, seal)
        for day, typed in late.get(office, ())[:1]:
            if office == "SZ":
                moment = typed + timedelta(minutes=18)
                done = corrected(office, day, "回执夹在别的单子里，今天找到补录")
                yield OfficeDeed(moment, office, f"correct {office} {day}", cashier, done)


def _days(
    cases: Iterable[Case],
) -> tuple[dict[str, set[date]], dict[tuple[str, str], set[date]]]:
    """The days of each office of which a sheet says something; those on which money came to the
    desk, by office and way.
    """
    days: dict[str, set[date]] = defaultdict(set)
    taken: dict[tuple[str, str], set[date]] = defaultdict(set)
    for case in cases:
        for event in case.state.events:
            if not isinstance(event, COUNTED) or event.at.date() < FIRST:
                continue
            office, day = case.state.office_at(event.seq), event.at.date()
            days[office].add(day)
            is_at_desk = isinstance(event, ev.Paid) and event.taken_by == case.role("cashier")
            if is_at_desk and isinstance(event, ev.Paid):
                taken[office, event.how].add(day)
    return days, taken


def _differing_days(
    office: str, taken: dict[tuple[str, str], set[date]]
) -> dict[date, tuple[str, str, str]]:
    return {
        min(day for day in taken[where] if day >= since): (where[1], amount, reason)
        for where, (since, amount, reason) in _DIFFERENCES.items()
        if where[0] == office
    }


def _sealed_at(world: World, office: str, day: date, dice: Dice) -> datetime:
    """Soon after the next opening; the last two days on the evening of the last."""
    opening = world.calendar(office).next_opening(at_clock(day + timedelta(days=1), 0))
    if opening > END:
        opening = END - timedelta(minutes=24)
        return opening + timedelta(minutes=dice.between(0, 6), seconds=dice.between(0, 59))
    return opening + timedelta(minutes=dice.between(6, 22), seconds=dice.between(0, 59))


def _late_slips(cases: Iterable[Case], world: World) -> dict[str, list[tuple[date, datetime]]]:
    """Slips that were entered for a day that was sealed by then, by office: the day, and when."""
    found: dict[str, list[tuple[date, datetime]]] = defaultdict(list)
    for case in cases:
        for event in case.state.events:
            is_late = isinstance(event, ev.SlipIn) and event.typed - event.at > timedelta(days=1)
            if is_late and event.at.date() >= FIRST:
                found[case.office].append((event.at.date(), event.typed))
    return found
