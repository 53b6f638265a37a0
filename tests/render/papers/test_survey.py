"""What stands on the satisfaction survey."""

from __future__ import annotations

from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import HEAD, HOSTILE, LONG, NAME, after, paper_of, read, ticked, visited

from svc.model.tickets import Ticket
from svc.render.pages import Page

DOCUMENT = "survey"


def cases() -> dict[str, Ticket]:
    customer = HEAD["customer"]
    return {
        "visited": after(*visited()),
        "received": after(),
        "long": after(
            *visited(done="很长的处理过程，" * 200),
            customer={**customer, "unit": LONG * 3, "contact": NAME},
        ),
        "hostile": after(*visited(done=HOSTILE), customer={**customer, "unit": HOSTILE}),
    }


def paper(ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    return paper_of(DOCUMENT, ticket, lang, **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_survey_is_the_one_that_was_approved(lang: str) -> None:
    golden.check(f"{DOCUMENT}.{lang}.html", paper(cases()["visited"], lang, for_pdf=False).html)


@pytest.mark.parametrize(("name", "lang"), [*((name, "zh") for name in cases()), ("visited", "en")])
def test_it_prints_well(name: Any, lang: Any) -> None:
    ticket = cases()[name]
    told = [ticket.customer.unit, *(getattr(event, "done", "") for event in ticket.log)]
    check_paper(paper(ticket, lang), told, ticket.id)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_usual_survey_is_one_page(lang: str) -> None:
    assert len(printed(paper(cases()["visited"], lang))) == 1


def test_it_names_the_work_and_where_to_send_it_and_ticks_nothing() -> None:
    page = paper(cases()["visited"], "en")
    for told in (
        "更换轴承 2 只",
        "王强",
        "2026-11-23 10:42 Mon",
        "深圳办事处 深圳市南山区科技南路 8 号 0755-2600 0000",
    ):
        assert told in read(page)
    assert ticked(page) == []


def test_our_own_haste_is_not_shown_to_the_customer() -> None:
    assert '<span class="mark">' not in paper(cases()["visited"], "en").html
