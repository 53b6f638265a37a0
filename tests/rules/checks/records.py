"""Records and settings as `svc check` sees them, and what its rules find in them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace
from rules.logs import SHANGHAI, at, calendar, policy, ticket

from svc.model import customers as cu
from svc.model.desks import Claim
from svc.model.faults import KeyPath
from svc.model.month_seals import MonthSeal
from svc.model.parts import PartsCatalogue
from svc.model.policies import Promise
from svc.model.prices import Band, Item, PriceList
from svc.model.records import plain_data
from svc.model.rosters import Roster
from svc.model.seals import Seal
from svc.model.settings import Office, PolicyChoice, Region, Settings, WarrantyPeriods
from svc.model.staff import Person, Staff
from svc.model.stock import STOCK_HEAD_KEYS, StockDocument
from svc.model.tickets import Ticket, head_digest
from svc.rules.checks.configuration import Setup
from svc.rules.checks.facts import (
    CustomerFacts,
    Facts,
    StockFacts,
    TicketFacts,
    facts_of_customer,
    facts_of_document,
    facts_of_ticket,
)
from svc.rules.checks.rules import (
    BY_NAME,
    findings_between,
    findings_of_configuration,
    findings_of_customer,
    findings_of_document,
    findings_of_month_seal,
    findings_of_seal,
    findings_of_ticket,
)
from svc.rules.checks.subject import (
    CheckedCustomer,
    CheckedTicket,
    Finding,
    Referable,
    checked_customer,
    checked_document,
    checked_month_seal,
    checked_seal,
    checked_ticket,
)
from svc.rules.daily.month_seals import replay_month_seal
from svc.rules.daily.seals import replay_seal
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.stock.documents import replay_document
from svc.rules.stock.moves import Begun
from svc.rules.stock.of_tickets import moves_of_ticket
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
    return promises_of(state, policy("office@2026-11"), calendar(), now)


def _by_policy(state: State, now: datetime, name: str) -> list[PromiseRun]:
    """The same under the policies there are; under another no promise runs."""
    terms = state.current.terms
    return _promises(state, now, name) if terms and terms.policy == "office@2026-11" else []


def known(**changed: Any) -> Referable:
    there: dict[str, Any] = {
        "people": {person.id: person for person in STAFF},
        "offices": {"SZ": "south", "BJ": "north"},
        "policies": frozenset({"office@2026-11"}),
        "calendars": frozenset({"SZ@1", "SZ@2"}),
        "prices": {"2026-07": PRICES},
        "promises": _promises,
        "seals": dict,
        "months": lambda office, first: None,
        "zone": SHANGHAI,
        "books": lambda: Begun(stores={}, offices={}),
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


AnyRecord = Ticket | cu.Customer | StockDocument


def between(*records: AnyRecord, unreadable: frozenset[str] = frozenset()) -> list[str]:
    return names(
        [finding for _, finding in findings_between(facts(*records, unreadable=unreadable))]
    )


def facts(*records: AnyRecord, unreadable: frozenset[str] = frozenset()) -> Facts:
    tickets: dict[str, TicketFacts] = {}
    files: dict[str, CustomerFacts] = {}
    documents: dict[str, StockFacts] = {}
    for record in records:
        match record:
            case Ticket():
                moves = moves_of_ticket(replay_ticket(record))
                tickets[record.id] = facts_of_ticket(record, NOW, moves)
            case cu.Customer():
                files[record.id] = facts_of_customer(replay_customer(record), NOW)
            case StockDocument():
                documents[record.id] = facts_of_document(replay_document(record), NOW)
    return Facts(
        tickets=tickets,
        customers=files,
        documents=documents,
        staff=Staff(staff=STAFF),
        unreadable=unreadable,
    )


def found_in_document(made: StockDocument) -> list[str]:
    state = replay_document(made)
    data = plain_data(made)
    data["log"][0]["digest"] = head_digest(data, STOCK_HEAD_KEYS)
    made = msgspec.convert(data, StockDocument)
    return names(findings_of_document(checked_document(made, data, state, known())))


def found_in_seal(made: Seal) -> list[str]:
    began = datetime.combine(made.day, time(), made.log[0].at.tzinfo)
    data = plain_data(made)
    return names(findings_of_seal(checked_seal(made, data, replay_seal(made), known(), began)))


def found_in_month_seal(made: MonthSeal) -> list[str]:
    state = replay_month_seal(made)
    began = datetime.combine(state.first, time(), made.log[0].at.tzinfo)
    checked = checked_month_seal(made, plain_data(made), state, known(), began)
    return names(findings_of_month_seal(checked))


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
        "today": date(2026, 11, 20),
        "settings": SETTINGS,
        "staff": Staff(staff=STAFF),
        "roster": Roster(duty={"2026-11-21": ["wang"]}),
        "parts": PartsCatalogue(),
        "policies": {"six_stages@2026-11": policy("six_stages@2026-11")},
        "calendars": {"SZ@1": calendar().calendar},
        "versions": {
            "policies": frozenset({"office@2026-11", "six_stages@2026-11"}),
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
    six = policy("six_stages@2026-11")
    changed = replace(six, promises={**six.promises, "extra": Promise(clock="working", **row)})
    return configured(policies={"six_stages@2026-11": changed})


def edited_event(key: str, value: Any, *log: Any) -> list[str]:
    """A ticket in whose last event a key was changed."""
    made = seen(ticket(RECEIVED, *log))
    made.data["log"][-1][key] = value
    return names(findings_of_ticket(made))


def places(findings: list[Finding]) -> list[tuple[str, KeyPath]]:
    """The rule of each finding, and where in the record it is."""
    return [(finding.rule, finding.place) for finding in findings]


def in_ticket(*log: Any, about: dict[str, Any] | None = None, **head: Any) -> list[Any]:
    """What is found in a ticket: rule and place."""
    return places(findings_of_ticket(seen(ticket(*log, **head), **about or {})))


def between_places(*records: AnyRecord) -> list[tuple[str, str, KeyPath]]:
    """What is found between records: in which one, rule and place."""
    return [(id_, each.rule, each.place) for id_, each in findings_between(facts(*records))]


def in_setup(**changed: Any) -> list[tuple[str, str, KeyPath]]:
    """What is found in a configuration: in which file, rule and place."""
    found = findings_of_configuration(setup(**changed))
    return [(path, each.rule, each.place) for path, each in found]


def noted(number: int, block: str = "k3m9x2abcd77-00000001", **head: Any) -> Ticket:
    """A call that came by a customer's form, completed to the ticket of that number."""
    call = ("20 09:05 noted", {"name": "张工", "phone": "2", "block": block})
    made = numbered(number, **head)
    first = ticket(call).log[0]
    return replace(made, log=[first, *(replace(each, seq=each.seq + 1) for each in made.log)])
