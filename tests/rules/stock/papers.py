"""Stock documents for tests, in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from svc.model.stock import Booked, StockDocument, StockLine, TakenIn, TakenInLine, Voided
from svc.rules.stock.documents import StockState, replay_document

PARTS = """parts:
  - {code: "P-1001", name: "加热管", models: ["CR-200"], price: "180.00", minimum: 6}
  - {code: "P-1003", name: "主控板", models: ["CR-200"], price: "860.00", minimum: 2}
"""
"""A catalogue, for ledgers that keep books of their stores."""

FIRST = datetime.fromisoformat("2026-11-02T09:00:00+08:00")


def line(typed: str, **more: Any) -> StockLine:
    """`P-1:3` three of P-1."""
    part, _, count = typed.partition(":")
    return StockLine(part=part, count=int(count), **more)


def document(
    number: int, kind: Any, *lines: StockLine, office: str = "SZ", hours: float = 0, **more: Any
) -> StockDocument:
    """A document booked so many hours after the first."""
    at = FIRST + timedelta(hours=hours)
    booked = Booked(seq=1, id=f"b{number:09d}", at=at, typed=at, by="sun")
    source = {"source": "headquarters"} if kind == "received" else {}
    return StockDocument(
        id=f"{office}-M2611-A{number:04d}",
        status="booked",
        booked=at,
        office=office,
        region="south",
        kind=kind,
        lines=list(lines),
        log=[booked],
        **{**source, **more},
    )


def then(made: StockDocument, *events: TakenIn | Voided) -> StockState:
    """The document after these events, an hour after each other."""
    log: list[Any] = list(made.log)
    for event in events:
        at = log[-1].at + timedelta(hours=1)
        seq = len(log) + 1
        stamped: dict[str, Any] = {
            "seq": seq,
            "id": f"e{seq}{made.id[-4:]}00",
            "at": at,
            "typed": at,
            "by": "sun",
        }
        fields = {name: getattr(event, name) for name in type(event).__struct_fields__}
        log.append(type(event)(**{**fields, **stamped}))
    from msgspec.structs import replace

    return replay_document(replace(made, log=log))


def arrived(*counts: int, reason: str = "") -> TakenIn:
    """A transfer taken in: so many of each line."""
    return TakenIn(
        lines=[
            TakenInLine(line=number, count=count, reason=reason)
            for number, count in enumerate(counts, 1)
        ]
    )
