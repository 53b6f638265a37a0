"""The customer or the machine of a ticket is chosen once more: what followed from the first choice
is decided anew.

Warranty, service mode, contract, policy and repeated repair are judged as they would have been at
intake; promises follow by themselves. What was told stays in the head; each value that changes is a
correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from svc.actions import callers, customers
from svc.actions.amendments import check_may_amend_entry
from svc.actions.intake import Request, judge_warranty, terms_of
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import MachineNotNamed, NothingChosenAnew, NothingToAmend, NotInAnyFile, Phrase
from svc.model import events as ev
from svc.model.customers import Contact, Customer, Equipment, all_contacts, site_of
from svc.model.tickets import Mode, Ticket, TicketCustomer, TicketEquipment, Warranty, value_in_head
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.service import service_of
from svc.store.ledger import Ledger


class ChangedPromise(Struct, frozen=True, kw_only=True):
    """An open promise before and after; None: there was none, or there is none any more."""

    promise: str
    before: datetime | None
    after: datetime | None


class ChosenAnew(Struct, frozen=True, kw_only=True):
    """How the ticket stands, which values of its head changed (path, old, new), which promises."""

    result: TicketResult
    changes: list[tuple[str, str, str]]
    promises: list[ChangedPromise]


def choose_again(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    customer_id: str = "",
    serial: str = "",
    reason: str,
    say: Callable[[Phrase], str],
) -> ChosenAnew:
    """Put another customer's file, another machine of it, or what the file says by now, behind a
    ticket.

    Without `customer_id` the file it has; without `serial` the machine it has, or the only one
    there is. `say` puts the warranty's reason into the ledger's language. Raises NothingToAmend (a
    noted call), NoSuchCustomer, NotInAnyFile, MachineNotNamed, NotYoursToAmend, NothingChosenAnew.
    """
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        state = record.state
        now = state.current
        if now.customer is None or now.equipment is None or now.terms is None:
            raise NothingToAmend(ticket=record.id, fields=["customer", "equipment"])
        file = customers.resolve_customer(ledger, customer_id or now.customer.file).current
        machine = _machine_meant(file, serial, now.equipment)
        wanted = _head_anew(ledger, now, file, machine, say)
        changes = _changes(now, wanted)
        recomputed = _other_policy(ledger, now, wanted)
        if not changes and not recomputed:
            changes = _just_changed(tx.just_said(record.log), reason)
            if not changes:
                raise NothingChosenAnew(ticket=record.id, file=file.id)
        else:
            check_may_amend_entry(ledger, state, _intake_of(state), typist)
        for path, old, new in changes:
            tx.append(
                record.id,
                ev.Corrected(field=path, old=old, new=new, reason=reason),
                worked_out=("old",),
            )
        if recomputed:
            tx.append(record.id, ev.Recomputed(policy=recomputed, reason=reason))
        before = ledger.known_promises(state, typist.now, [])
    result = ticket_result(ledger, tx, record.id)
    return ChosenAnew(
        result=result, changes=changes, promises=_changed_promises(before, result.promises)
    )


def _machine_meant(file: Customer, serial: str, now: TicketEquipment) -> Equipment | None:
    """The machine of the file: the one named, the one the ticket has, or the only one. None if the
    file has none at all: the machine stays as told.

    Raises NotInAnyFile, MachineNotNamed.
    """
    if serial:
        machine = callers.machine_of(file, serial)
        if machine is None:
            raise NotInAnyFile(serial=serial)
        return machine
    machine = callers.machine_of(file, now.serial)
    if machine is not None or not file.equipment:
        return machine
    if len(file.equipment) > 1:
        raise MachineNotNamed(file=file.id, serials=[each.serial for each in file.equipment])
    return file.equipment[0]


def _head_anew(
    ledger: Ledger,
    now: Ticket,
    file: Customer,
    machine: Equipment | None,
    say: Callable[[Phrase], str],
) -> Ticket:
    """The head as intake would have written it for this customer and machine."""
    assert now.customer is not None
    assert now.equipment is not None
    told = now.customer
    contact = _contact_of(file, machine, told)
    site = site_of(file, machine) or file
    another = file.id != told.file
    customer = replace(
        told,
        file=file.id,
        unit=file.name,
        address=site.address,
        phone=file.phone if another else told.phone,
        contact=contact.name if contact and another else told.contact,
        mobile=contact.mobile if contact and contact.mobile and another else told.mobile,
        zone=site.zone,
        distance_km=site.distance_km,
        contract=file.contract,
    )
    equipment = now.equipment
    bought = equipment.bought
    if machine is not None:
        bought = machine.bought
        equipment = replace(
            equipment,
            model=machine.model,
            specification=machine.specification or equipment.specification,
            serial=machine.serial,
            bought=bought,
        )
    judged = judge_warranty(ledger, bought, machine, now.received, equipment.model)
    reason = say(judged.pop("reason"))
    equipment = replace(equipment, warranty=Warranty(reason=reason, **judged))
    anew = replace(
        now,
        customer=customer,
        equipment=equipment,
        covered_by=None if another else now.covered_by,
        repeat_of=_repeats(ledger, now, file, equipment),
    )
    # Another mode than that of the table was chosen by somebody, and stays.
    return replace(anew, mode=_by_rule(anew)) if now.mode == _by_rule(now) else anew


def _by_rule(ticket: Ticket) -> Mode:
    """The service mode by the table, whatever somebody chose."""
    return service_of(replace(ticket, mode=None)).mode


def _contact_of(file: Customer, machine: Equipment | None, told: TicketCustomer) -> Contact | None:
    """The contact of the file who called, by name; else the first where the machine stands."""
    named = [each for each in all_contacts(file) if each.name == told.contact]
    return next(iter(named or callers.contacts_at(file, machine)), None)


def _repeats(ledger: Ledger, now: Ticket, file: Customer, equipment: TicketEquipment) -> list[str]:
    """The earlier repairs of this machine that make this one a repeated repair."""
    answers = IntakeAnswers(
        unit=file.name, serial=equipment.serial, model=equipment.model, symptom=now.symptom
    )
    seen = callers.caller_background(
        ledger, at=now.received, answers=answers, customer=file, kind=now.kind or "", besides=now.id
    )
    return seen.repeat.counted if seen.repeat else []


def _changes(now: Ticket, wanted: Ticket) -> list[tuple[str, str, str]]:
    """Each value that differs: dotted path, as it stands, as it is to be."""
    before, after = msgspec.to_builtins(now), msgspec.to_builtins(wanted)
    paths = [
        *(("customer", name) for name in TicketCustomer.__struct_fields__),
        *(("equipment", name) for name in ("model", "specification", "serial", "bought")),
        *(("equipment", "warranty", name) for name in Warranty.__struct_fields__),
        ("mode",),
        ("repeat_of",),
        ("covered_by",),
    ]
    changes = []
    for path in paths:
        old, new = value_in_head(before, path), value_in_head(after, path)
        if old != new:
            changes.append((".".join(path), old, new))
    return changes


def _other_policy(ledger: Ledger, now: Ticket, wanted: Ticket) -> str:
    """The version the ticket is under with this contract, if that is another policy; else empty."""
    assert now.terms is not None
    assert wanted.customer is not None
    request = Request(
        office=now.office,
        answers=IntakeAnswers(),
        kind=now.kind or "",
        contract=wanted.customer.contract,
    )
    day: date = now.received.date()
    policy = terms_of(ledger, request, day).policy
    same = policy.partition("@")[0] == now.terms.policy.partition("@")[0]
    return "" if same else policy


def _just_changed(said: Iterable[ev.Event], reason: str) -> list[tuple[str, str, str]]:
    """What this person corrected a moment ago for this reason: the same command typed once more."""
    changes: list[tuple[str, str, str]] = []
    for event in said:
        if isinstance(event, ev.Recomputed) and event.reason == reason:
            continue
        if not isinstance(event, ev.Corrected) or event.reason != reason:
            break
        changes.insert(0, (event.field, event.old, event.new))
    return changes


def _intake_of(state: State) -> ev.AnyEvent:
    return next(event for event in state.ticket.log if isinstance(event, ev.INTAKES))


def _changed_promises(before: list[PromiseRun], after: list[PromiseRun]) -> list[ChangedPromise]:
    """The open promises that fall due at another time, or came, or went."""
    old, new = (
        {(run.promise, run.started.seq): run.due for run in runs if run.is_open}
        for runs in (before, after)
    )
    return [
        ChangedPromise(promise=key[0], before=old.get(key), after=new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key) and key[0] != "stale"
    ]
