"""What stood in a log and was taken out or changed since, by hand; only `forget` may do that."""

from __future__ import annotations

from typing import Any

import pytest

from svc.rules.merge.tampering import events_tampered_with

HANDED_OVER = {"seq": 2, "id": "b", "what": "handed_over", "to": "li"}
REMARKED = {"seq": 3, "id": "c", "what": "remarked", "words": "门口有狗"}
BEFORE = {"id": "T", "log": [{"seq": 1, "id": "a", "what": "received"}, HANDED_OVER, REMARKED]}


def found(after: dict[str, Any], before: Any = None) -> list[tuple[tuple[str | int, ...], str]]:
    return [
        (place, str(problem)) for place, problem in events_tampered_with(before or BEFORE, after)
    ]


def with_log(*events: Any) -> dict[str, Any]:
    return {"id": "T", "log": list(events)}


def test_a_log_that_grew_wherever_the_new_events_stand_is_as_it_should_be() -> None:
    new = {"seq": 3, "id": "0", "what": "contacted"}
    received, handed_over, remarked = BEFORE["log"]
    assert found(with_log(received, handed_over, new, remarked)) == []
    assert found(with_log(remarked, handed_over, received)) == []
    assert found({**BEFORE, "status": "closed"}) == []  # the head is another rule's


def test_an_event_that_is_gone_is_named_by_its_number_and_kind() -> None:
    assert found(with_log(BEFORE["log"][0], REMARKED)) == [
        (("log",), "event 2 (handed over) was removed from the log; git diff shows it")
    ]


@pytest.mark.parametrize("changed", [{"to": "wu"}, {"to": "li", "words": "急"}, {"seq": 9}])
def test_an_event_that_says_something_else_is_named_at_its_place_in_the_later_log(
    changed: dict[str, Any],
) -> None:
    new = {"seq": 2, "id": "0", "what": "contacted"}
    later = with_log(new, BEFORE["log"][0], new, {**HANDED_OVER, **changed}, REMARKED)
    assert found(later) == [
        (("log", 3), "event 2 (handed over) was changed by hand; git diff shows what it was")
    ]


def test_forget_may_take_words_out_of_an_event_but_no_event_out_of_the_log() -> None:
    forgotten = {"seq": 4, "id": "d", "what": "forgotten", "fields": ["log"]}
    removed = {**REMARKED, "words": "(removed)"}
    assert found(with_log(*BEFORE["log"][:2], removed, forgotten)) == []
    assert found(with_log(*BEFORE["log"][:2], forgotten)) == [
        (("log",), "event 3 (note) was removed from the log; git diff shows it")
    ]


@pytest.mark.parametrize("log", [None, "none", 7, [], ["x", None]])
def test_a_log_that_is_none_any_more_has_lost_all_its_events(log: Any) -> None:
    assert [place for place, _ in found({"id": "T", "log": log})] == [("log",)] * 3
    assert found(BEFORE, before={"id": "T", "log": log}) == []
    assert len(found({"id": "T"})) == 3
