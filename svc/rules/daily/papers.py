"""What a visit brings back (回执 and 保修卡) and what of it is missing or doubtful, until it is
handed in, cleared up or let pass: the head goes through it with the technician daily (S2 4.3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from svc.errors import N_
from svc.model import events as ev
from svc.model.staff import Staff
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.visits import visits_of

Why = Literal["unsigned", "rated_unsigned", "signed_by_us", "differs"]
WHY: dict[str, str] = {
    "unsigned": N_("nobody signed"),
    "rated_unsigned": N_("rated, but nobody signed"),
    "signed_by_us": N_("signed by one of us"),
    "differs": N_("the customer says otherwise on the phone"),
}
"""Why a signature is doubtful: a "satisfied" that may not be the customer's own (S2 4.3.3)."""

LOOKED_BACK = timedelta(days=14)
"""So long a sheet asks for a warranty card of which nobody has said anything; one that is said to
be missing, until it is in or let pass. What came too late for a day farther back is on no later
sheet: `svc check` names it, and the day's own sheet.
"""

_KINDLY = ("very_satisfied", "satisfied")


class Doubt(Struct, frozen=True, kw_only=True):
    """A signature or rating that may not be the customer's."""

    ticket: str
    day: date  # when it came up
    why: Why
    said: str  # the reason, who signed; of ratings that differ what the slip says
    otherwise: str = ""  # what was said on the phone


class Papers:
    """The papers of a ticket's last visit, as its events are told one by one."""

    def __init__(self, state: State, staff: Staff | None = None) -> None:
        self.visit: ev.Visited | None = None
        self.slip: ev.SlipIn | None = None
        self.who = ""  # who made the visit
        self.doubts: list[Doubt] = []  # that nobody has cleared up
        self._call: ev.CalledBack | None = None  # since the last visit
        self._is_closed = False
        self._is_confirmed = True  # the last slip: by the customer on the phone, or let pass
        self._state = state
        self._let_pass: set[str] = set()
        self._made_by = {
            visit.report.id: visit.technician for visit in visits_of(state) if visit.report
        }
        people = staff.staff if staff else ()
        self._ours = {name for person in people for name in (person.id, person.name)}

    @property
    def ids(self) -> set[str]:
        """The events that brought what is here: the visit, the slip."""
        return {each.id for each in (self.visit, self.slip) if each is not None}

    @property
    def is_slip_missing(self) -> bool:
        return self.visit is not None and self.slip is None and "slip" not in self._let_pass

    @property
    def is_card_said(self) -> bool:
        """Whether somebody said that the card is missing."""
        card = self.slip.card if self.slip else None
        return card == "missing" or bool(self.visit and self.visit.papers_seen is False)

    @property
    def is_to_clear(self) -> bool:
        """Whether a sheet may have to say something of it, however long ago the visit was. Who of
        us signed is not known where this is asked.
        """
        is_card_missing = self.is_card_said and self.card == "missing"
        is_in_doubt = bool(self.doubts) or not self._is_confirmed
        return is_card_missing or (is_in_doubt and not self._is_closed)

    def doubts_on(self, day: date) -> list[Doubt]:
        """The doubts that a later day's sheet goes on telling: until they are cleared up; of a
        ticket that was closed with one, for a fortnight.
        """
        return [
            doubt
            for doubt in self.doubts
            if doubt.day < day and not (self._is_closed and day - doubt.day > LOOKED_BACK)
        ]

    @property
    def card(self) -> Literal["seen", "missing"] | None:
        """The warranty card (保修卡): in with the slip or seen on site; missing where somebody says
        so, or nobody says anything and the machine is in warranty.
        """
        if self.visit is None:
            return None
        card = self.slip.card if self.slip else None
        if card == "in" or (card is None and self.visit.papers_seen):
            return "seen"
        if "card" in self._let_pass:
            return None
        return "missing" if self.is_card_said or self._is_in_warranty(self.visit) else None

    def tell(self, event: ev.AnyEvent) -> list[Doubt]:
        """Go on with an event; gives what came into doubt by it.

        A doubt is cleared up by another slip, by a customer who says the same on the phone, before
        the slip comes in or after it, and by whoever may let it pass.
        """
        found: list[Doubt] = []
        match event:
            case ev.Visited():
                self.visit, self.slip, self._call = event, None, None
                self.who = self._made_by.get(event.id, event.by)
                self._let_pass = set()
            case ev.SlipIn():
                if not self.is_refiled(event):
                    found = list(self._doubts_of_slip(event))
                    # nobody is pressed to sign (S2 4.2.8C): without a rating that is said once
                    is_lasting = event.rating is not None or not event.unsigned
                    self.doubts = found if is_lasting and self._call is None else []
                    self._is_confirmed = self._call is not None
                self.slip = event
            case ev.CalledBack():
                self._call = event
                if self.slip is not None:
                    found = self.doubts = list(self._doubts_of_call(self.slip, event))
                    self._is_confirmed = True
            case ev.Closed() | ev.Reopened():
                self._is_closed = isinstance(event, ev.Closed)
            case ev.Waived():
                self._let_pass |= set(event.gaps)
                if "signature" in event.gaps:
                    self.doubts, self._is_confirmed = [], True
        return found

    def is_refiled(self, event: ev.AnyEvent) -> bool:
        """Whether it is the slip that is here already, with its card."""
        slip = self.slip
        return (
            isinstance(event, ev.SlipIn)
            and slip is not None
            and (slip.signed_by, slip.unsigned, slip.rating, slip.remark)
            == (event.signed_by, event.unsigned, event.rating, event.remark)
        )

    def gaps(self) -> set[ev.SheetGap]:
        """What is missing or in doubt now."""
        missing: dict[ev.SheetGap, bool] = {
            "slip": self.is_slip_missing,
            "card": self.card == "missing",
            "signature": bool(self.doubts),
        }
        return {gap for gap, is_missing in missing.items() if is_missing}

    def _is_in_warranty(self, visit: ev.Visited) -> bool:
        machine = self._state.current.equipment
        if visit.in_warranty is not None:
            return visit.in_warranty
        return machine is not None and machine.warranty.verdict == "in"

    def _doubts_of_slip(self, slip: ev.SlipIn) -> Iterator[Doubt]:
        if slip.unsigned:
            yield self._doubt(slip, "rated_unsigned" if slip.rating else "unsigned", slip.unsigned)
        elif slip.signed_by in self._ours:
            yield self._doubt(slip, "signed_by_us", slip.signed_by)

    def _doubts_of_call(self, slip: ev.SlipIn, call: ev.CalledBack) -> Iterator[Doubt]:
        if slip.rating in _KINDLY and call.rating not in _KINDLY:
            yield self._doubt(call, "differs", slip.rating or "", call.rating)

    def _doubt(self, event: ev.Event, why: Why, said: str, otherwise: str = "") -> Doubt:
        ticket, day = self._state.ticket.id, event.at.date()
        return Doubt(ticket=ticket, day=day, why=why, said=said, otherwise=otherwise)


def papers_of(state: State, staff: Staff | None = None) -> Papers:
    """The papers of a ticket as they stand now."""
    papers = Papers(state, staff)
    for event in state.events:
        papers.tell(event)
    return papers
