"""Whatever the fast reader takes, PyYAML reads the same: 60,000 random edits of good records."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from model import made_up

from svc import errors
from svc.model import full_yaml, layout, reading

EDITS = 60_000
SEEDS = 12
PIECES = [
    *" \n\"'#:-|>{}[],&*!%@`~?=\\\t\r\x00\x07\x1b\x7f\x85\xa0\u2028\u2029\u3000\ufeff\u200b\ud800\uffff0179ane_N/+.<",
    "  ", "- ", ": ", " #", "# ", "|-", "|+", ">", "|2", "\n\n", "\n  ", "\n    ", "\n- ", "---\n", "...\n", "%YAML 1.1\n", "{}", "[]",
    "no", "true", "True", "null", "0x1f", "010", "1_000", "1e3", "12:30", "2026-01-01", "-0", "+1", "<<: ", "!!str ", "&a ", "*a",
    "? ", '""', "''", "\\x41", "\\u0041", "\\ud83d", "\\U0001F600", "\\n", "\\0", "\\/", "\\_", "log:\n", "status: ", ", ", "😀", "服务",
]  # fmt: skip


def _delete(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + random.choice([1, 1, 1, 2, 5]) :]


def _insert(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(PIECES) + text[at:]


def _replace(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(PIECES) + text[at + 1 :]


def _swap(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _at_an_edge(random: Random, text: str) -> str:
    """Put something where structure is: at the beginning or end of a line, behind a colon."""
    edges = [
        at
        for at, character in enumerate(text)
        if character in "\n:" or text[at - 1 : at] in ("\n", ":", "|")
    ]
    at = random.choice(edges or [0])
    return text[:at] + random.choice(PIECES) + text[at:]


def _move_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _double_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    return "\n".join(lines)


def _indent_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    blanks = random.choice([0, 1, 2, 3, 4, 6, 8])
    lines[at] = " " * blanks + lines[at].lstrip(" ")
    return "\n".join(lines)


def _unquote(random: Random, text: str) -> str:
    quotes = [at for at, character in enumerate(text) if character == '"']
    if len(quotes) < 2:
        return text
    first = random.randrange(len(quotes) - 1)
    start, end = quotes[first], quotes[first + 1]
    new = random.choice(["", "'"])
    return text[:start] + new + text[start + 1 : end] + new + text[end + 1 :]


def _cut(random: Random, text: str) -> str:
    return text[: random.randrange(1, len(text) + 1)] + random.choice(["", "\n"])


def _join_lines(random: Random, text: str) -> str:
    ends = [at for at, character in enumerate(text) if character == "\n"]
    at = random.choice(ends or [0])
    return text[:at] + random.choice(["", " ", "\\n"]) + text[at + 1 :]


MUTATIONS: list[Callable[[Random, str], str]] = [
    _delete, _insert, _insert, _replace, _swap, _at_an_edge, _at_an_edge, _move_line, _double_line, _indent_line,
    _indent_line, _unquote, _cut, _join_lines,
]  # fmt: skip


def mutated(random: Random, text: str) -> str:
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        text = random.choice(MUTATIONS)(random, text) or "\n"
    return text


def same(one: object, other: object) -> bool:
    """Equal, and of the same types: True is not 1 here; and keys in the same order."""
    return repr(one) == repr(other)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_the_fast_reader_accepts_reads_the_same_in_pyyaml(seed: int) -> None:
    random = Random(seed)
    accepted = 0
    for number in range(EDITS // SEEDS):
        if number % 10 == 0:
            good = layout.write_record(made_up.record(random, events=2))
            if random.random() < 0.5:
                good = made_up.commented(random, good)
        text = mutated(random, good)
        fast = reading.read_layout(text)
        if fast is None:
            continue
        accepted += 1
        try:
            full = full_yaml.load_yaml(text, "x")
        except errors.RecordBroken as refused:
            pytest.fail(
                f"seed {seed}, edit {number}: PyYAML refuses ({refused}) what the fast reader "
                f"took:\n{text}"
            )
        assert same(fast, full), f"seed {seed}, edit {number}:\n{text}"
    assert accepted > EDITS // SEEDS // 10, "the edits leave too little to compare"


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_text_is_refused_with_its_line_or_read_but_never_ends_in_a_traceback(
    seed: int,
) -> None:
    random = Random(1000 + seed)
    for number in range(500):
        text = mutated(random, layout.write_record(made_up.record(random, events=2)))
        refused = refusal(text)
        if refused is not None:
            line = refused.facts["line"]
            assert isinstance(line, int)
            assert 1 <= line <= text.count("\n") + 1, (number, text)
            assert str(refused).startswith(f"tickets/x.yaml:{line}: ")


def refusal(text: str) -> errors.RecordBroken | None:
    try:
        assert reading.read_record(text, "tickets/x.yaml"), "never read as empty"
    except errors.RecordBroken as refused:
        return refused
    return None
