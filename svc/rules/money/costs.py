"""Who of us bears what a ticket cost (S3 5, 9); the department may settle it otherwise in
`svc.yaml`.
"""

from __future__ import annotations

from svc.model.events import Bearer, ComplaintJudged, CostSort
from svc.model.settings import Settings
from svc.rules.ticket.lifecycle import State

OF_PEOPLE: tuple[CostSort, ...] = ("travel", "lodging", "allowance")
"""What a person spends: the sales branch bears it for its own staff, the company for others (S3
9.1).
"""

USUAL: dict[CostSort, Bearer] = {
    "travel": "company",
    "lodging": "company",
    "allowance": "company",
    "repair": "manufacturing",  # this and the next three: S3 9.2
    "parts": "manufacturing",
    "transport": "manufacturing",
    "packing": "manufacturing",
    "damage": "service",  # by whom it was done: paid and recorded (S2 4.2.7.3D)
    "other": "company",  # ours
}


def bearer_of(category: CostSort, state: State, settings: Settings, office: str) -> Bearer:
    """Who bears a cost of this sort on this ticket; `office` is that of the person whose cost it
    is.

    A complaint judged to be no quality matter is the business department's, which recovers it from
    the customer (S3 5.2); damage that we did never is.
    """
    judged = next(
        (event for event in reversed(state.ticket.log) if isinstance(event, ComplaintJudged)), None
    )
    if judged is not None and not judged.quality and category != "damage":
        return "business"
    own = next((bearer for name, bearer in settings.bearers.items() if name == category), None)
    if own is not None:
        return own
    entry = settings.offices.get(office)
    if category in OF_PEOPLE and entry is not None and entry.sales_branch:
        return "branch"
    return USUAL[category]
