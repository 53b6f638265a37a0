"""A ticket as a row: what reports count of it, by the same measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from svc.model import events as ev
from svc.model.exported import ExportRow, amount_cell, day_cell, time_cell
from svc.model.money import NOTHING
from svc.rules.report.measures import Measures
from svc.rules.report.section_repair import had_to_be_fixed, is_first_time_fix, worked_visits
from svc.rules.stock.used import parts_used
from svc.rules.ticket.coverage import service_now
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import may_be_charged


def ticket_row(state: State, measures: Sequence[Measures]) -> ExportRow:
    """The row of a ticket. `measures`: what it adds to each region, its promises judged; together
    they are all of the ticket.
    """
    acting = next(part for part in measures if part.acts)
    return {
        **_head(state, acting),
        **_customer(state),
        **_machine(state, acting),
        **_course(state),
        **_work(state, acting, measures),
        **_money(state, measures),
        **_promises(measures),
        **_satisfaction(acting),
        "corrections": len(acting.corrections),
        "new_serial": _new_serial(state),
    }


def _new_serial(state: State) -> str | None:
    """The number of the machine that came in place of the one that had the fault."""
    had = state.serials_in_turn()
    return had[-1] if len(had) > 1 else None


def _head(state: State, acting: Measures) -> ExportRow:
    ticket = state.current
    return {
        "ticket": ticket.id,
        "office": ticket.office,
        "region": ticket.region,
        "intake_office": state.ticket.office,
        "intake_region": state.ticket.region,
        "received_at": time_cell(ticket.received),
        "received_day": day_cell(acting.received),
        "kind": ticket.kind,
        "channel": ticket.channel,
        "urgency": ticket.urgency,
        "mode": ticket.mode,
        "status": state.status,
        "is_open": state.is_open(),
        "is_imported": any(isinstance(event, ev.Imported) for event in state.ticket.log),
    }


def _customer(state: State) -> ExportRow:
    """Whom it is for; of a call that was only noted, who called."""
    customer, noted = state.current.customer, state.noted
    contact, phone = (noted.name, noted.phone) if noted else (None, None)
    return {
        "customer": (customer.file or None) if customer else None,
        "customer_name": customer.unit if customer else None,
        "contact": customer.contact if customer else contact,
        "phone": customer.phone if customer else phone,
        "mobile": customer.mobile if customer else None,
        "address": customer.address if customer else None,
        "zone": customer.zone if customer else None,
        "distance_km": customer.distance_km if customer else None,
        "contract": (customer.contract or None) if customer else None,
    }


def _machine(state: State, acting: Measures) -> ExportRow:
    ticket = state.current
    machine, had = ticket.equipment, state.serials_in_turn(0)
    who_pays = "customer" if machine and may_be_charged(state) else "us"
    return {
        "model": machine.model if machine else None,
        "serial": had[0] if had else None,
        "warranty": machine.warranty.verdict if machine else None,
        "warranty_until": day_cell(machine.warranty.until) if machine else None,
        "who_pays": who_pays if machine else None,
        "pays_because": service_now(state).why if machine else None,
        "symptom": ticket.symptom or None,
        "cause": acting.cause or None,
        "no_fault": acting.no_fault,
        "policy": ticket.terms.policy if ticket.terms else None,
    }


def _course(state: State) -> ExportRow:
    """When each stage came: the first time, or the last where the column says so."""
    first: dict[str, datetime] = {}
    for name, mark in state.marks:
        first.setdefault(name, mark.at)
    called_back, agreed = state.last_mark("called_back"), reversed(state.agreed)
    times = {
        "handed_over_at": first.get("handed_over"),
        "contacted_at": first.get("contacted"),
        "replied_at": first.get("replied"),
        "dispatched_at": first.get("dispatched"),
        "appointment_at": next((each.time for each in agreed if each.name == "appointment"), None),
        "arrived_at": first.get("arrived"),
        "visited_at": first.get("visited"),
        "work_ended_at": state.work_ended_at,
        "called_back_at": called_back.at if called_back else None,
        "ended_at": _ended_at(state),
    }
    return {name: time_cell(moment) for name, moment in times.items()}


def _ended_at(state: State) -> datetime | None:
    """When a ticket that is not open any more got into the state it stands in."""
    if state.is_open():
        return None
    marks = [state.last_mark(name) for name in (state.status, "settled", "visited")]
    return next((mark.at for mark in marks if mark is not None), None)


def _work(state: State, acting: Measures, measures: Sequence[Measures]) -> ExportRow:
    visits = acting.all_visits
    is_visited_repair = acting.kind == "repair" and bool(worked_visits(acting))
    is_to_fix = is_visited_repair and had_to_be_fixed(acting)
    hours = acting.hours_to_repair
    return {
        "technician": state.technician or (visits[-1].technician if visits else None),
        "hours_to_repair": None if hours is None else round(hours, 4),
        "visits": len(visits),
        "visit_minutes": round(sum(visit.seconds or 0 for visit in visits) / 60),
        "visits_on_time": sum(visit.on_time is True for visit in visits),
        "visits_late": sum(visit.on_time is False for visit in visits),
        "outcome": visits[-1].outcome if visits else None,
        "first_time_fix": is_first_time_fix(acting) if is_to_fix else None,
        "bench_repairs": sum(len(part.bench_repairs) for part in measures),
        "is_fault": acting.is_fault,
        "solved": acting.solved and not acting.reopened,
        "reopened": acting.reopened,
        "reminders": state.reminders,
        "repeat_of": " ".join(acting.repeat_of) or None,
        "repeat_declared": acting.repeat_declared,
        "parts_fitted": sum(use.count for use in parts_used(state)),
    }


def _money(state: State, measures: Sequence[Measures]) -> ExportRow:
    account = state.account
    charged = _sum(part.charged for part in measures)
    paid = _sum(part.paid for part in measures)
    return {
        "quoted": amount_cell(account.quote.total if account.quote else None),
        "charged": amount_cell(charged),
        "paid": amount_cell(paid),
        "outstanding": amount_cell(charged - paid),
        "cost": amount_cell(_sum(cost.amount for part in measures for cost in part.costs)),
    }


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def _promises(measures: Sequence[Measures]) -> ExportRow:
    judged = [promise for part in measures for promise in part.promises]
    broken = [promise for promise in judged if promise.verdict == "broken"]
    late = [
        (promise.done_at - promise.due_at).total_seconds()
        for promise in broken
        if promise.done_at and promise.due_at
    ]
    return {
        "promises_kept": sum(promise.verdict == "kept" for promise in judged),
        "promises_broken": len(broken),
        "promises_open": sum(promise.verdict == "open" for promise in judged),
        "broken": " ".join(promise.promise for promise in broken) or None,
        "late_minutes": int(sum(late)) // 60,
    }


def _satisfaction(acting: Measures) -> ExportRow:
    call = acting.callbacks[-1] if acting.callbacks else None
    complaint = acting.complaint
    return {
        "rating": call.rating if call else None,
        "slip_rating": (call.slip_rating or None) if call else None,
        "complaint_class": (complaint.category or None) if complaint else None,
        "complaint_grade": (complaint.grade or None) if complaint else None,
        "complaint_accepted": complaint.accepted if complaint else None,
    }
