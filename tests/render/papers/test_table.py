"""In which copies a paper is made out."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from svc.errors import NotSoManyCopies
from svc.model.settings import CopyName
from svc.render.paper_sizes import SHEETS
from svc.render.papers.table import ALL_PAPERS, COPIES_AT_MOST, copies_of
from svc.render.papers.values import Copy
from svc.render.words import Words


def made(document: str, *names: Any, count: int = 0, size: Any = "A5") -> list[Copy]:
    return copies_of(document, names, count, SHEETS[size], Words("en"))


def called(copies: list[Copy]) -> list[str]:
    return [copy.name for copy in copies]


def test_a_paper_has_the_copies_of_its_row_or_those_that_are_named_in_that_order() -> None:
    usual = ["Copy 1: for our files", "Copy 2: for the customer", "Copy 3: for accounts"]
    assert called(made("receipt")) == usual
    named = made("receipt", "accounts", "customer")
    assert called(named) == ["Copy 1: for accounts", "Copy 2: for the customer"]
    assert [copy.side for copy in named] == ["office", "customer"]
    assert called(made("receipt", "customer")) == ["Copy for the customer"]


def test_only_so_many_of_them() -> None:
    assert called(made("receipt", count=1)) == ["Copy 1: for our files"]
    assert called(made("receipt", "stub", "customer", count=1)) == ["Copy 1: for our files"]


def test_more_than_have_names_are_refused() -> None:
    with pytest.raises(NotSoManyCopies) as refused:
        made("receipt", count=4)
    assert refused.value.facts["count"] == 4
    assert len(refused.value.facts["copies"]) == 3


def test_of_a_paper_without_named_copies_there_are_as_many_as_are_wanted() -> None:
    assert made("survey", size="A4") == [Copy(name="")]
    assert made("survey", count=3, size="A4") == [Copy(name="")] * 3


def test_what_is_said_to_who_has_a_copy_goes_with_the_side() -> None:
    (copy,) = made("bench-order", "customer", size="A4")
    assert copy.words.startswith("Please bring this copy")
    assert made("bench-order", "stub", size="A4")[0].words == ""


def test_each_copy_that_can_be_named_has_a_side_and_there_are_words_for_the_most() -> None:
    names: tuple[CopyName, ...] = get_args(CopyName)
    sides = {copy.side for name in names for copy in made("receipt", name)}
    assert sides == {"office", "customer", "machine"}
    six = called(made("receipt", *names[:COPIES_AT_MOST]))
    assert [name[:7] for name in six] == [f"Copy {n}:" for n in range(1, COPIES_AT_MOST + 1)]


@pytest.mark.parametrize("document", ALL_PAPERS)
def test_copies_of_different_sides_are_told_to_be_such(document: str) -> None:
    """Else continuous paper would print one side for all."""
    paper = ALL_PAPERS[document]
    assert paper.has_sides or all(not copy.words for copy in paper.copies)
