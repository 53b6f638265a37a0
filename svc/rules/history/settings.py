"""Who has which role and whose lane is whose: changed by svc's own commands, by whoever keeps the
settings, or by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import N_, Phrase
from svc.model.labels import LABELS
from svc.model.staff import KEEPERS, KEEPERS_OF_PARTS, KEEPERS_OF_PRICES, ROLES
from svc.rules.history.records import Change, Tampering, text_of
from svc.rules.merge.configuration import changed_entries

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData
    from svc.model.staff import Person
    from svc.rules.history.new_events import People

_KEEPERS: dict[str, tuple[str, ...]] = {
    "svc.yaml": KEEPERS,
    "policies": KEEPERS,
    "calendars": KEEPERS,
    "prices": KEEPERS_OF_PRICES,
    "parts.yaml": KEEPERS_OF_PARTS,
}
_RECORDED = re.compile(r"^(\S+) \(([a-z][a-z0-9_]*)\)$", re.MULTILINE)


def keepers_of(path: str) -> tuple[str, ...]:
    """The roles that may change this file of settings, as the commands that do it demand; none for
    what anybody may change.
    """
    top, _, _ = path.partition("/")
    return _KEEPERS.get(top, ())


def is_recorded_by_keeper(path: str, message: str, author: str, people: People) -> bool:
    """Whether svc recorded the change of this file for one of those who keep it, as the commit's
    message and author say.
    """
    for changed, by in _RECORDED.findall(message):
        person = people.get(by)
        if changed == path and person is not None and person.may(keepers_of(path) or KEEPERS):
            return person.name == author
    return False


def settings_changed(
    path: str, parents: Sequence[ReadOnlyData], after: ReadOnlyData
) -> Iterator[Tampering]:
    """That what records are judged by was changed by hand: every entry that no parent has so."""
    changes = tuple(
        Change(("settings", *name), text_of(before), text_of(now))
        for name, before, now in changed_entries(parents, after)
    )
    if changes:
        says = N_("it was changed by hand, not by svc for somebody who may: {roles}")
        roles = [Phrase(LABELS["role"][role]) for role in keepers_of(path)]
        yield Tampering(kind="settings-changed", problem=Phrase(says, roles=roles), changes=changes)


def roles_changed(
    parents: Sequence[People], after: People, *, is_recorded: bool
) -> tuple[dict[str, Person], list[Tampering]]:
    """The staff that counts from a commit on, and what was changed by hand in it: whoever has other
    roles than in every parent has those that were there before.
    """
    counts: dict[str, Person] = {}
    found = []
    for id in dict.fromkeys([id for people in (*parents, after) for id in people]):
        person = after.get(id)
        versions = [people.get(id) for people in parents]
        if is_recorded or any(_roles(person) == _roles(each) for each in versions):
            counts |= {} if person is None else {id: person}
            continue
        before = next((each for each in versions if each is not None), None)
        counts |= {} if before is None else {id: before}
        found.append(_changed_by_hand(id, before, person))
    return counts, found


def _changed_by_hand(id: str, before: Person | None, after: Person | None) -> Tampering:
    named = after or before
    says = N_("the roles of {person} were changed by hand, not by svc")
    change = Change(("staff", id, "roles"), _words(before), _words(after))
    return Tampering(
        kind="role-changed",
        problem=Phrase(says, person=named.name if named is not None else id),
        place=("staff",),
        changes=(change,),
    )


def _roles(person: Person | None) -> frozenset[str]:
    return frozenset(person.roles) if person is not None else frozenset()


def _words(person: Person | None) -> str:
    return " ".join(role for role in ROLES if role in _roles(person))


class LaneHolder(NamedTuple):
    """Which copy of the ledger has a lane, and which had it, the last one last."""

    clone: str
    before: Sequence[str] = ()


def claims_changed(
    lane: str, parents: Iterable[LaneHolder | None], after: LaneHolder | None
) -> Iterator[Tampering]:
    """That a lane went from one copy to another by hand; `parents`: who had it in each. A new
    computer that takes one over says whose place it takes.
    """
    earlier = {holder.clone for holder in parents if holder is not None}
    now = after.clone if after is not None else ""
    if not earlier or now in earlier or (after is not None and earlier <= {*after.before}):
        return
    says = N_("the lane {lane} was given to another copy of the ledger by hand")
    yield Tampering(
        kind="claim-changed",
        problem=Phrase(says, lane=lane),
        changes=(Change(("clone",), min(earlier), now),),
    )


def lane_of_another(lane: str, pusher: str) -> Phrase | None:
    """What is wrong with something new in a lane; `pusher`: the desk that sends it, empty where
    nobody says.
    """
    if not pusher or lane == pusher:
        return None
    says = N_("it is numbered in the lane {lane}, and this is desk {desk}")
    return Phrase(says, lane=lane, desk=pusher)


def people_of(staff: Iterable[Person]) -> Mapping[str, Person]:
    """Who is who, by id."""
    return {person.id: person for person in staff}
