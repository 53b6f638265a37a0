"""Customers' files (客户档案): opened, found, corrected, merged, confirmed; nothing in them is ever
deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.customer_search import search_customers
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist, writing
from svc.errors import (
    N_,
    AlreadySo,
    CustomerOutside,
    CustomerThere,
    Damaged,
    FileMerged,
    JudgedBefore,
    NoSuchCustomer,
    NoSuchField,
    NotAcceptable,
    Notice,
    NotOneOf,
    Phrase,
    SeveralFit,
    SomeUnreadable,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Contact, Customer, CustomerHead, Opened, phone_fields
from svc.model.ids import CustomerId, parse_customer_id
from svc.model.tickets import Zone, why_unknown
from svc.rules.forms import plain_form, serial_form
from svc.rules.search.customers import CustomerMatch
from svc.rules.telephones import same_telephone
from svc.rules.ticket.contested import is_contested
from svc.rules.ticket.contracts import known_contract
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State, with_head_value
from svc.rules.ticket.service_area import is_possible, zone_of
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.records import CustomerRecord

if TYPE_CHECKING:
    from svc.store.recording import Recording

CATEGORIES = ("end_user", "dealer", "payer")
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
"""What `correct_customer` changes; contacts and machines have commands of their own."""


class CustomerResult(Struct, frozen=True, kw_only=True):
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


def active_customers(ledger: Ledger, broken: list[Damaged]) -> list[Customer]:
    """All customers as they stand now, without their logs and without files that were merged into
    another.

    Of each file that can't be read, the reason is added to `broken`.
    """
    return [file.customer for file in ledger.customer_files(broken) if file.status == "active"]


def customers_like(ledger: Ledger, answers: IntakeAnswers) -> list[Customer]:
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
    return [
        state.current for state in customer_states(ledger, [], *keys) if state.status == "active"
    ]


def customer_states(
    ledger: Ledger, broken: list[Damaged], *keys: tuple[str, str]
) -> list[CustomerState]:
    """All files, merged ones too; with `keys` (see `Ledger.customers`) those that fit any, and
    perhaps some more.
    """
    return [record.state for record in ledger.customers(broken, *keys)]


def find_customers(
    ledger: Ledger, words: str, broken: list[Damaged], limit: int = 9
) -> list[CustomerMatch]:
    """The customers that fit the words, the best first; the number of a merged file finds the one
    it went into.
    """
    if parse_customer_id(words) is not None:
        try:
            state = resolve_customer(ledger, words)
        except (NoSuchCustomer, Damaged):
            pass
        else:
            why = Phrase(N_("file number {file}"), file=words.strip().upper())
            return [CustomerMatch(customer=state.current, why=why, score=100)]
    return search_customers(ledger, words, broken, limit)


def resolve_customer(ledger: Ledger, customer_id: str) -> CustomerState:
    """The file with this number; of a merged one, that which it was merged into.

    Raises NoSuchCustomer, Damaged.
    """
    ids_passed: set[str] = set()
    state = ledger.read_customer(customer_id).state
    # two desks may merge two files crosswise
    while state.status == "merged" and state.customer.id not in ids_passed:
        ids_passed.add(state.customer.id)
        state = ledger.read_customer(state.merged_into).state
    return state


def find_one_customer(ledger: Ledger, words: str) -> CustomerState:
    """The one customer the words fit, by a file's number or as `find_customers` finds them.

    Raises NoSuchCustomer, SeveralFit, Damaged.
    """
    if parse_customer_id(words) is not None:
        return resolve_customer(ledger, words)
    broken: list[Damaged] = []
    matches = search_customers(ledger, words, broken)
    customer_ids = list(dict.fromkeys(match.customer.id for match in matches))
    # a whole name, number or serial number
    exact = [match.customer.id for match in matches if match.score >= 97]
    if len(set(exact)) == 1:
        customer_ids = exact[:1]
    if not customer_ids and broken:
        raise SomeUnreadable.of(broken)
    if not customer_ids:
        raise NoSuchCustomer(customer=words)
    if len(customer_ids) > 1:
        raise SeveralFit(
            words=words,
            files=[
                f"{found_match.customer.id} {found_match.customer.name}" for found_match in matches
            ],
            first=customer_ids[0],
        )
    return ledger.read_customer(customer_ids[0]).state


def customer_card(ledger: Ledger, words: str, broken: list[Damaged]) -> CustomerCard:
    """A customer's file with their tickets. Raises NoSuchCustomer, SeveralFit, Damaged."""
    state = find_one_customer(ledger, words)
    customer_ids = {state.customer.id, *merged_ids(ledger, state)}
    serials = set(state.equipment)
    tickets = []
    keys = (
        *(("file", customer_id) for customer_id in sorted(customer_ids)),
        *(("serial", serial) for serial in state.equipment),
    )
    for record in ledger.tickets(broken, "", Sought(keys=keys)):
        replayed = record.state
        ticket = replayed.current
        customer, machine = ticket.customer, ticket.equipment
        named_id = customer is not None and customer.file
        if named_id in customer_ids or (
            not named_id and machine is not None and machine.serial in serials
        ):
            tickets.append(replayed)
    return CustomerCard(
        state=state, tickets=sorted(tickets, key=lambda s: s.ticket.received, reverse=True)
    )


def merged_ids(ledger: Ledger, state: CustomerState) -> list[str]:
    """The files that were merged into this one, and those merged into these."""
    ids: list[str] = []
    to_follow = list(state.aliases)
    while to_follow:
        customer_id = to_follow.pop(0)
        if customer_id in ids or customer_id == state.customer.id:
            continue
        ids.append(customer_id)
        try:
            to_follow += ledger.read_customer(customer_id).state.aliases
        except (NoSuchCustomer, Damaged):
            continue  # `svc check` names it
    return ids


# Recording


def open_customer_file(
    ledger: Ledger, head: CustomerHead, typist: Typist, *, another: bool = False
) -> CustomerResult:
    """Open a file; `head` holds what was told; its number, status, moment and region are worked out
    here.

    Raises CustomerThere if a file has the name or telephone (unless `another`), NotOneOf,
    UnknownOffice, UnknownStaff, CustomerOutside, ZoneDisagrees, UnknownContract, NoLane,
    NotYourRole; then nothing is written.
    """
    region = ledger.office(head.office).region
    _check_values(ledger, head)
    settings = ledger.settings
    head = replace(
        head,
        zone=zone_of(head.zone, head.distance_km, settings),
        contract=known_contract(settings, head.contract),
    )
    lane = own_lane(ledger)
    values = {name: getattr(head, name) for name in CustomerHead.__struct_fields__}
    values |= {
        "id": str(CustomerId(head.office, lane, 0)),
        "status": "active",
        "opened": typist.happened,
    }
    customer = Customer(**values | {"region": region}, log=[Opened(digest=ev.DIGEST_TO_COME)])
    with writing(ledger, typist) as tx:
        broken: list[Damaged] = []
        contacts = [("phone", contact.mobile) for contact in customer.contacts]
        similar = customer_states(
            ledger, broken, ("name", customer.name), ("phone", customer.phone), *contacts
        )
        earlier_id = None if typist.again else _opened_just_now(tx, similar, customer)
        if earlier_id:
            tx.repeated = True
            return customer_result(tx, earlier_id)
        if not another:
            _check_new(similar, customer)
        number = tx.create_customer(customer, lane, typist.at)
    return customer_result(tx, number)


def contacts_told(
    phone: str, contact: str, mobile: str, job: str = ""
) -> tuple[list[Contact], str]:
    """The contacts of a new file, and its telephone: a mobile that is nobody's by name is the
    customer's, or it would be lost.
    """
    if why_unknown(contact) is None:
        return [Contact(name=contact, mobile=mobile, job=job)], phone
    if why_unknown(mobile) is not None or same_telephone(phone, mobile):
        return [], phone
    return [], mobile if why_unknown(phone) is not None else f"{phone} / {mobile}"


def add_contact(
    ledger: Ledger, customer_id: str, typist: Typist, *, person: Contact
) -> CustomerResult:
    """Add somebody to call at the customer's, or the new number of one who is there (the name
    tells).
    """
    return record_on_customer(ledger, customer_id, typist, cu.ContactAdded(contact=person))


def confirm_customer(ledger: Ledger, customer_id: str, typist: Typist) -> CustomerResult:
    """Say that the file was checked and is right (S1: once a month)."""
    return record_on_customer(ledger, customer_id, typist, cu.Confirmed())


def add_remark(ledger: Ledger, customer_id: str, typist: Typist, *, words: str) -> CustomerResult:
    """Add a note to the file: what whoever goes or calls there should know."""
    return record_on_customer(ledger, customer_id, typist, ev.Remarked(words=words))


def set_account(
    ledger: Ledger,
    customer_id: str,
    typist: Typist,
    *,
    account: cu.OnAccount | None,
    reason: str = "",
) -> CustomerResult:
    """Put a customer on account, or take them off it (None); what is owed already stays owed."""
    event = cu.AccountSet(account=account, reason=reason)
    return record_on_customer(ledger, customer_id, typist, event)


def correct_customer(
    ledger: Ledger, customer_id: str, typist: Typist, *, field: str, value: str, reason: str
) -> CustomerResult:
    """Record that a value of the file was wrong, or is another one now; what was told stays in the
    head. The region comes with another office, the zone with a distance at which it can't be.

    Raises NoSuchField, AlreadySo, NotAcceptable, ZoneDisagrees, UnknownOffice, UnknownStaff,
    FileMerged.
    """
    if field not in FIELDS:
        raise NoSuchField(field=field, known=list(FIELDS))
    changes = [(field, value)]
    if field == "office":
        changes.append(("region", ledger.office(value).region))
    with writing(ledger, typist) as tx:
        record = active_customer_record(tx, customer_id)
        customer = record.state.current
        if field == "cared_for_by" and value:
            ledger.person(value)
        if field == "contract":
            changes = [(field, known_contract(ledger.settings, value, customer.contract))]
        if with_head_value(customer, (field,), value) is None:
            raise NotAcceptable(
                problem=Phrase(N_("'{value}' can't be the {field}"), value=value, field=field)
            )
        changed = with_head_value(customer, (field,), value)
        if field == "zone" and changed is not None:
            zone_of(changed.zone, changed.distance_km, ledger.settings)
        if field == "distance_km" and changed is not None and not _fits_zone(changed, ledger):
            # one value at a time: without this neither could be corrected first
            changes.append(("zone", zone_of("", changed.distance_km, ledger.settings)))
        for name, new in changes:
            old: str | None = _shown(getattr(customer, name))
            if old == new and not is_contested(record.log, name):
                old = _corrected_just_now(tx, record, name, new, reason)
                if old is None and name == field:
                    raise AlreadySo(field=name, value=new)
            if old is not None:
                tx.append(
                    record.id,
                    ev.Corrected(field=name, old=old, new=new, reason=reason),
                    at=typist.at,
                )
        mark_tickets_filed(ledger, tx, record.id, typist)
    result = customer_result(tx, record.id)
    return with_tickets_judged_before(ledger, result) if field in _DECIDING else result


def _fits_zone(customer: Customer, ledger: Ledger) -> bool:
    """Whether the file's zone is one that a customer so far away can be in."""
    distance = customer.distance_km
    return distance is None or is_possible(customer.zone, distance, ledger.settings)


_DECIDING = ("zone", "distance_km", "contract")
"""Values of a customer's file by which intake decides way, policy and promises."""
_JUDGE_MACHINE = N_("svc amend {ticket} --machine {serial} --reason REASON")
_JUDGE_CUSTOMER = N_("svc amend {ticket} --customer {customer} --reason REASON")


def with_tickets_judged_before(
    ledger: Ledger, result: CustomerResult, serial: str = ""
) -> CustomerResult:
    """The result with a notice for each open ticket of the customer (and of this machine, if one is
    named) that was judged by what the file said before; each names the command.
    """
    customer_id = result.customer.id
    notices: list[Notice] = []
    for state in _open_tickets_of(ledger, customer_id):
        machine = state.current.equipment
        if result.repeated or machine is None:
            continue
        if serial and serial_form(machine.serial) != serial_form(serial):
            continue
        command = Phrase(
            _JUDGE_MACHINE if serial else _JUDGE_CUSTOMER,
            ticket=state.ticket.id,
            serial=machine.serial,
            customer=customer_id,
        )
        notices.append(JudgedBefore(ticket=state.ticket.id, command=command))
    return replace(result, notices=[*result.notices, *notices])


def _open_tickets_of(ledger: Ledger, customer_id: str) -> Iterator[State]:
    """The open tickets that name this file: each is asked, as others may come with them."""
    sought = Sought(is_open=True, keys=(("file", customer_id),))
    for record in ledger.tickets([], "", sought):
        customer = record.state.current.customer
        if record.state.is_open() and customer is not None and customer.file == customer_id:
            yield record.state


def record_on_customer(
    ledger: Ledger, customer_id: str, typist: Typist, event: ev.Event
) -> CustomerResult:
    """Record one event on a customer's file. Raises NoSuchCustomer, FileMerged, NotYourRole,
    NotAcceptable.
    """
    with writing(ledger, typist) as tx:
        record = active_customer_record(tx, customer_id)
        tx.append(record.id, event, at=typist.at)
        mark_tickets_filed(ledger, tx, record.id, typist)
    return customer_result(tx, record.id)


def mark_tickets_filed(ledger: Ledger, tx: Recording, customer_id: str, typist: Typist) -> None:
    """The file was brought up to date: so it says on the customer's open tickets of which the slip
    is in and the file was still due (S2 4.3.2).
    """
    if not tx.person.may(ev.CATALOGUE["filed"].roles):
        return
    for found in _open_tickets_of(ledger, customer_id):
        state = tx.ticket(found.ticket.id).state
        moments = [name for name, _ in state.marks if name in ("slip_in", "filed")]
        if moments and moments[-1] == "slip_in":
            tx.append(state.ticket.id, ev.Filed(), at=typist.at)


def active_customer_record(tx: Recording, customer_id: str) -> CustomerRecord:
    """A file that can be added to, read under the lock. Raises NoSuchCustomer, FileMerged."""
    record = tx.customer(customer_id)
    state = record.state
    if state.status == "merged":
        raise FileMerged(file=record.id, into=state.merged_into)
    return record


def customer_result(tx: Recording, customer_id: str) -> CustomerResult:
    """How the file stands after the command."""
    state = tx.as_recorded(customer_id).state
    assert isinstance(state, CustomerState)
    return CustomerResult(
        customer=state.current,
        state=state,
        repeated=tx.repeated,
        committed=tx.committed,
        notices=tx.notices,
    )


def _check_values(ledger: Ledger, head: CustomerHead) -> None:
    for option, value, choices in (
        ("--sort", head.sort, CATEGORIES),
        ("--zone", head.zone, get_args(Zone)),
    ):
        if value and value not in choices:
            raise NotOneOf(option=option, value=value, choices=list(choices))
    if head.zone == "near" and head.distance_km is None:
        raise CustomerOutside()
    if head.cared_for_by:
        ledger.person(head.cared_for_by)


def _check_new(similar: Iterable[CustomerState], customer: Customer) -> None:
    """Raise CustomerThere if an active file has the same name, or a telephone in common."""
    numbers = phone_fields(customer)
    for state in similar:
        if state.status != "active":
            continue
        other = state.current
        why = None
        if plain_form(other.name) == plain_form(customer.name):
            why = Phrase(N_("name"))
        for filed in phone_fields(other):
            if any(same_telephone(filed, number) for number in numbers):
                why = Phrase(N_("telephone {number}"), number=filed)
        if why is not None:
            raise CustomerThere(file=other.id, name=other.name, why=why)


def _opened_just_now(tx: Recording, similar: Iterable[CustomerState], customer: Customer) -> str:
    """The number of the file this person opened within ten minutes with the same words."""
    passing = {"id": "", "opened": customer.opened, "log": customer.log}
    for state in similar:
        if tx.has_just_said(state.customer.log[0]) and replace(
            state.customer, **passing | {"status": customer.status}
        ) == replace(customer, **passing):
            return state.customer.id
    return ""


def _corrected_just_now(
    tx: Recording, record: CustomerRecord, field: str, new: str, reason: str
) -> str | None:
    """What the value was before this person corrected it a moment ago in the same words; None if
    they did not.
    """
    for event in reversed(record.log):
        if isinstance(event, ev.Corrected) and event.field == field:
            same = (event.new, event.reason) == (new, reason)
            return event.old if same and tx.has_just_said(event) else None
    return None


def _shown(value: object) -> str:
    return "" if value is None else str(value)
