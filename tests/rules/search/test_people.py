"""Whom of the staff somebody means."""

from datetime import date
from typing import Any

import pytest

from svc.errors import SeveralPeople, UnknownStaff
from svc.model.staff import Person
from svc.rules.search.people import people_called, person_called


def person(id: str, name: str, office: str = "SZ", left: date | None = None) -> Person:
    return Person(id=id, name=name, office=office, roles=["technician"], left=left)


STAFF = [
    person("wang", "王强"),
    person("wangq", "王蔷", "BJ"),
    person("li", "李明"),
    person("zhangw", "张伟"),
    person("zhangw2", "张伟", "BJ"),
    person("shan", "单于飞"),
    person("zhao", "赵敏", left=date(2026, 1, 1)),
    person("zhaom", "赵敏"),
    person("gone", "钱远", left=date(2026, 1, 1)),
    person("wzh", "王喆"),
]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("wang", ["wang"]),  # an id is one person's, whoever else is called so
        ("WANG", ["wang"]),
        ("ｗａｎｇ", ["wang"]),
        ("王强", ["wang"]),
        (" 王 强 ", ["wang"]),
        ("wangqiang", ["wang", "wangq"]),
        ("wang qiang", ["wang", "wangq"]),
        ("wq", ["wang", "wangq"]),
        ("liming", ["li"]),
        ("lm", ["li"]),
        ("lming", ["li"]),
        ("lim", ["li"]),
        ("张伟", ["zhangw", "zhangw2"]),
        ("shanyufei", ["shan"]),
        ("chanyufei", ["shan"]),
        ("wangzhe", ["wzh"]),
        ("赵敏", ["zhaom"]),  # the other one has left
        ("钱远", ["gone"]),  # nobody else can be meant
        ("王", []),  # a part is not a name
        ("lin", []),
        ("l", []),
        ("", []),
        ("。", []),
        ("nobody", []),
    ],
)
def test_an_id_then_a_name_then_pinyin(words: str, ids: list[str]) -> None:
    assert [each.id for each in people_called(STAFF, words)] == ids


def test_of_several_none_is_taken_and_all_are_named() -> None:
    with pytest.raises(SeveralPeople) as refused:
        person_called(STAFF, "张伟", "SZ")
    assert refused.value.facts["people"] == ["zhangw 张伟 (SZ)", "zhangw2 张伟 (BJ)"]
    assert person_called(STAFF, "zhangw2").name == "张伟"


@pytest.mark.parametrize(
    ("office", "named"),
    [("BJ", {"wangq", "zhangw2"}), ("", {each.id for each in STAFF if each.left is None})],
)
def test_who_is_not_there_is_refused_with_those_of_the_office(office: str, named: Any) -> None:
    with pytest.raises(UnknownStaff) as refused:
        person_called(STAFF, "nobody", office)
    assert {each.split()[0] for each in refused.value.facts["people"]} == named
    assert refused.value.facts["known"] == [each.id for each in STAFF]


def test_an_office_without_anybody_names_everybody_who_is_still_there() -> None:
    with pytest.raises(UnknownStaff) as refused:
        person_called(STAFF, "nobody", "WH")
    assert len(refused.value.facts["people"]) == 8
