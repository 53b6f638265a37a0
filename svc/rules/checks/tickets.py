"""Rules that a ticket obeys besides those of every record: what it refers to, what commands would
have refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.errors import N_, Phrase, SvcError
from svc.model import events as ev
from svc.model.faults import KeyPath
from svc.model.labels import LABELS, event_called, state_called
from svc.model.tickets import NEEDED
from svc.model.typed_text import UNKNOWN
from svc.rules.checks.subject import CheckedTicket, Finding
from svc.rules.forms import part_form
from svc.rules.promises.watched import BY_SETTING
from svc.rules.stock.places import with_technician
from svc.rules.ticket.amendments import contested
from svc.rules.ticket.asked import asked_fields
from svc.rules.ticket.installation import open_signatures
from svc.rules.ticket.lifecycle import State, replay_ticket

if TYPE_CHECKING:
    from svc.model.data import Data

ENDS: dict[type[ev.Event], type[ev.Event]] = {
    ev.LoanEnded: ev.PartLent,
    ev.LoanerReturned: ev.LoanerLent,
    ev.PartDelivered: ev.PartRequested,
    ev.PartRequestCancelled: ev.PartRequested,
    ev.CommitmentKept: ev.Committed,
    ev.HandedIn: ev.Paid,
}
"""Events that end another one, which they name by its id in `of`."""
_MOST_VIEWS = 500  # logs that are tried before a flag is let pass

POINTS: dict[type[ev.Event], tuple[type[ev.Event], ...]] = {
    **{end: (begun,) for end, begun in ENDS.items()},
    ev.PartSent: (ev.PartRequested,),
    ev.SignedLater: (ev.PartsAccepted, ev.Accepted),
}
"""Events that name another one, and what that one can be."""


_LAST_ONCE: tuple[type[ev.Event], ...] = (*ENDS, ev.ReceiptVoided, ev.Settled)


def the_head_is_complete(checked: CheckedTicket) -> Iterator[Finding]:
    if checked.state.status == "noted" or not checked.events_in_order(*ev.INTAKES):
        return
    for name in NEEDED:
        if getattr(checked.record, name) in (None, ""):
            yield Finding(
                "incomplete", Phrase(N_("`{field}` is missing in the head"), field=name), ("id",)
            )


def what_nobody_knew_has_its_reason(checked: CheckedTicket) -> Iterator[Finding]:
    """S4: 不许有空格. What the caller does not know is recorded as unknown, with the reason; not so
    what this kind of request is not asked for.
    """
    explained = {unknown.field for unknown in checked.record.unknown}
    asked = asked_fields(checked.record.kind or "repair")
    for path in _unknown_values(checked.data):
        field = ".".join(path)
        if field not in explained and path[-1] in asked:
            yield Finding(
                "unknown-why",
                Phrase(N_("`{field}` is unknown, and no reason is given"), field=field),
                path,
            )


def _unknown_values(data: Data) -> Iterator[tuple[str, ...]]:
    for key in ("occurred", "wishes", "symptom"):
        if data.get(key) == UNKNOWN:
            yield (key,)
    for group in ("customer", "equipment"):
        values = data.get(group)
        yield from (
            (group, key)
            for key, value in (values.items() if isinstance(values, dict) else ())
            if value == UNKNOWN
        )


def the_versions_it_is_under_are_there(checked: CheckedTicket) -> Iterator[Finding]:
    """Those told at intake, and later ones under which it was put."""
    known = checked.references
    there = {"policy": ("policies", known.policies), "calendar": ("calendars", known.calendars)}
    there["prices"] = ("prices", frozenset(known.prices))
    named: list[tuple[KeyPath, object]] = (
        [(("terms",), checked.record.terms)] if checked.record.terms else []
    )
    named += [(("log", index), event) for index, event in checked.events_in_order(ev.Recomputed)]
    moves = checked.events_in_order(ev.OfficeChanged)
    for place, terms in named:
        for field, (folder, versions) in there.items():
            version = getattr(terms, field)
            if version and version not in versions:
                problem = Phrase(
                    N_("there is no {version} in {folder}"), version=version, folder=folder
                )
                yield Finding("terms", problem, (*place, field))
    for index, move in moves:
        if move.calendar and move.calendar not in known.calendars:
            says = N_("there is no {version} in {folder}")
            problem = Phrase(says, version=move.calendar, folder="calendars")
            yield Finding("terms", problem, ("log", index, "calendar"))


def the_verdict_on_the_warranty_is_that_of_its_days(checked: CheckedTicket) -> Iterator[Finding]:
    """Recomputed from the ends that intake wrote down: the last day of each still counts (S4
    2.3).
    """
    if checked.record.equipment is None:
        return
    warranty = checked.record.equipment.warranty
    received = checked.events_in_order(ev.Received)
    day = received[0][1].at.date() if received else checked.record.received.date()
    if warranty.until is not None:
        verdict = "in" if day <= warranty.until else "out"
        if warranty.verdict != verdict:
            says = N_("the warranty says '{written}'; by its last day {until} it is '{verdict}'")
            problem = Phrase(says, written=warranty.verdict, until=warranty.until, verdict=verdict)
            yield Finding("warranty", problem, ("equipment", "warranty", "verdict"))
    until = _earliest(warranty.until, warranty.on_site_until)
    if (
        warranty.on_site_until is not None
        and until is not None
        and warranty.on_site != (day <= until)
    ):
        says = N_("on-site service says {written}; by its last day {until} it is {verdict}")
        problem = Phrase(
            says,
            written=_true_or_false(warranty.on_site),
            until=until,
            verdict=_true_or_false(day <= until),
        )
        yield Finding("warranty", problem, ("equipment", "warranty", "on_site"))


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _true_or_false(value: bool) -> str:
    return str(value).lower()


def parts_fitted_at_a_visit_were_lent(checked: CheckedTicket) -> Iterator[Finding]:
    """A part comes from the store or the technician's kit (S4 visit 2); a later loan puts the books
    right. Of a ticket that is over nobody books it any more: the next count shows it. Where books
    are kept, a part that was not lent came from the kit, and what the kit did not have is named as
    overdrawn.
    """
    if checked.state.status in ev.FINAL:
        return
    unused = {event.of for _, event in checked.events_of(ev.LoanEnded) if event.how == "good"}
    left: Counter[str] = Counter()
    for _, lent in checked.events_of(ev.PartLent):
        if lent.id not in unused:
            left[part_form(lent.part)] += lent.count
    for index, visited in checked.events_in_order(ev.Visited):
        for fitted in visited.parts:
            part = part_form(fitted.part)
            left[part] -= fitted.count
            if left[part] < 0 and not _has_booked_kit(checked, visited):
                yield Finding(
                    "not-lent",
                    Phrase(
                        N_("{part} was fitted at the visit, and was not lent for this ticket"),
                        part=fitted.part,
                        technician=visited.by,
                    ),
                    ("log", index, "parts"),
                )


def _has_booked_kit(checked: CheckedTicket, visited: ev.Visited) -> bool:
    since = checked.references.books().since(with_technician(visited.by))
    return since is not None and visited.at >= since


def what_an_event_ends_had_begun(checked: CheckedTicket) -> Iterator[Finding]:
    """A loan, a request for parts, a commitment, money to be handed in: named by the id of its
    event.
    """
    for index, event in checked.events_of(*POINTS):
        kinds = POINTS[type(event)]
        if all(event.of != begun.id for _, begun in checked.events_in_order(*kinds)):
            says = N_("'{what}' names event {of}, which is not a '{begun}' of this ticket")
            problem = Phrase(
                says, what=event_called(event), of=event.of, begun=event_called(kinds[0])
            )
            yield Finding("event-reference", problem, ("log", index, "of"))
    held = {begun.id for _, begun in checked.events_in_order(ev.PartLent, ev.Paid)}
    for index, taken_over in checked.events_of(ev.TakenOver):
        for nth, of in enumerate(taken_over.in_hand):
            if of not in held:
                says = N_("'{what}' names event {of}, which is neither a loan nor a payment of it")
                problem = Phrase(says, what=event_called(taken_over), of=of)
                yield Finding("event-reference", problem, ("log", index, "in_hand", nth))


def nothing_ends_twice(checked: CheckedTicket) -> Iterator[Finding]:
    """More returned than was lent, delivered than requested …; after a merge, until somebody
    settles it. A receipt that was voided twice, each time with its money, is judged by that.
    """
    refunds = checked.events_of(ev.Refunded)
    deeds = Counter(receipt for receipt, *_ in {(r.receipt, r.typed, r.by) for _, r in refunds})
    for index, event, first in ended_twice(checked.events_in_order(*_LAST_ONCE)):
        if isinstance(event, ev.ReceiptVoided) and deeds[event.number] > 1:
            continue
        says = N_("'{what}' of {of} is already in event {seq}")
        facts = {"seq": first.seq, "status": state_called(checked.state.status)}
        problem = Phrase(says, what=event_called(event), of=_what_it_ends(event), **facts)
        yield Finding("ended-twice", problem, ("log", index))


def ended_twice(
    order: Iterable[tuple[int, ev.Event]],
) -> Iterator[tuple[int, ev.Event, ev.Event]]:
    """Each event, with its place, that ends what an earlier one ended; none that was settled
    since.
    """
    events = [(index, event) for index, event in order if type(event) in _LAST_ONCE]
    settled = max((event.seq for _, event in events if isinstance(event, ev.Settled)), default=0)
    ended: dict[tuple[type[ev.Event], str], ev.Event] = {}
    for index, event in events:
        first = ended.setdefault((type(event), _what_it_ends(event)), event)
        if first is not event and event.seq > settled:
            yield index, event, first


def _what_it_ends(event: object) -> str:
    """What an event ends: the id of another one, or a receipt's number."""
    return str(getattr(event, "of", "") or getattr(event, "number", ""))


def receipts_named_are_those_of_the_ticket(checked: CheckedTicket) -> Iterator[Finding]:
    """Voided, refunded, replaced, invoiced."""
    numbers = {event.number for _, event in checked.events_in_order(ev.ReceiptIssued)}
    for index, event in checked.events_of(
        ev.ReceiptVoided, ev.Refunded, ev.Invoiced, ev.ReceiptIssued
    ):
        match event:
            case ev.ReceiptVoided():
                field, named = "number", event.number
            case ev.Refunded() | ev.Invoiced():
                field, named = "receipt", event.receipt
            case ev.ReceiptIssued():
                field, named = "replaces", event.replaces
            case _:
                continue
        if named and named not in numbers:
            problem = Phrase(N_("this ticket has no receipt {number}"), number=named)
            yield Finding("receipt-number", problem, ("log", index, field))


def due_times_that_were_flagged_come_out_again(checked: CheckedTicket) -> Iterator[Finding]:
    """Recomputed from the log, its policy and its calendar, which are never edited.

    What came later may have moved it, and what another desk recorded meanwhile may stand before it
    now: it is enough if it comes out of the whole log, of any part of it from its beginning, or of
    what the desk that flagged it may have known.
    """
    events = [event for _, event in checked.order]
    for index, event in checked.events_in_order(ev.Flagged):
        if event.due in (_due_times(checked, checked.state, event) or ()):
            continue
        then = next(place for place, other in enumerate(events) if other is event)
        lengths = (then, *range(then - 1, 0, -1), *range(then + 1, len(events)))
        views = _known_to_desk(events, event)
        known = ([events[:length] for length in lengths], views or ())
        due_times = (
            _due_times(checked, replay_ticket(replace(checked.record, log=log)), event)
            for log in chain(*known)
        )
        dues = next(due_times)
        if (
            dues is None
            or event.due in dues
            or any(event.due in (other or ()) for other in due_times)
            or views is None
        ):
            continue
        says = N_(
            "'{promise}' was flagged as due {written}; by log, policy and calendar it is {due}"
        )
        due = ", ".join(each.isoformat() for each in sorted(dues)) or "—"
        problem = Phrase(says, promise=event.promise, written=event.due.isoformat(), due=due)
        yield Finding("promise", problem, ("log", index, "due"))


def _known_to_desk(events: Sequence[ev.Event], last: ev.Event) -> Iterator[list[ev.Event]] | None:
    """The logs that a desk may have had when it recorded this event: of each number before its own
    one event at least; of several, which desks gave apart, any one, or all. None if that could be
    too many to try.
    """
    of_number: dict[int, list[ev.Event]] = {}
    for event in events:
        if event.seq < last.seq:
            of_number.setdefault(event.seq, []).append(event)
    choices = [
        [same] if len(same) == 1 else [same, *([each] for each in same)]
        for _, same in sorted(of_number.items())
    ]
    if prod(map(len, choices)) > _MOST_VIEWS:
        return None
    return ([event for some in chosen for event in some] for chosen in product(*choices))


def _due_times(checked: CheckedTicket, state: State, flag: ev.Flagged) -> set[datetime] | None:
    """When this promise is due by this part of the log; None if it can't be told."""
    if flag.promise in BY_SETTING:
        return None
    try:
        runs = checked.references.promises(state, flag.typed, flag.promise)
    except SvcError:
        return None
    return {each.due for each in runs if each.promise == flag.promise and each.due is not None}


def settled_outcomes_are_states(checked: CheckedTicket) -> Iterator[Finding]:
    for index, event in checked.events_in_order(ev.Settled):
        if event.outcome not in ev.STATES:
            problem = Phrase(N_("'{outcome}' is not a state"), outcome=event.outcome)
            yield Finding("settled", problem, ("log", index, "outcome"))


def nothing_that_must_be_said_is_left_out(checked: CheckedTicket) -> Iterator[Finding]:
    """Misuse is shown (S4 visit 4), papers are signed or say why not, dissatisfaction has its
    reason.
    """
    for index, event in checked.events_of(
        ev.Visited, ev.Repaired, ev.SlipIn, ev.BroughtIn, ev.CalledBack
    ):
        if (field := _missing_field(event)) is not None:
            says = N_("'{what}' without `{field}`")
            yield Finding(
                "left-out", Phrase(says, what=event_called(event), field=field), ("log", index)
            )


def _missing_field(event: ev.AnyEvent) -> str | None:
    match event:
        case ev.Visited(cause="misuse", evidence="") | ev.Repaired(cause="misuse", evidence=""):
            return "evidence"
        case ev.SlipIn(signed_by="", unsigned="") | ev.BroughtIn(signed_by="", unsigned=""):
            return "signed_by"
        case ev.CalledBack(reason="") if event.rating in ev.DISSATISFIED or event.running is False:
            return "reason"
    return None


def nobody_calls_back_about_work_of_their_own(checked: CheckedTicket) -> Iterator[Finding]:
    """Ours: never the technician; a manager may allow it."""
    sent, did = (ev.Dispatched, ev.Rescheduled), (ev.Arrived, ev.Visited, ev.Repaired, ev.Answered)
    for index, event in checked.events_in_order(ev.CalledBack):
        workers = [(other.seq, other.technician) for _, other in checked.events_of(*sent)]
        workers += [(o.seq, o.to) for _, o in checked.events_of(ev.TakenOver) if o.visit]
        workers += [(other.seq, other.by) for _, other in checked.events_of(*did)]
        if not event.allowed and any([seq < event.seq and who == event.by for seq, who in workers]):
            problem = Phrase(N_("{person} did the work and also the callback"), person=event.by)
            yield Finding("own-work", problem, ("log", index, "by"))


def visits_are_agreed_for_a_time_to_come(checked: CheckedTicket) -> Iterator[Finding]:
    for index, event in checked.events_of(ev.Dispatched, ev.Rescheduled):
        if event.appointment < event.at:
            says = N_("the visit is agreed for {appointment}, before {at}, when it was agreed")
            problem = Phrase(says, appointment=event.appointment, at=event.at)
            yield Finding("appointment", problem, ("log", index, "appointment"))


def a_visit_is_in_the_order_of_its_times(checked: CheckedTicket) -> Iterator[Finding]:
    """Dispatched, then arrived, then done; by `at`, whenever each of them was typed."""
    last: ev.AnyEvent | None = None
    for index, event in checked.events_in_order(ev.Dispatched, ev.Arrived, ev.Visited):
        if isinstance(event, ev.Dispatched):
            last = event
        else:
            if last is not None and event.at < last.at:
                says = N_("'{what}' at {at} is before '{before}' at {then}")
                problem = Phrase(
                    says,
                    what=event_called(event),
                    at=event.at,
                    before=event_called(last),
                    then=last.at,
                )
                yield Finding("visit-order", problem, ("log", index, "at"))
            last = event if isinstance(event, ev.Arrived) else None


def amendments_are_of_what_was_recorded(checked: CheckedTicket) -> Iterator[Finding]:
    """The entry is there, its field can be amended, and the new value fits it."""
    unfit = {
        applied.amendment.id for applied in checked.state.amendments if applied.replaced is None
    }
    for index, event in checked.events_in_order(ev.Amended):
        if event.id in unfit:
            says = N_("`{field}` of entry {of} can't be '{new}'; the amendment changes nothing")
            problem = Phrase(says, field=event.field, of=event.of, new=event.new)
            yield Finding("amendment", problem, ("log", index, "of"))


def no_value_was_amended_differently_by_two_desks(checked: CheckedTicket) -> Iterator[Finding]:
    """Two who did not know of each other; the last one holds until somebody decides."""
    if not checked.state.amendments:
        return
    open_questions = {event.id for event in contested(checked.state.amendments)}
    for index, event in checked.events_in_order(ev.Amended):
        if event.id in open_questions:
            says = N_("`{field}` of one entry was amended by two desks; '{new}' holds")
            problem = Phrase(says, field=event.field, new=event.new)
            yield Finding("amended-twice", problem, ("log", index, "new"))


def acceptances_are_signed_by_all_parties(checked: CheckedTicket) -> Iterator[Finding]:
    """Of an installation (S3 part 3); a party that had not signed has signed since."""
    for lacking in open_signatures(checked.state.events):
        place = next(i for i, e in enumerate(checked.log) if e.id == lacking.accepted.id)
        says = N_("'{what}' is not signed by: {parties}")
        parties = [Phrase(LABELS["party"][party]) for party in lacking.parties]
        facts = {"parties": parties, "party": parties[0]}
        problem = Phrase(says, what=event_called(lacking.accepted), **facts)
        yield Finding("signature", problem, ("log", place, "not_signed"))
