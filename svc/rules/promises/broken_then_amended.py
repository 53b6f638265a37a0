"""What was broken stays broken on record: promises that count as kept, or not at all, only since a
value was put right.

Each correction is judged at the time it was typed: by the log before it and by the log with it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.model.policies import Policy
from svc.model.settings import USUAL, WatchLimits
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State, events_in_order, replay_ticket


class BrokenThenAmended(Struct, frozen=True, kw_only=True):
    """A promise as it stood before a correction, and the correction after which it is not broken
    any more.
    """

    run: PromiseRun
    correction: ev.Amended | ev.Corrected


def broken_then_amended(
    state: State, policy: Policy, calendar: WorkCalendar, limits: WatchLimits = USUAL
) -> list[BrokenThenAmended]:
    """In the order of the corrections. Raises NoOpenTime or TooFar as `promises_of` does."""
    log = events_in_order(state.recorded.log)
    found = []
    for place, event in enumerate(log):
        if not place or not isinstance(event, ev.Amended | ev.Corrected):
            continue
        before, after = (
            promises_of(
                replay_ticket(replace(state.recorded, log=log[:length])),
                policy,
                calendar,
                event.typed,
                limits,
            )
            for length in (place, place + 1)
        )
        still = {(run.promise, run.started.seq) for run in after if run.is_broken}
        found += [
            BrokenThenAmended(run=run, correction=event)
            for run in before
            if run.is_broken
            and (run.promise, run.started.seq) not in still
            # an entry by a person, which is what the ticket had waited for
            and run.promise != "stale"
        ]
    return found
