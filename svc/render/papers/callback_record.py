"""The callback record (客户回访记录表): what is asked, what the customer said, what followed when
it was not good.

Printed before the call it has boxes and lines for the caller; afterwards it holds what was
recorded. Every call of a ticket that was opened again stands on it, each on a page of its own.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, NoCallback
from svc.model import events as ev
from svc.model.typed_text import UNKNOWN
from svc.render.callbacks import PHRASE
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import HasHead, Work

QUESTIONS = (
    ("rating", N_("Satisfied with the repair?")),
    ("response", N_("With our response time?")),
    ("skill", N_("With our skill?")),
    ("manner", N_("With our courtesy?")),
)
"""What is asked beside how the machine runs and what should be better (S0 3.6, S4 2.4.2)."""


class Attempt(Struct, frozen=True, kw_only=True):
    """A call that found nobody."""

    when: str
    who: str
    reason: str
    next: str


class QuestionGraded(Struct, frozen=True, kw_only=True):
    """A question and the grade given; empty where none is."""

    question: str
    grade: str


class CallbackPrinted(Struct, frozen=True, kw_only=True):
    """One callback, or the one that is to be made: then `called_at` is empty."""

    work: Work
    slip_rating: str  # as ticked on the slip, in words
    slip_signed: str
    attempts: list[Attempt]
    called_at: str = ""
    called_by: str = ""
    spoke_to: str = ""
    running: bool | None = None
    answers: list[QuestionGraded]
    differs: bool = False  # the slip says another grade: a grade nobody gave is fraud (S2 4.3.3)
    better: str = ""
    reason: str = ""
    unhappy: bool = False
    told: str = ""  # to whom it was handed up, and when
    cause: str = ""
    remedy: str = ""
    prevention: str = ""
    acted: str = ""  # who put it right, and when
    result: str = ""  # what the customer said to that


class CallbackRecord(HasHead, frozen=True, kw_only=True):
    """What `callback_record.html` can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    received_at: str
    symptom: str
    due: str  # of the call to be made
    say: str  # the standard phrase, for the call to be made
    calls: list[CallbackPrinted]
    ratings: tuple[str, ...]


def callback_record(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """All callbacks of a ticket, and the one to be made if its work has ended.

    Raises NoCallback if there is neither; what `filled_page` and `Filling.head` raise.
    """
    return filled_page("callback-record", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> CallbackRecord:
    head, state = fill.head(), fill.state
    is_due = state.status == "done"
    calls = _calls(fill, is_due)
    if not calls:
        raise NoCallback(ticket=fill.ticket.id, status=state.status)
    given = [getattr(event, name) for event in state.callbacks for name, _ in QUESTIONS]
    return CallbackRecord(
        head=replace(head, mark=fill.words(N_("Dissatisfied: not yet resolved")))
        if _is_unsettled(fill)
        else head,
        customer=fill.customer(),
        machine=fill.machine(),
        received_at=fill.words.show(fill.ticket.received),
        symptom=fill.intake_value("symptom", fill.ticket.symptom),
        due=next((due.due for due in fill.dues("callback")), "") if is_due else "",
        say=phrase_to_say(fill) if is_due else "",
        calls=calls,
        ratings=fill.ratings(*given),
    )


def _is_unsettled(fill: Filling) -> bool:
    """The last call was not a good one, and the ticket is still open."""
    last = fill.state.callbacks[-1] if fill.state.callbacks else None
    return last is not None and _is_unhappy(last) and fill.state.is_open()


def _is_unhappy(call: ev.CalledBack) -> bool:
    return call.rating in ev.DISSATISFIED or call.running is False


def _calls(fill: Filling, is_due: bool) -> list[CallbackPrinted]:
    """A call for each callback in the log, with what was done before it and what followed; then the
    one due.
    """
    out: list[CallbackPrinted] = []
    since = 0  # where in the log the part begins that this call is about
    for index, event in enumerate(fill.log):
        if isinstance(event, ev.CalledBack):
            out.append(_call(fill, since, index, event))
            since = index + 1
        elif isinstance(event, ev.Reopened) and _attempts(fill, since, index):
            out.append(_call(fill, since, index, None))  # opened again before anybody was reached
            since = index + 1
    if is_due:
        out.append(_call(fill, since, len(fill.log), None))
    return out


def _call(fill: Filling, since: int, end: int, call: ev.CalledBack | None) -> CallbackPrinted:
    before = fill.log[:end]
    following = fill.log[end + 1 :]
    # The slip may come in after the call, as long as the ticket is not opened again.
    opened = next(
        (i for i, e in enumerate(following) if isinstance(e, ev.Reopened | ev.CalledBack)),
        len(following),
    )
    own = fill.log[since : end + 1 + opened]
    slip = next((e for e in reversed(own) if isinstance(e, ev.SlipIn)), None)
    grade = slip.rating if slip else None
    printed = CallbackPrinted(
        work=fill.work(before),
        slip_rating=fill.words.label("rating", grade),
        slip_signed=fill.of(slip, "signed_by") or fill.of(slip, "unsigned"),
        attempts=_attempts(fill, since, end),
        answers=[
            QuestionGraded(
                question=fill.words(question), grade=(getattr(call, name) or "") if call else ""
            )
            for name, question in QUESTIONS
        ],
    )
    if call is None:
        return printed
    return replace(
        printed,
        called_at=fill.moment(call.at),
        called_by=fill.name(call.by),
        spoke_to=fill.of(call, "spoke_to"),
        running=call.running,
        differs=grade is not None and grade != call.rating,
        better=fill.of(call, "better"),
        reason=fill.of(call, "reason"),
        unhappy=_is_unhappy(call),
        **(_followed(fill, following) if _is_unhappy(call) else {}),
    )


def _followed(fill: Filling, log: list[ev.AnyEvent]) -> dict[str, str]:
    """What was done about it, until the customer was called back again."""
    again = next((i for i, event in enumerate(log) if isinstance(event, ev.CalledBack)), len(log))
    escalated = next((e for e in log[:again] if isinstance(e, ev.Escalated)), None)
    responsibility = next(
        (e for e in reversed(log[:again]) if isinstance(e, ev.ResponsibilityFound)), None
    )
    acted = next((e for e in reversed(log[:again]) if isinstance(e, ev.CorrectiveAction)), None)
    call = log[again] if again < len(log) else None
    result = ""
    if isinstance(call, ev.CalledBack):
        result = fill.words(
            N_("called back {time}, {who}: {rating}"),
            time=call.at,
            who=fill.of(call, "spoke_to"),
            rating=fill.words.label("rating", call.rating),
        )
    return {
        "told": f"{fill.name(escalated.to)}　{fill.words.show(escalated.at)}" if escalated else "",
        "cause": fill.of(responsibility, "cause"),
        "remedy": fill.of(acted, "remedy"),
        "prevention": fill.of(acted, "prevention"),
        "acted": f"{fill.name(acted.by)}　{fill.words.show(acted.at)}" if acted else "",
        "result": result,
    }


def _attempts(fill: Filling, since: int, end: int) -> list[Attempt]:
    attempts = []
    for event in fill.log[since:end]:
        if isinstance(event, ev.NotReached) and event.purpose == "callback":
            attempts.append(
                Attempt(
                    when=fill.words.show(event.at),
                    who=fill.name(event.by),
                    reason=fill.of(event, "reason"),
                    next=fill.words.show(event.next) if event.next else "",
                )
            )
    return attempts


def phrase_to_say(fill: Filling) -> str:
    """What to say to this customer."""
    customer = fill.ticket.customer
    return fill.words(
        PHRASE,
        contact=fill.customer()["contact"] if customer and customer.contact != UNKNOWN else "…",
        department=fill.settings.name,
        model=fill.machine()["model"],
    )
