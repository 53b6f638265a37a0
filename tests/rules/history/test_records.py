"""What stood in a log and was taken out or changed since, by hand; only `forget` may do that."""

from __future__ import annotations

from typing import Any

import pytest

from svc.model.tickets import head_digest
from svc.rules.forgetting import without_personal_data
from svc.rules.history.records import (
    events_tampered_with,
    head_fits,
    is_head_of_another,
    record_kind,
    tampered_with,
)

HANDED_OVER = {"seq": 2, "id": "b", "what": "handed_over", "to": "li"}
REMARKED = {"seq": 3, "id": "c", "what": "remarked", "words": "门口有狗"}
BEFORE = {"id": "T", "log": [{"seq": 1, "id": "a", "what": "received"}, HANDED_OVER, REMARKED]}


def found(after: dict[str, Any], before: Any = None) -> list[tuple[tuple[str | int, ...], str]]:
    return [
        (each.place, str(each.problem)) for each in events_tampered_with(before or BEFORE, after)
    ]


TICKET = record_kind("tickets/SZ/2026-11/SZ-2611-A0001.yaml")


def told(after: Any, before: Any = BEFORE) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What the guard says: kind, event, and each value that is another one."""
    return [
        (each.kind, each.event, [(".".join(c.field), c.before, c.after) for c in each.changes])
        for each in tampered_with(before, after, TICKET)
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
        (("log",), "event 2 (handed over) was removed from the log")
    ]


@pytest.mark.parametrize("changed", [{"to": "wu"}, {"to": "li", "words": "急"}])
def test_an_event_that_says_something_else_is_named_at_its_place_in_the_later_log(
    changed: dict[str, Any],
) -> None:
    new = {"seq": 2, "id": "0", "what": "contacted"}
    later = with_log(new, BEFORE["log"][0], new, {**HANDED_OVER, **changed}, REMARKED)
    assert found(later) == [(("log", 3), "event 2 (handed over) was changed")]


def test_forget_may_take_words_out_of_an_event_but_no_event_out_of_the_log() -> None:
    forgotten = {"seq": 4, "id": "d", "what": "forgotten", "fields": ["log"]}
    removed = {**REMARKED, "words": "(removed)"}
    assert found(with_log(*BEFORE["log"][:2], removed, forgotten)) == []
    assert found(with_log(*BEFORE["log"][:2], forgotten)) == [
        (("log",), "event 3 (note) was removed from the log")
    ]


@pytest.mark.parametrize("log", [None, "none", 7, [], ["x", None]])
def test_a_log_that_is_none_any_more_has_lost_all_its_events(log: Any) -> None:
    assert [place for place, _ in found({"id": "T", "log": log})] == [("log",)] * 3
    assert found(BEFORE, before={"id": "T", "log": log}) == []
    assert len(found({"id": "T"})) == 3


def test_what_changed_is_said_with_what_it_was() -> None:
    received, handed_over, remarked = BEFORE["log"]
    changed = {**handed_over, "to": "wu", "by": "sun"}
    assert told(with_log(received, changed, remarked)) == [
        ("event-changed", "b", [("to", "li", "wu"), ("by", "", "sun")])
    ]
    nested = with_log({**received, "parts": [{"part": "P", "count": 1}]})
    other = with_log({**received, "parts": [{"part": "P", "count": 2}]})
    assert told(other, nested) == [("event-changed", "a", [("parts.0.count", "1", "2")])]


def test_numbers_that_closed_up_behind_a_removed_event_are_told_from_others() -> None:
    received, _, remarked = BEFORE["log"]
    closed_up = with_log(received, {**remarked, "seq": 2})
    assert [str(each.problem) for each in tampered_with(BEFORE, closed_up, TICKET)] == [
        "event 2 (handed over) was removed from the log",
        "event 3 (note) has moved up into the place of one that was removed",
    ]
    for seq in (1, 7):
        other = with_log(received, {**remarked, "seq": seq})
        assert [str(each.problem) for each in tampered_with(BEFORE, other, TICKET)][1] == (
            "event 3 (note) has another number in the log"
        )


def test_two_that_changed_places_with_their_numbers_are_named_once() -> None:
    received, handed_over, remarked = BEFORE["log"]
    swapped = with_log(received, {**remarked, "seq": 2}, {**handed_over, "seq": 3})
    assert [each[:2] for each in told(swapped)] == [("events-swapped", "b")]
    problem = next(tampered_with(BEFORE, swapped, TICKET)).problem
    assert str(problem) == "event 2 (handed over) was swapped with event 3, numbers and all"


def test_another_order_in_the_file_is_named_unless_it_is_that_of_the_numbers() -> None:
    received, handed_over, remarked = BEFORE["log"]
    moved = with_log(received, remarked, handed_over)
    assert told(moved) == [("events-reordered", "", [("log", "a b c", "a c b")])]
    assert told(BEFORE, moved) == []
    new = {"seq": 2, "id": "0", "what": "contacted"}
    assert told(with_log(received, new, handed_over, remarked)) == []


def test_a_head_is_told_once_and_a_noted_one_completed_once() -> None:
    before = {**BEFORE, "kind": "repair", "customer": {"phone": "1", "name": "张工"}}
    after = {**before, "customer": {"phone": "2", "name": "张工"}}
    assert told(after, before) == [("head-edited", "", [("customer.phone", "1", "2")])]
    assert told({**after, "status": "closed", "own_key": "x"}, after) == []
    noted = {"customer": {"phone": "1"}, "log": [{"seq": 1, "id": "n", "what": "noted"}]}
    completed = {**after, "log": [*noted["log"], {"seq": 2, "id": "a", "what": "received"}]}
    assert told(completed, noted) == []
    assert told({**noted, "customer": {"phone": "2"}}, noted)[0][0] == "head-edited"


def test_only_forgetting_takes_words_out_and_leaves_nothing_else_in_their_place() -> None:
    forgotten = {"seq": 4, "id": "d", "what": "forgotten", "fields": ["customer.contact"]}
    before = {**BEFORE, "customer": {"contact": "张工", "zone": "near"}}
    removed = without_personal_data({**before, "log": [*BEFORE["log"], forgotten]})
    assert removed["customer"] == {"contact": "(removed)", "zone": "near"}
    assert told(removed, before) == []
    assert told({**removed, "log": removed["log"][:-1]}, before)[0][0] == "event-changed"
    other = {**removed, "customer": {"contact": "王工", "zone": "near"}}
    assert [each[0] for each in told(other, before)] == ["head-edited"]
    zone = {**removed, "customer": {"contact": "(removed)", "zone": "(removed)"}}
    assert [each[0] for each in told(zone, before)] == ["head-edited"]
    log = removed["log"]
    changed = {**removed, "log": [*log[:2], {**log[2], "by": "li"}, *log[3:]]}
    assert [each[0] for each in told(changed, before)] == ["event-changed"]


def test_a_record_that_has_nothing_in_common_is_another_one() -> None:
    other = with_log({"seq": 1, "id": "x", "what": "received"})
    assert [each[0] for each in told(other)] == ["number-reused"]
    assert [each[0] for each in told(with_log())] == ["event-dropped"] * 3


def test_the_digest_of_a_head_is_that_which_its_log_tells() -> None:
    head = {"kind": "repair", "symptom": "不加热"}
    received = {"seq": 1, "id": "a", "what": "received", "digest": head_digest(head)}
    assert head_fits({**head, "log": [received]}, TICKET)
    assert not head_fits({**head, "symptom": "漏水", "log": [received]}, TICKET)
    assert head_fits({**head, "symptom": "漏水", "log": []}, TICKET)
    forgotten = {"seq": 2, "id": "b", "what": "forgotten"}
    assert head_fits({**head, "symptom": "(removed)", "log": [received, forgotten]}, TICKET)


def test_of_a_call_that_two_desks_completed_a_merge_has_the_head_of_either_and_no_third() -> None:
    noted = {"seq": 1, "id": "a", "what": "noted"}
    heads = [{"id": "T", "symptom": words} for words in ("不加热", "打不着火", "冒烟")]
    told = [
        {"seq": 2, "id": id, "what": "received", "digest": head_digest(head)}
        for id, head in zip("bc", heads, strict=False)
    ]
    here, there = ({**head, "log": [noted, each]} for head, each in zip(heads, told, strict=False))
    for head, is_right in zip(heads, (True, True, False), strict=True):
        after = {**head, "log": [noted, *told]}
        assert head_fits(after, TICKET) is is_right
        named = [
            any(each.kind == "head-edited" for each in tampered_with(before, after, TICKET))
            and not is_head_of_another(before, [here, there], after, TICKET)
            for before in (here, there)
        ]
        assert any(named) is not is_right
    after = {**heads[1], "log": [noted, told[0]]}  # one side alone is no merge of two
    assert not is_head_of_another(here, [here], after, TICKET)
    assert not is_head_of_another(here, [here, {**heads[1], "log": here["log"]}], after, TICKET)
