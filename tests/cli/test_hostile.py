"""Text that would steer a terminal, hide itself or pass for an option: kept and shown harmlessly,
or refused.
"""

from __future__ import annotations

import unicodedata
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import STORY, TICKET, TOLD, options

if TYPE_CHECKING:
    from conftest import Desk

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "bidi": "甲\u202e1088号\u2066乙\u2069",
    "invisible": "a\u200bb\u00adc\ufeffd",
    "newlines": "one\ntwo\r\nthree\u2028four\x85five",
    "NUL": "a\x00b",
    "lone surrogate": "a\udcffb",
    "option": "--upload-pack=touch owned",
    "yaml": 'x: &a [*a, !!python/object/apply:os.system ["touch owned"]] # "\' |\n---\nlog: []',
    "markers": "<<<<<<< ours\n=======\n>>>>>>> theirs",
    "braces": "{ticket} %s %(x)d {0.__class__}",
    "very long": "长" * 20_000,
    "blanks": "   \u3000 x  y \t ",
    "not a character": "\ufffe\uffff\U0010ffff",
    "backslashes": "C:\\new\\table\\u0041\\",
}


def harmless(text: str) -> bool:
    """Whether a terminal shows this as it is: lines of printable characters."""
    return all(line.isprintable() or set(line) <= {"\u3000"} | {c for c in line if c.isprintable()}
               for line in text.split("\n"))  # fmt: skip


def check(desk: Desk, ended: Any, before: Any) -> None:
    assert ended.status in (0, 2), ended.err
    assert "Traceback" not in ended.err
    assert harmless(ended.out)
    assert harmless(ended.err)
    if ended.status == 2:
        assert ended.out == ""
        assert desk.snapshot() == before
    assert not (desk.path / "owned").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_intake_keeps_hostile_text_in_any_field_or_refuses_it(desk: Desk, name: Any) -> None:
    text = HOSTILE[name]
    fields = list(TOLD)
    for together in (fields[:4], fields[4:8], fields[8:]):
        told = {**TOLD, "serial": together[0], **dict.fromkeys(together, text)}
        before = desk.snapshot()
        words = [f"--{key}={value}" for key, value in told.items()]
        check(desk, desk.svc("intake", *words, by="chen"), before)
    listed = desk.svc("list")
    assert listed.status == 0
    assert harmless(listed.out)
    for line in listed.out.splitlines():
        if line.startswith("SZ-"):
            shown = desk.ok("show", line.split()[0])
            assert harmless(shown.out)
    checked = desk.svc("check")
    assert checked.status == 0, checked.out


def test_what_is_kept_is_kept_to_the_letter(desk: Desk) -> None:
    for number, text in enumerate(HOSTILE.values(), 1):
        ended = desk.intake(symptom=text.strip() or "x", serial=f"n{number}")
        if ended.status == 0:
            file = desk.path / f"tickets/SZ/2026-11/{ended.out.split(':')[0]}.yaml"
            from svc.model import reading
            from svc.model.typed_text import cleaned

            assert reading.read_record(file.read_bytes(), "x")["symptom"] == cleaned(text)


TEXTS = (
    ("received", "chen", ("handover", TICKET, "--to", "li", "--note")),
    ("received", "chen", ("remind", TICKET, "--caller", "x", "--note")),
    ("received", "li", ("contact", TICKET, "--spoke-to", "x", "--judged")),
    ("received", "li", ("contact", TICKET, "--not-reached")),
    ("received", "chen", ("hold", TICKET, "--for", "customer", "--reason")),
    ("received", "li", ("escalate", TICKET, "--to", "sun", "--reason")),
    ("received", "chen", ("commit", TICKET, "--until", "2026-11-23 10:00", "--promise")),
    ("received", "chen", ("note", TICKET)),
    ("received", "chen", ("reply", TICKET, "--answer")),
    ("received", "li", ("cancel", TICKET, "--asked-by", "x", "--reason")),
    ("received", "sun", ("note", TICKET, "x", "--allow")),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_later_text_is_kept_or_refused(desk: Desk, name: Any) -> None:
    assert desk.intake().status == 0
    text = HOSTILE[name]
    for _, who, words in TEXTS:
        before = desk.snapshot()
        if words[-1] == "--allow":
            ended = desk.svc("note", TICKET, f"--allow={text}", "--", "x", by=who)
        elif words[-1].startswith("--"):
            ended = desk.svc(*words[:-1], f"{words[-1]}={text}", by=who)
        else:
            ended = desk.svc(*words, "--", text, by=who)
        check(desk, ended, before)
        if words[0] == "hold" and ended.status == 0:
            desk.ok("resume", TICKET, by="chen")
    for words in (
        ("show", TICKET),
        ("why", TICKET),
        ("list", "--all"),
        ("list", "--all", "--json"),
        ("check",),
    ):
        assert harmless(desk.ok(*words).out), words


# no system takes NUL in an argument
@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "NUL"])
def test_hostile_names_find_nothing_and_are_repeated_harmlessly(desk: Desk, name: Any) -> None:
    text = HOSTILE[name]
    before = desk.snapshot()
    for words in (
        ["show", f"{text}"],
        ["list", f"--office={text}"],
        ["list", f"--region={text}"],
        ["list", f"--technician={text}"],
        ["overdue", f"--promise={text}"],
        ["overdue", f"--within={text}"],
        ["report", "--", text, "2026-11"],
        ["report", "south", text],
        ["list", f"--as={text}"],
        ["note", TICKET, "x", f"--as={text}"],
        ["promise", "list", "--", text],
        [f"--lang={text}", "list"],
        ["print", TICKET, "--", text],
        ["schema", "--", text],
        ["intake", f"--from={text}"],
        ["init", "new", f"--desk={text}"],
        ["list", f"--ledger={text}"],
    ):
        ended = desk.svc(*words)
        if words[-1] == f"--as={text}" and words[0] == "list":
            continue  # who looks does not matter
        assert ended.status in (2, 4), (words, ended)
        assert ended.out == ""
        assert harmless(ended.err), words
        assert "Traceback" not in ended.err
    assert desk.snapshot() == before


def test_commands_with_words_mutated_at_random_end_well(desk: Desk) -> None:
    """200 command lines, made of the grammar and broken in many ways."""
    desk.play("dispatch")
    random = Random(20261122)
    lines = [list(words) for _, _, words in STORY] + [
        ["intake", *options({**TOLD, "serial": "r"})],
        ["list"], ["list", "--all", "--status", "closed"], ["show", TICKET], ["why", TICKET], ["overdue", "--all"],
        ["overdue", "--flag"], ["overdue", "--within", "2h", "--check"], ["report", "south", "2026-11"],
        ["check"], ["check", TICKET, "--fix"], ["hold", TICKET, "--for", "parts", "--reason", "x"],
        ["resume", TICKET], ["cancel", TICKET, "--reason", "x", "--asked-by", "y"], ["reopen", TICKET, "--reason", "z"],
        ["promise", "list"], ["clock", "add", "2026-11-20T09:00:00+08:00", "2h"], ["schema", "staff"],
        ["promise", "recompute", "--from", "office@2026-11", "--to", "regions@2026-11"], ["callback"],
        ["settle", TICKET, "--outcome", "done", "--reason", "x"], ["note", TICKET, "x", "--at", "08:00"],
    ]  # fmt: skip
    odd = ["", "--", "-", "--at", "--json", "--help", "9" * 40, "明天 25:00", "-8h", "=", "--to=", "SZ-2611-A9999",
           "--again", "--allow", "2026-02-30", "\x1b[0m", "*", "~", "$(id)", "--lang", "zh", "--as=nobody"]  # fmt: skip
    seen = set()
    for _ in range(200):
        words = list(random.choice(lines))
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            place = random.randrange(len(words)) if words else 0
            how = random.randrange(5)
            if how == 0 and words:
                del words[place]
            elif how == 1:
                words.insert(place, random.choice(odd))
            elif how == 2 and words:
                words[place] = random.choice(odd)
            elif how == 3 and words:
                words[place] = words[place][: random.randrange(len(words[place]) + 1)]
            else:
                random.shuffle(words)
        if "--ledger" in words or words[:1] == ["init"]:
            continue
        by = random.choice(("chen", "li", "wang", "zhao", "sun", "cron", ""))
        before = desk.snapshot()
        ended = desk.svc(
            *words, by=by, now=f"2026-11-2{random.randrange(1, 9)}T1{random.randrange(10)}:00:00"
        )
        seen.add(ended.status)
        assert ended.status in (0, 1, 2, 3, 4), (words, ended.err)
        assert "Traceback" not in ended.err
        assert harmless(ended.err)
        if ended.status in (2, 4):
            assert ended.out == ""
            assert desk.snapshot() == before, words
    assert {0, 2} <= seen
    assert desk.svc("check").status in (0, 1)


def test_wide_and_combining_characters_do_not_push_a_table_apart(desk: Desk) -> None:
    from svc.render.tables import terminal_cells

    for number, unit in enumerate(["甲乙丙丁", "abc", "e\u0301te\u0301", "ｆｕｌｌ", "あいう"]):
        assert desk.intake(unit=unit, serial=f"w{number}").status == 0
    lines = desk.ok("list").out.splitlines()
    machine = lines[0].index("Machine")
    starts = {terminal_cells(line[: line.index("CR-200")]) for line in lines[2:]}
    assert starts == {terminal_cells(lines[0][:machine])}
    assert unicodedata.normalize("NFD", "é") == "e\u0301"
