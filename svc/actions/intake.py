"""Intake (受理): a request becomes a ticket, complete, at the moment of the call (S0 2.2.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from msgspec import Struct

from svc.actions.recording import Done, Typist, done, writing
from svc.errors import N_, CustomerOutside, MissingFields, MissingReasons, NotOneOf, Phrase
from svc.model.events import Received
from svc.model.ids import TicketId
from svc.model.records import make_event
from svc.model.settings import PolicyChoice
from svc.model.tickets import (
    UNKNOWN,
    Kind,
    Terms,
    Ticket,
    TicketCustomer,
    TicketEquipment,
    Unknown,
    Warranty,
)
from svc.rules import warranty
from svc.store.ledger import Ledger
from svc.store.recording import lane_of

FIELDS: dict[str, str] = {
    "unit": N_("Customer unit"),
    "address": N_("Address"),
    "phone": N_("Phone"),
    "contact": N_("Contact person"),
    "mobile": N_("Contact's mobile"),
    "model": N_("Product model"),
    "specification": N_("Specification"),
    "serial": N_("Serial number"),
    "bought": N_("Day of purchase or time in use"),
    "symptom": N_("Symptom"),
    "occurred": N_("When it occurred"),
    "wishes": N_("What the customer wishes"),
}
"""What intake must hold; nothing is left blank (S4: 不许有空格)."""

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "channel": ("phone", "wechat", "email", "letter", "web", "walk_in", "on_site", "internal"),
    "urgency": ("normal", "urgent", "critical"),
    "mode": ("phone", "visit", "walk_in", "paid"),
    "zone": ("inside", "near", "far"),
}

_UNKNOWN_WORDS = ("unknown", "不详", "未知", "不知道")


class Request(Struct, frozen=True, kw_only=True):
    """What the caller said, as typed; every field of FIELDS is filled, `unknown: REASON` where nobody knows."""

    office: str
    told: dict[str, str]
    kind: str = "repair"
    channel: str = "phone"
    urgency: str = "normal"
    urgency_reason: str = ""
    mode: str = ""  # empty: as the warranty has it
    zone: str = ""  # empty: as the distance has it
    distance_km: int | None = None
    contract: str = ""
    asked_for: datetime | None = None


def take_down(ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]) -> Done:
    """Take a request down as a new ticket of this desk. `say` puts the warranty's reason into the ledger's language.

    Raises MissingFields, MissingReasons, NotOneOf, CustomerOutside, UnknownOffice, NoLane, NotYourRole; then
    nothing is written.
    """
    check_complete(request)
    head = _head(ledger, request, typist, say)
    lane = lane_of(ledger)
    with writing(ledger, typist) as tx:
        number = tx.create(head, lane)
    return done(ledger, tx, number)


def check_complete(request: Request) -> None:
    """Raise MissingFields, MissingReasons or NotOneOf, naming all at once, if the request is not complete."""
    missing = [f"--{name}" for name in FIELDS if not request.told.get(name, "").strip()]
    if request.urgency != "normal" and not request.urgency_reason.strip():
        missing.append("--urgency-reason")
    if missing:
        raise MissingFields(fields=missing)
    unexplained = [f"--{name}" for name, value in request.told.items() if _unknown(value) == ""]
    if unexplained:
        raise MissingReasons(fields=unexplained)
    for name, choices in CHOICES.items():
        value = getattr(request, name)
        if value and value not in choices:
            raise NotOneOf(option=f"--{name}", value=value, choices=list(choices))
    if request.zone == "near" and request.distance_km is None:
        raise CustomerOutside()


def _head(ledger: Ledger, request: Request, typist: Typist, say: Callable[[Phrase], str]) -> Ticket:
    office = ledger.office(request.office)
    settings = ledger.settings
    values = {name: value if (why := _unknown(value)) is None else UNKNOWN for name, value in request.told.items()}
    unknown = [
        Unknown(field=_place(name), why=why)
        for name, value in request.told.items()
        if (why := _unknown(value)) is not None
    ]
    judged = warranty.verdict(values["bought"], settings.warranty, typist.happened.date())
    reason = judged.pop("reason")
    assert isinstance(reason, Phrase)
    zone = request.zone or _zone(request.distance_km, settings.near_km)
    return Ticket(
        id=str(TicketId(request.office, typist.now.year, typist.now.month, "A", 0)),  # given when it is written
        kind=request.kind,  # type: ignore[arg-type]
        status="received",
        received=typist.happened,
        office=request.office,
        region=office.region,
        channel=request.channel,  # type: ignore[arg-type]
        urgency=request.urgency,  # type: ignore[arg-type]
        urgency_reason=request.urgency_reason,
        mode=request.mode or ("phone" if request.kind == "inquiry" else warranty.mode(judged)),  # type: ignore[arg-type]
        terms=Terms(
            policy=ledger.newest("policies", _policy(settings.policies, request)),
            calendar=ledger.newest("calendars", office.calendar),
        ),
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
            warranty=Warranty(reason=say(reason), **judged),  # type: ignore[arg-type]
        ),
        occurred=values["occurred"],
        wishes=values["wishes"],
        asked_for=request.asked_for,
        symptom=values["symptom"],
        unknown=unknown,
        log=[_received(typist)],
    )


def _received(typist: Typist) -> Any:
    # The digest is of the head as it is written; whoever writes it puts it in.
    return make_event(Received, seq=1, id="000000", at=typist.happened, typed=typist.now, by=typist.by, digest="0" * 16)


def _unknown(value: str) -> str | None:
    """Why nobody knows it: None if the value is known, empty if no reason is given."""
    word, _, why = value.strip().replace("：", ":").partition(":")
    return why.strip() if word.strip().casefold() in _UNKNOWN_WORDS else None


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
    """The name of the policy the ticket is under: the first row that fits its contract, kind and office."""
    for row in choices:
        fits = (
            row.contract in ("", request.contract),
            row.kind in ("", request.kind),
            row.office in ("", request.office),
        )
        if all(fits):
            return row.policy
    return choices[-1].policy
