"""The issue slip (备件出库单): what leaves the store for a ticket, with where it lies, so that
nobody has to search.

One line a loan, in the order of the store's positions (S3 四 3).
"""

from __future__ import annotations

from svc.errors import NothingLent
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.loan_card import LoanLine, printed_loans
from svc.render.papers.values import HasHead


class IssueSlip(HasHead, frozen=True, kw_only=True):
    """What `issue_slip.html` can use, as `paper`."""

    unit: str
    machine: dict[str, str]
    loans: list[LoanLine]


def issue_slip(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """All parts lent for a ticket, by position. Raises NothingLent; what `filled_page` and
    `Filling.head` raise.
    """
    return filled_page("issue-slip", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> IssueSlip:
    head = fill.head()
    loans = printed_loans(fill)
    if not loans:
        raise NothingLent(ticket=fill.ticket.id)
    return IssueSlip(
        head=head,
        unit=fill.customer()["unit"],
        machine=fill.machine(),
        loans=sorted(loans, key=lambda loan: (loan.part.position == "", loan.part.position)),
    )
