"""`svc take`: forms that were sent in a chat."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import blocks as actions
from svc.cli.desk import Desk
from svc.cli.shared import own_office, tell_result
from svc.errors import (
    N_,
    AllBlocksRefused,
    BlocksRefused,
    BlockTwice,
    CannotReadFile,
    Damaged,
    ImportStopped,
    NotDone,
    OneDeedAtATime,
    Refused,
    SvcError,
    system_reason,
)
from svc.model.blocks import FaultBlock
from svc.rules.blocks import MOST_CHARACTERS, read_pasted
from svc.store.handing_in import handing_in

if TYPE_CHECKING:
    from svc.actions.typist import TicketResult, Typist
    from svc.rules.blocks import Pasted

NO, ALL = 1, 2  # places of the answers


def take(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-",
            help=N_("The text that was sent; -: standard input. Default: the clipboard."),
        ),
    ] = "",
    clipboard: Annotated[
        bool, typer.Option("--clipboard", help=N_("Read what was copied last."))
    ] = False,
    go: Annotated[
        bool,
        typer.Option(
            "--go",
            help=N_(
                "Record without asking; without it nothing is, unless you say yes at a terminal."
            ),
        ),
    ] = False,
) -> None:
    """Record what technicians and customers sent as forms in a chat, each once, after a yes."""
    desk: Desk = ctx.obj
    if file and clipboard:
        raise OneDeedAtATime(options=["FILE", "--clipboard"])
    pasted = read_pasted(_text(desk, file, clipboard))

    def take_all() -> _Taking:
        taking = _Taking(desk, desk.typist(), go=go, count=len(pasted))
        for each in pasted:
            _take_one(taking, each)
        return taking

    _end(desk.in_turns(take_all))  # what was pasted is not read once more


class _Taking:
    """One call of `svc take`: what came of its blocks so far."""

    def __init__(self, desk: Desk, typist: Typist, *, go: bool, count: int) -> None:
        self.desk = desk
        self.typist = typist
        self.go = go
        self.count = count
        self.is_alone = count == 1  # then what refuses it ends the command
        self.taken: list[TicketResult] = []
        self.refused: list[SvcError] = []
        self.told: list[dict[str, object]] = []  # of each block, for JSON
        self.left = 0  # could be taken, and nobody said yes


def _take_one(taking: _Taking, pasted: Pasted) -> None:
    """Show one block, and record it if somebody says yes. What is wrong with it is said, and stops
    no other; NotDone stops all, as ImportStopped where some are recorded.
    """
    looked = actions.look_at_block(taking.desk.ledger(), pasted, taking.desk.now, taking.typist.by)
    _show(taking, looked)
    if looked.refusal is not None:
        _refuse(taking, looked, looked.refusal)
    elif looked.recorded is not None:
        _note(taking, looked, "already", looked.recorded.ticket)
    elif not _says_yes(taking):
        taking.left += 1
        _note(taking, looked, "left", pasted.ticket)
    else:
        _record(taking, looked)


def _record(taking: _Taking, looked: actions.Looked) -> None:
    desk = taking.desk
    try:
        with handing_in(desk.ledger(), taking.typist.by, desk.now):  # two may hold the same text
            again = actions.look_at_block(desk.ledger(), looked.pasted, desk.now, taking.typist.by)
            if again.recorded is not None:
                _show(taking, again)
                _note(taking, again, "already", again.recorded.ticket)
                return
            result = _recorded(taking, looked)
    except (Refused, Damaged) as refusal:
        again = actions.look_at_block(desk.ledger(), looked.pasted, desk.now, taking.typist.by)
        if again.recorded is None:
            _refuse(taking, looked, refusal)
        else:  # by somebody else, in this moment
            _show(taking, again)
            _note(taking, again, "already", again.recorded.ticket)
        return
    except NotDone as reason:
        if not taking.taken:
            raise
        done = len(taking.taken)
        raise ImportStopped(done=done, count=taking.count, reason=reason) from reason
    taking.taken.append(result)
    _note(taking, looked, "recorded", result.ticket.id, status=result.state.status)
    if desk.json:
        return
    tell_result(desk, result)
    if desk.at_terminal:
        desk.flush()


def _recorded(taking: _Taking, looked: actions.Looked) -> TicketResult:
    """Record a block; a customer's report is a call of the office of who takes it."""
    from svc.render.blocks import fault_words
    from svc.render.words import Words

    block, ledger = looked.pasted.block, taking.desk.ledger()
    if not isinstance(block, FaultBlock):
        return actions.record_block(ledger, looked, taking.typist)
    settings = ledger.settings
    return actions.record_block(
        ledger,
        looked,
        taking.typist,
        office=own_office(taking.desk, "") or settings.default_office,
        words=fault_words(block, Words(settings.language, settings.labels)),
    )


def _says_yes(taking: _Taking) -> bool:
    desk = taking.desk
    if taking.go or desk.json or not desk.at_terminal:
        return taking.go
    answer = desk.choose(
        N_("Record it? Number"),
        [desk.words(each) for each in (N_("yes"), N_("no"), N_("yes, and all others"))],
    )
    taking.go = answer == ALL
    return answer != NO


def _show(taking: _Taking, looked: actions.Looked) -> None:
    """Say what a block says: at once where somebody is asked."""
    from svc.render.blocks import block_lines

    desk = taking.desk
    if desk.json:
        return
    for line in block_lines(looked, desk.ledger().staff, desk.words, taking.typist.by):
        if desk.at_terminal:
            desk.show(line)
        else:
            desk.out(line)


def _refuse(taking: _Taking, looked: actions.Looked, refusal: SvcError) -> None:
    is_harmless = isinstance(refusal, BlockTwice)
    if not is_harmless:
        taking.refused.append(refusal)
    outcome = "twice" if is_harmless else "refused"
    _note(taking, looked, outcome, looked.pasted.ticket, refusal=refusal)
    if not (taking.desk.json or taking.is_alone):
        taking.desk.error(refusal)


def _note(
    taking: _Taking,
    looked: actions.Looked,
    outcome: str,
    number: str,
    *,
    status: str | None = None,
    refusal: SvcError | None = None,
) -> None:
    """Note what became of a block."""
    taking.told.append(
        {
            "form": looked.pasted.place,
            "outcome": outcome,
            "on": number or None,
            "status": status,
            "error": refusal.key if refusal else None,
            "message": taking.desk.words.error(refusal) if refusal else None,
        }
    )


def _end(taking: _Taking) -> None:
    """Say what came of all. Raises AllBlocksRefused, BlocksRefused; of one block alone what refused
    it.
    """
    desk, refused = taking.desk, taking.refused
    if refused and taking.is_alone:
        raise refused[0]
    if refused and len(refused) == len(taking.told):
        raise AllBlocksRefused(count=len(refused), errors=[refusal.key for refusal in refused])
    if desk.json:
        desk.show_json("take", items=taking.told, recorded=bool(taking.taken))
    elif taking.left and not desk.at_terminal:
        desk.say(N_("Nothing is recorded yet: to record it, repeat the command with --go"))
    elif len(taking.told) > 1:
        desk.say(
            N_("Forms: {count}; recorded now: {taken}, refused: {refused}"),
            count=len(taking.told),
            taken=len(taking.taken),
            refused=len(refused),
        )
    if refused:
        raise BlocksRefused(count=len(refused))


def _text(desk: Desk, file: str, clipboard: bool) -> str:
    """What was sent, in whatever encoding it lies there. Raises CannotReadFile, NoClipboard."""
    data = _bytes(desk, file, clipboard)
    from svc.model.file_text import codec_of

    return data.decode(codec_of(data) or "utf-8", "replace")


def _bytes(desk: Desk, file: str, clipboard: bool) -> bytes:
    most = 4 * MOST_CHARACTERS + 1
    if clipboard or (not file and desk.at_terminal):
        from svc.store.clipboard import clipboard_bytes

        return clipboard_bytes()[:most]
    try:
        if file not in ("", "-"):
            with open(file, "rb") as opened:
                return opened.read(most)
        if desk.at_terminal:
            how = desk.words(N_("Paste the text, then type Ctrl-D on a line of its own."))
            sys.stderr.write(f"{how}\n> ")
            sys.stderr.flush()
        return sys.stdin.buffer.read(most)
    except OSError as failed:
        raise CannotReadFile(path=file or "-", reason=system_reason(failed)) from None
