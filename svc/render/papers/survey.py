"""The satisfaction survey (满意度调查表): the longer one, for the customer to fill in and send back
(S4 2.4.2).
"""

from __future__ import annotations

from msgspec.structs import replace

from svc.errors import N_
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import HasHead, Work

QUESTIONS = (
    N_("Is it easy to reach us?"),
    N_("Did we respond fast enough?"),
    N_("Was the repair fast enough?"),
    N_("How skilled were our engineers?"),
    N_("How courteous were they?"),
    N_("Is our price fair compared with others?"),
    N_("Is our service station clean and tidy?"),
    N_("Overall"),
)


class Survey(HasHead, frozen=True, kw_only=True):
    """What `survey.html` can use, as `paper`."""

    unit: str
    machine: dict[str, str]
    received_at: str
    work: Work
    questions: list[str]
    ratings: tuple[str, ...]


def survey(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The survey about one ticket, to be filled in by hand. Raises what `filled_page` and
    `Filling.head` raise.
    """
    return filled_page("survey", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> Survey:
    return Survey(
        # our own haste is no matter of the customer's
        head=replace(fill.head(), mark="", pressing=False),
        unit=fill.customer()["unit"],
        machine=fill.machine(),
        received_at=fill.words.show(fill.ticket.received),
        work=fill.work(fill.log),
        questions=[fill.words(question) for question in QUESTIONS],
        ratings=fill.ratings(),
    )
