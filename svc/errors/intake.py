"""Intake, and what is found in the ledger about who calls (actions/intake.py,
actions/callers.py).
"""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


class MissingReasons(Refused):
    """A field is unknown and no reason is given. Facts: fields."""

    key = "missing-reasons"
    says = N_(
        "Say why it is not known: {fields}. Nothing was changed.\n"
        "Write it like unknown: the nameplate is missing"
    )


class CustomerOutside(Refused):
    """Outside the service area the distance decides the promise."""

    key = "distance-missing"
    says = N_("How far is the customer from the office? Nothing was changed.\nAdd --distance KM.")


class ZoneDisagrees(Refused):
    """The zone and the distance can't both be right. Facts: zone, distance, fits."""

    key = "zone-disagrees"
    says = N_(
        "{distance} km from the office is not '{zone}'; it would be '{fits}'. Nothing was "
        "changed.\n"
        "Correct one of them: --distance KM, or --zone inside, near or far."
    )
    named = (("zone", "zone"), ("fits", "zone"))


class UnknownContract(Refused):
    """Nobody knows a contract of this name. Facts: contract, known."""

    key = "unknown-contract"
    says = N_(
        "There is no contract '{contract}'. Nothing was changed.\n"
        "Contracts: {known}. To enter a customer's: svc customer contract CUSTOMER --name CONTRACT"
    )


class ContractEnds(Refused):
    """A contract ends before it begins. Facts: since, until."""

    key = "contract-ends"
    says = N_("The contract ends on {until}, before it begins on {since}. Nothing was changed.")


class ContractOver(Notice):
    """The customer's contract does not cover this request. Facts: contract, customer, since,
    until.
    """

    key = "contract-over"
    says = N_(
        "The contract {contract} ({since} to {until}) does not cover this request. To look at it: "
        "svc customer show {customer}"
    )


class SameMatter(Refused):
    """An open ticket is about this machine already: nobody calls twice for one matter (S4). Facts:
    ticket, status, command (what to type if it is the same matter).
    """

    key = "same-matter"
    says = N_(
        "Ticket {ticket} ({status}) is already open for this. Nothing was changed.\n"
        "If it is the same matter: {command}; if it is a different one: add --second."
    )
    named = (("status", "status"),)


class NotedAlready(Refused):
    """The call of this number is noted already, and nobody has called back yet. Facts: ticket,
    name.
    """

    key = "noted-already"
    says = N_(
        "{ticket}: a call of this number ({name}) is noted already. Nothing was changed.\n"
        "If it is the same matter: svc remind {ticket} --note TEXT; if it is a different one: add "
        "--second."
    )


class NoSuchMachine(Refused):
    """Facts: serial."""

    key = "no-such-machine"
    says = N_(
        "No customer's file has a machine with the serial number {serial}. Nothing was "
        "changed.\n"
        "Leave out --customer to record it as a new machine, or look for it: svc search "
        "{serial}"
    )


class NoteNeedsBoth(Refused):
    """A noted call needs a name and a number to call back."""

    key = "note-needs-both"
    says = N_(
        "A noted call needs a name and a number. Nothing was changed.\n"
        "Type: svc intake --note NAME PHONE"
    )


class NoRepeat(Refused):
    """Facts: ticket."""

    key = "no-repeat"
    says = N_(
        "No earlier repair of the machine on ticket {ticket} was found. Nothing was changed.\n"
        "Name the earlier tickets: --earlier TICKET"
    )


class NoSuchPhrase(Refused):
    """Facts: step, known."""

    key = "no-such-phrase"
    says = N_("There is no phrase for '{step}'. Nothing was changed.\nKnown: {known}")


class FileOpened(Notice):
    """A new customer's file was opened with the ticket. Facts: customer, unit."""

    key = "file-opened"
    says = N_("A customer's file was opened: {customer} {unit}")


class FileFound(Notice):
    """The ticket was put under a customer's file that was found. Facts: customer, unit, how."""

    key = "file-found"
    says = N_("Recorded under the customer's file {customer} {unit} ({how}).")


class PhoneOfAnother(Notice):
    """The phone is that of a file under another name. Facts: customer, unit, mine."""

    key = "phone-of-another"
    says = N_(
        "The file {customer} {unit} has the same phone. If it is the same customer: svc "
        "customer merge {mine} --into {customer} --reason REASON"
    )


class NameThere(Notice):
    """A file was opened for a name that others have. Facts: unit, mine, files (of that name),
    first (of these).
    """

    key = "name-there"
    says = N_(
        "There are other files named {unit}: {files}. If it is the same customer: svc customer "
        "merge {mine} --into {first} --reason REASON"
    )


class ToldOtherwise(Notice):
    """What the caller said differs from the customer's file; the file stays. Facts: customer,
    field, told, filed.
    """

    key = "told-otherwise"
    says = N_(
        "The caller said {told}, the file {customer} has {filed}. To correct the file: svc "
        "customer correct {customer} --field {field} --to VALUE --reason REASON"
    )


class MachineAdded(Notice):
    """A machine was added to the customer's file. Facts: customer, serial."""

    key = "machine-added"
    says = N_("The machine {serial} was added to the customer's file {customer}.")


class RepeatedRepair(Notice):
    """The same fault again, or the N-th repair. Facts: ticket, times, earlier."""

    key = "repeated-repair"
    says = N_(
        "Repeated repair: repair number {times} of this machine; earlier: {earlier}. To "
        "declare it: svc declare {ticket} --reason REASON"
    )


class PartUnderWarranty(Notice):
    """A part that was fitted to the machine is under its own warranty. Facts: part, fitted, ticket,
    until.
    """

    key = "part-under-warranty"
    says = N_(
        "The part {part}, fitted on {fitted} (ticket {ticket}), is under its own warranty until "
        "{until}."
    )


class RepairUnderWarranty(Notice):
    """A repair of the same fault is under its own warranty. Facts: ended, ticket, until."""

    key = "repair-under-warranty"
    says = N_(
        "The repair of {ended} (ticket {ticket}) was of the same fault, and is under its own "
        "warranty until {until}."
    )


class NobodyToTell(Notice):
    """There is neither a station head nor a lead of the office nor a manager to tell."""

    key = "nobody-to-tell"
    says = N_(
        "There is nobody to inform: staff.yaml has no head or lead of this office, and no manager."
    )


class FieldsNotText(Refused):
    """Fields that intake has, with a list or a mapping in them. Facts: path, fields."""

    key = "fields-not-text"
    says = N_(
        "{path}: these fields take a text, not a list: {fields}. Nothing was changed.\n"
        "Write each as one text in quotes."
    )


class UnknownFields(Refused):
    """Facts: path, fields, known."""

    key = "unknown-fields"
    says = N_("{path}: intake has no such fields: {fields}. Nothing was changed.\nKnown: {known}")
