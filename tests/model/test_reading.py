"""Reading: as it was written by hand, or refused with its line."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import yaml
from work import calls_of

from svc import errors
from svc.model import full_yaml, reading

GOOD = 'id: "SZ-2611-A0042"\nlog:\n  - seq: 1\n    id: "a"\n'


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("phone: 02112345678", "02112345678"),
        ("region: NO", "NO"),
        ("time: 12:30", "12:30"),
        ("id: 1e3", "1e3"),
        ("serial: 0012", "0012"),
        ("amount: 12.50", "12.50"),
        ("day: 2026-11-21", "2026-11-21"),
        ("at: 2026-11-21T09:12:00+08:00", "2026-11-21T09:12:00+08:00"),
        ("answer: no", "no"),
        ("answer: yes", "yes"),
        ("answer: True", "True"),
        ("code: 0x1f", "0x1f"),
        ("big: 1234567890123456", "1234567890123456"),
        ("count: -0", "-0"),
        ("count: +1", "+1"),
        ("count: 1_000", "1_000"),
        ("count: .inf", ".inf"),
        ("name: it's", "it's"),
        ("name: 'it''s'", "it's"),
        ("name: 深圳 华强", "深圳 华强"),
        ("note: a # b", "a"),
        ("note: a#b", "a#b"),
        ("mark: =", "="),
        ("count: 12", 12),
        ("count: -3", -3),
        ("done: true", True),
        ("done: false", False),
        ('text: "a\\x41\\/\\_"', "aA/\xa0"),
    ],
)
def test_an_unquoted_value_is_the_text_that_stands_there_or_a_count_or_true_or_false(
    line: str, value: object
) -> None:
    read = reading.read_record(line + "\n")
    assert list(read.values()) == [value]
    assert type(next(iter(read.values()))) is type(value)


def test_a_hand_made_layout_reads_the_same_as_ours() -> None:
    by_hand = """\
--- # a ticket
'id':   SZ-2611-A0042
customer: {name: 王, phone: '1',
  tags: [a, b]}
symptom: >
  folded
  text
log:
- seq: 1
  id: a
"""
    read: dict[str, Any] = {
        "id": "SZ-2611-A0042",
        "customer": {"name": "王", "phone": 1, "tags": ["a", "b"]} | {"phone": "1"},
        "symptom": "folded text\n",
        "log": [{"seq": 1, "id": "a"}],
    }
    assert reading.read_layout(by_hand) is None
    assert reading.read_record(by_hand) == read
    assert reading.read_record(by_hand.replace("\n", "\r\n")) == read


def test_only_a_block_that_takes_no_last_line_end_may_end_the_file_without_one() -> None:
    assert reading.read_record("a: |-\n  x") == reading.read_record("a: |-\n  x\n") == {"a": "x"}
    assert reading.read_record("a: |\n  x\nb: c") == {"a": "x\n", "b": "c"}


def test_bytes_are_read_as_utf_8() -> None:
    assert reading.read_record('name: "深圳"\n'.encode()) == {"name": "深圳"}


def test_the_line_of_every_value_is_known() -> None:
    text = '# a\nid: "x"\n\ncustomer:\n  name: |\n    a\n    b\n  phone: "1"\nlog:\n  - seq: 1\n    id: "a"\n  - seq: 2\n'
    assert reading.lines_of(text) == {
        (): 1, ("id",): 2, ("customer",): 4, ("customer", "name"): 5, ("customer", "phone"): 8, ("log",): 9,
        ("log", 0): 10, ("log", 0, "seq"): 10, ("log", 0, "id"): 11, ("log", 1): 12, ("log", 1, "seq"): 12,
    }  # fmt: skip


DEEP = "".join("  " * n + f"k{n}:\n" for n in range(60)) + "  " * 60 + 'x: "y"\n'
BILLION_LAUGHS = 'a: &a ["lol","lol"]\n' + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)

# (what stands in the file, the line it must name, the kind of error)
HOSTILE: list[tuple[str | bytes, int, type[errors.RecordBroken]]] = [
    # not a record
    ("", 1, errors.NotAMapping), ("\n\n", 1, errors.NotAMapping), ("# only a comment\n", 1, errors.NotAMapping),
    ("---\n", 2, errors.NotAMapping), ("--- ", 1, errors.NotAMapping), ("--- {}\n...\n", 1, errors.NotAMapping), ("{}\n", 1, errors.NotAMapping),
    ("null\n", 1, errors.NotAMapping), ("~\n", 1, errors.NotAMapping), ("text\n", 1, errors.NotAMapping),
    ('"text"\n', 1, errors.NotAMapping), ("12\n", 1, errors.NotAMapping), ("- a\n- b\n", 1, errors.NotAMapping),
    ("[]\n", 1, errors.NotAMapping), ("[a, b]\n", 1, errors.NotAMapping), ("| \n a\n", 1, errors.NotAMapping),
    ("<html><body>404</body></html>\n", 1, errors.NotAMapping), ("...\n", 1, errors.RecordBroken),
    # bytes and characters
    (b'id: "\xff"\n', 1, errors.NotUtf8), (b'id: "a"\nname: "\xc9\xee\xdb\xda"\n', 2, errors.NotUtf8),
    (b'\xff\xfei\x00d\x00:\x00', 1, errors.NotUtf8), (b'id: "\xed\xa0\x80"\n', 1, errors.NotUtf8),
    (b'id: "\xc0\x80"\n', 1, errors.NotUtf8), (b'a: "b"\nid: "\xe6\xb7', 2, errors.NotUtf8), (b"\x80", 1, errors.NotUtf8),
    (b'id: "\xf4\x90\x80\x80"\n', 1, errors.NotUtf8),
    (GOOD.encode("utf-16-be"), 1, errors.RecordBroken), (GOOD.encode("utf-8-sig"), 1, errors.ForbiddenCharacter),
    ('id: "a\x00b"\n', 1, errors.ForbiddenCharacter), (GOOD + "\x00" * 4096, 5, errors.ForbiddenCharacter),
    ('id: "a"\nname: "\x07"\n', 2, errors.ForbiddenCharacter), ('id: "a\x1b[31m"\n', 1, errors.ForbiddenCharacter),
    ('id: "a\x7f"\n', 1, errors.ForbiddenCharacter), ('id: "a\x85b"\n', 1, errors.ForbiddenCharacter),
    ('id: "a\x9bb"\n', 1, errors.ForbiddenCharacter), ('id: "a\u2028b"\n', 1, errors.ForbiddenCharacter),
    ("id: a\u2029b: c\n", 1, errors.ForbiddenCharacter), ('id: "a\ufeffb"\n', 1, errors.ForbiddenCharacter),
    ('id: "a\uffff"\n', 1, errors.ForbiddenCharacter), ('id: "a\ufffe"\n', 1, errors.ForbiddenCharacter),
    ('id: "a\rb"\n', 1, errors.ForbiddenCharacter), ('id: "a"\rname: "b"\r', 1, errors.ForbiddenCharacter),
    ('id: "a\ud800"\n', 1, errors.ForbiddenCharacter), ('id: "a"\nb: "\\0"\n', 2, errors.ForbiddenCharacter),
    ('id: "\\ud800"\n', 1, errors.RecordBroken), ('id: "\\udc00\\ud800"\n', 1, errors.RecordBroken),
    ('id: "\\U00110000"\n', 1, errors.RecordBroken), ('id: "\\UFFFFFFFF"\n', 1, errors.RecordBroken),
    ('id: "\\q"\n', 1, errors.RecordBroken), ('id: "\\x4"\n', 1, errors.RecordBroken), ('id: "\\u12"\n', 1, errors.RecordBroken),
    # syntax
    ("\tid: a\n", 1, errors.RecordBroken), ("id:\n\tname: a\n", 2, errors.RecordBroken), ('id: "a\n', 1, errors.RecordBroken),
    ("id: 'a\n", 1, errors.RecordBroken), ("id: a: b\n", 1, errors.RecordBroken), ('id: "a" b\n', 1, errors.RecordBroken),
    ("id: [a, b\n", 1, errors.RecordBroken), ("id: {a: b\n", 1, errors.RecordBroken), ("id: a]\n}\n", 2, errors.RecordBroken),
    ("id: [a}\n", 1, errors.RecordBroken), ("id: {a]\n", 1, errors.RecordBroken), ("id: a\n b: c\n", 2, errors.RecordBroken),
    ('id: "a"\n  b: "c"\n', 2, errors.RecordBroken), ("a:\n    b: c\n  d: e\n", 3, errors.RecordBroken),
    ("a:\n  - b\n c: d\n", 3, errors.RecordBroken), ("log:\n  - seq: 1\n   id: a\n", 3, errors.RecordBroken),
    ("log:\n  - a\n  b: c\n", 3, errors.RecordBroken), ("a: - b\n", 1, errors.RecordBroken), ("a: b\n- c\n", 2, errors.RecordBroken),
    ("a: @b\n", 1, errors.RecordBroken), ("a: `b`\n", 1, errors.RecordBroken), ("a: %b\n", 1, errors.RecordBroken),
    ("a: |x\n  b\n", 1, errors.RecordBroken), ("a: |0\n  b\n", 1, errors.RecordBroken), ("a: | b\n  c\n", 1, errors.RecordBroken),
    ("id\n", 1, errors.NotAMapping), ('id: "a"\nname\n', 2, errors.RecordBroken), ('id: "a"\nname:"b"\n', 2, errors.RecordBroken),
    ("a: b\n...\nc\n", 3, errors.RecordBroken), ("} a: b\n", 1, errors.RecordBroken), ("a: }\n", 1, errors.RecordBroken),
    ("a: ,\n", 1, errors.RecordBroken), ("k" * 2000 + ": a\n", 1, errors.RecordBroken),
    ("a: |\n  b", 2, errors.RecordBroken), ("a: >+\n  b\n  c", 3, errors.RecordBroken),
    ("log:\n  - a: |  # -\n      b\n\n  ", 5, errors.RecordBroken),
    ('a: "b"# c\n', 1, errors.RecordBroken), ("a: ># b\n  c\n", 1, errors.RecordBroken), ("a: [b]# c\n", 1, errors.RecordBroken),
    ("a: [b,\nc]\n", 2, errors.RecordBroken), ("a: {\n  b: c\n}\n", 3, errors.RecordBroken), ('a: "b\nc"\n', 2, errors.RecordBroken),
    ('a: "b\n\tc"\n', 2, errors.RecordBroken), ("log:\n  - a: 'b\n  c'\n", 3, errors.RecordBroken), ("a: >\n   \n  b\n", 3, errors.RecordBroken),
    # keys
    ('id: "a"\nid: "b"\n', 2, errors.KeyTwice), ('a:\n  b: "1"\n  c: "2"\n  b: "3"\n', 4, errors.KeyTwice),
    ('a: {b: "1", b: "2"}\n', 1, errors.KeyTwice), ('"id": "a"\nid: "b"\n', 2, errors.KeyTwice),
    ('log:\n  - seq: 1\n    id: "a"\n    seq: 1\n', 4, errors.KeyTwice), ("'id': a\n\"id\": b\n", 2, errors.KeyTwice),
    ('1: "a"\n', 1, errors.KeyNotText), ('2026: "a"\n', 1, errors.KeyNotText), ('1.5: "a"\n', 1, errors.KeyNotText),
    ('2026-12-31: "a"\n', 1, errors.KeyNotText), ('no: "a"\n', 1, errors.KeyNotText), ('on: "a"\n', 1, errors.KeyNotText),
    ('y: "a"\n', 1, errors.KeyNotText), ('true: "a"\n', 1, errors.KeyNotText), ('null: "a"\n', 1, errors.KeyNotText),
    ('~: "a"\n', 1, errors.KeyNotText), (': "a"\n', 1, errors.RecordBroken), ('"": "a"\n', 1, errors.KeyNotText),
    ('12:30: "a"\n', 1, errors.KeyNotText), ('0x1f: "a"\n', 1, errors.KeyNotText), ('.inf: "a"\n', 1, errors.KeyNotText),
    ('a: {no: "b"}\n', 1, errors.KeyNotText), ("? [a, b]\n: c\n", 1, errors.KeyNotText), ("? {a: b}\n: c\n", 1, errors.KeyNotText),
    ("{a: b}: c\n", 1, errors.KeyNotText), ("a: {? [b] : c}\n", 1, errors.KeyNotText), ("k" * 65 + ": a\n", 1, errors.KeyNotText),
    # no value
    ("id:\n", 1, errors.NoValue), ('a: "b"\nid: ~\n', 2, errors.NoValue), ("id: null\n", 1, errors.NoValue),
    ("id: NULL\n", 1, errors.NoValue), ("id: # later\n", 1, errors.NoValue), ("a:\n  b:\nc: d\n", 2, errors.NoValue),
    ("a: {b: }\n", 1, errors.NoValue), ("a: {b}\n", 1, errors.NoValue), ("log:\n  -\n", 2, errors.NoValue),
    ("a: [b, ~]\n", 1, errors.NoValue), ("? a\n", 1, errors.NoValue), ("log:\n", 1, errors.NoValue),
    # what YAML can do and records do not
    ("a: !!str b\n", 1, errors.YamlNotAllowed), ("a: ! b\n", 1, errors.YamlNotAllowed), ("!!map\na: b\n", 1, errors.YamlNotAllowed),
    ("a: !!python/object/apply:os.system ['touch PWNED']\n", 1, errors.YamlNotAllowed), ("a: !<x> b\n", 1, errors.YamlNotAllowed),
    ("a: !!python/name:os.system\n", 1, errors.YamlNotAllowed), ("a: !!binary aGk=\n", 1, errors.YamlNotAllowed),
    ("a: !!int '3'\n", 1, errors.YamlNotAllowed), ("a: !local b\n", 1, errors.YamlNotAllowed), ("!!str a: b\n", 1, errors.YamlNotAllowed),
    ("a: !x!y b\n", 1, errors.RecordBroken), ("%TAG ! tag:x,2026:\n---\na: b\n", 1, errors.YamlNotAllowed),
    ("%YAML 1.2\n---\na: b\n", 1, errors.YamlNotAllowed), ("%YAML 9.9\n---\na: b\n", 1, errors.RecordBroken),
    ("a: &x b\n", 1, errors.YamlNotAllowed), ("a: *x\n", 1, errors.YamlNotAllowed), ("a: &x [*x]\n", 1, errors.YamlNotAllowed),
    ("&x a: b\n", 1, errors.YamlNotAllowed), ("*x : b\n", 1, errors.YamlNotAllowed), ("&x\na: b\n", 1, errors.YamlNotAllowed),
    ("a: {b: c}\n<<: {d: e}\n", 2, errors.YamlNotAllowed), ("a: b\nc:\n  <<: [d]\n", 3, errors.YamlNotAllowed),
    ("a: b\n---\nc: d\n", 2, errors.YamlNotAllowed), ("a: b\n...\n---\nc: d\n", 3, errors.YamlNotAllowed),
    (BILLION_LAUGHS, 1, errors.YamlNotAllowed),
    # too much
    ("[" * 100_000, 1, errors.RecordBroken), ("a: " + "[" * 100_000, 1, errors.RecordBroken),
    ("a: " + "{a: " * 50_000, 1, errors.RecordBroken), ("{" * 100_000, 1, errors.RecordBroken), ("a: " + "[" * 60 + "]" * 60, 1, errors.TooDeep),
    (DEEP, 51, errors.TooDeep), ("- " * 50_000 + "a\n", 1, errors.RecordBroken), ("? " * 50_000 + "a\n", 1, errors.RecordBroken),
    ("a: b\n" + "#" * 5_000_000 + "\nc:\n", 1, errors.TooLong), ('a: "' + "x" * 5_000_000, 1, errors.TooLong),
    ("a: !!str " + "x" * 1_000_000, 1, errors.YamlNotAllowed), ("a: '" + "''" * 1_000_000, 1, errors.RecordBroken),
    ("a:\n" + " " * 1_000_000 + "\tb\n", 1, errors.RecordBroken), ("a: |\n" + " \n" * 500_000 + "\tb: c\n", 1, errors.RecordBroken),
    # what git leaves
    ('<<<<<<< HEAD\nid: "a"\n=======\nid: "b"\n>>>>>>> theirs\n', 1, errors.ConflictMarkers),
    ('id: "a"\n<<<<<<< HEAD\nb: "1"\n||||||| 12ab\n=======\nb: "2"\n>>>>>>> x\n', 2, errors.ConflictMarkers),
    (GOOD + "<<<<<<< ours\n  - seq: 2\n=======\n  - seq: 3\n>>>>>>> theirs\n", 5, errors.ConflictMarkers),
    (GOOD + ">>>>>>> theirs\n", 5, errors.ConflictMarkers),
]  # fmt: skip
# where PyYAML points is its own affair as long as it is in the file
ANY_LINE = {errors.RecordBroken}


def test_there_are_more_than_a_hundred_hostile_documents() -> None:
    assert len(HOSTILE) > 130


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_document_is_refused_with_path_and_line_and_little_work(number: int) -> None:
    document, line, kind = HOSTILE[number]
    with pytest.raises(errors.RecordBroken) as refused:
        reading.read_record(document, "tickets/SZ/x.yaml")
    assert isinstance(refused.value, kind)
    if kind not in ANY_LINE:
        assert refused.value.facts["line"] == line
    last = (document.count("\n") if isinstance(document, str) else document.count(b"\n")) + 1
    found = refused.value.facts["line"]
    assert isinstance(found, int)
    assert 1 <= found <= last
    assert str(refused.value).startswith(f"tickets/SZ/x.yaml:{found}: ")

    def again() -> None:
        with suppress(errors.RecordBroken):
            reading.read_record(document, "x")

    assert calls_of(again) < 20_000  # the dearest takes 1,600


@pytest.mark.parametrize("number", [n for n in range(len(HOSTILE)) if len(HOSTILE[n][0]) < 5_000])
def test_without_the_c_library_the_same_documents_are_refused(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_yaml, "_LOADER", yaml.SafeLoader)
    with pytest.raises(errors.RecordBroken):
        reading.read_record(HOSTILE[number][0], "x")


def test_the_message_of_a_broken_record_says_what_to_do_and_that_nothing_was_changed() -> None:
    with pytest.raises(errors.KeyNotText) as refused:
        reading.read_record('2026: "a"\n', "prices.yaml")
    assert str(refused.value) == (
        'prices.yaml:1: YAML does not read the key 2026 as text\nPut it in double quotes: "2026". Nothing was changed.'
    )
