"""The tables of events, promises, papers, checks and errors, from the catalogues of the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from reference.kinds import error_kinds
from reference.markdown import code, codes, prose, table
from reference.reach import recording_commands

import svc
from svc.model import reading
from svc.model.events import ANY, CATALOGUE, MOMENTS, OPEN, STATES, EventKind
from svc.model.faults import record_from
from svc.model.labels import LABELS
from svc.model.policies import Policy, Promise
from svc.model.staff import ROLES
from svc.render.papers.table import ALL_PAPERS
from svc.render.words import Words
from svc.rules.checks.rules import RULES
from svc.rules.ticket.paid_work import WAITS_FOR
from svc.rules.ticket.service import ALL, SERVICE
from svc.rules.ticket.service import ANY as STANDINGS

POLICIES = Path(svc.__file__).parent / "start" / "policies"
EN, ZH = Words("en"), Words("zh")


def labelled(group: str, value: str) -> list[str]:
    """A fixed value, and what it is called in both languages."""
    return [code(value), EN.label(group, value), ZH.label(group, value)]


# Promises


@cache
def promise_rows() -> list[tuple[str, str, Promise]]:
    """Every row of the shipped policies: policy, promise, row."""
    return list(_promise_rows())


def _promise_rows() -> Iterator[tuple[str, str, Promise]]:
    for path in sorted(POLICIES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        policy = record_from(reading.read_record(text, path.name), Policy, path.name, text)
        for name, rows in policy.promises.items():
            for row in rows if isinstance(rows, list) else [rows]:
                yield path.stem, name, row


def promises() -> str:
    """Every row of the shipped policies: from, to, limit, clock, source."""
    rows = []
    for policy, name, row in promise_rows():
        limit = row.within or (f"{row.before} before" if row.before else "as agreed")
        when = "; ".join(
            f"{key} {' or '.join(value) if isinstance(value, list) else value}"
            for key in row.when.__struct_fields__
            if (value := getattr(row.when, key))
        )
        ends = " or ".join((row.to, *row.or_to))
        called = ZH.label("promise", name) + (f" ({when})" if when else "")
        rows.append(
            [policy, code(name), called, f"{row.from_} → {ends}", limit, row.clock, row.source]
        )
    return table(["policy", "promise", "中文", "from → to", "limit", "clock", "source"], rows)


def promise_names() -> str:
    """What each promise is called."""
    return table(
        ["promise", "in English", "中文"], [labelled("promise", name) for name in LABELS["promise"]]
    )


def clocks() -> str:
    return table(
        ["clock", "in English", "中文"], [labelled("clock", name) for name in LABELS["clock"]]
    )


# Events


def _starts_and_stops(what: str, entry: EventKind) -> tuple[list[str], list[str]]:
    """The promises of the shipped policies that an event starts, and those it stops."""
    moments = {what, *entry.marks}
    rows = promise_rows()
    starts = {name for _, name, row in rows if row.from_ in moments}
    stops = {name for _, name, row in rows if moments & {row.to, *row.or_to}}
    return sorted(starts), sorted(stops)


def _after(entry: EventKind) -> str:
    if set(entry.after) >= set(ANY):
        return "any state"
    if set(entry.after) >= set(OPEN):
        others = codes(state for state in entry.after if state not in OPEN)
        return f"any open state{f', {others}' if others else ''}"
    return codes(state for state in entry.after if state) or "nothing: it is the first"


def events() -> str:
    """Every event: what it may follow, where it leads, promises it starts and stops."""
    rows = []
    for what, entry in CATALOGUE.items():
        starts, stops = _starts_and_stops(what, entry)
        link = f"[`{what}`](#{what})"
        leads = code(entry.leads_to) or "—"
        rows.append([link, EN(entry.label), ZH(entry.label), leads, codes(starts), codes(stops)])
    return table(["event", "in English", "中文", "leads to", "starts", "stops"], rows)


def event_sections() -> str:
    """A section for each event: who records it and when, by which command, and its fields."""
    from reference.files import event_fields

    out = []
    for what, entry in CATALOGUE.items():
        starts, stops = _starts_and_stops(what, entry)
        facts = [
            ("may follow", _after(entry)),
            ("leads to", code(entry.leads_to) or "—"),
            ("recorded by", codes(dict.fromkeys(entry.roles))),
            ("with", _commands(what) or "no command of svc"),
            ("marks", codes(mark for mark in entry.marks)),
            ("starts", codes(starts)),
            ("stops", codes(stops)),
        ]
        listed = "\n".join(f"- {name}: {value}" for name, value in facts if value)
        says = " ".join((entry.event.__doc__ or "").partition("\n\n")[0].split())
        called = f"{prose(EN(entry.label))} · {ZH(entry.label)}"
        out.append(f"### {what}\n\n{called}\n\n{prose(says)}\n\n{listed}")
        fields = event_fields(what)
        if fields:
            out[-1] += f"\n\n{fields}"
    return "\n\n".join(out)


def _commands(event: str) -> str:
    names = recording_commands(event)
    return ", ".join(f"[`svc {name}`](commands.md#svc-{name.replace(' ', '-')})" for name in names)


def states() -> str:
    return table(["state", "in English", "中文"], [labelled("status", state) for state in STATES])


def moments() -> str:
    """Moments that are no events: what promises can run from and to besides."""
    marked_by: dict[str, list[str]] = {}
    for what, entry in CATALOGUE.items():
        for mark in entry.marks:
            marked_by.setdefault(mark, []).append(what)
    rows = [
        [*labelled("moment", moment), codes(marked_by.get(moment, [])) or "see below"]
        for moment in LABELS["moment"]
        if moment in MOMENTS and moment not in CATALOGUE
    ]
    return table(["moment", "in English", "中文", "marked by"], rows)


def roles() -> str:
    return table(["role", "in English", "中文"], [labelled("role", role) for role in ROLES])


# Service

SAID = {
    "on_site": ("in the on-site period", "上门期内"),
    "warranty": ("in warranty only", "仅在保修期内"),
    "out": ("in neither", "保外"),
    "unknown": ("nobody knows", "不清楚"),
    "agreement": ("the price named, and the customer's agreement", "报价并得到客户同意"),
    "approval": ("our approval", "本方批准"),
    "work": ("a bench repair begins", "站内维修动手"),
    "hand_over": ("the machine is given to the customer", "机器交给客户"),
    "deliver": ("the machine is taken to the customer by a technician", "机器由工程师送到客户处"),
    "close": ("the ticket is closed", "工单关闭"),
}
"""What only this page says, in English and in Chinese."""
SERVICE_HEADS = {
    "en": ("kind", "of", "warranty", "way", "free", "why", "before the work"),
    "zh": ("类型", "内容", "保修", "服务方式", "免费", "理由", "动手之前要有"),
}
WAITS_HEADS = {"en": ("before", "there must be"), "zh": ("哪一步之前", "要有")}


def service(lang: str) -> str:
    """The table of service: how each kind is served, what is free and why, what comes first."""
    words = EN if lang == "en" else ZH
    rows = []
    for row in SERVICE:
        free = [words.label("share", share) for share in row.free]
        rows.append(
            [
                words.label("kind", row.kind),
                words.comma.join(words.label("subject", each) for each in row.of),
                "" if row.warranty == STANDINGS else _said(words, row.warranty),
                words.label("mode", row.mode),
                {"en": "all", "zh": "全部"}[lang] if row.free == ALL else words.comma.join(free),
                words.label("who_pays", row.why),
                _said(words, row.before_work),
            ]
        )
    return table(SERVICE_HEADS[lang], rows)


def waits(lang: str) -> str:
    """What the steps of work that the customer pays for wait for."""
    words = EN if lang == "en" else ZH
    return table(
        WAITS_HEADS[lang],
        [
            [_said(words, [step]), words.comma.join(words.label("gap", gap) for gap in gaps)]
            for step, gaps in WAITS_FOR.items()
        ],
    )


def _said(words: Words, values: Iterable[str]) -> str:
    return words.comma.join(SAID[value][words.lang == "zh"] for value in values)


# Papers, checks, errors


def papers() -> str:
    """Every paper: what is typed, its names, whose it is: one ticket's, or a day's; its sizes, the
    usual one first.
    """
    about = {
        "ticket": "a ticket",
        "day": "a day of an office",
        "technician": "a technician's day",
        "office": "a day of an office, counted",
        "prices": "the prices that hold on a day",
        "customer": "a customer's month",
        "store": "a store",
    }
    rows = []
    for name, paper in ALL_PAPERS.items():
        days = f"; of a day: {paper.of_day}" if paper.of_day and paper.about == "ticket" else ""
        sizes = ", ".join(paper.sizes)
        rows.append(
            [code(name), ZH(paper.title), paper.title, f"{about[paper.about]}{days}", sizes]
        )
    return table(["paper", "中文", "in English", "about", "on"], rows)


def checks() -> str:
    """Every rule of `svc check`: what it is called, looks at and proves, what to do, whether --fix
    mends it.
    """
    rows = []
    for rule in RULES:
        mark = "`--fix`" if rule.mends else "hint" if rule.advice else ""
        rows.append(
            [
                code(rule.name),
                rule.of,
                prose(rule.proves),
                prose(EN(rule.do)),
                prose(ZH(rule.do)),
                mark,
            ]
        )
    return table(["rule", "of", "proves that", "what to do", "怎么办", ""], rows)


def errors() -> str:
    """Every error: its key, exit status, and what it says in both languages."""
    kinds = {kind.key: kind for kind in error_kinds() if kind.says}
    rows = [
        [
            f'<a id="{key}"></a>`{key}`',
            str(kind.exit_status),
            prose(kind.says),
            prose(ZH(kind.says)),
        ]
        for key, kind in sorted(kinds.items())
    ]
    return table(["key", "exit", "what it says", "中文"], rows)
