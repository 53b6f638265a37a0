"""The visit as typed by a technician."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.terminal import talk
from errors.states import PAID
from keeper import furnish, keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Desk

T = "SZ-2611-A0001"
VISIT = (
    "visit",
    T,
    "--outcome",
    "fixed",
    "--found",
    "断路",
    "--done",
    "换管",
    "--cause",
    "quality",
)
EVENING = "2026-11-20T15:30:00"


def test_what_was_seen_to_before_leaving_is_recorded_once_and_in_order_and_shown(
    desk: Desk,
) -> None:
    desk.play("arrive")
    checked = (
        "--checked",
        "site_cleaned,full_test",
        "--checked",
        "full_test，cause explained",
        "--no-papers-seen",
    )
    desk.ok(*VISIT, *checked, by="wang", now=EVENING)
    event = desk.log[-1]
    assert event["checked"] == ["full_test", "site_cleaned", "cause_explained"]
    assert event["papers_seen"] is False
    told = desk.ok("show", T).out
    assert "checked: full test passed, site cleaned, cause explained" in told
    assert "warranty papers seen: no" in told


def test_a_machine_found_out_of_warranty_on_site_is_charged_for(desk: Desk) -> None:
    desk.play("arrive")
    desk.ok(*VISIT, "--out-of-warranty", by="wang", now=EVENING)
    assert "in warranty as seen on site: no" in desk.ok("show", T).out
    refused = desk.svc("--json", "charge", T, "--line", "L03", by="wang", now=EVENING)
    # not free-of-charge: it is paid for once the customer agrees
    assert refused.error["key"] == "no-consent"


def test_what_nobody_knows_to_check_is_refused_with_what_there_is(desk: Desk) -> None:
    desk.play("arrive")
    ended = desk.svc("--json", *VISIT, "--checked", "coffee", by="wang", now=EVENING)
    assert ended.status == 2
    assert ended.error["facts"]["value"] == "coffee"
    assert "dangers_removed" in ended.error["message"]


def paid_visit(desk: Desk) -> None:
    """A technician is at the customer's for a repair that nobody has priced yet."""
    desk.told |= PAID
    desk.play("arrive")


@pytest.mark.parametrize(
    ("answers", "asked", "recorded"),
    [
        (
            ("1", "张工", "1", "80元"),
            4,
            [{"what": "consented", "who": "张工", "how": "on_site", "amount": "80.00"}, {}],
        ),
        (("2", "漏电"), 2, [{"what": "visited", "emergency": "漏电"}]),
        (("3", "客户不在"), 2, [{"what": "visited", "not_agreed": "客户不在"}]),
    ],
)
def test_at_a_terminal_it_is_asked_whether_the_customer_agreed_to_paid_work(
    desk: Desk, answers: Sequence[str], asked: int, recorded: list[dict[str, str]]
) -> None:
    paid_visit(desk)
    ended = talk(desk.path, *VISIT, answers=answers, now=f"{EVENING}+08:00", by="wang")
    assert ended.status == 0, ended.screen
    assert len(ended.asked) == asked
    for event, fields in zip(desk.log[-len(recorded) :], recorded, strict=True):
        assert fields.items() <= event.items()


def test_how_the_customer_agreed_is_told_in_words(desk: Desk) -> None:
    paid_visit(desk)
    agreed = ("--agreed", "张工", "--how", "phone", "--amount", "80")
    desk.ok(*VISIT, *agreed, by="wang", now=EVENING)
    assert "答复人：张工  方式：电话" in desk.ok("--lang", "zh", "show", T).out
    desk.ok("--lang", "zh", "print", T, "--format", "html", "--out", "order.html", by="wang")
    page = (desk.path / "order.html").read_text(encoding="utf-8")
    assert "phone" not in page.partition("<body")[2]


def test_of_work_that_is_free_or_agreed_to_nothing_is_asked_at_a_terminal(desk: Desk) -> None:
    desk.play("arrive")
    assert talk(desk.path, *VISIT, answers=(), now=f"{EVENING}+08:00", by="wang").asked == []


def test_a_part_that_was_fitted_and_not_lent_is_named_by_check_until_it_is_booked(
    desk: Desk,
) -> None:
    desk.play("arrive")
    desk.ok(*VISIT, "--part", "P-1042:1:returned", by="wang", now=EVENING)
    said = desk.ok("check").out
    assert f"svc loan lend {T} 'P-1042' --to wang" in said
    desk.ok("loan", "lend", T, "P-1042", "--to", "wang", by="sun", now=EVENING)
    desk.ok("loan", "return", T, "P-1042", "--how", "used", by="sun", now="2026-11-20T15:40:00")
    assert "not-lent" not in desk.ok("check").out


def test_a_part_from_a_kit_in_the_books_is_no_part_that_should_have_been_lent(desk: Desk) -> None:
    furnish(desk)
    keep(desk, "receive", "P-1004:2", now="2026-11-16T09:10:00")
    desk.play("arrive")
    desk.ok(*VISIT, "--part", "P-1004:1:returned", by="wang", now=EVENING)
    rules = [item["rule"] for item in desk.svc("--json", "check").json["items"]]
    assert "not-lent" not in rules
    assert "overdrawn" in rules  # the kit did not have it
