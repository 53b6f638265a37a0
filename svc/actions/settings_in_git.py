"""Settings and staff as some commit has them, where no work tree is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from svc.errors import SvcError
from svc.model import reading
from svc.model.faults import record_from
from svc.model.settings import Settings
from svc.model.staff import Person, Staff, name_roles

if TYPE_CHECKING:
    from svc.store.git.history import Objects


def settings_at(objects: Objects, commit: str) -> Settings | None:
    """The settings of a commit; None where it has none, or they can't be read."""
    data = objects.read(f"{commit}:svc.yaml")
    if data is None:
        return None
    try:
        text = reading.edited_text(data, "svc.yaml")
        return record_from(reading.read_record(text, "svc.yaml"), Settings, "svc.yaml")
    except SvcError:
        return None


def staff_at(data: bytes, labels: Mapping[str, str]) -> list[Person]:
    """The people that a staff.yaml has. Raises RecordBroken, RecordFaulty and their like."""
    values = reading.read_record(reading.edited_text(data, "staff.yaml"), "staff.yaml")
    name_roles(values, labels)
    return record_from(values, Staff, "staff.yaml").staff
