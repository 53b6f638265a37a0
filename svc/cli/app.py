"""The one door: reads the command line, the clock and the surroundings, runs one command, ends with its status."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer
from typer import exceptions

from svc.cli.desk import Desk
from svc.cli.lazy import Root, global_options
from svc.errors import N_, SvcError

OUR_FAULT = 70
INTERRUPTED = 130


def main() -> NoReturn:
    """`svc` as it is called from a shell."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            if sys.platform == "win32":
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(argv: list[str]) -> int:
    """Run one command line and give its exit status; what it says is on the standard streams."""
    try:
        desk = Desk(argv, os.environ)
    except SvcError as error:  # SVC_NOW is no time
        Desk(argv, {name: value for name, value in os.environ.items() if name != "SVC_NOW"}).error(error)
        return error.exit_status
    try:
        return _run(argv, desk)
    except BrokenPipeError:  # whoever read us has gone: `svc list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(argv: list[str], desk: Desk) -> int:
    try:
        desk.name_the_clock()
        status = _command(desk).main(args=argv, prog_name="svc", standalone_mode=False, obj=desk)
        desk.flush()
        return int(status or 0)
    except SvcError as error:
        if error.exit_status in (1, 3):
            desk.flush()
        desk.error(error)
        return error.exit_status
    except exceptions.TyperException as error:
        from svc.cli.usage import as_error

        desk.error(as_error(error))
        return 2
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, exceptions.Abort) as stopped:
        desk.warn(N_("interrupted; nothing was changed."))
        return 128 + getattr(stopped, "signal", INTERRUPTED - 128)
    except Exception as fault:
        from svc.cli.crash import report

        desk.error(report(fault))
        return OUR_FAULT


def _command(desk: Desk) -> Root:
    return Root(
        name="svc",
        help=desk.words(N_("The after-sales service desk: every request is one file, nothing is lost.")),
        rich_markup_mode=None,
        add_help_option=False,
        params=[*global_options(desk), _version_option(desk)],
    )


def _version_option(desk: Desk) -> typer.core.TyperOption:
    def show(ctx: object, param: object, value: bool) -> None:
        if value:
            from svc import __version__

            desk.out(f"svc {__version__}")
            raise typer.Exit(0)

    return typer.core.TyperOption(
        param_decls=["--version"],
        is_flag=True,
        help=desk.words(N_("Show the version.")),
        expose_value=False,
        is_eager=True,
        callback=show,
        default=False,
        show_default=False,
    )
