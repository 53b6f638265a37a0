"""`svc pages` killed or refused at each call: every page is the earlier one or the new one, and the
command typed again leaves the new ones alone there.
"""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest
from stress.desk import SVC, started, surroundings, svc
from stress.sweep import Point, Struck, sweep, why_not
from stress.test_sweep_commands import REFUSALS, all_points

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
NOW = "2026-12-01T09:00:00+08:00"
WORDS = ("--ledger", "ledger", "pages", "pages", "--level", "staff")
GONE = "tickets/SZ-2601-A0001.html"
"""A page of a ticket that was closed since."""


class Site:
    """A ledger with a ticket under way, and beside it a folder of earlier pages."""

    def __init__(self, top: Path) -> None:
        self.env = surroundings(top, now=NOW)
        self._top, self._numbers = top, count()
        self._template = top / "template"
        self._template.mkdir()
        started(self._template / "ledger", self.env, "dispatch")
        self.wanted = self._made(self.fresh())
        pages = self._template / "pages"
        assert svc(self._template, self.env, *WORDS).returncode == 0
        (pages / GONE).write_bytes(b"closed")
        (pages / "board.html").write_bytes(b"earlier")
        (pages / "callbacks.html").unlink()
        listed = pages / ".svc-pages.json"
        listed.write_bytes(
            listed.read_bytes().replace(b'"pages": [', b'"pages": ["%s",' % GONE.encode())
        )
        self.earlier = there(self._template)

    def _made(self, folder: Path) -> dict[str, bytes]:
        done = svc(folder, self.env, *WORDS)
        assert done.returncode == 0, done.stderr
        return there(folder)

    def fresh(self) -> Path:
        copy = self._top / f"copy{next(self._numbers):05}"
        return Path(shutil.copytree(self._template, copy, symlinks=True))

    def check(self, folder: Path, struck: Struck, point: Point) -> None:
        assert "Traceback" not in struck.err
        for name, data in there(folder).items():
            if name.endswith((".tmp", ".json")):
                continue
            assert data in (self.earlier.get(name), self.wanted.get(name)), name
        if struck.status == 4:
            assert struck.out == ""
        else:
            assert struck.status <= 0, struck.err
        assert self._made(folder) == self.wanted


def there(folder: Path) -> dict[str, bytes]:
    pages = folder / "pages"
    return {
        path.relative_to(pages).as_posix(): path.read_bytes()
        for path in pages.rglob("*")
        if path.is_file()
    }


def struck(top: Path, inject: str | list[str]) -> int:
    site = Site(top)

    def in_svc(point: Point) -> bool:
        return point.program == "svc" and all_points(point)

    return sweep([SVC, *WORDS], site.fresh, site.check, inject=inject, env=site.env, pick=in_svc)


@pytest.mark.stress
@pytest.mark.parametrize("inject", ["signal=SIGKILL", REFUSALS], ids=["killed", "refused"])
def test_a_folder_of_pages_is_mended_by_the_next_command(tmp_path: Path, inject: str) -> None:
    hits = struck(tmp_path, inject)
    print(f"pages: struck at {hits} points")
    assert hits > 10
