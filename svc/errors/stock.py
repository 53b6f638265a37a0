"""Parts: documents that are not there, stores that have too few."""

from __future__ import annotations

from svc.errors.kinds import N_, Notice, Refused


class NoSuchDocument(Refused):
    """Facts: document."""

    key = "no-such-document"
    says = N_(
        "There is no stock document {document}. Nothing was changed.\nTo see what there is: svc "
        "stock documents"
    )


class BeforeBooked(Refused):
    """Facts: document, at, booked."""

    key = "before-booked"
    says = N_(
        "{at} is before the stock document {document} was written ({booked}). Nothing was changed."
        "\nCorrect --at TIME."
    )


class NotInCatalogue(Refused):
    """Facts: part (as typed)."""

    key = "not-in-catalogue"
    says = N_(
        "There is no part {part} in the catalogue. Nothing was changed.\nTo look for it: svc part "
        "list; to enter it: svc part add CODE --name WORDS"
    )


class NotInStock(Refused):
    """Facts: part (code and name), code, place (a Phrase), count, there."""

    key = "not-in-stock"
    of_books = True
    says = N_(
        "{place} has only {there} of {part}, and {count} should leave it. Nothing was changed.\n"
        "To see every movement: svc stock book {code}; to put the books right: svc stock count"
    )


class BooksNotSeen(Notice):
    """What the books say may lack what stands in files that can't be read. Facts: files."""

    key = "books-not-seen"
    says = N_(
        "Could not be read, so what they move is not in the store's books: {files}\n"
        "To see what is wrong with them: svc check"
    )


class TakeFrom(Notice):
    """Which pieces are to be taken that leave the store: first in, first out. Facts: part,
    place (a Phrase), day, source (the number of a document or a ticket).
    """

    key = "take-from"
    says = N_("{part}: take it from {place}, of what came on {day} ({source})")


class TooFewToLend(Refused):
    """Facts: part (as code), name, place (a Phrase), count, there, ticket, technician."""

    key = "too-few-to-lend"
    of_books = True
    says = N_(
        "{place} has only {there} of {name} by its books, and {count} should be lent. Nothing was "
        "lent.\nIf it is in your hand all the same: svc loan lend {ticket} {part} --to "
        "{technician} --unbooked REASON\n"
        "To note that it is missing: svc part short {ticket} {part}; to ask the parts centre: svc "
        "part request {ticket} {part}"
    )


class ReservedForOthers(Refused):
    """Facts: part (as code), name, place (a Phrase), there, whose (Phrases), free, count."""

    key = "reserved-for-others"
    of_books = True
    says = N_(
        "{place} has {there} of {name}, reserved for {whose}: {free} may be taken, not {count}. "
        "Nothing was changed.\nTo see for whom it is reserved: svc stock list {part}; if a manager "
        "lets it go all the same: --allow REASON"
    )


class ReservedNowLacks(Notice):
    """What is reserved is not all there any more. Facts: part (as code), name, place (a
    Phrase), whose (Phrases), ticket (the first of them), count (what that lacks).
    """

    key = "reserved-now-lacks"
    says = N_(
        "{name}: what is reserved in {place} is not all there any more; {whose}. To ask the parts "
        "centre: svc part request {ticket} {part}:{count}"
    )


class KeptFor(Notice):
    """What came in is reserved already. Facts: name (of the part), whose (Phrases)."""

    key = "kept-for"
    says = N_("{name}: to be kept for {whose}")


class ShortForVisit(Notice):
    """A visit is to bring more than there is for it. Facts: part (as code), name, wanted, place
    (a Phrase), there, others (reserved for others), count (missing), ticket.
    """

    key = "short-for-visit"
    says = N_(
        "{name}: {wanted} to bring; {place} has {there}, of these {others} reserved for others: "
        "{count} missing. To ask the parts centre: svc part request {ticket} {part}:{count}"
    )


class MayBringInstead(Notice):
    """Facts: name (of the part), instead (Phrases), ticket, technician, bring (as typed)."""

    key = "may-bring-instead"
    says = N_(
        "In place of {name} there is {instead}. To bring it: svc dispatch {ticket} --to "
        "{technician} {bring}"
    )


class LiesElsewhere(Notice):
    """Facts: part (as code), name, offices (Phrases), count, office, to (names of offices)."""

    key = "lies-elsewhere"
    says = N_(
        "{name} lies in {offices}. To have it sent: svc stock transfer {part}:{count} --office "
        "{office} --to {to}"
    )


class SerialNotThere(Refused):
    """Facts: part (code and name), code, serial, place (a Phrase)."""

    key = "serial-not-there"
    of_books = True
    says = N_(
        "The piece {serial} of {part} is not at {place} by the books. Nothing was changed.\n"
        "To see where it went: svc stock book {code}"
    )


class NothingToTransfer(Refused):
    """Facts: document."""

    key = "nothing-to-transfer"
    says = N_(
        "{document} is no transfer note: there is nothing to take in. Nothing was changed.\n"
        "To see what is on the way: svc stock documents --on-the-way"
    )


class BadStockLine(Refused):
    """Facts: line (as typed)."""

    key = "bad-stock-line"
    says = N_(
        "'{line}' is not a part and a count. Nothing was changed.\n"
        "Write PART:COUNT, and where it is known :PRICE, @POSITION, #SERIAL,SERIAL behind it: "
        "P-1001:10:95.00@A-1-01"
    )


class BadTakenInLine(Refused):
    """Facts: line (as typed)."""

    key = "bad-taken-in-line"
    says = N_(
        "'{line}' is not a line and a count. Nothing was changed.\n"
        "Write the number of the line, or its part, and how many arrived; @POSITION, "
        "#SERIAL,SERIAL behind it: 2=3@A-1-01"
    )


class NoSuchStockLine(Refused):
    """Facts: document, line (as typed), count."""

    key = "no-such-stock-line"
    says = N_(
        "Stock document {document} has no line {line}: it has {count}. Nothing was changed.\n"
        "To see them: svc stock show {document}"
    )


class WhichSerials(Refused):
    """Facts: document, line, serials."""

    key = "which-serials"
    says = N_(
        "The pieces of line {line} of {document} are known by their serial numbers: {serials}. "
        "Nothing was changed.\nSay which of them arrived: {line}=COUNT#SERIAL,SERIAL"
    )


class WhichPieces(Refused):
    """Facts: part (code and name), code, place (a Phrase), count."""

    key = "which-pieces"
    says = N_(
        "Each piece of {part} is followed by its serial number. Nothing was changed.\n"
        "Say which of them ({place}): {code}:{count}#SERIAL,SERIAL"
    )


class PieceElsewhere(Refused):
    """Facts: part (code and name), code, serial, place (a Phrase)."""

    key = "piece-elsewhere"
    of_books = True
    says = N_(
        "The piece {serial} of {part} is at {place} by the books. Nothing was changed.\n"
        "Record first how it came here. Its way so far: svc stock book {code}"
    )


class NoSuchKit(Refused):
    """Facts: kit, known."""

    key = "no-such-kit"
    says = N_(
        "There is no set {kit} in parts.yaml, but: {known}. Nothing was changed.\n"
        "To enter it: svc stock kit-set {kit} PART:COUNT"
    )


class KitNotSet(Refused):
    """Facts: person, id."""

    key = "kit-not-set"
    says = N_(
        "Nobody said which set {person} is to have along. Nothing was changed.\n"
        "To say it: svc staff change {id} --kit KIT; or name the parts: svc stock kit-top-up {id} "
        "PART:COUNT"
    )


class StoreLacksForKit(Refused):
    """Facts: person, office, parts, code (of the first)."""

    key = "store-lacks-for-kit"
    of_books = True
    says = N_(
        "The store of {office} has nothing of what the kit of {person} lacks: {parts}. Nothing was "
        "changed.\nWhere else it lies: svc stock list {code}; what comes in: svc stock receive "
        "PART:COUNT"
    )


class NotInKit(Refused):
    """Facts: person, id, part, count, there."""

    key = "not-in-kit"
    of_books = True
    says = N_(
        "The kit of {person} has only {there} of {part} by the books, and {count} should leave it. "
        "Nothing was changed.\nTo see it: svc stock kit {id}; what was lent for tickets: svc holds "
        "{id}; to enter what lies in the van: svc stock kit-count {id} PART:COUNT"
    )


class LentPiecesMissing(Refused):
    """Facts: person, id, part (code and name), code, missing, there (in the kit)."""

    key = "lent-pieces-missing"
    of_books = True
    says = N_(
        "{missing} of {part} are missing with {person}, and the kit has only {there} by the books: "
        "the others were lent for tickets. Nothing was changed.\nWhat is lost of these is recorded "
        "there: svc loan return TICKET {code} --how lost; which they are: svc holds {id}"
    )


class DocumentSettled(Refused):
    """Facts: document, status."""

    key = "document-settled"
    says = N_(
        "Stock document {document} is {status} already. Nothing was changed.\n"
        "To see what became of it: svc stock show {document}"
    )
    named = (("status", "stock_status"),)


class SameOffice(Refused):
    """Facts: office."""

    key = "same-office"
    says = N_(
        "The parts lie in {office} already. Nothing was changed.\nSay where they go: --to OFFICE; "
        "for another place in the same store: svc stock move PART @POSITION"
    )


class DifferencesUnexplained(Refused):
    """Facts: parts (by code and name)."""

    key = "differences-unexplained"
    says = N_(
        "What was counted differs from the books, and nobody said why: {parts}. Nothing was "
        "changed.\nSay it of each part: --reason PART=WORDS; of all of them: --reason WORDS"
    )


class NoCountColumns(Refused):
    """Facts: path, heads."""

    key = "no-count-columns"
    says = N_(
        "{path} is no count list: no column with codes of parts, or none with counts ({heads}). "
        "Nothing was changed.\nTo get the list to fill in: svc stock count --csv"
    )


class BadCountRow(Refused):
    """Facts: path, row, value."""

    key = "bad-count-row"
    says = N_(
        "{path}, row {row}: '{value}' is not a number of pieces. Nothing was changed.\n"
        "Write 0 where there are none; leave the cell empty where nobody counted."
    )
