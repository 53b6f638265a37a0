"""Which of ours another desk knows as something else, and where only ours name it."""

from __future__ import annotations

from typing import Any

from svc.rules.merge.collisions import (
    Naming,
    Version,
    names_of,
    only_ours,
    receipts_of_one_number,
    records_of_one_number,
)

Fields = dict[str, Any]


def event(id: str, what: str = "remarked", **more: Any) -> Fields:
    return {"seq": 1, "id": id, "what": what, "at": "09:00", "by": "li", **more}


def record(id: str, *log: Fields, **head: Any) -> Fields:
    return {"id": id, "received": "08:00", **head, "log": [*log]}


def version(ours: Fields, theirs: Fields | None = None) -> Version:
    return Version(path=f"{ours['id']}.yaml", ours=ours, theirs=theirs)


OTHERS = version(record("A1", event("a")), record("A1", event("z")))
SAME = version(record("A2", event("b"), event("c")), record("A2", event("b"), event("y")))
NEW = version(record("A3", event("d", ticket="A1"), file="A1"))


def test_two_records_are_those_that_began_differently() -> None:
    found = list(records_of_one_number([OTHERS, SAME, NEW]))
    assert [(each.number, each.holder, each.ours) for each in found] == [("A1", "A1", "08:00 li")]


def test_of_another_record_all_is_ours_and_of_a_shared_one_what_they_lack() -> None:
    assert [each["id"] for each in only_ours(OTHERS)] == ["a"]
    assert [each["id"] for each in only_ours(SAME)] == ["c"]


def test_a_number_is_meant_only_where_ours_alone_say_it() -> None:
    shared = record("A4", event("e", ticket="A1"), file="A1")
    both = version(record("A4", *shared["log"], event("f", ticket="A1"), file="A1"), shared)
    assert list(names_of([OTHERS, both, NEW], "A1")) == [
        Naming(record="A4", fields=[], events=["f"]),
        Naming(record="A3", fields=["file"], events=["d"]),
    ]


def test_receipts_of_one_number_are_two_entries() -> None:
    issued = event("r", "receipt_issued", number="R1")
    other = event("s", "receipt_issued", number="R1")
    ours, theirs = version(record("A5", issued)), version(record("A6", other))
    (found,) = receipts_of_one_number([ours], [theirs])
    assert (found.number, found.holder, found.event) == ("R1", "A5", "r")
    assert list(receipts_of_one_number([ours], [version(record("A6", issued))])) == []
    moved = event("m", "renumbered", was="R1", now="R9", events=["r"])
    settled = version(record("A5", issued, moved))
    assert list(receipts_of_one_number([settled], [theirs])) == []
