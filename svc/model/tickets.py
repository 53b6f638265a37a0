"""The ticket (服务工单): a head told at intake and a log of what happened since."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.model.events import AnyEvent, Moment, Text, Urgency, check_thinkable
from svc.model.ids import TicketId, parse_ticket_id
from svc.model.renumbering import as_first_numbered
from svc.model.service import Contract
from svc.model.typed_text import UNKNOWN
from svc.model.upkeep import UpkeepDue

TicketKind = Literal[
    "repair",
    "inquiry",
    "maintenance",
    "installation",
    "complaint",
    "exchange",
    "upgrade",
    "suggestion",
    "training",
    "inspection",
    "survey",
]
Channel = Literal["phone", "wechat", "email", "letter", "web", "walk_in", "on_site", "internal"]
Mode = Literal["phone", "visit", "walk_in", "paid"]
Zone = Literal["inside", "near", "far"]

_UNKNOWN_WORDS = (UNKNOWN, "不详", "未知", "不知道")


def why_unknown(typed: str) -> str | None:
    """Why nobody knows it, of a field as typed (`unknown: REASON`, `不详：铭牌脱落`).

    None if the value is known, empty if no reason is given.
    """
    word, _, why = typed.strip().replace("：", ":").partition(":")
    return why.strip() if word.strip().casefold() in _UNKNOWN_WORDS else None


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The versions a ticket is under; they are never edited, a change is a new version."""

    policy: Text
    calendar: Text
    prices: str = ""


class TicketCustomer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The customer as told at intake; `file` is the customer file, which is the truth for the next
    ticket.
    """

    file: str = ""
    unit: Text
    address: Text
    phone: Text
    contact: Text
    mobile: Text
    zone: Zone = "inside"  # inside the service area; near: outside, within 80 km of the office; far
    distance_km: Annotated[int, Meta(ge=0, le=20000)] | None = None
    contract: str = ""


class Warranty(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict at intake: free repair, and as its first part free repair at the customer's (S4
    2.3).
    """

    verdict: Literal["in", "out", "unknown"]
    on_site: bool
    reason: Text
    until: date | None = None
    on_site_until: date | None = None


class TicketEquipment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The machine as told at intake."""

    model: Text
    specification: Text
    serial: Text
    bought: Text  # a day, time in use in words, or unknown
    warranty: Warranty


class Unknown(Struct, frozen=True, kw_only=True):
    """A field nobody could tell, and why."""

    field: Text
    why: Text


class TicketHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was told at intake.

    Fields besides `status` are written once. A call noted by someone else has a short head (id,
    status, received, office, region, channel, terms, log) that `received` completes; until then the
    other fields are None. Its terms are those of the office, so that the call to the caller is
    promised too.
    """

    id: Text
    kind: TicketKind | None = None
    status: Text
    received: Moment
    office: Text
    region: Text
    channel: Channel
    urgency: Urgency | None = None
    urgency_reason: str = ""
    mode: Mode | None = None
    # what an upgrade or a training is of (svc/model/service.py)
    of: Literal["hardware", "software", "software_service", "use", "technical", ""] = ""
    covered_by: Contract | None = None  # the contract that covers it, as the customer's file had it
    terms: Terms | None = None
    customer: TicketCustomer | None = None
    equipment: TicketEquipment | None = None
    occurred: str = ""  # when the fault occurred, as told
    wishes: str = ""  # what the customer asked for
    asked_for: Moment | None = None  # the visit time the customer asked for
    symptom: str = ""
    unknown: list[Unknown] = []
    # Earlier repairs of this machine that make this one a repeated repair (多次维修), as seen at
    # intake.
    repeat_of: list[str] = []
    upkeep: list[UpkeepDue] = []  # the due machines that it was made for

    def __post_init__(self) -> None:
        check_thinkable(self, ("received", "asked_for"))


class Ticket(TicketHead, frozen=True, kw_only=True, omit_defaults=True):
    """One request, from the first call to its closing: the head, and the log of what happened
    since.
    """

    log: Annotated[list[AnyEvent], Meta(min_length=1)]

    @property
    def number(self) -> TicketId:
        """The number, taken apart. Raises ValueError if the record's id is not one."""
        number = parse_ticket_id(self.id)
        if number is None or str(number) != self.id:
            raise ValueError(self.id)
        return number


HEAD_KEYS = tuple(name for name in TicketHead.__struct_fields__ if name != "status")
NEEDED = (
    "kind",
    "urgency",
    "mode",
    "terms",
    "customer",
    "equipment",
    "occurred",
    "wishes",
    "symptom",
)
"""Head keys that intake must fill; a noted call lacks them."""


def head_digest(data: Mapping[str, object], keys: Iterable[str] = HEAD_KEYS) -> str:
    """The digest of the head's values, as the first event carries it: 16 hex digits. `keys`: a
    ticket's.

    Over the values of known head keys, so neither layout, comments nor the order of keys matter,
    and a key the desk added by hand is not taken for an alteration. A record that got another
    number keeps the digest that it was given with the first one.
    """
    import hashlib

    data = as_first_numbered(data)
    lines: list[str] = []
    for key in keys:
        value = data.get(key)
        if type(value) is str:
            lines.append(f"{key}={value!r}")
        elif value is not None or key in data:
            _flatten(key, value, lines)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _flatten(path: str, value: object, lines: list[str]) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if type(item) is str:
                lines.append(f"{path}.{key}={item!r}")
            else:
                _flatten(f"{path}.{key}", item, lines)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _flatten(f"{path}.{index}", item, lines)
    else:
        lines.append(f"{path}={value!r}")


def value_in_head(data: Mapping[str, object], path: Iterable[str]) -> str:
    """A value of the head as a correction holds it; empty if nothing was told, a list as JSON."""
    import json

    value: object = data
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
