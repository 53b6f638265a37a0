"""Fault tags (备件故障标签): one for each part that goes back defective, to be cut out and tied to
it.

Of a part that is still out the fault is left to be written: the tag is filled in before the part is
returned (S4 bench 6).
"""

from __future__ import annotations

from svc.errors import NothingToTag
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.loan_card import LoanLine, printed_loans
from svc.render.papers.values import HasHead


class FaultTags(HasHead, frozen=True, kw_only=True):
    """What `fault_tag.html` can use, as `paper`."""

    machine: dict[str, str]
    loans: list[LoanLine]


def fault_tag(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """A tag for each loan that is out or came back defective.

    Raises NothingToTag; what `filled_page` and `Filling.head` raise.
    """
    return filled_page("fault-tag", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> FaultTags:
    head = fill.head()
    loans = [loan for loan in printed_loans(fill) if loan.ended in ("", "defective")]
    if not loans:
        raise NothingToTag(ticket=fill.ticket.id)
    return FaultTags(head=head, machine=fill.machine(), loans=loans)
