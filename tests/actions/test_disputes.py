"""What two desks changed differently in settings, once somebody who may has decided it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Desk
from exchange import Clone, Exchange

KEY = "svc.yaml:quote_days"


@pytest.fixture
def both(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    return Exchange(desk, tmp_path, monkeypatch)


@pytest.fixture
def third(both: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A third desk that has what both have."""
    path = tmp_path / "第三处"
    both.here.git("clone", "-q", str(both.hub), str(path))
    clone = Clone(path, monkeypatch)
    clone.ok("init", "--join", "--desk", "C")
    return clone


def say(clone: Clone, days: int) -> None:
    clone.edit("quote_days: 30", f"quote_days: {days}", "svc.yaml")
    clone.commit()


def days_at(clone: Clone) -> str:
    text = (clone.path / "svc.yaml").read_text(encoding="utf-8")
    return text.partition("quote_days: ")[2].split()[0]


def all_differ(both: Exchange, third: Clone) -> None:
    """Three desks say three things; there sent first, here is asked."""
    for clone, days in ((both.here, 20), (both.there, 45), (third, 60)):
        say(clone, days)
    both.there.sync()
    assert KEY in both.here.sync().err


@pytest.mark.parametrize(("side", "days"), [("ours", "20"), ("theirs", "45")])
@pytest.mark.parametrize("asked_before", [True, False])
def test_what_a_manager_decided_holds_at_the_other_desks_and_they_are_not_asked(
    both: Exchange, third: Clone, side: str, days: str, asked_before: bool
) -> None:
    all_differ(both, third)
    if asked_before:
        assert KEY in third.sync().err
    assert both.here.sync("--take", side, KEY, by="sun").status == 0
    said = third.sync()
    assert f"{KEY}: 孙伟 has decided it" in said.err
    assert "not: 60" in said.err
    assert "--take" not in said.err
    assert KEY not in third.sync().err
    both.meet()
    assert {days_at(each) for each in (both.here, both.there, third)} == {days}
    assert KEY not in both.there.sync().err


def test_what_somebody_decided_for_this_desk_alone_is_asked_at_the_others(
    both: Exchange, third: Clone
) -> None:
    """Who may not change settings says what holds here, and decides for nobody else."""
    all_differ(both, third)
    assert both.here.sync("--take", "ours", KEY, by="chen").status == 0
    assert f"svc sync --take ours {KEY}" in third.sync().err


def test_a_decision_of_another_entry_decides_nothing_here(both: Exchange, third: Clone) -> None:
    all_differ(both, third)
    assert both.here.sync("--take", "ours", KEY, by="sun").status == 0
    third.edit("near_km: 80", "near_km: 70", "svc.yaml")
    third.commit()
    both.there.edit("near_km: 80", "near_km: 90", "svc.yaml")
    both.there.commit()
    both.meet()
    said = third.sync()
    assert "svc sync --take ours svc.yaml:near_km" in said.err
    assert f"--take ours {KEY}" not in said.err
