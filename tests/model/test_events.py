"""The catalogue of events: complete, consistent, and what each field may hold."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
import pytest
from rules.logs import USUAL, event

from svc.model import events as ev
from svc.model.labels import LABELS
from svc.model.records import event_data
from svc.model.staff import ROLES

MADE = {
    what: msgspec.convert(event(f"20 09:00 {what}"), entry.event)
    for what, entry in ev.CATALOGUE.items()
}


def test_every_kind_of_event_stands_in_the_catalogue_and_in_the_union() -> None:
    kinds = set(typing.get_args(ev.AnyEvent))
    assert {entry.event for entry in ev.CATALOGUE.values()} == kinds
    defined = {
        made for made in vars(ev).values() if isinstance(made, type) and issubclass(made, ev.Event)
    }
    assert defined - {ev.Event} == kinds


@pytest.mark.parametrize("what", ev.CATALOGUE)
def test_a_row_names_states_roles_and_moments_there_are(what: Any) -> None:
    entry = ev.CATALOGUE[what]
    assert entry.event.__struct_config__.tag == what
    assert set(entry.after) <= {ev.NEW, *ev.STATES}
    assert entry.after
    assert entry.leads_to in ("", *ev.STATES)
    assert set(entry.roles) <= set(ROLES)
    assert set(entry.marks) <= ev.MOMENTS
    assert entry.label
    assert entry.event.__doc__


def test_every_moment_role_and_state_has_a_name() -> None:
    assert set(LABELS["moment"]) >= ev.MOMENTS
    assert set(LABELS["status"]) == set(ev.STATES)
    assert set(LABELS["role"]) == {
        role for entry in ev.CATALOGUE.values() for role in entry.roles
    } | set(ROLES)


@pytest.mark.parametrize("what", ev.CATALOGUE)
def test_an_event_is_written_and_read_as_the_same(what: Any) -> None:
    data = event_data(MADE[what])
    assert list(data)[:6] == ["seq", "id", "what", "at", "typed", "by"]
    assert msgspec.convert(data, ev.AnyEvent) == MADE[what]
    assert all(isinstance(value, (str, int, bool, list)) for value in data.values())


@pytest.mark.parametrize("what", ev.CATALOGUE)
def test_no_text_that_has_to_be_there_may_be_blank(what: Any) -> None:
    own = [
        f
        for f in msgspec.structs.fields(ev.CATALOGUE[what].event)
        if f.required and f.type == ev.Text
    ]
    for field in own:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**event(f"20 09:00 {what}"), field.encode_name: ""}, ev.AnyEvent)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 0), ("seq", -1), ("seq", "1"), ("id", "short"), ("id", "HAS-CAPS"), ("by", ""),
        ("at", "2026-11-20T09:00:00"), ("at", "2026-11-20T09:00:00.5+08:00"), ("at", "2026-11-20"),
        ("typed", "2026-11-20T09:00:00.000001Z"), ("what", "recieved"),
    ],
)  # fmt: skip
def test_what_all_events_have_is_judged(field: str, value: int | str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**event("20 09:00 remarked"), field: value}, ev.AnyEvent)


def test_the_made_up_logs_know_every_kind_of_event() -> None:
    assert set(USUAL) == set(ev.CATALOGUE)
