"""The inquiry record (客户咨询记录表): what a customer asked, whom the hotline asked in turn, what
was answered (S4, hotline 6).
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import NoInquiryRecord
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import AnswerGiven, HasHead


class PassedOnQuestion(Struct, frozen=True, kw_only=True):
    """A question that went to a specialist."""

    when: str
    by: str
    to: str
    question: str


class LaterCall(Struct, frozen=True, kw_only=True):
    """A call after the answer: whether it helped."""

    when: str
    by: str
    spoke_to: str
    running: bool | None
    words: str


class InquiryRecord(HasHead, frozen=True, kw_only=True):
    """What `inquiry_record.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    received_at: str
    received_by: str
    channel: str
    question: str
    wishes: str
    due: str  # of the first answer, while there is none
    passed_on: list[PassedOnQuestion]
    answers: list[AnswerGiven]
    calls: list[LaterCall]
    rating: str
    ratings: tuple[str, ...]


def inquiry_record(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The record of a question as it stands in the log.

    Raises NoInquiryRecord where nothing was asked or answered by word; what `filled_page` and
    `Filling.head` raise.
    """
    return filled_page("inquiry-record", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> InquiryRecord:
    head, ticket, words = fill.head(), fill.ticket, fill.words
    if ticket.kind != "inquiry" and not any(
        isinstance(event, ev.Asked | ev.Answered) for event in fill.log
    ):
        raise NoInquiryRecord(ticket=ticket.id)
    answers = fill.answers()
    call = fill.state.callback
    return InquiryRecord(
        head=head,
        customer=fill.customer(),
        machine=fill.machine(),
        received_at=words.show(ticket.received),
        received_by=fill.taken_by(),
        channel=words.label("channel", ticket.channel),
        question=fill.intake_value("symptom", ticket.symptom),
        wishes=fill.intake_value("wishes", ticket.wishes),
        due="" if answers else next((due.due for due in fill.dues("phone", "reply")), ""),
        passed_on=[
            PassedOnQuestion(
                when=words.show(event.at),
                by=fill.name(event.by),
                to=fill.name(event.to),
                question=fill.of(event, "question"),
            )
            for event in fill.log
            if isinstance(event, ev.Asked)
        ],
        answers=answers,
        calls=[
            LaterCall(
                when=words.show(event.at),
                by=fill.name(event.by),
                spoke_to=fill.of(event, "spoke_to"),
                running=event.running,
                words=fill.of(event, "words") if isinstance(event, ev.FollowedUp) else "",
            )
            for event in fill.log
            if isinstance(event, ev.FollowedUp | ev.CalledBack)
        ],
        rating=call.rating if call else "",
        ratings=fill.ratings(call.rating if call else None),
    )
