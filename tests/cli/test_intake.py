"""Intake from options and files: customers known and new, the same matter, noted calls, repeated
repairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, STORY, TICKET, Desk, options

from svc.model import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "SZ-A0001"
NEXT_DAY = "2026-11-23T09:00:00+08:00"
SHORT = ("--symptom", "漏水", "--occurred", "今早", "--wishes", "尽快")


def customer(desk: Desk, file: str = FILE) -> dict[str, Any]:
    return reading.read_record((desk.path / f"customers/{file}.yaml").read_bytes(), file)


def files(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.path / "customers").glob("*.yaml"))


def head(desk: Desk, number: str) -> dict[str, Any]:
    return reading.read_record(
        (desk.path / f"tickets/SZ/2026-11/{number}.yaml").read_bytes(), number
    )


def cancel(desk: Desk, ticket: str) -> None:
    desk.ok("cancel", ticket, "--reason", "不修了", "--asked-by", "张工", by="chen")


# Customers


def test_a_new_customer_gets_a_file_in_the_same_commit_as_the_ticket(desk: Desk) -> None:
    before = desk.git("rev-list", "--count", "HEAD")
    done = desk.intake()
    assert done.status == 0
    assert f"A customer's file was opened: {FILE}" in done.err
    assert int(desk.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert head(desk, TICKET)["customer"]["file"] == FILE
    file = customer(desk)
    assert (file["name"], file["phone"]) == (desk.told["unit"], desk.told["phone"])
    assert file["contacts"] == [{"name": "张工", "mobile": "13900001111"}]
    assert [machine["serial"] for machine in file["equipment"]] == [desk.told["serial"]]
    assert desk.svc("check").out.count(FILE) == 0


def test_the_same_intake_typed_twice_opens_no_second_file_and_no_second_ticket(desk: Desk) -> None:
    desk.intake()
    head_before = desk.head
    again = desk.intake()
    assert "already recorded" in again.out
    assert (again.err, desk.head, files(desk)) == ("", head_before, [FILE])


@pytest.mark.parametrize(
    "phone", ["0755-26001111", "26001111", "+86 755 2600 1111", "139 0000 1111"]
)
def test_a_known_telephone_in_any_spelling_fills_in_what_the_file_knows(
    desk: Desk, phone: str
) -> None:
    desk.intake()
    cancel(desk, TICKET)
    done = desk.ok("intake", "--phone", phone, *SHORT, by="chen", now=NEXT_DAY)
    assert f"Recorded under the customer's file {FILE}" in done.err
    told = head(desk, "SZ-2611-A0002")
    assert told["customer"] == {**head(desk, TICKET)["customer"], "phone": phone}
    assert told["equipment"]["serial"] == desk.told["serial"]
    assert files(desk) == [FILE]


@pytest.mark.parametrize("words", [("--serial", "cr200-24-0042"), ("--customer", "sz-a0001")])
def test_a_serial_number_or_the_file_fills_in_the_rest(desk: Desk, words: tuple[str, ...]) -> None:
    desk.intake()
    cancel(desk, TICKET)
    desk.ok("intake", *words, *SHORT, by="chen", now=NEXT_DAY)
    assert head(desk, "SZ-2611-A0002")["customer"] == head(desk, TICKET)["customer"]


def test_what_the_file_does_not_know_is_named_all_at_once(desk: Desk) -> None:
    desk.intake()
    refused = desk.svc("--json", "intake", "--customer", FILE, "--symptom", "漏水", by="chen")
    assert refused.status == 2
    assert refused.error["facts"]["fields"] == ["--occurred", "--wishes"]


def test_a_file_that_is_not_there_and_a_serial_number_nobody_has_are_refused(desk: Desk) -> None:
    before = desk.snapshot()
    assert (
        desk.svc("--json", "intake", "--customer", "SZ-A0099", *SHORT, by="chen").error["key"]
        == "no-such-customer"
    )
    assert (
        desk.svc("--json", "intake", "--serial", "X-1", *SHORT, by="chen").error["key"]
        == "no-such-machine"
    )
    assert desk.snapshot() == before


def test_a_machine_the_file_lacks_is_added_to_it(desk: Desk) -> None:
    desk.intake()
    done = desk.intake(serial="CR200-25-0007", symptom="漏水")
    assert f"The machine CR200-25-0007 was added to the customer's file {FILE}." in done.err
    assert [event["what"] for event in customer(desk)["log"]] == ["opened", "equipment_added"]


def test_what_is_told_otherwise_stays_so_in_the_ticket_and_is_suggested_for_the_file(
    desk: Desk,
) -> None:
    desk.intake()
    cancel(desk, TICKET)
    done = desk.ok(
        "intake", "--customer", FILE, "--address", "宝安区1号", *SHORT, by="chen", now=NEXT_DAY
    )
    assert f"svc customer correct {FILE} --field address" in done.err
    assert head(desk, "SZ-2611-A0002")["customer"]["address"] == "宝安区1号"
    assert customer(desk)["address"] == desk.told["address"]


def test_a_shared_telephone_under_another_name_is_another_customer_and_said(desk: Desk) -> None:
    desk.intake()
    done = desk.intake(unit="楼上的茶楼", mobile="13955556666", serial="CR200-25-0008")
    assert files(desk) == [FILE, "SZ-A0002"]
    assert f"The file {FILE} 南山明辉餐饮 has the same phone" in done.err


def test_a_customer_nobody_knows_gets_no_file(desk: Desk) -> None:
    done = desk.intake(unit="unknown: 路人代打")
    assert done.status == 0
    assert files(desk) == []
    assert "file" not in head(desk, TICKET)["customer"]


def test_the_machines_own_warranty_in_the_file_counts(desk: Desk) -> None:
    desk.intake()
    cancel(desk, TICKET)
    desk.edit(
        '    bought: "2026-08-01"\n',
        '    bought: "2026-08-01"\n    on_site_until: "2026-09-30"\n    warranty_until: "2028-12-31"\n',
        f"customers/{FILE}.yaml",
    )
    desk.commit()
    desk.ok("intake", "--customer", FILE, *SHORT, by="chen", now=NEXT_DAY)
    told = head(desk, "SZ-2611-A0002")
    assert told["equipment"]["warranty"]["until"] == "2028-12-31"
    assert told["mode"] == "walk_in"  # in warranty, no longer on site


# The same matter


def test_an_open_ticket_on_the_machine_is_named_instead_of_a_second_one(desk: Desk) -> None:
    desk.intake()
    before = desk.snapshot()
    refused = desk.intake(symptom="又不加热", by="li")
    assert refused.status == 2
    assert f"svc remind {TICKET}" in refused.err
    assert desk.snapshot() == before
    assert desk.intake("--second", symptom="又不加热", by="li").status == 0


def test_another_machine_of_the_customer_is_another_matter(desk: Desk) -> None:
    desk.intake()
    assert desk.intake(serial="CR200-25-0007").status == 0


def test_the_same_model_is_the_same_matter_where_nobody_knows_the_serial_number(desk: Desk) -> None:
    desk.intake()
    refused = desk.intake(
        serial="unknown: 铭牌脱落", symptom="还是不热", now="2026-11-20T11:00:00+08:00"
    )
    assert refused.status == 2
    assert f"svc remind {TICKET}" in refused.err


def test_a_complaint_or_a_maintenance_is_another_matter_than_the_repair(desk: Desk) -> None:
    desk.intake()
    assert desk.intake("--kind", "maintenance", symptom="保养").status == 0


def test_a_repair_whose_work_ended_is_to_be_opened_again(desk: Desk) -> None:
    desk.play("back")
    refused = desk.intake(symptom="又不加热", by="li", now="2026-11-20T17:00:00+08:00")
    assert f"svc reopen {TICKET}" in refused.err


def test_reminders_are_counted(desk: Desk) -> None:
    desk.intake()
    desk.ok("remind", TICKET, "--caller", "张工", by="chen", now="2026-11-20T10:00:00")
    desk.ok("remind", TICKET, "--caller", "张工", by="chen", now="2026-11-20T11:00:00")
    assert "further calls from the customer: 2" in desk.ok("show", TICKET).out


# Noted calls


def test_a_noted_call_is_promised_a_call_at_once_and_overdue_shows_whom_to_call(desk: Desk) -> None:
    done = desk.ok("intake", "--note", "李师傅", "13700002222", "--words", "锅不热", by="wang")
    assert f"svc intake {TICKET}" in done.out
    assert head(desk, TICKET)["status"] == "noted"
    late = desk.ok("overdue", now="2026-11-20T09:11:00")
    assert "李师傅" in late.out
    assert "13700002222" in late.out
    assert desk.ok("overdue", now="2026-11-20T09:10:00").out == "Nothing is overdue.\n"
    assert desk.ok("check").status == 0


def test_two_different_noted_calls_are_two_tickets_the_same_one_is_one(desk: Desk) -> None:
    desk.ok("intake", "--note", "李师傅", "13700002222", by="wang")
    assert "SZ-2611-A0002" in desk.ok("intake", "--note", "周师傅", "13700003333", by="wang").out
    assert "already recorded" in desk.ok("intake", "--note", "李师傅", "13700002222", by="wang").out


def test_a_noted_call_is_completed_once_and_keeps_when_it_came(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", "--words", "开机后不加热", by="wang")
    told = {
        name: value
        for name, value in desk.told.items()
        if name not in ("phone", "contact", "symptom")
    }
    words = options(told)
    done = desk.ok("intake", TICKET, *words, by="chen", now="2026-11-20T09:08:00")
    assert done.out.startswith(TICKET)
    data = head(desk, TICKET)
    assert [event["what"] for event in data["log"]] == ["noted", "received"]
    assert (data["received"], data["status"]) == (NOW, "received")
    assert (data["symptom"], data["customer"]["phone"]) == ("开机后不加热", "13900001111")
    promises = {held["promise"]: held for held in desk.ok("--json", "why", TICKET).json["items"]}
    assert promises["noted"]["state"] == "kept"
    assert promises["contact"]["started"] == NOW  # the first request, not its completion
    assert (
        "already recorded"
        in desk.ok("intake", TICKET, *words, by="chen", now="2026-11-20T09:09:00").out
    )
    refused = desk.svc("--json", "intake", TICKET, *words, by="li", now="2026-11-20T09:09:00")
    assert refused.error["key"] == "impossible-step"
    assert desk.ok("check").status == 0


def test_a_contract_that_turns_up_while_a_noted_call_is_completed_puts_it_under_its_policy(
    desk: Desk,
) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", by="wang")
    desk.ok("intake", TICKET, *options(desk.told), "--contract", "24x7", by="chen")
    assert desk.ok("--json", "why", TICKET).json["policy"] == "contract247@2026-11"
    assert head(desk, TICKET)["terms"]["policy"] == "office@2026-11"


def test_an_intake_from_a_number_that_is_only_noted_is_told_to_complete_the_note(
    desk: Desk,
) -> None:
    desk.ok("intake", "--note", "张工", "139 0000 1111", by="wang")
    refused = desk.intake()
    assert refused.status == 2
    assert f"svc intake {TICKET}" in refused.err


def test_a_note_without_a_number_is_refused(desk: Desk) -> None:
    assert (
        desk.svc("--json", "intake", "--note", "张工", " ", by="wang").error["key"]
        == "note-needs-both"
    )


# Repeated repairs


def test_the_same_fault_within_thirty_days_is_a_repeated_repair_that_can_be_declared(
    desk: Desk,
) -> None:
    desk.play()
    done = desk.intake(symptom="又不加热了", now="2026-12-10T09:00:00")
    assert "Repeated repair: repair number 2 of this machine" in done.err
    again = "SZ-2612-A0001"
    assert "svc declare" in done.out
    shown = desk.ok("show", again, now="2026-12-10T09:10:00").out
    assert f"Repeated repair  {TICKET}" in shown
    declared = desk.ok(
        "declare", again, "--reason", "同一加热管第二次断路", by="chen", now="2026-12-10T09:20:00"
    )
    assert "svc declare" not in declared.out
    assert desk.ok("--json", "show", again, now="2026-12-10T09:20:00").json["record"]["log"][-1][
        "earlier"
    ] == [TICKET]


@pytest.mark.parametrize(
    ("symptom", "now", "flagged"),
    [
        ("又不加热了", "2026-12-20T09:00:00", True),  # 30 days after the work ended
        ("又不加热了", "2026-12-21T09:00:00", False),
        ("锅底漏水", "2026-12-10T09:00:00", False),
    ],
)
def test_another_fault_or_a_later_time_is_no_repeated_repair(
    desk: Desk, symptom: str, now: str, flagged: bool
) -> None:
    desk.play()
    assert ("Repeated repair" in desk.intake(symptom=symptom, now=now).err) is flagged


def test_the_third_repair_is_a_repeated_one_whatever_the_fault(desk: Desk) -> None:
    desk.play()
    desk.intake("--second", symptom="锅底漏水", now="2027-02-10T09:00:00")
    done = desk.intake("--second", symptom="屏幕黑屏", now="2027-05-10T09:00:00")
    assert "number 3 of this machine" in done.err


def test_nothing_is_declared_where_no_earlier_repair_is_known(desk: Desk) -> None:
    desk.intake()
    assert (
        desk.svc("--json", "declare", TICKET, "--reason", "x", by="chen").error["key"]
        == "no-repeat"
    )


# Attempts


def test_the_third_attempt_tells_the_station_head_at_once_and_a_repeated_one_counts_once(
    desk: Desk,
) -> None:
    desk.intake()
    for clock in ("09:10", "11:20", "14:30"):
        done = desk.ok(
            "contact", TICKET, "--not-reached", "无人接听", by="li", now=f"2026-11-20T{clock}:00"
        )
    assert "Attempt 3 of 3; next attempt 2026-11-20 16:30" in done.out
    assert "Informed: 孙伟" in done.out
    assert [event["what"] for event in desk.log][-4:] == [
        "not_reached",
        "not_reached",
        "escalated",
        "not_reached",
    ]
    again = desk.ok(
        "contact", TICKET, "--not-reached", "无人接听", by="li", now="2026-11-20T14:35:00"
    )
    assert "already recorded" in again.out
    assert [event["what"] for event in desk.log].count("escalated") == 1


def test_the_second_attempt_said_twice_tells_nobody(desk: Desk) -> None:
    desk.intake()
    desk.ok("contact", TICKET, "--not-reached", "无人接听", by="li", now="2026-11-20T09:10:00")
    desk.ok("contact", TICKET, "--not-reached", "无人接听", by="li", now="2026-11-20T11:20:00")
    desk.ok("contact", TICKET, "--not-reached", "无人接听", by="li", now="2026-11-20T11:21:00")
    assert [event["what"] for event in desk.log] == ["received", "not_reached", "not_reached"]


def test_callbacks_are_attempts_of_their_own(desk: Desk) -> None:
    desk.intake()
    desk.ok("contact", TICKET, "--not-reached", "无人接听", by="li", now="2026-11-20T09:02:00")
    for when, who, words in STORY[:8]:
        desk.ok(*words, by=who, now=when)
    done = desk.ok(
        "callback", TICKET, "--not-reached", "关机", by="zhao", now="2026-11-23T10:00:00"
    )
    assert "Attempt 1 of 3; next attempt 2026-11-23 12:00" in done.out


# Phrases and knowledge


def test_intake_ends_with_what_to_say_and_what_is_known(desk: Desk) -> None:
    done = desk.intake(symptom="锅体不加热，报 E-07")
    assert "cr_heating_e07" in done.out
    assert "Our engineer will call you by 2026-11-20 11:00." in done.out
    assert "free of charge" in done.out


def test_texts_to_customer_and_technician_name_who_comes_and_when(desk: Desk) -> None:
    desk.play("dispatch")
    customer_text = desk.ok("script", TICKET, "customer", by="li").out
    assert "王强" in customer_text
    assert "2026-11-20 14:00" in customer_text
    brief = desk.ok("script", TICKET, "technician", by="li").out
    for fact in (
        desk.told["address"],
        desk.told["mobile"],
        desk.told["serial"],
        desk.told["symptom"],
    ):
        assert fact in brief
    items = desk.ok("--json", "script", TICKET, by="li").json["items"]
    assert [item["step"] for item in items] == ["arrival", "customer", "technician"]
    assert (
        desk.svc("--json", "script", TICKET, "nonsense", by="li").error["key"] == "no-such-phrase"
    )


def test_a_broken_knowledge_entry_is_named_and_hides_no_other(desk: Desk) -> None:
    (desk.path / "knowledge/broken.md").write_text("no front matter\n", encoding="utf-8")
    ended = desk.svc("knowledge", "不加热")
    assert ended.status == 3
    assert "cr_heating_e07" in ended.out
    assert "knowledge/broken.md" in ended.err
    assert desk.intake(symptom="锅体不加热").status == 0
    assert "knowledge/broken.md:1" in desk.svc("check").out


def test_the_history_names_the_ticket_though_a_customers_file_is_opened_with_it(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert desk.git("log", "-1", "--format=%s").strip() == f"{TICKET} received (chen)"


# Files that are handed in

ENCODED: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "CR LF": lambda text: text.replace("\n", "\r\n").encode(),
    "GBK": lambda text: text.encode("gbk"),
    "UTF-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("encoded", ENCODED)
def test_a_request_is_read_as_the_editor_left_it(desk: Desk, tmp_path: Path, encoded: str) -> None:
    told = "".join(f'{field}: "{value}"\n' for field, value in desk.told.items())
    (tmp_path / "r.yaml").write_bytes(ENCODED[encoded](told))
    desk.ok("intake", "--from", str(tmp_path / "r.yaml"), by="chen")
    assert desk.data["customer"]["unit"] == desk.told["unit"]
    assert desk.data["symptom"] == desk.told["symptom"]


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        ("unit：明辉\n".encode(), 1, "record-broken"),
        ('unit: "明辉"\nphone: "0755\n'.encode(), 2, "record-broken"),
        ("单位,电话\n明辉,0755\n".encode("gbk"), 1, "not-a-mapping"),
        ('unit: "明輝餐飲"\n'.encode("big5"), 1, "not-utf-8"),
        (b"PK\x03\x04\xff\xfe", 1, "not-utf-8"),
        (b"", 1, "not-a-mapping"),
        (b"unit: a\nunit: b\n", 2, "key-twice"),
        (b"unit:\n", 1, "no-value"),
        (b'unit: "a\x07"\n', 1, "forbidden-character"),
        (b"unit: &a b\n", 1, "yaml-not-allowed"),
    ],
)
def test_a_file_that_was_handed_in_wrong_is_no_damage_and_no_matter_of_git(
    desk: Desk, tmp_path: Path, data: bytes, line: int, problem: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    ended = desk.svc("intake", "--from", str(path), by="chen")
    assert (ended.status, ended.out) == (2, "")
    assert f"{path}:{line}: " in ended.err
    assert "git" not in ended.err.replace(str(path), "")
    error = desk.svc("intake", "--from", str(path), "--json", by="chen").error
    assert (error["key"], error["facts"]["problem"]) == ("cannot-use-file", problem)
