"""Tables of where the time of closed tickets went: by who was waited for, by technician, by region.

Lengths are those of each ticket's own clock: working time, or day and night under a contract that
promises so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from svc.errors import N_, Phrase
from svc.rules.promises.time_spent import BUCKETS
from svc.rules.report.answer import HOURS, RATE, Cell, Chart, Column, Label, Table
from svc.rules.report.figures import NameOf
from svc.rules.report.measures import Measures
from svc.rules.report.month import Window

_NOTE = Phrase(
    N_(
        "Of tickets received in the month and closed by now: working time from the request to the "
        "close, day and night under a 24×7 contract; the rows add up to the whole."
    )
)
OF_TECHNICIANS = ("technician", "second_visit", "repair")
"""Buckets in which somebody is sent, or there."""


def time_spent_table(window: Window) -> Table:
    """By who was waited for."""
    closed = _closed(window)
    seconds = _seconds(closed)
    whole = sum(seconds.values())
    return Table(
        id="time_spent",
        title=Phrase(N_("Where the time went")),
        columns=[
            Column(id="bucket", title=Phrase(N_("Waited for")), unit="label"),
            Column(id="hours", title=Phrase(N_("hours")), unit=HOURS),
            Column(id="share", title=Phrase(N_("share")), unit=RATE),
            Column(id="each", title=Phrase(N_("hours a ticket")), unit=HOURS),
        ],
        rows=[
            [
                Label("bucket", bucket),
                _hours(seconds[bucket]),
                seconds[bucket] / whole,
                _hours(seconds[bucket], len(closed)),
            ]
            for bucket in BUCKETS
            if seconds[bucket]
        ],
        total=[Phrase(N_("total")), _hours(whole), None, _hours(whole, len(closed))],
        chart=Chart(kind="bars", labels="bucket", values=["hours"]),
        note=_NOTE,
    )


def time_of_technicians_table(window: Window, name_of: NameOf) -> Table:
    """By who was sent: how long until they were there, and how long they worked."""
    seconds: Counter[tuple[str, str]] = Counter()
    tickets: Counter[str] = Counter()
    for each in _closed(window):
        rows = [row for row in each.waited if row.technician]
        for row in rows:
            seconds[row.technician, row.bucket] += row.seconds
        tickets.update({row.technician for row in rows})
    return Table(
        id="technician_times",
        title=Phrase(N_("How long technicians were waited for, and worked")),
        columns=[
            Column(id="who", title=Phrase(N_("Technician")), unit="text"),
            Column(id="tickets", title=Phrase(N_("tickets"))),
            *(
                Column(id=bucket, title=Label("bucket", bucket), unit=HOURS)
                for bucket in OF_TECHNICIANS
            ),
        ],
        rows=[
            [
                name_of(person),
                count,
                *(_hours(seconds[person, bucket]) for bucket in OF_TECHNICIANS),
            ]
            for person, count in sorted(tickets.items(), key=lambda row: (-row[1], name_of(row[0])))
        ],
        note=_NOTE,
    )


def time_of_regions_table(regions: Mapping[str, Window]) -> Table:
    """Hours a ticket, by region; who was never waited for has no column."""
    of_region = {name: (_seconds(_closed(w)), len(_closed(w))) for name, w in regions.items()}
    buckets = [each for each in BUCKETS if any(spent[each] for spent, _ in of_region.values())]
    return Table(
        id="time_by_region",
        title=Phrase(N_("Where the time went, hours a ticket by region")),
        columns=[
            Column(id="region", title=Phrase(N_("Region")), unit="text"),
            Column(id="tickets", title=Phrase(N_("tickets"))),
            *(Column(id=each, title=Label("bucket", each), unit=HOURS) for each in buckets),
            Column(id="whole", title=Phrase(N_("total")), unit=HOURS),
        ],
        rows=[
            [
                name,
                count,
                *(_hours(spent[each], count) for each in buckets),
                _hours(sum(spent.values()), count),
            ]
            for name, (spent, count) in of_region.items()
        ],
        note=_NOTE,
    )


def _closed(window: Window) -> list[Measures]:
    """The tickets of which it is known; each stands at one office."""
    return [each for each in window.received if each.waited]


def _seconds(tickets: Iterable[Measures]) -> Counter[str]:
    seconds: Counter[str] = Counter()
    for each in tickets:
        for row in each.waited:
            if not row.technician:
                seconds[row.bucket] += row.seconds
    return seconds


def _hours(seconds: int, among: int = 1) -> Cell:
    return seconds / 3600 / among if among else None
