"""Changing a record: only the new lines, the status and the marks change; all else keeps its
bytes.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from model import made_up

from svc import errors
from svc.model import full_yaml, layout, reading, splicing

BY_HAND = """\
# 客户是老朋友
kind: repair   # plain, by hand
x_unknown: {a: [1, "b"]}

status:   'noted'  # s

customer:
    name: "王"      # odd indentation
    phone: "0755-1"
symptom: >
  folded
  text
# the history
log:
  # first
  - seq: 1
    id: "a"

  - id: "b"
    seq: 2
# the end
"""
OURS = """\
status: "noted"
terms: {policy: "office@2026-11", calendar: "SZ@3"}
customer:
  name: "王"  # a friend
  phone: "0755-1"
  site:
    address: "深圳"
symptom: |
  phone: "not this line"
  log:
note: "a # b"
tags: ["a", "b"]
log:
  - seq: 1
    id: "a"
"""
EVENT: dict[str, Any] = {
    "seq": 3,
    "id": "c",
    "what": "noted",
    "text": "一\n二\n",
    "parts": [{"part": "P-1", "count": 1}],
}
EVENT_LINES = """\
  - seq: 3
    id: "c"
    what: "noted"
    text: |
      一
      二
    parts:
      - part: "P-1"
        count: 1
"""


def test_an_event_is_a_few_lines_at_the_end_and_the_status_one_value() -> None:
    changed = splicing.append_events(BY_HAND, [EVENT], "received")
    assert changed == BY_HAND.replace("'noted'", '"received"') + EVENT_LINES


def test_the_same_status_keeps_its_quotes() -> None:
    assert splicing.append_events(BY_HAND, [EVENT], "noted") == BY_HAND + EVENT_LINES
    assert splicing.append_events(BY_HAND, [EVENT]) == BY_HAND + EVENT_LINES


@pytest.mark.parametrize("line", ["log: []", "log: []  # nothing yet", "log:   []"])
def test_an_empty_log_gets_its_first_event(line: str) -> None:
    changed = splicing.append_events(f'status: "noted"\n{line}\n', [EVENT])
    assert changed == 'status: "noted"\nlog:' + line.partition("[]")[2] + "\n" + EVENT_LINES


def test_a_corrected_value_carries_the_number_of_the_event() -> None:
    marks = {("customer", "name"): 5, ("customer", "phone"): 6, ("customer", "site", "address"): 7, ("symptom",): 8,
             ("terms", "policy"): 9, ("terms", "calendar"): 4, ("note",): 11, ("tags",): 12,
             ("nowhere",): 13}  # fmt: skip
    changed = splicing.append_events(OURS, [], None, marks)
    assert changed == (
        OURS.replace("# a friend", "# a friend  # corrected in 5")
        .replace('"0755-1"', '"0755-1"  # corrected in 6')
        .replace('"深圳"', '"深圳"  # corrected in 7')
        .replace("symptom: |", "symptom: |  # corrected in 8")
        .replace('"SZ@3"}', '"SZ@3"}  # corrected in 9')
        .replace('"a # b"', '"a # b"  # corrected in 11')
        .replace('["a", "b"]', '["a", "b"]  # corrected in 12')
    )
    assert (
        reading.read_layout(changed)
        == full_yaml.load_yaml(changed, "x")
        == reading.read_record(OURS)
    )
    again = splicing.append_events(changed, [], None, {("customer", "name"): 15})
    assert again == changed.replace("# corrected in 5", "# corrected in 15")
    assert splicing.mark_corrections(again, {}, drop_others=True) == OURS


def test_a_comment_below_a_block_of_text_does_not_hide_the_keys_behind_it() -> None:
    text = 'symptom: |\n  a\n# a comment\nnote: "b"\ntags:\n  - a: 1\n    # inside\n# after\nwish: "c"\nlog: []\n'
    marked = splicing.mark_corrections(text, {("note",): 2, ("wish",): 3})
    assert marked == text.replace('"b"', '"b"  # corrected in 2').replace(
        '"c"', '"c"  # corrected in 3'
    )


def test_a_hand_made_head_is_marked_where_its_values_stand() -> None:
    changed = splicing.append_events(
        BY_HAND, [], None, {("customer", "name"): 3, ("kind",): 3, ("x_unknown",): 2}
    )
    assert changed == (
        BY_HAND.replace("# odd indentation", "# odd indentation  # corrected in 3")
        .replace("# plain, by hand", "# plain, by hand  # corrected in 3")
        .replace('"b"]}', '"b"]}  # corrected in 2')
    )


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        (OURS[:-1], errors.NoFinalLineFeed, 15),
        (OURS.replace("\n", "\r\n"), errors.WindowsLineEnds, 1),
        (OURS + 'office: "SZ"\n', errors.LogNotLast, 16),
        ('status: "noted"\nlog: [{seq: 1, id: "a"}]\n', errors.LogNotInLines, 2),
        ('status: "noted"\n"log":\n  - seq: 1\n', errors.LogNotInLines, 2),
        ('status: "noted"\n', errors.LogNotInLines, 1),
        ('log: "none"\n', errors.LogNotInLines, 1),
        ('{status: "noted", log: []}\n', errors.LogNotInLines, 1),
        ('id: "a"\nlog: []\n', errors.NoStatusLine, 1),
        ('status: >\n  noted\nlog: []\n', errors.NoStatusLine, 1),
        ('status: "noted"\nlog:\n- seq: 1\n', errors.CannotSplice, 2),
        ('status: "noted"\nlog:\n    - seq: 1\n', errors.CannotSplice, 2),
        ('status: "noted"\nlog:\n  - seq: 1\n...\n', errors.CannotSplice, 2),
    ],
)  # fmt: skip
def test_what_can_not_be_changed_is_refused_with_its_line(
    text: str, kind: type[Exception], line: int
) -> None:
    assert reading.read_record(text)
    with pytest.raises(errors.CannotSplice) as refused:
        splicing.append_events(text, [EVENT], "received", path="tickets/x.yaml", id="X-1")
    assert type(refused.value) is kind
    assert refused.value.facts["line"] == line
    assert str(refused.value).startswith(f"tickets/x.yaml:{line}: ")
    assert "svc check --fix X-1" in str(refused.value)


def test_a_record_that_cannot_be_read_is_not_changed_but_named() -> None:
    with pytest.raises(errors.KeyTwice):
        splicing.append_events(OURS.replace("note:", "terms:"), [EVENT])


@pytest.mark.parametrize("seed", range(10))
def test_records_with_comments_blank_lines_and_unknown_keys_keep_every_byte(seed: int) -> None:
    random = Random(seed)
    for number in range(60):
        record = {"x_first": "1", **made_up.record(random)}
        text = made_up.commented(random, layout.write_record(record))
        event = made_up.event(random, 9)
        changed = splicing.append_events(text, [event], "closed")
        lines, old = changed.split("\n"), text.split("\n")
        kept = [line for line in old[:-1] if not line.startswith(("status:", "log: []"))]
        rest = iter(lines)
        assert all(line in rest for line in kept), f"seed {seed}, record {number}"
        assert changed.endswith(layout.write_event(event))
        assert reading.read_record(changed) == {
            **record,
            "status": "closed",
            "log": [*record["log"], event],
        }


def test_a_noted_head_is_completed_once_and_what_was_told_first_stays() -> None:
    noted = """\
id: "SZ-2611-A0042"  # noted by the guard
customer:
  name: "王"
  # called twice
  phone: "0755-1"

status: "noted"
# what happened
log:
  - seq: 1
    id: "a"
"""
    whole = {
        "kind": "repair",
        "customer": {
            "name": "王先生",
            "phone": "0755-1",
            "address": "深圳",
            "site": {"zone": "inside"},
        },
        "symptom": "a\n\nb\n",
    }
    assert (
        splicing.complete_head(noted, whole)
        == """\
id: "SZ-2611-A0042"  # noted by the guard
customer:
  name: "王"
  # called twice
  phone: "0755-1"
  address: "深圳"
  site:
    zone: "inside"

status: "noted"
kind: "repair"
symptom: |
  a

  b
# what happened
log:
  - seq: 1
    id: "a"
"""
    )


def test_a_complete_head_is_left_alone() -> None:
    assert splicing.complete_head(OURS, reading.read_record(OURS)) == OURS


def test_a_mapping_in_hand_made_layout_is_not_guessed_at() -> None:
    with pytest.raises(errors.CannotSplice):
        splicing.complete_head(BY_HAND, {"customer": {"address": "深圳"}})
