"""All sections of the month's report, in the order of the domain (§11)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from svc.rules.figures import complaints, faults, intake, money, promises, regions, repair, satisfaction, technicians
from svc.rules.figures.months import Months, Window
from svc.rules.figures.technicians import NameOf
from svc.rules.reports import Section


def sections(months: Months, name_of: NameOf, by_region: Mapping[str, Window] | None = None) -> list[Section]:
    """The sections of a region's month; for headquarters, `by_region` has each region's month by its name."""
    first = intake.section(months)
    if by_region is not None:
        first = replace(first, tables=[regions.table(by_region), *first.tables])
    return [
        first,
        promises.section(months),
        repair.section(months),
        faults.section(months),
        satisfaction.section(months),
        complaints.section(months),
        money.section(months),
        technicians.section(months, name_of),
    ]
