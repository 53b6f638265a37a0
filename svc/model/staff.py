"""The people: `staff.yaml`."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.data import Data
from svc.model.events import Text

Role = Literal[
    "clerk",
    "specialist",
    "lead",
    "coordinator",
    "technician",
    "receptionist",
    "bench",
    "parts",
    "callback",
    "cashier",
    "head",
    "quality",
    "production",
    "finance",
    "business",
    "manager",
    "system",
]

ROLES: dict[str, str] = {
    "clerk": N_("clerk"),
    "specialist": N_("specialist"),
    "lead": N_("lead"),
    "coordinator": N_("coordinator"),
    "technician": N_("technician"),
    "receptionist": N_("receptionist"),
    "bench": N_("bench engineer"),
    "parts": N_("parts keeper"),
    "callback": N_("callback clerk"),
    "cashier": N_("cashier"),
    "head": N_("station head"),
    "quality": N_("quality inspection"),
    "production": N_("production"),
    "finance": N_("finance"),
    "business": N_("business department"),
    "manager": N_("manager"),
    "system": N_("system"),
}


ROLE_WORDS: dict[str, Role] = {
    "客服专员": "clerk",
    "技术支持工程师": "specialist",
    "售后组长": "lead",
    "协调员": "coordinator",
    "维修工程师": "technician",
    "接待工程师": "receptionist",
    "站内维修工程师": "bench",
    "备件管理员": "parts",
    "回访专员": "callback",
    "收款员": "cashier",
    "站长": "head",
    "质检": "quality",
    "生产": "production",
    "财务": "finance",
    "业务部": "business",
    "经理": "manager",
    "系统": "system",
}
"""What roles are called in Chinese: staff.yaml may have these words too."""


def name_roles(data: Data, labels: Mapping[str, str]) -> None:
    """Put the roles that staff.yaml has in words as the fixed values they stand for: in Chinese, or
    as the department's own `labels` call them (`role.clerk`). What is no role stays, and is named.
    """
    words = ROLE_WORDS | {
        word: key.removeprefix("role.") for key, word in labels.items() if key.startswith("role.")
    }
    people = data.get("staff")
    for person in people if isinstance(people, list) else []:
        roles = person.get("roles") if isinstance(person, dict) else None
        if isinstance(roles, list):
            person["roles"] = [words.get(role, role) for role in roles if isinstance(role, str)]


KEEPERS = ("lead", "manager")
"""Who may change settings; of some files others may, too."""
KEEPERS_OF_PARTS = ("parts", *KEEPERS)
KEEPERS_OF_PRICES = ("finance", *KEEPERS)


class Skill(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Trained and certified for a model or a task, since when, until when (S0 1.6)."""

    covers: Text  # a model, the beginning of its name, or a task such as `installation`
    since: date
    until: date | None = None


TrainingResult = Literal["passed", "failed", "attended"]


class Training(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A training or examination somebody had, with its result; passed, a skill follows."""

    covers: Text  # a model, the beginning of its name, or a task, as of a skill
    on: date
    result: TrainingResult
    until: date | None = None  # so long it is valid; None: without end
    by: str = ""  # who trained or examined
    note: str = ""


class Absence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Days off, both included."""

    since: date
    until: date
    why: Text


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the staff. Roles are a guard against mistakes, not proof of who someone is."""

    id: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
    name: Text
    phone: str = ""
    email: str = ""
    office: str = ""
    roles: Annotated[list[Role], Meta(min_length=1)]
    skills: list[Skill] = []
    trainings: list[Training] = []
    absences: list[Absence] = []
    kit: str = ""  # the set of parts that they always have with them, as parts.yaml calls it
    left: date | None = None

    def may(self, roles: tuple[str, ...]) -> bool:
        """Whether one of the person's roles is among `roles`; the head of a station is its
        manager.
        """
        return any(role in roles for role in self.roles) or (
            "head" in self.roles and "manager" in roles
        )


class Staff(Struct, frozen=True, kw_only=True):
    """Everybody, in the order of the file."""

    staff: list[Person]

    def find_person(self, person: str) -> Person | None:
        """The person with this id; None if there is none."""
        return next((p for p in self.staff if p.id == person), None)

    def by_email(self, email: str) -> Person | None:
        """The only person with this address; None if nobody or several have it."""
        people = [p for p in self.staff if p.email and p.email.casefold() == email.casefold()]
        return people[0] if len(people) == 1 else None

    def name_of(self, person: str) -> str:
        """How people call them; the id itself for somebody no longer in the file."""
        entry = self.find_person(person)
        return entry.name if entry else person
