"""What `svc check` finds: for each rule of its table a record that breaks this rule, and no
other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from rules.logs import at, calendar, policy, ticket

from svc.errors import Phrase
from svc.model import customers as cu
from svc.model.desks import Claim
from svc.model.policies import Promise
from svc.model.prices import Band, Item, PriceList
from svc.model.records import plain_data
from svc.model.rosters import Away, Roster
from svc.model.settings import Office, PolicyChoice, Region, Settings, WarrantyPeriods
from svc.model.staff import Absence, Person, Staff
from svc.model.tickets import Ticket, head_digest
from svc.rules.checks.across_records import (
    CustomerFacts,
    Facts,
    TicketFacts,
    facts_of_customer,
    facts_of_ticket,
)
from svc.rules.checks.configuration import Setup, unset_promises
from svc.rules.checks.keys import is_one_letter_off
from svc.rules.checks.rules import (
    BY_NAME,
    RULES,
    findings_between,
    findings_of_configuration,
    findings_of_customer,
    findings_of_ticket,
)
from svc.rules.checks.subject import (
    CheckedCustomer,
    CheckedTicket,
    Finding,
    Referable,
    checked_customer,
    checked_ticket,
)
from svc.rules.promises.runs import PromiseRun, promises_of
from svc.rules.ticket.customers import replay_customer
from svc.rules.ticket.lifecycle import State, replay_ticket

STAFF = [
    Person(
        id="chen",
        name="陈静",
        office="SZ",
        roles=["clerk", "technician", "lead", "parts", "cashier", "system"],
    ),
    Person(id="wang", name="王强", office="SZ", roles=["technician"]),
    Person(id="zhao", name="赵敏", office="BJ", roles=["callback"]),
    Person(id="li", name="李明", office="SZ", roles=["lead"]),
    Person(id="sun", name="孙伟", office="SZ", roles=["manager"], left=date(2026, 11, 1)),
]
NOW = at("30 09:00")
RECEIVED = "20 09:00 received"
HANDED_OVER = "20 09:20 handed_over"
LENT = ("20 09:30 part_lent", {"part": "P-1042", "count": 1, "technician": "wang"})
ENDED = {"of": "000002", "how": "good"}
PAID = (RECEIVED, ("20 10:00 paid", {"amount": "80.00"}))
RECEIPT = {"amount": "80.00", "number": "SZ-A-26-0001"}
QUOTE_LINE = {"item": "工时", "count": 1, "price": "80.00"}
DISPATCHED = (RECEIVED, HANDED_OVER, "20 09:50 dispatched")


PRICES = PriceList(
    since=date(2026, 7, 1), labour=[Item(code="L01", name="检修", price=Decimal("80.00"))],
    travel=[Band(code="T01", name="市内", price=Decimal("50.00"))],
)  # fmt: skip


def _promises(state: State, now: datetime, name: str) -> list[PromiseRun]:
    return promises_of(state, policy("office@2026-07"), calendar(), now)


def _by_policy(state: State, now: datetime, name: str) -> list[PromiseRun]:
    """The same under the policies there are; under another no promise runs."""
    terms = state.current.terms
    return _promises(state, now, name) if terms and terms.policy == "office@2026-07" else []


def known(**changed: Any) -> Referable:
    there: dict[str, Any] = {
        "people": {person.id: person for person in STAFF},
        "offices": {"SZ": "south", "BJ": "north"},
        "policies": frozenset({"office@2026-07"}),
        "calendars": frozenset({"SZ@1", "SZ@2"}),
        "prices": {"2026-07": PRICES},
        "promises": _promises,
    }
    return Referable(**there | changed)


def seen(made: Ticket, changed: dict[str, Any] | None = None, **about: Any) -> CheckedTicket:
    """What check sees of a ticket whose head is as it was told; `changed` are keys edited since."""
    data = plain_data(made)
    for event in data["log"]:
        if event["what"] == "received":
            event["digest"] = head_digest(data)
    data |= changed or {}
    made = msgspec.convert(data, Ticket)
    return checked_ticket(made, data, replay_ticket(made), known(**about))


def names(findings: list[Finding]) -> list[str]:
    """The rules of these findings; of each it can be said what to do next."""
    for finding in findings:
        assert BY_NAME[finding.rule].do.format_map(
            {**finding.problem.facts, "id": "X", "path": "x.yaml"}
        )
    return [finding.rule for finding in findings]


def found(
    *log: Any,
    changed: dict[str, Any] | None = None,
    about: dict[str, Any] | None = None,
    **head: Any,
) -> list[str]:
    return names(findings_of_ticket(seen(ticket(*log, **head), changed, **about or {})))


# Customers' files


def customer(*log: dict[str, Any], number: str = "SZ-A0001", **head: Any) -> cu.Customer:
    """A file with one machine, A-1, and these events after the first."""
    first = {"what": "opened", "digest": "0" * 16}
    events = [
        {"seq": seq, "id": f"{seq:06d}", "at": then, "typed": then, "by": "chen", **event}
        for seq, event in enumerate((first, *log), 1)
        for then in [at(f"20 09:{seq:02d}").isoformat()]
    ]  # fmt: skip
    told = {
        "id": number, "status": "active", "opened": at("20 09:00").isoformat(), "office": "SZ", "region": "south",
        "name": "甲", "address": "深圳", "phone": "0755-26001111",
        "contacts": [{"name": "张工", "mobile": "13900001111"}],
        "equipment": [machine("A-1")],
    }  # fmt: skip
    return msgspec.convert({**told, **head, "log": events}, cu.Customer)


def machine(serial: str) -> dict[str, Any]:
    return {"serial": serial, "model": "CR-200", "specification": "12kW", "bought": "2026-08-01"}


def seen_customer(made: cu.Customer, changed: dict[str, Any] | None = None) -> CheckedCustomer:
    data = plain_data(made)
    data["log"][0]["digest"] = head_digest(data, cu.CUSTOMER_HEAD_KEYS)
    data |= changed or {}
    made = msgspec.convert(data, cu.Customer)
    return checked_customer(made, data, replay_customer(made), known())


def found_in_file(
    *log: dict[str, Any], changed: dict[str, Any] | None = None, **head: Any
) -> list[str]:
    return names(findings_of_customer(seen_customer(customer(*log, **head), changed)))


# Between records


def between(*records: Ticket | cu.Customer, unreadable: frozenset[str] = frozenset()) -> list[str]:
    return names(
        [finding for _, finding in findings_between(facts(*records, unreadable=unreadable))]
    )


def facts(*records: Ticket | cu.Customer, unreadable: frozenset[str] = frozenset()) -> Facts:
    tickets: dict[str, TicketFacts] = {}
    files: dict[str, CustomerFacts] = {}
    for record in records:
        if isinstance(record, Ticket):
            tickets[record.id] = facts_of_ticket(record, NOW)
        else:
            files[record.id] = facts_of_customer(replay_customer(record), NOW)
    return Facts(tickets=tickets, customers=files, unreadable=unreadable)


def numbered(number: int, *log: Any, **head: Any) -> Ticket:
    """A ticket of the customer's file SZ-A0001 about its machine."""
    head.setdefault(
        "customer",
        {
            "file": "SZ-A0001",
            "unit": "甲",
            "address": "深圳",
            "phone": "1",
            "contact": "张工",
            "mobile": "2",
        },
    )
    equipment = {"model": "CR-200", "specification": "12kW", "serial": "A-1", "bought": "2026-08-01",
                 "warranty": {"verdict": "in", "on_site": True, "reason": "…"}}  # fmt: skip
    head.setdefault("equipment", equipment)
    return ticket(RECEIVED, *log, id=f"SZ-2611-A{number:04d}", **head)


OWNER = customer()
OTHER = customer(number="SZ-A0002", equipment=[machine("B-1")], phone="0755-26002222", contacts=[])


# Configuration

SETTINGS = Settings(
    schema=1, name="售后服务部", regions={"south": Region(name="华南"), "north": Region(name="华北")},
    offices={
        "SZ": Office(name="深圳", region="south", calendar="SZ"),
        "BJ": Office(name="北京", region="north", calendar="SZ"),
    },
    policies=[PolicyChoice(contract="24x7", policy="six_stages"), PolicyChoice(policy="office")],
    warranty=WarrantyPeriods(months=12, on_site_months=6),
)  # fmt: skip


def setup(**changed: Any) -> Setup:
    there: dict[str, Any] = {
        "settings": SETTINGS,
        "staff": Staff(staff=STAFF),
        "roster": Roster(duty={"2026-11-21": ["wang"]}),
        "policies": {"six_stages@2026-07": policy("six_stages@2026-07")},
        "calendars": {"SZ@1": calendar().calendar},
        "versions": {
            "policies": frozenset({"office@2026-07", "six_stages@2026-07"}),
            "calendars": frozenset({"SZ@1"}),
        },
        "desks": {"A": Claim(lane="A", clone="1"), "B": Claim(lane="B", clone="2")},
        "files": {"staff.yaml": (plain_data(Staff(staff=STAFF)), Staff)},
    }
    return Setup(**there | changed)


def configured(**changed: Any) -> list[str]:
    return names([finding for _, finding in findings_of_configuration(setup(**changed))])


def settings(**changed: Any) -> list[str]:
    return configured(settings=replace(SETTINGS, **changed))


def staff(**person: Any) -> list[str]:
    return configured(
        staff=Staff(staff=[*STAFF, Person(id="new", name="新", roles=["clerk"], **person)])
    )


def with_promise(**row: Any) -> list[str]:
    six = policy("six_stages@2026-07")
    changed = replace(six, promises={**six.promises, "extra": Promise(clock="working", **row)})
    return configured(policies={"six_stages@2026-07": changed})


def _edited_event(key: str, value: Any, *log: Any) -> list[str]:
    """A ticket in whose last event a key was changed."""
    made = seen(ticket(RECEIVED, *log))
    made.data["log"][-1][key] = value
    return names(findings_of_ticket(made))


def _turned() -> list[str]:
    made = ticket(RECEIVED, "20 10:00 remarked", "20 10:05 remarked")
    return names(
        findings_of_ticket(seen(replace(made, log=[made.log[0], made.log[2], made.log[1]])))
    )


FLAGGED = {"promise": "contact", "due": "2026-11-20T11:00:00+08:00"}

BREAKING: dict[str, Callable[[], list[str]]] = {
    "status": lambda: found(RECEIVED, status="closed"),
    "head": lambda: found(RECEIVED, changed={"symptom": "不转"}),
    "out-of-turn": lambda: found(RECEIVED, "20 10:00 back", "20 10:30 arrived"),
    "event-twice": lambda: found(RECEIVED, ("20 10:00 remarked", {"id": "000001"})),
    "event-order": _turned,
    "staff": lambda: found(RECEIVED, ("20 09:20 handed_over", {"to": "nobody"}), status="handed_over"),
    "role": lambda: found(RECEIVED, ("20 10:00 handed_over", {"by": "zhao"}), status="handed_over"),
    "allowed": lambda: found(RECEIVED, ("20 10:00 remarked", {"allowed": "人手不足"})),
    "office": lambda: found(RECEIVED, office="XX", id="XX-2611-A0001"),
    "region": lambda: found(RECEIVED, region="moon"),
    "number": lambda: found(RECEIVED, office="BJ"),
    "time-order": lambda: found(RECEIVED, ("20 08:59 remarked", {"typed": "20 09:30"})),
    "future": lambda: found(RECEIVED, ("20 10:00 remarked", {"typed": "20 09:57"})),
    "clock-set-back": lambda: found(RECEIVED, "20 12:00 remarked", "20 11:00 remarked"),
    "unknown-key": lambda: found(RECEIVED, changed={"mood": "angry"}),
    "correction": lambda: found(RECEIVED, ("20 10:00 corrected", {"field": "customer.zone", "new": "mars"})),
    "incomplete": lambda: found(RECEIVED, occurred=""),
    "unknown-why": lambda: found(RECEIVED, occurred="unknown"),
    "terms": lambda: found(RECEIVED, terms={"policy": "office@1999", "calendar": "SZ@1"}),
    "warranty": lambda: found(
        RECEIVED,
        equipment={"model": "CR-200", "specification": "12kW", "serial": "A-1", "bought": "2020-08-01",
                   "warranty": {"verdict": "in", "on_site": False, "reason": "…", "until": "2021-07-31"}},
    ),
    "event-reference": lambda: found(RECEIVED, LENT, ("20 10:00 loan_ended", {"of": "000001", "how": "good"})),
    "ended-twice": lambda: found(RECEIVED, LENT, ("20 10:00 loan_ended", ENDED), ("20 10:05 loan_ended", ENDED)),
    "receipt-number": lambda: found(RECEIVED, ("20 10:00 receipt_voided", {"number": "SZ-A-26-0009"})),
    "promise": lambda: found(RECEIVED, ("20 11:01 flagged", {**FLAGGED, "due": "2026-11-20T10:30:00+08:00"})),
    "settled": lambda: found(RECEIVED, ("20 11:00 settled", {"outcome": "lost"})),
    "left-out": lambda: found(
        *DISPATCHED, "23 09:55 arrived", ("23 11:00 visited", {"cause": "misuse"}), status="done"
    ),
    "own-work": lambda: found(
        *DISPATCHED, "23 09:55 arrived", "23 11:00 visited", "23 17:00 called_back",
        status="called_back", about={"people": {"chen": Person(id="chen", name="陈静", roles=["manager"]),
                                                "li": STAFF[3], "wang": STAFF[1]}},
    ),
    "appointment": lambda: found(
        RECEIVED, HANDED_OVER, ("20 09:50 dispatched", {"appointment": "2026-11-20T09:30:00+08:00"}),
        status="dispatched",
    ),
    "visit-order": lambda: found(
        *DISPATCHED, "23 09:55 arrived", ("23 09:30 visited", {"typed": "23 11:00"}), status="done"
    ),
    "price": lambda: found(
        RECEIVED, ("20 10:00 quoted", {"lines": [{**QUOTE_LINE, "code": "L01", "price": "90.00"}], "total": "90.00"}),
        terms={"policy": "office@2026-07", "calendar": "SZ@1", "prices": "2026-07"},
    ),
    "total": lambda: found(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "90.00"})),
    "amount": lambda: found(RECEIVED, ("20 10:00 paid", {"amount": "0.00"})),
    "figures": lambda: found(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "8e1"})),
    "receipt": lambda: found(*PAID),
    # Customers' files
    "cared-for-by": lambda: found_in_file(cared_for_by="nobody"),
    "machine-twice": lambda: found_in_file(equipment=[machine("A-1"), machine("a1")]),
    "machine-reference": lambda: found_in_file({"what": "equipment_moved", "serial": "C-1", "place": "后厨"}),
    # Between records
    "typed-ahead": lambda: between(OWNER, numbered(1, "30 09:03 remarked")),
    "ticket-there": lambda: between(OWNER, numbered(1, "20 10:00 linked")),
    "link": lambda: between(OWNER, numbered(1, ("20 10:00 linked", {"why": "complaint"})), numbered(2)),
    "customer": lambda: between(OTHER, numbered(1)),
    "machine": lambda: between(customer(equipment=[]), numbered(1)),
    "lent-twice": lambda: between(
        OWNER, numbered(1, (LENT[0], {**LENT[1], "serial": "7"})),
        numbered(2, ("20 10:00 part_lent", {**LENT[1], "serial": "7", "technician": "li"})),
    ),
    "loan": lambda: between(OWNER, numbered(1, LENT), numbered(2, LENT)),
    "receipt-book": lambda: between(OWNER, numbered(1, ("20 10:00 receipt_issued", {"number": "SZ-A-26-0002"}))),
    "file": lambda: between(customer({"what": "equipment_left", "serial": "A-1", "to": "SZ-A0009", "reason": "转让"})),
    "both-files": lambda: between(customer({"what": "absorbed", "file": "SZ-A0002"}), OTHER),
    "merged": lambda: between(
        customer({"what": "absorbed", "file": "SZ-A0002"}, {"what": "merged_into", "file": "SZ-A0002", "reason": "同"}),
        customer({"what": "absorbed", "file": "SZ-A0001"}, {"what": "merged_into", "file": "SZ-A0001", "reason": "同"},
                 number="SZ-A0002"),
    ),
    "serial-twice": lambda: between(OWNER, replace(OTHER, equipment=OWNER.equipment)),
    "telephone-twice": lambda: between(OWNER, replace(OTHER, phone=OWNER.phone)),
    # Configuration
    "unknown-setting": lambda: configured(files={"staff.yaml": ({"staff": [{"id": "a", "nmae": "甲"}]}, Staff)}),
    "staff-twice": lambda: configured(staff=Staff(staff=[*STAFF, STAFF[0]])),
    "staff-office": lambda: staff(office="XX"),
    "days": lambda: staff(absences=[Absence(since=date(2026, 11, 2), until=date(2026, 11, 1), why="休假")]),
    "roster": lambda: configured(roster=Roster(duty={"2026-11-21": ["nobody"]})),
    "office-people": lambda: configured(staff=Staff(staff=[person for person in STAFF if person.office != "BJ"])),
    "office-calendar": lambda: settings(offices={
        **SETTINGS.offices, "BJ": Office(name="北京", region="north", calendar="BJ")
    }),
    "setting": lambda: settings(default_office="XX"),
    "policy": lambda: settings(policies=[PolicyChoice(policy="regions"), PolicyChoice(policy="office")]),
    "lane": lambda: configured(desks={"A": Claim(lane="A", clone="1"), "B": Claim(lane="B", clone="1")}),
    "moment": lambda: with_promise(from_="received", to="never", within="1h"),
    "unset": lambda: with_promise(from_="received", to="replied", within="unset"),
    "zone": lambda: configured(calendars={"SZ@1": calendar(zone="Asia/Tokyo").calendar}),
}  # fmt: skip
"""For each rule something that breaks it; those of files and git are broken in
tests/actions/test_checks.py.
"""


@pytest.mark.parametrize("rule", BREAKING)
def test_what_breaks_a_rule_is_found_by_this_rule_and_no_other(rule: Any) -> None:
    assert set(BREAKING[rule]()) == {rule}


def test_every_rule_of_the_table_is_broken_by_a_test() -> None:
    from actions.test_checks import BROKEN_FILES

    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names)) == len(BY_NAME)
    assert set(names) == {*BREAKING, *BROKEN_FILES}
    assert {rule.name for rule in RULES if rule.asks is None} == set(BROKEN_FILES)


def test_every_rule_function_there_is_stands_in_the_table() -> None:
    from svc.rules.checks import across_records as between
    from svc.rules.checks import configuration, customers, logs, money, tickets

    answers = {"Iterator[Finding]", "NumberedFindings", "FileFindings"}
    there = {
        made
        for module in (between, configuration, customers, logs, money, tickets)
        for name, made in vars(module).items()
        if callable(made) and not name.startswith("_") and getattr(made, "__annotations__", {}).get("return") in answers
        and made.__module__ == module.__name__
    }  # fmt: skip
    assert there == {rule.asks for rule in RULES if rule.asks is not None}


def test_records_as_svc_writes_them_have_nothing_wrong() -> None:
    assert found(RECEIVED) == []
    assert found(RECEIVED, HANDED_OVER, "20 09:30 replied", status="replied") == []
    assert found_in_file() == []
    assert between(OWNER, OTHER, numbered(1)) == []
    assert configured() == []


@pytest.mark.parametrize(
    "changed",
    [{"symptom": "不转"}, {"occurred": "今天"}, {"urgency": "critical"}, {"terms": {"policy": "office@2026-07",
     "calendar": "SZ@2"}}],
)  # fmt: skip
def test_a_head_edited_by_hand(changed: dict[str, Any]) -> None:
    assert found(RECEIVED, changed=changed) == ["head"]
    assert found_in_file(changed={"name": "乙"}) == ["head"]


def test_a_head_from_which_personal_data_was_removed_is_no_finding() -> None:
    assert (
        found(RECEIVED, ("20 10:00 forgotten", {"by": "sun"}), changed={"symptom": "(removed)"})
        == []
    )


def test_a_noted_call_has_a_short_head() -> None:
    assert found("20 09:00 noted", status="noted", occurred="", wishes="") == []


def test_an_event_out_of_turn_until_it_is_settled() -> None:
    log = (RECEIVED, "20 10:00 arrived")
    (finding,) = findings_of_ticket(seen(ticket(*log)))
    assert (finding.rule, finding.place) == ("out-of-turn", ("log", 1))
    assert found(*log, ("20 11:00 settled", {"outcome": "received"})) == []


def test_who_has_left_stays_known_and_without_a_staff_file_people_are_not_looked_at() -> None:
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "sun"})) == []
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"})) == ["staff"]
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"}), about={"people": None}) == []
    allowed = ("20 10:00 cancelled", {"by": "sun", "allowed": "人手不足"})
    assert found(RECEIVED, allowed, status="cancelled") == []


def test_recomputed_terms_are_there_too() -> None:
    assert found(RECEIVED, ("20 10:00 recomputed", {"calendar": "SZ@9"})) == ["terms"]
    assert found(RECEIVED, terms={"policy": "office@1999", "calendar": "SZ@9"}) == [
        "terms",
        "terms",
    ]


def test_a_clock_may_be_two_minutes_ahead_of_another() -> None:
    assert found(RECEIVED, ("20 10:00 remarked", {"typed": "20 09:58"})) == []
    assert found(RECEIVED, "20 12:02 remarked", "20 12:00 remarked") == []


def test_two_desks_that_recorded_at_different_times_set_no_clock_back() -> None:
    ours = [
        ("20 10:00 remarked", {"seq": 2, "id": "aaaaaa"}),
        ("20 10:10 remarked", {"seq": 3, "id": "aaaaab"}),
    ]
    theirs = [
        ("20 09:10 remarked", {"seq": 2, "id": "bbbbbb"}),
        ("20 09:20 remarked", {"seq": 3, "id": "bbbbba"}),
    ]
    assert found(RECEIVED, ours[0], theirs[0], ours[1], theirs[1]) == []


@pytest.mark.parametrize(
    ("key", "log"),
    [
        ("mood", ("20 10:00 remarked",)),
        ("lines", ("20 10:00 remarked",)),
    ],
)
def test_a_key_of_an_event_that_means_nothing(key: str, log: tuple[str]) -> None:
    assert _edited_event(key, "x", *log) == ["unknown-key"]


def test_keys_are_looked_at_in_every_depth_and_what_was_meant_is_said() -> None:
    made = seen(ticket(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "80.00"})))
    made.data["log"][1]["lines"][0]["pirce"] = "80.00"
    made.data["customer"]["adress"] = "深圳"
    made.data["equipment"]["warranty"]["utnil"] = "2027-01-01"
    made.data["terms"]["polic"] = "office"
    made.data["received_"] = "x"
    keys = [finding for finding in findings_of_ticket(made) if finding.rule == "unknown-key"]
    said = {finding.place: finding.problem.facts.get("meant") for finding in keys}
    assert said == {
        ("received_",): "received",
        ("terms", "polic"): "policy",
        ("customer", "adress"): "address",
        ("equipment", "warranty", "utnil"): "until",
        ("log", 1, "lines", 0, "pirce"): "price",
    }
    assert any(str(finding.problem).endswith("did you mean `price`?") for finding in keys)


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [("adress", "address", True), ("addresss", "address", True), ("addresz", "address", True),
     ("addrses", "address", True), ("address", "address", False), ("place", "phone", False), ("at", "by", False)],
)  # fmt: skip
def test_one_letter_off(one: str, other: str, off: bool) -> None:
    assert is_one_letter_off(one, other) is off


def test_a_flag_is_judged_by_what_was_known_then_and_by_what_a_merge_put_before_it() -> None:
    assert found(RECEIVED, ("20 11:01 flagged", FLAGGED)) == []
    # of another desk, told here only afterwards
    earlier = ("20 09:30 recomputed", {"policy": "none", "calendar": ""})
    merged = (RECEIVED, earlier, ("20 11:01 flagged", {**FLAGGED, "seq": 2, "id": "zzzzzz"}))
    assert (
        found(
            *merged,
            about={"policies": frozenset({"office@2026-07", "none"}), "promises": _by_policy},
        )
        == []
    )
    moved: Any = (*DISPATCHED, ("23 10:01 flagged", {"promise": "appointment", "due": "2026-11-23T10:00:00+08:00"}),
             ("23 10:05 rescheduled", {}))  # fmt: skip
    assert found(*moved, status="dispatched") == []


def test_a_correction_says_what_stood_there_or_came_there() -> None:
    right = {"field": "customer.phone", "old": "1", "new": "2"}
    again = {"field": "customer.phone", "old": "2", "new": "3"}
    assert found(RECEIVED, ("20 10:00 corrected", right), ("20 10:05 corrected", again)) == []
    assert found(RECEIVED, ("20 10:00 corrected", {**right, "old": "9"})) == ["correction"]
    assert found(RECEIVED, ("20 10:00 corrected", {**right, "field": "customer.fax"})) == [
        "correction"
    ]


def test_a_price_is_that_of_the_list_or_of_a_later_one_the_ticket_was_put_under() -> None:
    under = {"policy": "office@2026-07", "calendar": "SZ@1", "prices": "2026-07"}
    right = (
        "20 10:00 quoted",
        {"lines": [{**QUOTE_LINE, "code": "L01"}, QUOTE_LINE], "total": "160.00"},
    )
    assert found(RECEIVED, right, terms=under) == []
    unknown = ("20 10:00 quoted", {"lines": [{**QUOTE_LINE, "code": "L99"}], "total": "80.00"})
    assert found(RECEIVED, unknown, terms=under) == ["price"]
    later = ("20 09:30 recomputed", {"calendar": "", "prices": "2027-01"})
    assert (
        found(
            RECEIVED,
            later,
            unknown,
            terms=under,
            about={"prices": {"2026-07": PRICES, "2027-01": None}},
        )
        == []
    )


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


def test_an_allowed_second_loan_and_one_that_has_ended_are_no_finding() -> None:
    allowed = (LENT[0], {**LENT[1], "allowed": "急"})
    assert between(OWNER, numbered(1, LENT), numbered(2, allowed)) == []
    assert (
        between(OWNER, numbered(1, LENT, ("20 10:00 loan_ended", ENDED)), numbered(2, LENT)) == []
    )


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


def test_the_last_row_of_policies_fits_every_ticket() -> None:
    assert settings(policies=[PolicyChoice(office="SZ", policy="office")]) == ["policy"]
    assert settings(
        policies=[PolicyChoice(office="XX", policy="office"), PolicyChoice(policy="office")]
    ) == ["setting"]


def test_a_roster_names_days_and_people_who_are_there() -> None:
    assert configured(roster=Roster(duty={"21.11.": ["wang"]})) == ["roster"]
    away = Away(who="nobody", since=date(2026, 11, 2), until=date(2026, 11, 1), why="休假")
    assert sorted(configured(roster=Roster(away=[away]))) == ["days", "roster"]


def test_a_desk_claims_the_lane_its_file_is_named_for() -> None:
    assert configured(desks={"A": Claim(lane="B", clone="1")}) == ["lane"]


def test_promises_without_a_number_are_named() -> None:
    assert unset_promises(policy("office@2026-07")) == ["complaint_answer"]
    assert unset_promises(policy("six_stages@2026-07")) == []


def test_a_finding_says_its_rule_and_place() -> None:
    problem = Phrase(
        "status is '{written}', the log says '{replayed}'", written="closed", replayed="received"
    )
    assert findings_of_ticket(seen(ticket(RECEIVED, status="closed"))) == [
        Finding("status", problem, ("status",))
    ]
