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
from svc.rules.report.figures import amount, count
from svc.rules.report.measures import ComplaintTold, Measures
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Complaints"))
OPEN = Phrase(N_("not judged yet"))
TICKET = Phrase(N_("Ticket"))


def section(months: ComparedMonths) -> Section:
    """By class and department, and the register of the month."""
    now = months.now
    return Section(
        id="complaints",
        number=7,
        title=TITLE,
        figures=months.compared(figures),
        tables=[_classes(now), _departments(now), _register(now)],
    )


def figures(window: Window) -> list[Figure]:
    """Of complaint tickets received in the month, as they have been judged so far."""
    told = _complaints(window)
    return [
        count(
            "complaints",
            Phrase(N_("complaints")),
            Phrase(N_("complaint tickets received in the month")),
            ((each, 1) for each, _ in told),
        ),
        count(
            "complaints_quality",
            Phrase(N_("of which quality issues")),
            Phrase(N_("complaints judged to be a quality issue")),
            ((each, c.quality is True) for each, c in told),
        ),
        count(
            "complaints_major",
            Phrase(N_("of which major")),
            Phrase(N_("complaints graded as major")),
            ((each, c.grade == "major") for each, c in told),
        ),
        count(
            "complaints_open",
            OPEN,
            Phrase(N_("complaints not yet accepted or rejected")),
            ((each, c.accepted is None) for each, c in told),
        ),
        amount(
            "complaints_cost",
            Phrase(N_("cost of complaints")),
            Phrase(N_("as audited by finance, of complaints received in the month")),
            ((each, c.cost) for each, c in told if c.cost is not None),
        ),
    ]


def _complaints(window: Window) -> list[tuple[Measures, ComplaintTold]]:
    return [(each, each.complaint) for each in window.received if each.complaint is not None]


def _classes(window: Window) -> Table:
    told = [complaint for _, complaint in _complaints(window)]
    quality = Counter(each.sort for each in told if each.quality)
    classes = Counter(each.sort for each in told)
    cost = _costs((each.sort, each.cost) for each in told)
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
            [sort or OPEN, number, quality[sort], cost.get(sort)]
            for sort, number in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
        ],
        chart=Chart(kind="bars", labels="class", values=["complaints"]),
    )


def _departments(window: Window) -> Table:
    told = [complaint for _, complaint in _complaints(window)]
    departments = Counter(each.department for each in told)
    cost = _costs((each.department, each.cost) for each in told)
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


def _register(window: Window) -> Table:
    """客户投诉登记追踪表, of the month."""
    rows: list[list[Cell]] = []
    for each, told in _complaints(window):
        verdict: Title | None = None
        if told.quality is not None:
            verdict = Phrase(N_("yes")) if told.quality else Phrase(N_("no"))
        rows.append(
            [
                each.ticket,
                told.sort or OPEN,
                Label("grade", told.grade) if told.grade else None,
                verdict,
                told.department or None,
                told.cost,
                told.remedy or None,
                Label("status", each.status),
            ]
        )
    return Table(
        id="register",
        title=Phrase(N_("Register of complaints")),
        columns=[
            Column(id="ticket", title=TICKET, unit="ticket"),
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


def _costs(pairs: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """The cost of each, where any is known."""
    out: dict[str, Decimal] = {}
    for name, cost in pairs:
        if cost is not None:
            out[name] = out.get(name, NOTHING) + cost
    return out
