"""A request taken down: the head as it stands in the record, what is refused, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import comes_next, events, last, record, refused
from conftest import NOW, TICKET, options

if TYPE_CHECKING:
    from conftest import Desk

SECOND = "SZ-2611-A0002"
SOON = "2026-11-20T09:05:00"
NOTE = ("intake", "--note", "李师傅", "13700002222")
RECEIVED = ["handover", "contact", "hold", "cancel"]


def answered(desk: Desk, **told: str) -> list[str]:
    """The words of a complete request, with these answers instead."""
    return ["intake", *options({**desk.told, **told})]


def head(desk: Desk, ticket: str = TICKET) -> dict[str, Any]:
    return {name: value for name, value in record(desk, ticket).items() if name != "log"}


def test_every_answer_stands_in_its_own_field(desk: Desk) -> None:
    words = (
        *("--kind", "upgrade", "--of", "hardware", "--channel", "wechat", "--urgency", "urgent"),
        *("--urgency-reason", "停产", "--mode", "paid", "--zone", "near", "--distance", "35"),
        *("--contract", "24x7", "--asked-for", "2026-11-21 10:00", "--office", "bj"),
    )
    ended = desk.intake(*words)
    assert ended.status == 0, ended.err
    number = "BJ-2611-A0001"
    assert head(desk, number) == {
        "id": number,
        "kind": "upgrade",
        "of": "hardware",
        "status": "received",
        "received": NOW,
        "office": "BJ",
        "region": "north",
        "channel": "wechat",
        "urgency": "urgent",
        "urgency_reason": "停产",
        "mode": "paid",
        "terms": {
            "policy": "contract247@2026-11",
            "calendar": "SZ@1",
            "prices": "2026-07",
        },
        "customer": {
            "unit": "南山明辉餐饮",
            "address": "深圳市南山区南海大道1088号",
            "phone": "0755-26001111",
            "contact": "张工",
            "mobile": "13900001111",
            "zone": "near",
            "distance_km": 35,
            "contract": "24x7",
            "file": "BJ-A0001",
        },
        "equipment": {
            "model": "CR-200",
            "specification": "380V/12kW",
            "serial": "CR200-24-0042",
            "bought": "2026-08-01",
            "warranty": {
                "verdict": "in",
                "on_site": True,
                "until": "2027-07-31",
                "on_site_until": "2027-01-31",
                "reason": head(desk, number)["equipment"]["warranty"]["reason"],
            },
        },
        "occurred": "昨天下午",
        "wishes": "今天来修",
        "asked_for": "2026-11-21T10:00:00+08:00",
        "symptom": "开机后不加热",
    }
    event = last(desk, number)
    assert (event.pop("what"), event.pop("by"), list(event)) == ("received", "chen", ["digest"])
    assert comes_next(ended, number) == RECEIVED


def test_a_request_that_came_earlier_was_received_then_and_typed_now(desk: Desk) -> None:
    assert desk.intake("--at", "08:30").status == 0
    came = "2026-11-20T08:30:00+08:00"
    (received,) = events(desk)
    assert (head(desk)["received"], received["at"], received["typed"]) == (came, came, NOW)


def test_what_nobody_said_is_as_usual(desk: Desk) -> None:
    assert desk.intake().status == 0
    told = head(desk)
    usual = [told[name] for name in ("kind", "channel", "urgency", "mode")]
    assert usual == ["repair", "phone", "normal", "visit"]
    assert told["terms"]["policy"] == "office@2026-11"
    assert {"urgency_reason", "asked_for", "unknown", "repeat_of"}.isdisjoint(told)
    assert {"zone", "distance_km", "contract"}.isdisjoint(told["customer"])  # inside, that is


def test_what_nobody_knows_is_named_with_the_reason_and_its_place(desk: Desk) -> None:
    told = {"serial": "unknown: 铭牌磨损", "mobile": "不知道：只有座机", "wishes": "unknown: 没说"}
    assert desk.intake(**told).status == 0
    found = head(desk)
    assert found["unknown"] == [
        {"field": "customer.mobile", "why": "只有座机"},
        {"field": "equipment.serial", "why": "铭牌磨损"},
        {"field": "wishes", "why": "没说"},
    ]
    for value in (found["customer"]["mobile"], found["equipment"]["serial"], found["wishes"]):
        assert value == "unknown"


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ((), "visit"),
        (("--bought", "2026-03-01"), "walk_in"),  # in warranty, no longer on site
        (("--bought", "2020-03-01"), "paid"),
        (("--bought", "去年"), "visit"),
        (("--kind", "inquiry"), "phone"),
        (("--kind", "inquiry", "--mode", "visit"), "visit"),
    ],
)
def test_the_mode_follows_from_the_warranty_unless_it_is_said(
    desk: Desk, words: tuple[str, ...], mode: str
) -> None:
    if "--bought" in words:
        desk.told["bought"] = ""
    assert desk.intake(*words).status == 0
    assert head(desk)["mode"] == mode


@pytest.mark.parametrize(("distance", "zone"), [("31", "near"), ("80", "near"), ("81", "far")])
def test_the_zone_follows_from_the_distance_unless_it_is_said(
    desk: Desk, distance: str, zone: str
) -> None:
    assert desk.intake("--distance", distance).status == 0
    assert (head(desk)["customer"]["zone"], head(desk)["customer"]["distance_km"]) == (
        zone,
        int(distance),
    )
    inside = desk.other(2, "--distance", distance, "--zone", "inside")
    assert inside.status == (0 if zone == "near" else 2)
    if inside.status == 0:
        assert "zone" not in head(desk, SECOND)["customer"]


@pytest.mark.parametrize(
    ("row", "policy"),
    [
        ('{kind: "repair", policy: "contract247"}', "contract247@2026-11"),
        ('{office: "SZ", policy: "contract247"}', "contract247@2026-11"),
        ('{kind: "inquiry", policy: "contract247"}', "office@2026-11"),
        ('{office: "BJ", policy: "contract247"}', "office@2026-11"),
        ('{kind: "repair", office: "BJ", policy: "contract247"}', "office@2026-11"),
    ],
)
def test_the_first_row_that_fits_names_the_policy(desk: Desk, row: str, policy: str) -> None:
    desk.edit('  - {contract: "24x7", policy: "contract247"}', f"  - {row}", "svc.yaml")
    desk.commit()
    assert desk.intake().status == 0
    assert head(desk)["terms"]["policy"] == policy


# What is refused


def test_all_that_is_missing_is_named_at_once(desk: Desk) -> None:
    error = refused(desk, "intake", "--unit", "明辉", "--urgency", "urgent", by="chen")
    fields = [f"--{name}" for name in desk.told if name != "unit"]
    assert error["key"] == "missing-fields"
    assert error["facts"]["fields"] == [*fields, "--urgency-reason"]


def test_nobody_knows_it_needs_the_reason_for_each(desk: Desk) -> None:
    error = refused(desk, *answered(desk, serial="unknown", bought="不知道"), by="chen")
    assert (error["key"], error["facts"]["fields"]) == ("missing-reasons", ["--serial", "--bought"])


@pytest.mark.parametrize("option", ["--kind", "--channel", "--urgency", "--mode", "--zone"])
def test_a_fixed_value_is_one_of_those_there_are(desk: Desk, option: str) -> None:
    words = (*answered(desk), "--urgency-reason", "x", option, "moon")
    error = refused(desk, *words, by="chen")
    assert (error["key"], error["facts"]["option"]) == ("not-one-of", option)
    assert error["facts"]["value"] == "moon"


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        (("--zone", "near"), "chen", "distance-missing"),
        (("--office", "XX"), "chen", "unknown-office"),
        (("--distance", "far"), "chen", "not-a-number"),
        (("--asked-for", "someday"), "chen", "not-a-time"),
        (("--office", "SZ"), "cron", "not-your-role"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    assert refused(desk, *answered(desk), *words, by=by)["key"] == key


def test_a_copy_without_a_lane_takes_nothing_down(desk: Desk) -> None:
    desk.git("config", "--unset", "svc.desk")
    for words in (answered(desk), NOTE):
        assert refused(desk, *words, by="chen")["key"] == "no-lane"


def test_the_same_matter_is_named_with_its_state_and_what_to_type(desk: Desk) -> None:
    assert desk.intake().status == 0
    error = refused(desk, *answered(desk, symptom="还是不热"), by="li", now=SOON)
    assert error["key"] == "same-matter"
    assert error["facts"] == {
        "ticket": TICKET,
        "status": "received",
        "command": f"svc remind {TICKET}",
    }
    for number, word in ((2, "--second"), (3, "--again")):
        assert desk.intake(word, symptom="还是不热", by="li", now=SOON).status == 0
        assert record(desk, f"SZ-2611-A000{number}")["symptom"] == "还是不热"


# Repeated repairs


def test_the_earlier_tickets_stand_in_the_head_and_declaring_comes_next(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.ok("handover", TICKET, "--to", "li", by="chen")
    desk.ok("reply", TICKET, "--answer", "已复位", by="li", now=SOON)
    ended = desk.intake("--second", now="2026-11-27T09:00:00")
    assert head(desk, SECOND)["repeat_of"] == [TICKET]
    assert comes_next(ended, SECOND) == ["handover", "declare", "contact", "hold", "cancel"]
    assert desk.intake("--second", "--kind", "inquiry", now="2026-11-28T09:00:00").status == 0
    assert "repeat_of" not in head(desk, "SZ-2611-A0003")


# Noted calls


def test_a_call_somebody_else_took_is_a_name_a_number_and_words(desk: Desk) -> None:
    words = ("--words", "锅不热", "--channel", "wechat")
    ended = desk.ok(*NOTE, *words, "--at", "08:50", by="wang")
    assert head(desk) == {
        "id": TICKET,
        "status": "noted",
        "received": "2026-11-20T08:50:00+08:00",
        "office": "SZ",
        "region": "south",
        "channel": "wechat",
        "terms": {"policy": "office@2026-11", "calendar": "SZ@1", "prices": "2026-07"},
    }
    assert last(desk) == {
        "what": "noted",
        "by": "wang",
        "at": "2026-11-20T08:50:00+08:00",
        "name": "李师傅",
        "phone": "13700002222",
        "words": "锅不热",
    }
    assert comes_next(ended) == ["intake", "cancel"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*NOTE, "--channel", "pigeon"), "not-one-of"),
        ((*NOTE, "--office", "XX"), "unknown-office"),
        ((*NOTE[:3], " "), "note-needs-both"),
    ],
)
def test_what_cannot_be_noted_is_refused(desk: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(desk, *words, by="wang")["key"] == key


def test_a_technician_on_site_takes_down_a_second_fault(desk: Desk) -> None:
    desk.play("arrive")
    second = {"serial": "CR200-24-0043", "symptom": "漏水", "channel": "on_site"}
    ended = desk.intake("--second", by="wang", now="2026-11-20T14:00:00", **second)
    assert ended.status == 0, ended.err


def test_five_calls_of_one_number_are_one_ticket_and_each_word_stands_on_it(desk: Desk) -> None:
    desk.ok(*NOTE, "--words", "锅不热", by="wang")
    numbers = ("137-0000-2222", "13700002222", "８６13700002222", "137 0000 2222")
    for hour, number in enumerate(numbers, 10):
        again = ("intake", "--note", "李太太", number, "--words", f"第{hour}次")
        error = refused(desk, *again, by="chen", now=f"2026-11-20T{hour}:00:00")
        assert (error["key"], error["facts"]["ticket"]) == ("noted-already", TICKET)
        command = ["remind", TICKET, "--note"]
        assert f"svc {' '.join(command)} TEXT" in error["message"]
        desk.ok(*command, f"第{hour}次", by="chen", now=f"2026-11-20T{hour}:00:00")
    assert [event["words"] for event in events(desk)[1:]] == [f"第{n}次" for n in range(10, 14)]
    desk.ok(*NOTE, "--words", "另一台", "--second", by="wang", now="2026-11-20T15:00:00")
    assert record(desk, "SZ-2611-A0002")["status"] == "noted"


def test_where_the_number_is_that_of_an_open_ticket_it_is_said(desk: Desk) -> None:
    desk.intake()
    ended = desk.ok(
        "intake", "--note", "张工", "139 0000 1111", by="wang", now="2026-11-20T10:00:00"
    )
    assert f"svc remind {TICKET}" in ended.out


def test_a_known_number_is_noted_under_the_policy_of_its_customers_contract(desk: Desk) -> None:
    assert desk.intake("--contract", "24x7").status == 0
    desk.ok("intake", "--note", "张工", "139 0000 1111", by="wang")
    assert head(desk, SECOND)["terms"]["policy"] == "contract247@2026-11"


def test_completed_it_keeps_when_where_and_how_it_came(desk: Desk) -> None:
    desk.ok(*NOTE, "--channel", "wechat", "--office", "BJ", by="wang")
    number = "BJ-2611-A0001"
    desk.told |= {"phone": "13700002222"}
    words = answered(desk)[1:]
    ended = desk.ok("intake", number, *words, "--contract", "24x7", by="chen", now=SOON)
    told = head(desk, number)
    assert (told["received"], told["office"], told["channel"]) == (NOW, "BJ", "wechat")
    assert (told["status"], told["kind"]) == ("received", "repair")
    events = record(desk, number)["log"]
    assert [event["what"] for event in events] == ["noted", "received", "recomputed"]
    assert events[2]["policy"] == "contract247@2026-11"
    assert told["terms"]["policy"] == "office@2026-11"  # as noted; what holds now is in the log
    assert comes_next(ended, number) == RECEIVED


def test_what_is_no_noted_call_is_not_completed(desk: Desk) -> None:
    assert desk.intake().status == 0
    words = answered(desk, symptom="漏水")[1:]
    assert refused(desk, "intake", TICKET, *words, by="chen")["key"] == "impossible-step"
    assert refused(desk, "intake", SECOND, *words, by="chen")["key"] == "no-such-record"
