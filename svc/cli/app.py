"""The one door: reads the command line, the clock and the surroundings, runs one command, ends with
its status.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from svc.errors import (
    N_,
    AnswerLost,
    AnswerLostRecorded,
    NotEnoughMemory,
    Phrase,
    SvcError,
)
from svc.store.interrupts import Stopped

# Typer and the desk are imported in the functions: Ctrl-C while they load is answered like any
# other.
if TYPE_CHECKING:
    from types import FrameType

    from typer import Context
    from typer.core import TyperOption

    from svc.cli.desk import Desk
    from svc.cli.lazy import RootCommand

OUR_FAULT = 70


def main() -> NoReturn:
    """`svc` as it is called from a shell."""
    # Loading makes many objects and no garbage: to collect while it goes on is an eighth of a short
    # command's time. Long commands are collected, seldom: nothing in svc makes cycles that grow.
    gc.set_threshold(100_000, 20, 20)
    try:
        _fill_closed_streams()
        _listen_for_signals()
        status = _main()
        # it is done and said: while Python takes itself down they come too late
        _hear_no_more_signals()
    except Stopped as stopped:
        sys.stderr.write("svc: interrupted.\n")  # while it loads: there are no other words yet
        status = stopped.exit_status
    sys.exit(status)


def _fill_closed_streams() -> None:
    """Open what the caller closed (`>&-`), or the next file we or git open would be taken for it
    and written into.

    Standard output is then one that takes nothing, so that the answer is not taken for said.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # gets the lowest free number
            os.open(os.devnull, os.O_RDONLY if descriptor < 2 else os.O_WRONLY)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _listen_for_signals() -> None:
    """SIGINT and SIGTERM stop a command alike: what it began is undone or finished, and it says so
    in a line.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        # a job in the background is not asked by Ctrl-C
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    _hear_no_more_signals()  # once is enough: what is left to do is to clean up and say so
    raise Stopped(number)


def _hear_no_more_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            if sys.platform == "win32":
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")
    return run(sys.argv[1:])


def run(argv: list[str]) -> int:
    """Run one command line and give its exit status; what it says is on the standard streams."""
    from svc.cli.desk import Desk

    try:
        desk = Desk(argv, os.environ)
    except SvcError as error:  # SVC_NOW is no time
        Desk(argv, {name: value for name, value in os.environ.items() if name != "SVC_NOW"}).error(
            error
        )
        return error.exit_status
    try:
        return _run(argv, desk)
    except BrokenPipeError:  # whoever read us has gone: `svc list | head`
        _leave_nothing_to_write()
        return 0
    except MemoryError:
        reason = Phrase(N_("there is not enough memory"))
        spent = AnswerLostRecorded(reason=reason) if desk.recorded else NotEnoughMemory()
        desk.error(spent)
        return spent.exit_status
    except Exception as fault:  # in saying what was wrong, too
        from svc.cli.crash import report_crash

        desk.error(report_crash(fault))
        if desk.recorded:
            desk.warn(N_("What was typed is recorded all the same; do not type it once more."))
        return OUR_FAULT
    finally:
        desk.run_hooks()
        desk.close()


def _run(argv: list[str], desk: Desk) -> int:
    from typer import exceptions

    try:
        desk.name_the_clock()
        status = desk.in_turns(
            lambda: command_line(desk).main(
                args=argv, prog_name="svc", standalone_mode=False, obj=desk
            )
        )
        desk.flush()
        desk.say_what_is_here()
        desk.keep_earlier_answers()
        return desk.status_seen(int(status or 0))
    except AnswerLost as error:
        return _without_answer(desk, error)
    except SvcError as error:
        if error.exit_status in (1, 3):
            try:
                desk.flush()
                desk.say_what_is_here()
            except AnswerLost as lost:
                return _without_answer(desk, lost)
        desk.error(error)
        desk.say_what_books_lack(error)
        desk.keep_answers(argv)
        return error.exit_status
    except exceptions.TyperException as error:
        from svc.cli.usage import usage_error

        desk.error(usage_error(error))
        return 2
    except Stopped as stopped:
        _say_how_it_stands(desk)
        desk.keep_answers(argv, N_("What was answered is not lost. To go on, type:\n  {command}"))
        return stopped.exit_status


def _without_answer(desk: Desk, error: AnswerLost) -> int:
    _leave_nothing_to_write()
    desk.error(error)
    return error.exit_status


def _leave_nothing_to_write() -> None:
    """Nothing more goes to standard output: what it still holds would fail once more when Python
    ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_how_it_stands(desk: Desk) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")  # behind the question that stays unanswered, and the terminal's ^C
    if desk.recorded is None:
        desk.warn(
            N_("interrupted. To see the result, repeat the command: nothing is recorded twice.")
        )
    elif desk.recorded:
        desk.warn(N_("interrupted, but it was already recorded."))
    elif desk.waited:
        desk.warn(
            N_("interrupted while waiting for git. Nothing was recorded; repeat the command.")
        )
    else:
        desk.warn(N_("interrupted; nothing was changed."))


def command_line(desk: Desk) -> RootCommand:
    """`svc` with its options, in the desk's language; a command is built when it is asked for."""
    from svc.cli.lazy import RootCommand, global_options, is_completing

    params = [*global_options(desk), _version_option(desk), *_completion_options(desk)]
    if is_completing():
        from svc.cli import completion

        completion.prepare_shells()
        completion.attach_values(params, desk)
    return RootCommand(
        name="svc",
        help=desk.words(
            N_("The after-sales service desk: every request is one file, nothing is lost.")
        ),
        rich_markup_mode=None,
        add_help_option=False,
        params=params,
    )


def _version_option(desk: Desk) -> TyperOption:
    from typer import Exit
    from typer.core import TyperOption

    def show(ctx: object, param: object, value: bool) -> None:
        if value:
            from svc import __version__

            if desk.json:
                desk.show_json("version", version=__version__)
            else:
                desk.out(f"svc {__version__}")
            raise Exit(0)

    return TyperOption(
        param_decls=["--version"],
        is_flag=True,
        help=desk.words(N_("Show the version.")),
        expose_value=False,
        is_eager=True,
        callback=show,
        default=False,
        show_default=False,
    )


def _completion_options(desk: Desk) -> list[TyperOption]:
    from typer import Exit
    from typer.core import TyperOption

    def install(ctx: Context, param: object, value: str | None) -> None:
        if value and not ctx.resilient_parsing:
            from svc.cli import completion

            shell, path = completion.install_script(value)
            if desk.json:
                desk.show_json("file", path=str(path))
            else:
                desk.say(
                    N_("{shell} will complete svc commands from its next start ({path})."),
                    shell=shell,
                    path=path,
                )
            raise Exit(0)

    def show(ctx: Context, param: object, value: str | None) -> None:
        if value and not ctx.resilient_parsing:
            from svc.cli import completion

            script = completion.completion_script(value)
            if desk.json:
                desk.show_json("help", about="--show-completion", text=script)
            else:
                desk.out(script)
            raise Exit(0)

    texts = (
        (
            "install",
            install,
            N_("Turn on completion with the Tab key in this shell, or in the one named."),
        ),
        ("show", show, N_("Show the completion script for bash, zsh, fish or powershell.")),
    )
    return [
        TyperOption(
            param_decls=[f"--{name}-completion"],
            metavar="SHELL",
            help=desk.words(text),
            expose_value=False,
            is_eager=True,
            callback=callback,
            show_default=False,
        )
        for name, callback, text in texts
    ]
