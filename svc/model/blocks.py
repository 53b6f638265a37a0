"""Blocks: short texts that people without a shell send in any chat. A page's form makes them, `svc
take` reads them (see svc/rules/blocks.py).

A block has one line a field, `◆13 处理结果：1.修复`: its number, what it is called, what was
answered. Numbers count when it is read, words are for people; so a field keeps its number for
ever, and a fixed value its place in its list: what is new is added at the end.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation.
from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct

from svc.model.events import (
    DISSATISFIED,
    Cause,
    ConsentHow,
    Outcome,
    PartUsed,
    Rating,
    Text,
    VisitCheck,
)

AnswerSort = Literal[
    "code", "token", "person", "text", "time", "choice", "choices", "part", "amount"
]
BLOCK_HEADS: dict[str, tuple[str, str]] = {
    "visit": ("上门回单", "Visit form"),
    "fault": ("报修单", "Fault form"),
}
"""What stands in brackets at the beginning of a block, in either language."""
BLOCK_ENDS = ("完", "End")
BLOCK_MARK = "◆"  # before each field
CHECKSUM = 99
LONGEST_ANSWER = 500  # characters; the form takes no more


class BlockField(Struct, frozen=True):
    """A line of a block."""

    number: int
    name: str  # of the field in VisitBlock or FaultBlock
    sort: AnswerSort = "text"
    group: str = ""  # of labels, where it has fixed values
    values: tuple[str, ...] = ()


class Block(Struct, frozen=True, kw_only=True):
    """What every block says of itself."""

    token: Text  # made up by the form: a block is recorded once
    written: datetime  # when the text was made, by the clock of that telephone
    checksum: str

    @property
    def identity(self) -> str:
        """How a record names the block: which it was, and what stood in it."""
        return f"{self.token}-{self.checksum}"


def token_of(identity: str) -> str:
    """The token of the block that a record names so."""
    return identity.partition("-")[0]


class VisitBlock(Block, frozen=True, kw_only=True):
    """A technician's report of a visit."""

    ticket: Text
    seen: Text  # the last event that the page knew
    technician: Text  # as the block says; it proves no authorship
    left: datetime
    outcome: Outcome
    found: Text
    done: Text
    cause: Cause
    arrived: datetime | None = None
    evidence: str = ""
    parts: list[PartUsed] = []
    checked: list[VisitCheck] = []
    leftover: str = ""
    sure: Literal["sure", "unsure"] = "sure"
    agreed: str = ""
    how: ConsentHow | None = None
    amount: Decimal | None = None
    emergency: str = ""
    not_agreed: str = ""
    rating: Rating | None = None
    signed_by: str = ""
    unsigned: str = ""
    remark: str = ""

    @property
    def has_slip(self) -> bool:
        """Whether the customer has signed, or it says why not: then it is the slip, too."""
        return bool(self.signed_by or self.unsigned)

    def lacks(self) -> list[str]:
        """Fields that others of its answers ask for, and that are empty."""
        wanted = {
            "evidence": self.cause == "misuse",
            "how": bool(self.agreed),
            "signed_by": bool(self.rating or self.remark) and not self.unsigned,
            "remark": self.rating in DISSATISFIED,
        }
        return [name for name, is_wanted in wanted.items() if is_wanted and not getattr(self, name)]

    def disagreements(self) -> list[str]:
        """Fields that can't be true beside others."""
        wrong = {
            "left": self.arrived is not None and self.left < self.arrived,
            "not_agreed": bool(self.agreed and (self.not_agreed or self.emergency)),
            "unsigned": bool(self.signed_by and self.unsigned),
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]


class FaultBlock(Block, frozen=True, kw_only=True):
    """A customer's report of a fault; the machine is known from its label."""

    name: Text
    phone: Text
    symptom: Text
    unit: str = ""
    model: str = ""
    serial: str = ""
    convenient: str = ""  # when somebody may come

    def lacks(self) -> list[str]:
        """Nothing of it hangs on another answer."""
        return []

    def disagreements(self) -> list[str]:
        """Nor can an answer speak against another."""
        return []


AnyBlock = VisitBlock | FaultBlock


_OF_ALL = (
    BlockField(3, "written", "time"),
    BlockField(4, "token", "token"),
)
BLOCK_FIELDS: dict[str, tuple[BlockField, ...]] = {
    "visit": (
        BlockField(1, "ticket", "code"),
        BlockField(2, "seen", "code"),
        *_OF_ALL,
        BlockField(5, "technician", "person"),
        BlockField(11, "arrived", "time"),
        BlockField(12, "left", "time"),
        BlockField(13, "outcome", "choice", "outcome", get_args(Outcome)),
        BlockField(14, "found"),
        BlockField(15, "done"),
        BlockField(16, "cause", "choice", "cause", get_args(Cause)),
        BlockField(17, "evidence"),
        BlockField(18, "parts", "part"),
        BlockField(19, "checked", "choices", "checked", get_args(VisitCheck)),
        BlockField(20, "leftover"),
        BlockField(21, "sure", "choice", "sure", ("sure", "unsure")),
        BlockField(22, "agreed"),
        BlockField(23, "how", "choice", "consent_how", get_args(ConsentHow)),
        BlockField(24, "amount", "amount"),
        BlockField(25, "emergency"),
        BlockField(26, "not_agreed"),
        BlockField(27, "rating", "choice", "rating", get_args(Rating)),
        BlockField(28, "signed_by"),
        BlockField(29, "unsigned"),
        BlockField(30, "remark"),
    ),
    "fault": (
        *_OF_ALL,
        BlockField(41, "name"),
        BlockField(42, "phone", "code"),
        BlockField(43, "unit"),
        BlockField(44, "model"),
        BlockField(45, "serial"),
        BlockField(46, "symptom"),
        BlockField(47, "convenient"),
    ),
}
"""The lines of each kind of block, in their order."""
