"""Machines in use (在用设备): those in customers' files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from svc.model.customers import Customer
from svc.rules.customers import replay_customer


def in_use(customers: Iterable[Customer], before: datetime) -> Mapping[str, Counter[str]]:
    """How many machines of each model customers had at a moment, by region.

    A file that was merged into another counts there; what left, or was replaced, no longer counts.
    """
    out: dict[str, Counter[str]] = {}
    for customer in customers:
        state = replay_customer(replace(customer, log=[event for event in customer.log if event.at < before]))
        if state.status == "active":
            out.setdefault(customer.region, Counter()).update(each.model for each in state.equipment.values())
    return out
