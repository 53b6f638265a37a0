"""`svc overdue`, `svc why`, `svc promise`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from svc.actions import promises as actions
from svc.actions.calendars import years_to_tell
from svc.actions.signoffs import unsigned_days
from svc.cli.desk import Desk
from svc.cli.shared import (
    CsvOption,
    GoOption,
    OneOfficeOption,
    ReasonOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    office_code,
    one_of,
    put_out_list,
    row_fields,
)
from svc.errors import N_, Findings, Length, NotADuration, NotOneOf
from svc.model.typed_times import read_length
from svc.render.listings import TableValue, ValueTable, for_a_file, listing_table
from svc.render.lists import standing
from svc.render.signoffs import unsigned_fields, unsigned_lines
from svc.render.tables import plain_table
from svc.render.words import printable
from svc.rules.list_rows import list_row
from svc.rules.promises.deadlines import due_as_listed
from svc.rules.promises.runs import PromiseRun
from svc.rules.promises.watched import WATCHED
from svc.rules.ticket.lifecycle import State

if TYPE_CHECKING:
    from svc.model.policies import When
    from svc.render.words import Words
    from svc.rules.promises.explained import ExplainedSpan
    from svc.rules.promises.time_spent import TimeSpent


YEAR_LACKING = N_(
    "The official holidays of {year} are not in the calendar {calendar}; what is promised for that "
    "year is provisional. Once they are published: svc calendar fill {year} --calendar {calendar}"
)


def overdue(
    ctx: typer.Context,
    flag: Annotated[
        bool, typer.Option("--flag", help=N_("For cron: record each once, print only what is new."))
    ] = False,
    all_: Annotated[
        bool,
        typer.Option(
            "--all", help=N_("All promises, not only calls to customers and what they were told.")
        ),
    ] = False,
    promise: Annotated[
        list[str],
        typer.Option("--promise", metavar="ID", help=N_("Only this promise; repeatable.")),
    ] = [],
    within: Annotated[
        str,
        typer.Option(
            "--within", metavar="2h", help=N_("Also those that fall due within this time.")
        ),
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help=N_("Exit status 1 if there are any."))
    ] = False,
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the promises that are overdue; --flag for cron."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    code = office_code(ledger, office)
    unnamed = () if all_ else actions.USUAL
    only = tuple(promise) if promise else unnamed
    if promise:
        promise_names = {
            name
            for policy in ledger.versions("policies")
            for name in ledger.policy(policy).promises
        }
        promise_names.update(WATCHED)
        for name in promise:
            one_of("--promise", name, tuple(sorted(promise_names)))
    if flag:
        overview = actions.flag_promises(ledger, desk.typist(), only=only, office=code)
        lacking = years_to_tell(ledger, desk.now.date())
        if desk.json:
            calendars = [{"calendar": name, "year": year} for name, year in lacking]
            show_open(desk, overview, kind="flagged", calendars=calendars)
            return
        for name, year in lacking:
            desk.say(YEAR_LACKING, calendar=name, year=year)
        if overview.items:
            show_open(desk, overview, kind="flagged", for_mail=True)
        else:
            name_broken(overview.broken)
        return
    ahead = _time_ahead(within) if within else timedelta()
    overview = actions.overdue_promises(ledger, desk.now, only=only, within=ahead, office=code)
    unsigned = [] if promise else unsigned_days(ledger, desk.now, overview.broken, code)
    if desk.json:
        show_open(desk, overview, kind="overdue", unsigned=unsigned_fields(unsigned))
    elif csv or xlsx:
        listing = _open_promises(overview.items, desk.words)
        put_out_list(desk, listing, N_("Overdue"), csv=csv, xlsx=xlsx)
        name_broken(overview.broken)
    else:
        lines = unsigned_lines(unsigned, ledger.settings, desk.words)
        show_open(desk, overview, kind="overdue", below=lines)
    if check and overview.items:
        raise Findings(count=len(overview.items))


def show_open(
    desk: Desk,
    overview: actions.FoundPromises,
    *,
    kind: str,
    for_mail: bool = False,
    below: Sequence[str] = (),
    **extra_fields: object,
) -> None:
    """Open promises as a table, or in JSON. Raises SomeUnreadable at the end if records could not
    be read.

    `for_mail`: cron sends it on, so telephone numbers are masked. `below` are lines that stand
    below the table, `extra_fields` what it says besides in JSON.
    """
    words = desk.words
    if desk.json:
        items = [
            {
                **_open_promise_fields(item),
                "promise": item.promise.promise,
                "state": item.promise.state,
                "by": item.promise.by or None,
            }
            for item in overview.items
        ]
        desk.show_json(kind, items=items, unreadable=len(overview.broken), **extra_fields)
    elif overview.items:
        listing = _open_promises(overview.items, words)
        if for_mail:
            listing = replace(listing, rows=for_a_file(replace(listing, told=()), words))
        desk.out(listing_table(listing, words))
        for line in _duty_lines(desk, overview.items):
            desk.out(line)
    else:
        desk.say(N_("Nothing is overdue."))
    for line in ["", *below] if below else []:
        desk.out(line)
    name_broken(overview.broken)


def _open_promises(items: Sequence[actions.OpenPromise], words: Words) -> ValueTable:
    """Each promise, how it stands, and whom to call."""
    headings = [
        N_("Ticket"),
        N_("Promise"),
        N_("Due"),
        N_("Promise state"),
        N_("Customer"),
        N_("Contact"),
        N_("Phone"),
    ]
    rows: list[list[TableValue]] = []
    for item in items:
        customer = item.ticket.customer
        contact, number = _whom_to_call(item.state)
        rows.append(
            [
                item.ticket.id,
                words.label("promise", item.promise.promise),
                item.promise.due,
                standing(item.promise, words),
                customer.unit if customer else "",
                contact,
                number,
            ]
        )
    return ValueTable(
        heads=[words(heading) for heading in headings],
        rows=rows,
        widest={4: 24},
        numbers=(6,),
        told=(4, 5),
    )


def _duty_lines(desk: Desk, items: list[actions.OpenPromise]) -> list[str]:
    """Who is on duty now at each office whose tickets are listed, outside its opening hours."""
    from svc.actions.duty import on_duty_now
    from svc.render.tickets import duty_people

    ledger, words = desk.ledger(), desk.words
    states = {item.state.current.office: item.state for item in items}
    on_duty = {office: on_duty_now(ledger, state, desk.now) for office, state in states.items()}
    return [
        words(
            N_("On duty now, {office}: {who}"),
            office=ledger.settings.offices[office].name,
            who=duty_people(on_duty[office], ledger.staff),
        )
        for office in sorted(on_duty)
        if on_duty[office]
    ]


def _whom_to_call(state: State) -> tuple[str, str]:
    """The customer's contact with his mobile, or who left a name and a number; else empty."""
    customer, noted = state.current.customer, state.noted
    if customer:
        return printable(customer.contact), printable(customer.mobile)
    return (printable(noted.name), printable(noted.phone)) if noted else ("", "")


def why(
    ctx: typer.Context,
    ticket: TicketArgument,
    promise: Annotated[
        str, typer.Option("--promise", metavar="ID", help=N_("Only this promise."))
    ] = "",
) -> None:
    """Explain each promise of a ticket: every span counted, closed or paused, with calendar version
    and source; and for whom the ticket waited how long.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    current, state, promises = actions.explain_promises(ledger, ticket, desk.now)
    chosen = [run for run in promises if promise in ("", run.promise)]
    if promise and not chosen:
        raise NotOneOf(
            option="--promise", value=promise, choices=sorted({run.promise for run in promises})
        )
    if desk.json:
        items = [_promise_fields(desk, state, run) for run in chosen]
        desk.show_json(
            "why",
            ticket=current.id,
            policy=current.terms.policy if current.terms else None,
            items=items,
            spent=_spent_fields(ledger.time_spent(state, desk.now)),
        )
        return
    if current.terms is None or not chosen:
        desk.say(N_("No promise has started on ticket {ticket}."), ticket=current.id)
        return
    desk.say(
        N_("Ticket {ticket}: policy {policy}, calendar {calendar}"),
        ticket=current.id,
        policy=current.terms.policy,
        calendar=current.terms.calendar,
    )
    from svc.render.tickets import set_back_lines

    for line in set_back_lines(current, ledger.staff, desk.words):
        desk.out(line)
    for run in chosen:
        _why_one(desk, state, run)
    spent = None if promise else ledger.time_spent(state, desk.now)
    if spent is not None and spent.total:
        from svc.render.time_spent import spent_lines

        desk.out("")
        for line in spent_lines(spent, desk.words):
            desk.out(line)


def _why_one(desk: Desk, state: State, run: PromiseRun) -> None:
    from svc.render.explained import span_lines
    from svc.render.tickets import promise_line

    words = desk.words
    desk.out("")
    desk.out(promise_line(run, words, desk.now).strip())
    promise_row = run.promise_row
    limit = words.length(promise_row.within) or (
        words(N_("{days} before the agreed time"), days=Length(promise_row.before))
        if promise_row.before
        else ""
    )
    desk.say(
        N_("  from {start} ({moment}) to {to}: {limit}, clock {clock}; source {source}"),
        start=run.started.at,
        moment=words.label("moment", promise_row.from_),
        to=words.label("moment", promise_row.to),
        limit=limit or words(N_("the agreed time")),
        clock=words.label("clock", promise_row.clock),
        source=_source(promise_row.source, words),
    )
    if run.paused_since:
        desk.say(
            N_("  stopped since {since}: on hold at the customer's request"),
            since=run.paused_since,
        )
    for line in span_lines(_counted_spans(desk, state, run), words):
        desk.out(f"  {line}")


def _counted_spans(desk: Desk, state: State, run: PromiseRun) -> list[ExplainedSpan]:
    from svc.rules.promises.explained import spans_between

    if (
        state.current.terms is None
        or run.due is None
        or run.promise_row.clock == "agreed"
        or run.promise_row.before
        or run.due <= run.started.at
    ):
        return []
    calendar = desk.ledger().calendar_of(state)
    # what comes after a hold that still lasts is not known yet
    until = run.paused_since or run.due
    return list(
        spans_between(run.started.at, until, calendar, run.promise_row.clock, list(run.pauses))
    )


def _spent_fields(spent: TimeSpent | None) -> dict[str, object] | None:
    if spent is None:
        return None
    return {
        "clock": "elapsed" if spent.elapsed else "working",
        "seconds": spent.total,
        "by_bucket": dict(spent.seconds),
    }


def _promise_fields(desk: Desk, state: State, run: PromiseRun) -> dict[str, object]:
    from svc.render.explained import span_fields

    terms = state.current.terms
    return {
        "promise": run.promise,
        "state": run.state,
        "started": run.started.at,
        "due": run.due,
        "left_seconds": run.left_seconds,
        "ended": run.ended.at if run.ended else None,
        "clock": run.promise_row.clock,
        "limit": run.promise_row.within or run.promise_row.before,
        "source": run.promise_row.source,
        "by": run.by or None,
        "calendar": terms.calendar if terms else None,
        "spans": span_fields(_counted_spans(desk, state, run)),
    }


def _conditions(when: When, words: Words) -> str:
    """Which tickets a row is for; empty: all."""
    named = []
    for group in when.__struct_fields__:
        value = getattr(when, group)
        values = value if isinstance(value, list) else [value]
        named.append("/".join(words.label(group, each) for each in values if each))
    return " ".join(each for each in named if each)


def _source(source: str, words: Words) -> str:
    """The clause that a promise is taken from, in the reader's language."""
    from svc.model.policies import CLAUSES

    return words(CLAUSES[source]) if source in CLAUSES else source


def list_promises(
    ctx: typer.Context,
    policy: Annotated[
        str,
        typer.Argument(
            metavar="[POLICY]", help=N_("A version, such as office@2026-11; default: all.")
        ),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the promises of a policy, with their source."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    versions = [policy] if policy else ledger.versions("policies")
    headings = [
        N_("Policy"),
        N_("Promise"),
        N_("For"),
        N_("From"),
        N_("To"),
        N_("Limit"),
        N_("Clock"),
        N_("Source"),
    ]
    words = desk.words
    rows = []
    for version in versions:
        for name, rows_of_promise in ledger.policy(version).promises.items():
            for row in rows_of_promise if isinstance(rows_of_promise, list) else [rows_of_promise]:
                limit = words.length(row.within or (f"-{row.before}" if row.before else ""))
                ends = words.comma.join(
                    words.label("moment", moment) for moment in (row.to, *row.or_to)
                )
                rows.append(
                    [
                        version,
                        words.label("promise", name),
                        _conditions(row.when, words),
                        words.label("moment", row.from_),
                        ends,
                        limit,
                        words.label("clock", row.clock),
                        _source(row.source, words),
                    ]
                )
    if desk.json:
        names = ("policy", "promise", "when", "from", "to", "limit", "clock", "source")
        desk.show_json("promises", items=[dict(zip(names, row, strict=True)) for row in rows])
        return
    listing = ValueTable(heads=[words(heading) for heading in headings], rows=rows)
    put_out_list(desk, listing, N_("Promises"), csv=csv, xlsx=xlsx)


def recompute(
    ctx: typer.Context,
    from_: Annotated[
        str,
        typer.Option("--from", metavar="VERSION", help=N_("The policy or calendar they use now.")),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="VERSION", help=N_("The version to use instead."))
    ] = "",
    reason: ReasonOption = "",
    go: GoOption = False,
) -> None:
    """Move open tickets to another policy or calendar, after a preview."""
    desk: Desk = ctx.obj
    typed = desk.need(**{"from": (N_("From version"), from_), "to": (N_("To version"), to)})
    if go:
        typed |= desk.need(reason=(N_("Reason"), reason))
        desk.recorded_many = True
    recomputed = actions.recompute_promises(
        desk.ledger(),
        desk.typist(),
        old=typed["from"],
        new=typed["to"],
        reason=typed.get("reason", "-"),
        preview=not go,
    )
    words, changed = desk.words, recomputed.changes
    if desk.json:
        items = [
            {
                "ticket": change.ticket,
                "promise": change.promise,
                "before": change.before,
                "after": change.after,
            }
            for change in changed
        ]
        desk.show_json(
            "recompute",
            items=items,
            recorded=go,
            repeated=recomputed.repeated,
            unreadable=len(recomputed.broken),
        )
        name_broken(recomputed.broken)
        return
    if changed:
        headings = [N_("Ticket"), N_("Promise"), N_("Was due"), N_("Is due")]
        rows = [
            [
                change.ticket,
                words.label("promise", change.promise),
                words.show(change.before or "—"),
                words.show(change.after or "—"),
            ]
            for change in changed
        ]
        desk.out(plain_table([words(heading) for heading in headings], rows, words.screen))
    if recomputed.repeated:
        desk.say(N_("Already recorded; nothing was changed."))
    elif go:
        desk.say(N_("Recorded; due times changed: {count}."), count=len(changed))
    else:
        desk.say(N_("Nothing was changed. To record it: add --go --reason REASON"))
    name_broken(recomputed.broken)


def _open_promise_fields(item: actions.OpenPromise) -> dict[str, object]:
    return row_fields(list_row(item.state, due_as_listed(item.promise)))


def _time_ahead(text: str) -> timedelta:
    limit = read_length(text)
    if limit.unit == "wd":
        raise NotADuration(text=text)
    return timedelta(days=limit.amount) if limit.unit == "d" else timedelta(seconds=limit.seconds)
