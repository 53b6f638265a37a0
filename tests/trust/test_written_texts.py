"""Whatever is typed into a free text, every reader of YAML finds that text in the record: through
the commands.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import npm
import pytest
import yaml
from conftest import TICKET, TOLD, Desk
from model.ambiguous import AMBIGUOUS
from model.test_ambiguous import record_with
from ruamel.yaml import YAML

from svc.cli.values import NO_OPTION, is_blank
from svc.model import layout, reading
from svc.model.tickets import why_unknown
from svc.model.typed_text import cleaned, says_none

FIELDS = ("unit", "address", "contact", "specification", "symptom", "occurred", "wishes")
LATER = ("found", "done", "condition", "surroundings", "advice")

NAUGHTY = [
    # what the big list of naughty strings is about: injections, formulas, escapes, other scripts,
    # text that hides
    "undefined", "$HOME", "`touch owned`", "$(touch owned)", "%d%s%n", "{0}", "{{ 7*7 }}", "{% include '/etc/passwd' %}",
    "<script>alert(1)</script>", "'; DROP TABLE tickets; --", '" onload="x', "=1+1", "@SUM(1)", "+8613800138000", "-5.00",
    "../../etc/passwd", "C:\\CON\\nul.txt", "--upload-pack=x", "-", "--", "# x", "x # y", "a: b", "- a", "? a", "*a", "&a b",
    "!x y", "| x", "> x", "%YAML 1.2", "@x", "a\tb", "tab\t", "Ω≈ç√∫", "ı İ ẞ ß", "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀", "𠮷野家", "𬭚", "👩‍👩‍👧‍👦", "🇨🇳",
    "\u0301combining first", "Z\u032e\u031e\u0320\u0359\u0354\u0345Ḁ\u0317\u031e\u0348\u033b\u0317", "مرحبا", "שלום", "ไทย", "हिन\u094dदी", "\u200e\u200f\u202a\u202b\u202e\u2066\u2067\u2068\u2069", "\u00ad\u2060\u200b", "\ufeffx", "\u2028x", "x\u2029y", "a\u0085b",
    "\ue000", "\ufdd0", "\U0001fffe", "\ufffe", "\x1b[31mred", "\x07", "\x7f", "\x9b31m", "line\r\nline", "a\rb", "one\ntwo\n\nthree",
    "\nx", "x\n", "  x", "x  ", "\u3000全角", "\u00a0nbsp", "\\u0041", "\\n", "\\", '"', "'", '"""', "'''", "\\\\\"", "x" * 5_000,
]  # fmt: skip


def first_of_each_class() -> list[str]:
    """The first four characters beyond ASCII of each general category of Unicode, but surrogates."""
    characters: dict[str, str] = {}
    for character in map(chr, range(0xA0, 0x110000)):
        category = unicodedata.category(character)
        if len(characters.setdefault(category, "")) < 4:
            characters[category] += character
    return [f"a{characters[category]}b" for category in sorted(characters) if category != "Cs"]


CLASSES = first_of_each_class()
TEXTS = [
    text
    for text in dict.fromkeys([*AMBIGUOUS, *NAUGHTY, *CLASSES])
    if text.strip()
    and why_unknown(text) is None
    and cleaned(text) == text.removeprefix(NO_OPTION) == text
    and not (is_blank(text) or says_none(text))
]
"""What is taken as it is typed. What is blank or unknown, and what is cleaned of codes of keys and
of what nobody sees, is tried elsewhere (tests/model/test_typed_text.py, tests/cli/test_values.py).
"""


def test_there_are_hundreds_of_texts() -> None:
    assert len(TEXTS) > 280


@pytest.fixture
def readers(request: pytest.FixtureRequest) -> dict[str, Callable[[list[str]], list[Any]]]:
    """Every reader of YAML there is, each for many texts at once."""
    folder = npm.installed(request.config, "js-yaml", "yaml")

    def one_by_one(read: Callable[[str], Any]) -> Callable[[list[str]], list[Any]]:
        return lambda texts: [read(text) for text in texts]

    def node(load: str) -> Callable[[list[str]], list[Any]]:
        script = f"{load}; const t = JSON.parse(require('fs').readFileSync(0)); console.log(JSON.stringify(t.map(read)))"
        return lambda texts: piped(["node", "-e", script], folder, texts)

    return {
        "PyYAML": one_by_one(
            lambda text: yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        ),
        "ruamel.yaml": one_by_one(lambda text: YAML(typ="safe").load(io.StringIO(text))),
        "js-yaml": node("const read = t => require('js-yaml').load(t)"),
        "yaml 1.2": node("const read = t => require('yaml').parse(t, {version: '1.2'})"),
        "yaml 1.1": node("const read = t => require('yaml').parse(t, {version: '1.1'})"),
    }


def piped(command: list[str], folder: Path, texts: list[str]) -> list[Any]:
    done = subprocess.run(
        command,
        cwd=folder,
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_every_text_that_is_told_at_intake_is_read_the_same_by_all(
    desk: Desk, readers: dict[str, Callable[[list[str]], list[Any]]]
) -> None:
    """Each text once, in the fields in turn."""
    groups = [TEXTS[start : start + len(FIELDS)] for start in range(0, len(TEXTS), len(FIELDS))]
    written = [
        taken_down(desk, number, dict(zip(FIELDS, group, strict=False)))
        for number, group in enumerate(groups)
    ]
    check_readers(written, readers)


@pytest.mark.stress
@pytest.mark.parametrize("shift", range(1, len(FIELDS)))
def test_every_text_in_every_field_is_read_the_same_by_all(
    desk: Desk, readers: dict[str, Callable[[list[str]], list[Any]]], shift: int
) -> None:
    fields = FIELDS[shift:] + FIELDS[:shift]
    groups = [TEXTS[start : start + len(fields)] for start in range(0, len(TEXTS), len(fields))]
    written = [
        taken_down(desk, number, dict(zip(fields, group, strict=False)))
        for number, group in enumerate(groups)
    ]
    check_readers(written, readers)


def taken_down(desk: Desk, number: int, texts: dict[str, str]) -> str:
    """The record of a request that was told with these texts, from a file; each stands in it to the
    letter.
    """
    told = {
        **TOLD,
        "serial": f"S-{number}",
        "unit": f"客户{number}",
        "mobile": f"1370000{number:04d}",
    } | texts
    file = desk.path.parent / "request.yaml"
    file.write_text(layout.write_record(told), encoding="utf-8", newline="")
    ended = desk.svc("intake", "--from", str(file), "--again", by="chen")
    assert ended.status == 0, (texts, ended.err)
    record = (desk.path / f"tickets/SZ/2026-11/{ended.out.split(':')[0]}.yaml").read_bytes()
    data = reading.read_record(record, "x")
    kept = {**data, **data["customer"], **data["equipment"]}
    for field, text in texts.items():
        assert kept[field] == text, (field, text)
    return record.decode()


def check_readers(written: list[str], readers: dict[str, Callable[[list[str]], list[Any]]]) -> None:
    expected = [reading.read_record(text, "x") for text in written]
    for name, read in readers.items():
        for text, values, answer in zip(written, expected, read(written), strict=True):
            assert json.dumps(answer) == json.dumps(values), (name, text)


def test_every_text_that_is_noted_later_is_read_the_same_by_all(
    desk: Desk, readers: dict[str, Callable[[list[str]], list[Any]]]
) -> None:
    """As notes, and in the fields of a visit."""
    desk.play("arrive")
    texts = TEXTS[::12]
    for text in texts:
        desk.ok("note", TICKET, "--again", "--", text, by="chen", now="2026-11-20T14:00:00")
    visit = dict(zip(LATER, ["02112345678", "NO", "1e3", "12:30", "null"], strict=True))
    words = [f"--{name}={text}" for name, text in visit.items()]
    desk.ok(
        "visit",
        TICKET,
        "--outcome",
        "fixed",
        "--cause",
        "wear",
        *words,
        by="wang",
        now="2026-11-20T15:30:00",
    )
    assert [event["words"] for event in desk.log if event["what"] == "remarked"] == texts
    assert {name: desk.log[-1][name] for name in LATER} == visit
    check_readers([desk.record.read_text(encoding="utf-8")], readers)


@pytest.mark.parametrize("text", ["a\udc80b", "\ud83d"])
def test_what_no_record_can_hold_is_refused_with_nothing_changed(desk: Desk, text: str) -> None:
    assert desk.intake().status == 0
    before = desk.snapshot()
    ended = desk.svc("note", TICKET, "--", text, by="chen")
    assert (ended.status, ended.out) == (2, "")
    assert desk.snapshot() == before


GO = """package main

import (
	"encoding/json"
	"os"

	yaml "gopkg.in/yaml.MAJOR"
)

func plain(value interface{}) interface{} {
	switch typed := value.(type) {
	case map[interface{}]interface{}:
		out := map[string]interface{}{}
		for key, item := range typed {
			out[key.(string)] = plain(item)
		}
		return out
	case map[string]interface{}:
		for key, item := range typed {
			typed[key] = plain(item)
		}
	case []interface{}:
		for at, item := range typed {
			typed[at] = plain(item)
		}
	}
	return value
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	out := make([]interface{}, len(texts))
	for at, text := range texts {
		if err := yaml.Unmarshal([]byte(text), &out[at]); err != nil {
			panic(err)
		}
		out[at] = plain(out[at])
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
"""


@pytest.mark.stress
@pytest.mark.parametrize("version", ["v2", "v3"])
def test_go_reads_the_same(desk: Desk, tmp_path: Path, version: str) -> None:
    go = shutil.which("go")
    if go is None:
        pytest.skip("Go is not installed")
    (tmp_path / "read.go").write_text(GO.replace("MAJOR", version), encoding="utf-8")
    # Debian's packages golang-gopkg-yaml.v2-dev and .v3-dev lie below /usr/share/gocode.
    surroundings = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOCACHE": str(tmp_path / "cache"),
    }
    built = subprocess.run(
        [go, "build", "-o", "read", "read.go"],
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if built.returncode:
        pytest.skip(f"gopkg.in/yaml.{version} is not installed: {built.stderr.strip()[-300:]}")
    groups = [TEXTS[start : start + len(FIELDS)] for start in range(0, len(TEXTS), len(FIELDS))]
    written = [
        taken_down(desk, number, dict(zip(FIELDS, group, strict=False)))
        for number, group in enumerate(groups)
    ]
    every_place = [
        layout.write_record(record_with(text)) for text in AMBIGUOUS
    ]  # keys and lists besides
    answers = piped([str(tmp_path / "read")], tmp_path, [*written, *every_place])
    for text, answer in zip([*written, *every_place], answers, strict=True):
        assert answer == reading.read_record(text, "x"), text
