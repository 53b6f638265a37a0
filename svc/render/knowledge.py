"""Known faults in words: a few lines each while the caller is on the line, or a whole entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from svc.errors import N_
from svc.model.knowledge import Knowledge
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words, printable
from svc.rules.search.knowledge import KnowledgeMatch
from svc.rules.search.missing_knowledge import MissingFault


class TimesTried(Protocol):
    """On how many tickets an entry was tried, and on how many it helped."""

    @property
    def used(self) -> int: ...
    @property
    def helped(self) -> int: ...


def fit_lines(
    fits: Sequence[KnowledgeMatch], words: Words, counts: Mapping[str, TimesTried] | None = None
) -> list[str]:
    """What is known that fits: title, what to ask, likely cause and remedy, whether it can be
    solved on the phone; with `counts`, how often it was tried and helped.
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
        if entry.parts:
            lines.append("  " + words(N_("Parts: {parts}"), parts=entry.parts))
        count = (counts or {}).get(entry.slug)
        if count is not None and count.used:
            lines.append("  " + _tried(count, words))
    return lines


def _tried(count: TimesTried, words: Words) -> str:
    says = N_("Tried on {used} tickets, helped on {helped}.")
    return words(says, used=count.used, helped=count.helped)


def knowledge_table(
    entries: Sequence[Knowledge], counts: Mapping[str, TimesTried], words: Words
) -> ValueTable:
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
            words.show(entry.parts),
            str(counts[entry.slug].used),
            str(counts[entry.slug].helped),
        ]
        for entry in entries
    ]
    heads = (
        *(N_("Number or name"), N_("Title"), N_("Models"), N_("Symptom"), N_("Ask"), N_("Cause")),
        *(N_("Likely remedy"), N_("On the phone"), N_("Parts"), N_("Tried"), N_("Helped")),
    )
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def whole_entry(entry: Knowledge, count: TimesTried, words: Words) -> str:
    """An entry as a page."""
    rows = [
        (N_("Models"), words.show(entry.models)),
        (N_("Symptom"), printable(entry.symptom.strip())),
        (N_("Callers say"), words.show(entry.words)),
        (N_("Ask"), words.show(entry.ask)),
        (N_("Cause"), printable(entry.cause.strip())),
        (N_("Likely remedy"), printable(entry.remedy.strip())),
        (N_("On the phone"), words(N_("yes")) if entry.phone else words(N_("no"))),
        (N_("Parts"), words.show(entry.parts)),
        (N_("Seen on"), words.show(entry.tickets)),
        (N_("Tried"), _tried(count, words) if count.used else ""),
    ]
    lines = [f"{entry.slug}  {printable(entry.title)}"]
    lines += [f"{words(name)}  {text}" for name, text in rows if text]
    if entry.text:
        lines += ["", *(printable(line) for line in entry.text.splitlines())]
    return "\n".join(lines)


def missing_lines(found: Sequence[MissingFault], words: Words) -> list[str]:
    """Frequent faults without an entry, the most frequent first: what was told and found, on which
    tickets, and how to write the entry.
    """
    lines = []
    for each in found:
        says = N_("{model}: {symptom}, {times} times")
        lines.append(
            words(says, model=each.model, symptom=printable(each.symptom), times=each.times)
        )
        if each.found:
            lines.append("  " + words(N_("found: {found}"), found=printable(each.found)))
        causes = _causes(each, words)
        if causes:
            lines.append("  " + words(N_("causes: {causes}"), causes=causes))
        lines.append("  " + words(N_("on: {tickets}"), tickets=each.tickets[-_SHOWN:]))
        ticket = each.tickets[-1]
        to_write = N_("to write it: svc knowledge add --from {ticket}")
        lines.append("  " + words(to_write, ticket=ticket))
    return lines


_SHOWN = 4


def _causes(fault: MissingFault, words: Words) -> list[str]:
    return [f"{words.label('cause', cause)} {times}" for cause, times in fault.causes]


def missing_table(found: Sequence[MissingFault], words: Words) -> ValueTable:
    """The same as a list for a spreadsheet."""
    rows: list[list[TableValue]] = [
        [
            each.model,
            each.symptom,
            each.found,
            each.times,
            words.show(_causes(each, words)),
            words.show(each.tickets),
        ]
        for each in found
    ]
    heads = (N_("Model"), N_("Symptom"), N_("Found"), N_("Times"), N_("Causes"), N_("Tickets"))
    return ValueTable(heads=[words(head) for head in heads], rows=rows)
