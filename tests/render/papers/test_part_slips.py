"""The store's slips: what is issued, what was not there, the tag on a faulty part."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed, scanned
from render.paper_tickets import HOSTILE, MORNING, after, dispatched, event, paper_of, read, ticked
from render.papers.test_loan_card import PARTS, PEOPLE
from render.papers.test_loan_card import cases as loans

from svc.errors import NothingLent, NothingShort, NothingToTag
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.render.pages import Page


def short(seq: int, part: str, count: int = 1) -> Any:
    return event(ev.PartShort, seq, 10, part=part, count=count)


def shortages() -> Ticket:
    """One part ordered and delivered, another ordered, a third not yet."""
    return after(
        *dispatched(),
        short(6, "P-1012"),
        event(ev.PartRequested, 7, 11, part="P-1012", count=1, by_when=MORNING + timedelta(days=3)),
        event(ev.PartDelivered, 8, 60, of="aaaa07"),
        short(9, "P-1031", 4),
        event(ev.PartRequested, 10, 12, part="P-1031", count=4),
        short(11, "绝缘套管", 2),
    )


def papers() -> dict[tuple[str, str], Ticket]:
    """Each slip in the cases it is likely to break on."""
    out = {}
    for name in ("ended", "thirty", "long", "hostile"):
        out["issue-slip", name] = out["fault-tag", name] = loans()[name]
    many = [short(10 + n, f"P-{1000 + n}", n + 1) for n in range(30)]
    return out | {
        ("failure-slip", "usual"): shortages(),
        ("failure-slip", "thirty"): after(*dispatched(), *many),
        ("failure-slip", "hostile"): after(*dispatched(), short(6, HOSTILE), short(7, "W" * 60)),
    }


def paper(document: str, ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    return paper_of(
        document, ticket, lang, **({"staff": PEOPLE, "find_part": PARTS.find_part} | more)
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("document", "ticket"),
    [
        ("issue-slip", loans()["ended"]),
        ("fault-tag", loans()["ended"]),
        ("failure-slip", shortages()),
    ],
)
def test_each_slip_is_the_one_that_was_approved(document: str, ticket: Any, lang: str) -> None:
    golden.check(f"{document}.{lang}.html", paper(document, ticket, lang, for_pdf=False).html)


@pytest.mark.parametrize(("document", "name"), papers())
def test_it_prints_well(document: Any, name: Any) -> None:
    ticket = papers()[document, name]
    told = []
    if document != "fault-tag":  # of which only what is out or defective bears one
        told = [
            text
            for item in ticket.log
            for text in (getattr(item, "part", ""), getattr(item, "serial", ""))
        ]
    check_paper(paper(document, ticket), told, ticket.id)


@pytest.mark.parametrize("document", ["issue-slip", "failure-slip", "fault-tag"])
def test_the_usual_slip_in_english_is_one_page_inside_its_margins(document: str) -> None:
    ticket = shortages() if document == "failure-slip" else loans()["ended"]
    check_paper(paper(document, ticket, "en"), [], ticket.id)
    assert len(printed(paper(document, ticket, "en"))) == 1


def test_the_issue_slip_goes_along_the_store_and_ends_with_what_has_no_position() -> None:
    page = read(paper("issue-slip", loans()["ended"], "en"))
    assert re.findall(r"A-1-03|B-2-07|绝缘套管", page) == ["A-1-03", "A-1-03", "B-2-07", "绝缘套管"]
    assert "B-2-07 P-1012 主轴驱动器 DRV-12 380V 1 DRV-8812 王强 2026-11-22 05:48" in page


def test_the_failure_slip_says_what_could_be_used_instead_and_how_the_order_stands() -> None:
    page = paper("failure-slip", shortages(), "en")
    assert (
        "P-1012 主轴驱动器 DRV-12 380V 1 2026-11-21 19:12 李明 P-1031 ordered 2026-11-21 20:12"
        in read(page)
    )
    assert "expected 2026-11-24 09:12 delivered 2026-11-23 21:12" in read(page)
    assert ticked(page) == ["ordered", "delivered", "ordered"]


def test_an_order_from_before_the_shortage_does_not_answer_it() -> None:
    earlier = event(ev.PartRequested, 6, 9, part="P-1012", count=1)
    assert (
        ticked(paper("failure-slip", after(*dispatched(), earlier, short(7, "P-1012")), "en")) == []
    )


def test_what_came_back_defective_has_its_fault_on_the_tag_and_what_is_out_room_to_write_it() -> (
    None
):
    page = paper("fault-tag", loans()["ended"], "en")
    assert read(page).count("Faulty part") == 2
    assert "Fault 通电无输出，报 E07" in read(page)
    assert "Fault Machine CR-800 CR8-25-004217 Technician 王强" in read(page)
    assert "P-1031" not in read(page)  # used, and returned good


def test_a_single_tag_is_as_wide_as_one_of_two() -> None:
    assert "<td></td></tr>\n</tbody>" in paper("fault-tag", loans()["out"]).html


def test_each_tag_has_a_code_of_its_own() -> None:
    assert scanned(printed(paper("fault-tag", loans()["ended"]))) == ["SZ-2611-A0042"] * 3


@pytest.mark.parametrize(("document", "ticket", "error", "next_"), [
    ("issue-slip", after(), NothingLent, "svc loan lend SZ-2611-A0042"),
    ("failure-slip", loans()["ended"], NothingShort, "svc part short SZ-2611-A0042"),
    ("fault-tag", after(), NothingToTag, "svc loan return SZ-2611-A0042"),
])  # fmt: skip
def test_a_slip_about_nothing_says_what_to_type(
    document: str, ticket: Any, error: Any, next_: str
) -> None:
    with pytest.raises(error, match=next_):
        paper(document, ticket)
