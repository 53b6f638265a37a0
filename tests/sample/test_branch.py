"""The region's second office: what it was made for is there to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from sample import branch
from sample.make import LEDGER
from svc.cli.paper_material import given_of
from svc.model import reading
from svc.render.pages import Pages
from svc.render.papers.table import paper_maker, usual_paper
from svc.render.words import Words
from svc.rules.ticket.lifecycle import State
from svc.store.assets import fonts_dir, templates_dir
from svc.store.ledger import Ledger

NOW = datetime.fromisoformat("2026-11-02T09:00:00+08:00")


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    ledger = Ledger(LEDGER, indexed=False)
    yield ledger
    ledger.close()


def state_of(ledger: Ledger, ticket: str) -> State:
    return ledger.read(ticket).state


def paper(ledger: Ledger, ticket: str, document: str = "") -> str:
    state = state_of(ledger, ticket)
    pages = Pages([templates_dir()], fonts_dir(), Words("zh"))
    maker = paper_maker(document or usual_paper(state))
    return maker(given_of(ledger, state, NOW), pages, for_pdf=False).html


def test_a_region_has_two_offices_and_all_of_the_second_is_done_but_one(ledger: Ledger) -> None:
    offices = ledger.settings.offices
    assert [code for code, each in offices.items() if each.region == "south"] == ["SZ", "GZ"]
    number = [line for line in branch.LINES if line.typed.startswith("intake")]
    made = [record.state for record in ledger.tickets([]) if record.id.startswith("GZ-")]
    assert len(made) == len(number) == 7
    assert [s.ticket.id for s in made if s.status != "closed"] == [branch.OPEN]


@pytest.mark.parametrize(
    ("ticket", "document", "says"),
    [
        (branch.REPAIR, "", ("上门维修工单", "加热管", "12kW/380V", "根")),
        (branch.INSTALLATION, "", ("安装调试工单", "排烟风速", "0.4 m/s")),
        (branch.MAINTENANCE, "", ("保养工单", "门封条", "10层", "条")),
        (branch.MAINTENANCE, "receipt", ("收据", "佛山顺德凤城宾馆")),
        (branch.EXCHANGED, "", ("维修单", "NB120-26-9407", "NB120-26-9533")),
        (branch.EXCHANGED, "voucher", ("NB120-26-9407", "NB120-26-9533")),
        (branch.PAID, "receipt", ("東莞虎門龍鳳樓",)),
        (branch.INQUIRY, "", ("客户咨询记录表",)),
        (branch.OPEN, "", ("上门维修工单", "散热风扇")),
    ],
)
def test_each_ticket_has_the_papers_it_was_made_for(
    ledger: Ledger, ticket: str, document: str, says: tuple[str, ...]
) -> None:
    page = paper(ledger, ticket, document)
    assert [word for word in says if word not in page] == []


def test_every_part_of_the_sample_has_a_specification_and_a_unit() -> None:
    parts = reading.read_record((LEDGER / "parts.yaml").read_bytes())["parts"]
    assert [
        part["code"] for part in parts if not (part.get("unit") and part["specification"])
    ] == []
    assert len({part["unit"] for part in parts}) > 5
