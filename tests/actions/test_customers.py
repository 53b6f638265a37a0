"""Customers' files: opened, corrected, merged, confirmed; and which one words or a number mean."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from actions.deeds import HUAHENG, MINGHUI, events, last, record, refused, said, stands_once
from conftest import NOW, TICKET, options

from svc.actions.customers import confirm_customer
from svc.actions.typist import Typist
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

A, B, C = "SZ-A0001", "SZ-A0002", "SZ-A0003"
MACHINE = {"serial": "N-00001", "model": "CR-200", "specification": "x", "bought": "2026-08-01"}
ADD = ("customer", "add", *options(MINGHUI))
CORRECT = ("customer", "correct", A, "--reason", "搬家", "--field")
CONTACT = ("customer", "contact", A, "--name", "李四", "--mobile", "13612341234")
CONFIRM = ("customer", "confirm", A)
MERGE = ("customer", "merge", B, "--into", A, "--reason", "同一客户")
LATER = "2026-11-20T09:30:00"
SOON = "2026-11-20T09:35:00"
NEXT = "2026-11-20T11:00:00"


@pytest.fixture
def filed(desk: Desk) -> Desk:
    desk.ok(*ADD, by="chen")
    return desk


@pytest.fixture
def two(filed: Desk) -> Desk:
    filed.ok("customer", "add", *options(HUAHENG), by="chen")
    return filed


def files(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.path / "customers").iterdir())


# Opened


def test_every_word_of_a_new_file_stands_in_its_own_field(desk: Desk) -> None:
    words = (
        *("--job", "厨师长", "--office", "bj", "--sort", "dealer", "--zone", "near"),
        *("--distance", "35", "--contract", "24x7", "--cared-for-by", "li"),
    )
    ended = desk.ok(*ADD, *words, by="chen")
    file = record(desk, "BJ-A0001")
    (opened,) = file.pop("log")
    assert file == {
        "id": "BJ-A0001",
        "status": "active",
        "opened": NOW,
        "office": "BJ",
        "region": "north",
        "sort": "dealer",
        "name": "南山明辉餐饮",
        "address": "深圳市南山区",
        "phone": "0755-26001111",
        "contacts": [{"name": "张工", "mobile": "13900001111", "job": "厨师长"}],
        "zone": "near",
        "distance_km": 35,
        "contract": "24x7",
        "cared_for_by": "li",
    }
    assert (opened["what"], opened["by"], opened["at"]) == ("opened", "chen", NOW)
    assert "svc equipment add BJ-A0001" in ended.out


def test_what_was_not_said_is_as_usual_and_the_office_is_the_clerks(desk: Desk) -> None:
    desk.ok(*ADD, "--at", "2026-11-19 15:00", by="chen")
    file = record(desk, A)
    assert (file["office"], file["region"]) == ("SZ", "south")
    assert file["opened"] == file["log"][0]["at"] == "2026-11-19T15:00:00+08:00"
    assert not {"sort", "zone", "distance_km", "contract", "cared_for_by"} & {
        name for name, value in file.items() if value not in ("end_user", "inside")
    }


def test_a_file_opened_twice_is_one_and_opened_again_if_it_is_said(filed: Desk) -> None:
    stands = filed.snapshot()
    assert "already recorded" in filed.ok(*ADD, by="chen", now="2026-11-20T09:05:00").out
    assert filed.snapshot() == stands
    filed.ok(*ADD, "--again", "--another", by="chen", now="2026-11-20T09:06:00")
    assert files(filed) == [A, B]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"phone": "26000001", "mobile": "13500000002"}, "name"),
        ({"name": "别人", "mobile": "13500000002"}, "telephone 0755-26001111"),
        ({"name": "别人", "phone": "26001111", "mobile": "13500000002"}, "telephone 0755-26001111"),
        (
            {"name": "别人", "phone": "139 0000 1111", "mobile": "13500000002"},
            "telephone 13900001111",
        ),
        ({"name": "别人", "phone": "26000001"}, "telephone 13900001111"),
    ],
)
def test_who_is_known_already_is_named_with_what_is_the_same(
    filed: Desk, told: dict[str, str], why: str
) -> None:
    words = options({**MINGHUI, **told})
    error = refused(filed, "customer", "add", *words, by="chen", now=LATER)
    assert error["key"] == "customer-there"
    assert error["facts"] == {"file": A, "name": "南山明辉餐饮", "why": why}


def test_a_merged_file_keeps_nobody_from_opening_one(two: Desk) -> None:
    two.ok(*MERGE, by="chen", now=LATER)
    words = options(
        {**HUAHENG, "mobile": "13500000001"}
    )  # the contact is one of the other file's now
    two.ok("customer", "add", *words, by="chen", now=NEXT)
    assert files(two) == [A, B, C]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--sort", "friend"), "not-one-of"),
        (("--zone", "moon"), "not-one-of"),
        (("--zone", "near"), "distance-missing"),
        (("--distance", "far"), "not-a-number"),
        (("--office", "XX"), "unknown-office"),
        (("--cared-for-by", "nobody"), "unknown-staff"),
    ],
)
def test_what_cannot_be_in_a_file_is_refused(desk: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(desk, *ADD, *words, by="chen")["key"] == key


def test_a_copy_without_a_lane_opens_no_file(desk: Desk) -> None:
    desk.git("config", "--unset", "svc.desk")
    assert refused(desk, *ADD, by="chen")["key"] == "no-lane"


# Corrected, a contact more, confirmed


@pytest.mark.parametrize(
    ("field", "to", "old"),
    [
        ("name", "明辉公司", "南山明辉餐饮"),
        ("sort", "payer", "end_user"),
        ("distance_km", "12", ""),
        ("cared_for_by", "li", ""),
    ],
)
def test_a_correction_says_what_it_was_what_it_is_and_why(
    filed: Desk, field: str, to: str, old: str
) -> None:
    words = (*CORRECT, field, "--to", to)
    filed.ok(*words, by="chen", now=LATER)
    assert last(filed, A) == {
        "what": "corrected",
        "by": "chen",
        "field": field,
        "old": old,
        "new": to,
        "reason": "搬家",
    }
    stands_once(filed, *words)


def test_with_the_office_goes_its_region(filed: Desk) -> None:
    words = (*CORRECT, "office", "--to", "BJ")
    filed.ok(*words, by="chen", now=LATER)
    assert [
        (e["field"], e["old"], e["new"], e["reason"]) for e in map(said, events(filed, A)[-2:])
    ] == [("office", "SZ", "BJ", "搬家"), ("region", "south", "north", "搬家")]
    stands_once(filed, *words)


def test_a_region_that_is_right_already_is_not_corrected(filed: Desk) -> None:
    filed.edit('"北京办事处", region: "north"', '"北京办事处", region: "south"', "svc.yaml")
    filed.commit()
    filed.ok(*CORRECT, "office", "--to", "BJ", by="chen", now=LATER)
    assert [event["what"] for event in events(filed, A)] == ["opened", "corrected"]


def test_what_holds_already_is_corrected_by_nobody_else(filed: Desk) -> None:
    words = (*CORRECT, "name", "--to", "明辉公司")
    filed.ok(*words, by="chen", now=LATER)
    error = refused(filed, *words, by="li", now=SOON)
    assert (error["key"], error["facts"]) == (
        "already-so",
        {"field": "name", "value": "明辉公司"},
    )
    other = (*words[:4], "改名", *words[5:])
    assert refused(filed, *other, by="chen", now=SOON)["key"] == "already-so"


def test_somebody_more_to_call_or_a_new_number_of_theirs(filed: Desk) -> None:
    words = (*CONTACT, "--job", "店长")
    filed.ok(*words, by="chen", now=LATER)
    contact = {"name": "李四", "mobile": "13612341234", "job": "店长"}
    assert last(filed, A) == {"what": "contact_added", "by": "chen", "contact": contact}
    stands_once(filed, *words)
    filed.ok(*CONTACT[:-1], "13700000000", by="chen", now=NEXT)
    shown = filed.ok("--json", "customer", "show", A).json["customer"]["contacts"]
    assert shown[1:] == [{"name": "李四", "mobile": "13700000000"}]


def test_a_file_is_confirmed_by_one_word(filed: Desk) -> None:
    filed.ok(*CONFIRM, by="chen", now=LATER)
    assert last(filed, A) == {"what": "confirmed", "by": "chen"}
    stands_once(filed, *CONFIRM)


# Merged


def test_both_files_say_that_they_are_one_now(two: Desk) -> None:
    two.ok("equipment", "add", B, *options(MACHINE), by="chen")
    commits = int(two.git("rev-list", "--count", "HEAD"))
    two.ok(*MERGE, by="chen", now=LATER)
    assert int(two.git("rev-list", "--count", "HEAD")) == commits + 1
    assert last(two, A) == {
        "what": "absorbed",
        "by": "chen",
        "file": B,
        "contacts": [{"name": "单经理", "mobile": "13900002222"}],
        "equipment": [MACHINE],
        "address": "昆山市",
    }
    assert last(two, B) == {"what": "merged_into", "by": "chen", "file": A, "reason": "同一客户"}
    assert record(two, B)["status"] == "merged"
    stands_once(two, *MERGE)


def test_a_merged_file_takes_no_more_and_says_which_does(two: Desk) -> None:
    two.ok(*MERGE, by="chen", now=LATER)
    for words in (
        ("customer", "contact", B, *CONTACT[3:]),
        ("customer", "confirm", B),
        ("customer", "correct", B, *CORRECT[3:], "name", "--to", "x"),
        ("customer", "merge", A, "--into", B, "--reason", "x"),
        (*MERGE[:-1], "另一个理由"),
    ):
        error = refused(two, *words, by="chen", now=SOON)
        assert (error["key"], error["facts"]) == ("file-merged", {"file": B, "into": A})


def test_a_file_is_not_merged_into_itself_nor_into_none(two: Desk) -> None:
    error = refused(two, *MERGE[:4], B.lower(), *MERGE[5:], by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("same-file", {"file": B})
    error = refused(two, *MERGE[:4], "SZ-A0099", *MERGE[5:], by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("no-such-customer", {"customer": "SZ-A0099"})


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (ADD[:2], ["--name", "--address", "--phone", "--contact", "--mobile"]),
        (CORRECT[:3], ["--field", "--to", "--reason"]),
        (CONTACT[:3], ["--name", "--mobile"]),
        (MERGE[:3], ["--into", "--reason"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    filed: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(filed, *words, by="chen")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


# Which file is meant


@pytest.mark.parametrize("words", [B.lower(), "华恒", "昆山华恒焊接", "13900002222"])
def test_a_number_or_words_that_fit_one_mean_that_file(two: Desk, words: str) -> None:
    two.ok("customer", "confirm", words, by="chen", now=LATER)
    assert last(two, B)["what"] == "confirmed"


def test_a_whole_name_means_that_customer_though_others_begin_so(two: Desk) -> None:
    words = options(
        {**HUAHENG, "name": "昆山华恒焊接二厂", "phone": "26000001", "mobile": "13500000002"}
    )
    two.ok("customer", "add", *words, by="chen")
    two.ok("customer", "confirm", "昆山华恒焊接", by="chen", now=LATER)
    assert last(two, B)["what"] == "confirmed"
    error = refused(two, "customer", "confirm", "华恒", by="chen", now=NEXT)
    assert error["key"] == "several-fit"
    assert set(error["facts"]["files"]) == {f"{B} 昆山华恒焊接", f"{C} 昆山华恒焊接二厂"}


def test_words_that_fit_nobody_are_refused_or_may_fit_a_file_that_can_not_be_read(
    two: Desk,
) -> None:
    error = refused(two, "customer", "confirm", "没有这家", by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("no-such-customer", {"customer": "没有这家"})
    (two.path / f"customers/{B}.yaml").write_text("id: [\n", encoding="utf-8")
    ended = two.svc("--json", "customer", "confirm", "没有这家", by="chen", now=LATER)
    assert (ended.status, ended.error["key"]) == (3, "some-unreadable")


def test_the_number_of_a_merged_file_means_the_one_it_went_into_however_far(two: Desk) -> None:
    words = options({**HUAHENG, "name": "三", "phone": "2611111", "mobile": "13522222222"})
    two.ok("customer", "add", *words, by="chen")
    two.ok(*MERGE, by="chen", now=LATER)
    two.ok("customer", "merge", A, "--into", C, "--reason", "x", by="chen", now=LATER)
    card = two.ok("--json", "customer", "show", B).json
    assert (card["customer"]["id"], card["aliases"]) == (C, [A, B])
    (found,) = two.ok("--json", "customer", "find", B).json["items"]
    assert (found["id"], found["why"]) == (C, f"file number {B}")


def test_a_card_has_the_tickets_of_the_customer_the_newest_first(filed: Desk) -> None:
    assert filed.intake(**{k: MINGHUI[k] for k in ("phone", "contact", "mobile")}).status == 0
    assert filed.intake(serial="N-00002", symptom="漏水", now=NEXT).status == 0
    assert filed.other(3, now=NEXT).status == 0
    card = filed.ok("--json", "customer", "show", A, now=NEXT).json
    assert card["tickets"] == ["SZ-2611-A0002", TICKET]


def test_a_number_no_file_has_finds_nobody(filed: Desk) -> None:
    assert filed.ok("--json", "customer", "find", "SZ-A0099").json["items"] == []
    error = refused(filed, "customer", "show", "SZ-A0099", by="chen")
    assert error["key"] == "no-such-customer"


# What the visit showed


@pytest.mark.parametrize(
    "words",
    [
        ("customer", "correct", A, "--field", "address", "--to", "深圳市宝安区", "--reason", "搬家"),
        ("customer", "confirm", A),
        ("customer", "contact", A, "--name", "单经理", "--mobile", "13900002222"),
        ("equipment", "move", "CR200-24-0042", "--place", "二号厨房"),
        ("equipment", "correct", "CR200-24-0042", "--field", "place", "--to", "三号厨房",
         "--reason", "改造"),
        ("equipment", "add", A, *options(MACHINE)),
        ("equipment", "replace", "CR200-24-0042", "--by", "CR200-26-0007"),
    ],
)  # fmt: skip
def test_a_change_of_the_file_says_so_on_the_ticket_whose_slip_is_in(
    desk: Desk, words: tuple[str, ...]
) -> None:
    desk.play("back")
    desk.ok("customer", "confirm", A, by="chen", now="2026-11-20T16:35:00")
    assert last(desk, TICKET)["what"] == "back"  # no slip yet: the file is not due
    desk.ok("slip", TICKET, "--signed-by", "张工", by="wang", now="2026-11-20T16:40:00")
    desk.ok(*words, by="chen", now="2026-11-20T17:00:00")
    assert last(desk, TICKET) == {"what": "filed", "by": "chen"}
    assert desk.git("status", "--porcelain") == ""
    count = len(events(desk, TICKET))
    desk.ok("customer", "confirm", A, "--again", by="chen", now="2026-11-20T17:20:00")
    assert len(events(desk, TICKET)) == count  # said once


def test_another_customers_ticket_says_nothing_of_it_even_where_every_ticket_is_read(
    desk: Desk,
) -> None:
    """The index gives tickets too many, all of them where there is none: each is asked."""
    desk.play("slip")
    desk.ok("customer", "add", *options(HUAHENG), by="chen", now="2026-11-20T16:45:00")
    typist = Typist(by="chen", now=datetime.fromisoformat("2026-11-20T17:00:00+08:00"))
    confirm_customer(Ledger(desk.path, indexed=False), B, typist)
    assert last(desk, B)["what"] == "confirmed"
    assert last(desk, TICKET)["what"] == "slip_in"


def test_a_note_stands_in_the_file(filed: Desk) -> None:
    filed.ok("customer", "note", A, "货车只能从后门进", by="chen", now=LATER)
    assert last(filed, A) == {"what": "remarked", "by": "chen", "words": "货车只能从后门进"}


def test_who_may_not_file_changes_the_customers_file_alone(desk: Desk) -> None:
    desk.play("slip")
    desk.ok("customer", "confirm", A, by="zhao", now="2026-11-20T17:00:00")
    assert last(desk, TICKET)["what"] == "slip_in"


def test_a_distance_at_which_the_zone_can_not_be_brings_the_zone_with_it(desk: Desk) -> None:
    """One value is corrected at a time: neither could be the first."""
    assert desk.intake().status == 0
    words = ("customer", "correct", "SZ-A0001", "--reason", "量错了", "--field")
    desk.ok(*words, "distance_km", "--to", "12", by="chen", now="2026-11-20T10:00:00")
    desk.ok(*words, "distance_km", "--to", "120", by="chen", now="2026-11-20T10:05:00")
    customer = desk.ledger.read_customer("SZ-A0001").state.current
    assert (customer.zone, customer.distance_km) == ("far", 120)
    assert desk.svc(*words, "zone", "--to", "near", by="chen").status == 2
    desk.ok(*words, "distance_km", "--to", "60", by="chen", now="2026-11-20T10:10:00")
    customer = desk.ledger.read_customer("SZ-A0001").state.current
    assert (customer.zone, customer.distance_km) == ("far", 60)  # it can be, by the road


def test_whom_nobody_knows_is_no_contact_and_the_number_is_the_customers(desk: Desk) -> None:
    told = ("--name", "新厂", "--address", "深圳市宝安区", "--phone", "0755-23456789")
    nobody = ("--contact", "不详：没说", "--mobile", "13912345678")
    desk.ok("customer", "add", *told, *nobody, by="chen")
    file = record(desk, "SZ-A0001")
    assert file["phone"] == "0755-23456789 / 13912345678"
    assert file["contacts"] == []
    desk.intake("--customer", "SZ-A0001", unit="", address="", phone="", contact="孙工",
                mobile="13887654321")  # fmt: skip
    state = desk.ok("--json", "customer", "show", "SZ-A0001").out
    assert "孙工" in state
    assert "13887654321" in state
    (added, *_) = [e for e in events(desk, "SZ-A0001") if e["what"] == "contact_added"]
    assert added["contact"] == {"name": "孙工", "mobile": "13887654321"}
