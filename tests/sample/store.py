"""The stores of the five offices: what was there at first, what came, went on and was counted.

What tickets use is known when the stories are told; deliveries and kits are such that the books
have it when it is used. Nothing here throws the dice of the tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from sample.desk import END, LANES, ZONE, Case, World, at_clock
from sample.dice import Dice
from sample.office_deeds import (
    Do,
    OfficeDeed,
    counted,
    put_elsewhere,
    taken_in,
    voided,
    written,
)
from sample.part_stories import BOARDS
from sample.people import LAST_DAYS
from sample.robots import BY_NUMBER, PARTS
from svc.model.stock import PartCondition, StockLine, TakenInLine
from svc.rules.stock.moves import Move
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.stock.places import Spot, store_of, with_technician

Flow = tuple[datetime, str, int]
"""When so many pieces of a part came to a spot, or left it."""

COUNTED_FIRST = datetime(2026, 7, 31, 16, 30, tzinfo=ZONE)
"""On the Friday before the first day everything was counted; it is typed on that Monday."""
DELIVERED = ("2026-08-17", "2026-09-07", "2026-09-21", "2026-10-12", "2026-10-26")
TOPPED_UP = ("2026-08-31", "2026-09-28", "2026-10-26")
_DAYS_AFTER = {"SZ": 0, "BJ": 1, "SH": 2, "WH": 2, "CD": 1}
"""How many days after Shenzhen the lorry from headquarters comes."""
_PERCENT = {"opening": 78, "2026-08-17": 80, "2026-10-12": 86}
"""What a part is worth, of its price on the list: since when."""
KIT = {"P-1066": 3, "P-1061": 1}
"""What everybody has in the car, whatever else."""
NEVER_HERE = {("SZ", "P-1026")}
"""What a store did not have at first and was sent none of, until somebody asked."""
RUN_OUT = {("SZ", "P-1012"), ("BJ", "P-1028"), ("CD", "P-1031")}
"""What is let run low."""

TRANSFER = {"P-1029": 5, "P-1007": 2, "P-1052": 3}
"""From Shenzhen to Wuhan in September; one of the P-1029 is missing when they arrive."""
ON_THE_WAY = {"P-1039": 2, "P-1030": 2}
"""From Shanghai to Beijing on the last working day."""
COUNT_DIFFERENCES = {
    ("SZ", 9): {
        "P-1029": (-1, "货架下没找到，按丢失处理"),
        "P-1066": (3, "整包到货多出三只"),
    },
    ("BJ", 10): {"P-1016": (-1, "装机时多用一根，当时没登记")},
}


def planned(cases: Iterable[Case]) -> Iterator[OfficeDeed]:
    """What the parts keepers type in three months."""
    cases = list(cases)
    world = cases[0].world
    moves = [move for case in cases for move in moves_of_ticket(case.state) if move.at <= END]
    moves.sort(key=lambda move: move.order)
    for office in LANES:
        yield from _Keeper(world, office, moves).deeds()


class _Keeper:
    """One office's store; `left` is what its own documents move, besides what tickets do."""

    def __init__(self, world: World, office: str, moves: list[Move]) -> None:
        self.world = world
        self.office = office
        self.by = world.who(office, "parts")[0]
        self.calendar = world.calendar(office)
        self.moves = moves
        self.good = _flows(moves, Spot(store_of(office)))
        # of tickets that came from another office the old parts stay where they are, so that an
        # office can be played without the others
        self.own = [move for move in moves if move.source[0].startswith(f"{office}-")]
        self.bad = _flows(self.own, Spot(store_of(office), "defective"))
        self.done: list[OfficeDeed] = []

    def deeds(self) -> list[OfficeDeed]:
        """All of them; deliveries are reckoned last, when it is known what they are for."""
        for number, person in enumerate(self._technicians()):
            self._kit(person, number)
        self._special()
        self._send_back()
        self._count()
        self._deliver()
        return self.done

    def _type(self, name: str, at: datetime, do: Do, *, by: str = "") -> None:
        self.done.append(OfficeDeed(at, self.office, f"{self.office} {name}", by or self.by, do))

    def _write(
        self, name: str, at: datetime, kind: str, lines: list[StockLine], **more: str
    ) -> None:
        """A document, and what it moves in the store."""
        full = f"{self.office} {name}"
        self._type(name, at, written(full, kind, self.office, lines, **more))
        sign = 1 if kind in ("received", "kit_returned") else -1
        for line in lines:
            flows = self.good if line.condition == "good" else self.bad
            flows.append((at, line.part, sign * line.count))

    def _technicians(self) -> list[str]:
        """All who ever went out for the office."""
        return [
            person.id
            for person in self.world.staff.staff
            if person.office == self.office and "technician" in person.roles
            and LAST_DAYS.get(person.id, "2026-12-31") > "2026-08-03"
        ]  # fmt: skip

    # Kits

    def _kit(self, person: str, number: int) -> None:
        """What a technician has in the car (随车备件): topped up with what was used, when the old
        parts are handed in.
        """
        have = _flows(self.moves, Spot(with_technician(person)))
        old = _flows(self.own, Spot(with_technician(person), "defective"))
        leaves = LAST_DAYS.get(person)
        times = [
            at_clock(date.fromisoformat(day), 13, 40 + 4 * number) + timedelta(seconds=7 * number)
            for day in TOPPED_UP
            if leaves is None or day < leaves
        ]
        ends = [*times, END]
        used: dict[str, list[int]] = {}
        for part in sorted({part for _, part, _ in have}):
            used[part] = [_most_needed(have, part, end) for end in ends]
        first = dict(KIT)
        for part, needs in used.items():
            steps = [later - before for before, later in zip([0, *needs], needs, strict=False)]
            if max(steps):
                first[part] = max(steps)
        start = at_clock(date(2026, 8, 3), 8, 44 + 3 * number) + timedelta(seconds=11 * number + 3)
        self._write(
            f"kit of {person}",
            start,
            "kit_lent",
            _lines(first),
            technician=person,
            reason="随车备件",
        )
        for index, at in enumerate(times):
            topped = {
                part: needs[index] - (needs[index - 1] if index else 0)
                for part, needs in used.items()
            }
            topped = {part: count for part, count in topped.items() if count}
            self._hand_in_old(person, old, at - timedelta(minutes=2))
            if topped:
                name = f"topped up {person} {at.date()}"
                self._write(
                    name, at, "kit_lent", _lines(topped), technician=person, reason="补足随车备件"
                )
        if leaves is not None:
            at = at_clock(date.fromisoformat(leaves) - timedelta(days=1), 16, 10)
            self._hand_in_old(person, old, at - timedelta(minutes=2))
            used_up = {
                part: needs[-1] - (needs[-2] if times else 0) for part, needs in used.items()
            }
            rest = {part: count - used_up.get(part, 0) for part, count in first.items()}
            lines = _lines({part: count for part, count in rest.items() if count})
            told = {"technician": person, "reason": "离职交回"}
            self._write(f"kit back {person}", at, "kit_returned", lines, **told)

    def _hand_in_old(self, person: str, old: list[Flow], at: datetime) -> None:
        """The old parts that were taken out without a loan."""
        there = {part: _least_from(old, part, at) for part in sorted({flow[1] for flow in old})}
        there = {part: count for part, count in there.items() if count > 0}
        if not there:
            return
        for part, count in there.items():
            old.append((at, part, -count))
        name = f"old parts {person} {at.date()}"
        lines = _lines(there, "defective")
        self._write(name, at, "kit_returned", lines, technician=person, reason="旧件交回")

    # What happened once

    def _special(self) -> None:
        match self.office:
            case "SZ":
                self._transfer_out("2026-09-16", (15, 22), "WH", TRANSFER, "武汉断货，先调一批")
                at = _moment("2026-10-20", 10, 35)
                self._type("move", at, put_elsewhere("SZ", "P-1016", "A-1-07"))
                self._receive_what_was_lent()
            case "WH":
                self._take_in()
                at, price = _moment("2026-09-23", 14, 12), Decimal("26.00")
                lines = [StockLine(part="P-1063", count=4, price=price, position="E-1-01")]
                bill = {"source": "supplier", "bill": "04420917", "reason": "客户等着装，本地先买"}
                self._write("bought", at, "received", lines, **bill)
            case "SH":
                self._transfer_out("2026-10-30", (16, 38), "BJ", ON_THE_WAY, "北京月底缺货")
                self._received_wrongly()
            case "BJ":
                lines = [StockLine(part="P-1064", count=2)]
                at = _moment("2026-10-14", 16, 10)
                self._write("scrap", at, "scrapped", lines, reason="过期结块，不能再用")

    def _transfer_out(
        self, day: str, clock: tuple[int, int], to: str, what: dict[str, int], reason: str
    ) -> None:
        lines = _lines(what)
        name = f"to {to}"
        self._write(name, _moment(day, *clock), "transferred", lines, to_office=to, reason=reason)

    def _take_in(self) -> None:
        """The transfer from Shenzhen: of one line a piece is missing."""
        at, missing = _moment("2026-09-18", 10, 16), 1
        line = sorted(TRANSFER).index("P-1029") + 1
        told = [TakenInLine(line=line, count=TRANSFER["P-1029"] - missing)]
        self._type("in", at, taken_in("SZ to WH", told, "外箱压破，少一只喷头"))
        for part, count in TRANSFER.items():
            self.good.append((at, part, count - (missing if part == "P-1029" else 0)))

    def _receive_what_was_lent(self) -> None:
        """What was lent before the books had it comes into them the next working day."""
        lent = next(move for move in self.moves if move.is_unbooked)
        at = self.calendar.next_opening(at_clock(lent.at.date() + timedelta(days=1), 0))
        at += timedelta(minutes=52)
        lines = [StockLine(part=lent.part, count=4, price=_price(lent.part, at), position="C-1-03")]
        told = {"source": "headquarters", "number": "ZB2610-0388"}
        self._write("lent before", at, "received", lines, **told)

    def _received_wrongly(self) -> None:
        """Ten were typed for one: voided, and written anew."""
        at = _moment("2026-09-09", 14, 5)
        told = {"source": "headquarters", "number": "ZB2609-0176"}
        for name, count, minutes in (("wrong", 10, 0), ("right", 1, 14)):
            moment = at + timedelta(minutes=minutes)
            lines = [StockLine(part="P-1045", count=count, price=_price("P-1045", at))]
            self._write(name, moment, "received", lines, **told)
        moment = at + timedelta(minutes=12)
        self._type("void", moment, voided("SH wrong", "数量多打一个零，另录"))
        self.good.append((moment, "P-1045", -10))

    # Month by month

    def _send_back(self) -> None:
        """坏料回仓: defective parts go back to headquarters; of the last month not yet everywhere."""
        for day in ("2026-09-02", "2026-09-29", "2026-10-28"):
            if day > "2026-10" and self.office in ("WH", "CD"):
                continue
            at = _moment(day, 15, 5 + 7 * _DAYS_AFTER[self.office])
            parts = sorted({part for _, part, _ in self.bad})
            there = {part: _least_from(self.bad, part, at) for part in parts}
            there = {part: count for part, count in there.items() if count > 0}
            lines = _lines(there, "defective")
            number = f"HC{day[2:4]}{day[5:7]}-{self.office}"
            self._write(f"back {day}", at, "sent_back", lines, number=number, reason="坏料回仓")

    def _count(self) -> None:
        """盘点, once a month; Shenzhen before the holidays, with the afternoon off for it."""
        for day in ("2026-08-31", "2026-09-30", "2026-10-30"):
            month = int(day[5:7])
            differences = COUNT_DIFFERENCES.get((self.office, month), {})
            is_holiday = self.office == "SZ" and month == 9
            at = _moment(day, 16 if is_holiday else 18, 25 + 3 * _DAYS_AFTER[self.office])
            self._type(f"count {day}", at, counted(self.office, differences))
            for part, (more, _) in differences.items():
                self.good.append((at, part, more))

    # What came

    def _deliver(self) -> None:
        """What was there at first, and what headquarters sent: enough until the next time, and what
        every store should have.
        """
        days = [date.fromisoformat(day) for day in DELIVERED]
        days = [day + timedelta(days=_DAYS_AFTER[self.office]) for day in days]
        times = [at_clock(day, 10, 20 + 6 * _DAYS_AFTER[self.office]) for day in days]
        came: list[dict[str, int]] = [{} for _ in times]
        first: dict[str, int] = {}
        for part in PARTS:
            if (self.office, part) not in NEVER_HERE:
                first[part], *later = self._amounts(part, times)
                for sent, count in zip(came, later, strict=True):
                    sent[part] = count
        opened = at_clock(date(2026, 8, 3), 8, 31) + timedelta(seconds=20 + len(self.office))
        lines = [self._at_first(part, count) for part, count in first.items() if count]
        do = written(f"{self.office} opening", "received", self.office, lines, source="opening")
        deed = OfficeDeed(opened, self.office, f"{self.office} opening", self.by, do, COUNTED_FIRST)
        self.done.append(deed)
        for number, (at, sent) in enumerate(zip(times, came, strict=True), 1):
            lines = [
                StockLine(part=part, count=count, price=_price(part, at))
                for part, count in sent.items()
                if count
            ]
            note = f"ZB{at:%y%m}-{100 * number + 10 * _DAYS_AFTER[self.office] + len(lines):04d}"
            told = {"source": "headquarters", "number": note}
            self._write(f"delivery {number}", at, "received", lines, **told)

    def _at_first(self, part: str, count: int) -> StockLine:
        serials = list(BOARDS[self.office]) if part in BY_NUMBER else []
        return StockLine(
            part=part,
            count=len(serials) or count,
            serials=serials,
            price=_price(part, COUNTED_FIRST),
            position=PARTS[part].position,
        )

    def _amounts(self, part: str, times: list[datetime]) -> list[int]:
        """How many at first, and with each delivery."""
        dice, least = Dice("store", self.office, part), PARTS[part].minimum
        if part in BY_NUMBER:
            return [len(BOARDS[self.office]), *(0 for _ in times)]
        flows = sorted(flow for flow in self.good if flow[1] == part)
        is_low = (self.office, part) in RUN_OUT
        if not any(at.date() > date(2026, 8, 3) for at, _, _ in flows):
            return self._unused(part, flows, dice, times)
        out, there = [], 0
        for since, until in zip([COUNTED_FIRST, *times], [*times, END], strict=True):
            within = [count for at, _, count in flows if since < at <= until]
            lowest = min([0, *_sums(within)])
            wanted = -lowest + (0 if is_low else least + dice.between(0, 2))
            more = max(0, wanted - there)
            out.append(more)
            there += more + sum(within)
        return out

    def _unused(self, part: str, flows: list[Flow], dice: Dice, times: list[datetime]) -> list[int]:
        """Of what nobody used some lies there since the first day, some came since, some never."""
        taken, least = -sum(count for _, _, count in flows), PARTS[part].minimum
        none = [0 for _ in times]
        match dice.weighted({"first": 5, "later": 3, "none": 2}):
            case "later" if not taken:
                return [0, 0, 0, least, 0, 0]
            case "none" if not taken:
                return [0, *none]
        return [taken + least, *none]


def _flows(moves: Iterable[Move], spot: Spot) -> list[Flow]:
    """What tickets brought there, since it is typed, and took from it."""
    return [
        (
            move.typed if move.goes == spot else move.at,
            move.part,
            move.count * ((move.goes == spot) - (move.leaves == spot)),
        )
        for move in moves
        if spot in (move.goes, move.leaves)
    ]


def _sums(counts: Iterable[int]) -> Iterator[int]:
    """What they come to, one after the other."""
    there = 0
    for count in counts:
        there += count
        yield there


def _most_needed(flows: list[Flow], part: str, until: datetime) -> int:
    """How many had to be there at first for nobody to miss one until then."""
    counts = [count for at, each, count in sorted(flows) if each == part and at <= until]
    return -min([0, *_sums(counts)])


def _least_from(flows: list[Flow], part: str, at: datetime) -> int:
    """How many may leave then without one being missed later."""
    there = sum(count for moment, each, count in flows if each == part and moment <= at)
    later = [count for moment, each, count in sorted(flows) if each == part and moment > at]
    return there + min([0, *_sums(later)])


def _lines(parts: dict[str, int], condition: PartCondition = "good") -> list[StockLine]:
    return [
        StockLine(part=part, count=count, condition=condition)
        for part, count in sorted(parts.items())
    ]


def _moment(day: str, hour: int, minute: int) -> datetime:
    return at_clock(date.fromisoformat(day), hour, minute) + timedelta(seconds=17)


def _price(part: str, at: datetime) -> Decimal:
    """What one is worth that came then."""
    percent = _PERCENT["opening"]
    for since, share in _PERCENT.items():
        if since[0] == "2" and at.date().isoformat() >= since:
            percent = share
    return (Decimal(PARTS[part].price) * percent / 100).quantize(Decimal("0.01"))
