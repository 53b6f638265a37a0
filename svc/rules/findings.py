"""What `svc check` looks at: every rule a ticket's record must obey, a named function each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.events import CATALOGUE, STATES, Charged, Quoted, ReceiptIssued
from svc.model.policies import UNSET, Policy
from svc.model.staff import Staff
from svc.model.tickets import HEAD_KEYS, NEEDED, Ticket, head_digest
from svc.rules.lifecycle import State, in_order
from svc.rules.prices import total_of


class Finding(Struct, frozen=True):
    """One thing that is not as it should be: the rule, where (a key or event of the record), what."""

    rule: str
    problem: Phrase
    place: tuple[str | int, ...] = ()


class Seen(Struct, frozen=True, kw_only=True):
    """What the rules look at: one record, what its log says, and what it refers to."""

    ticket: Ticket
    data: dict[str, Any]
    state: State
    staff: Staff | None  # None: staff.yaml can't be read, so people are not looked at
    offices: dict[str, str]  # code → region
    policies: frozenset[str]  # versions that are there
    calendars: frozenset[str]
    prices: frozenset[str] = frozenset()


def status_follows_from_the_log(seen: Seen) -> Iterator[Finding]:
    if seen.ticket.status != seen.state.status:
        yield Finding(
            "status",
            Phrase(
                N_("status is '{written}', the log says '{replayed}'; to put it right: svc check --fix {ticket}"),
                written=seen.ticket.status,
                replayed=seen.state.status,
                ticket=seen.ticket.id,
            ),
            ("status",),
        )


def head_is_as_it_was_told(seen: Seen) -> Iterator[Finding]:
    for event in in_order(seen.ticket.log):
        digest = getattr(event, "digest", None)
        if digest is not None and digest != head_digest(seen.data) and not seen.state.last("forgotten"):
            yield Finding(
                "head",
                Phrase(
                    N_("the head was edited by hand; to record it as corrections: svc adopt {ticket}"),
                    ticket=seen.ticket.id,
                ),
                ("id",),
            )


def head_is_complete(seen: Seen) -> Iterator[Finding]:
    if seen.state.status == "noted":
        return
    for name in NEEDED:
        if getattr(seen.ticket, name) in (None, ""):
            yield Finding("head", Phrase(N_("`{field}` is missing in the head"), field=name), ("id",))


def nothing_is_out_of_turn(seen: Seen) -> Iterator[Finding]:
    for event in seen.state.out_of_turn:
        yield Finding(
            "out-of-turn",
            Phrase(
                N_("event {seq} '{what}' can't follow at its place; to name the outcome: svc settle {ticket}"),
                seq=event.seq,
                what=event.__struct_config__.tag,
                ticket=seen.ticket.id,
            ),
            ("log", _place(seen.ticket, event)),
        )


def events_are_numbered_and_told_apart(seen: Seen) -> Iterator[Finding]:
    ids: dict[str, int] = {}
    for index, event in enumerate(seen.ticket.log):
        if event.id in ids:
            yield Finding("event-twice", Phrase(N_("two events have the id {id}"), id=event.id), ("log", index, "id"))
        ids[event.id] = index
    order = [(event.seq, event.id) for event in seen.ticket.log]
    if order != sorted(order):
        yield Finding("event-order", Phrase(N_("the events are not in the order of their numbers")), ("log",))


def people_are_known_and_have_the_role(seen: Seen) -> Iterator[Finding]:
    for index, event in enumerate(seen.ticket.log if seen.staff else []):
        assert seen.staff is not None
        person = seen.staff.find(event.by)
        if person is None:
            yield Finding(
                "staff", Phrase(N_("'{person}' is nobody in staff.yaml"), person=event.by), ("log", index, "by")
            )
        elif not event.allowed and not person.may(CATALOGUE[str(event.__struct_config__.tag)].roles):
            yield Finding(
                "role",
                Phrase(
                    N_("{person} has no role that records '{what}'"),
                    person=event.by,
                    what=event.__struct_config__.tag,
                ),
                ("log", index, "by"),
            )


def references_are_there(seen: Seen) -> Iterator[Finding]:
    ticket = seen.ticket
    if ticket.office not in seen.offices:
        yield Finding(
            "office", Phrase(N_("there is no office '{office}' in svc.yaml"), office=ticket.office), ("office",)
        )
    if ticket.region not in seen.offices.values():
        yield Finding("region", Phrase(N_("no office has the region '{region}'"), region=ticket.region), ("region",))
    terms = seen.state.current.terms
    if terms is None:
        return
    for folder, version, there in (
        ("policies", terms.policy, seen.policies),
        ("calendars", terms.calendar, seen.calendars),
        ("prices", terms.prices, seen.prices),
    ):
        if version and version not in there:
            yield Finding(
                "terms",
                Phrase(N_("there is no {version} in {folder}"), version=version, folder=folder),
                ("terms",),
            )


def times_are_in_order(seen: Seen) -> Iterator[Finding]:
    for index, event in enumerate(seen.ticket.log):
        if event.at < seen.ticket.received and event.at != event.typed:  # else a clock was put back
            yield Finding(
                "time-order",
                Phrase(N_("{at} is before the ticket was received"), at=event.at),
                ("log", index, "at"),
            )
        if event.at > event.typed and (event.at - event.typed).total_seconds() > 120:
            yield Finding(
                "future", Phrase(N_("{at} was still to come when it was typed"), at=event.at), ("log", index, "at")
            )


def keys_are_known(seen: Seen) -> Iterator[Finding]:
    known = {*HEAD_KEYS, "status", "log"}
    for key in seen.data:
        if key not in known:
            yield Finding("unknown-key", Phrase(N_("the key `{key}` means nothing to svc"), key=key), (key,))
    for index, event in enumerate(seen.data["log"]):
        fields = CATALOGUE[event["what"]].event.__struct_fields__
        for key in event:
            if key != "what" and key not in fields:
                yield Finding(
                    "unknown-key",
                    Phrase(N_("the key `{key}` means nothing to svc"), key=key),
                    ("log", index, key),
                )


def settled_outcomes_are_states(seen: Seen) -> Iterator[Finding]:
    for index, event in enumerate(seen.ticket.log):
        outcome = getattr(event, "outcome", None)
        if event.__struct_config__.tag == "settled" and outcome not in STATES:
            yield Finding("settled", Phrase(N_("'{outcome}' is no state"), outcome=outcome), ("log", index, "outcome"))


def totals_add_up(seen: Seen) -> Iterator[Finding]:
    """What is quoted, charged or on a receipt is the sum of its lines."""
    for index, event in enumerate(seen.ticket.log):
        if isinstance(event, (Quoted, Charged)):
            lines, total = event.lines, event.total
        elif isinstance(event, ReceiptIssued) and event.lines:
            lines, total = event.lines, event.amount
        else:
            continue
        if total_of(lines) != total:
            problem = Phrase(N_("the lines add up to {sum}, not to {total}"), sum=total_of(lines), total=total)
            yield Finding("total", problem, ("log", index))


def receipts_stand_for_the_money_taken(seen: Seen) -> Iterator[Finding]:
    """For every payment that was not given back there is a receipt, and for every receipt a payment (domain: money)."""
    account = seen.state.account
    if account.without_receipt > 0:
        problem = Phrase(
            N_("{amount} yuan were taken without a receipt; to issue one: svc receipt {ticket} --replaces NUMBER"),
            amount=account.without_receipt,
            ticket=seen.ticket.id,
        )
        yield Finding("receipt", problem, ("log",))
    elif account.without_receipt < 0:
        problem = Phrase(N_("receipts for {amount} yuan more than was taken"), amount=-account.without_receipt)
        yield Finding("receipt", problem, ("log",))


RULES: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    status_follows_from_the_log,
    head_is_as_it_was_told,
    head_is_complete,
    nothing_is_out_of_turn,
    events_are_numbered_and_told_apart,
    people_are_known_and_have_the_role,
    references_are_there,
    times_are_in_order,
    keys_are_known,
    settled_outcomes_are_states,
    totals_add_up,
    receipts_stand_for_the_money_taken,
)


def findings(seen: Seen) -> list[Finding]:
    """Everything in one record that is not as it should be."""
    return [finding for rule in RULES for finding in rule(seen)]


def unset_promises(policy: Policy) -> list[str]:
    """The promises of a policy that still have no number (`within: "unset"`)."""
    return [
        name
        for name, rows in policy.promises.items()
        if any(row.within == UNSET for row in (rows if isinstance(rows, list) else [rows]))
    ]


def _place(ticket: Ticket, event: object) -> int:
    return next(index for index, other in enumerate(ticket.log) if other is event)
