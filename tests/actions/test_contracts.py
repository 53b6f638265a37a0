"""Contracts entered in a customer's file: what is written, what is refused, what intake makes of
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import record, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

FILE = "SZ-A0001"
ENTER = ("customer", "contract", FILE, "--name", "金牌", "--since", "2026-01-01")
UNTIL = ("--until", "2026-12-31")
FREE = ("--free", "labour", "--free", "parts", "--free", "travel")


def of_a_customer(desk: Desk, *words: str) -> None:
    """A customer whose repair is over, and a contract with them."""
    assert desk.intake().status == 0
    assert (
        desk.svc("cancel", TICKET, "--reason", "好了", "--asked-by", "张工", by="chen").status == 0
    )
    ended = desk.svc(*ENTER, *UNTIL, *words, by="chen")
    assert ended.status == 0, ended.err


LATER = "2026-11-20T10:30:00"


def next_head(desk: Desk, *words: str) -> dict[str, Any]:
    ended = desk.intake("--customer", FILE, "--second", *words, now=LATER, bought="2015-01-01")
    assert ended.status == 0, ended.err
    return record(desk, "SZ-2611-A0002")


def test_what_is_typed_stands_in_the_file_and_is_shown(desk: Desk) -> None:
    of_a_customer(desk, *FREE[:2], "--kind", "repair", "--machine", desk.told["serial"])
    (event,) = [e for e in record(desk, FILE)["log"] if e["what"] == "contract_set"]
    assert event["contract"] == {
        "name": "金牌",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "kinds": ["repair"],
        "machines": [desk.told["serial"]],
        "free": ["labour"],
    }
    assert "金牌  2026-01-01" in desk.svc("customer", "show", FILE, by="chen").out


def test_a_name_that_svc_yaml_knows_is_written_as_there(desk: Desk) -> None:
    assert desk.intake().status == 0
    words = ("customer", "contract", FILE, "--name", "7×24", "--since", "2026-01-01", *UNTIL)
    assert desk.svc(*words, by="chen").status == 0
    assert record(desk, FILE)["log"][-1]["contract"]["name"] == "24x7"


def test_a_covered_repair_is_free_and_on_site_whatever_the_warranty(desk: Desk) -> None:
    of_a_customer(desk, *FREE)
    head = next_head(desk)
    assert (head["mode"], head["customer"]["contract"]) == ("visit", "金牌")
    assert head["covered_by"]["free"] == ["labour", "parts", "travel"]


@pytest.mark.parametrize(
    ("covers", "words"),
    [
        ((), ("--kind", "training", "--of", "technical")),
        (("--kind", "maintenance"), ()),
    ],
)
def test_what_it_does_not_cover_is_served_without_it(
    desk: Desk, covers: tuple[str, ...], words: tuple[str, ...]
) -> None:
    of_a_customer(desk, *FREE, *covers)
    head = next_head(desk, *words)
    assert "covered_by" not in head
    assert "contract" not in head["customer"]
    assert head["mode"] == "paid"


def test_one_that_is_over_is_named(desk: Desk) -> None:
    assert desk.intake().status == 0
    over = (*ENTER[:-1], "2025-01-01", "--until", "2025-12-31")
    assert desk.svc(*over, by="chen").status == 0
    ended = desk.intake("--customer", FILE, "--second", now=LATER)
    assert "2025-12-31" in ended.err
    assert "contract" not in record(desk, "SZ-2611-A0002")["customer"]


def test_it_is_ended_with_a_reason(desk: Desk) -> None:
    of_a_customer(desk)
    error = refused(desk, "customer", "contract", FILE, "--end", by="chen")
    assert (error["key"], error["facts"]) == ("missing-fields", {"fields": ["--reason"]})
    assert (
        desk.svc("customer", "contract", FILE, "--end", "--reason", "到期不续", by="chen").status
        == 0
    )
    assert "金牌  2026" not in desk.svc("customer", "show", FILE, by="chen").out.split("\n\n")[0]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--until", "2025-12-31"), "contract-ends"),
        ((*UNTIL, "--machine", "X-1"), "no-such-machine"),
        ((*UNTIL, "--free", "coffee"), "not-one-of"),
        ((*UNTIL, "--policy", "gold"), "no-such-version"),
    ],
)
def test_what_no_contract_can_say_is_refused(desk: Desk, words: tuple[str, ...], key: str) -> None:
    assert desk.intake().status == 0
    assert refused(desk, *ENTER, *words, by="chen")["key"] == key


@pytest.mark.parametrize(("line", "status"), [("L01", 2), ("P-1001", 0), ("自定项目:1:50", 0)])
def test_what_the_contract_has_as_free_is_not_quoted_though_the_rest_is(
    desk: Desk, line: str, status: int
) -> None:
    of_a_customer(desk, "--free", "labour")
    next_head(desk)
    ended = desk.svc("quote", "SZ-2611-A0002", "--line", line, by="chen", now=LATER)
    assert ended.status == status, ended.err
    if status:
        assert "free of charge: labour" in ended.err
