"""Tickets for the papers: the usual one, and those a page is likely to break on."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import msgspec

from svc.model import events as ev
from svc.model.policies import Promise
from svc.model.settings import Office, PolicyChoice, Region, Settings, WarrantyPeriods
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Given
from svc.render.papers.table import paper_maker
from svc.render.words import Words
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import replay_ticket
from svc.store.assets import fonts_dir, templates_dir

ZONE = timezone(timedelta(hours=8))
MORNING = datetime(2026, 11, 21, 9, 12, tzinfo=ZONE)

SETTINGS = Settings(
    schema=1,
    name="示范设备有限公司售后服务部",
    hotline="400-800-0000",
    regions={"south": Region(name="华南")},
    offices={
        "SZ": Office(
            name="深圳办事处",
            region="south",
            calendar="SZ",
            address="深圳市南山区科技南路 8 号",
            phone="0755-2600 0000",
        )
    },
    policies=[PolicyChoice(policy="office")],
    warranty=WarrantyPeriods(months=12, on_site_months=6),
)
STAFF = Staff(
    staff=[
        Person(id="chen", name="陈静", phone="13800000001", roles=["clerk"]),
        Person(id="li", name="李明", phone="13800000002", roles=["coordinator", "lead"]),
        Person(id="wang", name="王强", phone="13800000003", roles=["technician"]),
    ]
)

HEAD: dict[str, Any] = {
    "id": "SZ-2611-A0042",
    "kind": "repair",
    "status": "received",
    "received": MORNING.isoformat(),
    "office": "SZ",
    "region": "south",
    "channel": "phone",
    "urgency": "urgent",
    "urgency_reason": "午市前要用",
    "mode": "visit",
    "terms": {"policy": "office@2026-11", "calendar": "SZ@3", "prices": "2026-07"},
    "customer": {
        "file": "SZ-A0031",
        "unit": "深圳市喆堃餐饮管理有限公司",
        "address": "深圳市福田区深南大道 1006 号国际创新中心 A 座 3 层",
        "phone": "0755-8800 1234",
        "contact": "黄玥",
        "mobile": "13912345678",
        "zone": "inside",
        "distance_km": 12,
    },
    "equipment": {
        "model": "CR-800",
        "specification": "380 V 12 kW",
        "serial": "CR8-25-004217",
        "bought": "2026-08-02",
        "warranty": {
            "verdict": "in",
            "on_site": True,
            "reason": "2026-08-02 购买，上门期至 2027-02-02",
            "until": "2027-08-02",
            "on_site_until": "2027-02-02",
        },
    },
    "symptom": "开机后主轴不转，屏幕显示 E07。\n重新上电后能转几分钟，随后又停。",
    "occurred": "2026-11-20 晚上收市时",
    "wishes": "请在午市前（11:00 前）修好，来之前先打电话。",
    "asked_for": "2026-11-23T09:00:00+08:00",
}

RECEIVED = ev.Received(seq=1, id="aaaaa1", at=MORNING, typed=MORNING, by="chen", digest="0" * 16)


def after(*events: ev.AnyEvent, **head: Any) -> Ticket:
    """The usual ticket with other values in its head, received, and then these events."""
    data = {**HEAD, **head, "log": msgspec.to_builtins([RECEIVED])}
    ticket = msgspec.convert(data, Ticket)
    return msgspec.structs.replace(ticket, log=[RECEIVED, *events])


def event(kind: type[ev.Event], seq: int, hours: float = 0, **fields: Any) -> Any:
    """An event so many hours after intake."""
    at = MORNING + timedelta(hours=hours)
    return kind(seq=seq, id=f"aaaa{seq:02d}", at=at, typed=at, by="li", **fields)


def dispatched() -> list[Any]:
    """From handover to a technician with an agreed time."""
    return [
        event(ev.HandedOver, 2, 0.5, to="li"),
        event(ev.Contacted, 3, 1, spoke_to="黄玥", judged="主轴驱动器过流保护，疑似电机轴承卡滞"),
        event(ev.Replied, 4, 1.2, remedy="上门检查主轴电机与驱动器", prepare="请清空锅体，留出 1 米操作空间"),
        event(
            ev.Dispatched, 5, 1.5, technician="wang", appointment=MORNING + timedelta(hours=47.8), agreed_with="黄玥",
            bring=["主轴驱动器 DRV-12", "轴承 6204", "绝缘表"],
        ),
    ]  # fmt: skip


def visited(**fields: Any) -> list[Any]:
    """Dispatched, prepared, arrived and the work done."""
    report: dict[str, Any] = {
        "outcome": "fixed",
        "found": "主轴电机轴承锈蚀卡滞，驱动器报过流",
        "done": "更换轴承 2 只，清洁驱动器风道，空载、带载各试运行 20 分钟",
        "cause": "environment",
        "condition": "运行平稳，电流 3.1 A，温升正常",
        "surroundings": "灶台旁，潮湿，有油烟；外观无损伤",
        "in_warranty": True,
        "parts": [
            ev.PartUsed(
                part="轴承 6204", count=2, serial="B-771", old_serial="B-102", old_part="returned"
            )
        ],
        "advice": "每周擦干电机底部，三个月后复查",
    } | fields
    return [
        *dispatched(),
        event(ev.Prepared, 6, 30, ready=["主轴驱动器 DRV-12", "轴承 6204"], missing=["绝缘表"]),
        event(
            ev.Quoted,
            7,
            31,
            lines=[ev.QuoteLine(item="检测费", count=1, price=Decimal("0.00"))],
            total=Decimal("0.00"),
        ),
        event(ev.Arrived, 8, 47.7, met="黄玥"),
        event(ev.Consented, 9, 47.9, to="opening", who="黄玥", how="签字"),
        event(ev.Visited, 10, 49.5, **report),
    ]


HOSTILE = "<b>粗</b> {{ 7*7 }} {% for x in y %} =SUM(A1:A9) &amp; </style><script>alert(1)</script> \"'`\\"
LONG = "深圳市南山区粤海街道高新技术产业园区北区朗山路十六号华瀚创新园办公楼丁座五楼五零三至五零八单元及地下一层设备间"
NAME = "Maximiliana-Alexandra von und zu Hohenlohe-Schillingsfürst"


def cases() -> dict[str, Ticket]:
    """What a work order must bear, by name."""
    hostile = {
        **HEAD["customer"],
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    parts = [
        ev.PartUsed(
            part=f"PN-{n:03d} 主轴驱动器", count=n, serial=f"SN{n:08d}", old_serial=f"AL{n:08d}", old_part="returned"
        )
        for n in range(1, 31)
    ]  # fmt: skip
    return {
        "received": after(),
        "dispatched": after(*dispatched()),
        "visited": after(*visited()),
        "long": after(
            *visited(found="很长的现象描述，" * 120, done="W" * 300),
            customer={**HEAD["customer"], "unit": LONG * 3, "address": LONG * 3, "contact": NAME},
        ),
        "parts": after(
            *visited(outcome="needs_parts", parts=parts, leftover="等驱动器到货后再次上门")
        ),
        "hostile": after(
            *visited(found=HOSTILE, done=HOSTILE), customer=hostile, symptom=HOSTILE, wishes=HOSTILE
        ),
        "more than pages": after(*visited(found="很长的现象描述，" * 900), symptom="行\n" * 150),
    }


def given(ticket: Ticket, **more: Any) -> Given:
    """What a paper about this ticket is made from, with the promise of a visit."""
    state = replay_ticket(ticket)
    row = Promise(from_="requested", to="arrived", within="2wd", clock="working_days")
    visit = PromiseRun(
        promise="visit",
        promise_row=row,
        started=state.marks[0][1],
        due=MORNING + timedelta(hours=80),
        state="running",
    )
    return Given(
        **({"state": state, "promises": [visit], "settings": SETTINGS, "staff": STAFF} | more)
    )


def paper_of(document: str, ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    """A paper about this ticket; `more` are options of the paper, or other settings, staff,
    `which`.
    """
    options = {name: more.pop(name) for name in ("for_pdf", "pages") if name in more}
    options = {"pages": pages(lang), "for_pdf": True} | options
    return paper_maker(document)(given(ticket, **more), **options)


def order_of(ticket: Ticket, lang: str = "zh", **more: Any) -> Page:
    """The work order."""
    return paper_of("visit-order", ticket, lang, **more)


@cache
def pages(lang: str = "zh", *own: Path) -> Pages:
    return Pages([*own, templates_dir()], fonts_dir(), Words(lang))


def read(page: Page) -> str:
    """What a person reads on the page, blanks as one."""
    body = page.html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def ticked(page: Page) -> list[str]:
    """The words behind the boxes that have a tick."""
    return re.findall(r'<span class="box on"></span>([^<]+)</span>', page.html)
