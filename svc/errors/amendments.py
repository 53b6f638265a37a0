"""What was recorded and can't be put right so (actions/amendments.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


class NothingToAmend(Refused):
    """No entry of the ticket has all these fields. Facts: ticket, fields."""

    key = "nothing-to-amend"
    says = N_(
        "No entry of ticket {ticket} has {fields}. Nothing was changed.\n"
        "Its entries: svc show {ticket}; what each has: svc amend {ticket} ENTRY"
    )


class NotAmendable(Refused):
    """This value stays as it was recorded. Facts: what, field, why (Phrase)."""

    key = "not-amendable"
    says = N_("'{field}' of '{what}' can't be amended: {why}. Nothing was changed.")
    named = (("what", "event"),)


class NotYoursToAmend(Refused):
    """Somebody else's entry, or one of another day. Facts: ticket, by, typed."""

    key = "not-yours-to-amend"
    says = N_(
        "This entry is {by}'s, typed {typed}; from the next day on, and of others, only a lead or "
        "manager amends one. Nothing was changed.\n"
        "To tell them: svc escalate {ticket} --to STAFF --reason REASON"
    )


class LeadAmendsTimes(Refused):
    """A time by which promises are judged. Facts: ticket, field."""

    key = "lead-amends-times"
    says = N_(
        "'{field}' decides whether a promise was kept; only a lead or manager amends it. Nothing "
        "was changed.\n"
        "To tell them: svc escalate {ticket} --to STAFF --reason REASON"
    )


class AmendsOthers(Refused):
    """With this value a later entry could not have followed. Facts: ticket, what, seq."""

    key = "amends-others"
    says = N_(
        "With this value entry {seq} ('{what}') of ticket {ticket} could not have followed. "
        "Nothing was changed.\n"
        "Amend that one first, or note what really happened: svc note {ticket} WORDS"
    )
    named = (("what", "event"),)


class SameValue(Refused):
    """It says so already. Facts: ticket, field, value."""

    key = "same-value"
    says = N_("'{field}' is '{value}' already on ticket {ticket}. Nothing was changed.")


class UnfitValue(Refused):
    """Facts: field, value."""

    key = "unfit-value"
    says = N_("'{value}' can't be a value of '{field}'. Nothing was changed.")


class NothingChosenAnew(Refused):
    """The ticket says already what the customer's file says. Facts: ticket, file."""

    key = "nothing-chosen-anew"
    says = N_("Ticket {ticket} says already what file {file} says. Nothing was changed.")


class ChosenAlone(Refused):
    """Customer and machine are of the ticket, other values of one entry."""

    key = "chosen-alone"
    says = N_(
        "--customer and --machine are of the whole ticket. Nothing was changed.\n"
        "Amend the values of an entry with a command of its own."
    )


class MachineNotNamed(Refused):
    """The customer has several machines. Facts: file, serials."""

    key = "machine-not-named"
    says = N_(
        "{file} has several machines: {serials}. Nothing was changed.\n"
        "Name the one: --machine SERIAL"
    )


class JudgedBefore(Notice):
    """An open ticket still says what the file said before it was corrected. Facts: ticket,
    command (a Phrase).
    """

    key = "judged-before"
    says = N_("Ticket {ticket} is still as it was judged before; to judge it anew: {command}")


class NotFieldAndValue(Refused):
    """Facts: text."""

    key = "not-field-and-value"
    says = N_(
        "'{text}' is not NAME=VALUE. Nothing was changed.\n"
        "Write it like --field cause=wear; the names: svc amend TICKET"
    )


class RatedBadly(Notice):
    """A callback that was amended to dissatisfied opens nothing by itself. Facts: ticket."""

    key = "rated-badly"
    says = N_("The customer is dissatisfied: svc reopen {ticket} --reason REASON")
