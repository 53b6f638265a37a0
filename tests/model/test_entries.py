"""An entry put into a file that people write: everything else of the file stays, byte for byte."""

from __future__ import annotations

import pytest

from svc.errors import CannotPutEntry
from svc.model import reading
from svc.model.entries import with_entries, with_entry, without_entry
from svc.model.layout import FlowMapping

STAFF = """\
# Who works here.
staff:
  - id: "chen"   # since 2019
    name: "陈静"
    roles: ["clerk"]

  # the workshop
  - id: "wang"
    name: "王强"
    roles: ["technician"]
    skills:
      - {covers: "CR", since: "2024-03-01"}   # by the maker
# nobody else
"""
OFFICES = """\
name: 星火   # as on paper
offices:
  "SZ": {name: "深圳", region: "south", calendar: "SZ"}  # the first
# which promises
policies:
  - {policy: "office"}
warranty: {months: 12, on_site_months: 6}
"""


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_new_item_stands_behind_the_last_laid_out_as_it_is() -> None:
    person = {"id": "li", "name": "李明", "roles": ["lead"]}
    after = with_entry(STAFF, ("staff", 2), person)
    gone, new = lines_changed(STAFF, after)
    assert gone == []
    assert new == ['  - id: "li"', '    name: "李明"', '    roles: ["lead"]']
    assert after.endswith("# nobody else\n")


def test_a_new_item_of_a_list_in_lines_goes_into_its_line() -> None:
    after = with_entry(OFFICES, ("offices", "BJ"), {"name": "北京", "region": "north"})
    assert lines_changed(OFFICES, after) == ([], ['  "BJ": {name: "北京", region: "north"}'])
    assert after.index('"BJ"') < after.index("# which promises")


@pytest.mark.parametrize(
    ("where", "value", "gone", "new"),
    [
        (("staff", 0, "name"), "陈静怡", '    name: "陈静"', '    name: "陈静怡"'),
        (("staff", 0, "roles"), ["clerk", "lead"], '    roles: ["clerk"]', '    roles: ["clerk", "lead"]'),
        (("staff", 0, "id"), "c", '  - id: "chen"   # since 2019', '  - id: "c"   # since 2019'),
        (
            ("staff", 1, "skills", 0, "until"),
            "2027-01-01",
            '      - {covers: "CR", since: "2024-03-01"}   # by the maker',
            '      - {covers: "CR", since: "2024-03-01", until: "2027-01-01"}   # by the maker',
        ),
    ],
)  # fmt: skip
def test_one_value_changes_and_the_comment_behind_it_stays(where, value, gone, new) -> None:  # type: ignore[no-untyped-def]
    assert lines_changed(STAFF, with_entry(STAFF, where, value)) == ([gone], [new])


def test_a_field_that_is_new_stands_at_the_end_of_its_mapping() -> None:
    after = with_entry(STAFF, ("staff", 0, "phone"), "13800000001")
    assert lines_changed(STAFF, after) == ([], ['    phone: "13800000001"'])
    assert reading.read_record(after)["staff"][0]["phone"] == "13800000001"


def test_a_mapping_that_is_not_there_is_made_at_the_end() -> None:
    after = with_entry(OFFICES, ("labels", "role.clerk"), "内业员")
    assert after == OFFICES + 'labels:\n  "role.clerk": "内业员"\n'


@pytest.mark.parametrize("empty", ["regions: {}\n", "regions: {}  # yours\n"])
def test_what_was_empty_is_filled_in_lines(empty: str) -> None:
    after = with_entry(empty + "near_km: 80\n", ("regions", "south"), FlowMapping(name="华南"))
    assert after == 'regions:\n  south: {name: "华南"}\nnear_km: 80\n'
    assert with_entry("staff: []\n", ("staff", 0), {"id": "a"}) == 'staff:\n  - id: "a"\n'
    assert with_entry("a: []\n", ("a", 0), "b") == 'a: ["b"]\n'


def test_what_is_taken_out_leaves_the_rest() -> None:
    assert lines_changed(STAFF, without_entry(STAFF, ("staff", 1, "name"))) == (
        ['    name: "王强"'],
        [],
    )
    after = without_entry(OFFICES, ("offices", "SZ", "region"))
    assert '{name: "深圳", calendar: "SZ"}  # the first' in after
    assert '{name: "深圳", region: "south"}' in without_entry(
        OFFICES, ("offices", "SZ", "calendar")
    )
    assert without_entry(STAFF, ("staff", 0, "phone")) == STAFF
    assert "skills: []" in without_entry(STAFF, ("staff", 1, "skills", 0))
    assert lines_changed(STAFF, without_entry(STAFF, ("staff", 0)))[0][0].startswith(
        '  - id: "chen"'
    )


def test_a_text_of_several_lines_and_a_block_become_what_is_said() -> None:
    text = "note: |\n  one\n  two\nname: a # n\n"
    assert with_entry(text, ("note",), "three") == 'note: "three"\nname: a # n\n'
    assert with_entry(text, ("name",), "a\nb\n") == "note: |\n  one\n  two\nname: |\n  a\n  b\n"
    assert with_entry(text, ("end",), 1).endswith("name: a # n\nend: 1\n")


def test_lists_without_indentation_and_without_a_last_line_feed() -> None:
    text = 'staff:\n- id: "a"\n  roles:\n  - "x"'
    after = with_entry(text, ("staff", 1), {"id": "b"})
    assert after == text + '\n- id: "b"\n'
    assert with_entry(text, ("staff", 0, "roles", 1), "y") == text + '\n  - "y"\n'


def test_what_would_say_something_else_is_refused_with_file_and_entry() -> None:
    text = 'staff: [id: "a"]\n'  # a mapping without brackets takes no second key
    with pytest.raises(CannotPutEntry) as refused:
        with_entry(text, ("staff", 0, "name"), "b", path="staff.yaml")
    assert refused.value.facts == {"path": "staff.yaml", "entry": "staff.0.name"}


def test_many_entries_are_put_behind_the_last_at_once_as_one_by_one() -> None:
    people = [{"id": f"new{number}", "name": "新", "roles": ["clerk"]} for number in range(3)]
    one_by_one = STAFF
    for number, person in enumerate(people, 2):
        one_by_one = with_entry(one_by_one, ("staff", number), person)
    assert with_entries(STAFF, ("staff",), people) == one_by_one
    assert lines_changed(STAFF, one_by_one)[0] == []


def test_many_entries_make_the_list_they_stand_in_and_none_change_nothing() -> None:
    parts = [FlowMapping({"code": "P-1"}), FlowMapping({"code": "P-2"})]
    made = with_entries("parts: []\n", ("parts",), parts)
    assert reading.read_record(made) == {"parts": [{"code": "P-1"}, {"code": "P-2"}]}
    assert with_entries(STAFF, ("staff",), []) == STAFF
    in_line = with_entries('a: ["x"]\n', ("a",), ["y", "z"])
    assert in_line == 'a: ["x", "y", "z"]\n'
