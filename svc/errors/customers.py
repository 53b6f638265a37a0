"""Customers and equipment (actions/customers.py, actions/equipment.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


class CustomerThere(Refused):
    """A file with this telephone or name exists already. Facts: file, name, why (Phrase)."""

    key = "customer-there"
    says = N_(
        "This customer already has a file: {file} {name} ({why}). Nothing was changed.\n"
        "To look at it: svc customer show {file}. If this is another customer, type it again "
        "with --another."
    )


class FileMerged(Refused):
    """Facts: file, into."""

    key = "file-merged"
    says = N_("Customer file {file} was merged into {into}; use that one. Nothing was changed.")


class SameFile(Refused):
    """Facts: file."""

    key = "same-file"
    says = N_(
        "{file} can't be merged into itself, and a machine can't be transferred to its own "
        "owner. Nothing was changed."
    )


class CannotForgetYet(Refused):
    """Facts: customer, open (list of Phrase)."""

    key = "cannot-forget-yet"
    says = N_(
        "{customer}: the data are needed still. Nothing was changed.\nTo be done first: {open}"
    )


class ForgottenBefore(Refused):
    """Facts: customer."""

    key = "forgotten-before"
    says = N_("{customer} has no personal data any more. Nothing was changed.")


class SeveralFit(Refused):
    """Words that match several customers. Facts: words, files, first (the number of one)."""

    key = "several-fit"
    says = N_(
        "Several customers fit '{words}': {files}. Nothing was changed.\nName the file: svc "
        "customer show {first}"
    )


class NotInAnyFile(Refused):
    """Facts: serial."""

    key = "not-in-any-file"
    says = N_(
        "No customer's file has a machine with the serial number {serial}. Nothing was changed.\n"
        "To look for it: svc customer find {serial}. To add it: svc equipment add CUSTOMER "
        "--serial {serial} --model TEXT --specification TEXT --bought DAY"
    )


class SerialThere(Refused):
    """Facts: serial, file, name."""

    key = "serial-there"
    says = N_(
        "The machine {serial} is in file {file} ({name}) already. Nothing was changed.\n"
        "If it has a new owner: svc equipment transfer {serial} --to CUSTOMER --reason REASON"
    )


class SerialNeeded(Refused):
    """A machine whose serial number nobody knows can't be told from others."""

    key = "serial-needed"
    says = N_(
        "A machine is identified by its serial number; one without can't be kept in a "
        "customer's file. Nothing was changed.\n"
        "Have it read from the nameplate at the next visit; until then, write on the ticket "
        "that it is unknown, and why."
    )


class NoSuchField(Refused):
    """Facts: field, known."""

    key = "no-such-field"
    says = N_("There is no field '{field}' to correct. Nothing was changed.\nKnown: {known}")


class AlreadySo(Refused):
    """Facts: field, value."""

    key = "already-so"
    says = N_("'{field}' is '{value}' already. Nothing was changed.")
    named = (("field", "filed"),)


class WordsLeftOut(Notice):
    """Facts: record."""

    key = "words-left-out"
    says = N_(
        "The personal data of {record} were removed at the customer's request: it is recorded, its "
        "words were left out."
    )
