"""Which state of the ledger a day, a commit, or the digest of a printed page stands for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from actions.test_report_diff import CALL, EVENING, NOON, NOVEMBER, digest_printed
from conftest import Desk

from svc.actions.report_sides import ReportAsked, report_side
from svc.actions.reports import digest_now
from svc.errors import NoSuchPrintedReport
from svc.rules.report.scope import Scope
from svc.store.as_of import EarlierLedgers, commits_since, ledger_of_commit
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2026, 11, 1)
NOW = datetime.fromisoformat(f"{EVENING}+08:00")


def asked(desk: Desk) -> ReportAsked:
    ledger = Ledger(desk.ledger.top)
    return ReportAsked(ledger=ledger, scope=Scope(office="SZ"), first=FIRST, now=NOW)


def no_day(text: str) -> date | None:
    return None


def test_a_digest_that_no_state_gives_is_refused_and_says_how_many_were_looked_at(
    desk: Desk,
) -> None:
    desk.play("slip")
    asked = ("report", "diff", "SZ", NOVEMBER, "--from")
    ended = desk.svc(*asked, "0123456789ab", by="sun", now=EVENING)
    assert (ended.status, ended.out) == (2, "")
    assert "--from DAY" in ended.err
    ended = desk.svc(*asked, "上周那份", by="sun", now=EVENING)
    assert (ended.status, ended.out) == (2, "")
    ended = desk.svc(*asked[:-1], "--to", "HEAD", by="sun", now=EVENING)
    assert (ended.status, ended.out) == (2, "")
    assert "--from" in ended.err


@pytest.mark.parametrize("count", [8, 12, 64])
def test_as_many_digits_as_a_page_prints_or_fewer_are_enough_and_capitals_do_not_matter(
    desk: Desk, count: int
) -> None:
    desk.play("slip")
    digest = desk.ok("report", "SZ", NOVEMBER, "--json", now=NOON).json["digest"]
    desk.ok(*CALL, by="zhao", now=NOON)
    with report_side(asked(desk), digest[:count].upper(), no_day) as side:
        assert side.digest == digest
        assert side.cut is not None
        assert side.cut.how == "commit"


def test_a_page_of_today_is_found_without_looking_through_the_history(desk: Desk) -> None:
    desk.play("slip")
    with report_side(asked(desk), digest_printed(desk, EVENING), no_day) as side:
        assert (side.cut, side.moment) == (None, NOW)
    with pytest.raises(NoSuchPrintedReport), report_side(asked(desk), "1234567", no_day):
        pass


def test_commits_that_only_tell_of_later_tickets_are_left_out(desk: Desk) -> None:
    desk.play("slip")
    before = commits_since(Ledger(desk.ledger.top), FIRST, date(2026, 12, 1))
    customers = desk.other(3, now="2026-12-02T10:00:00")
    assert customers.status == 0
    ticket = customers.out
    desk.ok("note", "SZ-2612-A0001", "门口有狗", by="chen", now=NOON)
    after = commits_since(Ledger(desk.ledger.top), FIRST, date(2026, 12, 1))
    assert "SZ-2612-A0001" in ticket
    head = desk.git("rev-parse", "HEAD").strip()
    assert head not in after
    assert after[-len(before) :] == before


def test_each_commit_gives_the_digest_that_its_tree_alone_gives(desk: Desk, tmp_path: Path) -> None:
    """Also where settings changed in between, and whichever commit was looked at before."""
    desk.play("slip")
    desk.ok(*CALL, by="zhao", now=NOON)
    ledger = Ledger(desk.ledger.top)
    commits = desk.git("rev-list", "HEAD").split()[::3]
    moment, scope = NOW, Scope(office="SZ")
    earlier = EarlierLedgers(ledger, tmp_path)
    found: dict[str, str] = {}
    for commit in [*commits, *reversed(commits)]:
        there, _ = earlier.at(commit)
        told = digest_now(there, scope, FIRST, moment)
        assert found.setdefault(commit, told) == told
    assert len(set(found.values())) > 3
    for commit in commits[:2] + commits[-2:]:
        with ledger_of_commit(ledger, commit) as (alone, _, _):
            assert digest_now(alone, scope, FIRST, moment) == found[commit]
