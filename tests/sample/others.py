"""The other kinds of tickets: questions, upkeep, installations, complaints, exchanges, and what
else customers want.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sample import requests
from sample.after import call_back, close, collect, finish, quote, quote_lines
from sample.desk import Case
from sample.steps import back, contact, dispatch, hand_over, on_site, ready, receive, reply
from svc.model.typed_text import UNKNOWN
from svc.rules.ticket.paid_work import customer_pays


def inquiry(c: Case, answer: str) -> None:
    """Answered at once, or by a specialist within a working day."""
    receive(c)
    if c.dice.chance(0.3):
        specialist = c.world.who(c.office, "specialist")[c.dice.between(0, 1)]
        c.pause(4)
        c.say("asked", c.role("clerk"), to=specialist, question=c.ticket.symptom)
        c.wait(c.dice.weighted({90: 6, 300: 3, 1100: 1}))
        c.say("answered", specialist, answer=answer, spoke_to=c.contact, guided=False)
    else:
        c.pause(5)
        c.say("answered", c.role("clerk"), answer=answer, spoke_to=c.contact, guided=False)
    finish(c)


def suggestion(c: Case) -> None:
    receive(c)
    hand_over(c)
    c.wait(90)
    c.say(
        "answered",
        c.lead,
        answer=c.dice.pick(
            (
                "已登记并转研发评估，谢谢您的建议",
                "已列入下一版改进清单，有进展再告知",
                "现有选配件可以解决，已发资料",
            )
        ),
        spoke_to=c.contact,
        guided=False,
    )
    c.pause(20)
    c.say("passed_on", c.lead, to="研发部", words=f"客户改进建议：{c.ticket.symptom}")
    finish(c)


def at_the_customer(
    c: Case, *, judged: str, remedy: str, found: str, done: str, minutes: int = 80, labour: str = ""
) -> None:
    """A visit that is no repair: upkeep, training, inspection, survey, upgrade; paid ones are
    quoted first.
    """
    there = c.kind != "survey"  # a survey comes before the machine
    receive(c)
    hand_over(c)
    contact(c, judged=judged)
    reply(
        c,
        remedy=remedy,
        prepare=c.dice.pick(
            ("请安排设备停用两小时", "避开开餐时间", "请准备好电源和水源")
            if there
            else ("请负责人到场", "请备好厨房图纸")
        ),
    )
    lines = []
    if customer_pays(c.state) and labour:
        lines = quote_lines(c, labour=labour, part=False)
        c.wait(15)
        quote(c, lines, by=c.role("clerk"))
    c.outcome = "completed"
    dispatch(c)
    ready(c)
    on_site(
        c,
        "completed",
        found=found,
        done=done,
        cause="other",
        minutes=minutes,
        condition="运行正常" if there else "",
    )
    back(c)
    if c.kind == "inspection":
        for point, tolerance, good, _ in c.dice.some(requests.MEASURES[:5], 3):
            c.pause(3)
            c.say(
                "measured",
                c.technician,
                at=c.visit.at,
                point=point,
                value=good,
                tolerance=tolerance,
                within=True,
            )
    if lines:
        collect(c, lines, on_site=c.dice.chance(0.3))
    finish(c)


def installation(c: Case) -> None:
    """Ordered a week ahead; parts accepted by three parties; measured, put right, measured again;
    accepted.
    """
    receive(c)
    hand_over(c)
    start = c.working_day(c.dice.between(9, 14), 9, 30)
    c.wait(c.dice.pick((30, 60, 200)))
    if c.dice.chance(0.1):
        start = c.working_day(4, 9, 30)  # issued too late
    c.say(
        "order_issued", c.lead, number=f"ZL-26{start:%m}-{c.office}{c.dice.digits(3)}", start=start
    )
    contact(c, judged="新机安装调试，资料与现场条件已核对")
    reply(
        c, remedy="按约定日期开箱点件、安装调试、验收", prepare="水电排烟到位，现场清空，三方到场"
    )
    c.outcome = "completed"
    dispatch(c, not_before=start, whole_day=True)
    ready(c)
    assert c.appointment is not None
    c.now = c.appointment - timedelta(minutes=c.dice.between(2, 9))
    c.say("arrived", c.technician, met=c.contact)
    c.pause(25)
    good = c.dice.chance(0.9)
    if c.ticket.equipment and c.ticket.equipment.serial == "unknown":
        c.say(
            "corrected",
            c.technician,
            field="equipment.serial",
            old="unknown",
            new=c.machine.serial,
            reason="开箱核对铭牌补录",
        )
        c.pause(4)
    c.say(
        "parts_accepted",
        c.technician,
        signatures=_signatures(c),
        missing=[] if good else ["随机工具包"],
    )
    c.say("remarked", c.technician, words="开箱完好" if good else "开箱：缺随机工具包，已补发")
    fails = c.dice.between(0, 7) if c.dice.chance(0.35) else -1
    for number, (point, tolerance, value, bad) in enumerate(requests.MEASURES):
        if number not in (0, 1, 3, 4, fails) and not c.dice.chance(0.4):
            continue
        c.pause(12)
        c.say(
            "measured",
            c.technician,
            point=point,
            value=bad if number == fails else value,
            tolerance=tolerance,
            within=number != fails,
        )
        if number == fails:
            to, remedy = requests.DEFECTS[point]
            c.pause(6)
            c.say("defect_reported", c.technician, to=to, defect=f"{point} {bad}，要求 {tolerance}")
            c.pause(70)
            c.say(
                "defect_reported",
                c.technician,
                to=to,
                defect=f"{point} {bad}，要求 {tolerance}",
                remedy=remedy,
                remedied=True,
            )
            c.pause(15)
            c.say(
                "measured", c.technician, point=point, value=value, tolerance=tolerance, within=True
            )
    if c.dice.chance(0.3):
        c.pause(40)
        c.visit = c.say(
            "visited",
            c.technician,
            outcome="continued",
            found="排烟接口尺寸待总包修改",
            done="设备就位、接线、通电，次日继续",
            cause="other",
        )
        c.home = c.now + timedelta(minutes=50)
        back(c, slip=False)
        dispatch(c, not_before=c.working_day(1, 9, 0), whole_day=True)
        c.now = c.appointment - timedelta(minutes=6)
        c.say("arrived", c.technician, met=c.contact)
        c.pause(90)
    else:
        c.pause(45)
    _accepted(c)
    c.home = c.now + timedelta(minutes=45)
    back(c)
    by, at = c.technician, c.now
    c.world.at_that_time(at, lambda: _in_file(c, by, at))
    finish(c)


def _in_file(c: Case, by: str, at: datetime) -> None:
    """The new machine; one whose number was told came into the file with the intake."""
    file = c.world.customers.standing(c.customer.file)
    is_told = c.ticket.equipment is not None and c.ticket.equipment.serial != UNKNOWN
    add = file.also if is_told else file.say
    add("equipment_added", by, at, machine=c.machine)


def _signatures(c: Case, *parties: str) -> list[dict[str, Any]]:
    """Who signs for these parties, or for all three, on this day (S3 part 3)."""
    names = {
        "customer": c.contact,
        "builder": "总包现场代表",
        "ours": c.world.staff.name_of(c.technician),
    }
    return [
        {"party": party, "name": names[party], "on": c.now.date()} for party in parties or names
    ]


def _accepted(c: Case) -> None:
    """Signed by all parties; of every third the builder is not there, and signs later."""
    is_missing = c.ticket.number.number % 3 == 0
    told: dict[str, Any] = {"signatures": _signatures(c)}
    if is_missing:
        told = {
            "signatures": _signatures(c, "customer", "ours"),
            "not_signed": [{"party": "builder", "reason": "总包已撤场，约定补签"}],
        }
    words = "试机三个菜品合格，已培训操作人员"
    accepted = c.say("accepted", c.technician, words=words, **told)
    if is_missing:
        c.pending.append(partial(_signs_later, c, accepted.id, c.working_day(2, 10, 20)))


def _signs_later(c: Case, accepted: str, at: datetime) -> None:
    c.until(at)
    c.say("signed_later", c.technician, of=accepted, signatures=_signatures(c, "builder"))


def complaint(c: Case, of: Case, row: tuple[str, str, str, str, str, str]) -> None:
    """A ticket of its own, linked to the one complained of; judged, answered, put right (S3
    5–7).
    """
    sort, _, cause, department, remedy, prevention = row
    manager = c.role("manager")
    receive(c)
    c.pause(2)
    c.also("linked", ticket=of.ticket.id, why="complaint")
    c.pause(8)
    c.say("handed_over", c.role("clerk"), to=manager, words="投诉，已先向客户致歉")
    grade = c.dice.weighted({"minor": 4, "general": 5, "major": 1})
    quality = sort == "产品质量"
    if "late" in c.extras:  # it lay on the desk of somebody who was away
        c.until(c.working_day(3, 10, c.dice.between(0, 40)))
    c.wait(40)
    accepted = c.dice.chance(0.9)
    c.say(
        "complaint_judged",
        manager,
        accepted=accepted,
        by_whom=manager,
        sort=sort,
        grade=grade,
        quality=quality,
    )
    if grade == "major":
        c.pause(5)
        if manager != "sun":
            c.also("escalated", to="sun", reason=sort)
    if not accepted:
        c.wait(60)
        c.say(
            "answered",
            manager,
            answer="经核实属正常范围，已向客户解释并附检测记录",
            spoke_to=c.contact,
            guided=False,
        )
        finish(c)
        return
    if sort in ("收费", "备件供应", "产品质量"):
        c.wait(30)
        c.say("approved", manager, asked=f"按投诉处理：{remedy}", granted=True, by_whom=manager)
    c.wait(90)
    c.say(
        "answered",
        manager,
        answer=f"向客户说明原因（{cause}）并致歉：{remedy}",
        spoke_to=c.contact,
        guided=False,
    )
    c.wait(120)
    cost = f"{c.dice.between(60, 1800)}.00" if c.dice.chance(0.6) else None
    c.say("responsibility_found", manager, cause=cause, department=department, cost=cost)
    c.wait(60)
    c.say("corrective_action", manager, remedy=remedy, prevention=prevention)
    call_back(c)
    close(c)


def exchange(c: Case) -> None:
    """退换机: leave is asked before anything is promised (S3 五); the technician only reports."""
    receive(c)
    hand_over(c)
    contact(c, judged="客户要求退换，先核实维修记录和机器状况")
    manager = c.role("manager")
    c.wait(200)
    granted = c.dice.chance(0.68)
    c.say(
        "approved",
        manager,
        asked="客户要求换机",
        granted=granted,
        by_whom="sun",
        words="符合换机条件，同意换同型号新机" if granted else "未达换机条件，免费维修并延保三个月",
    )
    if not granted:
        c.wait(40)
        c.say(
            "answered",
            c.lead,
            answer="说明换机条件未满足，免费更换故障件并延保三个月，客户接受",
            spoke_to=c.contact,
            guided=False,
        )
        finish(c)
        return
    reply(c, remedy="同意换机，送新机上门安装并取回旧机", prepare="腾出通道，准备好电源")
    c.outcome = "completed"
    dispatch(c, not_before=c.working_day(c.dice.between(2, 4), 9, 0), whole_day=True)
    ready(c)
    on_site(
        c,
        "completed",
        found="旧机故障属实，配件齐全",
        done="更换同型号新机，安装调试合格，旧机装车运回",
        cause="quality",
        minutes=90,
        condition="新机运行正常",
    )
    machine = c.ticket.equipment
    assert machine is not None
    other = c.world.another_machine(c)
    c.pause(2)
    c.say(
        "machine_replaced",
        c.technician,
        at=c.visit.at,
        old_serial=machine.serial,
        new_serial=other,
        reason="换机批复",
    )
    c.world.replaced(c, machine.serial, other)
    back(c)
    finish(c)


def upgrade_remote(c: Case, done: str) -> None:
    receive(c)
    specialist = c.world.who(c.office, "specialist")[c.dice.between(0, 1)]
    c.pause(6)
    c.say("asked", c.role("clerk"), to=specialist, question=c.ticket.symptom)
    c.wait(150)
    c.say("answered", specialist, answer=f"远程{done}", spoke_to=c.contact, guided=False)
    finish(c)


def midnight(c: Case) -> None:
    """A noted call that nobody has completed yet."""
    taker = c.dice.pick(c.world.who(c.office, "technician"))
    c.say(
        "noted",
        taker,
        name=c.contact,
        phone=c.customer.mobile,
        words=c.dice.pick(("客户来电，机器报警，请回电", "要求明天一早派人", "说是加热的问题", "")),
    )
