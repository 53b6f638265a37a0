"""What a schema marks as wrong, svc refuses or `svc check` names: no editor complains of what svc
is content with.
"""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from random import Random
from typing import Any, cast

import jsonschema
import pytest
from conftest import TICKET, Desk
from msgspec import inspect as kinds
from ruamel.yaml import YAML
from trust.edits import VALUES

from svc.model.customers import Customer
from svc.model.faults import faults_of
from svc.model.tickets import Ticket
from svc.render.schemas import file_schema
from svc.render.words import Words

SPOILT = 15  # values a kind of file
CUSTOMER = "SZ-A0001"


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(file_schema(kind, Words("en")))


def made(info: Any, random: Random, name: str = "") -> Any:
    """A value that this definition takes, of every shape it may have."""
    match info:
        case kinds.Metadata():
            return made(info.type, random, name)
        case kinds.StructType():
            fields = {
                field.encode_name: made(field.type, random, field.encode_name)
                for field in info.fields
                if field.required or random.random() < 0.5
            }
            return ({"what": info.tag} if info.tag is not None else {}) | fields
        case kinds.UnionType():
            return made(
                random.choice(
                    [each for each in info.types if not isinstance(each, kinds.NoneType)]
                ),
                random,
                name,
            )
        case kinds.ListType():
            return [
                made(info.item_type, random, name)
                for _ in range(random.randint(info.min_length or 0, 3))
            ]
        case kinds.IntType():
            return random.randint(info.ge or 0, info.le if info.le is not None else 10**15 - 1)
        case kinds.BoolType():
            return random.random() < 0.5
        case kinds.LiteralType():
            return random.choice(info.values)
        case kinds.DateTimeType():
            return random.choice(
                ["2026-11-20T09:00:00+08:00", "2026-02-28T23:59:59-11:30", "2024-02-29T00:00:00Z"]
            )
        case kinds.DateType():
            return date(2026, 1, random.randint(1, 31)).isoformat()
        case kinds.DecimalType():
            return random.choice(["0.00", "12.50", "-80.00", "999999999.99", "7"])
    assert isinstance(info, kinds.StrType)
    if info.pattern:
        return {"digest": "0123456789abcdef", "id": "abc123", "field": "serial", "sha256": "ab" * 32,
                "entry": "cr_heating_e07"}[name]  # fmt: skip
    words = ["chen", "02112345678", "NO", "王 强", "a: b", "# c", "1e3", '"', "多行\n文字"]
    return random.choice(words) if info.min_length else random.choice([*words, ""])


@pytest.mark.parametrize("kind", ["ticket", "customer"])
def test_records_made_from_the_definitions_fit_the_schema_that_is_made_from_them(kind: str) -> None:
    """Every event with its least, its most and what lies between: svc takes it, and so does the
    schema.
    """
    random = Random(kind)
    record = {"ticket": Ticket, "customer": Customer}[kind]
    marks = validator(kind)
    info = kinds.type_info(record)
    assert isinstance(info, kinds.StructType)
    events = next(
        cast(kinds.ListType, field.type).item_type for field in info.fields if field.name == "log"
    )
    for event in cast(Any, events).types:
        for _ in range(3):
            data = {"log": [made(event, random) | {"by": "chen"}]}
            if event.tag == "equipment_unboxed":  # says what was wrong just where something was
                data["log"][0]["found"] = "" if data["log"][0]["good"] else "外壳磕碰"
            assert faults_of(data["log"][0], event.cls) == [], event.tag
            found = [
                error.message for error in marks.iter_errors({"log": data["log"]}) if error.path
            ]
            # the states are told by check
            limited = [said for said in found if event.tag != "settled"]
            assert limited == [], (event.tag, data)


FILES = {
    "ticket": f"tickets/SZ/2026-11/{TICKET}.yaml", "customer": f"customers/{CUSTOMER}.yaml", "settings": "svc.yaml",
    "staff": "staff.yaml", "policy": "policies/office@2026-11.yaml", "calendar": "calendars/SZ@1.yaml",
    "prices": "prices/2026-07.yaml", "parts": "parts.yaml", "roster": "roster.yaml", "desk": "desks/A.yaml",
    "signoffs": "signoffs/SZ/2026-11-A.yaml", "movement": "movements/SZ/2026-11/SZ-M2611-A0001.yaml",
    "seal": "seals/SZ/2026-11-20.yaml",
}  # fmt: skip
PARTS = 'parts:\n  - {code: "P-1", name: "管", models: ["CR-200"], price: "12.50", minimum: 2, replaced_by: ["P-1"]}\n'
ROSTER = (
    'duty:\n  "2026-11-21": ["wang"]\naway:\n'
    '  - who: "wang"\n    since: "2026-11-23"\n    until: "2026-11-24"\n    why: "x"\n'
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.play("callback")
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    (desk.path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    desk.commit()
    desk.ok("complaint", "none", by="li", now="2026-11-21T18:00:00")
    desk.ok("stock", "receive", "P-1:2", by="sun", now="2026-11-21T18:00:00")
    confirm = ("daily", "confirm", "2026-11-20", "--office", "SZ")
    desk.ok(*confirm, by="zhao", now="2026-11-21T18:00:00")
    return desk


@pytest.mark.parametrize("kind", FILES)
def test_what_the_schema_marks_is_refused_or_named(full: Desk, kind: Any) -> None:
    agree(full, kind, SPOILT)


@pytest.mark.stress
@pytest.mark.parametrize("kind", FILES)
def test_whatever_the_schema_marks_is_refused_or_named(full: Desk, kind: Any) -> None:
    agree(full, kind, 1_000)


def agree(desk: Desk, kind: str, count: int) -> None:
    """Spoil one value after the other; what the schema marks in it, and did not mark before, svc
    has to name.
    """
    path = desk.path / FILES[kind]
    good = path.read_text(encoding="utf-8")
    before = {item["message"] for item in desk.svc("check", "--json").json["items"]}
    random, marked = Random(kind), 0
    for _ in range(count * 20):
        if marked == count:
            break
        text = spoilt(random, good)
        if not is_marked(kind, text):
            continue
        marked += 1
        path.write_text(text, encoding="utf-8", newline="")
        ended = desk.svc("check", "--json")
        assert ended.status in (1, 3), (changed(good, text), ended)
        if ended.status == 1:
            found = [item for item in ended.json["items"] if item["message"] not in before]
            assert any(item["path"] == FILES[kind] and item["rule"] != "head" for item in found), (
                changed(good, text)
            )
    path.write_text(good, encoding="utf-8", newline="")
    assert marked == count


_FLOW_VALUE = r': (?:"[^"]*"|[0-9]+|\[[^\]]*\])'


def spoilt(random: Random, text: str) -> str:
    """One value is another one, a key has another name, or a line is gone."""
    lines = text.split("\n")
    at = random.choice(
        [number for number, line in enumerate(lines) if ":" in line and not line.startswith("#")]
    )
    way = random.random()
    value = random.choice(VALUES).decode()
    if way < 0.15:
        del lines[at]
    elif way < 0.3:
        lines[at] = re.sub(r"([a-z_]+):", r"\1x:", lines[at], count=1)
    elif "{" in lines[at]:
        lines[at] = re.sub(
            _FLOW_VALUE, lambda _: f": {value}", lines[at], count=random.randint(1, 4)
        )
    else:
        lines[at] = lines[at].partition(": ")[0].rstrip(":") + f": {value}"
    return "\n".join(lines)


def is_marked(kind: str, text: str) -> bool:
    """Whether an editor would mark a value of this text: YAML 1.2, as it reads it, and then the
    schema.
    """
    try:
        data = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except Exception:  # an editor marks that it is no YAML; so does svc (test_hand_edits.py)
        return False
    return not validator(kind).is_valid(data)


def changed(good: str, text: str) -> str:
    return "\n".join(sorted(set(text.split("\n")) - set(good.split("\n"))))
