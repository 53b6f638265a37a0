"""The sample ledger: what it has to show, that it is plausible, and that it is what the generator
makes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from conftest import Desk, typed

from sample import branch, make
from sample.desk import DESKS, END, may_go
from sample.make import LEDGER
from svc.model import events as ev
from svc.model import reading
from svc.model.customers import Customer
from svc.model.prices import PriceList
from svc.model.tickets import Channel, TicketKind
from svc.rules.money.prices import sum_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger

AT_LEAST = 5
OUTCOMES = tuple(get_args(ev.Outcome))
RARE = (
    *("settled", "joined", "renumbered"),  # need two desks
    "recomputed",  # a new calendar
    "forgotten",  # somebody who asks to be
    "imported",  # a department that comes with tickets of its own
    *("loaner_lent", "loaner_returned"),  # a store that lends machines
    # what came after it was typed
    *("attached", "knowledge_used", "surveyed", "papers_handed_over", "users_trained"),
    *("cause_found", "cost_audited", "cost_recovered", "prevention_checked"),
)
"""Events that the sample may be without, as they need what it has not, or seldom."""


def events(states: list[State], kind: type[Any]) -> list[tuple[State, Any]]:
    return [
        (state, event) for state in states for event in state.ticket.log if isinstance(event, kind)
    ]


# Its files


def test_it_is_small_and_has_no_history_of_its_own() -> None:
    assert sum(path.stat().st_size for path in LEDGER.rglob("*") if path.is_file()) <= 12_000_000
    assert not (LEDGER / ".git").exists()


def test_anything_else_than_a_ledger_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep")
    with pytest.raises(FileExistsError):
        make.write(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "keep"


# Counts


def test_it_has_offices_people_customers_machines_and_parts(
    ledger: Ledger, customers: dict[str, CustomerState]
) -> None:
    assert list(ledger.settings.offices) == ["SZ", "BJ", "SH", "WH", "CD", "GZ"]
    assert set(ledger.settings.regions) == {"south", "north", "east", "central", "southwest"}
    assert len(ledger.staff.staff) >= 25
    assert {role for person in ledger.staff.staff for role in person.roles} >= {
        *ev.DESK,
        "system",
    }
    standing = [state for state in customers.values() if state.status == "active"]
    assert len(standing) >= 120
    assert sum(len(state.equipment) for state in standing) >= 300
    parts = reading.read_record((LEDGER / "parts.yaml").read_bytes())["parts"]
    assert len({part["code"] for part in parts}) == len(parts) >= 60
    assert len(ledger.names("policies")) == 4
    assert len(ledger.names("desks")) == 22  # one letter is free


def test_there_are_tickets_of_three_months(states: list[State]) -> None:
    months = Counter(state.ticket.received.strftime("%Y-%m") for state in states)
    assert sum(months.values()) >= 900
    assert sorted(months) == ["2026-08", "2026-09", "2026-10"]
    assert min(months.values()) > 200


def test_every_kind_channel_and_status_occurs(states: list[State]) -> None:
    for wanted, found in (
        (get_args(TicketKind), Counter(state.ticket.kind for state in states)),
        (get_args(Channel), Counter(state.ticket.channel for state in states)),
        ({*ev.STATES} - {"duplicate"}, Counter(state.status for state in states)),
        (("phone", "visit", "walk_in", "paid"), Counter(state.ticket.mode for state in states)),
        (
            ("inside", "near", "far"),
            Counter(s.ticket.customer.zone for s in states if s.ticket.customer),
        ),
        (get_args(ev.Urgency), Counter(state.current.urgency for state in states)),
    ):
        assert {name: found[name] for name in wanted if found[name] < AT_LEAST} == {}


def test_every_event_outcome_cause_and_rating_occurs(states: list[State]) -> None:
    names = Counter(
        str(event.__struct_config__.tag) for state in states for event in state.ticket.log
    )
    assert {
        name: names[name] for name in ev.CATALOGUE if names[name] < AT_LEAST and name not in RARE
    } == {}
    outcomes = Counter(visit.outcome for _, visit in events(states, ev.Visited))
    causes = Counter(visit.cause for _, visit in events(states, ev.Visited))
    ratings = Counter(call.rating for _, call in events(states, ev.CalledBack))
    wishes = Counter(hold.wish for _, hold in events(states, ev.Held))
    for wanted, found in (
        (OUTCOMES, outcomes),
        (get_args(ev.Cause), causes),
        (get_args(ev.Rating), ratings),
        (get_args(ev.Wish), wishes),
    ):
        assert {name: found[name] for name in wanted if found[name] < AT_LEAST} == {}


def test_every_way_through_a_ticket_occurs(states: list[State]) -> None:
    """The five ways of domain §3 to their end, and what may happen on them."""
    seen = [
        {str(e.__struct_config__.tag) for e in s.ticket.log} for s in states if s.status == "closed"
    ]
    for way in (
        {"answered", "followed_up", "called_back"},  # solved by telephone
        {"asked", "answered"},  # a specialist's answer
        {"contacted", "dispatched", "arrived", "visited", "slip_in", "called_back"},  # a visit
        {"brought_in", "repaired", "told_ready", "picked_up"},  # brought in
        {"visited", "brought_in", "repaired", "picked_up"},  # taken along
        {"brought_in", "shipped", "returned", "picked_up"},  # through the factory
        {"shipped", "returned", "machine_replaced"},  # another machine came back
        {
            "quoted",
            "consented",
            "charged",
            "paid",
            "receipt_issued",
            "handed_in",
        },  # paid, money taken on site
        {"brought_in", "quoted", "charged", "receipt_issued", "picked_up"},  # paid on the bench
        {"receipt_issued", "receipt_voided"},
        {"refunded"},
        {"held", "resumed", "part_short", "part_requested", "part_delivered"},  # waiting for parts
        {"noted", "received"},
        {"reopened", "corrective_action"},  # dissatisfied
        {"linked", "complaint_judged", "responsibility_found", "corrective_action"},  # a complaint
        {"order_issued", "parts_accepted", "measured", "accepted"},  # an installation
        {"defect_reported", "measured"},
        {"approved", "machine_replaced"},  # an exchange
        {"escalated", "approved"},
        {"repeat_declared"},
        {"committed", "commitment_kept"},
        {"rescheduled"},
        {"reminded"},
    ):
        assert sum(way <= names for names in seen) >= AT_LEAST, way


def test_customers_files_live_too(customers: dict[str, CustomerState]) -> None:
    names = Counter(
        str(e.__struct_config__.tag) for state in customers.values() for e in state.customer.log
    )
    for name in (
        "equipment_added", "equipment_corrected", "equipment_moved", "equipment_replaced", "equipment_left",
        "equipment_came", "contact_added", "account_set", "absorbed", "merged_into", "confirmed", "corrected", "remarked",
    ):  # fmt: skip
        assert names[name] >= AT_LEAST, name
    assert not [state.customer.id for state in customers.values() if state.out_of_turn]


# Plausible


def test_no_customer_has_more_than_a_twentieth_of_the_tickets(states: list[State]) -> None:
    files = Counter(state.ticket.customer.file for state in states if state.ticket.customer)
    assert max(files.values()) < len(states) / 20


def test_symptoms_are_told_in_many_ways(states: list[State]) -> None:
    told = Counter(state.ticket.symptom for state in states if state.ticket.symptom)
    assert max(told.values()) <= 8
    assert len(told) >= 250
    assert len({s.ticket.symptom for s in states if s.ticket.kind == "repair"}) >= 250


def test_some_promises_are_broken_but_not_many(promises: list[PromiseRun]) -> None:
    judged = [held for held in promises if held.state in ("kept", "late", "overdue")]
    assert 0.05 <= sum(held.is_broken for held in judged) / len(judged) <= 0.15
    assert len({held.promise for held in judged if held.is_broken}) >= 12


def test_visits_are_within_skill_and_nobody_is_sent_who_is_away(
    ledger: Ledger, states: list[State]
) -> None:
    for state in states:
        model = state.current.equipment.model if state.current.equipment else ""
        technician = ""
        for event in state.ticket.log:
            if isinstance(event, ev.Dispatched | ev.Rescheduled):
                technician = event.technician or technician
                person = ledger.person(technician)
                assert may_go(person, model, str(state.ticket.kind), event.appointment.date()), (
                    state.ticket.id,
                    technician,
                )
                assert person.office == state.current.office


def test_no_technician_is_at_two_customers_at_once(states: list[State]) -> None:
    work: dict[str, list[tuple[Any, Any, str]]] = defaultdict(list)
    for state in states:
        if state.ticket.customer and state.ticket.customer.contract == "24x7":
            continue  # on duty: whoever is called goes, and tells the other customer
        arrived = None
        for event in state.ticket.log:
            if isinstance(event, ev.Arrived):
                arrived = event
            elif isinstance(event, ev.Visited) and arrived is not None and not event.along_with:
                work[event.by].append((arrived.at, event.at, state.ticket.id))
    for visits in work.values():
        visits.sort()
        for (_, ended, one), (began, _, other) in pairwise(visits):
            assert ended <= began, (one, other)


def test_whoever_calls_back_did_not_do_the_work(states: list[State]) -> None:
    for state, call in events(states, ev.CalledBack):
        workers = {
            e.by for e in state.ticket.log if isinstance(e, ev.Visited | ev.Repaired | ev.Answered)
        }
        assert call.by not in workers, state.ticket.id


def test_a_technician_has_one_loan_at_a_time_or_those_for_one_day(states: list[State]) -> None:
    """前件不还后件不借."""
    loans: dict[str, list[tuple[Any, Any, str]]] = defaultdict(list)
    for state, lent in events(states, ev.PartLent):
        ended = [
            e.typed for e in state.ticket.log if isinstance(e, ev.LoanEnded) and e.of == lent.id
        ]
        loans[lent.technician].append((lent.typed, ended[0] if ended else END, state.ticket.id))
    for ones in loans.values():
        ones.sort()
        for (first, back, one), (out, _, other) in pairwise(ones):
            assert back <= out or first.date() == out.date(), (one, other)


def test_intake_is_in_opening_hours_but_for_noted_calls_and_round_the_clock_contracts(
    ledger: Ledger, states: list[State]
) -> None:
    late = []
    for state, event in events(states, ev.Received):
        calendar = ledger.calendar(state.ticket.terms.calendar)
        contract = state.ticket.customer.contract if state.ticket.customer else ""
        if (
            not contract
            and not calendar.is_open(event.at)
            and not calendar.is_open(event.at - timedelta(minutes=2))
        ):
            late.append(state.ticket.id)
    assert late == []
    holiday = [
        s for s in states if date(2026, 10, 1) <= s.ticket.received.date() <= date(2026, 10, 7)
    ]
    assert 0 < len(holiday) < 20


# Money


def test_receipt_books_run_without_gaps_in_the_order_of_time(states: list[State]) -> None:
    books: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for _, receipt in events(states, ev.ReceiptIssued):
        books[receipt.number[:-5]].append((receipt.typed, receipt.number))
    known = {f"{office}-{lane}-26" for desks in DESKS for office, lane in desks.items()}
    assert set(books) <= known | {f"{branch.OFFICE}-{branch.DESK}-26"}
    assert len(books) >= 10
    for book, receipts in books.items():
        receipts.sort()
        assert [number for _, number in receipts] == [
            f"{book}-{n:04d}" for n in range(1, len(receipts) + 1)
        ]


def test_every_sum_is_that_of_its_lines_from_the_price_list(states: list[State]) -> None:
    prices = msgspec.convert(
        reading.read_record((LEDGER / "prices/2026-07.yaml").read_bytes()), PriceList
    )
    for state, bill in events(states, ev.Quoted) + events(states, ev.Charged):
        assert bill.total == sum(map(sum_of, bill.lines)), state.ticket.id
        assert all(prices.find_item(line.code).price == line.price for line in bill.lines)


def test_what_is_closed_is_paid_and_paid_work_was_agreed_to_first(states: list[State]) -> None:
    for state in states:
        account = state.account
        if state.status == "closed":
            assert account.still_to_pay == 0 or account.deferred is not None, state.ticket.id
            assert account.without_receipt == 0, state.ticket.id
        if account.charge is not None:
            agreed = min(
                e.at
                for e in state.ticket.log
                if isinstance(e, ev.Consented) and e.to == "price" and e.granted
            )
            work = [
                e.at
                for e in state.ticket.log
                if isinstance(e, ev.Visited | ev.Repaired)
                and (e.at > agreed or e.not_agreed or e.emergency)
            ]
            assert work, state.ticket.id


# References


def test_tickets_machines_and_files_fit_together(
    states: list[State], customers: dict[str, CustomerState]
) -> None:
    serials: dict[str, str] = {}
    for owner in customers.values():
        if owner.status == "active":
            for serial in owner.equipment:
                assert serials.setdefault(serial, owner.customer.id) == owner.customer.id, serial
    ids = {state.ticket.id for state in states}
    for state in states:
        ticket = state.ticket
        if ticket.customer is not None:
            file: Customer = customers[ticket.customer.file].customer
            assert file.office == state.current.office
            assert file.opened <= ticket.received
        for event in ticket.log:
            if isinstance(event, ev.Linked):
                assert event.ticket in ids
            if isinstance(event, ev.RepeatDeclared):
                assert set(event.earlier) <= ids
    numbers = [
        n
        for s in customers.values()
        for n in (s.customer.phone, *(c.mobile for c in s.customer.contacts))
    ]
    assert all("-9000" in n or n.startswith("1540000") for n in numbers)  # nobody is given these


# Used by the program


def test_check_finds_nothing_but_advice() -> None:
    ended = typed("--ledger", str(LEDGER), "--json", "check")
    assert ended.status == 0, ended.out[:2000]


def test_it_can_be_listed_and_reported() -> None:
    assert "SZ-2610-" in typed("--ledger", str(LEDGER), "list").out
    for region in ("all", "southwest"):
        assert typed("--ledger", str(LEDGER), "report", region, "2026-09").status == 0


def test_it_is_read_only_and_the_message_says_how_to_get_a_copy(
    monkeypatch: pytest.MonkeyPatch, states: list[State]
) -> None:
    monkeypatch.setenv("SVC_NOW", "2026-11-02T09:00:00+08:00")
    monkeypatch.setenv("SVC_LANG", "en")
    waiting = next(s.ticket for s in states if s.status == "received" and s.ticket.office == "SZ")
    before = (LEDGER / waiting.number.path).read_bytes()
    ended = typed("--ledger", str(LEDGER), "--as", "chen", "handover", waiting.id, "--to", "li")
    assert ended.status == 2
    assert "svc init DIR --from" in ended.err
    assert (LEDGER / waiting.number.path).read_bytes() == before


def test_a_copy_of_it_goes_on(
    tmp_path: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch, states: list[State]
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(gitconfig))
    path = tmp_path / "copy"
    desk = Desk(path, monkeypatch)
    desk.ok("init", str(path), "--from", str(LEDGER), now="2026-11-01T10:00:00")
    waiting = next(s.ticket for s in states if s.status == "received" and s.ticket.office == "SZ")
    monkeypatch.chdir(path)
    desk.ok("handover", waiting.id, "--to", "li", by="chen", now="2026-11-02T08:40:00")
    assert Ledger(path).read(waiting.id).state.status == "handed_over"
    assert [lane.name for lane in (path / "desks").iterdir()] == ["A.yaml"]
