"""What two desks changed differently in files that people edit: named until somebody decides, and
what a manager decided at one desk holds at the others without asking them once more.

The decision is told by the commit that records it, so it goes wherever the entry goes.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from msgspec.structs import replace

from svc.actions.typist import Typist, writing
from svc.errors import DecidedElsewhere, DisputeMoved, Notice, NotInDispute, SvcError
from svc.model import reading
from svc.model.layout import write_on_one_line
from svc.model.staff import KEEPERS, Staff
from svc.rules.history.settings import keepers_of
from svc.rules.merge.configuration import differing
from svc.rules.merge.files import unit_of, with_unit
from svc.store import files
from svc.store.git import history
from svc.store.git import program as git
from svc.store.ledger import Ledger
from svc.store.sync_state import OpenDispute, keep_sync_state, sync_state

Side = Literal["ours", "theirs"]
_DECIDED = re.compile(r"decided (.+) \(([a-z][a-z0-9_]*)\)")


class Decided(NamedTuple):
    """Entries, or whole files, of which somebody who may has said at another desk what holds."""

    by: dict[str, str]  # by the name of the entry, who decided

    def decider(self, dispute: OpenDispute) -> str:
        """Who decided this; empty: nobody."""
        return self.by.get(dispute.name) or self.by.get(dispute.path, "")


def decided_in(root: git.Root, staff: Staff, last: str, before: str) -> Decided:
    """What was decided in the commits up to `last` that `before` has not. Raises GitFailed."""
    by = {}
    for commit in history.commits(root, last, [before]):
        match = _DECIDED.fullmatch(commit.message.partition("\n")[0])
        person = staff.find_person(match[2]) if match else None
        if match and person is not None and person.name == commit.author:
            path = match[1].partition(":")[0]
            if person.may(keepers_of(path) or KEEPERS):
                by[match[1]] = person.name
    return Decided(by)


def without_decided(
    disputes: list[OpenDispute], decided: Decided
) -> tuple[list[OpenDispute], list[Notice]]:
    """What is still in dispute, and what is told of the rest."""
    left, told = [], list[Notice]()
    for each in disputes:
        person = decided.decider(each)
        if not person:
            left.append(each)
        else:
            ours = written(differing(each.ours, each.theirs)[0]) if each.unit else "—"
            told.append(DecidedElsewhere(entry=each.name, person=person, ours=ours))
    return left, told


def open_disputes(ledger: Ledger) -> list[OpenDispute]:
    """What is still to be decided, beside what the file has by now: of an entry that is as ours had
    it, nothing.
    """
    found = [(each, _as_it_is(ledger, each)) for each in sync_state(ledger.root).disputes]
    return [replace(each, theirs=now) for each, now in found if now != each.ours]


def take_in_dispute(ledger: Ledger, typist: Typist, entry: str, side: Side) -> OpenDispute:
    """Decide whose word holds of an entry in dispute: ours is put into the file and committed. What
    somebody decides who may change that file holds at the other desks, too.

    Raises NotInDispute; DisputeMoved where theirs is not what was shown, once; CannotPutEntry where
    the file is laid out so that it can't be done; what keeps a command from recording.
    """
    root, disputes = ledger.root, open_disputes(ledger)
    chosen = next((each for each in disputes if each.name == entry), None)
    if chosen is None:
        raise NotInDispute(entry=entry, open=[each.name for each in disputes] or "—")
    state = sync_state(root)
    keeps = ledger.person(typist.by).may(keepers_of(chosen.path) or KEEPERS)
    title = f"decided {entry}" if keeps else ""
    if side == "ours":
        if chosen not in state.disputes:
            keep_sync_state(root, replace(state, disputes=disputes))
            raise DisputeMoved(entry=entry, theirs=written(chosen.theirs))
        with writing(ledger, typist) as tx:
            tx.title = title
            tx.put_file(chosen.path, _with_ours(root, tx.bytes_of(chosen.path), chosen))
        ledger.read_settings_again()
    elif title:
        with writing(ledger, typist) as tx:
            tx.title = title
            tx.adopt_file(chosen.path)
    others = [each for each in disputes if each.name != entry]
    keep_sync_state(root, replace(state, disputes=others))
    return chosen


def written(value: object) -> str:
    """A value in one line, as the file has it."""
    return "—" if value is None else write_on_one_line(value)


def _with_ours(root: git.Root, data: bytes | None, dispute: OpenDispute) -> bytes | None:
    if not dispute.unit:
        return git.blob(root, dispute.ours) if dispute.ours else None
    text = "" if data is None else reading.edited_text(data, dispute.path)
    return with_unit(dispute.path, text, dispute.unit, dispute.ours).encode()


def _as_it_is(ledger: Ledger, dispute: OpenDispute) -> object:
    """What the file has by now; theirs, as it was, where that can't be read."""
    try:
        data = files.read_file(files.located(ledger.top, dispute.path))
        if data is None:
            return None
        if not dispute.unit:
            known = str(dispute.ours or dispute.theirs)
            return files.blob_id(data, len(known))
        return unit_of(dispute.path, reading.edited_text(data, dispute.path), dispute.unit)
    except SvcError:
        return dispute.theirs
