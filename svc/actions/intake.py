"""Intake (受理): a request becomes a ticket, complete, at the moment of the call (S0 2.2.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import callers, customers
from svc.actions.customer_file_of_ticket import (
    add_machine_to_file,
    file_for_ticket,
    files_since,
    name_phone_of_another,
)
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    N_,
    CustomerOutside,
    MissingFields,
    MissingReasons,
    Notice,
    NotOneOf,
    Phrase,
    RepeatedRepair,
    SameMatter,
)
from svc.model import events as ev
from svc.model.customers import Equipment
from svc.model.ids import TicketId
from svc.model.settings import PolicyChoice
from svc.model.tickets import (
    UNKNOWN,
    Terms,
    Ticket,
    TicketCustomer,
    TicketEquipment,
    TicketKind,
    Unknown,
    Warranty,
    why_unknown,
)
from svc.rules.ticket import warranty
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger
from svc.store.recording import Recording

if TYPE_CHECKING:
    from svc.model.data import Data

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(TicketKind),
    "channel": ("phone", "wechat", "email", "letter", "web", "walk_in", "on_site", "internal"),
    "urgency": ("normal", "urgent", "critical"),
    "mode": ("phone", "visit", "walk_in", "paid"),
    "zone": ("inside", "near", "far"),
}


class Request(Struct, frozen=True, kw_only=True):
    """What the caller said, as typed; every field of FIELDS is filled, `unknown: REASON` where
    nobody knows.
    """

    office: str
    answers: IntakeAnswers
    kind: str = "repair"
    channel: str = "phone"
    urgency: str = "normal"
    urgency_reason: str = ""
    mode: str = ""  # empty: as the warranty has it
    zone: str = ""  # empty: as the distance has it
    distance_km: int | None = None
    contract: str = ""
    asked_for: datetime | None = None
    caller: callers.Caller | None = None  # the file that was found; None: looked for once more
    new_customer: bool = False  # whatever file may fit, this is another customer
    second: bool = False  # another matter than the open tickets on the machine
    completes: str = ""  # the noted call that this request completes


def take_down(
    ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]
) -> TicketResult:
    """Take a request down as a new ticket of this desk, or as the rest of a noted call.

    A customer without a file gets one, and a machine the file lacks is added to it, in the same
    commit. `say` puts the warranty's reason into the ledger's language. Raises MissingFields,
    MissingReasons, NotOneOf, CustomerOutside, SameMatter (unless `second`), UnknownOffice, NoLane,
    NotYourRole; then nothing is written.
    """
    check_complete(request)
    if request.completes:
        noted = ledger.read(request.completes).ticket
        request = replace(request, office=noted.office, channel=noted.channel)
    looked = ledger.look_at_customers()
    files = customers.customers_like(ledger, request.answers)
    if request.caller is None and not request.new_customer:
        request = replace(request, caller=callers.find_caller(files, request.answers))
    known = request.caller.customer if request.caller else None
    seen = callers.caller_background(
        ledger, at=typist.happened, answers=request.answers, customer=known, kind=request.kind
    )
    head = _head(ledger, request, typist, say)
    if seen.repeat:
        head = replace(head, repeat_of=seen.repeat.counted)
    lane = own_lane(ledger)
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        # Files that came meanwhile: the same command typed twice at once opens one file.
        new = files_since(ledger, looked, files, request.answers)
        caller = request.caller or (
            None if request.new_customer else callers.find_caller(new, request.answers)
        )
        file = file_for_ticket(
            tx,
            ticket=head,
            caller=caller,
            answers=request.answers,
            typist=typist,
            lane=lane,
            notices=notices,
        )
        assert head.customer is not None
        head = replace(head, customer=replace(head.customer, file=file))
        number = (
            _complete(tx, request.completes, head, say, typist.happened)
            if request.completes
            else tx.create(head, lane, typist.at)
        )
        if not tx.repeated:
            if not (request.second or typist.again):
                _check_no_second(seen, request, number)
            add_machine_to_file(
                tx,
                customer_id=file,
                ticket=head,
                others=[*files, *new],
                typist=typist,
                notices=notices,
            )
            if known is None:
                name_phone_of_another(files, request.answers, file, notices)
    result = ticket_result(ledger, tx, number)
    if result.repeated:
        return result
    if seen.repeat:
        notices.append(
            RepeatedRepair(ticket=number, times=seen.repeat.times, earlier=seen.repeat.counted)
        )
    return replace(result, notices=[*result.notices, *notices])


def note_call(
    ledger: Ledger,
    typist: Typist,
    *,
    office: str,
    name: str,
    phone: str,
    words: str = "",
    channel: str = "phone",
) -> TicketResult:
    """Note a call that somebody else took: a name and a number; a clerk calls back at once (S0
    2.2.2).

    The ticket has a short head and the terms of its office (of the customer's contract, where the
    number is that of a file), so the call to the caller is promised and `svc overdue` shows it;
    `take_down` completes it. Raises NotOneOf, UnknownOffice, NoLane.
    """
    if channel not in CHOICES["channel"]:
        raise NotOneOf(option="--channel", value=channel, choices=list(CHOICES["channel"]))
    number_alone = IntakeAnswers(phone=phone)
    caller = callers.find_caller(customers.customers_like(ledger, number_alone), number_alone)
    contract = caller.customer.contract if caller else ""
    request = Request(office=office, answers=IntakeAnswers(), kind="", contract=contract)
    head = Ticket(
        # given when it is written
        id=str(TicketId(office, typist.now.year, typist.now.month, "A", 0)),
        status="noted",
        received=typist.happened,
        office=office,
        region=ledger.office(office).region,
        channel=channel,  # type: ignore[arg-type]
        terms=terms_of(ledger, request, typist.happened.date()),
        log=[ev.Noted(name=name, phone=phone, words=words)],
    )
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        number = tx.create(head, lane, typist.at)
    return ticket_result(ledger, tx, number)


def check_complete(request: Request) -> None:
    """Raise MissingFields, MissingReasons or NotOneOf, naming all at once, if the request is not
    complete.
    """
    missing = [f"--{name}" for name, answer in request.answers.of_fields() if not answer.strip()]
    if request.urgency != "normal" and not request.urgency_reason.strip():
        missing.append("--urgency-reason")
    if missing:
        raise MissingFields(fields=missing)
    unexplained = [
        f"--{name}" for name, value in request.answers.of_fields() if why_unknown(value) == ""
    ]
    if unexplained:
        raise MissingReasons(fields=unexplained)
    for name, choices in CHOICES.items():
        value = getattr(request, name)
        if value and value not in choices:
            raise NotOneOf(option=f"--{name}", value=value, choices=list(choices))
    if request.zone == "near" and request.distance_km is None:
        raise CustomerOutside()


def judge_warranty(
    ledger: Ledger, kind: str, bought: str, machine: Equipment | None, at: datetime
) -> tuple[Data, str]:
    """The warranty's verdict (see `rules.warranty.verdict`) and the service mode that follows from
    it.

    The machine's own periods in the customer's file count before the department's usual ones.
    """
    periods = ledger.settings.warranty
    judged: dict[str, Any] = (
        warranty.warranty_verdict(bought, periods, at.date())
        if machine is None
        else warranty.warranty_of_machine(replace(machine, bought=bought), periods, at.date())
    )
    return judged, "phone" if kind == "inquiry" else warranty.service_mode(judged)


# The head


def _head(ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]) -> Ticket:
    office = ledger.office(request.office)
    values = {
        name: value if why_unknown(value) is None else UNKNOWN
        for name, value in request.answers.of_fields()
    }
    unknown = [
        Unknown(field=_place(name), why=why)
        for name, value in request.answers.of_fields()
        if (why := why_unknown(value)) is not None
    ]
    machine = request.caller.machine if request.caller else None
    judged, mode = judge_warranty(ledger, request.kind, values["bought"], machine, typist.happened)
    reason = judged.pop("reason")
    zone = request.zone or _zone(request.distance_km, ledger.settings.near_km)
    return Ticket(
        # given when it is written
        id=str(TicketId(request.office, typist.now.year, typist.now.month, "A", 0)),
        kind=request.kind,  # type: ignore[arg-type]
        status="received",
        received=typist.happened,
        office=request.office,
        region=office.region,
        channel=request.channel,  # type: ignore[arg-type]
        urgency=request.urgency,  # type: ignore[arg-type]
        urgency_reason=request.urgency_reason,
        mode=request.mode or mode,  # type: ignore[arg-type]
        terms=terms_of(ledger, request, typist.happened.date()),
        customer=TicketCustomer(
            unit=values["unit"],
            address=values["address"],
            phone=values["phone"],
            contact=values["contact"],
            mobile=values["mobile"],
            zone=zone,  # type: ignore[arg-type]
            distance_km=request.distance_km,
            contract=request.contract,
        ),
        equipment=TicketEquipment(
            model=values["model"],
            specification=values["specification"],
            serial=values["serial"],
            bought=values["bought"],
            warranty=Warranty(reason=say(reason), **judged),
        ),
        occurred=values["occurred"],
        wishes=values["wishes"],
        asked_for=request.asked_for,
        symptom=values["symptom"],
        unknown=unknown,
        log=[ev.Received(digest=ev.DIGEST_TO_COME)],
    )


def terms_of(ledger: Ledger, request: Request, day: date) -> Terms:
    """The newest versions of what the ticket is under; of price lists the one that holds on the
    day.
    """
    return Terms(
        policy=ledger.newest("policies", _policy(ledger.settings.policies, request)),
        calendar=ledger.newest("calendars", ledger.office(request.office).calendar),
        prices=ledger.prices_on(day),
    )


def _complete(
    tx: Recording,
    ticket: str,
    head: Ticket,
    say: Callable[[Phrase], str],
    at: datetime,
) -> str:
    """Complete a noted call. Its head stays as noted; another policy than the office's applies from
    here on.
    """
    noted = tx.ticket(ticket).ticket
    wanted = head.terms
    head = replace(head, id=noted.id, received=noted.received, terms=noted.terms)
    tx.complete(noted.id, head, at)
    if (
        not tx.repeated
        and wanted is not None
        and noted.terms is not None
        and wanted.policy != noted.terms.policy
    ):
        reason = say(Phrase(N_("the kind or the contract was not known when the call was noted")))
        tx.append(noted.id, ev.Recomputed(policy=wanted.policy, reason=reason))
    return noted.id


def _place(name: str) -> str:
    """Where the field stands in the head: `customer.phone`."""
    if name in TicketCustomer.__struct_fields__:
        return f"customer.{name}"
    return f"equipment.{name}" if name in TicketEquipment.__struct_fields__ else name


def _zone(distance_km: int | None, near_km: int) -> str:
    if distance_km is None:
        return "inside"
    return "near" if distance_km <= near_km else "far"


def _policy(choices: list[PolicyChoice], request: Request) -> str:
    """The name of the policy the ticket is under: the first row that fits its contract, kind and
    office.
    """
    for row in choices:
        fits = (
            row.contract in ("", request.contract),
            row.kind in ("", request.kind),
            row.office in ("", request.office),
        )
        if all(fits):
            return row.policy
    return choices[-1].policy


def _check_no_second(seen: callers.Background, request: Request, number: str) -> None:
    """Raise SameMatter if an open ticket is about the same matter: it gets a reminder, never a
    second ticket (S4).
    """
    for state in seen.open:
        if state.ticket.id != number and callers.is_same_matter(
            state, request.answers, seen.files, request.kind
        ):
            raise SameMatter(
                ticket=state.ticket.id, status=state.status, command=callers.command_for(state)
            )
