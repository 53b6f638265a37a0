"""One meaning for all readers: what we write is the same text for every reader of YAML there is at
hand.
"""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import npm
import pytest
import yaml
from model.ambiguous import AMBIGUOUS
from ruamel.yaml import YAML

from svc.model import full_yaml, layout, reading, splicing
from svc.model.grammar import LONGEST_KEY
from svc.model.layout import FlowMapping

FREE_TEXTS = 13  # how many places `record_with` puts a text into


def record_with(text: str) -> dict[str, Any]:
    """The text in every place where a record or configuration file may hold one."""
    return {
        "symptom": text,
        "terms": {"policy": text, "calendar": "SZ@3", "prices": text},
        "customer": {"name": text, "site": {"address": text, "zone": "inside"}},
        "tags": [text, "b", text],
        "rows": [
            FlowMapping({"why": text, "when": {"zone": text}, "days": [text]}),
            FlowMapping({"n": 1}),
        ],
        "log": [
            {"note": text, "seq": 1, "parts": [{"part": text, "count": 2}], "by": "chen"},
            {"seq": 2, "done": True, "note": text},
        ],
    }


def record_with_key(key: str) -> dict[str, Any]:
    return {
        key: "a",
        "b_": {key: 1},
        "log": [{key: "c", "seq": 1}],
        "rows": [FlowMapping({key: "d"})],
        "terms": {key: "e"},
    }


def is_key(text: str) -> bool:
    return 0 < len(text) <= LONGEST_KEY


RECORDS = [record_with(text) for text in AMBIGUOUS] + [
    record_with_key(text) for text in AMBIGUOUS if is_key(text)
]
BARE_KEYS = [
    record_with_key(key)
    for key in ("status", "log_", "a", "z", "_", "__", "e", "inf", "nan", "o", "none", "x_y")
]
CORRECTED = [record_with(text) for text in ("a", "a\nb", "a\nb\n", "# a\n'b\"", "", "\x01")]
WRITTEN = [layout.write_record(record) for record in RECORDS + BARE_KEYS] + [
    splicing.mark_corrections(
        layout.write_record(record),
        {("symptom",): 5, ("customer", "name"): 12, ("terms",): 3, ("tags",): 4},
    )
    for record in CORRECTED
]
EXPECTED = RECORDS + BARE_KEYS + CORRECTED


def ruamel(kind: str) -> Any:
    def read(text: str) -> Any:
        return YAML(typ=kind, pure=True).load(io.StringIO(text))

    return read


def test_there_are_hundreds_of_ambiguous_texts_none_twice() -> None:
    assert len(set(AMBIGUOUS)) == len(AMBIGUOUS) > 300
    assert layout.write_record(record_with("\x01MARK")).count("MARK") == FREE_TEXTS


@pytest.mark.slow
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(reading.read_record, id="svc"),
        pytest.param(lambda text: full_yaml.load_yaml(text, "x"), id="svc, all of YAML"),
        pytest.param(yaml.safe_load, id="PyYAML"),
        pytest.param(
            lambda text: yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
            id="libyaml",
        ),
        pytest.param(ruamel("safe"), id="ruamel.yaml safe"),
        pytest.param(ruamel("rt"), id="ruamel.yaml round trip"),
    ],
)
def test_every_text_in_every_place_and_every_key_is_read_as_it_was_written(read: Any) -> None:
    for record, text in zip(EXPECTED, WRITTEN, strict=True):
        assert json.dumps(plain(read(text))) == json.dumps(record), text


def plain(value: Any) -> Any:
    """ruamel.yaml's own kinds of mappings, lists and texts as plain ones."""
    if isinstance(value, dict):
        return {
            str(key) if isinstance(key, str) else key: plain(item) for key, item in value.items()
        }
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def test_what_is_not_escaped_is_read_by_the_fast_reader_itself() -> None:
    slow = [
        text
        for text in AMBIGUOUS
        if reading.read_layout(layout.write_record(record_with(text))) is None
    ]
    assert slow == []


SCRIPTS = {
    "js-yaml": "const y = require('js-yaml'); const read = t => y.load(t);",
    "yaml 1.2": "const y = require('yaml'); const read = t => y.parse(t, {version: '1.2'});",
    "yaml 1.1": "const y = require('yaml'); const read = t => y.parse(t, {version: '1.1'});",
}


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    """A folder with npm's js-yaml and yaml."""
    return npm.installed(request.config, "js-yaml", "yaml")


@pytest.mark.slow
@pytest.mark.parametrize("reader", SCRIPTS)
def test_javascript_reads_the_same(reader: str, node_modules: Path) -> None:
    script = SCRIPTS[reader] + (
        "const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "process.stdout.write(JSON.stringify(texts.map("
        "t => { try { return read(t) } catch (e) { return 'refused: ' + e.message } })));"
    )
    done = subprocess.run(
        ["node", "-e", script],
        cwd=node_modules,
        input=json.dumps(WRITTEN),
        capture_output=True,
        text=True,
        check=True,
    )
    for record, text, answer in zip(EXPECTED, WRITTEN, json.loads(done.stdout), strict=True):
        assert answer == record, text
