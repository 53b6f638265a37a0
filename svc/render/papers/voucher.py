"""The pick-up voucher (取机凭证): what the customer gets for a machine that was brought in, by
itself, such as from the printer at the counter.

The bench order has it as its second copy; this is what a customer needs of that: what was left with
us, until when, where, and what to bring (S4 reception 3).
"""

from __future__ import annotations

from svc.errors import NothingToPickUp
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import HasHead, PromiseDue


class Voucher(HasHead, frozen=True, kw_only=True):
    """What `voucher.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    symptom: str
    brought: str  # when the machine came in
    accessories: str
    condition: str
    ready_by: str  # when it can be picked up
    dues: list[PromiseDue]  # where nothing was agreed: until when at the latest
    quoted: str  # the total, in yuan
    received_by: str
    loaners: str  # machines of ours that the customer has, to be brought back


def voucher(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The voucher for the machine that is here.

    Raises NothingToPickUp if none was brought in; what `Filling.head` raises.
    """
    return filled_page("voucher", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> Voucher:
    head = fill.head()
    brought, quoted = fill.last(ev.BroughtIn), fill.money(fill.last(ev.Quoted))
    if brought is None:
        raise NothingToPickUp(ticket=fill.ticket.id)
    return Voucher(
        head=head,
        customer=fill.customer(),
        machine=fill.machine(),
        symptom=fill.intake_value("symptom", fill.ticket.symptom),
        brought=fill.moment(brought.at),
        accessories=fill.ink(
            f"log {brought.seq}: accessories", fill.words.comma.join(brought.accessories)
        ),
        condition=fill.of(brought, "condition"),
        ready_by=fill.moment(brought.ready_by),
        dues=fill.dues("bench"),
        quoted=quoted.total if quoted else "",
        received_by=fill.name(brought.by),
        loaners=fill.loaners(),
    )
