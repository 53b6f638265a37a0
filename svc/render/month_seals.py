"""Sealed months in words, and what has become of their figures since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svc.actions.report_diff import ChangedTicket, EventSince, MonthDiff, ReportDiff
from svc.errors import N_
from svc.model.events import tag_of
from svc.model.month_seals import MonthRecounted, MonthSealed
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.report_words import number_words, title_words
from svc.render.words import Words, printable
from svc.rules.daily.month_seals import MonthSealState, ids_in
from svc.rules.report.answer import HOURS, RATE
from svc.rules.report.sealed_figures import FigureChange, SealedFigure
from svc.rules.report.sections import TITLES


def _said_of(event: MonthSealed | MonthRecounted) -> dict[str, object]:
    """How much is in a seal."""
    return {
        "figures": len(event.figure_lines),
        "tickets": len(event.ticket_lines),
        "events": sum(1 for _ in ids_in(event.ticket_lines)),
        "digest": event.seal,
    }


def confirmed_lines(seal: MonthSealState, words: Words, staff: Staff) -> Iterator[str]:
    """Who sealed the month and who put it right, when, why."""
    for event in (seal.holds, *seal.others, *seal.recounts):
        says = N_("{name} {what}, {at}")
        if event.reason:
            says = N_("{name} {what}, {at}: {reason}")
        what = words.label("event", tag_of(event))
        if event in seal.others:
            what = words(N_("sealed it too"))
        yield words(
            says,
            name=printable(staff.name_of(event.by)),
            what=what,
            at=event.typed,
            reason=printable(event.reason),
        )


def diff_lines(diff: MonthDiff, words: Words, settings: Settings, staff: Staff) -> Iterator[str]:
    """An office's sealed month and what is otherwise now: figure by figure, then by which tickets'
    which events, then what came late, or was put right, and changed none.
    """
    yield words(
        N_("{office}, {month}:"),
        office=_office(settings, diff.office),
        month=diff.seal.seal.month,
    )
    yield from (f"  {line}" for line in confirmed_lines(diff.seal, words, staff))
    if not diff.figures:
        yield words(N_("All figures are as they were sealed."))
    yield from changed_lines(diff, words, staff)


def changed_lines(diff: MonthDiff | ReportDiff, words: Words, staff: Staff) -> Iterator[str]:
    """Figure by figure what changed, by which tickets' which events, and the entries besides."""
    section = ""
    for each in diff.figures:
        if each.section != section:
            section = each.section
            yield title_words(TITLES[section], words) if section in TITLES else section
        yield f"  {_changed(each, words)}"
    if diff.tickets:
        yield words(N_("By these tickets:"))
        for ticket in diff.tickets:
            yield from _ticket_lines(ticket, diff.figures, words, staff)
    changed = {ticket.ticket for ticket in diff.tickets}
    rest = {ticket: events for ticket, events in diff.entries.items() if ticket not in changed}
    if rest:
        yield words(N_("Late entries and corrections that changed no figure:"))
        for number, events in rest.items():
            yield f"  {number}"
            yield from (f"    {_event(each, words, staff)}" for each in events)


def figures_table(diffs: Iterable[MonthDiff], words: Words, settings: Settings) -> ValueTable:
    """The figures that changed, for a spreadsheet."""
    heads = [N_("Office"), N_("Figure"), N_("Sealed"), N_("Now"), N_("Tickets")]
    rows: list[list[TableValue]] = [
        [_office(settings, diff.office), *changed_cells(each, words)]
        for diff in diffs
        for each in diff.figures
    ]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def changed_cells(change: FigureChange, words: Words) -> list[TableValue]:
    """A figure, what it was and is, and the tickets by which it changed."""
    return [
        _title(change, words),
        _number(change.before, change.unit, words),
        _number(change.after, change.unit, words),
        " ".join(change.tickets),
    ]


def _office(settings: Settings, code: str) -> str:
    office = settings.offices.get(code)
    return printable(office.name) if office else code


def _title(change: FigureChange, words: Words) -> str:
    return change.id if change.title is None else title_words(change.title, words)


def _changed(change: FigureChange, words: Words) -> str:
    says = N_("{figure}: {before} → {after}")
    if not change.is_told:
        says = N_(
            "{figure}: {before} → {after} (the logs alone do not tell all of it: settings, prices "
            "or the program changed, too)"
        )
    return words(
        says,
        figure=_title(change, words),
        before=_number(change.before, change.unit, words),
        after=_number(change.after, change.unit, words),
    )


def _number(figure: SealedFigure | None, unit: str, words: Words) -> str:
    value = None if figure is None else figure.value
    text = number_words(value, unit)
    if figure is None or value is None:
        return text
    if unit == HOURS:
        return words(N_("{number} h"), number=text)
    return f"{text} ({figure.number})" if unit == RATE else text


def _ticket_lines(
    ticket: ChangedTicket, figures: Iterable[FigureChange], words: Words, staff: Staff
) -> Iterator[str]:
    named = [_title(each, words) for each in figures if each.id in ticket.figures]
    yield f"  {ticket.ticket}  {words.comma.join(named)}"
    if not ticket.events:
        yield "    " + words(
            N_("by no entry of its own: through another ticket, the settings, or as time went on")
        )
    yield from (f"    {_event(each, words, staff)}" for each in ticket.events)


def _event(since: EventSince, words: Words, staff: Staff) -> str:
    event = since.event
    says = N_("{event}, {at}; entered {typed} by {name}")
    if since.is_late:
        says = N_("{event}, {at}; entered late {typed} by {name}, no reason given")
    reason = event.late or event.allowed
    if since.corrects:
        reason = reason or str(getattr(event, "reason", ""))
        says = N_("{event}; a correction, made {typed} by {name}: {reason}")
    elif since.is_late and reason:
        says = N_("{event}, {at}; entered late {typed} by {name}: {reason}")
    return words(
        says,
        event=words.label("event", tag_of(event)),
        at=event.at,
        typed=event.typed,
        name=printable(staff.name_of(event.by)),
        reason=printable(reason),
    )


# JSON


def seal_fields(seal: MonthSealState) -> dict[str, object]:
    """A sealed month in JSON."""
    head = seal.seal
    return {
        "office": head.office,
        "month": head.month,
        "status": seal.status,
        "sealed": seal.holds.typed,
        "by": seal.holds.by,
        "corrected": seal.last.typed if seal.recounts else None,
        "reason": seal.last.reason or None,
        **_said_of(seal.last),
        "papers": [
            {"paper": each.paper, "of": each.of, "digest": each.digest} for each in seal.last.papers
        ],
    }


def diff_fields(diff: MonthDiff, words: Words) -> dict[str, object]:
    """A comparison in JSON."""
    return {**seal_fields(diff.seal), **changed_fields(diff, words)}


def changed_fields(diff: MonthDiff | ReportDiff, words: Words) -> dict[str, object]:
    """What changed, in JSON: figures, tickets, entries."""
    return {
        "changed": [
            {
                "id": each.id,
                "section": each.section,
                "title": _title(each, words),
                "unit": each.unit,
                "before": each.before.value if each.before else None,
                "after": each.after.value if each.after else None,
                "tickets": each.tickets,
                "told": each.is_told,
            }
            for each in diff.figures
        ],
        "by_tickets": [
            {
                "ticket": each.ticket,
                "figures": each.figures,
                "events": [_event_fields(since) for since in each.events],
            }
            for each in diff.tickets
        ],
        "entries": [
            {"ticket": ticket, "events": [_event_fields(since) for since in events]}
            for ticket, events in diff.entries.items()
        ],
    }


def _event_fields(since: EventSince) -> dict[str, object]:
    event = since.event
    return {
        "id": event.id,
        "what": tag_of(event),
        "at": event.at,
        "typed": event.typed,
        "by": event.by,
        "late": since.is_late,
        "correction": since.corrects,
        "reason": event.late or event.allowed or str(getattr(event, "reason", "")) or None,
    }
