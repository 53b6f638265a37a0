"""A ledger once more, to try something in that is thrown away."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from svc.store.files import is_alive
from svc.store.git import program as git
from svc.store.ledger import Ledger

_WORDS = ("clone", "-q", "--shared")
_NAME = "svc-trial-"


@contextmanager
def trial_copy(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger as it is committed, in a folder that is gone afterwards; it writes files and
    commits nothing, so what is recorded there is recorded nowhere.

    Raises GitFailed and its like, NoPermission, DiskFull.
    """
    _remove_what_the_dead_left()
    with tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-") as folder:
        top = Path(folder) / "ledger"
        ended = git.run(
            ledger.root,
            *(*_WORDS, "--", str(ledger.top), str(top)),
            extra={"GIT_ALLOW_PROTOCOL": "file"},
        )
        if ended.status:
            raise git.failure("clone", ended, top)
        copy = Ledger(top, indexed=ledger.indexed)
        own = {name: value for name, value in ledger.clone.items() if name.startswith("svc.")}
        git.set_config(copy.root, {**own, "svc.commit": "off"})
        yield Ledger(top, indexed=ledger.indexed)  # its settings are read when it is first asked


def _remove_what_the_dead_left() -> None:
    """Remove the copies of programs that were killed: they hold what customers told."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        left = re.fullmatch(rf"{_NAME}([0-9]+)-\w+", folder.name)
        if left and not is_alive(int(left[1])):
            shutil.rmtree(folder, ignore_errors=True)  # what is somebody else's stays
