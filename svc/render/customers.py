"""A customer's file and a machine's history in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from svc.errors import N_, Phrase
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import cut_to_cells, plain_table, terminal_cells
from svc.render.words import Words, printable
from svc.rules.parts.life import PartLife
from svc.rules.parts.own_warranty import last_day_of
from svc.rules.search.customers import CustomerMatch
from svc.rules.ticket import warranty
from svc.rules.ticket.customers import CustomerState, confirm_by
from svc.rules.ticket.equipment import MachineHistory, MachineStep
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.service import CONTRACT_KINDS


def customer_card(
    state: CustomerState,
    tickets: list[State],
    *,
    settings: Settings,
    staff: Staff,
    words: Words,
    today: date,
) -> str:
    """A file as it stands: who they are, their machines, their tickets, what changed, and when to
    check it again.
    """
    customer = state.current
    title = [
        customer.id,
        printable(customer.name),
        f"[{words.label('customer_status', state.status)}]",
    ]
    lines = ["  ".join(title), *_head(state, settings, staff, words), ""]
    if customer.equipment:
        heads = [
            N_("Serial number"),
            N_("Model"),
            N_("Specification"),
            N_("Place"),
            N_("Bought"),
            N_("Warranty"),
        ]
        rows = [
            [
                printable(machine.serial),
                words.told(machine.model),
                words.told(machine.specification),
                printable(" ".join(part for part in (machine.site, machine.place) if part)),
                words.told(machine.bought),
                _warranty(machine, settings, words, today),
            ]
            for machine in customer.equipment
        ]
        lines += [plain_table([words(head) for head in heads], rows, words.screen), ""]
    if tickets:
        lines += [
            words(N_("Tickets: {count}"), count=len(tickets)),
            *(ticket_line(each, words) for each in tickets),
            "",
        ]
    lines += [
        words(N_("What changed")),
        *(_event(event, staff, words) for event in events_in_order(state.customer.log)),
    ]
    if state.status == "active" and not state.is_forgotten:
        lines += ["", confirm_line(state, staff, words)]
    return "\n".join(lines)


def confirm_line(state: CustomerState, staff: Staff, words: Words) -> str:
    """Who checks the file next, until when (S1: once a month)."""
    customer = state.current
    who = (
        printable(staff.name_of(customer.cared_for_by))
        if customer.cared_for_by
        else words(N_("the office"))
    )
    return words(
        N_("Next: {who} checks this file by {day}: svc customer confirm {file}"),
        who=who,
        day=confirm_by(state),
        file=customer.id,
    )


def _told(words: Words, *values: str) -> str:
    return " ".join(words.told(value) for value in values)


def match_rows(matches: list[CustomerMatch], words: Words) -> ValueTable:
    """Customers that were found: whom to call, the machine, and what fits."""
    heads = [
        N_("File"),
        N_("Customer"),
        N_("Telephone"),
        N_("Contact"),
        N_("Machine"),
        N_("Matches"),
    ]
    rows: list[list[TableValue]] = []
    for match in matches:
        customer = match.customer
        contact = customer.contacts[0] if customer.contacts else None
        machine = match.machine
        rows.append(
            [
                customer.id,
                customer.name,
                customer.phone,
                _told(words, contact.name, contact.mobile) if contact else "",
                _told(words, machine.model, machine.serial) if machine else "",
                words.show(match.why),
            ]
        )
    return ValueTable(
        heads=[words(head) for head in heads],
        rows=rows,
        widest={1: 30},
        numbers=(2,),
        told=(1, 3),
    )


def ticket_line(state: State, words: Words) -> str:
    """One ticket in a line: when, what was wrong, what came of it."""
    ticket = state.current
    parts = [
        words.show(ticket.received),
        ticket.id,
        words.label("kind", ticket.kind),
        f"[{words.label('status', state.status)}]",
        cut_to_cells(printable(ticket.symptom.strip()), 40),
    ]
    if state.visit is not None:
        visit = state.visit
        parts.append(
            f"→ {words.label('outcome', visit.outcome)}: {cut_to_cells(printable(visit.found), 30)}"
        )
    return "  ".join(part for part in parts if part)


def machine_story(
    history: MachineHistory,
    lives: Sequence[PartLife],
    *,
    settings: Settings,
    staff: Staff,
    words: Words,
    today: date,
) -> str:
    """A machine through its life: whose it is, what happened to it, every ticket with cause and
    remedy, and how long its parts lasted.
    """
    machine = history.machine
    first = [printable(history.serials[0])]
    if machine is not None:
        first += [
            words.told(machine.model),
            words.told(machine.specification),
            _warranty(machine, settings, words, today),
        ]
    lines = ["  ".join(part for part in first if part)]
    misread = [printable(each) for each in history.serials if each in history.misread]
    if misread:
        lines.append(words(N_("Was recorded by mistake as: {serials}"), serials=misread))
    replaced = [printable(each) for each in history.serials[1:] if each not in history.misread]
    if replaced:
        lines.append(words(N_("Machines replaced: {serials}"), serials=replaced))
    if history.owner is not None and machine is not None:
        place = f"  {printable(machine.place)}" if machine.place else ""
        owner = f"{history.owner.id} {printable(history.owner.name)}{place}"
        lines.append(words(N_("Belongs to: {owner}"), owner=owner))
        lines += _of_the_file(history.owner, machine, words)
    else:
        lines.append(words(N_("In no customer's file now")))
    lines.append("")
    dated_texts = [(step.at, _step(step, staff, words)) for step in history.steps]
    for state in history.tickets:
        dated_texts.append((state.ticket.received, "\n".join(_ticket_story(state, words))))
    lines += [text for _, text in sorted(dated_texts, key=lambda each: each[0])]
    lines += ["", words(N_("Tickets: {count}"), count=len(history.tickets))]
    if lives:
        lines.append(words(N_("Parts fitted:")))
        lines += [_life(life, settings, words, today) for life in lives]
    return "\n".join(lines)


def _of_the_file(owner: cu.Customer, machine: cu.Equipment, words: Words) -> list[str]:
    """What the file says of a machine besides whose it is: where, since when, with what."""
    site = cu.site_of(owner, machine)
    told = [
        (N_("Site"), f"{site.name} {site.address}" if site is not None else ""),
        (N_("Bought"), machine.bought),
        (N_("Day of installation"), words.show(machine.installed) if machine.installed else ""),
        (N_("Software version"), machine.software),
    ]
    known = [f"{words(head)} {words.told(text)}" for head, text in told if text]
    return ["  ".join(known)] if known else []


def _life(life: PartLife, settings: Settings, words: Words, today: date) -> str:
    part = words.part(life.fitted.part)
    if life.count > 1:
        part = f"{part} x{life.count}"
    if life.fitted.serial:
        part = f"{part} {printable(life.fitted.serial)}"
    if life.replaced is None:
        says = N_("    {part}: fitted {since} ({ticket}), in for {days} days")
        days = (today - life.fitted.day).days
        line = words(says, part=part, since=life.fitted.day, ticket=life.fitted.ticket, days=days)
        until = last_day_of(
            life.fitted.day,
            settings.part_warranty,
            first_counts=settings.warranty.first_day_counts,
        )
        own = words(N_("own warranty until {day}"), day=until) if until is not None else ""
        return f"{line}{words.comma}{own}" if own else line
    return words(
        N_("    {part}: fitted {since} ({ticket}), replaced {until}, after {days} days"),
        part=part,
        since=life.fitted.day,
        ticket=life.fitted.ticket,
        until=life.replaced.day,
        days=life.days,
    )


def machine_table(history: MachineHistory, words: Words) -> ValueTable:
    """The same as a list: what happened when, to whose machine or on which ticket, and what was
    told of it.
    """
    rows: list[tuple[datetime, list[TableValue]]] = []
    for step in history.steps:
        reason = printable(getattr(step.event, "reason", ""))
        texts = [words.show(_of_event(step.event)), reason]
        label = words.label("event", ev.tag_of(step.event))
        text = words.comma.join(part for part in texts if part)
        rows.append((step.at, [step.at, label, step.customer_id, step.name, text]))
    for state in history.tickets:
        ticket = state.current
        unit = ticket.customer.unit if ticket.customer else ""
        kind = words.label("kind", ticket.kind) if ticket.kind else ""
        rows.append(
            (ticket.received, [ticket.received, kind, ticket.id, unit, printable(ticket.symptom)])
        )
        for at, label, text in _deeds(state, words):
            rows.append((at, [at, label, ticket.id, unit, text]))
    heads = (N_("Time"), N_("What"), N_("File or ticket"), N_("Customer"), N_("Details"))
    return ValueTable(
        heads=[words(head) for head in heads],
        rows=[row for _, row in sorted(rows, key=lambda each: each[0])],
        told=(3, 4),
    )


def _ticket_story(state: State, words: Words) -> list[str]:
    return [
        ticket_line(state, words).partition("  → ")[0],
        *(f"    {words.show(at)}  {label}: {text}" for at, label, text in _deeds(state, words)),
    ]


def _deeds(state: State, words: Words) -> Iterator[tuple[datetime, str, str]]:
    """What was found and done: when, what it was, and in which words."""
    for event in events_in_order(state.ticket.log):
        if isinstance(event, ev.Visited | ev.Repaired):
            outcome = words.label("outcome", event.outcome) if isinstance(event, ev.Visited) else ""
            cause = words.label("cause", event.cause)
            parts = [outcome, printable(event.found), cause, printable(event.done)]
            parts += [f"{words.part(part.part)} x{part.count}" for part in event.parts]
        elif isinstance(event, ev.Answered):
            parts = [printable(event.answer)]
        elif isinstance(event, ev.Returned):
            parts = [printable(event.done), printable(event.replaced_by)]
        elif isinstance(event, ev.MachineReplaced):
            parts = [
                f"{printable(event.old_serial)} → {printable(event.new_serial)}",
                printable(event.reason),
            ]
        elif isinstance(event, ev.Reopened):
            parts = [printable(event.reason)]
        else:
            continue
        label = words.label("event", ev.tag_of(event))
        yield event.at, label, words.comma.join(part for part in parts if part)


def _head(state: CustomerState, settings: Settings, staff: Staff, words: Words) -> list[str]:
    customer = state.current
    rows = [
        (N_("Address"), words.told(customer.address)),
        (N_("Telephone"), words.told(customer.phone)),
    ]
    for contact in customer.contacts:
        rows.append(
            (
                N_("Contact"),
                "  ".join(
                    words.told(part) for part in (contact.name, contact.mobile, contact.job) if part
                ),
            )
        )
    rows += [(N_("Site"), _site(site, words)) for site in customer.sites]
    office = settings.offices.get(customer.office)
    where = [office.name if office else customer.office, words.label("zone", customer.zone)]
    if customer.distance_km is not None:
        where.append(f"{customer.distance_km} km")
    rows.append((N_("Office"), "  ".join(printable(part) for part in where)))
    rows.append((N_("Customer type"), words.label("customer_sort", customer.sort)))
    if customer.contract:
        rows.append((N_("Contract"), _contract(customer, words)))
    if customer.account is not None:
        account = words(
            N_("{days} days, up to {limit} yuan"),
            days=customer.account.days,
            limit=customer.account.limit,
        )
        rows.append((N_("On account"), account))
    if customer.cared_for_by:
        rows.append((N_("Looked after by"), printable(staff.name_of(customer.cared_for_by))))
    if state.aliases:
        rows.append((N_("Merged files"), words.comma.join(state.aliases)))
    if state.merged_into:
        rows.append((N_("Merged into"), state.merged_into))
    named = [(words(name), text) for name, text in rows]
    most = max(terminal_cells(name) for name, _ in named)
    return [f"{name}{' ' * (most - terminal_cells(name))}  {text}" for name, text in named]


def _site(site: cu.Site, words: Words) -> str:
    """A site in a line: what it is called, where it is, whom to call there."""
    where = [words.label("zone", site.zone)] if site.zone != "inside" else []
    where += [f"{site.distance_km} km"] if site.distance_km is not None else []
    people = [_told(words, each.name, each.mobile) for each in site.contacts]
    return "  ".join([printable(site.name), words.told(site.address), *where, *people])


def _contract(customer: cu.Customer, words: Words) -> str:
    """The contract's name, and what it covers if that is entered."""
    terms = customer.contract_terms
    if terms is None:
        return printable(customer.contract)
    free = [words.label("share", share) for share in terms.free]
    kinds = [words.label("kind", kind) for kind in terms.kinds or CONTRACT_KINDS]
    parts = [
        terms.name,
        words(N_("{since} to {until}"), since=terms.since, until=terms.until),
        words.show(kinds),
        words(N_("free: {shares}"), shares=free) if free else "",
        words.show(terms.machines),
    ]
    return "  ".join(printable(part) for part in parts if part)


def _warranty(machine: cu.Equipment, settings: Settings, words: Words, today: date) -> str:
    """The verdict today, and until when the machine is under warranty; the file's own ends beat the
    usual ones.
    """
    judged = warranty.warranty_of_machine(machine, settings.warranty, today)
    until = f" {words.show(judged['until'])}" if judged.get("until") else ""
    return words.label("verdict", str(judged["verdict"])) + until


def _step(step: MachineStep, staff: Staff, words: Words) -> str:
    return f"{_event(step.event, staff, words)}  [{step.customer_id} {printable(step.name)}]"


def _event(event: cu.AnyCustomerEvent, staff: Staff, words: Words) -> str:
    parts = [
        words.show(event.at),
        words.label("event", ev.tag_of(event)),
        f"({printable(staff.name_of(event.by))})",
        words.show(_of_event(event)),
        printable(getattr(event, "reason", "")),
        words(N_("allowed by a manager")) + f": {printable(event.allowed)}"
        if event.allowed
        else "",
    ]
    return "  ".join(part for part in parts if part)


def _unboxed(event: cu.EquipmentUnboxed) -> Phrase:
    if event.good:
        return Phrase(N_("{serial}: good"), serial=event.serial)
    return Phrase(N_("{serial}: faulty, {found}"), serial=event.serial, found=event.found)


# One branch for each event of a customer's file that says more.
def _of_event(event: cu.AnyCustomerEvent) -> Phrase | str:  # noqa: C901, PLR0912
    """What an event says besides who, when and why."""
    match event:
        case cu.ContactAdded():
            return f"{event.contact.name} {event.contact.mobile}"
        case cu.SiteAdded() | cu.SiteChanged():
            return f"{event.site.name} {event.site.address}"
        case cu.EquipmentAdded():
            return f"{event.machine.model} {event.machine.serial}"
        case cu.EquipmentCorrected():
            return f"{event.serial} {event.field}: {event.old} → {event.new}"
        case cu.EquipmentMoved():
            place = event.place if event.site in (None, "", event.place) else ""
            to = " ".join(part for part in (event.site or "", place or event.place) if part)
            return f"{event.serial} → {to}"
        case cu.EquipmentUnboxed():
            return _unboxed(event)
        case cu.SoftwareUpdated():
            before = event.before or "?"
            return f"{event.serial} {before} → {event.version} {event.ticket}".rstrip()
        case cu.EquipmentReplaced():
            return f"{event.serial} → {event.machine.serial} {event.ticket}".rstrip()
        case cu.EquipmentLeft():
            return (
                f"{event.serial} → {event.to}"
                if event.to
                else Phrase(N_("{serial}, out of use"), serial=event.serial)
            )
        case cu.EquipmentCame():
            return f"{event.machine.serial} ← {event.from_file}"
        case cu.ContractSet():
            terms = event.contract
            return f"{terms.name} {terms.since} – {terms.until}" if terms else "—"
        case cu.Absorbed() | cu.MergedInto():
            return event.file
        case ev.Corrected():
            return f"{event.field}: {event.old} → {event.new}"
        case ev.Renumbered():
            return f"{event.was} → {event.now}"
        case ev.Remarked():
            return event.words
    return ""
