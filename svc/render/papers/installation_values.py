"""What the papers of an installation (S3 part 3) take from its log: 服务指令单, 点件验收单,
服务工作反馈单, 竣工(安装调试)验收单. Before the work there is room to write; afterwards it says
what was recorded.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, NoInstallationPaper
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import Called, HasHead, PromiseDue, Tick
from svc.rules.ticket.installation import (
    DefectStory,
    MeasuredSeries,
    Signed,
    defect_stories,
    handed_over,
    measured_series,
    missing_things,
    parties_to_sign,
)
from svc.rules.ticket.warranty_start import warranty_clause

THINGS_TO_WRITE = 14
POINTS_TO_WRITE = 8
RESULTS = (
    N_("accepted"),
    N_("accepted, with matters left open"),
    N_("not accepted"),
)


class ThingLine(Struct, frozen=True, kw_only=True):
    """A thing that was counted."""

    thing: str
    wanted: str
    found: str
    remark: str
    is_short: bool


class ValueLine(Struct, frozen=True, kw_only=True):
    """One of the values of a point."""

    after: str
    value: str
    within: bool | None
    when: str
    by: str


class PointLine(Struct, frozen=True, kw_only=True):
    """A point with its values in their order; without any it is to be measured."""

    point: str
    tolerance: str
    values: list[ValueLine] = []
    is_out: bool = False  # the last of them is out of tolerance


class DefectLine(Struct, frozen=True, kw_only=True):
    """A defect, the answer of those liable, and what became of it."""

    defect: str
    to: str
    reported: str
    remedy: str
    answered: str
    by_when: str
    remedied: str  # empty: it is open
    prevents_use: bool


class TrainingLine(Struct, frozen=True, kw_only=True):
    """A training of users."""

    when: str
    by: str
    people: str
    content: str
    minutes: str
    result: str


class WorkDay(Struct, frozen=True, kw_only=True):
    """A day's work on site."""

    arrived: str
    left: str
    by: str
    found: str
    done: str
    leftover: str


class PartySigned(Struct, frozen=True, kw_only=True):
    """A party: who signed when; why nobody did; both empty: to be signed."""

    party: str
    name: str = ""
    on: str = ""
    reason: str = ""


class InstallationPaper(HasHead, frozen=True, kw_only=True):
    """What the templates of an installation's papers can use, as `paper`."""

    customer: dict[str, str]
    machine: dict[str, str]
    received_at: str
    wishes: str
    order_number: str
    contract: str
    start: str
    work: str
    builder: str
    shipped: str
    delivered: str
    issued: str  # by whom, when
    due: list[PromiseDue]
    appointment: str
    technician: Called
    bring: list[str]
    warranty: str  # as it runs; before that as the sale says
    counted: str  # when, by whom
    things: list[ThingLine]
    things_to_write: int
    missing: list[str]
    points: list[PointLine]
    points_to_write: int
    defects: list[DefectLine]
    left_open: list[DefectLine]
    trainings: list[TrainingLine]
    papers: list[Tick]
    handed: list[str]  # when, to whom
    days: list[WorkDay]
    accepted: str  # when, by whom
    remark: str
    results: list[Tick]
    counting_signed: list[PartySigned]
    acceptance_signed: list[PartySigned]
    rating: str
    rating_remark: str
    ratings: tuple[str, ...]


def installation_page(document: str, given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """One of the papers of an installation.

    Raises NoInstallationPaper for a ticket of another kind; what `filled_page` and `Filling.head`
    raise.
    """
    return filled_page(document, given, pages, installation_values, for_pdf=for_pdf)


def installation_values(fill: Filling) -> InstallationPaper:
    """All that is on record of an installation. Raises NoInstallationPaper, OnlyNoted."""
    head, ticket, words = fill.head(), fill.ticket, fill.words
    if ticket.kind != "installation":
        raise NoInstallationPaper(ticket=ticket.id, kind=ticket.kind or "")
    order, counted = _last(fill, ev.OrderIssued), _last(fill, ev.PartsAccepted)
    accepted = _last(fill, ev.Accepted)
    things = _things(fill, counted)
    points = _points(fill)
    defects = [_defect(fill, story) for story in defect_stories(fill.log)]
    left_open = [each for each in defects if not each.remedied]
    dispatched = fill.last(ev.Dispatched)
    slip = fill.state.slip
    return InstallationPaper(
        head=head,
        customer=fill.customer(),
        machine=fill.machine(),
        received_at=words.show(ticket.received),
        wishes=fill.intake_value("wishes", ticket.wishes),
        order_number=fill.of(order, "number"),
        contract=fill.of(order, "contract") or fill.customer()["contract"],
        start=fill.moment(order.start) if order else "",
        work=fill.of(order, "work") or fill.intake_value("symptom", ticket.symptom),
        builder=fill.of(order, "builder"),
        shipped=_day(fill, order.shipped if order else None),
        delivered=_day(fill, order.delivered if order else None),
        issued=_who_when(fill, order),
        due=fill.dues("service_order"),
        appointment=fill.moment(fill.state.appointment),
        technician=fill.technician(),
        bring=[fill.ink(f"log {dispatched.seq}: bring", each) for each in dispatched.bring]
        if dispatched
        else [],
        warranty=_warranty(fill, order, accepted),
        counted=_who_when(fill, counted),
        things=things,
        things_to_write=0 if counted else THINGS_TO_WRITE,
        missing=_missing(fill, counted),
        points=points,
        points_to_write=0 if points or accepted else POINTS_TO_WRITE,
        defects=defects,
        left_open=left_open,
        trainings=[
            _training(fill, event) for event in fill.log if isinstance(event, ev.UsersTrained)
        ],
        papers=_papers(fill),
        handed=[
            words(
                N_("{when}, received by {name}"),
                when=words.show(event.at),
                name=fill.of(event, "recipient"),
            )
            for event in fill.log
            if isinstance(event, ev.PapersHandedOver)
        ],
        days=_days(fill),
        accepted=_who_when(fill, accepted),
        remark=fill.of(accepted, "words"),
        results=_results(fill, accepted, is_open=bool(left_open)),
        counting_signed=_signed(fill, counted),
        acceptance_signed=_signed(fill, accepted),
        rating=(slip.rating or "") if slip else "",
        rating_remark=fill.of(slip, "remark"),
        ratings=fill.ratings(),
    )


E = TypeVar("E", bound=ev.Event)


def _last(fill: Filling, kind: type[E]) -> E | None:
    return next((event for event in reversed(fill.log) if isinstance(event, kind)), None)


def _who_when(fill: Filling, event: ev.Event | None) -> str:
    return f"{fill.name(event.by)}　{fill.words.show(event.at)}" if event else ""


def _day(fill: Filling, day: date | None) -> str:
    return fill.words.show(day) if day else ""


def _warranty(fill: Filling, order: ev.OrderIssued | None, accepted: ev.Accepted | None) -> str:
    """The warranty as it was reckoned at acceptance; before that what the sale or svc.yaml says."""
    words = fill.words
    if accepted is not None and accepted.warranty_until is not None:
        return words(
            N_("from {since} until {until}; free visits until {on_site_until}"),
            since=accepted.warranty_since,
            until=accepted.warranty_until,
            on_site_until=accepted.on_site_until,
        )
    start, months, shipped_months = warranty_clause(order, fill.settings.warranty)
    text = words(
        N_("{months} months {start}"), months=months, start=words.label("warranty_start", start)
    )
    if not shipped_months:
        return text
    return words(
        N_("{warranty}, at most {months} months from shipping"),
        warranty=text,
        months=shipped_months,
    )


def _things(fill: Filling, counted: ev.PartsAccepted | None) -> list[ThingLine]:
    if counted is None:
        return []
    where = f"log {counted.seq}: things"
    return [
        ThingLine(
            thing=fill.ink(where, each.thing),
            wanted=str(each.of),
            found=str(each.found),
            remark=fill.ink(where, each.remark),
            is_short=each.found < each.of,
        )
        for each in counted.things
    ]


def _missing(fill: Filling, counted: ev.PartsAccepted | None) -> list[str]:
    """What was missing when the parts were counted; that nothing was."""
    if counted is None:
        return []
    missing = [fill.ink(f"log {counted.seq}: missing", each) for each in missing_things(counted)]
    return missing or [fill.words(N_("nothing missing"))]


def _points(fill: Filling) -> list[PointLine]:
    """What the model's list has to be measured, and what was measured besides."""
    measured = {each.point: each for each in measured_series(fill.log)}
    lines = []
    for text in fill.checklist("installation"):
        point, _, wanted = text.replace(":", "：").partition("：")
        series = measured.pop(point.strip(), None)
        line = PointLine(point=point.strip(), tolerance=wanted.strip())
        lines.append(_point(fill, series, wanted.strip()) if series else line)
    return lines + [_point(fill, series, "") for series in measured.values()]


def _point(fill: Filling, series: MeasuredSeries, wanted: str) -> PointLine:
    last = series.values[-1]
    where = f"log {last.seq}: tolerance"
    return PointLine(
        point=fill.of(last, "point"),
        tolerance=fill.ink(where, series.tolerance) or wanted,
        values=[
            ValueLine(
                after=fill.of(event, "after"),
                value=fill.of(event, "value"),
                within=event.within,
                when=fill.words.show(event.at),
                by=fill.name(event.by),
            )
            for event in series.values
        ],
        is_out=series.is_out,
    )


def _defect(fill: Filling, story: DefectStory) -> DefectLine:
    told, words = story.told, fill.words

    def when(moment: datetime | None) -> str:
        return words.show(moment.date()) if moment else ""

    return DefectLine(
        defect=fill.of(told, "defect"),
        to=fill.of(told, "to"),
        reported=when(story.reported_at),
        remedy=fill.of(told, "remedy"),
        answered=when(story.answered_at),
        by_when=when(told.by_when),
        remedied=when(story.remedied_at),
        prevents_use=told.prevents_use,
    )


def _training(fill: Filling, event: ev.UsersTrained) -> TrainingLine:
    where = f"log {event.seq}: people"
    return TrainingLine(
        when=fill.words.show(event.at),
        by=fill.name(event.by),
        people=fill.words.comma.join(fill.ink(where, each) for each in event.people),
        content=fill.of(event, "content"),
        minutes=str(event.minutes or ""),
        result=fill.of(event, "result"),
    )


def _papers(fill: Filling) -> list[Tick]:
    """The usual papers and what was handed over besides; what the customer has is ticked."""
    handed = handed_over(fill.log)
    names = list(dict.fromkeys([*fill.settings.handed_papers, *handed]))
    return [Tick(text=fill.ink("papers", name), on=name in handed) for name in names]


def _days(fill: Filling) -> list[WorkDay]:
    """The visits, each with when somebody came and left."""
    days = []
    arrived: ev.Arrived | None = None
    for event in fill.log:
        if isinstance(event, ev.Arrived):
            arrived = event
        if isinstance(event, ev.Visited):
            days.append(
                WorkDay(
                    arrived=fill.moment(arrived.at) if arrived else "",
                    left=fill.moment(event.at),
                    by=fill.name(event.by),
                    found=fill.of(event, "found"),
                    done=fill.of(event, "done"),
                    leftover=fill.of(event, "leftover"),
                )
            )
            arrived = None
    return days


def _results(fill: Filling, accepted: ev.Accepted | None, *, is_open: bool) -> list[Tick]:
    reached = -1
    if accepted is not None:
        reached = 1 if is_open else 0
    return [Tick(text=fill.words(text), on=nth == reached) for nth, text in enumerate(RESULTS)]


def _signed(fill: Filling, accepted: Signed | None) -> list[PartySigned]:
    """Each party with who signed and when, then or later, or why it has not."""
    told: dict[str, ev.Signature] = {}
    reasons: dict[str, str] = {}
    if accepted is not None:
        later = [
            signature
            for event in fill.log
            if isinstance(event, ev.SignedLater) and event.of == accepted.id
            for signature in event.signatures
        ]
        told = {each.party: each for each in [*accepted.signatures, *later]}
        reasons = {each.party: each.reason for each in accepted.not_signed}
    where = f"log {accepted.seq}: signatures" if accepted else ""
    parties = []
    for party in parties_to_sign(fill.state):
        signed = PartySigned(
            party=fill.words.label("party", party), reason=fill.ink(where, reasons.get(party, ""))
        )
        if party in told:
            name, on = told[party].name, told[party].on
            signed = replace(signed, name=fill.ink(where, name), on=fill.words.show(on), reason="")
        parties.append(signed)
    return parties
