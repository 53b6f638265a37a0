"""How git is called, so that nothing runs that a ledger, or its configuration, names: it may have
come from other hands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

# No program that came with the ledger runs: no hooks, no file system monitor, no signing, no pager,
# nothing in a folder that claims to be a repository within it, no housekeeping in between.
SETTINGS = tuple(
    word
    for setting in (
        "core.quotePath=false",
        "core.fsmonitor=false",
        f"core.hooksPath={os.devnull}",
        "core.pager=cat",
        "core.alternateRefsCommand=",
        "log.showSignature=false",
        "commit.gpgSign=false",
        "gpg.program=false",
        "gpg.ssh.program=false",
        "gpg.x509.program=false",
        "merge.verifySignatures=false",
        "submodule.recurse=false",
        "gc.auto=0",
        "maintenance.auto=false",
        "core.fsync=all",
    )
    for word in ("-c", setting)
)
NO_PROGRAMS = {
    "diff": ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
    "status": ("--ignore-submodules=all",),
}
# These look into files or put them in place, and so run what attributes name.
OF_FILES = frozenset(
    [
        "am",
        "cherry-pick",
        "clone",
        "diff",
        "merge",
        "rebase",
        "reset",
        "revert",
        "status",
        "update-index",
    ]
)
_MERGED_BY_LINES = "git merge-file %A %O %B"
NAMED: dict[str, str] = {
    "filter.clean": "",
    "filter.smudge": "",
    "filter.process": "",
    "filter.required": "false",
    "diff.command": "",
    "diff.textconv": "",
    "merge.driver": _MERGED_BY_LINES,
    "hook.command": "",
    "hook.enabled": "false",
}
"""Programs that attributes, or git's events, start by a name of their own: section and key, and
what is said instead.
"""
# Who calls us may be git itself (a hook): its GIT_DIR and the like are about another repository.
_INHERITED = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")


def environment() -> dict[str, str]:
    """The environment git runs in: ours without what other git programs left there, in plain
    English.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _INHERITED
    }
    return kept | {
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_EDITOR": ":",
        "GIT_SEQUENCE_EDITOR": ":",
        # what a partial clone lacks is fetched by `svc sync` alone, never along the way
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }


@cache
def program_path() -> str:
    """git. Windows looks into the folder one stands in first, and that may be a ledger from other
    hands.
    """
    if sys.platform != "win32":
        return "git"
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    found = (folder / "git.exe" for folder in folders if folder.is_absolute())
    return next((str(path) for path in found if path.is_file()), "git")


def as_environment(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Settings for one git, by which names and values may be of any sort."""
    if not pairs:
        return {}
    env = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for number, (name, value) in enumerate(pairs):
        env |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return env
