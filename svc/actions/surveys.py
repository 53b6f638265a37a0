"""The longer survey, typed in and counted (S4 2.4.2), and headquarters' sample (S2)."""

from __future__ import annotations

from datetime import tzinfo

from msgspec import Struct

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import Damaged, OwnOfficeSample
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.rules.ticket.surveys import QuestionCount, count_answers, draw_sample
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


class SampledCall(Struct, frozen=True, kw_only=True):
    """A ticket that was drawn: what the region has of the customer's answer, and what headquarters
    heard; None: it has not called yet.
    """

    region: str
    ticket: Ticket
    technician: str
    theirs: ev.CalledBack
    ours: ev.Surveyed | None


def record_survey(ledger: Ledger, ticket: str, typist: Typist, survey: ev.Surveyed) -> TicketResult:
    """The answers of a customer, about one ticket.

    Raises OwnOfficeSample for headquarters' own call by somebody of the office that acts, and what
    `record_event` raises.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        office = state.current.office
        if survey.sampled and ledger.person(typist.by).office == office:
            raise OwnOfficeSample(ticket=state.ticket.id, office=office)
        tx.append(state.ticket.id, survey, at=typist.at)
    return ticket_result(ledger, tx, state.ticket.id)


def survey_counts(
    ledger: Ledger, month: str, broken: list[Damaged]
) -> tuple[int, list[QuestionCount]]:
    """How many surveys were answered in a month (YYYY-MM), and each question with its answers;
    headquarters' own calls do not count. What can't be read is added to `broken`.
    """
    surveys = [
        event
        for record in ledger.tickets(broken, "", Sought())
        for event in record.state.events
        if isinstance(event, ev.Surveyed)
        and not event.sampled
        and _month_of(event, ledger.zone) == month
    ]
    return len(surveys), count_answers(surveys)


def callback_sample(
    ledger: Ledger, month: str, broken: list[Damaged], *, seed: str, per_region: int
) -> list[SampledCall]:
    """Of each region so many tickets at random whose customer was called back in a month, each with
    the region's answer and headquarters' own, if it is there. The same seed draws the same.
    """
    called: dict[str, SampledCall] = {}
    by_region: dict[str, list[str]] = {}
    for record in ledger.tickets(broken, "", Sought()):
        log = record.state.events
        calls = [
            event
            for event in log
            if isinstance(event, ev.CalledBack) and _month_of(event, ledger.zone) == month
        ]
        if not calls:
            continue
        ticket = record.state.current
        heard = [event for event in log if isinstance(event, ev.Surveyed) and event.sampled]
        called[ticket.id] = SampledCall(
            region=ticket.region,
            ticket=ticket,
            technician=record.state.technician,
            theirs=calls[-1],
            ours=heard[-1] if heard else None,
        )
        by_region.setdefault(ticket.region, []).append(ticket.id)
    drawn = draw_sample(by_region, seed=seed, per_region=per_region)
    return [called[number] for numbers in drawn.values() for number in numbers]


def _month_of(event: ev.Event, zone: tzinfo) -> str:
    return f"{event.at.astimezone(zone):%Y-%m}"
