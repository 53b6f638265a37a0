"""All promises of a ticket: those of its policy, what its customer was told, and that it is not
forgotten.
"""

from __future__ import annotations

from datetime import datetime

from svc.model.policies import Policy
from svc.model.settings import USUAL, WatchLimits
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.policy_runs import agreed_times_watched, policy_runs
from svc.rules.promises.runs import PromiseRun
from svc.rules.promises.watched import Basis, stale_run, watched_runs
from svc.rules.ticket.lifecycle import State


def promises_of(
    state: State,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    limits: WatchLimits = USUAL,
) -> list[PromiseRun]:
    """All promises that have started on this ticket, in the policy's order, then what was told.

    An open ticket has at least one that is due. Raises NoOpenTime or TooFar if the calendar can't
    count one of them.
    """
    basis = Basis(calendar=calendar, limits=limits)
    agreed = agreed_times_watched(policy, state)
    runs = policy_runs(state, policy, calendar, now)
    runs.extend(watched_runs(state, agreed, basis, now))
    if state.is_open() and not any(run.is_open and run.due is not None for run in runs):
        runs.append(stale_run(state, basis, now))
    return runs
