"""What papers of one ticket are filled from: what was put right stands on all of them, and what was
typed wrongly on none.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from render.paper_tickets import paper_of
from rules.logs import ticket
from rules.ticket.test_amendments import other_value

from svc.errors import SvcError
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.render.papers.table import PAPERS
from svc.rules.ticket.amendments import fields_to_amend, value_as_text, with_value

RECEIVED, PART = "20 09:00 received", {"part": "P-1001", "technician": "wang", "count": 2}
QUOTED = ("20 09:40 quoted", {"valid_until": "2026-12-01", "why": "out of warranty"})
MONEY = ("20 09:45 consented", "20 16:00 charged", "20 16:10 paid", "20 16:11 receipt_issued")
SENT = ("20 09:20 handed_over", "20 09:30 contacted", "20 09:35 replied")
LENT = (
    ("20 09:50 part_short", PART),
    ("20 10:00 part_lent", {**PART, "serial": "B-7"}),
    ("20 10:05 part_lent", {"part": "P-1042", "technician": "wang"}),
)
MADE = ("20 14:05 arrived", ("20 15:30 visited", {"outcome": "fixed"}), "20 15:50 back")
LIVES: dict[str, Ticket] = {
    "visit": ticket(
        RECEIVED, *SENT, QUOTED, MONEY[0], "20 09:48 dispatched", *LENT, "20 12:00 prepared",
        "20 12:30 rescheduled", *MADE, *MONEY[1:], "20 16:20 slip_in",
        ("20 16:30 loan_ended", {"of": "000009", "how": "defective", "fault": "不热"}),
        "21 10:00 called_back",
    ),
    "bench": ticket(
        "20 09:00 received", ("20 09:10 brought_in", {"left_with": ["说明书"], "condition": "旧"}),
        QUOTED, *MONEY[:1], "20 14:00 repaired", *MONEY[1:], "20 16:20 told_ready",
        "20 16:30 picked_up", "21 10:00 followed_up", "21 11:00 called_back", mode="walk_in",
    ),
    "complaint": ticket(
        RECEIVED, *SENT, "20 10:00 complaint_judged", "20 10:10 responsibility_found",
        "20 10:20 corrective_action", "20 11:00 answered", "21 10:00 called_back", kind="complaint",
    ),
}  # fmt: skip


def page(document: str, about: Ticket) -> str:
    try:
        return paper_of(document, about, for_pdf=False).html
    except SvcError as refused:
        return refused.key


@pytest.mark.slow
@pytest.mark.parametrize("life", LIVES)
def test_what_was_put_right_stands_on_every_paper_as_if_typed_right(life: str) -> None:
    recorded = LIVES[life]
    followed: dict[str, set[str]] = {}
    papers = [name for name, paper in PAPERS.items() if paper.about == "ticket"]
    before = {name: page(name, recorded) for name in papers}
    for told in recorded.log:
        for field in fields_to_amend(told):
            right = with_value(told, field, value_as_text(other_value(told, field)))
            if right is None:
                continue
            amends: Any = ev.Amended(
                seq=99, id="amends", at=told.at, typed=recorded.log[-1].typed, by="li",
                of=told.id, field=field, old="", new=value_as_text(getattr(right, field)),
                reason="录错",
            )  # fmt: skip
            amended = msgspec.structs.replace(recorded, log=[*recorded.log, amends])
            typed_right = msgspec.structs.replace(
                recorded, log=[right if each is told else each for each in amended.log]
            )
            for name in papers:
                printed = page(name, amended)
                assert printed == page(name, typed_right), (name, ev.tag_of(told), field)
                if printed != before[name]:
                    followed.setdefault(name, set()).add(f"{ev.tag_of(told)}.{field}")
    assert {name: SEEN[life][name] - followed.get(name, set()) for name in SEEN[life]} == {
        name: set() for name in SEEN[life]
    }


SEEN = {
    "visit": {
        "visit-order": {"visited.outcome", "visited.parts", "slip_in.rating", "arrived.at"},
        "quotation": {"replied.remedy", "consented.who"},
        "callback-record": {"called_back.rating", "visited.done", "dispatched.technician"},
        "loan-card": {"part_lent.count", "part_lent.technician", "loan_ended.how"},
        "failure-slip": {"part_short.part"},
    },
    "bench": {"bench-order": {"brought_in.condition", "repaired.cause", "picked_up.signed_by"}},
    "complaint": {"complaint-form": {"complaint_judged.grade", "answered.answer"}},
}
"""Of each life what has to be seen on a paper."""
