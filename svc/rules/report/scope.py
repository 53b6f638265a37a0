"""Whose report it is: an office's, a region's or headquarters', and whose figures are in it."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

_OFFICE = "/"


class RegionOffice(NamedTuple):
    """An office, and the region it was of when it acted."""

    region: str
    office: str


class Scope(Struct, frozen=True, kw_only=True):
    """An office, or a region's code with all that its offices did in it; neither: headquarters."""

    region: str = ""
    office: str = ""

    def holds(self, region: str, office: str) -> bool:
        """Whether what an office did while it was of a region counts here."""
        return self.region in ("", region) and self.office in ("", office)

    @property
    def is_all(self) -> bool:
        return not self.region and not self.office

    @property
    def code(self) -> str:
        """As it is typed; empty: headquarters."""
        return self.office or self.region

    @property
    def key(self) -> str:
        """Tells it from any other, also where a region is called as an office is."""
        return office_key(self.office) if self.office else self.region


def office_key(office: str) -> str:
    """The key of an office's report."""
    return f"{_OFFICE}{office}"
