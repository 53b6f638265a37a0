"""A ledger: starting and finding it, what it refers to, who writes in it, which step may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors.kinds import N_, Damaged, Notice, Refused, SvcError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ImpossibleStep(Refused):
    """The event can't follow in the state the ticket is in. Facts: ticket, step, status, possible
    (commands, as they are typed).
    """

    key = "impossible-step"
    says = N_(
        "Ticket {ticket} is in the state '{status}': '{step}' can't follow. Nothing was changed.\n"
        "What can come next: {possible}"
    )
    named = (("step", "event"), ("status", "status"))


class NoLedger(Refused):
    """Facts: path (where the search began)."""

    key = "no-ledger"
    says = N_(
        "There is no ledger (a folder with svc.yaml) at {path} or above. Nothing was changed.\n"
        "Go to its folder, or name it: --ledger DIR; to start one: svc init DIR"
    )


class NewerLedger(Refused):
    """The ledger's records are of a later format. Facts: schema, known."""

    key = "newer-ledger"
    says = N_(
        "This ledger has format {schema}; this svc writes format {known}. It can be read. "
        "Nothing was changed.\n"
        "To write in it, install a newer svc."
    )


class NoSuchRecord(Refused):
    """Facts: ticket."""

    key = "no-such-record"
    says = N_("There is no ticket {ticket}. Nothing was changed.\nTo look for it: svc list")


class SeveralTickets(Refused):
    """Several open tickets end so. Facts: ticket, tickets."""

    key = "several-tickets"
    says = N_(
        "Several open tickets end in {ticket}: {tickets}. Nothing was changed.\nWrite the whole "
        "number of the one you mean."
    )


class NoOpenTicket(Refused):
    """No open ticket of the office ends so. Facts: ticket, tickets (closed ones that do)."""

    key = "no-open-ticket"
    says = N_(
        "No open ticket of your office ends in {ticket}. Nothing was changed.\n"
        "Write the whole number; there are: {tickets}"
    )


class NoSuchCustomer(Refused):
    """Facts: customer."""

    key = "no-such-customer"
    says = N_(
        "There is no customer file {customer}. Nothing was changed.\nTo look for it: svc customer "
        "find WORDS"
    )


class NoSuchVersion(Refused):
    """A file that something names is not there. Facts: folder, version."""

    key = "no-such-version"
    says = N_(
        "There is no {version} in the folder {folder} of the ledger. Nothing was changed.\n"
        "To find out what needs it: svc check"
    )


class WrongFileName(Damaged):
    """The number in the record is not the file's. Facts: path, line, problem (the number in it)."""

    key = "wrong-file-name"
    says = N_(
        "{path}:{line}: the number in this record is {problem}, and the file name has another\n"
        "Rename the file, or restore the number. Nothing was changed."
    )


class PromisesUntold(Damaged):
    """What a ticket's promises are counted by is not there, or can't be counted on. Facts: path,
    line, problem.
    """

    key = "promises-untold"
    says = N_(
        "{path}:{line}: the promises of this ticket can't be calculated: {problem}. Nothing "
        "was changed."
    )


class UnknownStaff(Refused):
    """Facts: person, known (ids), people (those of the office, with their names)."""

    key = "unknown-staff"
    says = N_(
        "Nobody in staff.yaml has the id, name or pinyin '{person}'. Nothing was changed.\n"
        "There are: {people}. All of them: svc staff list. Who you are yourself is said with --as "
        "STAFF, or SVC_AS."
    )


class SeveralPeople(Refused):
    """Several have this name or pinyin. Facts: person, people (each with id, name, office)."""

    key = "several-people"
    says = N_(
        "Several are called '{person}': {people}. Nothing was changed.\nWrite the id of the one "
        "you mean."
    )


class StaffLeft(Refused):
    """Facts: person, left."""

    key = "staff-left"
    says = N_(
        "{person} left on {left} (staff.yaml). Nothing was changed.\nTo act as somebody else: "
        "--as STAFF"
    )


class WhoAreYou(Refused):
    """Nobody is named, and git's e-mail is nobody's. Facts: email."""

    key = "who-are-you"
    says = N_(
        "Who is typing? git's e-mail '{email}' is not in staff.yaml. Nothing was changed.\n"
        "Say who you are: --as STAFF, or set SVC_AS, or put the address into staff.yaml"
    )


class UnknownOffice(Refused):
    """Facts: office, known."""

    key = "unknown-office"
    named = (("known", "scope"),)
    says = N_(
        "There is no office or region '{office}' in svc.yaml. Nothing was changed.\nKnown: {known}"
    )


class NotYourRole(Refused):
    """Facts: person, step, roles."""

    key = "not-your-role"
    says = N_(
        "{person} has no role that may record '{step}' (roles that may: {roles}). Nothing was "
        "changed.\n"
        "A manager can allow it, with the same command and: --as MANAGER --allow REASON"
    )
    named = (("step", "event"), ("roles", "role"))


class OnlyAManagerAllows(Refused):
    """Facts: person."""

    key = "only-a-manager-allows"
    says = N_(
        "Only a manager may use --allow, and {person} is not one (staff.yaml). Nothing was changed."
    )


class NoLane(Refused):
    """This clone may not give numbers yet. Facts: free (a letter that nobody has)."""

    key = "no-lane"
    says = N_(
        "This copy of the ledger has no lane of its own for ticket numbers. Nothing was "
        "changed.\n"
        "Claim one: svc init --join --desk {free}"
    )


class LaneTaken(Refused):
    """Facts: lane, path, free (a letter that nobody has)."""

    key = "lane-taken"
    says = N_(
        "Lane {lane} is claimed by another copy of this ledger ({path}). Nothing was changed.\n"
        "Claim one of your own: svc init --join --desk {free}. If this computer takes the place of "
        "that one, which is no longer used: svc init --join --desk {lane} --moved"
    )


class ClonedDisk(Refused):
    """The clone lies where it was not set up: it was copied, or moved to another computer. Facts:
    lane, free (a letter that nobody has).
    """

    key = "cloned-disk"
    says = N_(
        "This copy of the ledger was set up in another place, as lane {lane}: its disk was copied, "
        "or moved to another computer. Nothing was changed.\n"
        "If the other one is still used, this one needs a letter of its own: svc init --join "
        "--desk {free}\n"
        "If this one is used instead of it: svc init --join --moved"
    )


class LaneInUse(Refused):
    """The letter is that of the clone from which this one was copied. Facts: lane, free."""

    key = "lane-in-use"
    says = N_(
        "Lane {lane} is that of the ledger from which this one was copied. Nothing was changed.\n"
        "If the other one is no longer used: svc init --join --moved; otherwise take another "
        "letter: svc init --join --desk {free}"
    )


class NobodysRemote(Notice):
    """A clone that knows no other to exchange with."""

    key = "nobodys-remote"
    says = N_(
        "This copy knows no repository that the desks share. To name it: git remote add origin "
        "ADDRESS; then: svc sync"
    )


class NobodysEmail(Notice):
    """git knows whoever types here by an address that is nobody's of the staff. Facts: email."""

    key = "nobodys-email"
    says = N_(
        "{email}, by which git knows who types here, is nobody's in staff.yaml: every command "
        "needs --as STAFF until it is: svc staff change STAFF --email {email}"
    )


class NotSetUp(Notice):
    """A fresh clone that nobody made ready. Facts: free (a letter that nobody has)."""

    key = "not-set-up"
    says = N_(
        "This copy is not set up yet: it gives no numbers, and git pull stops with conflicts. To "
        "set it up: svc init --join --desk {free}"
    )


class BeforeReceived(Refused):
    """Facts: ticket, at, received."""

    key = "before-received"
    says = N_(
        "{at} is before ticket {ticket} was received ({received}). Nothing was changed.\nCorrect "
        "--at TIME."
    )


class BeforeOpened(Refused):
    """Facts: customer, at, opened."""

    key = "before-opened"
    says = N_(
        "{at} is before the customer's file {customer} was opened ({opened}). Nothing was changed."
        "\nCorrect --at TIME."
    )


class NotAcceptable(Refused):
    """A field has a value the catalogue of events does not allow. Facts: problem (Phrase)."""

    key = "not-acceptable"
    says = N_("{problem}. Nothing was changed.")


class CannotBeWritten(Refused):
    """Text with a character no record can hold. Facts: character (U+0000), before (the text before
    it).
    """

    key = "cannot-be-written"
    says = N_(
        "The character {character} (after '{before}') can't be kept in a record. Nothing was "
        "changed.\n"
        "Type the text again without it."
    )


class AlreadyALedger(Refused):
    """Facts: path."""

    key = "already-a-ledger"
    says = N_(
        "{path} is already a ledger. Nothing was changed.\n"
        "To set up a fresh clone: svc init --join --desk B"
    )


class NotEmpty(Refused):
    """Facts: path."""

    key = "not-empty"
    says = N_("{path} is not empty. Nothing was changed.\nName a new folder: svc init DIR")


class NotALane(Refused):
    """Facts: lane, free (a letter that nobody has)."""

    key = "not-a-lane"
    says = N_(
        "'{lane}' can't be a lane. Nothing was changed.\n"
        "A lane is one letter, but not I, O or Q: --desk {free}."
    )


class NotInThisClone(Refused):
    """The record is in the ledger, but this clone has not its office's folders. Facts: record,
    office, folder.
    """

    key = "not-in-this-clone"
    says = N_(
        "{record} is not in this clone: it has not the folders of {office}. Nothing was changed.\n"
        "It is for a desk of that office. To have the folder here: git sparse-checkout add {folder}"
    )
    named = (("office", "office"),)


class PartOnly(Refused):
    """A sum over tickets of which some are not in this clone. Facts: here, all, offices."""

    key = "part-only"
    says = N_(
        "Only {here} of {all} tickets are in this clone, those of {offices} are not all here: the "
        "figures would be wrong. Nothing was changed.\n"
        "Ask for an office that is here (--office), or where all tickets are; to have all here: "
        "git sparse-checkout disable"
    )
    named = (("offices", "office"),)


class NotOfAPart(Refused):
    """What is to hold for the whole ledger, said where not all of it is. Facts: here, all,
    offices.
    """

    key = "not-of-a-part"
    says = N_(
        "Only {here} of {all} tickets are in this clone, those of {offices} are not all here, and "
        "they are meant, too. Nothing was changed.\n"
        "It is done where all tickets are; to have all here: git sparse-checkout disable"
    )
    named = (("offices", "office"),)


class PartHere(Notice):
    """What is shown is of a part. Facts: here, all, offices."""

    key = "part-here"
    says = N_("Of {here} of {all} tickets; those of {offices} are not all in this clone.")
    named = (("offices", "office"),)


class SomeUnseen(Damaged):
    """Folders could not be looked into, or are links; the rest was shown. Facts: folders."""

    key = "some-unseen"
    says = N_(
        "Folders that svc could not look into, so what lies in them is left out here: {folders}\n"
        "To see why: svc check"
    )


class SomeUnreadable(Damaged):
    """What could be read was shown. Facts: count, files (several records may lie behind one that is
    no folder), places.

    The places are the files, each with the first line that is wrong.
    """

    key = "some-unreadable"
    says = N_(
        "Records that could not be read and are left out here ({count}): {places}\n"
        "To see what is wrong with them: svc check"
    )

    @classmethod
    def of(cls, broken: Sequence[Damaged]) -> SomeUnreadable:
        """It, of the errors that the records ended with."""
        lines = {str(error.facts["path"]): error.facts.get("line") for error in reversed(broken)}
        files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
        places = [f"{path}:{lines[path]}" if lines[path] else path for path in files]
        once: list[Mapping[str, object]] = []
        for error in broken:
            if error.facts not in once:
                once.append(error.facts)
        return cls(count=len(once), files=files, places=places)


class Findings(SvcError):
    """`svc check` found something, or `overdue --check` did: the answer is no. Facts: count."""

    key = "findings"
    says = N_("Findings: {count}.")
    exit_status = 1


class RecordsDamaged(Damaged):
    """`svc check` found records that can't be read, or whose log was rewritten. Facts: count."""

    key = "records-damaged"
    says = N_("Faults in damaged records: {count}, listed above.")
