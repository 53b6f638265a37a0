"""Customers' files (客户档案): opened, found, corrected, merged, confirmed; nothing in them is ever
deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.customer_search import matches
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.recording import Typist, writing
from svc.errors import (
    N_,
    AlreadySo,
    CustomerOutside,
    CustomerThere,
    Damaged,
    FileMerged,
    NoSuchCustomer,
    NoSuchField,
    NotAcceptable,
    Notice,
    NotOneOf,
    Phrase,
    SameFile,
    SeveralFit,
    SomeUnreadable,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Contact, Customer, CustomerHead, Opened
from svc.model.ids import CustomerId, parse_customer_id
from svc.model.tickets import Zone
from svc.rules.forms import plain_form, same_telephone
from svc.rules.search.customers import Match
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State, with_value
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.recording import Recording, own_lane
from svc.store.records import CustomerRecord

SORTS = ("end_user", "dealer", "payer")
FIELDS = (
    "name",
    "address",
    "phone",
    "sort",
    "office",
    "zone",
    "distance_km",
    "contract",
    "cared_for_by",
)
"""What `correct` changes; contacts and machines have commands of their own."""


class CustomerDone(Struct, frozen=True, kw_only=True):
    """What a deed came to: the file as it stands, and whether anything was recorded."""

    customer: Customer
    state: CustomerState
    repeated: bool
    committed: bool
    notices: list[Notice]


class CustomerCard(Struct, frozen=True, kw_only=True):
    """A file as it stands, with the tickets of the customer (those of merged files too), newest
    first.
    """

    state: CustomerState
    tickets: list[State]

    @property
    def customer(self) -> Customer:
        return self.state.current


# Reading


def active(ledger: Ledger, broken: list[Damaged]) -> list[Customer]:
    """All customers as they stand now, without their logs and without files that were merged into
    another.

    Of each file that can't be read, the reason is added to `broken`.
    """
    return [file.customer for file in ledger.customer_files(broken) if file.status == "active"]


def active_with(ledger: Ledger, answers: IntakeAnswers) -> list[Customer]:
    """The customers in use that may have this serial number, telephone or name; and perhaps some
    more.
    """
    keys = [
        (kind, words)
        for kind, words in (
            ("serial", answers.serial),
            ("phone", answers.phone),
            ("phone", answers.mobile),
            ("name", answers.unit),
        )
        if words
    ]
    return [state.current for state in states(ledger, [], *keys) if state.status == "active"]


def states(ledger: Ledger, broken: list[Damaged], *keys: tuple[str, str]) -> list[CustomerState]:
    """All files, merged ones too; with `keys` (see `Ledger.customers`) those that fit any, and
    perhaps some more.
    """
    return [record.state for record in ledger.customers(broken, *keys)]


def find(ledger: Ledger, words: str, broken: list[Damaged], limit: int = 9) -> list[Match]:
    """The customers that fit the words, the best first; the number of a merged file finds the one
    it went into.
    """
    if parse_customer_id(words) is not None:
        try:
            state = resolve(ledger, words)
        except (NoSuchCustomer, Damaged):
            pass
        else:
            why = Phrase(N_("file number {file}"), file=words.strip().upper())
            return [Match(customer=state.current, why=why, score=100)]
    return matches(ledger, words, broken, limit)


def resolve(ledger: Ledger, file: str) -> CustomerState:
    """The file with this number; of a merged one, that which it was merged into.

    Raises NoSuchCustomer, Damaged.
    """
    seen: set[str] = set()
    state = ledger.read_customer(file).state
    # two desks may merge two files crosswise
    while state.status == "merged" and state.customer.id not in seen:
        seen.add(state.customer.id)
        state = ledger.read_customer(state.merged_into).state
    return state


def only(ledger: Ledger, words: str) -> CustomerState:
    """The one customer the words fit, by a file's number or as `find` finds them.

    Raises NoSuchCustomer, SeveralFit, Damaged.
    """
    if parse_customer_id(words) is not None:
        return resolve(ledger, words)
    broken: list[Damaged] = []
    found = matches(ledger, words, broken)
    files = list(dict.fromkeys(match.customer.id for match in found))
    # a whole name, number or serial number
    exact = [match.customer.id for match in found if match.score >= 97]
    if len(set(exact)) == 1:
        files = exact[:1]
    if not files and broken:
        raise SomeUnreadable.of(broken)
    if not files:
        raise NoSuchCustomer(customer=words)
    if len(files) > 1:
        raise SeveralFit(words=words, files=[f"{m.customer.id} {m.customer.name}" for m in found])
    return ledger.read_customer(files[0]).state


def card(ledger: Ledger, words: str, broken: list[Damaged]) -> CustomerCard:
    """A customer's file with their tickets. Raises NoSuchCustomer, SeveralFit, Damaged."""
    state = only(ledger, words)
    files = {state.customer.id, *aliases(ledger, state)}
    serials = set(state.equipment)
    tickets = []
    keys = (
        *(("file", file) for file in sorted(files)),
        *(("serial", serial) for serial in state.equipment),
    )
    for record in ledger.tickets(broken, "", Sought(keys=keys)):
        replayed = record.state
        ticket = replayed.current
        customer, machine = ticket.customer, ticket.equipment
        named = customer is not None and customer.file
        if named in files or (not named and machine is not None and machine.serial in serials):
            tickets.append(replayed)
    return CustomerCard(
        state=state, tickets=sorted(tickets, key=lambda s: s.ticket.received, reverse=True)
    )


def aliases(ledger: Ledger, state: CustomerState) -> list[str]:
    """The files that were merged into this one, and those merged into these."""
    found: list[str] = []
    left = list(state.aliases)
    while left:
        file = left.pop(0)
        if file in found or file == state.customer.id:
            continue
        found.append(file)
        try:
            left += ledger.read_customer(file).state.aliases
        except (NoSuchCustomer, Damaged):
            continue  # `svc check` names it
    return found


# Recording


def add(
    ledger: Ledger, head: CustomerHead, typist: Typist, *, another: bool = False
) -> CustomerDone:
    """Open a file; `head` holds what was told, its number, status, moment and region are worked out
    here.

    Raises CustomerThere if a file has the name or telephone (unless `another`), NotOneOf,
    UnknownOffice, UnknownStaff, CustomerOutside, NoLane, NotYourRole; then nothing is written.
    """
    region = ledger.office(head.office).region
    _check_values(ledger, head)
    lane = own_lane(ledger)
    told = {name: getattr(head, name) for name in CustomerHead.__struct_fields__}
    told |= {
        "id": str(CustomerId(head.office, lane, 0)),
        "status": "active",
        "opened": typist.happened,
    }
    customer = Customer(**told | {"region": region}, log=[Opened(digest=ev.DIGEST_TO_COME)])
    with writing(ledger, typist) as tx:
        broken: list[Damaged] = []
        contacts = [("phone", contact.mobile) for contact in customer.contacts]
        there = states(
            ledger, broken, ("name", customer.name), ("phone", customer.phone), *contacts
        )
        earlier = None if typist.again else _opened_just_now(tx, there, customer)
        if earlier:
            tx.repeated = True
            return result_of(tx, earlier)
        if not another:
            _check_new(there, customer)
        number = tx.create_customer(customer, lane, typist.at)
    return result_of(tx, number)


def contact(ledger: Ledger, file: str, typist: Typist, *, person: Contact) -> CustomerDone:
    """Add somebody to call at the customer's, or the new number of one who is there (the name
    tells).
    """
    return record(ledger, file, typist, cu.ContactAdded(contact=person))


def confirm(ledger: Ledger, file: str, typist: Typist) -> CustomerDone:
    """Say that the file was checked and is right (S1: once a month)."""
    return record(ledger, file, typist, cu.Confirmed())


def correct(
    ledger: Ledger, file: str, typist: Typist, *, field: str, value: str, reason: str
) -> CustomerDone:
    """Record that a value of the file was wrong, or is another one now; what was told stays in the
    head.

    Raises NoSuchField, AlreadySo, NotAcceptable, UnknownOffice, UnknownStaff, FileMerged.
    """
    if field not in FIELDS:
        raise NoSuchField(field=field, known=list(FIELDS))
    changes = [(field, value)]
    if field == "office":
        changes.append(("region", ledger.office(value).region))
    with writing(ledger, typist) as tx:
        current = active_record(tx, file)
        now = current.state.current
        if field == "cared_for_by" and value:
            ledger.person(value)
        if with_value(now, (field,), value) is None:
            raise NotAcceptable(
                problem=Phrase(N_("'{value}' can't be the {field}"), value=value, field=field)
            )
        for name, new in changes:
            old: str | None = _shown(getattr(now, name))
            if old == new:
                old = _corrected_just_now(tx, current, name, new, reason)
                if old is None and name == field:
                    raise AlreadySo(field=name, value=new)
            if old is not None:
                tx.append(
                    current.id,
                    ev.Corrected(field=name, old=old, new=new, reason=reason),
                    at=typist.at,
                )
    return result_of(tx, current.id)


def merge(ledger: Ledger, file: str, typist: Typist, *, into: str, reason: str) -> CustomerDone:
    """Make one of two files of one customer an alias of the other: nothing is deleted, its tickets
    count there.

    Both files are written together. Raises SameFile, FileMerged, NoSuchCustomer.
    """
    with writing(ledger, typist) as tx:
        target = active_record(tx, into)
        source = tx.customer(file)
        if source.id == target.id:
            raise SameFile(file=source.id)
        state = source.state
        said = tx.is_said_again(source.id, cu.MergedInto(file=target.id, reason=reason))
        if state.status == "merged" and not said:
            raise FileMerged(file=source.id, into=state.merged_into)
        tx.append(
            target.id,
            cu.Absorbed(
                file=source.id,
                contacts=list(state.contacts.values()),
                equipment=list(state.equipment.values()),
            ),
            at=typist.at,
        )
        tx.append(source.id, cu.MergedInto(file=target.id, reason=reason), at=typist.at)
    return result_of(tx, target.id)


def record(ledger: Ledger, customer_id: str, typist: Typist, event: ev.Event) -> CustomerDone:
    """Record one event on a customer's file. Raises NoSuchCustomer, FileMerged, NotYourRole,
    NotAcceptable.
    """
    with writing(ledger, typist) as tx:
        found = active_record(tx, customer_id)
        tx.append(found.id, event, at=typist.at)
    return result_of(tx, found.id)


def active_record(tx: Recording, file: str) -> CustomerRecord:
    """A file that can be added to, read under the lock. Raises NoSuchCustomer, FileMerged."""
    found = tx.customer(file)
    state = found.state
    if state.status == "merged":
        raise FileMerged(file=found.id, into=state.merged_into)
    return found


def result_of(tx: Recording, file: str) -> CustomerDone:
    """How the file stands after the command."""
    state = tx.as_recorded(file).state
    assert isinstance(state, CustomerState)
    return CustomerDone(
        customer=state.current,
        state=state,
        repeated=tx.repeated,
        committed=tx.committed,
        notices=tx.notices,
    )


def _check_values(ledger: Ledger, head: CustomerHead) -> None:
    for option, value, choices in (
        ("--sort", head.sort, SORTS),
        ("--zone", head.zone, get_args(Zone)),
    ):
        if value not in choices:
            raise NotOneOf(option=option, value=value, choices=list(choices))
    if head.zone == "near" and head.distance_km is None:
        raise CustomerOutside()
    if head.cared_for_by:
        ledger.person(head.cared_for_by)


def _check_new(there: Iterable[CustomerState], customer: Customer) -> None:
    """Raise CustomerThere if an active file has the same name, or a telephone in common."""
    numbers = [customer.phone, *(contact.mobile for contact in customer.contacts)]
    for state in there:
        if state.status != "active":
            continue
        known = state.current
        why = None
        if plain_form(known.name) == plain_form(customer.name):
            why = Phrase(N_("name"))
        for own in (known.phone, *(contact.mobile for contact in known.contacts)):
            if any(same_telephone(own, number) for number in numbers):
                why = Phrase(N_("telephone {number}"), number=own)
        if why is not None:
            raise CustomerThere(file=known.id, name=known.name, why=why)


def _opened_just_now(tx: Recording, there: Iterable[CustomerState], customer: Customer) -> str:
    """The number of the file this person opened within ten minutes with the same words."""
    passing = {"id": "", "opened": customer.opened, "log": customer.log}
    for state in there:
        if tx.has_just_said(state.customer.log[0]) and replace(
            state.customer, **passing | {"status": customer.status}
        ) == replace(customer, **passing):
            return state.customer.id
    return ""


def _corrected_just_now(
    tx: Recording, current: CustomerRecord, field: str, new: str, reason: str
) -> str | None:
    """What the value was before this person corrected it a moment ago in the same words; None if
    they did not.
    """
    for event in reversed(current.log):
        if isinstance(event, ev.Corrected) and event.field == field:
            same = (event.new, event.reason) == (new, reason)
            return event.old if same and tx.has_just_said(event) else None
    return None


def _shown(value: object) -> str:
    return "" if value is None else str(value)
