"""Which clone gives numbers in a lane: `desks/A.yaml`, written by `svc init`."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from msgspec import Struct

from svc.model.events import Text


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lane and the mark of the clone that claimed it."""

    lane: Text
    clone: Text
    before: list[Text] = []  # clones that had it, each of which a new computer took the place of
