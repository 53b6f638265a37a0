"""Who pays for the work: whether the warranty covers it, and if not, why not (S4 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import N_, Phrase
from svc.model import events as ev

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State

FREE_KINDS = ("repair", "complaint", "exchange")
"""What the warranty covers; maintenance, upgrades, inspections, training are paid service (S4 2.3).
"""


def is_work_free(state: State) -> bool:
    """Whether the warranty covers the work (S4 2.3): free in the warranty, at the customer's in the
    on-site period.

    Not free are what the clerk took down as paid, a visit outside the on-site period, misuse shown
    with reasons, and what was judged on site to be out of warranty.
    """
    return state.current.equipment is not None and reason_to_pay(state) is None


def reason_to_pay(state: State) -> Phrase | None:
    """Why the customer pays for the work, in a sentence for the customer; None if the warranty
    covers it.
    """
    ticket = state.current
    warranty = ticket.equipment.warranty if ticket.equipment else None
    judged: list[ev.Visited | ev.Repaired] = [
        *state.visits,
        *([state.repaired] if state.repaired else []),
    ]
    not_covered = [work for work in judged if _was_not_covered(work)]
    if ticket.kind not in FREE_KINDS:
        return Phrase(N_("The warranty covers repairs; this is another service."))
    if not_covered and not_covered[-1].evidence:
        return Phrase(
            N_("Not covered by the warranty: {evidence}"), evidence=not_covered[-1].evidence
        )
    if not_covered:
        return Phrase(N_("Judged on site to be out of warranty."))
    if warranty is not None and warranty.verdict == "out":
        return Phrase(N_("The machine is out of warranty."))
    if warranty is not None and warranty.verdict == "unknown":
        return Phrase(N_("There was no proof that the machine is in warranty."))
    if warranty is not None and ticket.mode == "visit" and not warranty.on_site:
        return Phrase(N_("The warranty no longer covers visits."))
    return Phrase(N_("Recorded at intake as paid service.")) if ticket.mode == "paid" else None


def _was_not_covered(work: ev.Visited | ev.Repaired) -> bool:
    out = isinstance(work, ev.Visited) and work.in_warranty is False
    return out or (work.cause == "misuse" and bool(work.evidence))
