"""The part loan card (备件借用卡): parts lent for a ticket, what became of each, confirmed by the
parts keeper.

Lines that are not recorded yet are left to be written by hand: at the counter the card comes first.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import HasHead, Stocked

ENDS = ("used", "good", "defective")
HAND_LINES = 6
"""Lines to write on below what is recorded."""


class LoanLine(Struct, frozen=True, kw_only=True):
    """A part that was lent."""

    part: Stocked
    count: str
    serial: str
    technician: str
    lent_at: str
    lent_by: str
    ended: str = ""  # used, good, defective; empty while it is out
    ended_at: str = ""
    ended_by: str = ""
    fault: str = ""  # what stands on the fault tag
    lots: tuple[str, ...] = ()  # the receipts the pieces came with, oldest first


class LoanCard(HasHead, frozen=True, kw_only=True):
    """What `loan_card.html` can use, as `paper`."""

    unit: str
    machine: dict[str, str]
    technician: str
    appointment: str
    loans: list[LoanLine]
    out: int  # how many loans are open
    ends: tuple[str, ...]
    hand_lines: int


def loan_card(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """All loans of a ticket. Raises what `filled_page` and `Filling.head` raise."""
    return filled_page("loan-card", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> LoanCard:
    head = fill.head()
    loans = printed_loans(fill)
    out = sum(1 for loan in loans if not loan.ended)
    return LoanCard(
        head=replace(
            head, mark=fill.words(N_("Parts outstanding: {count}"), count=out) if out else ""
        ),
        unit=fill.customer()["unit"],
        machine=fill.machine(),
        technician=fill.technician().name,
        appointment=fill.moment(fill.state.appointment),
        loans=loans,
        out=out,
        ends=ENDS,
        hand_lines=HAND_LINES,
    )


def printed_loans(fill: Filling) -> list[LoanLine]:
    """All parts that were lent for this ticket, in the order of the log."""
    ended = {event.of: event for event in fill.log if isinstance(event, ev.LoanEnded)}
    return [
        _loan(fill, lent, ended.get(lent.id)) for lent in fill.log if isinstance(lent, ev.PartLent)
    ]


def _loan(fill: Filling, lent: ev.PartLent, ended: ev.LoanEnded | None) -> LoanLine:
    loan = LoanLine(
        part=fill.stocked(lent),
        count=str(lent.count),
        serial=fill.of(lent, "serial"),
        technician=fill.name(lent.technician),
        lent_at=fill.words.show(lent.at),
        lent_by=fill.name(lent.by),
        lots=tuple(fill.ink(f"{lent.part}: lot", lot) for lot in fill.given.lots_of(lent)),
    )
    if ended is None:
        return loan
    return replace(
        loan,
        ended=ended.how,
        ended_at=fill.words.show(ended.at),
        ended_by=fill.name(ended.by),
        fault=fill.of(ended, "fault"),
    )
