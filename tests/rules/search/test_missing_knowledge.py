"""Frequent faults that no entry fits."""

from __future__ import annotations

from rules.logs import ticket

from svc.model.knowledge import Knowledge
from svc.rules.search.missing_knowledge import FaultSeen, fault_seen, missing_faults
from svc.rules.ticket.lifecycle import replay_ticket

KNOWN = Knowledge(
    slug="cr_cold",
    title="不加热",
    models=["CR"],
    symptom="锅体不加热",
    cause="断路",
    remedy="换管",
)


def seen(number: int, symptom: str, model: str = "CR-200", **more: object) -> FaultSeen:
    return FaultSeen(ticket=f"T{number}", model=model, symptom=symptom, **more)


def test_repairs_that_are_alike_are_counted_together_by_model_with_their_causes() -> None:
    repairs = [
        seen(1, "门封条漏气", cause="wear", found="封条老化"),
        seen(2, "门封条漏气了", cause="wear"),
        seen(3, "蒸汽从门缝冒出", found="封条老化", cause="quality"),
        seen(4, "门封条漏气", model="RC-60"),
        seen(5, "面板闪烁"),
    ]
    found = missing_faults(repairs, [KNOWN], 2)
    assert [(each.model, each.times, each.tickets) for each in found] == [
        ("CR-200", 3, ["T1", "T2", "T3"])
    ]
    assert found[0].causes == [("wear", 2), ("quality", 1)]
    assert (found[0].symptom, found[0].found) == ("门封条漏气", "封条老化")


def test_what_an_entry_fits_by_what_was_told_or_found_is_not_missing() -> None:
    repairs = [seen(1, "锅体不加热"), seen(2, "锅体不加热"), seen(3, "菜不熟", found="锅体不加热")]
    assert missing_faults(repairs, [KNOWN], 1) == []
    assert [each.times for each in missing_faults(repairs, [], 2)] == [2]


def test_the_most_frequent_come_first_and_rarer_ones_are_left_out() -> None:
    repairs = [seen(1, "漏油"), seen(2, "跳闸"), seen(3, "跳闸"), seen(4, "漏油"), seen(5, "跳闸")]
    assert [each.symptom for each in missing_faults(repairs, [], 2)] == ["跳闸", "漏油"]
    assert [each.symptom for each in missing_faults(repairs, [], 3)] == ["跳闸"]


def test_only_a_repair_with_model_and_symptom_says_a_fault() -> None:
    told = fault_seen(replay_ticket(ticket("20 09:00 received")))
    assert told is not None
    assert (told.ticket, told.model, told.symptom) == ("SZ-2611-A0001", "CR-200", "不加热")
    for head in ({"kind": "inquiry"}, {"symptom": "。"}):
        assert fault_seen(replay_ticket(ticket("20 09:00 received", **head))) is None
