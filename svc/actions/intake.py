"""Intake (受理): a request becomes a ticket, complete, at the moment of the call (S0 2.2.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import callers, customers
from svc.actions.customer_file_of_ticket import (
    add_contact_to_file,
    add_machine_to_file,
    file_for_ticket,
    files_since,
    name_phone_of_another,
)
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    N_,
    ContractOver,
    CustomerOutside,
    MissingFields,
    MissingReasons,
    NotedAlready,
    Notice,
    NotOneOf,
    Phrase,
    RepeatedRepair,
    SameMatter,
)
from svc.model import events as ev
from svc.model.customers import Customer, Equipment
from svc.model.ids import TicketId
from svc.model.service import SUBJECTS, Contract, Subject
from svc.model.tickets import (
    Terms,
    Ticket,
    TicketCustomer,
    TicketEquipment,
    TicketKind,
    Unknown,
    Warranty,
    why_unknown,
)
from svc.model.typed_text import UNKNOWN
from svc.rules.ticket import warranty
from svc.rules.ticket.asked import asked_fields
from svc.rules.ticket.contracts import known_contract
from svc.rules.ticket.policy_choice import policy_for
from svc.rules.ticket.service import (
    CONTRACT_KINDS,
    ServiceRow,
    WantedService,
    contract_covers,
    service_for,
    standing,
)
from svc.rules.ticket.service_area import zone_of
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.store.recording import Recording

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(TicketKind),
    "channel": ("phone", "wechat", "email", "letter", "web", "walk_in", "on_site", "internal"),
    "urgency": ("normal", "urgent", "critical"),
    "mode": ("phone", "visit", "walk_in", "paid"),
    "of": get_args(Subject),
    "zone": ("inside", "near", "far"),
}


class Request(Struct, frozen=True, kw_only=True):
    """What the caller said, as typed; every field of FIELDS is filled, `unknown: REASON` where
    nobody knows.
    """

    office: str
    answers: IntakeAnswers
    kind: str = "repair"
    of: str = ""  # what an upgrade or a training is of
    is_here: bool = True  # of a walk-in: the machine was brought
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
    MissingReasons, NotOneOf, CustomerOutside, ZoneDisagrees, UnknownContract, SameMatter (unless
    `second`), UnknownOffice, NoLane, NotYourRole; then nothing is written.
    """
    judged = _judged(ledger, request, typist, say)
    request, head, seen, files = judged.request, judged.head, judged.seen, judged.files
    known = request.caller.customer if request.caller else None
    notices = judged.notices
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        # Files that came meanwhile: the same command typed twice at once opens one file.
        new = files_since(ledger, judged.looked, files, request.answers)
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
            add_contact_to_file(tx, customer_id=file, ticket=head, typist=typist)
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
    if seen.under_warranty:
        from svc.actions.own_warranty import warranty_notices

        notices += warranty_notices(ledger, seen.under_warranty, [])
    return replace(result, notices=[*result.notices, *notices])


class _Judged(Struct, frozen=True, kw_only=True):
    """A request with all that is known of it before anything is locked."""

    request: Request
    head: Ticket
    seen: callers.Background
    files: list[Customer]
    looked: int | None  # see `Ledger.look_at_customers`
    notices: list[Notice]


def _judged(
    ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]
) -> _Judged:
    check_complete(request)
    if request.completes:
        noted = ledger.read(request.completes).ticket
        request = replace(request, office=noted.office, channel=noted.channel)
    looked = ledger.look_at_customers()
    files = customers.customers_like(ledger, request.answers)
    if request.caller is None and not request.new_customer:
        request = replace(request, caller=callers.find_caller(files, request.answers))
    known = request.caller.customer if request.caller else None
    request, notices = under_contract(ledger, request, typist.happened.date())
    seen = callers.caller_background(
        ledger, at=typist.happened, answers=request.answers, customer=known, kind=request.kind
    )
    head = head_of_request(ledger, request, typist, say)
    if seen.repeat:
        head = replace(head, repeat_of=seen.repeat.counted)
    return _Judged(
        request=request, head=head, seen=seen, files=files, looked=looked, notices=notices
    )


def check_request(
    ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]
) -> None:
    """Raise what `take_down` would say of the request itself; nothing is written."""
    judged = _judged(ledger, request, typist, say)
    if not (request.second or typist.again):
        _check_no_second(judged.seen, judged.request, "")


def note_call(
    ledger: Ledger,
    typist: Typist,
    *,
    office: str,
    name: str,
    phone: str,
    words: str = "",
    channel: str = "phone",
    second: bool = False,
    block: str = "",
) -> TicketResult:
    """Note a call that somebody else took: a name and a number; a clerk calls back at once (S0
    2.2.2).

    The ticket has a short head and the terms of its office (of the customer's contract, where the
    number is that of a file), so the call to the caller is promised and `svc overdue` shows it;
    `take_down` completes it. Raises NotOneOf, UnknownOffice, NoLane, and NotedAlready where one of
    this number is noted and nobody has called back (unless it is a `second` matter).
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
        log=[ev.Noted(name=name, phone=phone, words=words, block=block)],
    )
    lane = own_lane(ledger)
    opened = [] if second else callers.open_for_number(ledger, phone, typist.happened)
    with writing(ledger, typist) as tx:
        number = tx.create(head, lane, typist.at)
        if not tx.repeated and opened and opened[0].noted and opened[0].status == "noted":
            raise NotedAlready(ticket=opened[0].ticket.id, name=opened[0].noted.name)
    return ticket_result(ledger, tx, number)


def check_complete(request: Request) -> None:
    """Raise MissingFields, MissingReasons or NotOneOf, naming all at once, if the request is not
    complete.
    """
    wanted = asked_fields(request.kind)
    missing = [
        f"--{name}"
        for name, answer in request.answers.of_fields()
        if name in wanted and not answer.strip()
    ]
    if request.kind in SUBJECTS and not request.of:
        missing.append("--of")
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
    if request.of and request.of not in SUBJECTS.get(request.kind, ()):
        subjects = list(SUBJECTS.get(request.kind, ()))
        raise NotOneOf(option="--of", value=request.of, choices=subjects)
    if request.zone == "near" and request.distance_km is None:
        raise CustomerOutside()


def judge_warranty(
    ledger: Ledger, bought: str, machine: Equipment | None, at: datetime, model: str = ""
) -> Data:
    """The warranty's verdict (see `rules.warranty.warranty_verdict`).

    The machine's own periods in the customer's file count before the department's usual ones; of a
    model that nobody can bring the on-site period is as long as the warranty.
    """
    periods = ledger.settings.warranty
    judged: Data = (
        warranty.warranty_verdict(bought, periods, at.date())
        if machine is None
        else warranty.warranty_of_machine(replace(machine, bought=bought), periods, at.date())
    )
    if ledger.settings.model_terms(machine.model if machine else model).carry_in:
        return judged
    return warranty.always_on_site(judged)


def choose_service(ledger: Ledger, request: Request, judged: Data, at: datetime) -> ServiceRow:
    """How the request is served and who pays, by the table; `at` is when it came."""
    return service_for(
        WantedService(
            kind=request.kind,  # type: ignore[arg-type]
            of=request.of,
            warranty=standing(judged["verdict"], judged["on_site"]),
            channel=request.channel,  # type: ignore[arg-type]
            mode=request.mode,
            contract=request.contract,
            terms=covering_contract(ledger, request, at.date()),
            is_here=request.is_here,
        )
    )


def covering_contract(ledger: Ledger, request: Request, on: date) -> Contract | None:
    """The contract in the customer's file that covers the request; None: none is entered."""
    terms = _filed_contract(ledger, request)
    if terms is None or not request.contract:
        return None
    return terms if _is_covered(terms, request, on) else None


def _filed_contract(ledger: Ledger, request: Request) -> Contract | None:
    if request.caller is None:
        return None
    return ledger.read_customer(request.caller.customer.id).state.contract_terms


def _is_covered(terms: Contract, request: Request, on: date) -> bool:
    serial = request.caller.machine.serial if request.caller and request.caller.machine else ""
    return contract_covers(terms, kind=request.kind, serial=serial, on=on)


def under_contract(ledger: Ledger, request: Request, on: date) -> tuple[Request, list[Notice]]:
    """The request with the contract by its right name, or without it where the customer's does not
    cover this; then it is said. Raises UnknownContract.
    """
    terms = _filed_contract(ledger, request)
    filed = request.caller.customer.contract if request.caller else ""
    name = known_contract(ledger.settings, request.contract, filed)
    if terms is None or name != terms.name or _is_covered(terms, request, on):
        return replace(request, contract=name), []
    assert request.caller is not None
    notice = ContractOver(
        contract=terms.name,
        customer=request.caller.customer.id,
        since=terms.since,
        until=terms.until,
    )
    # What needs no contract, such as a complaint, is not said to be uncovered.
    return replace(request, contract=""), [notice] if request.kind in CONTRACT_KINDS else []


# The head


def head_of_request(
    ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]
) -> Ticket:
    """The head of a ticket for a request: way, warranty and terms as they were when it came."""
    office = ledger.office(request.office)
    values = {
        name: value if value.strip() and why_unknown(value) is None else UNKNOWN
        for name, value in request.answers.of_fields()
    }
    unknown = [
        Unknown(field=_place(name), why=why)
        for name, value in request.answers.of_fields()
        if (why := why_unknown(value)) is not None
    ]
    machine = request.caller.machine if request.caller else None
    judged = judge_warranty(ledger, values["bought"], machine, typist.happened, values["model"])
    row = choose_service(ledger, request, judged, typist.happened)
    reason = judged.pop("reason")
    zone = zone_of(request.zone, request.distance_km, ledger.settings)
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
        mode=row.mode,
        of=request.of,  # type: ignore[arg-type]
        covered_by=covering_contract(ledger, request, typist.happened.date()),
        terms=terms_of(ledger, request, typist.happened.date()),
        customer=TicketCustomer(
            unit=values["unit"],
            address=values["address"],
            phone=values["phone"],
            contact=values["contact"],
            mobile=values["mobile"],
            zone=zone,
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
        policy=ledger.newest("policies", _policy_name(ledger, request, day)),
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


def _policy_name(ledger: Ledger, request: Request, day: date) -> str:
    terms = covering_contract(ledger, request, day)
    return (terms.policy if terms else "") or policy_for(
        ledger.settings.policies,
        office=request.office,
        kind=request.kind,
        contract=request.contract,
    )


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
