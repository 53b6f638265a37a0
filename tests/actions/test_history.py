"""Commits are read for the judge: settings as they were before, staff as it can be read, each file
against each parent.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET

from svc.actions.history import Judged, Range, judge_commits

if TYPE_CHECKING:
    from conftest import Desk

AT = datetime.fromisoformat(NOW)


def judge(desk: Desk, since: str = "HEAD~1") -> Judged:
    last, before = (desk.git("rev-parse", each).strip() for each in ("HEAD", since))
    return judge_commits(desk.ledger.root, Range(last=last, before=[before]), AT)


def kinds(desk: Desk, since: str = "HEAD~1") -> list[tuple[str, str]]:
    return [(each.tampering.kind, each.path) for each in judge(desk, since).standing]


@pytest.mark.parametrize("path", ["staff.yaml", "svc.yaml"])
def test_settings_that_can_not_be_read_any_more_are_named_until_they_can(
    desk: Desk, path: str
) -> None:
    text = (desk.path / path).read_text(encoding="utf-8")
    (desk.path / path).write_text("[", encoding="utf-8")
    desk.commit()
    assert kinds(desk) == [("broken", path)]
    (desk.path / path).write_text(text, encoding="utf-8", newline="")
    desk.commit()
    assert kinds(desk, "HEAD~2") == []


def test_who_is_on_the_staff_is_what_it_was_before_the_first_commit(desk: Desk) -> None:
    desk.play("intake")
    desk.ok("staff", "change", "chen", "--role", "manager", by="sun")
    desk.ok("approve", TICKET, "--asked", "优惠", by="chen")
    assert kinds(desk, "HEAD~2") == []  # svc changed it, for a manager
    desk.ok("staff", "change", "chen", "--role", "clerk", by="sun")
    desk.edit('roles: ["clerk"]', 'roles: ["manager"]', "staff.yaml")
    desk.commit()
    desk.ok("approve", TICKET, "--asked", "再优惠", by="chen")
    assert kinds(desk, "HEAD~2") == [
        ("role-changed", "staff.yaml"),
        ("role", f"tickets/SZ/2026-11/{TICKET}.yaml"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "advised"),
    [
        ('id: "chen"', 'id: "chen2"', "svc staff add 陈静 --role 客服专员"),
        ('id: "chen"', 'id: "chen2"', "svc staff change chen --left 今天"),
        ('roles: ["clerk"]', 'roles: ["clerk", "manager"]',
         "svc staff change chen --role 客服专员 --role 经理"),
    ],
)  # fmt: skip
def test_what_to_type_instead_of_an_edit_of_roles_is_said_with_who_and_which(
    desk: Desk, old: str, new: str, advised: str
) -> None:
    desk.edit(old, new, "staff.yaml")
    desk.commit()
    said = desk.svc("--lang", "zh", "check", "--history", "HEAD~1")
    assert said.status == 1
    assert advised in said.out


def test_settings_are_changed_with_svc_by_whoever_keeps_them(desk: Desk) -> None:
    desk.ok("price", "line", "L01", "--price", "90", by="sun")
    desk.ok("part", "add", "P-9001", "--name", "控制板", by="sun")
    desk.edit("quote_days: 30", "quote_days: 20", "svc.yaml")
    desk.ok("adopt", "settings", "--reason", "报价期缩短", by="sun")
    assert kinds(desk, "HEAD~3") == []
    desk.edit("quote_days: 20", "quote_days: 45", "svc.yaml")
    price = next((desk.path / "prices").glob("*.yaml")).relative_to(desk.path).as_posix()
    desk.edit('price: "90', 'price: "190', price)
    desk.commit(f"{price} (wang)")
    assert kinds(desk) == [("settings-changed", price), ("settings-changed", "svc.yaml")]
    desk.edit("quote_days: 45", "quote_days: 45  # 说明", "svc.yaml")
    desk.commit()
    assert kinds(desk) == []


def test_a_merge_takes_settings_from_either_side_and_adds_none(desk: Desk) -> None:
    base = desk.git("rev-parse", "HEAD").strip()
    desk.ok("part", "add", "P-9001", "--name", "控制板", by="sun")
    desk.git("checkout", "-q", "-b", "other", base)
    desk.ok("office", "change", "SZ", "--name", "深圳", by="sun")
    desk.git("merge", "-q", "--no-edit", "main")
    assert kinds(desk, base) == []
    desk.edit("quote_days: 30", "quote_days: 20", "svc.yaml")
    desk.git("commit", "-q", "-a", "--amend", "--no-edit")
    assert kinds(desk, base) == [("settings-changed", "svc.yaml")]


def test_a_desk_that_joins_is_no_change_of_a_lane(desk: Desk) -> None:
    (desk.path / "desks/B.yaml").write_text('lane: "B"\nclone: "00ff00ff00ff00ff"\n')
    desk.commit("Desk B joins")
    assert kinds(desk) == []
    desk.git("rm", "-q", "desks/B.yaml")
    desk.commit()
    assert kinds(desk) == [("claim-changed", "desks/B.yaml")]


def test_a_merge_is_judged_against_both_sides(desk: Desk) -> None:
    desk.play("intake")
    base = desk.git("rev-parse", "HEAD").strip()
    desk.ok("note", TICKET, "那里说的", by="li")
    theirs = desk.git("rev-parse", "HEAD").strip()
    desk.git("reset", "-q", "--hard", base)
    desk.ok("note", TICKET, "这里说的", by="chen")
    desk.git("merge", "-q", "-m", "x", theirs)
    assert judge(desk, base).commits == 3
    assert kinds(desk, base) == []


def test_the_first_receipts_of_a_ledger_need_none_before_them(desk: Desk) -> None:
    judged = judge_commits(desk.ledger.root, Range(last=desk.git("rev-parse", "HEAD").strip()), AT)
    assert (judged.standing, judged.books, judged.commits) == ([], None, 1)
