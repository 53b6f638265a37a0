"""Names of contracts, however they are typed."""

from __future__ import annotations

import pytest
from rules.checks.records import SETTINGS

from svc.errors import UnknownContract
from svc.rules.ticket.contracts import contract_form, known_contract


@pytest.mark.parametrize(
    "typed", ["24x7", "7x24", "24×7", "7×24", "24X7", "７×２４", " 7 * 24 ", "7x24小时"]
)
def test_one_contract_has_one_name_however_it_is_typed(typed: str) -> None:
    assert contract_form(typed) == "24x7"
    assert known_contract(SETTINGS, typed) == "24x7"


def test_the_name_that_the_customers_file_has_is_known() -> None:
    assert known_contract(SETTINGS, "金牌", "金牌") == "金牌"
    assert known_contract(SETTINGS, " ") == ""


@pytest.mark.parametrize("typed", ["5x8", "金牌", "24x70"])
def test_a_name_nobody_knows_is_refused_with_those_that_are_known(typed: str) -> None:
    with pytest.raises(UnknownContract) as refused:
        known_contract(SETTINGS, typed)
    assert refused.value.facts == {"contract": typed, "known": ["24x7"]}
