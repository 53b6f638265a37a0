"""A process that notes tickets for others: `python -m svc.store.index.build_worker TOP NOW_NS
WORDS` (see `workers`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from svc.store.index.build import Filler
from svc.store.reader import Reader
from svc.store.workers import serve_jobs


def main() -> None:
    top, now_ns, words = sys.argv[1:4]
    serve_jobs(Filler(Reader(Path(top)), int(now_ns), words=words == "1").answer)


if __name__ == "__main__":
    main()
