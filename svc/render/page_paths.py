"""Where the pages of `svc pages` lie in their folder: names that stay, as QR codes and bookmarks
hold them.
"""

from __future__ import annotations

import re

from svc.model.digests import hex_digest

INDEX = "index.html"
BOARD = "board.html"
OVERDUE = "overdue.html"
CALLBACKS = "callbacks.html"


def ticket_page(ticket: str) -> str:
    """The page of a ticket, by its number."""
    return f"tickets/{ticket}.html"


def day_page(technician: str) -> str:
    """The page with a technician's day, by the id among the staff."""
    return f"technicians/{technician}.html"


def report_file(month: str) -> str:
    """The page with a month's report."""
    return f"reports/{month}.html"


def machine_page(serial: str) -> str:
    """The page of a machine, by the number on its label; what no file should be called is written
    as its code, so that no two numbers share a page, also where a file system takes small letters
    for capital ones. A number that makes too long a name goes by its digest.

    Every name begins with a letter or digit; `x_` stands before one that would not, or that is a
    digest: no other name has it without a code behind it.
    """
    name = re.sub(r"[^A-Z0-9-]", lambda odd: f"_{ord(odd[0]):x}_", serial)
    if len(name) > 100:
        name = f"x_{hex_digest(serial.encode())}"
    elif not re.match(r"[A-Z0-9]", name):
        name = f"x_{name}"
    return f"machines/{name}.html"


def way_up(path: str) -> str:
    """From a page to the top of the folder: what stands before the path of another."""
    return "../" * path.count("/")
