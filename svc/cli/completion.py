"""Completion on the Tab key: what a word may be, for bash, zsh, fish and PowerShell.

Typer has the shells' side: the script each of them loads, and how answers are passed back. What a
word may be follows from its metavar, so a new option is completed without a word about it. Offered
are ids, staff, customers' files, serial numbers, choices; files of the ledger are looked at by
their first bytes, never parsed.

Answers are evaluated by the shells, zsh's with what it knows of code. So nothing a customer said is
passed on but letters, digits and blanks (`harmless`), and of serial numbers only those that no
shell could misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svc.cli.completion_items import (
    CompletionItem,
    first_bytes,
    first_match,
    first_of_ticket,
    harmless,
    newest_tickets,
    people_like,
    ticket_numbers,
)
from svc.cli.completion_values import values_of
from svc.errors import NoPermission, NotOneOf, SvcError, system_reason
from svc.model.events import FINAL, STATES
from svc.render.papers.table import ALL_PAPERS

if TYPE_CHECKING:
    import typer

    from svc.cli.desk import Desk

VARIABLE = (
    "_SVC_COMPLETE"  # the shells' scripts set it; Typer reads it (svc/cli/lazy.py asks for it too)
)
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
MOST = 100  # answers; more than a screen helps nobody
_LOOKED_AT = 3000  # files that are opened for one answer

_STATUS = re.compile(rb'^status: "([a-z_]+)"', re.MULTILINE)
_UNIT = re.compile(rb'^(?:  unit|name): "([^"\\\n]+)"', re.MULTILINE)
_SERIAL = re.compile(rb'^ +(?:- )?serial: "([^"\\\n]+)"', re.MULTILINE)
_SAFE = re.compile(r"[\w./-]+")


def prepare_shells() -> None:
    """Have Typer know the shells."""
    import typer._completion_classes as shells

    # Typer puts each help through rich, whose loading takes longer than all the rest; ours has no
    # markup.
    shells._sanitize_help_text = _as_it_is
    shells.completion_init()


def _as_it_is(text: str) -> str:
    return text


def attach_values(params: list[Any], desk: Desk) -> None:
    """Have these options and arguments say what their word may be.

    Any: their method gives way to ours, which no type of Typer's allows.
    """
    for param in params:
        param.shell_complete = partial(_answer, desk, param.opts[0], str(param.metavar or ""))


def command_items(names: list[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """Commands by their names and what each is for."""
    return [
        CompletionItem(name, harmless(text)) for name, text in names if name.startswith(incomplete)
    ]


def completion_script(shell: str) -> str:
    """The script a shell loads. Raises NotOneOf."""
    from typer._completion_shared import get_completion_script

    if shell not in SHELLS:
        raise NotOneOf(option="--show-completion", value=shell, choices=list(SHELLS))
    return get_completion_script(prog_name="svc", complete_var=VARIABLE, shell=shell)


def install_script(shell: str) -> tuple[str, Path]:
    """Put the script where the shell looks for it; gives the shell and the file. `auto`: the shell
    we run in.

    Raises NotOneOf for a shell that is none of these or can't be told, NoPermission.
    """
    from typer._completion_shared import _get_shell_name
    from typer._completion_shared import install as install_for

    name = (_get_shell_name() or "") if shell == "auto" else shell
    if name not in SHELLS:
        raise NotOneOf(option="--install-completion", value=name, choices=list(SHELLS))
    try:
        return install_for(shell=name, prog_name="svc", complete_var=VARIABLE)
    except OSError as failed:
        raise NoPermission(path=failed.filename or name, reason=system_reason(failed)) from None


def _answer(
    desk: Desk, name: str, metavar: str, ctx: typer.Context, incomplete: str
) -> list[CompletionItem]:
    """At most MOST answers. What goes wrong is not said: the person is in the middle of a line."""
    try:
        return list(islice(_values(desk, name, metavar, ctx, incomplete), MOST))
    except (SvcError, OSError):
        return []


def _values(
    desk: Desk, name: str, metavar: str, ctx: typer.Context, incomplete: str
) -> Iterator[CompletionItem]:
    """What the word may be: by its command where that matters, else by its metavar."""
    option = name if name.startswith("-") else metavar
    own = values_of(ctx.command_path.partition(" ")[2], option, metavar.strip("[]"))
    if own is not None:
        return own(desk, incomplete, ctx)
    values = _BY_METAVAR.get(metavar.strip("[]"))
    if values is None and "|" in metavar:
        values = partial(_choices, metavar.strip("[]"))
    return iter(()) if values is None else values(desk, incomplete)


def _choices(metavar: str, desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    from svc.cli.fixed_words import choice_names

    choices = tuple(choice for choice in metavar.split("|") if choice.islower())
    for choice, name in choice_names(desk, choices).items():
        if choice.startswith(incomplete):
            yield CompletionItem(choice, harmless(name) if name != choice else "")
        elif name.startswith(incomplete) and _SAFE.fullmatch(name):
            yield CompletionItem(name)


def _tickets(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    """Open tickets, the newest first; closed ones if no open one begins so."""
    ledger = desk.ledger()
    closed: list[CompletionItem] = []
    none_open = True
    for number in islice(ticket_numbers(ledger, incomplete), _LOOKED_AT):
        start = first_of_ticket(ledger, number)
        status = first_match(_STATUS, start)
        item = CompletionItem(
            str(number),
            harmless(f"{desk.words.label('status', status)} {first_match(_UNIT, start)}"),
        )
        if status in FINAL:
            closed.append(item)
        else:
            none_open = False
            yield item
    if none_open:
        yield from closed


def _customers(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    ledger = desk.ledger()
    for name in ledger.names("customers"):
        if name.startswith(incomplete.upper()):
            start = first_bytes(ledger.top / "customers" / name)
            if first_match(_STATUS, start) != "merged":
                yield CompletionItem(
                    name.removesuffix(".yaml"), harmless(first_match(_UNIT, start))
                )


def _serials(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    """Serial numbers of customers' files, then those of tickets."""
    ledger = desk.ledger()
    offered: set[str] = set()
    paths = [ledger.top / "customers" / name for name in ledger.names("customers")]
    for path in (*paths, *islice(newest_tickets(ledger), _LOOKED_AT)):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        for written in _SERIAL.findall(data):
            serial = written.decode("utf-8", "replace")
            if (
                serial.casefold().startswith(incomplete.casefold())
                and serial not in offered
                and serial != "unknown"
            ):
                offered.add(serial)
                if _SAFE.fullmatch(serial):
                    yield CompletionItem(serial, harmless(first_match(_UNIT, data)))


def _staff(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    return people_like(desk, incomplete, lambda person: True)


def _offices(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for code, office in desk.ledger().settings.offices.items():
        if code.startswith(incomplete.upper()):
            yield CompletionItem(code, harmless(office.name))


def _complaint_classes(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for name in desk.ledger().settings.complaint_classes:
        if name.startswith(incomplete) and _SAFE.fullmatch(name):
            yield CompletionItem(name)


def _regions(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for code, region in desk.ledger().settings.regions.items():
        if code.startswith(incomplete):
            yield CompletionItem(code, harmless(region.name))


def _states(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for state in STATES:
        if state.startswith(incomplete):
            yield CompletionItem(state, harmless(desk.words.label("status", state)))


def _papers_and_tickets(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for name, paper in ALL_PAPERS.items():
        if name.startswith(incomplete):
            yield CompletionItem(name, harmless(desk.words(paper.title)))
    yield from _tickets(desk, incomplete)


_BY_METAVAR: dict[str, Callable[[Desk, str], Iterator[CompletionItem]]] = {
    "TICKET": _tickets,
    "TICKET... PAPER": _papers_and_tickets,
    "CUSTOMER": _customers,
    "SERIAL": _serials,
    "STAFF": _staff,
    "OFFICE": _offices,
    "CLASS": _complaint_classes,
    "REGION": _regions,
    "REGION|all": _regions,
    "REGION|OFFICE|all": lambda desk, incomplete: chain(
        _regions(desk, incomplete), _offices(desk, incomplete)
    ),
    "STATE": _states,
    "SHELL": lambda desk, incomplete: (
        CompletionItem(shell) for shell in SHELLS if shell.startswith(incomplete)
    ),
}
