"""An installation (安装调试): which defects are open, which signatures, what was measured
how often, which papers were handed over (S3 part 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.ticket.lifecycle import State

PARTIES: tuple[ev.Party, ...] = get_args(ev.Party)
Signed = ev.PartsAccepted | ev.Accepted
"""What the parties sign: 点件验收单, 竣工验收单."""


class OpenSignatures(Struct, frozen=True, kw_only=True):
    """An acceptance, and the parties that have not signed it."""

    accepted: Signed
    parties: tuple[ev.Party, ...]


def parties_to_sign(state: State) -> tuple[ev.Party, ...]:
    """Who signs an acceptance of this installation: all three, without a builder where it was said
    that there is none.
    """
    has_none = any(isinstance(e, Signed) and e.no_builder for e in state.events)
    return tuple(party for party in PARTIES if party != "builder" or not has_none)


def open_signatures(events: Sequence[ev.Event]) -> list[OpenSignatures]:
    """The acceptances that lack signatures: of each kind the last one, as the parts may be counted
    again.
    """
    last = {type(event): event for event in events if isinstance(event, Signed)}
    lacking = []
    for accepted in last.values():
        later = {
            signature.party
            for event in events
            if isinstance(event, ev.SignedLater) and event.of == accepted.id
            for signature in event.signatures
        }
        parties = tuple(each.party for each in accepted.not_signed if each.party not in later)
        if parties:
            lacking.append(OpenSignatures(accepted=accepted, parties=parties))
    return lacking


class DefectStory(Struct, frozen=True, kw_only=True):
    """A defect from the day it was reported to the day it was remedied; `told` is how it stands."""

    told: ev.DefectReported
    reported_at: datetime
    answered_at: datetime | None = None  # when the remedy was there in writing
    remedied_at: datetime | None = None


class MeasuredSeries(Struct, frozen=True, kw_only=True):
    """A point and its values, in the order in which they were measured; the last one counts."""

    point: str
    tolerance: str
    values: list[ev.Measured]

    @property
    def is_out(self) -> bool:
        """Whether the last value is out of tolerance."""
        return not self.values[-1].within


def missing_things(accepted: ev.PartsAccepted) -> list[str]:
    """What was missing when the parts were counted: named so, and what there was too few of."""
    short = [
        f"{each.thing} {each.of - each.found}" for each in accepted.things if each.found < each.of
    ]
    return [*accepted.missing, *short]


def measured_series(events: Iterable[ev.Event]) -> list[MeasuredSeries]:
    """What was measured, point by point; measured anew after each step, a point has several values
    (S3 part 3 八: 每一管口…复检). The tolerance is the last that was told.
    """
    series: dict[str, MeasuredSeries] = {}
    for event in events:
        if isinstance(event, ev.Measured):
            known = series.get(event.point) or MeasuredSeries(
                point=event.point, tolerance="", values=[]
            )
            series[event.point] = MeasuredSeries(
                point=event.point,
                tolerance=event.tolerance or known.tolerance,
                values=[*known.values, event],
            )
    return list(series.values())


def handed_over(events: Iterable[ev.Event]) -> list[str]:
    """The papers that the customer has, each once, in the order in which they were handed over."""
    papers = (
        paper
        for event in events
        if isinstance(event, ev.PapersHandedOver)
        for paper in event.handed
    )
    return list(dict.fromkeys(papers))


def papers_to_hand_over(events: Iterable[ev.Event], usual: Sequence[str]) -> list[str]:
    """The papers of the usual list that the customer does not have yet."""
    handed = set(handed_over(events))
    return [paper for paper in usual if paper not in handed]


def defect_stories(events: Iterable[ev.Event]) -> list[DefectStory]:
    """All defects, each as it stands now with its days, in the order in which they were reported;
    the same words are the same defect.
    """
    stories: dict[str, DefectStory] = {}
    for event in events:
        if not isinstance(event, ev.DefectReported):
            continue
        before = stories.get(event.defect)
        told = event if before is None else _told_again(before.told, event)
        answered = before.answered_at if before else None
        remedied = before.remedied_at if before else None
        if answered is None and told.remedy:
            answered = event.at
        if not told.remedied:
            remedied = None
        elif remedied is None:
            remedied = event.at
        stories[event.defect] = DefectStory(
            told=told,
            reported_at=before.reported_at if before else event.at,
            answered_at=answered,
            remedied_at=remedied,
        )
    return list(stories.values())


def open_defects(state: State) -> list[ev.DefectReported]:
    """The defects that are not remedied, each as it was told last; the same words are the same
    defect. A remedy and a day that were told before stay until others are.
    """
    return [each.told for each in defect_stories(state.events) if not each.told.remedied]


def _told_again(before: ev.DefectReported, event: ev.DefectReported) -> ev.DefectReported:
    return replace(
        event,
        remedy=event.remedy or before.remedy,
        by_when=event.by_when or before.by_when,
        prevents_use=event.prevents_use or before.prevents_use,
    )
