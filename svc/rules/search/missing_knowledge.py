"""Which faults are frequent and in no entry of the knowledge base: tickets of one model whose
symptom, or what was found, is alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.rules.search.knowledge import fitting_entries
from svc.rules.search.likeness import pieces_likeness, text_pieces

if TYPE_CHECKING:
    from svc.model.events import Cause
    from svc.model.knowledge import Knowledge
    from svc.rules.ticket.lifecycle import State


TOLD_ALIKE, FOUND_ALIKE = 0.6, 0.7
"""From here on two symptoms, or what was found of them, pass for one fault: rather more than for
two tickets of one machine.
"""


class FaultSeen(Struct, frozen=True, kw_only=True):
    """A repair, as far as it says what was wrong."""

    ticket: str
    model: str
    symptom: str
    found: str = ""
    cause: Cause | None = None


class MissingFault(Struct, frozen=True, kw_only=True):
    """A fault of a model that came up so often: `symptom` and `found` as the ticket said it that
    most others are like.
    """

    model: str
    symptom: str
    found: str
    causes: list[tuple[Cause, int]]  # the commonest first
    tickets: list[str]

    @property
    def times(self) -> int:
        return len(self.tickets)


def fault_seen(state: State) -> FaultSeen | None:
    """What a repair says; None for one without model or symptom."""
    ticket = state.current
    model = ticket.equipment.model if ticket.equipment else ""
    if ticket.kind != "repair" or not model or not text_pieces(ticket.symptom):
        return None
    work = state.visit or state.repaired
    return FaultSeen(
        ticket=ticket.id,
        model=model,
        symptom=ticket.symptom.strip(),
        found=work.found.strip() if work else "",
        cause=work.cause if work else None,
    )


class _Group:
    """Repairs of one model that are alike."""

    def __init__(self, first: FaultSeen) -> None:
        self.seen = [first]
        self.symptom = text_pieces(first.symptom)
        self.found = text_pieces(first.found)

    def is_like(self, symptom: frozenset[str], found: frozenset[str]) -> bool:
        return (
            pieces_likeness(self.symptom, symptom) >= TOLD_ALIKE
            or pieces_likeness(self.found, found) >= FOUND_ALIKE
        )

    def told(self) -> MissingFault:
        commonest = Counter(seen.symptom for seen in self.seen).most_common(1)[0][0]
        first = next(seen for seen in self.seen if seen.symptom == commonest)
        causes = Counter(seen.cause for seen in self.seen if seen.cause)
        found = Counter(seen.found for seen in self.seen if seen.found).most_common(1)
        return MissingFault(
            model=first.model,
            symptom=commonest,
            found=found[0][0] if found else "",
            causes=sorted(causes.items(), key=lambda pair: (-pair[1], pair[0])),
            tickets=sorted(seen.ticket for seen in self.seen),
        )


def missing_faults(
    repairs: Iterable[FaultSeen], entries: Sequence[Knowledge], least: int
) -> list[MissingFault]:
    """Faults that at least so many repairs had and no entry fits, the most frequent first.

    An entry fits by what was told or by what was found. A repair counts with the first group it is
    like, so the order in which they are given decides where two groups are close.
    """
    known: dict[tuple[str, str], bool] = {}

    def is_known(words: str, model: str) -> bool:
        if (model, words) not in known:
            known[model, words] = bool(words) and bool(fitting_entries(entries, words, model, 1))
        return known[model, words]

    groups: dict[str, list[_Group]] = {}
    for seen in repairs:
        if is_known(seen.symptom, seen.model) or is_known(seen.found, seen.model):
            continue
        symptom, found = text_pieces(seen.symptom), text_pieces(seen.found)
        of_model = groups.setdefault(seen.model, [])
        group = next((each for each in of_model if each.is_like(symptom, found)), None)
        if group is None:
            of_model.append(_Group(seen))
        else:
            group.seen.append(seen)
    told = [
        each.told() for of_model in groups.values() for each in of_model if len(each.seen) >= least
    ]
    return sorted(told, key=lambda fault: (-fault.times, fault.model, fault.symptom))
