"""The serial number of a ticket's machine in words: of one that was exchanged the old one's and the
new one's.
"""

from __future__ import annotations

from collections.abc import Sequence

from svc.errors import N_
from svc.render.words import Words


def serial_words(serials: Sequence[str], words: Words) -> str:
    """The number of a machine, or of all that came in each other's place, one after the other
    (`State.serials_in_turn`), ready to be shown; empty for none.
    """
    if len(serials) < 2:
        return "".join(serials)
    *old, new = serials
    return words(N_("old machine {old} → new machine {new}"), old=" → ".join(old), new=new)
