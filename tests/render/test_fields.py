"""Every field of every event has a name that people read."""

from __future__ import annotations

from typing import Any

import pytest

from svc.model.events import CATALOGUE, Event
from svc.model.labels import LABELS
from svc.render.fields import FIELDS
from svc.render.tickets import _HIDDEN


@pytest.mark.parametrize("what", CATALOGUE)
def test_each_field_of_an_event_has_a_name(what: Any) -> None:
    own = set(CATALOGUE[what].event.__struct_fields__) - set(Event.__struct_fields__) - _HIDDEN
    assert {
        field for field in own if field not in FIELDS and f"{what}.{field}" not in FIELDS
    } == set()


def test_fields_name_groups_of_labels_that_are_there() -> None:
    besides = {"staff", "part", "office", "to_bring"}
    assert {group for _, group in FIELDS.values() if group} - besides <= set(LABELS)
