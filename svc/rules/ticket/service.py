"""The table of service (服务方式与收费): from what is wanted to how it is served, what it costs and
what must be there first.

Who pays, the first that decides: contract, approval, misuse with evidence, warranty, kind (S4 2.3).
A row fits by kind, subject and warranty; a contract, the counter and the clerk's choice of another
way then change what they change. What a ticket costs follows from its values as they stand: one
that is corrected changes the price with it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.service import SHARES, Contract, CostReason, Share, Subject
from svc.model.tickets import Channel, Mode, Ticket, TicketKind

ANY = ("on_site", "warranty", "out", "unknown")
"""How a machine stands: in the on-site period, in warranty only, in neither, nobody knows."""

CONTRACT_KINDS = ("repair", "maintenance", "inspection")
"""What a contract covers that does not name its kinds."""

BROUGHT_KINDS = ("repair", "inspection", "exchange", "upgrade", "maintenance")
"""What can be done to a machine that is brought to the counter."""

BY_PHONE = ("inquiry", "complaint", "suggestion")
"""Kinds that nobody goes to the customer for."""

MACHINE_KINDS = ("repair", "inspection", "maintenance", "exchange", "upgrade", "installation")
"""Kinds after which one asks how the machine runs."""


Condition = Literal["agreement", "approval"]
"""What may have to be there before the work: the customer's agreement to a price, our approval."""


class ServiceRow(Struct, frozen=True, kw_only=True):
    """A row: of which tickets, how they are served, what is free and why, and what must be there
    before the work. What paid work that was agreed to waits for afterwards is the same for all:
    WAITS_FOR in svc/rules/ticket/paid_work.py.
    """

    kind: TicketKind
    of: tuple[Subject | str, ...] = ()  # empty: whatever it is of
    warranty: tuple[str, ...] = ANY
    mode: Mode
    free: tuple[Share, ...]
    why: CostReason
    before_work: tuple[Condition, ...] = ()


ALL = SHARES
_AGREED: tuple[Condition, ...] = ("agreement",)


def _paid(
    kind: TicketKind, why: CostReason, *of: str, warranty: tuple[str, ...] = ANY
) -> ServiceRow:
    return ServiceRow(
        kind=kind, of=of, warranty=warranty, mode="paid", free=(), why=why, before_work=_AGREED
    )


def _by_warranty(kind: TicketKind) -> tuple[ServiceRow, ...]:
    """As S4 2.3 has repairs: in the on-site period a visit, in warranty only brought to us."""
    return (
        ServiceRow(kind=kind, warranty=("on_site",), mode="visit", free=ALL, why="on_site"),
        ServiceRow(kind=kind, warranty=("warranty",), mode="walk_in", free=ALL, why="warranty"),
        _paid(kind, "out", warranty=("out",)),
        # The papers are looked at on site; the price is named there if they do not help.
        ServiceRow(kind=kind, warranty=("unknown",), mode="visit", free=(), why="unknown"),
    )


SERVICE: tuple[ServiceRow, ...] = (
    *_by_warranty("repair"),
    *_by_warranty("inspection"),  # S4 2.3: paid out of warranty only
    ServiceRow(kind="inquiry", mode="phone", free=ALL, why="free_kind"),
    _paid("maintenance", "paid_kind"),
    ServiceRow(kind="installation", mode="visit", free=(), why="sale"),
    _paid("exchange", "out", warranty=("out",)),
    ServiceRow(
        kind="exchange", warranty=("warranty",), mode="walk_in", free=ALL, why="approval",
        before_work=("approval",),
    ),
    ServiceRow(kind="exchange", mode="visit", free=ALL, why="approval", before_work=("approval",)),
    ServiceRow(kind="upgrade", of=("software",), mode="visit", free=ALL, why="free_kind"),
    _paid("upgrade", "paid_kind"),  # hardware, software service: S4 2.3
    ServiceRow(kind="training", of=("use",), mode="visit", free=ALL, why="free_kind"),
    _paid("training", "paid_kind"),  # S4 2.3
    ServiceRow(kind="survey", mode="visit", free=ALL, why="free_kind"),
    ServiceRow(kind="complaint", mode="phone", free=ALL, why="free_kind"),
    ServiceRow(kind="suggestion", mode="phone", free=ALL, why="free_kind"),
)  # fmt: skip
"""The table; the first row that fits counts. docs/reference/service.md is made from it."""


class WantedService(Struct, frozen=True, kw_only=True):
    """What a row is chosen by."""

    kind: TicketKind
    of: str = ""
    warranty: str  # one of ANY
    channel: Channel = "phone"
    mode: str = ""  # as the clerk says; empty: as the table has it
    contract: str = ""  # its name
    terms: Contract | None = None  # what it says, where the customer's file has it
    is_here: bool = True  # of channel walk_in: the machine was brought


def service_for(wanted: WantedService) -> ServiceRow:
    """How this is served and what it costs: the row that fits, with what contract, counter and the
    clerk change of it.
    """
    row = _row_for(wanted.kind, wanted.of, wanted.warranty)
    if wanted.terms is not None and row.kind not in BY_PHONE:
        row = _under(wanted.terms, row)
    elif wanted.contract and row.kind in CONTRACT_KINDS:
        row = _under_unfiled(row)
    if _is_brought(wanted):
        row = replace(row, mode="walk_in", why=_brought(row.why))
    return _with_mode(row, wanted.mode)


def standing(verdict: str, on_site: bool) -> str:
    """How a machine stands, one of ANY."""
    if verdict != "in":
        return verdict
    return "on_site" if on_site else "warranty"


def contract_covers(contract: Contract, *, kind: str, serial: str, on: date) -> bool:
    """Whether the contract is in force that day and covers this kind of service on this machine."""
    return (
        contract.since <= on <= contract.until
        and kind in (contract.kinds or CONTRACT_KINDS)
        and (not contract.machines or serial in contract.machines)
    )


def service_of(ticket: Ticket) -> ServiceRow:
    """The row of a ticket, from its values as they stand now."""
    warranty = ticket.equipment.warranty if ticket.equipment else None
    return service_for(
        WantedService(
            kind=ticket.kind or "repair",
            of=ticket.of,
            warranty=standing(warranty.verdict, warranty.on_site) if warranty else "unknown",
            channel=ticket.channel,
            mode=ticket.mode or "",
            contract=ticket.customer.contract if ticket.customer else "",
            terms=ticket.covered_by,
            is_here=ticket.mode == "walk_in",
        )
    )


def shares_needed(mode: str | None) -> tuple[Share, ...]:
    """What a service can cost where nobody travels, and where somebody does."""
    return ALL if mode in ("visit", "paid") else ("labour", "parts")


def is_free(row: ServiceRow) -> bool:
    """Whether the customer pays nothing for a service like this."""
    return set(shares_needed(row.mode)) <= set(row.free)


def is_priced_first(row: ServiceRow) -> bool:
    """Whether a price is to be named and agreed to before the work (S2 4.2.2A).

    Not where somebody has to look first, where the sale or an approval decides.
    """
    return "agreement" in row.before_work


def _is_brought(wanted: WantedService) -> bool:
    """Whether the customer stands at the counter with the machine."""
    return (
        wanted.channel == "walk_in"
        and wanted.is_here
        and wanted.mode in ("", "walk_in")
        and wanted.kind in BROUGHT_KINDS
    )


def _row_for(kind: TicketKind, of: str, warranty: str) -> ServiceRow:
    return next(
        row
        for row in SERVICE
        if row.kind == kind and warranty in row.warranty and (not row.of or of in row.of)
    )


def _under(contract: Contract, row: ServiceRow) -> ServiceRow:
    """Under a contract that covers it: on site whatever the warranty, free as the contract says."""
    mode: Mode = row.mode if row.mode == "phone" else "visit"
    free = tuple(share for share in SHARES if share in contract.free)
    free_row = replace(row, mode=mode, free=free, why="contract")
    return _as_free(free_row) if set(ALL) <= set(free) else _as_paid(free_row)


def _under_unfiled(row: ServiceRow) -> ServiceRow:
    """Under a contract of which only the name is known: we come; free is what the warranty has."""
    if row.why in ("on_site", "warranty"):
        return replace(row, mode="visit", why="on_site")
    return replace(row, mode="visit" if row.mode == "paid" else row.mode, why=_unfiled(row.why))


def _unfiled(why: CostReason) -> CostReason:
    return "contract_unfiled" if why in ("out", "paid_kind") else why


def _brought(why: CostReason) -> CostReason:
    """In the on-site period a machine that was brought is repaired here, free as ever."""
    return "warranty" if why == "on_site" else why


def _with_mode(row: ServiceRow, mode: str) -> ServiceRow:
    """The row, with the way that the clerk chose instead."""
    if not mode or mode == row.mode:
        return row
    if mode == "paid" and row.why != "contract":
        return _as_paid(replace(row, mode="paid", free=(), why="given" if row.free else row.why))
    if mode == "visit" and row.why == "warranty":
        return _as_paid(replace(row, mode="visit", free=("labour", "parts"), why="visit_wish"))
    if mode == "walk_in":
        return replace(row, mode="walk_in", why=_brought(row.why))
    return replace(row, mode=mode)


def _as_paid(row: ServiceRow) -> ServiceRow:
    return replace(row, before_work=tuple(dict.fromkeys((*row.before_work, *_AGREED))))


def _as_free(row: ServiceRow) -> ServiceRow:
    return replace(row, before_work=tuple(each for each in row.before_work if each not in _AGREED))
