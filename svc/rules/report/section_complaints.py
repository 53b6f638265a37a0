"""Section 7: complaints by class, whether a quality matter, by department, with their cost (S3
5–7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from svc.errors import N_, Phrase
from svc.model.money import NOTHING
from svc.rules.report.answer import YUAN, Cell, Chart, Column, Figure, Label, Section, Table, Title
from svc.rules.report.figures import amount_figure, count_figure
from svc.rules.report.measure_rows import JudgedComplaint
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Complaints"))
OPEN = Phrase(N_("not judged yet"))
TICKET = Phrase(N_("Ticket"))


def complaints_section(months: ComparedMonths) -> Section:
    """By class and department, and the register of the month."""
    now = months.now
    return Section(
        id="complaints",
        number=7,
        title=TITLE,
        figures=months.compared(complaints_figures),
        tables=[_classes_table(now), _departments_table(now), _register_table(now)],
    )


def complaints_figures(window: Window) -> list[Figure]:
    """Of complaint tickets received in the month, as they have been judged so far."""
    complaints = _complaints(window)
    return [
        count_figure(
            "complaints",
            Phrase(N_("complaints")),
            Phrase(N_("complaint tickets received in the month")),
            ((ticket, 1) for ticket, _ in complaints),
        ),
        count_figure(
            "complaints_quality",
            Phrase(N_("of which quality issues")),
            Phrase(N_("complaints judged to be a quality issue")),
            ((ticket, complaint.quality is True) for ticket, complaint in complaints),
        ),
        count_figure(
            "complaints_major",
            Phrase(N_("of which major")),
            Phrase(N_("complaints graded as major")),
            ((ticket, complaint.grade == "major") for ticket, complaint in complaints),
        ),
        count_figure(
            "complaints_open",
            OPEN,
            Phrase(N_("complaints not yet accepted or rejected")),
            ((ticket, complaint.accepted is None) for ticket, complaint in complaints),
        ),
        amount_figure(
            "complaints_cost",
            Phrase(N_("cost of complaints")),
            Phrase(N_("as audited by finance, of complaints received in the month")),
            (
                (ticket, complaint.cost)
                for ticket, complaint in complaints
                if complaint.cost is not None
            ),
        ),
    ]


def _complaints(window: Window) -> list[tuple[Measures, JudgedComplaint]]:
    return [
        (ticket, ticket.complaint) for ticket in window.received if ticket.complaint is not None
    ]


def _classes_table(window: Window) -> Table:
    complaints = [complaint for _, complaint in _complaints(window)]
    quality = Counter(complaint.category for complaint in complaints if complaint.quality)
    classes = Counter(complaint.category for complaint in complaints)
    cost = _sum_costs((complaint.category, complaint.cost) for complaint in complaints)
    return Table(
        id="classes",
        title=Phrase(N_("Complaints by class")),
        columns=[
            Column(id="class", title=Phrase(N_("Class")), unit="text"),
            Column(id="complaints", title=Phrase(N_("complaints"))),
            Column(id="quality", title=Phrase(N_("quality issues"))),
            Column(id="cost", title=Phrase(N_("cost")), unit=YUAN),
        ],
        rows=[
            [category or OPEN, number, quality[category], cost.get(category)]
            for category, number in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
        ],
        chart=Chart(kind="bars", labels="class", values=["complaints"]),
    )


def _departments_table(window: Window) -> Table:
    complaints = [complaint for _, complaint in _complaints(window)]
    departments = Counter(complaint.department for complaint in complaints)
    cost = _sum_costs((complaint.department, complaint.cost) for complaint in complaints)
    return Table(
        id="departments",
        title=Phrase(N_("Complaints by department responsible")),
        columns=[
            Column(id="department", title=Phrase(N_("Department")), unit="text"),
            Column(id="complaints", title=Phrase(N_("complaints"))),
            Column(id="cost", title=Phrase(N_("cost")), unit=YUAN),
        ],
        rows=[
            [department or Phrase(N_("not found yet")), number, cost.get(department)]
            for department, number in sorted(
                departments.items(), key=lambda item: (-item[1], item[0])
            )
        ],
    )


def _register_table(window: Window) -> Table:
    """客户投诉登记追踪表, of the month."""
    rows: list[list[Cell]] = []
    for ticket, complaint in _complaints(window):
        is_quality: Title | None = None
        if complaint.quality is not None:
            is_quality = Phrase(N_("yes")) if complaint.quality else Phrase(N_("no"))
        rows.append(
            [
                ticket.ticket,
                ticket.customer or None,
                complaint.category or OPEN,
                Label("grade", complaint.grade) if complaint.grade else None,
                is_quality,
                complaint.department or None,
                complaint.cost,
                complaint.remedy or None,
                Label("status", ticket.status),
            ]
        )
    return Table(
        id="register",
        title=Phrase(N_("Register of complaints")),
        columns=[
            Column(id="ticket", title=TICKET, unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="class", title=Phrase(N_("Class")), unit="text"),
            Column(id="grade", title=Phrase(N_("Grade")), unit="label"),
            Column(id="quality", title=Phrase(N_("quality issue")), unit="label"),
            Column(id="department", title=Phrase(N_("Department")), unit="text"),
            Column(id="cost", title=Phrase(N_("cost")), unit=YUAN),
            Column(id="remedy", title=Phrase(N_("Corrective action")), unit="text"),
            Column(id="status", title=Phrase(N_("State")), unit="label"),
        ],
        rows=rows,
    )


def _sum_costs(pairs: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """The cost of each, where any is known."""
    out: dict[str, Decimal] = {}
    for name, cost in pairs:
        if cost is not None:
            out[name] = out.get(name, NOTHING) + cost
    return out
