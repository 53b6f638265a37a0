"""The conversation of `svc intake` at a terminal: who calls, about which machine, what is missing.

Nothing is written and no lock is held while it goes on; Ctrl-C at any question leaves everything as
it was.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from svc.actions import callers, customers
from svc.actions import intake as actions
from svc.cli.typeahead import ask_while_typing
from svc.errors import N_, Damaged
from svc.model.customers import Customer, Equipment
from svc.model.tickets import UNKNOWN, why_unknown
from svc.render.words import plain
from svc.rules.forms import serial_form
from svc.rules.search.customers import Match, find_customers

if TYPE_CHECKING:
    from svc.actions.recording import Typist
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
_NEW = "+"

DialogueEnd = tuple[dict[str, str], "callers.Caller | None", bool, bool]


def converse(
    desk: Desk,
    told: dict[str, str],
    *,
    typist: Typist,
    file: str = "",
    completes: str = "",
    new_customer: bool = False,
    second: bool = False,
) -> DialogueEnd | None:
    """Ask for what is missing. Gives what was told, the caller, whether it is a second matter, a
    new customer.

    None if it was the matter of an open ticket: then the reminder is recorded and told.
    """
    ledger = desk.ledger()
    caller = None if new_customer else _who(desk, told, file)
    new_customer = new_customer or caller is None
    if caller is not None:
        caller = _with_machine(desk, caller, told)
        told = callers.filled(told, caller)
        _pick_contact(desk, caller.customer, told)
    for name in _BEFORE_SYMPTOM:
        _fill(desk, told, name)
    if caller is None:
        _ask_distance(desk, told)
    kind = told.get("kind") or "repair"
    customer = caller.customer if caller else None
    if not told.get("symptom") or not second:
        seen = callers.background(
            ledger, at=typist.happened, told=told, customer=customer, kind=kind
        )
        _show_background(desk, seen, caller, told, typist.happened)
        opened = [state for state in seen.open if state.ticket.id != completes]
        if opened and not second and not completes:
            same = _same_matter(desk, opened)
            if same is not None:
                _take_up(desk, same, told, typist)
                return None
            second = True
    _fill(desk, told, "symptom")
    _show_fitting(desk, told, customer, typist.happened)
    for name in ("occurred", "wishes"):
        _fill(desk, told, name)
    if "asked_for" not in told:
        moment = _asked_for(desk, told["wishes"])
        if moment is not None:
            told["asked_for"] = moment.isoformat()
    _ask_urgency(desk, told)
    return told, caller, second or bool(completes), new_customer


# Who and which machine


def _who(desk: Desk, told: dict[str, str], file: str) -> callers.Caller | None:
    """The caller: as the options say, else as found by what is typed; None for a new customer."""
    ledger = desk.ledger()
    if file or any(told.get(name) for name in ("serial", "unit", "phone")):
        found = callers.identify(ledger, told, file=file)
        if found is not None or told.get("unit"):
            _show_found(desk, found)
            return found
    broken: list[Damaged] = []
    known = customers.active(ledger, broken)
    for error in broken:
        desk.warn(
            N_("{path} can't be read; its customer is not found here."),
            path=error.facts.get("path", ""),
        )
    question = N_("Who calls? Phone, name, pinyin, file or serial number (+: new customer)")
    words = told.get("phone") or ask_while_typing(
        desk, question, lambda text: _lines(desk, find_customers(known, text))
    )
    while words != _NEW:
        matches = find_customers(known, words)
        exact = [match for match in matches if match.score >= EXACT]
        if len({match.customer.id for match in exact}) == 1:
            match = exact[0]
            found = callers.Caller(customer=match.customer, machine=match.machine, how=match.why)
            _show_found(desk, found)
            return found
        for line in _lines(desk, matches):
            show(desk, line)
        if matches:
            answer = desk.ask(N_("Which? Number, other words, + for a new customer"), default="1")
        else:
            show(desk, desk.words(N_("No customer fits {words}."), words=words))
            answer = desk.ask(N_("Other words, or + for a new customer"), default=_NEW)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(matches):
            match = matches[int(answer) - 1]
            return callers.Caller(customer=match.customer, machine=match.machine, how=match.why)
        if answer == _NEW:
            _take_as_told(told, words)
        words = answer
    return None


def _lines(desk: Desk, matches: list[Match]) -> list[str]:
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
            f"  {number}  {match.customer.id}  {plain(match.customer.name)}  {plain(about)}  "
            f"({why})"
        )
    return lines


def _take_as_told(told: dict[str, str], words: str) -> None:
    """What was typed to find a customer that is not there is their phone or name: it is not asked
    again.
    """
    digits = sum(char.isdecimal() for char in words)
    if digits >= 7 and digits >= len(words) - 4:
        told.setdefault("phone", words)
    elif any("\u4e00" <= char <= "\u9fff" for char in words):
        told.setdefault("unit", words)


def _show_found(desk: Desk, found: callers.Caller | None) -> None:
    if found is None:
        return
    customer = found.customer
    show(
        desk,
        f"{customer.id}  {plain(customer.name)}  {plain(customer.address)}  {plain(customer.phone)}"
        f"  ({desk.words.show(found.how)})",
    )


def _with_machine(desk: Desk, caller: callers.Caller, told: dict[str, str]) -> callers.Caller:
    """Which machine it is about: the one that was typed, else asked for; a serial number that is
    new is taken.
    """
    machines = caller.customer.equipment
    if caller.machine is not None:
        _show_machine(desk, caller.machine)
        return caller
    if told.get("serial") or not machines:
        machine = callers.machine_of(caller.customer, told.get("serial", ""))
        return callers.Caller(customer=caller.customer, machine=machine, how=caller.how)
    for number, machine in enumerate(machines, 1):
        show(
            desk,
            "  ".join(
                ("", str(number), plain(machine.model), plain(machine.serial), plain(machine.place))
            ).rstrip(),
        )
    while True:
        answer = desk.ask(
            N_("Which machine? Number, serial number, + for another one"), default="1"
        )
        if answer == _NEW:
            return callers.Caller(customer=caller.customer, how=caller.how)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(machines):
            chosen = machines[int(answer) - 1]
        else:
            typed = serial_form(answer)
            fits = [m for m in machines if typed and typed in serial_form(m.serial)]
            if len(fits) > 1:
                continue
            if not fits and not any(char.isascii() and char.isalnum() for char in answer):
                continue  # words that belong to the next question
            if not fits:
                told["serial"] = answer
                return callers.Caller(customer=caller.customer, how=caller.how)
            chosen = fits[0]
        _show_machine(desk, chosen)
        return callers.Caller(customer=caller.customer, machine=chosen, how=caller.how)


def _show_machine(desk: Desk, machine: Equipment) -> None:
    known = (machine.model, machine.specification, machine.serial, machine.place)
    show(desk, "  ".join(plain(text) for text in known if text))


def _pick_contact(desk: Desk, customer: Customer, told: dict[str, str]) -> None:
    """Whom to speak to, where the file has several; another name is taken, and its number asked."""
    if told.get("contact") or len(customer.contacts) < 2:
        return
    for number, contact in enumerate(customer.contacts, 1):
        show(
            desk,
            "  ".join(
                ("", str(number), plain(contact.name), plain(contact.mobile), plain(contact.job))
            ).rstrip(),
        )
    answer = desk.ask(N_("Contact person? Number, or another name"), default="1")
    chosen = next(
        (c for n, c in enumerate(customer.contacts, 1) if answer in (str(n), c.name)), None
    )
    told["contact"] = chosen.name if chosen else answer
    if chosen is not None:
        told.setdefault("mobile", chosen.mobile)


# What is known of it


def _show_background(
    desk: Desk,
    seen: callers.Background,
    caller: callers.Caller | None,
    told: dict[str, str],
    at: datetime,
) -> None:
    """Warranty and service mode with the reason, earlier repairs of the machine."""
    words = desk.words
    machine = caller.machine if caller else None
    bought = UNKNOWN if callers.is_unknown(told["bought"]) else told["bought"]
    judged, mode = actions.judge_warranty(
        desk.ledger(), told.get("kind") or "repair", bought, machine, at
    )
    show(
        desk,
        words(
            N_("{label}: {value}"),
            label=words.label("verdict", judged["verdict"]),
            value=judged["reason"],
        )
        + f"  → {words.label('mode', told.get('mode') or mode)}",
    )
    for state in seen.earlier[:5]:
        found = state.visits[-1].found if state.visits else state.current.symptom
        show(
            desk,
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
            N_("{count} tickets can't be read and were not looked at: svc check"),
            count=len(seen.broken),
        )


def _show_fitting(
    desk: Desk, told: dict[str, str], customer: Customer | None, at: datetime
) -> None:
    """Known faults that fit the symptom; whether it is a repeated repair."""
    from svc.render.knowledge import fit_lines

    kind = told.get("kind") or "repair"
    seen = callers.background(desk.ledger(), at=at, told=told, customer=customer, kind=kind)
    for line in fit_lines(seen.knowledge, desk.words):
        show(desk, line)
    if seen.repeat is not None:
        show(
            desk,
            desk.words(
                N_("Attention: number {times} of this machine; the same fault: {earlier}"),
                times=seen.repeat.times,
                earlier=seen.repeat.same_fault or "—",
            ),
        )


def _same_matter(desk: Desk, opened: list[State]) -> State | None:
    """The open ticket this call is about; None if it is another matter."""
    words = desk.words
    for number, state in enumerate(opened, 1):
        ticket = state.current
        symptom = ticket.symptom.strip() or (state.noted.words if state.noted else "")
        show(
            desk,
            f"  {number}  {ticket.id}  [{words.label('status', state.status)}]  "
            f"{plain(ticket.equipment.model) if ticket.equipment else ''}  {plain(symptom)}",
        )
    question = N_(
        "Is it one of these matters? Its number: no second ticket; +: it is another matter"
    )
    while True:
        answer = desk.ask(question, default=_NEW)
        if answer == _NEW:
            return None
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(opened):
            return opened[int(answer) - 1]


def _take_up(desk: Desk, state: State, told: dict[str, str], typist: Typist) -> None:
    """The customer called again: a reminder; a ticket whose work had ended is opened again; a note
    is completed.
    """
    from svc.actions import tickets
    from svc.cli.shared import tell

    if state.status == "noted":
        desk.say(
            N_("It was only noted so far. To complete it: svc intake {ticket}"),
            ticket=state.ticket.id,
        )
        return
    if state.status in ("done", "called_back"):
        reason = desk.ask(N_("What is wrong again"))
        tell(desk, tickets.reopen(desk.ledger(), state.ticket.id, typist, reason=reason))
        return
    done = tickets.remind(desk.ledger(), state.ticket.id, typist, caller=told.get("contact", ""))
    tell(desk, done)
    desk.say(N_("The customer has called {times} times more for it."), times=done.state.reminders)


# What is missing


def _fill(desk: Desk, told: dict[str, str], name: str) -> None:
    """Ask for a field that is not told; of what nobody knows, the reason too."""
    if not told.get(name):
        default = (
            told.get("phone", "") if name == "mobile" and _is_mobile(told.get("phone", "")) else ""
        )
        told[name] = desk.ask(actions.FIELDS[name], default=default)
    if why_unknown(told[name]) == "":
        why = desk.ask(N_("Why is it not known"))
        told[name] = f"unknown: {why}"


def _ask_distance(desk: Desk, told: dict[str, str]) -> None:
    """How far a new customer is; Enter for inside the service area."""
    while not told.get("zone") and not told.get("distance"):
        answer = desk.ask(
            N_("How many km from the office (0: inside the service area)"), default="0"
        )
        if answer.isascii() and answer.isdigit() and len(answer) < 6:
            if int(answer) == 0:
                told["zone"] = "inside"
            else:
                told["distance"] = answer


def _ask_urgency(desk: Desk, told: dict[str, str]) -> None:
    """Enter for normal; anything else with its reason."""
    choices = actions.CHOICES["urgency"]
    words = {desk.words.label("urgency", value): value for value in choices} | {
        value: value for value in choices
    }
    while told.get("urgency", "") not in choices:
        normal = desk.words.label("urgency", "normal")
        answer = desk.ask(
            desk.words(N_("Urgency ({choices})"), choices=list(words)[:3]), default=normal
        )
        told["urgency"] = words.get(answer, "")
    if told["urgency"] != "normal" and not told.get("urgency_reason"):
        told["urgency_reason"] = desk.ask(N_("Why is it urgent"))


def _asked_for(desk: Desk, wishes: str) -> datetime | None:
    """The time the customer's wish begins with, such as 明天 09:00; None if it names none that is
    to come.
    """
    parts: list[str] = wishes.replace("，", " ").replace(",", " ").split()
    for count in (2, 1):
        text = " ".join(parts[:count])
        moment = _moment(desk, text) if len(parts) >= count else None
        if moment is not None and moment > desk.now:
            return moment
    return None


def _moment(desk: Desk, text: str) -> datetime | None:
    from svc.errors import NotATime

    try:
        return desk.moment(text)
    except NotATime:
        return None


def _is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.startswith("1") and phone.isdigit()


def show(desk: Desk, line: str) -> None:
    """Show a line at once, between two questions."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
