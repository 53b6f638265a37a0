"""What the board and one's own list say of months that nobody has sealed."""

from __future__ import annotations

from collections.abc import Iterable

from svc.actions.unsealed_months import months_unsealed
from svc.cli.desk import Desk
from svc.errors import N_


def say_months_unsealed(desk: Desk, offices: Iterable[str]) -> None:
    """Say of each office which months are over and not sealed, and how one is; nothing of an office
    that never sealed any.
    """
    ledger = desk.ledger()
    for code in offices:
        months = months_unsealed(ledger, code, desk.now)
        if months:
            desk.say(
                N_(
                    "{office}: months that are over and not sealed: {months}. To seal one: "
                    "svc seal {month} --office {code}"
                ),
                office=desk.words.label("office", code),
                months=months,
                month=months[0],
                code=code,
            )
