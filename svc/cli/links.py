"""Numbers of tickets as links to their files, where the terminal has links (OSC 8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_NUMBER = re.compile(r"(?<![A-Z0-9-])[A-Z]{2,4}-[0-9]{4}-[A-Z][0-9]{4,9}(?![0-9…])")
_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "mintty")
_TERMS = ("xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "wezterm")
_VTE_SINCE = 5000  # 0.50


def has_links(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to have links; SVC_LINKS says so (`always`, `never`) before all
    else. Within tmux and screen the terminal behind it is not known.
    """
    told = environ.get("SVC_LINKS", "")
    if told in ("always", "never"):
        return told == "always"
    if environ.get("TMUX") or environ.get("STY"):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _PROGRAMS
        or environ.get("TERM") in _TERMS
        or bool(environ.get("WT_SESSION") or environ.get("KITTY_WINDOW_ID"))
        or bool(environ.get("KONSOLE_VERSION") or environ.get("DOMTERM"))
        or (vte.isdecimal() and int(vte) >= _VTE_SINCE)
    )


def linked(text: str, top: Path) -> str:
    """The text with each number of a ticket in the ledger as a link; it is as wide as before."""

    def link(found: re.Match[str]) -> str:
        from svc.model.ids import parse_ticket_id

        number = parse_ticket_id(found[0])
        if number is None or not (top / number.path).is_file():
            return found[0]
        return f"\x1b]8;;{(top / number.path).as_uri()}\x1b\\{found[0]}\x1b]8;;\x1b\\"

    return _NUMBER.sub(link, text)
