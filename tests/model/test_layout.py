"""The canonical text: what it looks like, that it is the only one, and what it refuses."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from model import made_up

from svc.model import layout, reading
from svc.model.layout import CannotWriteText, FlowMapping

TICKET = {
    "id": "SZ-2611-A0042",
    "urgency": "normal",
    "terms": {"policy": "office@2026-11", "calendar": "SZ@3"},
    "customer": {"name": '王"小"明', "phone": "0755-26888888", "files": []},
    "symptom": "主轴异响\n\n# 报警 E07\n",
    "wish": "明天上午\n之前先打电话",
    "2026-12-31": {"closed": True},
    "no": {},
    "log": [
        {
            "seq": 1,
            "id": "7k2m9q",
            "what": "received",
            "parts": [{"part": "P-1", "count": 2}],
            "said": "a\nb\n",
        },
        {
            "seq": 2,
            "id": "8k2m9q",
            "what": "noted",
            "tags": ["a", "12.50"],
            "note": "blank at the end \n",
        },
    ],
}
TEXT = """\
id: "SZ-2611-A0042"
urgency: "normal"
terms: {policy: "office@2026-11", calendar: "SZ@3"}
customer:
  name: "王\\"小\\"明"
  phone: "0755-26888888"
  files: []
symptom: |
  主轴异响

  # 报警 E07
wish: |-
  明天上午
  之前先打电话
"2026-12-31":
  closed: true
"no": {}
log:
  - seq: 1
    id: "7k2m9q"
    what: "received"
    parts:
      - part: "P-1"
        count: 2
    said: |
      a
      b
  - seq: 2
    id: "8k2m9q"
    what: "noted"
    tags: ["a", "12.50"]
    note: "blank at the end \\n"
"""


def test_a_record_is_written_in_block_style_with_every_text_quoted() -> None:
    assert layout.write_record(TICKET) == TEXT


def test_a_record_is_its_head_and_the_lines_of_its_events() -> None:
    head = {key: value for key, value in TICKET.items() if key != "log"}
    events = "".join(layout.write_event(event) for event in TICKET["log"])
    assert layout.write_record(head) + "log:\n" + events == TEXT


def test_rows_of_configuration_stand_on_one_line() -> None:
    promises = {
        "visit": [
            FlowMapping({"when": {"zone": "inside"}, "within": "2wd"}),
            FlowMapping({"within": "3wd", "pausable": True}),
        ]
    }
    assert layout.write_record(
        {"hours": FlowMapping({"mon": ["08:30-12:00"], "sat": []}), "promises": promises}
    ) == (
        'hours: {mon: ["08:30-12:00"], sat: []}\n'
        "promises:\n"
        "  visit:\n"
        '    - {when: {zone: "inside"}, within: "2wd"}\n'
        '    - {within: "3wd", pausable: true}\n'
    )


@pytest.mark.parametrize("part", range(10))
def test_a_thousand_records_read_and_written_again_are_the_same_bytes(part: int) -> None:
    for seed in range(100 * part, 100 * part + 100):
        record = made_up.record(Random(seed))
        text = layout.write_record(record)
        read = reading.read_layout(text)
        assert read == record, f"seed {seed}"
        assert layout.write_record(read) == text, f"seed {seed}"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "\udfff"])
def test_nul_and_half_a_surrogate_pair_are_refused_by_name(text: str) -> None:
    with pytest.raises(CannotWriteText) as refused:
        layout.write_record({"note": text})
    assert refused.value.character in ("U+0000", "U+D800", "U+DFFF")
    with pytest.raises(CannotWriteText):
        layout.write_record({text: "note"})


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        None,
        date(2026, 11, 21),
        b"a",
        {"a": None},
        [1.5],
        10**15,
        {"": "a"},
        {"k" * 65: "a"},
        {1: "a"},
    ],
)
def test_what_no_record_holds_is_a_fault_of_the_program(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        layout.write_record({"key": value})


def test_a_record_without_keys_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        layout.write_record({})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("深圳，𠮷野家😀", '"深圳，𠮷野家😀"'),          # what people can see stays as it is
        ("\u3000全角", '"\u3000全角"'),
        ("a\u00a0b\u2028c\x85", '"a\\u00A0b\\u2028c\\u0085"'),
        ("\u202e\ufeff\U000e0041", '"\\u202E\\uFEFF\\U000E0041"'),
        ("\t\r\n\\\"", '"\\t\\r\\n\\\\\\""'),
    ],
)  # fmt: skip
def test_what_nobody_can_see_is_escaped(text: str, written: str) -> None:
    assert layout.quote_text(text) == written
