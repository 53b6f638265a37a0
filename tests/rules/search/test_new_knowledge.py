"""What a ticket that is over says for the knowledge base."""

from __future__ import annotations

import pytest
from rules.logs import ticket

from svc.rules.search.new_knowledge import TAKEN_OUT, draft_of, free_slug, title_of, without_names
from svc.rules.ticket.lifecycle import replay_ticket

WAY = ("20 09:00 received", "20 09:10 handed_over", "20 09:20 dispatched", "20 13:55 arrived")
FIXED = {
    "outcome": "fixed",
    "found": "加热管断路，甲的张工在场",
    "done": "换加热管，13900001111 已告知",
    "cause": "quality",
    "parts": [
        {"part": "P-1001", "count": 1, "old_part": "returned"},
        {"part": "P-1001", "count": 1, "old_part": "returned"},
    ],
}


def test_a_visit_gives_symptom_cause_remedy_parts_and_model_without_names() -> None:
    draft = draft_of(replay_ticket(ticket(*WAY, ("20 15:00 visited", FIXED))))
    assert draft == {
        "models": ["CR-200"],
        "symptom": "不加热",
        "cause": f"加热管断路，甲的{TAKEN_OUT}在场",
        "remedy": f"换加热管，{TAKEN_OUT} 已告知",
        "parts": ["P-1001"],
        "title": "不加热",
        "tickets": ["SZ-2611-A0001"],
    }


def test_an_answer_on_the_phone_gives_the_remedy_and_leaves_the_cause_open() -> None:
    log = (*WAY[:2], ("20 09:30 answered", {"answer": "关机五分钟再开"}))
    draft = draft_of(replay_ticket(ticket(*log)))
    assert (draft["remedy"], draft["phone"]) == ("关机五分钟再开", True)
    assert "cause" not in draft


def test_a_ticket_nobody_has_worked_on_gives_what_was_told() -> None:
    draft = draft_of(replay_ticket(ticket("20 09:00 received", symptom="unknown")))
    assert set(draft) <= {"models", "title", "tickets"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话 0755-26001111 打不通", "电话 ×× 打不通"),
        ("+86 13900001111", "××"),
        ("序列号 CR200-24-0042139000011112", "序列号 CR200-24-0042139000011112"),
        ("量得 12.5 Ω", "量得 12.5 Ω"),
    ],
)
def test_telephone_numbers_go_and_other_numbers_stay(text: str, left: str) -> None:
    assert without_names(text, []) == left


def test_a_title_is_the_first_clause_and_a_name_its_pinyin() -> None:
    assert title_of("，开机后跳闸。再开正常") == "开机后跳闸"
    assert len(title_of("很" * 50)) == 30
    assert free_slug("跳闸", {"tiaozha"}) == "tiaozha_2"
    assert free_slug("！", set()) == "entry"
