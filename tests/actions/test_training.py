"""Trainings are written down with the person, and dispatch looks at what follows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from svc.rules.board import is_skilled

if TYPE_CHECKING:
    from conftest import Desk


def test_a_training_stands_with_the_person_once_and_the_skill_follows_from_it(desk: Desk) -> None:
    words = ("staff", "training", "wang", "--for", "XY-9", "--result", "合格")
    words += ("--on", "2026-11-18", "--until", "2026-12-31", "--by", "李明")
    desk.ok(*words, by="sun")
    assert desk.ok("--json", *words, by="sun").json["repeated"] is True
    person = desk.ledger.person("wang")
    (training,) = person.trainings
    assert (training.covers, training.result, training.by) == ("XY-9", "passed", "李明")
    assert is_skilled(person, "XY-9B", "repair", date(2026, 12, 31))
    assert not is_skilled(person, "XY-9B", "repair", date(2027, 1, 1))  # dispatch warns of it
    listed = desk.ok("--json", "staff", "skills", "--within", "60").json["items"]
    assert ("wang", "XY-9", 41) in [
        (each["person"], each["covers"], each["days_left"]) for each in listed
    ]
    desk.ok(*words[:6], "不合格", "--on", "2026-11-19", by="sun")
    assert not is_skilled(desk.ledger.person("wang"), "XY-9", "repair", date(2026, 11, 20))


def test_only_who_keeps_the_staff_writes_trainings(desk: Desk) -> None:
    before = (desk.path / "staff.yaml").read_bytes()
    refused = desk.svc("staff", "training", "wang", "--for", "XY", "--result", "passed", by="chen")
    assert refused.status == 2
    assert (desk.path / "staff.yaml").read_bytes() == before
