"""Roles and lanes are changed by svc, for those who keep the settings; else by hand."""

from __future__ import annotations

import pytest

from svc.model.staff import Person, Role
from svc.rules.history.settings import (
    LaneHolder,
    claims_changed,
    is_recorded_by_keeper,
    lane_of_another,
    people_of,
    roles_changed,
)

PATH = "staff.yaml"


def person(id: str, *roles: Role) -> Person:
    return Person(id=id, name=id.upper(), roles=[*roles])


CHEN, SUN, LI = person("chen", "clerk"), person("sun", "manager"), person("li", "lead")
BEFORE = people_of([CHEN, SUN, LI])
BOSS = person("chen", "manager")


@pytest.mark.parametrize(
    ("message", "author", "is_recorded"),
    [
        ("staff.yaml (sun)\n", "SUN", True),
        ("staff.yaml (li)\n", "LI", True),
        ("2 records (sun)\n\nstaff.yaml (sun)\nroster.yaml (sun)\n", "SUN", True),
        ("staff.yaml (chen)\n", "CHEN", False),  # keeps no settings
        ("staff.yaml (sun)\n", "CHEN", False),  # says so, and is another
        ("staff.yaml (nobody)\n", "NOBODY", False),
        ("roster.yaml (sun)\n", "SUN", False),
        ("tidy staff.yaml (sun)", "SUN", False),
    ],
)
def test_svc_names_the_file_and_for_whom(message: str, author: str, is_recorded: bool) -> None:
    assert is_recorded_by_keeper(PATH, message, author, BEFORE) is is_recorded


def test_by_hand_nobody_gets_or_loses_a_role() -> None:
    after = people_of([BOSS, LI])
    counts, found = roles_changed([BEFORE], after, is_recorded=False)
    assert counts == BEFORE
    assert [each.changes[0] for each in found] == [
        (("staff", "chen", "roles"), "clerk", "manager"),
        (("staff", "sun", "roles"), "manager", ""),
    ]
    assert str(found[0].problem) == "the roles of CHEN were changed by hand, not by svc"
    new = people_of([*BEFORE.values(), person("wu", "manager")])
    counts, found = roles_changed([BEFORE], new, is_recorded=False)
    assert "wu" not in counts
    assert found[0].changes[0] == (("staff", "wu", "roles"), "", "manager")


def test_what_svc_recorded_counts() -> None:
    after = people_of([BOSS, SUN, LI])
    assert roles_changed([BEFORE], after, is_recorded=True) == (after, [])


def test_a_merge_has_the_roles_of_either_side() -> None:
    ours, theirs = people_of([BOSS, SUN, LI]), people_of([CHEN, SUN, person("li", "bench")])
    both = people_of([BOSS, SUN, person("li", "bench")])
    assert roles_changed([ours, theirs], both, is_recorded=False) == (both, [])
    neither = people_of([BOSS, person("sun", "clerk"), LI])
    counts, found = roles_changed([ours, theirs], neither, is_recorded=False)
    assert counts["sun"] == SUN
    assert [each.kind for each in found] == ["role-changed"]


def test_other_words_about_a_person_are_no_role() -> None:
    after = people_of([Person(id="chen", name="陈", phone="1", roles=["clerk"]), SUN, LI])
    assert roles_changed([BEFORE], after, is_recorded=False) == (after, [])


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (["x"], "x", 0),
        (["x"], "y", 1),
        (["x"], "y after x", 0),
        (["x"], "y after w", 1),
        (["x"], "y after w x", 0),
        (["x"], None, 1),
        ([None], "x", 0),
        (["x", None], "x", 0),
        (["x", None], "y", 1),
        ([], "x", 0),
    ],
)
def test_a_lane_stays_with_the_copy_that_claimed_it(
    before: list[str | None], after: str | None, count: int
) -> None:
    holders = [None if each is None else LaneHolder(each) for each in before]
    clone, _, earlier = (after or "").partition(" after ")
    holder = None if after is None else LaneHolder(clone, earlier.split())
    assert len(list(claims_changed("B", holders, holder))) == count


def test_a_desk_numbers_in_its_own_lane() -> None:
    assert lane_of_another("A", "") is None
    assert lane_of_another("A", "A") is None
    assert str(lane_of_another("A", "B")) == "it is numbered in the lane A, and this is desk B"
