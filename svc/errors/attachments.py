"""Files attached to tickets."""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Refused


class NoFileToAttach(Refused):
    """Facts: path."""

    key = "no-file-to-attach"
    says = N_("There is no file {path}. Nothing was changed.")


class NothingAttached(Refused):
    """The ticket has no attachment of this number. Facts: ticket, number, count."""

    key = "nothing-attached"
    says = N_(
        "{ticket} has no attachment number {number}; it has {count}.\n"
        "To see them: svc attach {ticket}"
    )


class AttachmentAbsent(NotDone):
    """The bytes of an attachment are not here, or not as they were. Facts: ticket, name, path, desk
    (— for any).
    """

    key = "attachment-absent"
    says = N_(
        "{name} of {ticket} is not here as it was attached ({path}). Nothing was written.\n"
        "Attached at desk: {desk}. What is in the ledger comes with: svc sync"
    )
