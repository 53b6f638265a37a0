"""What the caller answered at intake, as typed: in options, a file or the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from svc.model.labels import LABELS

FIELDS = LABELS["told"]
"""What intake can hold; of what is asked nothing is left blank (S4: 不许有空格)."""


class IntakeAnswers(Struct, frozen=True, kw_only=True):
    """Words as typed, empty where nothing was; `unknown: REASON` where nobody knows."""

    unit: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""
    mobile: str = ""
    model: str = ""
    specification: str = ""
    serial: str = ""
    bought: str = ""
    symptom: str = ""
    occurred: str = ""
    wishes: str = ""
    kind: str = ""
    of: str = ""  # what an upgrade or a training is of
    machine: str = ""  # of a walk-in: here, elsewhere
    channel: str = ""
    urgency: str = ""
    urgency_reason: str = ""
    mode: str = ""
    zone: str = ""
    distance: str = ""  # km
    contract: str = ""
    office: str = ""
    asked_for: str = ""  # a moment

    @property
    def telephones(self) -> list[str]:
        """The numbers that were told: the unit's, the contact's."""
        return [number for number in (self.phone, self.mobile) if number]

    def of_fields(self) -> Iterator[tuple[str, str]]:
        """Each of FIELDS with what was answered."""
        return ((name, self.answer_to(name)) for name in FIELDS)

    def answer_to(self, name: str) -> str:
        """The answer in the field of this name."""
        answer: str = getattr(self, name)
        return answer

    def with_answer(self, name: str, answer: str) -> IntakeAnswers:
        """These answers with another one in the field of this name."""
        return replace(self, **{name: answer})

    def filled_up(self, known: dict[str, str]) -> IntakeAnswers:
        """With what is known put where nothing was answered. Raises AttributeError for others."""
        return replace(
            self,
            **{name: value for name, value in known.items() if value and not self.answer_to(name)},
        )
