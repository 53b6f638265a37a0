"""Commands built when they are called, and help in the reader's language.

Typer makes a command of a function's signature; this module looks the function up in the table, has
Typer make the command, puts its help into words and adds the options that every command takes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import get_annotations
from typing import TYPE_CHECKING, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from svc.cli.commands import COMMANDS, GROUPS, HIDDEN, STAGES, Command
from svc.cli.values import NO_OPTION, Value, attach_readers, example_said, shown_metavar
from svc.errors import N_, OptionTwice

if TYPE_CHECKING:
    # Typer carries click along under a name of its own. Only types come from there.
    from typer._click import Command as ClickCommand
    from typer._click import Context, HelpFormatter, Parameter
    from typer._click.shell_completion import CompletionItem as ClickCompletionItem

    from svc.cli.desk import Desk
    from svc.render.words import Words

_NEGATIVE = r"-(?:[0-9]|[^\x00-\x7f])"  # -5度: svc has no option that begins so
_NEGATIVE_DURATION = r"-([0-9]+(?:wd|[hmsd])([0-9]+[ms])*)"

GLOBAL_OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("ledger", "DIR", N_("The ledger's folder, instead of the one you are in.")),
    ("as", "STAFF", N_("Who is typing: id, name or pinyin, as in staff.yaml.")),
    ("lang", "zh|en", N_("The language to answer in.")),
    ("color", "auto|always|never", N_("Whether a terminal is shown colours.")),
    ("json", "", N_("Answer in JSON.")),
    ("fresh", "", N_("Check every file for changes, not only where changes are likely.")),
)


class RootCommand(TyperGroup):
    """`svc` itself: the commands of the table, listed by stage."""

    prefix = ""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        for at, word in enumerate(args):
            if word == "--install-completion" and (
                at + 1 == len(args) or args[at + 1].startswith("-")
            ):
                args = [*args[: at + 1], "auto", *args[at + 1 :]]
                break
        return super().parse_args(ctx, args if args or is_completing() else ["--help"])

    def shell_complete(self, ctx: Context, incomplete: str) -> list[ClickCompletionItem]:
        """Commands, without building them; options behind a `-`."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from svc.cli import completion

        words = _desk_of(ctx).words
        helps = {c.name: words(c.help) for c in COMMANDS.values()} | {
            name: words(GROUPS[name]) for name in GROUPS
        }
        names = [(name, helps[self.prefix + name]) for name in self.list_commands(ctx)]
        # Typer reads of an item what ours has: value, type and help.
        return cast("list[ClickCompletionItem]", completion.command_items(names, incomplete))

    def list_commands(self, ctx: Context) -> list[str]:
        own = [c.name for _, commands in STAGES for c in commands]
        return list(
            dict.fromkeys(
                name.removeprefix(self.prefix).split()[0] for name in own if self._has(name)
            )
        )

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, ClickCommand | None, list[str]]:
        """Of `svc daily confirm` the second word is a command, of `svc daily 2026-11-23` it is
        what `svc daily` takes.
        """
        both = " ".join(args[:2])
        if len(args) > 1 and args[0] in COMMANDS and both in COMMANDS and not self.prefix:
            return both, build_command(COMMANDS[both], _desk_of(ctx)), args[2:]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Context, cmd_name: str) -> ClickCommand | None:
        name = self.prefix + cmd_name
        if name in COMMANDS:
            return build_command(COMMANDS[name], _desk_of(ctx))
        if name in GROUPS:
            group = _Subcommands(
                name=cmd_name, help=_desk_of(ctx).words(GROUPS[name]), rich_markup_mode=None
            )
            group.prefix = f"{name} "
            group.params.extend(global_options(_desk_of(ctx)))
            return group
        return None

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, then the commands by stage, then the options every command takes."""
        words = _desk_of(ctx).words
        usage = words(N_("{command} [OPTIONS] COMMAND …"), command=ctx.command_path)
        formatter.write(words(N_("Usage: {line}"), line=usage) + "\n")
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
            _option_rows(self, ctx),
        )

    def _has(self, name: str) -> bool:
        return name.startswith(self.prefix)


class _Subcommands(RootCommand):
    """A command of commands, such as `svc clock`."""


class SvcCommand(TyperCommand):
    """A command whose help is laid out by us, in both languages."""

    row: Command | None = None  # of the table
    needed: frozenset[str] = frozenset()  # names of parameters that are asked for where missing

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        # `-8h` is a duration and no option; U+2212 is a minus sign that durations take.
        with_value: dict[str, TyperOption] = {}  # by each of their names
        for param in self.params:
            if isinstance(param, TyperOption) and not (param.is_flag or param.count):
                with_value |= dict.fromkeys(param.opts, param)
        given: set[str] = set()
        read, is_value = [], False
        for place, word in enumerate(args):
            option = None if is_value else with_value.get(word.partition("=")[0])
            if option is not None and "--" not in args[:place]:
                name = str(option.opts[0])
                if name in given and not option.multiple:
                    raise OptionTwice(option=name, command=ctx.command_path)
                given.add(name)
            read.append(_no_duration(word) if is_value else _no_option(word))
            is_value = option is not None and "=" not in word
        return super().parse_args(ctx, read)

    def invoke(self, ctx: Context) -> object:
        self._check_all_is_here(ctx)
        return super().invoke(ctx)

    def _check_all_is_here(self, ctx: Context) -> None:
        """Raise PartOnly for a sum over tickets of which some are not in this clone."""
        from svc.cli.commands import SUMS
        from svc.cli.shared import check_sum_is_of_all

        if self.row is not None and self.row.name in SUMS:
            named = str(ctx.params.get(SUMS[self.row.name].named_by) or "")
            check_sum_is_of_all(ctx.obj, self.row.name, named)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        words = _desk_of(ctx).words
        formatter.write(_usage_line(self, ctx, words))
        formatter.write(f"\n{self.help}\n")
        _section(
            formatter,
            words(N_("Arguments")),
            [
                (param.make_metavar(ctx) + _mark(param, self.needed), param.help or "")
                for param in self.get_params(ctx)
                if isinstance(param, TyperArgument)
            ],
        )
        _section(formatter, words(N_("Options")), _option_rows(self, ctx, self.needed))
        if self.needed:
            mark = words(N_("* needed; at a terminal it is asked for."))
            formatter.write(f"\n{mark}\n")
        example = example_said(self.row.name, _desk_of(ctx)) if self.row else ""
        if example:
            title = words(N_("Example"))
            formatter.write(f"\n{title}:\n  {example}\n")


def _no_option(word: str) -> str:
    """The word so that it is not taken for an option where it can't be one."""
    word = _no_duration(word)
    return NO_OPTION + word if re.match(_NEGATIVE, word) else word


def _no_duration(word: str) -> str:
    if re.fullmatch(_NEGATIVE_DURATION, word):
        return re.sub(_NEGATIVE_DURATION, "−\\1", word)
    return word


def build_command(command: Command, desk: Desk) -> ClickCommand:
    """The command of a row of the table, with its help in the desk's language."""
    module, _, function = command.call.partition(":")
    callback: Callable[..., object] = getattr(import_module(module), function)
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
    for param in built.params:
        if isinstance(param, (TyperOption, TyperArgument)):
            param.help = desk.words(param.help) if param.help else param.help
            param.show_default = False
    if is_completing():
        from svc.cli import completion

        completion.attach_values(built.params, desk)
    if isinstance(built, SvcCommand):
        needs = command.needs.split()
        built.row = command
        built.needed = frozenset(str(p.name) for p in built.params if _is_needed(p, needs))
    if command not in HIDDEN:
        attach_readers(built.params, desk, command.name)
        built.options_metavar = shown_metavar(desk, "[OPTIONS]")
        for param in built.params:
            _say_metavar(param, desk)
    if _may_be_late(command.name, built.params):
        built.params.append(_late_option(desk))
    built.params.extend(global_options(desk))
    return built


_LATE_TOO = ("take",)
"""Commands that record what happened earlier though they have no --at."""
_NEVER_LATE = ("report",)
"""Whose --at says how far a question looks."""


def _may_be_late(name: str, params: Sequence[Parameter]) -> bool:
    """Whether a command records what may have happened in a month that is sealed by now."""
    if name in _NEVER_LATE:
        return False
    return name in _LATE_TOO or any(param.name == "at" for param in params)


def _late_option(desk: Desk) -> TyperOption:
    """--late, of every command that may be told of a month that is sealed; the recorder asks for
    it.
    """

    def keep(ctx: object, param: object, value: str | None) -> None:
        desk.late = (value or "").strip()

    return TyperOption(
        param_decls=["--late"],
        metavar=shown_metavar(desk, "REASON"),
        help=desk.words(N_("Why it is entered late, for a month that is sealed.")),
        expose_value=False,
        callback=keep,
        show_default=False,
    )


def _say_metavar(param: Parameter, desk: Desk) -> None:
    """Have help screens say in the reader's language what is to be typed."""
    if getattr(param, "is_flag", False):
        return
    if desk.lang == "en" and isinstance(param, TyperArgument):
        return  # its name will do
    kind = "NUMBER" if type(param.type).__name__.startswith("Int") else "TEXT"
    param.metavar = shown_metavar(desk, param.metavar or kind)


def is_completing() -> bool:
    """Whether it is a shell that asks what a word may be, rather than a person that types a
    command.
    """
    return "_SVC_COMPLETE" in os.environ


def global_options(desk: Desk) -> list[Parameter]:
    """The options every command takes, before or after its name."""

    def keep(name: str, metavar: str) -> Callable[[object, object, object], object]:
        def kept(ctx: object, param: object, value: object) -> object:
            if value not in (None, False):
                if name == "color":
                    value = Value(f"--{name}", metavar, "").read(desk, str(value))
                desk.set_option(name, value)
            return value

        return kept

    options: list[Parameter] = [
        TyperOption(
            param_decls=[f"--{name}"],
            metavar=shown_metavar(desk, metavar) or None,
            is_flag=not metavar,
            help=desk.words(text),
            expose_value=False,
            is_eager=True,
            callback=keep(name, metavar),
            default=None if metavar else False,
            show_default=False,
        )
        for name, metavar, text in GLOBAL_OPTIONS
    ]
    options.append(
        TyperOption(
            param_decls=["--help", "-h"],
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

        completion.attach_values(options, desk)
    return options


def _show_help(ctx: Context, param: object, value: object) -> None:
    if value and not ctx.resilient_parsing:
        desk = _desk_of(ctx)
        if desk.json:
            about = ctx.command_path.removeprefix("svc").strip()
            desk.show_json("help", about=about, text=ctx.get_help())
        else:
            desk.out(ctx.get_help())
        raise typer.Exit(0)


def _desk_of(ctx: Context) -> Desk:
    desk: Desk = ctx.find_root().obj
    return desk


def _usage_line(command: ClickCommand, ctx: Context, words: Words) -> str:
    pieces = command.collect_usage_pieces(ctx)
    line: str = words(N_("Usage: {line}"), line=" ".join([ctx.command_path, *pieces]))
    return line + "\n"


def _option_rows(
    command: ClickCommand, ctx: Context, needed: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """Each option as it is typed, with * behind those that are needed, and what it is for."""
    rows = []
    for param in command.get_params(ctx):
        if isinstance(param, TyperOption) and not param.hidden:
            names = ", ".join([*param.opts, *param.secondary_opts])
            takes_value = not (param.is_flag or param.count)
            typed = f"{names} {param.make_metavar(ctx)}" if takes_value else names
            rows.append((typed + _mark(param, needed), param.help or ""))
    return rows


def _mark(param: Parameter, needed: frozenset[str]) -> str:
    return " *" if param.name in needed else ""


def _is_needed(param: Parameter, needs: Sequence[str]) -> bool:
    """Whether it is among these: options by their names, arguments by their metavars too."""
    name = param.opts[0].removeprefix("--").replace("-", "_")
    is_argument = isinstance(param, TyperArgument)
    return name in needs or (is_argument and str(param.metavar or "").strip("[]").lower() in needs)


def _section(formatter: HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    from svc.render.tables import terminal_cells

    cells = [terminal_cells(name) for name, _ in rows]
    width = min(30, max(cells))
    formatter.write(f"\n{title}:\n")
    for (name, text), taken in zip(rows, cells, strict=True):
        gap = f"\n  {'':{width}}" if taken > width else " " * (width - taken)
        formatter.write(f"  {name}{gap}  {text}\n")
