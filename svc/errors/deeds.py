"""Deeds at the desk, step by step (actions/)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class AppointmentPast(Refused):
    """Facts: at, now."""

    key = "appointment-past"
    says = N_(
        "{at} is over already (it is {now}). Nothing was changed.\nGive a time to come: "
        "--appointment TIME."
    )


class CannotGo(Refused):
    """What speaks against sending somebody. Facts: person, reasons (Phrases), ticket."""

    key = "cannot-go"
    says = N_(
        "{person} can't go: {reasons}. Nothing was changed.\n"
        "Who could: svc dispatch {ticket}; or a manager allows it: "
        'svc --as MANAGER … --allow "reason"'
    )


class EvidenceMissing(Refused):
    """Misuse must be shown with reasons (S4 visit 4)."""

    key = "evidence-missing"
    says = N_(
        "Misuse is claimed only with what shows it. Nothing was changed.\nAdd --evidence TEXT."
    )


class SlipNeedsOne(Refused):
    """A slip is signed by somebody, or unsigned with the reason."""

    key = "slip-needs-one"
    says = N_(
        "A slip is either signed or not. Nothing was changed.\nGive --signed-by NAME, or "
        "--unsigned REASON."
    )


class SlipMissing(Refused):
    """Facts: ticket."""

    key = "slip-missing"
    says = N_(
        "The receipt slip of ticket {ticket} is not filed yet. Nothing was changed.\n"
        "File it first: svc slip {ticket} --signed-by NAME, or --unsigned REASON"
    )


class OwnWork(Refused):
    """The technician who did the work does not do its callback (ours). Facts: person."""

    key = "own-work"
    says = N_("{person} did this work; somebody else calls back. Nothing was changed.")


class ReasonNeeded(Refused):
    """A dissatisfied customer is asked why (S4 callback flow)."""

    key = "reason-needed"
    says = N_(
        "Why is the customer not satisfied, or what does not run? Nothing was changed.\nAdd "
        "--reason TEXT."
    )


class NotAState(Refused):
    """Facts: outcome, known."""

    key = "not-a-state"
    says = N_("There is no state '{outcome}'. Nothing was changed.\nKnown: {known}")


class NotAComplaint(Refused):
    """Facts: ticket."""

    key = "not-a-complaint"
    says = N_(
        "Ticket {ticket} is no complaint. Nothing was changed.\nTo take one down about it: svc "
        "complaint about {ticket}"
    )


class EarlierLoanOpen(Refused):
    """A part is neither used nor returned (前件不还后件不借). Facts: technician, part, ticket."""

    key = "earlier-loan-open"
    says = N_(
        "{technician} still has {part}, lent for ticket {ticket}. Nothing was changed.\n"
        "To take it back: svc loan return {ticket} {part} --how used"
    )


class NoSuchLoan(Refused):
    """Facts: ticket, part."""

    key = "no-such-loan"
    says = N_(
        "Ticket {ticket} has no part '{part}' out or asked for. Nothing was changed.\nWhat is "
        "out: svc loan list"
    )


class LentTogether(Refused):
    """Only some of the pieces of a loan are to come back. Facts: ticket, part, count, lent."""

    key = "lent-together"
    says = N_(
        "{lent} of {part} were lent on ticket {ticket} at once, and end at once, not {count} of "
        "them. "
        "Nothing was recorded.\n"
        "Leave the count out. What went different ways: svc note {ticket} TEXT; next time lend "
        "them apart."
    )


class NoSuchEvent(Refused):
    """Facts: ticket, event."""

    key = "no-such-event"
    says = N_(
        "Ticket {ticket} has no such event: '{event}'. Nothing was changed.\nIts events: svc show "
        "{ticket} --json"
    )


class NothingToSettle(Refused):
    """Facts: ticket."""

    key = "nothing-to-settle"
    says = N_(
        "All events of ticket {ticket} are in turn, and none ends twice. Nothing was changed."
    )


class NothingToAdopt(Refused):
    """Facts: ticket."""

    key = "nothing-to-adopt"
    says = N_("Nobody has edited the head of ticket {ticket}. Nothing was changed.")


class CannotAdopt(Refused):
    """Facts: ticket, field."""

    key = "cannot-adopt"
    says = N_(
        "What was edited in ticket {ticket} at '{field}' can't be recorded as a correction. "
        "Nothing was changed.\n"
        "Put the file back: git checkout -- its path; then say what is to be corrected with a note."
    )
