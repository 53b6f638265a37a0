"""Blocks become what the commands of the desk record, each once."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from actions.deeds import events
from conftest import TICKET
from errors.states import PAID
from rules.composed import composed

if TYPE_CHECKING:
    from typing import Any

    from conftest import Desk, Ended

EVENING = "2026-11-20T16:00:00"
SIGNED = {"signed_by": "张工", "rating": "2.满意"}


def sent(desk: Desk, *texts: str) -> str:
    """A file with what came in a chat."""
    path = desk.path.parent / "chat.txt"
    path.write_text("\n".join(texts), encoding="utf-8")
    return str(path)


def take(desk: Desk, *texts: str, by: str = "li", now: str = EVENING) -> Ended:
    return desk.svc("take", sent(desk, *texts), "--go", by=by, now=now)


def taken(desk: Desk, *texts: str, by: str = "li", now: str = EVENING) -> list[dict[str, Any]]:
    """What `--json` says of each block."""
    ended = desk.svc("--json", "take", sent(desk, *texts), "--go", by=by, now=now)
    items: list[dict[str, Any]] = json.loads(ended.out)["items"]
    return items


def visit(desk: Desk, **told: str) -> str:
    """A block of the story's visit, made by a page of now."""
    return composed(**{"seen": events(desk)[-1]["id"], **told})


def whats(desk: Desk) -> list[str]:
    return [event["what"] for event in events(desk)]


@pytest.fixture
def sent_out(desk: Desk) -> Desk:
    """A technician is on the way."""
    desk.play("dispatch")
    return desk


def test_a_block_records_what_the_commands_would_and_who_takes_it_signs(sent_out: Desk) -> None:
    desk = sent_out
    block = visit(desk, parts="1×P-1001；1.收回", checked="1.整机测试", **SIGNED)
    ended = take(desk, block)
    assert ended.status == 0, ended.err
    arrived, visited, slip = events(desk)[-3:]
    assert (arrived["what"], arrived["at"]) == ("arrived", "2026-11-20T13:55:00+08:00")
    assert (visited["what"], visited["at"]) == ("visited", "2026-11-20T15:30:00+08:00")
    assert visited["parts"] == [{"part": "P-1001", "count": 1, "old_part": "returned"}]
    assert (visited["outcome"], visited["checked"]) == ("fixed", ["full_test"])
    assert (visited["by"], visited["told_by"]) == ("li", "wang")
    assert visited["block"].startswith("k3m9x2abcd77-")
    assert {**slip, "id": "", "seq": 0} == {
        **{"what": "slip_in", "at": "2026-11-20T15:35:00+08:00", "signed_by": "张工"},
        **{"rating": "satisfied", "by": "li", "typed": f"{EVENING}+08:00", "id": "", "seq": 0},
    }
    assert "written by 王强 on 2026-11-20 15:35; recorded in the name of" in ended.out


def test_a_part_that_was_not_lent_is_found_as_after_svc_visit(sent_out: Desk) -> None:
    assert take(sent_out, visit(sent_out, parts="1×P-1042；1.收回")).status == 0
    assert "svc loan lend" in sent_out.ok("check").out


def test_a_second_taking_changes_nothing_and_says_when_and_by_whom_it_was_recorded(
    sent_out: Desk,
) -> None:
    desk = sent_out
    block = visit(desk, **SIGNED)
    assert take(desk, block).status == 0
    before = desk.snapshot()
    later = take(desk, block, by="chen", now="2026-12-24T09:00:00")
    assert later.status == 0
    assert "already recorded on 2026-11-20 16:00 by" in later.out
    assert desk.snapshot() == before
    changed = take(desk, visit(desk, done="换了别的", **SIGNED))
    assert (changed.status, desk.snapshot() == before) == (2, True)
    assert f"svc amend {TICKET}" in changed.err


def test_what_was_recorded_in_another_clone_is_not_recorded_here(
    sent_out: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A customer's report has no ticket whose log could tell: the index finds it, after a merge."""
    desk, block = sent_out, composed("fault")
    other = desk.path.parent / "other"
    subprocess.run(["git", "clone", "-q", desk.path, other], check=True)
    monkeypatch.chdir(other)
    desk.ok("init", "--join", "--desk", "B")
    desk.ok("take", sent(desk, block), "--go", by="chen", now=EVENING)
    monkeypatch.chdir(desk.path)
    desk.git("pull", "-q", str(other), "HEAD")
    (item,) = taken(desk, block)
    assert (item["outcome"], item["on"][:7]) == ("already", "SZ-2611")


def test_a_customers_block_is_a_noted_call_that_intake_completes(desk: Desk) -> None:
    ended = take(desk, composed("fault"), by="chen")
    assert ended.status == 0, ended.err
    (noted,) = events(desk)
    assert (noted["what"], noted["name"], noted["phone"]) == ("noted", "张工", "13900001111")
    assert noted["at"] == "2026-11-20T09:10:00+08:00"
    assert "CR-200 CR200-24-0042" in noted["words"]
    assert "开机后不加热" in noted["words"]
    assert noted["block"].startswith("fault3m9x2abc-")
    assert desk.data["channel"] == "web"
    assert taken(desk, composed("fault"))[0]["outcome"] == "already"
    other = composed("fault", token="other3m9x2abc", symptom="又来")
    refused = take(desk, other)
    assert refused.status == 2
    assert "svc remind" in refused.err


def test_what_has_happened_since_stands_beside_and_the_rest_is_taken(sent_out: Desk) -> None:
    desk = sent_out
    block = visit(desk)
    desk.ok("arrive", TICKET, by="wang", now="2026-11-20T14:10:00")
    desk.ok("note", TICKET, "客户催问", by="chen", now="2026-11-20T14:20:00")
    ended = take(desk, block)
    assert ended.status == 0
    assert "客户催问" in ended.out
    assert "dispatched" not in ended.out  # the page knew it
    assert "recorded before: arrived 2026-11-20 14:10" in ended.out
    assert whats(desk)[-3:] == ["arrived", "remarked", "visited"]


def test_a_visit_that_was_given_to_another_since_is_marked_so(sent_out: Desk) -> None:
    desk, block = sent_out, visit(sent_out)
    desk.ok("staff", "add", "刘洋", "--role", "technician", "--office", "SZ", by="sun")
    given_on = ("--reason", "病假", "--agreed-with", "张工", "--allow", "急")
    words = ("dispatch", TICKET, "--to", "刘洋", "--appointment", "14:00", *given_on)
    desk.ok(*words, by="sun", now="2026-11-20T10:00:00")
    assert "the visit is 刘洋's by now" in take(desk, block).out
    assert events(desk)[-1]["told_by"] == "wang"


def test_nothing_is_marked_where_the_visit_is_the_writers(sent_out: Desk) -> None:
    assert "by now" not in take(sent_out, visit(sent_out, sure="2.没有把握")).out
    assert events(sent_out)[-1]["sure"] is False


def test_of_paid_work_the_sum_is_that_of_the_quotation_where_none_is_named(desk: Desk) -> None:
    desk.told |= PAID
    desk.play("dispatch")
    desk.ok("quote", TICKET, "--line", "L04", by="li", now="2026-11-20T10:00:00")
    assert take(desk, visit(desk, agreed="张工", how="1.当面")).status == 0
    assert whats(desk)[-3:] == ["arrived", "consented", "visited"]
    assert events(desk)[-2]["at"] == "2026-11-20T13:55:00+08:00"


def test_a_block_of_a_page_that_knew_an_unknown_entry_is_taken_with_a_warning(
    sent_out: Desk,
) -> None:
    ended = take(sent_out, composed(seen="zzzzzzzzzz"))
    assert ended.status == 0
    assert "not in this ledger" in ended.out


def test_a_state_that_does_not_allow_it_refuses_that_block_alone(sent_out: Desk) -> None:
    desk, block = sent_out, visit(sent_out)
    desk.ok(
        "hold",
        TICKET,
        "--reason",
        "停业",
        "--for",
        "customer",
        "--until",
        "明天 9:00",
        by="li",
        now=EVENING,
    )
    ended = desk.svc("take", sent(desk, block, composed("fault")), "--go", by="li", now=EVENING)
    assert ended.status == 3
    assert "svc resume" in ended.err
    assert "停业" in ended.out  # why it can't be: it stands beside what the form says
    assert "Forms: 2; recorded now: 1, refused: 1" in ended.out
    assert "visited" not in whats(desk)


def test_visit_and_slip_are_one_commit(sent_out: Desk) -> None:
    before = sent_out.git("rev-list", "--count", "HEAD")
    assert take(sent_out, visit(sent_out, **SIGNED)).status == 0
    assert int(sent_out.git("rev-list", "--count", "HEAD")) == int(before) + 1


def test_a_dissatisfied_customer_is_told_of_and_the_ticket_opened_again(sent_out: Desk) -> None:
    block = visit(sent_out, signed_by="张工", rating="4.不满意", remark="又响了")
    assert take(sent_out, block).status == 0
    assert whats(sent_out)[-3:] == ["visited", "slip_in", "reopened"]


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"ticket": "SZ-2611-A9999"}, "no-such-record"),
        ({"ticket": "../../etc/passwd"}, "no-such-record"),
        ({"ticket": "--allow=x"}, "no-such-record"),
        ({"technician": "nobody"}, "block-of-other"),
        ({"written": "2026-11-20 16:03 +08:00"}, "block-ahead"),
        ({"left": "2027-11-20 15:30 +08:00"}, "block-ahead"),
        ({"arrived": ""}, "block-lacks"),
        ({"arrived": "2026-11-01 08:00 +08:00"}, "before-received"),
        ({"agreed": "张工", "how": "1.当面"}, "block-lacks"),  # no sum, and nothing was quoted
    ],
)
def test_what_no_ledger_can_take_is_refused_and_changes_nothing(
    sent_out: Desk, told: dict[str, str], key: str
) -> None:
    desk = sent_out
    before = desk.snapshot()
    ended = desk.svc(
        "--json", "take", sent(desk, visit(desk, **told)), "--go", by="li", now=EVENING
    )
    assert (ended.status, desk.snapshot() == before) == (2, True)
    assert ended.error["key"] == key


def test_whoever_may_not_record_a_visit_may_not_take_one(sent_out: Desk) -> None:
    ended = take(sent_out, visit(sent_out), by="zhao")
    assert ended.status == 2
    assert "visited" not in whats(sent_out)


def test_a_clock_that_is_two_minutes_ahead_is_taken(sent_out: Desk) -> None:
    assert take(sent_out, visit(sent_out, written="2026-11-20 16:02 +08:00")).status == 0


def test_words_of_a_block_stay_words(sent_out: Desk) -> None:
    found = "=HYPERLINK(1)\u202e\x1b[31m --go $(rm) {{7}} <b>"
    assert take(sent_out, visit(sent_out, found=found)).status == 0
    (visited,) = (event for event in events(sent_out) if event["what"] == "visited")
    assert visited["found"] == "=HYPERLINK(1)[31m --go $(rm) {{7}} <b>"
    assert "svc: " not in sent_out.ok("check").err
