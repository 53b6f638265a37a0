"""`svc overdue`, `svc why`, `svc promise`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import promises as actions
from svc.cli.desk import Desk
from svc.cli.shared import TicketArgument, name_broken, one_of, row_fields
from svc.errors import N_, Findings, NotADuration, NotOneOf
from svc.model.durations import parse_duration
from svc.render.masking import masked_number
from svc.render.tables import cut_to_cells, plain_table
from svc.render.words import printable
from svc.rules.list_rows import row_of
from svc.rules.promises.deadlines import due_of
from svc.rules.promises.runs import PROMISE_STATES, PromiseRun
from svc.rules.ticket.lifecycle import State

if TYPE_CHECKING:
    from svc.model.tickets import Ticket
    from svc.rules.promises.explained import ExplainedSpan


def overdue(
    ctx: typer.Context,
    flag: Annotated[
        bool, typer.Option("--flag", help=N_("For cron: record each once, print only what is new."))
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help=N_("All promises, not only calls to customers."))
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
    office: Annotated[str, typer.Option("--office", help=N_("Only this office."))] = "",
) -> None:
    """List the promises that are overdue; --flag for cron."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    code = office.upper() if office and ledger.office(office.upper()) else ""
    unnamed = () if all_ else actions.USUAL
    only = tuple(promise) if promise else unnamed
    if promise:
        known = {
            name
            for policy in ledger.names("policies")
            for name in ledger.policy(policy[:-5]).promises
        }
        known.add("commitment")
        for name in promise:
            one_of("--promise", name, tuple(sorted(known)))
    if flag:
        overview = actions.flag_promises(ledger, desk.typist(), only=only, office=code)
        if overview.items or desk.json:
            show_open(desk, overview, kind="flagged", for_mail=True)
        else:
            name_broken(overview.broken)
        return
    ahead = _length(within) if within else timedelta()
    overview = actions.overdue_promises(ledger, desk.now, only=only, within=ahead, office=code)
    show_open(desk, overview, kind="overdue")
    if check and overview.items:
        raise Findings(count=len(overview.items))


def show_open(
    desk: Desk, overview: actions.FoundPromises, *, kind: str, for_mail: bool = False
) -> None:
    """Open promises as a table, or in JSON. Raises SomeUnreadable at the end if records could not
    be read.

    `for_mail`: cron sends it on, so telephone numbers are masked.
    """
    words = desk.words
    if desk.json:
        items = [
            {**_fields(item), "promise": item.promise.promise, "state": item.promise.state}
            for item in overview.items
        ]
        desk.show_json(kind, items=items, unreadable=len(overview.broken))
    elif overview.items:
        heads = [
            N_("Ticket"),
            N_("Promise"),
            N_("Due"),
            N_("Promise state"),
            N_("Customer"),
            N_("Contact"),
            N_("Phone"),
        ]
        rows = []
        for item in overview.items:
            customer = item.ticket.customer
            contact, number = _whom_to_call(item.state)
            rows.append(
                [
                    item.ticket.id,
                    words.label("promise", item.promise.promise),
                    words.show(item.promise.due),
                    words(PROMISE_STATES[item.promise.state]),
                    cut_to_cells(printable(customer.unit), 24) if customer else "",
                    contact,
                    masked_number(number) if for_mail else number,
                ]
            )
        desk.out(plain_table([words(head) for head in heads], rows))
    else:
        desk.say(N_("Nothing is overdue."))
    name_broken(overview.broken)


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
    and source.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    current, _, promises = actions.explain_promises(ledger, ticket, desk.now)
    chosen = [held for held in promises if promise in ("", held.promise)]
    if promise and not chosen:
        raise NotOneOf(
            option="--promise", value=promise, choices=sorted({held.promise for held in promises})
        )
    if desk.json:
        items = [_explained(desk, current, held) for held in chosen]
        desk.show_json(
            "why",
            ticket=current.id,
            policy=current.terms.policy if current.terms else None,
            items=items,
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
    for held in chosen:
        _why_one(desk, current, held)


def _why_one(desk: Desk, ticket: Ticket, held: PromiseRun) -> None:
    from svc.render.explained import span_lines
    from svc.render.tickets import promise_line

    words = desk.words
    desk.out("")
    desk.out(promise_line(held, words, desk.now).strip())
    row = held.row
    limit = row.within or (
        words(N_("{days} before the agreed time"), days=row.before) if row.before else ""
    )
    desk.say(
        N_("  from {start} ({moment}) to {to}: {limit}, clock {clock}; source {source}"),
        start=held.started.at,
        moment=words.label("moment", row.from_),
        to=words.label("moment", row.to),
        limit=limit or words(N_("the agreed time")),
        clock=words.label("clock", row.clock),
        source=row.source,
    )
    if held.paused_since:
        desk.say(
            N_("  stopped since {since}: on hold at the customer's request"),
            since=held.paused_since,
        )
    for line in span_lines(_spans(desk, ticket, held), words):
        desk.out(f"  {line}")


def _spans(desk: Desk, ticket: Ticket, held: PromiseRun) -> list[ExplainedSpan]:
    from svc.rules.promises.explained import spans_between

    if (
        ticket.terms is None
        or held.due is None
        or held.row.clock == "agreed"
        or held.row.before
        or held.due <= held.started.at
    ):
        return []
    calendar = desk.ledger().calendar(ticket.terms.calendar)
    # what comes after a hold that still lasts is not known yet
    until = held.paused_since or held.due
    return list(spans_between(held.started.at, until, calendar, held.row.clock, list(held.pauses)))


def _explained(desk: Desk, ticket: Ticket, held: PromiseRun) -> dict[str, object]:
    from svc.render.explained import span_fields

    return {
        "promise": held.promise,
        "state": held.state,
        "started": held.started.at,
        "due": held.due,
        "left_seconds": held.left_seconds,
        "ended": held.ended.at if held.ended else None,
        "clock": held.row.clock,
        "limit": held.row.within or held.row.before,
        "source": held.row.source,
        "calendar": ticket.terms.calendar if ticket.terms else None,
        "spans": span_fields(_spans(desk, ticket, held)),
    }


def list_promises(
    ctx: typer.Context,
    policy: Annotated[
        str,
        typer.Argument(
            metavar="[POLICY]", help=N_("A version, such as office@2026-07; default: all.")
        ),
    ] = "",
) -> None:
    """List the promises of a policy, with their source."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    versions = (
        [policy] if policy else [name.removesuffix(".yaml") for name in ledger.names("policies")]
    )
    heads = [
        N_("Policy"),
        N_("Promise"),
        N_("From"),
        N_("To"),
        N_("Limit"),
        N_("Clock"),
        N_("Source"),
    ]
    words = desk.words
    rows = []
    for version in versions:
        for name, given in ledger.policy(version).promises.items():
            for row in given if isinstance(given, list) else [given]:
                limit = row.within or (f"-{row.before}" if row.before else "")
                ends = words.comma.join(
                    words.label("moment", moment) for moment in (row.to, *row.or_to)
                )
                rows.append(
                    [
                        version,
                        words.label("promise", name),
                        words.label("moment", row.from_),
                        ends,
                        limit,
                        words.label("clock", row.clock),
                        row.source,
                    ]
                )
    if desk.json:
        names = ("policy", "promise", "from", "to", "limit", "clock", "source")
        desk.show_json("promises", items=[dict(zip(names, row, strict=True)) for row in rows])
        return
    desk.out(plain_table([words(head) for head in heads], rows))


def recompute(
    ctx: typer.Context,
    from_: Annotated[
        str,
        typer.Option("--from", metavar="VERSION", help=N_("The policy or calendar they use now.")),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="VERSION", help=N_("The version to use instead."))
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help=N_("The reason."))] = "",
    go: Annotated[
        bool, typer.Option("--go", help=N_("Record it; without this it is only shown."))
    ] = False,
) -> None:
    """Move open tickets to another policy or calendar, after a preview."""
    desk: Desk = ctx.obj
    typed = desk.need(**{"from": (N_("From version"), from_), "to": (N_("To version"), to)})
    if go:
        typed |= desk.need(reason=(N_("Reason"), reason))
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
            {"ticket": c.ticket, "promise": c.promise, "before": c.before, "after": c.after}
            for c in changed
        ]
        desk.show_json("recompute", items=items, recorded=go, repeated=recomputed.repeated)
        return
    if changed:
        heads = [N_("Ticket"), N_("Promise"), N_("Was due"), N_("Is due")]
        rows = [
            [
                c.ticket,
                words.label("promise", c.promise),
                words.show(c.before or "—"),
                words.show(c.after or "—"),
            ]
            for c in changed
        ]
        desk.out(plain_table([words(head) for head in heads], rows))
    if recomputed.repeated:
        desk.say(N_("Already recorded; nothing was changed."))
    elif go:
        desk.say(N_("Recorded; due times changed: {count}."), count=len(changed))
    else:
        desk.say(N_("Nothing was changed. To record it: add --go --reason TEXT"))


def _fields(item: actions.OpenPromise) -> dict[str, object]:
    return row_fields(row_of(item.state, due_of(item.promise)))


def _length(text: str) -> timedelta:
    limit = parse_duration(text)
    if limit.unit == "wd":
        raise NotADuration(text=text)
    return timedelta(days=limit.amount) if limit.unit == "d" else timedelta(seconds=limit.seconds)
