"""`make bench-peers`: what others that keep plain files need for as many records, beside svc on the
same machine.

    python -m bench.peers 100000 [--pairs 7]

Each gets the tickets of the bench's ledger as its own kind of record, in the way it is filled
fastest: Taskwarrior a task each, hledger an entry each in one journal, todoman a file each (of the
newest ten thousand, if there are more: it needs hours for a hundred thousand). Then each is asked
for one record, for what a technician has open, and for a month by region, where it can tell these.
Programs that are not installed are left out: Debian's packages `taskwarrior` and `hledger`; todoman
is installed beside the environment, into `build/bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import ledger
from bench.measure import Row, Run, command, environment, row
from bench.table import MONTH, REGION, Bench, machine

TODOMAN = "todoman==4.7.0"
"""Not among our constraints: svc does not depend on it; pinned, so that figures stay comparable."""
MOST_FILES = 10_000
PLACE = ledger.BUILD / "peers"


def tickets(bench: Bench) -> list[dict[str, Any]]:
    """All tickets as `svc list` tells them, oldest first; `open` says whether it gives them
    unasked.
    """

    def listed(*words: str) -> list[dict[str, Any]]:
        command_line = [sys.executable, "-m", "svc", "--json", "list", *words]
        told = subprocess.run(
            command_line, cwd=bench.top, env=bench.env, capture_output=True, check=True
        ).stdout
        items: list[dict[str, Any]] = json.loads(told)["items"]
        return items

    open_ = {ticket["id"] for ticket in listed()}
    found = [ticket | {"open": ticket["id"] in open_} for ticket in listed("--all")]
    return sorted(found, key=lambda ticket: (ticket["received"], ticket["id"]))


def one_line(text: str | None) -> str:
    return " ".join((text or "-").replace('"', " ").split())


class Taskwarrior:
    """A task for each ticket: region as project, technician as tag."""

    name = "Taskwarrior"

    def __init__(self, env: dict[str, str]) -> None:
        self.home = PLACE / "task"
        self.env = env | {"TASKRC": str(self.home / "taskrc"), "TASKDATA": str(self.home)}

    @staticmethod
    def program() -> str | None:
        return shutil.which("task")

    def fill(self, found: list[dict[str, Any]]) -> None:
        (self.home / "taskrc").write_text(
            "confirmation=off\ngc=off\nhooks=off\nverbose=nothing\n"
            "report.month.columns=project,description\nreport.month.filter=status:completed\n",
            encoding="utf-8",
        )
        pending: list[dict[str, Any]] = []
        completed: list[dict[str, Any]] = []
        for ticket in found:
            received = int(datetime.fromisoformat(ticket["received"]).timestamp())
            state, end = ("pending", "") if ticket["open"] else ("completed", f' end:"{received}"')
            line = (
                f'[description:"{ticket["id"]} {one_line(ticket["customer"])}"{end} entry:"{received}"'
                f' project:"{ticket["region"]}" status:"{state}" tags:"{ticket["technician"] or "nobody"}"'
                f' uuid:"{uuid.uuid5(uuid.NAMESPACE_OID, ticket["id"])}"]\n'
            )
            (pending if state == "pending" else completed).append(line)
        (self.home / "pending.data").write_text("".join(pending), encoding="utf-8")
        (self.home / "completed.data").write_text("".join(completed), encoding="utf-8")

    def one(self, ticket: str) -> Run:
        return command(
            ["task", str(uuid.uuid5(uuid.NAMESPACE_OID, ticket)), "information"],
            self.home,
            self.env,
        )

    def open_of(self, technician: str) -> Run:
        return command(["task", f"+{technician}", "status:pending", "list"], self.home, self.env)

    def month(self) -> Run:
        span = [
            "entry.after:2026-09-30",
            "entry.before:2026-11-01",
            f"project.is:{REGION}",
            "count",
        ]
        return command(["task", *span], self.home, self.env)


class Hledger:
    """An entry for each ticket: one piece from its customer to its region."""

    name = "hledger"

    def __init__(self, env: dict[str, str]) -> None:
        self.home = PLACE / "hledger"
        self.env = env

    @staticmethod
    def program() -> str | None:
        return shutil.which("hledger")

    def fill(self, found: list[dict[str, Any]]) -> None:
        entries = (
            f"{ticket['received'][:10]} {'!' if ticket['open'] else '*'} ({ticket['id']})"
            f" {one_line(ticket['customer'])}\n"
            f"    tickets:{ticket['region']}:{ticket['technician'] or 'nobody'}    1\n    received\n\n"
            for ticket in found
        )
        (self.home / "ledger.journal").write_text("".join(entries), encoding="utf-8")

    def _asked(self, *words: str) -> Run:
        return command(["hledger", "-f", "ledger.journal", *words], self.home, self.env)

    def one(self, ticket: str) -> Run:
        return self._asked("print", f"code:{ticket}")

    def open_of(self, technician: str) -> Run:
        return self._asked("register", "--pending", f"tickets:.*:{technician}")

    def month(self) -> Run:
        return self._asked("balance", "--depth", "2", "-p", MONTH, "tickets")


class Todoman:
    """A file for each ticket, and a table in SQLite that todoman keeps of them."""

    name = "todoman"

    def __init__(self, env: dict[str, str]) -> None:
        self.home = PLACE / "todoman"
        self.env = env | {"XDG_CACHE_HOME": str(self.home / "cache"), "LC_ALL": "C.UTF-8"}

    @staticmethod
    def program() -> str | None:
        place = PLACE / "venv"
        todo = place / "bin" / "todo"
        if not todo.exists():
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
            pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", TODOMAN]
            subprocess.run(pip, check=False, stderr=subprocess.DEVNULL)
        return str(todo) if todo.exists() else None

    def fill(self, found: list[dict[str, Any]]) -> None:
        shutil.rmtree(self.home)
        for ticket in found[-MOST_FILES:]:
            folder = self.home / "lists" / ticket["region"]
            folder.mkdir(parents=True, exist_ok=True)
            received = (
                datetime.fromisoformat(ticket["received"])
                .astimezone(UTC)
                .strftime("%Y%m%dT%H%M%SZ")
            )
            state = "NEEDS-ACTION" if ticket["open"] else "COMPLETED"
            # the least that iCalendar (RFC 5545) asks of a to-do; without it todoman passes it over
            lines = (
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench", "BEGIN:VTODO", f"UID:{ticket['id']}",
                f"DTSTAMP:{received}", f"CREATED:{received}", f"SUMMARY:{ticket['id']} {one_line(ticket['customer'])}",
                f"STATUS:{state}", f"CATEGORIES:{ticket['technician'] or 'nobody'}", "END:VTODO", "END:VCALENDAR", "",
            )  # fmt: skip
            (folder / f"{ticket['id']}.ics").write_text("\r\n".join(lines), encoding="utf-8")
        (self.home / "config.py").write_text(f'path = "{self.home}/lists/*"\n', encoding="utf-8")

    def _asked(self, *words: str) -> Run:
        todo = str(PLACE / "venv" / "bin" / "todo")
        return command(
            [todo, "--config", str(self.home / "config.py"), *words], self.home, self.env
        )

    def one(self, ticket: str) -> Run:
        return self._asked("list", "--grep", ticket, "--status", "ANY")

    def open_of(self, technician: str) -> Run:
        return self._asked("list", "--category", technician)

    def month(self) -> None:
        """It adds nothing up."""


class Svc:
    """Ourselves."""

    name = "svc"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def one(self, ticket: str) -> Run:
        return self._bench.svc("show", ticket)

    def open_of(self, technician: str) -> Run:
        return self._bench.svc("list", "--technician", technician)

    def month(self) -> Run:
        return self._bench.svc("report", REGION, MONTH)


def rows(bench: Bench, peers: list[Any], technician: str) -> Iterator[tuple[str, Row]]:
    """One question after the other, each program beside B."""
    for what, asked in (
        ("one record", lambda peer: peer.one(bench.ticket)),
        ("what a technician has open", lambda peer: peer.open_of(technician)),
        ("a month of a region", lambda peer: peer.month()),
    ):
        for peer in peers:
            run = asked(peer)
            if run is not None:
                run()  # its cache
                yield what, row(peer.name, 0, "B", bench.bare, run, pairs=bench.pairs)


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("tickets", type=int, nargs="?", default=100_000)
    asked.add_argument("--pairs", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "gitconfig"
        config.write_text("[user]\n\tname = Bench\n\temail = bench@example.com\n", encoding="ascii")
        env = environment(config) | {"SVC_NOW": ledger.NOW}
        bench = Bench(given.tickets, env, given.pairs)
        found = tickets(bench)
        peers: list[Any] = [Svc(bench)]
        for kind in (Taskwarrior, Hledger, Todoman):
            PLACE.mkdir(parents=True, exist_ok=True)
            peer = kind(env)
            if peer.program() is None:
                print(f"{kind.name} is not installed", file=sys.stderr)
                continue
            os.makedirs(peer.home, exist_ok=True)
            peer.fill(found)
            peers.append(peer)
        print(f"{len(found):,} tickets; {machine()}; {given.pairs} pairs\n")
        print("| what | program | lower quartile | median |\n| --- | --- | ---: | ---: |")
        for what, each in rows(bench, peers, bench.technician(bench.rows)):
            low, middle, _ = each.quartiles
            few = (
                f" ({MOST_FILES:,} of them)"
                if each.what == "todoman" and len(found) > MOST_FILES
                else ""
            )
            print(f"| {what} | {each.what}{few} | {low:.1f} B | {middle:.1f} B |", flush=True)


if __name__ == "__main__":
    main()
