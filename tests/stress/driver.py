"""A command as small as can be, to be killed: it creates one record and appends a line to another.

Run again after a kill it does what is missing, once. `python driver.py LEDGER [off]`.
"""

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from svc.errors import SvcError
from svc.store.git import program as git
from svc.store.transaction import Holder, changes

NEW, LOG, LINE = (
    "tickets/SZ/2026-11/SZ-2611-A0001.yaml",
    "customers/SZ-A0031.yaml",
    b"  - visited\n",
)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def main(ledger: Path, *, commit: bool) -> None:
    root = git.repository_top(ledger)
    with changes(root, commit=commit, wait_seconds=5, who=Holder(who="driver", since=NOW)) as tx:
        log = tx.read(LOG) or b""
        if LINE in log:
            return
        tx.create(NEW, b"id: 1\n" * 2000)
        tx.replace(LOG, log + LINE)
        tx.commit("driver", author=("d", "d@e"), committer=("d", "d@e"), when=NOW)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        main(Path(sys.argv[1]), commit="off" not in sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
    except SvcError as error:
        print(f"{error.key}: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
