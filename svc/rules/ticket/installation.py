"""An installation (安装调试): which defects are open (S3 part 3)."""

from __future__ import annotations

from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.ticket.lifecycle import State


def open_defects(state: State) -> list[ev.DefectReported]:
    """The defects that are not remedied, each as it was told last; the same words are the same
    defect. A remedy and a day that were told before stay until others are.
    """
    told: dict[str, ev.DefectReported] = {}
    for event in state.events:
        if isinstance(event, ev.DefectReported):
            before = told.get(event.defect)
            told[event.defect] = event if before is None else _told_again(before, event)
    return [defect for defect in told.values() if not defect.remedied]


def _told_again(before: ev.DefectReported, event: ev.DefectReported) -> ev.DefectReported:
    return replace(
        event,
        remedy=event.remedy or before.remedy,
        by_when=event.by_when or before.by_when,
        prevents_use=event.prevents_use or before.prevents_use,
    )
