"""Tickets made of lines: `20 09:12 received` is an event of 20 November 2026, a Friday, with its
usual fields.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
from beginning import five_offices
from msgspec import inspect as kinds

from svc.model import reading
from svc.model.calendars import calendar_from
from svc.model.events import CATALOGUE, AnyEvent, Event
from svc.model.policies import Policy
from svc.model.tickets import Ticket
from svc.rules.promises.clock import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
_START = five_offices()
_CALENDAR = "calendars/SZ@1.yaml"

USUAL: dict[str, dict[str, Any]] = {
    "noted": {"name": "张工", "phone": "13900001111"},
    "received": {"digest": "0" * 16},
    "imported": {"digest": "0" * 16, "number": "2024-0317"},
    "handed_over": {"to": "li"},
    "office_changed": {"office": "BJ", "region": "north"},
    "contacted": {"spoke_to": "张工", "judged": "加热管断路"},
    "not_reached": {"purpose": "contact", "reason": "无人接听"},
    "replied": {"remedy": "更换加热管"},
    "asked": {"to": "wu", "question": "E-07?"},
    "answered": {"answer": "按复位键"},
    "dispatched": {"technician": "wang", "appointment": "2026-11-23T10:00:00+08:00"},
    "rescheduled": {
        "appointment": "2026-11-24T10:00:00+08:00",
        "agreed_with": "张工",
        "reason": "客户有事",
    },
    "prepared": {},
    "arrived": {},
    "visited": {"outcome": "fixed", "found": "断路", "done": "换管", "cause": "quality"},
    "back": {},
    "reported": {"words": "完成"},
    "slip_in": {"signed_by": "张工"},
    "filed": {},
    "passed_on": {"to": "质检科", "words": "备件"},
    "brought_in": {"place": "维修区", "condition": "外观完好"},
    "repaired": {"found": "断路", "done": "换管", "cause": "quality"},
    "told_ready": {"spoke_to": "张工"},
    "picked_up": {"signed_by": "张工"},
    "shipped": {"carrier": "顺丰", "number": "SF1", "paid_by": "us", "reason": "主板"},
    "returned": {"done": "换主板"},
    "held": {"wish": "customer", "reason": "客户出差"},
    "resumed": {},
    "escalated": {"to": "sun", "reason": "无人可派"},
    "approved": {"asked": "换机", "granted": True, "by_whom": "sun"},
    "reminded": {},
    "committed": {"promise": "送一套滤网", "until": "2026-11-30T17:00:00+08:00"},
    "commitment_kept": {"of": "000001"},
    "quoted": {"lines": [{"item": "工时", "count": 1, "price": "80.00"}], "total": "80.00"},
    "consented": {"to": "price", "who": "张工", "how": "电话"},
    "charged": {"lines": [{"item": "工时", "count": 1, "price": "80.00"}], "total": "80.00"},
    "paid": {"amount": "80.00", "how": "cash", "taken_by": "wang"},
    "refunded": {"amount": "80.00", "how": "cash", "receipt": "SZ-A-26-0001", "reason": "多收"},
    "receipt_issued": {"number": "SZ-A-26-0001", "payer": "张工", "amount": "80.00"},
    "receipt_voided": {"number": "SZ-A-26-0001", "reason": "写错"},
    "part_sent": {"of": "000001"},
    "part_request_cancelled": {"of": "000001", "reason": "改用库存"},
    "followed_up": {"spoke_to": "张工", "running": True},
    "called_back": {"spoke_to": "张工", "running": True, "rating": "satisfied"},
    "flagged": {"promise": "callback", "due": "2026-11-21T16:30:00+08:00"},
    "closed": {},
    "reopened": {"reason": "又坏了"},
    "declined": {"reason": "不同意报价"},
    "cancelled": {"reason": "不修了", "asked_by": "张工"},
    "settled": {"outcome": "replied", "words": "以深圳的为准"},
    "corrected": {"field": "customer.phone", "old": "1", "new": "0755-26002222", "reason": "听错"},
    "amended": {"of": "000001", "field": "words", "old": "", "new": "", "reason": "录错"},
    "urgency_set": {"urgency": "urgent", "reason": "停产"},
    "recomputed": {"calendar": "SZ@2", "reason": "公布放假"},
    "machine_replaced": {
        "old_serial": "CR200-24-0042",
        "new_serial": "CR200-26-0007",
        "reason": "换机",
    },
    "attached": {"name": "a.jpg", "shows": "before", "sha256": "0" * 64, "size": 3},
    "knowledge_used": {"entry": "cr_heating_e07", "helped": True},
    "order_issued": {"number": "ZL-1", "start": "2026-12-01T09:00:00+08:00"},
    "linked": {"ticket": "SZ-2611-A0002", "why": "同一台"},
    "remarked": {"words": "门口有狗"},
    "forgotten": {"fields": ["customer.phone"], "reason": "本人要求"},
}
"""For each event fields that it may have; what is not listed gets made-up ones."""


def _made_up(info: Any) -> Any:
    """Some value that a field of this type may have."""
    match info:
        case kinds.Metadata():
            return _made_up(info.type)
        case kinds.LiteralType():
            return info.values[0]
        case kinds.UnionType():
            return _made_up(info.types[0])
        case kinds.ListType():
            return [_made_up(info.item_type)]
        case kinds.StructType():
            return {
                field.encode_name: _made_up(field.type) for field in info.fields if field.required
            }
        case kinds.DateTimeType():
            return "2026-11-23T10:00:00+08:00"
        case kinds.DateType():
            return "2026-11-23"
        case kinds.IntType():
            return 1
        case kinds.BoolType():
            return True
        case _:
            return "1"  # a text, an amount


def _complete() -> None:
    for what, entry in CATALOGUE.items():
        own = {
            name for name in entry.event.__struct_fields__ if name not in Event.__struct_fields__
        }
        fields = [
            field
            for field in cast(kinds.StructType, kinds.type_info(entry.event)).fields
            if field.name in own and field.required
        ]
        USUAL.setdefault(what, {field.encode_name: _made_up(field.type) for field in fields})


_complete()

HEAD: dict[str, Any] = {
    "id": "SZ-2611-A0001",
    "kind": "repair",
    "status": "received",
    "received": "2026-11-20T09:00:00+08:00",
    "office": "SZ",
    "region": "south",
    "channel": "phone",
    "urgency": "normal",
    "mode": "visit",
    "terms": {"policy": "office@2026-11", "calendar": "SZ@1"},
    "customer": {"unit": "甲", "address": "深圳", "phone": "1", "contact": "张工", "mobile": "2"},
    "equipment": {
        "model": "CR-200",
        "specification": "12kW",
        "serial": "CR200-24-0042",
        "bought": "2026-08-01",
        "warranty": {"verdict": "in", "on_site": True, "reason": "…"},
    },
    "occurred": "昨天",
    "wishes": "尽快",
    "symptom": "不加热",
}


def at(text: str) -> datetime:
    """`20 16:30` is in November 2026; `10-09 16:30` in that month; `2027-01-04 08:30` says all."""
    day, clock = text.split()
    parts = [int(part) for part in day.split("-")]
    year, month, day_ = [2026, 11][: 3 - len(parts)] + parts
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    return datetime(year, month, day_, hour, minute, second, tzinfo=SHANGHAI)


def event(line: str, seq: int = 1, **fields: Any) -> dict[str, Any]:
    """`20 09:12 held`, typed when it happened unless `typed` says otherwise; fields beside the
    usual ones.
    """
    day, clock, what = line.split()
    typed = fields.pop("typed", f"{day} {clock}")
    return {
        "seq": seq,
        "id": f"{seq:06d}",
        "what": what,
        "at": at(f"{day} {clock}").isoformat(),
        "typed": at(typed).isoformat(),
        "by": "chen",
        **USUAL[what],
        **fields,
    }


def event_of(data: dict[str, Any]) -> AnyEvent:
    """The event that a record has so. By its own class: what a union of all is costs a third of a
    millisecond each time it is named.
    """
    made: AnyEvent = msgspec.convert(data, CATALOGUE[data["what"]].event)
    return made


def ticket(*log: str | tuple[str, dict[str, Any]], **head: Any) -> Ticket:
    """A ticket with these events, numbered as they stand; a head value given here replaces the
    usual one.
    """
    lines = [(line, {}) if isinstance(line, str) else line for line in log]
    data = {
        **HEAD,
        **head,
        "log": [
            event(line, **{"seq": seq, **fields}) for seq, (line, fields) in enumerate(lines, 1)
        ],
    }
    customer, zone = data["customer"], head.get("zone")
    data["customer"] = {**customer, "zone": zone} if zone else customer
    data.pop("zone", None)
    return msgspec.convert(data, Ticket)


@cache
def policy(version: str) -> Policy:
    """A policy that ships; read once, as it is frozen."""
    return msgspec.convert(
        reading.read_record((_START / f"policies/{version}.yaml").read_bytes(), version), Policy
    )


def calendar(**changed: Any) -> WorkCalendar:
    """The calendar that ships: 08:30-12:00 13:30-17:30, Monday to Friday."""
    if not changed:
        return _shipped_calendar()
    return WorkCalendar(calendar_from({**_calendar_as_written(), **changed}, _CALENDAR))


@cache
def _shipped_calendar() -> WorkCalendar:
    """Made once: what it keeps of days that it was asked for changes none of its answers."""
    return WorkCalendar(calendar_from(_calendar_as_written(), _CALENDAR))


def _calendar_as_written() -> dict[str, Any]:
    return reading.read_record((_START / _CALENDAR).read_bytes(), _CALENDAR)
