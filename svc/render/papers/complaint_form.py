"""The complaint form (客户意见处理表): what the customer complains of, how it was judged, what was
done, who signs.

It goes from hand to hand (S3 5-7): the service department fills in the complaint, production and
engineering the cause, quality inspection the responsibility, finance the cost, the manager decides.
What is not recorded yet is left open for them to write.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, NoComplaintForm
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import AnswerGiven, HasHead, PromiseDue, Tick, Work
from svc.rules.ticket.complaints import complaint_story

GRADES = ("minor", "general", "major")
BORNE_BY = (
    N_("manufacturing cost"),
    N_("the sales branch"),
    N_("the company"),
    N_("recovered from the customer"),
)
"""Who can bear the cost (S3 5.2, 9); finance ticks it."""
BEARER_NAMES: dict[ev.Bearer, str] = dict(
    zip(("manufacturing", "branch", "company", "business"), BORNE_BY, strict=True)
)
SIGN = (
    N_("Production"), N_("Engineering"), N_("Quality"), N_("Finance"), N_("Manager"),
)  # fmt: skip

E = TypeVar("E", bound=ev.Event)


class Complained(Struct, frozen=True, kw_only=True):
    """The ticket complained of. Of one that can't be read only the number is known."""

    number: str = ""
    kind: str = ""
    received_at: str = ""
    work: Work = Work()


class Leave(Struct, frozen=True, kw_only=True):
    """Leave that was asked for: an exchange, a refund, goodwill."""

    asked: str
    granted: bool
    who: str
    when: str
    words: str


class ComplaintForm(HasHead, frozen=True, kw_only=True):
    """What `complaint_form.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    received_at: str
    received_by: str
    channel: str
    complaint: str
    wishes: str
    about: Complained
    due: str  # of the first answer
    accepted: bool | None  # None: not judged yet
    judged: str  # by whom, when
    sort: str
    grade: str
    quality: bool | None
    remark: str
    escalated: str  # to whom, when
    cause: str
    department: str
    person: str
    found: str  # by whom, when
    cost: str
    remedy: str
    prevention: str
    acted: str  # by whom, when
    leaves: list[Leave]
    commitments: list[PromiseDue]
    answers: list[AnswerGiven]
    rating: str  # of the handling, when the customer was called back
    rated: str  # by whom, when
    grades: tuple[str, ...]
    borne_by: list[Tick]
    recovered: str  # from the customer, how
    checked: str  # whether the prevention took effect, by whom, when
    sign: list[str]
    ratings: tuple[str, ...]


def complaint_form(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The form of one complaint as it stands in its log.

    Raises NoComplaintForm for a ticket of another kind; what `filled_page` and `Filling.head`
    raise.
    """
    return filled_page("complaint-form", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> ComplaintForm:
    head, ticket, words = fill.head(), fill.ticket, fill.words
    if ticket.kind != "complaint":
        raise NoComplaintForm(ticket=ticket.id)
    story = complaint_story(fill.log)
    judged = _last(fill, ev.ComplaintJudged)
    responsibility = _last(fill, ev.ResponsibilityFound)
    acted = _last(fill, ev.CorrectiveAction)
    escalated = _last(fill, ev.Escalated)
    call = fill.state.callbacks[-1] if fill.state.callbacks else None
    answers = fill.answers()
    mark = _mark(fill, judged, acted, answers)
    return ComplaintForm(
        head=replace(head, mark=words(mark)) if mark else head,
        customer=fill.customer(),
        machine=fill.machine(),
        received_at=words.show(ticket.received),
        received_by=fill.taken_by(),
        channel=words.label("channel", ticket.channel),
        complaint=fill.intake_value("symptom", ticket.symptom),
        wishes=fill.intake_value("wishes", ticket.wishes),
        about=_about(fill),
        due=next((due.due for due in fill.dues("complaint_answer")), ""),
        accepted=judged.accepted if judged else None,
        judged=_who_when(fill, judged, judged.by_whom if judged else ""),
        sort=fill.of(judged, "sort"),
        grade=judged.grade if judged else "",
        quality=judged.quality if judged else None,
        remark=fill.of(judged, "words"),
        escalated=_who_when(fill, escalated, escalated.to if escalated else ""),
        cause=fill.of(responsibility, "cause") or _proposed(fill),
        department=fill.of(responsibility, "department"),
        person=fill.name(responsibility.person) if responsibility else "",
        found=_who_when(fill, responsibility),
        cost="" if story.cost is None else f"{story.cost:.2f}",
        remedy=fill.of(acted, "remedy"),
        prevention=fill.of(acted, "prevention"),
        acted=_who_when(fill, acted),
        leaves=[
            Leave(
                asked=fill.of(event, "asked"),
                granted=event.granted,
                who=fill.name(event.by_whom),
                when=words.show(event.at),
                words=fill.of(event, "words"),
            )
            for event in fill.log
            if isinstance(event, ev.Approved)
        ],
        commitments=fill.commitments(),
        answers=answers,
        rating=call.rating if call else "",
        rated=_who_when(fill, call),
        grades=GRADES,
        borne_by=_bearers(fill, story.audited),
        recovered=_recovered(fill, story.recovered),
        checked=_checked(fill, story.checked),
        sign=[words(name) for name in SIGN],
        ratings=fill.ratings(call.rating if call else None),
    )


def _proposed(fill: Filling) -> str:
    """The cause as production found it, with what it proposes."""
    found = _last(fill, ev.CauseFound)
    texts = (fill.of(found, "cause"), fill.of(found, "proposal"), _who_when(fill, found))
    return "\n".join(text for text in texts if text)


def _bearers(fill: Filling, audited: ev.CostAudited | None) -> list[Tick]:
    """Who can bear the cost, and who does as finance audited it."""
    borne = BEARER_NAMES.get(audited.bearer, "") if audited else ""
    return [Tick(text=fill.words(name), on=name == borne) for name in BORNE_BY]


def _recovered(fill: Filling, event: ev.CostRecovered | None) -> str:
    if event is None:
        return ""
    return f"{event.amount:.2f}　{fill.of(event, 'words')}　{_who_when(fill, event)}"


def _checked(fill: Filling, event: ev.PreventionChecked | None) -> str:
    if event is None:
        return ""
    verdict = N_("took effect") if event.effective else N_("did not take effect")
    return f"{fill.words(verdict)}　{fill.of(event, 'seen')}　{_who_when(fill, event)}"


def _last(fill: Filling, kind: type[E]) -> E | None:
    return next((event for event in reversed(fill.log) if isinstance(event, kind)), None)


def _who_when(fill: Filling, event: ev.Event | None, who: str = "") -> str:
    """Who did it and when; `who` where it is not the one who typed it."""
    return f"{fill.name(who or event.by)}　{fill.words.show(event.at)}" if event else ""


def _mark(
    fill: Filling,
    judged: ev.ComplaintJudged | None,
    acted: ev.CorrectiveAction | None,
    answers: list[AnswerGiven],
) -> str:
    """What is still to be done, as a message id; empty once nothing is."""
    if not fill.state.is_open() or fill.state.status == "on_hold":
        return ""
    if judged is None:
        return N_("Not judged yet")
    if not answers:
        return N_("Not answered yet")
    return N_("No corrective action yet") if judged.accepted and acted is None else ""


def _about(fill: Filling) -> Complained:
    link = next((e for e in fill.log if isinstance(e, ev.Linked) and e.why == "complaint"), None)
    if link is None:
        return Complained()
    number = fill.of(link, "ticket")
    state = fill.given.linked.get(link.ticket)
    if state is None:
        return Complained(number=number)
    other = Filling(replace(fill.given, state=state, promises=[]), fill.words, fill.ink)
    return Complained(
        number=number,
        kind=fill.words.label("kind", other.ticket.kind),
        received_at=fill.words.show(other.ticket.received),
        work=other.work(other.log),
    )
