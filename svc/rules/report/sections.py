"""All sections of the month's report, in the order of the domain (§11)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from svc.rules.report import (
    regions,
    section_complaints,
    section_faults,
    section_intake,
    section_money,
    section_promises,
    section_repair,
    section_satisfaction,
    section_technicians,
)
from svc.rules.report.answer import Section
from svc.rules.report.month import ComparedMonths, Window
from svc.rules.report.section_technicians import NameOf


def sections(
    months: ComparedMonths, name_of: NameOf, by_region: Mapping[str, Window] | None = None
) -> list[Section]:
    """The sections of a region's month; for headquarters, `by_region` has each region's month by
    its name.
    """
    first = section_intake.section(months)
    if by_region is not None:
        first = replace(first, tables=[regions.table(by_region), *first.tables])
    return [
        first,
        section_promises.section(months),
        section_repair.section(months),
        section_faults.section(months),
        section_satisfaction.section(months),
        section_complaints.section(months),
        section_money.section(months),
        section_technicians.section(months, name_of),
    ]
