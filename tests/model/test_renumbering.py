"""What a `renumbered` event says of a record: its own number, or places that name another one."""

from __future__ import annotations

from typing import Any

import pytest

from svc.model import renumbering
from svc.model.tickets import head_digest

Fields = dict[str, Any]


def event(id: str, what: str, seq: int = 1, **more: Any) -> Fields:
    return {"seq": seq, "id": id, "what": what, **more}


def record(*log: Fields, **head: Any) -> Fields:
    return {"id": "C1", "status": "received", "customer": {"file": "F1"}, **head, "log": [*log]}


OWN = event("b", "renumbered", 2, was="A1", now="C1")
FILE = event("c", "renumbered", 3, was="F1", now="F9", fields=["customer.file"])


def test_its_own_numbers_are_those_that_name_no_place() -> None:
    later = event("d", "renumbered", 4, was="C1", now="D1")
    assert renumbering.own_numbers(record(later, FILE, OWN)) == ["A1", "C1"]
    assert renumbering.own_numbers(record(event("a", "noted"))) == []
    assert renumbering.own_numbers({"log": "none"}) == []


def test_its_digest_is_that_of_its_first_number() -> None:
    first = {**record(), "id": "A1"}
    assert head_digest(record(OWN)) == head_digest(first)
    assert head_digest(record(FILE)) == head_digest(record())
    assert head_digest(record(OWN)) != head_digest(record())


def test_what_it_names_is_read_with_the_number_it_has_now() -> None:
    said = event("a", "linked", ticket="A1", together=["A1", "A2"], more={"x": "A1"})
    other = event("z", "linked", ticket="A1")
    listed = event("e", "corrected", new='["A1","A2"]', reason="A1 ")
    place = event("f", "renumbered", 5, was="A1", now="C1", fields=["repeat_of"], events=["a", "e"])
    read = renumbering.with_new_numbers(
        record(said, other, listed, FILE, place, repeat_of=["A1", "B1"])
    )
    assert read["customer"] == {"file": "F9"}
    assert read["repeat_of"] == ["C1", "B1"]
    assert [each["id"] for each in read["log"]] == ["a", "z", "e", "c", "f"]
    assert read["log"][0] == said | {"ticket": "C1", "together": ["C1", "A2"], "more": {"x": "C1"}}
    assert read["log"][1] == other
    assert read["log"][2] == listed | {"new": '["C1","A2"]'}
    assert read["log"][4] == place


def test_of_two_that_renumber_one_place_the_first_holds() -> None:
    said = event("a", "receipt_issued", number="R1")
    one = event("c", "renumbered", 2, was="R1", now="R5", events=["a"])
    other = event("b", "renumbered", 3, was="R1", now="R9", events=["a"])
    for log in ((said, one, other), (said, other, one)):
        assert renumbering.with_new_numbers(record(*log))["log"][0]["number"] == "R5"


def test_where_a_number_stands() -> None:
    said = record(
        event("a", "linked", ticket="F1"),
        event("b", "remarked", words="see F1"),
        FILE,
        repeat_of=["F1"],
    )
    assert renumbering.fields_naming(said, "F1") == ["customer.file", "repeat_of"]
    assert renumbering.events_naming(said, "F1") == ["a"]
    assert renumbering.fields_naming(said, "C1") == []


BEFORE = record(event("a", "received", digest="x"), id="A1")
AFTER = record(event("a", "received", digest="x"), FILE, OWN)


def test_a_record_is_known_to_be_the_one_that_had_the_number() -> None:
    assert renumbering.is_renumbered_from(BEFORE, AFTER)
    later = event("d", "renumbered", 4, was="C1", now="D1")
    again = record(*AFTER["log"], later, id="D1", status="closed")
    assert renumbering.is_renumbered_from(BEFORE, again)
    assert renumbering.is_renumbered_from(AFTER, again)


@pytest.mark.parametrize(
    "after",
    [
        record(event("a", "received", digest="x")),
        record(event("a", "received", digest="y"), OWN),
        record(OWN),
        record(event("a", "received", digest="x"), OWN, customer={"file": "F2"}),
        record(event("a", "received", digest="x"), event("b", "renumbered", 2, was="A2", now="C1")),
        record(event("a", "received", digest="x"), OWN, id="C2"),
        BEFORE,
    ],
)
def test_anything_else_is_another_record(after: Fields) -> None:
    assert not renumbering.is_renumbered_from(BEFORE, after)
