"""Which policy a ticket is under (svc.yaml, `policies`)."""

from __future__ import annotations

from collections.abc import Sequence

from svc.model.settings import PolicyChoice


def policy_for(
    choices: Sequence[PolicyChoice], *, office: str, kind: str = "", contract: str = ""
) -> str:
    """The name of the policy: that of the first row that fits office, kind and contract; where none
    does, the last one's. Without kind and contract: the office's usual one.
    """
    for row in choices:
        if row.contract in ("", contract) and row.kind in ("", kind) and row.office in ("", office):
            return row.policy
    return choices[-1].policy
