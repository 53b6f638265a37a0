"""What people are certified for, and what runs out."""

from __future__ import annotations

from datetime import date

import pytest

from svc.model.staff import Person, Skill, Training
from svc.rules.skills import running_out, skills_after, skills_held

TODAY = date(2026, 11, 20)


def skill(covers: str, since: str, until: str = "") -> Skill:
    return Skill(
        covers=covers,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )


def person(id: str, *skills: Skill, left: date | None = None, office: str = "SZ") -> Person:
    return Person(id=id, name=id, roles=["technician"], skills=[*skills], left=left, office=office)


def test_what_runs_out_first_stands_first_and_a_renewed_one_counts_by_its_later_end() -> None:
    people = [
        person(
            "a", skill("CR", "2024-01-01", "2026-11-19"), skill("cr", "2026-11-01", "2027-01-01")
        ),
        person("b", skill("installation", "2024-01-01"), skill("FF", "2024-01-01", "2026-11-20")),
        person("c", skill("CR", "2024-01-01", "2026-11-10"), left=date(2026, 11, 19)),
        person("d", skill("RC", "2024-01-01", "2026-11-18"), office="BJ"),
    ]
    held = skills_held(people, TODAY)
    assert [(each.person.id, each.skill.covers, each.days_left) for each in held] == [
        ("d", "RC", -2),
        ("b", "FF", 0),
        ("a", "cr", 42),
        ("b", "installation", None),
    ]
    assert [each.person.id for each in running_out(held, 41)] == ["d", "b"]
    assert [each.person.id for each in skills_held(people, TODAY, "BJ")] == ["d"]


@pytest.mark.parametrize(
    ("before", "result", "until", "after"),
    [
        ((), "passed", "2028-11-20", [("CR", "2026-11-20", "2028-11-20")]),
        (
            ("2024-01-01", "2026-12-31"),
            "passed",
            "2028-11-20",
            [("CR", "2024-01-01", "2028-11-20")],
        ),
        (("2024-01-01", "2026-06-30"), "passed", "", [("CR", "2026-11-20", "")]),
        (("2024-01-01", ""), "failed", "", [("CR", "2024-01-01", "2026-11-20")]),
        (("2024-01-01", "2026-06-30"), "failed", "", [("CR", "2024-01-01", "2026-06-30")]),
        (("2024-01-01", ""), "attended", "2027-01-01", [("CR", "2024-01-01", "")]),
        ((), "failed", "", []),
    ],
)
def test_an_examination_passed_gives_the_skill_one_failed_ends_it(
    before: tuple[str, ...], result: str, until: str, after: list[tuple[str, str, str]]
) -> None:
    told = Training(
        covers="CR",
        on=TODAY,
        result=result,
        until=date.fromisoformat(until) if until else None,
    )
    own = [skill("CR", *before)] if before else []
    found = skills_after([skill("FF", "2024-01-01"), *own], told)
    assert found[0].covers == "FF"
    assert found[1:] == [skill(*each) for each in after]
