"""Known faults in words: a few lines each while the caller is on the line, or a whole entry."""

from __future__ import annotations

from collections.abc import Sequence

from svc.errors import N_
from svc.model.knowledge import Knowledge
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words, printable
from svc.rules.search.knowledge import KnowledgeMatch


def fit_lines(fits: list[KnowledgeMatch], words: Words) -> list[str]:
    """What is known that fits: title, what to ask, likely cause and remedy, whether it can be
    solved on the phone.
    """
    lines = []
    for fit in fits:
        entry = fit.entry
        lines.append(
            words(
                N_("Known ({slug}): {title}. Cause: {cause} Remedy: {remedy}"),
                slug=entry.slug,
                title=entry.title,
                cause=entry.cause,
                remedy=entry.remedy,
            )
        )
        if entry.phone:
            lines.append("  " + words(N_("Can be solved on the phone.")))
        if entry.ask:
            lines.append("  " + words(N_("Ask: {questions}"), questions=entry.ask))
    return lines


def knowledge_table(entries: Sequence[Knowledge], words: Words) -> ValueTable:
    """Known faults as a list for a spreadsheet."""
    rows: list[list[TableValue]] = [
        [
            entry.slug,
            entry.title,
            words.show(entry.models),
            entry.symptom.strip(),
            words.show(entry.ask),
            entry.cause.strip(),
            entry.remedy.strip(),
            words(N_("yes")) if entry.phone else words(N_("no")),
        ]
        for entry in entries
    ]
    heads = (
        *(N_("Number or name"), N_("Title"), N_("Models"), N_("Symptom"), N_("Ask"), N_("Cause")),
        *(N_("Likely remedy"), N_("On the phone")),
    )
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def whole_entry(entry: Knowledge, words: Words) -> str:
    """An entry as a page."""
    rows = [
        (N_("Models"), words.show(entry.models)),
        (N_("Symptom"), printable(entry.symptom.strip())),
        (N_("Callers say"), words.show(entry.words)),
        (N_("Ask"), words.show(entry.ask)),
        (N_("Cause"), printable(entry.cause.strip())),
        (N_("Likely remedy"), printable(entry.remedy.strip())),
        (N_("On the phone"), words(N_("yes")) if entry.phone else words(N_("no"))),
    ]
    lines = [f"{entry.slug}  {printable(entry.title)}"]
    lines += [f"{words(name)}  {text}" for name, text in rows if text]
    if entry.text:
        lines += ["", *(printable(line) for line in entry.text.splitlines())]
    return "\n".join(lines)
