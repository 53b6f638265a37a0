"""`svc notify`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from svc.actions import notify as actions
from svc.cli.desk import Desk
from svc.cli.shared import name_broken
from svc.errors import (
    N_,
    Damaged,
    GivenUp,
    MessagesNotSent,
    MessagesStopped,
    NoOwnEntry,
    NotDone,
    NothingToNotify,
    Notice,
    NotSent,
    NotToldFromHere,
    PerhapsSent,
    SomeUnreadable,
)
from svc.model.own_settings import CHANNEL_KINDS
from svc.model.settings import NotifyRow
from svc.render import notify as render
from svc.store.own_file import own_path, own_settings, with_secrets
from svc.store.robots import BYTES_OF_TEXT
from svc.store.sent_messages import SentMessages, read_sent, sending

if TYPE_CHECKING:
    from svc.model.own_settings import MessageChannel
    from svc.model.settings import Digest
    from svc.rules.notify import Message

_NOT_TAKEN: dict[str, type[Notice]] = {
    "refused": NotSent,
    "unknown": PerhapsSent,
    "given_up": GivenUp,
}


def notify(
    ctx: typer.Context,
    digests: Annotated[
        list[str],
        typer.Argument(
            metavar="[DIGEST...]", help=N_("What to tell; default: all that svc.yaml names.")
        ),
    ] = [],
    to: Annotated[
        str, typer.Option("--to", metavar="CHANNEL", help=N_("To this channel only."))
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Show what would be sent; nothing is sent."))
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help=N_("For cron: say only what could not be sent."))
    ] = False,
) -> None:
    """Tell groups and people what is due: digests to robots of DingTalk, WeCom, Feishu, and by
    mail.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    rows = _rows(desk, digests, to)
    own = own_settings(ledger)
    if own is None and not dry_run:
        raise NoOwnEntry(
            path=str(own_path()),
            ledger=str(ledger.top),
            clone=ledger.clone.get("svc.clone", ""),
        )
    channels = with_secrets(own) if own else {}
    _say_what_is_elsewhere(desk, rows)
    broken: list[Damaged] = []
    if dry_run:
        texts = _texts(desk, rows, channels, read_sent(ledger.root), broken)
        _show(desk, texts, channels)
        if not texts and not desk.json:
            _say_nothing_is_due(desk, rows)
    else:
        failed = _send(desk, rows, channels, broken, quiet=quiet)
        if failed is not None:
            if broken:
                desk.error(SomeUnreadable.of(broken))
            raise failed
    name_broken(broken)


def _say_what_is_elsewhere(desk: Desk, rows: Sequence[NotifyRow]) -> None:
    """Of a clone of a part of the ledger: the rows that can't be told here, or not wholly, for cron
    too.
    """
    for row in rows:
        offices = actions.offices_elsewhere(desk.ledger(), row)
        if offices:
            digest = desk.words.label("digest", row.digest)
            notice = NotToldFromHere(channel=row.channel, digest=digest, offices=offices)
            desk.tell(desk.words.error(notice))


def _say_nothing_is_due(desk: Desk, rows: Sequence[NotifyRow]) -> None:
    """That is known of what lies in this clone alone; of anything else it was said above."""
    if not all(row.office and actions.offices_elsewhere(desk.ledger(), row) for row in rows):
        desk.say(N_("There is nothing to tell."))


def _send(
    desk: Desk,
    rows: Sequence[NotifyRow],
    channels: dict[str, MessageChannel],
    broken: list[Damaged],
    *,
    quiet: bool,
) -> NotDone | None:
    """Send what is due and say what was; what has failed, if anything has."""
    ledger = desk.ledger()
    done: list[actions.Delivery] = []
    with sending(ledger.root, desk.now) as sent:
        texts = _texts(desk, rows, channels, sent, broken)
        try:
            for delivery in actions.deliver(ledger.root, texts, channels, sent, desk.now):
                done.append(delivery)
        except NotDone as reason:
            _tell(desk, rows, done, quiet=quiet)
            said = reason.facts.get("reason", reason)  # without "nothing was changed"
            return MessagesStopped(done=_count_taken(done), reason=said)
    return _tell(desk, rows, done, quiet=quiet)


def _count_taken(done: Sequence[actions.Delivery]) -> int:
    return sum(each.outcome == "taken" for each in done)


def _rows(desk: Desk, digests: Sequence[str], to: str) -> list[NotifyRow]:
    """The rows of svc.yaml that are meant; one of its own for a digest that is named with a
    channel and stands in none.
    """
    rows = desk.ledger().settings.notify
    if to:
        rows = [row for row in rows if row.channel == to]
    for each in digests:
        digest = cast("Digest", each)  # as it was read, see svc/cli/values.py
        if to and digest not in [row.digest for row in rows]:
            rows = [*rows, NotifyRow(digest=digest, channel=to)]
    rows = [row for row in rows if not digests or row.digest in digests]
    if not rows:
        raise NothingToNotify(path=str(own_path()))
    return rows


def _texts(
    desk: Desk,
    rows: Sequence[NotifyRow],
    channels: Mapping[str, MessageChannel],
    sent: SentMessages,
    broken: list[Damaged],
) -> list[actions.Sendable]:
    """What is to be sent now, each text as it is, without what was sent, or is by an earlier
    row.
    """
    ledger = desk.ledger()
    texts: list[actions.Sendable] = []
    known = SentMessages(sent=dict(sent.sent), perhaps=sent.perhaps)
    for row in rows:
        for message in actions.due_messages(ledger, row, desk.now, known, broken):
            parts = _parts(desk, row, message, channels.get(row.channel), known)
            known.sent |= {mark: desk.now for part in parts for mark in part.marks}
            texts += parts
    return texts


def _parts(
    desk: Desk, row: NotifyRow, message: Message, channel: MessageChannel | None, sent: SentMessages
) -> list[actions.Sendable]:
    """The parts of a message that are not sent yet, each with what is to be known of it: that it
    was perhaps sent, that it says something else than before.
    """
    words = desk.words.off_screen()
    offices = desk.ledger().settings.offices
    office = offices[message.office].name if message.office in offices else ""
    head = render.heading(row, message, words, office)
    below = _what_is_here(desk, message)
    limit = 0 if channel and channel.kind == "mail" else _limit(channel)
    room_for = f"{head}\n{below}" if below else head
    parts = render.parts_of_message(room_for, render.message_lines(message, row, words), limit)
    marked = [
        actions.marks_of_part(
            row, message, number, [line.text for line in part], [line.mark for line in part]
        )
        for number, part in enumerate(parts, 1)
    ]
    is_changed = actions.says_something_else(row, message, marked, sent)
    to = []
    if channel is not None and channel.kind == "mail":
        to = channel.to or [person.email for person in message.people if person.email]
    elif row.mention and (channel is None or channel.kind != "feishu"):
        to = render.mobiles_of(message.people)
    sendable = []
    for number, (part, marks) in enumerate(zip(parts, marked, strict=True), 1):
        if all(mark in sent.sent for mark in marks):
            continue
        notes = [render.CHANGED] if is_changed else []
        notes += [render.PERHAPS_AGAIN] if any(mark in sent.perhaps for mark in marks) else []
        text = render.part_text(head, part, (number, len(parts)), notes, words, below=below)
        sendable.append(actions.Sendable(row=row, text=text, marks=marks, to=to))
    return sendable


def _what_is_here(desk: Desk, message: Message) -> str:
    """Of how much of the ledger a message is, in a clone of a part of it; empty where all of which
    it tells is here.
    """
    ledger = desk.ledger()
    notice, part = ledger.part_here, ledger.partial
    if notice is None or part is None:
        return ""
    is_whole = bool(message.office) and not part.lacks_office(message.office)
    return "" if is_whole else desk.words.off_screen().error(notice)


def _limit(channel: MessageChannel | None) -> int:
    """How many bytes a text may have; the least of all where it is not known who takes it."""
    return BYTES_OF_TEXT[channel.kind] if channel else min(BYTES_OF_TEXT.values())


def _show(
    desk: Desk, texts: Sequence[actions.Sendable], channels: Mapping[str, MessageChannel]
) -> None:
    """What would be sent, just as it would be."""
    if desk.json:
        desk.show_json("notify", items=[_fields(each, "shown") for each in texts])
        return
    desk.folds = False  # the exact text
    for each in texts:
        channel = channels.get(each.row.channel)
        kind = desk.words(CHANNEL_KINDS[channel.kind] if channel else N_("not set up yet"))
        desk.say(N_("To {channel} ({kind}):"), channel=each.row.channel, kind=kind)
        if each.to:
            desk.say(N_("To whom: {people}"), people=each.to)
        for line in each.text.split("\n"):
            desk.out(line)
        desk.out("")


def _tell(
    desk: Desk, rows: Sequence[NotifyRow], done: Sequence[actions.Delivery], *, quiet: bool
) -> MessagesNotSent | None:
    """Say what was sent, and what was not, each with its answer; the error to end with."""
    failed = [each for each in done if each.outcome != "taken"]
    told = [_why_not_taken(desk, each) for each in failed if each.outcome != "left"]
    if not desk.json:
        for notice in told:
            desk.warn(notice.says, **notice.facts)
    if desk.json:
        desk.show_json("notify", items=[_fields(each.message, each.outcome) for each in done])
    elif not quiet:
        for each in done:
            if each.outcome == "taken":
                first = each.message.text.split("\n", 1)[0]
                desk.say(
                    N_("Sent to {channel}: {title}"), channel=each.message.row.channel, title=first
                )
        if not done:
            _say_nothing_is_due(desk, rows)
    if not failed:
        return None
    said = [desk.words(notice.says, **notice.facts) for notice in told]
    return MessagesNotSent(count=len(failed), failed=said)


def _why_not_taken(desk: Desk, delivery: actions.Delivery) -> Notice:
    row = delivery.message.row
    return _NOT_TAKEN[delivery.outcome](
        channel=row.channel,
        digest=desk.words.label("digest", row.digest),
        said=delivery.said,
        count=actions.MOST_TRIES,
    )


def _fields(message: actions.Sendable, outcome: str) -> dict[str, object]:
    row = message.row
    return {
        "digest": row.digest,
        "channel": row.channel,
        "office": row.office,
        "outcome": outcome,
        "text": message.text,
    }
