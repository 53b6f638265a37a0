"""Who works here: somebody comes, changes, leaves (离职); what hangs on who leaves goes to another,
in one recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import settings
from svc.actions.board import planning_of
from svc.actions.kits import all_along, check_kit_known, hand_over_kit
from svc.actions.settings import SettingResult
from svc.actions.typist import Typist, writing
from svc.errors import N_, Damaged, NotToThem, Phrase
from svc.model import events as ev
from svc.model.layout import FlowMapping
from svc.model.records import plain_data
from svc.model.staff import KEEPERS, Person
from svc.model.stock import STOREKEEPERS, StockLine
from svc.rules import board
from svc.rules.leaving import (
    OF_THE_KIT,
    Hanging,
    days_on_duty,
    hanging_on_ticket,
    is_shared_turn,
    kit_hanging,
)
from svc.rules.search.people import new_person_id
from svc.rules.stock.places import Spot, with_technician
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def add_person(
    ledger: Ledger,
    typist: Typist,
    *,
    name: str,
    roles: Sequence[str],
    id: str = "",
    office: str = "",
    phone: str = "",
    email: str = "",
    skills: Sequence[str] = (),
) -> SettingResult:
    """Enter somebody into staff.yaml; an id is made from the name where none is given.

    Said again of somebody of the same name, office and number, it is the same person. Raises
    UnknownOffice and what `settings.add_entry` raises.
    """
    if office:
        ledger.office(office)
    people = ledger.staff.staff
    same = [
        each.id for each in people if (each.name, each.office, each.phone) == (name, office, phone)
    ]
    today = typist.now.date().isoformat()
    fields = {
        "name": name,
        "phone": phone,
        "email": email,
        "office": office,
        "roles": list(roles),
        "skills": [FlowMapping(covers=skill, since=today) for skill in skills],
    }
    id = id or next(iter(same), "") or new_person_id(name, [each.id for each in people])
    return settings.add_entry(ledger, typist, settings.STAFF, id, fields)


def change_person(
    ledger: Ledger,
    typist: Typist,
    person: Person,
    fields: dict[str, object],
    *,
    skills: Sequence[str] = (),
    since: date,
) -> SettingResult:
    """Give somebody other values, and skills besides those they have.

    Raises UnknownOffice, NoSuchKit and what `settings.change_entry` raises.
    """
    if fields.get("office"):
        ledger.office(str(fields["office"]))
    if fields.get("kit"):
        check_kit_known(ledger, str(fields["kit"]))
    known = [skill.covers for skill in person.skills]
    new = [
        FlowMapping(covers=skill, since=since.isoformat()) for skill in skills if skill not in known
    ]
    if new or skills:
        there = [FlowMapping(plain_data(skill)) for skill in person.skills]
        fields = {**fields, "skills": [*there, *new]}
    return settings.change_entry(ledger, typist, settings.STAFF, person.id, fields)


FAR_AHEAD = timedelta(days=36500)


class Leaving(Struct, frozen=True, kw_only=True):
    """What hangs on somebody, and who is to have it."""

    person: Person
    to: Person
    items: list[Hanging]
    shared: int  # tickets that are the turn of others, too: they stay with these
    broken: list[Damaged]
    is_kit_back: bool = False  # the kit goes into the store, and not to the other
    last_day: date | None = None  # as it was written into staff.yaml

    @property
    def to_hand_over(self) -> list[Hanging]:
        return [item for item in self.items if item.can_be_handed_over]

    @property
    def left(self) -> list[Hanging]:
        """What no word hands over."""
        return [item for item in self.items if not item.can_be_handed_over]


def what_hangs_on(
    ledger: Ledger, leaver: str, to: str, now: datetime, *, by: str, is_kit_back: bool = False
) -> Leaving:
    """All that hangs on one person, and what speaks against the other's having it. `by` is who
    types: kits are booked by who keeps the store. `is_kit_back`: the kit goes into the store.

    Raises UnknownStaff, NotToThem for a receiver who has left, or is the same.
    """
    person, receiver = ledger.person(leaver), ledger.person(to)
    if receiver.id == person.id or receiver.left is not None:
        raise NotToThem(person=person.name, to=receiver.name)
    broken: list[Damaged] = []
    items: list[Hanging] = []
    shared = 0
    visits = _Visits(ledger, receiver, now, broken)
    for record in ledger.tickets(
        broken,
        "",
        Sought(is_open=True),
        Sought(keys=(("is", "lent"), ("taken", person.id))),
        Sought(promises=("commitment",), due_until=now + FAR_AHEAD),
    ):
        state = record.state
        promises = ledger.known_promises(state, now, broken)
        found = list(hanging_on_ticket(state, promises, ledger.staff, person.id, receiver))
        shared += is_shared_turn(state, ledger.staff, person.id)
        items += [visits.judged(item, state) if item.kind == "visit" else item for item in found]
    items += [
        Hanging(kind="customer", on=file.customer.id, customer=file.customer.name)
        for file in ledger.customer_files(broken)
        if file.customer.cared_for_by == person.id and file.status == "active"
    ]
    may_book = ledger.person(by).may(STOREKEEPERS)
    along = _along(ledger, person, now)
    items += kit_hanging(along, person, receiver, may_book=may_book, is_back=is_kit_back)
    items += days_on_duty(ledger.roster, person.id, now.date())
    return Leaving(
        person=person,
        to=receiver,
        items=items,
        shared=shared,
        broken=broken,
        is_kit_back=is_kit_back,
    )


def _along(ledger: Ledger, person: Person, at: datetime) -> list[StockLine]:
    """What somebody has along for no ticket, good pieces and old parts."""
    place = with_technician(person.id)
    spots = (Spot(place), Spot(place, "defective"))
    return [line for spot in spots for line in all_along(ledger, spot, at)]


def hand_over_all(
    ledger: Ledger,
    typist: Typist,
    *,
    leaver: str,
    to: str,
    reason: str,
    is_kit_back: bool = False,
) -> Leaving:
    """Hand over all that one word can, in one recording; what it was is returned, with what is
    left. If nothing is, and who types may change settings, staff.yaml says the last day with us.

    Raises what `what_hangs_on` raises, NotYourRole; NoLane where there is a kit; then nothing is
    written.
    """
    with writing(ledger, typist) as tx:
        ledger.close()  # what others lent a moment ago is looked at
        found = what_hangs_on(ledger, leaver, to, typist.now, by=typist.by, is_kit_back=is_kit_back)
        for item in found.to_hand_over:
            if item.kind == "customer":
                _give_customer(tx, item.on, found, reason)
        _give_kit(ledger, tx, typist, found, reason)
        for ticket, items in _by_ticket(found.to_hand_over):
            taken_over = ev.TakenOver(
                whose=found.person.id,
                to=found.to.id,
                reason=reason,
                visit=any(item.kind == "visit" for item in items),
                in_hand=[each for item in items for each in item.of],
            )
            tx.append(ticket, taken_over, at=typist.at)
        is_all = not found.left and found.person.left is None
        if is_all and ledger.person(typist.by).may(KEEPERS):
            _write_last_day(ledger, tx, found.person, typist)
            found = replace(found, last_day=typist.happened.date())
    ledger.read_settings_again()
    return found


def _write_last_day(ledger: Ledger, tx: Recording, person: Person, typist: Typist) -> None:
    """Nothing hangs on them any more: staff.yaml says the last day with us."""
    path = settings.STAFF.path
    place = [each.id for each in ledger.staff.staff].index(person.id)
    last_day = {"left": typist.happened.date().isoformat()}
    text = settings.text_of(tx, path)
    settings.put_text(ledger, tx, path, settings.put_fields(text, ("staff", place), last_day, path))


def _by_ticket(items: Sequence[Hanging]) -> Iterator[tuple[str, list[Hanging]]]:
    """What goes over of each ticket."""
    tickets = dict.fromkeys(item.on for item in items if item.kind not in ("customer", *OF_THE_KIT))
    return ((ticket, [item for item in items if item.on == ticket]) for ticket in tickets)


def _give_customer(tx: Recording, customer_id: str, found: Leaving, reason: str) -> None:
    corrected = ev.Corrected(
        field="cared_for_by", old=found.person.id, new=found.to.id, reason=reason
    )
    tx.append(customer_id, corrected)


def _give_kit(ledger: Ledger, tx: Recording, typist: Typist, found: Leaving, reason: str) -> None:
    """The documents by which the kit goes, as far as one word hands it over."""
    going = [(item.part, item.kind) for item in found.to_hand_over if item.kind in OF_THE_KIT]
    lines = [
        line
        for line in _along(ledger, found.person, typist.happened)
        if (line.part, "kit" if line.condition == "good" else "old_part") in going
    ]
    if lines:
        hand_over_kit(
            ledger,
            tx,
            typist,
            lines,
            leaver=found.person,
            to=found.to,
            is_back=found.is_kit_back,
            reason=reason,
        )


class _Visits:
    """The visits that are to go over, judged one after another: each fills the other's day."""

    def __init__(self, ledger: Ledger, to: Person, now: datetime, broken: list[Damaged]) -> None:
        self._ledger, self._to, self._now = ledger, to, now
        own = Sought(is_open=True, technician=to.id)
        # a day is one day, whichever office asks
        self._states = [record.state for record in ledger.tickets(broken, "", own)]
        self._given: list[tuple[datetime, str]] = []

    def judged(self, visit: Hanging, state: State) -> Hanging:
        """The visit, with all that speaks against the other's making it."""
        against = [*visit.against, *self._objections(state)]
        if not against and state.appointment is not None:
            self._given.append((state.appointment, visit.on))
        return replace(visit, against=tuple(against))

    def _objections(self, state: State) -> Iterator[Phrase]:
        at = state.appointment
        if not self._to.may(("technician",)):
            yield Phrase(N_("{person} is not a technician"), person=self._to.name)
            return
        if at is None or at < self._now:
            if state.status == "dispatched":
                yield Phrase(N_("missed: nobody has arrived"))
            return
        planning = planning_of(self._ledger, state.current, at, at.date(), self._states)
        yield from board.objections_to(self._to, planning)
        for given_at, ticket in self._given:
            if abs(given_at - at) < planning.visit_time:
                says = N_("is at {ticket} from {time}")
                yield Phrase(says, ticket=ticket, time=given_at)
