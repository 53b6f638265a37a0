"""The customers and their machines: files opened before the first day, and what happens to them in
three months.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from sample.desk import (
    ADDED_LANES,
    LANES,
    NEWEST_LANES,
    SECOND_LANES,
    STORE_LANES,
    ZONE,
    World,
)
from sample.dice import Dice
from sample.names import JOBS, TOWNS, Names
from sample.requests import PLACES
from sample.robots import MODELS
from svc.model.customers import CUSTOMER_CATALOGUE, Contact, Customer, Equipment, OnAccount
from svc.model.ids import CustomerId
from svc.model.records import judge_event
from svc.model.service import Contract
from svc.rules.ticket.customers import replay_customer

COUNTS = {"SZ": 35, "BJ": 27, "SH": 30, "WH": 22, "CD": 21}
ALIASES = {"SZ": 2, "BJ": 1, "SH": 2, "WH": 1, "CD": 1}
"""Files that turn out to be of a customer who has one already."""
ROUND_THE_CLOCK = ("SZ", "SZ", "BJ", "SH", "SH", "WH", "CD")
"""Customers with a 24×7 contract, by office."""
MORE = {"SZ": 13, "BJ": 11, "SH": 12, "WH": 11, "CD": 11}
"""Customers that were added later."""
NEWEST = 8
"""Customers of each office that were added after that."""
FOR_STORE = 6
"""Customers of each office that came with the store and the cash desk."""
TERMS = {
    "full": Contract(
        name="年度全保", since=date(2026, 1, 1), until=date(2026, 12, 31),
        free=["labour", "parts", "travel"],
    ),
    "partial": Contract(
        name="年度人工保", since=date(2026, 3, 1), until=date(2027, 2, 28), free=["labour", "travel"]
    ),
    "over": Contract(
        name="年度全保", since=date(2025, 7, 1), until=date(2026, 6, 30),
        free=["labour", "parts", "travel"],
    ),
    "night": Contract(
        name="24x7", since=date(2026, 4, 1), until=date(2027, 3, 31),
        free=["labour", "parts", "travel"],
    ),
}  # fmt: skip
"""Contracts that are on file: one of each in every office."""
AGES = {4: 30, 11: 22, 20: 22, 38: 18, 55: 8}
NEWER = {4: 45, 7: 25, 20: 12, 38: 18}
MIXED = {4: 45, 38: 55}
"""Of how many machines of a hundred how old they are, in months."""
FIRST_DAY = date(2026, 8, 1)


class File:
    """One customer's file; its log is written in the order of time, like the sample itself."""

    def __init__(self, world: World, head: Customer, dice: Dice) -> None:
        self.world = world
        self.customer = head
        self.dice = dice
        self.log: list[Any] = []
        self.typed: list[Any] = []  # those of the log that are typed about this file
        self.is_in_use = False  # nothing happens to some before the customer's first ticket
        # serial number → until when a ticket of the machine is open
        self.busy: dict[str, datetime] = {}
        self.tickets = 0
        self.is_added = False  # one of those that were added later
        self.on_account = False  # its tickets are those of the account
        self.covered = ""  # by what contract, one of sample.plan.CONTRACTS
        self._machines, self._seen = head.equipment, 0

    @property
    def id(self) -> str:
        return self.customer.id

    @property
    def office(self) -> str:
        return self.customer.office

    @property
    def lane(self) -> str:
        """Of the desk that opened it."""
        return self.id.partition("-")[2][0]

    @property
    def current(self) -> Customer:
        return replay_customer(msgspec.structs.replace(self.customer, log=self.log)).current

    @property
    def machines(self) -> list[Equipment]:
        """The machines as they stand now; replayed only when something was recorded."""
        if self._seen != len(self.log):
            self._machines, self._seen = self.current.equipment, len(self.log)
        return self._machines

    def is_idle(self, machine: Equipment, at: datetime) -> bool:
        """Whether no ticket of the machine is open then."""
        return self.busy.get(machine.serial, at) <= at

    @property
    def is_alias(self) -> bool:
        return any(event.__struct_config__.tag == "merged_into" for event in self.log)

    def open(self, at: datetime, by: str) -> None:
        self.customer = msgspec.structs.replace(self.customer, opened=at)
        self.is_in_use = True
        self.say("opened", by, at, digest="0" * 16)

    def say(self, what: str, by: str, at: datetime, **fields: Any) -> None:
        """What a command is to write into the file; never earlier than the last."""
        self.typed.append(self.also(what, by, at, **fields))

    def also(self, what: str, by: str, at: datetime, **fields: Any) -> Any:
        """What a command about a ticket, or another file, writes into this one."""
        at = max(at, self.log[-1].typed if self.log else at)
        kind, seq, id = CUSTOMER_CATALOGUE[what].event, len(self.log) + 1, self.dice.event_id()
        self.log.append(judge_event(kind(seq=seq, id=id, at=at, typed=at, by=by, **fields)))
        return self.log[-1]


class Customers:
    """All of them, and the names and numbers that are still to be given."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.names = Names()
        self.serials: dict[str, int] = {}
        self.files: list[File] = []
        self._numbers: dict[tuple[str, str], int] = {}
        for office, count in COUNTS.items():
            for number in range(count):
                self._add(office, number)
        self.aliases: list[tuple[File, File]] = []
        for office, count in ALIASES.items():
            for number in range(count):
                self._alias(office, number)
        for index, office in enumerate(ROUND_THE_CLOCK):
            near = [file for file in self.of(office) if file.customer.zone == "inside"]
            file = near[3 + 4 * ROUND_THE_CLOCK[:index].count(office)]
            file.customer = msgspec.structs.replace(file.customer, contract="24x7")
            file.covered = "unfiled"
        self._open_all()

    def add_more(self) -> None:
        """Customers of the desks that were added later, with their contracts and with telephone
        numbers as people write them.
        """
        for office, count in MORE.items():
            clerk, lead = self.world.who(office, "clerk")[-1], self.world.who(office, "lead")[0]
            moment = datetime(2026, 7, 28, 9, 4, 27, tzinfo=ZONE)
            terms = list(TERMS.items())
            for number in range(count):
                file = self._add(office, 100 + number, ADDED_LANES[office])
                file.is_added = True
                phone = _as_written(file.customer, number)
                file.customer = msgspec.structs.replace(file.customer, phone=phone)
                moment = self.world.calendar(office).add(moment, 60 * file.dice.between(15, 40))
                file.open(moment, clerk)
                if terms and file.customer.zone == "inside":
                    file.covered, contract = terms.pop(0)
                    moment += timedelta(minutes=file.dice.between(2, 6))
                    file.say("contract_set", lead, moment, contract=contract, reason="合同录入")

    def add_newest(self) -> None:
        """Customers of the newest desks."""
        self._add_for(NEWEST_LANES, datetime(2026, 7, 29, 9, 12, 40, tzinfo=ZONE), NEWEST, 200)

    def add_for_store(self) -> None:
        """Customers of the desks that came with the store; the first of each office is on account."""
        self._add_for(STORE_LANES, datetime(2026, 7, 30, 9, 8, 15, tzinfo=ZONE), FOR_STORE, 300)
        for office in STORE_LANES:
            files = [file for file in self.of(office) if file.lane == STORE_LANES[office]]
            file = next(f for f in files if any(m.bought < "2024-08" for m in f.machines))
            file.on_account = True
            lead = self.world.who(office, "lead")[0]
            terms = OnAccount(days=45, limit=Decimal("20000.00"))
            moment = file.log[-1].typed + timedelta(minutes=file.dice.between(8, 20))
            file.say("account_set", lead, moment, account=terms, reason="年度框架协议，按月对账")

    def _add_for(
        self, lanes: dict[str, str], moment: datetime, count: int, first_number: int
    ) -> None:
        """So many customers of each of these desks, taken down from this moment on."""
        for office, lane in lanes.items():
            at = moment
            for number in range(count):
                file = self._add(office, first_number + number, lane)
                file.is_added = True
                at = self.world.calendar(office).add(at, 60 * file.dice.between(15, 40))
                file.open(at, self.world.who(office, "clerk")[-1])

    def of(self, office: str) -> list[File]:
        return [file for file in self.files if file.office == office]

    def by_id(self, id: str) -> File:
        return next(file for file in self.files if file.id == id)

    def standing(self, id: str) -> File:
        """The customer's file: the one with this number, or the one that has absorbed it."""
        file = self.by_id(id)
        merged = next(
            (event.file for event in file.log if event.__struct_config__.tag == "merged_into"), ""
        )
        return self.standing(merged) if merged else file

    def machine(self, model: str, bought: date, dice: Dice, place: str = "") -> Equipment:
        """A machine that no other file has; the first machines of a year have low numbers."""
        key = f"{model.replace('-', '')}-{bought:%y}"
        self.serials[key] = self.serials.get(key, dice.between(3, 40)) + dice.between(1, 9)
        return Equipment(
            serial=f"{key}-{self.serials[key]:04d}",
            model=model,
            specification=MODELS[model].specification,
            bought=bought.isoformat(),
            place=place or dice.pick(PLACES),
            installed=bought + timedelta(days=dice.between(4, 20)),
            software=f"V3.{dice.between(0, 6)}" if model.startswith("CR") else "",
        )

    def contact(self, dice: Dice) -> Contact:
        return Contact(name=self.names.person(), mobile=self.names.mobile(), job=dice.pick(JOBS))

    def _add(self, office: str, number: int, lane: str = "") -> File:
        dice = Dice("customer", office, number)
        town = TOWNS[office]
        zone = dice.weighted({"inside": 76, "near": 16, "far": 8})
        place, km = "", dice.between(2, 30)
        if zone != "inside":
            place, km = dice.pick(town.near if zone == "near" else town.far)
        head = Customer(
            id=self._number(office, number, lane),
            status="active",
            opened=datetime(2026, 7, 20, 9, 0, tzinfo=ZONE),
            office=office,
            region=self.world.settings.offices[office].region,
            sort="dealer" if number % 17 == 16 else "end_user",
            name=self.names.unit(office),
            address=self.names.address(office, place),
            phone=self.names.phone(office),
            contacts=[self.contact(dice) for _ in range(dice.weighted({1: 5, 2: 4, 3: 1}))],
            zone=zone,
            distance_km=km,
            cared_for_by=dice.pick(self.world.who(office, "technician")),
            equipment=self._machines(dice, _ages(lane)),
            log=[],
        )
        self.files.append(File(self.world, head, Dice("file", head.id)))
        return self.files[-1]

    def _number(self, office: str, number: int, lane: str = "") -> str:
        usual = SECOND_LANES.get(office, LANES[office]) if number % 3 == 2 else LANES[office]
        lane = lane or usual
        self._numbers[office, lane] = self._numbers.get((office, lane), 0) + 1
        return str(CustomerId(office, lane, self._numbers[office, lane]))

    def _machines(self, dice: Dice, ages: dict[int, int]) -> list[Equipment]:
        count = dice.weighted({1: 16, 2: 34, 3: 24, 4: 14, 5: 7, 7: 5})
        first = dice.weighted({name: model.share for name, model in MODELS.items()})
        machines = []
        for index in range(count):
            model = (
                first
                if dice.chance(0.45)
                else dice.weighted({m.name: m.share for m in MODELS.values()})
            )
            months = dice.weighted(ages)
            bought = FIRST_DAY - timedelta(days=30 * months - dice.between(1, 110))
            machines.append(
                self.machine(
                    model,
                    min(bought, FIRST_DAY - timedelta(days=12)),
                    dice,
                    PLACES[index] if count > 3 else "",
                )
            )
        return machines

    def _alias(self, office: str, number: int) -> None:
        """The same customer once more, under the name somebody else took down."""
        dice = Dice("alias", office, number)
        main = self.of(office)[5 + number * 6]
        head = main.customer
        name = head.name.removesuffix("有限公司").removeprefix(
            TOWNS[office].name.removesuffix("市")
        )
        alias = msgspec.structs.replace(
            head,
            id=self._number(office, 2),
            name=name if name != head.name else f"{name}（后厨）",
            contacts=[self.contact(dice)],
            equipment=[
                self.machine(
                    head.equipment[0].model, date(2025, 5, 12) + timedelta(days=number), dice
                )
            ],
        )
        file = File(self.world, alias, Dice("file", alias.id))
        self.files.append(file)
        self.aliases.append((main, file))

    def _open_all(self) -> None:
        """Before the first day the clerks put the old card index in; of the last of each office
        nothing is heard for a while.
        """
        alias_files = [alias for _, alias in self.aliases]
        for office in COUNTS:
            clerk = self.world.who(office, "clerk")[-1]
            calendar = self.world.calendar(office)
            moment = datetime(2026, 7, 20, 8, 40, 11, tzinfo=ZONE)
            known = [file for file in self.of(office) if file not in alias_files]
            for file in (*known, *alias_files):
                if file.office == office:
                    moment = calendar.add(moment, 60 * file.dice.between(40, 110)) + timedelta(
                        seconds=file.dice.between(1, 50)
                    )
                    file.open(moment, clerk)
                    file.is_in_use = file not in known[-3:]


def _ages(lane: str) -> dict[int, int]:
    """How old the machines are of a customer whom this desk took down; empty: one of the first."""
    if lane in STORE_LANES.values():
        return MIXED
    return NEWER if lane else AGES


def _as_written(customer: Customer, number: int) -> str:
    """The telephone as somebody wrote it down: with an extension, or with a second number."""
    phone, mobile = customer.phone, customer.contacts[0].mobile
    forms = (phone, f"{phone}-80{number % 10}", f"{phone}、{mobile}", f"{phone} 转 {number + 801}")
    return forms[number % len(forms)]
