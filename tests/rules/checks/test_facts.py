"""What is told of a record to the rules that compare it with others."""

from __future__ import annotations

from rules.checks.records import ENDED, LENT, NOW, customer, machine, noted, numbered

from svc.rules.checks.facts import facts_of_customer, facts_of_ticket
from svc.rules.ticket.customers import replay_customer

T1, T2, T3 = (f"SZ-2611-A000{number}" for number in (1, 2, 3))


def test_of_a_ticket_others_see_its_file_machine_loans_receipts_and_whom_it_names() -> None:
    allowed = ("20 10:10 part_lent", {**LENT[1], "serial": "7", "allowed": "急"})
    made = numbered(
        1, LENT, ("20 10:00 loan_ended", ENDED), allowed,
        ("20 10:20 receipt_issued", {"number": "SZ-A-26-0001"}),
        ("20 10:30 linked", {"ticket": T2, "why": "complaint"}),
        ("20 10:40 repeat_declared", {"earlier": [T3]}),
        repeat_of=["SZ-2610-A0001"],
    )  # fmt: skip
    found = facts_of_ticket(made, NOW)
    assert (found.id, found.customer_id, found.serial) == (T1, "SZ-A0001", "A-1")
    (loan,) = found.parts_out
    assert (loan.place, loan.out.lent, loan.out.is_allowed) == (3, made.log[3], True)
    assert found.receipts == (("SZ-A-26-0001", 4),)
    assert found.tickets_named == (
        (("repeat_of", 0), "SZ-2610-A0001"),
        (("log", 5, "ticket"), T2),
        (("log", 6, "earlier", 0), T3),
    )
    assert (found.complaints, found.ahead) == (((5, T2),), None)


def test_of_a_file_others_see_its_machines_telephones_and_the_files_it_names() -> None:
    left = {"what": "equipment_left", "serial": "A-1", "to": "SZ-A0002", "reason": "转让"}
    came = {"what": "equipment_came", "machine": machine("C-1"), "from_file": "SZ-A0003"}
    scrapped = {"what": "equipment_left", "serial": "C-1", "reason": "报废"}
    replaced = {
        "what": "equipment_replaced",
        "serial": "B-1",
        "machine": machine("D-1"),
        "ticket": T1,
    }
    made = customer(left, came, scrapped, replaced, equipment=[machine("A-1"), machine("B-1")])
    found = facts_of_customer(replay_customer(made), NOW)
    assert (found.status, found.merged_into, found.machines) == ("active", "", ("D-1",))
    assert found.serials_ever == ("a1", "b1", "c1", "d1")
    assert found.telephones == ("13900001111", "75526001111")
    assert found.customers_named == (
        (("log", 1, "to"), "equipment_left", "SZ-A0002", "a1"),
        (("log", 2, "from_file"), "equipment_came", "SZ-A0003", "c1"),
    )
    assert found.tickets_named == ((("log", 4, "ticket"), T1),)


def test_an_ended_ticket_holds_no_form_and_an_open_one_the_forms_token() -> None:
    taken = noted(1, block="k3m9x2abcd77-00000002")
    assert facts_of_ticket(taken, NOW).form != ""
    ended = noted(1, block="k3m9x2abcd77-00000002", status="cancelled")
    assert facts_of_ticket(ended, NOW).form == ""
