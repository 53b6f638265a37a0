"""Policies by command: a new dated version of one, after a preview of what changes for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions import settings
from svc.actions.typist import Typist
from svc.errors import NoSuchPromise, NothingToChange
from svc.model import reading
from svc.model.durations import Duration
from svc.model.entries import EntryPath, with_entry
from svc.store import files
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.model.settings import PolicyChoice


class LimitChange(Struct, frozen=True, kw_only=True):
    """One row of a promise, its limit before and after."""

    promise: str
    before: str
    after: str


class NewPolicy(Struct, frozen=True, kw_only=True):
    """A later version of a policy: what changes, for whom, and how many open tickets stay under
    earlier ones.
    """

    earlier: str
    version: str
    changes: list[LimitChange]
    chosen_by: list[PolicyChoice]
    open_tickets: int
    committed: bool = True


class KnownPolicy(Struct, frozen=True, kw_only=True):
    """A version of a policy that is there; the newest counts for new tickets."""

    version: str
    note: str
    count: int
    newest: bool
    chosen_by: list[PolicyChoice]


def known_policies(ledger: Ledger) -> list[KnownPolicy]:
    """All versions of all policies. Raises RecordFaulty."""
    found = []
    for version in ledger.versions("policies"):
        stem = version.partition("@")[0]
        policy = ledger.policy(version)
        found.append(
            KnownPolicy(
                version=version,
                note=policy.note,
                count=len(policy.promises),
                newest=ledger.newest("policies", stem) == version,
                chosen_by=_rows_of(ledger, stem),
            )
        )
    return found


def policy_called(ledger: Ledger, words: str) -> str:
    """The name of a policy, by itself, by a version of it or by its note (办事处服务时限). What is
    none stays as it is.
    """
    name = words.partition("@")[0]
    by_note = [each.version for each in known_policies(ledger) if each.note == words]
    return by_note[-1].partition("@")[0] if by_note else name


def policy_note(ledger: Ledger, name: str) -> str:
    """What a policy is called in words, as its newest version has it; the name without such."""
    return ledger.policy(ledger.newest("policies", name)).note or name


def _rows_of(ledger: Ledger, name: str) -> list[PolicyChoice]:
    return [row for row in ledger.settings.policies if row.policy == name]


def plan_version(
    ledger: Ledger, name: str, limits: Mapping[str, Duration], today: date
) -> tuple[NewPolicy, str]:
    """What a new version of a policy would be, with other limits for these promises, and its text.

    Every row of a promise gets the limit that is said; its clock follows the unit. Raises
    NothingToChange without limits, NoSuchVersion, NoSuchPromise.
    """
    if not limits:
        raise NothingToChange(entry=name)
    earlier = ledger.newest("policies", name)
    path = f"policies/{earlier}.yaml"
    text = reading.edited_text(files.read_file(files.located(ledger.top, path)) or b"", path)
    promises = reading.read_record(text, path)["promises"]
    version = _next_version(ledger, name, earlier, today)
    changes = []
    for promise, limit in limits.items():
        if promise not in promises:
            raise NoSuchPromise(policy=earlier, promise=promise, known=list(promises))
        for where, row in _rows(promise, promises[promise]):
            if "within" not in row:
                continue
            change = LimitChange(promise=promise, before=str(row["within"]), after=str(limit))
            if change.before != change.after and change not in changes:
                changes.append(change)
            text = with_entry(text, (*where, "within"), str(limit), path=path)
            text = with_entry(text, (*where, "clock"), _clock(limit, str(row["clock"])), path=path)
    text = with_entry(text, ("name",), version, path=path)
    open_tickets = sum(
        record.state.current.terms is not None and record.state.current.terms.policy == earlier
        for record in ledger.tickets([], "", Sought(is_open=True))
        if record.state.is_open()
    )
    planned = NewPolicy(
        earlier=earlier,
        version=version,
        changes=changes,
        chosen_by=_rows_of(ledger, name),
        open_tickets=open_tickets,
    )
    return planned, text


def record_version(
    ledger: Ledger, name: str, limits: Mapping[str, Duration], typist: Typist
) -> NewPolicy:
    """Write the new version and its commit. Raises what `plan_version` raises, SettingsKeptBy,
    RecordFaulty; NothingToChange where the newest says so already.
    """
    with settings.changing_settings(ledger, typist) as tx:
        planned, text = plan_version(ledger, name, limits, typist.now.date())
        if not planned.changes:
            raise NothingToChange(entry=planned.earlier)
        settings.put_new_text(ledger, tx, f"policies/{planned.version}.yaml", text)
    return planned


def _rows(promise: str, rows: Data | list[Data]) -> list[tuple[EntryPath, Data]]:
    if isinstance(rows, list):
        return [(("promises", promise, nth), row) for nth, row in enumerate(rows)]
    return [(("promises", promise), rows)]


def _clock(limit: Duration, clock: str) -> str:
    """The clock that a unit is counted on: the row's own where it fits."""
    if limit.unit == "wd":
        return "working_days"
    if limit.unit == "d":
        return "calendar_days"
    return clock if clock in ("working", "elapsed") else "working"


def _next_version(ledger: Ledger, name: str, earlier: str, today: date) -> str:
    """A name later than the newest: this month, else this day, else the newest with a number."""
    taken = ledger.versions("policies")
    after = earlier.partition("@")[2]
    for dated in (f"{today:%Y-%m}", today.isoformat()):
        if dated > after and f"{name}@{dated}" not in taken:
            return f"{name}@{dated}"
    number = 2
    while f"{name}@{after}-{number}" in taken:
        number += 1
    return f"{name}@{after}-{number}"
