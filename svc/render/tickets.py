"""A ticket in words: as a story, and what a command says at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import msgspec

from svc.errors import N_
from svc.model import events as ev
from svc.model.staff import Staff
from svc.model.tickets import Ticket
from svc.render.fields import field_label
from svc.render.serials import serial_words
from svc.render.words import Words, printable, word_as_typed
from svc.rules.promises.runs import PROMISE_STATES, PromiseRun, nearest_promise
from svc.rules.ticket.bench import MachineHere
from svc.rules.ticket.coverage import BY_WARRANTY, service_now
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.loaners import loaners_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.rules.promises.broken_then_amended import BrokenThenAmended
    from svc.rules.promises.due import Due

_HIDDEN = {
    "seq",
    "id",
    "at",
    "typed",
    "by",
    "of",
    "digest",
    "guided",
    "sure",
    "acting",
    "office_changed.region",
    "office_changed.calendar",
    "office_changed.away_from",
    "sha256",
    "renumbered.fields",
    "renumbered.events",
}


def ticket_story(
    state: State,
    promises: list[PromiseRun],
    staff: Staff,
    words: Words,
    now: datetime,
    *,
    overturned: Sequence[BrokenThenAmended] = (),
    on_duty: Sequence[str] = (),
) -> str:
    """One ticket from the first call to now, its promises (those too that were broken until
    something was put right), and what comes next.
    """
    ticket = state.current
    lines = [_title(ticket, state, words), *_joined(state, words), *_head(state, words), ""]
    in_time = sorted(events_in_order(ticket.log), key=lambda e: e.at)
    for _, told in groupby(in_time, _one_choice):
        event, *others = told
        if others:
            lines += _corrections([event, *others], staff, words)
        elif isinstance(event, ev.Amended):
            lines.append(_amendment(event, state, staff, words))
        else:
            lines.append(event_line(event, staff, words))
    for event in state.out_of_turn:
        lines.append(
            words(
                N_(
                    "! event {seq} ({what}) is out of order: svc settle {ticket} "
                    "--outcome {status} --reason REASON"
                ),
                seq=event.seq,
                what=words.label("event", ev.tag_of(event)),
                ticket=ticket.id,
                status=word_as_typed(words.label("status", state.status)),
            )
        )
    lines += set_back_lines(ticket, staff, words)
    account = state.account
    if not account.is_empty:
        from svc.render.money import money_lines

        lines += ["", *money_lines(account, staff, words)]
    if state.machine is not None:
        lines += ["", _machine_here(state.machine, words)]
    lines += [
        words(
            N_("The customer has a loaner: {machine}, until {until}"),
            machine=f"{words.part(each.part)} {printable(each.serial)}",
            until=each.until,
        )
        for each in loaners_out(state.events)
    ]
    if promises:
        lines += ["", words(N_("Promises")), *(promise_line(run, words, now) for run in promises)]
    lines += [
        words(
            N_("  {promise}  {due}  was overdue until {day}, when an entry was put right"),
            promise=words.label("promise", each.run.promise),
            due=each.run.due or "—",
            day=each.correction.typed,
        )
        for each in overturned
    ]
    lines += ["", *next_lines(state, promises, staff, words, on_duty=on_duty)]
    return "\n".join(lines)


def _joined(state: State, words: Words) -> list[str]:
    """With which other ticket it is one matter."""
    if state.duplicate_of:
        says = N_("The matter goes on as {ticket}: svc show {ticket}")
        return [words(says, ticket=state.duplicate_of)]
    others = dict.fromkeys(
        event.ticket
        for event in state.events
        if isinstance(event, ev.Linked) and event.why == "same"
    )
    return [words(N_("Joined to it: {tickets}"), tickets=list(others))] if others else []


def set_back_lines(ticket: Ticket, staff: Staff, words: Words) -> list[str]:
    """A line for each entry that was typed by a clock behind that of the entry before it."""
    typed = [event.typed for event in events_in_order(ticket.log)]
    if all(earlier <= later for earlier, later in pairwise(typed)):  # nearly always
        return []
    from svc.rules.merge.clock_skew import clocks_set_back, span_text

    lines = []
    for step in clocks_set_back(ticket.log):
        lines.append(
            words(
                N_(
                    "! event {seq} (by {by}) was entered at {typed}, {behind} before event "
                    "{earlier} (by {earlier_by}): a clock was set back; promises are counted "
                    "from the times as recorded"
                ),
                seq=step.event.seq,
                by=staff.name_of(step.event.by),
                typed=step.event.typed,
                behind=span_text(step.seconds),
                earlier=step.earlier.seq,
                earlier_by=staff.name_of(step.earlier.by),
            )
        )
    return lines


def _title(ticket: Ticket, state: State, words: Words) -> str:
    parts = [
        ticket.id,
        words.label("kind", ticket.kind),
        f"[{words.label('status', state.status)}]",
    ]
    if ticket.urgency not in (None, "normal"):
        parts.append(words.label("urgency", ticket.urgency))
    if state.reminders:
        parts.append(words(N_("further calls from the customer: {times}"), times=state.reminders))
    return "  ".join(part for part in parts if part)


def _head(state: State, words: Words) -> list[str]:
    ticket = state.current

    def in_turn(*values: str) -> str:
        return "  ".join(words.told(value) for value in values)

    rows: list[tuple[str, str]] = []
    if ticket.customer:
        customer = ticket.customer
        rows.append((N_("Customer"), in_turn(customer.unit, customer.address, customer.phone)))
        rows.append((N_("Contact"), in_turn(customer.contact, customer.mobile)))
    if ticket.equipment:
        machine = ticket.equipment
        told = in_turn(machine.model, machine.specification)
        numbers = serial_words([words.told(each) for each in state.serials_in_turn()], words)
        rows.append((N_("Machine"), f"{told}  {numbers}"))
        rows.append(
            (
                N_("Warranty"),
                words(
                    N_("{label}: {value}"),
                    label=words.label("verdict", machine.warranty.verdict),
                    value=f"{machine.warranty.reason}  → {words.label('mode', ticket.mode)}",
                ),
            )
        )
        why = service_now(state).why
        if why not in (*BY_WARRANTY, "free_kind"):
            rows.append((N_("Who pays"), words.label("who_pays", why)))
    if ticket.symptom:
        rows.append((N_("Symptom"), printable(ticket.symptom.strip())))
    for due in ticket.upkeep:
        says = N_("{model} {serial}, plan {plan}: due {due}, proposed {proposed}")
        rows.append(
            (
                N_("Due machine"),
                words(
                    says,
                    model=due.model,
                    serial=due.serial,
                    plan=due.plan,
                    due=due.due,
                    proposed=due.proposed,
                ),
            )
        )
    if ticket.repeat_of:
        rows.append((N_("Repeated repair"), words.show(ticket.repeat_of)))
    if ticket.occurred:
        rows.append((N_("Occurred"), words.told(ticket.occurred)))
    if ticket.wishes:
        rows.append((N_("Wishes"), words.told(ticket.wishes)))
    for gap in ticket.unknown:
        label = _head_label(gap.field, words)
        rows.append((N_("Not known"), words(N_("{label}: {value}"), label=label, value=gap.why)))
    from svc.render.tables import terminal_cells

    called = [words(name) for name, _ in rows]
    most = max((terminal_cells(name) for name in called), default=0)
    return [
        f"{name}{' ' * (most - terminal_cells(name))}  {text}"
        for name, (_, text) in zip(called, rows, strict=True)
    ]


def _head_label(path: str, words: Words) -> str:
    """What the head value at a dotted path (`equipment.serial`) is called."""
    name = path.rpartition(".")[2]
    labels = [words.label(group, name) for group in ("told", "decided")]
    return next((label for label in labels if label != name), printable(path))


_HEAD_GROUPS = {"zone": "zone", "mode": "mode", "verdict": "verdict"}
"""Values of the head that have names."""


def head_text(path: str, old: str, new: str, words: Words) -> tuple[str, str, str]:
    """What a value of the head is called, and two values of it in words."""
    name = path.rpartition(".")[2]
    group = _HEAD_GROUPS.get(name, "")

    def text(value: str) -> str:
        if value in ("true", "false"):
            return words(N_("yes")) if value == "true" else words(N_("no"))
        return words.label(group, value) if group and value else words.told(value) or "—"

    return _head_label(path, words), text(old), text(new)


def _one_choice(event: ev.AnyEvent) -> object:
    """The same for values that were corrected in one command, as where another customer or machine
    was chosen.
    """
    if isinstance(event, ev.Corrected):
        return event.typed, event.by, event.reason
    return event.id


def _corrections(corrected: Sequence[ev.AnyEvent], staff: Staff, words: Words) -> list[str]:
    """Several values corrected at once: why, then a line for each."""
    lines: list[str] = []
    for event in corrected:
        assert isinstance(event, ev.Corrected)
        if not lines:
            because = words(N_("{label}: {value}"), label=words(N_("reason")), value=event.reason)
            lines.append("  ".join((*_who_and_when(event, staff, words), because)))
        label, old, new = head_text(event.field, event.old, event.new, words)
        lines.append("    " + words(N_("{label}: {value}"), label=label, value=f"{old} → {new}"))
    return lines


def _who_and_when(event: ev.AnyEvent, staff: Staff, words: Words) -> tuple[str, str, str]:
    return (
        words.show(event.at),
        words.label("event", ev.tag_of(event)),
        f"({printable(staff.name_of(event.by))})",
    )


def event_line(event: ev.AnyEvent, staff: Staff, words: Words) -> str:
    """What happened in one line: when, what, who, and what was told."""
    return "  ".join((*_who_and_when(event, staff, words), *_fields(event, staff, words)))


def _fields(
    event: ev.AnyEvent, staff: Staff, words: Words, left_out: Collection[str] = ()
) -> list[str]:
    """What an event says, field by field."""
    what = ev.tag_of(event)
    parts = []
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if name in _HIDDEN or f"{what}.{name}" in _HIDDEN or value in (None, "", [], ()):
            continue
        if name in left_out:
            continue
        label, group = field_label(what, name)
        if isinstance(event, ev.Corrected) and name in ("old", "new"):
            value = head_text(event.field, event.old, event.new, words)[1 if name == "old" else 2]
        if name == "in_hand":  # ids of entries
            value = len(value)
        parts.append(
            words(
                N_("{label}: {value}"), label=words(label), value=_shown(value, group, staff, words)
            )
        )
    return parts


def what_was_told(
    event: ev.AnyEvent, state: State, staff: Staff, words: Words, left_out: Collection[str] = ()
) -> list[str]:
    """What an event of a ticket says, field by field, without those `left_out`; an amendment: of
    which entry, what the value was, what it is, and why.
    """
    entry = None
    if isinstance(event, ev.Amended):
        entry = next((other for other in state.ticket.log if other.id == event.of), None)
    if entry is None or not isinstance(event, ev.Amended):
        return _fields(event, staff, words, left_out)
    what = ev.tag_of(entry)
    replaced = next(
        (each.replaced for each in state.amendments if each.amendment.id == event.id), None
    )
    label = N_("when") if event.field == "at" else field_label(what, event.field)[0]
    changed = words(
        N_("{number} {entry}, {field}: {old} → {new}"),
        number=entry.seq,
        entry=words.label("event", what),
        field=words(label),
        old=shown_text(entry, event.field, replaced or "", staff, words) or "—",
        new=shown_text(entry, event.field, event.new, staff, words) or "—",
    )
    because = words(
        N_("{label}: {value}"), label=words(N_("reason")), value=printable(event.reason)
    )
    return [changed, because]


def _amendment(event: ev.Amended, state: State, staff: Staff, words: Words) -> str:
    return "  ".join(
        (*_who_and_when(event, staff, words), *what_was_told(event, state, staff, words))
    )


def shown_text(event: ev.AnyEvent, field: str, text: str, staff: Staff, words: Words) -> str:
    """A value of an event, as an amendment holds it, in words; as it is written if it can't be a
    value of the field.
    """
    from svc.rules.ticket.amendments import with_value

    what = ev.tag_of(event)
    group = field_label(what, field)[1]
    changed = with_value(event, field, text)
    value = text if changed is None else getattr(changed, field)
    return "" if value in (None, "", []) else _shown(value, group, staff, words)


def _machine_here(machine: MachineHere, words: Words) -> str:
    """Where the customer's machine is while it is with us, and whether it is ready."""
    if machine.at_factory:
        return words(N_("The machine is at the factory."))
    if machine.customer_told:
        how = N_("ready, customer told")
    elif machine.ready:
        how = N_("ready")
    else:
        how = N_("not ready")
    return words(
        N_("The machine is here: {place}, {how}"), place=machine.place or "—", how=words(how)
    )


def _money_shown(value: ev.QuoteLine | ev.PaidWay, words: Words) -> str:
    if isinstance(value, ev.PaidWay):
        return f"{words.label('pay', value.how)} {value.amount}"
    from svc.render.money import line_item

    return f"{line_item(value, printable(value.item), words)} {value.count} × {value.price}"


def _shown(value: object, group: str, staff: Staff, words: Words) -> str:
    if group == "staff":
        return printable(staff.name_of(str(value)))
    if group == "told":
        return _head_label(str(value), words)
    if group and isinstance(value, str):
        return words.label(group, value)
    if isinstance(value, bool):
        return words(N_("yes")) if value else words(N_("no"))
    if isinstance(value, list):
        return words.comma.join(_shown(item, group, staff, words) for item in value)
    if isinstance(value, (ev.QuoteLine, ev.PaidWay)):
        return _money_shown(value, words)
    if isinstance(value, ev.PartUsed):
        serials = " ".join(
            printable(serial) for serial in (value.serial, value.old_serial) if serial
        )
        return " ".join(
            filter(
                None,
                (
                    f"{words.part(value.part)} × {value.count}",
                    serials,
                    words.label("old_part", value.old_part),
                ),
            )
        )
    if isinstance(value, (ev.Signature, ev.NotSigned)):
        party = words.label("party", value.party)
        if isinstance(value, ev.NotSigned):
            return words(N_("{label}: {value}"), label=party, value=value.reason)
        return words(N_("{party} {name} on {day}"), party=party, name=value.name, day=value.on)
    if isinstance(value, msgspec.Struct):
        fields = [getattr(value, name) for name in value.__struct_fields__]
        return " ".join(
            _shown(field, "", staff, words) for field in fields if field not in (None, "")
        )
    if isinstance(value, (datetime, date, Decimal, int)):
        return words.show(value)
    return printable(str(value).strip())


def promise_line(run: PromiseRun, words: Words, now: datetime) -> str:
    """A promise with its due time and how it stands; one that stands still has no due time until it
    goes on.
    """
    if run.state == "paused":
        paused = how_long_paused(run, words)
        return f"  {words.label('promise', run.promise)}  —  {paused}{_provisional(run, words)}"
    due = words.show(run.due) if run.due else "—"
    text = f"  {words.label('promise', run.promise)}  {due}  {words(PROMISE_STATES[run.state])}"
    if run.ended is not None and run.state in ("kept", "late"):
        text += f" {words.show(run.ended.at)}"
    return text + _provisional(run, words)


def _provisional(run: PromiseRun, words: Words) -> str:
    if not run.years_not_listed:
        return ""
    years = ", ".join(str(year) for year in run.years_not_listed)
    return " " + words(N_("(provisional: the calendar does not list {years})"), years=years)


def how_long_paused(promise: Due | PromiseRun, words: Words) -> str:
    """That a promise stands still, and what is left of its time: `paused, 3h20m left`."""
    from svc.render.explained import hours_and_minutes

    return words(N_("paused, {length} left"), length=hours_and_minutes(promise.left_seconds or 0))


def service_line(state: State, words: Words) -> str:
    """How the ticket is served and who pays: the warranty with its days, else what decides."""
    ticket, row = state.current, service_now(state)
    way = words.label("mode", ticket.mode)
    if ticket.equipment is None or row.why not in BY_WARRANTY:
        return f"{words.label('who_pays', row.why)}  → {way}"
    warranty = ticket.equipment.warranty
    label = words.label("verdict", warranty.verdict)
    return words(N_("{label}: {value}"), label=label, value=warranty.reason) + f"  → {way}"


def next_lines(
    state: State,
    promises: list[PromiseRun],
    staff: Staff,
    words: Words,
    *,
    on_duty: Sequence[str] = (),
) -> list[str]:
    """What comes next, who does it, until when; `on_duty` outside opening hours, with the
    telephone.
    """
    from svc.rules.ticket.steps import next_commands
    from svc.rules.ticket.turns import whose_turn

    lines = [words(N_("Next: {commands}"), commands=next_commands(state))]
    due = nearest_promise(promises)
    if due is not None and due.state != "paused":
        lines.append(
            words(
                N_("First due: {promise} by {due}"),
                promise=words.label("promise", due.promise),
                due=due.due,
            )
        )
    who = whose_turn(state, staff, on_duty)
    if who and who == list(on_duty):
        lines.append(words(N_("On duty now: {who}"), who=duty_people(who, staff)))
    elif who:
        lines.append(words(N_("Next to act: {who}"), who=[staff.name_of(person) for person in who]))
    if state.technician and state.status in ("dispatched", "visiting"):
        lines.append(
            words(
                N_("Technician: {who}, agreed time {time}"),
                who=duty_people([state.technician], staff),
                time=state.appointment or "",
            )
        )
    return lines


def duty_people(who: Sequence[str], staff: Staff) -> list[str]:
    """Their names, each with the telephone to call."""
    people = [(staff.name_of(person), staff.find_person(person)) for person in who]
    return [f"{name} {person.phone}".rstrip() if person else name for name, person in people]
