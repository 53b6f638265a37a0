"""What is taken out of a record when a customer is forgotten, and what stays."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from svc.model import events as ev
from svc.model.customers import AnyCustomerEvent, CustomerHead
from svc.model.tickets import TicketHead
from svc.rules.forgetting import (
    KEPT,
    TAKEN_OUT,
    event_without,
    is_forgotten,
    personal_fields,
    without_personal_data,
)

TICKET: dict[str, Any] = {
    "id": "SZ-2611-A0001",
    "kind": "repair",
    "customer": {"file": "SZ-A0001", "unit": "明辉", "phone": "0755-1", "zone": "inside"},
    "equipment": {"serial": "A-1", "warranty": {"verdict": "in", "reason": "张工说"}},
    "symptom": "不加热",
    "unknown": [{"field": "mobile", "why": "没问"}],
    "by_hand": {"note": "张工", "count": 3},
}
FILE: dict[str, Any] = {
    "id": "SZ-A0001",
    "name": "明辉",
    "contacts": [{"name": "张工", "mobile": "1"}],
}
GONE = "(removed)"


def test_names_numbers_and_free_words_go_and_codes_and_figures_stay() -> None:
    assert without_personal_data(TICKET) == {
        "id": "SZ-2611-A0001",
        "kind": "repair",
        "customer": {"file": "SZ-A0001", "unit": GONE, "phone": GONE, "zone": "inside"},
        "equipment": {"serial": "A-1", "warranty": {"verdict": "in", "reason": GONE}},
        "symptom": GONE,
        "unknown": [{"field": "mobile", "why": GONE}],
        "by_hand": {"note": GONE, "count": 3},
    }
    assert without_personal_data(FILE)["contacts"] == [{"name": GONE, "mobile": GONE}]
    assert personal_fields(TICKET)[:2] == ["customer.unit", "customer.phone"]
    assert "equipment.warranty.reason" in personal_fields(TICKET)


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        ({"what": "remarked", "words": "张工来电"}, {"words": GONE}),
        ({"what": "flagged", "promise": "visit"}, {}),
        ({"what": "committed", "promise": "送滤网"}, {"promise": GONE}),
        ({"what": "handed_over", "to": "li", "words": ""}, {}),
        ({"what": "defect_reported", "to": "张工"}, {"to": GONE}),
        ({"what": "paid", "amount": "12.50", "how": "cash", "taken_by": "wang"}, {}),
        ({"what": "receipt_issued", "number": "SZ-A-26-0001", "payer": "张工"}, {"payer": GONE}),
        ({"what": "corrected", "field": "customer.phone", "old": "1", "new": "2"}, {"old": GONE, "new": GONE}),
        ({"what": "corrected", "field": "equipment.serial", "old": "1", "new": "2"}, {}),
        ({"what": "corrected", "field": "wishes", "old": "", "new": "快"}, {"new": GONE}),
        ({"what": "amended", "of": "e1", "field": "rating", "old": "fair", "new": "satisfied"}, {}),
        ({"what": "amended", "of": "e1", "field": "better", "old": "快", "new": "早"}, {"old": GONE, "new": GONE}),
        ({"what": "amended", "of": "e2", "field": "signatures", "old": "",
          "new": '[{"party":"customer","name":"张工"}]'}, {"new": '[{"party":"customer","name":"(removed)"}]'}),
        ({"what": "forgotten", "fields": ["symptom"], "reason": "本人要求"}, {}),
        ({"what": "not_known_here", "said": ["张工"], "count": 2}, {"said": [GONE]}),
    ],
)  # fmt: skip
def test_of_an_event_what_is_of_a_person_goes(event: dict[str, Any], gone: dict[str, Any]) -> None:
    log = [{"id": "e1", "what": "called_back"}, {"id": "e2", "what": "accepted"}, event]
    record = {**TICKET, "log": log}
    once = without_personal_data(record)
    assert once["log"][2] == event | gone
    assert without_personal_data(once) == once
    assert is_forgotten(record) == (event["what"] == "forgotten")


def test_an_event_added_later_loses_its_words_too() -> None:
    assert event_without({"what": "remarked", "id": "x", "words": "张工"}, TICKET)["words"] == GONE


def test_every_name_of_a_field_that_is_kept_or_taken_out_is_one() -> None:
    kinds = [TicketHead, CustomerHead, *get_args(ev.AnyEvent), *get_args(AnyCustomerEvent)]
    named = {f"{ev.tag_of(kind)}.{name}" for kind in kinds[2:] for name in kind.__struct_fields__}
    assert {name for name in KEPT | TAKEN_OUT if "." in name} <= named
