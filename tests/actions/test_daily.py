"""The daily reconciliation: what a day came to, counted, sealed, put right, and what came late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import TICKET, Desk

from svc.model import reading

if TYPE_CHECKING:
    from pathlib import Path

DAY, NEXT = "2026-11-20", "2026-11-21"
EVENING = "2026-11-20T18:00:00"
LATER = "2026-11-20T18:30:00"
MORNING = "2026-11-21T09:30:00"
CONFIRM = ("daily", "confirm", DAY, "--office", "SZ")
SEAL = f"seals/SZ/{DAY}.yaml"


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Wang made a visit and took 80 yuan on site; the slip is in, nobody called back."""
    desk.play("slip")
    line = ("--line", "检测:1:80", "--allow", "检测费")
    desk.ok("charge", TICKET, *line, by="sun", now="2026-11-20T17:00:00")
    take = ("receipt", TICKET, "--how", "cash", "--taken-by", "wang")
    desk.ok(*take, by="zhao", now="2026-11-20T17:10:00")
    return desk


@pytest.fixture
def handed_in(worked: Desk) -> Desk:
    """And Zhao has the money."""
    worked.ok("receipt", TICKET, "--hand-in", by="zhao", now="2026-11-20T17:30:00")
    return worked


@pytest.fixture
def sealed(handed_in: Desk) -> Desk:
    handed_in.ok(*CONFIRM, "--counted", "cash=80", by="zhao", now=EVENING)
    return handed_in


def day(desk: Desk, day: str = DAY, now: str = LATER) -> Any:
    """What `svc daily` says of a day in Shenzhen."""
    (item,) = desk.ok("daily", day, "--office", "SZ", "--json", by="zhao", now=now).json["items"]
    return item


def of_wang(desk: Desk, which: str = DAY, now: str = LATER) -> Any:
    found = [each for each in day(desk, which, now)["technicians"] if each["technician"] == "wang"]
    return found[0]


def log_of(desk: Desk, path: str = SEAL) -> list[Any]:
    """The log of a seal, as it stands in its file."""
    log: list[Any] = reading.read_record((desk.path / path).read_bytes(), path)["log"]
    return log


def rules_broken(desk: Desk, now: str) -> set[str]:
    """What `svc check` finds, but for offices of which nobody is among the staff."""
    items = desk.svc("check", "--json", by="sun", now=now).json["items"]
    return {item["rule"] for item in items} - {"office-people", "overcharged"}


# Not sealed yet


def unsealed(desk: Desk, by: str = "zhao", now: str = MORNING) -> Any:
    return desk.ok("--json", "mine", by=by, now=now).json["unsealed"]


def test_a_cashier_is_told_of_days_with_money_that_nobody_sealed(handed_in: Desk) -> None:
    assert unsealed(handed_in) == [DAY]
    assert unsealed(handed_in, now=EVENING) == []  # the day is not over
    assert unsealed(handed_in, by="wang") == []
    assert unsealed(handed_in, now="2026-12-05T09:00:00") == []  # too far back
    said = handed_in.ok("--lang", "zh", "mine", by="zhao", now=MORNING).out
    assert f"有收款、还没封账的日子：{DAY}。清点封账：svc daily confirm {DAY}" in said
    handed_in.ok(*CONFIRM, "--counted", "cash=80", by="zhao", now=MORNING)
    assert unsealed(handed_in) == []


def test_the_sheet_and_the_board_say_which_days_before_are_not_sealed(handed_in: Desk) -> None:
    says = f"深圳售后有收款、还没封账的日子：{DAY}。清点封账：svc daily confirm {DAY} --office SZ"
    zh = ("--lang", "zh")
    assert says not in handed_in.ok(*zh, "dispatch", by="chen", now=MORNING).out  # no day ever was
    before = ("daily", "confirm", "2026-11-19", "--office", "SZ")
    handed_in.ok(*before, by="zhao", now=EVENING)
    board = handed_in.ok(*zh, "dispatch", by="chen", now=MORNING).out
    sheet = handed_in.ok(*zh, "daily", NEXT, by="chen", now=MORNING).out
    office = board.split("有收款")[0].splitlines()[-1]
    assert says.replace("深圳售后", office) in board
    assert says.replace("深圳售后", office) in sheet
    assert day(handed_in, NEXT, MORNING)["unsealed"] == [DAY]
    assert day(handed_in, DAY, MORNING)["unsealed"] == []
    assert "--office SZ" not in handed_in.ok("daily", DAY, by="chen", now=MORNING).out


# The sheet


def test_of_one_technician_it_says_his_day_alone(worked: Desk) -> None:
    asked = ("daily", DAY, "--office", "SZ", "--technician")
    (item,) = worked.ok("--json", *asked, "王强", by="zhao", now=LATER).json["items"]
    assert [each["technician"] for each in item["technicians"]] == ["wang"]
    assert "王强" in worked.ok(*asked, "wang", by="zhao", now=LATER).out
    said = worked.ok(*asked, "li", by="zhao", now=LATER).out
    assert "There is nothing to say of 李明." in said
    assert worked.ok(*asked, "li", "--csv", by="zhao", now=LATER).out.count("\n") == 1


def test_a_visit_a_slip_and_money_in_hand_stand_with_their_technician(worked: Desk) -> None:
    wang = of_wang(worked)
    assert (wang["visits"], wang["slips_in"], wang["slips_missing"]) == ([TICKET], [TICKET], [])
    held = {"ticket": TICKET, "amount": "80.00", "how": "cash", "since": DAY}
    assert (wang["money_held"], wang["handed_in"]) == ([held], [])
    assert day(worked)["money"] == []  # it has not reached the cashier


def test_money_handed_in_is_the_cashiers_and_no_longer_the_technicians(handed_in: Desk) -> None:
    wang = of_wang(handed_in)
    assert wang["money_held"] == []
    assert [each["amount"] for each in wang["handed_in"]] == ["80.00"]
    assert day(handed_in)["money"] == [
        {"how": "cash", "books": "80.00", "counted": None, "difference": None}
    ]


def test_the_day_stays_as_it_was_when_the_money_comes_the_next_day(worked: Desk) -> None:
    worked.ok("receipt", TICKET, "--hand-in", by="zhao", now=MORNING)
    assert [each["amount"] for each in of_wang(worked, now=MORNING)["money_held"]] == ["80.00"]
    assert day(worked, DAY, MORNING)["money"] == []
    assert day(worked, NEXT, MORNING)["money"][0]["books"] == "80.00"
    assert of_wang(worked, NEXT, MORNING)["money_held"] == []


def test_a_slip_that_is_missing_is_missed_until_it_is_there(desk: Desk) -> None:
    desk.play("back")
    missing = [{"ticket": TICKET, "day": DAY}]
    assert of_wang(desk)["slips_missing"] == missing
    assert of_wang(desk, NEXT, MORNING)["slips_missing"] == missing
    desk.ok("slip", TICKET, "--signed-by", "张工", by="wang", now=MORNING)
    assert of_wang(desk, now=MORNING)["slips_missing"] == missing  # as it was that evening
    assert of_wang(desk, NEXT, MORNING)["slips_in"] == [TICKET]


@pytest.mark.parametrize(
    ("slip", "why", "said"),
    [
        (("--unsigned", "客户不在"), "unsigned", "客户不在"),
        (("--unsigned", "客户不在", "--rating", "satisfied"), "rated_unsigned", "客户不在"),
        (("--signed-by", "王强", "--rating", "satisfied"), "signed_by_us", "王强"),
    ],
)
def test_a_slip_that_the_customer_may_not_have_signed_is_doubtful(
    desk: Desk, slip: tuple[str, ...], why: str, said: str
) -> None:
    desk.play("back")
    desk.ok("slip", TICKET, *slip, by="wang", now="2026-11-20T17:00:00")
    (doubt,) = of_wang(desk)["doubtful"]
    assert (doubt["why"], doubt["said"], doubt["otherwise"]) == (why, said, None)


def test_a_customer_who_says_otherwise_on_the_phone_makes_the_slip_doubtful(desk: Desk) -> None:
    desk.play("back")
    slip = ("slip", TICKET, "--signed-by", "张工", "--rating", "satisfied")
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    assert of_wang(desk)["doubtful"] == []
    called = ("callback", TICKET, "--spoke-to", "张工", "--rating", "fair")
    desk.ok(*called, by="zhao", now=MORNING)
    (doubt,) = of_wang(desk, NEXT, MORNING)["doubtful"]
    assert (doubt["why"], doubt["said"], doubt["otherwise"]) == ("differs", "satisfied", "fair")
    assert of_wang(desk, now=MORNING)["doubtful"] == []


def test_a_warranty_card_nobody_looked_at_is_missing_where_the_machine_is_in_warranty(
    desk: Desk,
) -> None:
    desk.play("slip")
    assert of_wang(desk)["cards_missing"] == [TICKET]


@pytest.mark.parametrize(("card", "seen"), [("in", True), ("missing", False)])
def test_the_slip_says_whether_the_warranty_card_came_with_it(
    desk: Desk, card: str, seen: bool
) -> None:
    desk.play("back")
    slip = ("slip", TICKET, "--signed-by", "张工", "--card", card)
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    wang = of_wang(desk)
    assert (wang["cards_seen"] == [TICKET], wang["cards_missing"] == []) == (seen, seen)


CARD_IN = ("slip", TICKET, "--card", "已交")


def waive(desk: Desk, what: str, now: str, by: str = "sun") -> None:
    desk.ok("waive", TICKET, "--missing", what, "--reason", "店里搬家", by=by, now=now)


def test_a_card_that_is_missing_is_missed_until_it_is_in(desk: Desk) -> None:
    desk.play("back")
    slip = ("slip", TICKET, "--signed-by", "张工", "--rating", "satisfied", "--card", "missing")
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    far = "2026-12-20"
    for day_, now in ((NEXT, MORNING), (far, f"{far}T18:00:00")):
        assert of_wang(desk, day_, now)["cards_open"] == [{"ticket": TICKET, "day": DAY}]
    assert f"{TICKET} ({DAY})" in desk.ok("daily", far, by="chen", now=f"{far}T18:00:00").out
    desk.ok(*CARD_IN, by="wang", now="2026-12-21T09:00:00")
    wang = of_wang(desk, "2026-12-21", "2026-12-21T18:00:00")
    assert (wang["cards_seen"], wang["cards_open"], wang["slips_in"]) == ([TICKET], [], [])
    assert desk.data["log"][-1]["rating"] == "satisfied"  # the slip stands as it was
    assert of_wang(desk, far, "2026-12-21T18:00:00")["cards_open"]  # as it was that evening


def test_a_card_nobody_spoke_of_is_asked_for_a_fortnight_or_until_it_is_let_pass(
    desk: Desk,
) -> None:
    desk.play("slip")
    assert of_wang(desk)["cards_missing"] == [TICKET]
    assert of_wang(desk, NEXT, MORNING)["cards_open"] == [{"ticket": TICKET, "day": DAY}]
    assert of_wang(desk, "2026-12-04", "2026-12-04T18:00:00")["cards_open"]
    late = day(desk, "2026-12-05", "2026-12-05T18:00:00")["technicians"]
    assert not [each for each in late if each["cards_open"]]
    waive(desk, "保修卡", MORNING)
    assert not [each for each in day(desk, NEXT, MORNING)["technicians"] if each["cards_open"]]


def test_a_doubtful_signature_stays_until_the_customer_is_asked_or_it_is_let_pass(
    desk: Desk,
) -> None:
    desk.play("back")
    slip = ("slip", TICKET, "--signed-by", "王强", "--rating", "satisfied", "--card", "in")
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    far = "2026-12-20"
    (doubt,) = of_wang(desk, far, f"{far}T18:00:00")["doubtful_open"]
    assert (doubt["why"], doubt["day"]) == ("signed_by_us", DAY)
    called = ("callback", TICKET, "--spoke-to", "张工", "--rating", "fair")
    desk.ok(*called, by="zhao", now="2026-12-21T09:00:00")
    wang = of_wang(desk, "2026-12-22", "2026-12-22T18:00:00")
    assert [each["why"] for each in wang["doubtful_open"]] == ["differs"]
    waive(desk, "签名", "2026-12-23T09:00:00")
    evening = "2026-12-23T18:00:00"
    assert day(desk, "2026-12-23", evening)["technicians"] == []
    assert of_wang(desk, "2026-12-22", evening)["doubtful_open"]
    error = refused(desk, "waive", TICKET, "--missing", "card", "--reason", "x", by="sun")
    assert error["key"] == "nothing-missing"


def test_a_customer_who_says_the_same_clears_up_a_doubt(desk: Desk) -> None:
    desk.play("back")
    slip = ("slip", TICKET, "--unsigned", "不在")
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    assert of_wang(desk)["doubtful"]
    assert of_wang(desk, NEXT, MORNING)["doubtful_open"] == []  # nobody is pressed, nobody rated
    desk.ok(*slip, "--rating", "satisfied", by="wang", now="2026-11-20T17:20:00")
    assert of_wang(desk, NEXT, MORNING)["doubtful_open"]
    called = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    desk.ok(*called, by="zhao", now=MORNING)
    assert of_wang(desk, NEXT, MORNING)["doubtful_open"] == []


def test_who_may_let_paid_work_pass_lets_a_slip_pass(desk: Desk) -> None:
    desk.play("back")
    words = ("waive", TICKET, "--missing", "slip", "--reason", "撕了")
    assert refused(desk, *words, by="wang", now=LATER)["key"] == "not-your-role"
    desk.ok(*words, by="sun", now=MORNING)
    assert of_wang(desk, DAY, MORNING)["slips_missing"]
    assert [e["slips_missing"] for e in day(desk, NEXT, MORNING)["technicians"]] in ([], [[]])


def test_a_part_that_is_lent_is_held_until_it_is_used(desk: Desk) -> None:
    desk.play("reply")
    lend = ("loan", "lend", TICKET, "P-1001:2", "--to", "wang")
    desk.ok(*lend, by="sun", now="2026-11-20T09:48:00")
    held = {"ticket": TICKET, "part": "P-1001", "count": 2, "since": DAY}
    assert of_wang(desk)["parts_held"] == [held]
    sheet = desk.ok("--lang", "zh", "daily", DAY, by="chen", now=LATER).out
    assert f"王强：{TICKET} P-1001 ×2" in sheet.replace("加热管 ", "")


def test_another_office_has_a_day_of_its_own(worked: Desk) -> None:
    ended = worked.ok("daily", DAY, "--office", "all", "--json", by="zhao", now=LATER)
    others = [item for item in ended.json["items"] if item["office"] != "SZ"]
    assert others
    assert all(item["technicians"] == [] for item in others)


def test_the_index_and_the_files_say_the_same(handed_in: Desk) -> None:
    from datetime import date, datetime

    from svc.actions.daily import reconcile
    from svc.store.ledger import Ledger

    now = datetime.fromisoformat(MORNING + "+08:00")
    for indexed in (True, False):
        ledger = Ledger(handed_in.path, indexed=indexed)
        sheet = reconcile(ledger, "SZ", date(2026, 11, 20), now, []).sheet
        assert len(sheet.events) == 5  # visit, slip, paid, its receipt, handed in
        assert [each.technician for each in sheet.technicians] == ["wang"]


# Counted and sealed


def test_a_day_that_is_counted_is_sealed(handed_in: Desk) -> None:
    ended = handed_in.ok(*CONFIRM, "--counted", "cash=80", by="zhao", now=EVENING)
    assert "80.00" in ended.out
    (event,) = log_of(handed_in)
    assert event["what"] == "sealed"
    assert event["counted"] == [{"how": "cash", "books": "80.00", "counted": "80.00"}]
    assert len(event["events"]) == 5
    assert (day(handed_in)["status"], day(handed_in)["as_sealed"]) == ("sealed", True)
    assert rules_broken(handed_in, LATER) == set()


def test_a_day_that_is_sealed_is_not_sealed_again(sealed: Desk) -> None:
    again = sealed.ok(
        *CONFIRM, "--counted", "cash=80", "--json", by="zhao", now="2026-11-20T18:02:00"
    )
    assert again.json["repeated"] is True
    error = refused(sealed, *CONFIRM, "--counted", "cash=79", by="zhao", now=LATER)
    assert error["key"] == "day-sealed"


def test_what_the_books_have_must_be_counted(handed_in: Desk) -> None:
    error = refused(handed_in, *CONFIRM, by="zhao", now=EVENING)
    assert error["facts"]["fields"] == ["--counted cash="]


def test_a_difference_needs_a_reason_and_is_booked_with_it(handed_in: Desk) -> None:
    count = (*CONFIRM, "--counted", "cash=78.50")
    assert refused(handed_in, *count, by="zhao", now=EVENING)["key"] == "count-differs"
    handed_in.ok(*count, "--reason", "找零找错", by="zhao", now=EVENING)
    (event,) = log_of(handed_in)
    assert event["reason"] == "找零找错"
    assert day(handed_in)["money"] == [
        {"how": "cash", "books": "80.00", "counted": "78.50", "difference": "-1.50"}
    ]


def test_a_way_of_paying_may_be_typed_as_the_department_calls_it(handed_in: Desk) -> None:
    count = (*CONFIRM, "--counted", "现金＝80元", "--lang", "zh")
    assert "差额 0.00" in handed_in.ok(*count, by="zhao", now=EVENING).out


def test_only_the_cashier_or_a_manager_seals(handed_in: Desk) -> None:
    count = (*CONFIRM, "--counted", "cash=80")
    assert refused(handed_in, *count, by="wang", now=EVENING)["key"] == "not-your-role"
    handed_in.ok(*count, by="sun", now=EVENING)


@pytest.mark.parametrize("typed", ["80", "cash", "gold=80", "cash=much"])
def test_a_count_is_a_way_of_paying_and_an_amount(handed_in: Desk, typed: str) -> None:
    refused(handed_in, *CONFIRM, "--counted", typed, by="zhao", now=EVENING)


def test_a_day_to_come_is_not_sealed(handed_in: Desk) -> None:
    refused(handed_in, "daily", "confirm", NEXT, "--office", "SZ", by="zhao", now=EVENING)


def test_a_file_for_a_spreadsheet_has_a_row_a_technician(sealed: Desk) -> None:
    ended = sealed.ok("daily", DAY, "--office", "SZ", "--csv", by="zhao", now=LATER)
    assert ended.out.splitlines()[1] == f"{DAY},SZ,王强,1,1,0,1,0,0,0.00,80.00"


def test_a_seal_is_checked_by_its_number_and_one_that_is_damaged_is_named(sealed: Desk) -> None:
    sealed.ok("check", f"SZ-{DAY}", by="sun", now=LATER)
    sealed.edit("80.00", "90.00", SEAL)
    found = sealed.svc("check", f"SZ-{DAY}", "--json", by="sun", now=LATER).json["items"]
    assert {item["rule"] for item in found} == {"seal", "history"}
    (sealed.path / SEAL).write_text("id: [\n", encoding="utf-8")
    assert sealed.svc("daily", DAY, "--office", "SZ", by="zhao", now=LATER).status == 3
    confirm = ("daily", "confirm", NEXT, "--office", "SZ")
    assert sealed.svc(*confirm, by="zhao", now=MORNING).status == 3
    assert not (sealed.path / f"seals/SZ/{NEXT}.yaml").exists()


# What comes late


@pytest.fixture
def late(sealed: Desk) -> Desk:
    """Wang types at half past six what he took at four."""
    take = ("receipt", TICKET, "--how", "wechat", "--amount", "20", "--taken-by", "zhao")
    sealed.ok(*take, "--at", "16:50", "--allow", "补录", by="sun", now=LATER)
    return sealed


def test_what_is_entered_for_a_sealed_day_shows_as_late(late: Desk) -> None:
    found = day(late)
    assert found["as_sealed"] is False
    assert {each["event"] for each in found["late"]} == {"paid", "receipt_issued"}
    assert {each["in_seal"] for each in found["late"]} == {None}
    assert rules_broken(late, LATER) == {"late-entry"}


def test_it_is_counted_with_the_next_day_that_is_sealed(late: Desk) -> None:
    next_day = day(late, NEXT, MORNING)
    assert [each["how"] for each in next_day["money"]] == ["wechat"]
    assert {each["day"] for each in next_day["late"]} == {DAY}
    confirm = ("daily", "confirm", NEXT, "--office", "SZ", "--counted", "wechat=20")
    late.ok(*confirm, by="zhao", now=MORNING)
    assert {each["in_seal"] for each in day(late, DAY, MORNING)["late"]} == {NEXT}
    assert day(late, DAY, MORNING)["as_sealed"] is True
    assert day(late, NEXT, MORNING)["as_sealed"] is True
    assert rules_broken(late, MORNING) == set()


def test_a_correction_takes_it_into_its_own_day(late: Desk) -> None:
    correct = ("daily", "correct", DAY, "--office", "SZ", "--reason", "孙晚录一笔微信")
    missing = refused(late, *correct, by="zhao", now=MORNING)
    assert missing["facts"]["fields"] == ["--counted wechat="]
    late.ok(*correct, "--counted", "wechat=20", by="zhao", now=MORNING)
    sealed, recounted = log_of(late)
    assert (sealed["what"], recounted["what"]) == ("sealed", "recounted")
    assert len(recounted["events"]) == 2
    found = day(late, DAY, MORNING)
    assert (found["status"], found["as_sealed"]) == ("recounted", True)
    assert day(late, NEXT, MORNING)["money"] == []
    assert rules_broken(late, MORNING) == set()


def test_a_correction_can_be_read_who_from_what_to_what_and_why(late: Desk) -> None:
    correct = ("daily", "correct", DAY, "--office", "SZ", "--reason", "孙晚录一笔微信")
    counted = ("--counted", "微信 20", "--counted", "现金 79")
    late.ok(*correct, *counted, by="zhao", now=MORNING)
    said = late.ok("--lang", "zh", "daily", DAY, by="zhao", now=MORNING).out
    who, cash, wechat = said.splitlines()[-3:]
    assert who.startswith("赵敏")
    assert who.endswith("孙晚录一笔微信")
    assert cash == "  现金：账上 80.00 → 80.00，实点 80.00 → 79.00"
    assert wechat == "  微信支付：账上 0.00 → 20.00，实点 0.00 → 20.00"
    twice = ("daily", "confirm", NEXT, "--office", "SZ", *("--counted", "现金 1") * 2)
    assert refused(late, *twice, by="zhao", now=MORNING)["key"] == "option-twice"


def test_nothing_is_corrected_where_nothing_changed(sealed: Desk) -> None:
    correct = ("daily", "correct", DAY, "--office", "SZ", "--reason", "看错")
    assert refused(sealed, *correct, by="zhao", now=LATER)["key"] == "nothing-to-correct"
    said = sealed.svc("--lang", "zh", *correct, by="zhao", now=LATER).err
    assert " SZ 的数字" not in said  # an office is said by its name
    assert f" {DAY} 的数字与封账时一样" in said
    unsealed = ("daily", "correct", NEXT, "--office", "SZ", "--reason", "看错")
    assert refused(sealed, *unsealed, by="zhao", now=MORNING)["key"] == "no-such-seal"


# Two desks


@pytest.mark.parametrize("pulls", [0, 1])
def test_of_two_desks_that_sealed_a_day_the_first_holds_whichever_pulls(
    handed_in: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pulls: int
) -> None:
    clones = [Desk(tmp_path / name, monkeypatch) for name in ("one", "two")]
    said = (("zhao", "18:00:00", "80"), ("sun", "17:50:00", "79.99"))
    for clone, lane, (who, when, cash) in zip(clones, "BC", said, strict=True):
        handed_in.git("clone", "-q", str(handed_in.path), str(clone.path))
        monkeypatch.chdir(clone.path)
        clone.ok("init", "--join", "--desk", lane, by=who, now=EVENING)
        count = (*CONFIRM, "--counted", f"cash={cash}", "--reason", "点两遍")
        clone.ok(*count, by=who, now=f"{DAY}T{when}")
    here, other = clones[pulls], clones[1 - pulls]
    monkeypatch.chdir(here.path)
    here.git("pull", "-q", "--no-rebase", "--no-edit", str(other.path), "main")
    assert [event["by"] for event in log_of(here)].count("sun") == 1
    found = day(here)
    assert (found["money"][0]["counted"], found["as_sealed"]) == ("79.99", False)
    assert [each["by"] for each in found["confirmed"]] == ["sun", "zhao"]
    assert rules_broken(here, LATER) == {"sealed-twice"}
    correct = ("daily", "correct", DAY, "--office", "SZ", "--counted", "cash=80")
    here.ok(*correct, "--reason", "赵点的对", by="sun", now=LATER)
    assert (day(here)["status"], day(here)["as_sealed"]) == ("recounted", True)
    assert rules_broken(here, LATER) == set()
    other.git("pull", "-q", "--no-rebase", "--no-edit", str(here.path), "main")
    assert (other.path / SEAL).read_bytes() == (here.path / SEAL).read_bytes()
