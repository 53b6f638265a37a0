"""A day of an office in words: the table by technician, what is behind its numbers, the money, what
came late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from svc.actions.daily import Reconciled
from svc.errors import N_
from svc.model.events import Pay, tag_of
from svc.model.money import NOTHING
from svc.model.seals import WAYS, Counted, Figures, Recounted, Sealed, SealEvent
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable, listing_table
from svc.render.words import Words, printable
from svc.rules.daily.late import Late
from svc.rules.daily.papers import WHY, Doubt
from svc.rules.daily.sheet import DayMoney, PartHeld, PersonDay

HEADS = (
    N_("Technician"),
    N_("Visits"),
    N_("Slips in"),
    N_("Slips missing"),
    N_("Cards missing"),
    N_("Doubtful"),
    N_("Parts held"),
    N_("Money held"),
    N_("Handed in"),
)


def figures_row(figures: Figures, name: str) -> list[TableValue]:
    """A technician's numbers, as they stand under HEADS."""
    return [
        name,
        figures.visits,
        figures.slips_in,
        figures.slips_missing,
        figures.cards_missing,
        figures.doubtful,
        figures.parts_held,
        figures.money_held,
        figures.handed_in,
    ]


def daily_table(
    found: Iterable[Reconciled], words: Words, staff: Staff, only: str = ""
) -> ValueTable:
    """A row for each technician of each office (for `only` one of them), for a file."""
    rows: list[list[TableValue]] = [
        [each.sheet.day, each.sheet.office, *figures_row(figures, staff.name_of(who))]
        for each in found
        for figures in each.sheet.standing
        if (who := figures.technician) and only in ("", who)
    ]
    heads = [words(head) for head in (N_("Day"), N_("Office"), *HEADS)]
    return ValueTable(heads=heads, rows=rows)


def daily_lines(found: Reconciled, words: Words, staff: Staff, only: str = "") -> Iterator[str]:
    """The day as it stands on a screen; `only`: of one technician, without the cashier's money."""
    sheet = found.sheet
    office = words.label("office", sheet.office)
    yield words(
        N_("{day} {office}: {status}"),
        day=sheet.day,
        office=office,
        status=status_said(found, words),
    )
    rows = [
        figures_row(each, staff.name_of(each.technician))
        for each in sheet.standing
        if only in ("", each.technician)
    ]
    if rows:
        yield listing_table(ValueTable(heads=[words(head) for head in HEADS], rows=rows), words)
    elif only:
        says = N_("There is nothing to say of {name}.")
        yield words(says, name=printable(staff.name_of(only)))
    else:
        yield words(N_("Nothing to report on any technician."))
    for head, lines in details(found, words, staff, only):
        yield words(N_("{head}:"), head=words(head))
        yield from (f"  {line}" for line in lines)
    if only:
        return
    money = money_rows(found)
    if money:
        yield listing_table(
            ValueTable(
                heads=[words(head) for head in MONEY_HEADS], rows=_money_table(money, words)
            ),
            words,
        )
    yield from confirmations(found, words, staff)


MONEY_HEADS = (N_("Paid by"), N_("By the books"), N_("Counted"), N_("Difference"))
MoneyRow = tuple[Pay, Decimal, Decimal | None]
"""Way of paying, what the books say, what was counted; None: nothing yet."""


def money_rows(found: Reconciled) -> list[MoneyRow]:
    """The money by way of paying: what the books say now, and what was counted last."""
    books = found.sheet.books
    counted = {each.how: each.counted for each in found.seal.last.counted} if found.seal else {}
    return [
        (how, books.get(how, NOTHING), counted.get(how))
        for how in WAYS
        if how in books or how in counted
    ]


def _money_table(rows: Sequence[MoneyRow], words: Words) -> list[list[TableValue]]:
    return [
        [words.label("pay", how), books, counted, None if counted is None else counted - books]
        for how, books, counted in rows
    ]


def status_said(found: Reconciled, words: Words) -> str:
    """Whether the day is sealed, and still as it was sealed."""
    if found.seal is None:
        return words(N_("not sealed"))
    status = words.label("seal_status", found.seal.status)
    if found.seal.is_disputed:
        return words(N_("{status}; two desks sealed it, the first holds"), status=status)
    if not found.is_as_sealed:
        return words(N_("{status}; the figures have changed since"), status=status)
    return status


def details(
    found: Reconciled, words: Words, staff: Staff, only: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """What is behind the numbers: a head (a message id) and its lines, those that have any; `only`:
    of one technician.
    """
    days = [day for day in found.sheet.technicians if only in ("", day.technician)]

    def by_name(of: Callable[[PersonDay], list[str]]) -> list[str]:
        named = [(printable(staff.name_of(day.technician)), of(day)) for day in days]
        return [
            words(N_("{name}: {what}"), name=name, what=what) for name, all in named for what in all
        ]

    def late(entries: list[Late]) -> list[str]:
        return [late_said(each, words, staff) for each in entries if not only]

    blocks = (
        (
            N_("Slips missing"),
            by_name(lambda day: [f"{each.ticket} ({each.day})" for each in day.slips_missing]),
        ),
        (
            N_("Warranty cards missing"),
            by_name(
                lambda day: [
                    *day.cards_missing,
                    *(f"{each.ticket} ({each.day})" for each in day.cards_open),
                ]
            ),
        ),
        (
            N_("Doubtful signatures"),
            by_name(
                lambda day: [
                    *(_doubt_said(each, words) for each in day.doubts),
                    *(f"{_doubt_said(each, words)} ({each.day})" for each in day.doubts_open),
                ]
            ),
        ),
        (N_("Parts held"), by_name(lambda day: [_part_said(each, words) for each in day.parts])),
        (N_("Money held"), by_name(lambda day: [_money_said(each, words) for each in day.money])),
        (
            N_("Handed in"),
            by_name(lambda day: [_money_said(each, words) for each in day.handed_in]),
        ),
        (N_("Entered late for this day"), late(found.late)),
        (N_("Of sealed days before, counted here"), late(found.carried)),
    )
    yield from ((head, lines) for head, lines in blocks if lines)


def _doubt_said(doubt: Doubt, words: Words) -> str:
    said, otherwise = printable(doubt.said), ""
    if doubt.why == "differs":
        said, otherwise = words.label("rating", doubt.said), words.label("rating", doubt.otherwise)
        return words(
            N_("{ticket} {why}: {slip} on the slip, {call} on the phone"),
            ticket=doubt.ticket,
            why=words(WHY[doubt.why]),
            slip=said,
            call=otherwise,
        )
    return words(
        N_("{ticket} {why}: {said}"), ticket=doubt.ticket, why=words(WHY[doubt.why]), said=said
    )


def _part_said(held: PartHeld, words: Words) -> str:
    many = f" ×{held.count}" if held.count > 1 else ""
    return f"{held.ticket} {words.part(held.part)}{many} ({held.since})"


def _money_said(money: DayMoney, words: Words) -> str:
    how = words.label("pay", money.how)
    return f"{money.ticket} {money.amount} {how} ({money.since})"


def late_said(late: Late, words: Words, staff: Staff) -> str:
    """An event that came too late for its day."""
    event = late.entry.event
    says = N_("{ticket} {event} of {day}, entered {typed} by {name}")
    if late.in_seal is not None:
        says = N_("{ticket} {event} of {day}, entered {typed} by {name}; counted {seal}")
    return words(
        says,
        ticket=late.entry.ticket,
        event=words.label("event", tag_of(event)),
        day=late.entry.day,
        typed=event.typed,
        name=printable(staff.name_of(event.by)),
        seal=late.in_seal or "",
    )


def confirmations(found: Reconciled, words: Words, staff: Staff) -> Iterator[str]:
    """Who sealed the day, and who put it right, when and why, and what changed by it."""
    seal = found.seal
    before: SealEvent | None = None
    for event in (seal.holds, *seal.others, *seal.recounts) if seal else ():
        says = N_("{name} {what}, {at}")
        if event.reason:
            says = N_("{name} {what}, {at}: {reason}")
        what = words.label("event", tag_of(event))
        is_other = seal is not None and event in seal.others
        if is_other:
            what = words(N_("sealed it too"))
        yield words(
            says,
            name=printable(staff.name_of(event.by)),
            what=what,
            at=event.typed,
            reason=printable(event.reason),
        )
        if before is not None:
            yield from (f"  {line}" for line in _changes(before, event, words, staff))
        if not is_other:
            before = event


def _changes(before: SealEvent, after: SealEvent, words: Words, staff: Staff) -> Iterator[str]:
    """What of the money and of the technicians' numbers differs from what was confirmed before."""
    was = {each.how: each for each in before.counted}
    now = {each.how: each for each in after.counted}
    for how in WAYS:
        one, other = (
            each.get(how, Counted(how=how, books=NOTHING, counted=NOTHING)) for each in (was, now)
        )
        if one != other:
            yield words(
                N_("{how}: by the books {books} → {books_now}, counted {counted} → {counted_now}"),
                how=words.label("pay", how),
                books=one.books,
                books_now=other.books,
                counted=one.counted,
                counted_now=other.counted,
            )
    people = {each.technician: each for each in before.figures}
    people_now = {each.technician: each for each in after.figures}
    for person in sorted({*people, *people_now}):
        rows = [
            figures_row(each.get(person, Figures(technician=person)), "")[1:]
            for each in (people, people_now)
        ]
        for head, one, other in zip(HEADS[1:], *rows, strict=True):
            if one != other:
                yield words(
                    N_("{name}: {what} {before} → {after}"),
                    name=printable(staff.name_of(person)),
                    what=words(head),
                    before=one,
                    after=other,
                )


def confirmed_lines(event: Sealed | Recounted, words: Words) -> Iterator[str]:
    """What was confirmed, way by way."""
    for each in event.counted:
        yield words(
            N_("{how}: by the books {books}, counted {counted}, difference {difference}"),
            how=words.label("pay", each.how),
            books=each.books,
            counted=each.counted,
            difference=each.difference,
        )


# JSON


def daily_fields(found: Reconciled, only: str = "") -> dict[str, object]:
    """The day in JSON; `only`: of its technicians one."""
    sheet, seal = found.sheet, found.seal
    said = (seal.holds, *seal.others, *seal.recounts) if seal else ()
    return {
        "office": sheet.office,
        "day": sheet.day,
        "status": seal.status if seal else None,
        "as_sealed": found.is_as_sealed if seal else None,
        "technicians": [
            _day_fields(day) for day in sheet.technicians if only in ("", day.technician)
        ],
        "money": [
            {
                "how": how,
                "books": books,
                "counted": counted,
                "difference": None if counted is None else counted - books,
            }
            for how, books, counted in money_rows(found)
        ],
        "late": [_late_fields(each) for each in (*found.late, *found.carried)],
        "confirmed": [
            {
                "what": tag_of(event),
                "by": event.by,
                "at": event.typed,
                "reason": event.reason or None,
                "money": money_fields(event.counted),
            }
            for event in said
        ],
    }


def money_fields(counted: Iterable[Counted]) -> list[dict[str, object]]:
    """What was counted, in JSON."""
    return [
        {
            "how": each.how,
            "books": each.books,
            "counted": each.counted,
            "difference": each.difference,
        }
        for each in counted
    ]


def _day_fields(day: PersonDay) -> dict[str, object]:
    def money(items: Iterable[DayMoney]) -> list[dict[str, object]]:
        return [
            {"ticket": each.ticket, "amount": each.amount, "how": each.how, "since": each.since}
            for each in items
        ]

    return {
        "technician": day.technician,
        "visits": day.visits,
        "slips_in": day.slips_in,
        "slips_missing": [{"ticket": each.ticket, "day": each.day} for each in day.slips_missing],
        "cards_seen": day.cards_seen,
        "cards_missing": day.cards_missing,
        "cards_open": [{"ticket": each.ticket, "day": each.day} for each in day.cards_open],
        "doubtful": [_doubt_fields(each) for each in day.doubts],
        "doubtful_open": [_doubt_fields(each) for each in day.doubts_open],
        "parts_held": [
            {
                "ticket": each.ticket,
                "part": each.part,
                "count": each.count,
                "since": each.since,
            }
            for each in day.parts
        ],
        "money_held": money(day.money),
        "handed_in": money(day.handed_in),
    }


def _doubt_fields(doubt: Doubt) -> dict[str, object]:
    return {
        "ticket": doubt.ticket,
        "day": doubt.day,
        "why": doubt.why,
        "said": doubt.said,
        "otherwise": doubt.otherwise or None,
    }


def _late_fields(late: Late) -> dict[str, object]:
    event = late.entry.event
    return {
        "ticket": late.entry.ticket,
        "event": tag_of(event),
        "day": late.entry.day,
        "by": event.by,
        "typed": event.typed,
        "in_seal": late.in_seal,
    }
