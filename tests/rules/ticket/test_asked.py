"""What intake asks for each kind of request."""

from __future__ import annotations

from typing import get_args

import pytest

from svc.model.tickets import TicketKind
from svc.rules.ticket.asked import FIELDS, MATTER, asked_fields


@pytest.mark.parametrize("kind", ["repair", "exchange"])
def test_of_a_machine_that_is_broken_everything_is_asked(kind: str) -> None:
    assert asked_fields(kind) == FIELDS
    assert kind not in MATTER  # its symptom


def test_a_suggestion_asks_who_what_and_about_which_product_no_more() -> None:
    assert asked_fields("suggestion") == ("unit", "phone", "contact", "model", "symptom")
    assert asked_fields("inquiry") == asked_fields("suggestion")


@pytest.mark.parametrize("kind", get_args(TicketKind))
def test_who_it_is_and_what_it_is_about_is_asked_of_all(kind: str) -> None:
    asked = asked_fields(kind)
    assert {"unit", "phone", "contact", "symptom"} <= set(asked)
    assert ("serial" in asked) == (
        kind not in ("inquiry", "suggestion", "complaint", "survey", "training")
    )
