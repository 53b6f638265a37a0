"""Settings and staff of a commit, as commands read them in a work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.actions.settings_in_git import settings_at, staff_at
from svc.errors import RecordFaulty
from svc.store.git.history import Objects

if TYPE_CHECKING:
    from conftest import Desk


def test_they_are_those_of_the_commit_or_none(desk: Desk) -> None:
    desk.edit("quote_days: 30", "quote_days: 7", "svc.yaml")
    root = desk.ledger.root
    with Objects(root) as objects:
        found = settings_at(objects, "HEAD")
        assert found is not None
        assert found.quote_days == 30
        assert found.guard.skew_hours == 36
        assert settings_at(objects, "HEAD^{tree}~9") is None
        desk.edit('zone: "', 'zone: ["', "svc.yaml")
        desk.commit()
        assert settings_at(objects, "main") is None


def test_roles_in_chinese_are_the_roles_they_stand_for() -> None:
    staff = 'staff:\n  - id: "li"\n    name: "李"\n    roles: ["经理", "内业"]\n'
    assert staff_at(staff.encode(), {"role.clerk": "内业"})[0].roles == ["manager", "clerk"]
    with pytest.raises(RecordFaulty):
        staff_at(staff.encode(), {})
