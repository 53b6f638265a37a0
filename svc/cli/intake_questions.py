"""What `svc intake` asks for at a terminal of one request: each field that is missing, and what
decides how the customer is served.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions import callers
from svc.actions import intake as actions
from svc.actions.intake_answers import FIELDS, IntakeAnswers
from svc.errors import N_, NotATime, PastTime
from svc.model.service import SUBJECTS
from svc.model.tickets import why_unknown
from svc.rules.ticket.asked import MATTER, asked_fields
from svc.rules.ticket.service import BROUGHT_KINDS
from svc.rules.ticket.service_area import is_possible, zone_of

if TYPE_CHECKING:
    from svc.cli.desk import Desk

NEW = "+"
"""Typed for: none of these."""


def fill_field(desk: Desk, answers: IntakeAnswers, name: str) -> IntakeAnswers:
    """Ask for a field that is missing; if nobody knows it, ask for the reason too."""
    answer = answers.answer_to(name)
    if not answer:
        question = FIELDS[name]
        if name == "symptom":
            question = MATTER.get(answers.kind, question)
        default = answers.phone if name == "mobile" and _is_mobile(answers.phone) else ""
        answer = desk.answer(name, question, default=default)
        if name == "bought":
            answer = desk.taken(FIELDS[name], desk.day_of_purchase, answer)[1]
    if name == "serial":
        answer = serial_meant(desk, answer)
    if why_unknown(answer) == "":
        why = desk.ask(N_("Why is it not known"))
        answer = f"unknown: {why}"
    return answers.with_answer(name, answer)


def serial_meant(desk: Desk, serial: str) -> str:
    """The serial number, or that of a machine on file that passes for it, if it is said to be that
    one: asked about at a terminal, said elsewhere.
    """
    known = callers.machine_alike(desk.ledger(), serial)
    if known is None:
        return serial
    customer, machine = known
    facts = {"serial": machine.serial, "customer": f"{customer.id} {customer.name}"}
    if not desk.at_terminal:
        desk.warn(
            N_(
                "On file is {serial} ({customer}), which looks the same. To look at it: "
                "svc customer show {file}"
            ),
            **facts,
            file=customer.id,
        )
        return serial
    desk.show(desk.words(N_("On file is {serial} ({customer}), which looks the same."), **facts))
    answer = desk.ask(
        N_("Is it that machine? Enter: yes, +: it is another one"), default=machine.serial
    )
    return serial if answer == NEW else machine.serial


def ask_of_service(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """What decides how the customer is served, besides the warranty."""
    if "address" in asked_fields(answers.kind or "repair"):
        answers = _ask_distance(desk, answers)
    return _ask_whether_here(desk, _ask_subject(desk, answers))


def _ask_distance(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """How far the customer is, Enter for inside the service area; then, where the distance and the
    zone can't both be right, which zone it is.
    """
    settings = desk.ledger().settings
    while not answers.zone and not answers.distance:
        answer = desk.ask(
            N_("How many km from the office (0: inside the service area)"), default="0"
        )
        if not (answer.isascii() and answer.isdigit() and len(answer) < 6):
            desk.refuse_answer(N_("{answer} is no whole number of km."), answer=answer)
            continue
        if int(answer) == 0:
            return replace(answers, zone="inside")
        usual = zone_of("", int(answer), settings)
        answers = replace(answers, distance=answer)
        if usual != "far":  # the area is no circle: the clerk knows
            answers = replace(answers, zone=_ask_choice(desk, "zone", ("inside", "near"), usual))
    km = answers.distance
    if answers.zone and km.isdigit() and not is_possible(answers.zone, int(km), settings):
        usual = zone_of("", int(km), settings)
        answers = replace(answers, zone=_ask_choice(desk, "zone", actions.CHOICES["zone"], usual))
        if not is_possible(answers.zone, int(km), settings):  # then the distance is wrong
            return _ask_distance(desk, replace(answers, distance="", zone=""))
    return answers


def _ask_subject(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """What an upgrade or a training is of, which decides who pays."""
    choices = SUBJECTS.get(answers.kind, ())
    if not choices or answers.of:
        return answers
    return replace(answers, of=_ask_choice(desk, "subject", choices, choices[0]))


def _ask_whether_here(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """Whether the customer at the counter has brought the machine."""
    if answers.channel != "walk_in" or answers.machine or answers.mode:
        return answers
    if (answers.kind or "repair") not in BROUGHT_KINDS:
        return answers
    choices = ("here", "elsewhere")
    return replace(answers, machine=_ask_choice(desk, "machine_place", choices, "here"))


def _ask_choice(desk: Desk, group: str, choices: tuple[str, ...], usual: str) -> str:
    """One of a closed set: its number, its code or what the department calls it; Enter for the
    usual one.
    """
    labels = [desk.words.label(group, value) for value in choices]
    listed = "  ".join(f"{number} {label}" for number, label in enumerate(labels, 1))
    question = desk.words(_CHOICE_QUESTIONS[group], choices=listed)
    while True:
        answer = desk.ask(question, default=str(choices.index(usual) + 1))
        for number, (value, label) in enumerate(zip(choices, labels, strict=True), 1):
            if answer in (str(number), value, label):
                return value
        desk.refuse_number(answer, len(choices))


_CHOICE_QUESTIONS: dict[str, str] = {
    "zone": N_("Which zone: {choices}"),
    "subject": N_("What is it of: {choices}"),
    "machine_place": N_("Is the machine here: {choices}"),
}


def ask_urgency(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """Enter for normal; anything else with its reason."""
    choices = actions.CHOICES["urgency"]
    words = {desk.words.label("urgency", value): value for value in choices} | {
        value: value for value in choices
    }
    while answers.urgency not in choices:
        normal = desk.words.label("urgency", "normal")
        answer = desk.ask(
            desk.words(N_("Urgency ({choices})"), choices=list(words)[:3]), default=normal
        )
        answers = replace(answers, urgency=words.get(answer, ""))
        if not answers.urgency:
            desk.refuse_answer(
                N_("{answer} is none of {choices}."), answer=answer, choices=list(words)[:3]
            )
    if answers.urgency != "normal" and not answers.urgency_reason:
        answers = replace(answers, urgency_reason=desk.ask(N_("Why is it urgent")))
    return answers


def with_time(desk: Desk, answers: IntakeAnswers) -> IntakeAnswers:
    """The time that is asked for, where the wish names one."""
    moment = None if answers.asked_for else _asked_for(desk, answers.wishes)
    return answers if moment is None else replace(answers, asked_for=moment.isoformat())


def _asked_for(desk: Desk, wishes: str) -> datetime | None:
    """The time the customer's wish begins with, such as 明天 09:00; None if it names none that is
    to come.
    """
    parts: list[str] = wishes.replace("，", " ").replace(",", " ").split()
    for count in (3, 2, 1):
        if len(parts) >= count:
            with suppress(NotATime, PastTime):
                return desk.ahead(" ".join(parts[:count]))
    return None


def _is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.startswith("1") and phone.isdigit()
