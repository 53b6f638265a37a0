"""What stands on the loan card."""

from __future__ import annotations

import re
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    LONG,
    STAFF,
    after,
    dispatched,
    event,
    paper_of,
    read,
    ticked,
)

from svc.model import events as ev
from svc.model.parts import Part, PartsCatalogue
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket
from svc.render.pages import Page

DOCUMENT = "loan-card"
PEOPLE = Staff(staff=[*STAFF.staff, Person(id="xia", name="夏燕", roles=["parts"])])
PARTS = PartsCatalogue(
    parts=[
        Part(
            code="P-1012",
            name="主轴驱动器",
            specification="DRV-12 380V",
            position="B-2-07",
            replaced_by=["P-1031"],
        ),
        Part(code="P-1031", name="轴承", specification="6204", position="A-1-03"),
        Part(code="P-1050", name=LONG),
    ]
)


def lent(seq: int, part: str, count: int = 1, **fields: Any) -> Any:
    return event(
        ev.PartLent, seq, 20 + seq / 10, part=part, count=count, **({"technician": "wang"} | fields)
    )


def ended(seq: int, of: int, how: str, fault: str = "") -> Any:
    return event(ev.LoanEnded, seq, 50, of=f"aaaa{of:02d}", how=how, fault=fault)


def cases() -> dict[str, Ticket]:
    customer = {**HEAD["customer"], "unit": LONG * 3}
    many = [lent(10 + n, f"P-{1000 + n}", n + 1, serial=f"SN{n:08d}") for n in range(30)]
    return {
        "none": after(),
        "out": after(*dispatched(), lent(6, "P-1012", serial="DRV-8812")),
        "ended": after(
            *dispatched(),
            lent(6, "P-1012", serial="DRV-8812"),
            lent(7, "P-1031", 2),
            lent(8, "P-1031", 4),
            lent(9, "绝缘套管"),
            ended(10, 6, "defective", "通电无输出，报 E07"),
            ended(11, 7, "used"),
            ended(12, 8, "good"),
        ),
        "thirty": after(*dispatched(), *many),
        "long": after(
            *dispatched(),
            lent(6, "P-1050", serial="W" * 60),
            lent(7, "X" * 60),
            ended(8, 6, "defective", "很长的故障说明，" * 30),
            customer=customer,
        ),
        "hostile": after(
            *dispatched(),
            lent(6, HOSTILE, serial=HOSTILE),
            ended(7, 6, "defective", HOSTILE),
            customer={**customer, "unit": HOSTILE},
        ),
    }


def paper(ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    return paper_of(
        DOCUMENT, ticket, lang, **({"staff": PEOPLE, "find_part": PARTS.find_part} | more)
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_is_the_one_that_was_approved(lang: str) -> None:
    golden.check(f"{DOCUMENT}-ended.{lang}.html", paper(cases()["ended"], lang, for_pdf=False).html)


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "zh") for name in cases()), ("ended", "en"), ("long", "en")]
)
def test_it_prints_well(name: Any, lang: Any) -> None:
    ticket = cases()[name]
    told = [ticket.customer.unit]
    for item in ticket.log:
        told += [getattr(item, field, "") for field in ("part", "serial", "fault")]
    check_paper(paper(ticket, lang), told, ticket.id)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["none", "ended"])
def test_the_usual_card_is_one_page(name: str, lang: str) -> None:
    assert len(printed(paper(cases()[name], lang))) == 1


def test_each_loan_says_what_was_lent_to_whom_when_by_whom_and_what_became_of_it() -> None:
    page = read(paper(cases()["ended"], "en"))
    for told in (
        "1 P-1012 主轴驱动器 DRV-12 380V 1 DRV-8812 王强 2026-11-22 05:48 from 李明",
        "2 P-1031 轴承 6204 2 王强",
        "通电无输出，报 E07 李明 2026-11-23 11:12",
    ):
        assert told in page
    assert ticked(paper(cases()["ended"], "en")) == ["returned defective", "used", "returned good"]


def test_a_part_that_is_not_in_the_catalogue_stands_as_it_was_typed() -> None:
    assert "4 绝缘套管 1 王强" in read(paper(cases()["ended"], "en"))


def test_what_is_out_is_marked_in_a_frame_in_its_line_and_on_top() -> None:
    def marks(name: str) -> list[str]:
        return re.findall(r'<span class="mark">([^<]+)</span>', paper(cases()[name], "en").html)

    assert marks("ended") == ["urgent", "Parts outstanding: 1", "out"]
    assert marks("none") == ["urgent"]
    assert paper(cases()["ended"]).html.count('<tr class="out">') == 1


def test_the_mark_is_about_parts_alone_whatever_the_work_is_waiting_for() -> None:
    held = event(ev.Held, 6, 3, wish="customer", reason="停业")
    assert "on hold" not in read(paper(after(*dispatched(), held), "en"))


def test_the_rule_and_lines_to_write_on_are_there_before_anything_is_lent() -> None:
    assert "前件不还，后件不借。" in read(paper(cases()["none"]))
    assert paper(cases()["none"]).html.count('<tr class="hand">') == 6
    assert paper(cases()["thirty"]).html.count('<tr class="hand">') == 6


def test_hostile_text_adds_no_element() -> None:
    def elements(ticket: Ticket) -> list[str]:
        return re.findall(r"<(/?[a-z][a-z0-9]*)", paper(ticket).html)

    plain = after(*dispatched(), lent(6, "X", serial="S"), ended(7, 6, "defective", "坏"))
    assert elements(cases()["hostile"]) == elements(plain)
