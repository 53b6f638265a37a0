"""Rules between records: what just fits together and what just does not, and in which record it
shows.
"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rules.checks.records import (
    DISPATCHED,
    ENDED,
    LENT,
    NOW,
    OTHER,
    OWNER,
    RECEIVED,
    between,
    between_places,
    customer,
    machine,
    noted,
    numbered,
)
from rules.logs import ticket

from svc.rules.checks.across_records import FEW_AHEAD
from svc.rules.checks.facts import facts_of_ticket

T1, T2, T3 = (f"SZ-2611-A000{number}" for number in (1, 2, 3))


NEXT = ("21 10:00 part_lent", LENT[1])


def test_an_allowed_second_loan_and_one_that_has_ended_are_no_finding() -> None:
    allowed = (NEXT[0], {**NEXT[1], "allowed": "急"})
    assert between(OWNER, numbered(1, LENT), numbered(2, allowed)) == []
    assert between(OWNER, numbered(1, LENT, ("20 10:00 loan_ended", ENDED)), numbered(2, NEXT)) == (
        []
    )


def test_loans_for_one_days_orders_stand_together_until_a_visit_has_ended() -> None:
    second = ("20 17:00 part_lent", LENT[1])
    assert between(OWNER, numbered(1, LENT), numbered(2, second)) == []
    visited = (*DISPATCHED[1:], LENT, "20 14:00 arrived", "20 15:00 visited")
    found = between(OWNER, numbered(1, *visited, status="visited"), numbered(2, second))
    assert "loan" in found


def test_a_form_that_was_noted_twice_is_no_finding_once_one_of_the_two_is_given_up() -> None:
    assert between(OWNER, noted(1), noted(2, block="k3m9x2abcd77-00000002")) == ["form-twice"]
    assert between(OWNER, noted(1), noted(2, block="k3m9x2abcd78-00000001")) == []
    assert between(OWNER, noted(1), noted(2, status="cancelled")) == []


def test_who_takes_over_a_part_may_have_one_of_their_own() -> None:
    over = ("20 10:30 taken_over", {"whose": "wang", "to": "li", "in_hand": ["000002"]})
    own = ("20 10:00 part_lent", {**LENT[1], "technician": "li"})
    second = ("21 11:00 part_lent", {**LENT[1], "technician": "wang"})
    assert between(OWNER, numbered(1, LENT, over), numbered(2, own)) == []
    assert between(OWNER, numbered(1, LENT, over), numbered(2, second)) == []
    again = ("21 11:00 part_lent", {**LENT[1], "technician": "li"})
    assert between(OWNER, numbered(1, LENT, over), numbered(2, again)) == ["loan"]


def test_what_may_be_in_a_record_that_can_not_be_read_is_not_missed() -> None:
    linked = numbered(1, "20 10:00 linked")
    assert between(OWNER, linked, unreadable=frozenset({"SZ-2611-A0002"})) == []
    assert between(numbered(1), unreadable=frozenset({"SZ-A0001"})) == []
    issued = numbered(1, ("20 10:00 receipt_issued", {"number": "SZ-A-26-0002"}))
    assert between(OWNER, issued, unreadable=frozenset({"SZ-2611-A0002"})) == []


def test_a_machine_that_is_yet_to_be_installed_is_in_no_file() -> None:
    assert between(customer(equipment=[]), numbered(1, kind="installation")) == []


def test_of_many_records_typed_ahead_one_says_it_for_all() -> None:
    assert between(OWNER, *(numbered(number, "30 09:03 remarked") for number in range(1, 40))) == [
        "typed-ahead"
    ]


# Clocks


@pytest.mark.parametrize(
    ("typed", "ahead"), [("30 09:02", None), ("30 09:02:01", (1, "30 09:02:01"))]
)
def test_two_minutes_ahead_of_now_is_not_worth_a_word(typed: str, ahead: Any) -> None:
    found = facts_of_ticket(numbered(1, f"{typed} remarked", "20 10:00 remarked"), NOW).ahead
    assert (found is None) is (ahead is None)
    assert between_places(OWNER, numbered(1, f"{typed} remarked", "20 10:00 remarked")) == (
        [] if ahead is None else [(T1, "typed-ahead", ("log", 1, "typed"))]
    )


def test_as_many_as_ten_records_ahead_are_named_one_by_one() -> None:
    def ahead(count: int) -> list[Any]:
        later = [
            numbered(number, f"30 09:{number + 2:02d} remarked") for number in range(1, count + 1)
        ]
        return between_places(OWNER, *later)

    assert len(ahead(FEW_AHEAD)) == FEW_AHEAD == 10
    assert ahead(FEW_AHEAD + 1) == [
        ("SZ-2611-A0011", "typed-ahead", ("log", 1, "typed"))
    ]  # the latest


# Names


def test_each_ticket_that_is_named_and_not_there_is_named_where_it_is() -> None:
    declared = ("20 10:00 repeat_declared", {"earlier": [T2, T3]})
    assert between_places(OWNER, numbered(1, declared, repeat_of=[T3]), numbered(2)) == [
        (T1, "ticket-there", ("repeat_of", 0)),
        (T1, "ticket-there", ("log", 1, "earlier", 1)),
    ]
    replaced = {
        "what": "equipment_replaced",
        "serial": "A-1",
        "machine": machine("A-2"),
        "ticket": T1,
    }
    assert between_places(customer(replaced)) == [
        ("SZ-A0001", "ticket-there", ("log", 1, "ticket"))
    ]


def test_a_complaint_and_its_ticket_name_each_other() -> None:
    def linked(to: str, why: str = "complaint") -> Any:
        return ("20 10:00 linked", {"ticket": to, "why": why})

    assert between(OWNER, numbered(1, linked(T2)), numbered(2, linked(T1))) == []
    assert between_places(OWNER, numbered(1, linked(T2)), numbered(2, linked(T1, "同一台"))) == [
        (T1, "link", ("log", 1, "ticket"))
    ]
    assert between(OWNER, numbered(1, linked(T2, "同一台")), numbered(2)) == []


# Machines


def test_a_machine_that_another_customer_has_or_had_is_in_a_file() -> None:
    sold = {"what": "equipment_left", "serial": "A-1", "reason": "报废"}
    nothing = customer(number="SZ-A0002", equipment=[], phone="2", contacts=[])
    about_a1 = numbered(1, customer={**_told("SZ-A0002")})
    assert between(customer(sold), nothing, about_a1) == []
    assert between_places(nothing, about_a1) == [(T1, "machine", ("equipment", "serial"))]
    assert between(nothing, numbered(1, customer=_told(""))) == []  # a ticket without a file


def _told(file: str) -> dict[str, Any]:
    return {
        "file": file,
        "unit": "甲",
        "address": "深圳",
        "phone": "1",
        "contact": "张工",
        "mobile": "2",
    }


def test_a_machine_stands_in_one_file_in_whatever_spelling() -> None:
    spelled = replace(OTHER, equipment=[replace(OWNER.equipment[0], serial="a1")])
    assert between_places(OWNER, spelled) == [("SZ-A0002", "serial-twice", ("equipment",))]


# Loans


def lent(number: int, when: str, technician: str = "wang", serial: str = "", **more: Any) -> Any:
    fields = {"part": "P-1042", "count": 1, "technician": technician, "serial": serial, **more}
    return numbered(number, (f"{when} part_lent", fields))


def test_the_later_of_two_loans_to_one_technician_is_named_also_on_one_ticket() -> None:
    """S4 visit 2."""
    found = between_places(OWNER, lent(1, "21 10:00"), lent(2, "20 09:59"))
    assert found == [(T1, "loan", ("log", 1))]
    assert between(OWNER, lent(1, "20 10:00"), lent(2, "21 10:00", "li")) == []
    twice = numbered(1, LENT, ("21 10:00 part_lent", LENT[1]))
    assert between_places(OWNER, twice) == [(T1, "loan", ("log", 2))]


def test_one_piece_is_out_once_and_parts_without_a_number_are_any() -> None:
    first, again = lent(1, "20 10:00", serial="7-A"), lent(2, "20 11:00", "li", serial="7a")
    assert between_places(OWNER, first, again) == [(T2, "lent-twice", ("log", 1))]
    other = lent(2, "20 11:00", "li", serial="7a", part="P-2")
    assert between(OWNER, first, other) == []
    assert between(OWNER, lent(1, "20 10:00"), lent(2, "20 11:00", "li")) == []


# Receipts and files


def test_a_gap_in_a_receipt_book_is_named_at_the_number_after_it() -> None:
    def issued(number: int, receipt: str) -> Any:
        return numbered(number, ("20 10:00 receipt_issued", {"number": receipt}))

    assert between(OWNER, issued(1, "SZ-A-26-0001"), issued(2, "SZ-A-26-0002")) == []
    assert between_places(OWNER, issued(1, "SZ-A-26-0001"), issued(2, "SZ-A-26-0003")) == [
        (T2, "receipt-book", ("log", 1, "number"))
    ]


def test_a_machine_that_left_one_file_came_to_the_other() -> None:
    left = {"what": "equipment_left", "serial": "A-1", "to": "SZ-A0002", "reason": "转让"}
    came = {"what": "equipment_came", "machine": machine("A-1"), "from_file": "SZ-A0001"}
    other: dict[str, Any] = {"number": "SZ-A0002", "equipment": [], "phone": "2", "contacts": []}
    assert between(customer(left), customer(came, **other)) == []
    assert between_places(customer(left), customer(**other)) == [
        ("SZ-A0001", "both-files", ("log", 1, "to"))
    ]
    elsewhere = {**came, "machine": machine("B-1")}
    assert between(customer(left), customer(elsewhere, **other)) == ["both-files", "both-files"]


def merged(into: str) -> list[dict[str, Any]]:
    return [{"what": "merged_into", "file": into, "reason": "同"}]


def test_merges_lead_to_a_file_in_use_however_many_there_were() -> None:
    def file(number: int, *log: dict[str, Any], **head: Any) -> Any:
        about: dict[str, Any] = {"equipment": [], "contacts": [], "phone": str(number), **head}
        return customer(*log, number=f"SZ-A000{number}", **about)

    def absorbed(number: int) -> dict[str, Any]:
        return {"what": "absorbed", "file": f"SZ-A000{number}"}

    chain = [
        file(1, *merged("SZ-A0002")),
        file(2, absorbed(1), *merged("SZ-A0003")),
        file(3, absorbed(2)),
    ]
    assert between(*chain) == []
    # 1 into 2, 2 into 3, and at another desk 3 into 2: of two merged crosswise one lives
    crosswise = [chain[0], file(2, absorbed(1), absorbed(3), *merged("SZ-A0003")),
                 file(3, absorbed(2), *merged("SZ-A0002"))]  # fmt: skip
    assert between(*crosswise) == []
    # 1 into 2, 2 into 3, 3 into 4, 4 into 2: the circle is named once, at its first
    circle = [chain[0], file(2, absorbed(1), absorbed(4), *merged("SZ-A0003")),
              file(3, absorbed(2), *merged("SZ-A0004")),
              file(4, absorbed(3), *merged("SZ-A0002"))]  # fmt: skip
    named = [(id_, rule) for id_, rule, _ in between_places(*circle) if rule == "merged"]
    assert named == [("SZ-A0002", "merged")]


def test_a_merged_file_shares_machines_and_telephones_with_the_one_it_went_to() -> None:
    gone = customer(*merged("SZ-A0002"), contacts=[])
    into = customer({"what": "absorbed", "file": "SZ-A0001", "equipment": [machine("A-1")]},
                    number="SZ-A0002", equipment=[])  # fmt: skip
    assert between(gone, into) == []


def test_what_a_merged_file_has_that_the_other_lacks_is_named_until_it_says_so() -> None:
    gone = customer(*merged("SZ-A0002"), contacts=[])
    for had, named in (
        ([], ["left-behind"]),
        ([{**machine("A-1"), "place": "x"}], ["left-behind"]),
    ):
        into = customer({"what": "absorbed", "file": "SZ-A0001", "equipment": had},
                        number="SZ-A0002", equipment=[])  # fmt: skip
        assert between(gone, into) == named
    more = {"what": "absorbed", "file": "SZ-A0001", "equipment": [machine("A-1"), machine("C-1")]}
    assert between(gone, customer(more, number="SZ-A0002", equipment=[])) == ["left-behind"]
    left = {"what": "equipment_left", "serial": "C-1", "reason": "报废"}
    assert between(gone, customer(more, left, number="SZ-A0002", equipment=[])) == []


def test_of_three_with_one_telephone_each_later_one_names_the_first() -> None:
    others = [replace(OTHER, id=f"SZ-A000{number}", phone="0755 2600 1111", equipment=[])
              for number in (2, 3)]  # fmt: skip
    assert between_places(OWNER, *others) == [
        ("SZ-A0002", "telephone-twice", ("phone",)),
        ("SZ-A0003", "telephone-twice", ("phone",)),
    ]


def test_a_call_that_was_only_noted_names_nobody() -> None:
    noted = ticket(
        "20 09:00 noted", kind=None, urgency=None, mode=None, customer=None, equipment=None
    )
    assert between(noted) == []
    assert RECEIVED.endswith("received")
