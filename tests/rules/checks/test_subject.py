"""What the rules see of a record: its events by kind, in the order in which they are replayed, each
with its place in the file.
"""

from __future__ import annotations

from msgspec.structs import replace
from rules.checks.records import RECEIVED, STAFF, customer, known, seen, seen_customer
from rules.logs import ticket

from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE, tag_of
from svc.rules.checks.subject import CheckedTicket

LOG = (RECEIVED, "20 10:00 remarked", "20 10:05 reminded", "20 10:10 remarked")


def turned() -> CheckedTicket:
    """The first remark, number 2, stands last in the file."""
    made = ticket(*LOG)
    return seen(replace(made, log=[made.log[0], made.log[2], made.log[3], made.log[1]]))


def test_the_order_is_that_of_the_numbers_with_the_places_in_the_file() -> None:
    assert [place for place, _ in seen(ticket(*LOG)).order] == [0, 1, 2, 3]
    own = turned()
    assert [(place, event.seq) for place, event in own.order] == [(0, 1), (3, 2), (1, 3), (2, 4)]
    assert [event.seq for event in own.log] == [1, 3, 4, 2]


def test_events_of_one_number_stand_in_the_order_of_their_ids() -> None:
    zz = ("20 10:00 remarked", {"seq": 2, "id": "zzzzzz"})
    aa = ("20 10:05 remarked", {"seq": 2, "id": "aaaaaa"})
    assert [event.id for _, event in seen(ticket(RECEIVED, zz, aa)).order] == [
        "000001",
        "aaaaaa",
        "zzzzzz",
    ]


def test_events_of_a_kind_are_given_with_their_places_and_of_several_as_they_are_replayed() -> None:
    own = turned()
    assert [(place, event.seq) for place, event in own.events_in_order(ev.Remarked)] == [
        (3, 2),
        (2, 4),
    ]
    both = [(place, event.seq) for place, event in own.events_in_order(ev.Reminded, ev.Remarked)]
    assert both == [(3, 2), (1, 3), (2, 4)]
    assert own.events_in_order(ev.Paid) == own.events_in_order() == []
    assert sorted(event.seq for _, event in own.events_of(ev.Reminded, ev.Remarked)) == [2, 3, 4]
    assert own.events_of(ev.Paid, ev.Received) == [(0, own.log[0])]


def test_a_ticket_and_a_file_begin_with_their_receipt_and_opening() -> None:
    own = seen(ticket("20 09:00 noted", "20 09:10 received", received="2026-11-20T08:59:00+08:00"))
    assert (own.began, own.catalogue, own.id) == (own.record.received, CATALOGUE, "SZ-2611-A0001")
    file = seen_customer(customer())
    assert (file.began, file.catalogue, file.id) == (
        file.record.opened,
        CUSTOMER_CATALOGUE,
        "SZ-A0001",
    )
    assert [type(event) for _, event in file.events_in_order(cu.Opened)] == [cu.Opened]


def test_who_may_record_an_event_is_told_by_roles_and_of_nobody_nothing_is_known() -> None:
    handed_over = ticket(RECEIVED, "20 09:20 handed_over").log[1]
    there = known()
    assert there.may_record("chen", handed_over, CATALOGUE)
    assert not there.may_record("zhao", handed_over, CATALOGUE)  # who calls back
    assert not there.may_record("zhao", handed_over, CATALOGUE)  # and again, from what is known
    assert there.may_record("nobody", handed_over, CATALOGUE)
    assert known(people=None).may_record("zhao", handed_over, CATALOGUE)
    assert {person.id for person in STAFF} == set(there.people or {})


def test_an_event_is_named_as_in_the_file() -> None:
    assert tag_of(ticket(RECEIVED, "20 09:20 handed_over").log[1]) == "handed_over"
