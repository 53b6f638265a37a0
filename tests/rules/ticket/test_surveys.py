"""Answers counted question by question, and the sample that headquarters draws."""

from __future__ import annotations

from svc.model import events as ev
from svc.rules.ticket.surveys import QUESTIONS, count_answers, draw_sample


def test_each_question_counts_its_answers_and_what_was_left_out_counts_nowhere() -> None:
    rows = count_answers(
        [
            ev.Surveyed(filled_by="张工", overall="satisfied", price="fair"),
            ev.Surveyed(filled_by="李姐", overall="very_satisfied"),
            ev.Surveyed(filled_by="王总", overall="dissatisfied"),
        ]
    )
    assert [row.question for row in rows] == list(QUESTIONS)
    told = {row.question: (row.answers, row.satisfied) for row in rows}
    assert (told["overall"], told["price"], told["station"]) == ((3, 2), (1, 0), (0, 0))


SOUTH = [f"SZ-2611-A{n:04}" for n in range(1, 41)]
NORTH = ["BJ-2611-A0001", "BJ-2611-A0002"]


def test_the_same_seed_draws_the_same_whatever_other_regions_have() -> None:
    both = draw_sample({"south": SOUTH, "north": NORTH}, seed="7", per_region=5)
    alone = draw_sample({"south": SOUTH[::-1]}, seed="7", per_region=5)
    assert both["south"] == alone["south"] == sorted(both["south"])
    assert len(set(both["south"])) == 5
    assert both["north"] == NORTH  # a region that has no more gives all
    assert draw_sample({"south": SOUTH}, seed="8", per_region=5) != alone


def test_every_ticket_is_drawn_by_some_seed() -> None:
    drawn = {
        number
        for seed in range(200)
        for number in draw_sample({"south": SOUTH}, seed=str(seed), per_region=5)["south"]
    }
    assert drawn == set(SOUTH)
