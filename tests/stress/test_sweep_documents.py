"""Commands that leave a file where a person asked for it, killed or refused at each call: the
earlier one or the new.

Never a half one; and what a kill left beside it is gone once the command was typed again.
"""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import TICKET
from stress.desk import SVC, started, surroundings, svc
from stress.sweep import Point, Struck, sweep, why_not
from stress.test_sweep_commands import REFUSALS, EveryNth, all_points

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
NOW = "2026-12-01T09:00:00+08:00"
EARLIER = b"an earlier one, of a size of its own\n" * 100
RECORD = f"tickets/SZ/2026-11/{TICKET}.yaml"


class Document(NamedTuple):
    """A command, and the file it leaves below `out`."""

    words: tuple[str, ...]
    file: str


DOCUMENTS = {
    "print html": Document(
        ("print", TICKET, "--format", "html", "--out", "out/order.html"), "order.html"
    ),
    "print pdf": Document(("print", TICKET, "--out", "out/order.pdf"), "order.pdf"),
    **{
        f"report {form}": Document(
            ("report", "all", "2026-11", "--format", form, "--out", f"out/r.{form}"), f"r.{form}"
        )
        for form in ("md", "json", "html", "pdf", "xlsx")
    },
    "schema": Document(("schema", "--to", "out"), "ticket.schema.json"),
    "merge-driver": Document(("merge-driver", "base", "out/ours", "theirs", RECORD), "ours"),
}


class Desk:
    """The ledger before the command, copied for each time, with an earlier document in `out`."""

    def __init__(self, document: Document, top: Path) -> None:
        self.document = document
        self.command = [SVC, *document.words]
        self.env = surroundings(top, now=NOW)
        self._top, self._numbers = top, count()
        template = self._template = started(top / "ledger", self.env, "close")
        (template / "out").mkdir()
        (template / "out" / document.file).write_bytes(EARLIER)
        if document.words[0] == "merge-driver":
            self._make_versions(template)
        self.earlier = (template / "out" / document.file).read_bytes()
        model = self.fresh()
        done = svc(model, self.env, *document.words)
        assert done.returncode == 0, done.stderr
        self.wanted = {path.name: path.read_bytes() for path in (model / "out").iterdir()}
        assert self.wanted[document.file] != self.earlier

    def _make_versions(self, ledger: Path) -> None:
        text = (ledger / RECORD).read_bytes()
        (ledger / "base").write_bytes(text)
        for name, words in (("out/ours", "一"), ("theirs", "二")):
            copy = Path(shutil.copytree(ledger, ledger.with_name("versions"), symlinks=True))
            assert svc(copy, self.env, "--as", "chen", "note", TICKET, words).returncode == 0
            (ledger / name).write_bytes((copy / RECORD).read_bytes())
            shutil.rmtree(copy)

    def fresh(self) -> Path:
        return Path(
            shutil.copytree(
                self._template, self._top / f"ledger{next(self._numbers):05}", symlinks=True
            )
        )

    def check(self, ledger: Path, struck: Struck, point: Point) -> None:
        """Whole or replaced whole; typed again it is the new one, and nothing is left beside it."""
        assert "Traceback" not in struck.err
        out = ledger / "out"
        names = set(self.wanted)
        found = {path.name: path.read_bytes() for path in out.iterdir()}
        assert found[self.document.file] in (self.earlier, self.wanted[self.document.file])
        for name, data in found.items():
            killed = name.endswith(".tmp") and struck.status < 0
            assert killed or name == self.document.file or data == self.wanted[name], name
        if struck.status == 4:
            assert struck.out == ""
            assert set(found) <= names
        else:
            assert struck.status <= 0, struck.err
        again = svc(ledger, self.env, *self.document.words)
        if self.document.words[0] == "merge-driver":
            assert again.returncode in (0, 1), again.stderr  # ours may be the merged one by now
            assert {path.name for path in out.iterdir()} == names
        else:
            assert again.returncode == 0, again.stderr
            assert {path.name: path.read_bytes() for path in out.iterdir()} == self.wanted


def struck(name: str, top: Path, pick: Callable[[Point], bool], inject: str | list[str]) -> int:
    desk = Desk(DOCUMENTS[name], top)

    def in_svc(point: Point) -> bool:
        return point.program == "svc" and pick(point)

    return sweep(desk.command, desk.fresh, desk.check, inject=inject, env=desk.env, pick=in_svc)


def test_a_page_is_the_earlier_one_or_the_new_one_wherever_its_print_is_killed(
    tmp_path: Path,
) -> None:
    assert struck("print html", tmp_path, EveryNth(2, seed=3), "signal=SIGKILL") > 2


@pytest.mark.stress
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_the_earlier_one_or_the_new_one_wherever_its_command_is_killed(
    tmp_path: Path, name: Any
) -> None:
    hits = struck(name, tmp_path, all_points, "signal=SIGKILL")
    print(f"{name}: killed at {hits} points")
    assert hits > 3


@pytest.mark.stress
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_the_earlier_one_or_the_new_one_whatever_the_system_refuses(
    tmp_path: Path, name: Any
) -> None:
    hits = struck(name, tmp_path, all_points, REFUSALS)
    print(f"{name}: refused at {hits} points")
    assert hits > 3
