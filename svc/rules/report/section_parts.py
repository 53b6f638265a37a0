"""Section 5: parts replaced (月度维修更换零配件统计表), the hit rate, what the stores lack and what
lies in them too long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from svc.errors import N_, Phrase
from svc.rules.report.answer import RATE, Cell, Column, Figure, Section, Table
from svc.rules.report.figures import count_figure, rate_figure, share
from svc.rules.report.month import ComparedMonths, StorePart, Window, earlier_columns

TITLE = Phrase(N_("Parts"))
PIECES = Phrase(N_("pieces"))
_STORE_NOTE = Phrase(
    N_("As booked at the end of the month, or now if it is not over; of stores that keep books.")
)


def parts_section(months: ComparedMonths) -> Section:
    """What tickets of the month used and asked for; the stores as they were at its end."""
    return Section(
        id="parts",
        number=5,
        title=TITLE,
        figures=months.compared(parts_figures),
        tables=[
            _replaced_table(months),
            _asked_table(months),
            _short_table(months.store),
            _slow_table(months.store),
        ],
        notes=[
            Phrase(
                N_(
                    "Parts put in and asked for on tickets received in the month, whenever that "
                    "was. A request was met if the part came from the stock."
                )
            )
        ],
    )


def parts_figures(window: Window) -> list[Figure]:
    return [
        count_figure(
            "parts_replaced",
            Phrase(N_("pieces replaced")),
            Phrase(N_("pieces put into machines, of tickets received in the month")),
            ((each, sum(put.count for put in each.parts)) for each in window.received),
        ),
        count_figure(
            "parts_paid",
            Phrase(N_("parts replaced at the customer's cost")),
            Phrase(N_("pieces put in where the customer pays for the work")),
            (
                (each, sum(put.count for put in each.parts if put.is_paid))
                for each in window.received
            ),
        ),
        rate_figure(
            "hit_rate",
            Phrase(N_("parts hit rate")),
            Phrase(N_("requests for parts met from stock ÷ all requests for parts")),
            (
                (each, sum(asked.is_met for asked in each.asked), len(each.asked))
                for each in window.received
            ),
        ),
        count_figure(
            "parts_missed",
            Phrase(N_("requests not met from stock")),
            Phrase(N_("requests for parts that the stock could not meet")),
            ((each, sum(not asked.is_met for asked in each.asked)) for each in window.received),
        ),
    ]


def _replaced_table(months: ComparedMonths) -> Table:
    """The parts that most were put in of first."""

    def pieces(window: Window) -> Iterable[str]:
        return (
            part
            for each in window.received
            for put in each.parts
            for part in [put.part] * put.count
        )

    tickets, paid = Counter[str](), Counter[str]()
    for each in months.now.received:
        tickets.update({put.part for put in each.parts})
        for put in each.parts:
            paid[put.part] += put.count if put.is_paid else 0
    # what goes on changing after some days of a month is not compared with them
    counted = months if not months.is_running else months.alone
    return Table(
        id="parts_replaced",
        title=Phrase(N_("Parts replaced")),
        columns=[
            Column(id="part", title=Phrase(N_("Part")), unit="text"),
            Column(id="pieces", title=PIECES),
            Column(id="tickets", title=Phrase(N_("tickets"))),
            Column(id="paid", title=Phrase(N_("at the customer's cost"))),
            *earlier_columns(),
        ],
        rows=[
            [months.name_of_part(part), now, tickets[part], paid[part], before, year]
            for part, now, before, year in counted.counts(pieces)
            if now
        ],
    )


def _asked_table(months: ComparedMonths) -> Table:
    """Requests by part, those that were least met first."""
    asked, met = Counter[str](), Counter[str]()
    for each in months.now.received:
        for request in each.asked:
            asked[request.part] += 1
            met[request.part] += request.is_met
    missed = [part for part in asked if asked[part] > met[part]]
    return Table(
        id="parts_asked",
        title=Phrase(N_("Parts that the stock could not always meet")),
        columns=[
            Column(id="part", title=Phrase(N_("Part")), unit="text"),
            Column(id="asked", title=Phrase(N_("requests"))),
            Column(id="met", title=Phrase(N_("met from stock"))),
            Column(id="missed", title=Phrase(N_("not met"))),
            Column(id="rate", title=Phrase(N_("parts hit rate")), unit=RATE),
        ],
        rows=[
            [
                months.name_of_part(part),
                asked[part],
                met[part],
                asked[part] - met[part],
                share(met[part], asked[part]),
            ]
            for part in sorted(missed, key=lambda part: (met[part] - asked[part], part))
        ],
    )


def _short_table(store: Iterable[StorePart]) -> Table:
    return Table(
        id="parts_short",
        title=Phrase(N_("Parts of which the store has too little")),
        columns=[
            Column(id="office", title=Phrase(N_("Office")), unit="text"),
            Column(id="part", title=Phrase(N_("Part")), unit="text"),
            Column(id="good", title=Phrase(N_("in the store"))),
            Column(id="minimum", title=Phrase(N_("minimum"))),
        ],
        rows=[
            [each.office, _named(each), each.good, each.minimum] for each in store if each.is_short
        ],
        note=_STORE_NOTE,
    )


def _slow_table(store: Iterable[StorePart]) -> Table:
    """Those that lie there longest first."""
    slow = sorted(
        (each for each in store if each.pace and each.idle_since is not None),
        key=lambda each: (each.idle_since, each.office, each.part),
    )
    return Table(
        id="parts_slow",
        title=Phrase(N_("Parts that lie too long")),
        columns=[
            Column(id="office", title=Phrase(N_("Office")), unit="text"),
            Column(id="part", title=Phrase(N_("Part")), unit="text"),
            Column(id="good", title=Phrase(N_("in the store"))),
            Column(id="since", title=Phrase(N_("not issued since")), unit="day"),
            Column(id="pace", title=Phrase(N_("How long")), unit="label"),
        ],
        rows=[_slow_row(each) for each in slow],
        note=_STORE_NOTE,
    )


def _slow_row(each: StorePart) -> list[Cell]:
    pace = Phrase(N_("red (very slow)") if each.pace == "very_slow" else N_("yellow (slow)"))
    return [each.office, _named(each), each.good, each.idle_since, pace]


def _named(each: StorePart) -> str:
    return f"{each.part} {each.name}" if each.name else each.part
