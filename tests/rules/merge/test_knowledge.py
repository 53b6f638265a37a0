"""Two desks' versions of an entry of the knowledge base: field by field."""

from __future__ import annotations

import pytest

from svc.rules.merge.configuration import Dispute
from svc.rules.merge.files import MergedFile, Sides, merge_file, unit_of, with_unit
from svc.rules.merge.knowledge import merge_knowledge

BASE = """---
# checked in spring
title: "不加热"
models: ["CR-200"]
symptom: "不热"
words: ["E07", "冷"]
cause: "断路"
remedy: "换管"
---
先断电。
"""
PATH = "knowledge/cr_cold.md"


def changed(*pairs: tuple[str, str]) -> str:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_each_side_may_change_another_field_and_remarks_stay() -> None:
    ours, theirs = changed(('"断路"', '"继电器"')), changed(('"换管"', '"换板"'))
    merged = merge_knowledge(BASE, ours, theirs, PATH)
    assert merged.text == changed(('"断路"', '"继电器"'), ('"换管"', '"换板"'))
    assert merged.disputes == []


def test_of_a_field_that_both_changed_theirs_holds_and_it_is_named() -> None:
    ours, theirs = changed(('"断路"', '"继电器"')), changed(('"断路"', '"接线松"'))
    merged = merge_knowledge(BASE, ours, theirs, PATH)
    assert merged.text == theirs
    assert merged.disputes == [Dispute(("cause",), "继电器", "接线松")]


def test_words_that_both_added_are_all_there_and_what_one_took_out_is_gone() -> None:
    ours = changed(('["E07", "冷"]', '["E07", "冷", "凉"]'))
    theirs = changed(('["E07", "冷"]', '["E07", "不热了"]'))
    merged = merge_knowledge(BASE, ours, theirs, PATH)
    assert 'words: ["E07", "不热了", "凉"]' in merged.text
    assert merged.disputes == []


@pytest.mark.parametrize(
    ("ours", "theirs", "below", "disputed"),
    [
        ("先断电。\n", "先关水。\n", "先关水。\n", False),
        ("先挂牌。\n", "先断电。\n", "先挂牌。\n", False),
        ("先挂牌。\n", "先关水。\n", "先关水。\n", True),
        ("先关水。\n", "先关水。\n", "先关水。\n", False),
    ],
)
def test_the_text_below_is_merged_as_a_whole(
    ours: str, theirs: str, below: str, disputed: bool
) -> None:
    merged = merge_knowledge(
        BASE, changed(("先断电。\n", ours)), changed(("先断电。\n", theirs)), PATH
    )
    assert merged.text == changed(("先断电。\n", below))
    assert [each.unit for each in merged.disputes] == ([("text",)] if disputed else [])


def test_two_that_both_made_anew_differ_by_the_fields_that_differ() -> None:
    merged = merge_knowledge(None, BASE, changed(('"断路"', '"接线松"')), PATH)
    assert [each.unit for each in merged.disputes] == [("cause",)]


def test_a_file_of_the_knowledge_base_is_merged_so_and_a_readme_as_a_whole() -> None:
    ours, theirs = changed(('"断路"', '"继电器"')), changed(('"换管"', '"换板"'))
    sides = Sides(BASE.encode(), ours.encode(), theirs.encode())
    assert b"\xe7\xbb\xa7" in (merge_file(PATH, sides).data or b"")
    assert len(merge_file("knowledge/README.md", sides).disputes) == 1
    broken = Sides(BASE.encode(), b"x", theirs.encode())
    assert merge_file(PATH, broken) == MergedFile(theirs.encode(), [Dispute((), None, None)])


def test_a_decided_field_is_put_and_read_and_so_is_the_text_below() -> None:
    put = with_unit(PATH, BASE, ("cause",), "继电器")
    assert put == changed(('"断路"', '"继电器"'))
    assert unit_of(PATH, put, ("cause",)) == "继电器"
    assert with_unit(PATH, BASE, ("text",), "先关水。\n") == changed(("先断电。\n", "先关水。\n"))
    assert unit_of(PATH, BASE, ("text",)) == "先断电。\n"
    assert unit_of("staff.yaml", 'staff:\n  - id: "wang"\n    name: "王强"\n', ("staff", "wang"))
