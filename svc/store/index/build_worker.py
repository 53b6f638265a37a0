"""A process that notes tickets for others: `python -m svc.store.index.build_worker TOP NOW_NS
WORDS SINCE` (see `workers`).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from svc.store.index.build import Filler
from svc.store.reader import Reader
from svc.store.workers import serve_jobs


def main() -> None:
    top, now_ns, words, since = sys.argv[1:5]
    filler = Filler(
        Reader(Path(top)),
        int(now_ns),
        words=words == "1",
        measured_since=date.fromisoformat(since) if since else None,
    )
    serve_jobs(filler.answer)


if __name__ == "__main__":
    main()
