"""What people write into records with an editor: taken as it stands there, or named; the rest keeps
every byte.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from conftest import TICKET, Desk
from model import made_up

from svc.model import layout, reading, splicing

PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"
BROKEN = "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
NOW = "2026-11-20T17:00:00"

# Text for svc, something else for a reader of YAML; and what is more than text for svc as well.
AS_WRITTEN = [
    "02112345678",
    "NO",
    "12:30",
    "1e3",
    "yes",
    "0x1F",
    "013800138000",
    "1_000",
    "2026-01-01",
    "686e444",
    ".5",
    "08",
]
REFUSED = ["13900001111", "true", "~", "null", "", "0"]


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def scalar_lines(text: str) -> list[tuple[int, str]]:
    """Every line of a head that holds one text: its number from 0, and its key."""
    head = text[: text.index("\nlog:")].split("\n")
    found = [(at, re.fullmatch(r' *([a-z_]+): "[^"]*"', line)) for at, line in enumerate(head)]
    return [(at, match[1]) for at, match in found if match is not None]


def test_a_value_without_quotes_is_the_text_that_stands_there_or_is_refused_with_its_line(
    taken: Desk,
) -> None:
    good = taken.record.read_text(encoding="utf-8")
    lines = scalar_lines(good)
    assert len(lines) > 20
    for at, key in lines:
        for value in [*Random(key).sample(AS_WRITTEN, 4), *Random(key).sample(REFUSED, 2)]:
            by_hand = good.split("\n")
            by_hand[at] = by_hand[at].partition(": ")[0] + f": {value}"
            taken.record.write_text("\n".join(by_hand), encoding="utf-8", newline="")
            shown = taken.svc("show", TICKET)
            if shown.status == 0:
                assert value in AS_WRITTEN, (key, value)
                assert value_at(reading.read_record("\n".join(by_hand), PATH), good, at) == value
                checked = taken.svc("check", TICKET)
                assert f"{PATH}:{at + 1}: " in checked.out, (key, value)
                assert "[unquoted]" in checked.out, (key, value)
            else:
                assert shown.status == 3, (key, value)
                assert re.match(rf"svc: {re.escape(PATH)}:([0-9]+): ", shown.err), (
                    key,
                    value,
                    shown.err,
                )
                named = {
                    int(line) for line in re.findall(rf"{re.escape(PATH)}:([0-9]+):", shown.err)
                }
                assert at + 1 in named or key in ("id", "policy", "calendar"), (
                    key,
                    value,
                    shown.err,
                )


def value_at(data: dict[str, Any], text: str, at: int) -> Any:
    place = next(
        place for place, line in reading.lines_of(text).items() if line == at + 1 and place
    )
    value: Any = data
    for key in place:
        value = value[key]
    return value


def test_a_number_for_a_phone_is_refused_and_the_message_says_to_quote_it(taken: Desk) -> None:
    taken.edit('mobile: "13900001111"', "mobile: 13900001111")
    ended = taken.svc("show", TICKET)
    assert ended.status == 3
    assert '"13900001111"' in ended.err
    assert "quotes" in ended.err


@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_records_written_on_by_hand_keep_every_byte_but_the_status(seed: int) -> None:
    """With comments, blank lines, unknown keys, any order and long Chinese text."""
    random = Random(700 + seed)
    for number in range(250):
        record = {"x_first": "1", **made_up.record(random), "log": [made_up.event(random, 1)]}
        text = made_up.commented(random, layout.write_record(record))
        event = made_up.event(random, 9)
        after = splicing.append_events(text, [event], "closed")
        status = re.compile(r'^status: "[a-z]+"', re.MULTILINE)
        assert after == status.sub('status: "closed"', text, count=1) + layout.write_event(event), (
            seed,
            number,
        )


def test_a_note_adds_its_lines_to_a_record_written_on_by_hand_and_changes_no_other(
    taken: Desk,
) -> None:
    text = taken.record.read_text(encoding="utf-8")
    text = "# 客户是老客户，先打电话\n\n" + text.replace("\nsymptom:", "\n\n# 以下照原话\nsymptom:")
    text = text.replace('wishes: "今天来修"', 'wishes: "今天来修"   # 已答应')
    text = text.replace(
        "\nlog:",
        '\nmy_own:\n  - remark: "长" \n    more: [ "a",  "b" ]\n'
        + f'x_text: "{"很长的中文" * 400}"\nlog:',
    )
    taken.record.write_text(text, encoding="utf-8", newline="")
    taken.commit()
    for number in range(3):
        before = taken.record.read_text(encoding="utf-8")
        taken.ok("note", TICKET, f"note {number}", by="chen", now=f"2026-11-20T10:0{number}:00")
        after = taken.record.read_text(encoding="utf-8")
        assert after.startswith(before)
        assert after[len(before) :] == layout.write_event(reading.read_record(after)["log"][-1])


@pytest.mark.parametrize(
    "words",
    [
        ("dispatch",), ("search", "漏水"), ("search", "加热"), ("callback",), ("overdue",), ("list", "--all"),
        ("print", "--day", "2026-11-21", "callback-list", "--format", "html"), ("loan", "list"),
    ],
)  # fmt: skip
def test_a_record_that_can_not_be_read_is_never_left_out_in_silence(
    taken: Desk, words: tuple[str, ...]
) -> None:
    assert taken.intake(serial="CR200-24-0043", symptom="漏水").status == 0
    taken.ok("reply", TICKET, "--answer", "复位", by="chen")
    taken.ok("list")  # the index knows both
    (taken.path / BROKEN).write_bytes(b'id: "SZ-2611-A0002"\nlog: [\n')
    ended = taken.svc(*words, by="zhao", now=NOW)
    assert ended.status == 3, (words, ended)
    assert BROKEN in ended.err + ended.out
    assert (taken.path / BROKEN).read_bytes() == b'id: "SZ-2611-A0002"\nlog: [\n'


READ = [("list",), ("show", TICKET), ("why", TICKET), ("overdue", "--all"), ("report", "south", "2026-11"), ("search", "加热"),
        ("dispatch",), ("callback",)]  # fmt: skip
WRITE = [
    ("note", TICKET, "x"), ("remind", TICKET), ("handover", TICKET, "--to", "li"), ("hold", TICKET, "--for", "customer", "--reason", "x"),
    ("cancel", TICKET, "--asked-by", "x", "--reason", "x"), ("init", "--join", "--desk", "B"), ("customer", "add", "--name", "x", "--phone", "0755-26000001", "--address", "x", "--contact", "x", "--mobile", "13700000001"),
]  # fmt: skip


def test_a_ledger_of_a_newer_format_is_read_and_nothing_is_written_to_it(taken: Desk) -> None:
    taken.edit("schema: 1", "schema: 2", "svc.yaml")
    taken.commit()
    before = taken.snapshot()
    for words in READ:
        assert taken.svc(*words, now=NOW).status == 0, words
    for words in WRITE:
        ended = taken.svc(*words, "--json", by="sun", now=NOW)
        assert (ended.status, ended.out) == (2, ""), (words, ended)
        assert ended.error["key"] == "newer-ledger", (words, ended.error)
    assert taken.snapshot() == before


def test_there_is_no_older_format_than_the_first(taken: Desk) -> None:
    taken.edit("schema: 1", "schema: 0", "svc.yaml")
    ended = taken.svc("list")
    assert ended.status == 3
    assert re.match(r"svc: svc.yaml:[0-9]+: ", ended.err)
