"""What people get wrong in YAML: named in plain words, at the line where the mistake is."""

from __future__ import annotations

import pytest
import yaml

from svc import errors
from svc.model import full_yaml, reading, yaml_mistakes
from svc.render.words import Words

STAFF = """\
staff:
  - id: "wang"
    name: "王强"
    roles: ["technician", "bench"]
    skills:
      - covers: "CR"
        since: "2024-03-01"
  - id: "li"
    name: "李明"
    roles: ["lead"]
"""

# What is changed in STAFF, the line of the mistake, what is said.
EDITS: list[tuple[str, str, int, str]] = [
    ('name: "王强"', 'name： "王强"', 3, "the colon behind `name` is a full-width one"),
    ('name: "王强"', "name：王强", 3, "the colon behind `name` is a full-width one"),
    ('name: "王强"', 'name:"王强"', 3, 'there is no blank after the colon; write `name: "王强"`'),
    ('name: "王强"', "name:王强", 3, "there is no blank after the colon; write `name: 王强`"),
    ("skills:", "skills：", 5, "the colon behind `skills` is a full-width one"),
    ("staff:", "staff：", 1, "the colon behind `staff` is a full-width one"),
    ('"王强"', '"王强', 3, 'the quotation mark " is not closed: "王强'),
    ('"王强"', "'王强", 3, "the quotation mark ' is not closed: '王强"),
    ('"李明"', '"李明', 9, 'the quotation mark " is not closed: "李明'),
    ('["lead"]', '["lead]', 10, 'the quotation mark " is not closed: "lead]'),
    ('"王强"', '"王强”', 3, 'the text begins with " and ends with ”; use " for both'),
    ('"王强"', "“王强”", 3, "the quotation marks “” are full-width ones and part of the text"),
    ('"lead"', "‘lead’", 10, "the quotation marks ‘’ are full-width ones and part of the text"),
    ('"王强"', '"王"强"', 3, 'something stands behind the closing quotation mark: 强"'),
    ('"王强"', '"王强"(新)', 3, "something stands behind the closing quotation mark: (新)"),
    ('"王强"', '"C:\\王"', 3, "\\王 has no meaning between double quotes"),
    ('    name: "王强"', '\tname: "王强"', 3, "the line is indented with a tab"),
    ('      - covers', "\t- covers", 6, "the line is indented with a tab"),
    ('    name: "王强"', '　　name: "王强"', 3, "a blank that is no ordinary one (U+3000)"),
    ('    name: "李明"', '\u00a0   name: "李明"', 9, "a blank that is no ordinary one (U+00A0)"),
    ('    name: "王强"', '     name: "王强"', 3, "indented by 5; the one above by 4"),
    ('    name: "王强"', '   name: "王强"', 3, "indented by 3; the lines above by 0, 2, 4"),
    ('        since', '       since', 7, "indented by 7; the lines above by 0, 2, 4, 6, 8"),
    ('  - id: "li"', ' - id: "li"', 8, "indented by 1; the lines above by 0, 2, 4, 6, 8"),
    ('  - id: "li"', '    - id: "li"', 8, "a list item stands where a key was expected"),
    ('  - id: "li"', '  id: "li"', 8, "a key stands where a list item `- ` was expected"),
    ('  - id: "li"', '  -id: "li"', 8, 'there is no blank after the dash; write `- id: "li"`'),
    ('  - id: "li"', '  － id: "li"', 8, "a list item begins with `- `, not with －"),
    ('  - id: "li"', '  • id: "li"', 8, "a list item begins with `- `, not with •"),
    ('"technician", "bench"', '"technician"，"bench"', 4, "between brackets ， is a full-width sign"),
    ('"technician", "bench"', '"technician"、"bench"', 4, "between brackets 、 is a full-width sign"),
    ('"bench"]', '"bench"】', 4, "between brackets 】 is a full-width sign; write ]"),
    ('"bench"]', '"bench"', 4, "the bracket [ is not closed"),
    ('["lead"]', '["lead"', 10, "the bracket [ is not closed"),
    ('"bench"]', '"bench"}', 4, "the bracket [ is closed with }"),
    ('"bench"]', '"bench"]]', 4, "the bracket ] closes none that is open"),
    ('"technician", "bench"', '"technician" "bench"', 4, "such as a comma between two values"),
    ('"王强"', "@wang", 3, "a value can't begin with @; put it in double quotes"),
    ('"王强"', "王强: 技术员", 3, "the value has a colon in it; put it in double quotes"),
    ('    name: "王强"', "    王强", 3, "the line has no colon; write `key: value`"),
    ('["lead"]', '- "lead"', 10, "a list begins on the line below its key"),
    ('"王强"', '| 王强', 3, "behind | nothing more may stand on the line"),
    ('    skills:\n', "    skills:\n      -covers\n", 6, "there is no blank after the dash"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "said"), EDITS)
def test_a_mistake_is_named_at_its_line(old: str, new: str, line: int, said: str) -> None:
    assert reading.read_record(STAFF)
    text = STAFF.replace(old, new, 1)
    assert text != STAFF
    with pytest.raises(errors.RecordBroken) as refused:
        reading.read_record(text, "staff.yaml")
    assert said in Words("en").show(refused.value.facts["problem"])
    assert refused.value.facts["line"] == line


@pytest.mark.parametrize(("old", "new", "line", "said"), EDITS)
def test_it_is_the_same_with_the_line_ends_of_windows_and_without_the_c_library(
    old: str, new: str, line: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_yaml, "_LOADER", yaml.SafeLoader)
    monkeypatch.setattr(yaml_mistakes, "_LOADER", yaml.SafeLoader)
    with pytest.raises(errors.RecordBroken) as refused:
        reading.read_record(STAFF.replace(old, new, 1).replace("\n", "\r\n"), "staff.yaml")
    assert refused.value.facts["line"] == line
    assert said in Words("en").show(refused.value.facts["problem"])


@pytest.mark.parametrize(("old", "new", "line", "said"), EDITS)
def test_it_is_said_in_chinese_alone(old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(errors.RecordBroken) as refused:
        reading.read_record(STAFF.replace(old, new, 1), "staff.yaml")
    problem = refused.value.facts["problem"]
    shown = Words("zh").show(problem)
    facts = " ".join(map(str, problem.facts.values()))
    words = {word for word in shown.split() if word.isascii() and word.isalpha()}
    assert words <= {"Tab", *facts.replace('"', " ").split()}
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("单位：南山明辉\n电话：0755\n", 1, "the colon behind `单位` is a full-width one"),
        ("单位：南山明辉\n", 1, "the colon behind `单位` is a full-width one"),
        ("offices:\n  SZ:\n    name:深圳\n", 3, "there is no blank after the colon"),
        (
            'offices:\n  - {code: "SZ", name："深圳"}\n',
            2,
            "the colon behind `name` is a full-width",
        ),
        ('a: "\\U00110000"\n', 1, "\\U00110000 has no meaning between double quotes"),
        ('a: "b"\nc: "\\ud800"\n', 2, "\\ud800 has no meaning between double quotes"),
        ('a: ["b" "c"]  # 【d】\n', 1, "such as a comma between two values"),
        ('a: ["b" "c#】"]\n', 1, "such as a comma between two values"),
        ("a: ['C:\\王' \"b\"]\n", 1, "such as a comma between two values"),
        ('a: ["C:\\王", "b"]\n', 1, "\\王 has no meaning between double quotes"),
        ('a: "\n', 1, 'the quotation mark " is not closed'),
        ('a:\n  # d: "e"\n\n    # f\n  b: "c"\n    d: "e"\n', 6, "the one above by 2"),
        ('a:\n    b: "c"\n  # d\n   e: "f"\n', 4, "indented by 3; the lines above by 0, 4"),
        ("a: 'b\n" + 'c: "d"\n' * 300, 1, "the quotation mark ' is not closed: 'b"),
    ],
)
def test_a_mistake_is_found_where_the_text_could_be_read_otherwise_or_goes_on_for_long(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(errors.RecordBroken) as refused:
        reading.read_record(text, "x.yaml")
    assert said in Words("en").show(refused.value.facts["problem"])
    assert refused.value.facts["line"] == line


def test_of_a_key_that_stands_twice_both_lines_are_named() -> None:
    with pytest.raises(errors.KeyTwice) as refused:
        reading.read_record('a:\n  b: "1"\n  c: "2"\n  b: "3"\n', "x.yaml")
    assert (refused.value.facts["line"], refused.value.facts["first"]) == (4, 2)


@pytest.mark.parametrize(
    "text",
    [
        'a: "“E07”"\n',
        "a: 报“E07”\n",
        "a: “E07”故障\n",
        "a:\n  http://x.cn\n",
        "a:\n  -5\n",
        "a:\n  09:00\n",
    ],
)
def test_a_text_below_its_key_stays_one(text: str) -> None:
    assert list(reading.read_record(text)) == ["a"]
