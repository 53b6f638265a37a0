"""A service desk as its people remember it: what was typed of each ticket, when and by whom.

A `Case` is one ticket on its way; what it `say`s is what a command is to write, and the ticket as it
stands then is worked out from that. Whether a command would write it is seen where the script is
performed (`sample.played`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from sample import people
from sample.dice import Dice
from svc.model import reading
from svc.model.calendars import calendar_from
from svc.model.customers import Equipment
from svc.model.events import CATALOGUE, FINAL, Event, Flagged
from svc.model.ids import TicketId
from svc.model.policies import Policy
from svc.model.prices import PriceList
from svc.model.records import judge_event
from svc.model.settings import Settings
from svc.model.staff import Person, Staff, name_roles
from svc.model.tickets import Ticket, TicketCustomer
from svc.render.words import Words
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.clock import WorkCalendar
from svc.rules.ticket import warranty
from svc.rules.ticket.amendments import value_as_text, with_value
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.turns import station_head

ZONE = ZoneInfo("Asia/Shanghai")
# a Monday: the day the department starts to work with it
BEGIN = datetime(2026, 8, 3, 8, 30, tzinfo=ZONE)
END = datetime(2026, 10, 31, 18, 0, tzinfo=ZONE)  # what would be typed later has not happened yet
LANES = {"SZ": "A", "BJ": "C", "SH": "D", "WH": "F", "CD": "G"}
SECOND_LANES = {"SZ": "B", "SH": "E"}  # the bigger offices have a second desk
ADDED_LANES = {"SZ": "H", "BJ": "J", "SH": "K", "WH": "L", "CD": "M"}
"""Desks that take down what was added to the sample later: the others' numbers stay as they are."""
NEWEST_LANES = {"SZ": "N", "BJ": "P", "SH": "R", "WH": "S", "CD": "T"}
"""The same, of what was added after that."""
STORE_LANES = {"SZ": "U", "BJ": "V", "SH": "W", "WH": "X", "CD": "Y"}
"""The same, of what came with the store and the cash desk."""
DESKS = (LANES, ADDED_LANES, NEWEST_LANES, STORE_LANES)
"""By office; each writes its own receipts."""


def round_of(lane: str) -> int:
    """When a desk came to the sample: with its beginning, later, or later still."""
    return next((number for number, desks in enumerate(DESKS) if lane in desks.values()), 0)


SLOTS = ((9, 30), (13, 45), (15, 45))
"""When visits are agreed: two hours apart at least, so that a technician is never at two customers.
"""


class Slip(NamedTuple):
    """A value that is typed wrongly at first, and why that is seen later."""

    field: str
    wrong: Callable[[Any], Any]  # of the right value; the same, where nothing else can be typed
    reason: str


class Later(Exception):
    """What comes next lies behind the end of the sample, or behind the status at which the story is
    to stop.
    """


class World:
    """All that cases share: configuration, diaries, running numbers, what is to be done later."""

    def __init__(self, files: dict[str, str]) -> None:
        def load(path: str, kind: Any) -> Any:
            data = reading.read_record(files[path], path)
            name_roles(data, {})
            return msgspec.convert(data, kind)

        self.settings: Settings = load("svc.yaml", Settings)
        self.staff: Staff = load("staff.yaml", Staff)
        self.policies: dict[str, Policy] = {
            Path(path).stem: load(path, Policy) for path in files if path.startswith("policies/")
        }
        self.calendars = {
            Path(path).stem: WorkCalendar(
                calendar_from(reading.read_record(files[path], path), path)
            )
            for path in files
            if path.startswith("calendars/")
        }
        self.prices: dict[str, PriceList] = {
            Path(path).stem: load(path, PriceList) for path in files if path.startswith("prices/")
        }
        self.roster: dict[str, list[str]] = reading.read_record(files["roster.yaml"])["duty"]
        self.words = Words("zh")
        self.numbers: dict[str, int] = defaultdict(int)
        # technician, day → slot → case
        self.taken: dict[tuple[str, date], dict[int, int]] = defaultdict(dict)
        # technician, start → from when until when it was somebody's who was given another time
        self.given_back: dict[tuple[str, datetime], tuple[datetime, datetime]] = {}
        # technician, start → when it was agreed
        self.agreed: dict[tuple[str, datetime], datetime] = {}
        self.called_out: dict[str, list[datetime]] = defaultdict(list)  # day and night
        # technician → from when visits were agreed, and when the work ended
        self.visits: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.cases: list[Case] = []
        # technician → when a part was out
        self.loans: dict[str, list[tuple[datetime, datetime]]] = {}
        # what is to happen to customers' files
        self.later: list[tuple[datetime, int, Callable[[], None]]] = []
        self.customers: Any = None  # sample.customers.Customers

    def at_that_time(self, moment: datetime, deed: Callable[[], None]) -> None:
        """Have this done when the sample has come so far: files are written in the order of
        time.
        """
        self.later.append((moment, len(self.later), deed))

    def another_machine(self, case: Case) -> str:
        """The serial number of a new machine that comes in place of the ticket's."""
        machine = case.ticket.equipment
        assert machine is not None
        return str(self.customers.machine(machine.model, case.now.date(), case.dice).serial)

    def replaced(self, case: Case, old: str, new: str) -> None:
        """The customer's file: the new machine with the old one's purchase, so the warranty moves
        with it.
        """
        number = case.customer.file
        by, at, ticket = case.lead, case.now, case.ticket.id

        def write() -> None:
            file = self.customers.standing(number)
            machine = next((m for m in file.current.equipment if m.serial == old), None)
            if machine is not None:
                changed = msgspec.structs.replace(machine, serial=new)
                file.also("equipment_replaced", by, at, serial=old, machine=changed, ticket=ticket)

        self.at_that_time(at, write)

    def calendar(self, office: str) -> WorkCalendar:
        return self.calendars[f"{self.settings.offices[office].calendar}@1"]

    def judged(self, machine: Equipment, day: date) -> dict[str, Any]:
        """The warranty's verdict, as intake has it."""
        judged = warranty.warranty_of_machine(machine, self.settings.warranty, day)
        if not self.settings.model_terms(machine.model).carry_in:
            judged = warranty.always_on_site(judged)
        return dict(judged)

    def who(self, office: str, role: str) -> list[str]:
        """Ids of the office's people with this role, those for whom it is the first one in
        front.
        """
        found = [
            p
            for p in self.staff.staff
            if role in p.roles and (p.office == office or role == "specialist")
        ]
        found = [p for p in found if p.left is None]
        return [p.id for p in sorted(found, key=lambda p: p.roles.index(role))]

    def number(self, office: str, typed: datetime, lane: str) -> str:
        folder = f"{office}-{typed:%y%m}-{lane}"
        self.numbers[folder] += 1
        return str(TicketId(office, typed.year, typed.month, lane, self.numbers[folder]))

    def able(self, office: str, model: str, kind: str, day: date) -> list[Person]:
        """The office's technicians who are there that day and trained for the machine, and for the
        task.
        """
        found = [self.staff.find_person(id) for id in self.who(office, "technician")]
        return [p for p in found if p is not None and may_go(p, model, kind, day)]

    def able_for(self, office: str, models: tuple[str, ...]) -> str:
        """Who is trained for all of these models, and never away in the three months; empty:
        nobody.
        """
        for id in self.who(office, "technician"):
            person = self.staff.find_person(id)
            assert person is not None
            if all(may_go(person, model, "repair", BEGIN.date()) for model in models):
                return id
        return ""

    def book(
        self, case: Case, earliest: datetime, *, whole_day: bool = False, only: str = ""
    ) -> tuple[str, datetime]:
        """The first free visit not before `earliest`, with whoever has least to do that day; `only`
        for one person.
        """
        calendar = self.calendar(case.office)
        day = earliest.date()
        while True:
            found = (
                self._free(case, day, earliest, whole_day, only)
                if calendar.plan_of_day(day).hours
                else None
            )
            if found:
                return found
            day += timedelta(days=1)

    def _free(
        self, case: Case, day: date, earliest: datetime, whole_day: bool, only: str
    ) -> tuple[str, datetime] | None:
        able = self.able(case.office, case.model, case.kind, day)
        able = [p for p in able if only in ("", p.id)]
        wanted = range(len(SLOTS))
        for slot in wanted if not whole_day else (0,):
            start = at_clock(day, *SLOTS[slot])
            if start < earliest:
                continue
            for person in sorted(able, key=lambda p: (len(self.taken[p.id, day]), p.id)):
                taken = self.taken[person.id, day]
                is_free = slot not in taken and not (whole_day and taken)
                if is_free and self._may_be_given(case, person.id, start):
                    for each in wanted if whole_day else (slot,):
                        taken[each] = id(case)
                    self.agreed[person.id, start] = case.now
                    return person.id, start
        return None

    def dispatcher(self, case: Case, technician: str, start: datetime) -> dict[str, str]:
        """Who sends the technician there: the lead; where the office is closed then and somebody
        else is on duty, or the time is still another customer's, the manager, who allows it.
        """
        is_there = technician in self.roster.get(start.date().isoformat(), ())
        if self._was_held(case, technician, start):
            why = "前一单正与客户改约，时间腾得出来"
        elif not is_there and not self.calendar(case.office).is_open(start):
            why = "客户要求非上班时间上门，工程师已同意"
        else:
            return {"by": case.lead}
        return {"by": case.role("manager"), "allowed": why}

    def colleague(self, case: Case, start: datetime) -> str:
        """Somebody else who can go there then; empty: nobody."""
        (slot,) = (n for n, clock in enumerate(SLOTS) if (start.hour, start.minute) == clock)
        for person in self.able(case.office, case.model, case.kind, start.date()):
            taken = self.taken[person.id, start.date()]
            if slot not in taken and self._may_be_given(case, person.id, start):
                taken[slot] = id(case)
                self.agreed[person.id, start] = case.now
                return person.id
        return ""

    def free_again(self, technician: str, start: datetime) -> datetime:
        """When the customer before is done with, of those that were to be visited that day before
        this time.
        """
        before = [
            ended
            for agreed, ended in self.visits[technician]
            if agreed < start and agreed.date() == start.date()
        ]
        return max(before, default=start)

    def _was_held(self, case: Case, technician: str, start: datetime) -> bool:
        """Whether this time was another customer's still."""
        since, until = self.given_back.get((technician, start), (case.now, case.now))
        return since <= case.now < until

    def _may_be_given(self, case: Case, technician: str, start: datetime) -> bool:
        """Whether nobody had agreed to this time by then, or was to agree to it later and to
        another one in the end; of those that were added later it is nobody else's.
        """
        since, _ = self.given_back.get((technician, start), (case.now, case.now))
        if not case.is_added:
            return since <= case.now
        near = timedelta(minutes=self.settings.visit_minutes)
        called_out = any(abs(each - start) < near for each in self.called_out[technician])
        return since <= case.now and not called_out and not self._was_held(case, technician, start)

    def give_back(self, case: Case, technician: str, start: datetime) -> None:
        """A visit that was moved or given up: the time is free again."""
        since = self.agreed.get((technician, start), case.now)
        self.given_back[technician, start] = since, case.now
        taken = self.taken[technician, start.date()]
        for slot, clock in enumerate(SLOTS):
            if (start.hour, start.minute) == clock:
                taken.pop(slot, None)


def may_go(person: Person, model: str, kind: str, day: date) -> bool:
    """Trained for the machine on that day, for the task where it is one, and not away."""
    valid = [
        s.covers for s in person.skills if s.since <= day and (s.until is None or day <= s.until)
    ]
    away = any(a.since <= day <= a.until for a in person.absences)
    return (
        not away
        and any(model.startswith(covers) for covers in valid)
        and (kind not in people.TASKS or kind in valid)
    )


class Case:
    """One ticket on its way; `now` is the desk's clock for it."""

    def __init__(self, world: World, ticket: Ticket, dice: Dice, *, stop: str = "") -> None:
        self.world = world
        self.dice = dice
        self.stop = stop
        self.ticket = ticket
        self.log: list[Any] = []
        self.typed_together: list[list[Any]] = []  # the log, by the commands that are to write it
        # event → the other ticket that the same command is about, and what it is to write there
        self.joint: dict[str, tuple[Case, Any]] = {}
        # event typed at another desk → the first one that this desk did not know of
        self.apart: dict[str, str] = {}
        self.state: State = replay_ticket(msgspec.structs.replace(ticket, log=[]))
        self.now = ticket.received
        self.typed = ticket.received
        self.technician = ""
        self.appointment: datetime | None = None
        self.fault: Any = None  # of sample.faults; None where nothing is broken
        self.extras: set[str] = set()  # what else happens on the way
        self.appointment_wish: datetime | None = ticket.asked_for
        self.outcome = ""  # of the visit that is being prepared
        self.home = ticket.received  # when the technician is back
        self.loan: Any = None
        self.visit: Any = None
        self.promise: Any = None
        self.diagnosis: tuple[str, str] | None = (
            None  # found and cause, the same at the second visit
        )
        # what waits until after the callback: money, a late slip
        self.pending: list[Callable[[], None]] = []
        self.repeats = ""  # the earlier ticket of which this one is a repeat
        self.machine: Any = None  # of the customer's file
        self.other: Any = None  # another file and a machine of it, where the first was a mistake
        self.coordinator = ""  # who coordinates instead of the lead
        # what will be typed wrongly, by event; what was and is not put right yet
        self.slips: dict[str, Slip] = {}
        self.mistakes: list[tuple[Any, Slip, str]] = []

    # Who and what

    @property
    def office(self) -> str:
        """The office that acts now."""
        return self.state.current.office

    @property
    def customer(self) -> TicketCustomer:
        """The customer, as it stands now."""
        customer = self.state.current.customer
        assert customer is not None
        return customer

    @property
    def mode(self) -> str:
        return self.state.current.mode or ""

    @property
    def kind(self) -> str:
        return self.ticket.kind or ""

    @property
    def model(self) -> str:
        return self.ticket.equipment.model if self.ticket.equipment else ""

    @property
    def contact(self) -> str:
        return self.customer.contact

    @property
    def calendar(self) -> WorkCalendar:
        return self.world.calendar(self.office)

    @property
    def day_and_night(self) -> bool:
        return self.customer.contract == "24x7"

    def role(self, role: str) -> str:
        """Somebody of the office with this role: nearly always the same person for one ticket."""
        found = self.world.who(self.office, role)
        return found[self.ticket.received.day % len(found)] if role == "clerk" else found[0]

    @property
    def lead(self) -> str:
        return self.coordinator or self.role("lead")

    @property
    def head(self) -> str:
        """Who hears of it where a customer is dissatisfied."""
        head = station_head(self.world.staff, self.office, self.now.date())
        assert head is not None
        return head.id

    @property
    def is_added(self) -> bool:
        """Whether it is one of those that were added later."""
        return round_of(self.ticket.number.lane) > 0

    @property
    def book(self) -> str:
        """The receipt book of the desk that acts."""
        return f"{self.office}-{DESKS[round_of(self.ticket.number.lane)][self.office]}"

    @property
    def bench(self) -> str:
        return self.role("bench")

    def was_there(self, technician: str) -> bool:
        """Whether this technician was at the customer's before."""
        return any(
            case.technician == technician and case.customer.file == self.customer.file
            for case in self.world.cases
        )

    def new_receipt(self) -> str:
        """A receipt's number: a placeholder until all are known, for a book runs in the order of
        time.
        """
        return f"?{sum(e.__struct_config__.tag == 'receipt_issued' for e in self.log) + 1}"

    # The clock

    def wait(self, minutes: int) -> None:
        """So many minutes of opening hours later, about."""
        if self.day_and_night and self.state.status not in ("done", "called_back"):
            return self.pause(min(minutes, 12))
        later = self.calendar.add(self.now, 60 * self.dice.minutes(minutes))
        self.now = _whole_minute(later, self.dice)
        return None

    def pause(self, minutes: int) -> None:
        """So many minutes by the clock on the wall, about."""
        self.now = _whole_minute(
            self.now + timedelta(minutes=self.dice.minutes(minutes)), self.dice
        )

    def until(self, moment: datetime) -> None:
        """Not before this moment."""
        self.now = max(self.now, moment)

    def working_day(self, days: int, hour: int, minute: int) -> datetime:
        """This time of day so many working days on."""
        day = self.calendar.add_working_days(self.now, days).date() if days else self.now.date()
        return at_clock(day, hour, minute)

    # Recording

    def say(self, what: str, by: str, *, at: datetime | None = None, **fields: Any) -> Any:
        """A command is typed now that writes one event, which happened `at` (None: now); with the
        value of a slip, which is put right afterwards. Gives the event as it is meant. Raises Later.
        """
        slip = self.slips.pop(what, None)
        told = {"at": at or self.now, **fields}
        if slip is None or slip.wrong(told[slip.field]) == told[slip.field]:
            event = self._say(what, by, at=at, **fields)
        else:
            right = told[slip.field]
            wrong = self._say(what, by, **(told | {slip.field: slip.wrong(right)}))
            self.mistakes.append((wrong, slip, value_as_text(right)))
            event = with_value(wrong, slip.field, value_as_text(right))
        # what was typed on the way is read once more at the office
        if self.mistakes and what not in ("arrived", "visited", "charged", "paid"):
            self._put_right()
        return event

    def also(self, what: str, **fields: Any) -> Any:
        """The command that was typed last writes this event besides. Raises Later."""
        last = self.log[-1]
        event = self._write(what, last.by, last.typed, last.at, fields)
        self.typed_together[-1].append(event)
        return event

    def say_of_both(
        self, other: Case, what: str, by: str, fields: dict[str, Any], of_other: dict[str, Any]
    ) -> None:
        """One command about this ticket and another one, which is seen to in the same visit."""
        event = self._say(what, by, **fields)
        self.joint[event.id] = other, other._write(what, by, event.typed, event.at, of_other)

    def _put_right(self) -> None:
        """By whoever typed it the same day, else by the lead; times by the lead alone."""
        while self.mistakes:
            wrong, slip, text = self.mistakes.pop(0)
            self.pause(6)
            same_day = wrong.typed.date() == self.now.date()
            self._say(
                "amended",
                wrong.by if same_day and slip.field != "at" else self.lead,
                of=wrong.id,
                field=slip.field,
                old=value_as_text(getattr(wrong, slip.field)),
                new=text,
                reason=slip.reason,
            )

    def _say(self, what: str, by: str, *, at: datetime | None = None, **fields: Any) -> Any:
        # another person needs a moment
        if self.log and self.now <= self.typed and by != self.log[-1].by:
            self.now = self.typed + timedelta(seconds=self.dice.between(20, 100))
        typed = max(self.now, self.typed)
        if typed > END:
            raise Later
        self._cron(typed)
        command: list[Any] = []
        self.typed_together.append(command)
        try:
            return self._write(what, by, typed, min(at or typed, typed), fields)
        finally:
            command.append(self.log[-1])

    def _write(
        self, what: str, by: str, typed: datetime, at: datetime, fields: dict[str, Any]
    ) -> Any:
        kind, seq, id = CATALOGUE[what].event, len(self.log) + 1, self.dice.event_id()
        event = judge_event(kind(seq=seq, id=id, at=at, typed=typed, by=by, **fields))
        self._append(event)
        self.typed = typed
        if self.stop in (self.state.status, what):
            raise Later
        return event

    def _append(self, event: Event) -> None:
        self.log.append(event)
        self.state = replay_ticket(msgspec.structs.replace(self.ticket, log=list(self.log)))

    def _cron(self, until: datetime) -> None:
        """What `svc overdue --flag` has flagged by then, every ten minutes: callbacks and
        technicians' calls.
        """
        if self.state.status not in ("done", "called_back") or (until - self.typed) < timedelta(
            hours=2
        ):
            return
        terms = self.ticket.terms
        assert terms is not None
        held = promises_of(self.state, self.world.policies[terms.policy], self.calendar, until)
        hot = []
        for promise in held:
            if (
                promise.promise.startswith(("callback", "followup"))
                and promise.ended is None
                and promise.flag_at
            ):
                tick = _next_ten(max(promise.flag_at, self.typed))
                if tick < until and (promise.promise, promise.due) not in self.state.flagged:
                    hot.append((tick, promise.promise, promise.due))
        for tick, name, due in sorted(hot):
            flagged = Flagged(
                seq=len(self.log) + 1,
                id=self.dice.event_id(),
                at=tick,
                typed=tick,
                by="cron",
                promise=name,
                due=due,
            )
            self._append(judge_event(flagged))
            self.typed_together.append([self.log[-1]])
            self.typed = tick

    def last_words(self) -> None:
        """What cron still finds until the last day."""
        if self.state.status not in FINAL:
            self._cron(END)


def at_clock(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of that day; 24 is the midnight after it."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(
        hours=hour, minutes=minute
    )


def _whole_minute(moment: datetime, dice: Dice) -> datetime:
    """People's events have seconds, too: a command is typed at any."""
    return moment.replace(second=dice.between(0, 59), microsecond=0)


def _next_ten(moment: datetime) -> datetime:
    base = moment.replace(minute=moment.minute - moment.minute % 10, second=0)
    return base if base == moment else base + timedelta(minutes=10)
