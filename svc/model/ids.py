"""Numbers of records: who gave them and where the record lies.

A ticket's number says office, year and month of typing, the desk's lane and a running number:
`SZ-2611-A0042` lies in `tickets/SZ/2026-11/SZ-2611-A0042.yaml`. A lane is one desk's own series, so
two desks that have not yet exchanged anything never give the same number.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

LANES = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O, Q: read out over the phone they pass for 1 and 0
_TICKET = re.compile(rf"([A-Z]{{2,4}})-([0-9]{{2}})(0[1-9]|1[0-2])-([{LANES}])([0-9]{{4,9}})")
# Compiled when they are first used: most commands need only the one above.
_OFFICE = r"[A-Z]{2,4}"
_CUSTOMER = rf"([A-Z]{{2,4}})-([{LANES}])([0-9]{{4,9}})"
_STOCK = rf"([A-Z]{{2,4}})-M([0-9]{{2}})(0[1-9]|1[0-2])-([{LANES}])([0-9]{{4,9}})"
_SEAL = r"([A-Z]{2,4})-([0-9]{4}-[0-9]{2}-[0-9]{2})"
_MONTH_SEAL = r"([A-Z]{2,4})-([0-9]{4}-[0-9]{2})"
_SLUG = r"[a-z][a-z0-9_]{0,31}"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}@[0-9A-Za-z-]{1,16}"


class TicketId(Struct, frozen=True):
    """A ticket's number, taken apart."""

    office: str
    year: int
    month: int
    lane: str
    number: int

    @property
    def folder(self) -> str:
        """Where the record lies, from the top of the ledger, with forward slashes."""
        return f"tickets/{self.office}/{self.year}-{self.month:02d}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{self}.yaml"

    def __str__(self) -> str:
        return f"{self.office}-{self.year % 100:02d}{self.month:02d}-{self.lane}{self.number:04d}"


def parse_ticket_id(text: str) -> TicketId | None:
    """The number written in `text`, upper or lower case; None if it is not one.

    A number has one spelling only: four digits, more only when they are needed.
    """
    match = _TICKET.fullmatch(text.strip().upper())
    if match is None:
        return None
    office, year, month, lane, digits = match.groups()
    if len(digits) > 4 and digits[0] == "0":
        return None
    return TicketId(office, 2000 + int(year), int(month), lane, int(digits))


def ticket_order(ticket: TicketId) -> tuple[str, int, int, str, int]:
    """What tickets' numbers are sorted by: office, month, lane, running number."""
    return ticket.office, ticket.year, ticket.month, ticket.lane, ticket.number


class CustomerId(Struct, frozen=True):
    """A customer file's number, taken apart: office, lane and running number, `SZ-A0031`."""

    office: str
    lane: str
    number: int

    @property
    def folder(self) -> str:
        return "customers"

    @property
    def path(self) -> str:
        return f"customers/{self}.yaml"

    def __str__(self) -> str:
        return f"{self.office}-{self.lane}{self.number:04d}"


def parse_customer_id(text: str) -> CustomerId | None:
    """The customer file's number written in `text`, upper or lower case; None if it is not one."""
    match = re.fullmatch(_CUSTOMER, text.strip().upper())
    if match is None:
        return None
    office, lane, digits = match.groups()
    if len(digits) > 4 and digits[0] == "0":
        return None
    return CustomerId(office, lane, int(digits))


class StockId(Struct, frozen=True):
    """A stock document's number, taken apart: `SZ-M2611-A0007`, `M` for movement, then as a
    ticket's.
    """

    office: str
    year: int
    month: int
    lane: str
    number: int

    @property
    def folder(self) -> str:
        """Where the record lies, from the top of the ledger, with forward slashes."""
        return f"movements/{self.office}/{self.year}-{self.month:02d}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{self}.yaml"

    def __str__(self) -> str:
        return f"{self.office}-M{self.year % 100:02d}{self.month:02d}-{self.lane}{self.number:04d}"


def parse_stock_id(text: str) -> StockId | None:
    """The stock document's number written in `text`, upper or lower case; None if it is not
    one.
    """
    match = re.fullmatch(_STOCK, text.strip().upper())
    if match is None:
        return None
    office, year, month, lane, digits = match.groups()
    if len(digits) > 4 and digits[0] == "0":
        return None
    return StockId(office, 2000 + int(year), int(month), lane, int(digits))


class SealId(Struct, frozen=True):
    """What the seal of a day is known by: `SZ-2026-11-23`, the office's and the day's. Nobody gives
    it: two desks that seal the same day write the same record.
    """

    office: str
    day: date

    @property
    def folder(self) -> str:
        return f"seals/{self.office}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.day}.yaml"

    def __str__(self) -> str:
        return f"{self.office}-{self.day}"


def parse_seal_id(text: str) -> SealId | None:
    """The seal that is written in `text`, upper or lower case; None if it is none."""
    match = re.fullmatch(_SEAL, text.strip().upper())
    try:
        return None if match is None else SealId(match[1], date.fromisoformat(match[2]))
    except ValueError:  # no such day
        return None


class MonthSealId(Struct, frozen=True):
    """What the seal of a month is known by: `SZ-2026-11`, the office's and the month's; given by
    nobody either.
    """

    office: str
    first: date  # the first day of the month

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def folder(self) -> str:
        return f"seals/{self.office}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.month}.yaml"

    def __str__(self) -> str:
        return f"{self.office}-{self.month}"


def parse_month_seal_id(text: str) -> MonthSealId | None:
    """The seal of a month that is written in `text`, upper or lower case; None if it is none."""
    match = re.fullmatch(_MONTH_SEAL, text.strip().upper())
    try:
        return (
            None if match is None else MonthSealId(match[1], date.fromisoformat(f"{match[2]}-01"))
        )
    except ValueError:  # no such month
        return None


RecordId = TicketId | CustomerId | StockId | SealId | MonthSealId
"""The number of any record."""


RECORD_FOLDERS = ("tickets", "customers", "movements", "seals")
"""Where records lie, from the top of the ledger."""


def is_record_path(path: str) -> bool:
    """Whether a record lies there, by its path from the top of the ledger."""
    return path.partition("/")[0] in RECORD_FOLDERS


def parse_record_id(text: str) -> RecordId | None:
    """The number of a record of any kind; None if it is none."""
    return (
        parse_ticket_id(text)
        or parse_customer_id(text)
        or parse_stock_id(text)
        or parse_seal_id(text)
        or parse_month_seal_id(text)
    )


def record_id_at(path: str) -> RecordId | None:
    """The number of the record that lies at a path from the top of the ledger; None if no number
    leads there.
    """
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".yaml")
    if folder.startswith("seals/"):
        stem = f"{folder.removeprefix('seals/')}-{stem}"
    number = parse_record_id(stem)
    return number if number is not None and number.path == path else None


def is_office(text: str) -> bool:
    """Whether `text` can be an office's code: 2 to 4 capital letters."""
    return re.fullmatch(_OFFICE, text) is not None


def is_lane(text: str) -> bool:
    return len(text) == 1 and text in LANES


def is_slug(text: str) -> bool:
    """Whether `text` can be the id of a person, region or promise: small letters, digits, `_`."""
    return re.fullmatch(_SLUG, text) is not None


def is_version(text: str) -> bool:
    """Whether `text` can name a version of a policy, calendar or price list, such as
    `office@2026-11`.

    The name becomes a file name, so nothing that a path could be made of is in it.
    """
    return re.fullmatch(_VERSION, text) is not None
