"""Paid work at the desk: each step that waits, what lets it pass, and what is recorded all the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import comes_next, events, last, refused, said
from conftest import TICKET as T

if TYPE_CHECKING:
    from conftest import Desk, Ended

FILE = "SZ-A0001"
LATER = "2026-11-20T10:00:00"
NEXT = "2026-11-20T11:00:00"
EVENING = "2026-11-20T17:00:00"
DAY_AFTER = "2026-11-21T10:00:00"
RECEIVE = ("bench", "receive", T, "--place", "库房", "--condition", "完好", "--signed-by", "张工")
REPAIR = ("bench", "repair", T, "--found", "断路", "--done", "换管", "--cause", "wear")
PICKUP = ("pickup", T, "--signed-by", "李工")
QUOTE = ("quote", T, "--line", "L03")
CONSENT = ("consent", T, "--to", "price", "--who", "张工", "--how", "电话")
CALLBACK = ("callback", T, "--spoke-to", "张工", "--rating", "satisfied")
FIXED = (
    *("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "wear"),
    *("--arrived", "14:00"),
)


def story(desk: Desk) -> list[str]:
    return [event["what"] for event in desk.log]


def key_of(desk: Desk, *words: str, by: str, now: str) -> str:
    """The key of the refusal; nothing was written."""
    return str(refused(desk, *words, by=by, now=now)["key"])


@pytest.fixture
def bench(desk: Desk) -> Desk:
    """A machine out of warranty, brought in."""
    assert desk.intake(channel="walk_in", mode="walk_in", bought="2020-08-01").status == 0
    desk.ok(*RECEIVE, by="chen")
    return desk


@pytest.fixture
def repaired(bench: Desk) -> Desk:
    """Quoted, agreed to, repaired."""
    bench.ok(*QUOTE, by="chen")
    bench.ok(*CONSENT, by="chen")
    bench.ok(*REPAIR, by="wang", now=LATER)
    return bench


@pytest.fixture
def charged(repaired: Desk) -> Desk:
    repaired.ok("charge", T, by="chen", now=LATER)
    return repaired


@pytest.fixture
def at_site(desk: Desk) -> Desk:
    """A technician is sent to a machine out of warranty; nobody named a price."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid"}
    desk.play("dispatch")
    return desk


# Each step waits


def test_a_paid_bench_repair_waits_at_each_step_for_what_belongs_before_it(bench: Desk) -> None:
    assert key_of(bench, *REPAIR, by="wang", now=LATER) == "not-agreed"
    bench.ok(*QUOTE, by="chen", now=LATER)
    assert key_of(bench, *REPAIR, by="wang", now=LATER) == "not-agreed"
    bench.ok(*CONSENT, by="chen", now=LATER)
    bench.ok(*REPAIR, by="wang", now=NEXT)
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "not-charged"
    bench.ok("charge", T, by="chen", now=NEXT)
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "unpaid"
    bench.ok("receipt", T, "--how", "cash", by="zhao", now=NEXT)
    bench.ok(*PICKUP, by="chen", now=EVENING)
    bench.ok(*CALLBACK, by="zhao", now=DAY_AFTER)
    assert "State: closed" in bench.ok("close", T, by="zhao", now=DAY_AFTER).out
    assert "waived" not in story(bench)
    assert bench.svc("check", now=DAY_AFTER).status == 0


def test_a_repair_that_was_agreed_to_afterwards_was_not_agreed_to(bench: Desk) -> None:
    bench.ok(*QUOTE, by="chen")
    bench.ok(*CONSENT, by="chen", now=NEXT)
    early = ("--at", "10:30")
    assert key_of(bench, *REPAIR, *early, by="wang", now=EVENING) == "not-agreed"
    bench.ok(*REPAIR, "--at", "11:00", by="wang", now=EVENING)


def test_a_machine_in_warranty_waits_for_nothing(desk: Desk) -> None:
    assert desk.intake(channel="walk_in", mode="walk_in").status == 0
    desk.ok(*RECEIVE, by="chen")
    desk.ok(*REPAIR, by="wang", now=LATER)
    desk.ok(*PICKUP, by="chen", now=NEXT)
    assert story(desk)[-2:] == ["repaired", "picked_up"]


def test_misuse_found_on_the_bench_is_quoted_before_the_work(desk: Desk) -> None:
    assert desk.intake(channel="walk_in", mode="walk_in").status == 0
    desk.ok(*RECEIVE, by="chen")
    misuse = (*REPAIR[:-1], "misuse", "--evidence", "水渍")
    assert key_of(desk, *misuse, by="wang", now=LATER) == "not-agreed"
    assert key_of(desk, *QUOTE, by="chen", now=LATER) == "free-of-charge"
    assert key_of(desk, *QUOTE, "--cause", "misuse", by="chen", now=LATER) == "missing-fields"
    quoted = desk.ok(*QUOTE, "--cause", "misuse", "--evidence", "水渍", by="chen", now=LATER)
    assert comes_next(quoted)[0] == "consent"
    assert key_of(desk, *misuse, by="wang", now=LATER) == "not-agreed"
    desk.ok(*CONSENT, by="chen", now=LATER)
    desk.ok(*misuse, by="wang", now=NEXT)


def test_a_declined_machine_goes_back_as_it_is_and_its_fee_is_paid(bench: Desk) -> None:
    bench.ok(*QUOTE, by="chen")
    bench.ok("decline", T, "--reason", "嫌贵", by="chen", now=LATER)
    bench.ok("charge", T, "--line", "检测:1:50", "--allow", "检测费已告知", by="sun", now=LATER)
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "unpaid"
    bench.ok("receipt", T, "--how", "cash", by="zhao", now=NEXT)
    bench.ok(*PICKUP, by="chen", now=NEXT)


def test_a_ready_machine_is_sent_out_charged_and_the_money_is_taken_there(repaired: Desk) -> None:
    send = ("dispatch", T, "--to", "wang", "--appointment", "16:00", "--agreed-with", "张工")
    assert key_of(repaired, *send, by="li", now=NEXT) == "not-charged"
    repaired.ok("charge", T, by="chen", now=NEXT)
    repaired.ok(*send, by="li", now=NEXT)
    repaired.ok("receipt", T, "--how", "cash", "--taken-by", "wang", by="zhao", now=EVENING)
    # in his hand: paid by the customer, and for him to hand in
    assert "taken by 王强" in repaired.ok("show", T, now=EVENING).out
    repaired.ok("arrive", T, by="wang", now=EVENING)
    delivered = ("visit", T, "--outcome", "fixed", "--found", "送回", "--done", "装好试机")
    repaired.ok(*delivered, "--cause", "wear", by="wang", now=EVENING)
    repaired.ok("back", T, by="wang", now="2026-11-20T18:00:00")
    repaired.ok("slip", T, "--signed-by", "张工", by="wang", now="2026-11-20T18:00:00")
    repaired.ok(*CALLBACK, by="zhao", now=DAY_AFTER)
    repaired.ok("close", T, by="zhao", now=DAY_AFTER)


# Let pass


def test_who_may_let_it_pass_is_said_in_svc_yaml(bench: Desk) -> None:
    waive = ("waive", T, "--reason", "老客户，先修")
    error = refused(bench, *waive, by="chen", now=LATER)
    assert (error["key"], error["facts"]["roles"]) == ("not-your-role", ["lead", "manager"])
    ended = bench.ok(*waive, by="li", now=LATER)
    assert last(bench) == {
        "what": "waived",
        "by": "li",
        "reason": "老客户，先修",
        "gaps": ["agreement"],
    }
    assert "Let pass: agreement to the price" in ended.out
    assert "already recorded" in bench.ok(*waive, by="li", now=LATER).out
    assert key_of(bench, *waive, "--again", by="li", now=LATER) == "nothing-missing"
    bench.ok(*REPAIR, by="wang", now=NEXT)
    # what comes after the work is another decision
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "not-charged"


def test_svc_yaml_may_name_others(bench: Desk) -> None:
    bench.edit("near_km: 80", "near_km: 80\nmay_waive: [receptionist, clerk]", "svc.yaml")
    bench.commit()
    assert key_of(bench, "waive", T, "--reason", "x", by="li", now=LATER) == "not-your-role"
    bench.ok("waive", T, "--reason", "x", by="chen", now=LATER)


@pytest.mark.parametrize("by", ["li", "sun"])
def test_allow_of_a_lead_or_a_manager_lets_the_step_itself_pass(bench: Desk, by: str) -> None:
    bench.ok(*REPAIR, "--allow", "老客户", by=by, now=LATER)
    assert events(bench)[-2]["gaps"] == ["agreement"]
    bench.ok(*PICKUP, "--allow", "月底一并结算", by=by, now=NEXT)
    waived, picked_up = events(bench)[-2:]
    assert (waived["reason"], waived["gaps"]) == ("月底一并结算", ["charge"])
    # a lead's word is about paid work alone
    assert picked_up.get("allowed", "") == ("月底一并结算" if by == "sun" else "")
    bench.ok(*CALLBACK, by="zhao", now=DAY_AFTER)
    bench.ok("close", T, by="zhao", now=DAY_AFTER)
    assert bench.svc("check", now=DAY_AFTER).status == 0


def test_a_leads_allow_lets_nothing_else_pass(bench: Desk) -> None:
    bench.ok("waive", T, "--reason", "x", by="li", now=LATER)
    assert key_of(bench, *PICKUP, "--allow", "x", by="li", now=LATER) == "not-yet-ready"
    assert key_of(bench, *REPAIR, "--allow", "x", by="wang", now=LATER) == "only-a-manager-allows"


# On account


def put_on_account(desk: Desk, limit: str = "1000", days: str = "30") -> Ended:
    words = ("customer", "account", FILE, "--days", days, "--limit", limit, "--reason", "框架协议")
    return desk.ok(*words, by="li", now=LATER)


def test_of_a_customer_on_account_the_money_is_owed_until_a_day(charged: Desk) -> None:
    put_on_account(charged)
    assert "30 days, up to 1000.00 yuan" in charged.ok("customer", "show", FILE).out
    charged.ok(*PICKUP, by="chen", now=NEXT)
    deferred = said(events(charged)[-2])
    assert deferred == {
        "what": "payment_deferred",
        "by": "chen",
        "until": "2026-12-20T23:59:59+08:00",
        "payer": "南山明辉餐饮",
        "agreed_by": "李工",
        "amount": "160.00",
    }
    charged.ok(*CALLBACK, by="zhao", now=DAY_AFTER)
    charged.ok("close", T, by="zhao", now=DAY_AFTER)
    assert charged.svc("check", now=DAY_AFTER).status == 0
    (row,) = charged.ok("--json", "outstanding", now=DAY_AFTER).json["items"]
    assert (row["id"], row["open"], row["agreed_by"], row["overdue"]) == (
        T,
        "160.00",
        "李工",
        False,
    )
    late = "2026-12-21T09:00:00"
    assert charged.ok("--json", "outstanding", now=late).json["items"][0]["overdue"]
    watched = charged.ok("--json", "overdue", "--all", now=late).json["items"]
    assert [item["promise"] for item in watched if item["id"] == T] == ["payment"]
    charged.ok("receipt", T, "--how", "transfer", by="zhao", now=late)
    assert charged.ok("--json", "outstanding", now=late).json["items"] == []
    assert charged.ok("--json", "overdue", "--all", now=late).json["items"] == []


def test_on_account_is_the_money_alone(bench: Desk) -> None:
    put_on_account(bench)
    assert key_of(bench, *REPAIR, by="wang", now=LATER) == "not-agreed"
    bench.ok(*QUOTE, by="chen", now=LATER)
    bench.ok(*CONSENT, by="chen", now=LATER)
    bench.ok(*REPAIR, by="wang", now=NEXT)
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "not-charged"


def test_an_account_has_a_limit_and_an_end(charged: Desk) -> None:
    put_on_account(charged, limit="159.99")
    error = refused(charged, *PICKUP, by="chen", now=NEXT)
    assert error["key"] == "over-the-limit"
    assert (error["facts"]["owed"], error["facts"]["open"]) == ("0.00", "160.00")
    charged.ok("customer", "account", FILE, "--limit", "160", by="li", now=NEXT)
    charged.ok("customer", "account", FILE, "--end", by="li", now=NEXT)
    assert key_of(charged, *PICKUP, by="chen", now=NEXT) == "unpaid"


@pytest.mark.parametrize("days", ["0", "366", "一年"])
def test_an_account_runs_up_to_a_year(desk: Desk, days: str) -> None:
    desk.play("intake")
    words = ("customer", "account", FILE, "--days", days, "--limit", "10")
    assert key_of(desk, *words, by="li", now=LATER) == "not-a-number"
    assert key_of(desk, *words[:4], "30", *words[5:], by="wang", now=LATER) == "not-your-role"


def test_others_owe_if_a_role_that_may_let_it_pass_says_so(charged: Desk) -> None:
    owe = ("owe", T, "--until", "2026-12-31", "--agreed-by", "王总")
    assert key_of(charged, *owe, by="chen", now=NEXT) == "not-on-account"
    assert key_of(charged, *owe[:2], *owe[4:], by="li", now=NEXT) == "missing-fields"
    past = ("owe", T, "--until", "2026-11-19", "--agreed-by", "王总")
    assert key_of(charged, *past, by="li", now=NEXT) == "past-time"
    assert "until 2026-12-31" in charged.ok(*owe, by="li", now=NEXT).out
    charged.ok(*PICKUP, by="chen", now=NEXT)
    assert last(charged)["what"] == "picked_up"


# A fact is recorded


def test_a_visit_without_agreement_is_recorded_and_the_agreement_is_due(at_site: Desk) -> None:
    ended = at_site.ok(*FIXED, by="wang", now="2026-11-20T15:30:00")
    assert "no agreement is on record" in ended.err
    assert story(at_site)[-2:] == ["arrived", "visited"]
    due = at_site.ok("--json", "mine", by="wang", now=EVENING).json["items"]
    assert [(item["id"], item["why"]) for item in due] == [(T, "turn")]
    watched = at_site.ok("--json", "overdue", "--all", now="2026-11-24T18:00:00").json["items"]
    assert "agreement" in [item["promise"] for item in watched]
    found = at_site.svc("--json", "check", now=EVENING).json["items"]
    assert [finding["rule"] for finding in found if finding["path"].endswith(f"{T}.yaml")] == [
        "paid-work"
    ]
    at_site.ok(*QUOTE, by="wang", now=EVENING)
    at_site.ok(*CONSENT, by="wang", now=EVENING)
    assert at_site.svc("check", now=EVENING).status == 0


@pytest.mark.parametrize(
    ("words", "field"), [("--not-agreed", "not_agreed"), ("--emergency", "emergency")]
)
def test_why_nobody_agreed_is_recorded_with_the_work(at_site: Desk, words: str, field: str) -> None:
    at_site.ok(*FIXED, words, "漏电，先断电抢修", by="wang", now="2026-11-20T15:30:00")
    assert last(at_site)[field] == "漏电，先断电抢修"
    assert "consented" not in story(at_site)


def test_the_agreement_is_recorded_with_the_visit_as_of_the_arrival(at_site: Desk) -> None:
    agreed = ("--agreed", "张工", "--how", "on_site")
    error = refused(at_site, *FIXED, *agreed, by="wang", now="2026-11-20T15:30:00")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["--amount"])
    ended = at_site.ok(*FIXED, *agreed, "--amount", "320", by="wang", now="2026-11-20T15:30:00")
    assert "no agreement" not in ended.err
    assert story(at_site)[-3:] == ["arrived", "consented", "visited"]
    consent = at_site.log[-2]
    assert (consent["at"], consent["amount"]) == ("2026-11-20T14:00:00+08:00", "320.00")
    assert at_site.svc("check", now=EVENING).status == 0
    charge = ("charge", T, "--line", "换管:1:320.01")
    assert key_of(at_site, *charge, by="wang", now=EVENING) == "above-agreed"
    at_site.ok("charge", T, "--line", "换管:1:320", by="wang", now=EVENING)


def test_how_it_was_agreed_is_said_and_not_both(at_site: Desk) -> None:
    now = "2026-11-20T15:30:00"
    error = refused(at_site, *FIXED, "--agreed", "张工", "--amount", "1", by="wang", now=now)
    assert error["facts"]["fields"] == ["--how"]
    both = ("--agreed", "张工", "--how", "phone", "--not-agreed", "x")
    assert key_of(at_site, *FIXED, *both, by="wang", now=now) == "one-deed-at-a-time"
    wrong = ("--agreed", "张工", "--how", "fax")
    assert key_of(at_site, *FIXED, *wrong, by="wang", now=now) == "not-one-of"


def test_bench_work_that_was_done_is_recorded_with_its_reason(bench: Desk) -> None:
    ended = bench.ok(*REPAIR, "--not-agreed", "客户电话不通", by="wang", now=LATER)
    assert "no agreement is on record" in ended.err
    assert key_of(bench, *PICKUP, by="chen", now=NEXT) == "not-agreed"


def test_a_visit_is_never_closed_without_what_it_lacked(at_site: Desk) -> None:
    at_site.ok(*FIXED, by="wang", now="2026-11-20T15:30:00")
    at_site.ok("back", T, by="wang", now=EVENING)
    at_site.ok("slip", T, "--signed-by", "张工", by="wang", now=EVENING)
    at_site.ok(*CALLBACK, by="zhao", now=DAY_AFTER)
    assert key_of(at_site, "close", T, by="zhao", now=DAY_AFTER) == "not-agreed"
    at_site.ok("waive", T, "--reason", "站长同意免收", by="sun", now=DAY_AFTER)
    at_site.ok("close", T, by="zhao", now=DAY_AFTER)
    assert at_site.svc("check", now=DAY_AFTER).status == 0


# Quotations


def test_nobody_agrees_to_a_quotation_that_ran_out(bench: Desk) -> None:
    bench.ok(*QUOTE, by="chen", now=LATER)
    last_second, after = "2026-12-20T23:59:59", "2026-12-21T00:00:00"
    assert key_of(bench, *CONSENT, by="chen", now=after) == "quote-ran-out"
    bench.ok(*CONSENT, "--refused", by="chen", now=after)  # a no is always heard
    bench.ok(*CONSENT, "--at", last_second[:16].replace("T", " "), by="chen", now=after)


def test_quote_refuses_what_charge_refuses(desk: Desk) -> None:
    assert desk.intake(channel="walk_in", mode="walk_in").status == 0
    desk.ok(*RECEIVE, by="chen")
    for what in ("quote", "charge"):
        assert key_of(desk, what, T, "--line", "L03", by="chen", now=LATER) == "free-of-charge"
    desk.ok(*QUOTE, "--cause", "software", by="chen", now=LATER)


def test_consumables_are_never_free(desk: Desk) -> None:
    desk.edit('{code: "P-1011", ', '{code: "P-1011", consumable: true, ', "prices/2026-07.yaml")
    desk.commit()
    assert desk.intake(channel="walk_in", mode="walk_in").status == 0
    desk.ok(*RECEIVE, by="chen")
    both: tuple[Any, ...] = ("quote", T, "--line", "P-1011", "--line", "L03")
    assert key_of(desk, *both, by="chen", now=LATER) == "free-of-charge"
    desk.ok(*both[:4], by="chen", now=LATER)
    desk.ok(*CONSENT, by="chen", now=LATER)
    desk.ok(*REPAIR, by="wang", now=NEXT)
    assert key_of(desk, *PICKUP, by="chen", now=NEXT) == "not-charged"
    desk.ok("charge", T, by="chen", now=NEXT)


def test_a_software_fault_found_at_the_visit_can_be_charged(desk: Desk) -> None:
    desk.play("arrive")
    software = (*FIXED[:-3], "software", "--agreed", "张工", "--how", "on_site", "--amount", "100")
    now = "2026-11-20T15:30:00"
    desk.ok(*software, by="wang", now=now)
    desk.ok("charge", T, "--line", "重装软件:1:100", by="wang", now=now)


def test_voiding_a_receipt_whose_invoice_is_out_says_so(charged: Desk) -> None:
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=NEXT)
    void = ("receipt", T, "--void", "SZ-A-26-0001", "--reason", "写错")
    number = ("--invoice", "issued", "--invoice-number", "44031900")
    charged.ok("receipt", T, *number, by="zhao", now=NEXT)
    assert "44031900" in charged.ok(*void, by="zhao", now=NEXT).err
