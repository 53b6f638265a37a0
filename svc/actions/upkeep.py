"""Maintenance by plan (预防性维护): which machines are due, and tickets made in good time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.callers import Caller, contacts_at
from svc.actions.intake import Request, head_of_request, under_contract
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist, writing
from svc.errors import N_, Damaged, Phrase
from svc.model.customers import site_of
from svc.model.typed_text import UNKNOWN
from svc.model.upkeep import UpkeepDue
from svc.rules.upkeep import MadeDue, NextDue, made_dues, next_dues, visits_to_make
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.tickets import Ticket

_MADE = Sought(keys=(("is", "upkeep"),))


class MadeVisit(Struct, frozen=True, kw_only=True):
    """A ticket for the due machines of one site; `ticket` is empty while it is only shown."""

    dues: list[NextDue]
    ticket: str = ""


def due_machines(ledger: Ledger, broken: list[Damaged], *, office: str = "") -> list[NextDue]:
    """The next day of each machine under each plan, by day; of one office, or of all. What can't be
    read is added to `broken`.
    """
    plans = ledger.upkeep
    if not plans.plans:
        return []
    customers = [
        file.customer
        for file in ledger.customer_files(broken)
        if file.status == "active" and office in ("", file.customer.office)
    ]
    calendars = {
        code: ledger.calendar(ledger.newest("calendars", ledger.office(code).calendar))
        for code in {customer.office for customer in customers}
    }
    return next_dues(plans, customers, past_dues(ledger, broken), calendars)


def past_dues(ledger: Ledger, broken: list[Damaged]) -> list[MadeDue]:
    """All due machines that tickets were made for, with what became of them."""
    return [
        made for record in ledger.tickets(broken, "", _MADE) for made in made_dues(record.state)
    ]


def visits_due(
    ledger: Ledger, today: date, broken: list[Damaged], *, office: str = ""
) -> list[MadeVisit]:
    """The tickets that `make_visits` would make today; nothing is written."""
    dues = due_machines(ledger, broken, office=office)
    return [MadeVisit(dues=each) for each in visits_to_make(dues, ledger.upkeep, today)]


def make_visits(
    ledger: Ledger,
    typist: Typist,
    say: Callable[[Phrase], str],
    broken: list[Damaged],
    *,
    office: str = "",
) -> list[MadeVisit]:
    """Make a maintenance ticket for each site whose machines it is time for, and give them; the
    customer is still to be reached and agrees to the day. `say` puts words into the ledger's
    language.

    Made again it makes nothing: a machine whose ticket is open is waited for. Raises NoLane,
    NotYourRole.
    """
    made: list[MadeVisit] = []
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        for visit in visits_due(ledger, typist.happened.date(), broken, office=office):
            head = _head(ledger, visit.dues, typist, say)
            made.append(replace(visit, ticket=tx.create(head, lane, typist.at)))
    return made


def _head(
    ledger: Ledger, dues: list[NextDue], typist: Typist, say: Callable[[Phrase], str]
) -> Ticket:
    """The head of a ticket: the first machine is its own, all of them are listed."""
    first = dues[0]
    customer, machine = first.customer, first.machine
    why = say(Phrase(N_("to be asked when the day is agreed")))
    unasked = f"{UNKNOWN}: {why}"
    site = site_of(customer, machine) or customer
    contact = next(iter(contacts_at(customer, machine)), None)
    answers = IntakeAnswers(
        unit=customer.name,
        address=site.address,
        phone=customer.phone,
        contact=contact.name if contact else unasked,
        mobile=contact.mobile if contact else unasked,
        model=machine.model,
        specification=machine.specification,
        serial=machine.serial,
        bought=machine.bought,
        symptom=say(
            Phrase(
                N_("Planned maintenance, proposed for {day}: {serials}"),
                day=first.proposed,
                serials=list(dict.fromkeys(each.machine.serial for each in dues)),
            )
        ),
        occurred=unasked,
        wishes=unasked,
    )
    request = Request(
        office=customer.office,
        answers=answers,
        kind="maintenance",
        channel="internal",
        zone=site.zone,
        distance_km=site.distance_km,
        contract=customer.contract,
        caller=Caller(customer=customer, machine=machine, how=Phrase(N_("serial number"))),
    )
    request, _ = under_contract(ledger, request, typist.happened.date())
    head = head_of_request(ledger, request, typist, say)
    assert head.customer is not None
    rows = [
        UpkeepDue(
            plan=each.plan,
            serial=each.machine.serial,
            model=each.machine.model,
            due=each.due,
            proposed=each.proposed,
        )
        for each in dues
    ]
    return replace(head, customer=replace(head.customer, file=customer.id), upkeep=rows)
