"""What git runs to merge two versions of a record, as it stands in this clone's configuration.

git looks for programs on the PATH of whoever typed `git pull`: a window's menu, cron, another
shell. So the configuration names this svc by its full path, and `svc` alone only where that path
is gone. Where neither is found git leaves conflict markers and stops: nothing is merged line by
line.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import NotDone
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "merge.svc.driver"
_MERGE = "merge-driver %O %A %B %P"
_ELSE = "git merge-file %A %O %B; exit 1"
_OURS = re.compile(
    r"if test -x (?P<program>.+?); then .+ else svc " + re.escape(_MERGE) + r"; fi && exit 0; .+"
)
_BEFORE = f"svc {_MERGE} && exit 0; {_ELSE}"  # until 0.1.0: found on the PATH or not at all
_FOUND = "import importlib.util, sys; sys.exit(importlib.util.find_spec('svc') is None)"


def own_program() -> list[str]:
    """The words by which this svc is run from anywhere, however it was installed."""
    if getattr(sys, "frozen", False):  # one file with Python in it
        return [sys.executable]
    archive = getattr(getattr(sys.modules[__name__], "__loader__", None), "archive", "")
    if archive:  # a zip file
        return [sys.executable, os.path.abspath(archive)]
    # -P: git stands in the ledger, and a folder `svc` in there is none of ours
    return [sys.executable, "-P", "-m", "svc"]


def driver_for(program: Sequence[str]) -> str:
    """The line for git's configuration that merges with this program."""
    from shlex import quote

    words = [Path(word).as_posix() if sys.platform == "win32" else word for word in program]
    # git puts names in the place of %O and its like
    typed = [quote(word).replace("%", "%%") for word in words]
    full, alone = " ".join(typed), f"svc {_MERGE}"
    return f"if test -x {typed[0]}; then {full} {_MERGE}; else {alone}; fi && exit 0; {_ELSE}"


def own_driver() -> str:
    """The line for this svc."""
    return driver_for(own_program())


def is_ours(driver: str) -> bool:
    """Whether some svc wrote this line."""
    return driver == _BEFORE or _OURS.fullmatch(driver) is not None


def keep_right(root: git.Root, clone: Mapping[str, str]) -> None:
    """After an update svc may lie elsewhere: have git's configuration name where it is now.

    What somebody else wrote there stays. What can't be written is tried again by the next command.
    """
    driver = clone.get(NAME, "")
    if driver and driver != own_driver() and is_ours(driver):
        with suppress(NotDone):
            git.set_config(root, {NAME: own_driver()})


def missing_program(driver: str) -> str:
    """The program that git would look for in vain; empty if it would find one."""
    import shlex
    import shutil

    match = _OURS.fullmatch(driver)
    if match is None:
        return "" if shutil.which("svc") else "svc"
    program = shlex.split(match["program"].replace("%%", "%"))[0]
    if driver == own_driver():
        return "" if _runs(tuple(own_program())) else program
    return "" if os.access(program, os.X_OK) or shutil.which("svc") else program


@cache
def _runs(program: tuple[str, ...]) -> bool:
    """Whether Python finds svc from anywhere; not so where it was found in the folder or by a path
    of the shell alone.
    """
    import subprocess

    if "-m" not in program:
        return os.access(program[0], os.X_OK)
    try:
        return not subprocess.run(
            [*program[:2], "-c", _FOUND], stdin=subprocess.DEVNULL, check=False
        ).returncode
    except OSError:
        return False
