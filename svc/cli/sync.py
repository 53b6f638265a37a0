"""`svc sync`: exchange with the other desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import disputes
from svc.actions import sync as actions
from svc.actions.mine import waiting_for
from svc.cli.checks import finding_fields, finding_line
from svc.cli.desk import Desk
from svc.cli.shared import one_of
from svc.errors import N_, MissingFields, Phrase, PushRefused
from svc.model.ids import record_id_at
from svc.render.words import printable
from svc.rules.merge.configuration import differing

if TYPE_CHECKING:
    from svc.store.sync_state import OpenDispute

SIDES: tuple[disputes.Side, ...] = ("ours", "theirs")
_SHOWN = 20
_STEPS = {
    "fetch": N_("Asking the other desks …"),
    "merge": N_("{count} files come in …"),
    "send": N_("{count} entries go out …"),
}


def sync(
    ctx: typer.Context,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="[FILE:KEY]", help=N_("With --take: what is decided, as it was named.")
        ),
    ] = "",
    take: Annotated[
        str,
        typer.Option("--take", metavar="|".join(SIDES), help=N_("Whose word holds of FILE:KEY.")),
    ] = "",
    restore: Annotated[
        bool,
        typer.Option("--restore", help=N_("Send back what was rewound at the shared repository.")),
    ] = False,
    approve: Annotated[
        str,
        typer.Option(
            "--approve",
            metavar="REASON",
            help=N_("A manager answers for what the shared repository refuses, and sends it."),
        ),
    ] = "",
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help=N_("Say nothing unless somebody has to act; for cron.")),
    ] = False,
) -> None:
    """Exchange with the other desks: theirs comes in, ours goes out."""
    desk: Desk = ctx.obj
    ledger, typist = desk.ledger(), desk.typist()
    chosen: dict[str, disputes.Side] = {}
    if bool(take) is not bool(entry):
        raise MissingFields(fields=["FILE:KEY" if take else "--take"])
    if take:
        side = one_of("--take", take, SIDES)
        if record_id_at(entry) is not None:
            chosen = {entry: side}
        else:
            disputes.take_in_dispute(ledger, typist, entry, side)

    def tell(what: str, count: int) -> None:
        if desk.at_terminal and not (quiet or desk.json) and (count or what == "fetch"):
            desk.show(desk.words(_STEPS[what], count=count))

    try:
        synced = actions.sync(
            ledger, typist, restore=restore, take=chosen, approve=approve, tell=tell
        )
    except PushRefused as refused:
        raise _heard(desk, refused) from None
    for notice in synced.notices:
        desk.warn(notice.says, **notice.facts)
    if desk.json:
        _show_json(desk, synced)
        return
    if not quiet:
        _say_what_came(desk, synced)
        _say_what_went(desk, synced)
    _say_what_to_decide(desk, synced)


def _heard(desk: Desk, refused: PushRefused) -> PushRefused:
    """What the other side said, line by line in its own words, if that is more than one."""
    lines = str(refused.facts["reason"]).split("\n")
    if len(lines) < 2 or desk.json:
        return refused
    desk.tell("\n".join(printable(line.removeprefix("svc: ")) for line in lines))
    reason = Phrase(N_("what it said stands above"))
    return PushRefused(remote=refused.facts["remote"], reason=reason)


def _show_json(desk: Desk, synced: actions.Synced) -> None:
    desk.show_json(
        "sync",
        remote=synced.remote,
        items=[
            {"id": each.record_id, "events": [{"what": what, "by": by} for what, by in each.events]}
            for each in synced.came_in
        ],
        records_in=synced.records_in,
        files_in=synced.files_in,
        sent=synced.sent,
        disputes=[
            {
                "entry": each.name,
                "ours": disputes.written(each.ours),
                "theirs": disputes.written(each.theirs),
            }
            for each in synced.disputes
        ],
        findings=[finding_fields(desk, finding) for finding in synced.findings],
    )


def _say_what_came(desk: Desk, synced: actions.Synced) -> None:
    if not synced.records_in and not synced.files_in:
        desk.say(N_("Nothing new came in."))
        return
    says = N_("Came in: {records} tickets and other records, {files} settings and other files.")
    desk.say(says, records=synced.records_in, files=synced.files_in)
    staff = desk.ledger().staff
    mine = _mine(desk, synced)
    rows = sorted(synced.came_in, key=lambda each: each.record_id not in mine)
    for each in rows[:_SHOWN]:
        steps = dict.fromkeys(
            desk.words(
                N_("{what} ({person})"),
                what=desk.words.label("event", what),
                person=staff.name_of(by),
            )
            for what, by in each.events
        )
        says = (
            N_("  {record}  {steps}  (yours)")
            if each.record_id in mine
            else N_("  {record}  {steps}")
        )
        desk.say(says, record=each.record_id, steps=list(steps))
    if len(rows) > _SHOWN:
        desk.say(N_("  and {count} more"), count=synced.records_in - _SHOWN)


def _mine(desk: Desk, synced: actions.Synced) -> set[str]:
    """Of what came in, the tickets that wait for this person now."""
    ledger, person, now = desk.ledger(), desk.staff(), desk.now
    states = actions.states_of(ledger, [each.record_id for each in synced.came_in])
    return {
        state.ticket.id
        for state in states
        if waiting_for(person, state, ledger, now, []) is not None
    }


def _say_what_went(desk: Desk, synced: actions.Synced) -> None:
    if synced.sent:
        desk.say(N_("Went out: {count} entries."), count=synced.sent)
    else:
        desk.say(N_("The others have everything that was recorded here."))


def _say_what_to_decide(desk: Desk, synced: actions.Synced) -> None:
    for finding in synced.findings:
        desk.warn(N_("To be decided: {finding}"), finding=finding_line(desk, finding))
    for dispute in synced.disputes:
        _say_dispute(desk, dispute)


def _say_dispute(desk: Desk, dispute: OpenDispute) -> None:
    if not dispute.unit:
        says = N_(
            "{entry}: two desks changed this file differently, and it can't be put together.\n"
            "Theirs holds for now; what was here: git show {ours}\n"
            "To decide: svc sync --take ours {entry}, or: svc sync --take theirs {entry}"
        )
        desk.warn(says, entry=dispute.name, ours=str(dispute.ours or "—")[:12])
        return
    says = N_(
        "{entry}: two desks changed this differently. Theirs holds for now.\n"
        "  here:    {ours}\n  theirs:  {theirs}\n"
        "To decide: svc sync --take ours {entry}, or: svc sync --take theirs {entry}"
    )
    ours, theirs = (disputes.written(value) for value in differing(dispute.ours, dispute.theirs))
    desk.warn(says, entry=dispute.name, ours=ours, theirs=theirs)
