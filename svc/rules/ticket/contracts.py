"""Names of contracts (合同): however they are typed, one that is known, or none."""

from __future__ import annotations

import re
import unicodedata

from svc.errors import UnknownContract
from svc.model.settings import Settings

_TIMES = re.compile(r"(\d+)[x×*✕✖](\d+)")


def known_contract(settings: Settings, name: str, filed: str = "") -> str:
    """The name of a contract as svc.yaml or the customer's file writes it; empty for none.

    7x24, 24×7 and 24X7 are one. Raises UnknownContract for a name nobody knows: it would choose no
    policy, and nobody would see that.
    """
    if not name.strip():
        return ""
    known = [row.contract for row in settings.policies if row.contract]
    known += [filed] if filed and filed not in known else []
    for each in known:
        if contract_form(each) == contract_form(name):
            return each
    raise UnknownContract(contract=name, known=known)


def contract_form(name: str) -> str:
    """How names of contracts are compared."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace(" ", "").replace("小时", "")
    return _TIMES.sub(lambda found: "x".join(sorted(found.groups(), key=int, reverse=True)), plain)
