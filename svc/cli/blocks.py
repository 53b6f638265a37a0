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

if TYPE_CHECKING:
    from svc.actions.typist import TicketResult, Typist
    from svc.rules.blocks import Pasted

YES, NO, ALL = range(3)


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
    taking = _Taking(desk, desk.typist(), go=go, count=len(pasted))
    for each in pasted:
        taking.take(each)
    taking.end()


class _Taking:
    """One call of `svc take`: block by block, and what came of them."""

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

    def take(self, pasted: Pasted) -> None:
        """Show one block, and record it if somebody says yes. What is wrong with it is said, and
        stops no other; NotDone stops all, as ImportStopped where some are recorded.
        """
        looked = actions.look_at_block(self.desk.ledger(), pasted, self.desk.now)
        self._show(looked)
        if looked.refusal is not None:
            self._refuse(looked, looked.refusal)
        elif looked.recorded is not None:
            self._tell(looked, "already", looked.recorded.ticket)
        elif not self._says_yes():
            self.left += 1
            self._tell(looked, "left", pasted.ticket)
        else:
            self._record(looked)

    def _record(self, looked: actions.Looked) -> None:
        from svc.render.blocks import fault_words
        from svc.render.words import Words

        block, ledger = looked.pasted.block, self.desk.ledger()
        words = ""
        if isinstance(block, FaultBlock):
            words = fault_words(block, Words(ledger.settings.language, ledger.settings.labels))
        try:
            result = actions.record_block(
                ledger, looked, self.typist, office=self._office(), words=words
            )
        except (Refused, Damaged) as refusal:
            again = actions.look_at_block(ledger, looked.pasted, self.desk.now)
            if again.recorded is not None:  # by somebody else, in this moment
                self._show(again)
                self._tell(again, "already", again.recorded.ticket)
                return
            self._refuse(looked, refusal)
            return
        except NotDone as reason:
            if not self.taken:
                raise
            raise ImportStopped(done=len(self.taken), count=self.count, reason=reason) from reason
        self.taken.append(result)
        self._tell(looked, "recorded", result.ticket.id, status=result.state.status)
        if not self.desk.json:
            tell_result(self.desk, result)
            if self.desk.at_terminal:
                self.desk.flush()

    def _office(self) -> str:
        """Whose call a customer's report is: that of who takes it."""
        ledger = self.desk.ledger()
        return own_office(self.desk, "") or ledger.settings.default_office

    def _says_yes(self) -> bool:
        if self.go or not self.desk.at_terminal:
            return self.go
        answer = self.desk.choose(
            N_("Record it? Number"),
            [self.desk.words(each) for each in (N_("yes"), N_("no"), N_("yes, and all others"))],
        )
        self.go = answer == ALL
        return answer != NO

    def _show(self, looked: actions.Looked) -> None:
        """Say what a block says: at once where somebody is asked."""
        from svc.render.blocks import block_lines

        if self.desk.json:
            return
        ledger = self.desk.ledger()
        for line in block_lines(looked, ledger.staff, self.desk.words, self.typist.by):
            if self.desk.at_terminal:
                from svc.cli.intake_dialogue import show

                show(self.desk, line)
            else:
                self.desk.out(line)

    def _refuse(self, looked: actions.Looked, refusal: SvcError) -> None:
        is_harmless = isinstance(refusal, BlockTwice)
        if not is_harmless:
            self.refused.append(refusal)
        self._tell(
            looked,
            "twice" if is_harmless else "refused",
            looked.pasted.ticket,
            refusal=refusal,
        )
        if not (self.desk.json or self.is_alone):
            self.desk.error(refusal)

    def _tell(
        self,
        looked: actions.Looked,
        outcome: str,
        number: str,
        *,
        status: str | None = None,
        refusal: SvcError | None = None,
    ) -> None:
        """Note what became of a block."""
        self.told.append(
            {
                "form": looked.pasted.place,
                "outcome": outcome,
                "on": number or None,
                "status": status,
                "error": refusal.key if refusal else None,
                "message": self.desk.words.error(refusal) if refusal else None,
            }
        )

    def end(self) -> None:
        """Say what came of all. Raises AllBlocksRefused, BlocksRefused; of one block alone what
        refused it.
        """
        desk = self.desk
        if self.refused and self.is_alone:
            raise self.refused[0]
        if self.refused and len(self.refused) == len(self.told):
            raise AllBlocksRefused(
                count=len(self.refused), errors=[refusal.key for refusal in self.refused]
            )
        if desk.json:
            desk.show_json("take", items=self.told, recorded=bool(self.taken))
        elif self.left and not desk.at_terminal:
            desk.say(N_("Nothing is recorded yet: to record it, repeat the command with --go"))
        elif len(self.told) > 1:
            desk.say(
                N_("Forms: {count}; recorded now: {taken}, refused: {refused}"),
                count=len(self.told),
                taken=len(self.taken),
                refused=len(self.refused),
            )
        if self.refused:
            raise BlocksRefused(count=len(self.refused))


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
            from svc.cli.intake_dialogue import show

            show(desk, desk.words(N_("Paste the text, then type Ctrl-D on a line of its own.")))
        return sys.stdin.buffer.read(most)
    except OSError as failed:
        raise CannotReadFile(path=file or "-", reason=system_reason(failed)) from None
