"""The monthly region report (区域月报): the figures on one page, as Markdown or HTML from one template each."""

from __future__ import annotations

from svc.errors import N_
from svc.render.pages import Pages
from svc.rules.figures import Month


def region_report(figures: Month, pages: Pages, *, region: str, department: str, form: str) -> str:
    """The page: `form` is md or html. Percentages have one decimal; what can't be computed is a dash."""
    words = pages.words
    sections = [
        (words(N_("Intake by kind")), [(words.label("kind", k), n) for k, n in figures.by_kind.items()]),
        (words(N_("Intake by channel")), [(words.label("channel", k), n) for k, n in figures.by_channel.items()]),
        (words(N_("State now")), [(words.label("status", k), n) for k, n in figures.by_status.items()]),
    ]
    kept = [(words.label("promise", p.promise), p.kept, p.broken, p.open, percent(p.percent)) for p in figures.promises]
    totals = [
        (words(N_("received")), figures.received),
        (words(N_("closed")), figures.closed),
        (words(N_("open")), figures.open),
        (words(N_("complaints")), figures.complaints),
        (words(N_("reopened")), figures.reopened),
        (words(N_("tickets visited")), figures.visited),
        (words(N_("first-time fix rate (fixed at the first visit ÷ visited)")), percent(figures.first_time_fix)),
        (words(N_("second visits")), figures.second_visits),
        (words(N_("time to repair, median, hours")), number(figures.median_hours)),
        (words(N_("callbacks")), figures.called_back),
        (words(N_("satisfaction ((very satisfied + satisfied) ÷ callbacks)")), percent(figures.satisfaction)),
    ]
    broken = [(ticket, words.label("promise", promise)) for ticket, promise in figures.broken]
    return pages.html(
        f"region_report.{form}",
        for_pdf=False,
        department=department,
        region=region,
        month=figures.month,
        totals=totals,
        sections=sections,
        kept=kept,
        broken=broken,
        unreadable=figures.unreadable,
    )


def percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} %"


def number(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
