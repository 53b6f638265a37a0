"""Who pays for the work: what contract, warranty and kind cover, and if not, why not (S4 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.service import SHARE_NAMES
from svc.rules.ticket.service import ServiceRow, is_free, is_priced_first, service_of

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State

_WHY: dict[str, str] = {
    "contract_unfiled": N_("What the contract covers is not in the customer's file."),
    "out": N_("The machine is out of warranty."),
    "unknown": N_("There was no proof that the machine is in warranty."),
    "visit_wish": N_("The warranty no longer covers visits."),
    "paid_kind": N_("The warranty covers repairs; this is another service."),
    "sale": N_("What the installation costs is agreed with the sale."),
    "given": N_("Recorded at intake as paid service."),
}
"""The reason, for what the table says of who pays (svc/rules/ticket/service.py)."""


BY_WARRANTY = ("on_site", "warranty", "visit_wish", "out", "unknown")
"""Reasons of the table of service that are the warranty's."""


def service_now(state: State) -> ServiceRow:
    """The row of a ticket as it stands: what waited for an approval and got it is free by that."""
    row = service_of(state.current)
    return replace(row, why="approved") if row.why == "approval" and is_approved(state) else row


def is_approved(state: State) -> bool:
    """Whether the last word on an approval that was asked for was yes."""
    answers = [event for event in state.ticket.log if isinstance(event, ev.Approved)]
    return bool(answers and answers[-1].granted)


def is_work_free(state: State) -> bool:
    """Whether the customer pays nothing for the work (S4 2.3): free by contract, in the warranty,
    at the customer's in the on-site period, or by its kind.

    Not free are what the clerk took down as paid, a visit outside the on-site period, misuse shown
    with reasons, and what was judged on site to be out of warranty.
    """
    return state.current.equipment is not None and reason_to_pay(state) is None


def reason_to_pay(state: State) -> Phrase | None:
    """Why the customer pays for the work or a part of it, in a sentence for the customer; None if
    all of it is free.

    The first that decides: contract, approval, misuse shown, judged on site, warranty, kind.
    """
    if state.current.equipment is None:  # a noted call: nobody knows yet what is wanted
        return None
    row = service_now(state)
    if row.why in ("contract", "approved"):
        return None if is_free(row) else _beyond_contract(row)
    not_covered = [work for work in works_of(state) if was_not_covered(work)]
    if row.why != "paid_kind" and not_covered and not_covered[-1].evidence:
        return Phrase(
            N_("Not covered by the warranty: {evidence}"), evidence=not_covered[-1].evidence
        )
    if row.why != "paid_kind" and not_covered:
        return Phrase(N_("Judged on site to be out of warranty."))
    return None if is_free(row) else Phrase(_WHY[row.why])


def is_price_due_first(state: State) -> bool:
    """Whether a price is to be named and agreed to before the work: as the table has it, or since
    somebody has seen that the warranty does not cover it.
    """
    if state.current.equipment is None:
        return False
    row = service_now(state)
    if row.why in ("contract", "approved"):
        return not is_free(row)
    return is_priced_first(row) or any(was_not_covered(work) for work in works_of(state))


def free_shares(row: ServiceRow) -> list[Phrase]:
    """What of a service is free, in words."""
    return [Phrase(SHARE_NAMES[share]) for share in row.free]


def _beyond_contract(row: ServiceRow) -> Phrase:
    if not row.free:
        return Phrase(N_("By the contract the work is charged."))
    return Phrase(
        N_("By the contract only this is free of charge: {shares}."), shares=free_shares(row)
    )


def works_of(state: State) -> list[ev.Visited | ev.Repaired]:
    """The visits that took place and the last bench repair."""
    return [*state.visits, *([state.repaired] if state.repaired else [])]


def was_not_covered(work: ev.Visited | ev.Repaired) -> bool:
    """Whether it was seen at the work that the warranty leaves it out: judged so on site, or misuse
    shown with evidence.
    """
    return was_judged_out(work) or (work.cause == "misuse" and bool(work.evidence))


def was_judged_out(work: ev.Visited | ev.Repaired) -> bool:
    """Whether whoever was there judged that the machine is out of warranty."""
    return isinstance(work, ev.Visited) and work.in_warranty is False
