"""Seals for tests, made by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from svc.model.month_seals import MonthRecounted, MonthSeal, MonthSealed
from svc.model.seals import Counted, Figures, Recounted, Seal, Sealed
from svc.model.tickets import head_digest
from svc.rules.daily.month_seals import (
    MonthSealState,
    month_seal_digest,
    replay_month_seal,
    ticket_line,
)
from svc.rules.daily.seals import SealState, replay_seal, seal_digest

DAY = date(2026, 11, 20)
EVENING = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
CASH = [Counted(how="cash", books=Decimal("80.00"), counted=Decimal("80.00"))]
WANG = [Figures(technician="wang", visits=1)]
HEAD = {"id": "SZ-2026-11-20", "office": "SZ", "region": "south", "day": "2026-11-20"}


def sealed(
    id: str = "aaaaaa", events: tuple[str, ...] = ("e00001",), minutes: int = 0, **more: Any
) -> Sealed:
    """A confirmation, so many minutes after six."""
    return Sealed(**_said(id, events, minutes, more), digest=head_digest(HEAD, tuple(HEAD)))


def recounted(
    id: str = "rrrrrr", events: tuple[str, ...] = (), minutes: int = 60, **more: Any
) -> Recounted:
    return Recounted(**_said(id, events, minutes, {"seq": 2, "reason": "晚录", **more}))


def _said(id: str, events: tuple[str, ...], minutes: int, more: dict[str, Any]) -> dict[str, Any]:
    when = EVENING + timedelta(minutes=minutes)
    counted, figures = more.pop("counted", CASH), more.pop("figures", WANG)
    return {
        "id": id,
        "seq": 1,
        "at": when,
        "typed": when,
        "by": "chen",
        "counted": counted,
        "figures": figures,
        "events": list(events),
        "seal": seal_digest(counted, figures, events),
    } | more


NOVEMBER = {"id": "SZ-2026-11", "office": "SZ", "region": "south", "month": "2026-11"}
FIGURES = "intake received count 1\npromises on_time rate 5/6\nmoney charged yuan 80.00"


def month_sealed(
    id: str = "aaaaaa", events: tuple[str, ...] = ("e00001",), minutes: int = 0, **more: Any
) -> MonthSealed:
    """A month's confirmation, so many minutes after six."""
    digest = head_digest(NOVEMBER, tuple(NOVEMBER))
    return MonthSealed(**_said_of_month(id, events, minutes, more), digest=digest)


def month_recounted(
    id: str = "rrrrrr", events: tuple[str, ...] = (), minutes: int = 60, **more: Any
) -> MonthRecounted:
    more = {"seq": 2, "reason": "补录", **more}
    return MonthRecounted(**_said_of_month(id, events, minutes, more))


def _said_of_month(
    id: str, events: tuple[str, ...], minutes: int, more: dict[str, Any]
) -> dict[str, Any]:
    when = EVENING + timedelta(minutes=minutes)
    figures = more.pop("figures", FIGURES)
    tickets = [ticket_line("SZ-2611-A0001", events)] if events else []
    return {
        "id": id,
        "seq": 1,
        "at": when,
        "typed": when,
        "by": "li",
        "figures": figures,
        "tickets": "\n".join(tickets),
        "papers": [],
        "seal": month_seal_digest(figures.split("\n"), tickets),
    } | more


def month_seal(*log: MonthSealed | MonthRecounted, status: str = "sealed") -> MonthSeal:
    return MonthSeal(status=status, log=list(log), **NOVEMBER)


def month_state(*log: MonthSealed | MonthRecounted) -> MonthSealState:
    return replay_month_seal(month_seal(*log))


def seal(*log: Sealed | Recounted, status: str = "sealed", day: date = DAY) -> Seal:
    head = {**HEAD, "id": f"SZ-{day}", "day": day}
    return Seal(status=status, log=list(log), **head)


def state(*log: Sealed | Recounted, day: date = DAY) -> SealState:
    return replay_seal(seal(*log, day=day))
