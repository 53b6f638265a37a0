"""Parts over many tickets, as their commands show them: hit rate, parts replaced, life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

SECOND = "SZ-2611-A0002"
AT = "2026-11-20T10:00:00"
SATURDAY = "2026-11-21T11:00:00"
DECEMBER = "2026-12-01T09:00:00"
CATALOGUE = 'parts:\n  - {code: "P-1001", name: "加热管"}\n'


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Of three requests two were met, one of them in December."""
    assert desk.intake().status == 0
    assert desk.other(2).status == 0
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now=AT)
    desk.ok("part", "short", SECOND, "P-1002", by="sun", now=AT)
    late = ("loan", "lend", SECOND, "P-1001", "--to", "wang", "--allow", "x")
    desk.ok(*late, by="sun", now=DECEMBER)
    return desk


def answer(desk: Desk, *words: str, now: str = SATURDAY) -> Any:
    return desk.ok("--json", "part", *words, now=now).json


def test_the_hit_rate_is_that_of_the_months_asked_for(asked: Desk) -> None:
    november = answer(asked, "hit-rate", now=SATURDAY)
    assert [(each["key"], each["met"]) for each in november["items"]] == [
        ("P-1001", 1),
        ("P-1002", 0),
    ]
    assert november["total"] == {"asked": 2, "met": 1, "missed": 1, "percent": 50.0}
    assert (november["first"], november["last"]) == ("2026-11", "2026-11")
    both = answer(asked, "hit-rate", "2026-11..2026-12", "--by", "month", now=DECEMBER)
    assert [(each["key"], each["percent"]) for each in both["items"]] == [
        ("2026-11", 50.0),
        ("2026-12", 100.0),
    ]
    assert both["total"]["percent"] == 66.7
    assert answer(asked, "hit-rate", "--office", "BJ")["items"] == []
    assert answer(asked, "hit-rate", "--by", "office")["items"][0]["key"] == "SZ"


def test_on_the_screen_a_sum_stands_below_and_how_it_is_counted(asked: Desk) -> None:
    (asked.path / "parts.yaml").write_text(CATALOGUE, encoding="utf-8")
    asked.commit()
    shown = asked.ok("part", "hit-rate", now=SATURDAY).out.splitlines()
    assert shown[2].split() == ["P-1001", "加热管", "1", "1", "0", "100.0"]
    assert shown[4].split() == ["All", "2", "1", "1", "50.0"]
    assert shown[5].startswith("Requests met from stock ÷ all requests.")
    listed = asked.ok("part", "hit-rate", "--csv", now=SATURDAY).out.splitlines()
    assert listed[0].endswith('Part,Times asked for,Met,Missed,"Hit rate, %"')
    assert listed[1:] == ["P-1001 加热管,1,1,0,100.0", "P-1002,1,0,1,0.0"]
    assert "Nothing in this time." in asked.ok("part", "hit-rate", "2026-10", now=SATURDAY).out


@pytest.mark.parametrize("command", ["hit-rate", "replaced"])
def test_a_file_is_not_named_as_a_size_of_paper(asked: Desk, command: str) -> None:
    ended = asked.svc("part", command, "--paper", "a b.pdf", now=SATURDAY)
    assert ended.status == 2
    assert "--out 'a b.pdf'" in ended.err
    assert not (asked.path / "a b.pdf").exists()


def test_it_is_a_paper_too(asked: Desk) -> None:
    for name, begins in (("a.html", b"<!DOCTYPE html>"), ("a.pdf", b"%PDF")):
        ended = asked.ok("part", "hit-rate", "--out", name, now=SATURDAY)
        assert name in ended.out
        assert (asked.path / name).read_bytes().startswith(begins)
    text = (asked.path / "a.html").read_text(encoding="utf-8")
    assert "as recorded until 2026-11-21" in text
    assert "P-1002" in text


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("hit-rate", "--out", "a.doc"), "not-one-of"),
        (("hit-rate", "--by", "model"), "not-one-of"),
        (("hit-rate", "2027-01"), "month-not-begun"),
        (("hit-rate", "what"), "not-a-month"),
        (("replaced", "--office", "XX"), "unknown-office"),
        (("life", "--office", "XX"), "unknown-office"),
    ],
)
def test_what_is_typed_wrong_is_refused(asked: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(asked, "part", *words, by="sun", now=SATURDAY)["key"] == key


def test_parts_replaced_and_how_long_they_lasted(desk: Desk) -> None:
    desk.play("arrive")
    said = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    visit = ("visit", TICKET, *said, "--part", "P-1001:1:returned")
    desk.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    found = answer(desk, "replaced", "--by", "model")
    (row,) = found["items"]
    assert (row["key"], row["pieces"]) == ("CR-200", 1)
    assert found["total"] == {"pieces": 1, "tickets": 1, "charged": 0}
    (part, *_) = (each["key"] for each in answer(desk, "replaced")["items"])
    (life,) = answer(desk, "life", part)["lives"]
    assert (life["part"], life["days"], life["ticket"]) == (part, None, TICKET)
    assert answer(desk, "life")["lives"] == []
    assert "none has been replaced yet" in desk.ok("part", "life", part, now=SATURDAY).out
    history = desk.ok("--json", "equipment", "history", life["machine"], now=SATURDAY).json
    assert history["parts"] == [life]
    shown = desk.ok("equipment", "history", life["machine"], now=SATURDAY).out
    assert f"{part}: fitted {life['fitted']} ({TICKET}), in for 1 days" in shown
    assert answer(desk, "life", "--office", "BJ")["items"] == []
    assert "No part is known" in desk.ok("part", "life", "P-9999", now=SATURDAY).out


def test_a_ticket_that_cannot_be_read_is_named_and_the_others_are_counted(asked: Desk) -> None:
    path = asked.path / "tickets/SZ/2026-11" / f"{SECOND}.yaml"
    path.write_text("x: [", encoding="utf-8")
    ended = asked.svc("part", "hit-rate", "--out", "a.html", now=SATURDAY)
    assert ended.status == 3
    assert SECOND in ended.err
    assert SECOND in (asked.path / "a.html").read_text(encoding="utf-8")
    assert "Not counted" in (asked.path / "a.html").read_text(encoding="utf-8")
