"""What `svc check` looks at in customers' files: every rule one file must obey, and what holds between files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model import customers as cu
from svc.model.staff import Staff
from svc.model.tickets import head_digest
from svc.rules.customers import CustomerState
from svc.rules.findings import Finding
from svc.rules.matching import serial_form, telephones


class SeenFile(Struct, frozen=True, kw_only=True):
    """What the rules look at: one file, what its log says, and what it refers to."""

    customer: cu.Customer
    data: dict[str, Any]
    state: CustomerState
    staff: Staff | None  # None: the file could not be read
    offices: dict[str, str]  # code → region
    files: frozenset[str]  # numbers of the files that are there, readable or not


def status_follows_from_the_log(seen: SeenFile) -> Iterator[Finding]:
    if seen.customer.status != seen.state.status:
        says = N_("status is '{written}', the log says '{replayed}'; to put it right: svc check --fix {ticket}")
        facts = {"written": seen.customer.status, "replayed": seen.state.status, "ticket": seen.customer.id}
        yield Finding("status", Phrase(says, **facts), ("status",))


def head_is_as_it_was_told(seen: SeenFile) -> Iterator[Finding]:
    log = seen.customer.log
    if any(event.__struct_config__.tag == "forgotten" for event in log):
        return
    for event in log:
        if isinstance(event, cu.Opened) and event.digest != head_digest(seen.data, cu.CUSTOMER_HEAD_KEYS):
            says = N_(
                "the head was edited by hand; put it back as it was told (git log -p), "
                "then: svc customer correct {file} --field FIELD"
            )
            yield Finding("head", Phrase(says, file=seen.customer.id), ("id",))


def nothing_is_out_of_turn(seen: SeenFile) -> Iterator[Finding]:
    for event in seen.state.out_of_turn:
        says = N_("event {seq} '{what}' can't follow at its place; nothing follows from it")
        facts = {"seq": event.seq, "what": event.__struct_config__.tag}
        yield Finding("out-of-turn", Phrase(says, **facts), ("log", _place(seen, event)))


def events_are_numbered_and_told_apart(seen: SeenFile) -> Iterator[Finding]:
    ids: set[str] = set()
    for index, event in enumerate(seen.customer.log):
        if event.id in ids:
            yield Finding("event-twice", Phrase(N_("two events have the id {id}"), id=event.id), ("log", index, "id"))
        ids.add(event.id)
    order = [(event.seq, event.id) for event in seen.customer.log]
    if order != sorted(order):
        yield Finding("event-order", Phrase(N_("the events are not in the order of their numbers")), ("log",))


def people_are_known_and_have_the_role(seen: SeenFile) -> Iterator[Finding]:
    if seen.staff is None:
        return
    for index, event in enumerate(seen.customer.log):
        what = str(event.__struct_config__.tag)
        person = seen.staff.find(event.by)
        if person is None:
            problem = Phrase(N_("'{person}' is nobody in staff.yaml"), person=event.by)
            yield Finding("staff", problem, ("log", index, "by"))
        elif not event.allowed and not person.may(cu.CUSTOMER_CATALOGUE[what].roles):
            problem = Phrase(N_("{person} has no role that records '{what}'"), person=event.by, what=what)
            yield Finding("role", problem, ("log", index, "by"))
    carer = seen.state.current.cared_for_by
    if carer and seen.staff.find(carer) is None:
        yield Finding("staff", Phrase(N_("'{person}' is nobody in staff.yaml"), person=carer), ("cared_for_by",))


def references_are_there(seen: SeenFile) -> Iterator[Finding]:
    customer = seen.state.current
    if customer.office not in seen.offices:
        problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=customer.office)
        yield Finding("office", problem, ("office",))
    if customer.region not in seen.offices.values():
        problem = Phrase(N_("no office has the region '{region}'"), region=customer.region)
        yield Finding("region", problem, ("region",))
    for index, event in enumerate(seen.customer.log):
        match event:
            case cu.Absorbed() | cu.MergedInto():
                other = event.file
            case cu.EquipmentLeft():
                other = event.to
            case cu.EquipmentCame():
                other = event.from_file
            case _:
                continue
        if other and other not in seen.files:
            problem = Phrase(N_("there is no customer's file {file}"), file=other)
            yield Finding("file", problem, ("log", index))


def times_are_in_order(seen: SeenFile) -> Iterator[Finding]:
    for index, event in enumerate(seen.customer.log):
        if event.at < seen.customer.opened:
            problem = Phrase(N_("{at} is before the file was opened"), at=event.at)
            yield Finding("time-order", problem, ("log", index, "at"))
        if (event.at - event.typed).total_seconds() > 120:
            problem = Phrase(N_("{at} was still to come when it was typed"), at=event.at)
            yield Finding("future", problem, ("log", index, "at"))


def keys_are_known(seen: SeenFile) -> Iterator[Finding]:
    known = {*cu.CUSTOMER_HEAD_KEYS, "status", "log"}
    for key in seen.data:
        if key not in known:
            yield Finding("unknown-key", Phrase(N_("the key `{key}` means nothing to svc"), key=key), (key,))
    for index, event in enumerate(seen.data["log"]):
        fields = cu.CUSTOMER_CATALOGUE[event["what"]].event.__struct_fields__
        for key in event:
            if key != "what" and key not in fields:
                problem = Phrase(N_("the key `{key}` means nothing to svc"), key=key)
                yield Finding("unknown-key", problem, ("log", index, key))


def no_machine_stands_in_it_twice(seen: SeenFile) -> Iterator[Finding]:
    forms: set[str] = set()
    for machine in seen.state.equipment.values():
        if serial_form(machine.serial) in forms:
            problem = Phrase(N_("the machine {serial} stands in this file twice"), serial=machine.serial)
            yield Finding("serial-twice", problem, ("equipment",))
        forms.add(serial_form(machine.serial))


RULES: tuple[Callable[[SeenFile], Iterator[Finding]], ...] = (
    status_follows_from_the_log,
    head_is_as_it_was_told,
    nothing_is_out_of_turn,
    events_are_numbered_and_told_apart,
    people_are_known_and_have_the_role,
    references_are_there,
    times_are_in_order,
    keys_are_known,
    no_machine_stands_in_it_twice,
)


def findings(seen: SeenFile) -> list[Finding]:
    """Everything in one customer's file that is not as it should be."""
    return [finding for rule in RULES for finding in rule(seen)]


def between(files: Iterable[CustomerState]) -> Iterator[tuple[str, Finding, bool]]:
    """What is not as it should be between files: number of the file, the finding, whether it is mere advice.

    A machine belongs to one file at a time; a merged file leads to one that is in use. Two files with one
    telephone may be one customer: that is for a person to decide.
    """
    known = {state.customer.id: state for state in files}
    owners: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for file, state in known.items():
        if state.status == "merged":
            if _leads_nowhere(state, known):
                problem = Phrase(N_("merged into {into}, which leads back here"), into=state.merged_into)
                yield file, Finding("merged", problem, ("status",)), False
            continue
        for machine in state.equipment.values():
            first = owners.setdefault(serial_form(machine.serial), file)
            if first != file:
                says = N_(
                    "the machine {serial} is in {other} too; if it has a new owner: "
                    "svc equipment transfer {serial} --to FILE; if both are one customer: svc customer merge"
                )
                problem = Phrase(says, serial=machine.serial, other=first)
                yield file, Finding("serial-twice", problem, ("equipment",)), False
        current = state.current
        own = {
            number for field in (current.phone, *(c.mobile for c in current.contacts)) for number in telephones(field)
        }
        others = {first for number in own if (first := numbers.setdefault(number, file)) != file}
        for other in sorted(others):
            says = N_("a telephone of {other} too; if both are one customer: svc customer merge {file} --into {other}")
            yield file, Finding("telephone-twice", Phrase(says, other=other, file=file), ("phone",)), True


def _leads_nowhere(state: CustomerState, known: dict[str, CustomerState]) -> bool:
    """Whether following the merges comes back to this file: two desks merged two files crosswise."""
    seen = set()
    here: CustomerState | None = state
    while here is not None and here.status == "merged" and here.customer.id not in seen:
        seen.add(here.customer.id)
        here = known.get(here.merged_into)
    return here is state


def _place(seen: SeenFile, event: object) -> int:
    return next(index for index, other in enumerate(seen.customer.log) if other is event)
