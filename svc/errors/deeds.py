"""Deeds at the desk, step by step (actions/)."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused, SvcError


class AppointmentPast(Refused):
    """Facts: at, now."""

    key = "appointment-past"
    says = N_(
        "{at} is already past (it is {now}). Nothing was changed.\n"
        "Give a time in the future: --appointment TIME."
    )


class CannotGo(Refused):
    """There are reasons not to send this person. Facts: person, reasons (Phrases), ticket."""

    key = "cannot-go"
    says = N_(
        "{person} can't go: {reasons}. Nothing was changed.\n"
        "Who can go: svc dispatch {ticket}. A manager can allow it, with the same command and: "
        "--as MANAGER --allow REASON"
    )


class EvidenceMissing(Refused):
    """Misuse needs evidence (S4 visit 4)."""

    key = "evidence-missing"
    says = N_(
        "Misuse can be claimed only with evidence. Nothing was changed.\nAdd --evidence TEXT."
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
    says = N_("{person} did this work; somebody else must call back. Nothing was changed.")


class ReasonNeeded(Refused):
    """A dissatisfied customer is asked why (S4 callback flow)."""

    key = "reason-needed"
    says = N_(
        "Why is the customer not satisfied, or what does not work? Nothing was changed.\n"
        "Add --reason REASON."
    )


class NeedsVerdict(Refused):
    """Facts: value, tolerance."""

    key = "needs-verdict"
    says = N_(
        "Is {value} within the tolerance {tolerance}? The numbers do not say. Nothing was "
        "changed.\nAdd --within yes or --within no."
    )


class OtherVerdict(Refused):
    """A value outside its tolerance is recorded as outside, and one inside as inside. Facts: value,
    tolerance.
    """

    key = "other-verdict"
    says = N_(
        "By the numbers {value} against the tolerance {tolerance} is not what --within says. "
        "Nothing was changed.\nLeave --within out, or correct the value or the tolerance."
    )


class DefectPreventsUse(Refused):
    """Facts: ticket, defect, to."""

    key = "defect-prevents-use"
    says = N_(
        "{ticket}: the defect '{defect}' ({to}) prevents use; the installation can't be accepted "
        "with it. Nothing was changed.\n"
        "Once it is remedied: svc install defect {ticket} --to '{to}' --defect '{defect}' "
        "--remedied"
    )


class DefectWithoutRemedy(Refused):
    """Facts: ticket, defect, to."""

    key = "defect-without-remedy"
    says = N_(
        "{ticket}: of the defect '{defect}' ({to}) it is not said how it is remedied and by when. "
        "Nothing was changed.\n"
        "Say it: svc install defect {ticket} --to '{to}' --defect '{defect}' --remedy TEXT "
        "--by-when TIME"
    )


class SignatureMissing(Refused):
    """Of a party nothing is said (S3 part 3). Facts: ticket, parties."""

    key = "signature-missing"
    says = N_(
        "{ticket}: the parties sign, and nothing is said of: {parties}. Nothing was changed.\n"
        "For each say who signed: --signed PARTY=NAME, or why nobody did: --not-signed "
        "PARTY=REASON; where nobody else builds: --signed builder=none."
    )
    named = (("parties", "party"),)


class NotASignature(Refused):
    """Facts: option, text, parties."""

    key = "not-a-signature"
    says = N_(
        "{option}: '{text}' does not say for which party, as in {party}=NAME. Nothing was changed."
        "\nThe parties: {parties}"
    )
    named = (("parties", "party"), ("party", "party"))


class NotACountedThing(Refused):
    """Facts: text."""

    key = "not-a-counted-thing"
    says = N_(
        "--counted: '{text}' does not say how many, as in THING=3, THING=3/4 (three of four) or "
        "THING=3/4:REMARK. Nothing was changed."
    )


class NoPrevention(Refused):
    """Nothing that prevents a complaint from coming again was recorded. Facts: ticket."""

    key = "no-prevention"
    says = N_(
        "No prevention was recorded for complaint {ticket}, so there is nothing to check. Nothing "
        "was changed.\n"
        "To record one: svc complaint action {ticket}"
    )


class OwnOfficeSample(Refused):
    """Headquarters' own call was made by the office that did the work. Facts: ticket, office."""

    key = "own-office-sample"
    says = N_(
        "{ticket} is a ticket of your own office ({office}), so your call is no sample of "
        "headquarters. Nothing was changed.\n"
        "Recorded as an ordinary answer: without --sampled"
    )


class NotAState(Refused):
    """Facts: outcome, known."""

    key = "not-a-state"
    says = N_("There is no state '{outcome}'. Nothing was changed.\nKnown: {known}")
    named = (("known", "status"),)


class ComplaintsThatDay(Refused):
    """Facts: office, day, tickets."""

    key = "complaints-that-day"
    says = N_(
        "{office} had complaints on {day}: {tickets}. It can't be signed that there were none. "
        "Nothing was changed."
    )


class NotADutyHead(Refused):
    """Facts: person, roles."""

    key = "not-a-duty-head"
    says = N_(
        "{person} is no duty head, so can't sign for a day (roles that may: {roles}). Nothing was "
        "changed."
    )
    named = (("roles", "role"),)


class NotAComplaint(Refused):
    """Facts: ticket."""

    key = "not-a-complaint"
    says = N_(
        "Ticket {ticket} is not a complaint. Nothing was changed.\n"
        "To record a complaint about it: svc complaint about {ticket}"
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
        "Ticket {ticket} has no part '{part}' on loan or requested. Nothing was changed.\n"
        "To see what is out: svc loan list; what was asked for: svc part requests"
    )


class PartsNotSettled(Refused):
    """Parts lent for a ticket are neither used nor returned (S4 visit 8, bench 6). Facts: ticket,
    parts (each with who has it), part (the first one, by code).
    """

    key = "parts-not-settled"
    says = N_(
        "Parts lent for ticket {ticket} are still out: {parts}. Nothing was changed.\n"
        "To settle them one by one: svc loan return {ticket} '{part}' --how used\n"
        "A manager may let it pass: --allow REASON"
    )


class LoanerNotBack(Refused):
    """A ticket is not closed while its customer has a loaner. Facts: ticket, loaners (each with its
    day), serial (of the first).
    """

    key = "loaner-not-back"
    says = N_(
        "The customer of ticket {ticket} still has a loaner: {loaners}. Nothing was changed.\n"
        "When it is back: svc loaner return {ticket} {serial} --how good --condition WORDS\n"
        "A manager may let it pass: --allow REASON"
    )


class LoanerToTakeBack(Notice):
    """Facts: ticket, loaner (part and serial number), until."""

    key = "loaner-to-take-back"
    says = N_(
        "{ticket}: take back the loaner {loaner} (until {until}): svc loaner return {ticket} --how "
        "good --condition WORDS"
    )


class NoSuchLoaner(Refused):
    """Facts: ticket, serial (empty: none was named)."""

    key = "no-such-loaner"
    says = N_(
        "The customer of ticket {ticket} has no such loaner. Nothing was changed.\n"
        "To see which machines are with customers: svc loaner list"
    )


class WhichLoaner(Refused):
    """The customer has several. Facts: ticket, serials."""

    key = "which-loaner"
    says = N_(
        "The customer of ticket {ticket} has several loaners: {serials}. Nothing was changed.\n"
        "Say which is back: svc loaner return {ticket} SERIAL"
    )


class NotALoaner(Refused):
    """Facts: part (as typed)."""

    key = "not-a-loaner"
    says = N_(
        "{part} is no loaner machine. Nothing was lent.\n"
        "To see which there are: svc loaner list --free; to make it one: svc part change {part} "
        "--loaner yes"
    )


class PieceNotNamed(Refused):
    """A part that is followed piece by piece is lent without a serial number, or several at once.
    Facts: part, ticket.
    """

    key = "piece-not-named"
    says = N_(
        "{part} is followed piece by piece: one at a time, with its serial number. Nothing was "
        "lent.\nsvc loan lend {ticket} {part} --to STAFF --serial NUMBER"
    )


class LentTogether(Refused):
    """Only some of the pieces of a loan are to come back. Facts: ticket, part, count, lent."""

    key = "lent-together"
    says = N_(
        "{lent} of {part} were lent together on ticket {ticket}, and must be closed together, "
        "not {count} of them. Nothing was recorded.\n"
        "Leave out the count. If they ended differently, say so: svc note {ticket} WORDS; next "
        "time lend them separately."
    )


class SumOfWhich(Refused):
    """One sum was named as agreed to, and several machines are paid work. Facts: tickets, first."""

    key = "sum-of-which"
    says = N_(
        "--amount: which of these is the sum for? The customer pays for each: {tickets}. Nothing "
        "was changed.\n"
        "Leave it out here, and record each: svc quote {first}, then svc consent {first} --to "
        "price --who NAME --how HOW"
    )


class NotToThem(Refused):
    """What hangs on somebody can't go to them, or to somebody who has left. Facts: person, to."""

    key = "not-to-them"
    says = N_(
        "What hangs on {person} can't go to {to}. Nothing was changed.\n"
        "Name somebody else who works here: --to STAFF"
    )


class NotAllHandedOver(SvcError):
    """What no word hands over is left: the answer is no. Facts: count, person."""

    key = "not-all-handed-over"
    says = N_("Still hanging on {person}: {count}, listed above with what to type.")
    exit_status = 1


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
        "The events of ticket {ticket} are in order, and nothing ends twice. Nothing was changed."
    )


class SameTicket(Refused):
    """Facts: ticket."""

    key = "same-ticket"
    says = N_("{ticket} can't be joined to itself. Nothing was changed.")


class NotOpenToJoin(Refused):
    """Facts: ticket, into, status."""

    key = "not-open-to-join"
    says = N_(
        "{into} is in the state '{status}': the matter can't go on there. Nothing was changed.\n"
        "To open it again: svc reopen {into} --reason REASON. Or the other way round: svc same "
        "{into} --into {ticket}"
    )
    named = (("status", "status"),)


class CannotJoin(Refused):
    """Facts: ticket, into, against (list of Phrase)."""

    key = "cannot-join"
    says = N_(
        "{ticket} can't end as a duplicate: {against}. Nothing was changed.\nThe other way round: "
        "svc same {into} --into {ticket}. If both have it, each goes on by itself; a note may say "
        "so: svc note {ticket} WORDS"
    )


class TheEarlierStays(Refused):
    """Facts: ticket, into."""

    key = "the-earlier-stays"
    says = N_(
        "{ticket} came first: what the customer was promised counts from there. Nothing was "
        "changed.\nThe other way round: svc same {into} --into {ticket}\n"
        "A manager may let it pass: --allow REASON"
    )


class FilesInOrder(Refused):
    """Facts: file."""

    key = "files-in-order"
    says = N_(
        "No two desks went different ways with the customer's file {file}. Nothing was changed.\n"
        "To merge it: svc customer merge {file} --into CUSTOMER --reason REASON"
    )


class NothingToAdopt(Refused):
    """Facts: ticket."""

    key = "nothing-to-adopt"
    says = N_("Nobody has edited the head of ticket {ticket} by hand. Nothing was changed.")


class CannotAdopt(Refused):
    """Facts: ticket, field."""

    key = "cannot-adopt"
    says = N_(
        "The edit of '{field}' in ticket {ticket} can't be recorded as a correction. Nothing "
        "was changed.\n"
        "Restore the file: git checkout -- its path; then write the correction as a note."
    )


class VisitsNotSeen(Notice):
    """Tickets that can't be read may hold a visit of this technician at the same time. Facts:
    person, files.
    """

    key = "visits-not-seen"
    says = N_(
        "Could not be read, so visits of {person} in them were not looked at: {files}\n"
        "To see what is wrong with them: svc check"
    )


class OfficeHasIt(Refused):
    """Facts: ticket, office."""

    key = "office-has-it"
    says = N_("{ticket} is with the office {office} already. Nothing was changed.")


class TellWhoComes(Notice):
    """Another technician comes than the customer was told. Facts: ticket, person, phone."""

    key = "tell-who-comes"
    says = N_(
        "{ticket}: tell the customer that {person} ({phone}) comes now, at the time agreed; and "
        "note whom you told: svc note {ticket} WORDS"
    )


class VisitStands(Notice):
    """A visit was agreed before the ticket went to another office. Facts: ticket, person, time."""

    key = "visit-stands"
    says = N_(
        "The visit agreed for {time} stands, and {person} is to make it.\n"
        "To give it to somebody there: svc dispatch {ticket} --to STAFF"
    )


class MachineStays(Notice):
    """A customer's machine is with us while its ticket goes to another office. Facts: ticket,
    place.
    """

    key = "machine-stays"
    says = N_(
        "The customer's machine stands here: {place}. Once it is there: svc bench place {ticket} "
        "--to PLACE"
    )


class WarrantyNotReckoned(Notice):
    """An installation is accepted, and a day is not known by which its warranty is reckoned.
    Facts: ticket, day, serial.
    """

    key = "warranty-not-reckoned"
    says = N_(
        "The warranty of this machine is still as usual: the day on which it was {day} is not "
        "known.\n"
        "To see what was recorded: svc show {ticket}; to enter the end of the warranty: "
        "svc equipment correct {serial} --field warranty_until --to DAY --reason REASON"
    )
    named = (("day", "warranty_day"),)


class RepairsNotSeen(Notice):
    """Tickets that can't be read may be earlier repairs of this machine. Facts: files."""

    key = "repairs-not-seen"
    says = N_(
        "Could not be read, so earlier repairs in them are not named: {files}\n"
        "To see what is wrong with them: svc check"
    )
