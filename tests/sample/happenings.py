"""What happens to customers' files besides tickets: machines moved and sold, contacts, two files of
one customer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from sample.customers import Customers, File
from sample.desk import LANES, ZONE, World, round_of
from sample.dice import Dice
from sample.requests import PLACES
from svc.model.customers import OnAccount
from svc.model.money import CENT

Deed = tuple[datetime, Callable[[], None]]


def planned(world: World, customers: Customers) -> Iterator[Deed]:
    """Each with its moment; what can't be done any more at that time is left."""
    offices = ("SZ", "BJ", "SH", "WH", "CD")
    for index, (main, alias) in enumerate(customers.aliases):
        dice = Dice("merge", index)
        at = _moment(world, main.office, dice)
        yield at, partial(_merge, world, main, alias, at)
    for name, count, deed in (
        ("transfer", 7, _transfer), ("move", 10, _move), ("contact", 14, _contact), ("correct", 9, _correct),
        ("machine", 7, _machine), ("remark", 9, _remark), ("account", 8, _account), ("confirm", 48, _confirm),
    ):  # fmt: skip
        for index in range(count):
            dice = Dice(name, index)
            office = offices[index % 5]
            at = _moment(world, office, dice)
            yield at, partial(deed, world, customers, office, dice, at)


def newest(world: World, customers: Customers) -> Iterator[Deed]:
    """Among the customers of the newest desks a machine changes hands, once in each office."""
    for office in LANES:
        at = datetime(2026, 10, 28, 10, 21, 33, tzinfo=ZONE)
        files = [file for file in customers.of(office) if round_of(file.lane) == 2]
        yield at, partial(_hand_on, world, files, Dice("newest transfer", office), at)


def _moment(world: World, office: str, dice: Dice) -> datetime:
    start = datetime(2026, 8, 6, 9, 0, 0, tzinfo=world.calendar(office).zone)
    moment = world.calendar(office).add(start, 60 * dice.between(0, 56 * 8 * 60))
    return moment + timedelta(seconds=dice.between(1, 59))


def _file(customers: Customers, office: str, dice: Dice) -> File:
    return dice.pick(
        [f for f in customers.of(office) if f.is_in_use and not f.is_alias and len(f.log) < 6]
    )


def _merge(world: World, main: File, alias: File, at: datetime) -> None:
    """Two files of one customer: one becomes an alias of the other, nothing is deleted."""
    by = world.who(main.office, "lead")[0]
    now = alias.current
    alias.say("merged_into", by, at, file=main.id, reason="同一客户重复建档，电话地址相同")
    main.also("absorbed", by, at, file=alias.id, contacts=now.contacts, equipment=now.equipment)


def _transfer(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    """转让: the machine leaves one file and comes to another."""
    files = [f for f in customers.of(office) if f.is_in_use and not f.is_alias]
    _hand_on(world, files, dice, at)


def _hand_on(world: World, files: list[File], dice: Dice, at: datetime) -> None:
    one = dice.pick([file for file in files if len(file.current.equipment) > 2])
    other = dice.pick([file for file in files if file is not one])
    idle = [m for m in one.current.equipment if m.serial not in one.busy]
    if not idle:
        return
    machine = dice.pick(idle)
    by = world.who(one.office, "clerk")[0]
    one.say("equipment_left", by, at, serial=machine.serial, to=other.id, reason="门店转让")
    other.also("equipment_came", by, at, machine=machine, from_file=one.id)


def _account(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    """挂账: the customer may pay later, up to a sum."""
    file = _file(customers, office, dice)
    terms = OnAccount(
        days=dice.pick((15, 30, 30, 60)),
        limit=Decimal(dice.pick((3000, 5000, 20000))).quantize(CENT),
    )
    by = world.who(office, "lead")[0]
    file.say(
        "account_set", by, at, account=terms, reason=dice.pick(("年度框架协议", "连锁客户月结"))
    )


def _move(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    machine = dice.pick(file.current.equipment)
    place = dice.pick([p for p in PLACES if p != machine.place])
    file.say(
        "equipment_moved",
        world.who(office, "clerk")[0],
        at,
        serial=machine.serial,
        place=place,
        reason="厨房改造移机",
    )


def _contact(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    file.say("contact_added", world.who(office, "clerk")[0], at, contact=customers.contact(dice))


def _correct(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    old = file.current.phone
    file.say(
        "corrected",
        world.who(office, "clerk")[0],
        at,
        field="phone",
        old=old,
        new=customers.names.phone(office),
        reason="客户换了总机号码",
    )


def _machine(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    machine = dice.pick(file.current.equipment)
    if machine.software:
        file.say(
            "equipment_corrected",
            world.who(office, "technician")[0],
            at,
            serial=machine.serial,
            field="software",
            old=machine.software,
            new="V3.8",
            reason="现场核对版本",
        )
    else:
        file.say(
            "equipment_corrected",
            world.who(office, "technician")[0],
            at,
            serial=machine.serial,
            field="environment",
            old="",
            new="靠洗碗间，潮气较大",
            reason="上门记录",
        )


def _remark(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    words = dice.pick(
        (
            "十点半到十三点不接电话",
            "货车只能从后门进",
            "付款需总部审批，约五个工作日",
            "喜欢微信联系",
            "地库限高 2.1 米",
        )
    )
    file.say("remarked", world.who(office, "clerk")[0], at, words=words)


def _confirm(world: World, customers: Customers, office: str, dice: Dice, at: datetime) -> None:
    file = _file(customers, office, dice)
    file.say("confirmed", world.who(office, "clerk")[0], at)
