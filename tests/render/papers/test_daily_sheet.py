"""What stands on the daily reconciliation."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper
from render.paper_tickets import (
    HOSTILE,
    MORNING,
    SETTINGS,
    STAFF,
    after,
    event,
    pages,
    read,
    visited,
)

from svc.actions.daily import Reconciled
from svc.model import events as ev
from svc.model.seals import Counted, Seal, Sealed
from svc.model.staff import Staff
from svc.model.tickets import Ticket
from svc.render.pages import Page
from svc.render.papers.daily_sheet import ReconciledGiven, daily_sheet
from svc.rules.daily.late import Late
from svc.rules.daily.seals import replay_seal, seal_digest
from svc.rules.daily.sheet import entries_of, sheet_of
from svc.rules.ticket.lifecycle import replay_ticket

DAY = date(2026, 11, 23)
EVENING = datetime.fromisoformat("2026-11-23T18:00:00+08:00")


def worked(number: int = 42, *, unsigned: str = "负责人不在") -> Ticket:
    """A visit of the day whose slip nobody signed; 80 yuan taken on site and not handed in, 50 paid
    at the desk by transfer.
    """
    import msgspec

    made = after(
        *visited(),
        event(ev.SlipIn, 11, 50, unsigned=unsigned),
        event(ev.Paid, 12, 50, amount=Decimal("80.00"), how="cash", taken_by="wang"),
        event(ev.Paid, 13, 50, amount=Decimal("50.00"), how="transfer", taken_by="chen"),
    )
    return msgspec.structs.replace(made, id=f"SZ-2611-A{number:04d}")


def found(*tickets: Ticket, sealed: bool = False, staff: Staff = STAFF) -> Reconciled:
    """The day of these tickets; `sealed`: counted with a yuan too little before the last of them
    was entered.
    """
    states = [replay_ticket(ticket) for ticket in tickets]
    sheet = sheet_of(states, "SZ", DAY, staff)
    if not sealed:
        return Reconciled(sheet=sheet, seal=None, late=[], carried=[])
    counted = [Counted(how="transfer", books=Decimal("50.00"), counted=Decimal("49.00"))]
    ids = sheet.events[:-1]
    said = Sealed(
        seq=1,
        id="aaaaaa",
        at=EVENING,
        typed=EVENING,
        by="chen",
        counted=counted,
        figures=sheet.figures,
        events=ids,
        seal=seal_digest(counted, sheet.figures, ids),
        reason="手续费",
    )
    seal = Seal(
        id="SZ-2026-11-23", status="sealed", office="SZ", region="south", day=DAY, log=[said]
    )
    late = [
        Late(entry=entry, in_seal=None)
        for state in states
        for entry in entries_of(state, "SZ")
        if entry.event.id == sheet.events[-1]
    ]
    return Reconciled(sheet=sheet, seal=replay_seal(seal), late=late, carried=[])


def paper(day: Reconciled, lang: str = "zh", *, staff: Staff = STAFF, **more: Any) -> Page:
    given = ReconciledGiven(
        day=DAY,
        is_over=False,
        tickets=[],
        settings=SETTINGS,
        staff=staff,
        office="SZ",
        typed=MORNING,
        found=day,
    )
    return daily_sheet(given, pages(lang), **{"for_pdf": True, **more})


def cases() -> dict[str, Reconciled]:
    return {
        "usual": found(worked()),
        "sealed": found(worked(), sealed=True),
        "sixty": found(*(worked(number) for number in range(1, 61))),
        "least": found(),
        "hostile": found(worked(unsigned=HOSTILE)),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_it_prints_well_whatever_is_on_it(name: str, lang: str) -> None:
    day = cases()[name]
    check_paper(
        paper(day, lang), [each for person in day.sheet.technicians for each in person.visits]
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_the_one_that_was_approved(lang: str) -> None:
    golden.check(
        f"daily-sheet-sealed.{lang}.html", paper(cases()["sealed"], lang, for_pdf=False).html
    )


def test_what_is_not_counted_yet_is_a_cell_to_write_in() -> None:
    text = read(paper(cases()["usual"], "en"))
    assert "not sealed" in text
    assert "bank transfer 50.00 Reason" in text
    assert "王强: SZ-2611-A0042 nobody signed: 负责人不在" in text
    assert "王强: SZ-2611-A0042 80.00 cash (2026-11-23)" in text


def test_count_difference_reason_and_what_came_late_are_told() -> None:
    text = read(paper(cases()["sealed"], "en"))
    assert "the figures have changed since" in text
    assert "bank transfer 50.00 49.00 -1.00" in text
    assert "Entered late for this day SZ-2611-A0042" in text
    assert "陈静 day sealed, 2026-11-23 18:00: 手续费" in text


def test_hostile_text_adds_no_element() -> None:
    tags = [
        re.findall(r"<[a-z][^>]*>", paper(cases()[name], "en").html)
        for name in ("hostile", "usual")
    ]
    assert tags[0] == tags[1]


def test_a_character_the_font_lacks_is_named_with_its_field() -> None:
    page = paper(found(worked(unsigned="𠀋野不在")), "en")
    assert {each.field for each in page.stood_in} == {"Doubtful signatures"}
