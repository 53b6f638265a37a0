"""Where words stand in a ticket: which field is named, what of it is shown, and what is not
searched.
"""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.search.tickets import (
    MatchPlace,
    around,
    find_in_text,
    find_in_ticket,
    forms_of,
    searched_serials,
    searched_text,
    texts_of,
)
from svc.rules.ticket.lifecycle import State, replay

RECEIVED = "20 09:00 received"
VISITED = (
    RECEIVED,
    "20 09:20 handed_over",
    "20 09:30 dispatched",
    "20 10:00 arrived",
    ("20 11:00 visited", {"found": "锅体漏水", "done": "换密封圈"}),
)


def state(*log: Any, **head: Any) -> State:
    return replay(ticket(*(log or VISITED), **head))


def place(*words: str, **head: Any) -> tuple[str, str] | None:
    found = find_in_ticket(state(**head), list(words))
    return None if found is None else (found.field, found.excerpt)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("不加热", ("symptom", "不加热")),
        ("漏水", ("visited.found", "锅体漏水")),
        ("密封圈", ("visited.done", "换密封圈")),
        ("尽快", ("wishes", "尽快")),
        ("a0001", ("id", "SZ-2611-A0001")),
        ("张工", ("customer.contact", "张工")),
        ("12KW", ("equipment.specification", "12kW")),
        ("loushui", ("visited.found", "锅体漏水")),  # as pinyin
        ("cr200 24", ("equipment.serial", "CR200-24-0042")),  # without its signs
        ("２４-００４２", ("equipment.serial", "CR200-24-0042")),
        ("没有", None),
        ("lou", None),  # one syllable stands in nearly every text
        ("0000000000000000", None),  # the digest is no text
        ("2026-11-20", None),  # nor are moments
    ],
)
def test_a_word_is_found_in_what_was_told_found_and_done(
    word: str, found: tuple[str, str] | None
) -> None:
    assert place(word) == found


def test_every_word_has_to_stand_somewhere_and_the_place_is_that_of_the_first() -> None:
    assert place("漏水", "不加热") == ("visited.found", "锅体漏水")
    assert place("不加热", "漏水") == ("symptom", "不加热")
    assert place("不加热", "没有") is None
    assert place() is None


def test_the_symptom_comes_before_events_the_latest_event_before_earlier_ones() -> None:
    log = (
        RECEIVED,
        ("20 10:00 remarked", {"words": "漏水了"}),
        ("20 09:30 remarked", {"words": "漏水"}),
    )
    words = ["漏水"]
    assert find_in_ticket(state(*log, symptom="漏水!"), words) == MatchPlace(
        field="symptom", excerpt="漏水!"
    )
    assert find_in_ticket(state(*log), words) == MatchPlace(field="remarked.words", excerpt="漏水")
    assert find_in_ticket(state(*log[:2], wishes="漏水"), words) == MatchPlace(
        field="remarked.words", excerpt="漏水了"
    )


def test_lists_and_lines_of_an_event_are_searched_in_every_depth() -> None:
    quoted = {"lines": [{"item": "清洗水箱", "count": 1, "price": "80.00"}], "total": "80.00"}
    found = find_in_ticket(state(RECEIVED, ("20 10:00 quoted", quoted)), ["水箱"])
    assert found == MatchPlace(field="quoted.lines", excerpt="清洗水箱")


def test_a_corrected_value_is_found_and_the_old_one_where_it_was_corrected() -> None:
    corrected = {"field": "customer.phone", "old": "26001111", "new": "26002222", "reason": "听错"}
    own = state(RECEIVED, ("20 09:05 corrected", corrected))
    assert ("customer.phone", "26002222") in list(texts_of(own))
    assert find_in_ticket(own, ["26001111"]) == MatchPlace(
        field="corrected.old", excerpt="26001111"
    )


def test_the_serial_number_of_a_machine_that_came_in_its_place_is_found_too() -> None:
    replaced = {"old_serial": "CR200-24-0042", "new_serial": "CR200-26-0007", "reason": "换机"}
    own = state(RECEIVED, ("20 10:00 machine_replaced", replaced))
    assert find_in_ticket(own, ["cr200260007"]) == MatchPlace(
        field="equipment.serial", excerpt="CR200-26-0007"
    )
    assert searched_serials(own) == "cr200240042\ncr200260007"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("CR-20", ("cr-20", "cr20")),
        ("CR-2", ("cr-2", "")),  # three characters: they stand in too many numbers
        ("漏水", ("漏水", "")),
        ("　ＣＲ ２００ ", ("cr 200", "cr200")),
    ],
)
def test_a_word_is_looked_for_in_serial_numbers_if_it_is_long_enough(
    word: str, forms: tuple[str, str]
) -> None:
    assert forms_of(word) == forms


def test_the_text_that_an_index_keeps_has_each_text_once_on_a_line_of_its_own() -> None:
    lines = searched_text(state(RECEIVED, wishes="不加热", symptom="不\n加热")).split("\n")
    assert lines[0] == "不 加热"
    assert lines.count("不加热") == 1
    assert "cr200-24-0042" in lines


def test_a_call_that_was_only_noted_has_its_few_words() -> None:
    short = {"kind": None, "urgency": None, "mode": None, "customer": None, "equipment": None}
    noted = state(("20 09:00 noted", {"words": "漏水"}), symptom="", **short)
    assert find_in_ticket(noted, ["漏水"]) == MatchPlace(field="noted.words", excerpt="漏水")
    assert find_in_ticket(noted, ["CR200"]) is None


LONG = "一二三四五六七八九十" * 2 + "漏水" + "甲乙丙丁戊己庚辛壬癸" * 2


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        (LONG, "漏水", f"…{LONG[2:20]}漏水{LONG[22:40]}…"),
        (LONG[2:-2], "漏水", f"{LONG[2:20]}漏水{LONG[22:40]}"),
        ("锅体\n  漏水", "漏水", "锅体 漏水"),
        ("Ｅ－０７ 报警", "e-07", "Ｅ－０７ 报警"),  # as it was written
        ("①㎏漏水", "漏水", "1kg漏水"),  # its form is longer: shown as it is searched
    ],
)
def test_the_words_are_shown_with_eighteen_characters_on_each_side(
    text: str, asked: str, shown: str
) -> None:
    assert around(text, asked) == shown


def test_in_any_text_the_place_of_the_first_word_is_shown_if_all_stand_in_it() -> None:
    assert find_in_text("锅体漏水，不加热", ["漏水", "bujiare"]) == "锅体漏水，不加热"
    assert find_in_text(LONG, ["漏水", "癸"]) == around(LONG, "漏水")
    assert find_in_text("锅体漏水", ["漏水", "加热"]) is None
    assert find_in_text("锅体漏水", []) is None
