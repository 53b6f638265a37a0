"""The months a report looks at, and what all its figures are made of: sums, rates and quantiles of
measures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, Phrase
from svc.model.money import NOTHING
from svc.model.times import month_after
from svc.rules.report.answer import HOURS, RATE, YUAN, Column, Figure, Number
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures


class Window(Struct, frozen=True, kw_only=True):
    """A month of an office, a region or all: the tickets received in it, and all that took place
    until its end; or the first days of one, to be compared with a month that is not over.
    """

    first: date
    after: date  # the first day that is not in it: of the next month
    flows: list[Flow]  # what came in, went out and was paid before `after`, by whatever ticket
    # those of the month, complaints too; of one that went to another region, in both
    received: list[Measures]
    # those of the month taken in here, without complaints, which are never counted as intake
    intake: list[Measures]
    # those of the month that are ours now, without complaints
    requests: list[Measures]
    repairs: list[Measures]  # of these
    machines: Mapping[str, int]  # machines in use at its end, by model
    owners: Mapping[str, int] = {}  # the same by customer; only where it is asked who has them

    def holds(self, day: date) -> bool:
        return self.first <= day < self.after


def month_window(
    first: date,
    tickets: Iterable[Measures],
    flows: Iterable[Flow],
    machines: Mapping[str, int],
    *,
    after: date | None = None,
) -> Window:
    """The month that begins with `first`; tickets of other months, and what took place later, are
    left out. `after`: only its days before this one, with what took place in them.
    """
    is_whole = after is None
    after = after or month_after(first)
    own = [each for each in tickets if first <= each.received < after]
    received = _with_each_visit_once(own if is_whole else [each.until(after) for each in own])
    return Window(
        first=first,
        after=after,
        flows=[each for each in flows if each.day < after],
        received=received,
        intake=[each for each in received if each.is_intake and not each.is_complaint],
        requests=[each for each in received if each.acts and not each.is_complaint],
        repairs=[each for each in received if each.acts and each.kind == "repair"],
        machines=machines,
    )


def _with_each_visit_once(tickets: list[Measures]) -> list[Measures]:
    """The tickets, of a visit to several machines only the first one's counted: two desks that
    recorded it apart from each other did not know of one another.
    """
    first: dict[str, str] = {}
    for ticket in tickets:
        for trip in (visit.trip for visit in ticket.visits if visit.trip):
            first[trip] = min(ticket.ticket, first.get(trip, ticket.ticket))
    if not first:
        return tickets
    return [
        replace(
            ticket,
            visits=[
                visit
                if first.get(visit.trip, ticket.ticket) == ticket.ticket
                else replace(visit, along=True, seconds=None, on_time=None)
                for visit in ticket.visits
            ],
        )
        for ticket in tickets
    ]


def joined_window(windows: Sequence[Window], whole: Window) -> Window:
    """`whole`, which has no tickets, with those of all these."""
    return replace(
        whole,
        received=[ticket for each in windows for ticket in each.received],
        intake=[ticket for each in windows for ticket in each.intake],
        requests=[ticket for each in windows for ticket in each.requests],
        repairs=[ticket for each in windows for ticket in each.repairs],
    )


class FlowSpans(Struct, frozen=True, kw_only=True):
    """The spans of days that windows on three months tell apart, the latest one first."""

    firsts: tuple[date, date, date]
    afters: tuple[date, date, date]  # the first day that is not in each

    @property
    def starts(self) -> list[date]:
        """On what each span begins, the earliest first; what was before them all is before the
        first.
        """
        (latest, before, year), (_, after_before, after_year) = self.firsts, self.afters
        return [year, after_year, before, after_before, latest]

    @property
    def are_cut(self) -> bool:
        """Whether only some days of the earlier months are looked at."""
        return any(
            after != month_after(first)
            for first, after in zip(self.firsts[1:], self.afters[1:], strict=True)
        )

    @property
    def earlier(self) -> date:
        """A day before all of them."""
        return month_after(self.firsts[-1], -1)

    def stands_on(self, flow: Flow) -> date:
        """The first day of its span; of what went out in the latest month, its own."""
        if flow.day >= self.firsts[0] and flow.goes_out:
            return flow.day
        place = bisect_right(self.starts, flow.day)
        return self.starts[place - 1] if place else self.earlier


def sum_flows(flows: Iterable[Flow], spans: FlowSpans) -> list[Flow]:
    """Flows added up as far as windows on these months tell them apart.

    What went out in the latest month stands by its day; all else on the first day of its span.
    Sorted; what adds nothing is left out.
    """
    numbers: Counter[tuple[date, str, bool, str, str]] = Counter()
    amounts: dict[tuple[date, str, bool, str, str], Decimal] = {}
    for flow in flows:
        key = (spans.stands_on(flow), flow.region, flow.is_complaint, flow.how, flow.pay)
        numbers[key] += flow.number
        amounts[key] = amounts.get(key, NOTHING) + flow.amount
    return [
        Flow(
            day=key[0],
            region=key[1],
            is_complaint=key[2],
            how=key[3],
            pay=key[4],
            number=number,
            amount=amounts[key],
        )
        for key, number in sorted(numbers.items())
        if number or amounts[key]
    ]


OF_DAYS = frozenset(
    (
        *("open_start", "received", "taken_up", "closed", "open_end"),
        *("visited", "second_visits", "visits", "appointments"),
        *("machines", "complaints"),
        *("called_back", "satisfaction", "dissatisfied"),
        *("charged", "paid", "outstanding"),
        *("owed_start", "charged_in_month", "taken_in_month", "refunded_in_month", "owed_end"),
    )
)
"""Figures that are known of some days of a month, when it is over, as they stood then. Of a month
that is not over these alone are compared: the others go on changing after those days, so whatever
they are now is not what they were.
"""


class StorePart(Struct, frozen=True, kw_only=True):
    """A part in an office's store at the end of the month, or now if it is not over."""

    office: str  # what it is called
    part: str
    name: str
    good: int
    minimum: int
    is_short: bool  # less than the least there should be, or than is used until more comes
    idle_since: date | None  # not issued since; None: it never was there
    pace: Literal["", "slow", "very_slow"] = ""


class ComparedMonths(Struct, frozen=True, kw_only=True):
    """The month reported, the one before and the same a year ago; None where there were no records
    yet. Of a month that is not over, the others are their same days.
    """

    now: Window
    before: Window | None
    year: Window | None
    is_running: bool = False
    # of earlier months, with anything still to be done or to be paid at the office that acts
    older: list[Measures] = []
    store: list[StorePart] = []  # parts of which there is too little, or that lie there too long
    part_names: Mapping[str, str] = {}  # by the form in which parts are compared
    judged_on: date | None = None  # the last day of the month, or today if it is not over

    @property
    def standing(self) -> list[Measures]:
        """All tickets received until the end of the month on which anything is still to be done or
        to be paid, the earliest first.
        """
        own = [each for each in self.now.received if each.acts and each.stands]
        return [*self.older, *own]

    @property
    def alone(self) -> ComparedMonths:
        """The month without those it is compared with."""
        return replace(self, before=None, year=None)

    def name_of_part(self, part: str) -> str:
        """A part by its code and, where the catalogue has it, its name."""
        name = self.part_names.get(part, "")
        return f"{part} {name}" if name else part

    @property
    def last_day(self) -> date:
        """Until when things are told."""
        return self.judged_on or self.now.after - timedelta(days=1)

    def compared(self, figures: Callable[[Window], list[Figure]]) -> list[Figure]:
        """The figures of the month, each with what it was a month and a year ago."""
        before = _values_by_id(figures, self.before)
        year = _values_by_id(figures, self.year)
        compared = []
        for figure in figures(self.now):
            if self.is_running and figure.id not in OF_DAYS:
                compared.append(figure)
                continue
            month_ago = before.get(figure.id, _value_without_records(figure, self.before))
            year_ago = year.get(figure.id, _value_without_records(figure, self.year))
            compared.append(replace(figure, month_before=month_ago, year_before=year_ago))
        return compared

    def counts(
        self, values: Callable[[Window], Iterable[str]]
    ) -> list[tuple[str, int, int | None, int | None]]:
        """How often each value occurs now, a month ago and a year ago; the most frequent first.

        They have to be known of some days of a month, as `OF_DAYS` are.
        """
        now = Counter(values(self.now))
        before = None if self.before is None else Counter(values(self.before))
        year = None if self.year is None else Counter(values(self.year))
        names = {*now, *(before or ()), *(year or ())}
        return [
            (
                name,
                now[name],
                None if before is None else before[name],
                None if year is None else year[name],
            )
            for name in sorted(names, key=lambda name: (-now[name], name))
        ]


A_MONTH_AGO = Phrase(N_("a month ago"))
A_YEAR_AGO = Phrase(N_("a year ago"))


def earlier_columns() -> list[Column]:
    """The two columns that `ComparedMonths.counts` adds."""
    return [
        Column(id="month_before", title=A_MONTH_AGO),
        Column(id="year_before", title=A_YEAR_AGO),
    ]


def _values_by_id(
    figures: Callable[[Window], list[Figure]], window: Window | None
) -> dict[str, Number | None]:
    return {} if window is None else {figure.id: figure.value for figure in figures(window)}


def _value_without_records(figure: Figure, window: Window | None) -> Number | None:
    """What a figure was in a month in which it did not come up at all."""
    if window is None or figure.unit in (RATE, HOURS):
        return None
    return NOTHING if figure.unit == YUAN else 0
