"""A customer asks that we forget them (删除个人信息): personal data are taken out of files and
tickets; what was done, when, with which machine and for how much stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.attachments import is_at_another_desk, remove_beside, take_out_files
from svc.actions.customers import customer_card, merged_ids
from svc.actions.drafts import drop_draft, kept_drafts
from svc.actions.typist import Typist, writing
from svc.errors import CannotForgetYet, Damaged, ForgottenBefore, SomeUnreadable
from svc.model import events as ev
from svc.model.customers import CUSTOMER_HEAD_KEYS, Customer, phone_fields
from svc.model.ids import CustomerId, TicketId, parse_record_id
from svc.model.tickets import HEAD_KEYS, head_digest
from svc.model.typed_text import REMOVED
from svc.rules.forgetting import (
    Removal,
    forgotten_text,
    is_forgotten,
    personal_fields,
    texts_that_name,
    without_personal_data,
)
from svc.rules.telephones import telephones
from svc.rules.ticket.attachments import attached_files, is_removed
from svc.rules.ticket.between_us import between_us
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger
from svc.store.records import record_of

if TYPE_CHECKING:
    from svc.actions.drafts import IntakeDraft
    from svc.store.recording import Recording

_SHORTEST = 4  # characters of a word that is looked for in other records


class Forgetting(Struct, frozen=True, kw_only=True):
    """What is taken out, or was: of whom, in which files and tickets, and how many kept requests
    are thrown away.
    """

    customer: Customer  # as it stood before
    files: list[str]
    tickets: list[str]
    drafts: int
    attachments: int = 0  # files attached to these tickets; their names and bytes go
    # desks at which bytes of large ones lie, which cannot be removed from here
    attached_at: list[str] = []
    # other records in which their name or a number of theirs stands: they are others', and stay
    named_in: list[str] = []
    # words in some of these that name them, by record and place: taken out where that is asked for
    words_of_others: dict[str, dict[str, str]] = {}
    with_others: bool = False
    recorded: bool = False
    repeated: bool = False  # said twice: nothing new was recorded
    committed: bool = False


def what_to_forget(ledger: Ledger, customer_id: str, *, others: bool = False) -> Forgetting:
    """What `forget_customer` would take out. Raises like it; nothing is written."""
    found = _found(ledger, customer_id)
    if not found.files and not found.tickets:
        raise ForgottenBefore(customer=found.customer.id)
    return replace(found, with_others=others)


def forget_customer(
    ledger: Ledger, customer_id: str, typist: Typist, *, reason: str, others: bool = False
) -> Forgetting:
    """Take the personal data of a customer out of the files and tickets that are theirs, in one
    commit, and out of what this copy keeps besides: drafts and index. `others`: also the words in
    which records of others name them; afterwards nobody can tell any more which these were.

    Raises NoSuchCustomer; CannotForgetYet while something of theirs is open; ForgottenBefore if
    nothing is left to take out; SomeUnreadable where one of their records can't be read; NotOfAPart
    in a clone that has not all tickets.
    """
    with writing(ledger, typist) as tx:
        found = _found(ledger, customer_id)
        beside = take_out_files(ledger, tx, found.tickets, [])
        for number in (*found.files, *found.tickets):
            _forget(tx, number, typist, reason)
        for number, words in found.words_of_others.items() if others else ():
            _forget(tx, number, typist, reason, frozenset(words))
        if not found.files and not found.tickets:
            tx.repeated = _has_just_forgotten(tx, found.customer.id, reason)
            if not tx.repeated:
                raise ForgottenBefore(customer=found.customer.id)
    remove_beside(ledger, beside)
    for draft in _drafts_of(ledger, found.customer):
        drop_draft(ledger, draft)
    ledger.drop_index()
    return replace(
        found, recorded=True, repeated=tx.repeated, committed=tx.committed, with_others=others
    )


def _has_just_forgotten(tx: Recording, customer_id: str, reason: str) -> bool:
    return any(
        isinstance(event, ev.Forgotten) and event.reason == reason
        for event in tx.just_said(tx.customer(customer_id).log)
    )


def _forget(
    tx: Recording,
    number: str,
    typist: Typist,
    reason: str,
    places: frozenset[str] = frozenset(),
) -> None:
    """Take the personal data out of a record; with `places` the texts there alone."""
    parsed = parse_record_id(number)
    assert parsed is not None
    is_file = isinstance(parsed, CustomerId)
    record = tx.customer(number) if is_file else tx.ticket(number)
    removal = Removal(not places, places)
    restored = record_of(forgotten_text(record.text, removal).encode(), parsed)
    tx.put_back(restored)
    head = sorted(place for place in places if "." not in place)
    fields = head if places else personal_fields(record.data)
    digest = head_digest(restored.data, CUSTOMER_HEAD_KEYS if is_file else HEAD_KEYS)
    event = ev.Forgotten(
        fields=fields,
        reason=reason,
        digest=digest if fields or not places else "",
        places=sorted(places),
    )
    tx.append(number, event, at=typist.at)


def _found(ledger: Ledger, customer_id: str) -> Forgetting:
    """The customer, and the files and tickets of theirs that have personal data, by number."""
    ledger.check_is_whole()  # what is not here would keep it, and nobody could tell any more whose
    broken: list[Damaged] = []
    card = customer_card(ledger, customer_id, broken)
    if broken:
        raise SomeUnreadable.of(broken)
    customer = card.customer
    open_ = [each for state in card.tickets for each in between_us(state)]
    if open_:
        raise CannotForgetYet(customer=customer.id, open=open_)
    files = [customer.id, *merged_ids(ledger, card.state)]
    tickets = [state.ticket.id for state in card.tickets]
    words = _words_of(customer)
    elsewhere = [number for number in _naming(ledger, words) if number not in {*files, *tickets}]
    noted = [state for state in map(partial(_noted_call, ledger, customer), elsewhere) if state]
    open_ = [each for state in noted for each in between_us(state)]
    if open_:
        raise CannotForgetYet(customer=customer.id, open=open_)
    tickets += [state.ticket.id for state in noted]
    attached = [
        each
        for state in (*card.tickets, *noted)
        for each in attached_files(state.ticket.log)
        if not is_removed(each)
    ]
    return Forgetting(
        attachments=len(attached),
        attached_at=sorted({each.beside for each in attached if is_at_another_desk(ledger, each)}),
        customer=customer,
        files=sorted(number for number in files if _has_personal_data(ledger, number)),
        tickets=sorted(number for number in tickets if _has_personal_data(ledger, number)),
        drafts=len(_drafts_of(ledger, customer)),
        named_in=sorted({*elsewhere} - {*tickets}),
        words_of_others=_words_of_others(ledger, sorted({*elsewhere} - {*tickets}), words),
    )


def _words_of(customer: Customer) -> list[str]:
    """The customer's name and telephone numbers, as they are written in their file and in figures
    alone: what is looked for in other records.
    """
    fields = [field for field in phone_fields(customer) if field not in ("", REMOVED)]
    figures = ("".join(filter(str.isdecimal, field)) for field in fields)
    words = {customer.name, *fields, *figures} - {REMOVED, ""}
    return sorted(word for word in words if len(word) >= _SHORTEST)


def _words_of_others(
    ledger: Ledger, numbers: Iterable[str], words: Sequence[str]
) -> dict[str, dict[str, str]]:
    """The texts of tickets and customers' files of others in which one of these words stands, by
    record and place. What a stock document says is no record of a person: it stays.
    """
    found = {}
    for number in numbers:
        parsed = parse_record_id(number)
        if isinstance(parsed, (TicketId, CustomerId)):
            texts = texts_that_name(ledger.read_record(parsed).data, words)
            if texts:
                found[number] = texts
    return found


def _naming(ledger: Ledger, words: Sequence[str]) -> Iterator[str]:
    """The records in which one of these words stands, by number."""
    wanted = [word.encode() for word in words]
    folders = [*ledger.month_folders(), *ledger.month_folders(of="movements"), "customers"]
    for folder in folders if wanted else ():
        named = (parse_record_id(name.removesuffix(".yaml")) for name in ledger.names(folder))
        numbers = {number for number in named if number is not None}
        numbers |= set(ledger.archived_in(folder) if folder.startswith("tickets/") else ())
        for number in sorted(numbers, key=str):
            data = ledger.record_bytes(number) or b""
            if any(word in data for word in wanted):
                yield str(number)


def _noted_call(ledger: Ledger, customer: Customer, number: str) -> State | None:
    """The call that a record is, if it is one that was only noted, from a number of theirs."""
    if not isinstance(parse_record_id(number), TicketId):
        return None
    state = ledger.read(number).state
    first = state.ticket.log[0]
    if state.current.customer is not None or not isinstance(first, ev.Noted):
        return None
    theirs = {each.form for field in phone_fields(customer) for each in telephones(field)}
    called = {each.form for each in telephones(first.phone)}
    return None if theirs.isdisjoint(called) else state


def _has_personal_data(ledger: Ledger, number: str) -> bool:
    parsed = parse_record_id(number)
    assert parsed is not None
    data = ledger.read_record(parsed).data
    return not is_forgotten(data) or without_personal_data(data) != data


def _drafts_of(ledger: Ledger, customer: Customer) -> list[IntakeDraft]:
    """Requests kept in this copy that name the customer: by file, name or telephone."""
    theirs = {number.form for field in phone_fields(customer) for number in telephones(field)}
    found = []
    for draft in kept_drafts(ledger, []):
        typed = draft.typed
        fields = (typed.answers.phone, typed.answers.mobile)
        numbers = {number.form for field in fields for number in telephones(field)}
        named = typed.customer == customer.id or typed.answers.unit == customer.name
        if named or not theirs.isdisjoint(numbers):
            found.append(draft)
    return found
