"""The manual page svc(1), from the same tables as the pages of the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reference import commands, surroundings
from reference.commands import Option

from svc import __version__
from svc.cli.commands import STAGES
from svc.cli.examples import EXAMPLES
from svc.cli.lazy import GLOBAL_OPTIONS
from svc.render.words import Words

EN = Words("en")

STATUSES = (
    ("0", "Done."),
    ("1", "The answer is no: svc check found something, or svc overdue --check did."),
    (
        "2",
        "Typed wrong, incomplete, or against a rule. Nothing was changed; nothing stands on "
        "standard output.",
    ),
    ("3", "A record is damaged; everything else was shown or done."),
    ("4", "Not done, nothing was changed; it may be repeated. Nothing stands on standard output."),
    ("70", "A fault of svc itself; where its report lies is said."),
    ("130, 143", "Interrupted by Ctrl-C or SIGTERM; whether it had been recorded is said."),
)

WRITTEN = "2026-11-29"
"""When the words of this page that are in no table were last gone through."""

HEAD = """\
.\\" Made by tests/reference/manual.py from the table of commands; do not edit.
.TH SVC 1 {day} "svc {version}" "After-sales service desk"
.\\" Flush left, words whole: what is typed stands as it is typed.
.ad l
.nh
.SH NAME
svc \\- after-sales service desk: every request is one file in git
.SH SYNOPSIS
.B svc
.RI [ OPTIONS ]
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
.B svc
runs the service desk of an equipment maker: requests are taken down, answered,
dispatched, carried out, followed up and counted.
Every request is one readable YAML file in a git repository, the ledger.
A command that says \\(dqrecorded\\(dq is on disk and in git, whole;
a command that is refused or killed has changed nothing.
.PP
What a command lacks it asks for at a terminal;
anywhere else it names everything that is missing at once.
What nobody knows is written
.IR "unknown: reason" .
Saying the same thing twice within ten minutes changes nothing.
"""

FOOT = """\
.SH FILES
.TP
.I svc.yaml
Marks the top of a ledger; regions, offices, language.
.TP
.I tickets/OFFICE/YEAR-MONTH/NUMBER.yaml
A ticket.
.TP
.I customers/NUMBER.yaml
A customer's file.
.TP
.I .svc/
The index: this copy's own, made anew whenever it is gone.
.TP
.I .git/svc/
Lock and journal of the write path.
.SH EXAMPLES
.EX
{examples}
.EE
.SH SEE ALSO
.BR git (1),
.BR crontab (5)
"""

SHOWN = (
    "init",
    "intake",
    "handover",
    "dispatch",
    "arrive",
    "callback",
    "close",
    "show",
    "overdue",
    "report",
)


def page() -> str:
    """The manual page, for man(1)."""
    lines = [HEAD.format(day=WRITTEN, version=__version__), *_global_options(), *_commands()]
    lines += [".SH EXIT STATUS", *(_item(status, text) for status, text in STATUSES)]
    lines += [".SH ENVIRONMENT", *_looked(surroundings.VARIABLES)]
    lines += [".SH GIT SETTINGS", *_looked(surroundings.GIT_SETTINGS)]
    lines.append(FOOT.format(examples="\n".join(_plain(EXAMPLES[name]) for name in SHOWN)))
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _global_options() -> Iterator[str]:
    yield ".SH OPTIONS"
    yield "Every command takes these, before or after its name."
    for name, metavar, text in GLOBAL_OPTIONS:
        yield _item(f"--{name} {metavar}".strip(), EN(text))
    yield _item("--help", "Show help: of svc, or of the command before it.")
    yield _item("--version", "Show the version.")
    yield _item(
        "--install-completion [SHELL]",
        "Turn on completion with the Tab key in this shell, or in the one named.",
    )
    yield _item("--show-completion SHELL", "Show what a shell loads for it.")


def _commands() -> Iterator[str]:
    yield ".SH COMMANDS"
    for stage, rows in STAGES:
        yield f".SS {_plain(EN(stage))}"
        for command in rows:
            yield _item(commands.synopsis(command.name), EN(command.help))
            shown = list(commands.options(command.name, "en"))
            if shown:
                yield ".RS"
                for option in shown:
                    yield _option(option)
                yield ".RE"


def _option(option: Option) -> str:
    name = f"{option.name} {option.metavar}".strip()
    told = option.text
    if option.asked:
        told += " Asked for if it is left out."
    elif option.default:
        told += f" If it is left out: {option.default}."
    return _item(name, told)


def _looked(looked: tuple[surroundings.Looked, ...]) -> Iterator[str]:
    for each in looked:
        told = each.says + (f" If it is not set: {each.otherwise}." if each.otherwise else "")
        yield _item(each.name, told.replace("`", ""))


def _item(name: str, text: str) -> str:
    may_break = re.sub(r"([|,])(?=[a-z])", r"\1\\:", _plain(name))  # a long row of choices
    return f".TP\n\\fB{may_break}\\fR\n{_plain(text)}"


def _plain(text: str) -> str:
    """Text as groff takes it: its escape, hyphens that can be copied, no line that begins as a
    request.
    """
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = re.sub(r"\n", " ", text)
    return f"\\&{text}" if text.startswith((".", "'")) else text
