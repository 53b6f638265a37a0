"""Rules of tickets: what just holds and what just does not, with the place of the finding."""

from __future__ import annotations

from typing import Any

import pytest
from rules.checks.records import (
    DISPATCHED,
    ENDED,
    HANDED_OVER,
    LENT,
    PAID,
    RECEIPT,
    RECEIVED,
    STAFF,
    _by_policy,
    found,
    in_ticket,
)
from rules.logs import HEAD, at, ticket

from svc.model.staff import Person
from svc.rules.checks.tickets import ENDS, ended_twice
from svc.rules.stock.moves import Begun

FLAGGED = {"promise": "contact", "due": "2026-11-20T11:00:00+08:00"}


def test_a_noted_call_has_a_short_head() -> None:
    assert found("20 09:00 noted", status="noted", occurred="", wishes="") == []


def test_recomputed_terms_are_there_too() -> None:
    assert found(RECEIVED, ("20 10:00 recomputed", {"calendar": "SZ@9"})) == ["terms"]
    assert found(RECEIVED, terms={"policy": "office@1999", "calendar": "SZ@9"}) == [
        "terms",
        "terms",
    ]


def test_a_flag_is_judged_by_what_was_known_then_and_by_what_a_merge_put_before_it() -> None:
    assert found(RECEIVED, ("20 11:01 flagged", FLAGGED)) == []
    # of another desk, told here only afterwards
    earlier = ("20 09:30 recomputed", {"policy": "none", "calendar": ""})
    merged = (RECEIVED, earlier, ("20 11:01 flagged", {**FLAGGED, "seq": 2, "id": "zzzzzz"}))
    assert (
        found(
            *merged,
            about={"policies": frozenset({"office@2026-11", "none"}), "promises": _by_policy},
        )
        == []
    )
    moved: Any = (*DISPATCHED, ("23 10:01 flagged", {"promise": "appointment", "due": "2026-11-23T10:00:00+08:00"}),
             ("23 10:05 rescheduled", {}))  # fmt: skip
    assert found(*moved, status="dispatched") == []


def test_a_flag_is_judged_by_what_its_desk_knew_of_what_two_had_recorded_apart() -> None:
    """One desk put the visit off and was late for it, another had changed the policy meanwhile: no
    part of the common log from its beginning is what the first desk had.
    """
    none = {"seq": 5, "id": "a00001", "policy": "none", "calendar": ""}
    later = {"seq": 5, "id": "z00001", "appointment": "2026-11-24T10:00:00+08:00"}
    about = {"policies": frozenset({"office@2026-11", "none"}), "promises": _by_policy}

    def named(due: str) -> list[str]:
        flag = {
            "seq": 6,
            "id": "z00002",
            "promise": "appointment",
            "due": f"2026-11-{due}:00+08:00",
        }
        log: Any = (*DISPATCHED, ("20 10:40 recomputed", none), ("20 10:41 rescheduled", later),
                    ("27 10:01 flagged", flag))  # fmt: skip
        return found(*log, status="dispatched", about=about)

    assert named("24T10:00") == []
    assert named("24T11:00") == ["promise"]


def test_what_ends_twice_is_settled_by_naming_the_outcome() -> None:
    twice = (
        RECEIVED,
        LENT,
        ("20 10:00 loan_ended", ENDED),
        ("20 10:05 loan_ended", {**ENDED, "how": "used"}),
    )
    assert found(*twice, ("20 11:00 settled", {"outcome": "received"})) == []
    void = ("20 10:05 receipt_voided", {"number": "SZ-A-26-0001"})
    log: Any = (
        RECEIVED,
        ("20 10:00 paid", {}),
        ("20 10:00 receipt_issued", RECEIPT),
        ("20 10:01 refunded", {}),
        void,
    )
    assert found(*log) == []
    assert found(*log, void) == ["ended-twice"]


@pytest.mark.parametrize("field", ["kind", "urgency", "mode", "equipment"])
def test_each_key_that_intake_must_fill_is_missed(field: str) -> None:
    assert in_ticket(RECEIVED, **{field: None}) == [("incomplete", ("id",))]


def test_what_nobody_knew_needs_its_reason_wherever_it_stands() -> None:
    unknown: Any = {"field": "customer.phone", "why": "不愿说"}
    customer = {**HEAD["customer"], "phone": "unknown"}
    assert in_ticket(RECEIVED, customer=customer) == [("unknown-why", ("customer", "phone"))]
    assert found(RECEIVED, customer=customer, unknown=[unknown]) == []
    assert found(RECEIVED, customer=customer, unknown=[{**unknown, "field": "wishes"}]) == [
        "unknown-why"
    ]
    nobody_knows: Any = {"verdict": "unknown", "on_site": False, "reason": "铭牌脱落"}
    equipment = {**HEAD["equipment"], "warranty": nobody_knows}
    assert found(RECEIVED, equipment=equipment) == []  # a verdict of its own


def warranty(verdict: str, until: str | None, on_site: bool, on_site_until: str | None) -> Any:
    told = {"verdict": verdict, "on_site": on_site, "reason": "…", "until": until,
            "on_site_until": on_site_until}  # fmt: skip
    return in_ticket(RECEIVED, equipment={**HEAD["equipment"], "warranty": told})


VERDICT = ("warranty", ("equipment", "warranty", "verdict"))
ON_SITE = ("warranty", ("equipment", "warranty", "on_site"))


@pytest.mark.parametrize(
    ("verdict", "until", "on_site", "on_site_until", "findings"),
    [
        ("in", "2026-11-20", True, "2026-11-20", []),  # the last day still counts (S4 2.3)
        ("in", "2026-11-19", False, None, [VERDICT]),
        ("out", "2026-11-19", False, None, []),
        ("out", "2026-11-20", False, None, [VERDICT]),
        ("in", "2027-11-20", True, "2026-11-19", [ON_SITE]),
        ("in", "2027-11-20", False, "2026-11-20", [ON_SITE]),
        ("in", None, True, "2026-11-20", []),
        ("out", "2026-11-19", False, "2027-01-01", []),  # the sooner of both ends it
        ("out", "2026-11-19", True, "2027-01-01", [ON_SITE]),
        ("unknown", None, False, None, []),
    ],
)
def test_the_verdict_on_the_warranty_is_that_of_its_days(
    verdict: str, until: str | None, on_site: bool, on_site_until: str | None, findings: list[Any]
) -> None:
    assert warranty(verdict, until, on_site, on_site_until) == findings


def test_a_call_noted_before_is_judged_by_the_day_of_its_intake() -> None:
    told = {"verdict": "out", "on_site": False, "reason": "…", "until": "2026-11-20"}
    equipment = {**HEAD["equipment"], "warranty": told}
    log = ("20 09:00 noted", "21 09:00 received")
    assert found(*log, equipment=equipment) == []


BEGUN = {
    "loan_ended": ("part_lent", LENT[1], {"how": "good"}),
    "loaner_returned": ("loaner_lent", {}, {}),
    "part_delivered": ("part_requested", {}, {}),
    "part_request_cancelled": ("part_requested", {}, {}),
    "commitment_kept": ("committed", {}, {}),
    "handed_in": ("paid", {}, {}),
}


@pytest.mark.parametrize("ends", BEGUN)
def test_what_an_event_ends_had_begun_by_one_of_its_kind(ends: str) -> None:
    begun, first, then = BEGUN[ends]
    log = (RECEIVED, (f"20 10:00 {begun}", first))
    ended = (f"20 11:00 {ends}", {**then, "of": "000002"})
    rules = {"event-reference", "ended-twice"}
    assert rules.isdisjoint(found(*log, ended))
    other = (f"20 11:00 {ends}", {**then, "of": "000001"})  # the intake
    assert ("event-reference", ("log", 2, "of")) in in_ticket(*log, other)
    assert ("ended-twice", ("log", 3)) in in_ticket(*log, ended, ended)


def test_every_kind_that_ends_another_is_tried_above() -> None:
    tags = {kind.__struct_config__.tag: ends.__struct_config__.tag for kind, ends in ENDS.items()}
    assert tags == {ends: begun for ends, (begun, *_) in BEGUN.items()}


def test_what_was_settled_once_is_settled_and_what_ends_twice_after_that_is_named() -> None:
    log = (RECEIVED, LENT, ("20 10:00 loan_ended", ENDED), ("20 10:05 loan_ended", ENDED))
    settled = ("20 11:00 settled", {"outcome": "received"})
    made = ticket(*log, settled, ("20 12:00 loan_ended", ENDED))
    (again,) = ended_twice(enumerate(made.log))
    assert (again[0], again[2].seq) == (5, 3)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (("20 11:00 receipt_voided", {"number": "SZ-A-26-0009"}), "number"),
        (("20 11:00 refunded", {"receipt": "SZ-A-26-0009"}), "receipt"),
        (("20 11:00 invoiced", {"receipt": "SZ-A-26-0009"}), "receipt"),
        (("20 11:00 receipt_issued", {"number": "SZ-A-26-0002", "replaces": "SZ-A-26-0009"}), "replaces"),
    ],
)  # fmt: skip
def test_a_receipt_that_the_ticket_does_not_have_is_named(event: Any, field: str) -> None:
    issued = ("20 10:00 receipt_issued", RECEIPT)
    named = [each for each in in_ticket(*PAID, issued, event) if each[0] == "receipt-number"]
    assert named == [("receipt-number", ("log", 3, field))]
    own = (event[0], {**event[1], field: "SZ-A-26-0001"})
    assert "receipt-number" not in found(*PAID, issued, own)


@pytest.mark.parametrize("due", ["2026-11-20T10:59:59+08:00", "2026-11-20T11:00:01+08:00"])
def test_a_flag_is_for_the_second_at_which_the_promise_was_due(due: str) -> None:
    flag = ("20 11:01 flagged", {**FLAGGED, "due": due})
    assert in_ticket(RECEIVED, flag) == [("promise", ("log", 1, "due"))]


def test_a_promise_that_never_ran_was_never_due() -> None:
    flag = ("20 11:01 flagged", {**FLAGGED, "promise": "slip_in"})
    assert in_ticket(RECEIVED, flag) == [("promise", ("log", 1, "due"))]


VISITED = (*DISPATCHED, "23 09:55 arrived", "23 11:00 visited")


def test_a_flag_is_judged_by_what_its_own_desk_had() -> None:
    """One desk called the customer back, while the other took the return down, and flagged."""
    called: Any = ("23 11:30 called_back", {"rating": "satisfied", "spoke_to": "张工"})
    due = {"promise": "callback", "due": "2026-11-24T12:00:00+08:00"}
    for seq, has_promise in ((6, False), (7, True)):
        back: Any = ("23 12:00 back", {"seq": seq, "id": "zzzzzz"})
        flagged: Any = ("25 10:00 flagged", {**due, "seq": seq + 1, "id": "zzzzzy"})
        rules = [rule for rule, _ in in_ticket(*VISITED, called, back, flagged)]
        assert ("promise" in rules) is has_promise, seq


@pytest.mark.parametrize(
    ("log", "head", "findings"),
    [
        (
            (
                *VISITED[:-1],
                ("23 10:00 consented", {"amount": "80.00"}),
                ("23 11:00 visited", {"cause": "misuse", "evidence": "进水"}),
            ),
            "done",
            0,
        ),
        ((RECEIVED, "20 09:30 brought_in", ("20 10:00 repaired", {"cause": "misuse"})), "on_bench", 1),
        ((*VISITED, ("23 16:00 slip_in", {"signed_by": ""})), "done", 1),
        ((*VISITED, ("23 16:00 slip_in", {"signed_by": "", "unsigned": "客户出差"})), "done", 0),
        ((RECEIVED, ("20 09:30 brought_in", {"signed_by": ""})), "on_bench", 1),
    ],
)  # fmt: skip
def test_misuse_is_shown_and_papers_are_signed_or_say_why_not(
    log: tuple[Any, ...], head: str, findings: int
) -> None:
    """S4 visit 4."""
    signed = tuple(
        (line, {"signed_by": "张工"})
        if isinstance(line, str) and line.endswith("brought_in")
        else line
        for line in log
    )
    assert found(*signed, status=head) == ["left-out"] * findings


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"rating": "dissatisfied"}, 1),
        ({"rating": "dissatisfied", "reason": "又坏了"}, 0),
        ({"rating": "satisfied", "running": False}, 1),
        ({"rating": "fair"}, 0),
    ],
)
def test_dissatisfaction_has_its_reason(fields: dict[str, Any], findings: int) -> None:
    log = (RECEIVED, "20 09:30 answered", ("20 15:00 called_back", {**fields, "by": "zhao"}))
    assert found(*log, status="called_back") == ["left-out"] * findings


@pytest.mark.parametrize(
    "work",
    [
        ("20 09:30 answered",),
        ("20 09:30 brought_in", "20 10:00 repaired", "20 10:05 told_ready", "20 10:10 picked_up"),
    ],
)
def test_whoever_did_the_work_does_not_ask_about_it_unless_allowed(work: tuple[str, ...]) -> None:
    people = {"chen": Person(id="chen", name="陈静", roles=["manager"]), "zhao": STAFF[2]}
    about: dict[str, Any] = {"people": people}
    signed = [(line, {"signed_by": "张工"}) if "brought_in" in line else line for line in work]

    def rules(by: str, allowed: str = "") -> list[str]:
        called = ("20 15:00 called_back", {"by": by, "allowed": allowed})
        return found(RECEIVED, *signed, called, status="called_back", about=about)

    assert rules("chen") == ["own-work"]
    assert rules("chen", "人手不足") == []
    assert rules("zhao") == []


def test_a_technician_who_was_sent_and_never_went_did_the_work_as_far_as_anybody_knows() -> None:
    people = {"wang": Person(id="wang", name="王强", roles=["manager"]), "li": STAFF[3],
              "zhou": Person(id="zhou", name="周斌", roles=["technician"]), "chen": STAFF[0]}  # fmt: skip
    moved = ("20 10:00 rescheduled", {"technician": "zhou"})
    log = (*DISPATCHED, moved, ("24 10:00 arrived", {"by": "zhou"}), ("24 11:00 visited", {"by": "zhou"}),
           ("24 15:00 called_back", {"by": "wang"}))  # fmt: skip
    assert "own-work" in found(*log, status="called_back", about={"people": people})


@pytest.mark.parametrize(("appointment", "findings"), [("09:50:00", 0), ("09:49:59", 1)])
def test_a_visit_is_agreed_for_a_time_to_come(appointment: str, findings: int) -> None:
    sent = ("20 09:50 dispatched", {"appointment": f"2026-11-20T{appointment}+08:00"})
    assert found(RECEIVED, HANDED_OVER, sent, status="dispatched") == ["appointment"] * findings
    moved = ("20 09:50 rescheduled", {"appointment": f"2026-11-20T{appointment}+08:00"})
    log = (RECEIVED, HANDED_OVER, "20 09:40 dispatched", moved)
    assert found(*log, status="dispatched") == ["appointment"] * findings


def test_each_visit_is_in_the_order_of_its_own_times() -> None:
    second = (
        "23 09:00 dispatched",
        {"appointment": at("23 10:00").isoformat(), "typed": "24 09:00"},
    )
    log = (
        *DISPATCHED[:2], ("20 09:50 dispatched", {"appointment": at("20 10:00").isoformat()}),
        "20 09:55 arrived", ("20 10:30 visited", {"outcome": "needs_parts"}), second,
        ("22 09:30 arrived", {"typed": "24 09:05"}), ("22 09:20 visited", {"typed": "24 09:06"}),
    )  # fmt: skip
    assert [each for each in in_ticket(*log, status="done") if each[0] == "visit-order"] == [
        ("visit-order", ("log", 6, "at")),
        ("visit-order", ("log", 7, "at")),
    ]


@pytest.mark.parametrize(
    ("begun", "findings"),
    [("23 11:00", []), ("23 11:01", ["not-lent"])],
)
def test_what_comes_from_a_kit_whose_books_are_kept_was_not_to_be_lent(
    begun: str, findings: list[str]
) -> None:
    parts = [{"part": "P-1042", "count": 1, "old_part": "returned"}]
    log = (*DISPATCHED, "23 09:55 arrived", ("23 11:00 visited", {"by": "wang", "parts": parts}))
    books = Begun(stores={"SZ": at(begun)}, offices={"wang": "SZ"})
    assert found(*log, status="done", about={"books": lambda: books}) == findings
    elsewhere = Begun(stores={"BJ": at(begun)}, offices={"wang": "SZ"})
    assert found(*log, status="done", about={"books": lambda: elsewhere}) == ["not-lent"]
