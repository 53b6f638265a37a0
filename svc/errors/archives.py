"""Years of closed tickets that are put away (actions/archiving.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class OnlyAManagerArchives(Refused):
    """Facts: person."""

    key = "only-a-manager-archives"
    says = N_(
        "Only a manager puts a year into the archive or takes it out, and {person} is not one "
        "(staff.yaml). Nothing was changed."
    )


class YearNotOver(Refused):
    """Facts: year."""

    key = "year-not-over"
    says = N_(
        "{year} is not over yet: only tickets of earlier years go into the archive. Nothing was "
        "changed."
    )
