"""Suggestions: taken down in a line, of a customer or of one of us, sent up and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.deeds import refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

OWN = "SZ-2611-A0001"
OF_CUSTOMER = "SZ-2611-A0002"
NOW = "2026-11-20T11:00:00"


def test_a_technicians_own_is_one_line_without_a_customer_and_checks_find_nothing(
    desk: Desk,
) -> None:
    ended = desk.ok("suggestion", "add", "锅盖加隔热把手", "--model", "CR-200", by="wang", now=NOW)
    assert OWN in ended.out
    told = desk.ledger.read(OWN).ticket
    assert (told.kind, told.channel, told.symptom) == ("suggestion", "internal", "锅盖加隔热把手")
    assert told.customer is not None
    assert told.equipment is not None
    assert (told.customer.contact, told.equipment.model) == ("王强", "CR-200")
    assert desk.svc("check", now=NOW).status == 0
    assert "already recorded" in desk.ok(
        "suggestion", "add", "锅盖加隔热把手", "--model", "CR-200", by="wang", now=NOW
    ).out  # fmt: skip


def test_a_customers_has_the_customer_and_machine_of_the_ticket_and_is_linked(desk: Desk) -> None:
    desk.play("intake")
    desk.ok("suggestion", "add", "按键太小", "--about", TICKET, by="chen", now=NOW)
    told, repair = desk.ledger.read(OF_CUSTOMER).ticket, desk.ledger.read(TICKET).ticket
    assert (told.customer, told.equipment) == (repair.customer, repair.equipment)
    assert [event.ticket for event in told.log if hasattr(event, "ticket")] == [TICKET]
    assert desk.svc("check", now=NOW).status == 0


def test_it_is_promised_a_word_in_three_working_days(desk: Desk) -> None:
    desk.ok("suggestion", "add", "锅盖加隔热把手", by="wang", now=NOW)
    late = desk.ok("--json", "overdue", "--all", by="li", now="2026-11-26T09:00:00").json["items"]
    assert ("acknowledged", OWN) in [(item["promise"], item["id"]) for item in late]


def test_the_list_says_whose_it_is_where_it_was_sent_and_what_was_answered(desk: Desk) -> None:
    desk.ok("suggestion", "add", "锅盖加隔热把手", by="wang", now=NOW)
    desk.ok("forward", OWN, "--to", "研发部", "--words", "请评估", by="li", now=NOW)
    desk.ok("reply", OWN, "--answer", "下一批改进", "--spoke-to", "王强", by="li", now=NOW)
    (item,) = desk.ok("--json", "suggestion", "list", now=NOW).json["items"]
    told = ("ours", "from", "sent_up_to", "answer", "model")
    assert [item[name] for name in told] == [True, "王强", "研发部", "下一批改进", None]
    shown = desk.ok("suggestion", "list", "--month", "2026-11", now=NOW).out
    assert "锅盖加隔热把手" in shown
    assert "研发部" in shown


def test_without_words_it_is_refused(desk: Desk) -> None:
    assert refused(desk, "suggestion", "add", by="wang", now=NOW)["key"] == "missing-fields"
