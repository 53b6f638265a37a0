"""Two and three desks, one record: nothing lost, doubled or changed, and the same bytes however it is merged."""

from __future__ import annotations

import re
from itertools import permutations
from random import Random
from typing import Any

import pytest
from model import made_up

from svc import errors
from svc.model import layout, reading, splicing
from svc.rules.merge import merge

HEAD = {
    "id": "SZ-2611-A0042",
    "kind": "repair",
    "status": "received",
    "received": "2026-11-21T09:12:00+08:00",
    "urgency": "normal",
    "terms": {"policy": "office@2026-07", "calendar": "SZ@3"},
    "customer": {"unit": "华强", "phone": "0755-26888888", "address": "深圳\n科技园\n"},
    "symptom": "异响\n\n# E07\n",
}
SHORT = {key: HEAD[key] for key in ("id", "status", "received")}


def derive(record: dict[str, Any]) -> tuple[str, dict[tuple[str, ...], int]]:
    """What a ticket's lifecycle does, in small: the last status told, and the last correction of each field."""
    status, corrected = "noted", {}
    for event in record["log"]:
        status = event.get("status", status)
        if "field" in event:
            corrected[tuple(event["field"].split("."))] = event["seq"]
    return status, corrected


def merged(base: str | None, ours: str, theirs: str) -> str:
    return merge(base, ours, theirs, derive=derive)


def new_event(random: Random, text: str) -> dict[str, Any]:
    seq = max((event["seq"] for event in reading.read(text)["log"]), default=0) + 1
    event = made_up.event(random, seq)
    kind = random.random()
    if kind < 0.3:
        event["status"] = random.choice(["dispatched", "done", "closed"])
    elif kind < 0.5:
        event["field"] = random.choice(["customer.phone", "customer.unit", "urgency", "terms.policy", "symptom"])
    return event


def append(text: str, *events: dict[str, Any]) -> str:
    data = reading.read(text)
    status, corrected = derive({"log": sorted([*data["log"], *events], key=lambda event: (event["seq"], event["id"]))})
    return splicing.append_events(text, events, status, corrected)


def edited(random: Random, text: str, desk: str) -> str:
    """What a desk may do to a record: events, comments, unknown keys, blank lines; values only of its own keys."""
    for _ in range(random.randint(1, 5)):
        kind = random.random()
        if kind < 0.5:
            text = append(text, *(new_event(random, text) for _ in range(1)))
        elif kind < 0.65:
            text = _with_line(random, text, random.choice(["# 老客户", "# b", f"# {desk}", ""]))
        elif kind < 0.75:
            text = re.sub(r'^(  phone: "[^"]*")', rf"\1  # {random.choice([desk, 'asked twice'])}", text, flags=re.M)
        elif kind < 0.85:
            key = f"x_{desk}_{random.choice('ab')}"
            if f"\n{key}:" not in text:
                text = text.replace("\nlog:", f'\n{key}: "{random.choice(["1", "2"])}"\nlog:', 1)
        elif kind < 0.95:
            key = f"y_{desk}_{random.choice('ab')}"
            if f"\n  {key}:" not in text:
                text = text.replace('\n  phone: "', f'\n  {key}: 1\n  phone: "', 1)
        else:
            text = (
                text.replace('\nkind: "repair"', f'\nkind: "{random.choice(["visit", "repair"])}"', 1)
                if desk == "a"
                else text
            )
    return text


def _with_line(random: Random, text: str, line: str) -> str:
    """The text with a comment or blank line in a place where it is not part of a text."""
    lines = text.split("\n")
    places = [at for at, found in enumerate(lines) if re.match(r"[a-z_]+:|  - |  [a-z_]+: [^|]*$", found)]
    at = random.choice(places)
    blanks = len(lines[at]) - len(lines[at].lstrip(" "))
    lines.insert(at, " " * blanks + line if line else "")
    return "\n".join(lines)


def fork(seed: int, desks: str) -> tuple[str, list[str]]:
    random = Random(seed)
    head = SHORT if random.random() < 0.3 else HEAD
    base = append(layout.write({**head, "log": []}), {"seq": 1, "id": "first0", "what": "noted"})
    for _ in range(random.randint(0, 2)):
        base = append(base, new_event(random, base))
    base = made_up.commented(random, base) if random.random() < 0.5 else base
    sides = []
    for number, desk in enumerate(desks):
        side = base
        if head is SHORT and number == 0:
            side = append(splicing.complete_head(side, HEAD), {"seq": 9, "id": "whole0", "what": "received"})
        sides.append(edited(random, side, desk))
    return base, sides


def check_has_all(result: str, sides: list[str]) -> None:
    data = reading.read(result)
    events: dict[str, Any] = {event["id"]: event for side in sides for event in reading.read(side)["log"]}
    assert data["log"] == sorted(events.values(), key=lambda event: (event["seq"], event["id"]))
    status, corrected = derive(data)
    assert data["status"] == status
    assert len(re.findall("# corrected in", result)) == len({path for path in corrected if path[0] in data})
    for side in sides:
        head = reading.read(side)
        assert data.keys() >= head.keys()
        for comment in re.findall(r"^ *(#.*)$", side, re.M):
            assert comment in result


@pytest.mark.parametrize("part", range(10))
def test_two_desks_merge_to_the_same_bytes_in_either_direction_and_lose_nothing(part: int) -> None:
    for seed in range(100 * part, 100 * part + 100):
        base, (ours, theirs) = fork(seed, "ab")
        result = merged(base, ours, theirs)
        assert result == merged(base, theirs, ours), f"seed {seed}"
        check_has_all(result, [ours, theirs])
        assert merged(base, result, result) == result
        for side in (ours, theirs):
            assert merged(base, result, side) == result, f"seed {seed}"  # merged once more
            assert merged(side, result, side) == result, f"seed {seed}"  # as git does after a push
        assert merged(base, base, result) == result


@pytest.mark.parametrize("part", range(10))
def test_three_desks_merge_to_the_same_bytes_in_every_order_and_grouping(part: int) -> None:
    for seed in range(50 * part, 50 * part + 50):
        base, sides = fork(10_000 + seed, "abc")
        results = set()
        for one, two, three in permutations(sides):
            pair = merged(base, one, two)
            results.add(merged(base, pair, three))
            # Both of two desks have merged with the middle one: git's base is then its version.
            results.add(merged(two, pair, merged(base, two, three)))
        assert len(results) == 1, f"seed {seed}"
        check_has_all(results.pop(), sides)
