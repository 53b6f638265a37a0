"""Suggestions (改进建议) of customers and of our own people (S2 组长 7): taken down in a line, sent
up, answered. They are tickets of their own kind, so that an answer is promised and none is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import Damaged
from svc.model import events as ev
from svc.model.ids import TicketId
from svc.model.tickets import (
    Channel,
    Terms,
    Ticket,
    TicketCustomer,
    TicketEquipment,
    Unknown,
    Warranty,
)
from svc.model.typed_text import UNKNOWN
from svc.rules.ticket.about_another import without_own_request
from svc.rules.ticket.answers import GivenAnswer, last_answer
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.policy_choice import policy_for
from svc.rules.ticket.steps import impossible_step
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.settings import Office
    from svc.model.staff import Person

OURS: Channel = "internal"
"""By this channel comes what our own people suggest."""


class SuggestionEntry(Struct, frozen=True, kw_only=True):
    """A suggestion, to whom it was sent up, and what was answered; None: not yet."""

    ticket: Ticket
    state: State
    is_ours: bool  # of one of our own people
    sent_up: ev.PassedOn | None
    answer: GivenAnswer | None


def suggest(
    ledger: Ledger,
    typist: Typist,
    *,
    words: str,
    not_said: str,
    about: str = "",
    model: str = "",
    office: str = "",
) -> TicketResult:
    """Take a suggestion down: of the customer of the ticket it is `about`, else of who types, from
    whose office it comes. `not_said` is why what nobody asked for is not known, in words.

    Raises NoSuchRecord, UnknownOffice, NoLane, ImpossibleStep for a call that was only noted.
    """
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        if about:
            state = tx.ticket(about).state
            if state.current.customer is None:
                raise impossible_step(state, "received")
            head = _of_customer(state.current, typist, not_said)
        else:
            head = _of_ours(ledger, typist, office or ledger.usual_office, not_said)
        place = ledger.office(head.office)
        policy = policy_for(ledger.settings.policies, office=head.office, kind="suggestion")
        if model and head.equipment is not None:
            known = [each for each in head.unknown if each.field != "equipment.model"]
            machine = replace(head.equipment, model=model)
            head = replace(head, equipment=machine, unknown=known)
        number = tx.create(
            replace(
                head,
                id=str(TicketId(head.office, typist.now.year, typist.now.month, "A", 0)),
                kind="suggestion",
                status="received",
                received=typist.happened,
                region=place.region,
                urgency="normal",
                urgency_reason="",
                mode="phone",
                terms=Terms(
                    policy=ledger.newest("policies", policy),
                    calendar=ledger.newest("calendars", place.calendar),
                ),
                symptom=words,
                log=[ev.Received(digest=ev.DIGEST_TO_COME)],
            ),
            lane,
            typist.at,
        )
        if about and not tx.repeated:
            tx.append(number, ev.Linked(ticket=state.ticket.id, why="same"))
    return ticket_result(ledger, tx, number)


def suggestions(ledger: Ledger, broken: list[Damaged], *, month: str = "") -> list[SuggestionEntry]:
    """The suggestions received in a month (YYYY-MM), all without one, in the order of their
    numbers. What can't be read is added to `broken`.
    """
    entries = []
    for record in ledger.tickets(broken, "", Sought(kind="suggestion")):
        if month and f"{record.ticket.received:%Y-%m}" != month:
            continue
        log = record.state.events
        entries.append(
            SuggestionEntry(
                ticket=record.state.current,
                state=record.state,
                is_ours=record.state.current.channel == OURS,
                sent_up=next((e for e in reversed(log) if isinstance(e, ev.PassedOn)), None),
                answer=last_answer(log),
            )
        )
    return entries


def _of_customer(ticket: Ticket, typist: Typist, not_said: str) -> Ticket:
    """What the ticket says of customer and machine, and nothing of its own request."""
    known = [each for each in ticket.unknown if "." in each.field]  # of customer and machine
    return replace(
        without_own_request(ticket),
        channel="phone",
        occurred=f"{typist.happened.date()}",
        wishes=UNKNOWN,
        unknown=[*known, Unknown(field="wishes", why=not_said)],
        covered_by=None,
    )


def _of_ours(ledger: Ledger, typist: Typist, code: str, not_said: str) -> Ticket:
    """Of one of our own people: their office stands for the customer."""
    office, person = ledger.office(code), ledger.person(typist.by)
    customer = _our_own(ledger, office, person)
    fields = (
        *(
            f"customer.{name}"
            for name in ("address", "phone", "mobile")
            if getattr(customer, name) == UNKNOWN
        ),
        *(f"equipment.{name}" for name in ("model", "specification", "serial", "bought")),
        "wishes",
    )
    reason = Warranty(verdict="unknown", on_site=False, reason=not_said)
    return Ticket(
        id="",
        status="received",
        received=typist.happened,
        office=code,
        region=office.region,
        channel=OURS,
        customer=customer,
        equipment=TicketEquipment(
            **dict.fromkeys(("model", "specification", "serial", "bought"), UNKNOWN),
            warranty=reason,
        ),
        occurred=f"{typist.happened.date()}",
        wishes=UNKNOWN,
        unknown=[Unknown(field=field, why=not_said) for field in fields],
        log=[ev.Received(digest=ev.DIGEST_TO_COME)],
    )


def _our_own(ledger: Ledger, office: Office, person: Person) -> TicketCustomer:
    phone = person.phone or office.phone or UNKNOWN
    return TicketCustomer(
        unit=f"{ledger.settings.name} {office.name}".strip(),
        address=office.address or UNKNOWN,
        phone=office.phone or phone,
        contact=person.name,
        mobile=phone,
    )
