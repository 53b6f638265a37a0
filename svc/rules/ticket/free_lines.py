"""Lines of a quotation or charge that the customer does not pay, each with its reason: warranty,
contract, goodwill of a manager (S4 2.3; S3 五(4): approved before anything is promised).

What a line costs stays on it, so that everybody sees what was given; it adds nothing to the total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import N_, Phrase
from svc.rules.ticket.coverage import is_approved, was_not_covered, works_of
from svc.rules.ticket.service import service_of

if TYPE_CHECKING:
    from svc.model.events import FreeReason
    from svc.model.service import Share
    from svc.rules.ticket.lifecycle import State


def why_not_free(state: State, reason: FreeReason, share: Share | None) -> Phrase | None:
    """Why this reason does not make a line free; None: it does. `share`: what the line is for, of
    one of no list None.
    """
    if reason == "goodwill":
        says = N_("no manager has approved it: svc approve {ticket} --asked TEXT")
        return None if is_approved(state) else Phrase(says, ticket=state.ticket.id)
    if reason == "contract":
        contract = state.current.covered_by
        if contract is None:
            return Phrase(N_("no contract of the customer's file covers it"))
        is_covered = share is None or share in contract.free
        return None if is_covered else Phrase(N_("the contract does not have it free"))
    return _why_not_by_warranty(state, share)


def _why_not_by_warranty(state: State, share: Share | None) -> Phrase | None:
    machine, quoted = state.current.equipment, state.account.quote
    if machine is None or machine.warranty.verdict != "in":
        return Phrase(N_("the machine is not in warranty"))
    if any(was_not_covered(work) for work in works_of(state)) or (quoted and quoted.cause):
        return Phrase(N_("the fault is none that the warranty covers"))
    if share == "travel" and "travel" not in service_of(state.current).free:
        return Phrase(N_("the warranty no longer covers visits"))
    return None
