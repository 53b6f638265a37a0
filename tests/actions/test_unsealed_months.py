"""Months that are over and that nobody has sealed are named, at an office that seals any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from svc.actions.unsealed_months import months_unsealed

if TYPE_CHECKING:
    from conftest import Desk


def test_months_that_are_over_and_not_sealed_are_named_once_an_office_seals(desk: Desk) -> None:
    desk.play("slip")
    desk.ok("seal", "2026-11", "--office", "SZ", by="li", now="2026-12-02T09:00:00")
    says = "已过完、还没封账的月份：2026-12。封账：svc seal 2026-12 --office SZ"

    def said(*words: str, by: str, now: str) -> bool:
        return says in desk.ok("--lang", "zh", *words, by=by, now=now).out

    assert not said("mine", by="li", now="2027-01-06T09:00:00")
    assert said("mine", by="li", now="2027-01-08T09:00:00")
    assert not said("mine", by="wang", now="2027-01-08T09:00:00")
    assert said("dispatch", by="sun", now="2027-01-08T09:00:00")


def test_an_office_that_never_sealed_a_month_has_none(desk: Desk) -> None:
    now = datetime.fromisoformat("2027-06-01T09:00:00+08:00")
    assert months_unsealed(desk.ledger, "SZ", now) == []
    desk.play("slip")
    desk.ok("seal", "2026-11", "--office", "SZ", by="li", now="2026-12-02T09:00:00")
    months = ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]  # May was over yesterday
    assert months_unsealed(desk.ledger, "SZ", now) == months
    assert months_unsealed(desk.ledger, "BJ", now) == []
