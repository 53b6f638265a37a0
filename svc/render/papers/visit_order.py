"""The order of a visit (上门维修工单, 保养工单 …): what stands on it, for the office and for the
customer.

`visit_order` fills the template `visit_order.html` from a ticket and its log. Before the visit the
lines of the visit are empty, to be written on; printed again afterwards they hold what was
recorded. The office's copy is the receipt slip (维修回执), which the customer signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from msgspec.structs import replace

from svc.errors import N_
from svc.model import events as ev
from svc.render.drawing import SIZE, shortened
from svc.render.pages import Page, Pages
from svc.render.papers.filling import CONSENTS, Filling, Given, filled_page
from svc.render.papers.order_forms import kind_form, warranties_after
from svc.render.papers.order_sides import our_side, their_side, ways_to_pay
from svc.render.papers.values import (
    Earlier,
    OnSiteCharges,
    Slip,
    Tick,
    VisitFindings,
    VisitOrder,
)
from svc.rules.ticket.account import account_of
from svc.rules.ticket.coverage import reason_to_pay
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.visits import brought, is_unfinished

KIT = (
    N_("parts"),
    N_("materials"),
    N_("tools"),
    N_("manual"),
    N_("receipt slip"),
    N_("price list"),
    N_("badge"),
    N_("business cards"),
    N_("shoe covers"),
    N_("receipt book"),
    N_("invoice"),
    N_("cleaning cloth"),
    N_("pen"),
)
"""What every technician takes along where the model has no list (S0 4.1, S2 4.2.3, S4)."""

_WIDEST_TITLE, _WIDEST_CAUSE, WIDEST_KNOWN = SIZE * 10, SIZE * 18, SIZE * 50
"""How wide title, cause and the line with both and the remedy are at most, so that an order with a
known fault needs no more lines than one without: there is one line less for what is agreed on site.
"""
ROWS_ON_SITE, LONG_QUOTE = 2, 3
"""Lines for what is agreed on site (现场商定收费)."""


def visit_order(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The work order of one ticket as it stands in its log: the same record gives the same page.

    Raises OnlyNoted before intake is complete.
    """
    return filled_page("visit-order", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> VisitOrder:
    head = fill.head()
    ticket, words = fill.ticket, fill.words
    order = VisitOrder(
        head=head,
        kind=words.label("kind", ticket.kind),
        channel=words.label("channel", ticket.channel),
        urgency_reason=fill.urgency_reason(),
        mode=words.label("mode", ticket.mode),
        received_at=words.show(ticket.received),
        received_by=fill.taken_by(),
        reminders=fill.state.reminders,
        reopened=_reopened(fill),
        repeat_of=words.show(ticket.repeat_of),
        customer=fill.customer(),
        machine=fill.machine(),
        symptom=fill.intake_value("symptom", ticket.symptom),
        occurred=fill.intake_value("occurred", ticket.occurred),
        wishes=fill.intake_value("wishes", ticket.wishes),
        asked_for=fill.moment(ticket.asked_for),
        judged=fill.judged().replace("\n", fill.words(N_("; "))),
        prepare=fill.of(fill.last(ev.Replied), "prepare"),
        commitments=fill.commitments(),
        technician=fill.technician(),
        appointment=fill.moment(fill.state.appointment),
        agreed_with=fill.agreed_with(),
        together=[_other_machine(fill, other) for other in fill.given.together],
        dues=fill.dues("on_site", "visit"),
        kit=visit_kit(fill, fill.checklist("preparation") or [words(name) for name in KIT]),
        earlier=_earlier(fill),
        known=_known(fill),
        visit=_visit(fill),
        form=kind_form(fill),
        charges=_charges(fill),
        consents=[fill.consent(to, text) for to, text in CONSENTS.items()],
        slip=_slip(fill),
        warranties=_warranties(fill),
        outcomes=_outcomes(fill),
        causes=get_args(ev.Cause),
        checks=_checks(fill),
        ratings=fill.ratings(),
    )
    return replace(order, ours=our_side(fill, order), theirs=their_side(fill, order))


def _other_machine(fill: Filling, other: State) -> str:
    """A ticket of the same visit: its number and machine."""
    ticket, place = other.current, f"{other.ticket.id}: equipment"
    machine = ticket.equipment
    texts = (ticket.id, machine.model, machine.serial) if machine else (ticket.id,)
    return " ".join(fill.ink(place, text) for text in texts)


def _reopened(fill: Filling) -> str:
    """When and why the ticket was last opened again: what the technician goes there for now."""
    opened = [event for event in fill.log if isinstance(event, ev.Reopened)]
    return f"{fill.words.show(opened[-1].at)}　{fill.of(opened[-1], 'reason')}" if opened else ""


def _charges(fill: Filling) -> OnSiteCharges | None:
    """What is charged, before that what was quoted; room for what is agreed on site, unless the
    work is over, or nothing may be charged whatever is found.
    """
    quote, charge = fill.last(ev.Quoted), fill.last(ev.Charged)
    money = fill.money(charge or quote)
    is_over = fill.state.visit is not None or fill.last(ev.Accepted) is not None
    is_open = charge is None and not is_over and not _is_free(fill)
    paid = _paid(fill)
    if money is None and not is_open and not paid:
        return None
    differs = charge is not None and quote is not None and charge.total != quote.total
    return OnSiteCharges(
        money=money,
        is_charged=charge is not None,
        quoted=f"{quote.total:.2f}" if differs and quote else "",
        rows=_rows_on_site(quote, has_known=bool(_known(fill))) if is_open else 0,
        paid=paid,
        ways_to_pay=ways_to_pay(fill),
    )


def _rows_on_site(quote: ev.Quoted | None, *, has_known: bool) -> int:
    """Of a long quotation only one, and one less below a known fault, so that the order stays on
    one sheet.
    """
    rows = 1 if quote is not None and len(quote.lines) > LONG_QUOTE else ROWS_ON_SITE
    return max(1, rows - has_known)


def _is_free(fill: Filling) -> bool:
    """Whether nothing is charged whatever is found on site: under a contract, and for kinds that
    are free.
    """
    is_under_contract = fill.ticket.covered_by is not None and reason_to_pay(fill.state) is None
    return is_under_contract or fill.ticket.kind in ("survey", "complaint", "suggestion", "inquiry")


def _warranties(fill: Filling) -> list[str]:
    visit = fill.state.visit
    if visit is None:
        return warranties_after(fill, None, has_parts=True)
    return warranties_after(fill, visit.at.date(), has_parts=bool(visit.parts))


def _checks(fill: Filling) -> list[Tick]:
    """What is tried before leaving: the model's list; once a visit is recorded, what it says."""
    words, visit = fill.words, fill.state.visit
    items = fill.checklist("self_check") if visit is None else []
    if items:
        return [Tick(text=item) for item in items]
    checked = visit.checked if visit else []
    return [
        Tick(text=words.label("checked", check), on=check in checked)
        for check in get_args(ev.VisitCheck)
    ]


def _paid(fill: Filling) -> str:
    """What the technician need not ask for any more, and what is still to be paid."""
    account = account_of(fill.log)
    if not account.paid:
        return ""
    if account.charge is None:
        return fill.words(N_("{paid} paid in advance"), paid=f"{account.paid:.2f}")
    return fill.words(
        N_("{paid} paid, {open} to be paid"),
        paid=f"{account.paid:.2f}",
        open=f"{account.still_to_pay:.2f}",
    )


def visit_kit(fill: Filling, usual: Sequence[str] = ()) -> list[Tick]:
    """What this visit needs, then what is `usual` for every visit; ticked as far as it was got
    ready.
    """
    sent, prepared = fill.last(ev.Dispatched), fill.last(ev.Prepared)
    if sent is None or prepared is None or prepared.seq < sent.seq:
        ready, missing = [], []
    else:
        ready = [fill.ink(f"log {prepared.seq}: ready", text) for text in prepared.ready]
        missing = [fill.ink(f"log {prepared.seq}: missing", text) for text in prepared.missing]
    bring = _to_bring(fill)
    given_back = {
        event.of for event in fill.round if isinstance(event, ev.LoanEnded) and event.how != "used"
    }
    for event in fill.round:
        if isinstance(event, ev.PartLent) and event.id not in given_back:
            part = fill.part_called(f"log {event.seq}: part", event.part)
            ready.append(fill.words(N_("{part} × {count}, lent"), part=part, count=event.count))
            bring.pop(part, "")  # it is here
    items = dict.fromkeys((*bring.values(), *ready, *missing, *usual))
    return [Tick(text=text, on=text in ready, missing=text in missing) for text in items]


def _to_bring(fill: Filling) -> dict[str, str]:
    """What was said last to be brought, as it is shown, by what it is."""
    shown = {}
    said = [event for event in (fill.last(ev.Reassigned), fill.last(ev.Dispatched)) if event]
    for event in sorted(said, key=lambda event: event.seq, reverse=True):
        for text in event.bring:
            what, count = brought(text)
            part = fill.part_called(f"log {event.seq}: bring", what)
            shown[part] = part
            if count > 1:
                shown[part] = fill.words(N_("{part} × {count}"), part=part, count=count)
        if shown or isinstance(event, ev.Dispatched):
            break
    return shown


def _earlier(fill: Filling) -> list[Earlier]:
    out: list[Earlier] = []
    technician = ""
    for event in fill.log:
        match event:
            case ev.Dispatched() | ev.Reassigned() | ev.Rescheduled():
                technician = event.technician or technician
            case ev.TakenOver(visit=True):
                technician = event.to
            case ev.Visited() if event is not fill.state.visit:
                out.append(
                    Earlier(
                        when=fill.words.show(event.at),
                        who=fill.name(technician),
                        outcome=fill.words.label("outcome", event.outcome),
                        done=fill.of(event, "done"),
                        leftover=fill.of(event, "leftover"),
                    )
                )
    return out


def _known(fill: Filling) -> str:
    """What is known of the fault, in a line, until the visit is recorded: then it is found out.
    The whole entry is a command away.
    """
    if fill.state.visit is not None:
        return ""
    for entry in fill.given.known_faults():
        says = fill.words(
            N_("{title}: {cause} → {remedy}"),
            title=shortened(entry.title, _WIDEST_TITLE),
            cause=shortened(entry.cause, _WIDEST_CAUSE),
            remedy=entry.remedy,
        )
        return fill.ink(f"knowledge/{entry.slug}.md", shortened(says, WIDEST_KNOWN))
    return ""


def _visit(fill: Filling) -> VisitFindings:
    visit = fill.state.visit
    arrived = fill.state.last_mark("arrived") if visit or fill.state.status == "visiting" else None
    came = fill.words.show(arrived.at) if arrived else ""
    accepted = fill.last(ev.Accepted)
    if visit is None and accepted is not None:
        arrived = fill.state.last_mark("arrived")
        return VisitFindings(
            arrived=fill.words.show(arrived.at) if arrived else "",
            left=fill.words.show(accepted.at),
            outcome="completed",
            done=fill.of(accepted, "words"),
        )
    if visit is None:
        return VisitFindings(arrived=came)
    texts = ("surroundings", "found", "evidence", "done", "condition", "advice", "leftover")
    return VisitFindings(
        arrived=came,
        left=fill.words.show(visit.at),
        outcome=visit.outcome,
        unfinished=is_unfinished(visit),
        cause=visit.cause,
        in_warranty=_covered(fill, visit),
        papers_seen=visit.papers_seen,
        checked=[*visit.checked],
        parts=[fill.part(visit, used) for used in visit.parts],
        **{name: fill.of(visit, name) for name in texts},
    )


def _covered(fill: Filling, visit: ev.Visited) -> bool | None:
    """In warranty as seen on site, else as judged at intake; None where nobody knows."""
    machine = fill.ticket.equipment
    if visit.in_warranty is not None or machine is None or machine.warranty.verdict == "unknown":
        return visit.in_warranty
    return machine.warranty.verdict == "in"


def _slip(fill: Filling) -> Slip:
    slip = fill.state.slip
    if slip is None:
        return Slip()
    texts = ("signed_by", "unsigned", "remark")
    return Slip(rating=slip.rating or "", **{name: fill.of(slip, name) for name in texts})


def _outcomes(fill: Filling) -> tuple[str, ...]:
    """How a visit can end; only an installation, which has a form of its own, is continued another
    day or accepted as completed.
    """
    outcomes: tuple[str, ...] = get_args(ev.Outcome)
    given = fill.state.visit.outcome if fill.state.visit else ""
    return tuple(o for o in outcomes if o == given or o not in ("completed", "continued"))
