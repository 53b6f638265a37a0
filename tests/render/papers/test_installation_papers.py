"""What stands on the papers of an installation, before the work and afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace
from render import golden
from render.paper_checks import check_paper
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    LONG,
    MORNING,
    NAME,
    after,
    dispatched,
    event,
    paper_of,
    read,
    ticked,
)  # fmt: skip

from svc.errors import NoInstallationPaper
from svc.model import events as ev
from svc.model.tickets import Ticket

DOCUMENTS = ("service-order", "parts-acceptance", "service-feedback", "acceptance")
INSTALLATION: dict[str, Any] = {
    "kind": "installation",
    "symptom": "炒菜机器人两台，安装调试",
    "wishes": "安装不影响午市",
}
THREE: list[ev.Signature] = [
    ev.Signature(party="customer", name="张工", on=date(2026, 11, 23)),
    ev.Signature(party="builder", name="刘工", on=date(2026, 11, 23)),
    ev.Signature(party="ours", name="王强", on=date(2026, 11, 23)),
]
ORDER = event(
    ev.OrderIssued,
    2,
    0.2,
    number="AZ-1107",
    start=MORNING + timedelta(days=9),
    contract="HT-2026-118",
    work="就位、接水电燃气、调试，空载与带载各两小时",
    builder="明辉装修",
    shipped=date(2026, 11, 10),
    delivered=date(2026, 11, 18),
    warranty_from="accepted",
    warranty_months=12,
    shipped_months=18,
)


def measured(seq: int, value: str, *, within: bool, after_step: str = "", **fields: Any) -> Any:
    told = {"point": "主轴找正", "tolerance": "≤0.05 mm"} | fields
    return event(ev.Measured, seq, 49, value=value, within=within, after=after_step, **told)


def work(name: str = "", extra: str = "") -> list[Any]:
    """From counting the parts to the acceptance; `name` and `extra` go into every text."""
    by_when = MORNING + timedelta(days=12)
    defect = f"地面不平{extra}"
    return [
        event(ev.Arrived, 6, 48, met="黄玥"),
        event(
            ev.PartsAccepted, 7, 48.2, signatures=THREE[:2],
            not_signed=[ev.NotSigned(party="ours", reason=f"王强在路上{extra}")],
            things=[
                ev.CountedThing(thing=f"主机{extra}", found=1, of=1),
                ev.CountedThing(thing="地脚螺栓", found=3, of=4, remark=f"缺一只{extra}"),
            ],
        ),
        event(ev.SignedLater, 8, 48.4, of="aaaa07", signatures=THREE[2:]),
        measured(9, "0.03 mm", within=True),
        measured(10, "0.08 mm", within=False, after_step=f"接第 1 号管口{extra}"),
        measured(11, "0.04 mm", within=True, after_step="松管重接"),
        measured(12, "0.31 MPa", within=False, point="供水压力", tolerance="0.2..0.3"),
        event(ev.DefectReported, 13, 50, to=f"明辉装修{extra}", defect=defect),
        event(ev.DefectReported, 14, 52, to="明辉装修", defect=defect, remedy=f"重新找平{extra}",
              by_when=by_when),
        event(ev.DefectReported, 15, 50, to="客户工程部", defect="排烟管未接", remedy="当天接好"),
        event(ev.DefectReported, 16, 53, to="客户工程部", defect="排烟管未接", remedied=True),
        event(ev.UsersTrained, 17, 53, people=["黄玥", f"李姐{name}"], content=f"开关机、清洗{extra}",
              minutes=90, result="能独立操作"),
        event(ev.PapersHandedOver, 18, 54, handed=["说明书", "合格证", f"电路图{extra}"],
              recipient=f"黄玥{name}"),
        event(ev.Accepted, 19, 54.5, signatures=THREE, words=f"试机两小时{extra}",
              warranty_since=date(2026, 11, 23), warranty_until=date(2027, 11, 22),
              on_site_until=date(2027, 5, 22)),
    ]  # fmt: skip


@cache
def cases() -> dict[str, Ticket]:
    """Installations by name."""
    arranged = [replace(ORDER, id="order2"), *dispatched()]
    lines = [ev.CountedThing(thing=f"零件 {n:02d}", found=n, of=n) for n in range(1, 31)]
    many: list[Any] = [
        event(ev.PartsAccepted, 7, 48, signatures=THREE, things=lines),
        *(measured(10 + n, f"0.0{n % 9} mm", within=True, point=f"管口 {n}") for n in range(30)),
        *(event(ev.DefectReported, 50 + n, 50, to="施工方", defect=f"缺陷 {n}") for n in range(30)),
    ]
    customer = HEAD["customer"]
    long = {**customer, "unit": LONG * 2, "address": LONG * 2, "contact": NAME}
    hostile = {
        **customer,
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    return {
        "empty": after(**INSTALLATION),
        "arranged": after(*arranged, **INSTALLATION),
        "accepted": after(*arranged, *work(), **INSTALLATION),
        "thirty": after(*arranged, *many, **INSTALLATION),
        "long": after(*arranged, *work(NAME, LONG), **{**INSTALLATION, "customer": long}),
        "hostile": after(*arranged, *work(extra=HOSTILE), **{**INSTALLATION, "customer": hostile}),
    }


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("name", ["empty", "accepted", "thirty", "long", "hostile"])
def test_it_prints_well_whatever_is_on_it(document: str, name: str) -> None:
    lang = "en" if name == "long" else "zh"  # English words are the wider ones
    customer = cases()[name].customer
    assert customer is not None
    check_paper(paper_of(document, cases()[name], lang), [customer.unit])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("name", ["arranged", "accepted"])
def test_it_is_the_one_that_was_approved(document: str, name: str, lang: str) -> None:
    page = paper_of(document, cases()[name], lang, for_pdf=False)
    golden.check(f"{document}-{name}.{lang}.html", page.html)


def test_the_service_order_says_what_to_do_by_when_and_what_the_sale_grants() -> None:
    told = read(paper_of("service-order", cases()["arranged"], "en"))
    for text in ("AZ-1107", "HT-2026-118", "明辉装修", "2026-11-30 09:12 Mon", "主轴驱动器 DRV-12"):
        assert text in told
    assert "12 months from acceptance, at most 18 months from shipping" in told


def test_what_was_counted_stands_line_by_line_and_too_few_are_named() -> None:
    told = read(paper_of("parts-acceptance", cases()["accepted"], "en"))
    assert "地脚螺栓 4 3 (too few) 缺一只" in told
    assert "主机 1 1" in told


def test_a_point_shows_all_its_values_in_their_order_and_which_is_out() -> None:
    told = read(paper_of("acceptance", cases()["accepted"], "en"))
    first, second, third = (told.index(value) for value in ("0.03 mm", "0.08 mm", "0.04 mm"))
    assert first < second < third
    assert told[second:third].startswith("0.08 mm OUT")
    assert "接第 1 号管口" in told
    assert "0.31 MPa OUT" in told


def test_the_acceptance_has_what_is_left_open_alone_and_the_feedback_every_defect() -> None:
    accepted = read(paper_of("acceptance", cases()["accepted"], "en"))
    feedback = read(paper_of("service-feedback", cases()["accepted"], "en"))
    assert "地面不平 明辉装修 2026-11-23 重新找平 2026-11-23 2026-12-03 open" in accepted
    assert "排烟管未接" not in accepted
    assert "排烟管未接" in feedback


def test_training_papers_warranty_and_signatures_stand_on_the_acceptance() -> None:
    page = paper_of("acceptance", cases()["accepted"], "en")
    told = read(page)
    assert "黄玥, 李姐 开关机、清洗 90 能独立操作" in told
    assert "from 2026-11-23 until 2027-11-22; free visits until 2027-05-22" in told
    assert ticked(page) == ["说明书", "合格证", "电路图", "accepted, with matters left open"]
    for name in ("张工", "刘工", "王强"):
        assert f"{name} 2026-11-23" in told


def test_a_signature_added_later_takes_the_place_of_its_reason() -> None:
    told = read(paper_of("parts-acceptance", cases()["accepted"], "en"))
    assert "王强 2026-11-23" in told
    assert "在路上" not in told


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_ticket_of_another_kind_is_refused_with_its_kind(document: str) -> None:
    with pytest.raises(NoInstallationPaper, match="svc intake --kind installation"):
        paper_of(document, after())
