"""Who sees what: looked for in the bytes of all pages of a level."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from render.paper_tickets import HEAD, SETTINGS, STAFF, dispatched, event
from render.site.site_tickets import (
    HEAD_WORDS,
    every_event,
    facts_of,
    pages_for,
    site_of,
    ticket_with,
    word,
)

from svc.model import events as ev
from svc.render.site.forms import Forms
from svc.render.site.levels import FOR_MANAGERS, MONEY_FIELDS, may_be_told
from svc.rules.ticket import account

EVENTS = every_event()
STATES = [ticket_with(number, each) for number, each in enumerate(EVENTS.values(), 1)]
FACTS = facts_of(*STATES)
SAYS_NO_WORD = {"received", "imported", "forgotten"}
"""Their words are a digest and field names, or stand in what the story has no room for."""


def bytes_of(level: Any) -> str:
    return b"\n".join(pages_for(level, FACTS).values()).decode()


@pytest.fixture(scope="module")
def wall() -> str:
    return bytes_of("wall")


@pytest.fixture(scope="module")
def staff() -> str:
    return bytes_of("staff")


@pytest.fixture(scope="module")
def manager() -> str:
    return bytes_of("manager")


def test_nothing_that_somebody_typed_is_on_the_wall_but_the_model(wall: str) -> None:
    assert "SZ-2611-A0001" in wall
    assert "CR-8 139****0003" in wall
    assert "zq-" not in wall
    assert not [text for text in HEAD_WORDS.values() if text in wall]
    assert "王强" not in wall
    assert "13800000003" not in wall


def test_staff_see_whom_to_call_and_where_to_go(staff: str) -> None:
    assert not [text for text in HEAD_WORDS.values() if text not in staff]
    assert "tel:075598700001" in staff
    assert "geo:0,0?q=zq-address-qz" in staff


OF_MONEY_AND_BLAME = [
    "charged",
    "complaint_judged",
    "corrective_action",
    "cost_noted",
    "handed_in",
    "invoiced",
    "paid",
    "payment_deferred",
    "quoted",
    "receipt_issued",
    "receipt_voided",
    "refunded",
    "responsibility_found",
    "waived",
]


@pytest.mark.parametrize("what", OF_MONEY_AND_BLAME)
def test_of_money_and_blame_staff_see_not_a_word(staff: str, manager: str, what: str) -> None:
    assert f"zq-{what}-" not in staff
    shown = [f for f in EVENTS[what].__struct_fields__ if word(what, f) in manager]
    assert shown or what in ("handed_in", "waived")  # of these: an entry's id, fixed values


def test_no_sum_is_in_the_pages_for_staff(staff: str, manager: str) -> None:
    assert "98765.4" not in staff
    assert "98765.4" in manager


def test_the_last_quote_stands_for_staff_on_the_form_of_the_visit_and_nowhere_else() -> None:
    state = ticket_with(1, *dispatched(), msgspec.structs.replace(EVENTS["quoted"], seq=9))
    form = Forms(site_of("staff").pages).visit(state, staff=STAFF, settings=SETTINGS)
    assert form is not None
    for order_form, times in (((lambda _: None), 0), ((lambda _: form), 1)):
        pages = pages_for("staff", facts_of(state), order_form=order_form)
        holding = {path: page.count(b"98765.4") for path, page in pages.items()}
        assert holding.pop("tickets/SZ-2611-A0001.html") == times
        assert set(holding.values()) == {0}


def test_the_report_and_why_somebody_is_away_are_not_for_staff(staff: str, manager: str) -> None:
    assert ("zq-report-qz" in staff, "zq-report-qz" in manager) == (False, True)
    assert "zq-away-qz" not in staff


def test_what_else_happened_staff_read_in_full(staff: str) -> None:
    told = {what for what in EVENTS if f"zq-{what}-" in staff}
    over = {state.ticket.log[1] for state in STATES if not state.is_open()}
    ended = {ev.tag_of(each) for each in over}
    wordless = {what for what, each in EVENTS.items() if not re.search("zq-", str(each))}
    missing = EVENTS.keys() - told - FOR_MANAGERS - ended - wordless
    assert sorted(FOR_MANAGERS) == OF_MONEY_AND_BLAME
    assert missing <= SAYS_NO_WORD | {"amended", "loan_ended", "part_delivered", "signed_later"}


@pytest.mark.parametrize("level", ["wall", "customer"])
def test_no_entry_may_be_told_where_nobody_is_named(level: Any) -> None:
    assert not [what for what, each in EVENTS.items() if may_be_told(each, [each], level)]


def test_every_field_that_holds_a_sum_is_known_to_hold_one() -> None:
    """A sum in a new event is hidden from staff only if its field is named as one."""
    holders = {
        field
        for kind in ev.CATALOGUE.values()
        for field, hint in get_type_hints(kind.event).items()
        if {Decimal, ev.QuoteLine} & {hint, *get_args(hint)}
    }
    assert holders == MONEY_FIELDS


def test_every_event_about_money_is_for_managers_or_its_sum_is_left_out() -> None:
    money = {tag for tag, kind in ev.CATALOGUE.items() if kind.after == ev.MONEY}
    money |= {ev.tag_of(kind) for kind in account.EVENTS}
    assert {"charged", "consented", "receipt_issued", "cost_noted"} <= money
    seen = {
        tag
        for tag in money - FOR_MANAGERS
        if not MONEY_FIELDS & set(ev.CATALOGUE[tag].event.__struct_fields__)
    }
    assert seen == {"taken_over", "renumbered"}  # who has what now, what is called how: no sum


def test_of_a_ticket_that_is_over_staff_see_nobodys_name() -> None:
    closed = ticket_with(1, event(ev.Cancelled, 2, 1, reason="zq-closed", asked_by="x"))
    pages = pages_for("staff", facts_of(closed))
    day = pages["technicians/wang.html"].decode()
    assert "SZ-2611-A0001" in day
    assert "CR-8 139****0003" in day
    assert b"zq-" not in pages["tickets/SZ-2611-A0001.html"]
    assert not [text for text in (*HEAD_WORDS.values(), "zq-", "13987000003") if text in day]
    assert "zq-unit-qz" in pages_for("manager", facts_of(closed))["technicians/wang.html"].decode()


def test_that_nobody_knew_the_model_is_said_without_what_was_told_of_it() -> None:
    machine = {**HEAD["equipment"], "model": "unknown"}
    why = [{"field": "equipment.model", "why": "zq-why-qz"}]
    closed = ticket_with(
        1, event(ev.Cancelled, 2, 1, reason="x", asked_by="x"), equipment=machine, unknown=why
    )
    pages = pages_for("staff", facts_of(closed))
    for path in ("technicians/wang.html", "overdue.html", "tickets/SZ-2611-A0001.html"):
        page = pages[path].decode()
        assert ("不详" in page, "zq-why" in page, "unknown" in page) == (True, False, False), path


@pytest.mark.parametrize(
    ("field", "amended", "is_seen"),
    [("words", "visited", True), ("total", "charged", False), ("amount", "consented", False)],
)
def test_what_was_put_right_is_seen_where_the_entry_may_be(
    field: str, amended: str, is_seen: bool
) -> None:
    told = EVENTS[amended]
    mended = event(ev.Amended, 3, 1, of=told.id, field=field, new="zq-new-qz", reason="zq-why-qz")
    state = ticket_with(1, msgspec.structs.replace(told, seq=2), mended)
    page = pages_for("staff", facts_of(state))["tickets/SZ-2611-A0001.html"].decode()
    assert ("zq-why-qz" in page) == is_seen
    assert b"zq-why-qz" in pages_for("manager", facts_of(state))["tickets/SZ-2611-A0001.html"]
