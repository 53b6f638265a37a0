"""Which promises of a ticket the report judges: each kind of request by its own
(docs/design/reports.md).

A policy gives most of its rows to all kinds, so that nothing is left unwatched. Counted in a
report, some of them would judge an installation or a suggestion as if it were a repair, or one date
twice.
"""

from __future__ import annotations

from svc.rules.promises.runs import PromiseRun

_OF_FAULTS_ALONE = frozenset(("same_day",))
"""A fault taken up on site is fixed the same day (S2 4.2.7.3E); an installation takes its days."""
_FAULTS = frozenset(("repair", "inspection"))
_OWN_ANSWER = {"complaint": "complaint_answer", "suggestion": "acknowledged"}
"""What a first answer is to these kinds, instead of the reply to whoever has a fault."""


def judged_runs(kind: str, runs: list[PromiseRun]) -> list[PromiseRun]:
    """The promises of a ticket of this kind that count in a report, in their order."""
    named = {run.promise for run in runs}
    return [run for run in runs if _is_its_own(kind, run, named)]


def _is_its_own(kind: str, run: PromiseRun, named: set[str]) -> bool:
    if run.promise in _OF_FAULTS_ALONE:
        return kind in _FAULTS
    if run.promise == "visit" and run.promise_row.clock == "agreed":
        return "appointment" not in named  # the date agreed is one promise, not two
    return not (run.promise == "reply" and _OWN_ANSWER.get(kind) in named)
