"""The knowledge base: what ships can be read, and what callers say finds it."""

from __future__ import annotations

import pytest
from beginning import FIVE_OFFICES

from svc.errors import RecordBroken, RecordFaulty
from svc.model.knowledge import Knowledge, knowledge_from
from svc.rules.search.knowledge import fitting_entries

_FOLDER = FIVE_OFFICES / "knowledge"
SHIPPED = [
    knowledge_from(path.name.removesuffix(".md"), path.read_text(encoding="utf-8"))
    for path in sorted(_FOLDER.iterdir(), key=lambda path: path.name)
]
ENTRY = '---\ntitle: "t"\nmodels: ["CR-2"]\nsymptom: "不加热"\ncause: "c"\nremedy: "r"\n---\n正文\n'


def test_what_ships_names_models_cause_and_remedy() -> None:
    assert len(SHIPPED) >= 8
    assert sum(entry.phone for entry in SHIPPED) >= 3
    assert all(entry.text and entry.ask for entry in SHIPPED)


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("锅子不热了", "cr_heating_e07"),
        ("一开就跳闸", "cr_trips_breaker"),
        ("屏幕不亮", "cr_screen_black"),
        ("报 E-03", "cr_stirrer_stops_e03"),
        ("关不上盖子", "cr_lid_e11"),
        ("底下漏油", "cr_leaks"),
        ("菜谱下不了", "cr_software_recipe"),
    ],
)
def test_what_a_caller_says_finds_the_fault(said: str, slug: str) -> None:
    found = fitting_entries(SHIPPED, said, "CR-300")
    assert [fit.entry.slug for fit in found][:1] == [slug]


def test_entries_of_other_models_are_left_out_and_one_for_all_comes_with_every_model() -> None:
    assert fitting_entries(SHIPPED, "上汽慢", "CR-200") == []
    assert [fit.entry.slug for fit in fitting_entries(SHIPPED, "上汽慢", "TS-12")] == [
        "ts_steam_low"
    ]
    assert [fit.entry.slug for fit in fitting_entries(SHIPPED, "停电以后", "XX-1")] == [
        "any_after_power_cut"
    ]


def test_what_nobody_knows_finds_nothing() -> None:
    assert fitting_entries(SHIPPED, "门口的灯笼歪了") == []


def test_an_entry_is_its_front_matter_and_a_text_for_reading() -> None:
    entry = knowledge_from("a", ENTRY)
    assert entry == Knowledge(
        slug="a", title="t", models=["CR-2"], symptom="不加热", cause="c", remedy="r", text="正文"
    )


def test_a_faulty_entry_is_named_with_its_file_and_line() -> None:
    with pytest.raises(RecordFaulty) as refused:
        knowledge_from("a", ENTRY.replace('cause: "c"', 'cause: ""'))
    assert (refused.value.facts["path"], refused.value.facts["line"]) == ("knowledge/a.md", 5)
    with pytest.raises(RecordBroken):
        knowledge_from("a", "no front matter\n")
