"""Days on which there was no complaint: `signoffs/SZ/2026-11-A.yaml`, of an office, a month and the
desk that wrote it. No two desks write one file, so a merge has nothing to decide.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from svc.model.events import Moment, Text


class SignOff(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The duty head's word that there was no complaint that day (S4 2.7.4)."""

    day: date
    by: Text
    typed: Moment
    words: str = ""


class SignOffs(Struct, frozen=True, kw_only=True):
    """The days of one month, as one desk has them."""

    office: Text
    month: Annotated[str, Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
    desk: Text
    days: list[SignOff]

    @property
    def path(self) -> str:
        return f"signoffs/{self.office}/{self.month}-{self.desk}.yaml"
