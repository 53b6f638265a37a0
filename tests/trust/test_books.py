"""Parts and money of several desks, merged again and again: what stands in the files afterwards is
added up here once more, in plain loops over plain data, and is what svc says.

Each desk types by itself whatever comes, real commands, and knows nothing of the others until they
merge: they lend the same piece, take in the same transfer, take the same money, void the same
receipt. What no rule could keep apart then, `svc check` names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Desk, typed
from keeper import PARTS
from stress.night import NIGHT

from svc.actions.stock_figures import stock_value
from svc.model import reading
from svc.rules.merge.records import merge_record
from svc.rules.stock.lots import UNNAMED, Lots, lots_of
from svc.rules.stock.pieces import pieces_at
from svc.rules.stock.places import Spot as SvcSpot
from svc.rules.stock.places import place_from_code
from svc.store.ledger import Ledger

OFFICES = ("SZ", "BJ", "SH")
LANES = ("A", "B", "C")
TECHNICIANS = ("wang", "li")
PRICES = {"P-1001": "180.00", "P-1002": "210.00", "P-1003": "860.00"}
START = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
SHARES, DEEDS, BETWEEN, TICKETS = (5, 2_100, 300, 40) if NIGHT else (1, 110, 45, 4)
"""How many ledgers, each with chance of its own: by night 10,500 deeds in all, a share an hour or so
(`-k share3` runs one); how many commands are to succeed in each, of which each records one movement
or payment at least; how many are typed at the three desks between two merges; on how many tickets.
"""

Spot = tuple[str, str]
"""A place as the books write it, and good or defective."""


class Desks:
    """Three copies of one ledger, and who types at them."""

    def __init__(self, first: Desk, seed: int, patch: pytest.MonkeyPatch) -> None:
        self.random = Random(seed)
        self.patch = patch
        self.now = START
        self.done: Counter[str] = Counter()
        self.serials = 0
        (first.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
        first.commit()
        for office in OFFICES:
            words = ("P-1001:6", "P-1002:6", "--from", "opening", "--office", office)
            first.ok("stock", "receive", *words, by="sun", now="2026-11-20T08:00:00")
        self.tickets: list[str] = []
        for number in range(TICKETS):
            told = first.other(number, "--json", "--mode", "paid", "--bought", "2020-08-01")
            assert told.status == 0, told.err
            self.tickets.append(json.loads(told.out)["ticket"]["id"])
        self.tops = [first.path]
        for lane in LANES[1:]:
            top = first.path.parent / f"台账 {lane}"
            first.git("clone", "-q", ".", str(top))
            patch.chdir(top)
            assert typed("--as", "sun", "init", "--join", "--desk", lane).status == 0
            self.tops.append(top)
            self.pull(0, len(self.tops) - 1)
        self.pull(1, 0)
        self.pull(2, 0)
        self.merged = self.files(0)

    def git(self, desk: int, *words: str) -> None:
        top = self.tops[desk]
        done = subprocess.run(["git", *words], cwd=top, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def pull(self, desk: int, other: int) -> None:
        """Get what another desk has."""
        how = ("-q", "--no-rebase", "--no-edit")
        self.git(desk, "pull", *how, str(self.tops[other]), "main")

    def files(self, desk: int) -> dict[str, str]:
        """The records there, by path."""
        top = self.tops[desk]
        return {
            path.relative_to(top).as_posix(): path.read_text("utf-8")
            for folder in ("tickets", "movements", "customers")
            for path in top.glob(f"{folder}/**/*.yaml")
        }

    def documents(self, desk: int, kind: str = "") -> list[str]:
        """The numbers of the stock documents there, of one kind alone if it is said."""
        paths = sorted(self.tops[desk].glob("movements/*/*/*.yaml"))
        return [
            path.stem
            for path in paths
            if not kind or f'\nkind: "{kind}"' in path.read_text("utf-8")
        ]

    def receipts(self, desk: int, ticket: str) -> list[str]:
        """The numbers of a ticket's receipts there."""
        (path,) = self.tops[desk].glob(f"tickets/*/*/{ticket}.yaml")
        log = reading.read_record(path.read_text("utf-8"))["log"]
        return [event["number"] for event in log if event["what"] == "receipt_issued"]

    def types(self, desk: int, what: str, *words: str) -> bool:
        """Whether it was recorded; else it was refused, and nothing was changed."""
        self.now += timedelta(minutes=1)
        self.patch.setenv("SVC_NOW", self.now.isoformat())
        self.patch.chdir(self.tops[desk])
        ended = typed("--as", "sun", *words, "--again")
        assert ended.status in (0, 2), (words, ended.err)
        self.done[what] += ended.status == 0
        return ended.status == 0

    # One branch for each kind of deed.
    def step(self) -> None:  # noqa: C901, PLR0912, PLR0915
        """Somebody does something at one of the desks."""
        pick = self.random.choice
        desk, office, ticket = self.random.randrange(3), pick(OFFICES), pick(self.tickets)
        part, count = pick(("P-1001", "P-1002")), self.random.randint(1, 4)
        piece, store = f"{part}:{count}", ("--office", office)
        match pick(DONE):
            case "receive":
                price = f":{pick((150, 170, 190))}.00" if self.random.random() < 0.7 else ""
                self.types(desk, "receive", "stock", "receive", f"{part}:{count}{price}", *store)
            case "receive a piece":
                self.serials += 1
                numbered = f"P-1003:1:{pick((790, 800))}.00#ZB-{self.serials}"
                self.types(desk, "receive a piece", "stock", "receive", numbered, *store)
            case "transfer":
                to = pick([each for each in OFFICES if each != office])
                self.types(desk, "transfer", "stock", "transfer", piece, *store, "--to", to)
            case "transfer a piece" if self.serials:
                to = pick([each for each in OFFICES if each != office])
                one = f"P-1003:1#ZB-{self.random.randint(1, self.serials)}"
                self.types(desk, "transfer a piece", "stock", "transfer", one, *store, "--to", to)
            case "take in" if on_the_way := self.documents(desk, "transferred"):
                number = pick(on_the_way)
                less = ("1=0", "--reason", "少") if self.random.random() < 0.3 else ()
                self.types(desk, "take in", "stock", "take-in", number, *less)
            case "scrap":
                more = ("--condition", "good", "--reason", "泡水")
                self.types(desk, "scrap", "stock", "scrap", piece, *store, *more)
            case "count":
                more = ("--reason", "盘点", "--go")
                self.types(desk, "count", "stock", "count", f"{part}:{count + 3}", *store, *more)
            case "void" if documents := self.documents(desk):
                number = pick(documents[-12:])
                self.types(desk, "void", "stock", "void", number, "--reason", "写错")
            case "lend":
                more = ("--to", pick(TECHNICIANS), "--allow", "急件")
                self.types(desk, "lend", "loan", "lend", ticket, piece, *more)
            case "end a loan":
                how = ("--how", pick(("used", "good", "defective", "lost")), "--fault", "不通")
                self.types(desk, "end a loan", "loan", "return", ticket, part, *how)
            case "charge":
                line = f"检测:{self.random.randint(1, 5)}:80"
                more = ("--reason", "改价", "--allow", "检测费")
                self.types(desk, "charge", "charge", ticket, "--line", line, *more)
            case "receipt":
                how = pick(("cash", "wechat", "card"))
                part_of = ("--amount", "40") if self.random.random() < 0.4 else ()
                self.types(desk, "receipt", "receipt", ticket, "--how", how, *part_of)
            case "void a receipt" if receipts := self.receipts(desk, ticket):
                back = ("--refund", "cash") if self.random.random() < 0.6 else ()
                words = ("--void", pick(receipts), "--reason", "写错", *back)
                self.types(desk, "void a receipt", "receipt", ticket, *words)
            case "replace a receipt" if receipts := self.receipts(desk, ticket):
                words = ("--replaces", pick(receipts))
                self.types(desk, "replace a receipt", "receipt", ticket, *words)
            case "settle":
                more = ("--decide", pick(("same", "back")), "--reason", "两台都记了")
                self.types(desk, "settle", "overpaid", ticket, *more)
            case _:
                pass

    def merge(self) -> None:
        """Every record of the three desks merged by svc's own merge, in every order: the same
        bytes, and nothing that one of them recorded is lost.
        """
        sides = [self.files(desk) for desk in range(3)]
        for path in sorted(set().union(*sides)):
            base = self.merged.get(path)
            texts = [side.get(path) for side in sides]
            changed = sorted({text for text in texts if text is not None and text != base})
            if not changed:
                continue
            results = {_merged_in_order(path, base, order) for order in permutations(changed)}
            assert len(results) == 1, path
            (text,) = results
            had = [event["id"] for side in changed for event in reading.read_record(side)["log"]]
            assert {event["id"] for event in reading.read_record(text)["log"]} == set(had)
            self.merged[path] = text
            for top in self.tops:
                (top / path).parent.mkdir(parents=True, exist_ok=True)
                (top / path).unlink(missing_ok=True)
                (top / path).write_text(text, encoding="utf-8", newline="")


DONE = (
    *("receive",) * 3, "receive a piece", *("transfer",) * 4, *("transfer a piece",) * 2,
    *("take in",) * 2, "scrap", "count", "void", *("lend",) * 4, *("end a loan",) * 3,
    *("charge",) * 2, *("receipt",) * 4, *("void a receipt",) * 2, *("replace a receipt",) * 2,
    *("settle",) * 2,
)  # fmt: skip
"""What is done, how often in comparison."""


def _merged_in_order(path: str, base: str | None, texts: tuple[str, ...]) -> str:
    text = texts[0]
    for other in texts[1:]:
        text = merge_record(path, base, text, other)
    return text


# Added up once more


Came = tuple[tuple[object, ...], Decimal]
"""By which movement a piece came in, and for how much."""


class Moved(dict[str, Any]):
    """One movement as plain data: at, source, part, count, leaves, goes, serial, price."""


def moved(files: dict[str, str]) -> list[Moved]:
    """All movements of plain records, in order."""
    found: list[Moved] = []
    for path, text in files.items():
        record = reading.read_record(text)
        log = sorted(record["log"], key=lambda event: (event["seq"], event["id"]))
        if path.startswith("movements/"):
            found += _of_document(record, log)
        elif path.startswith("tickets/"):
            found += _of_ticket(record, log)
    return sorted(found, key=lambda move: (datetime.fromisoformat(move["at"]), move["source"]))


def _of_document(record: dict[str, Any], log: list[dict[str, Any]]) -> Iterator[Moved]:
    kind, office = record["kind"], record["office"]
    store, way = (f"store:{office}", "good"), (f"way:{office}>{record.get('to_office')}", "good")
    made: list[Moved] = []
    taken = voided = False
    for event in log:
        now: list[Moved] = []
        lines = list(enumerate(record["lines"], 1))
        if event["what"] == "booked":
            for _, line in lines:
                ends = {
                    "received": ((record.get("source") or "headquarters", "good"), store),
                    "transferred": (store, way),
                    "scrapped": (store, ("scrap", "good")),
                    "counted": (("difference", "good"), store),
                }[kind]
                count = line["count"] - (line["booked"] if kind == "counted" else 0)
                now += _pieces(event, record, line, count, ends, serials=line.get("serials"))
        elif event["what"] == "taken_in" and not taken and not voided:
            taken = True
            came = {line["line"]: line for line in event["lines"]}
            for number, line in lines:
                count = came[number]["count"]
                arrived = came[number].get("serials") or (line.get("serials") if count else [])
                to = (f"store:{record['to_office']}", "good")
                now += _pieces(event, record, line, count, (way, to), serials=arrived)
                gone = [each for each in line.get("serials") or [] if each not in (arrived or [])]
                less = line["count"] - count
                now += _pieces(
                    event, record, line, less, (way, ("difference", "good")), serials=gone
                )
        elif event["what"] == "voided" and not voided:
            voided = True
            now = [
                Moved(move, at=event["at"], leaves=move["goes"], goes=move["leaves"], undoes=move)
                for move in reversed(made)
            ]
        for place, move in enumerate(now, 1):
            move["source"] = (record["id"], event["seq"], place)
            move["puts_right"] = kind == "counted" or "undoes" in move
        made += now
    return iter(made)


def _pieces(
    event: dict[str, Any],
    record: dict[str, Any],
    line: dict[str, Any],
    count: int,
    ends: tuple[Spot, Spot],
    *,
    serials: list[str] | None,
) -> list[Moved]:
    leaves, goes = ends if count > 0 else ends[::-1]
    if record["kind"] == "counted" and count == 0:
        return []
    each = [(abs(count), "")] if not serials else [(1, serial) for serial in serials]
    return [
        Moved(
            at=event["at"], part=line["part"], count=many, leaves=leaves, goes=goes, serial=serial,
            price=line.get("price") if event["what"] == "booked" else None, source=(),
        )
        for many, serial in each
        if many
    ]  # fmt: skip


def _of_ticket(record: dict[str, Any], log: list[dict[str, Any]]) -> Iterator[Moved]:
    store = f"store:{record['id'][:2]}"
    lent: dict[str, dict[str, Any]] = {}
    for event in log:
        if event["what"] == "part_lent":
            lent[event["id"]] = event
            part, count = event["part"], event["count"]
            ends = (store, "good"), (f"technician:{event['technician']}", "good")
        elif event["what"] == "loan_ended" and event["of"] in lent:
            loan = lent.pop(event["of"])  # ended once, whoever else says so
            part, count = loan["part"], loan["count"]
            goes = {
                "used": ("fitted", "good"),
                "lost": ("lost", "good"),
                "good": (store, "good"),
                "defective": (store, "defective"),
            }[event["how"]]
            ends = (f"technician:{loan['technician']}", "good"), goes
        else:
            continue
        source = (record["id"], event["seq"], 1)
        leaves, goes = ends
        yield Moved(
            at=event["at"], part=part, count=count, leaves=leaves, goes=goes, serial="", price=None, source=source
        )  # fmt: skip


def added_up(moves: list[Moved], until: datetime | None = None) -> Counter[tuple[str, str, str]]:
    """How many of each part are at each place, whatever sign."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for move in moves:
        if until is None or datetime.fromisoformat(move["at"]) <= until:
            sums[move["part"], *move["leaves"]] -= move["count"]
            sums[move["part"], *move["goes"]] += move["count"]
    return Counter({key: count for key, count in sums.items() if count})


def is_inner(place: str) -> bool:
    return place.partition(":")[0] in ("store", "technician", "way")


Piece = tuple[Any, Decimal]
"""What it came by, and its price; one that nobody booked in came by nothing."""


class _Shelves:
    """What good pieces at each inner place are worth: the oldest go first, a piece with a number
    keeps its own price, what went that was not there is owed at the catalogue's, and what is voided
    takes back its own pieces to where they stood.
    """

    def __init__(self) -> None:
        self.lie: dict[tuple[str, Spot], list[Piece]] = defaultdict(list)
        self.owed: Counter[tuple[str, Spot]] = Counter()
        self.own: dict[str, Piece] = {}
        self.went: dict[int, list[Piece]] = {}

    def tell(self, move: Moved) -> None:
        """One piece after the other."""
        undone = self.went.get(id(move["undoes"])) if "undoes" in move else None
        if undone is not None:
            self._undo(move, undone)
            return
        gone = [self._taken(move) for _ in range(move["count"])]
        self.went[id(move)] = gone
        for piece in gone:
            if move["serial"]:
                self.own[move["serial"]] = piece
            if is_inner(move["goes"][0]):
                self.lie[move["part"], move["goes"]].append(piece)

    def _undo(self, move: Moved, pieces: list[Piece]) -> None:
        back = [self._taken(move, piece) for piece in pieces]
        key = move["part"], move["goes"]
        for piece in reversed(back):
            if move["serial"]:
                self.own[move["serial"]] = piece
            if not is_inner(move["goes"][0]):
                continue
            if piece[0] is None and self.owed[key] > 0:
                self.owed[key] -= 1
            else:
                self.lie[key].insert(0, piece)

    def _taken(self, move: Moved, wanted: Piece | None = None) -> Piece:
        own = self.own.get(move["serial"]) if move["serial"] else wanted
        listed = Decimal(PRICES[move["part"]])
        if not is_inner(move["leaves"][0]):
            return own or (move["source"], Decimal(move["price"] or listed))
        there = self.lie[move["part"], move["leaves"]]
        if not there:
            self.owed[move["part"], move["leaves"]] += 1
            return None, listed
        return there.pop(there.index(own) if own in there else 0)

    def lots(self) -> Counter[tuple[str, Spot, Any]]:
        """How many pieces of each lot lie where; of what nobody booked in, less what is owed."""
        found: Counter[tuple[str, Spot, Any]] = Counter()
        for (part, spot), pieces in self.lie.items():
            found.update((part, spot, came) for came, _ in pieces)
        for (part, spot), count in self.owed.items():
            found[part, spot, None] -= count
        return Counter({key: count for key, count in found.items() if count})

    def worth(self) -> dict[str, Decimal]:
        total: dict[str, Decimal] = defaultdict(Decimal)
        for (_, (place, condition)), pieces in self.lie.items():
            total[place] += sum(price for _, price in pieces) if condition == "good" else 0
        for (part, (place, condition)), count in self.owed.items():
            total[place] -= count * Decimal(PRICES[part]) if condition == "good" else 0
        return {place: value for place, value in total.items() if value}


def shelves(moves: list[Moved], until: datetime) -> _Shelves:
    """What lay where then."""
    told = _Shelves()
    for move in moves:
        if datetime.fromisoformat(move["at"]) <= until:
            told.tell(move)
    return told


def said_lots(lots: Lots, ours: Counter[tuple[str, Spot, Any]]) -> Counter[tuple[str, Spot, Any]]:
    """What svc says of the lots at those spots, as these loops write it."""
    found: Counter[tuple[str, Spot, Any]] = Counter()
    for part, (place, condition) in {(part, spot) for part, spot, _ in ours}:
        spot = SvcSpot(place_from_code(place.replace("way:", "transit:")), condition)
        for lot, count in lots.at(part, spot):
            came = None if lot.source == UNNAMED else lot.source
            found[part, (place, condition), came] += count
        found[part, (place, condition), None] -= lots.debt(part, spot)
    return Counter({key: count for key, count in found.items() if count})


def said_place(code: str) -> str:
    """A place as these loops write it, of what svc writes."""
    kind, _, whose = code.partition(":")
    return f"way:{whose}" if kind == "transit" else code


# What has to hold after each merge


def look(desks: Desks, named: Counter[str]) -> None:
    """All that the issue asks of the books."""
    desks.patch.chdir(desks.tops[0])
    desks.patch.setenv("SVC_NOW", (desks.now + timedelta(minutes=1)).isoformat())
    moves = moved(desks.merged)
    checked = json.loads(typed("--json", "check").out)
    found = [(item["rule"], Path(item["path"]).stem) for item in checked["items"]]
    named.update({rule for rule, _ in found})
    _look_at_parts(desks, moves, [rule for rule, _ in found])
    for path, text in desks.merged.items():
        if path.startswith("tickets/"):
            _look_at_money(Path(path).stem, reading.read_record(text), set(found))
    _look_at_receipts(desks.merged)


def _named(
    moves: list[Moved],
) -> tuple[set[tuple[str, Spot]], set[str], dict[str, Spot]]:
    """Where something left that was not there, and pieces that left where they were not, until a
    count or a void put it right; and where each piece went last.
    """
    there: Counter[tuple[str, Spot]] = Counter()
    where: dict[str, Spot] = {}
    short: set[tuple[str, Spot]] = set()
    torn: set[str] = set()
    for move in moves:
        there[move["part"], move["goes"]] += move["count"]
        there[move["part"], move["leaves"]] -= move["count"]
        is_put_right = move.get("puts_right", False)
        if is_put_right and there[move["part"], move["goes"]] >= 0:
            short.discard((move["part"], move["goes"]))
        if is_inner(move["leaves"][0]) and there[move["part"], move["leaves"]] < 0:
            short.add((move["part"], move["leaves"]))
        if serial := move["serial"]:
            last = where.get(serial)
            if is_put_right:
                torn.discard(serial)
            if last is not None and is_inner(last[0]) and last != move["leaves"]:
                torn.add(serial)
            where[serial] = move["goes"]
    return short, torn, where


def _look_at_parts(desks: Desks, moves: list[Moved], rules: list[str]) -> None:
    ledger = Ledger(desks.tops[0])
    whole = added_up(moves)
    sums: Counter[str] = Counter()
    for (part, _, _), count in whole.items():
        sums[part] += count
    assert not any(sums.values())
    for until in (None, desks.now - timedelta(hours=1), START + timedelta(minutes=40)):
        ours = {key: count for key, count in added_up(moves, until).items() if is_inner(key[1])}
        theirs = {
            (part, said_place(spot.place.code), spot.condition): count
            for (part, spot), count in ledger.balances([], until).items()
            if spot.place.is_inner
        }
        assert theirs == ours, until
        if until is not None:
            said = stock_value(ledger, [], until)
            value = {said_place(spot.place.code): price for spot, price in said.items() if price}
            told = shelves(moves, until)
            assert value == told.worth(), until
            lots = lots_of(ledger.moves([]), until)
            assert said_lots(lots, told.lots()) == told.lots(), until
            assert not any(lots.totals().values())  # of each lot what came in left somewhere
    short, torn, where = _named(moves)
    assert rules.count("overdrawn") == len(short)  # each named once
    assert ("piece" in rules) == bool(torn)
    pieces: dict[str, list[Spot]] = defaultdict(list)
    all_moves = list(ledger.moves([], "P-1003"))
    for spot in {end for move in all_moves for end in (move.leaves, move.goes)}:
        for serial in pieces_at(all_moves, "P-1003", spot) if spot.place.is_inner else ():
            pieces[serial].append((said_place(spot.place.code), spot.condition))
    for serial, last in where.items():  # in one place; what is torn is named
        lies = [last] if is_inner(last[0]) else []
        assert serial in torn or pieces[serial] == lies, serial


def _look_at_money(ticket: str, record: dict[str, Any], found: set[tuple[str, str]]) -> None:
    log = sorted(record["log"], key=lambda event: (event["seq"], event["id"]))
    charges = [event["total"] for event in log if event["what"] == "charged"]
    paid = back = Decimal()
    standing: dict[str, Decimal] = {}
    taken_back: set[tuple[str, str]] = set()
    for event in log:
        match event["what"]:
            case "paid":
                paid += Decimal(event["amount"])
            case "refunded":
                never = event.get("not_taken") and (event["receipt"], event["how"])
                back += Decimal(event["amount"]) if never not in taken_back else 0
                taken_back |= {never} if never else set()  # by two desks: no money went, so once
            case "receipt_issued":
                standing[event["number"]] = Decimal(event["amount"])
            case "receipt_voided":
                standing.pop(event["number"], None)
    charged = Decimal(charges[-1]) if charges else None
    too_much = charged is not None and paid - back > charged
    is_named = bool({("overpaid", ticket), ("paid-twice", ticket)} & found)
    assert not too_much or is_named, (ticket, charged, paid, back)
    assert too_much or ("overpaid", ticket) not in found
    assert (("receipt", ticket) in found) == (sum(standing.values()) != paid - back), ticket


def _look_at_receipts(files: dict[str, str]) -> None:
    books: dict[str, list[int]] = defaultdict(list)
    for path, text in files.items():
        if path.startswith("tickets/"):
            for event in reading.read_record(text)["log"]:
                if event["what"] == "receipt_issued":
                    book, _, running = event["number"].rpartition("-")
                    books[book].append(int(running))
    for book, numbers in books.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), book


@pytest.fixture
def desks(desk: Desk, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Desks:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)  # git calls our merge driver by its name
    return Desks(desk, 20261130 + getattr(request, "param", 0), monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("desks", range(SHARES), indirect=True, ids=lambda share: f"share{share}")
def test_whatever_three_desks_type_and_merge_the_books_are_what_stands_there(desks: Desks) -> None:
    for desk in range(3):
        desks.git(desk, "config", "svc.commit", "off")
    named: Counter[str] = Counter()
    while desks.done.total() < DEEDS:
        for _ in range(BETWEEN):
            desks.step()
        desks.merge()
        look(desks, named)
    print(f"{desks.done.total()} recorded: {dict(desks.done)}; named: {dict(named)}")
    assert {"overdrawn", "paid-twice", "overpaid"} <= set(named)
    assert set(DONE) == set(+desks.done) or not NIGHT


def test_and_merged_by_git_with_the_driver(desks: Desks) -> None:
    """The same through real clones: each gets what the next one has, and then all are alike."""
    while desks.done.total() < (400 if NIGHT else 20):
        for _ in range(30):
            desks.step()
        desks.merged = _git_merged(desks)
        look(desks, Counter())


def _git_merged(desks: Desks) -> dict[str, str]:
    by_hand = dict(desks.merged)
    sides = [desks.files(desk) for desk in range(3)]
    for ours, theirs in ((1, 0), (2, 1), (0, 2), (1, 2), (2, 1)):
        desks.pull(ours, theirs)
    files = [desks.files(desk) for desk in range(3)]
    assert files[0] == files[1] == files[2]
    for path, text in files[0].items():
        texts = tuple(sorted({side[path] for side in sides if path in side}))
        base = by_hand.get(path)
        changed = tuple(each for each in texts if each != base) or texts
        assert _merged_in_order(path, base, changed) == text, path
    return files[0]
