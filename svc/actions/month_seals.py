"""A month of an office closed (月结): its figures and what they are made of are kept; and what is
put right afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.daily import unsealed_among
from svc.actions.office_month import MonthOfOffice, late_in_month, office_month
from svc.actions.reports import month_report
from svc.actions.typist import Typist, writing
from svc.errors import (
    Damaged,
    DaysNotSealed,
    MonthAsSealed,
    MonthNotOver,
    MonthNotSealed,
    Notice,
    PartOnly,
)
from svc.model.ids import MonthSealId
from svc.model.month_seals import MonthRecounted, MonthSeal, MonthSealed, PaperDigest
from svc.model.times import day_of, month_after
from svc.rules.daily.month_seals import MonthSealState, month_seal_digest
from svc.rules.report.sealed_figures import month_figures
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


class MonthConfirmation(Struct, frozen=True, kw_only=True):
    """What sealing a month, or putting it right, came to."""

    seal: MonthSealState
    repeated: bool  # it was sealed, or put right, before; nothing was changed
    committed: bool
    notices: list[Notice]


class SealedWithLate(Struct, frozen=True, kw_only=True):
    """A sealed month of an office, and the tickets with late entries in it."""

    seal: MonthSealState
    late: list[str]


def seal_month(ledger: Ledger, typist: Typist, *, office: str, first: date) -> MonthConfirmation:
    """Close the month of an office that begins with `first`: the figures of its report, the ids of
    its events and the digests of what is printed from it are kept. A month that is sealed stays as
    it is.

    Raises UnknownOffice, MonthNotOver, NotYourRole; DaysNotSealed, unless a manager allows it;
    Damaged where a record that may belong to the month can't be read.
    """
    ledger.office(office)
    _check_over(ledger, office, first, typist.now)
    number = MonthSealId(office, first)
    if ledger.read_month_seal(number) is None:
        _papers(ledger, office, first, typist.now)  # the index has counted it before others wait
    with writing(ledger, typist) as tx:
        if tx.month_seal(number) is not None:
            tx.repeated = True
            return _confirmation(tx, number)
        if not typist.allow:
            _check_days(ledger, office, first)
        month = _readable(ledger, office, first, typist.now)
        figures, tickets = _figures(month), month.lines()
        sealed = MonthSealed(
            figures="\n".join(figures),
            tickets="\n".join(tickets),
            papers=_papers(ledger, office, first, typist.now),
            seal=month_seal_digest(figures, tickets),
        )
        tx.create_month_seal(
            MonthSeal(
                id=str(number),
                status="sealed",
                office=office,
                region=ledger.office(office).region,
                month=number.month,
                log=[sealed],
            )
        )
    return _confirmation(tx, number)


def correct_month(
    ledger: Ledger, typist: Typist, *, office: str, first: date, reason: str
) -> MonthConfirmation:
    """Record what the figures of a sealed month are now, and why; what was sealed stays as it was.
    What came late by then needs no other reason.

    Raises MonthNotSealed, MonthAsSealed, NotYourRole, UnknownOffice, Damaged.
    """
    ledger.office(office)
    number = MonthSealId(office, first)
    with writing(ledger, typist) as tx:
        there = tx.month_seal(number)
        if there is None:
            raise MonthNotSealed(whose=[office], office=office, month=number.month)
        month, state = _readable(ledger, office, first, typist.now), there.state
        figures, added = _figures(month), month.lines(without=state.known)
        last = state.last
        if figures == last.figure_lines and not added and not state.is_disputed:
            if tx.has_just_said(last) and last.reason == reason:
                tx.repeated = True
                return _confirmation(tx, number)
            raise MonthAsSealed(office=office, whose=office, month=number.month)
        recounted = MonthRecounted(
            figures="\n".join(figures),
            tickets="\n".join(added),
            papers=_papers(ledger, office, first, typist.now),
            seal=month_seal_digest(figures, added),
            reason=reason,
        )
        tx.append(str(number), recounted)
    return _confirmation(tx, number)


def sealed_months(
    ledger: Ledger, offices: Iterable[str], first: date, now: datetime
) -> Iterator[SealedWithLate]:
    """Of these offices those whose month is sealed, each with the tickets that came late for it."""
    for office in offices:
        try:
            record = ledger.read_month_seal(MonthSealId(office, first))
        except Damaged:
            continue  # `svc check` names it
        if record is not None:
            state = record.state
            late = late_in_month(ledger, office, first, now, state.holds.ticket_lines)
            yield SealedWithLate(seal=state, late=late)


def _check_over(ledger: Ledger, office: str, first: date, now: datetime) -> None:
    after = month_after(first)
    if day_of(now, ledger.zone) < after:
        last = after - timedelta(days=1)
        raise MonthNotOver(month=f"{first:%Y-%m}", last=last, office=office)


def _check_days(ledger: Ledger, office: str, first: date) -> None:
    """Raise DaysNotSealed for days of the month with money that nobody counted, at an office that
    seals days at all.
    """
    if not any(ledger.seal_numbers(office)):
        return
    days = [first + timedelta(days=n) for n in range((month_after(first) - first).days)]
    unsealed = unsealed_among(ledger, office, days, [])
    if unsealed:
        raise DaysNotSealed(
            month=f"{first:%Y-%m}", office=office, whose=office, days=unsealed, day=unsealed[0]
        )


def _readable(ledger: Ledger, office: str, first: date, now: datetime) -> MonthOfOffice:
    """The month, of which everything can be read. Raises Damaged."""
    month = office_month(ledger, office, first, now)
    if month.broken:
        raise month.broken[0]
    return month


def _figures(month: MonthOfOffice) -> list[str]:
    """The figures of a month as a seal keeps them. Raises Damaged."""
    figures = month_figures(month.window(month.states()))
    if month.broken:
        raise month.broken[0]
    return [each.figure.line for each in figures]


def _papers(ledger: Ledger, office: str, first: date, now: datetime) -> list[PaperDigest]:
    """The digests of what is printed of the month: its report, its region's if all of that is here,
    and the sheets of its sealed days.
    """
    region, month = ledger.office(office).region, f"{first:%Y-%m}"
    report, _ = month_report(ledger, office, month, now)
    papers = [PaperDigest(paper="report", of=office, digest=report.digest)]
    of_region = [code for code, each in ledger.settings.offices.items() if each.region == region]
    try:
        ledger.check_has_all_of(of_region)
    except PartOnly:
        pass
    else:
        report, _ = month_report(ledger, region, month, now)
        papers.append(PaperDigest(paper="report", of=region, digest=report.digest))
    for number in ledger.seal_numbers(office):
        if number.day.replace(day=1) == first:
            day = ledger.read_seal(number)
            if day is not None:
                digest = day.state.last.seal
                papers.append(PaperDigest(paper="daily", of=f"{number.day}", digest=digest))
    return papers


def _confirmation(tx: Recording, number: MonthSealId) -> MonthConfirmation:
    state = tx.as_recorded(str(number)).state
    assert isinstance(state, MonthSealState)
    return MonthConfirmation(
        seal=state, repeated=tx.repeated, committed=tx.committed, notices=tx.notices
    )
