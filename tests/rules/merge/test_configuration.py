"""Files that people edit are merged by entry; what both changed is in dispute."""

from __future__ import annotations

import itertools

import pytest

from svc.model import reading
from svc.rules.merge.configuration import (
    Dispute,
    differing,
    merge_configuration,
    put_unit,
    value_of,
)

STAFF = """# 人员
staff:
  - id: "chen"
    name: "陈静"
    phone: "15400010000"  # 总机
    roles: ["clerk"]
  - id: "wang"
    name: "王强"
    roles: ["technician"]
"""
SETTINGS = """# 由部门决定
schema: 1
offices:
  "SZ": {name: "深圳", region: "south"}
  "BJ": {name: "北京", region: "north"}
policies:
  - {office: "BJ", policy: "regions"}
  - {policy: "office"}
warranty: {months: 24, on_site_months: 12}
quote_days: 30  # 天
"""


def test_what_only_one_side_changed_is_taken_with_its_bytes() -> None:
    edited = SETTINGS.replace("30  # 天", "20   # 二十天")
    assert merge_configuration(SETTINGS, edited, SETTINGS) == (edited, [])
    assert merge_configuration(SETTINGS, SETTINGS, edited) == (edited, [])


def test_different_entries_come_together_and_all_else_stays() -> None:
    ours = STAFF.replace("王强", "王小强")
    theirs = STAFF.replace('"clerk"', '"clerk", "lead"').replace("# 总机", "#  总机")
    merged = merge_configuration(STAFF, ours, theirs)
    assert merged == (theirs.replace("王强", "王小强"), [])


def test_entries_that_both_added_stand_behind_theirs() -> None:
    new = '  - id: "{0}"\n    name: "{0}"\n    roles: ["clerk"]\n'
    merged = merge_configuration(STAFF, STAFF + new.format("li"), STAFF + new.format("sun"))
    assert merged == (STAFF + new.format("sun") + new.format("li"), [])


def test_an_entry_that_one_side_took_out_is_gone() -> None:
    without = STAFF[: STAFF.index('  - id: "wang"')]
    theirs = STAFF.replace("陈静", "陈晓静")
    merged = merge_configuration(STAFF, without, theirs)
    assert merged == (without.replace("陈静", "陈晓静"), [])


def test_of_what_both_changed_theirs_holds_and_ours_is_handed_back() -> None:
    ours = SETTINGS.replace("30", "20").replace("深圳", "深圳站")
    theirs = SETTINGS.replace("30", "45")
    text, disputes = merge_configuration(SETTINGS, ours, theirs)
    assert text == theirs.replace("深圳", "深圳站")
    assert disputes == [Dispute(("quote_days",), 20, 45)]
    # chosen afterwards
    assert put_unit(text, ("quote_days",), 20) == text.replace("45", "20")


def test_one_entry_is_never_put_together_from_two() -> None:
    """Months of one side with on-site months of the other is what nobody decided."""
    ours = SETTINGS.replace("months: 24,", "months: 36,")
    theirs = SETTINGS.replace("on_site_months: 12", "on_site_months: 24")
    text, (dispute,) = merge_configuration(SETTINGS, ours, theirs)
    assert text == theirs
    assert dispute.unit == ("warranty",)
    assert dispute.ours == {"months": 36, "on_site_months": 12}


def test_rows_without_names_are_one_entry_as_their_order_counts() -> None:
    row = '  - {contract: "24x7", policy: "x"}\n'
    ours = SETTINGS.replace("policies:\n", f"policies:\n{row}")
    theirs = SETTINGS.replace('"regions"', '"six"')
    _, (dispute,) = merge_configuration(SETTINGS, ours, theirs)
    assert dispute.unit == ("policies",)


def test_one_side_took_out_what_the_other_changed() -> None:
    ours = SETTINGS.replace('  "BJ": {name: "北京", region: "north"}\n', "")
    theirs = SETTINGS.replace("北京", "北京站")
    text, disputes = merge_configuration(SETTINGS, ours, theirs)
    assert disputes == [Dispute(("offices", "BJ"), None, {"name": "北京站", "region": "north"})]
    assert text == theirs
    assert value_of(put_unit(text, ("offices", "BJ"), None), ("offices", "BJ")) is None


def test_two_files_of_one_name_without_a_common_text() -> None:
    one = 'lane: "B"\nclone: "aa"\n'
    text, disputes = merge_configuration(None, one, one.replace("aa", "bb"))
    assert text == one.replace("aa", "bb")
    assert disputes == [Dispute(("clone",), "aa", "bb")]


@pytest.mark.parametrize("text", [STAFF, SETTINGS])
def test_the_same_values_come_out_whoever_merges(text: str) -> None:
    """Any two edits of different entries, either way round."""
    edits = [
        (old, new)
        for old, new in [
            ("陈静", "陈"),
            ("王强", "王"),
            ("深圳", "深"),
            ("北京", "京"),
            ("30", "31"),
        ]
        if old in text
    ]
    for one, other in itertools.permutations(edits, 2):
        ours, theirs = text.replace(*one), text.replace(*other)
        here = merge_configuration(text, ours, theirs)
        there = merge_configuration(text, theirs, ours)
        assert reading.read_record(here.text) == reading.read_record(there.text)
        assert not here.disputes
        assert not there.disputes
        assert one[1] in here.text
        assert other[1] in here.text


def test_of_an_entry_with_many_fields_those_are_shown_that_differ() -> None:
    ours = {"name": "王小强", "phone": "1", "left": "2026-11-01"}
    theirs = {"name": "王强", "phone": "1"}
    assert differing(ours, theirs) == (
        {"name": "王小强", "left": "2026-11-01"},
        {"name": "王强"},
    )
    assert differing(20, 45) == (20, 45)
    assert differing(None, theirs) == (None, theirs)


def test_a_list_that_theirs_does_not_have_comes_in_as_a_list() -> None:
    theirs = 'version: "2027-01"\nlabour:\n  - {code: "L01", price: "80.00"}\n'
    ours = theirs + 'parts:\n  - {code: "P-1", price: "5.00"}\n  - {code: "P-2", price: "6.00"}\n'
    merged = merge_configuration(None, ours, theirs.replace("80.00", "90.00"))
    data = reading.read_record(merged.text)
    assert [each["code"] for each in data["parts"]] == ["P-1", "P-2"]
    assert [each.unit for each in merged.disputes] == [("labour", "L01")]
