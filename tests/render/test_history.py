"""What is against history, in words: no field of an event is called by its English key."""

from __future__ import annotations

import re

import pytest

from svc.errors import Phrase
from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE, Event
from svc.model.month_seals import MONTH_SEAL_CATALOGUE
from svc.model.seals import SEAL_CATALOGUE
from svc.model.stock import STOCK_CATALOGUE
from svc.render.history import field_named
from svc.render.words import Words
from svc.rules.history.records import Change, Tampering

FIELDS = sorted(
    {
        (what, field)
        for catalogue in (
            CATALOGUE,
            CUSTOMER_CATALOGUE,
            STOCK_CATALOGUE,
            SEAL_CATALOGUE,
            MONTH_SEAL_CATALOGUE,
        )
        for what, kind in catalogue.items()
        for field in kind.event.__struct_encode_fields__
    }
)


def named(what: str, field: str, lang: str) -> str:
    tampering = Tampering(kind="event-changed", problem=Phrase(""), event="a1", what=what)
    return field_named(Words(lang), tampering, Change((field,), "1", "2"))


def test_every_field_of_every_event_has_a_chinese_name() -> None:
    called = {(what, field): named(what, field, "zh") for what, field in FIELDS}
    assert {each: name for each, name in called.items() if not re.search("[一-鿿]", name)} == {}
    assert len(called) > len(Event.__struct_encode_fields__) * 50


@pytest.mark.parametrize(
    ("what", "field", "zh", "en"),
    [
        ("slip_in", "rating", "满意度", "rating"),
        ("remarked", "at", "发生时间", "happened"),
        ("merged_into", "file", "客户档案", "customer's file"),
    ],
)
def test_some_of_them(what: str, field: str, zh: str, en: str) -> None:
    assert (named(what, field, "zh"), named(what, field, "en")) == (zh, en)
