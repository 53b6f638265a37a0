"""A machine in our keeping: brought in, taken along, sent to the factory, and given back."""

from __future__ import annotations

from typing import Any

from sample.after import collect, defer, finish, quote, quote_lines
from sample.desk import Case
from sample.steps import back, dispatch, on_site, ready, receive, repair_fields
from sample.stories import opening
from svc.rules.ticket.paid_work import customer_pays, gaps_before

ACCESSORIES = {
    "CR": ("电源线", "料盒 4 个", "搅拌桨", "接油盘", "说明书"),
    "FF": ("电源线", "炸篮 2 个", "滤油桶", "说明书"),
    "NB": ("电源线", "面篓 6 个", "缸盖", "说明书"),
}
"""What comes with the machines that are brought in."""


def bring_in(c: Case) -> None:
    """接待: received against a voucher, condition and accessories signed."""
    desk = c.role("receptionist")
    if c.state.status == "":
        receive(c, by=desk)
        c.pause(9)
    more = (
        {"signed_by": c.contact}
        if not c.dice.chance(0.06)
        else {"unsigned": "送货司机代送，无签字权"}
    )
    agreed = c.working_day(c.dice.between(2, 4), 16, 0) if c.dice.chance(0.4) else None
    c.say(
        "brought_in",
        desk,
        place="客户机库房",
        condition=c.dice.pick(
            ("外观完好，开机无显示", "外壳右侧有划痕，其余完好", "油污较重，配件齐全", "外观完好")
        ),
        configuration="与标准配置一致",
        parts_ours=True,
        accessories=c.dice.some(ACCESSORIES[c.model[:2]], c.dice.between(1, 3)),
        ready_by=agreed,
        **more,
    )
    c.wait(40)
    c.say("placed", c.bench, place="维修区")


def mend(c: Case) -> list[Any]:
    """On the bench, within three working days mostly; then the customer is told. Misuse that is
    found is quoted and agreed to first; gives what is to be charged for it.
    """
    c.technician = c.bench
    c.wait(c.dice.weighted({160: 5, 420: 5, 800: 3, 1500: 1}))
    fields = repair_fields(c)
    lines: list[Any] = []
    if fields.get("evidence") and c.state.account.agreed is None:
        lines = quote_lines(c, travel=False)
        evidence = fields["evidence"]
        quote(c, lines, by=c.role("receptionist"), cause="misuse", evidence=evidence)
        c.wait(30)
    c.say("repaired", c.bench, place="修复区", **fields)
    tell_ready(c)
    return lines


def tell_ready(c: Case) -> None:
    c.wait(20)
    desk = c.role("receptionist")
    if c.dice.chance(0.2):
        c.say(
            "not_reached",
            desk,
            purpose="pickup",
            reason=c.dice.pick(("无人接听", "占线")),
            next=c.calendar.add(c.now, 7200),
        )
        c.wait(120)
    c.say("told_ready", desk, spoke_to=c.contact)


def hand_back(c: Case, lines: list[Any] | None = None) -> None:
    c.now = (
        c.working_day(c.dice.weighted({0: 2, 1: 5, 2: 3}), 15, c.dice.between(0, 59))
        if c.now.hour < 15
        else c.working_day(1, 10, c.dice.between(0, 59))
    )
    if lines:
        collect(c, lines, on_site=False)
        if gaps_before(c.state, "hand_over"):  # a transfer: it may take some days
            c.pause(3)
            defer(c)
    c.pause(5)
    c.say(
        "picked_up",
        c.role("receptionist"),
        signed_by=c.contact,
        voucher=c.dice.pick(("", "", "", "取机凭证遗失，核对身份证和来电号码")),
    )


def walk_in(c: Case) -> None:
    bring_in(c)
    lines = []
    if customer_pays(c.state):
        c.wait(100)
        lines = quote_lines(c, travel=False)
        quote(c, lines, by=c.role("receptionist"))
    lines += mend(c)
    hand_back(c, lines)
    finish(c)


def taken_along(c: Case) -> None:
    """It can't be done on the spot: the machine comes along to the office."""
    opening(c)
    c.outcome = "taken_along"
    dispatch(c)
    ready(c)
    on_site(
        c,
        "taken_along",
        found=c.dice.pick(c.fault.found),
        done="现场条件不具备，征得客户同意带回站内维修",
        cause="unknown",
        minutes=50,
    )
    back(c)
    c.pause(15)
    bring_in(c)
    hand_back(c, mend(c))
    finish(c)


def factory(c: Case, *, walk: bool, replaced: bool = False) -> None:
    """返厂: shipped with its papers, back with what was done; sometimes another machine comes
    instead.
    """
    if walk:
        bring_in(c)
        c.wait(300)
    else:
        opening(c)
        c.outcome = "to_factory"
        dispatch(c)
        ready(c)
        on_site(
            c,
            "to_factory",
            found=c.dice.pick(c.fault.found),
            done="现场无法修复，已向客户说明并留底，办理返厂",
            cause="quality",
            minutes=55,
        )
        back(c)
        c.wait(90)
    carrier, letters = c.dice.pick((("德邦物流", "DPK"), ("顺丰快运", "SF"), ("跨越速运", "KY")))
    c.say(
        "shipped",
        c.role("parts"),
        carrier=carrier,
        number=f"{letters}{c.dice.digits(10)}",
        paid_by="us",
        reason=f"{c.fault.judged}，需返厂处理",
    )
    c.now = c.working_day(c.dice.between(5, 12), 10, c.dice.between(0, 59))
    machine = c.ticket.equipment
    assert machine is not None
    other = ""
    if replaced:
        other = c.world.another_machine(c)
    done = "工厂更换总成并老化测试 8 小时" if not other else "工厂判定无修复价值，换新机发回"
    c.say(
        "returned",
        c.role("receptionist" if other else "parts"),
        carrier="德邦物流",
        number=f"DPK{c.dice.digits(10)}",
        place="修复区",
        done=done,
        replaced_by=other,
    )
    if other:
        c.pause(12)
        c.also("machine_replaced", old_serial=machine.serial, new_serial=other, reason=done)
        c.world.replaced(c, machine.serial, other)
    tell_ready(c)
    hand_back(c)
    finish(c)
