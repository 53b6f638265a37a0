"""Whatever two desks typed apart, once they have met `svc check` has nothing, or what it names is
cleared by the command that it names.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from stress.night import NIGHT, by_night
from stress.pairs import Desks, Met, Stage, sentence, stages

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

LATER = timedelta(minutes=7)
FEW = ("customer correct", "equipment replace", "handover", "hold")
_CLEARED = by_night(4, 12)  # of each kind of finding so many pairs are cleared


def pairs_left(
    desks: Desks, random: Random, share: float, names: Collection[str] = (), cleared: int = _CLEARED
) -> tuple[int, set[str], list[str]]:
    """How many pairs met, which rules were broken by any, and what no command cleared."""
    first = list(desks.changes("a", timedelta(0), names=names, flags=not names))
    second = list(desks.changes("z", LATER, names=names))
    assert first
    of_rule: dict[str, list[Met]] = defaultdict(list)
    count = 0
    stopped = []
    for one in first:
        for other in second:
            if random.random() > share:
                continue
            met = desks.meet(one, other)
            count += 1
            if met.stopped:
                stopped.append(f"{one.deed} | {other.deed}: {met.stopped}")
            for rule in {finding.rule for finding in met.findings}:
                of_rule[rule].append(met)
    left = list(stopped)
    for mets in of_rule.values():
        for met in random.sample(mets, min(cleared, len(mets))):
            found = [sentence(finding) for finding in met.findings]
            still = desks.left_after_clearing(met)
            left += [f"{met.first} | {met.second}: {still}, of {found}"] if still else []
    return count, set(of_rule), left


def test_what_two_desks_typed_apart_is_sound_or_cleared_by_the_command_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gitconfig: Path
) -> None:
    desks = Desks(Stage("intake"), tmp_path, monkeypatch, gitconfig)
    count, rules, left = pairs_left(desks, Random(5), 1, FEW, 1)
    assert left == []
    assert count >= len(FEW) ** 2
    assert rules == {"out-of-turn", "replaced-twice", "file-corrected-twice"}


@pytest.mark.stress
@pytest.mark.parametrize("stage", stages() if NIGHT else stages()[::6], ids=str)
def test_every_pair_of_deeds_is_sound_or_cleared_by_the_command_named(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gitconfig: Path
) -> None:
    seed = stages().index(stage)
    desks = Desks(stage, tmp_path, monkeypatch, gitconfig)
    count, rules, left = pairs_left(desks, Random(seed), by_night(1, 4) / 4)
    print(f"{stage}: {count} pairs, {sorted(rules)}")
    assert left == []
