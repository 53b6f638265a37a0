"""Times, days, months and amounts as they are typed at commands, in Chinese and in English."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import NOW, TICKET, TOLD, options

if TYPE_CHECKING:
    from conftest import Desk

MORNING = "2026-11-20T09:50:00"  # a Friday
COMMIT = ("commit", TICKET, "--promise", "送滤网")
SEND = ("dispatch", TICKET, "--to", "wang", "--appointment")


def event(desk: Desk) -> Any:
    return desk.log[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("下午3点半", "2026-11-20T15:30:00+08:00"),
        ("明早９点", "2026-11-21T09:00:00+08:00"),
        ("下周一 9:00", "2026-11-23T09:00:00+08:00"),
        ("12-5 14:00", "2026-12-05T14:00:00+08:00"),
        ("2小时后", "2026-11-20T11:50:00+08:00"),
        ("tomorrow 2pm", "2026-11-21T14:00:00+08:00"),
        ("3点", "2026-11-20T15:00:00+08:00"),  # 03:00 is past, so it is no time for a promise
        ("2026-11-21 09:00", "2026-11-21T09:00:00+08:00"),
    ],
)
def test_a_commitment_is_until_the_time_that_was_said(
    desk: Desk, typed: str, until: str, lang: str
) -> None:
    desk.play("reply")
    desk.ok("--lang", lang, *COMMIT, "--until", typed, by="li", now=MORNING)
    assert event(desk)["until"] == until


def test_the_places_of_a_ticket_take_the_same_forms(desk: Desk) -> None:
    desk.play("handover")
    contact = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路")
    desk.ok(*contact, "--promised", "下午两点", "--at", "9点40", by="li", now=MORNING)
    assert event(desk)["at"] == "2026-11-20T09:40:00+08:00"
    assert event(desk)["promised"] == "2026-11-20T14:00:00+08:00"
    desk.ok("reply", TICKET, "--remedy", "换管", "--at", "刚才", by="li", now=MORNING)
    hold = ("hold", TICKET, "--for", "customer", "--reason", "出差", "--until", "下周三上午9点")
    desk.ok(*hold, by="li", now=MORNING)
    assert event(desk)["until"] == "2026-11-25T09:00:00+08:00"
    desk.ok("resume", TICKET, by="li", now="2026-11-20T10:30:00")
    desk.ok(
        "part", "request", TICKET, "P-1", "--by", "周一 10:00", by="li", now="2026-11-20T10:31:00"
    )
    assert event(desk)["by_when"] == "2026-11-23T10:00:00+08:00"
    desk.ok(*SEND, "后天下午2点", "--allow", "值班", by="sun", now="2026-11-20T10:32:00")
    assert event(desk)["appointment"] == "2026-11-22T14:00:00+08:00"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*COMMIT, "--until", "明天3点"), "two-readings"),
        ((*COMMIT, "--until", "周五 10:00"), "two-readings"),
        ((*SEND, "12点"), "two-readings"),
        ((*COMMIT, "--until", "明天"), "no-time-of-day"),
        ((*COMMIT, "--until", "本周六下午"), "no-time-of-day"),
        ((*COMMIT, "--until", "昨天 9:00"), "past-time"),
        ((*COMMIT, "--until", "9:49"), "past-time"),
        ((*SEND, "9:49"), "appointment-past"),
        (("note", TICKET, "x", "--at", "下午3点"), "future-time"),
        (
            ("hold", TICKET, "--for", "customer", "--reason", "x", "--until", "11-5 9:00"),
            "past-time",
        ),
        (("list", "--received", "周五..周四"), "two-readings"),
        (("list", "--received", "11-20..11-19"), "backwards-span"),
        (("roster", "--away", "11-24..11-23", "--who", "wang", "--why", "培训"), "backwards-span"),
        (("print", "--day", "周三"), "two-readings"),
        (("complaint", "list", "--month", "今年"), "not-a-month"),
    ],
)
def test_what_is_unclear_or_lies_the_other_way_is_refused_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], key: str
) -> None:
    desk.play("reply")
    assert refused(desk, *words, by="li", now=MORNING)["key"] == key


def test_a_refusal_shows_both_readings_or_the_short_forms_in_either_language(desk: Desk) -> None:
    desk.play("reply")
    for lang, can_mean, unchanged in (
        ("zh", "可以理解为", "未做任何更改"),
        ("en", "can mean", "Nothing was changed"),
    ):
        ended = desk.svc("--lang", lang, *COMMIT, "--until", "明天3点", by="li", now=MORNING)
        assert (ended.status, ended.out) == (2, "")
        for part in (can_mean, unchanged, "2026-11-21 03:00", "2026-11-21 15:00"):
            assert part in ended.err
        ended = desk.svc("--lang", lang, *COMMIT, "--until", "回头", by="li", now=MORNING)
        for part in (unchanged, "下午3点", "周三 9:00", "2026-11-21 09:00"):
            assert part in ended.err
        # on a Chinese screen no English
        assert ("tomorrow 2pm" in ended.err) == (lang == "en")
    facts = refused(desk, *COMMIT, "--until", "明天3点", by="li", now=MORNING)["facts"]
    assert facts["readings"] == ["2026-11-21T03:00:00+08:00", "2026-11-21T15:00:00+08:00"]


def test_what_was_promised_yesterday_for_yesterday_can_be_entered_today(desk: Desk) -> None:
    desk.play("reply")
    later = "2026-11-21T09:00:00"
    desk.ok(*COMMIT, "--until", "昨天下午4点", "--at", "昨天 14:00", by="li", now=later)
    assert event(desk)["until"] == "2026-11-20T16:00:00+08:00"
    error = refused(
        desk, *COMMIT, "--until", "昨天 13:00", "--at", "昨天 14:00", by="li", now=later
    )
    assert error["key"] == "past-time"
    assert error["facts"]["now"] == "2026-11-20T14:00:00+08:00"


def test_lists_reports_and_the_roster_take_days_and_months_as_they_are_said(desk: Desk) -> None:
    desk.intake()
    desk.other(2, now="2026-11-19T10:00:00")

    def received(span: str) -> set[str]:
        items = desk.ok("--json", "list", "--received", span, by="li", now=MORNING).json["items"]
        return {item["received"][:10] for item in items}

    both = {"2026-11-20", "2026-11-19"}
    for span, days in (
        ("昨天", {"2026-11-19"}), ("yesterday", {"2026-11-19"}), ("11月19日", {"2026-11-19"}), ("周四", {"2026-11-19"}),
        ("本周", both), ("上周", set()), ("2026/11", both), ("１１－１９到今天", both), ("11-19..11-19", {"2026-11-19"}),
        ("昨天上午", {"2026-11-19"}), ("昨天下午", set()),
    ):  # fmt: skip
        assert received(span) == days, span
    month = desk.ok("report", "south", "2026-11", now=MORNING).out
    for typed in ("2026/11", "2026年11月", "本月", "11月", "this month"):
        assert desk.ok("report", "south", typed, now=MORNING).out == month
    assert (
        desk.ok("report", "south", "今年", now=MORNING).out
        == desk.ok("report", "south", "2026", now=MORNING).out
    )
    desk.ok("roster", "--duty", "明天", "--who", "wang", by="li", now=MORNING)
    desk.ok(
        "roster",
        "--away",
        "下周一到下周三",
        "--who",
        "zhao",
        "--why",
        "培训",
        by="li",
        now=MORNING,
    )
    items = desk.ok("roster", "--json", by="li", now=MORNING).json["items"]
    assert [item["day"] for item in items if item["duty"] == ["wang"]] == ["2026-11-21"]
    assert [item["day"] for item in items if item["away"] == ["zhao"]] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
    ]
    assert (
        desk.ok("overdue", "--within", "2小时", now=MORNING).out
        == desk.ok("overdue", "--within", "2h", now=MORNING).out
    )


def test_amounts_are_typed_with_thousands_full_width_and_words(desk: Desk) -> None:
    desk.play("visit")
    for typed, amount in (
        ("1,020.50", "1020.50"),
        ("８０元", "80.00"),
        ("￥80.5", "80.50"),
        ("90块", "90.00"),
        ("-20元", "-20.00"),
    ):
        desk.ok(
            "cost",
            TICKET,
            "--sort",
            "lodging",
            "--amount",
            typed,
            by="wang",
            now="2026-11-20T16:00:00",
        )
        assert event(desk)["amount"] == amount


# The day of purchase


@pytest.mark.parametrize(
    "typed",
    [
        "2020/6/30",
        "2020-6-30",
        "2020.6.30",
        "20200630",
        "2020年6月30日",
        "２０２０／６／３０",
        "二〇二〇年六月三十日",
    ],
)
def test_however_it_is_typed_an_old_machine_is_paid_for(desk: Desk, typed: str) -> None:
    assert desk.intake(bought=typed).status == 0
    machine = desk.data["equipment"]
    assert (machine["bought"], machine["warranty"]["verdict"], desk.data["mode"]) == (
        "2020-06-30",
        "out",
        "paid",
    )
    customer = desk.ok("--json", "customer", "show", "SZ-A0001").json
    assert customer["customer"]["equipment"][0]["bought"] == "2020-06-30"


def test_a_day_written_otherwise_in_a_customers_file_counts_as_that_day(desk: Desk) -> None:
    desk.intake()
    desk.ok("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工", by="chen")
    (file,) = desk.path.glob("customers/**/SZ-A0001.yaml")
    desk.edit('bought: "2026-08-01"', 'bought: "2020/6/30"', str(file.relative_to(desk.path)))
    desk.commit()
    told = {
        name: value
        for name, value in TOLD.items()
        if name in ("phone", "symptom", "occurred", "wishes")
    }
    desk.ok(
        "intake", *options(told), "--serial", TOLD["serial"], by="chen", now="2026-11-20T11:00:00"
    )
    record = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]
    assert (record["equipment"]["warranty"]["verdict"], record["mode"]) == ("out", "paid")


@pytest.mark.parametrize(
    "typed", ["去年", "2025年6月", "2025-06", "两年前", "用了三年", "2024 年夏天"]
)
def test_words_that_name_no_day_are_kept_and_no_verdict_comes_of_them(
    desk: Desk, typed: str
) -> None:
    ended = desk.intake(bought=typed)
    assert ended.status == 0
    machine = desk.data["equipment"]
    assert (machine["bought"], machine["warranty"]["verdict"]) == (typed, "unknown")
    assert f"'{typed}' names no day, so the warranty is not known." in ended.err
    assert machine["warranty"]["reason"] in ended.out  # in the ledger's language, with the words
    assert typed in machine["warranty"]["reason"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("明天", "day-to-come"),
        ("2027-01-05", "day-to-come"),
        ("2026-02-30", "not-a-day"),
        ("2026年13月1日", "not-a-day"),
        ("12", "not-a-day"),
    ],
)
def test_a_day_of_purchase_that_can_not_be_is_refused(desk: Desk, typed: str, key: str) -> None:
    assert refused(desk, "intake", *options({**TOLD, "bought": typed}), by="chen")["key"] == key


def test_a_file_of_a_request_and_a_correction_are_read_alike(desk: Desk, tmp_path: Path) -> None:
    request = tmp_path / "request.yaml"
    told = {**TOLD, "bought": "2020/6/30", "asked_for": "明天下午3点", "wishes": "明天来"}
    request.write_text(
        "".join(f'{name}: "{value}"\n' for name, value in told.items()), encoding="utf-8"
    )
    desk.ok("intake", "--from", str(request), by="chen")
    assert desk.data["equipment"]["bought"] == "2020-06-30"
    assert desk.data["asked_for"] == "2026-11-21T15:00:00+08:00"
    correct = ("equipment", "correct", TOLD["serial"], "--reason", "发票为准", "--field")
    desk.ok(*correct, "bought", "--to", "2021年3月1日", by="chen")
    desk.ok(*correct, "installed", "--to", "2021/3/5", by="chen")
    machine = desk.ok("--json", "customer", "show", "SZ-A0001").json["customer"]["equipment"][0]
    assert (machine["bought"], machine["installed"]) == ("2021-03-01", "2021-03-05")
    assert date.fromisoformat(machine["installed"])


# At a terminal

if sys.platform != "win32":
    from cli.terminal import talk

    AT = "2026-11-20T09:50:00+08:00"

    @pytest.mark.parametrize(("number", "hour"), [("1", "03"), ("2", "15")])
    def test_of_two_readings_one_is_chosen_by_its_number(
        desk: Desk, number: str, hour: str
    ) -> None:
        desk.play("reply")
        ended = talk(
            desk.path, *COMMIT, "--until", "明天3点", answers=["3", number], now=AT, by="li"
        )
        assert ended.status == 0, ended.screen
        assert "  1  2026-11-21 03:00\n  2  2026-11-21 15:00\n" in ended.screen
        assert event(desk)["until"] == f"2026-11-21T{hour}:00:00+08:00"

    def test_an_answer_that_is_no_time_is_said_why_and_asked_again(desk: Desk) -> None:
        desk.play("reply")
        answers = ["回头", "昨天 9:00", "明天3点", "2"]
        ended = talk(desk.path, *COMMIT, answers=answers, now=AT, by="li", lang="zh")
        assert ended.status == 0, ended.screen
        assert "“回头”不是时间" in ended.screen
        assert "已经过去" in ended.screen
        assert event(desk)["until"] == "2026-11-21T15:00:00+08:00"
        assert len(ended.asked) == 4  # what was chosen is not asked for again

    def test_a_time_of_the_visit_is_asked_for_until_it_is_one(desk: Desk) -> None:
        desk.play("reply")
        answers = ["明天", "9:00", "下午2点"]
        ended = talk(desk.path, *SEND[:-1], answers=answers, now=AT, by="li")
        assert ended.status == 0, ended.screen
        assert "names a day, but no time" in ended.screen
        assert "is already past" in ended.screen
        assert event(desk)["appointment"] == "2026-11-20T14:00:00+08:00"

    @pytest.mark.parametrize(
        ("answers", "bought"),
        [
            (["去年6月30日"], "2025-06-30"),
            ([""], "去年"),
            (["明天", "2025/6/30"], "2025-06-30"),
            (["2025年6月", "2025-6-30"], "2025-06-30"),
        ],
    )
    def test_words_are_asked_about_and_kept_where_nobody_knows_better(
        desk: Desk, answers: list[str], bought: str
    ) -> None:
        told = options({**TOLD, "bought": "去年"})
        further = ["0", ""]  # the distance, the urgency
        ended = talk(
            desk.path, "intake", *told, answers=[*answers, *further], now=f"{NOW}+08:00"[:25]
        )
        assert ended.status == 0, ended.screen
        assert desk.data["equipment"]["bought"] == bought
