"""Answers to the longer survey counted (S4 2.4.2), and the sample that headquarters draws of the
callbacks of each region, to compare what customers say there with what the region has (S2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Literal, get_args

from msgspec import Struct

from svc.model import events as ev

Question = Literal[
    "reachable", "response", "repair", "skill", "manner", "price", "station", "overall"
]
QUESTIONS: tuple[Question, ...] = get_args(Question)
"""The eight questions, in the order of the paper."""
SATISFIED = ("very_satisfied", "satisfied")


class QuestionCount(Struct, frozen=True, kw_only=True):
    """How a question was answered: how often each rating, in their own order."""

    question: Question
    counts: dict[str, int]

    @property
    def answers(self) -> int:
        """How many answered it; who left it out does not count."""
        return sum(self.counts.values())

    @property
    def satisfied(self) -> int:
        """How many are satisfied or very satisfied."""
        return sum(self.counts[rating] for rating in SATISFIED)


def count_answers(surveys: Iterable[ev.Surveyed]) -> list[QuestionCount]:
    """Each of the eight questions with its answers."""
    told = list(surveys)
    rows = []
    for question in QUESTIONS:
        counted = Counter(getattr(each, question) for each in told)
        counts = {rating: counted[rating] for rating in get_args(ev.Rating)}
        rows.append(QuestionCount(question=question, counts=counts))
    return rows


def draw_sample(
    tickets: Mapping[str, Sequence[str]], *, seed: str, per_region: int
) -> dict[str, list[str]]:
    """Of each region's tickets so many at random, all where it has no more; by the same seed the
    same ones, whatever other regions have, in the order of their numbers.
    """
    drawn = {}
    for region, numbers in sorted(tickets.items()):
        known = sorted(set(numbers))
        drawing = Random(f"{seed} {region}")
        drawn[region] = sorted(drawing.sample(known, min(per_region, len(known))))
    return drawn
