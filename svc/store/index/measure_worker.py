"""A process that measures tickets for another one: `python -m svc.store.index.measure_worker TOP`
(svc/store/workers.py).
"""

from __future__ import annotations

import sys
from pathlib import Path

from svc.store.index.month_measures import Measurer
from svc.store.reader import Reader
from svc.store.workers import serve_jobs


def main() -> None:
    serve_jobs(Measurer(Reader(Path(sys.argv[1]))).answer)


if __name__ == "__main__":
    main()
