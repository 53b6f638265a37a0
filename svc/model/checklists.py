"""What is gone through on a machine, by model: `checklists.yaml` (S2 4.2.3 preparation, 4.2.8
self-check, 5.3 maintenance; S3 part 3 installation).
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_, Phrase
from svc.model.events import Text
from svc.model.faults import Fault

ChecklistSort = Literal[
    "preparation",  # what is taken along and looked at before leaving
    "self_check",  # what the technician tries before leaving the customer
    "maintenance",
    "installation",
    "inspection",
    "upgrade",
    "exchange",
    "training",
    "survey",
]
"""What a list is for: what is done for every visit, or the work of a kind of ticket."""


class Checklist(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A list in the order in which it is gone through."""

    sort: ChecklistSort
    models: list[Text] = []  # beginnings of their names, upper or lower case; none: every machine
    items: Annotated[list[Text], Meta(min_length=1)]

    def is_for(self, model: str) -> bool:
        """Whether machines of this model are gone through by it."""
        name = model.strip().upper()
        return not self.models or any(name.startswith(each.strip().upper()) for each in self.models)


class Checklists(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All lists, in the order of the file."""

    checklists: list[Checklist] = []

    def items(self, sort: str, model: str) -> list[str]:
        """What all lists of this sort have for a model, each item once, in the order of the file;
        empty if none is for it.
        """
        return list(
            dict.fromkeys(
                item
                for each in self.checklists
                if each.sort == sort and each.is_for(model)
                for item in each.items
            )
        )


def checklist_faults(lists: Checklists) -> list[Fault]:
    """What no type says: an item stands in a list once."""
    return [
        Fault(
            ("checklists", index, "items", nth),
            Phrase(N_("'{item}' appears twice in the list"), item=item),
        )
        for index, each in enumerate(lists.checklists)
        for nth, item in enumerate(each.items)
        if item in each.items[:nth]
    ]
