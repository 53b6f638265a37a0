"""Every fault of a record, each with its line."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from rules.logs import HEAD, event, ticket

from svc.errors import RecordFaulty
from svc.model import layout, reading
from svc.model.faults import faults_of, record_from
from svc.model.records import plain_data, ticket_from
from svc.model.tickets import Ticket

GOOD = plain_data(ticket("20 09:00 received", "20 09:20 remarked"))


def test_a_record_that_fits_has_none() -> None:
    assert faults_of(GOOD, Ticket) == []
    assert record_from(GOOD, Ticket, "x") == ticket("20 09:00 received", "20 09:20 remarked")


@pytest.mark.parametrize(
    ("changed", "where", "says"),
    [
        ({"kind": "fault"}, "kind", "not one of"),
        ({"received": "yesterday"}, "received", "not a time"),
        ({"received": "2026-11-20T09:00:00"}, "received", "no UTC offset"),
        ({"office": ""}, "office", "blank"),
        ({"office": 7}, "office", "not text"),
        ({"office": ["SZ"]}, "office", "one value"),
        ({"customer": "甲"}, "customer", "no keys"),
        (
            {"customer": {**HEAD["customer"], "distance_km": "70"}},
            "customer.distance_km",
            "whole number",
        ),
        (
            {"customer": {**HEAD["customer"], "distance_km": True}},
            "customer.distance_km",
            "whole number",
        ),
        (
            {"customer": {**HEAD["customer"], "distance_km": -1}},
            "customer.distance_km",
            "out of range",
        ),
        ({"unknown": "nothing"}, "unknown", "not a list"),
        ({"unknown": [{"field": "x"}]}, "unknown.0", "`unknown.0.why` is missing"),
        ({"log": []}, "log", "no item"),
        (
            {"log": [event("20 09:00 remarked") | {"what": "sung"}]},
            "log.0.what",
            "not a known event",
        ),
        (
            {"log": [event("20 09:00 remarked") | {"id": "X"}]},
            "log.0.id",
            "not written correctly",
        ),
        (
            {"log": [event("20 09:00 remarked") | {"at": "2026-11-20T09:00:00.5+08:00"}]},
            "log.0",
            "fraction",
        ),
        ({"log": [event("20 09:00 paid") | {"amount": "much"}]}, "log.0.amount", "not an amount"),
        ({"log": ["x"]}, "log.0", "no keys"),
    ],
)
def test_a_fault_is_named_with_its_place(changed: dict[str, Any], where: str, says: str) -> None:
    (fault,) = faults_of({**GOOD, **changed}, Ticket)
    assert fault.field == where
    assert says in str(fault.problem)


def test_all_faults_come_at_once_in_the_order_of_their_lines() -> None:
    bad = {
        **GOOD,
        "kind": "fault",
        "symptom": 7,
        "log": [{**GOOD["log"][0], "seq": 0}, GOOD["log"][1]],
    }
    text = (
        layout.write_record(GOOD)
        .replace('kind: "repair"', 'kind: "fault"')
        .replace("seq: 1", "seq: 0")
    )
    text = text.replace(f'symptom: "{GOOD["symptom"]}"', "symptom: 7")
    for read in (
        lambda: record_from(bad, Ticket, "x.yaml", text),
        lambda: ticket_from(bad, "x.yaml", text),
    ):
        with pytest.raises(RecordFaulty) as damaged:
            read()
        lines = text.splitlines()
        assert [lines[line - 1].strip(" -") for line, _ in damaged.value.facts["faults"]] == [
            'kind: "fault"',
            "symptom: 7",
            "seq: 0",
        ]
        assert damaged.value.facts["line"] == 2


def test_whatever_msgspec_refuses_the_walk_finds_or_repeats() -> None:
    for key in GOOD:
        for odd in (7, True, "", "x", [], {}, ["x"], {"x": 1}):
            data = {**GOOD, key: odd}
            try:
                msgspec.convert(data, Ticket)
            except msgspec.ValidationError:
                with pytest.raises(RecordFaulty):
                    record_from(data, Ticket, "x.yaml")
            else:
                assert faults_of(data, Ticket) == [], (key, odd)


def test_the_fast_way_reads_the_same_record() -> None:
    text = layout.write_record(GOOD)
    assert ticket_from(reading.read_record(text, "x"), "x", text) == msgspec.convert(GOOD, Ticket)
