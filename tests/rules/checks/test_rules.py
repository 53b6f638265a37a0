"""What `svc check` finds: for each rule of its table a record that breaks this rule, and no
other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rules.checks import records
from rules.checks.records import (
    DISPATCHED,
    ENDED,
    HANDED_OVER,
    LENT,
    OTHER,
    OWNER,
    PAID,
    QUOTE_LINE,
    RECEIVED,
    SETTINGS,
    STAFF,
    between,
    configured,
    customer,
    found,
    found_in_document,
    found_in_file,
    found_in_month_seal,
    found_in_seal,
    machine,
    names,
    noted,
    numbered,
    seen,
    settings,
    staff,
    with_promise,
)
from rules.daily.days import DAY, month_seal, month_sealed, seal, sealed
from rules.logs import at, calendar, ticket
from rules.stock.papers import arrived, document, line, then

from svc.actions.check_records import RecordFinding
from svc.model import customers as cu
from svc.model.desks import Claim
from svc.model.knowledge import Knowledge
from svc.model.records import plain_data
from svc.model.rosters import Roster
from svc.model.settings import NotifyRow, Office, PolicyChoice
from svc.model.staff import Absence, Person, Staff
from svc.model.stock import StockDocument
from svc.render.words import Words
from svc.rules.checks.rules import BY_NAME, RULES, Rule, findings_of_ticket
from svc.rules.checks.subject import Finding, SealedDays, SealedMonth


def _turned() -> list[str]:
    made = ticket(RECEIVED, "20 10:00 remarked", "20 10:05 remarked")
    return names(
        findings_of_ticket(seen(replace(made, log=[made.log[0], made.log[2], made.log[1]])))
    )


UNTIL = at("24 18:00").isoformat()
BORROWED = ("20 10:00 loaner_lent", {"part": "P-1", "serial": "A", "until": UNTIL})
CHARGED = ("20 09:30 charged", {"lines": [QUOTE_LINE], "total": "80.00"})


def _back(number: str, *, minutes: int = 0, not_taken: bool = False) -> list[Any]:
    """80 yuan of a receipt go back, and it is void."""
    given = {"receipt": number, "amount": "80.00", "not_taken": not_taken}
    at = f"20 11:{minutes:02}"
    return [(f"{at} refunded", given), (f"{at} receipt_voided", {"number": number})]


def _taken_twice(ours: str, theirs: str) -> list[Any]:
    """Two desks took money, each as the next thing that happened."""
    number = {ours: "SZ-A-26-0001", theirs: "SZ-B-26-0001"}
    taken = [("20 10:00 paid", ours, 3, "aaaaaa"), ("20 10:00 paid", theirs, 3, "bbbbbb")]
    receipts = [
        ("20 10:00 receipt_issued", ours, 4, "aaaaab"),
        ("20 10:00 receipt_issued", theirs, 4, "bbbbbc"),
    ]
    return [
        (line, {"amount": amount, "seq": seq, "id": id, "number": number[amount]})
        for line, amount, seq, id in (*taken, *receipts)
    ]


FLAGGED = {"promise": "contact", "due": "2026-11-20T11:00:00+08:00"}


def _opened(count: int = 3, **more: Any) -> StockDocument:
    return document(1, "received", line(f"P-1:{count}", **more), source="opening", hours=450)


def _sent(number: int, count: int, hours: float, **more: Any) -> StockDocument:
    return document(number, "scrapped", line(f"P-1:{count}", **more), hours=hours)


def _circle() -> list[cu.Customer]:
    """Three files that desks merged in a circle; none has anything."""
    return [
        customer(
            {"what": "absorbed", "file": f"SZ-A000{before}"},
            {"what": "merged_into", "file": f"SZ-A000{after}", "reason": "同"},
            number=f"SZ-A000{here}", equipment=[], contacts=[],
        )
        for before, here, after in ((3, 1, 2), (1, 2, 3), (2, 3, 1))
    ]  # fmt: skip


BREAKING: dict[str, Callable[[], list[str]]] = {
    "status": lambda: found(RECEIVED, status="closed"),
    "head": lambda: found(RECEIVED, changed={"symptom": "不转"}),
    "forgotten": lambda: found(RECEIVED, ("20 10:00 forgotten", {"by": "sun"})),
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
    "renumbered": lambda: found(
        RECEIVED,
        ("20 10:00 renumbered", {"was": "SZ-A0009", "now": "SZ-C0001", "fields": ["customer.file"]}),
    ),
    "amendment": lambda: found(RECEIVED, ("20 10:00 amended", {"field": "colour"})),
    "amended-twice": lambda: found(RECEIVED, "20 10:00 remarked", *(
        ("20 10:05 amended", {"of": "000002", "field": "words", "old": "门口有狗", "new": new})
        for new in ("门口有猫", "没有狗")
    )),
    "incomplete": lambda: found(RECEIVED, occurred=""),
    "unknown-why": lambda: found(RECEIVED, occurred="unknown"),
    "terms": lambda: found(RECEIVED, terms={"policy": "office@1999", "calendar": "SZ@1"}),
    "warranty": lambda: found(
        RECEIVED,
        equipment={"model": "CR-200", "specification": "12kW", "serial": "A-1", "bought": "2020-08-01",
                   "warranty": {"verdict": "in", "on_site": False, "reason": "…", "until": "2021-07-31"}},
    ),
    "stock-names": lambda: found_in_document(
        document(1, "transferred", line("P-1:1"), to_office="XX")
    ),
    "ended-otherwise": lambda: found_in_document(
        replace(
            then(
                document(1, "transferred", line("P-1:2"), to_office="BJ"), arrived(2), arrived(1)
            ).document,
            status="taken_in",
        )
    ),
    "seal": lambda: found_in_seal(seal(sealed(seal="0" * 16))),
    "sealed-twice": lambda: found_in_seal(seal(sealed("bbbbbb"), sealed("cccccc", minutes=1))),
    "late-entry": lambda: found(
        RECEIVED,
        LENT,
        about={"seals": lambda: {"SZ": SealedDays(frozenset({DAY}), frozenset())}},
    ),
    "month-seal": lambda: found_in_month_seal(month_seal(month_sealed(seal="0" * 16))),
    "month-sealed-twice": lambda: found_in_month_seal(
        month_seal(month_sealed("bbbbbb"), month_sealed("cccccc", minutes=1, events=("e00009",)))
    ),
    "late-for-month": lambda: found(
        RECEIVED,
        about={"months": lambda office, first: SealedMonth(frozenset(), frozenset())},
    ),
    "overdrawn": lambda: between(_opened(), _sent(2, 2, 451), _sent(3, 2, 452)),
    "piece": lambda: between(
        _opened(1, serials=["A"]),
        document(2, "kit_lent", line("P-1:1", serials=["A"]), technician="wang", hours=451),
        document(3, "received", line("P-1:1", serials=["B"]), hours=451),
        _sent(4, 1, 452, serials=["A"]),
    ),
    "loaner-twice": lambda: between(
        OWNER,
        document(1, "received", line("P-1:1", serials=["A"]), source="opening", hours=1),
        numbered(1, BORROWED),
        numbered(2, BORROWED),
    ),
    "counted": lambda: between(
        _opened(), document(2, "counted", line("P-1:5", booked=5), hours=452)
    ),
    "event-reference": lambda: found(RECEIVED, LENT, ("20 10:00 loan_ended", {"of": "000001", "how": "good"})),
    "ended-twice": lambda: found(RECEIVED, LENT, ("20 10:00 loan_ended", ENDED), ("20 10:05 loan_ended", ENDED)),
    "receipt-number": lambda: found(RECEIVED, ("20 10:00 receipt_voided", {"number": "SZ-A-26-0009"})),
    "promise": lambda: found(RECEIVED, ("20 11:01 flagged", {**FLAGGED, "due": "2026-11-20T10:30:00+08:00"})),
    "settled": lambda: found(RECEIVED, ("20 11:00 settled", {"outcome": "lost"})),
    "not-lent": lambda: found(
        RECEIVED, HANDED_OVER, LENT, DISPATCHED[2], "23 09:55 arrived",
        ("23 11:00 visited", {"parts": [{"part": "P-1042", "count": 2, "old_part": "returned"}]}),
        status="done",
    ),
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
        terms={"policy": "office@2026-11", "calendar": "SZ@1", "prices": "2026-07"},
    ),
    "paid-work": lambda: found(
        *DISPATCHED,
        "23 09:55 arrived",
        ("23 11:00 visited", {"in_warranty": False}),
        status="done",
    ),
    "signature": lambda: found(
        *DISPATCHED,
        "23 09:55 arrived",
        ("23 10:00 parts_accepted", {"not_signed": [{"party": "builder", "reason": "x"}]}),
        status="visiting",
    ),
    "total": lambda: found(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "90.00"})),
    "amount": lambda: found(RECEIVED, ("20 10:00 paid", {"amount": "0.00"})),
    "figures": lambda: found(RECEIVED, ("20 10:00 quoted", {"lines": [QUOTE_LINE], "total": "8e1"})),
    "receipt": lambda: found(*PAID),
    "never-taken": lambda: found(
        *PAID,
        ("20 10:01 receipt_issued", {"number": "SZ-A-26-0001", "amount": "80.00"}),
        ("20 10:02 paid", {"amount": "80.00"}),
        ("20 10:02 receipt_issued", {"number": "SZ-B-26-0001", "amount": "80.00"}),
        *_back("SZ-A-26-0001", not_taken=True),
        *_back("SZ-B-26-0001", minutes=10, not_taken=True),
    ),
    "receipt-without-money": lambda: found(
        RECEIVED, CHARGED, ("20 10:00 receipt_issued", {"number": "SZ-A-26-0001", "amount": "80.00"})
    ),
    "refunded-twice": lambda: found(
        *PAID,
        ("20 10:01 receipt_issued", {"number": "SZ-A-26-0001", "amount": "80.00"}),
        *_back("SZ-A-26-0001"),
        *_back("SZ-A-26-0001", minutes=10),
    ),
    "paid-twice": lambda: found(RECEIVED, CHARGED, *_taken_twice("80.00", "80.00")),
    "overpaid": lambda: found(RECEIVED, CHARGED, *_taken_twice("80.00", "10.00")),
    "corrected-twice": lambda: found(
        RECEIVED,
        *(("20 10:00 corrected", {"field": "customer.phone", "old": "1", "new": new, "reason": "x",
           "seq": 2, "id": f"{new}00000"}) for new in ("a", "b"))
    ),
    # Customers' files
    "file-corrected-twice": lambda: found_in_file(
        *({"what": "corrected", "field": "phone", "old": "0755-26001111", "new": f"0755-2600{new}",
           "reason": "x", "seq": 2, "id": f"{new}0000"} for new in ("2222", "3333"))
    ),
    "machine-corrected-twice": lambda: found_in_file(
        *({"what": "equipment_corrected", "serial": "A-1", "field": "bought", "old": "2026-08-01",
           "new": f"2026-08-{new}", "reason": "x", "seq": 2, "id": f"{new}00000000"} for new in ("02", "03"))
    ),
    "cared-for-by": lambda: found_in_file(cared_for_by="nobody"),
    "contract": lambda: found_in_file(
        contract_terms={
            "name": "24x7",
            "since": "2026-01-01",
            "until": "2026-12-31",
            "machines": ["C-1"],
        }
    ),
    "machine-twice": lambda: found_in_file(equipment=[machine("A-1"), machine("a1")]),
    "replaced-twice": lambda: found_in_file(
        *({"what": "equipment_replaced", "serial": "A-1", "machine": plain_data(machine(by))} for by in ("B-1", "C-1"))
    ),
    "machine-site": lambda: found_in_file({"what": "equipment_moved", "serial": "A-1", "place": "后厨", "site": "分店"}),
    "site-twice": lambda: found_in_file(*(
        {"what": "site_added", "site": {"name": "分店", "address": address}, "seq": 2, "id": f"{n}00000000"}
        for n, address in ((1, "甲路1号"), (2, "乙路2号"))
    )),
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
    "loan": lambda: between(OWNER, numbered(1, LENT), numbered(2, ("21 10:00 part_lent", LENT[1]))),
    "unbooked": lambda: between(
        _opened(), OWNER, numbered(1, ("21 10:00 part_lent", {**LENT[1], "part": "P-1", "count": 4, "unbooked": "没入账"}))
    ),
    "form-twice": lambda: between(OWNER, noted(1), noted(2)),
    "receipt-book": lambda: between(OWNER, numbered(1, ("20 10:00 receipt_issued", {"number": "SZ-A-26-0002"}))),
    "file": lambda: between(customer({"what": "equipment_left", "serial": "A-1", "to": "SZ-A0009", "reason": "转让"})),
    "both-files": lambda: between(customer({"what": "absorbed", "file": "SZ-A0002"}), OTHER),
    "merged": lambda: between(*_circle()),
    "left-behind": lambda: between(
        customer({"what": "merged_into", "file": "SZ-A0002", "reason": "同"}),
        customer({"what": "absorbed", "file": "SZ-A0001"}, number="SZ-A0002", equipment=[], contacts=[], phone="0755-1"),
    ),
    "machine-corrected-elsewhere": lambda: between(
        customer(
            {"what": "equipment_corrected", "serial": "A-1", "field": "model", "old": "CR-200", "new": "CR-300", "reason": "x"},
            {"what": "equipment_left", "serial": "A-1", "to": "SZ-A0002", "reason": "转让"},
            equipment=[machine("A-1")],
        ),
        customer(
            {"what": "equipment_came", "machine": plain_data(machine("A-1")), "from_file": "SZ-A0001"},
            number="SZ-A0002", equipment=[], contacts=[], phone="0755-1",
        ),
    ),
    "upkeep-twice": lambda: between(OWNER, *(numbered(n, "20 09:00 received", upkeep=[{"plan": "cr", "serial": "A-1", "model": "CR", "due": "2026-12-01", "proposed": "2026-12-01"}]) for n in (1, 2))),
    "serial-twice": lambda: between(OWNER, replace(OTHER, equipment=OWNER.equipment)),
    "telephone-twice": lambda: between(OWNER, replace(OTHER, phone=OWNER.phone)),
    # Configuration
    "unknown-setting": lambda: configured(files={"staff.yaml": ({"staff": [{"id": "a", "nmae": "甲"}]}, Staff)}),
    "staff-twice": lambda: configured(staff=Staff(staff=[*STAFF, STAFF[0]])),
    "knowledge-part": lambda: configured(knowledge=[
        Knowledge(slug="a", title="t", models=["*"], symptom="s", cause="c", remedy="r", parts=["P-9"])
    ]),
    "staff-kit": lambda: staff(kit="大包"),
    "staff-office": lambda: staff(office="XX"),
    "days": lambda: staff(absences=[Absence(since=date(2026, 11, 2), until=date(2026, 11, 1), why="休假")]),
    "roster": lambda: configured(roster=Roster(duty={"2026-11-21": ["nobody"]})),
    "office-people": lambda: configured(staff=Staff(staff=[person for person in STAFF if person.office != "BJ"])),
    "office-calendar": lambda: settings(offices={
        **SETTINGS.offices, "BJ": Office(name="北京", region="north", calendar="BJ")
    }),
    "setting": lambda: settings(default_office="XX"),
    "notify": lambda: settings(notify=[NotifyRow(digest="duty", channel="g"), NotifyRow(digest="duty", channel="g")]),
    "policy": lambda: settings(policies=[PolicyChoice(policy="regions"), PolicyChoice(policy="office")]),
    "lane": lambda: configured(desks={"A": Claim(lane="A", clone="1"), "B": Claim(lane="B", clone="1")}),
    "moment": lambda: with_promise(from_="received", to="never", within="1h"),
    "unset": lambda: with_promise(from_="received", to="replied", within="unset"),
    "calendar-year": lambda: configured(today=date(2026, 12, 1)),
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
    from svc.rules.checks import configuration, customers, logs, money, seals, stock, tickets

    answers = {"Iterator[Finding]", "NumberedFindings", "FileFindings"}
    there = {
        made
        for module in (between, configuration, customers, logs, money, seals, stock, tickets)
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
    assert found_in_document(_opened()) == []
    assert between(_opened(), _sent(2, 2, 451), _sent(3, 1, 452)) == []


def test_what_went_over_with_a_ticket_is_a_loan_or_a_payment_of_it() -> None:
    over = {"whose": "wang", "to": "li", "in_hand": ["000002"]}
    assert found(RECEIVED, LENT, ("20 10:00 taken_over", over)) == []
    (finding,) = found(RECEIVED, LENT, ("20 10:00 taken_over", {**over, "in_hand": ["000001"]}))
    assert finding == "event-reference"


# What to type next

PLACEHOLDER = re.compile(r"(?<![A-Z0-9_-])[A-Z]{3,}(?![A-Za-z0-9_-])")
ONLY_A_PERSON_KNOWS = {
    *("REASON", "TEXT", "WORDS", "NAME"),  # why, what happened, who
    *("COUNT", "DAY"),  # what lies there, when it was bought
    *("STAFF", "SERIAL", "ADDRESS"),  # whom to choose, what stands on the machine, where
}
"""Words in capitals that advice may leave to whoever types it; all else stands in the record."""
NO_PLACEHOLDERS = {"UTF", "HEAD"}


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_advice_leaves_open_only_what_the_records_do_not_say(rule: Rule) -> None:
    chinese = Words("zh")(rule.do)
    for said in (rule.do, chinese):
        left = set(PLACEHOLDER.findall(said)) - NO_PLACEHOLDERS
        assert left <= ONLY_A_PERSON_KNOWS
    assert not set(PLACEHOLDER.findall(chinese)) - NO_PLACEHOLDERS


@pytest.mark.parametrize("rule", BREAKING)
def test_what_is_to_be_typed_next_is_filled_in(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by: list[Finding] = []
    told = names

    def kept(findings: list[Finding]) -> list[str]:
        found_by.extend(findings)
        return told(findings)

    monkeypatch.setattr(records, "names", kept)
    monkeypatch.setitem(globals(), "names", kept)
    BREAKING[rule]()
    assert found_by
    for finding in found_by:
        shown = RecordFinding(
            rule=finding.rule, path="tickets/x.yaml", line=1, problem=finding.problem, id="X-1"
        )
        for lang in ("zh", "en"):
            assert shown.do is not None
            said = Words(lang).show(shown.do)
            left = set(PLACEHOLDER.findall(said)) - NO_PLACEHOLDERS - ONLY_A_PERSON_KNOWS
            assert not left, said
            assert not {"—", "{"} & set(said), said
