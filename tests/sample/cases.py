"""Stories of repairs in which something goes another way than planned: another office, another
customer, somebody who left, somebody who mistyped.
"""

from __future__ import annotations

from datetime import date

import msgspec

from sample.after import finish
from sample.desk import Case, Slip, at_clock
from sample.people import LAST_DAYS
from sample.robots import PARTS
from sample.steps import dispatch, hand_over, move_visit, ready, receive
from sample.stories import fixed_on_site, opening, quoted_first, reach, visit
from svc.model.tickets import Ticket, TicketEquipment, Warranty, value_in_head
from svc.rules.ticket.service import service_of


def visited(c: Case) -> None:
    """From the price to the end, once the customer was called."""
    lines = quoted_first(c)
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    fixed_on_site(c, lines)
    finish(c)


# Put right


def amended(c: Case) -> None:
    """One value is typed wrongly, and put right."""
    (field,) = c.extras
    what, slip = {
        "outcome": ("visited", Slip("outcome", lambda _: "completed", "处理结果选错，应为修好")),
        "parts": (
            "visited",
            Slip("parts", lambda right: [_other_part(c, right[0])], "备件编号抄错行，按出库单更正"),
        ),
        "rating": ("called_back", Slip("rating", _other_rating, "评价记错，听录音核实")),
        "technician": (
            "dispatched",
            Slip(
                "technician",
                lambda right: _other_technician(c, right),
                "派工选错了人，当时就说的是他",
            ),
        ),
        "at": (
            "arrived",
            Slip(
                "at",
                lambda right: right.replace(minute=0, second=0),
                "到场时间按整点填的，以回执为准",
            ),
        ),
    }[field]
    c.slips[what] = slip
    visit(c)


def _other_part(c: Case, part: dict[str, object]) -> dict[str, object]:
    fits = [code for code, each in PARTS.items() if c.model in each.models]
    return {**part, "part": next(code for code in fits if code != part["part"])}


def _other_rating(right: str) -> str:
    return "satisfied" if right == "fair" else "fair"


def _other_technician(c: Case, right: str) -> str:
    assert c.appointment is not None
    able = c.world.able(c.office, c.model, c.kind, c.appointment.date())
    return next((person.id for person in able if person.id != right), right)


def another_customer(c: Case) -> None:
    """The clerk has taken another customer's file: chosen anew before anybody is called."""
    receive(c)
    _choose_again(c, "客户档案点错一行，回电时发现")
    hand_over(c)
    reach(c)
    visited(c)


def another_machine(c: Case) -> None:
    """It is another machine of the customer's: that comes out in the call."""
    opening(c)
    _choose_again(c, "客户核对铭牌，坏的是另一台")
    visited(c)


def _choose_again(c: Case, reason: str) -> None:
    """Each value of the head that is another one is corrected, as `svc amend` does."""
    file, machine = c.other
    now, customer, contact = c.state.current, file.current, file.current.contacts[0]
    assert now.equipment is not None
    judged = c.world.judged(machine, now.received.date())
    why = judged.pop("reason")
    told = {"unit": customer.name, "address": customer.address, "zone": customer.zone}
    if file.id != c.customer.file:
        told |= {"phone": customer.phone, "contact": contact.name, "mobile": contact.mobile}
    wanted = msgspec.structs.replace(
        now,
        mode=None,
        customer=msgspec.structs.replace(
            c.customer, file=file.id, distance_km=customer.distance_km, **told
        ),
        equipment=TicketEquipment(
            model=machine.model,
            specification=machine.specification,
            serial=machine.serial,
            bought=machine.bought,
            warranty=Warranty(reason=c.world.words(why.says, **why.facts), **judged),
        ),
    )
    wanted = msgspec.structs.replace(wanted, mode=service_of(wanted).mode)
    c.pause(7)
    by = c.log[0].by
    (path, old, new), *others = _changes(now, wanted)
    c.say("corrected", by, field=path, old=old, new=new, reason=reason)
    for path, old, new in others:
        c.also("corrected", field=path, old=old, new=new, reason=reason)
    c.machine = machine
    file.busy[machine.serial] = at_clock(c.now.date().replace(year=9999), 0)


def _changes(now: Ticket, wanted: Ticket) -> list[tuple[str, str, str]]:
    """Each value that differs: path, as it stands, as it is to be."""
    before, after = msgspec.to_builtins(now), msgspec.to_builtins(wanted)
    paths = [("customer", name) for name in after["customer"]]
    paths += [("equipment", name) for name in after["equipment"] if name != "warranty"]
    paths += [("equipment", "warranty", name) for name in after["equipment"]["warranty"]]
    both = [
        (".".join(path), value_in_head(before, path), value_in_head(after, path))
        for path in (*paths, ("mode",))
    ]
    return [change for change in both if change[1] != change[2]]


# Visits and people


def missed(c: Case) -> None:
    """Nobody came: another day is agreed once the customer has called."""
    opening(c)
    lines = quoted_first(c)
    c.outcome = "fixed"
    dispatch(c)
    assert c.appointment is not None
    c.now = c.calendar.add(c.appointment, 60 * c.dice.between(50, 130))
    move_visit(
        c,
        "上一家抢修没有结束，约好的时间没赶到，已致歉",
        "工程师的车在高架上抛锚，没赶到，客户同意改期",
        "工程师漏看派工，客户来电才发现，站长已致歉",
    )
    ready(c)
    fixed_on_site(c, lines)
    finish(c)


def elsewhere(c: Case) -> None:
    """A customer of another office has called: that office acts."""
    office = c.world.customers.by_id(c.customer.file).office
    receive(c)
    c.wait(9)
    by, there = c.log[-1].by, c.world.settings.offices[office]
    c.say("office_changed", by, office=office, region=there.region, calendar=f"{there.calendar}@1")
    c.also("handed_over", to=c.lead, words=f"客户在{there.name}片区，电话打到了我们这里")
    reach(c)
    visited(c)


def left_turn(c: Case) -> None:
    """Whoever coordinated it leaves: the lead has it from here on."""
    c.coordinator = "qium"
    opening(c)
    _taken_over(c, "qium", c.role("lead"), visit=False)
    c.coordinator = ""
    visited(c)


HEIR = "jinh"
"""Who has the visits of the technician who leaves, from then on."""


def left_visit(c: Case) -> None:
    """The visit is agreed, and the technician leaves: another one comes at the same time."""
    opening(c)
    lines = quoted_first(c)
    c.outcome = "fixed"
    c.wait(20)
    c.technician, c.appointment = c.world.book(c, at_clock(_last_day("gongw"), 23), only=HEIR)
    c.say(
        "dispatched",
        c.lead,
        technician="gongw",
        appointment=c.appointment,
        agreed_with=c.contact,
        reasons="客户一直由他照管",
    )
    _taken_over(c, "gongw", c.technician, visit=True)
    ready(c)
    fixed_on_site(c, lines)
    finish(c)


def _taken_over(c: Case, whose: str, to: str, *, visit: bool) -> None:
    name = c.world.staff.name_of(whose)
    c.until(at_clock(_last_day(whose), 16, 30))
    c.say(
        "taken_over", c.role("manager"), whose=whose, to=to, visit=visit, reason=f"{name}离职交接"
    )


def _last_day(person: str) -> date:
    return date.fromisoformat(LAST_DAYS[person])
