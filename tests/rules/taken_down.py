"""Tickets as intake takes them down, for every combination of the table of service."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from rules.logs import HEAD, ticket

from svc.model.service import SHARES, SUBJECTS, Contract
from svc.model.tickets import TicketKind
from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.service import WantedService, service_for

FULL = {"name": "金牌", "since": "2026-01-01", "until": "2026-12-31", "free": list(SHARES)}
CONTRACTS: dict[str, dict[str, Any]] = {
    "none": {},
    "unfiled": {"contract": "24x7"},
    "full": {"contract": "金牌", "covered_by": FULL},
    "labour": {"contract": "银牌", "covered_by": {**FULL, "name": "银牌", "free": ["labour"]}},
    "at_cost": {"contract": "铜牌", "covered_by": {**FULL, "name": "铜牌", "free": []}},
}
WARRANTIES = {
    "on_site": ("in", True),
    "warranty": ("in", False),
    "out": ("out", False),
    "unknown": ("unknown", False),
}
KINDS = [(kind, of) for kind in get_args(TicketKind) for of in SUBJECTS.get(kind, ("",))]


def made(
    kind: tuple[str, str],
    warranty: str,
    contract: str,
    channel: str,
    *,
    mode: str = "",
    log: Any = (),
) -> Any:
    """A ticket taken down under these, as intake does: served as the table says."""
    verdict, on_site = WARRANTIES[warranty]
    given = CONTRACTS[contract]
    terms = given.get("covered_by")
    row = service_for(
        WantedService(
            kind=kind[0], of=kind[1], warranty=warranty, channel=channel, mode=mode,
            contract=given.get("contract", ""),
            terms=Contract(**{**terms, "since": date(2026, 1, 1), "until": date(2026, 12, 31)}) if terms else None,
        )
    )  # fmt: skip
    head: dict[str, Any] = {
        "kind": kind[0],
        "channel": channel,
        "mode": row.mode,
        "equipment": {
            **HEAD["equipment"],
            "warranty": {"verdict": verdict, "on_site": on_site, "reason": "…"},
        },
        "customer": {**HEAD["customer"], "contract": given.get("contract", "")},
    }
    head |= {"of": kind[1]} if kind[1] else {}
    head |= {"covered_by": terms} if terms else {}
    return row, replay_ticket(ticket("20 09:00 received", *log, **head))
