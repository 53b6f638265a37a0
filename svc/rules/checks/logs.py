"""Rules that every record obeys, a ticket and a customer's file alike: status, head, log, people,
times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from svc.errors import N_, Phrase
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.labels import event_called, state_called
from svc.model.month_seals import MonthSealed
from svc.model.renumbering import events_naming, fields_naming
from svc.model.seals import Sealed
from svc.model.stock import Booked
from svc.model.tickets import head_digest, value_in_head
from svc.rules.checks.keys import shape_of, unknown_keys
from svc.rules.checks.subject import CheckedRecord, Finding
from svc.rules.forgetting import head_digests, removal_from, without
from svc.rules.merge.clock_skew import clocks_set_back, span_text
from svc.rules.stock.documents import StockState, ends_again
from svc.rules.ticket.contested import contested_corrections
from svc.rules.ticket.lifecycle import with_head_value

if TYPE_CHECKING:
    from svc.model.data import Data

AHEAD = timedelta(minutes=2)
"""So far may one clock be ahead of another, as for what is typed with `--at` (svc/cli/desk.py)."""

PEOPLE: dict[type[ev.Event], tuple[str, ...]] = {
    ev.HandedOver: ("to",),
    ev.TakenOver: ("whose", "to"),
    ev.Dispatched: ("technician",),
    ev.Rescheduled: ("technician",),
    ev.Escalated: ("to",),
    ev.Approved: ("by_whom",),
    ev.Paid: ("taken_by",),
    ev.PartLent: ("technician",),
    ev.CostNoted: ("person",),
}
"""The fields of an event that name one of the staff, besides `by`: those that commands look up in
staff.yaml.
"""


_TELLING_THE_HEAD = (*ev.INTAKES, cu.Opened, Booked, Sealed, MonthSealed)


def status_follows_from_the_log(checked: CheckedRecord) -> Iterator[Finding]:
    if checked.record.status != checked.state.status:
        says = N_("status is '{written}', the log says '{replayed}'")
        yield Finding(
            "status",
            Phrase(says, written=checked.record.status, replayed=checked.state.status),
            ("status",),
        )


def the_head_is_as_it_was_told(checked: CheckedRecord) -> Iterator[Finding]:
    """`received`, `imported`, `opened`, `booked`, `sealed` or `month_sealed` carries the digest of
    the head's values; `forgotten`, which alone takes words out of them, the new one. Where two
    desks completed one noted call, whose head holds is said at the exchange: it is one of both.
    """
    telling = checked.events_in_order(*_TELLING_THE_HEAD)
    forgotten = checked.events_in_order(ev.Forgotten)
    if telling and forgotten and telling[-1][1].seq >= forgotten[-1][1].seq:
        return  # another desk completed it meanwhile
    digests = head_digests([(event.digest, event.places) for _, event in forgotten])
    if digests is None:
        return
    told = {event.digest for _, event in telling} - {""}
    digest = head_digest(checked.data, checked.head_keys) if digests or told else ""
    if digest not in (digests or told or {digest}):
        yield Finding("head", Phrase(N_("the head was edited by hand")), ("id",))


def what_was_forgotten_is_gone(checked: CheckedRecord) -> Iterator[Finding]:
    """Once personal data were taken out, nothing of them stands in the record, whenever it was
    added.
    """
    if not checked.events_in_order(ev.Forgotten):
        return
    if without(checked.data, removal_from(checked.data)) != checked.data:
        problem = Phrase(N_("personal data that were to be removed stand in it"))
        yield Finding("forgotten", problem, ("id",))


def every_event_is_in_its_turn(checked: CheckedRecord) -> Iterator[Finding]:
    if not checked.state.out_of_turn:
        return
    places = {id(event): index for index, event in checked.order}
    for event in checked.state.out_of_turn:
        if isinstance(checked.state, StockState) and ends_again(checked.state, event):
            continue  # the first holds, there is nothing to decide
        says = N_("event {seq} '{what}' is out of order here; it has no effect")
        place = ("log", places[id(event)])
        status = checked.state.status
        problem = Phrase(says, seq=event.seq, what=event_called(event), status=state_called(status))
        yield Finding("out-of-turn", problem, place)


def no_two_events_have_one_identity(checked: CheckedRecord) -> Iterator[Finding]:
    if len({event.id for event in checked.log}) == len(checked.log):
        return
    ids: set[str] = set()
    for index, event in enumerate(checked.log):
        if event.id in ids:
            yield Finding(
                "event-twice",
                Phrase(N_("two events have the id {id}"), id=event.id),
                ("log", index, "id"),
            )
        ids.add(event.id)


def events_stand_in_the_order_of_their_numbers(checked: CheckedRecord) -> Iterator[Finding]:
    if [index for index, _ in checked.order] != list(range(len(checked.log))):
        yield Finding(
            "event-order", Phrase(N_("the events are not in the order of their numbers")), ("log",)
        )


def everybody_named_is_one_of_the_staff(checked: CheckedRecord) -> Iterator[Finding]:
    people = checked.references.people
    if people is None:
        return
    named = [(index, "by", event.by) for index, event in checked.order if event.by not in people]
    for kind, pairs in checked.kinds.items():
        for field in PEOPLE.get(kind, ()):
            named += [(index, field, getattr(event, field)) for index, event in pairs]
    for index, field, person in named:
        if person and person not in people:
            problem = Phrase(N_("'{person}' is not in staff.yaml"), person=person)
            yield Finding("staff", problem, ("log", index, field))


def whoever_records_has_the_role_for_it(checked: CheckedRecord) -> Iterator[Finding]:
    """Unless a manager allowed it; see the next rule."""
    may, catalogue = checked.references.may_record, checked.catalogue
    for index, event in checked.order:
        if not may(event.by, event, catalogue) and not event.allowed:
            problem = Phrase(
                N_("{person} has no role that may record '{what}'"),
                person=event.by,
                what=event_called(event),
            )
            yield Finding("role", problem, ("log", index, "by"))


def only_managers_allow_what_is_against_a_rule(checked: CheckedRecord) -> Iterator[Finding]:
    for index, event in enumerate(checked.log):
        if event.allowed:
            person = (checked.references.people or {}).get(event.by)
            if person is not None and not person.may(("manager",)):
                problem = Phrase(
                    N_("{person} allowed what only a manager may allow"), person=event.by
                )
                yield Finding("allowed", problem, ("log", index, "allowed"))


def its_office_is_there(checked: CheckedRecord) -> Iterator[Finding]:
    office = checked.record.office
    if office not in checked.references.offices:
        yield Finding(
            "office",
            Phrase(N_("there is no office '{office}' in svc.yaml"), office=office),
            ("office",),
        )
    moves = checked.events_in_order(ev.OfficeChanged)
    for index, move in moves:
        if move.office not in checked.references.offices:
            problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=move.office)
            yield Finding("office", problem, ("log", index, "office"))
    for index, event in enumerate(checked.log) if moves else ():
        if event.acting and event.acting not in checked.references.offices:
            problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=event.acting)
            yield Finding("office", problem, ("log", index, "acting"))


def its_region_is_that_of_an_office(checked: CheckedRecord) -> Iterator[Finding]:
    region = checked.record.region
    if region not in checked.references.offices.values():
        yield Finding(
            "region", Phrase(N_("no office has the region '{region}'"), region=region), ("region",)
        )


def its_number_is_of_its_office(checked: CheckedRecord) -> Iterator[Finding]:
    office = checked.record.office
    if not checked.id.startswith(f"{office}-"):
        problem = Phrase(
            N_("the number {number} does not belong to the office {office}"),
            number=checked.id,
            office=office,
        )
        yield Finding("number", problem, ("office",))


def nothing_happened_before_it_began(checked: CheckedRecord) -> Iterator[Finding]:
    for index, event in enumerate(checked.log):
        if event.at < checked.began and event.at != event.typed:  # else a clock was put back
            says = N_("{at} is before {began}, when the record begins")
            yield Finding(
                "time-order", Phrase(says, at=event.at, began=checked.began), ("log", index, "at")
            )


def nothing_was_typed_before_it_happened(checked: CheckedRecord) -> Iterator[Finding]:
    for index, event in enumerate(checked.log):
        if event.at > event.typed and event.at - event.typed > AHEAD:
            says = N_("{at} was in the future when it was entered at {typed}")
            yield Finding(
                "future", Phrase(says, at=event.at, typed=event.typed), ("log", index, "at")
            )


def what_follows_was_typed_later(checked: CheckedRecord) -> Iterator[Finding]:
    """See svc/rules/merge/clock_skew.py; that clocks differ by two minutes is not worth a word."""
    last = None
    for _, event in checked.order:  # in nearly every log each event was typed after the one before
        if last is not None and event.typed < last:
            break
        last = event.typed
    else:
        return
    places = {id(event): index for index, event in checked.order}
    for pair in clocks_set_back(checked.log):
        if pair.seconds > AHEAD.total_seconds():
            says = N_(
                "entered at {typed}, {behind} before event {seq}, which it follows: a clock "
                "was set back"
            )
            problem = Phrase(
                says, typed=pair.event.typed, behind=span_text(pair.seconds), seq=pair.earlier.seq
            )
            yield Finding("clock-set-back", problem, ("log", places[id(pair.event)], "typed"))


def every_key_means_something(checked: CheckedRecord) -> Iterator[Finding]:
    yield from unknown_keys(checked.data, shape_of(type(checked.record)))


def corrections_are_of_what_the_head_says(checked: CheckedRecord) -> Iterator[Finding]:
    """The field is one of the head, the new value fits it, the old one is what it had: told, or
    corrected to before.

    On two desks that have not yet exchanged anything both may correct the same old value.
    """
    had: dict[str, set[str]] = {}
    changing = (ev.UrgencySet, ev.MachineReplaced, ev.Renumbered, ev.Corrected)
    for index, event in checked.events_in_order(*changing):
        if isinstance(event, ev.UrgencySet):
            had.setdefault("urgency", set()).add(event.urgency)
        if isinstance(event, ev.MachineReplaced):
            had.setdefault("equipment.serial", set()).add(event.new_serial)
        if isinstance(event, ev.Renumbered):
            for field in event.fields:
                had.setdefault(field, set()).add(event.now)
        if not isinstance(event, ev.Corrected):
            continue
        path = tuple(event.field.split("."))
        if with_head_value(checked.record, path, event.new) is None:
            says = N_("'{new}' can't be a value of `{field}`; the correction changes nothing")
            yield Finding(
                "correction", Phrase(says, new=event.new, field=event.field), ("log", index, "new")
            )
            continue
        recorded = _value_in_head(checked.data, path)
        known = had.setdefault(event.field, set()) | {recorded}
        if recorded not in (None, "(removed)") and event.old not in known:
            says = N_("`{field}` was never '{old}'; it was recorded as '{told}'")
            problem = Phrase(says, field=event.field, old=event.old, told=recorded)
            yield Finding("correction", problem, ("log", index, "old"))
        had[event.field].add(event.new)


_TWICE = N_("`{field}` was corrected by two desks, to '{other}' and to '{new}'; '{new}' holds")


def no_value_was_corrected_differently_by_two_desks(checked: CheckedRecord) -> Iterator[Finding]:
    """Two who did not know of each other; the last one holds until somebody decides."""
    yield from _corrected_twice(checked, ev.Corrected, "corrected-twice")


def no_value_of_a_file_was_corrected_differently_by_two_desks(
    checked: CheckedRecord,
) -> Iterator[Finding]:
    """The same of a customer's file."""
    yield from _corrected_twice(checked, ev.Corrected, "file-corrected-twice")


def no_machine_was_corrected_differently_by_two_desks(checked: CheckedRecord) -> Iterator[Finding]:
    """The same of a value of a machine."""
    yield from _corrected_twice(checked, cu.EquipmentCorrected, "machine-corrected-twice")


def _corrected_twice(
    checked: CheckedRecord, kind: type[ev.Corrected | cu.EquipmentCorrected], rule: str
) -> Iterator[Finding]:
    if len(checked.events_of(kind)) < 2:
        return
    places = {event.id: index for index, event in checked.order}
    for holds, other in contested_corrections(event for _, event in checked.order):
        if not isinstance(holds, kind):
            continue
        facts = {"field": holds.field, "other": other.new, "new": holds.new}
        if isinstance(holds, cu.EquipmentCorrected):
            facts["serial"] = holds.serial
        yield Finding(rule, Phrase(_TWICE, **facts), ("log", places[holds.id], "new"))


def what_was_renumbered_bore_the_number(checked: CheckedRecord) -> Iterator[Finding]:
    """The record itself from one number to the next, up to the one it has; or the places that are
    named.
    """
    said = checked.events_in_order(ev.Renumbered)
    chain = [event for _, event in said if not (event.fields or event.events)]
    numbers = [*(event.was for event in chain), checked.id]
    for index, event in said:
        if event in chain:
            is_so = event.now == numbers[chain.index(event) + 1]
        else:
            named = set(events_naming(checked.data, event.was))
            fields = set(fields_naming(checked.data, event.was))
            is_so = set(event.events) <= named and set(event.fields) <= fields
        if not is_so:
            problem = Phrase(
                N_("it says {was} became {now}, and what it names has another number"),
                was=event.was,
                now=event.now,
            )
            yield Finding("renumbered", problem, ("log", index, "was"))


def _value_in_head(data: Data, path: tuple[str, ...]) -> str | None:
    """A value of the head as text; empty if nothing was told, None for what is no single value."""
    value: Any = data
    for key in path:
        value = value.get(key, "") if isinstance(value, dict) else ""
    return None if isinstance(value, (dict, list)) else value_in_head({"value": value}, ("value",))
