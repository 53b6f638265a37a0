"""The bench repair order (维修单): what stands on it, for our files, the customer, and the bench.

`bench_order` fills the template `bench_order.html` from a ticket and its log. Printed when the
customer brings the machine, it has lines to write and sign on; printed again later they hold what
was recorded.
"""

from __future__ import annotations

from typing import TypeVar, get_args

from svc.errors import N_
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import CONSENTS, THE_FACTORY, Filling, Given, filled_page
from svc.render.papers.order_forms import warranties_after
from svc.render.papers.order_sides import whose_machine
from svc.render.papers.values import BenchOrder, BenchWork, Factory, PickUp, Reception

E = TypeVar("E", bound=ev.Event)


def bench_order(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The bench repair order of one ticket as it stands in its log: the same record gives the same
    page.

    Raises OnlyNoted before intake is complete.
    """
    return filled_page("bench-order", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> BenchOrder:
    head = fill.head(mark=_mark(fill))
    ticket, words = fill.ticket, fill.words
    quoted = fill.last(ev.Quoted)
    return BenchOrder(
        head=head,
        received_at=words.show(ticket.received),
        received_by=fill.taken_by(),
        repeat_of=words.show(ticket.repeat_of),
        customer=fill.customer(),
        machine=fill.machine(),
        symptom=fill.intake_value("symptom", ticket.symptom),
        occurred=fill.intake_value("occurred", ticket.occurred),
        wishes=fill.intake_value("wishes", ticket.wishes),
        reception=_reception(fill),
        dues=fill.dues("bench"),
        commitments=fill.commitments(),
        quoted=_in_a_line(fill, quoted),
        consents=[fill.consent(to, text) for to, text in CONSENTS.items()],
        work=_work(fill),
        factory=_factory(fill),
        charged=_charged(fill, quoted),
        pick_up=_pick_up(fill),
        warranties=_warranties(fill),
        checklist=fill.checklist(ticket.kind or "") or fill.checklist("self_check"),
        whose=whose_machine(fill, fill.customer(), fill.machine(), full=True),
        whose_for_others=whose_machine(fill, fill.customer(), fill.machine(), full=False),
        causes=get_args(ev.Cause),
    )


def _warranties(fill: Filling) -> list[str]:
    repaired = _since(fill, ev.Repaired) or _since(fill, ev.Returned)
    if repaired is None:
        return warranties_after(fill, None, has_parts=True)
    has_parts = isinstance(repaired, ev.Repaired) and bool(repaired.parts)
    return warranties_after(fill, repaired.at.date(), has_parts=has_parts)


def _since(fill: Filling, kind: type[E]) -> E | None:
    """The last event of this kind since the machine came in: what was done to it the time before is
    another order.
    """
    brought, event = fill.last(ev.BroughtIn), fill.last(kind)
    return event if event and (brought is None or event.seq > brought.seq) else None


def _mark(fill: Filling) -> str:
    """That the request was given up or stands still, that the machine is away, or went back
    unrepaired.
    """
    machine = fill.state.machine
    if fill.stopped():
        return fill.stopped()
    if machine and machine.at_factory:
        return fill.words(N_("At the factory"))
    picked_up = _since(fill, ev.PickedUp)
    was_repaired = _since(fill, ev.Repaired) or _since(fill, ev.Returned)
    return (
        fill.words(N_("Unfinished: returned unrepaired")) if picked_up and not was_repaired else ""
    )


def _reception(fill: Filling) -> Reception:
    brought, machine = fill.last(ev.BroughtIn), fill.state.machine
    if brought is None:
        return Reception()
    placed = _since(fill, ev.Placed)
    return Reception(
        at=fill.moment(brought.at),
        by=fill.name(brought.by),
        place=fill.ink(
            f"log {(placed or brought).seq}: place", machine.place if machine else brought.place
        ),
        condition=fill.of(brought, "condition"),
        configuration=fill.of(brought, "configuration"),
        parts_ours=brought.parts_ours,
        accessories=fill.ink(
            f"log {brought.seq}: accessories", fill.words.comma.join(brought.accessories)
        ),
        signed_by=fill.of(brought, "signed_by"),
        unsigned=fill.of(brought, "unsigned"),
        ready_by=fill.moment(brought.ready_by),
    )


def _in_a_line(fill: Filling, event: ev.Quoted | ev.Charged | None) -> str:
    """Quote or charge in short; the quotation is a paper of its own."""
    money = fill.money(event)
    if money is None:
        return ""
    lines = fill.words.comma.join(
        f"{line.item} {line.count} × {line.price}" for line in money.lines
    )
    return fill.words(N_("{lines}; total {total}"), lines=lines, total=money.total)


def _charged(fill: Filling, quoted: ev.Quoted | None) -> str:
    charged = fill.last(ev.Charged)
    if charged and quoted and charged.lines == quoted.lines:
        return fill.words(N_("{total}, as quoted"), total=f"{charged.total:.2f}")
    return _in_a_line(fill, charged)


def _work(fill: Filling) -> BenchWork:
    repaired, returned = _since(fill, ev.Repaired), _since(fill, ev.Returned)
    if repaired is None and returned is not None:  # what was found and done there stands below
        return BenchWork(at=fill.moment(returned.at), by=fill.words(THE_FACTORY))
    if repaired is None:
        return BenchWork()
    return BenchWork(
        is_ours=True,
        at=fill.moment(repaired.at),
        by=fill.name(repaired.by),
        cause=repaired.cause,
        parts=[fill.part(repaired, used) for used in repaired.parts],
        **{name: fill.of(repaired, name) for name in ("found", "evidence", "done")},
    )


def _factory(fill: Filling) -> Factory | None:
    """The last time the machine was sent to the factory, if it was."""
    shipped, returned = _since(fill, ev.Shipped), _since(fill, ev.Returned)
    if shipped is None:
        return None
    back = returned if returned and returned.seq > shipped.seq else None
    return Factory(
        sent=fill.moment(shipped.at),
        paid_by=fill.words.label("payer", shipped.paid_by),
        back=fill.moment(back.at) if back else "",
        done=fill.of(back, "done"),
        replaced_by=fill.of(back, "replaced_by"),
        **{name: fill.of(shipped, name) for name in ("carrier", "number", "reason")},
    )


def _pick_up(fill: Filling) -> PickUp:
    told_ready, picked_up = _since(fill, ev.ToldReady), _since(fill, ev.PickedUp)
    return PickUp(
        told=f"{fill.moment(told_ready.at)}　{fill.of(told_ready, 'spoke_to')}"
        if told_ready
        else "",
        at=fill.moment(picked_up.at) if picked_up else "",
        by=fill.name(picked_up.by) if picked_up else "",
        # Picking up means: tested before the customer's eyes; not so where it goes back as it is.
        tested=picked_up is not None and not _mark(fill),
        signed_by=fill.of(picked_up, "signed_by"),
        with_voucher=picked_up is not None and not picked_up.voucher,
        known_by=fill.of(picked_up, "voucher"),
        loaners=fill.loaners(),
    )
