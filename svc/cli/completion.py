"""Completion on the Tab key: what a word may be, for bash, zsh, fish and PowerShell.

Typer has the shells' side: the script each of them loads, and how answers are passed back. What a
word may be follows from its metavar, so a new option is completed without a word about it. Offered
are ids, staff, customers' files, serial numbers, choices; files of the ledger are looked at by
their first bytes, never parsed.

Answers are evaluated by the shells, zsh's with what it knows of code. So nothing a customer said is
passed on but letters, digits and blanks (`_harmless`), and of serial numbers only those that no
shell could misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from svc.errors import NoPermission, NotOneOf, SvcError, system_reason
from svc.model.events import FINAL, STATES
from svc.render.papers.table import PAPERS

if TYPE_CHECKING:
    import typer

    from svc.cli.desk import Desk
    from svc.model.ids import TicketId
    from svc.store.ledger import Ledger

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


class CompletionItem(Struct, frozen=True):
    """One answer, as Typer's classes for the shells want it."""

    value: str
    help: str = ""
    type: str = "plain"


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
        metavar = str(param.metavar or "").strip("[]")
        values = next((values for name, values in _BY_METAVAR.items() if name == metavar), None)
        if values is None and "|" in metavar:
            values = partial(_choices, metavar)
        if values is not None:
            param.shell_complete = partial(_answer, desk, values)


def command_items(names: list[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """Commands by their names and what each is for."""
    return [
        CompletionItem(name, _harmless(text)) for name, text in names if name.startswith(incomplete)
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
    desk: Desk,
    values: Callable[[Desk, str], Iterator[CompletionItem]],
    ctx: typer.Context,
    incomplete: str,
) -> list[CompletionItem]:
    """At most MOST answers. What goes wrong is not said: the person is in the middle of a line."""
    try:
        return list(islice(values(desk, incomplete), MOST))
    except (SvcError, OSError):
        return []


def _choices(metavar: str, desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    from svc.cli.values import choice_names

    choices = tuple(choice for choice in metavar.split("|") if choice.islower())
    for choice, name in choice_names(desk, choices).items():
        if choice.startswith(incomplete):
            yield CompletionItem(choice, _harmless(name) if name != choice else "")
        elif name.startswith(incomplete) and _SAFE.fullmatch(name):
            yield CompletionItem(name)


def _tickets(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    """Open tickets, the newest first; closed ones if no open one begins so."""
    ledger = desk.ledger()
    closed: list[CompletionItem] = []
    none_open = True
    for number in islice(_numbers(ledger, incomplete), _LOOKED_AT):
        start = _first_bytes(ledger.top / number.path)
        status = _first_match(_STATUS, start)
        item = CompletionItem(
            str(number),
            _harmless(f"{desk.words.label('status', status)} {_first_match(_UNIT, start)}"),
        )
        if status in FINAL:
            closed.append(item)
        else:
            none_open = False
            yield item
    if none_open:
        yield from closed


def _numbers(ledger: Ledger, incomplete: str) -> Iterator[TicketId]:
    """The numbers of tickets that begin so, the newest month first; other months' folders are not
    even listed.
    """
    wanted = incomplete.upper()
    tickets = ledger.top / "tickets"
    folders = sorted(
        tickets.glob("*/*"), key=lambda folder: (folder.name, folder.parent.name), reverse=True
    )
    for folder in folders:
        start = f"{folder.parent.name}-{folder.name[2:4]}{folder.name[5:7]}-"
        if start.startswith(wanted) or wanted.startswith(start):
            for number in reversed(
                ledger.numbers_in(f"tickets/{folder.parent.name}/{folder.name}")
            ):
                if str(number).startswith(wanted):
                    yield number


def _customers(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    ledger = desk.ledger()
    for name in ledger.names("customers"):
        if name.startswith(incomplete.upper()):
            start = _first_bytes(ledger.top / "customers" / name)
            if _first_match(_STATUS, start) != "merged":
                yield CompletionItem(
                    name.removesuffix(".yaml"), _harmless(_first_match(_UNIT, start))
                )


def _serials(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    """Serial numbers of customers' files, then those of tickets."""
    ledger = desk.ledger()
    offered: set[str] = set()
    paths = [ledger.top / "customers" / name for name in ledger.names("customers")]
    newest = (ledger.top / number.path for number in _numbers(ledger, ""))
    for path in (*paths, *islice(newest, _LOOKED_AT)):
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
                    yield CompletionItem(serial, _harmless(_first_match(_UNIT, data)))


def _staff(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    from svc.rules.search.pinyin import Pinyin

    pinyin = Pinyin(incomplete)
    for person in desk.ledger().staff.staff:
        fits = (
            person.id.startswith(incomplete)
            or person.name.startswith(incomplete)
            or pinyin.find_in(person.name) == 0
        )
        if fits and person.left is None:
            yield CompletionItem(person.id, _harmless(person.name))


def _offices(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for code, office in desk.ledger().settings.offices.items():
        if code.startswith(incomplete.upper()):
            yield CompletionItem(code, _harmless(office.name))


def _complaint_classes(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for name in desk.ledger().settings.complaint_classes:
        if name.startswith(incomplete) and _SAFE.fullmatch(name):
            yield CompletionItem(name)


def _regions(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for code, region in desk.ledger().settings.regions.items():
        if code.startswith(incomplete):
            yield CompletionItem(code, _harmless(region.name))


def _states(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for state in STATES:
        if state.startswith(incomplete):
            yield CompletionItem(state, _harmless(desk.words.label("status", state)))


def _papers_and_tickets(desk: Desk, incomplete: str) -> Iterator[CompletionItem]:
    for name, paper in PAPERS.items():
        if name.startswith(incomplete):
            yield CompletionItem(name, _harmless(desk.words(paper.title)))
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
    "STATE": _states,
    "SHELL": lambda desk, incomplete: (
        CompletionItem(shell) for shell in SHELLS if shell.startswith(incomplete)
    ),
}


def _harmless(text: str) -> str:
    """Letters, digits and blanks of a text: no shell takes them for anything but text."""
    return " ".join(
        "".join(char if char.isalnum() or char in "-.，。、" else " " for char in text).split()
    )[:60]


def _first_bytes(path: Path) -> bytes:
    """The first bytes of a file, which hold status and customer; nothing if it can't be read."""
    try:
        with open(path, "rb") as opened:
            return opened.read(2000)
    except OSError:
        return b""


def _first_match(pattern: re.Pattern[bytes], data: bytes) -> str:
    match = pattern.search(data)
    return match[1].decode("utf-8", "replace") if match else ""
