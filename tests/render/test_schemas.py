"""The schemas of editors: words for every field, good files fit, and what they mark svc refuses or
names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from svc.model import reading
from svc.model.file_kinds import FILE_KINDS
from svc.render.schemas import file_schema
from svc.render.words import Words

SAMPLE = Path(__file__).parents[2] / "ledger"
EVERY = {"ticket": 60, "customer": 60, "movement": 12, "seal": 12}
"""Of the sample's records of a kind one in so many; all of them under `make stress`."""
LANGUAGES = ("zh", "en")


def validator(kind: str) -> jsonschema.Draft202012Validator:
    schema = file_schema(kind, Words("en"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def kind_of(path: str) -> str:
    found = [kind for kind, file in FILE_KINDS.items() if fnmatch(path, file.where)]
    assert len(found) == 1, (path, found)
    return found[0]


def data_of(path: Path, kind: str) -> Any:
    text = path.read_text(encoding="utf-8")
    return reading.read_record(text.split("---\n")[1] if kind == "knowledge" else text, path.name)


def fields_of(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every named field of a schema, wherever it stands; the `if` of a choice tells nothing of its
    own.
    """
    if isinstance(schema, list):
        for item in schema:
            yield from fields_of(item, path)
    elif isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{path}.{name}", field
            yield from fields_of(field, f"{path}.{name}")
        for name, definition in schema.get("$defs", {}).items():
            yield from fields_of(definition, name)
        for key, part in schema.items():
            if key not in ("properties", "$defs", "if", "propertyNames"):
                yield from fields_of(part, path)


@pytest.mark.parametrize("kind", FILE_KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_says_what_it_means_in_both_languages(kind: Any, lang: str) -> None:
    fields = list(fields_of(file_schema(kind, Words(lang))))
    assert fields
    for path, field in fields:
        told = field.get("description", "")
        assert told, path
        assert is_chinese(told) == (lang == "zh"), (path, told)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_schema_has_no_keys_but_those_of_schemas_and_editors(kind: Any) -> None:
    text = json.dumps(file_schema(kind, Words("zh")))
    assert '"_' not in text
    assert json.dumps(file_schema(kind, Words("zh"))) == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fixed_value_says_what_it_is_called(lang: str) -> None:
    counted = 0
    for kind in FILE_KINDS:
        for path, field in fields_of(file_schema(kind, Words(lang))):
            for values in (field, field.get("items", {})):
                if "enum" in values:
                    called = values.get("enumDescriptions", [])
                    assert len(called) == len(values["enum"]), path
                    named = [
                        name for value, name in zip(values["enum"], called, strict=True) if value
                    ]
                    assert all(name and is_chinese(name) == (lang == "zh") for name in named), (
                        path,
                        named,
                    )
                    counted += len(named)
    assert counted > 300


def is_chinese(text: str) -> bool:
    """Whether a text is; what the department itself would write, and units of counting, are no
    words of the text.
    """
    for sample in ('"role.clerk": "内业员"', "次, 个, 台"):
        text = text.replace(sample, "")
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


NOT_IN_SAMPLE = {"signoffs", "month_seal", "upkeep"}
"""Kinds of files that came after the sample was made; tests/render/test_schemas_agree.py has one of
each.
"""


def test_every_file_of_the_sample_is_of_one_kind() -> None:
    files = [
        path.relative_to(SAMPLE).as_posix()
        for path in SAMPLE.rglob("*")
        if path.suffix in (".yaml", ".md")
    ]
    found = {kind_of(path) for path in files}
    assert found == set(FILE_KINDS) - NOT_IN_SAMPLE


@pytest.mark.parametrize("kind", sorted(FILE_KINDS.keys() - NOT_IN_SAMPLE))
def test_the_files_of_the_sample_fit(kind: Any) -> None:
    check_sample(kind, EVERY.get(kind, 1))


@pytest.mark.stress
@pytest.mark.parametrize("kind", EVERY)
def test_all_records_of_the_sample_fit(kind: str) -> None:
    check_sample(kind, 1)


def check_sample(kind: str, every: int) -> None:
    marks = validator(kind)
    files = sorted(SAMPLE.glob(FILE_KINDS[kind].where))[::every]
    assert files
    for path in files:
        wrong = [
            f"{error.json_path}: {error.message}"
            for error in marks.iter_errors(data_of(path, kind))
        ]
        assert wrong == [], path
