"""From a plan to a ticket: whose machine, what is told, the warranty's verdict, and the story that follows."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from sample import others, requests, stories
from sample.customers import Customers, File
from sample.desk import LANES, SECOND_LANES, Case, Later, World
from sample.dice import Dice
from sample.faults import TAILS, Fault, faults_of
from sample.plan import Plan
from sample.robots import MODELS
from svc.errors import Phrase
from svc.model.customers import Equipment
from svc.model.tickets import Terms, Ticket, TicketCustomer, TicketEquipment, Unknown, Warranty
from svc.rules import warranty

CHANNELS = {"phone": 62, "wechat": 23, "web": 5, "email": 4, "internal": 3, "on_site": 3}
URGENT = ("学校中午要供餐", "婚宴当天要用", "唯一一台炒菜机", "医院病号餐不能停", "员工餐两千人")
MOST_OF_ONE_TEXT = 4
MOST_TICKETS_OF_ONE = 30


class Intake:
    """Takes plans down, one after the other, and plays their stories."""

    def __init__(self, world: World, customers: Customers) -> None:
        self.world = world
        self.customers = customers
        self.told: Counter[str] = Counter()

    def take(self, plan: Plan) -> Case:
        dice = Dice("ticket", plan.number, plan.way)
        before: Case | None = None
        if plan.way in ("repeat", "complaint"):
            before = self._earlier(plan, dice)
            assert before is not None, plan
            assert before.ticket.customer is not None
            file = self.customers.by_id(before.ticket.customer.file)
            serial = before.ticket.equipment.serial if before.ticket.equipment else ""
            machine = next(m for m in file.current.equipment if m.serial == serial)
        else:
            file, machine = self._whose(plan, dice)
        if not file.is_open:
            clerk = self.world.who(plan.office, "clerk")[0]
            file.open(plan.at, clerk)
        file.tickets += 1
        fault = before.fault if before and plan.way == "repeat" else self._fault(plan, machine, dice)
        row = dice.pick(requests.COMPLAINTS) if plan.kind == "complaint" else None
        ticket, answer = self._head(plan, file=file, machine=machine, fault=fault, dice=dice, row=row, before=before)
        case = Case(self.world, ticket, dice, stop=plan.stop)
        case.fault, case.extras, case.machine = fault, set(plan.extras), machine
        self._play(case, plan, answer, before, row)
        file.busy[machine.serial] = (
            case.typed if not case.state.is_open() else datetime.max.replace(tzinfo=case.typed.tzinfo)
        )
        self.world.cases.append(case)
        return case

    # Whose

    def _whose(self, plan: Plan, dice: Dice) -> tuple[File, Equipment]:
        """A machine that the way fits, of a customer of the office who has no ticket open for it."""
        found: list[tuple[File, Equipment | None]] = []
        for file in self.customers.of(plan.office):
            is_new = file.is_open and file.customer.opened > plan.at
            if file.is_alias or is_new or file.tickets >= MOST_TICKETS_OF_ONE:
                continue
            if (file.customer.contract == "24x7") != (plan.need == "contract"):
                continue
            found += [(file, None)] if plan.need == "new" else [(file, machine) for machine in file.machines]
        file, machine = next(
            (file, machine)
            for file, machine in dice.shuffled(found)
            if machine is None or (file.is_idle(machine, plan.at) and self._fits(plan, machine))
        )
        if machine is None:
            model = dice.weighted({m.name: m.share for m in MODELS.values()})
            machine = self.customers.machine(model, plan.at.date() - timedelta(days=dice.between(2, 9)), dice)
            machine = msgspec.structs.replace(machine, installed=None)
        return file, machine

    def _fits(self, plan: Plan, machine: Equipment) -> bool:
        judged = warranty.of_machine(machine, self.world.settings.warranty, plan.at.date())
        small = MODELS[machine.model].bench
        covered, on_site = judged["verdict"] == "in", bool(judged["on_site"])
        if plan.way.startswith("factory") and not any(f.factory for f in faults_of(machine.model)) and not small:
            return False
        return {
            "on_site": on_site,
            "visit_or_paid": on_site or not covered,
            "paid": not covered or (not on_site and not small),
            "walk": small and covered,
            "walk_paid": small and not covered,
            "bench_visit": small and on_site,
            "robot": machine.model.startswith("CR"),
        }.get(plan.need, True)

    def _earlier(self, plan: Plan, dice: Dice) -> Case | None:
        """For a repeat the same machine some weeks ago; for a complaint the ticket complained of."""
        found = []
        for case in self.world.cases:
            age = plan.at - case.typed
            if case.office != plan.office or case.kind != "repair" or case.state.is_open() or not case.state.visits:
                continue
            customer, machine = case.ticket.customer, case.ticket.equipment
            assert customer is not None
            assert machine is not None
            file = self.customers.by_id(customer.file)
            if file.is_alias or not any(m.serial == machine.serial for m in file.current.equipment):
                continue
            if case.state.status != "closed" or case.fault is None or customer.contract:
                continue
            if not timedelta(days=1) < age < timedelta(days=26) or file.busy.get(machine.serial, plan.at) > plan.at:
                continue
            judged = machine.warranty
            if plan.way == "repeat" and not (judged.on_site_until and judged.on_site_until >= plan.at.date()):
                continue
            found.append(case)
        return dice.pick(found) if found else None

    # What

    def _fault(self, plan: Plan, machine: Equipment, dice: Dice) -> Fault | None:
        if plan.kind not in ("repair", "exchange"):
            return None
        found = faults_of(machine.model)
        if plan.way == "by_phone" and dice.chance(0.75):
            found = [f for f in found if f.phone] or found
        if plan.way.startswith("factory"):
            found = [f for f in found if f.factory] or [f for f in found if f.parts]
        if "misuse" in plan.extras:
            found = [f for f in found if f.evidence] or found
        if plan.way in ("needs_parts", "part_not_brought", "paid", "declined", "walk_in_paid"):
            found = [f for f in found if f.parts] or found
        return dice.pick(found)

    def _symptom(self, plan: Plan, machine: Equipment, fault: Fault | None, dice: Dice, row: Any) -> tuple[str, str]:
        """What the customer says; the answer to it, where that belongs to the words. No text too often."""
        for _ in range(400):
            text, answer = self._words(plan, machine, fault, dice, row)
            if self.told[text] < MOST_OF_ONE_TEXT:
                break
        self.told[text] += 1
        return text, answer

    def _words(self, plan: Plan, machine: Equipment, fault: Fault | None, dice: Dice, row: Any) -> tuple[str, str]:
        place, model = machine.place, machine.model
        number = dice.between(2, 9)
        match plan.kind:
            case "repair":
                assert fault is not None
                text, tail = dice.pick(fault.symptoms), dice.pick(TAILS)
                return (f"{text}，\n{tail[1:]}" if tail and dice.chance(0.15) else text + tail), ""
            case "inquiry":
                fitting = [q for q in requests.QUESTIONS if any(model.startswith(p) for p in q[0].split())]
                _, question, answer = dice.pick(fitting)
                return f"{dice.pick(('', '客户问：', '请问', '想咨询一下，'))}{question}", answer
            case "maintenance":
                return dice.pick(requests.UPKEEP).format(model=model, place=place), ""
            case "installation":
                return dice.pick(requests.INSTALL).format(model=model, place=place), ""
            case "upgrade":
                text, done = dice.pick(requests.UPGRADES)
                return f"{place}的 {model}：{text.format(n=number)}", done.format(n=number)
            case "training":
                return dice.pick(requests.TRAINING).format(
                    n=number, topic=dice.pick(requests.TOPICS)
                ) + f"（{model}）", ""
            case "inspection":
                return dice.pick(requests.INSPECTION).format(model=model, place=place), ""
            case "survey":
                return dice.pick(requests.SURVEY).format(model=model, place=place), ""
            case "exchange":
                other = dice.pick([name for name in MODELS if name != model])
                return dice.pick(requests.EXCHANGE).format(other=other) + dice.pick(
                    ("", "，已和销售说过", "，请给说法", "，影响开业")
                ), ""
            case "complaint":
                return row[1] + dice.pick(("", "，要求给个说法", "，希望整改", "，已经第二次了")), ""
            case _:
                key = next(k for k in requests.SUGGESTIONS if model.startswith(k))
                return dice.pick(requests.SUGGESTIONS[key]) + f"（{model}）", ""

    # The head

    def _head(
        self,
        plan: Plan,
        *,
        file: File,
        machine: Equipment,
        fault: Fault | None,
        dice: Dice,
        row: Any,
        before: Case | None,
    ) -> tuple[Ticket, str]:
        office, customer, at = plan.office, file.current, plan.at
        settings = self.world.settings
        contact = dice.pick(customer.contacts)
        bought = "unknown" if plan.kind == "survey" else machine.bought
        judged = dict(
            warranty.of_machine(msgspec.structs.replace(machine, bought=bought), settings.warranty, at.date())
        )
        reason = judged.pop("reason")
        assert isinstance(reason, Phrase)
        symptom, answer = self._symptom(plan, machine, fault, dice, row)
        wishes, asked_for = self._wishes(plan, dice)
        urgency, why = self._urgency(plan, dice)
        unknown: list[Unknown] = []
        occurred = dice.pick(requests.OCCURRED) if plan.kind in ("repair", "complaint", "exchange") else "—"
        if plan.kind not in ("repair", "complaint", "exchange"):
            occurred = dice.pick(("现在", "近期", "本月", "按计划"))
        elif dice.chance(0.05):
            occurred, unknown = (
                "unknown",
                [Unknown(field="occurred", why=dice.pick(("来电人是夜班，不清楚", "店长代报，说不准")))],
            )
        serial = machine.serial
        if plan.kind in ("survey", "installation") and (plan.kind == "survey" or dice.chance(0.3)):
            serial = "unknown"
            if plan.kind == "survey":
                unknown.append(Unknown(field="equipment.bought", why="尚未购买"))
            unknown.append(
                Unknown(field="equipment.serial", why="设备尚未出厂" if plan.kind == "survey" else "未到货，开箱后补")
            )
        elif plan.way in ("by_phone", "visit") and dice.chance(0.03) and not plan.stop:
            serial = "unknown"
            unknown.append(Unknown(field="equipment.serial", why=dice.pick(("铭牌脱落", "铭牌油污看不清"))))
        lane = SECOND_LANES[office] if office in SECOND_LANES and dice.chance(0.35) else LANES[office]
        ticket = Ticket(
            id=self.world.number(office, at, lane),
            kind=plan.kind,  # type: ignore[arg-type]
            status="received",
            received=at,
            office=office,
            region=customer.region,
            channel=self._channel(plan, dice),  # type: ignore[arg-type]
            urgency=urgency,  # type: ignore[arg-type]
            urgency_reason=why,
            mode=self._mode(plan, judged, machine, dice),  # type: ignore[arg-type]
            terms=self._terms(plan, customer.contract),
            customer=TicketCustomer(
                file=file.id,
                unit=customer.name,
                address=customer.address,
                phone=customer.phone,
                contact=contact.name,
                mobile=contact.mobile,
                zone=customer.zone,
                distance_km=customer.distance_km,
                contract=customer.contract,
            ),
            equipment=TicketEquipment(
                model=machine.model,
                specification=machine.specification,
                serial=serial,
                bought=bought,
                warranty=Warranty(reason=self.world.words(reason.says, **reason.facts), **judged),  # type: ignore[arg-type]
            ),
            occurred=occurred,
            wishes=wishes,
            asked_for=asked_for,
            symptom=symptom,
            unknown=unknown,
            repeat_of=[before.ticket.id] if before and plan.way == "repeat" else [],
            log=[],
        )
        return ticket, answer

    def _terms(self, plan: Plan, contract: str) -> Terms:
        """The first row of the table that fits, as intake has it."""
        settings = self.world.settings
        name = next(
            row.policy
            for row in settings.policies
            if row.contract in ("", contract) and row.kind in ("", plan.kind) and row.office in ("", plan.office)
        )
        calendar = settings.offices[plan.office].calendar
        return Terms(policy=f"{name}@2026-07", calendar=f"{calendar}@1", prices=max(self.world.prices))

    def _mode(self, plan: Plan, judged: dict[str, Any], machine: Equipment, dice: Dice) -> str:
        if plan.kind in ("inquiry", "suggestion", "complaint") or plan.way == "by_phone":
            return "phone"
        if plan.need in ("walk", "on_site", "bench_visit", "contract", "new") or plan.way == "repeat":
            return "walk_in" if plan.need == "walk" else "visit"
        if plan.kind == "upgrade":
            return "phone"
        if plan.kind in ("maintenance", "training", "inspection") and judged["on_site"]:
            return "visit"
        if plan.need == "visit_or_paid" and judged["on_site"]:
            return "visit"
        return "paid"

    def _channel(self, plan: Plan, dice: Dice) -> str:
        if plan.need.startswith("walk"):
            return "walk_in"
        if "noted" in plan.extras or plan.way in ("contract", "midnight"):
            return "phone"
        if plan.kind == "installation":
            return dice.weighted({"internal": 6, "email": 3, "phone": 1})
        if plan.kind in ("complaint", "suggestion"):
            return dice.weighted({"phone": 4, "wechat": 3, "letter": 2, "email": 2, "web": 1, "on_site": 1})
        return dice.weighted(CHANNELS)

    def _urgency(self, plan: Plan, dice: Dice) -> tuple[str, str]:
        if plan.kind not in ("repair", "complaint"):
            return "normal", ""
        urgency = dice.weighted({"normal": 87, "urgent": 10, "critical": 3})
        return urgency, "" if urgency == "normal" else dice.pick(URGENT)

    def _wishes(self, plan: Plan, dice: Dice) -> tuple[str, datetime | None]:
        """What the customer wishes, and the time that is meant where it names one."""
        if plan.stop == "visiting":
            return "30 号下午三点半以后来", datetime(2026, 10, 30, 15, 30, tzinfo=plan.at.tzinfo)
        if plan.stop == "dispatched":
            return "周一上午来", datetime(2026, 11, 2, 9, 30, tzinfo=plan.at.tzinfo)
        if plan.need.startswith("walk"):
            return dice.pick(("尽快修好", "修好打电话，来取", "先报价再修", "周末前要用")), None
        if plan.kind in ("inquiry", "suggestion"):
            return dice.pick(("请回复", "微信回复即可", "请电话答复")), None
        if plan.kind == "exchange":
            return dice.pick(("要求换新机", "请尽快给答复", "要求退换，等处理意见")), None
        if plan.kind == "complaint":
            return dice.pick(("要求道歉并说明原因", "要求站长回电", "要求整改", "要求书面答复")), None
        if plan.kind not in ("repair", "exchange"):
            return dice.pick(("请提前一天约时间", "避开开餐时间", "按约定时间来", "上午来，下午要备餐")), None
        wish = dice.pick(requests.WISHES)
        calendar = self.world.calendar(plan.office)
        following = calendar.add_working_days(plan.at, 1)
        if wish.startswith("明天上午") and plan.way != "contract":
            same = following.date() == (plan.at + timedelta(days=1)).date()
            return (wish if same else f"{following:%-m}月{following.day}日上午来，避开午市"), _clock(
                following.date(), 9, 30, plan
            )
        if wish.startswith("下午两点") and plan.at.hour < 11 and calendar.plan(plan.at.date()).hours:
            return wish, _clock(plan.at.date(), 14, 0, plan)
        return wish, None

    # The story

    def _play(self, case: Case, plan: Plan, answer: str, before: Case | None, row: Any) -> None:
        try:
            if plan.way == "repeat":
                assert before is not None
                case.repeats = before.ticket.id
            self._story(case, plan, answer, before, row)
        except Later:
            pass
        if not plan.stop:
            case.last_words()

    def _story(self, c: Case, plan: Plan, answer: str, before: Case | None, row: Any) -> None:
        way = plan.way
        place = c.machine.place
        match way:
            case "visit" | "misuse" | "contract" | "repeat":
                stories.visit(c)
            case "provisional":
                stories.provisional(c)
            case "no_fault" | "not_reproduced":
                stories.nothing_found(c, way)
            case "needs_parts" | "part_not_brought" | "postponed":
                stories.twice(c, way)
            case "refused" | "declined":
                stories.sent_away(c, way)
            case "taken_along":
                stories.taken_along(c)
            case "factory_visit" | "factory_walk" | "factory_replaced":
                stories.factory(c, walk=way != "factory_visit", replaced=way == "factory_replaced")
            case "by_phone":
                stories.by_phone(c, sure=c.dice.chance(0.9))
            case "walk_in" | "walk_in_paid":
                stories.walk_in(c)
            case "inquiry":
                others.inquiry(c, answer)
            case "maintenance":
                others.at_the_customer(
                    c,
                    judged="到期保养",
                    remedy="按机型保养清单做一次保养",
                    found=c.dice.pick(requests.UPKEEP_FOUND),
                    done=c.dice.pick(requests.UPKEEP_DONE),
                    minutes=85,
                    labour="L06",
                )
            case "training":
                others.at_the_customer(
                    c,
                    judged="操作培训",
                    remedy="安排半天现场培训",
                    found=f"{place}机器正常，参训人员到齐",
                    done="讲解并逐人实操，考核合格",
                    minutes=95,
                    labour="L08",
                )
            case "inspection":
                others.at_the_customer(
                    c,
                    judged="检测",
                    remedy="现场检测并出具设备检测报告",
                    found="外观、绝缘、接地、温控逐项检测，合格",
                    done="检测完成，报告三日内寄出",
                    minutes=75,
                    labour="L07",
                )
            case "survey":
                others.at_the_customer(
                    c,
                    judged="现场勘查",
                    remedy="到现场看水、电、排烟、承重和通道",
                    minutes=60,
                    found=c.dice.pick(
                        (
                            "电容量不足，需增容",
                            "条件具备，排烟需加一道弯头",
                            "通道宽 86 cm，可以进场",
                            "给水压力偏低，需增压",
                        )
                    ),
                    done="勘查记录和布置图已交客户",
                )
            case "upgrade" if plan.number % 3:
                others.upgrade_remote(c, answer)
            case "upgrade":
                others.at_the_customer(
                    c, judged="升级", remedy=answer, found="原版本偏低，备份菜谱与参数", done=answer, minutes=60
                )
            case "complaint":
                assert before is not None
                others.complaint(c, before, row)
            case "installation" | "exchange" | "suggestion" | "midnight":
                getattr(others, way)(c)
            case _:
                getattr(stories, way)(c)


def _clock(day: date, hour: int, minute: int, plan: Plan) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=plan.at.tzinfo)
