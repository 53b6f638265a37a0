"""Settings: what a department decides once, entered by command or by hand."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class CannotPutEntry(Refused):
    """An entry of a file that people write can't be changed by command, as it is laid out. Facts:
    path, entry.
    """

    key = "cannot-put-entry"
    says = N_(
        "{path}: the entry {entry} can't be changed by a command, as this file is laid out. "
        "Nothing was changed.\n"
        "Change it in an editor, then: svc adopt settings"
    )
