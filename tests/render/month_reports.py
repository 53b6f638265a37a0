"""Reports made by hand, for pages and sheets: a quiet region, busy headquarters, hostile text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from svc.errors import Phrase
from svc.rules.report.answer import (
    COUNT,
    HOURS,
    RATE,
    YUAN,
    Cell,
    Chart,
    Column,
    Figure,
    Label,
    Number,
    Report,
    Section,
    Table,
    Unreadable,
)
from svc.rules.report.targets import TEN

ZONE = timezone(timedelta(hours=8))
FORMULA_LIKE = ["=1+1", "+8613800138000", "-5.00", "@SUM(A1)", "＝1+1", "http://127.0.0.1/x", "0012", "1e5",
                "2026-11-01", "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0"]  # fmt: skip
"""What spreadsheets take for a formula, an address, a number or a day, if they are let."""

KINDS = [
    "repair",
    "inquiry",
    "maintenance",
    "installation",
    "exchange",
    "upgrade",
    "training",
    "inspection",
]
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def figure(
    id_: str, title: str, unit: str, value: Number | None, *earlier: Number | None, **more: int
) -> Figure:
    before, year = (*earlier, None, None)[:2]
    formula = Phrase("tickets received in the month")
    return Figure(
        id=id_,
        title=Phrase(title),
        unit=unit,
        value=value,
        formula=formula,
        month_before=before,
        year_before=year,
        **more,
    )


def quiet() -> Report:
    """A region in which nothing happened."""
    days: list[list[Cell]] = [[date(2026, 2, day), 0, 0] for day in range(1, 29)]
    return Report(
        department="示范设备有限公司售后服务部",
        region="north",
        region_name="华北",
        month="2026-02",
        as_of=None,
        digest=DIGEST,
        sections=[
            Section(
                id="intake",
                number=1,
                title=Phrase("Intake"),
                figures=[
                    figure("received", "received", COUNT, 0),
                    figure("fixed", "first-time fix rate", RATE, None, numerator=0, denominator=0),
                ],
                tables=[
                    by_day(days),
                    Table(id="broken", title=Phrase("Broken promises"), columns=BROKEN, rows=[]),
                ],
            )
        ],
    )


def on_one_page(remarks: list[str]) -> Report:
    """A month with its first page: targets met, not met and not set, two months without records."""
    wanted = {"on_time": 0.95, "open_end": 30.0, "hours_median": 48.0, "satisfaction": 0.9}
    units = {"hours_median": HOURS, "owed_end": YUAN} | dict.fromkeys(
        ("on_time", "first_time_fix", "callback_rate", "satisfaction"), RATE
    )
    values: dict[str, Number] = {RATE: 0.931, HOURS: 25.1, YUAN: Decimal("1389.00"), COUNT: 34}
    ten = [
        replace(
            figure(id_, id_.replace("_", " "), (unit := units.get(id_, COUNT)), values[unit], 30),
            target=wanted.get(id_),
            is_target_most=id_ in ("open_end", "hours_median"),
        )
        for id_ in TEN
    ]
    trend: list[list[Cell]] = [
        [f"2026-{month:02}", *([None] * 10 if month < 3 else [each.value for each in ten])]
        for month in range(1, 13)
    ]
    ticket: list[Cell] = ["SZ-2611-A0001", "龙华大酒店（观澜店）中央厨房", "王强"]
    overdue = Phrase(
        "{promise}, due {time}",
        promise=Label("promise", "visit"),
        time=datetime(2026, 12, 24, 17, 30, tzinfo=ZONE),
    )
    front = Section(
        id="front",
        number=0,
        title=Phrase("The month on one page"),
        figures=ten,
        tables=[
            Table(
                id="trend",
                title=Phrase("Twelve months"),
                columns=[
                    Column(id="name", title=Phrase("Month"), unit="text"),
                    *(Column(id=each.id, title=each.title, unit=each.unit) for each in ten),
                ],
                rows=trend,
            ),
            Table(
                id="attention",
                title=Phrase("What needs attention"),
                columns=[
                    Column(id="matter", title=Phrase("Matter"), unit="label"),
                    Column(id="ticket", title=Phrase("Ticket"), unit="ticket"),
                    Column(id="customer", title=Phrase("Customer"), unit="text"),
                    Column(id="technician", title=Phrase("Technician"), unit="text"),
                    Column(id="why", title=Phrase("How it stands"), unit="label"),
                ],
                rows=[[Phrase("most overdue"), *ticket, overdue]] * 9,
            ),
        ],
        notes=[
            Phrase("No promise was to be judged."),
            Phrase("No repair was visited, and none has ended."),
        ],
    )
    return replace(quiet(), month="2026-12", front=front, remarks=remarks)


BROKEN = [
    Column(id="ticket", title=Phrase("Ticket"), unit="ticket"),
    Column(id="promise", title=Phrase("Promise"), unit="label"),
    Column(id="due", title=Phrase("due"), unit="moment"),
    Column(id="why", title=Phrase("Reason"), unit="text"),
]


def by_day(rows: list[list[Cell]]) -> Table:
    return Table(
        id="by_day",
        title=Phrase("Received by day"),
        columns=[
            Column(id="day", title=Phrase("Day"), unit="day"),
            Column(id="repairs", title=Phrase("repairs")),
            Column(id="others", title=Phrase("others")),
        ],
        rows=rows,
        total=[None, *(sum(int(str(row[n])) for row in rows) for n in (1, 2))],
        chart=Chart(kind="days", labels="day", values=["repairs", "others"]),
    )


def busy(seed: int = 1, kinds_of_machine: int = 40, times_broken: int = 90) -> Report:
    """Headquarters, in the middle of a month, with more of everything than a page holds."""
    dice = Random(seed)
    kinds: list[list[Cell]] = [
        [Label("kind", kind), dice.randint(1, 400), dice.random()] for kind in KINDS
    ]
    days: list[list[Cell]] = [
        [date(2026, 11, day), dice.randint(0, 30), dice.randint(0, 9)] for day in range(1, 31)
    ]
    models: list[list[Cell]] = [
        [f"CR-{n:03} 全自动商用洗碗机（加长双门，带烘干）", kinds_of_machine + 1 - n, dice.random()]
        for n in range(1, kinds_of_machine + 1)
    ]
    promises: list[list[Cell]] = [
        [Label("promise", name), dice.randint(50, 99), dice.randint(0, 20), dice.random()]
        for name in ("handover", "reply", "visit", "callback")
    ]
    broken: list[list[Cell]] = [
        [
            f"SZ-2611-A{n:04}",
            Label("promise", "visit"),
            datetime(2026, 11, 3, 17, n % 60, tzinfo=ZONE),
            dice.choice(WHY),
        ]
        for n in range(times_broken)
    ]
    money: list[list[Cell]] = [
        [name, Decimal(dice.randint(0, 10**7)) / 100, Decimal(dice.randint(-9, 10**5)) / 100]
        for name in ("王强", "李明")
    ]
    return Report(
        department="示范设备有限公司售后服务部",
        region="",
        region_name="",
        month="2026-11",
        as_of=datetime(2026, 11, 20, 9, 0, tzinfo=ZONE),
        digest=DIGEST,
        unreadable=[
            Unreadable("tickets/SZ/2026-11/SZ-2611-A0007.yaml", 14, Phrase("`at` is not a time"))
        ],
        sections=[
            Section(
                id="intake",
                number=1,
                title=Phrase("Intake"),
                notes=[
                    Phrase("Complaints are not in these figures; they have a section of their own.")
                ],
                figures=[
                    figure("received", "received", COUNT, 1234, 1000, 1234),
                    figure("open", "open at the end of the month", COUNT, 87, 100),
                    figure("hours", "time to repair, median, hours", HOURS, 26.25, 26.25, 30.0),
                ],
                tables=[by_kind(kinds), by_day(days)],
            ),
            Section(
                id="promises",
                number=2,
                title=Phrase("Promises"),
                figures=[
                    figure(
                        "on_time",
                        "promises kept in time",
                        RATE,
                        0.95,
                        0.93,
                        0.97,
                        numerator=1900,
                        denominator=2000,
                    )
                ],
                tables=[
                    Table(
                        id="by_promise",
                        title=Phrase("Promises kept and broken"),
                        columns=[
                            Column(id="promise", title=Phrase("Promise"), unit="label"),
                            Column(id="kept", title=Phrase("kept")),
                            Column(id="broken", title=Phrase("broken")),
                            Column(id="on_time", title=Phrase("in time"), unit=RATE),
                        ],
                        rows=promises,
                        chart=Chart(kind="stacked", labels="promise", values=["kept", "broken"]),
                    ),
                    Table(
                        id="broken", title=Phrase("Broken promises"), columns=BROKEN, rows=broken
                    ),
                ],
            ),
            Section(
                id="faults",
                number=4,
                title=Phrase("Fault analysis"),
                figures=[],
                tables=[
                    Table(
                        id="models",
                        title=Phrase("Models, those with most faults first"),
                        columns=[
                            Column(id="model", title=Phrase("Model"), unit="text"),
                            Column(id="faults", title=Phrase("faults")),
                            Column(id="failure_rate", title=Phrase("failure rate"), unit=RATE),
                        ],
                        rows=models,
                        note=Phrase("By serial number."),
                        chart=Chart(kind="pareto", labels="model", values=["faults"]),
                    )
                ],
            ),
            Section(
                id="money",
                number=8,
                title=Phrase("Money"),
                figures=[
                    figure(
                        "charged",
                        "charged",
                        YUAN,
                        Decimal("12345.60"),
                        Decimal("0.00"),
                        Decimal("12000"),
                    )
                ],
                tables=[
                    Table(
                        id="by_person",
                        title=Phrase("By person"),
                        columns=[
                            Column(id="who", title=Phrase("Name"), unit="text"),
                            Column(id="charged", title=Phrase("charged"), unit=YUAN),
                            Column(id="open", title=Phrase("outstanding"), unit=YUAN),
                        ],
                        rows=money,
                        total=[
                            Phrase("total"),
                            *(sum(Decimal(str(row[n])) for row in money) for n in (1, 2)),
                        ],
                        chart=Chart(kind="bars", labels="who", values=["charged", "open"]),
                    )
                ],
            ),
        ],
    )


WHY = [
    "路上堵车",
    "客户改期，备件未到，约定下周一上午再去（已电话说明）",
    "no key to the kitchen",
    "",
]


def by_kind(rows: list[list[Cell]]) -> Table:
    return Table(
        id="by_kind",
        title=Phrase("Received by kind"),
        columns=[
            Column(id="kind", title=Phrase("Kind"), unit="label"),
            Column(id="received", title=Phrase("received")),
            Column(id="share", title=Phrase("share"), unit=RATE),
        ],
        rows=rows,
        chart=Chart(kind="bars", labels="kind", values=["received"]),
    )


def told(texts: list[str]) -> Report:
    """A report in which every text that somebody may have written is one of these."""
    rows: list[list[Cell]] = [[text, n + 1, 0.5] for n, text in enumerate(texts)]
    table = Table(
        id="models",
        title=Phrase("Models, those with most faults first"),
        columns=[
            Column(id="model", title=Phrase("Model"), unit="text"),
            Column(id="faults", title=Phrase("faults")),
            Column(id="failure_rate", title=Phrase("failure rate"), unit=RATE),
        ],
        rows=rows,
        total=[texts[0], 1, 0.5],
        chart=Chart(kind="bars", labels="model", values=["faults"]),
    )
    return Report(
        department=texts[0],
        region="south",
        region_name=texts[-1],
        month="2026-11",
        as_of=datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
        digest=DIGEST,
        sections=[
            Section(
                id="faults", number=4, title=Phrase("Fault analysis"), figures=[], tables=[table]
            ),
        ],
    )
