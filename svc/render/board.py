"""The coordinator's board and proposals in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from shlex import quote

from svc.actions.board import Board, DayOrders
from svc.errors import N_
from svc.model.staff import Staff
from svc.model.tickets import Ticket
from svc.render.listings import TableValue, ValueTable
from svc.render.lists import due_and_standing
from svc.render.tables import TableCell, cut_to_cells, plain_table
from svc.render.words import Words, printable
from svc.rules.board import NOT_CERTIFIED, BookedVisit, Candidate, WaitingTicket
from svc.rules.ticket.visits import Trip

WHY_LEFT = {
    "no-time": N_("no time agreed with the customer yet"),
    "nobody": N_("nobody can go then"),
}


def board_lines(board: Board, staff: Staff, words: Words) -> list[str]:
    """What nobody comes for, what waits, the most pressing first, then each technician's day, and
    how much there is besides. `!` runs out, `!!` is overdue.
    """
    lines = _unkept_lines(board, staff, words)
    lines.append(words(N_("Waiting: {count}"), count=len(board.waiting)))
    if board.waiting:
        heads = (
            "",
            N_("Ticket"),
            N_("State"),
            N_("Urgency"),
            N_("Wanted"),
            N_("Customer"),
            N_("Km"),
            N_("Machine"),
            N_("Next due"),
        )
        rows = []
        for row in board.waiting:
            customer, machine = row.ticket.customer, row.ticket.equipment
            rows.append(
                [
                    _mark(row),
                    row.ticket.id,
                    words.label("status", row.state.status),
                    words.label("urgency", row.ticket.urgency),
                    words.moment(row.wanted) if row.wanted else "",
                    cut_to_cells(printable(customer.unit), 22) if customer else "",
                    str(customer.distance_km)
                    if customer and customer.distance_km is not None
                    else "",
                    cut_to_cells(words.told(machine.model), 12) if machine else "",
                    due_and_standing(row.due, words),
                ]
            )
        lines.append(
            plain_table([words(head) if head else "" for head in heads], rows, words.screen)
        )
    lines += ["", words(N_("Technicians on {day}"), day=board.day)]
    titles = (N_("Technician"), N_("Visits"), N_("Km"), N_("Certified for"), N_("The day"))
    rows = []
    for day in board.days:
        visits = words.comma.join(_day_texts(day.visits, words))
        rows.append(
            [
                printable(day.person.name),
                str(day.count),
                str(day.distance_km or ""),
                words.comma.join(words.label("kind", skill.covers) for skill in day.person.skills),
                words(N_("away: {why}"), why=day.away) if day.away else visits,
            ]
        )
    lines.append(plain_table([words(title) for title in titles], rows, words.screen))
    if board.besides:
        counts = [
            words(N_("{label}: {value}"), label=words.label("status", status), value=str(count))
            for status, count in board.besides.items()
        ]
        lines += ["", words(N_("Not done besides: {counts}"), counts=words.comma.join(counts))]
    return lines


def board_table(board: Board, staff: Staff, words: Words) -> ValueTable:
    """The same as one list for a spreadsheet: visits nobody makes, what waits, then the visits of
    each technician.
    """
    rows: list[list[TableValue]] = []
    for lost in board.unkept:
        who, why = staff.name_of(lost.technician), words.show(lost.why)
        row = _ticket_cells(N_("nobody makes it"), lost.ticket, words)
        rows.append([*row, who, lost.appointment, "", None, why])
    for each in board.waiting:
        row = _ticket_cells(N_("waits"), each.ticket, words, each.state.status)
        promise = words.label("promise", each.due.promise) if each.due else ""
        rows.append([*row, "", each.wanted, promise, each.due.due if each.due else None, ""])
    for day in board.days:
        for visit in day.visits:
            row = _ticket_cells(N_("visit"), visit.ticket, words, visit.status)
            rows.append([*row, day.person.name, visit.appointment, "", None, ""])
    heads = (
        *(N_("Sort"), N_("Ticket"), N_("State"), N_("Urgency"), N_("Customer"), N_("Km")),
        *(N_("Machine"), N_("Technician"), N_("Time"), N_("Promise"), N_("Due"), N_("why")),
    )
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(4, 11))


def _ticket_cells(sort: str, ticket: Ticket, words: Words, status: str = "") -> list[TableValue]:
    customer, machine = ticket.customer, ticket.equipment
    return [
        words(sort),
        ticket.id,
        words.label("status", status) if status else "",
        words.label("urgency", ticket.urgency),
        customer.unit if customer else "",
        customer.distance_km if customer else None,
        machine.model if machine else "",
    ]


def _day_texts(visits: Sequence[BookedVisit], words: Words) -> list[str]:
    """A technician's visits; those of one visit to several machines stand together."""
    trips: dict[Trip, list[str]] = {}
    for visit in visits:
        trips.setdefault(visit.trip, []).append(_visit_text(visit, words))
    return [" + ".join(texts) for texts in trips.values()]


def _visit_text(visit: BookedVisit, words: Words) -> str:
    """`10:00 SZ-2611-A0001 (dispatched)`, and that it is for another office where it is."""
    status = words.label("status", visit.status)
    if visit.elsewhere:
        status = words(N_("elsewhere, {office}"), office=visit.elsewhere) + words.comma + status
    return f"{visit.appointment:%H:%M} {visit.ticket.id} ({status})"


def _unkept_lines(board: Board, staff: Staff, words: Words) -> list[str]:
    """The visits nobody makes or made, and what to type; nothing if there are none."""
    if not board.unkept:
        return []
    rows = []
    for visit in board.unkept:
        customer = visit.ticket.customer
        rows.append(
            [
                TableCell("!!", style="overdue")
                if visit.nobody_comes
                else TableCell("!", style="soon"),
                visit.ticket.id,
                printable(staff.name_of(visit.technician)),
                words.moment(visit.appointment),
                words.show(visit.why),
                cut_to_cells(printable(customer.unit), 14) if customer else "",
            ]
        )
    heads = (N_("Ticket"), N_("Technician"), N_("agreed time"), N_("why"), N_("Customer"))
    give = N_("To give one to somebody else at the same time: svc dispatch {ticket} --to STAFF")
    return [
        words(N_("Visits nobody makes: {count}"), count=len(board.unkept)),
        plain_table(["", *(words(head) for head in heads)], rows, words.screen),
        words(give, ticket=board.unkept[0].ticket.id),
        "",
    ]


def _mark(row: WaitingTicket) -> TableCell:
    """`!!` for what is overdue, `!` for what soon will be."""
    if row.due is not None and row.due.state == "overdue":
        return TableCell("!!", style="overdue")
    return TableCell("!" if row.running_out else "", style="soon")


def _certifying_lines(candidates: Sequence[Candidate], words: Words) -> list[str]:
    """What to type where somebody is only not entered as certified for the model."""
    for candidate in candidates:
        reason = candidate.against[0]
        if len(candidate.against) == 1 and reason.says == NOT_CERTIFIED and reason.facts["model"]:
            says = N_("If they can repair it: svc staff change {person} --skill {model}")
            model = quote(str(reason.facts["model"]))
            return [words(says, person=candidate.person.id, model=model)]
    return []


def proposal_lines(
    ticket: str,
    at: datetime | None,
    candidates: Sequence[Candidate],
    awaited: Sequence[str],
    words: Words,
) -> list[str]:
    """Who could go, best first, with reasons; and what to type."""
    when = words(N_("at {time}"), time=at) if at else words(N_("no time agreed yet"))
    lines = [words(N_("Who can go to {ticket}, {when}:"), ticket=ticket, when=when)]
    lines += [
        words(N_("! part {part} has not arrived yet"), part=words.part(part)) for part in awaited
    ]
    for place, candidate in enumerate(candidates, 1):
        facts = [words(N_("visits that day: {count}"), count=candidate.visits)]
        facts += [words.show(reason) for reason in candidate.reasons]
        if candidate.against:
            facts = [words.show(reason) for reason in candidate.against]
        mark = f"{place}." if candidate.can_go else "×"
        lines.append(
            f"  {mark:3} {printable(candidate.person.name)} ({candidate.person.id}): "
            f"{words.comma.join(facts)}"
        )
    first = next((c for c in candidates if c.can_go), None)
    if first is None:
        lines.append(
            words(
                N_(
                    "Nobody can go: svc escalate {ticket} --to STAFF --reason REASON (do not "
                    "leave it)"
                ),
                ticket=ticket,
            )
        )
        lines += _certifying_lines(candidates, words)
    else:
        time = f"{at:%Y-%m-%d %H:%M}" if at else words(N_("TIME"))
        lines.append(
            words(
                N_('To assign: svc dispatch {ticket} --to {person} --appointment "{time}"'),
                ticket=ticket,
                person=first.person.id,
                time=time,
            )
        )
    return lines


def plan_lines(plan: DayOrders, staff: Staff, words: Words) -> list[str]:
    """A day's orders by technician; what was left and why."""
    lines = [words(N_("Orders of {day}"), day=plan.day)]
    orders = orders_table(plan, staff, words)
    rows = [
        [f"{cell:%H:%M}" if isinstance(cell, datetime) else printable(str(cell)) for cell in row]
        for row in orders.rows
    ]
    if rows:
        rows = [[*row[:4], cut_to_cells(row[4], 24), cut_to_cells(row[5], 30)] for row in rows]
        lines.append(plain_table(orders.heads, rows, words.screen))
    else:
        lines.append(words(N_("None.")))
    lines += [f"  {ticket.id}  {words(WHY_LEFT[why])}" for ticket, why in plan.left]
    return [*lines, *_part_lines(plan, staff, words)]


def _part_lines(plan: DayOrders, staff: Staff, words: Words) -> list[str]:
    """What is kept in the store for the visits of the day, and what is missing."""
    if not plan.parts:
        return []
    rows = [
        [
            printable(staff.name_of(each.reserved.technician)),
            f"{each.reserved.appointment:%H:%M}",
            each.reserved.ticket,
            words.part(each.reserved.part),
            TableCell(str(each.reserved.count), is_number=True),
            TableCell(str(each.missing or ""), is_number=True, style="overdue"),
        ]
        for each in plan.parts
    ]
    heads = (
        *(N_("Technician"), N_("Time"), N_("Ticket"), N_("Part")),
        *(N_("Number"), N_("Lacking")),
    )
    title = words(N_("Parts to bring that are not lent yet"))
    return ["", title, plain_table([words(head) for head in heads], rows, words.screen)]


def orders_table(plan: DayOrders, staff: Staff, words: Words) -> ValueTable:
    """A day's orders by technician and time, those that stand and those to be assigned."""
    visits = [
        (visit.technician, visit.appointment, visit.ticket, words.label("status", visit.status))
        for visit in plan.standing
    ]
    visits += [
        (person.id, at, ticket, words(N_("to be assigned"))) for ticket, person, at in plan.assigned
    ]
    rows: list[list[TableValue]] = [
        [
            staff.name_of(technician),
            at,
            ticket.id,
            status,
            ticket.customer.unit if ticket.customer else "",
            ticket.customer.address if ticket.customer else "",
        ]
        for technician, at, ticket, status in sorted(visits, key=lambda visit: visit[:2])
    ]
    heads = (
        *(N_("Technician"), N_("Time"), N_("Ticket"), N_("State"), N_("Customer")),
        N_("Address"),
    )
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(4, 5))
