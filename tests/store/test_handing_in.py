"""Of two commands that were handed the same, one waits for the other; all else goes on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET

from svc.errors import LockHeld
from svc.store.handing_in import handing_in

if TYPE_CHECKING:
    from conftest import Desk


def test_one_at_a_time_and_nobody_else_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.play("intake")
    monkeypatch.setenv("SVC_LOCK_WAIT", "0")
    now = datetime.fromisoformat(NOW)
    with handing_in(desk.ledger, "chen", now):
        with pytest.raises(LockHeld), handing_in(desk.ledger, "li", now):
            pass
        assert desk.svc("note", TICKET, "x", by="chen").status == 0
    with handing_in(desk.ledger, "li", now):
        pass
