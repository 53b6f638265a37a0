"""A month's seal by its log: which confirmation holds, what it knows, what its digest is made of."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from rules.daily.days import FIGURES, month_recounted, month_sealed, month_state
from rules.logs import SHANGHAI, ticket

from svc.errors import ImpossibleStep
from svc.rules.daily.month_seals import (
    events_of_month,
    ids_in,
    month_seal_digest,
    ticket_line,
)
from svc.rules.ticket.lifecycle import replay_ticket

OTHERS = ("e00009",)
FLAGGED = {"promise": "contact", "due": "2026-11-30T09:40:00+08:00"}


def test_of_two_confirmations_the_one_typed_first_holds_in_any_order() -> None:
    both = (month_sealed("bbbbbb"), month_sealed("aaaaaa", OTHERS, minutes=5))
    for log in permutations(both):
        found = month_state(*log)
        assert (found.holds.id, [each.id for each in found.others]) == ("bbbbbb", ["aaaaaa"])
        assert (found.is_disputed, found.out_of_turn) == (True, [])
        assert found.known == {"e00001"}


def test_two_that_say_the_same_are_no_dispute() -> None:
    assert not month_state(month_sealed("bbbbbb"), month_sealed("aaaaaa", minutes=5)).is_disputed


def test_a_correction_ends_the_dispute_and_knows_what_it_counts_besides() -> None:
    both = (month_sealed("bbbbbb"), month_sealed("aaaaaa", OTHERS, minutes=5))
    found = month_state(*both, month_recounted(events=("e00002",)))
    assert not found.is_disputed
    assert (found.status, found.last.id) == ("recounted", "rrrrrr")
    assert found.sealed_ids == {"e00001"}
    assert found.known == {"e00001", "e00002"}


def test_nothing_is_corrected_before_the_month_is_sealed() -> None:
    found = month_state(month_sealed())
    found.check_may_follow("month_recounted")
    found.status = "new"
    with pytest.raises(ImpossibleStep):
        found.check_may_follow("month_recounted")


def test_the_digest_is_of_figures_and_events_and_of_no_number_that_a_ticket_may_lose() -> None:
    lines = FIGURES.split("\n")
    told = month_seal_digest(lines, ["SZ-2611-A0001 aaaaaa bbbbbb", "SZ-2611-A0002 cccccc"])
    assert told == month_seal_digest(lines, ["SZ-2611-B0007 cccccc", "SZ-2611-A0001 bbbbbb aaaaaa"])
    others = (
        month_seal_digest(lines, ["SZ-2611-A0001 aaaaaa bbbbbb"]),
        month_seal_digest(lines[1:], ["SZ-2611-A0001 aaaaaa bbbbbb", "SZ-2611-A0002 cccccc"]),
    )
    assert told not in others


def test_a_line_names_a_ticket_and_its_events() -> None:
    line = ticket_line("SZ-2611-A0001", {"bbbbbb", "aaaaaa"})
    assert line == "SZ-2611-A0001 aaaaaa bbbbbb"
    assert list(ids_in([line])) == ["aaaaaa", "bbbbbb"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("figures", "intake received 1"),
        ("figures", "repair hours_median hours 6.5"),
        ("figures", "money charged yuan 80"),
        ("tickets", "SZ-2611-A0001"),
        ("tickets", "SZ-2611-A0001 aaaaaa "),
    ],
)
def test_a_line_that_is_none_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="a line that is no"):
        month_sealed(**{field: value, "seal": "0" * 16})


def test_a_correction_says_why() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        month_recounted(reason="")


def test_of_a_month_is_what_happened_while_the_office_acted() -> None:
    away = {"office": "BJ", "region": "north", "away_from": "SZ"}
    log = (
        "11-28 09:00 received",
        "11-29 09:20 handed_over",
        ("11-30 09:30 office_changed", away),
        "11-30 09:40 remarked",
        ("11-30 09:45 flagged", FLAGGED),
        "12-01 00:00 remarked",
    )
    state = replay_ticket(ticket(*log, received="2026-11-28T09:00:00+08:00"))

    def seqs(office: str, first: date) -> list[int]:
        return [event.seq for event in events_of_month(state, office, first, SHANGHAI)]

    november, december = date(2026, 11, 1), date(2026, 12, 1)
    assert (seqs("SZ", november), seqs("BJ", november)) == ([1, 2], [3, 4])
    assert (seqs("SZ", december), seqs("BJ", december)) == ([], [6])
