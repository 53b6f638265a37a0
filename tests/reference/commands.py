"""The pages of commands: every command with its options, from the table of commands and what Typer
makes of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, cast

from reference.kinds import error_kinds
from reference.markdown import code, prose, table
from reference.reach import function_of, reached

from svc.cli.app import command_line
from svc.cli.commands import COMMANDS, GROUPS, STAGES, Command
from svc.cli.desk import Desk
from svc.cli.examples import EXAMPLES
from svc.cli.lazy import GLOBAL_OPTIONS, build_command
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE
from svc.render.words import Words

GLOBAL = {"help", *(name for name, _, _ in GLOBAL_OPTIONS)}
SAID = {
    # what the pages say besides the catalogue's words
    "en": {
        "option": "option",
        "means": "what it is for",
        "missing": "if it is left out",
        "needed": "needed",
        "asked": "asked for",
        "repeatable": "repeatable",
        "example": "For instance:",
        "records": "Records",
        "answers": "With `--json`",
        "status": "Exit status",
        "others": "else as [any command](#exit-status)",
        "any": "as [any command](#exit-status)",
        "colon": ": ",
        "comma": ", ",
        "semicolon": "; ",
        "stage": "stage",
        "command": "command",
    },
    "zh": {
        "option": "选项",
        "means": "说明",
        "missing": "不写时",
        "needed": "必填",
        "asked": "会问",
        "repeatable": "可重复",
        "example": "例：",
        "records": "记录事件",
        "answers": "加 `--json` 时",
        "status": "退出状态",
        "others": "其余同[各命令](#退出状态)",
        "any": "同[各命令](#退出状态)",
        "colon": "：",
        "comma": "、",
        "semicolon": "；",
        "stage": "阶段",
        "command": "命令",
    },
}


class Option(NamedTuple):
    """An option or argument of a command, as it is shown."""

    name: str  # `--cause`, `--in-warranty / --out-of-warranty`, `TICKET`
    metavar: str  # what its value looks like; empty for a flag and for an argument
    text: str
    default: str
    required: bool
    asked: bool  # asked for at a terminal, or named as missing


@cache
def desk(lang: str) -> Desk:
    return Desk(["--lang", lang], {})


@cache
def built(name: str, lang: str) -> Any:
    """A command as Typer has it, with its help in a language."""
    return build_command(COMMANDS[name], desk(lang))


@cache
def _asked(command: Command) -> set[str]:
    """What a command asks for where it needs it: the names in its calls of `desk.need` and
    `desk.need_some`, as options and as names.
    """
    names = set()
    for node in ast.walk(function_of(command)):
        called = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and called == "need_some":
            names |= {getattr(node.args[0], "value", "")}
        if isinstance(node, ast.Call) and called == "need":
            names |= {keyword.arg for keyword in node.keywords if keyword.arg is not None}
            for keyword in node.keywords:  # **{"class": …}, a name that Python keeps for itself
                if isinstance(keyword.value, ast.Dict):
                    names |= {getattr(key, "value", "") for key in keyword.value.keys}
    return names | {name.replace("_", "-") for name in names}


def options(name: str, lang: str) -> Iterator[Option]:
    """The arguments of a command and its own options, in the order of its help."""
    asked = _asked(COMMANDS[name])
    params = [
        p
        for p in built(name, lang).params
        if p.name not in GLOBAL and not getattr(p, "hidden", False)
    ]
    ctx = _context(built(name, lang), name)
    for param in sorted(params, key=lambda p: p.param_type_name != "argument"):
        argument = param.param_type_name == "argument"
        is_flag = not argument and (param.is_flag or param.count)
        shown = _metavar(param, ctx)
        named = shown if argument else " / ".join([*param.opts, *param.secondary_opts])
        default = param.default
        told = (
            ""
            if is_flag or default in (None, "", [], 0) or isinstance(default, tuple)
            else str(default)
        )
        yield Option(
            name=named,
            metavar="" if argument or is_flag else shown,
            text=param.help or "",
            default=told,
            required=param.required,
            asked=param.name in asked or param.opts[0].lstrip("-") in asked,
        )


def _metavar(param: Any, ctx: Any) -> str:
    """What a value looks like, without the brackets of what may be left out; Typer's `<str>` is any
    text.
    """
    shown = str(param.make_metavar(ctx)).removeprefix("[").removesuffix("]")
    if param.param_type_name != "argument":
        return "TEXT" if shown == "<str>" else str(param.make_metavar(ctx))
    return shown.upper() if shown.isidentifier() and shown.islower() else shown


def _context(command: Any, name: str) -> Any:
    return command.make_context(f"svc {name}", [], resilient_parsing=True, obj=desk("en"))


def synopsis(name: str) -> str:
    """`svc visit TICKET [OPTIONS]`"""
    command = built(name, "en")
    ctx = _context(command, name)
    asked = _asked(COMMANDS[name])
    arguments = [
        _metavar(param, ctx)
        if param.required or param.name in asked
        else f"[{_metavar(param, ctx)}]"
        for param in command.params
        if param.param_type_name == "argument"
    ]
    has_options = any(
        p.param_type_name == "option" and p.name not in GLOBAL for p in command.params
    )
    return " ".join(["svc", name, *arguments, *(["[OPTIONS]"] if has_options else [])])


def stages() -> Iterator[tuple[str, list[Command]]]:
    for stage, commands in STAGES:
        yield stage, list(commands)


def slug(name: str) -> str:
    """The anchor of a command's heading."""
    return f"svc-{name.replace(' ', '-')}"


def overview(lang: str) -> str:
    """All commands in a table, by stage."""
    words, said = Words(lang), SAID[lang]
    rows = [
        [
            words(stage) if first else "",
            f"[`svc {command.name}`](#{slug(command.name)})",
            prose(words(command.help)),
        ]
        for stage, commands in stages()
        for first, command in zip([True] + [False] * len(commands), commands, strict=False)
    ]
    return table([said["stage"], said["command"], said["means"]], rows)


def sections(lang: str) -> str:
    """A section for each command, under the heading of its stage."""
    words = Words(lang)
    out = []
    group = ""
    for stage, commands in stages():
        out.append(f"## {words(stage)}")
        for command in commands:
            first = command.name.split()[0]
            if first in GROUPS and first != group:
                out.append(f"`svc {first}`: {prose(words(GROUPS[first]))}")
            group = first
            out.append(section(command, lang))
    return "\n\n".join(out)


def section(command: Command, lang: str) -> str:
    words, said = Words(lang), SAID[lang]
    name = command.name
    parts = [f"### svc {name}", prose(words(command.help)), f"```\n{synopsis(name)}\n```"]
    rows = [
        [
            code(f"{option.name} {option.metavar}".strip()),
            prose(option.text),
            said["needed"]
            if option.required
            else said["asked"]
            if option.asked
            else code(option.default),
        ]
        for option in options(name, lang)
    ]
    if rows:
        parts.append(table([said["option"], said["means"], said["missing"]], rows))
    parts.append(f"{said['example']}\n\n```\n{EXAMPLES[name]}\n```")
    parts.append("\n".join(f"- {what}{said['colon']}{text}" for what, text in _ends(command, lang)))
    return "\n\n".join(parts)


def _ends(command: Command, lang: str) -> Iterator[tuple[str, str]]:
    """What comes of a command, with links: events, kinds of answers, exit statuses with the errors
    of its own.
    """
    words, said, found = Words(lang), SAID[lang], reached(command)
    if found.events:
        called = {what: words.label("event", what) if lang == "zh" else "" for what in found.events}
        events = [f"[{f'{called[what]} `{what}`'.strip()}]({_page(what)})" for what in called]
        yield said["records"], said["comma"].join(events)
    if found.kinds:
        kinds = [f"[`{kind}`](json.md#{kind})" for kind in found.kinds]
        yield said["answers"], said["comma"].join(kinds)
    by_status: dict[int, list[str]] = {}
    status = {kind.key: kind.exit_status for kind in error_kinds() if kind.says}
    for key in found.errors:
        by_status.setdefault(status[key], []).append(f"[`{key}`](errors.md#{key})")
    own = [f"{number} {said['comma'].join(keys)}" for number, keys in sorted(by_status.items())]
    yield said["status"], said["semicolon"].join([*own, said["others"]]) if own else said["any"]


def _page(event: str) -> str:
    if event in CATALOGUE:
        return f"events.md#{event}"
    of = "a-customers-file" if event in CUSTOMER_CATALOGUE else "a-stock-document"
    return f"files.md#events-of-{of}"


def global_options(lang: str) -> str:
    """The options that every command takes, and those of `svc` itself."""
    said = SAID[lang]
    own = command_line(desk(lang))
    ctx = own.make_context("svc", [], resilient_parsing=True, obj=desk(lang))
    rows = []
    for param in cast(list[Any], own.params):
        takes_value = not (param.is_flag or param.count)
        name = f"{param.opts[0]} {param.make_metavar(ctx)}" if takes_value else param.opts[0]
        rows.append([code(name), prose(param.help or "")])
    return table([said["option"], said["means"]], rows)
