"""Promises over many tickets: what is overdue, flagged by cron, explained, put under later
rules.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NoReturn

from msgspec import Struct

from svc.actions.typist import Typist, writing
from svc.errors import Damaged, NoSuchRecord, NothingToRecompute, SomeUnreadable
from svc.model import events as ev
from svc.model.policies import Policy
from svc.model.tickets import Ticket
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.runs import PromiseRun
from svc.rules.promises.watched import WATCHED
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

USUAL = ("noted", "callback", "followup_unsure", "followup_phone", *WATCHED)
"""What `svc overdue` looks at unless told otherwise: calls to customers, what they were told, and
what nobody takes further.
"""


class OpenPromise(Struct, frozen=True, kw_only=True):
    """An open promise of a ticket."""

    ticket: Ticket
    state: State
    promise: PromiseRun


class FoundPromises(Struct, frozen=True, kw_only=True):
    """Promises found, and the records that could not be read."""

    items: list[OpenPromise]
    broken: list[Damaged]


class RecomputedPromise(Struct, frozen=True, kw_only=True):
    """One promise of one ticket before and after later terms."""

    ticket: str
    promise: str
    before: datetime | None
    after: datetime | None


class Recomputation(Struct, frozen=True, kw_only=True):
    """What later terms changed; `repeated` where that was said a moment ago and nothing was
    written.
    """

    changes: list[RecomputedPromise]
    broken: list[Damaged]  # tickets that could not be read and stay under what they are under
    repeated: bool = False


def overdue_promises(
    ledger: Ledger,
    now: datetime,
    *,
    only: tuple[str, ...] = USUAL,
    within: timedelta = timedelta(),
    office: str = "",
) -> FoundPromises:
    """Open promises that are overdue at `now`, or will be `within` that time; nearest due first.

    `only` names the promises, empty means all.
    """
    items: list[OpenPromise] = []
    broken: list[Damaged] = []
    sought = Sought(promises=only, due_until=now + within)
    for record in ledger.tickets(broken, office, sought):
        state = record.state
        for run in ledger.known_promises(state, now, broken):
            if run.is_open and run.due is not None and (not only or run.promise in only):
                late = run.state == "overdue" or (
                    run.state == "running" and run.due <= now + within and within
                )
                if late:
                    items.append(OpenPromise(ticket=state.current, state=state, promise=run))
    return FoundPromises(items=sorted(items, key=_by_due), broken=broken)


def open_promises(
    ledger: Ledger, now: datetime, *, only: tuple[str, ...], office: str = ""
) -> FoundPromises:
    """All open promises of these kinds, due or not yet; nearest due first: whom to call now."""
    return overdue_promises(ledger, now, only=only, within=timedelta(days=36500), office=office)


def flag_promises(
    ledger: Ledger, typist: Typist, *, only: tuple[str, ...] = USUAL, office: str = ""
) -> FoundPromises:
    """Record one `flagged` event for each (promise, due) that is to be flagged and is not yet; one
    commit.

    Safe to run twice, late, on several desks, and beside a clerk who is typing: what is found first
    is looked at once more under the lock. A ticket that nothing can be written into does not stop
    the others, and is among the `broken`. Returns what was newly flagged.
    """
    broken: list[Damaged] = []
    to_flag: list[str] = []
    for record in ledger.tickets(broken, office, Sought(promises=only, flag_until=typist.now)):
        if _to_flag(ledger, record.state, typist.now, only, broken):
            to_flag.append(record.ticket.id)
    items: list[OpenPromise] = []
    if to_flag:
        left_out: list[Damaged] = []
        with writing(ledger, typist) as tx:
            tx.left_out = left_out
            for ticket in to_flag:
                try:
                    state = tx.ticket(ticket).state
                except NoSuchRecord:
                    continue  # gone since it was found
                except Damaged as error:
                    left_out.append(error)
                    continue
                for run in _to_flag(ledger, state, typist.now, only, broken):
                    assert run.due is not None  # as _to_flag sees to
                    tx.append(ticket, ev.Flagged(promise=run.promise, due=run.due))
                    items.append(OpenPromise(ticket=state.current, state=state, promise=run))
        paths = {error.facts["path"] for error in left_out}
        items = [item for item in items if item.ticket.number.path not in paths]
        broken += left_out
    return FoundPromises(items=sorted(items, key=_by_due), broken=broken)


def _to_flag(
    ledger: Ledger, state: State, now: datetime, only: tuple[str, ...], broken: list[Damaged]
) -> list[PromiseRun]:
    """The runs of a ticket that are to be flagged and are not yet: each has a due time."""

    def is_to_flag(run: PromiseRun) -> bool:
        is_meant = not only or run.promise in only
        is_hot = run.flag_at is not None and run.flag_at <= now
        return (
            is_meant
            and is_hot
            and run.state in ("running", "overdue")
            and run.ended is None
            and run.due is not None
            and (run.promise, run.due) not in state.flagged
        )

    return [run for run in ledger.known_promises(state, now, broken) if is_to_flag(run)]


def explain_promises(
    ledger: Ledger, ticket: str, now: datetime
) -> tuple[Ticket, State, list[PromiseRun]]:
    """The ticket, where it stands, and all its promises. Raises NoSuchRecord, Damaged."""
    state = ledger.read(ticket).state
    return state.current, state, ledger.promises(state, now)


def recompute_promises(
    ledger: Ledger, typist: Typist, *, old: str, new: str, reason: str, preview: bool
) -> Recomputation:
    """Put the open tickets under `old` (a policy or calendar version) under `new`; `preview`: only
    say what changes.

    Raises NoSuchVersion; NothingToRecompute, or SomeUnreadable where a ticket under it may be among
    those that can't be read. Due times already flagged keep their flags.
    """
    kind = "policy" if (ledger.top / "policies" / f"{new}.yaml").is_file() else "calendar"
    if kind == "policy":
        ledger.policy(new)
    else:
        ledger.calendar(new)
    changed: list[RecomputedPromise] = []
    under_old: list[str] = []
    under_new: list[str] = []
    broken: list[Damaged] = []
    for record in ledger.tickets(broken, "", Sought(is_open=True)):
        state = record.state
        terms = state.current.terms
        if not state.is_open() or terms is None:
            continue
        if getattr(terms, kind) == new:
            under_new.append(record.ticket.id)
        if getattr(terms, kind) != old:
            continue
        under_old.append(record.ticket.id)
        policy = ledger.policy(new if kind == "policy" else terms.policy)
        calendar = ledger.calendar_of(state, new if kind == "calendar" else "")
        changed.extend(_differences(ledger, state, policy, calendar, typist.now))
    if preview:
        if not under_old:
            _raise_nothing_to_recompute(old, broken)
        return Recomputation(changes=changed, broken=broken)
    with writing(ledger, typist) as tx:
        recomputed = ev.Recomputed(
            policy=new if kind == "policy" else "",
            calendar=new if kind == "calendar" else "",
            reason=reason,
        )
        repeated = not under_old and any(
            tx.is_said_again(ticket, recomputed) for ticket in under_new
        )
        if not under_old and not repeated:
            _raise_nothing_to_recompute(old, broken)
        for ticket in under_old:
            tx.append(ticket, recomputed)
    return Recomputation(changes=changed, broken=broken, repeated=repeated)


def _raise_nothing_to_recompute(old: str, broken: list[Damaged]) -> NoReturn:
    """Raise that no open ticket is under it; where some can't be read, that nobody can say so."""
    if broken:
        raise SomeUnreadable.of(broken)
    raise NothingToRecompute(old=old)


def _differences(
    ledger: Ledger, state: State, policy: Policy, calendar: WorkCalendar, now: datetime
) -> list[RecomputedPromise]:
    """What changes for the open promises of a ticket, each known by its name and its start."""

    def due(promises: list[PromiseRun]) -> dict[tuple[str, int], datetime | None]:
        return {(run.promise, run.started.seq): run.due for run in promises if run.is_open}

    # from a version that can't be read one gets away, too
    before = due(ledger.known_promises(state, now, []))
    after = due(promises_of(state, policy, calendar, now, ledger.settings.watch_limits))
    changed = [
        key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)
    ]
    return [
        RecomputedPromise(
            ticket=state.ticket.id, promise=key[0], before=before.get(key), after=after.get(key)
        )
        for key in changed
    ]


def _by_due(item: OpenPromise) -> tuple[str, str]:
    due = item.promise.due
    return (due.astimezone(UTC).isoformat() if due else "", item.ticket.id)
