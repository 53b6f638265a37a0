"""What leaves the desk carries no telephone number, what it runs no words of customers, what it
writes no host.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, STORY, TICKET, TOLD
from stress.desk import SVC, started, surroundings

from svc.model import reading
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

SAMPLE = Path(__file__).parents[2] / "ledger"
OURS = {TOLD["phone"], TOLD["mobile"]}


def numbers_in(ledger: Path) -> set[str]:
    """Every telephone number of a customer in a ledger, digits alone."""
    broken: list[object] = []
    found: set[str] = set()
    for record in Ledger(ledger).tickets(broken):
        customer = record.ticket.customer
        if customer is not None:
            found |= {customer.phone, customer.mobile}
    for file in Ledger(ledger).customers(broken):
        found |= {file.customer.phone, *(contact.mobile for contact in file.customer.contacts)}
    return {digits for number in found if len(digits := re.sub(r"\D", "", number)) >= 7}


def full_numbers(text: str, numbers: set[str]) -> list[str]:
    """Those of the numbers that stand in a text, in whatever spelling."""
    joined = re.sub(r"[ ()+-]", "", text)
    return [number for number in numbers if number in joined]


def test_of_all_customers_of_the_sample_no_number_stands_in_an_export_or_a_report(
    desk: Desk, tmp_path: Path
) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    numbers = numbers_in(ledger)
    assert len(numbers) > 300
    at = ("--ledger", str(ledger))
    for words in (
        ("list", "--all", "--csv"),
        ("report", "all", "2026-10", "--format", "md"),
        ("report", "all", "2026-10", "--format", "html"),
    ):
        ended = desk.svc(*words, *at, now="2026-11-02T09:00:00")
        assert ended.status in (0, 3), (words, ended.err)
        assert full_numbers(ended.out + ended.err, numbers) == [], words


def test_numbers_are_given_in_full_only_where_their_column_is_asked_for_by_name(desk: Desk) -> None:
    desk.intake()
    masked = desk.ok("list", "--csv").out
    assert "139****1111" in masked
    assert "0755-****1111" in masked
    assert TOLD["mobile"] in desk.ok("list", "--csv", "--columns", "id,mobile").out


def test_a_number_told_in_the_symptom_is_masked_too(desk: Desk) -> None:
    desk.intake(symptom="不加热，回电 13912345678")
    assert "13912345678" not in desk.ok("list", "--csv").out
    assert "回电 139****5678" in desk.ok("list", "--csv").out


def test_the_mail_of_cron_and_the_history_name_no_number(desk: Desk) -> None:
    desk.play("slip")
    flagged = desk.ok("overdue", "--flag", by="cron", now="2026-11-24T10:00:00")
    assert "139****1111" in flagged.out
    history = desk.git("log", "--format=%an %ae %cn %ce%n%B")
    assert full_numbers(flagged.out + history, {re.sub(r"\D", "", number) for number in OURS}) == []
    assert TOLD["unit"] not in history


def test_a_report_of_a_fault_of_ours_holds_no_value(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.intake()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fall(*args: Any, **named: Any) -> None:
        secret = TOLD["mobile"]
        raise RuntimeError(f"{secret} {TOLD['address']}")

    monkeypatch.setattr("svc.actions.lists.list_tickets", fall)
    ended = desk.svc("list")
    assert ended.status == 70
    [report] = tmp_path.glob("svc-report-*")
    for text in (ended.err, report.read_text(encoding="utf-8")):
        assert TOLD["mobile"] not in text
        assert TOLD["address"] not in text


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_command_line_of_a_program_we_start_carries_what_was_told(tmp_path: Path) -> None:
    env = surroundings(tmp_path, now=NOW)
    ledger = started(tmp_path / "ledger", env)
    log = tmp_path / "log"
    told = [word for name, value in TOLD.items() for word in (f"--{name}", value)]
    run = ["strace", "-f", "-qq", "-s", "9999", "-v", "-e", "trace=execve", "-o", str(log)]
    for words in (
        ("--as", "chen", "intake", *told),
        *(("--as", who, *words) for _, who, words in STORY[:4]),
    ):
        done = subprocess.run(
            [*run, "-A", SVC, *words], cwd=ledger, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    started_programs = [
        line for line in log.read_text(errors="replace").splitlines() if '"git"' in line
    ]
    assert len(started_programs) > 10
    escaped = [value.encode().decode("latin-1") for value in TOLD.values()]
    for program in started_programs:
        line = re.sub(r"\\(\d{1,3})", lambda found: chr(int(found[1], 8)), program.split("], ")[0])
        for value in (*TOLD.values(), *escaped):
            assert len(value) < 5 or value not in line


@pytest.mark.skipif(sys.platform == "win32", reason="modes as POSIX has them")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_are_no_wider_than_the_umask_and_who_changed_a_mode_keeps_it(
    desk: Desk, umask: int
) -> None:
    before = os.umask(umask)
    try:
        desk.intake()
        desk.record.chmod(0o640)
        desk.ok("note", TICKET, "x", by="chen")
        assert desk.record.stat().st_mode & 0o777 == 0o640
        for path in (desk.path / "customers").iterdir():
            assert path.stat().st_mode & 0o777 == 0o644 & ~umask
    finally:
        os.umask(before)


def test_a_commit_names_the_person_and_the_ledgers_zone_and_no_host(desk: Desk) -> None:
    import socket

    # whole: a random id may well contain a short name
    host = re.compile(rf"\b{re.escape(socket.gethostname())}\b")
    desk.intake()
    commit = desk.git("cat-file", "commit", "HEAD")
    assert re.search(r"^author 陈静 <chen@example.com> \d+ \+0800$", commit, re.MULTILINE)
    assert re.search(r"^committer Desk <desk@example.com> \d+ \+0800$", commit, re.MULTILINE)
    assert not host.search(commit)
    assert reading.read(desk.record.read_bytes(), "x")["log"][0]["by"] == "chen"
    assert not host.search(desk.record.read_text(encoding="utf-8"))
