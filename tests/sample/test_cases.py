"""Every case of the rules stands in the sample so often that nobody has to make one up to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from sample.desk import END
from sample.make import LEDGER
from svc.actions.callbacks import ratings_differ
from svc.model import events as ev
from svc.model.service import SHARES
from svc.model.staff import ROLE_WORDS
from svc.model.tickets import Ticket
from svc.rules.promises.runs import PromiseRun
from svc.rules.telephones import telephones
from svc.rules.ticket.coverage import is_work_free
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.service import service_of
from svc.store.ledger import Ledger

AT_LEAST = 5


def _too_few(found: Counter[str], wanted: Iterable[str]) -> dict[str, int]:
    return {case: found[case] for case in wanted if found[case] < AT_LEAST}


def _is(kind: str, of: str = "") -> Callable[[State], bool]:
    return lambda state: (state.ticket.kind, state.ticket.of) == (kind, of)


def _is_contract(*free: str) -> Callable[[State], bool]:
    return lambda state: (
        state.ticket.covered_by is not None and tuple(state.ticket.covered_by.free) == free
    )


def _says(kind: type[ev.Event], **fields: object) -> Callable[[State], bool]:
    """An event of this kind with these values; True: whatever it is, but not empty."""

    def fits(event: object) -> bool:
        values = {name: getattr(event, name) for name in fields}
        return all(
            bool(values[name]) if wanted is True else values[name] == wanted
            for name, wanted in fields.items()
        )

    return lambda state: any(isinstance(e, kind) and fits(e) for e in state.ticket.log)


def _is_amended(what: str, *fields: str) -> Callable[[State], bool]:
    """Whether one of these fields of an entry of this kind was put right."""

    def is_amended(state: State) -> bool:
        entries = {event.id: event for event in state.ticket.log}
        return any(
            ev.tag_of(entries[each.amendment.of]) == what and each.amendment.field in fields
            for each in state.amendments
            if each.replaced is not None
        )

    return is_amended


def _is_at_night(ticket: Ticket) -> bool:
    return ticket.received.hour >= 22 or ticket.received.hour < 6


def _is_chosen_anew(state: State, path: str, besides: str = "") -> bool:
    """The customer or the machine was another one, and the warranty was judged anew for it."""
    fields = {e.field for e in state.ticket.log if isinstance(e, ev.Corrected)}
    return path in fields and "equipment.warranty.reason" in fields and besides not in fields


def _is_missed(state: State) -> bool:
    """Nobody had come when another day was agreed."""
    appointment = None
    for event in state.ticket.log:
        if isinstance(event, ev.Rescheduled) and appointment and event.at > appointment:
            return True
        if isinstance(event, ev.Dispatched | ev.Rescheduled):
            appointment = event.appointment
    return False


CASES: dict[str, Callable[[State], bool]] = {
    "upgrade of hardware": _is("upgrade", "hardware"),
    "upgrade of software": _is("upgrade", "software"),
    "upgrade by software service": _is("upgrade", "software_service"),
    "training in use": _is("training", "use"),
    "technical training": _is("training", "technical"),
    "inspection, free": lambda s: s.ticket.kind == "inspection" and is_work_free(s),
    "inspection, paid": lambda s: s.ticket.kind == "inspection" and s.account.charged > 0,
    "at the counter with the machine": lambda s: (
        (s.ticket.channel, s.ticket.mode) == ("walk_in",) * 2
    ),
    "at the counter without it": lambda s: (
        s.ticket.channel == "walk_in" and s.ticket.mode == "visit"
    ),
    "visit on wish": lambda s: (
        service_of(s.current).why == "visit_wish"
        and s.account.charge is not None
        and {line.code[0] for line in s.account.charge.lines} == {"T"}
    ),
    "full contract": _is_contract(*SHARES),
    "partial contract": _is_contract("labour", "travel"),
    "24x7 at night": lambda s: (
        s.ticket.covered_by is not None
        and s.ticket.covered_by.name == "24x7"
        and _is_at_night(s.ticket)
    ),
    "suggestion": _is("suggestion"),
    "customer chosen anew": lambda s: _is_chosen_anew(s, "customer.file"),
    "machine chosen anew": lambda s: _is_chosen_anew(s, "equipment.serial", "customer.file"),
    "outcome put right": _is_amended("visited", "outcome"),
    "part put right": _is_amended("visited", "parts"),
    "rating put right": _is_amended("called_back", "rating"),
    "person put right": _is_amended("dispatched", "technician"),
    "time put right": _is_amended("arrived", "at"),
    "missed visit": _is_missed,
    "ratings differ": ratings_differ,
    "reopened for repair": _says(ev.Reopened, reopened_for="repair"),
    "reopened for a talk": _says(ev.Reopened, reopened_for="talk"),
    "let pass": _says(ev.Waived),
    "deferred": _says(ev.PaymentDeferred),
    "outstanding": lambda s: s.status == "closed" and s.account.still_to_pay > 0,
    "moved to another office": _says(ev.OfficeChanged),
    "taken over": _says(ev.TakenOver, visit=False),
    "visit taken over": _says(ev.TakenOver, visit=True),
    "unagreed": _says(ev.Visited, not_agreed=True),
    "emergency": _says(ev.Visited, emergency=True),
    "given on": _says(ev.Reassigned, reason=True),
    "two machines in one visit": _says(ev.Visited, along_with=True),
}


@pytest.mark.parametrize("case", CASES)
def test_every_case_occurs(states: list[State], case: str) -> None:
    assert sum(map(CASES[case], states)) >= AT_LEAST


def test_one_caller_is_noted_twice_before_anybody_calls_back(states: list[State]) -> None:
    noted = [
        (
            s.noted.phone,
            s.ticket.received,
            next(e.typed for e in s.events if isinstance(e, ev.Received)),
        )
        for s in states
        if s.noted is not None and s.status != "noted"
    ]
    again = [
        1
        for phone, at, _ in noted
        for other, since, until in noted
        if phone == other and since < at < until
    ]
    assert len(again) >= AT_LEAST


def test_complaints_are_answered_in_time_and_late(promises: list[PromiseRun]) -> None:
    found = Counter(str(held.state) for held in promises if held.promise == "complaint_answer")
    assert _too_few(found, ("kept", "late")) == {}


def test_contracts_are_over_too(states: list[State], customers: dict[str, CustomerState]) -> None:
    """Then the ticket is under none, though the file names it."""
    over = Counter(
        state.ticket.customer.contract or "none"
        for state in states
        if state.ticket.customer is not None
        and (terms := customers[state.ticket.customer.file].contract_terms) is not None
        and terms.until < state.ticket.received.date()
    )
    assert set(over) == {"none"}
    assert over["none"] >= AT_LEAST


def test_a_model_that_nobody_can_bring_is_repaired_on_site(
    ledger: Ledger, states: list[State]
) -> None:
    usual = ledger.settings.warranty
    longer = [
        state.ticket.id
        for state in states
        if state.ticket.equipment is not None
        and not ledger.settings.model_terms(state.ticket.equipment.model).carry_in
        and state.ticket.equipment.warranty.on_site
        and state.ticket.equipment.warranty.on_site_until == state.ticket.equipment.warranty.until
    ]
    assert usual.on_site_months < usual.months
    assert len(longer) >= AT_LEAST


def test_telephones_are_written_as_people_write_them(customers: dict[str, CustomerState]) -> None:
    phones = [telephones(state.customer.phone) for state in customers.values()]
    found = Counter(
        {
            "extension": sum(any(each.extension for each in field) for field in phones),
            "two numbers": sum(len(field) > 1 for field in phones),
        }
    )
    assert _too_few(found, ("extension", "two numbers")) == {}
    assert all(each.can_be_one for field in phones for each in field)


def test_people_share_names_and_have_roles_in_chinese_words(ledger: Ledger) -> None:
    names = Counter(person.name for person in ledger.staff.staff)
    assert sum(count > 1 for count in names.values()) >= AT_LEAST
    written = (LEDGER / "staff.yaml").read_text(encoding="utf-8")
    assert sum(f'"{word}"' in written for word in ROLE_WORDS) >= AT_LEAST


def test_who_left_has_nothing_in_hand(ledger: Ledger, states: list[State]) -> None:
    left = {person.id for person in ledger.staff.staff if person.left and person.left < END.date()}
    assert not [s.ticket.id for s in states if s.is_open() and {s.lead, s.technician} & left]


def test_complaints_are_of_the_departments_classes(ledger: Ledger, states: list[State]) -> None:
    found = Counter(
        event.sort
        for state in states
        for event in state.ticket.log
        if isinstance(event, ev.ComplaintJudged)
    )
    assert set(found) <= set(ledger.settings.complaint_classes)
    assert len(found) >= AT_LEAST
