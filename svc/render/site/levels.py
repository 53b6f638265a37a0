"""Who may see what on the pages: a folder of pages is made for one level and shown to that level
alone.

What a level may not see is never handed to its templates, so it can't be in the bytes of its
pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from svc.errors import N_
from svc.model import events as ev
from svc.model.typed_text import UNKNOWN
from svc.render.masking import masked_text
from svc.render.pdf import readable_text
from svc.render.words import Words

Level = Literal["wall", "staff", "manager", "customer"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""`wall`: nobody's name, telephone or address, and no text that somebody typed but the model's
name. `staff`: what is needed to go to the customer and to call; nobody's blame and no money but
the sum of the last quote, on the form of the visit: whoever does the work agrees on it there.
`manager`: everything. `customer`: the machine that the page is about, and whom to call.
"""

FOR_MANAGERS = frozenset(
    {
        *("quoted", "charged", "paid", "payment_deferred", "waived", "handed_in", "refunded"),
        *("receipt_issued", "receipt_voided", "invoiced", "cost_noted"),
        *("complaint_judged", "responsibility_found", "corrective_action"),
    }
)
"""Events about money, and about who is to blame."""


MONEY_FIELDS = frozenset({"amount", "total", "lines", "cost"})
"""Fields of other events that hold sums."""


def may_be_told(event: ev.AnyEvent, log: Sequence[ev.AnyEvent], level: Level) -> bool:
    """Whether an event of a ticket may stand on the pages of a level; what was put right in an
    entry only where the entry may.
    """
    if level == "manager":
        return True
    if level != "staff":
        return False
    if isinstance(event, ev.Amended):
        entry = next((other for other in log if other.id == event.of), None)
        return (
            entry is not None and may_be_told(entry, log, level) and event.field not in MONEY_FIELDS
        )
    return ev.tag_of(event) not in FOR_MANAGERS


def model_for_all(model: str, words: Words) -> str:
    """The model of a machine as any level may see it: typed text, so that a telephone number in it
    is hidden; that nobody knew it, without why. In full it stands where the customer's own number
    does, on an open ticket's order.
    """
    return words(N_("unknown")) if model == UNKNOWN else masked_text(readable_text(model))


def left_out(level: Level) -> frozenset[str]:
    """The fields of events that a level does not see."""
    return frozenset() if level == "manager" else MONEY_FIELDS
