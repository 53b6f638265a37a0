"""Money that two desks took before either knew of the other: named by check after a merge, settled by
one command, the same whoever merges.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions.deeds import Fields, broken_rules, events, refused, said, stands_once
from conftest import TICKET
from conftest import Desk as OneDesk

if TYPE_CHECKING:
    from conftest import Desk

NOON, LATER, AFTER = "2026-11-20T12:00:00", "2026-11-20T13:00:00", "2026-11-20T14:00:00"
OURS, THEIRS = "SZ-A-26-0001", "SZ-B-26-0001"
TAKE = ("receipt", TICKET, "--how", "cash")
SAME = ("overpaid", TICKET, "--decide", "same", "--reason", "同一笔")
BACK = ("overpaid", TICKET, "--decide", "back", "--reason", "多收")
BOTH = ("overpaid", TICKET, "--decide", "both", "--reason", "分两次付")


def _get(desk: Desk, other: Path) -> None:
    desk.git("fetch", "-q", str(other), "HEAD")
    desk.git("merge", "-q", "--no-edit", "FETCH_HEAD")


class TwoDesks:
    """Two clones of one ledger, lanes A and B, and who types at which."""

    def __init__(self, ours: Desk, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.ours, self._patch = ours, patch
        ours.git("clone", "-q", ".", str(path))
        self.theirs = OneDesk(path, patch)
        self.at(self.theirs).ok("init", "--join", "--desk", "B", by="sun")
        _get(self.at(ours), path)

    def at(self, desk: Desk) -> Desk:
        self._patch.chdir(desk.path)
        return desk

    def merged(self) -> Desk:
        """Ours with theirs, after theirs with ours: the record is the same in both."""
        _get(self.theirs, self.ours.path)
        _get(self.ours, self.theirs.path)
        assert self.ours.record.read_bytes() == self.theirs.record.read_bytes()
        return self.at(self.ours)


@pytest.fixture
def two(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoDesks:
    """240 yuan are charged, nothing is paid, and two desks know it."""
    assert desk.intake(mode="paid", bought="2020-08-01").status == 0
    desk.ok("charge", TICKET, "--line", "检测:3:80", "--allow", "检测费", by="sun")
    return TwoDesks(desk, tmp_path / "theirs", monkeypatch)


@pytest.fixture
def twice(two: TwoDesks) -> Desk:
    """Both desks took all of it."""
    two.at(two.ours).ok(*TAKE, by="zhao", now=NOON)
    two.at(two.theirs).ok("receipt", TICKET, "--how", "wechat", by="chen", now=LATER)
    return two.merged()


def paid(desk: Desk) -> Decimal:
    return desk.ledger.read(TICKET).state.account.paid


def since(desk: Desk, count: int) -> list[Fields]:
    return [said(event) for event in events(desk)[-count:]]


def test_the_same_money_taken_at_two_desks_is_named_and_falls_with_one_command(
    twice: Desk,
) -> None:
    assert [rule for rule, _ in broken_rules(twice)] == ["paid-twice"]
    commits = int(twice.git("rev-list", "--count", "HEAD"))
    twice.ok(*SAME, by="zhao", now=AFTER)
    assert int(twice.git("rev-list", "--count", "HEAD")) == commits + 1
    assert since(twice, 2) == [
        {
            "what": "refunded",
            "by": "zhao",
            "amount": "240.00",
            "how": "wechat",
            "receipt": THEIRS,
            "reason": "同一笔",
            "not_taken": True,
        },
        {"what": "receipt_voided", "by": "zhao", "number": THEIRS, "reason": "同一笔"},
    ]
    assert broken_rules(twice, status=0) == []
    assert paid(twice) == Decimal("240.00")
    stands_once(twice, *SAME, by="zhao", now="2026-11-20T14:05:00")


def test_the_receipt_that_falls_may_be_named_and_nobody_holds_its_money(twice: Desk) -> None:
    twice.ok(*SAME, "--of", OURS.lower(), by="zhao", now=AFTER)
    account = twice.ledger.read(TICKET).state.account
    assert [receipt.number for receipt in account.receipts_in_force] == [THEIRS]
    (held,) = account.owed_by_staff(twice.ledger.staff)
    assert held.taken_by == "chen"
    undone = (*SAME, "--of", OURS)
    assert refused(twice, *undone, "--again", by="zhao", now=AFTER)["key"] == (
        "nothing-to-settle-in-money"
    )


def test_money_recorded_twice_was_never_in_anybodys_hand(twice: Desk) -> None:
    twice.ok(*SAME, by="zhao", now=AFTER)
    assert twice.ledger.read(TICKET).state.account.owed_by_staff(twice.ledger.staff) == []


def test_what_was_really_paid_twice_goes_back(twice: Desk) -> None:
    twice.ok(*BACK, "--how", "transfer", by="zhao", now=AFTER)
    money, void = since(twice, 2)
    assert (money["amount"], money["how"]) == ("240.00", "transfer")
    assert "not_taken" not in money
    assert void["what"] == "receipt_voided"
    assert broken_rules(twice, status=0) == []


def test_two_payments_beyond_the_charge_can_not_both_be_right(twice: Desk) -> None:
    assert refused(twice, *BOTH, by="sun", now=AFTER)["key"] == "still-too-much"


def test_two_part_payments_of_one_sum_may_both_be_right(two: TwoDesks) -> None:
    for desk, by in ((two.ours, "zhao"), (two.theirs, "chen")):
        two.at(desk).ok(*TAKE, "--amount", "100", by=by, now=NOON)
    ours = two.merged()
    assert [rule for rule, _ in broken_rules(ours)] == ["paid-twice"]
    assert refused(ours, *BACK, by="zhao", now=AFTER)["key"] == "nothing-to-settle-in-money"
    ours.ok(*BOTH, by="sun", now=AFTER)
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal("200.00")
    stands_once(ours, *BOTH, by="sun", now="2026-11-20T14:05:00")


def test_parts_of_one_sum_taken_one_after_the_other_are_two(two: TwoDesks) -> None:
    two.at(two.ours).ok(*TAKE, "--amount", "100", by="zhao", now=NOON)
    two.at(two.merged())
    two.at(two.theirs).ok(*TAKE, "--amount", "100", by="chen", now=LATER)
    ours = two.merged()
    assert broken_rules(ours, status=0) == []
    assert refused(ours, *SAME, by="zhao", now=AFTER)["key"] == "nothing-to-settle-in-money"


def test_money_taken_while_the_other_desk_lowered_the_charge_goes_back_in_part(
    two: TwoDesks,
) -> None:
    two.at(two.ours).ok(
        *("receipt", TICKET, "--how", "wechat", "--also", "cash:40"), by="zhao", now=NOON
    )
    lower = ("charge", TICKET, "--line", "检测:2:80", "--allow", "少一项")
    two.at(two.theirs).ok(*lower, by="sun", now=LATER)
    ours = two.merged()
    assert [rule for rule, _ in broken_rules(ours)] == ["overpaid"]
    assert refused(ours, *SAME, by="zhao", now=AFTER)["key"] == "not-the-same-payment"
    ours.ok(*BACK, "--how", "cash", by="zhao", now=AFTER)
    first, second, void, anew = since(ours, 4)
    assert [(each["how"], each["amount"]) for each in (first, second)] == [
        ("cash", "40.00"),
        ("cash", "40.00"),
    ]
    assert (void["number"], anew["replaces"]) == (OURS, OURS)
    assert (anew["number"], anew["amount"], anew["how"]) == ("SZ-A-26-0002", "160.00", "wechat")
    assert "ways" not in anew
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal("160.00")
    stands_once(ours, *BACK, "--how", "cash", by="zhao", now="2026-11-20T14:05:00")


def test_a_receipt_voided_just_before_for_the_same_reason_is_another_deed(twice: Desk) -> None:
    twice.ok("receipt", TICKET, "--void", OURS, "--reason", "同一笔", by="zhao", now=AFTER)
    twice.ok("receipt", TICKET, "--replaces", OURS, by="zhao", now=AFTER)
    twice.ok(*BACK[:-1], "同一笔", by="zhao", now="2026-11-20T14:02:00")
    assert paid(twice) == Decimal("240.00")
    assert broken_rules(twice, status=0) == []


def test_what_a_manager_let_be_taken_beyond_the_charge_is_no_finding(two: TwoDesks) -> None:
    ours = two.at(two.ours)
    ours.ok(*TAKE, "--amount", "300", "--allow", "下次的定金", by="sun", now=NOON)
    assert broken_rules(ours, status=0) == []
    assert refused(ours, *SAME, by="sun", now=AFTER)["key"] == "nothing-to-settle-in-money"


# Two desks that both settled it


def both_settle(two: TwoDesks, one: tuple[str, ...], other: tuple[str, ...]) -> Desk:
    """Each knows that it was taken twice, and nothing of what the other says of it."""
    two.at(two.ours).ok(*TAKE, by="zhao", now=NOON)
    two.at(two.theirs).ok("receipt", TICKET, "--how", "wechat", by="chen", now=LATER)
    two.merged()
    two.at(two.ours).ok(*one, by="zhao", now=AFTER)
    two.at(two.theirs).ok(*other, by="sun", now="2026-11-20T14:30:00")
    return two.merged()


def rules_of(desk: Desk) -> list[str]:
    return [rule for rule, _ in broken_rules(desk)]


def test_one_payment_that_two_desks_took_back_as_never_taken_is_taken_back_once(
    two: TwoDesks,
) -> None:
    ours = both_settle(two, SAME, SAME)
    assert paid(ours) == Decimal("240.00")
    assert broken_rules(ours, status=0) == []
    assert cash_and_wechat(ours) == {"cash": "240.00"}


def cash_and_wechat(desk: Desk) -> dict[str, str]:
    """What the cashier's books have of the day."""
    words = ("daily", "2026-11-20", "--office", "SZ", "--json")
    (day,) = desk.ok(*words, by="zhao", now="2026-11-20T18:00:00").json["items"]
    return {each["how"]: each["books"] for each in day["money"] if each["books"] != "0.00"}


def test_what_was_never_taken_had_not_reached_the_cashier_either(twice: Desk) -> None:
    twice.ok(*SAME, by="zhao", now=AFTER)
    assert cash_and_wechat(twice) == {"cash": "240.00"}


def test_but_it_leaves_the_books_where_the_cashier_had_confirmed_it(twice: Desk) -> None:
    twice.ok("receipt", TICKET, "--hand-in", by="zhao", now="2026-11-20T13:30:00")
    assert cash_and_wechat(twice) == {"cash": "240.00", "wechat": "240.00"}
    twice.ok(*SAME, by="zhao", now=AFTER)
    assert cash_and_wechat(twice) == {"cash": "240.00"}


def test_where_each_desk_took_the_others_back_it_is_named_until_it_is_recorded_once_more(
    two: TwoDesks,
) -> None:
    ours = both_settle(two, (*SAME, "--of", THEIRS), (*SAME, "--of", OURS))
    assert paid(ours) == Decimal()
    assert rules_of(ours) == ["never-taken"]
    ours.ok(*TAKE, by="zhao", now="2026-11-20T15:00:00")
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal("240.00")


def test_money_that_went_back_at_two_desks_is_named(two: TwoDesks) -> None:
    """The customer may really have it twice: the cashier finds out."""
    ours = both_settle(two, BACK, BACK)
    assert rules_of(ours) == ["refunded-twice"]
    assert paid(ours) == Decimal()


LATE = "2026-11-20T15:00:00"


def voided_twice(two: TwoDesks, *how: str) -> Desk:
    """One receipt, known to both, is voided at each desk before they meet."""
    two.at(two.ours).ok(*TAKE, by="zhao", now=NOON)
    two.merged()
    void = ("receipt", TICKET, "--void", OURS, "--reason", "不修了", *how)
    two.at(two.ours).ok(*void, by="zhao", now=LATER)
    two.at(two.theirs).ok(*void, by="sun", now=AFTER)
    return two.merged()


def test_of_one_refund_recorded_at_two_desks_the_later_counts_for_nothing(two: TwoDesks) -> None:
    ours = voided_twice(two, "--refund", "cash")
    assert rules_of(ours) == ["refunded-twice"]
    assert paid(ours) == Decimal("-240.00")
    ours.ok(*SAME, by="sun", now=LATE)
    assert [each["what"] for each in since(ours, 1)] == ["settled"]
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal()
    assert cash_and_wechat(ours) == {}
    stands_once(ours, *SAME, by="sun", now="2026-11-20T15:05:00")


def test_what_a_customer_got_back_twice_is_owed_and_its_return_is_a_payment(
    two: TwoDesks,
) -> None:
    ours = voided_twice(two, "--refund", "cash")
    ours.ok(*BOTH, by="sun", now=LATE)
    assert broken_rules(ours, status=0) == []
    assert ours.ledger.read(TICKET).state.account.still_to_pay == Decimal("480.00")
    ours.ok(*TAKE, "--amount", "240", by="zhao", now="2026-11-20T16:00:00")
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal()


def test_a_refund_of_what_another_desk_took_back_as_never_taken_is_named(two: TwoDesks) -> None:
    back = ("receipt", TICKET, "--void", THEIRS, "--reason", "多收", "--refund", "cash")
    ours = both_settle(two, SAME, back)
    assert rules_of(ours) == ["refunded-twice"]
    ours.ok(*SAME, by="sun", now=LATE)
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal("240.00")


def test_a_receipt_that_two_desks_voided_and_replaced_is_left_with_one_in_its_place(
    two: TwoDesks,
) -> None:
    two.at(two.ours).ok(*TAKE, by="zhao", now=NOON)
    two.merged()
    for desk, by in ((two.ours, "zhao"), (two.theirs, "sun")):
        two.at(desk).ok("receipt", TICKET, "--void", OURS, "--reason", "抬头", by=by, now=LATER)
        two.at(desk).ok("receipt", TICKET, "--replaces", OURS, by=by, now=AFTER)
    ours = two.merged()
    assert sorted(rules_of(ours)) == ["ended-twice", "receipt-without-money"]
    settle = ("settle", TICKET, "--outcome", "received", "--reason", "两边都作废了同一张")
    ours.ok(*settle, by="sun", now=LATE)
    found = ours.svc("check", "--json").json["items"]
    (finding,) = [each for each in found if each["rule"] == "receipt-without-money"]
    number = finding["do"].partition("--void ")[2].split()[0]
    assert number in (THEIRS, "SZ-A-26-0002")  # the later of both, by their ids
    ours.ok("receipt", TICKET, "--void", number, "--reason", "两边各开一张", by="zhao", now=LATE)
    assert broken_rules(ours, status=0) == []


def test_part_of_a_receipt_given_back_at_two_desks_leaves_one_receipt_for_the_rest(
    two: TwoDesks,
) -> None:
    two.at(two.ours).ok(*TAKE, by="zhao", now=NOON)
    lower = ("charge", TICKET, "--line", "检测:2:80", "--allow", "少一项")
    two.at(two.theirs).ok(*lower, by="sun", now=LATER)
    two.merged()
    two.at(two.ours).ok(*BACK, by="zhao", now=AFTER)
    two.at(two.theirs).ok(*BACK, by="sun", now="2026-11-20T14:30:00")
    ours = two.merged()
    assert sorted(rules_of(ours)) == ["receipt-without-money", "refunded-twice"]
    ours.ok(*SAME, by="sun", now=LATE)
    assert broken_rules(ours, status=0) == []
    assert paid(ours) == Decimal("160.00")
    assert len(ours.ledger.read(TICKET).state.account.receipts_in_force) == 1
