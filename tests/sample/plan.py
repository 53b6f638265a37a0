"""What comes in when: how many of every kind and way, on which days, and what else happens to
them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from sample.desk import ADDED_LANES, BEGIN, NEWEST_LANES, STORE_LANES, ZONE, World, at_clock
from sample.dice import Dice

OFFICES = {"SZ": 28, "BJ": 20, "SH": 23, "WH": 15, "CD": 14}

WAYS: dict[str, tuple[str, str, int]] = {
    # way: kind, which machine it needs, how many
    "visit": ("repair", "on_site", 215),
    "provisional": ("repair", "on_site", 24),
    "no_fault": ("repair", "on_site", 14),
    "not_reproduced": ("repair", "on_site", 13),
    "needs_parts": ("repair", "visit_or_paid", 44),
    "part_not_brought": ("repair", "on_site", 13),
    "postponed": ("repair", "on_site", 13),
    "refused": ("repair", "on_site", 8),
    "declined": ("repair", "paid", 8),
    "taken_along": ("repair", "bench_visit", 16),
    "factory_visit": ("repair", "on_site", 10),
    "by_phone": ("repair", "any", 96),
    "walk_in": ("repair", "walk", 46),
    "walk_in_paid": ("repair", "walk_paid", 16),
    "factory_walk": ("repair", "walk", 9),
    "factory_replaced": ("repair", "walk", 9),
    "paid": ("repair", "paid", 74),
    "paid_declined": ("repair", "paid", 14),
    "cancelled": ("repair", "on_site", 15),
    "nobody_free": ("repair", "on_site", 8),
    "free_of_charge": ("repair", "paid", 8),
    "misuse": ("repair", "on_site", 13),
    "contract": ("repair", "unfiled", 30),
    "repeat": ("repair", "", 14),
    "inquiry": ("inquiry", "any", 72),
    "maintenance": ("maintenance", "any", 44),
    "installation": ("installation", "new", 30),
    "complaint": ("complaint", "", 26),
    "exchange": ("exchange", "on_site", 16),
    "upgrade": ("upgrade", "robot", 22),
    "suggestion": ("suggestion", "any", 22),
    "training": ("training", "any", 22),
    "inspection": ("inspection", "any", 22),
    "survey": ("survey", "new", 16),
}

ADDED: dict[str, tuple[str, str, int]] = {
    "counter": ("repair", "on_site", 8),
    "full": ("repair", "full", 8),
    "partial": ("repair", "partial", 8),
    "over": ("repair", "over", 8),
    "night": ("repair", "night", 8),
    "amended": ("repair", "on_site", 35),
    "another_customer": ("repair", "on_site", 7),
    "another_machine": ("repair", "on_site", 7),
    "missed": ("repair", "on_site", 7),
    "owing": ("repair", "out", 7),
    "paid": ("repair", "out", 5),
    "misuse": ("repair", "on_site", 7),
    "upgrade": ("upgrade", "robot", 5),
    "complaint": ("complaint", "", 7),
    "elsewhere": ("repair", "on_site", 8),
    "left_turn": ("repair", "on_site", 6),
    "left_visit": ("repair", "on_site", 6),
}
"""What was added later: played behind the others, so that these stay as they are."""
NEWEST: dict[str, tuple[str, str, int]] = {
    "amended": ("repair", "on_site", 7),
    "ill": ("repair", "on_site", 14),
    "night_call": ("repair", "on_site", 6),
    "one_of_two": ("repair", "on_site", 6),
}
"""What was added last; of the last two each brings another ticket with it."""
SECOND = {
    "night_call": "second_call",
    "one_of_two": "other_of_two",
    "first_of_day": "second_of_day",
}
"""What follows a few minutes later, of the same customer."""
STORE: tuple[tuple[str, str, str, str], ...] = (
    # way, office, the days on which it comes in: of Chengdu none in the month whose report is kept
    ("sent_for", "SZ", "10-09", "10-14"),
    ("sent_for", "BJ", "10-09", "10-14"),
    ("sent_for", "SH", "10-09", "10-14"),
    ("sent_for", "WH", "09-08", "09-11"),
    ("sent_for", "CD", "08-10", "08-12"),
    ("not_wanted", "SZ", "10-12", "10-16"),
    ("not_wanted", "BJ", "09-14", "09-18"),
    ("not_wanted", "SH", "09-21", "09-24"),
    ("not_wanted", "WH", "10-12", "10-16"),
    ("not_wanted", "CD", "08-12", "08-14"),
    ("two_parts", "BJ", "10-12", "10-15"),
    ("two_parts", "SH", "09-08", "09-11"),
    ("first_of_day", "WH", "10-13", "10-15"),
    ("unbooked", "SZ", "10-13", "10-15"),
    ("board", "SZ", "09-14", "09-17"),
    ("part_out", "BJ", "10-14", "10-16"),
    ("two_ways", "SZ", "10-13", "10-15"),
    ("two_ways", "CD", "08-11", "08-13"),
    ("goodwill", "SH", "10-12", "10-14"),
    ("goodwill", "WH", "09-15", "09-17"),
    ("below", "SZ", "09-21", "09-23"),
    ("below", "BJ", "10-13", "10-15"),
    ("account", "SZ", "09-07", "09-09"),
    ("account", "SH", "09-08", "09-10"),
    ("taken_twice", "SZ", "10-19", "10-21"),
    ("late_slip", "SZ", "10-19", "10-21"),
    ("late_slip", "SH", "10-20", "10-22"),
)
"""What came with the store and the cash desk: a ticket each."""
OF_STORE = 30_000
"""Their numbers begin here."""
_OUT = ("two_ways", "goodwill", "below", "account", "taken_twice")
"""Those that the customer pays for."""
CONTRACTS = ("unfiled", "full", "partial", "over", "night")
"""Needs that are a contract of the customer's; nobody else has one."""
AMENDED = ("outcome", "parts", "rating", "technician", "at")
"""What is put right, one after the other."""
_SPANS = {
    "owing": ("10-12", "10-27"),
    "left_turn": ("09-21", "09-22"),
    "left_visit": ("10-13", "10-15"),
    "complaint": ("09-01", "10-20"),
}
"""When some of these come in; the others from August on."""
_EXTRAS: dict[str, tuple[str, ...]] = {
    "owing": ("owing",),
    "paid": ("refund",),
    "misuse": ("misuse",),
    "upgrade": ("software_service",),
    "complaint": ("late",),
}
"""What else happens to all of a way."""
_ONE_OFFICE = {"left_turn": "SZ", "left_visit": "SH"}

EXTRAS: dict[str, float] = {
    "noted": 0.07, "reminder": 0.05, "not_reached": 0.06, "never_reached": 0.025, "reschedule": 0.06, "hold": 0.06,
    "unsigned": 0.05, "dissatisfied": 0.05, "back_again": 0.04, "leftover": 0.03, "promise": 0.06, "correction": 0.04,
}  # fmt: skip
ON_THE_WAY = (
    "visit",
    "provisional",
    "needs_parts",
    "postponed",
    "paid",
    "misuse",
    "no_fault",
    "part_not_brought",
)

# Open on the last day: how it comes in, where it stops (a state or an event), on which days it came
# in, how many.
OPEN = (
    ("midnight", "noted", "10-30", "10-31", 7),
    ("visit", "received", "10-30", "10-30", 6),
    ("visit", "handed_over", "10-30", "10-30", 6),
    ("visit", "replied", "10-30", "10-30", 6),
    ("visit", "dispatched", "10-30", "10-30", 7),
    ("visit", "visiting", "10-28", "10-29", 12),
    ("walk_in", "placed", "10-28", "10-30", 7),
    ("factory_walk", "at_factory", "10-19", "10-27", 6),
    ("visit", "on_hold", "10-26", "10-29", 4),
    ("needs_parts", "on_hold", "10-26", "10-28", 4),
    ("visit", "visited", "10-28", "10-29", 4),
    ("visit", "slip_in", "10-28", "10-29", 5),
    ("visit", "called_back", "10-27", "10-28", 9),
    ("visit", "reopened", "10-26", "10-28", 10),
)
_AT_THE_END = {
    "received": (16, 40, 40),
    "handed_over": (15, 0, 70),
    "replied": (8, 50, 120),
    "dispatched": (8, 50, 160),
}


class Plan(Struct, frozen=True):
    """One ticket that is to come in."""

    at: datetime
    office: str
    way: str
    kind: str
    need: str
    number: int
    extras: tuple[str, ...] = ()
    stop: str = ""
    lane: str = ""  # of the desk that takes it down; empty: one of the office's usual ones

    @property
    def site(self) -> str:
        """The office that the customer belongs to."""
        offices = list(OFFICES)
        further = 1 if self.way == "elsewhere" else 0
        return offices[(offices.index(self.office) + further) % len(offices)]


def plans(world: World) -> list[Plan]:
    """All tickets in the order in which they come in."""
    found: list[Plan] = []
    for way, (kind, need, count) in WAYS.items():
        last = {"installation": 25, "repeat": 24}.get(way, 29)
        for index in range(count):
            dice = Dice("plan", way, index)
            office = dice.weighted(OFFICES)
            extras = (
                [name for name, share in EXTRAS.items() if dice.chance(share)]
                if way in ON_THE_WAY
                else []
            )
            if (
                kind == "repair"
                and way != "contract"
                and way not in ON_THE_WAY
                and dice.chance(0.07)
            ):
                extras.append("noted")
            if way in ("paid", "walk_in_paid") and index % 9 == 4:
                extras.append("void")
            if way == "paid" and index % 12 == 7:
                extras.append("refund")
            if way == "by_phone" and index % 8 == 3:
                extras.append("back_again")
            if need in ("walk", "walk_paid") and "noted" in extras:
                extras.remove("noted")
            if "never_reached" in extras and "not_reached" in extras:
                extras.remove("not_reached")
            if way == "misuse":
                extras.append("misuse")
            first = 20 if way in ("complaint", "repeat") else 0
            at = _moment(world, office, dice, way, "noted" in extras, first=first, last=last)
            found.append(Plan(at, office, way, kind, need, len(found), tuple(extras)))
    for way, stop, since, until, count in OPEN:
        kind, need, _ = WAYS.get(way, ("repair", "any", 0))
        for index in range(count):
            dice = Dice("open", way, stop, index)
            office = list(OFFICES)[index % len(OFFICES)]
            extras = {
                "on_hold": ("hold",) if way == "visit" else (),
                "reopened": ("dissatisfied",),
            }.get(stop, ())
            found.append(
                Plan(
                    _open_moment(world, office, dice, stop, since=since, until=until),
                    office,
                    way,
                    kind,
                    need,
                    len(found),
                    extras,
                    stop,
                )
            )
    return sorted(found, key=lambda plan: (plan.at, plan.number))


def added_plans(world: World) -> list[Plan]:
    """What comes in besides, at desks of its own."""
    found: list[Plan] = []
    for way, (kind, need, count) in ADDED.items():
        since, until = _SPANS.get(way, ("08-04", "10-26"))
        for index in range(count):
            dice = Dice("added", way, index)
            office = _ONE_OFFICE.get(way) or list(OFFICES)[index % len(OFFICES)]
            extras = (AMENDED[index % len(AMENDED)],) if way == "amended" else _EXTRAS.get(way, ())
            at = _added_moment(world, office, dice, since, until, by_night=way == "night")
            number = 10_000 + len(found)
            found.append(
                Plan(at, office, way, kind, need, number, extras, lane=ADDED_LANES[office])
            )
    return sorted(found, key=lambda plan: (plan.at, plan.number))


def newest_plans(world: World) -> list[Plan]:
    """What comes in besides these, at desks that are newer still."""
    found: list[Plan] = []
    offices = ("SZ", "BJ", "SH", "CD", "WH")
    for way, (kind, need, count) in NEWEST.items():
        for index in range(count):
            dice, office = Dice("newest", way, index), offices[index % len(offices)]
            by_night = way == "night_call"
            at = _added_moment(world, office, dice, "08-05", "10-20", by_night=by_night)
            extras = {"amended": ("technician",), "night_call": ("noted",)}.get(way, ())
            lane, number = NEWEST_LANES[office], 20_000 + len(found)
            found.append(Plan(at, office, way, kind, need, number, extras, lane=lane))
            if way in SECOND:
                later = at + timedelta(minutes=dice.between(11, 19))
                then = Plan(later, office, SECOND[way], kind, need, number + 1, extras, lane=lane)
                found.append(then)
    return sorted(found, key=lambda plan: (plan.at, plan.number))


def store_plans(world: World) -> list[Plan]:
    """What comes in besides these, with the store and the cash desk."""
    found: list[Plan] = []
    for index, (way, office, since, until) in enumerate(STORE):
        dice, number = Dice("store", way, office), OF_STORE + 10 * index
        need = "out" if way in _OUT else {"unbooked": "table", "board": "table"}.get(way, "on_site")
        at = _added_moment(world, office, dice, since, until, by_night=False)
        plan = Plan(at, office, way, "repair", need, number, lane=STORE_LANES[office])
        found.append(plan)
        if way in SECOND:
            later = at + timedelta(minutes=dice.between(25, 40))
            then = (SECOND[way], "repair", need, number + 1)
            found.append(Plan(later, office, *then, lane=STORE_LANES[office]))
    return sorted(found, key=lambda plan: (plan.at, plan.number))


def _added_moment(
    world: World, office: str, dice: Dice, since: str, until: str, *, by_night: bool
) -> datetime:
    first, last = (date.fromisoformat(f"2026-{day}") for day in (since, until))
    while True:
        day = first + timedelta(days=dice.between(0, (last - first).days))
        hour = dice.pick((1, 3, 5, 22, 23)) if by_night else dice.pick((8, 9, 10, 11, 14, 15, 16))
        moment = at_clock(day, hour, dice.between(0, 59)) + timedelta(seconds=dice.between(0, 59))
        if by_night or world.calendar(office).is_open(moment):
            return moment


def _moment(
    world: World, office: str, dice: Dice, way: str, noted: bool, *, first: int, last: int
) -> datetime:
    """When it comes in: in opening hours, at lunch or at night where somebody else takes the
    call.
    """
    calendar = world.calendar(office)
    span = (datetime(2026, 10, last, tzinfo=ZONE) - BEGIN).days
    while True:
        day = (BEGIN + timedelta(days=dice.between(first, span))).date()
        hours = calendar.plan_of_day(day).hours
        if way == "contract":
            return at_clock(
                day,
                dice.weighted({3: 1, 7: 2, 10: 4, 12: 3, 15: 3, 18: 4, 21: 3, 23: 1}),
                dice.between(0, 59),
            ) + timedelta(seconds=dice.between(0, 59))
        if noted and dice.chance(0.3 if hours else 0.8):
            return at_clock(
                day, dice.weighted({12: 3, 18: 4, 19: 4, 20: 3, 21: 2, 7: 1}), dice.between(5, 55)
            )
        if not hours or (day.month == 10 and day.day > last):
            continue
        busy = 1.0 if day.weekday() == 0 or day == date(2026, 10, 8) else 0.8
        if not dice.chance(busy):
            continue
        hour = dice.weighted({8: 8, 9: 22, 10: 19, 11: 10, 13: 7, 14: 14, 15: 11, 16: 8, 17: 1})
        moment = at_clock(day, hour, dice.between(0, 59)) + timedelta(seconds=dice.between(0, 59))
        if calendar.is_open(moment):
            return moment


def _open_moment(
    world: World, office: str, dice: Dice, stop: str, *, since: str, until: str
) -> datetime:
    first = date.fromisoformat(f"2026-{since}")
    days = (date.fromisoformat(f"2026-{until}") - first).days
    day = first + timedelta(days=dice.between(0, days))
    if stop == "noted":
        hour = dice.between(18, 21) if day.day == 30 else dice.between(9, 16)
        return at_clock(day, hour, dice.between(0, 59)) + timedelta(seconds=dice.between(0, 59))
    hour, minute, spread = _AT_THE_END.get(stop, (9, 5, 120))
    while not world.calendar(office).plan_of_day(day).hours:
        day += timedelta(days=1)
    return at_clock(day, hour, minute) + timedelta(
        minutes=dice.between(0, spread), seconds=dice.between(0, 59)
    )
