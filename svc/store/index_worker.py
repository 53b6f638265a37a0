"""A process that notes tickets for another one: `python -m svc.store.index_worker TOP NOW_NS WORDS`.

Reads `F FOLDER` line by line, answers each with pieces of rows, each behind its length, and a length of 0.
"""

from __future__ import annotations

import gc
import marshal
import signal
import sys
from pathlib import Path

from svc.store.index_fill import FEW, LENGTH, rows_of
from svc.store.index_rows import Noter
from svc.store.ledger import Ledger


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asks; when it ends, so do we
    gc.set_threshold(100_000, 20, 20)  # reading makes many objects and no cycles
    top, now_ns = Path(sys.argv[1]), int(sys.argv[2])
    noter = Noter(Ledger(top), words=sys.argv[3] == "1")
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        f, _, folder = line.decode().rstrip("\n").partition(" ")
        rows = rows_of(noter, top, int(f), folder, now_ns)
        for start in range(0, len(rows), FEW):
            piece = marshal.dumps(rows[start : start + FEW])
            out.write(LENGTH.pack(len(piece)) + piece)
        out.write(LENGTH.pack(0))
        out.flush()


if __name__ == "__main__":
    main()
