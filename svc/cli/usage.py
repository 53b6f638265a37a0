"""Typer's complaints about a command line, as errors of ours, so that they can be said in both
languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svc.cli.commands import COMMANDS
from svc.errors import (
    N_,
    MissingFields,
    NoSuchCommand,
    NoSuchOption,
    NotANumber,
    OptionNeedsValue,
    OptionTakesNoValue,
    Phrase,
    SvcError,
    TooManyWords,
    UsageWrong,
)


def usage_error(error: Any) -> SvcError:
    """The error of ours that says what Typer says.

    Any: what an error of Typer's has differs by its class, and the classes have no public name.
    """
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx is not None else "svc"
    message = str(getattr(error, "message", error))
    match type(error).__name__:
        case "NoSuchOption":
            return NoSuchOption(
                option=error.option_name,
                command=command,
                near=_perhaps_meant(error.possibilities or []),
            )
        case "MissingParameter":
            return MissingFields(fields=[_param_name(error)])
        case "BadParameter" if type(error.param.type).__name__.startswith("Int"):
            value = message.split("'")[1] if "'" in message else message.split(" ", maxsplit=1)[0]
            return NotANumber(option=_param_name(error), value=value)
        case "BadOptionUsage":
            kind = OptionTakesNoValue if "does not take" in message else OptionNeedsValue
            return kind(option=error.option_name, command=command)
    if "No such command" in message:
        word = message.split("'")[1] if "'" in message else message
        return NoSuchCommand(
            word=word, command=command, near=_perhaps_meant(_commands_near(word, command))
        )
    if "unexpected extra argument" in message:
        return TooManyWords(words=message.rpartition(" (")[2].rpartition(")")[0], command=command)
    if message == "Missing command.":
        return UsageWrong(problem=Phrase(N_("The command is missing.")), command=command)
    return UsageWrong(problem=message, command=command)


def _param_name(error: Any) -> str:  # as above
    param = error.param
    if param is None:
        return str(error.param_hint or "?")
    if param.param_type_name == "argument":
        return str(param.make_metavar(error.ctx)).strip("[]")
    return str(param.opts[0])


def _perhaps_meant(names: Iterable[str]) -> Phrase | str:
    """What was perhaps meant; nothing if nothing is near."""
    return Phrase(N_("Similar: {names}"), names=list(names)) if names else ""


def _commands_near(word: str, command: str) -> list[str]:
    """Commands spelt nearly so; Typer knows only those that were built, and builds none it does not
    need.
    """
    from difflib import get_close_matches

    group = command.removeprefix("svc").strip()
    names = [
        name.removeprefix(f"{group} ")
        for name in COMMANDS
        if not group or name.startswith(f"{group} ")
    ]
    return get_close_matches(word, sorted({name.split()[0] for name in names}), n=3)
