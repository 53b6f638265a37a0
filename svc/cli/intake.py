"""`svc intake`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from svc.actions import callers, drafts
from svc.actions import intake as actions
from svc.actions.intake_answers import IntakeAnswers
from svc.cli import intake_drafts
from svc.cli.desk import Desk
from svc.cli.intake_requests import as_read, holds_many, request_of, with_times_read
from svc.cli.shared import AgainOption, AllowOption, AtOption, office_code, tell_result
from svc.errors import (
    N_,
    CannotReadFile,
    CannotUseFile,
    Damaged,
    NoteNeedsBoth,
    Phrase,
    system_reason,
)
from svc.render.words import Words

if TYPE_CHECKING:
    from svc.actions.typist import TicketResult, Typist

LONGEST_REQUEST = 8_000_000  # bytes; of what never ends (a device, a pipe) no more is read


def intake(
    ctx: typer.Context,
    ticket: Annotated[
        str, typer.Argument(metavar="[TICKET]", help=N_("The noted call to complete."))
    ] = "",
    from_: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FILE|-",
            help=N_(
                "Read the request from a YAML file, or many from a table or JSON lines; - is stdin."
            ),
        ),
    ] = "",
    mapped: Annotated[
        list[str],
        typer.Option(
            "--map",
            metavar="HEAD=FIELD",
            help=N_("Of a table: which field a column is; HEAD=- leaves it out; repeatable."),
        ),
    ] = [],
    go: Annotated[
        bool, typer.Option("--go", help=N_("Of a table: record it; else it is only shown."))
    ] = False,
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("The office; default: yours."))
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="|".join(actions.CHOICES["kind"]), help=N_("What kind of request.")
        ),
    ] = "",
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="|".join(actions.CHOICES["of"]),
            help=N_("What an upgrade or a training is of."),
        ),
    ] = "",
    machine: Annotated[
        str,
        typer.Option(
            "--machine",
            metavar="here|elsewhere",
            help=N_("Of a walk-in: whether the machine was brought; default: here."),
        ),
    ] = "",
    channel: Annotated[
        str,
        typer.Option(
            "--channel",
            metavar="|".join(actions.CHOICES["channel"]),
            help=N_("How the request came in."),
        ),
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help=N_("Customer unit."))] = "",
    address: Annotated[str, typer.Option("--address", help=N_("Address."))] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="PHONE", help=N_("Phone."))] = "",
    contact: Annotated[str, typer.Option("--contact", help=N_("Contact person."))] = "",
    mobile: Annotated[
        str, typer.Option("--mobile", metavar="PHONE", help=N_("Contact's mobile."))
    ] = "",
    model: Annotated[str, typer.Option("--model", help=N_("Product model."))] = "",
    specification: Annotated[str, typer.Option("--specification", help=N_("Specification."))] = "",
    serial: Annotated[
        str, typer.Option("--serial", metavar="SERIAL", help=N_("Serial number."))
    ] = "",
    bought: Annotated[
        str, typer.Option("--bought", metavar="DAY", help=N_("Day of purchase or time in use."))
    ] = "",
    symptom: Annotated[str, typer.Option("--symptom", help=N_("Symptom."))] = "",
    occurred: Annotated[str, typer.Option("--occurred", help=N_("When it occurred."))] = "",
    wishes: Annotated[str, typer.Option("--wishes", help=N_("What the customer asks for."))] = "",
    asked_for: Annotated[
        str,
        typer.Option(
            "--asked-for", metavar="TIME", help=N_("The visit time the customer asked for.")
        ),
    ] = "",
    urgency: Annotated[
        str,
        typer.Option(
            "--urgency", metavar="|".join(actions.CHOICES["urgency"]), help=N_("How urgent it is.")
        ),
    ] = "",
    urgency_reason: Annotated[
        str, typer.Option("--urgency-reason", metavar="REASON", help=N_("Why it is urgent."))
    ] = "",
    mode: Annotated[
        str,
        typer.Option(
            "--mode",
            metavar="|".join(actions.CHOICES["mode"]),
            help=N_("Service mode; default: by the warranty."),
        ),
    ] = "",
    zone: Annotated[
        str,
        typer.Option(
            "--zone",
            metavar="|".join(actions.CHOICES["zone"]),
            help=N_("Inside the service area, near it, or far."),
        ),
    ] = "",
    distance: Annotated[
        str, typer.Option("--distance", metavar="KM", help=N_("Distance from the office."))
    ] = "",
    contract: Annotated[
        str, typer.Option("--contract", help=N_("The contract, such as 24x7."))
    ] = "",
    customer: Annotated[
        str,
        typer.Option(
            "--customer", metavar="CUSTOMER", help=N_("The customer's file, such as SZ-A0031.")
        ),
    ] = "",
    new_customer: Annotated[
        bool,
        typer.Option(
            "--new-customer", help=N_("Open a new file, even if an existing one matches.")
        ),
    ] = False,
    second: Annotated[
        bool,
        typer.Option(
            "--second", help=N_("A different matter from the open ticket on the machine.")
        ),
    ] = False,
    note: Annotated[
        tuple[str, str],
        typer.Option(
            "--note",
            metavar="NAME PHONE",
            help=N_("Only note who called; a clerk calls back at once."),
        ),
    ] = ("", ""),
    words: Annotated[
        str, typer.Option("--words", help=N_("With --note: what the caller said."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take a request down, completely, while the customer is on the line. What nobody knows:
    unknown: REASON.
    """
    desk: Desk = ctx.obj
    options = IntakeAnswers(
        unit=unit,
        address=address,
        phone=phone,
        contact=contact,
        mobile=mobile,
        model=model,
        specification=specification,
        serial=serial,
        bought=bought,
        symptom=symptom,
        occurred=occurred,
        wishes=wishes,
        kind=kind,
        of=of,
        machine=machine,
        channel=channel,
        urgency=urgency,
        urgency_reason=urgency_reason,
        mode=mode,
        zone=zone,
        distance=distance,
        contract=contract,
        office=office,
        asked_for=asked_for,
    )
    if any(note):
        if not all(part.strip() for part in note):
            raise NoteNeedsBoth()
        options = replace(options, phone=note[1])
    typed = drafts.Typed(
        answers=options,
        customer=customer,
        ticket=ticket,
        second=second,
        new_customer=new_customer,
        at=at,
        note=note[0],
        words=words,
    )
    own_draft = None
    if from_:
        data = _bytes_of(from_)
        own_draft = drafts.draft_at(desk.ledger(), from_)
        if holds_many(from_, data):
            from svc.cli.intake_many import take_down_all

            take_down_all(desk, from_, data, typed, mapped, go=go)
            return
        typed = typed.filled_up(as_read(desk, _from_file(from_, data)))
    typed = with_times_read(desk, typed)
    taken_up = (
        [] if from_ == "-" and desk.at_terminal else intake_drafts.offered(desk, typed, own_draft)
    )
    for draft in taken_up:
        _record(desk, draft.typed, draft, again=again, allow=allow, ask=desk.at_terminal)
    if not (taken_up and typed.is_empty):
        ask = from_ != "-" and desk.at_terminal
        _record(desk, typed, own_draft, again=again, allow=allow, ask=ask)


def _record(
    desk: Desk,
    typed: drafts.Typed,
    draft: drafts.IntakeDraft | None,
    *,
    again: bool,
    allow: str,
    ask: bool,
) -> None:
    """Record one request, or keep it; what is missing is asked for, or named."""
    ledger = desk.ledger()
    typist = desk.typist(typed.at or None, again, allow)
    keeper = intake_drafts.Keeper(desk, typist, typed, draft)
    own_office = ledger.person(typist.by).office or ledger.settings.default_office
    if typed.note:
        _note(
            desk,
            typist,
            keeper,
            typed,
            office=office_code(ledger, typed.answers.office) or own_office,
            ask=ask,
        )
        return
    answers, ticket = typed.answers, typed.ticket
    if answers.serial:
        from svc.cli.intake_questions import serial_meant

        answers = replace(answers, serial=serial_meant(desk, answers.serial))
    new_customer, second = typed.new_customer, typed.second
    if ticket:
        ticket, answers = _noted(desk, ticket, answers)
    if ask:
        from svc.cli.intake_dialogue import converse

        ended = keeper.conversing(
            lambda so_far: converse(
                desk,
                answers,
                typist=typist,
                customer_id=typed.customer,
                completes=ticket,
                new_customer=new_customer,
                second=second,
                keeping=keeper.keeping,
                so_far=so_far,
            )
        )
        if ended is None:  # it was the same matter, and a reminder is recorded
            return
        answers, caller, second, new_customer, ticket = ended
        to_keep = answers
    else:
        to_keep = answers
        caller = (
            None
            if new_customer
            else callers.identify_caller(ledger, answers, customer_id=typed.customer)
        )
        if caller is not None:  # what is missing then, the action names at once
            answers = callers.fill_from_file(answers, caller)
    request = request_of(
        desk,
        replace(typed, ticket=ticket, second=second, new_customer=new_customer),
        answers,
        caller,
        own_office,
    )
    # The reason of the verdict stays in the record, so it is said in the ledger's language.
    language = Words(ledger.settings.language, ledger.settings.labels)
    customer = caller.customer.id if ask and caller else ""
    with keeper.keeping(to_keep, customer, second=second, new=new_customer):
        done = actions.take_down(ledger, request, typist, language.show)
    tell_result(desk, done)
    if not desk.json and not done.repeated:
        _end(desk, done, typist.by, known=not ask)


def _end(desk: Desk, done: TicketResult, by: str, *, known: bool) -> None:
    """What was promised, with its times; known faults, if they were not shown before; the phrase to
    say.
    """
    from svc.render.phrases import saying_lines
    from svc.render.tickets import promise_line, service_line
    from svc.rules import phrases

    ledger, words = desk.ledger(), desk.words
    machine = done.ticket.equipment
    assert machine is not None  # intake is complete
    desk.out(service_line(done.state, words))
    for held in done.promises:
        if held.is_open:
            desk.out(promise_line(held, words, desk.now))
    if known:
        from svc.actions.knowledge import fitting_entries
        from svc.render.knowledge import fit_lines

        for line in fit_lines(
            fitting_entries(ledger, done.ticket.symptom, machine.model, []), words
        ):
            desk.out(line)
    said = phrases.phrases_for_step(
        done.state,
        "intake",
        settings=ledger.settings,
        staff=ledger.staff,
        promises=done.promises,
        me=ledger.person(by),
    )
    for line in saying_lines(said, words) if said else ():
        desk.out(line)


def _note(
    desk: Desk,
    typist: Typist,
    keeper: intake_drafts.Keeper,
    typed: drafts.Typed,
    *,
    office: str,
    ask: bool,
) -> None:
    from svc.cli.intake_dialogue import call_again

    ledger = desk.ledger()
    phone, second = typed.answers.phone, typed.second
    opened = callers.open_for_number(ledger, phone, typist.happened)
    if ask and opened and not second:
        keeping = keeper.keeping(typed.answers)
        if call_again(desk, opened, typist, typed.note, typed.words, keeping):
            return
        second = True
    with keeper.keeping(typed.answers):
        done = actions.note_call(
            ledger,
            typist,
            office=office,
            name=typed.note,
            phone=phone,
            words=typed.words,
            channel=typed.answers.channel or "phone",
            second=second,
        )
    tell_result(desk, done)
    if desk.json or done.repeated:
        return
    for state in opened:
        if state.ticket.id != done.ticket.id:
            desk.say(
                N_("This number has an open ticket: {command}"), command=callers.command_for(state)
            )
    desk.say(N_("To complete it while you call back: svc intake {ticket}"), ticket=done.ticket.id)


def _noted(desk: Desk, ticket: str, answers: IntakeAnswers) -> tuple[str, IntakeAnswers]:
    """The number of a noted call, and the answers with what was noted. Raises ImpossibleStep if it
    is complete already.
    """
    record = desk.ledger().read(ticket)
    state = record.state
    first = state.noted
    if first is None:
        from svc.rules.ticket.steps import impossible_step

        raise impossible_step(state, "received")
    noted = {"phone": first.phone, "contact": first.name, "symptom": first.words}
    return record.ticket.id, answers.filled_up(noted)


def _bytes_of(name: str) -> bytes:
    """What a file holds, or what is piped in. Raises CannotReadFile."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LONGEST_REQUEST + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(LONGEST_REQUEST + 1)
    except OSError as failed:
        raise CannotReadFile(path=name, reason=system_reason(failed)) from None
    if len(data) > LONGEST_REQUEST:
        raise CannotReadFile(path=name, reason=Phrase(N_("too long for a request")))
    return data


def _from_file(name: str, data: bytes) -> drafts.Typed:
    """What a YAML file tells. Raises CannotUseFile, UnknownFields, FieldsNotText."""
    try:
        return drafts.read_request(data, name)[0]
    except Damaged as broken:  # no record is: it is a file that was handed in
        raise CannotUseFile(path=name, line=broken.facts["line"], problem=broken) from None
