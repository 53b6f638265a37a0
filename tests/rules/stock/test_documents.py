"""A stock document's life: booked, taken in, voided; what is out of turn changes nothing."""

from __future__ import annotations

import pytest
from rules.stock.papers import arrived, document, line, then

from svc.errors import DocumentSettled, NothingToTransfer
from svc.model.records import plain_data
from svc.model.stock import StockDocument, Voided
from svc.rules.stock.documents import check_may_follow, derive_document, replay_document

SENT = document(1, "transferred", line("P-1:3"), to_office="BJ")
CAME = document(2, "received", line("P-1:3"))


def test_a_transfer_is_taken_in_once() -> None:
    state = then(SENT, arrived(3), arrived(2))
    assert state.status == "taken_in"
    assert state.taken_in is not None
    assert state.taken_in.lines[0].count == 3
    assert [event.seq for event in state.out_of_turn] == [3]


def test_only_a_transfer_is_taken_in() -> None:
    state = then(CAME, arrived(3))
    assert (state.status, state.taken_in) == ("booked", None)
    assert len(state.out_of_turn) == 1
    with pytest.raises(NothingToTransfer):
        check_may_follow(replay_document(CAME), "taken_in")
    check_may_follow(replay_document(SENT), "taken_in")


def test_nothing_follows_what_was_voided_but_a_note() -> None:
    state = then(SENT, Voided(reason="写错"))
    assert state.status == "voided"
    check_may_follow(state, "remarked")
    for what in ("taken_in", "voided"):
        with pytest.raises(DocumentSettled):
            check_may_follow(state, what)


def test_the_status_follows_from_the_data_alone() -> None:
    data = plain_data(then(SENT, arrived(3)).document)
    assert derive_document(data) == ("taken_in", {})


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "transferred"},
        {"kind": "received", "to_office": "BJ", "source": "headquarters"},
        {"kind": "kit_lent"},
        {"kind": "scrapped", "technician": "wang"},
    ],
)
def test_only_a_transfer_goes_to_an_office_and_only_a_kit_to_a_technician(
    fields: dict[str, str],
) -> None:
    with pytest.raises(ValueError, match="nothing else"):
        StockDocument(
            id="SZ-M2611-A0001",
            status="booked",
            booked=CAME.booked,
            office="SZ",
            region="south",
            lines=CAME.lines,
            log=CAME.log,
            **fields,
        )
