"""By what a customer's file is found in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import NOW

from svc.store.index.customer_entry import _customer_keys
from svc.store.index.customers import lookup_keys

if TYPE_CHECKING:
    from conftest import Desk


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "南山明辉餐饮"),
        ("phone", "0755-26001111"),
        ("phone", "26001111"),  # without the area code
        ("phone", "13900001111"),  # the contact's
        ("phone", "13900003333"),  # of one who was added
        ("serial", "CR200-24-0042"),
    ],
)
def test_a_file_is_found_by_name_machine_and_every_telephone(
    desk: Desk, kind: str, value: str
) -> None:
    assert desk.intake().status == 0
    words = ("customer", "contact", "SZ-A0001", "--name", "李工", "--mobile", "13900003333")
    desk.ok(*words, by="chen", now=NOW)
    state = desk.ledger.read_customer("SZ-A0001").state
    assert set(lookup_keys(kind, value)) <= _customer_keys(state)
    assert not set(lookup_keys("phone", "13900009999")) & _customer_keys(state)
