"""An installation (安装调试): which defects are open, and which signatures (S3 part 3)."""

from __future__ import annotations

from collections.abc import Sequence
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


def open_defects(state: State) -> list[ev.DefectReported]:
    """The defects that are not remedied, each as it was told last; the same words are the same
    defect. A remedy and a day that were told before stay until others are.
    """
    latest: dict[str, ev.DefectReported] = {}
    for event in state.events:
        if isinstance(event, ev.DefectReported):
            before = latest.get(event.defect)
            latest[event.defect] = event if before is None else _told_again(before, event)
    return [defect for defect in latest.values() if not defect.remedied]


def _told_again(before: ev.DefectReported, event: ev.DefectReported) -> ev.DefectReported:
    return replace(
        event,
        remedy=event.remedy or before.remedy,
        by_when=event.by_when or before.by_when,
        prevents_use=event.prevents_use or before.prevents_use,
    )
