"""`svc help`, `svc version`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
import typer.core

from svc.cli.commands import COMMANDS, GROUPS
from svc.cli.desk import Desk
from svc.errors import N_, NoSuchTopic
from svc.render.tables import plain_table
from svc.render.words import Words

TOPICS: dict[str, str] = {
    # as it is typed in English → in words
    "times": N_("times"),
    "states": N_("states"),
    "roles": N_("roles"),
    "promises": N_("promises"),
    "files": N_("files"),
}
_TIMES = N_(
    "A moment: 14:00, 下午3点半, 明天9:00, 周三 9:00, 下周一, 11月5日 9:00, 11-5 14:00,\n"
    "  2026-11-05 14:00, 2小时后, 三天后, tomorrow 2pm\n"
    "A day: 今天, 昨天, 周五, 11月5日, 2026.11.5, 20261105, 月底\n"
    "A month or a span: 2026-10, 2026年10月, 上月, 本月, 今年, 2026-10-01..2026-10-15\n"
    "A length of time: 30m, 2h, 1h30m, 3d (days), 2wd (working days)\n"
    "What has two readings is asked about at a terminal, and refused elsewhere with both."
)
_PROMISES = N_(
    "A promise begins with something that happened and is over when something else has; what,\n"
    "within how long and by which clock is written in the policy (policies/). All of them:\n"
    "svc promise list; those of a ticket: svc why TICKET; what is overdue: svc overdue."
)
_FILES: tuple[tuple[str, str], ...] = (
    ("svc.yaml", N_("name, regions, offices, warranty, limits")),
    ("staff.yaml", N_("people, their roles and certificates")),
    ("roster.yaml", N_("who is on duty, who is away")),
    ("parts.yaml", N_("the catalogue of parts")),
    ("checklists.yaml", N_("what is gone through on a machine, by model")),
    ("upkeep.yaml", N_("which machines are maintained, and when")),
    ("prices/", N_("price lists, each from its day on")),
    ("policies/", N_("promises, in versions that tickets name")),
    ("calendars/", N_("opening hours and holidays, in versions")),
    ("knowledge/", N_("known faults, a page each")),
    ("customers/", N_("customers' files")),
    ("tickets/", N_("tickets, by office and month, a file each")),
    ("archive/", N_("closed tickets of earlier years, by office, a file for each year")),
    ("desks/", N_("which desk gives numbers under which letter")),
    ("templates/", N_("papers of your own, in place of those that come with svc")),
)


def show_help(
    ctx: typer.Context,
    about: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]", help=N_("A command or a topic; without it: all.")),
    ] = None,
) -> None:
    """Explain a command, or a topic: times, states, roles, promises, files."""
    desk: Desk = ctx.obj
    asked = " ".join(about or [])
    text = _topic(asked, desk.words) or _command(ctx, asked)
    if not text:
        raise NoSuchTopic(topic=asked, topics=[desk.words(name) for name in TOPICS.values()])
    if desk.json:
        desk.show_json("help", about=asked, text=text)
    else:
        desk.out(text)


def show_version(ctx: typer.Context) -> None:
    """Show the version."""
    from svc import __version__

    desk: Desk = ctx.obj
    if desk.json:
        desk.show_json("version", version=__version__)
    else:
        desk.out(f"svc {__version__}")


def _command(ctx: typer.Context, asked: str) -> str:
    """The help screen of a command or of a group of them; empty if there is none."""
    found = root = ctx.find_root()
    if asked and asked not in COMMANDS and asked not in GROUPS:
        return ""
    for word in asked.split():
        group = found.command
        assert isinstance(group, typer.core.TyperGroup)
        command = group.get_command(found, word)
        assert command is not None
        found = type(root)(command, parent=found, info_name=word)
    return found.get_help()


def _topic(asked: str, words: Words) -> str:
    """What is said about a topic, in either language; empty if there is none of that name."""
    chinese = Words("zh")
    for topic, name in TOPICS.items():
        if asked in (topic, name, chinese(name)):
            return _WRITERS[topic](words)
    return ""


def _states(words: Words) -> str:
    from svc.model.events import STATES
    from svc.rules.ticket.turns import ON_THE_WAY, ROLES_BY_STATE

    roles = ROLES_BY_STATE | dict.fromkeys(ON_THE_WAY, ("technician",))
    rows = [
        [
            words.label("status", state),
            words.comma.join(words.label("role", role) for role in roles.get(state, ())),
        ]
        for state in STATES
    ]
    return plain_table([words(N_("State")), words(N_("Whose turn"))], rows, words.screen)


def _roles(words: Words) -> str:
    from svc.model.events import CATALOGUE, DESK
    from svc.model.labels import LABELS

    kinds = CATALOGUE.values()
    at_the_desk = [role for role in LABELS["role"] if role in DESK]
    of_all = [kind for kind in kinds if set(at_the_desk) <= set(kind.roles)]
    rows = []
    for role in LABELS["role"]:
        own = [words(kind.label) for kind in kinds if role in kind.roles and kind not in of_all]
        if role == "head":  # see Person.may
            own = [words(N_("the same as {role}"), role=words.label("role", "manager"))]
        rows.append([words.label("role", role), words.comma.join(own)])
    heads = [words(N_("Role")), words(N_("May record, besides"))]
    table = plain_table(heads, rows, words.screen)
    shared = words.comma.join(words(kind.label) for kind in of_all)
    return words(N_("Everybody may record: {events}"), events=shared) + "\n\n" + table


def _files(words: Words) -> str:
    rows = [[name, words(says)] for name, says in _FILES]
    return plain_table([words(N_("In the ledger")), words(N_("What is there"))], rows, words.screen)


_WRITERS: dict[str, Callable[[Words], str]] = {
    "times": lambda words: words(_TIMES),
    "states": _states,
    "roles": _roles,
    "promises": lambda words: words(_PROMISES),
    "files": _files,
}
