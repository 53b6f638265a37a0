"""Paper: templates, PDFs, what the font has (store/assets.py, render/pages.py, render/pdf.py,
render/papers/).
"""

from __future__ import annotations

from svc.errors.kinds import N_, Damaged, NotDone, Refused


class InstallationIncomplete(NotDone):
    """A folder that comes with the program is not there. Facts: name."""

    key = "installation-incomplete"
    says = N_(
        "The folder `{name}` of this program is missing. Install svc-desk again. Nothing was "
        "changed."
    )


class TemplateFaulty(Refused):
    """A template can't be filled in. Facts: template, line, problem (what Jinja says)."""

    key = "template-faulty"
    says = N_(
        "templates/{template}:{line}: {problem}\n"
        "Correct the template, or take it out of the ledger so that the usual one is used. "
        "Nothing was printed."
    )


class TemplateAsksOutside(Refused):
    """A page wants a file or an address; only what is in the page itself is printed. Facts:
    addresses.
    """

    key = "template-asks-outside"
    says = N_(
        "The page refers to {addresses}; nothing outside the page is ever fetched.\n"
        "Put the picture or the style into the template itself, a picture as a data: address. "
        "Nothing was printed."
    )


class IsAFolder(Refused):
    """A document is to be written where a folder is. Facts: path."""

    key = "is-a-folder"
    says = N_("{path} is a folder. Nothing was written.\nAdd the name of the file: {path}/NAME")


class IsADevice(Refused):
    """A document is to be written where a device, a pipe or the like is. Facts: path."""

    key = "is-a-device"
    says = N_("{path} is a device or a pipe, no file. Nothing was written.\nName a file.")


class NoSuchFolder(Refused):
    """A document is to be written into a folder that is not there. Facts: path, folder."""

    key = "no-such-folder"
    says = N_(
        "There is no folder {folder}. Nothing was written.\n"
        "Create it first, or write into another folder."
    )


class NoPdfEngine(NotDone):
    """Neither plutoprint nor WeasyPrint is installed and can be loaded. Facts: reason."""

    key = "no-pdf-engine"
    says = N_(
        "PDFs can't be made on this machine ({reason}). Nothing was printed.\n"
        "Add --format html, open the page in a browser and print it from there; or install: "
        "pip install 'svc-desk[pdf]' (it needs Pango from the system)."
    )


class NoXlsx(NotDone):
    """xlsxwriter is not installed. Facts: reason."""

    key = "no-xlsx"
    says = N_(
        "XLSX files can't be written on this machine ({reason}). Nothing was written.\n"
        "To write them, install: pip install 'svc-desk[xlsx]'. Every number is in --format "
        "json and md, too."
    )


class NoParquet(NotDone):
    """DuckDB is not installed or can't be loaded. Facts: reason."""

    key = "no-parquet"
    says = N_(
        "Parquet files can't be written on this machine ({reason}). Nothing was written.\n"
        "To write them, install: pip install 'svc-desk[parquet]'. The same rows: --format jsonl "
        "or csv."
    )


class ExportInLedger(Refused):
    """Rows are to be written among the ledger's own files. Facts: path, ledger, name."""

    key = "export-in-ledger"
    says = N_(
        "{path} would lie in the ledger {ledger}, which holds records alone. Nothing was "
        "written.\n"
        "Name a file elsewhere, such as --out ../{name}"
    )


class PapersLeftOut(Damaged):
    """Of several papers these could not be made; all others were. Facts: count, papers (a Phrase
    each, of a ticket and what is wrong with it).
    """

    key = "papers-left-out"
    says = N_(
        "Papers that could not be made and are left out here ({count}): {papers}\n"
        "For one of them: svc print TICKET PAPER"
    )


class NotOnThisSize(Refused):
    """A paper is not made for this size. Facts: document, size, sizes."""

    key = "not-on-this-size"
    named = (("document", "paper"),)
    says = N_(
        "'{document}' can't be printed on {size}. Nothing was printed.\n"
        "It can on: {sizes}. For once: --paper SIZE; for good: `paper_sizes` in svc.yaml."
    )


class NotCopies(Refused):
    """Neither a number of copies nor their names. Facts: value, most."""

    key = "not-copies"
    says = N_(
        "--copies {value} is neither a number from 1 to {most} nor names of so many copies. "
        "Nothing was printed.\nWrite it like: --copies 2"
    )


class NotSoManyCopies(Refused):
    """More copies of a paper were asked for than it has names for. Facts: document, count, copies
    (what they are called).
    """

    key = "not-so-many-copies"
    named = (("document", "paper"),)
    says = N_(
        "'{document}' is made out in fewer copies than {count}: {copies}. Nothing was printed.\n"
        "To name others: --copies COPIES; for good: `paper_copies` in svc.yaml."
    )


class OnlyNoted(Refused):
    """The call was noted, but intake is not complete: there is nothing to put on an order. Facts:
    ticket.
    """

    key = "only-noted"
    says = N_(
        "Ticket {ticket} is only a noted call; papers need a complete intake. Nothing was "
        "printed.\n"
        "To complete it: svc intake {ticket}"
    )


class NothingOnPaper(Refused):
    """The ticket lacks what the paper is about; of a day's tickets such a one is left out. Facts:
    ticket.
    """


class NoCallback(NothingOnPaper):
    """Nobody was called back and the work has not ended: there is nothing to ask about. Facts:
    ticket, status.
    """

    key = "no-callback"
    says = N_(
        "Ticket {ticket} is {status}: no callback is due and none was recorded. Nothing was "
        "printed.\n"
        "To see what comes next: svc show {ticket}"
    )
    named = (("status", "status"),)


class NoComplaintForm(Refused):
    """The form is for complaints; one about a ticket is a ticket of its own. Facts: ticket."""

    key = "no-complaint-form"
    says = N_(
        "Ticket {ticket} is not a complaint. Nothing was printed.\n"
        "To record a complaint about it and then print its form: svc complaint about {ticket}"
    )


class NoInquiryRecord(NothingOnPaper):
    """Nobody asked anything that was answered by word: there is work on a machine instead. Facts:
    ticket.
    """

    key = "no-inquiry-record"
    says = N_(
        "Ticket {ticket} is no inquiry, and no question on it was passed on or answered by phone. "
        "Nothing was printed.\n"
        "To see what it is about: svc show {ticket}"
    )


class NoTrainingSheet(NothingOnPaper):
    """The ticket is about something other than a training. Facts: ticket, kind."""

    key = "no-training-sheet"
    says = N_(
        "The kind of ticket {ticket} is {kind}, not training. Nothing was printed.\n"
        "To take a training down: svc intake --kind training"
    )
    named = (("kind", "kind"),)


class NoInstallationPaper(NothingOnPaper):
    """The ticket is about something other than an installation. Facts: ticket, kind."""

    key = "no-installation-paper"
    says = N_(
        "The kind of ticket {ticket} is {kind}, not installation. Nothing was printed.\n"
        "To take an installation down: svc intake --kind installation"
    )
    named = (("kind", "kind"),)


class NoQuotation(NothingOnPaper):
    """No price was named on the ticket, so there is nothing to print. Facts: ticket."""

    key = "no-quotation"
    says = N_(
        "No price was quoted on ticket {ticket}. Nothing was printed.\n"
        "To quote one: svc quote {ticket} --line CODE; the price list: svc prices"
    )


class NoReceipt(Refused):
    """Nothing was paid on the ticket, so there is nothing to print. Facts: ticket."""

    key = "no-receipt"
    says = N_(
        "Ticket {ticket} has no receipt. Nothing was printed.\n"
        "To take money and issue one: svc receipt {ticket} --how cash"
    )


class NotNumbered(Refused):
    """A number was given for a paper of which a ticket has one. Facts: document, numbered (papers
    it is for).
    """

    key = "not-numbered"
    named = (("document", "paper"), ("numbered", "paper"))
    says = N_(
        "A ticket has only one {document}, so --number does not apply. Nothing was printed.\n"
        "Leave it out; it is for: {numbered}"
    )


class NothingLent(NothingOnPaper):
    """Facts: ticket."""

    key = "nothing-lent"
    says = N_(
        "No part was lent for ticket {ticket}. Nothing was printed.\n"
        "To lend one: svc loan lend {ticket} PART --to STAFF"
    )


class NothingShort(NothingOnPaper):
    """Facts: ticket."""

    key = "nothing-short"
    says = N_(
        "No part asked for on ticket {ticket} was out of stock. Nothing was printed.\n"
        "To record one: svc part short {ticket} PART"
    )


class NothingToTag(NothingOnPaper):
    """No part is out, none came back defective. Facts: ticket."""

    key = "nothing-to-tag"
    says = N_(
        "No part lent for ticket {ticket} is out, and none came back defective. Nothing was "
        "printed.\n"
        "To record one: svc loan return {ticket} PART --how defective --fault TEXT"
    )


class NothingToPickUp(NothingOnPaper):
    """No machine was brought in, so there is no voucher for one. Facts: ticket."""

    key = "nothing-to-pick-up"
    says = N_(
        "{ticket}: no machine was brought in, so there is nothing to pick up. Nothing was "
        "printed.\nTo record one: svc bench receive {ticket}"
    )


class NoDocument(Refused):
    """Facts: document, known."""

    key = "no-document"
    named = (("known", "paper"),)
    says = N_("There is no paper '{document}'. Nothing was changed.\nKnown: {known}")


class OnePaper(Refused):
    """More than one paper was named. Facts: papers."""

    key = "one-paper"
    named = (("papers", "paper"),)
    says = N_("Print one paper at a time, not {papers}. Nothing was printed.")


class WhichTickets(Refused):
    """A paper of tickets, and neither tickets nor a day. Facts: document."""

    key = "which-tickets"
    named = (("document", "paper"),)
    says = N_(
        "Which tickets? Nothing was printed.\n"
        "Name them: svc print TICKET {document}, or print those of a day: svc print "
        "visit-order --day today"
    )


class WhichCustomer(Refused):
    """A statement, and no customer."""

    key = "which-customer"
    says = N_(
        "Whose statement? Nothing was printed.\n"
        "Name the customer: svc print SZ-A0001 statement --month 2026-11"
    )


class NotForThisPaper(Refused):
    """Something was typed that this paper knows nothing of. Facts: document, typed."""

    key = "not-for-this-paper"
    named = (("document", "paper"),)
    says = N_(
        "{typed} does not apply to '{document}'. Nothing was printed.\n"
        "The price list of a day: svc print price-list --day DAY; a customer's month: svc print "
        "SZ-A0001 statement --month 2026-11"
    )


class WhichOfTheStore(Refused):
    """A paper of the store is about a part or a stock document that was not named. Facts: document,
    needed.
    """

    key = "which-of-the-store"
    named = (("document", "paper"),)
    says = N_(
        "Of what is '{document}' to be printed? Nothing was printed.\n"
        "Like this: svc print {document} {needed}"
    )


class NotByDay(Refused):
    """This paper is printed for tickets that are named. Facts: document, by_day."""

    key = "not-by-day"
    named = (("document", "paper"), ("by_day", "paper"))
    says = N_(
        "'{document}' can't be printed for a day (these can: {by_day}). Nothing was printed.\n"
        "Name the tickets: svc print TICKET {document}"
    )


class TicketsOrDay(Refused):
    """Tickets were named, and a day or somebody's day too; or the paper is about a day. Facts:
    document, tickets.
    """

    key = "tickets-or-day"
    named = (("document", "paper"),)
    says = N_(
        "'{document}' for {tickets}, or for a day? Choose one. Nothing was printed.\n"
        "Leave out the tickets, or --day, --office and --technician."
    )


class NoPrinter(NotDone):
    """There is no spooler that could be asked: Windows, or no `lp`. Facts: printer."""

    key = "no-printer"
    says = N_(
        "--printer needs the program `lp`, which this machine does not have. Nothing was printed "
        "on {printer}.\n"
        "Leave --printer out, open the PDF and print it from there."
    )


class PrinterRefused(NotDone):
    """The spooler did not take it. Facts: printer, reason (what it says)."""

    key = "printer-refused"
    says = N_(
        "The printer {printer} refused it: {reason}. Nothing was printed.\n"
        "To list the printers: lpstat -e"
    )


class FolderInLedger(Refused):
    """Pages are to be written into the ledger. Facts: path, ledger."""

    key = "folder-in-ledger"
    says = N_(
        "{path} lies in the ledger {ledger}; pages are no records. Nothing was written.\n"
        "Name a folder outside of it: svc pages ~/pages"
    )


class FolderHasOthers(Refused):
    """The folder for pages has files that svc did not put there. Facts: path, count, first."""

    key = "folder-has-others"
    says = N_(
        "{path} holds {count} files or folders that svc did not put there, such as {first}. "
        "Nothing was written.\n"
        "Name an empty folder or a new one, or leave them where they are: --among-others"
    )


class PagesForOthers(Refused):
    """The folder has pages that are shown to others. Facts: path, there, wanted."""

    key = "pages-for-others"
    named = (("there", "pages"), ("wanted", "pages"))
    says = N_(
        "The pages in {path} are made for: {there}. Those wanted are for: {wanted}. Who sees "
        "the one must not find the other there. Nothing was written.\n"
        "Name another folder, or empty this one first."
    )


class PagesListUnreadable(Refused):
    """The list of pages in their folder can't be read. Facts: path."""

    key = "pages-list-unreadable"
    says = N_(
        "{path} can't be read, and it says which files are svc's. Nothing was written.\n"
        "Empty the folder and make the pages again, or name another folder."
    )


class LinkInTheWay(Refused):
    """A link, or what is no file, is where a page is to be written. Facts: path."""

    key = "link-in-the-way"
    says = N_(
        "{path} is a link, or no plain file or folder, where one is to be; links in the folder "
        "are not followed. Nothing was written.\n"
        "Take it away, or name another folder."
    )


class NotOurPage(Refused):
    """A file that svc did not put there has the name of a page. Facts: path."""

    key = "not-our-page"
    says = N_(
        "{path} is not svc's, and has the name of a page. Nothing was written.\n"
        "Move it elsewhere, or name another folder."
    )


class PagesUnfinished(NotDone):
    """Some of the pages were written or taken away, the rest was not. Facts: path, done, count,
    reason (an error).
    """

    key = "pages-unfinished"
    says = N_(
        "{path}: of {count} pages that changed {done} were written or taken away; then it could "
        "not go on: {reason}\n"
        "Repeat the command: it does the rest. Nothing was changed in the ledger."
    )


class PortTaken(NotDone):
    """Pages can't be shown on this port. Facts: port, reason."""

    key = "port-taken"
    says = N_(
        "The pages can't be shown on port {port} ({reason}); they were written.\n"
        "Name another port: --port 8601"
    )
