"""What is typed for each event of a script: the action that a command calls, with its arguments.

An action may write several events at once; then the first of them names the deed, and the others
follow from it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from svc.actions import (
    amendments,
    bench,
    board,
    callbacks,
    callers,
    choices_at_intake,
    complaints,
    contracts,
    costs,
    customer_merges,
    customers,
    dispatches,
    equipment,
    installations,
    intake,
    overpaid,
    paid_work,
    part_requests,
    parts,
    promises,
    quotes,
    receipts,
    repeats,
    replies,
    staff,
    tickets,
    visits,
)
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist
from svc.errors import Phrase
from svc.model.events import OrderIssued, tag_of
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.render.words import Words
from svc.rules.board import BookedVisit
from svc.rules.ticket.amendments import with_value
from svc.store.ledger import Ledger

_ZH = Words("zh")


class Deed(NamedTuple):
    """Something typed: when, at which desk, about what, and the events that it is to write."""

    typed: datetime
    record: str  # the ticket, or the customer's file
    events: tuple[Any, ...]
    desk: str
    head: Any = None  # of a ticket or a file that begins with it, as it was told
    again: bool = False  # the same words once more are no repetition
    joined: tuple[str, ...] = ()  # other tickets that it is about, each with an event
    is_remembered: bool = False  # how the ticket stood before it is all that another desk knows
    is_apart: bool = False  # typed at that desk, and merged

    @property
    def first(self) -> Any:
        return self.events[0]

    @property
    def tickets(self) -> list[str]:
        return [self.record, *self.joined]

    @property
    def what(self) -> str:
        return tag_of(self.first)

    @property
    def order(self) -> tuple[datetime, bool, str, int]:
        """Files before tickets, where both are opened in the same second."""
        return self.typed, self.what != "opened", self.record, self.first.seq

    @property
    def typist(self) -> Typist:
        told = self.first
        at = None if told.at == told.typed else told.at
        return Typist(by=told.by, now=told.typed, at=at, again=self.again, allow=told.allowed)

    def find(self, what: str) -> Any:
        """The first event of this kind among those that it is to write."""
        return next((event for event in self.events if tag_of(event) == what), None)


Perform = Callable[[Ledger, Deed], object]


def _values(event: Any, names: tuple[str, ...], renamed: Mapping[str, str]) -> dict[str, Any]:
    told = {name: getattr(event, name) for name in names}
    return told | {name: getattr(event, field) for name, field in renamed.items()}


def _say(action: Callable[..., object], *names: str, **renamed: str) -> Perform:
    """The action with these values of the event, by their names or by the arguments' names."""

    def perform(ledger: Ledger, deed: Deed) -> object:
        return action(ledger, deed.record, deed.typist, **_values(deed.first, names, renamed))

    return perform


def _order_issued(ledger: Ledger, deed: Deed) -> object:
    order = OrderIssued(**_values(deed.first, ("number", "start"), {}))
    return installations.issue_installation_order(ledger, deed.record, deed.typist, order)


def _show(phrase: Phrase) -> str:
    return _ZH.show(phrase)


# Intake


def _answers(ticket: Ticket) -> IntakeAnswers:
    customer, machine = ticket.customer, ticket.equipment
    assert customer is not None
    assert machine is not None
    of_customer, of_machine, of_ticket = (
        ("unit", "address", "phone", "contact", "mobile"),
        ("model", "specification", "serial", "bought"),
        ("symptom", "occurred", "wishes"),
    )
    told = {name: getattr(customer, name) for name in of_customer}
    told |= {name: getattr(machine, name) for name in of_machine}
    told |= {name: getattr(ticket, name) for name in of_ticket}
    why = {each.field.rpartition(".")[2]: f"unknown: {each.why}" for each in ticket.unknown}
    return IntakeAnswers(**told | why)


def _received(ledger: Ledger, deed: Deed) -> object:
    ticket: Ticket = deed.head
    linked = deed.find("linked")
    if linked is not None:
        return complaints.open_complaint(
            ledger, linked.ticket, deed.typist,
            words=ticket.symptom, wishes=ticket.wishes, channel=ticket.channel,
        )  # fmt: skip
    answers, customer = _answers(ticket), ticket.customer
    assert customer is not None
    request = intake.Request(
        office=ticket.office,
        answers=answers,
        kind=ticket.kind or "",
        of=ticket.of,
        is_here=ticket.mode == "walk_in",
        channel=ticket.channel,
        urgency=ticket.urgency,
        urgency_reason=ticket.urgency_reason,
        mode=ticket.mode or "",
        zone=customer.zone,
        distance_km=customer.distance_km,
        contract=customer.contract,
        asked_for=ticket.asked_for,
        caller=callers.identify_caller(ledger, answers, customer_id=customer.file),
        completes=ticket.id if deed.first.seq > 1 else "",
        # another open ticket may be of a machine of the same model, where nobody reads the number,
        # or a call of the same person about another machine
        second=answers.serial.startswith("unknown") or deed.first.seq > 1,
    )
    return intake.take_down(ledger, request, deed.typist, _show)


def _noted(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return intake.note_call(
        ledger, deed.typist, office=deed.head.office, channel=deed.head.channel,
        name=told.name, phone=told.phone, words=told.words,
        second=True,  # of another machine than the one of which the same person called before
    )  # fmt: skip


# Visits


def _dispatched(ledger: Ledger, deed: Deed) -> object:
    names = ("technician", "appointment", "agreed_with", "bring")
    told = _values(deed.first, names, {"reason": "reasons"})
    told["bring"] = {deed.record: told["bring"]} if told.get("bring") else None
    return dispatches.dispatch_visit(ledger, deed.tickets, deed.typist, **told)


def _reassigned(ledger: Ledger, deed: Deed) -> object:
    told = _values(deed.first, ("technician", "reason"), {"agreed_with": "told"})
    return dispatches.dispatch_visit(ledger, [deed.record], deed.typist, **told)


def _handed_out(ledger: Ledger, deed: Deed) -> object:
    state = ledger.read(deed.record).state
    assert state.appointment is not None
    order = BookedVisit(
        ticket=state.ticket,
        technician=state.technician,
        appointment=state.appointment,
        status=state.status,
    )
    orders = board.DayOrders(
        day=state.appointment.date(), standing=[order], assigned=[], left=[], parts=[], broken=[]
    )
    return board.hand_out_orders(ledger, deed.typist, orders)


def _arrived(ledger: Ledger, deed: Deed) -> object:
    return visits.record_arrivals(ledger, deed.tickets, deed.typist, met=deed.first.met)


def _visited(ledger: Ledger, deed: Deed) -> object:
    names = ("outcome", "cause", "parts", "condition", "surroundings", "evidence", "in_warranty")
    names += ("papers_seen", "checked", "advice", "leftover", "sure")
    reports, said = {}, {}
    for ticket, told in zip(deed.tickets, deed.events, strict=True):
        report = _values(told, names, {"findings": "found", "work_done": "done"})
        reports[ticket] = visits.visit_report(**report)
        said[ticket] = paid_work.Agreement(not_agreed=told.not_agreed, emergency=told.emergency)
    return visits.record_visits(ledger, reports, deed.typist, said=said)


def _slip_in(ledger: Ledger, deed: Deed) -> object:
    names = ("signed_by", "unsigned", "rating", "remark")
    slip = visits.slip_of(**_values(deed.first, names, {}))
    return visits.file_slips(ledger, {deed.record: slip}, deed.typist)


def _office_changed(ledger: Ledger, deed: Deed) -> object:
    to, words = deed.find("handed_over").to, deed.find("handed_over").words
    return replies.hand_over_to_office(
        ledger, deed.record, deed.typist, office=deed.first.office, to=to, words=words
    )


def _taken_over(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return staff.hand_over_all(
        ledger, deed.typist, leaver=told.whose, to=told.to, reason=told.reason
    )


# Money


def _lines(event: Any) -> list[str]:
    return [f"{line.code}:{line.count}" for line in event.lines]


def _free(event: Any) -> dict[str, Any]:
    return {line.code: line.free for line in event.lines if line.free}


def _quoted(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return quotes.quote_price(
        ledger, deed.record, deed.typist,
        lines=_lines(told), free=_free(told), cause=told.cause, evidence=told.evidence,
    )  # fmt: skip


def _charged(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return quotes.charge_work(
        ledger, deed.record, deed.typist,
        lines=_lines(told), free=_free(told), reason=told.reason or None,
    )  # fmt: skip


def _paid(ledger: Ledger, deed: Deed) -> object:
    told, receipt = deed.first, deed.find("receipt_issued")
    amount = receipt.amount if receipt.ways else told.amount
    return receipts.take_payment(
        ledger, deed.record, deed.typist,
        how=told.how, taken_by=told.taken_by, amount=amount, also=receipt.ways[1:],
    )  # fmt: skip


def _receipt(ledger: Ledger, ticket: str, told: str) -> str:
    """The number of a receipt that the script knows as the ticket's first, `?1`, or a later one."""
    return ledger.read(ticket).state.account.receipts[int(told[1:]) - 1].number


def _voided(ledger: Ledger, deed: Deed) -> object:
    told, back = deed.find("receipt_voided"), deed.find("refunded")
    if back is not None and back.not_taken:
        same = overpaid.Decision(meant="same", reason=back.reason)
        return overpaid.settle_money(ledger, deed.record, deed.typist, same)
    return receipts.void_receipt(
        ledger, deed.record, deed.typist,
        receipt=_receipt(ledger, deed.record, told.number), reason=told.reason,
        refund=back.how if back else None,
    )  # fmt: skip


def _replaced_receipt(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return receipts.replace_receipt(
        ledger,
        deed.record,
        deed.typist,
        receipt=_receipt(ledger, deed.record, told.replaces),
        payer=told.payer,
    )


def _invoiced(ledger: Ledger, deed: Deed) -> object:
    names = ("state", "title", "tax_number", "number")
    told = _values(deed.first, names, {"category": "sort"})
    receipt = _receipt(ledger, deed.record, deed.first.receipt)
    return receipts.record_invoice(ledger, deed.record, deed.typist, receipt=receipt, **told)


def _deferred(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    return paid_work.defer_payment(
        ledger, deed.record, deed.typist,
        agreed_by=told.agreed_by, until=told.until.date(), payer=told.payer,
    )  # fmt: skip


# Installation, amendments, the rest


def _signing(event: Any) -> installations.Signing:
    return installations.Signing(
        signatures=event.signatures, not_signed=event.not_signed, no_builder=event.no_builder
    )


def _parts_accepted(ledger: Ledger, deed: Deed) -> object:
    return installations.accept_parts(
        ledger, deed.record, deed.typist,
        signing=_signing(deed.first), missing=deed.first.missing,
    )  # fmt: skip


def _accepted(ledger: Ledger, deed: Deed) -> object:
    return installations.accept_installation(
        ledger, deed.record, deed.typist, signing=_signing(deed.first), words=deed.first.words
    )


def _signed_later(ledger: Ledger, deed: Deed) -> object:
    signing = installations.Signing(signatures=deed.first.signatures)
    return installations.accept_installation(ledger, deed.record, deed.typist, signing=signing)


def _amended(ledger: Ledger, deed: Deed) -> object:
    told = deed.first
    log = ledger.read(deed.record).ticket.log
    wrong = next(event for event in log if event.id == told.of)
    right = getattr(with_value(wrong, told.field, told.new), told.field)
    return amendments.amend_entry(
        ledger, deed.record, deed.typist,
        event_id=told.of, values={told.field: right}, reason=told.reason,
    )  # fmt: skip


def _corrected(ledger: Ledger, deed: Deed) -> object:
    changes = {event.field: event for event in deed.events}
    reason = deed.first.reason
    file, serial = changes.get("customer.file"), changes.get("equipment.serial")
    if file or (serial and serial.old != UNKNOWN):
        return choices_at_intake.choose_again(
            ledger, deed.record, deed.typist,
            customer_id=file.new if file else "", serial=serial.new if serial else "",
            reason=reason, say=_show,
        )  # fmt: skip
    return _adopted(ledger, deed)


def _adopted(ledger: Ledger, deed: Deed) -> object:
    """The head is changed with an editor, and the command takes that over, by what was committed."""
    path = ledger.top / ledger.read(deed.record).path
    git(ledger.top, "add", str(path))
    git(ledger.top, "commit", "-q", "-m", "before")
    text = path.read_text(encoding="utf-8")
    for event in deed.events:
        key = event.field.rpartition(".")[2]
        old = f'{key}: "{event.old}"'
        assert text.count(old) == 1, (deed.record, old)
        text = text.replace(old, f'{key}: "{event.new}"')
    path.write_text(text, encoding="utf-8", newline="")
    done = tickets.adopt_edits(ledger, deed.record, deed.typist, reason=deed.first.reason)
    git(ledger.top, "update-ref", "-d", "HEAD")
    return done


def git(folder: Path, *words: str) -> None:
    """Run git there, whatever the person who makes the sample has set. Raises CalledProcessError."""
    env = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=Desk", "-c", "user.email=desk@example.com")
    subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, env=os.environ | env
    )


_CALLS = ("callback", "followup_unsure", "followup_phone")


def _flagged(ledger: Ledger, deed: Deed) -> object:
    return promises.flag_promises(ledger, deed.typist, only=_CALLS, office=deed.record)


TICKETS: dict[str, Perform] = {
    "noted": _noted,
    "received": _received,
    "repeat_declared": _say(repeats.declare_repeat, "reason", "earlier"),
    "urgency_set": _say(tickets.set_urgency, "urgency", "reason"),
    "handed_over": _say(replies.hand_over_ticket, "to", "words"),
    "office_changed": _office_changed,
    "taken_over": _taken_over,
    "reminded": _say(tickets.record_reminder, "caller", "words"),
    "contacted": _say(replies.record_contact, "spoke_to", "judged", "promised", "words"),
    "not_reached": _say(replies.record_not_reached, "purpose", "reason", next_at="next"),
    "asked": _say(replies.ask_specialist, "to", "question"),
    "answered": _say(replies.record_answer, "spoke_to", words="answer"),
    "replied": _say(replies.record_reply, "remedy", "prepare", "spoke_to"),
    "dispatched": _dispatched,
    "rescheduled": _say(
        dispatches.reschedule_visit, "appointment", "agreed_with", "reason", "technician"
    ),
    "reassigned": _reassigned,
    "handed_out": _handed_out,
    "prepared": _say(visits.record_preparation, "ready", "missing"),
    "arrived": _arrived,
    "visited": _visited,
    "back": _say(visits.record_return),
    "reported": _say(visits.record_report, "words"),
    "slip_in": _slip_in,
    "filed": _say(visits.record_filed, "words"),
    "passed_on": _say(visits.pass_on_problem, "to", "words"),
    "brought_in": _say(
        bench.receive_machine,
        *("place", "condition", "configuration", "accessories", "parts_ours"),
        *("signed_by", "unsigned", "ready_by"),
    ),
    "placed": _say(bench.place_machine, to="place"),
    "repaired": _say(
        bench.record_repair,
        *("cause", "evidence", "place", "parts"),
        findings="found",
        work_done="done",
    ),
    "told_ready": _say(bench.tell_customer, "spoke_to"),
    "picked_up": _say(bench.record_pick_up, "signed_by", known_by="voucher"),
    "shipped": _say(bench.ship_to_factory, "carrier", "number", "paid_by", "reason", "due_back"),
    "returned": _say(
        bench.take_back_from_factory,
        *("place", "carrier", "number", "replaced_by"),
        work_done="done",
    ),
    "machine_replaced": _say(
        bench.replace_machine, "reason", old="old_serial", new="new_serial"
    ),
    "held": _say(tickets.hold_ticket, "wish", "reason", "until"),
    "resumed": _say(tickets.resume_ticket, "words"),
    "escalated": _say(tickets.escalate_ticket, "to", "reason"),
    "approved": _say(tickets.record_approval, "asked", "granted", "by_whom", "words"),
    "committed": _say(tickets.record_commitment, "promise", "until"),
    "commitment_kept": _say(tickets.keep_commitment, "words", commitment_id="of"),
    "quoted": _quoted,
    "consented": _say(quotes.record_consent, "to", "who", "how", "granted"),
    "declined": _say(quotes.decline_request, "reason"),
    "charged": _charged,
    "paid": _paid,
    "payment_deferred": _deferred,
    "waived": _say(paid_work.waive_gaps, "reason"),
    "handed_in": _say(receipts.hand_in_money),
    "receipt_voided": _voided,
    "refunded": _voided,
    "receipt_issued": _replaced_receipt,
    "invoiced": _invoiced,
    "cost_noted": _say(costs.note_cost, "amount", "bearer", "person", "words", category="sort"),
    "part_short": _say(parts.record_shortage, "part", "count"),
    "part_requested": _say(parts.request_part, "part", "count", "by_when"),
    "part_delivered": lambda ledger, deed: parts.deliver_part(
        ledger, deed.record, deed.typist, part=_part_of(ledger, deed)
    ),
    "part_sent": lambda ledger, deed: part_requests.send_part(
        ledger, deed.record, deed.typist, part=_part_of(ledger, deed),
        **_values(deed.first, ("carrier", "number", "expected"), {}),
    ),
    "part_request_cancelled": lambda ledger, deed: part_requests.cancel_request(
        ledger, deed.record, deed.typist, part=_part_of(ledger, deed), reason=deed.first.reason
    ),
    "part_lent": _say(parts.lend_part, "part", "count", "technician", "serial", "unbooked"),
    "loan_ended": lambda ledger, deed: parts.end_loan(
        ledger, deed.record, deed.typist,
        part=_part_of(ledger, deed), how=deed.first.how, fault=deed.first.fault,
    ),
    "followed_up": _say(callbacks.record_follow_up, "spoke_to", "running", "words"),
    "called_back": _say(
        callbacks.record_callback,
        *("spoke_to", "rating", "running", "reason", "better", "response", "skill", "manner"),
    ),
    "flagged": _flagged,
    "closed": _say(tickets.close_ticket, "words"),
    "reopened": _say(tickets.reopen_ticket, "reason", "reopened_for"),
    "cancelled": _say(tickets.cancel_ticket, "reason", "asked_by"),
    "corrected": _corrected,
    "amended": _amended,
    "complaint_judged": _say(
        complaints.judge_complaint, "accepted", "grade", "quality", "words", category="sort"
    ),
    "responsibility_found": _say(
        complaints.record_responsibility, "cause", "department", "person", "cost"
    ),
    "corrective_action": _say(complaints.record_corrective_action, "remedy", "prevention"),
    "order_issued": _order_issued,
    "parts_accepted": _parts_accepted,
    "measured": _say(installations.record_measurement, "point", "value", "tolerance", "within"),
    "defect_reported": _say(
        installations.report_defect,
        *("to", "defect", "remedy", "by_when", "prevents_use", "remedied"),
    ),
    "accepted": _accepted,
    "signed_later": _signed_later,
    "remarked": _say(tickets.add_note, "words"),
}  # fmt: skip
"""By the first event that it writes."""


def _part_of(ledger: Ledger, deed: Deed) -> str:
    log = ledger.read(deed.record).ticket.log
    return str(next(event.part for event in log if event.id == deed.first.of))


# Customers' files


def _opened(ledger: Ledger, deed: Deed) -> object:
    return customers.open_customer_file(ledger, deed.head, deed.typist, another=True)


def _of_machine(action: Callable[..., object], *names: str, **renamed: str) -> Perform:
    def perform(ledger: Ledger, deed: Deed) -> object:
        told = _values(deed.first, names, renamed)
        return action(ledger, deed.first.serial, deed.typist, **told)

    return perform


def _absorbed(ledger: Ledger, deed: Deed) -> object:
    return customer_merges.merge_customers(
        ledger, deed.record, deed.typist, into=deed.first.file, reason=deed.first.reason
    )


CUSTOMERS: dict[str, Perform] = {
    "opened": _opened,
    "confirmed": _say(customers.confirm_customer),
    "contact_added": _say(customers.add_contact, person="contact"),
    "corrected": _say(customers.correct_customer, "field", "reason", value="new"),
    "account_set": _say(customers.set_account, "account", "reason"),
    "contract_set": lambda ledger, deed: contracts.enter_contract(
        ledger, deed.record, deed.first.contract, deed.typist, reason=deed.first.reason
    ),
    "merged_into": _absorbed,
    "remarked": _say(customers.add_remark, "words"),
    "equipment_added": _say(equipment.add_equipment, "machine"),
    "equipment_corrected": _of_machine(equipment.correct_equipment, "field", "reason", value="new"),
    "equipment_moved": _of_machine(equipment.move_equipment, "place", "reason"),
    "equipment_left": _of_machine(equipment.transfer_equipment, "to", "reason"),
}
