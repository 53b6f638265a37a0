"""Two and three desks, one record: nothing lost, doubled or changed, and the same bytes however it
is merged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations
from random import Random
from typing import Any

import pytest
from model import made_up

from svc import errors
from svc.model import layout, reading, splicing
from svc.rules.merge.records import merge_texts

HEAD = {
    "id": "SZ-2611-A0042",
    "kind": "repair",
    "status": "received",
    "received": "2026-11-21T09:12:00+08:00",
    "urgency": "normal",
    "terms": {"policy": "office@2026-11", "calendar": "SZ@3"},
    "customer": {"unit": "华强", "phone": "0755-26888888", "address": "深圳\n科技园\n"},
    "symptom": "异响\n\n# E07\n",
}
SHORT = {key: HEAD[key] for key in ("id", "status", "received")}


def derive(record: dict[str, Any]) -> tuple[str, dict[tuple[str, ...], int]]:
    """What a ticket's lifecycle does, in small: the last status told, and the last correction of
    each field.
    """
    status, corrected = "noted", {}
    for event in record["log"]:
        status = event.get("status", status)
        if "field" in event:
            corrected[tuple(event["field"].split("."))] = event["seq"]
    return status, corrected


@lru_cache(maxsize=64)  # in orders and groupings a pair of desks merges more than once
def merged(base: str | None, ours: str, theirs: str) -> str:
    return merge_texts(base, ours, theirs, derive=derive)


def new_event(random: Random, text: str) -> dict[str, Any]:
    seq = max((event["seq"] for event in reading.read_record(text)["log"]), default=0) + 1
    event = made_up.event(random, seq)
    kind = random.random()
    if kind < 0.3:
        event["status"] = random.choice(["dispatched", "done", "closed"])
    elif kind < 0.5:
        event["field"] = random.choice(
            ["customer.phone", "customer.unit", "urgency", "terms.policy", "symptom"]
        )
    return event


def append(text: str, *events: dict[str, Any]) -> str:
    data = reading.read_record(text)
    status, corrected = derive(
        {"log": sorted([*data["log"], *events], key=lambda event: (event["seq"], event["id"]))}
    )
    return splicing.append_events(text, events, status, corrected)


def edited(random: Random, text: str, desk: str) -> str:
    """What a desk may do to a record: events, comments, unknown keys, blank lines; values only of
    its own keys.
    """
    for _ in range(random.randint(1, 5)):
        kind = random.random()
        if kind < 0.5:
            text = append(text, *(new_event(random, text) for _ in range(1)))
        elif kind < 0.65:
            text = _with_line(random, text, random.choice(["# 老客户", "# b", f"# {desk}", ""]))
        elif kind < 0.75:
            text = re.sub(
                r'^(  phone: "[^"]*")',
                rf"\1  # {random.choice([desk, 'asked twice'])}",
                text,
                flags=re.M,
            )
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
                text.replace(
                    '\nkind: "repair"', f'\nkind: "{random.choice(["visit", "repair"])}"', 1
                )
                if desk == "a"
                else text
            )
    return text


def _with_line(random: Random, text: str, line: str) -> str:
    """The text with a comment or blank line in a place where it is not part of a text."""
    lines = text.split("\n")
    places = [
        at for at, found in enumerate(lines) if re.match(r"[a-z_]+:|  - |  [a-z_]+: [^|]*$", found)
    ]
    at = random.choice(places)
    blanks = len(lines[at]) - len(lines[at].lstrip(" "))
    lines.insert(at, " " * blanks + line if line else "")
    return "\n".join(lines)


def fork(seed: int, desks: str) -> tuple[str, list[str]]:
    random = Random(seed)
    head = SHORT if random.random() < 0.3 else HEAD
    base = append(
        layout.write_record({**head, "log": []}), {"seq": 1, "id": "first0", "what": "noted"}
    )
    for _ in range(random.randint(0, 2)):
        base = append(base, new_event(random, base))
    base = made_up.commented(random, base) if random.random() < 0.5 else base
    sides = []
    for number, desk in enumerate(desks):
        side = base
        if head is SHORT and number == 0:
            side = append(
                splicing.complete_head(side, HEAD), {"seq": 9, "id": "whole0", "what": "received"}
            )
        sides.append(edited(random, side, desk))
    return base, sides


def check_has_all(result: str, sides: list[str]) -> None:
    data = reading.read_record(result)
    events: dict[str, Any] = {
        event["id"]: event for side in sides for event in reading.read_record(side)["log"]
    }
    assert data["log"] == sorted(events.values(), key=lambda event: (event["seq"], event["id"]))
    status, corrected = derive(data)
    assert data["status"] == status
    assert len(re.findall("# corrected in", result)) == len(
        {path for path in corrected if path[0] in data}
    )
    for side in sides:
        head = reading.read_record(side)
        assert data.keys() >= head.keys()
        for comment in re.findall(r"^ *(#.*)$", side, re.M):
            assert comment in result


PARTS = [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, 10))]


@pytest.mark.parametrize("part", PARTS)
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


@pytest.mark.parametrize("part", PARTS)
def test_three_desks_merge_to_the_same_bytes_in_every_order_and_grouping(part: int) -> None:
    for seed in range(50 * part, 50 * part + 50):
        base, sides = fork(10_000 + seed, "abc")
        results = set()
        for one, two, three in permutations(sides):
            pair = merged(base, one, two)
            result = merged(base, pair, three)
            results.add(result)
            # Both of two desks have merged with the middle one, so git's base is that one's
            # version, and other remarks are "those of the base": the log is the same, and so is
            # every line, if not its place.
            # not its place.
            crossed = merged(two, pair, merged(base, two, three))
            assert reading.read_record(crossed) == reading.read_record(result), f"seed {seed}"
            assert sorted(crossed.split("\n")) == sorted(result.split("\n")), f"seed {seed}"
        assert len(results) == 1, f"seed {seed}"
        check_has_all(results.pop(), sides)


FIRST = {"seq": 1, "id": "first0", "what": "received", "by": "chen"}
BASE = append(layout.write_record({**HEAD, "log": []}), FIRST)


def changed(old: str, new: str, text: str = BASE) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_the_log_does_not_depend_on_the_base() -> None:
    ours = append(BASE, {"seq": 2, "id": "bbbbbb", "what": "remarked", "words": "a\nb\n"})
    theirs = append(
        BASE,
        {"seq": 2, "id": "aaaaaa", "what": "remarked"},
        {"seq": 3, "id": "cccccc", "what": "closed"},
    )
    results = {merged(base, ours, theirs) for base in (BASE, None, "broken: [", ours, theirs)}
    assert len(results) == 1
    assert [event["id"] for event in reading.read_record(results.pop())["log"]] == [
        "first0",
        "aaaaaa",
        "bbbbbb",
        "cccccc",
    ]


def test_an_event_told_in_two_ways_stops_even_if_only_one_side_touched_it() -> None:
    theirs = changed('by: "chen"', 'by: "wang"')
    with pytest.raises(errors.MergeStopped) as stopped:
        merged(BASE, append(BASE, {"seq": 2, "id": "aaaaaa", "what": "remarked"}), theirs)
    assert stopped.value.facts["problems"] == ["log.first0"]


def test_an_event_that_one_side_deleted_by_hand_comes_back() -> None:
    base = append(BASE, {"seq": 2, "id": "aaaaaa", "what": "remarked"})
    assert merged(base, BASE, base) == base == merged(base, base, BASE)


def test_what_was_forgotten_stays_forgotten_in_head_and_log() -> None:
    base = append(
        BASE,
        {
            "seq": 2,
            "id": "aaaaaa",
            "what": "remarked",
            "words": "电话 0755",
            "calls": ["0755", "b"],
        },
    )
    forgot = {"seq": 3, "id": "zzzzzz", "what": "forgotten", "fields": ["customer.phone"]}
    ours = append(changed('words: "电话 0755"', 'words: "(removed)"', base), forgot)
    ours = changed(
        '["0755", "b"]',
        '["(removed)", "b"]',
        changed('phone: "0755-26888888"', 'phone: "(removed)"', ours),
    )
    theirs = append(
        changed("0755-26888888", "0755-1", base), {"seq": 3, "id": "bbbbbb", "what": "remarked"}
    )
    result = merged(base, ours, theirs)
    assert result == merged(base, theirs, ours)
    data = reading.read_record(result)
    assert data["customer"]["phone"] == "(removed)"
    assert data["log"][1] == {
        "seq": 2,
        "id": "aaaaaa",
        "what": "remarked",
        "words": "(removed)",
        "calls": ["(removed)", "(removed)"],  # of keys it does not know it keeps no text
    }
    assert [event["id"] for event in data["log"]] == ["first0", "aaaaaa", "bbbbbb", "zzzzzz"]


def test_removed_without_a_forgotten_event_is_a_hand_edit_of_the_log() -> None:
    with pytest.raises(errors.MergeStopped):
        merged(BASE, changed('by: "chen"', 'by: "(removed)"'), changed("异响", "响"))


@pytest.mark.parametrize("base", [None, "broken: ["])
def test_two_intakes_with_one_number_stop_and_both_are_named(base: str | None) -> None:
    other = append(
        layout.write_record({**HEAD, "log": []}), {**FIRST, "id": "other0", "by": "wang"}
    )
    with pytest.raises(errors.TwoRecords) as stopped:
        merged(base, BASE, other)
    assert "chen" in str(stopped.value)
    assert "wang" in str(stopped.value)
    assert "svc renumber; after a pull by hand" in str(stopped.value)


def test_every_place_changed_differently_on_both_sides_is_named_at_once() -> None:
    ours = changed(
        'kind: "repair"',
        'kind: "visit"',
        changed("0755-26888888", "1", changed("\nlog:", '\nx_a: "1"\nlog:')),
    )
    theirs = changed(
        'kind: "repair"\n', "", changed("0755-26888888", "2", changed("\nlog:", '\nx_a: "2"\nlog:'))
    )
    theirs = changed('unit: "华强"', 'unit: "华强"  # the old name', theirs)
    with pytest.raises(errors.MergeStopped) as stopped:
        merged(BASE, ours, theirs)
    assert stopped.value.facts["problems"] == ["customer.phone", "kind", "x_a"]


def test_both_changed_to_the_same_value_is_written_in_canonical_form_with_both_remarks() -> None:
    ours = changed(
        'phone: "0755-26888888"', 'phone: "\\u0031"  # asked', changed('kind: "repair"\n', "")
    )
    theirs = changed(
        'phone: "0755-26888888"', 'phone: "1" # twice', changed('kind: "repair"\n', "")
    )
    assert merged(BASE, ours, theirs) == changed(
        'phone: "0755-26888888"', 'phone: "1"  # asked  # twice', changed('kind: "repair"\n', "")
    )


def test_status_and_marks_follow_from_the_merged_log() -> None:
    ours = append(BASE, {"seq": 2, "id": "aaaaaa", "what": "dispatched", "status": "dispatched"})
    theirs = append(BASE, {"seq": 2, "id": "bbbbbb", "what": "corrected", "field": "customer.phone"},
                    {"seq": 3, "id": "cccccc", "what": "closed", "status": "closed"})  # fmt: skip
    result = merged(BASE, ours, theirs)
    assert '\nstatus: "closed"\n' in result
    assert '\n  phone: "0755-26888888"  # corrected in 2\n' in result


def test_a_layout_made_by_hand_survives_where_both_sides_only_added_events() -> None:
    by_hand = """\
# by hand
id: SZ-2611-A0042
received:   '2026-11-21'
status: noted  # s
customer:
    unit: 华强     # odd indentation
    notes: [a,
      b]
log:
  - seq: 1
    id: first0

"""
    one, two = (
        {"seq": 2, "id": "aaaaaa", "what": "a"},
        {"seq": 2, "id": "bbbbbb", "what": "b", "status": "done"},
    )
    result = merged(by_hand, append(by_hand, two), append(by_hand, one))
    assert result == by_hand.replace("status: noted", 'status: "done"') + layout.write_event(
        one
    ) + layout.write_event(two)


def test_a_layout_whose_parts_cannot_be_told_apart_is_written_anew_with_its_comments() -> None:
    flow = '# by hand\n{id: "SZ-2611-A0042", received: "2026-11-21", status: "noted", log: [{seq: 1, id: "first0"}]}\n'
    usual = "# by hand\n" + layout.write_record({**reading.read_record(flow), "x_new": 1})
    result = merged(flow, flow.replace('"noted", log', '"noted", x_old: 1, log'), usual)
    assert result.startswith("# by hand\n")
    assert reading.read_record(result) == {**reading.read_record(usual), "x_old": 1}


@pytest.mark.parametrize(
    "log",
    [
        '"none"',
        "[1]",
        '[{seq: "1", id: "a"}]',
        "[{seq: 1}]",
        '[{seq: 1, id: "a"}, {seq: 2, id: "a"}]',
    ],
)
def test_a_log_that_is_none_stops_the_merge(log: str) -> None:
    with pytest.raises(errors.MergeStopped) as stopped:
        merged(
            BASE,
            append(BASE, {"seq": 2, "id": "aaaaaa", "what": "a"}),
            BASE.partition("\nlog:")[0] + f"\nlog: {log}\n",
        )
    assert stopped.value.facts["problems"] == ["log"]


def test_a_side_that_cannot_be_read_is_refused_and_not_taken_for_empty() -> None:
    with pytest.raises(errors.RecordBroken):
        merged(BASE, BASE + "  - seq: [\n", BASE)
