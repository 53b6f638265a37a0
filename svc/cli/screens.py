"""The terminal that is read on: how wide it is, whether it is shown colours, lines that fit it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svc.render.tables import Screen


def screen_of(color: object, environ: Mapping[str, str]) -> Screen | None:
    """The terminal that standard output is; None where it is none. Colours unless `color` is
    `never`, or NO_COLOR is set (https://no-color.org) and it is not `always`.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    from svc.render.tables import Screen

    wants = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    colours = {"always": True, "never": False}.get(str(color), wants)
    return Screen(get_terminal_size().columns, colours)


def folded(text: str, width: int) -> str:
    """The text with its lines broken for a terminal; those with commands between the commands
    alone, as these are copied.
    """
    from svc.render.tables import fold, terminal_cells

    lines = []
    for line in text.split("\n"):
        if terminal_cells(line) <= width or "\x1b" in line:
            lines.append(line)
        elif "svc " in line:
            lines += _between_commands(line, width)
        else:
            begins = line[: len(line) - len(line.lstrip(" "))]
            lines += fold(line, width, begins + FURTHER)
    return "\n".join(lines)


def _between_commands(line: str, width: int) -> list[str]:
    """A line with several commands, as many in a row as there is room for."""
    from svc.render.tables import terminal_cells

    first, *others = re.split(r"(?<=[、,;；])\s*(?=svc )", line)
    lines = [first]
    for piece in others:
        joint = "" if lines[-1].endswith(("、", "；")) else " "
        if terminal_cells(f"{lines[-1]}{joint}{piece}") <= width:
            lines[-1] += f"{joint}{piece}"
        else:
            lines.append(f"{FURTHER}{piece}")
    return lines


FURTHER = "    "
"""What further lines of one that is broken begin with."""
