"""Commands built when they are called, and help in the reader's language.

Typer makes a command of a function's signature; this module looks the function up in the table, has
Typer make the command, puts its help into words and adds the options that every command takes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib import import_module
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from svc.cli.commands import COMMANDS, GROUPS, STAGES, Command
from svc.errors import N_

if TYPE_CHECKING:
    from svc.cli.desk import Desk

_NEGATIVE_DURATION = r"-([0-9]+(?:wd|[hmsd])([0-9]+[ms])*)"

GLOBAL_OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("ledger", "DIR", N_("The ledger's folder, instead of the one you are in.")),
    ("as", "STAFF", N_("Who is typing: an id from staff.yaml.")),
    ("lang", "zh|en", N_("The language to answer in.")),
    ("json", "", N_("Answer in JSON.")),
    ("fresh", "", N_("Check every file for changes, not only where changes are likely.")),
)


class RootCommand(TyperGroup):
    """`svc` itself: the commands of the table, listed by stage."""

    prefix = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for at, word in enumerate(args):
            if word == "--install-completion" and (
                at + 1 == len(args) or args[at + 1].startswith("-")
            ):
                args = [*args[: at + 1], "auto", *args[at + 1 :]]
                break
        return super().parse_args(ctx, args if args or is_completing() else ["--help"])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Commands, without building them; options behind a `-`."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from svc.cli import completion

        words = _desk(ctx).words
        helps = {c.name: words(c.help) for c in COMMANDS.values()} | {
            name: words(GROUPS[name]) for name in GROUPS
        }
        names = [(name, helps[self.prefix + name]) for name in self.list_commands(ctx)]
        return completion.commands(names, incomplete)

    def list_commands(self, ctx: object) -> list[str]:
        own = [c.name for _, commands in STAGES for c in commands]
        return list(
            dict.fromkeys(
                name.removeprefix(self.prefix).split()[0] for name in own if self._has(name)
            )
        )

    def get_command(self, ctx: object, cmd_name: str) -> Any:
        name = self.prefix + cmd_name
        if name in COMMANDS:
            return build(COMMANDS[name], _desk(ctx))
        if name in GROUPS:
            group = _Subcommands(
                name=cmd_name, help=_desk(ctx).words(GROUPS[name]), rich_markup_mode=None
            )
            group.prefix = f"{name} "
            group.params.extend(global_options(_desk(ctx)))
            return group
        return None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, then the commands by stage, then the options every command takes."""
        words = _desk(ctx).words
        formatter.write(_usage_line(self, ctx, words))
        if self.help:
            formatter.write(f"\n{self.help}\n")
        for stage, commands in STAGES:
            rows = []
            for name in dict.fromkeys(
                c.name.removeprefix(self.prefix).split()[0] for c in commands if self._has(c.name)
            ):
                command = COMMANDS.get(self.prefix + name)
                rows.append((name, words(command.help if command else GROUPS[name])))
            _section(formatter, words(stage), rows)
        _section(
            formatter,
            words(N_("Options")),
            [row for p in self.get_params(ctx) if (row := _option_row(p, ctx))],
        )

    def _has(self, name: str) -> bool:
        return name.startswith(self.prefix)


class _Subcommands(RootCommand):
    """A command of commands, such as `svc clock`."""


class SvcCommand(TyperCommand):
    """A command whose help is laid out by us, in both languages."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # `-8h` is a duration and no option; U+2212 is a minus sign that durations take.
        shown = [
            re.sub(_NEGATIVE_DURATION, "−\\1", arg)
            if re.fullmatch(_NEGATIVE_DURATION, arg)
            else arg
            for arg in args
        ]
        return super().parse_args(ctx, shown)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        words = _desk(ctx).words
        formatter.write(_usage_line(self, ctx, words))
        formatter.write(f"\n{self.help}\n")
        arguments: list[Any] = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        _section(
            formatter,
            words(N_("Arguments")),
            [(p.make_metavar(ctx), p.help or "") for p in arguments],
        )
        _section(
            formatter,
            words(N_("Options")),
            [row for p in self.get_params(ctx) if (row := _option_row(p, ctx))],
        )


def build(command: Command, desk: Desk) -> Any:
    """The command of a row of the table, with its help in the desk's language."""
    module, _, function = command.call.partition(":")
    callback: Callable[..., Any] = getattr(import_module(module), function)
    # Typer asks for the annotations four times, and evaluates their text each time.
    callback.__annotations__ = get_annotations(callback, eval_str=True)
    info = CommandInfo(
        name=command.name.split()[-1],
        callback=callback,
        cls=SvcCommand,
        help=desk.words(command.help),
        add_help_option=False,
    )
    built = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    params: list[Any] = built.params
    for param in params:
        if param.help:
            param.help = desk.words(param.help)
        param.show_default = False
    if is_completing():
        from svc.cli import completion

        completion.attach(params, desk)
    built.params.extend(global_options(desk))
    return built


def is_completing() -> bool:
    """Whether it is a shell that asks what a word may be, rather than a person that types a
    command.
    """
    return "_SVC_COMPLETE" in os.environ


def global_options(desk: Desk) -> list[Any]:
    """The options every command takes, before or after its name."""

    def keep(name: str) -> Callable[[Any, Any, Any], Any]:
        def kept(ctx: object, param: object, value: object) -> Any:
            if value not in (None, False):
                desk.set_option(name, value)
            return value

        return kept

    options: list[Any] = [
        TyperOption(
            param_decls=[f"--{name}"],
            metavar=metavar or None,
            is_flag=not metavar,
            help=desk.words(text),
            expose_value=False,
            is_eager=True,
            callback=keep(name),
            default=None if metavar else False,
            show_default=False,
        )
        for name, metavar, text in GLOBAL_OPTIONS
    ]
    options.append(
        TyperOption(
            param_decls=["--help"],
            is_flag=True,
            help=desk.words(N_("Show this help.")),
            expose_value=False,
            is_eager=True,
            callback=_show_help,
            default=False,
            show_default=False,
        )
    )
    if is_completing():
        from svc.cli import completion

        completion.attach(options, desk)
    return options


def _show_help(ctx: Any, param: Any, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        _desk(ctx).out(ctx.get_help())
        raise typer.Exit(0)


def _desk(ctx: Any) -> Desk:
    desk: Desk = ctx.find_root().obj
    return desk


def _usage_line(command: Any, ctx: Any, words: Any) -> str:
    pieces = command.collect_usage_pieces(ctx)
    line: str = words(N_("Usage: {line}"), line=" ".join([ctx.command_path, *pieces]))
    return line + "\n"


def _option_row(param: Any, ctx: Any) -> tuple[str, str] | None:
    if param.param_type_name != "option" or getattr(param, "hidden", False):
        return None
    names = ", ".join([*param.opts, *param.secondary_opts])
    takes_value = not (param.is_flag or param.count)
    return (f"{names} {param.make_metavar(ctx)}" if takes_value else names), param.help or ""


def _section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    width = min(30, max(len(name) for name, _ in rows))
    formatter.write(f"\n{title}:\n")
    for name, text in rows:
        gap = f"\n  {'':{width}}" if len(name) > width else ""
        formatter.write(f"  {name:{width}}{gap}  {text}\n")
