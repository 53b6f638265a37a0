"""The ledger that figures are measured at: sound, as big as asked for, the same each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import typed

from bench import ledger
from svc.errors import Damaged
from svc.model.events import FINAL
from svc.store.ledger import Ledger

TICKETS = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger.made(TICKETS, tmp_path_factory.mktemp("build"))


def test_it_has_as_many_tickets_as_asked_for_with_a_commit_each(made: Path) -> None:
    assert len(list(Ledger(made).numbers())) == TICKETS
    first_and_desk = 2
    assert int(ledger.git(made, "rev-list", "--count", "HEAD")) == TICKETS + first_and_desk


def test_check_finds_nothing_in_it(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVC_NOW", ledger.NOW)
    ended = typed("--ledger", str(made), "--json", "check")
    assert ended.status == 0, ended.out


def test_tickets_lie_in_eight_years_and_few_are_open(made: Path) -> None:
    broken: list[Damaged] = []
    records = list(Ledger(made).tickets(broken))
    years = {record.began.year for record in records}
    assert min(years) <= 2020
    assert max(years) == 2026
    still_open = sum(record.ticket.status not in FINAL for record in records)
    assert 0.005 <= still_open / TICKETS <= 0.05


def test_nobody_of_the_sample_is_in_it(made: Path) -> None:
    told = "".join(
        path.read_text(encoding="utf-8") for path in (ledger.SAMPLE / "customers").glob("*.yaml")
    )
    mobiles = set(re.findall(r"1540\d{7}", told))
    assert mobiles
    here = "".join(path.read_text(encoding="utf-8") for path in (made / "customers").glob("*.yaml"))
    assert mobiles.isdisjoint(re.findall(r"154\d{8}", here))


def test_it_is_the_same_each_time(made: Path) -> None:
    again = b"".join(ledger.history(TICKETS))
    assert again == b"".join(ledger.history(TICKETS))
    for number in list(Ledger(made).numbers())[:5]:
        assert (made / number.path).read_bytes() in again
