"""Who is calling: which file fits what was told, what it fills in, and which ticket it is about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import record, refused
from conftest import TICKET, options

from svc.actions.callers import caller_background
from svc.actions.intake_answers import IntakeAnswers

if TYPE_CHECKING:
    from conftest import Desk, Ended

A, B = "SZ-A0001", "SZ-A0002"
SECOND = "SZ-2611-A0002"
SHORT = ("--symptom", "漏水", "--occurred", "今早", "--wishes", "尽快")
MINGHUI = {
    "name": "南山明辉餐饮",
    "address": "南海大道1088号",
    "phone": "0755-26001111",
    "contact": "张工",
    "mobile": "13900001111",
}
MACHINE = {
    "serial": "CR200-24-0042",
    "model": "CR-200",
    "specification": "380V",
    "bought": "2026-08-01",
}
OTHER = {**MACHINE, "serial": "CR300-25-0007", "model": "CR-300"}
LATER = "2026-11-20T10:00:00"


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """A customer with two machines and two people to call."""
    words = ("--zone", "near", "--distance", "35", "--contract", "24x7")
    desk.ok("customer", "add", *options(MINGHUI), *words, by="chen")
    for machine in (MACHINE, OTHER):
        desk.ok("equipment", "add", A, *options(machine), by="chen")
    desk.ok("customer", "contact", A, "--name", "李四", "--mobile", "13612341234", by="chen")
    return desk


def told(desk: Desk, *words: str) -> dict[str, Any]:
    """The record of a call of which only this was told."""
    ended = desk.ok("intake", *words, *SHORT, by="chen", now=LATER)
    return record(desk, ended.out.partition(":")[0])


def missing(desk: Desk, *words: str) -> list[str]:
    """What is still to be asked where only this was told."""
    error = refused(desk, "intake", *words, *SHORT, by="chen", now=LATER)
    assert error["key"] == "missing-fields"
    fields: list[str] = error["facts"]["fields"]
    return fields


# Which file it is, and what it fills in


@pytest.mark.parametrize(
    "words",
    [
        ("--serial", "cr200 24 0042"),
        ("--serial", "CR200-24-0042", "--unit", "明辉"),
        ("--customer", "sz-a0001", "--serial", "CR200-24-0042"),
        ("--phone", "26001111", "--serial", "CR200-24-0042"),
        ("--phone", "0755-26001111", "--model", "CR-200"),
        ("--mobile", "136 1234 1234", "--model", "CR-200", "--unit", "unknown: 没说"),
    ],
)
def test_by_number_telephone_or_file_the_rest_is_known(filed: Desk, words: tuple[str, ...]) -> None:
    found = told(filed, *words, "--contact", "李四")
    customer, machine = found["customer"], found["equipment"]
    assert (customer["file"], customer["address"]) == (A, "南海大道1088号")
    assert (customer["zone"], customer["distance_km"], customer["contract"]) == ("near", 35, "24x7")
    assert (customer["contact"], customer["mobile"].replace(" ", "")) == ("李四", "13612341234")
    assert (machine["model"], machine["specification"], machine["bought"]) == (
        "CR-200",
        "380V",
        "2026-08-01",
    )


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (("--serial", "CR200-24-0042"), "serial number CR200-24-0042"),
        (("--phone", "26001111", "--model", "CR-200"), "telephone 26001111"),
    ],
)
def test_by_what_the_file_was_found_is_said(filed: Desk, words: tuple[str, ...], how: str) -> None:
    ended = filed.ok("intake", *words, "--contact", "李四", *SHORT, by="chen", now=LATER)
    assert how in ended.err


def test_who_calls_is_known_by_the_number_they_call_from(filed: Desk) -> None:
    serial = ("--serial", "CR200-24-0042")
    assert told(filed, "--mobile", "13612341234", *serial)["customer"]["contact"] == "李四"
    # From the unit's own number it may be either.
    words = ("--phone", "26001111", "--serial", "CR300-25-0007")
    assert missing(filed, *words) == ["--contact", "--mobile"]


def test_the_only_one_there_is_to_call_is_meant(desk: Desk) -> None:
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok("equipment", "add", A, *options(MACHINE), by="chen")
    found = told(desk, "--phone", "26001111")
    assert (found["customer"]["contact"], found["customer"]["mobile"]) == ("张工", "13900001111")
    assert found["equipment"]["serial"] == "CR200-24-0042"  # the only machine, too


def test_of_several_machines_none_is_meant_unless_the_model_tells(filed: Desk) -> None:
    asked = ["--model", "--specification", "--serial", "--bought"]
    assert missing(filed, "--customer", A, "--contact", "张工") == asked
    words = ("--customer", A, "--contact", "张工", "--model", "CR-300")
    assert told(filed, *words)["equipment"]["serial"] == "CR300-25-0007"


@pytest.mark.parametrize(
    ("unit", "address", "file"),
    [
        ("南山明辉餐饮", "南海大道1088号", A),
        ("南山明辉餐饮", "南海大道1089号", B),
        ("龙华明辉餐饮", "南海大道1088号", B),
    ],
)
def test_name_and_address_together_tell_the_customer(
    filed: Desk, unit: str, address: str, file: str
) -> None:
    words = {
        **{
            "unit": unit,
            "address": address,
            "phone": "26000001",
            "contact": "王",
            "mobile": "13500000002",
        },
        **{**MACHINE, "serial": "N-00001"},
    }
    assert told(filed, *options(words))["customer"]["file"] == file


def test_a_telephone_under_another_name_is_another_customers(filed: Desk) -> None:
    words = {
        **{"unit": "楼上的茶楼", "address": "x", "contact": "王", "mobile": "13500000002"},
        **{"phone": MINGHUI["phone"], **MACHINE, "serial": "N-00001"},
    }
    ended = filed.ok("intake", *options(words), *SHORT, by="chen", now=LATER)
    assert record(filed)["customer"]["file"] == B
    assert f"The file {A} 南山明辉餐饮 has the same phone" in ended.err


def test_another_customer_is_another_whatever_fits(filed: Desk) -> None:
    words = {
        **MACHINE,
        "phone": "26001111",
        "unit": "南山明辉餐饮",
        "contact": "王",
        "mobile": "13500000002",
    }
    more = ("--address", "南海大道1088号", "--new-customer")
    assert told(filed, *options(words), *more)["customer"]["file"] == B


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--customer", "SZ-A0099"), "no-such-customer"),
        (("--serial", "ZZ-9999"), "no-such-machine"),
        (("--serial", "unknown: 铭牌磨损"), "missing-fields"),
        (("--serial", "ZZ-9999", "--unit", "明辉"), "missing-fields"),
    ],
)
def test_what_was_to_tell_the_customer_and_does_not_is_refused(
    filed: Desk, words: tuple[str, ...], key: str
) -> None:
    assert refused(filed, "intake", *words, *SHORT, by="chen", now=LATER)["key"] == key


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--unit", "明辉餐饮", "name"),
        ("--address", "宝安区1号", "address"),
        ("--phone", "0755-29990000", "phone"),
        ("--phone", "13612341234", ""),  # a contact's: the file has it
        ("--address", "unknown: 没问到", ""),
    ],
)
def test_what_the_file_has_otherwise_is_said_and_stays_as_told(
    filed: Desk, option: str, value: str, field: str
) -> None:
    words = ("--customer", A, "--contact", "张工", "--model", "CR-200", option, value)
    ended = filed.ok("intake", *words, *SHORT, by="chen", now=LATER)
    suggested = f"svc customer correct {A} --field {field}" in ended.err
    assert suggested is bool(field)
    if field:
        assert record(filed)["customer"][option.removeprefix("--")] == value


# Which open ticket it is about


def same(ended: Ended) -> str:
    """What to type for the open ticket that a refused intake is about; empty: it was taken down."""
    if ended.status == 0:
        return ""
    assert ended.status == 2
    (line,) = [line for line in ended.err.splitlines() if "If it is the same matter" in line]
    return line.partition(": ")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("told_now", "command"),
    [
        ({"serial": "cr200 24 0042"}, f"svc remind {TICKET}"),
        ({"serial": "unknown: 铭牌脱落"}, f"svc remind {TICKET}"),
        ({"serial": "unknown: 铭牌脱落", "model": "CR-300"}, ""),
        ({"serial": "N-00001"}, ""),
        ({"kind": "maintenance"}, ""),
        (
            {"unit": "别家", "phone": "26000001", "mobile": "13500000002", "serial": "unknown: x"},
            "",
        ),
        ({"unit": "别家", "phone": "26000001", "mobile": "13500000002"}, f"svc remind {TICKET}"),
    ],
)
def test_the_same_machine_or_the_same_model_of_the_customer_is_the_same_matter(
    desk: Desk, told_now: dict[str, str], command: str
) -> None:
    assert desk.intake().status == 0
    assert same(desk.intake(symptom="还是不热", by="li", now=LATER, **told_now)) == command


def test_a_customer_without_a_file_is_known_by_the_units_name(desk: Desk) -> None:
    unknown = {"serial": "unknown: x", "phone": "unknown: x", "mobile": "unknown: x"}
    assert desk.intake(unit="KFC 明辉", **unknown).status == 0
    desk.git("rm", "-q", f"customers/{A}.yaml")
    desk.edit(f'  file: "{A}"\n', "")
    desk.commit()
    words = {**unknown, "symptom": "还是不热", "unit": "ｋｆｃ 明辉"}
    assert same(desk.intake(by="li", now=LATER, **words)) == f"svc remind {TICKET}"
    assert same(desk.intake(by="li", now=LATER, **{**words, "unit": "别家"})) == ""


@pytest.mark.parametrize("number", ["13900001111", "0755-26001111"])
def test_a_noted_call_from_the_number_is_to_be_completed(desk: Desk, number: str) -> None:
    desk.ok("intake", "--note", "张工", number, by="wang")
    assert same(desk.intake(by="li")) == f"svc intake {TICKET}"
    assert desk.other(2).status == 0


def test_once_the_work_is_done_it_is_opened_again_and_once_closed_it_is_new(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.ok("handover", TICKET, "--to", "li", by="chen")
    desk.ok("reply", TICKET, "--answer", "已复位", by="li", now=LATER)
    assert same(desk.intake(by="li", now="2026-11-20T11:00:00")) == f"svc reopen {TICKET}"
    call = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    desk.ok(*call, by="zhao", now="2026-11-21T10:00:00")
    desk.ok("close", TICKET, by="zhao", now="2026-11-21T10:05:00")
    assert same(desk.intake(by="li", now="2026-11-21T11:00:00")) == ""


def test_tickets_of_a_merged_file_are_the_customers_too(desk: Desk) -> None:
    assert desk.intake().status == 0
    words = {**MINGHUI, "name": "明辉", "phone": "2611111", "mobile": "13522222222"}
    desk.ok("customer", "add", *options(words), by="chen")
    desk.ok("customer", "merge", A, "--into", B, "--reason", "x", by="chen", now=LATER)
    told_now = {"serial": "unknown: x", "phone": "2611111", "unit": "明辉", "mobile": "13500000001"}
    ended = desk.intake(by="li", now=LATER, **told_now)
    assert same(ended) == f"svc remind {TICKET}"


# What is known of the machine meanwhile


def test_a_conversation_shows_earlier_repairs_and_known_faults(desk: Desk) -> None:
    """The whole conversation is told in tests/cli/test_intake_terminal.py; here what it shows."""
    assert desk.intake().status == 0
    assert desk.other(2).status == 0
    answers = IntakeAnswers(serial="CR200-24-0042", symptom="不加热，报 E-07", model="CR-200")
    at = datetime.fromisoformat("2026-11-25T09:00:00+08:00")
    seen = caller_background(desk.ledger, at=at, answers=answers)
    assert [state.ticket.id for state in seen.open] == [TICKET]
    assert [state.ticket.id for state in seen.earlier] == [TICKET]
    assert seen.repeat is not None
    assert [fit.entry.slug for fit in seen.knowledge][:1] == ["cr_heating_e07"]
    nothing = caller_background(desk.ledger, at=at, answers=IntakeAnswers(model="CR-200"))
    assert (nothing.open, nothing.earlier, nothing.repeat, nothing.knowledge) == ([], [], None, [])
