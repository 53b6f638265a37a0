"""A ledger of any size to measure at: the sample's customers and their tickets, many times over,
spread over years.

Each customer of the sample with all that happened there, merges and repeated repairs included, is
one story. A story is told again under other names, telephone numbers, addresses and serial numbers,
moved back by whole weeks; so every record is one that svc wrote, and `svc check` finds nothing.
Numbers of tickets and of receipts are given in the order of time. There is a commit for each
ticket. Everything follows from the sample and one seed.

    python -m bench.ledger 10000    (from tests/) makes build/bench/ledger-10000, unless it is there
    already
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.renaming import Renaming
from bench.stores import stock_documents
from bench.stories import Story, Told, stories
from svc.model import reading
from svc.model.ids import RECORD_FOLDERS, TicketId, parse_customer_id, parse_ticket_id

TOP = Path(__file__).parents[2]
SAMPLE = TOP / "ledger"
BUILD = TOP / "build" / "bench"
WEEKS = 8 * 52 - 13
"""How far back the sample's thirteen weeks are moved at most: with them, the ledger spans eight
years.
"""
NOW = "2026-10-31T18:30:00+08:00"
"""Half an hour after the sample ends: the time at which everything is measured."""
LANE = "Z"
"""The lane of the desk that is measured; no desk of the sample has claimed it."""
STAYS_OPEN = ((8, 1.0), (26, 0.5), (52, 0.2))
"""What is open in the sample stays open if it is moved back by less than so many weeks, with this
likelihood.
"""


class Telling(NamedTuple):
    """A story told once more: which, how far back, which of its tickets."""

    story: Story
    back: timedelta
    tickets: list[Told]
    # of its tickets, receipts and customers: those of the sample → those here
    numbers: dict[str, str]


# Made


def made(tickets: int, build: Path = BUILD) -> Path:
    """The ledger of this many tickets, as it is made: work tree and commits; made anew if the
    generator changed.
    """
    target = build / f"ledger-{tickets}"
    stamp = build / f"ledger-{tickets}.made"
    if target.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == _digest():
        _take_back(target)
        return target
    print(f"making {tickets:,} tickets ...", file=sys.stderr)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    git(target, "init", "-q", "--initial-branch=main")
    for name, value in (
        ("user.name", "Bench"),
        ("user.email", "bench@example.com"),
        ("gc.auto", "0"),
    ):
        git(target, "config", name, value)
    command = ["git", "fast-import", "--quiet", "--date-format=raw"]
    with subprocess.Popen(command, cwd=target, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        for piece in history(tickets):
            importing.stdin.write(piece)
        importing.stdin.close()
        if importing.wait():
            raise SystemExit("git fast-import failed")
    git(target, "reset", "-q", "--hard")
    svc = [sys.executable, "-m", "svc", "--ledger", str(target)]
    subprocess.run([*svc, "init", "--join", "--desk", LANE], check=True, stdout=subprocess.DEVNULL)
    git(target, "tag", "made")
    stamp.write_text(_digest(), encoding="ascii")
    return target


def _take_back(ledger: Path) -> None:
    """Undo what an earlier measurement wrote."""
    if git(ledger, "rev-parse", "HEAD") != git(ledger, "rev-parse", "made") or git(
        ledger, "status", "--porcelain"
    ):
        git(ledger, "reset", "-q", "--hard", "made")
        git(ledger, "clean", "-fdq")


def git(ledger: Path, *words: str) -> str:
    """What git prints. Raises CalledProcessError."""
    return subprocess.run(
        ["git", *words], cwd=ledger, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _digest() -> str:
    """Of all that the ledger follows from: the sample, and how stories are told again."""
    digest = hashlib.sha256()
    own = [
        Path(__file__).with_name(f"{name}.py")
        for name in ("ledger", "stories", "renaming", "stores")
    ]
    for path in (*own, *sorted(path for path in SAMPLE.rglob("*") if path.is_file())):
        digest.update(path.relative_to(TOP).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


# What stands in it


def history(tickets: int) -> Iterator[bytes]:
    """A stream for `git fast-import`: configuration and customers' files in one commit, then one
    for each ticket.
    """
    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes()
        for path in sorted(SAMPLE.rglob("*"))
        if path.is_file() and path.relative_to(SAMPLE).parts[0] not in RECORD_FOLDERS
    }
    names = {
        person["id"]: person["name"] for person in reading.read_record(files["staff.yaml"])["staff"]
    }
    all_tellings = tellings(tickets)
    later: list[tuple[datetime, str, Telling, Told]] = []
    renaming = Renaming()
    texts: dict[str, bytes] = {}
    for telling in all_tellings:
        tell = renaming.telling(telling.numbers, telling.back)
        for old, text in telling.story.customers.items():
            files[f"customers/{telling.numbers[old]}.yaml"] = tell(text).encode()
        for ticket in telling.tickets:
            number = telling.numbers[ticket.id]
            texts[number] = tell(ticket.text).encode()
            later.append((ticket.last - telling.back, number, telling, ticket))
    first = min(moment for moment, *_ in later) - timedelta(weeks=2)
    files |= dict(stock_documents(files, tickets, first))
    yield _commit("A ledger is started", "Bench", first, files)
    for moment, number, _, ticket in sorted(later, key=lambda entry: entry[:2]):
        path = parse_ticket_id(number).path
        yield _commit(
            f"{number} {ticket.what} ({ticket.by})",
            names[ticket.by],
            moment,
            {path: texts.pop(number)},
        )


def _commit(message: str, author: str, moment: datetime, files: dict[str, bytes]) -> bytes:
    stamp = f"{author} <bench@example.com> {int(moment.timestamp())} +0800"
    data = message.encode()
    parts = [
        f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata {len(data)}\n".encode(),
        data,
        b"\n",
    ]
    for path, text in files.items():
        parts += [f'M 100644 inline "{path}"\ndata {len(text)}\n'.encode(), text, b"\n"]
    return b"".join(parts)


def tellings(tickets: int) -> list[Telling]:
    """So many tickets, in stories told again; each with the numbers it gets in the order of
    time.
    """
    dice = Random("svc bench")
    of_sample = stories(SAMPLE)
    out: list[Telling] = []
    order: list[Story] = []
    count = 0
    while count < tickets:
        if not order:
            order = dice.sample(of_sample, len(of_sample))
        story = order.pop()
        weeks = int(WEEKS * dice.random() ** 1.6)  # the later, the more
        kept = [ticket for ticket in story.tickets if _is_told(ticket, story, weeks, dice)]
        kept = sorted(kept, key=lambda ticket: ticket.id not in story.referred_to)[
            : tickets - count
        ]
        count += len(kept)
        out.append(Telling(story, timedelta(weeks=weeks), kept, {}))
    _number(out)
    return out


def _is_told(ticket: Told, story: Story, weeks: int, dice: Random) -> bool:
    """Whether a ticket of a story stands in the ledger: none that two desks merged; of what is
    still open, only what is not too old.
    """
    if ticket.is_merged:
        return False
    if not ticket.is_open or ticket.id in story.referred_to:
        return True
    thrown = dice.random()
    return any(weeks < limit and thrown < share for limit, share in STAYS_OPEN)


def _number(all_tellings: list[Telling]) -> None:
    """Give tickets, receipts and customers' files their numbers, those of each lane or book in the
    order of time.
    """
    given: Counter[str] = Counter()
    tickets, receipts = [], []
    for index, telling in enumerate(all_tellings):
        for old in telling.story.customers:
            number = parse_customer_id(old)
            assert number is not None
            given[old[:4]] += 1
            telling.numbers[old] = f"{old[:4]}{given[old[:4]]:04d}"
        for ticket in telling.tickets:
            tickets.append((ticket.typed - telling.back, index, ticket.id))
            receipts += [
                (moment - telling.back, index, number) for number, moment in ticket.receipts
            ]
    for moment, index, old in sorted(tickets):
        office, _, lane = old.split("-")
        start = f"{office}-{moment:%y%m}-{lane[0]}"
        given[start] += 1
        all_tellings[index].numbers[old] = str(
            TicketId(office, moment.year, moment.month, lane[0], given[start])
        )
    for moment, index, old in sorted(receipts):
        office, lane, *_ = old.split("-")
        book = f"{office}-{lane}-{moment:%y}"
        given[book] += 1
        all_tellings[index].numbers[old] = f"{book}-{given[book]:04d}"


if __name__ == "__main__":
    print(made(int(sys.argv[1])))
