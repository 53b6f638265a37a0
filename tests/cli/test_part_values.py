"""A part that was used, as a technician types it, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import last
from conftest import TICKET
from keeper import furnish, keep, lies

if TYPE_CHECKING:
    from conftest import Desk

DONE = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")


@pytest.fixture
def store(desk: Desk) -> Desk:
    desk.play("arrive")
    return furnish(desk)


def put_in(desk: Desk, *parts: str, lang: str = "zh") -> list[Any]:
    """What the visit says of its parts."""
    typed = [word for part in parts for word in ("--part", part)]
    words = ("--lang", lang, "visit", TICKET, *DONE, *typed)
    desk.ok(*words, by="wang", now="2026-11-20T15:30:00")
    told: list[Any] = last(desk, TICKET)["parts"]
    return told


def used(part: str, count: int, fate: str, **more: str) -> dict[str, Any]:
    return {"part": part, "count": count, "old_part": fate, **more}


def test_each_field_is_understood_in_words(store: Desk) -> None:
    told = put_in(
        store,
        *(
            "P-1001:2:returned",
            "加热管：2件：收回",
            "加热管:两件:旧件收回",
            "P-1001 加热管:交回我方",
        ),
        *(
            "风机:一个:无旧件",
            "风机:没有旧件",
            "风机::none",
            "风机:报废",
            "加热管（加长）:1:留给客户",
        ),
        "主控板:1:收回#ZB-1/旧-7",
    )
    assert told == [
        *[used("P-1001", 2, "returned")] * 3,
        used("P-1001", 1, "returned"),
        *[used("P-1004", 1, "none")] * 3,
        used("P-1004", 1, "scrapped"),
        used("P-1002", 1, "kept_by_customer"),
        used("P-1003", 1, "returned", serial="ZB-1", old_serial="旧-7"),
    ]


def test_chinese_words_are_taken_whatever_language_is_spoken(store: Desk) -> None:
    assert put_in(store, "加热管:2:收回", lang="en") == [used("P-1001", 2, "returned")]


@pytest.mark.parametrize("text", [
    "加热管:三四件:收回", "加热管:2:不知道", "加热管:1:收回:A-1-1", "加热管:2:收回#ZB-1", ":1:收回", "加热管:0x2:收回",
])  # fmt: skip
def test_what_is_not_understood_is_refused_with_the_forms(store: Desk, text: str) -> None:
    before = store.snapshot()
    words = ("--lang", "zh", "visit", TICKET, *DONE, "--part", text)
    ended = store.svc(*words, by="wang", now="2026-11-20T15:30:00")
    assert ended.status == 2
    assert "写成“备件:数量:旧件去向”" in ended.err
    assert "交回我方、留给客户、报废、无旧件" in ended.err
    assert store.snapshot() == before


def test_the_keeper_says_parts_by_their_names(store: Desk) -> None:
    keep(store, "receive", "风机:4@B-2", "加热管：1：170")
    assert lies(store) == {"P-1001": 16, "P-1003": 3, "P-1004": 4}
    count = ("count", "风机:3", "加热管:16", "--reason", "风机=找不到一个")
    keep(store, *count, "--go", now="2026-11-20T10:00:00")
    keep(store, "move", "风机", "@B-3", now="2026-11-20T10:01:00")
    book = keep(store, "book", "风机", now="2026-11-20T11:00:00")
    assert (book["part"], book["balance"]) == ("P-1004", 3)
    assert [entry["reason"] for entry in book["items"]][1] == "找不到一个"
    sent = keep(store, "transfer", "风机:2", "加热管:1", "--to", "BJ", now="2026-11-20T11:00:00")
    number = sent["document"]["id"]
    keep(store, "take-in", number, "风机=1", "--reason", "少一个", now="2026-11-20T12:00:00")
    assert lies(store, "BJ") == {"P-1001": 1, "P-1004": 1}
    store.ok("loan", "lend", TICKET, "加热管:2", "--to", "wang", by="sun")
    assert lies(store)["P-1001"] == 13
