"""All sections of the month's report, in the order of docs/design/reports.md."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from svc.rules.report import (
    regions,
    section_complaints,
    section_corrections,
    section_faults,
    section_intake,
    section_machines,
    section_money,
    section_parts,
    section_promises,
    section_repair,
    section_satisfaction,
    section_technicians,
    section_unfinished,
)
from svc.rules.report.answer import Section
from svc.rules.report.figures import NameOf
from svc.rules.report.month import ComparedMonths, Window
from svc.rules.report.time_spent import time_of_regions_table

TITLES = {
    "intake": section_intake.TITLE,
    "promises": section_promises.TITLE,
    "repair": section_repair.TITLE,
    "faults": section_faults.TITLE,
    "parts": section_parts.TITLE,
    "satisfaction": section_satisfaction.TITLE,
    "complaints": section_complaints.TITLE,
    "money": section_money.TITLE,
    "equipment": section_machines.TITLE,
    "technicians": section_technicians.TITLE,
    "unfinished": section_unfinished.TITLE,
    "corrections": section_corrections.TITLE,
}
"""What each section is called."""


def report_sections(
    months: ComparedMonths, name_of: NameOf, by_region: Mapping[str, Window] | None = None
) -> list[Section]:
    """The sections of a region's month; for headquarters, `by_region` has each region's month by
    its name.
    """
    first, repair = section_intake.intake_section(months), section_repair.repair_section(months)
    if by_region is not None:
        first = replace(first, tables=[regions.regions_table(by_region), *first.tables])
        repair = replace(repair, tables=[*repair.tables, time_of_regions_table(by_region)])
    return [
        first,
        section_promises.promises_section(months, name_of),
        repair,
        section_faults.faults_section(months),
        section_parts.parts_section(months),
        section_satisfaction.satisfaction_section(months, name_of),
        section_complaints.complaints_section(months),
        section_money.money_section(months),
        section_machines.machines_section(months),
        section_technicians.technicians_section(months, name_of),
        section_unfinished.unfinished_section(months, name_of),
        section_corrections.corrections_section(months),
    ]
