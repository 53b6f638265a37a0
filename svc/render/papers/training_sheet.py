"""The training sheet (客户培训签到表): what users are trained in, by whom, who was there and
signed, what they thought of it.

Who was there is written by hand: the ledger keeps the visit, the paper goes to the customer's file.
"""

from __future__ import annotations

from svc.errors import NoTrainingSheet
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import Called, HasHead


class TrainingSheet(HasHead, frozen=True, kw_only=True):
    """What `training_sheet.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    received_at: str
    subject: str
    wishes: str
    appointment: str
    trainer: Called
    arrived: str
    left: str
    contents: str  # what was taught; empty: to be written
    understood: str  # how the users stood afterwards
    advice: str
    ratings: tuple[str, ...]
    rating: str


def training_sheet(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The sheet of one training, to be filled in by hand, or with what the visit says.

    Raises NoTrainingSheet for a ticket of another kind; what `filled_page` and `Filling.head`
    raise.
    """
    return filled_page("training-sheet", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> TrainingSheet:
    head, ticket, words = fill.head(), fill.ticket, fill.words
    if ticket.kind != "training":
        raise NoTrainingSheet(ticket=ticket.id, kind=ticket.kind or "")
    visit, arrived = fill.last(ev.Visited), fill.last(ev.Arrived)
    slip = fill.state.slip
    return TrainingSheet(
        head=head,
        customer=fill.customer(),
        machine=fill.machine(),
        received_at=words.show(ticket.received),
        subject=fill.intake_value("symptom", ticket.symptom),
        wishes=fill.intake_value("wishes", ticket.wishes),
        appointment=fill.moment(fill.state.appointment),
        trainer=fill.technician(),
        arrived=fill.moment(arrived.at) if arrived else "",
        left=fill.moment(visit.at) if visit else "",
        contents=fill.of(visit, "done"),
        understood=fill.of(visit, "condition"),
        advice=fill.of(visit, "advice"),
        ratings=fill.ratings(),
        rating=(slip.rating or "") if slip else "",
    )
