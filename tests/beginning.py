"""The made-up department that tests type at: five offices and six people, laid over what every new
ledger begins with.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from svc.store.assets import start_files_dir

FIVE_OFFICES = Path(__file__).parent / "five_offices"


@cache
def five_offices() -> Path:
    """A folder for `svc init --from`; made once, gone at the end."""
    top = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, top)
    source = top / "five-offices"
    shutil.copytree(start_files_dir(), source)
    (source / "calendars" / "CN@1.yaml").unlink()
    shutil.copytree(FIVE_OFFICES, source, dirs_exist_ok=True)
    return source
