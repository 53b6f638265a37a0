"""What holds for every calendar, moment and duration: 10,000 random cases a law, the same ones each
run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import pytest

from svc.model.calendars import WEEKDAYS, calendar_from
from svc.rules.promises.clock import WorkCalendar

pytestmark = pytest.mark.slow
CALENDARS = 200
CASES = 10_000
FIRST = date(2024, 1, 1)
ZONES = ["Asia/Shanghai"] * 4 + [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]


def wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def day_hours(random: Random) -> list[str]:
    """No span, one, with a lunch break, or any number; some touching, some to 24:00, some from
    00:00.
    """
    cuts = sorted(random.sample(range(0, 1441, 15), 2 * random.choice([0, 1, 1, 2, 2, 3, 5])))
    if cuts and random.random() < 0.2:
        cuts[-1] = 1440
    if cuts and random.random() < 0.1:
        cuts[0] = 0
    if len(cuts) > 3 and random.random() < 0.2:
        cuts[1] = cuts[2]
    return [f"{wall(a)}-{wall(b)}" for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]


@cache
def calendar(seed: int) -> WorkCalendar:
    """A week with holidays, make-up days and exceptions, and never without open time."""
    random = Random(seed)
    hours = {day: day_hours(random) for day in WEEKDAYS if random.random() < 0.8}
    hours["tue"] = ["09:00-12:00", "13:00-18:00"]
    days = [(FIRST + timedelta(days=n)).isoformat() for n in random.sample(range(366), 40)]
    official = {
        "2024": {
            "notice": "made up",
            "closed": days[:12],
            "open": [*days[12:16], *({day: day_hours(random)} for day in days[16:20])],
        }
    }
    own = {day: {"hours": day_hours(random), "why": "made up"} for day in days[8:10] + days[18:30]}
    data = {"zone": random.choice(ZONES), "hours": hours, "official": official, "own": own}
    return WorkCalendar(calendar_from(data, f"made-up@{seed}.yaml"))


def moments(random: Random, clock: WorkCalendar) -> Iterator[datetime]:
    """Moments of 2024, half of them just at the edge of a span."""
    while True:
        moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(
            seconds=random.randrange(366 * 86_400)
        )
        if random.random() < 0.5:
            moment = clock.add(moment, random.choice([0, -1, 1])) + timedelta(
                seconds=random.choice([0, 0, 1, -1])
            )
        yield moment.astimezone(UTC)


def cases(law: str) -> Iterator[tuple[Random, WorkCalendar, Iterator[datetime]]]:
    random = Random(law)
    for number in range(CASES):
        clock = calendar(number % CALENDARS)
        yield random, clock, moments(random, clock)


def amount(random: Random) -> int:
    """Seconds: none, a few, whole quarters of an hour, which often end on an edge, or up to some
    weeks.
    """
    return random.choice(
        [0, random.randrange(5), 900 * random.randrange(200), random.randrange(900_000)]
    )


@pytest.mark.parametrize("sign", [1, -1])
def test_adding_twice_is_adding_once(sign: int) -> None:
    for random, clock, moment in cases(f"twice {sign}"):
        start, first, second = next(moment), sign * amount(random), sign * amount(random)
        assert clock.add(start, first + second) == clock.add(clock.add(start, first), second)


def test_as_much_lies_between_as_was_added() -> None:
    for random, clock, moment in cases("added"):
        start, seconds = next(moment), random.choice([1, -1]) * amount(random)
        assert clock.open_seconds_between(start, clock.add(start, seconds)) == seconds


def test_between_adds_up_in_any_order_of_the_three_moments() -> None:
    for _, clock, moment in cases("adds up"):
        a, b, c = next(moment), next(moment), next(moment)
        assert clock.open_seconds_between(a, b) + clock.open_seconds_between(
            b, c
        ) == clock.open_seconds_between(a, c)


def test_between_backwards_is_its_negative() -> None:
    for _, clock, moment in cases("backwards"):
        a, b = next(moment), next(moment)
        assert clock.open_seconds_between(a, b) == -clock.open_seconds_between(b, a)


def test_between_is_what_counting_every_quarter_of_an_hour_says() -> None:
    """Another way to the same number: edges lie on quarters, also where clocks change by half an
    hour.
    """
    for random, clock, moment in list(cases("counted"))[:300]:
        start = next(moment)
        start -= timedelta(minutes=start.minute % 15, seconds=start.second)
        quarters = random.randrange(200)
        open_ones = sum(
            clock.is_open(start + timedelta(minutes=15 * n + 7)) for n in range(quarters)
        )
        assert (
            clock.open_seconds_between(start, start + timedelta(minutes=15 * quarters))
            == 900 * open_ones
        )


def test_pauses_outside_the_way_change_nothing_and_others_add_what_they_hold() -> None:
    for random, clock, moment in list(cases("pauses"))[:2_000]:
        start, seconds = next(moment), amount(random)
        pauses = [tuple(sorted((next(moment), next(moment)))) for _ in range(random.randrange(4))]
        due = clock.add(start, seconds, pauses)
        assert clock.open_seconds_between(start, due, pauses) == seconds
        assert due >= clock.add(start, seconds)
