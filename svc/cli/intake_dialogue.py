"""The conversation of `svc intake` at a terminal: who calls, about which machine, what is missing.

Nothing is written and no lock is held while it goes on; Ctrl-C at any question leaves everything as
it was, and what was answered as a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions import callers, customers
from svc.actions import intake as actions
from svc.actions.intake_answers import IntakeAnswers
from svc.cli.intake_questions import (
    NEW,
    ask_of_service,
    ask_urgency,
    fill_field,
    serial_meant,
    with_time,
)
from svc.errors import N_, Damaged
from svc.model.customers import Customer, Equipment, site_of
from svc.model.typed_text import UNKNOWN, as_code
from svc.render.words import printable
from svc.rules.forms import serial_form
from svc.rules.search.customers import CustomerMatch, find_customers
from svc.rules.telephones import why_no_telephone
from svc.rules.ticket.asked import asked_fields

if TYPE_CHECKING:
    from svc.actions.typist import Typist
    from svc.cli.desk import Desk
    from svc.rules.ticket.lifecycle import State

EXACT = 94
"""From this score on a match is a whole number or name, and needs no question when it is the only
one.
"""
_BEFORE_SYMPTOM = (
    "unit",
    "address",
    "phone",
    "contact",
    "mobile",
    "model",
    "specification",
    "serial",
    "bought",
)
Keeping = Callable[..., AbstractContextManager[None]]
"""What keeps answers, and the customer's number, while a block records them."""

SoFar = Callable[[IntakeAnswers, str], None]
"""Is told the answers, and the customer's number, after each of them."""

DialogueEnd = tuple[IntakeAnswers, "callers.Caller | None", bool, bool, str]


def converse(
    desk: Desk,
    answers: IntakeAnswers,
    *,
    typist: Typist,
    customer_id: str = "",
    completes: str = "",
    new_customer: bool = False,
    second: bool = False,
    keeping: Keeping,
    so_far: SoFar,
) -> DialogueEnd | None:
    """Ask for what is missing. Gives the answers, the caller, whether it is a second matter, a
    new customer, and the noted call that it completes.

    None if it was the matter of an open ticket: then the reminder is recorded and told, or the
    answers are kept by `keeping`.
    """
    ledger = desk.ledger()
    caller: callers.Caller | None = None

    def kept(told: IntakeAnswers) -> IntakeAnswers:
        so_far(told, caller.customer.id if caller else customer_id)
        return told

    desk.hint_at_going_back()
    if not new_customer:
        caller, answers = _who(desk, answers, customer_id)
    new_customer = new_customer or caller is None
    if caller is not None:
        kept(answers)
        caller, answers = _with_machine(desk, caller, answers)
        answers = kept(_pick_contact(desk, caller, answers))
        answers = callers.fill_from_file(answers, caller)
    kept(answers)
    kind = answers.kind or "repair"
    asked = asked_fields(kind)
    for name in _BEFORE_SYMPTOM:
        if name in asked:
            answers = kept(fill_field(desk, answers, name))
    answers = kept(ask_of_service(desk, answers))
    customer = caller.customer if caller else None
    if not answers.symptom or not second:
        seen = callers.caller_background(
            ledger, at=typist.happened, answers=answers, customer=customer, kind=kind
        )
        _show_background(desk, seen, caller, answers, typist.happened)
        opened = [state for state in seen.open if state.ticket.id != completes]
        if opened and not second and not completes:
            same = _same_matter(desk, opened)
            if same is not None and same.status != "noted":
                keeping_these = keeping(answers, customer.id if customer else "")
                _take_up(desk, same, answers, typist, keeping_these)
                return None
            completes, answers = _completing(same, answers)
            second = True
    answers = kept(fill_field(desk, answers, "symptom"))
    _show_fitting(desk, answers, customer, typist.happened)
    for name in ("occurred", "wishes"):
        if name in asked:
            answers = kept(fill_field(desk, answers, name))
    answers = ask_urgency(desk, with_time(desk, answers))
    return answers, caller, second or bool(completes), new_customer, completes


# Who and which machine


def _who(
    desk: Desk, answers: IntakeAnswers, customer_id: str
) -> tuple[callers.Caller | None, IntakeAnswers]:
    """The caller, as the options say, else as found by what is typed, None for a new customer; and
    the answers, as what was typed to find a new customer is one.
    """
    ledger = desk.ledger()
    if customer_id or answers.serial or answers.unit or answers.phone:
        found = callers.identify_caller(ledger, answers, customer_id=customer_id)
        if found is not None or answers.unit:
            _show_found(desk, found)
            return found, answers
    broken: list[Damaged] = []
    known = customers.active_customers(ledger, broken)
    for error in broken:
        desk.warn(
            N_("{path} can't be read, so its customer can't be found."),
            path=error.facts.get("path", ""),
        )
    question = N_("Who is calling? Phone, name, pinyin, file or serial number (+: new customer)")
    words = answers.phone or desk.ask(
        question, fitting=lambda text: _lines(desk, find_customers(known, text))
    )
    while words != NEW:
        matches = find_customers(known, words)
        exact = [match for match in matches if match.score >= EXACT]
        if len({match.customer.id for match in exact}) == 1:
            match = exact[0]
            found = callers.Caller(customer=match.customer, machine=match.machine, how=match.why)
            _show_found(desk, found)
            return found, answers
        for line in _lines(desk, matches):
            desk.show(line)
        if matches:
            answer = desk.ask(N_("Which? Number, other words, + for a new customer"), default="1")
        else:
            desk.show(desk.words(N_("No customer matches {words}."), words=words))
            answer = desk.ask(N_("Other words, or + for a new customer"), default=NEW)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(matches):
            match = matches[int(answer) - 1]
            found = callers.Caller(customer=match.customer, machine=match.machine, how=match.why)
            return found, answers
        if answer == NEW:
            answers = _take_as_told(answers, words)
        words = answer
    return None, answers


def _lines(desk: Desk, matches: list[CustomerMatch]) -> list[str]:
    """Numbered: file, name, machine or address, and what fits."""
    lines = []
    for number, match in enumerate(matches, 1):
        about = (
            f"{match.machine.model} {match.machine.serial}"
            if match.machine
            else match.customer.address
        )
        why = desk.words.show(match.why)
        lines.append(
            f"  {number}  {match.customer.id}  {printable(match.customer.name)}  "
            f"{printable(about)}  ({why})"
        )
    return lines


def _take_as_told(answers: IntakeAnswers, words: str) -> IntakeAnswers:
    """What was typed to find a customer that is not there is their phone or name: it is not asked
    again.
    """
    number = as_code(words)
    if not why_no_telephone(number) and not any(map(str.isalpha, number)):
        return answers.filled_up({"phone": number})
    if any("\u4e00" <= char <= "\u9fff" for char in words):
        return answers.filled_up({"unit": words})
    return answers


def _show_found(desk: Desk, found: callers.Caller | None) -> None:
    if found is None:
        return
    customer = found.customer
    desk.show(
        f"{customer.id}  {printable(customer.name)}  {printable(customer.address)}  "
        f"{printable(customer.phone)}  ({desk.words.show(found.how)})",
    )


def _with_machine(
    desk: Desk, caller: callers.Caller, answers: IntakeAnswers
) -> tuple[callers.Caller, IntakeAnswers]:
    """Which machine it is about: the one that was typed, else asked for; a serial number that is
    new is an answer.
    """
    machines = caller.customer.equipment
    if caller.machine is not None:
        _show_machine(desk, caller.customer, caller.machine)
        return caller, answers
    if answers.serial or not machines:
        return replace(caller, machine=callers.machine_of(caller.customer, answers.serial)), answers
    for number, machine in enumerate(machines, 1):
        desk.show(
            "  ".join(
                (
                    "",
                    str(number),
                    printable(machine.model),
                    printable(machine.serial),
                    printable(machine.place),
                )
            ).rstrip(),
        )
    while True:
        answer = desk.ask(
            N_("Which machine? Number, serial number, + for another one"), default="1"
        )
        if answer == NEW:
            return caller, answers
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(machines):
            chosen = machines[int(answer) - 1]
        else:
            typed = serial_form(answer)
            fits = [m for m in machines if typed and typed in serial_form(m.serial)]
            if len(fits) > 1:
                desk.refuse_answer(N_("{answer} fits several of them."), answer=answer)
                continue
            if not fits and not any(char.isascii() and char.isalnum() for char in answer):
                # words that belong to the next question
                desk.refuse_answer(N_("{answer} is no serial number."), answer=answer)
                continue
            if not fits:
                return caller, replace(answers, serial=serial_meant(desk, as_code(answer)))
            chosen = fits[0]
        _show_machine(desk, caller.customer, chosen)
        return replace(caller, machine=chosen), answers


def _show_machine(desk: Desk, customer: Customer, machine: Equipment) -> None:
    site = site_of(customer, machine)
    known = [machine.model, machine.specification, machine.serial, machine.place]
    known += [site.name, site.address] if site is not None else []
    desk.show("  ".join(printable(text) for text in known if text))


def _pick_contact(desk: Desk, caller: callers.Caller, answers: IntakeAnswers) -> IntakeAnswers:
    """Who to speak to where the machine is, of those on file; another name is taken, and its
    number asked.
    """
    there = callers.contacts_at(caller.customer, caller.machine)
    if answers.contact or answers.mobile or not there:
        return answers
    for number, contact in enumerate(there, 1):
        desk.show(
            "  ".join(
                (
                    "",
                    str(number),
                    printable(contact.name),
                    printable(contact.mobile),
                    printable(contact.job),
                )
            ).rstrip(),
        )
    numbered = {str(number): each for number, each in enumerate(there, 1)}
    while True:
        answer = desk.ask(N_("Contact person? Number, or another name"), default="1")
        if not answer.isdecimal() or answer in numbered:
            break
        desk.refuse_number(answer, len(numbered))
    by_name = {each.name: each for each in there}
    chosen = numbered.get(answer) or by_name.get(answer)
    if chosen is None:
        return replace(answers, contact=answer)
    return replace(answers, contact=chosen.name).filled_up({"mobile": chosen.mobile})


# What is known of it


def _show_background(
    desk: Desk,
    seen: callers.Background,
    caller: callers.Caller | None,
    answers: IntakeAnswers,
    at: datetime,
) -> None:
    """Warranty and service mode with the reason, earlier repairs of the machine."""
    words = desk.words
    machine = caller.machine if caller else None
    bought = UNKNOWN if callers.is_unknown(answers.bought) else answers.bought
    if "bought" in asked_fields(answers.kind or "repair"):
        judged = actions.judge_warranty(desk.ledger(), bought, machine, at, answers.model)
        row = actions.choose_service(
            desk.ledger(),
            actions.Request(
                office=answers.office,
                answers=answers,
                kind=answers.kind or "repair",
                of=answers.of,
                is_here=answers.machine != "elsewhere",
                channel=answers.channel or "phone",
                mode=answers.mode,
                contract=answers.contract,
                caller=caller,
            ),
            judged,
            at,
        )
        desk.show(
            words(
                N_("{label}: {value}"),
                label=words.label("verdict", judged["verdict"]),
                value=judged["reason"],
            )
            + f"  → {words.label('mode', row.mode)}",
        )
    for state in seen.earlier[:5]:
        found = state.visits[-1].found if state.visits else state.current.symptom
        desk.show(
            words(
                N_("Earlier: {ticket}, {received}: {symptom}; found: {found}"),
                ticket=state.ticket.id,
                received=state.ticket.received.date(),
                symptom=state.current.symptom.strip(),
                found=found.strip(),
            ),
        )
    if seen.broken:
        desk.warn(
            N_("Tickets that can't be read and were skipped: {count}. See: svc check"),
            count=len(seen.broken),
        )


def _show_fitting(
    desk: Desk, answers: IntakeAnswers, customer: Customer | None, at: datetime
) -> None:
    """Known faults that fit the symptom; whether it is a repeated repair."""
    from svc.render.knowledge import fit_lines

    kind = answers.kind or "repair"
    seen = callers.caller_background(
        desk.ledger(), at=at, answers=answers, customer=customer, kind=kind
    )
    for line in fit_lines(seen.knowledge, desk.words):
        desk.show(line)
    if seen.repeat is not None:
        desk.show(
            desk.words(
                N_(
                    "Attention: repair number {times} of this machine; the same fault before: "
                    "{earlier}"
                ),
                times=seen.repeat.times,
                earlier=seen.repeat.same_fault or "—",
            ),
        )
    _show_own_warranty(desk, seen)


def _show_own_warranty(desk: Desk, seen: callers.Background) -> None:
    """Which parts and repairs are under a warranty of their own."""
    if not seen.under_warranty:
        return
    from svc.actions.own_warranty import warranty_notices

    for notice in warranty_notices(desk.ledger(), seen.under_warranty, []):
        desk.show(desk.words(notice.says, **notice.facts))


def _same_matter(desk: Desk, opened: list[State]) -> State | None:
    """The open ticket this call is about; None if it is another matter."""
    words = desk.words
    for number, state in enumerate(opened, 1):
        ticket = state.current
        symptom = ticket.symptom.strip() or (state.noted.words if state.noted else "")
        model = printable(ticket.equipment.model) if ticket.equipment else ""
        desk.show(
            f"  {number}  {ticket.id}  [{words.label('status', state.status)}]  "
            f"{model}  {printable(symptom)}",
        )
    question = N_(
        "Is it one of these? Type its number (no second ticket), or + for a different matter"
    )
    while True:
        answer = desk.ask(question, default=NEW)
        if answer == NEW:
            return None
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(opened):
            return opened[int(answer) - 1]
        desk.refuse_answer(
            N_("{answer} is none of them. Type a number from 1 to {most}, or +."),
            answer=answer,
            most=len(opened),
        )


def _completing(noted: State | None, answers: IntakeAnswers) -> tuple[str, IntakeAnswers]:
    """The noted call that the answers complete, empty if there is none, and what was noted put
    where nothing was told.
    """
    if noted is None or noted.noted is None:
        return "", answers
    return noted.ticket.id, answers.filled_up({"symptom": noted.noted.words})


def _take_up(
    desk: Desk,
    state: State,
    answers: IntakeAnswers,
    typist: Typist,
    keeping: AbstractContextManager[None],
) -> None:
    """The customer called again: a reminder; a ticket whose work had ended is opened again."""
    from svc.actions import tickets
    from svc.cli.shared import tell_result

    if state.status in ("done", "called_back"):
        reason = desk.ask(N_("What is wrong this time"))
        with keeping:
            done = tickets.reopen_ticket(desk.ledger(), state.ticket.id, typist, reason=reason)
        tell_result(desk, done)
        return
    with keeping:
        done = tickets.record_reminder(
            desk.ledger(), state.ticket.id, typist, caller=answers.contact
        )
    tell_result(desk, done)
    desk.say(N_("Further calls from the customer about it: {times}."), times=done.state.reminders)


def call_again(
    desk: Desk,
    opened: list[State],
    typist: Typist,
    name: str,
    words: str,
    keeping: AbstractContextManager[None],
) -> bool:
    """Offer the open tickets to which a call that is to be noted may belong: its words join the one
    that is chosen. False: it is another matter.
    """
    from svc.actions import tickets
    from svc.cli.shared import tell_result

    same = _same_matter(desk, opened)
    if same is None:
        return False
    with keeping:
        done = tickets.record_reminder(
            desk.ledger(), same.ticket.id, typist, caller=name, words=words
        )
    tell_result(desk, done)
    return True
