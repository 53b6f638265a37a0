"""The text of a record in parts: what is a part, what it says, which remarks stand beside it, and
how it is put together again.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from model import made_up

from svc.errors import RecordBroken
from svc.model import layout, reading
from svc.rules.merge import text as texts
from svc.rules.merge.text import Lines, Remark

RECORD = """\
# by Li
id: "SZ-2611-A0001"
status: "received"  # waits
# the customer's
customer:
  unit: "甲"
  phone: "1"

symptom: "不加热"
log:
  # first call
  - seq: 1
    id: "a"
    what: "received"
  - seq: 2
    id: "b"
    what: "remarked"
    words: |-
      门口有狗
      # no remark: words
"""


def lines(text: str) -> list[str]:
    return text.splitlines()


def key_parts(text: str = RECORD) -> dict[str, Lines]:
    return {texts.key_of(part): part for part in texts.parts(lines(text), 0)[1]}


def test_a_part_goes_from_its_key_up_to_the_next_with_the_comments_below_it() -> None:
    above, found = texts.parts(lines(RECORD), 0)
    assert above == ("# by Li",)
    assert [texts.key_of(part) for part in found] == ["id", "status", "customer", "symptom", "log"]
    assert found[1] == ('status: "received"  # waits', "# the customer's")
    assert found[2] == ("customer:", '  unit: "甲"', '  phone: "1"', "")


def test_the_parts_of_the_log_are_its_events() -> None:
    above, events = texts.parts(key_parts()["log"][1:], 2)
    assert above == ("  # first call",)
    assert [texts.event_of(event)["id"] for event in events] == ["a", "b"]
    assert texts.event_of(events[1]) == {
        "seq": 2,
        "id": "b",
        "what": "remarked",
        "words": "门口有狗\n# no remark: words",
    }


def test_all_lines_of_a_text_are_in_its_parts_once() -> None:
    for column in (0, 2):
        above, found = texts.parts(lines(RECORD), column)
        assert [*above, *(line for part in found for line in part)] == lines(RECORD)
    assert texts.parts([], 0) == ((), [])
    assert texts.parts(["# alone"], 0) == (("# alone",), [])


def test_a_key_may_stand_in_quotes_and_further_in() -> None:
    assert texts.key_of(("received_at: x",)) == "received_at"
    assert texts.key_of(('"2026-11-21": "wang"',)) == "2026-11-21"
    assert texts.key_of(('    "不": "x"',)) == "不"


def test_the_part_of_a_key_is_read_alone_at_whatever_column_it_stands() -> None:
    own = key_parts()
    assert texts.value_of(own["customer"], 0) == {"unit": "甲", "phone": "1"}
    inner = texts.parts(own["customer"][1:], 2)[1]
    assert [texts.value_of(part, 2) for part in inner] == ["甲", "1"]
    assert texts.text_of(inner[1], 2) == 'phone: "1"\n\n'
    assert texts.text_of(("  a:", "", "    b: 1", "# by Li"), 2) == "a:\n\n  b: 1\n# by Li\n"


def test_what_a_part_says_stands_apart_from_the_remarks_beside_it() -> None:
    code, remarks = texts.taken_apart(
        (
            "customer:  # of the dealer",
            "  # a regular",
            '  unit: "甲 # 1"  # new name  # since May',
            "",
            "",
            "  # a regular",
            '  phone: "1"',
            "",
        )
    )
    assert code == ("customer:", '  unit: "甲 # 1"', '  phone: "1"')
    assert remarks == (
        ("1 customer", "# of the dealer"),
        ("", "# a regular"),  # said once, as is the blank line
        ("1   unit", "# new name"),
        ("1   unit", "# since May"),
        ("", ""),
    )


def test_in_a_block_of_text_nothing_is_a_remark() -> None:
    block = (
        "    words: |-",
        "      门口有狗",
        "",
        "      # 3号门",
        '    by: "chen"  # typed by Li',
    )
    code, remarks = texts.taken_apart(block)
    assert code == (*block[:4], '    by: "chen"')
    assert remarks == (("1     by", "# typed by Li"),)
    item = ("  - words: |", "      # 3号门", "     # a remark")
    assert texts.taken_apart(item) == (item[:2], (("", "# a remark"),))


def test_blank_lines_above_and_below_are_one_remark_each() -> None:
    assert texts.taken_apart(('id: "a"', "", "")) == (('id: "a"',), (("", ""),))
    assert texts.taken_apart(("customer:", "", '  unit: "甲"'))[1] == (("", ""),)


def test_of_lines_that_begin_alike_a_comment_knows_which_it_stands_behind() -> None:
    price = '      - price: "80.00"'
    code, remarks = texts.taken_apart((price, f"{price}  # agreed"))
    assert remarks == (("2       - price", "# agreed"),)
    assert texts.put_together(code, remarks, 0) == (price, f"{price}  # agreed")


def test_put_together_comments_stand_sorted_behind_their_lines_and_others_at_the_end() -> None:
    code = ("customer:", '  unit: "乙"')
    remarks: list[Remark] = [
        ("", "# a regular"), ("1   unit", "# b"), ("1   unit", "# a"), ("", ""),
    ]  # fmt: skip
    assert texts.put_together(code, remarks, 2) == (
        "customer:", '  unit: "乙"  # a  # b', "  # a regular", "",
    )  # fmt: skip


def test_a_comment_whose_line_is_gone_stays_once_on_a_line_of_its_own() -> None:
    gone: list[Remark] = [
        ("1   fax", "# broken"),
        ("1   telex", "# broken"),
        ("1   telex", "# a regular"),
        ("1   zone", "# since May"),
        ("", "# a regular"),
    ]
    assert texts.put_together(("customer:",), gone, 2) == (
        "customer:",
        "  # a regular",
        "  # broken",
        "  # since May",
    )


@pytest.mark.parametrize("seed", range(20))
def test_taken_apart_and_put_together_again_a_part_says_the_same(seed: int) -> None:
    dice = Random(seed)
    for event in (made_up.event(dice, seq) for seq in range(1, 6)):
        part = texts.canonical_event(event)
        assert texts.event_of(part) == event
        code, remarks = texts.taken_apart(part)
        assert (texts.put_together(code, remarks, 4), remarks) == (part, ())


def test_a_remark_is_kept_if_neither_side_took_it_out_and_added_ones_come_sorted() -> None:
    base: list[Remark] = [
        ("", "# z"),
        ("", "# ours took it out"),
        ("", "# theirs did"),
        ("", "# b"),
    ]
    ours: list[Remark] = [
        ("", "# theirs did"),
        ("", "# b"),
        ("", "# z"),
        ("", "# new"),
        ("1 id", "# a"),
    ]
    theirs: list[Remark] = [("", "# z"), ("", "# b"), ("", "# ours took it out"), ("", "# new")]
    merged: list[Remark] = [("", "# z"), ("", "# b"), ("", "# new"), ("1 id", "# a")]
    assert texts.merged_remarks(base, ours, theirs) == merged
    assert texts.merged_remarks(base, theirs, ours) == merged


def test_a_key_in_canonical_form_stands_at_its_column() -> None:
    value = {"unit": "甲", "note": "一\n\n二"}
    expected = ("  customer:", '    unit: "甲"', "    note: |-", "      一", "", "      二")
    assert texts.canonical("customer", value, 2) == expected
    assert texts.value_of(expected, 2) == value


# The text as a whole


def test_a_text_in_our_layout_stays_as_it_is_and_another_is_written_anew() -> None:
    ours = layout.write({"id": "T", "log": [{"seq": 1, "what": "received"}]})
    assert texts.in_our_layout(ours) == ours
    by_hand = "id: T  # of May\n  # by Li\nlog: [{seq: 1, what: 'received'}]\n"
    assert texts.in_our_layout(by_hand) == "# by Li\n" + ours
    with pytest.raises(RecordBroken):
        texts.in_our_layout("id: [\n")


@pytest.mark.parametrize(
    "text",
    [
        RECORD.removesuffix("\n"),
        'id: "a"\r\nlog:\r\n  - seq: 1\r\n',
        "{id: a, log: [{seq: 1}]}\n",  # no key begins a line
        'id: "a"\nlog: [{seq: 1}]\n',
        'id: "a"\nlog:\n- seq: 1\n',
        'id: "a"\nlog:\n    - seq: 1\n',
        'id: "a"\nlog:\n  -\n    seq: 1\n',
        '? "id"\n: "a"\nlog:\n  - seq: 1\n',
        'id: "a"\n',
    ],
)  # fmt: skip
def test_a_text_whose_keys_and_events_begin_no_lines_is_not_in_parts(text: str) -> None:
    assert texts.is_in_parts(text) is False


def test_a_record_as_it_is_written_is_in_parts_with_remarks_and_in_any_order_of_keys() -> None:
    assert texts.is_in_parts(RECORD)
    assert texts.is_in_parts('log:\n  - seq: 1\n"id": "a"\n')
    data: dict[str, Any] = reading.read(RECORD)
    assert texts.is_in_parts(layout.write(data))
