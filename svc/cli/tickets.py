"""What can be done to a ticket at nearly any time: remind, hold, resume, escalate, commit, settle,
close, …
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, get_args

import typer

from svc.actions import tickets as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    NoteOption,
    ReasonOption,
    TicketArgument,
    one_of,
    tell_result,
)
from svc.errors import N_
from svc.model.customers import STATES as STATES_OF_FILES
from svc.model.events import STATES, ReopenedFor, Urgency, Wish
from svc.model.ids import parse_customer_id


def remind(
    ctx: typer.Context,
    ticket: TicketArgument,
    caller: Annotated[str, typer.Option("--caller", metavar="NAME", help=N_("Who called."))] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Record that the customer called again about the same matter."""
    desk: Desk = ctx.obj
    tell_result(
        desk,
        actions.record_reminder(
            desk.ledger(), ticket, desk.typist(at or None, again), caller=caller, words=note
        ),
    )


def hold(
    ctx: typer.Context,
    ticket: TicketArgument,
    wish: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="|".join(get_args(Wish)),
            help=N_("At whose request, or what it waits for."),
        ),
    ] = "",
    reason: ReasonOption = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help=N_("Until when."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Put a ticket on hold, with the reason. Only the customer's own request stops promises."""
    desk: Desk = ctx.obj
    typed = desk.need(**{"for": (N_("Waiting for"), wish), "reason": (N_("Reason"), reason)})
    result = actions.hold_ticket(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        wish=one_of("--for", typed["for"], get_args(Wish)),
        reason=typed["reason"],
        until=desk.ahead(until, at) if until else None,
    )
    tell_result(desk, result)


def resume(
    ctx: typer.Context,
    ticket: TicketArgument,
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Resume a ticket that is on hold."""
    desk: Desk = ctx.obj
    tell_result(
        desk,
        actions.resume_ticket(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), words=note
        ),
    )


def escalate(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="STAFF", help=N_("Who it is escalated to."))
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Escalate a problem, with the reason."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Escalated to (id)"), to), reason=(N_("Reason"), reason))
    tell_result(
        desk,
        actions.escalate_ticket(desk.ledger(), ticket, desk.typist(at or None, again), **typed),
    )


def commit(
    ctx: typer.Context,
    ticket: TicketArgument,
    promise: Annotated[str, typer.Option("--promise", help=N_("What was promised."))] = "",
    kept: Annotated[
        str,
        typer.Option("--kept", metavar="EVENT", help=N_("The commitment was kept: its event id.")),
    ] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help=N_("Until when."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Record a commitment to the customer, and by when."""
    desk: Desk = ctx.obj
    if kept:
        tell_result(
            desk,
            actions.keep_commitment(
                desk.ledger(), ticket, desk.typist(at or None, again), commitment_id=kept
            ),
        )
        return
    typed = desk.need(
        {"until": lambda text: desk.ahead(text, at)},
        promise=(N_("What was promised"), promise),
        until=(N_("Until when"), until),
    )
    result = actions.record_commitment(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again),
        promise=typed["promise"],
        until=desk.ahead(typed["until"], at),
    )
    tell_result(desk, result)


def approve(
    ctx: typer.Context,
    ticket: TicketArgument,
    asked: Annotated[str, typer.Option("--asked", help=N_("What approval was asked for."))] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="STAFF", help=N_("Who decided; default: who is typing."))
    ] = "",
    refused: Annotated[bool, typer.Option("--refused", help=N_("It was refused."))] = False,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="EVENT",
            help=N_("What the guard refused, as it named it; a manager answers for it."),
        ),
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that approval was asked for, and given or refused: exchange, refund, goodwill,
    an exception.
    """
    desk: Desk = ctx.obj
    typed = desk.need(asked=(N_("Approval asked for"), asked))
    typist = desk.typist(at or None, again, allow)
    result = actions.record_approval(
        desk.ledger(),
        ticket,
        typist,
        asked=typed["asked"],
        granted=not refused,
        by_whom=by or typist.by,
        words=note,
        of=of,
    )
    tell_result(desk, result)


def urgency(
    ctx: typer.Context,
    ticket: TicketArgument,
    urgency: Annotated[
        str, typer.Argument(metavar="|".join(get_args(Urgency)), help=N_("How urgent it is."))
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Change how urgent a ticket is, and say why."""
    desk: Desk = ctx.obj
    typed = desk.need(urgency=(N_("Urgency"), urgency), reason=(N_("Reason"), reason))
    result = actions.set_urgency(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again),
        urgency=one_of("URGENCY", typed["urgency"], get_args(Urgency)),
        reason=typed["reason"],
    )
    tell_result(desk, result)


def note(
    ctx: typer.Context,
    ticket: TicketArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help=N_("The note."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Add a note."""
    desk: Desk = ctx.obj
    typed = desk.need(words=(N_("Note"), words))
    tell_result(
        desk,
        actions.add_note(
            desk.ledger(), ticket, desk.typist(at or None, again), words=typed["words"]
        ),
    )


def close(
    ctx: typer.Context,
    ticket: TicketArgument,
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Close a ticket that was called back."""
    desk: Desk = ctx.obj
    tell_result(
        desk,
        actions.close_ticket(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), words=note
        ),
    )


def reopen(
    ctx: typer.Context,
    ticket: TicketArgument,
    reason: ReasonOption = "",
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="repair|talk",
            help=N_("For another repair, or for a talk with a dissatisfied customer."),
        ),
    ] = "repair",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Reopen a ticket."""
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    reopened_for = one_of("--for", for_, get_args(ReopenedFor))
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.reopen_ticket(desk.ledger(), ticket, typist, **typed, reopened_for=reopened_for),
    )


def cancel(
    ctx: typer.Context,
    ticket: TicketArgument,
    reason: ReasonOption = "",
    asked_by: Annotated[
        str, typer.Option("--asked-by", metavar="NAME", help=N_("Who asked for it."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Cancel a ticket. Who asked for it may be left out of one that you alone have typed."""
    desk: Desk = ctx.obj
    if not asked_by:
        asked_by = actions.mistyped_by(desk.ledger(), ticket, desk.staff())
    typed = desk.need(reason=(N_("Reason"), reason), asked_by=(N_("Asked by"), asked_by))
    tell_result(
        desk,
        actions.cancel_ticket(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )


def settle(
    ctx: typer.Context,
    ticket: Annotated[
        str,
        typer.Argument(metavar="TICKET", help=N_("The ticket's or the customer's file's number.")),
    ],
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="STATE", help=N_("The state that counts."))
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Decide the outcome of events that contradict each other."""
    desk: Desk = ctx.obj
    typed = desk.need(outcome=(N_("Outcome"), outcome), reason=(N_("Reason"), reason))
    if parse_customer_id(ticket) is not None:
        from svc.actions.customer_merges import settle_customer
        from svc.cli.customers import tell_customer_result

        settled = settle_customer(
            desk.ledger(),
            ticket,
            desk.typist(at or None, again, allow),
            outcome=_state_meant(desk, typed["outcome"], STATES_OF_FILES, "customer_status"),
            words=typed["reason"],
        )
        tell_customer_result(desk, settled)
        return
    result = actions.settle_ticket(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        outcome=_state_meant(desk, typed["outcome"], STATES),
        words=typed["reason"],
    )
    tell_result(desk, result)


def _state_meant(desk: Desk, words: str, states: Iterable[str], group: str = "status") -> str:
    """The state that is called so, or the words."""
    return next((state for state in states if desk.words.label(group, state) == words), words)


def _adopt_settings(desk: Desk) -> None:
    """Commit the settings files that were edited by hand, once they can be read."""
    from svc.actions.settings import adopt_settings

    paths = adopt_settings(desk.ledger(), desk.typist())
    if desk.json:
        desk.show_json("adopted", paths=paths)
        return
    for path in paths:
        desk.say(N_("{path}: checked and committed."), path=path)


def adopt(
    ctx: typer.Context,
    ticket: Annotated[
        str,
        typer.Argument(
            metavar="TICKET", help=N_("The ticket number; `settings` (设置): settings files.")
        ),
    ],
    reason: ReasonOption = "",
    again: AgainOption = False,
) -> None:
    """Record what was edited by hand in a ticket's head as corrections, and put the head back as
    told.
    """
    desk: Desk = ctx.obj
    if ticket in ("settings", "设置"):
        _adopt_settings(desk)
        return
    typed = desk.need(reason=(N_("Reason"), reason))
    tell_result(desk, actions.adopt_edits(desk.ledger(), ticket, desk.typist(None, again), **typed))
