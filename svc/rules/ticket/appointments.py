"""The visits of a ticket as a calendar has them: one entry for each, however often it was moved,
given to somebody else, or called off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from svc.model import events as ev
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.turns import ON_THE_WAY
from svc.rules.ticket.visits import Visit, visits_of


class Appointment(Struct, frozen=True, kw_only=True):
    """A visit in somebody's calendar. Its number in the ticket stays; its revision grows with every
    change.
    """

    number: int  # of the ticket's visits, counted from 1
    technician: str
    begins: datetime
    revision: int
    is_cancelled: bool  # called off, or given to somebody else
    changed: datetime  # when it was entered that changed it last
    bring: list[str]
    together: list[str]


def appointments_of(state: State) -> list[Appointment]:
    """The visits of a ticket, each in the calendar of everybody who had it: whoever has it no more
    finds it cancelled there.
    """
    log = list(events_in_order(state.ticket.log))
    # its place in the log: another desk's events, merged in, only make it larger
    places = {event.seq: place for place, event in enumerate(log, 1)}
    found = []
    for number, versions in enumerate(_one_visit_each(visits_of(state)), 1):
        last = versions[-1]
        changed_by = last.changed_by if last.report else _last_turn(state, last.changed_by)
        stands = last.report is not None or state.status in ON_THE_WAY
        place = places[changed_by]
        newest = {who: visit for visit in versions for who in (*visit.had_by, visit.technician)}
        for technician, visit in newest.items():
            found.append(
                Appointment(
                    number=number,
                    technician=technician,
                    begins=visit.appointment,
                    revision=place,
                    is_cancelled=not stands or technician != last.technician,
                    changed=log[place - 1].typed,
                    bring=visit.bring,
                    together=visit.together,
                )
            )
    return found


def _one_visit_each(visits: Sequence[Visit]) -> list[list[Visit]]:
    """Those that are one visit, agreed anew before anybody came, stand together."""
    groups: list[list[Visit]] = []
    for visit in visits:
        if groups and groups[-1][-1].moved_to is not None:
            groups[-1].append(visit)
        else:
            groups.append([visit])
    return groups


def _last_turn(state: State, since: int) -> int:
    """The number of the last event, from one on, that brought the ticket into another state: it
    may have called the visit off, or put it on again.
    """
    turns = [
        event.seq
        for event in state.events
        if event.seq > since
        and (ev.CATALOGUE[ev.tag_of(event)].leads_to or isinstance(event, (ev.Resumed, ev.Settled)))
    ]
    return max(turns, default=since)
