"""A ledger once more, to try something in that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from svc.store.git import program as git
from svc.store.ledger import Ledger

_WORDS = ("clone", "-q", "--shared")


@contextmanager
def trial_copy(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger as it is committed, in a folder that is gone afterwards; it writes files and
    commits nothing, so what is recorded there is recorded nowhere.

    Raises GitFailed and its like, NoPermission, DiskFull.
    """
    with tempfile.TemporaryDirectory(prefix="svc-trial-") as folder:
        top = Path(folder) / "ledger"
        ended = git.run(ledger.root, *_WORDS, "--", str(ledger.top), str(top))
        if ended.status:
            raise git.failure("clone", ended, top)
        copy = Ledger(top, indexed=ledger.indexed)
        own = {name: value for name, value in ledger.clone.items() if name.startswith("svc.")}
        git.set_config(copy.root, {**own, "svc.commit": "off"})
        yield Ledger(top, indexed=ledger.indexed)  # its settings are read when it is first asked
