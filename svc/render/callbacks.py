"""The callback list (回访名单): whom to call now, on which number, about what, and what to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from svc.actions.promises import OpenPromise
from svc.errors import N_
from svc.model import events as ev
from svc.model.settings import Settings
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words, printable
from svc.rules.promises.runs import PROMISE_STATES

PHRASE = N_(
    "Say: Hello, is that {contact}? {department} here. How has your {model} been running since "
    "our repair? "
    "Are you satisfied with our work, and what could we do better? Thank you."
)
"""What to say (S0 3.6, in our own words)."""


def call_lines(
    items: Sequence[OpenPromise], settings: Settings, words: Words, now: datetime
) -> list[str]:
    """The calls, the one that is due first on top; those to be tried later say when."""
    if not items:
        return [words(N_("No callbacks are waiting."))]
    lines = [words(N_("Callbacks waiting: {count}"), count=len(items))]
    for item in items:
        customer, machine = item.ticket.customer, item.ticket.equipment
        if customer is None or machine is None:
            continue
        lines.append("")
        lines.append(
            words(
                N_("{ticket}  due {due} ({standing})  {contact} {mobile}  {unit}"),
                ticket=item.ticket.id,
                due=item.promise.due,
                standing=words(PROMISE_STATES[item.promise.state]),
                contact=words.told(customer.contact),
                mobile=words.told(customer.mobile),
                unit=customer.unit,
            )
        )
        did = work_done(item)
        if did:
            lines.append(
                "  " + words(N_("{model}: {did}"), model=words.told(machine.model), did=did)
            )
        if item.state.slip is not None and item.state.slip.rating:
            lines.append(
                "  "
                + words(
                    N_("on the slip: {rating}"),
                    rating=words.label("rating", item.state.slip.rating),
                )
            )
        tried = [
            e for e in item.ticket.log if isinstance(e, ev.NotReached) and e.purpose == "callback"
        ]
        if tried:
            lines.append(
                "  "
                + words(
                    N_("tried {times} times, last {at}: {reason}; next attempt {next}"),
                    times=len(tried),
                    at=tried[-1].at,
                    reason=tried[-1].reason,
                    next=tried[-1].next or "—",
                )
            )
        lines.append("  " + callback_phrase(item, settings, words))
    lines += [
        "",
        words(
            N_("To record one: svc callback {ticket} --spoke-to NAME --rating satisfied"),
            ticket=items[0].ticket.id,
        ),
    ]
    return lines


def call_table(items: Sequence[OpenPromise], words: Words) -> ValueTable:
    """The calls as a list for a spreadsheet."""
    rows: list[list[TableValue]] = []
    for item in items:
        customer, machine, slip = item.ticket.customer, item.ticket.equipment, item.state.slip
        rows.append(
            [
                item.ticket.id,
                item.promise.due,
                words(PROMISE_STATES[item.promise.state]),
                customer.contact if customer else "",
                customer.mobile if customer else "",
                customer.unit if customer else "",
                machine.model if machine else "",
                work_done(item),
                words.label("rating", slip.rating) if slip and slip.rating else "",
            ]
        )
    heads = (
        *(N_("Ticket"), N_("Due"), N_("State"), N_("Contact"), N_("Mobile"), N_("Customer")),
        *(N_("Machine"), N_("Work done"), N_("Rating on the slip")),
    )
    return ValueTable(
        heads=[words(head) for head in heads], rows=rows, numbers=(4,), told=(3, 5, 7)
    )


def work_done(item: OpenPromise) -> str:
    """What was done last: at the visit, on the bench, at the factory, or by phone."""
    for event in reversed(item.ticket.log):
        if isinstance(event, ev.Visited | ev.Repaired | ev.Returned):
            return printable(event.done)
        if isinstance(event, ev.Answered):
            return printable(event.answer)
    return ""


def callback_phrase(item: OpenPromise, settings: Settings, words: Words) -> str:
    """What to say to this customer."""
    customer, machine = item.ticket.customer, item.ticket.equipment
    return words(
        PHRASE,
        contact=customer.contact if customer else "",
        department=settings.name,
        model=machine.model if machine else "",
    )
