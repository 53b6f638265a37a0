"""From a plan to a ticket: whose machine, what is told, the warranty's verdict, and the story that
follows.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import msgspec

from sample import requests, told, ways
from sample.customers import Customers, File
from sample.desk import LANES, SECOND_LANES, Case, Later, World, round_of
from sample.dice import Dice
from sample.faults import FAULTS_OF_STORE, Fault, faults_of
from sample.plan import CONTRACTS, NEWEST, OF_STORE, SECOND, Plan
from sample.robots import MODELS
from svc.errors import Phrase
from svc.model.customers import Equipment
from svc.model.tickets import Terms, Ticket, TicketCustomer, TicketEquipment, Unknown, Warranty
from svc.rules.ticket.service import contract_covers, service_of

ANOTHER = ("another_customer", "another_machine")
"""Ways on which a customer or machine was mistaken for another one."""
MOST_OF_ONE_TEXT = 4
MOST_TICKETS_OF_ONE = 30


class Intake:
    """Takes plans down, one after the other, and plays their stories."""

    def __init__(self, world: World, customers: Customers) -> None:
        self.world = world
        self.customers = customers
        self.told: Counter[str] = Counter()
        self.taken: dict[int, Case] = {}  # by the number of the plan

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
        elif plan.way in SECOND.values():
            before = self.taken[plan.number - 1]
            file = self.customers.by_id(before.customer.file)
            second = self._second_machine(plan, file, before.machine)
            assert second is not None, plan
            machine = second
        else:
            file, machine = self._whose(plan, dice)
        file.is_in_use = True
        file.tickets += 1
        fault = (
            before.fault if before and plan.way == "repeat" else self._fault(plan, machine, dice)
        )
        row = dice.pick(requests.COMPLAINTS) if plan.kind == "complaint" else None
        ticket, answer = self._head(
            plan, file=file, machine=machine, fault=fault, dice=dice, row=row, before=before
        )
        if plan.kind == "complaint":
            assert before is not None
            ticket = self._complaint(ticket, before)
        case = Case(self.world, ticket, dice, stop=plan.stop)
        case.fault, case.extras, case.machine = fault, set(plan.extras), machine
        if plan.way in ANOTHER:
            case.other = self._another(plan, file, machine)
        self.taken[plan.number] = case
        self._play(case, plan, answer, before, row)
        file.busy[machine.serial] = (
            case.typed
            if not case.state.is_open()
            else datetime.max.replace(tzinfo=case.typed.tzinfo)
        )
        self.world.cases.append(case)
        return case

    # Whose

    def _whose(self, plan: Plan, dice: Dice) -> tuple[File, Equipment]:
        """A machine that the way fits, of a customer of the office who has no ticket open for
        it.
        """
        found: list[tuple[File, Equipment | None]] = []
        for file in self.customers.of(plan.site):
            is_new = file.customer.opened > plan.at
            if file.is_alias or is_new or file.tickets >= MOST_TICKETS_OF_ONE:
                continue
            if round_of(file.lane) != round_of(plan.lane):
                continue
            if file.on_account != (plan.way == "account"):
                continue
            if file.covered != (plan.need if plan.need in CONTRACTS else ""):
                continue
            found += (
                [(file, None)]
                if plan.need == "new"
                else [(file, machine) for machine in file.machines]
            )
        file, machine = next(
            (file, machine)
            for file, machine in dice.shuffled(found)
            if machine is None
            or (
                file.is_idle(machine, plan.at)
                and self._fits(plan, machine)
                and (plan.way not in ANOTHER or self._another(plan, file, machine))
                and (plan.way not in SECOND or self._second_machine(plan, file, machine))
            )
        )
        if machine is None:
            model = dice.weighted({m.name: m.share for m in MODELS.values()})
            machine = self.customers.machine(
                model, plan.at.date() - timedelta(days=dice.between(2, 9)), dice
            )
            machine = msgspec.structs.replace(machine, installed=None)
        return file, machine

    def _fits(self, plan: Plan, machine: Equipment) -> bool:
        judged = self.world.judged(machine, plan.at.date())
        small = MODELS[machine.model].bench
        covered, on_site = judged["verdict"] == "in", bool(judged["on_site"])
        if plan.way.startswith("factory") and not any(f.factory for f in faults_of(machine.model)):
            return False
        return {
            "on_site": on_site,
            "visit_or_paid": on_site or not covered,
            "paid": not covered or (not on_site and not small),
            "out": not covered,
            "walk": small and covered,
            "walk_paid": small and not covered,
            "bench_visit": small and on_site,
            "robot": machine.model.startswith("CR"),
            "table": machine.model == "CR-200" and on_site,
        }.get(plan.need, True)

    def _another(self, plan: Plan, file: File, machine: Equipment) -> tuple[File, Equipment] | None:
        """A machine of the same model, for which this one was taken at first: of the same file, or
        of another customer's.
        """
        same = plan.way == "another_machine"
        files = [file] if same else [f for f in self.customers.of(plan.office) if f is not file]
        return next(
            (
                (other, each)
                for other in files
                if other.is_added and not other.covered
                for each in other.machines
                if each.model == machine.model
                and each.serial != machine.serial
                and self._fits(plan, each)
                and other.is_idle(each, plan.at)
            ),
            None,
        )

    def _second_machine(self, plan: Plan, file: File, first: Equipment) -> Equipment | None:
        """Another machine of the customer that is broken too, and that whoever sees to the first
        can see to; None: there is none.
        """
        for each in file.machines:
            is_another = each.serial != first.serial and file.is_idle(each, plan.at)
            models = (first.model, each.model)
            if is_another and self._fits(plan, each) and self.world.able_for(plan.office, models):
                return each
        return None

    def _earlier(self, plan: Plan, dice: Dice) -> Case | None:
        """For a repeat the same machine some weeks ago; for a complaint the ticket complained
        of.
        """
        found = []
        for case in self.world.cases:
            age = plan.at - case.typed
            if (
                case.office != plan.office
                or case.kind != "repair"
                or case.state.is_open()
                or not case.state.visits
            ):
                continue
            customer, machine = case.ticket.customer, case.ticket.equipment
            assert customer is not None
            assert machine is not None
            file = self.customers.by_id(customer.file)
            if file.is_alias or not any(m.serial == machine.serial for m in file.current.equipment):
                continue
            if case.state.status != "closed" or case.fault is None or customer.contract:
                continue
            if (
                not timedelta(days=1) < age < timedelta(days=26)
                or file.busy.get(machine.serial, plan.at) > plan.at
            ):
                continue
            judged = machine.warranty
            if plan.way == "repeat" and not (
                judged.on_site_until and judged.on_site_until >= plan.at.date()
            ):
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
        if plan.way in (
            "needs_parts",
            "part_not_brought",
            "paid",
            "declined",
            "walk_in_paid",
            "amended",
            "partial",
        ):
            found = [f for f in found if f.parts] or found
        if plan.number >= OF_STORE:
            found = FAULTS_OF_STORE.get(plan.way) or [f for f in found if f.parts]
        elif plan.way in (*NEWEST, *SECOND.values()) and plan.number >= 20_000:
            found = [f for f in found if not f.parts] or found
        return dice.pick(found)

    def _symptom(
        self, plan: Plan, machine: Equipment, fault: Fault | None, dice: Dice, row: Any
    ) -> tuple[str, str]:
        """What the customer says; the answer to it, where that belongs to the words. No text too
        often.
        """
        for _ in range(400):
            text, answer = told.words(plan, machine, fault, dice, row)
            if self.told[text] < MOST_OF_ONE_TEXT:
                break
        self.told[text] += 1
        return text, answer

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
        contact = dice.pick(customer.contacts)
        if before is not None and plan.way in SECOND.values():
            contact = next(c for c in customer.contacts if c.name == before.contact)
        bought = "unknown" if plan.kind == "survey" else machine.bought
        judged = self.world.judged(msgspec.structs.replace(machine, bought=bought), at.date())
        reason = judged.pop("reason")
        assert isinstance(reason, Phrase)
        symptom, answer = self._symptom(plan, machine, fault, dice, row)
        wishes, asked_for = told.wishes(plan, self.world.calendar(plan.office), dice)
        urgency, why = told.urgency(plan, dice)
        unknown: list[Unknown] = []
        occurred = (
            dice.pick(requests.OCCURRED)
            if plan.kind in ("repair", "complaint", "exchange")
            else "—"
        )
        if plan.kind not in ("repair", "complaint", "exchange"):
            occurred = dice.pick(("现在", "近期", "本月", "按计划"))
        elif dice.chance(0.05):
            occurred, unknown = (
                "unknown",
                [
                    Unknown(
                        field="occurred",
                        why=dice.pick(("来电人是夜班，不清楚", "店长代报，说不准")),
                    )
                ],
            )
        terms = customer.contract_terms
        is_covered = terms is not None and contract_covers(
            terms, kind=plan.kind, serial=machine.serial, on=at.date()
        )
        contract = customer.contract if is_covered or terms is None else ""
        serial = machine.serial
        if plan.kind in ("survey", "installation") and (plan.kind == "survey" or dice.chance(0.3)):
            serial = "unknown"
            unknown.insert(
                0,
                Unknown(
                    field="equipment.serial",
                    why="设备尚未出厂" if plan.kind == "survey" else "未到货，开箱后补",
                ),
            )
            if plan.kind == "survey":
                unknown.insert(1, Unknown(field="equipment.bought", why="尚未购买"))
        elif plan.way in ("by_phone", "visit") and dice.chance(0.03) and not plan.stop:
            serial, why = "unknown", dice.pick(("铭牌脱落", "铭牌油污看不清"))
            unknown.insert(0, Unknown(field="equipment.serial", why=why))
        lane = plan.lane or (
            SECOND_LANES[office] if office in SECOND_LANES and dice.chance(0.35) else LANES[office]
        )
        ticket = Ticket(
            id=self.world.number(office, at, lane),
            kind=plan.kind,
            status="received",
            received=at,
            office=office,
            region=self.world.settings.offices[office].region,
            channel=told.channel(plan, dice),
            urgency=urgency,
            urgency_reason=why,
            mode="walk_in" if plan.need.startswith("walk") else None,
            of=told.subject(plan, symptom),
            terms=self._terms(plan, contract),
            covered_by=terms if is_covered else None,
            customer=TicketCustomer(
                file=file.id,
                unit=customer.name,
                address=customer.address,
                phone=customer.phone,
                contact=contact.name,
                mobile=contact.mobile,
                zone=customer.zone,
                distance_km=customer.distance_km,
                contract=contract,
            ),
            equipment=TicketEquipment(
                model=machine.model,
                specification=machine.specification,
                serial=serial,
                bought=bought,
                warranty=Warranty(reason=self.world.words(reason.says, **reason.facts), **judged),
            ),
            occurred=occurred,
            wishes=wishes,
            asked_for=asked_for,
            symptom=symptom,
            unknown=unknown,
            repeat_of=[before.ticket.id] if before and plan.way == "repeat" else [],
            log=[],
        )
        return self._service(plan, ticket), answer

    def _complaint(self, told: Ticket, about: Case) -> Ticket:
        """What was told, about the customer and the machine of the ticket complained of, as they
        stand.
        """
        old = about.state.current
        assert old.terms is not None
        policy, office = old.terms.policy.partition("@")[0], self.world.settings.offices[old.office]
        return msgspec.structs.replace(
            old,
            id=told.id,
            kind="complaint",
            status="received",
            received=told.received,
            channel=told.channel,
            urgency="urgent",
            urgency_reason=told.symptom.split("\n")[0][:60],
            mode="phone",
            terms=Terms(policy=f"{policy}@2026-11", calendar=f"{office.calendar}@1"),
            occurred=told.received.date().isoformat(),
            wishes=told.wishes,
            asked_for=None,
            symptom=told.symptom,
            unknown=[],
            repeat_of=[],
            log=[],
        )

    def _terms(self, plan: Plan, contract: str) -> Terms:
        """The first row of the table that fits, as intake has it."""
        settings = self.world.settings
        name = next(
            row.policy
            for row in settings.policies
            if row.contract in ("", contract)
            and row.kind in ("", plan.kind)
            and row.office in ("", plan.office)
        )
        calendar = settings.offices[plan.office].calendar
        return Terms(
            policy=f"{name}@2026-11", calendar=f"{calendar}@1", prices=max(self.world.prices)
        )

    def _service(self, plan: Plan, ticket: Ticket) -> Ticket:
        """The ticket with its way by the table of service, or the way that the customer wants."""
        row = service_of(ticket)
        if plan.way == "by_phone" or ways.is_remote(plan, ticket.of):
            return msgspec.structs.replace(ticket, mode="phone")
        # In warranty only, and not brought: the customer wants us to come, and pays the way.
        wish = row.mode == "walk_in" and ticket.channel != "walk_in"
        return msgspec.structs.replace(ticket, mode="visit" if wish else row.mode)

    # The story

    def _play(self, case: Case, plan: Plan, answer: str, before: Case | None, row: Any) -> None:
        try:
            if plan.way == "repeat":
                assert before is not None
                case.repeats = before.ticket.id
            ways.play(case, plan, answer, before, row)
        except Later:
            pass
        if not plan.stop:
            case.last_words()
