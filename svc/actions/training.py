"""Trainings and examinations (培训与考核): what somebody was trained for, with result and validity;
the skills that dispatch looks at follow from it.

They stand with the person in `staff.yaml`: there are the skills they lead to, dispatch reads that
file anyway, and two desks' entries of it are merged.
"""

from __future__ import annotations

from svc.actions import settings
from svc.actions.settings import SettingResult
from svc.actions.typist import Typist
from svc.model.layout import FlowMapping
from svc.model.records import plain_data
from svc.model.staff import Person, Training
from svc.rules.skills import skills_after
from svc.store.ledger import Ledger


def record_training(
    ledger: Ledger, typist: Typist, person: Person, training: Training
) -> SettingResult:
    """Write a training or examination down, and the skill that follows. Said again it is the same.

    Raises what `settings.change_entry` raises; then nothing is written.
    """
    known = training in person.trainings
    trainings = [*person.trainings, *([] if known else [training])]
    skills = person.skills if known else skills_after(person.skills, training)
    fields: dict[str, object] = {
        "skills": [FlowMapping(plain_data(each)) for each in skills],
        "trainings": [FlowMapping(plain_data(each)) for each in trainings],
    }
    return settings.change_entry(ledger, typist, settings.STAFF, person.id, fields)
