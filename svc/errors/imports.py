"""Importing what a department has in spreadsheets."""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Refused, SvcError


class NoSheetReader(NotDone):
    """python-calamine is not installed. Facts: path, reason."""

    key = "no-sheet-reader"
    says = N_(
        "{path}: spreadsheets can't be read on this machine ({reason}). Nothing was changed.\n"
        "Save the table as CSV and name that file; or install: pip install 'svc-desk[xlsx]'."
    )


class NoSuchSheet(Refused):
    """The workbook has no such sheet, or none that is plainly meant. Facts: path, sheets (that can
    be named), hidden.
    """

    key = "no-such-sheet"
    says = N_(
        "{path}: which sheet is meant? It has: {sheets}\n"
        "Add --sheet NAME. Hidden sheets are not read. Nothing was changed."
    )


class NoHeads(Refused):
    """No row of a sheet holds the heads of the columns that are needed. Facts: place, needed (heads
    that would be known), found (those of the row that fits best).
    """

    key = "no-heads"
    says = N_(
        "{place}: no row has these heads: {needed}. Found: {found}\n"
        "Write them into the first row, or say what a column is: --map HEAD=FIELD. "
        "Nothing was changed."
    )


class NoSuchColumn(Refused):
    """--map, or a rules file, names a head that the sheet does not have. Facts: head, found."""

    key = "no-such-column"
    says = N_("No column is called '{head}'. There are: {found}\nNothing was changed.")


class NotAMap(Refused):
    """What --map, or a line of a rules file, says can't be. Facts: text, fields."""

    key = "not-a-map"
    says = N_(
        "'{text}' does not say which field a column is. Fields: {fields}\n"
        "Write HEAD=FIELD, such as --map 单位=name; HEAD=- leaves a column out. "
        "Nothing was changed."
    )


class FaultyRows(Refused):
    """Some rows can't be recorded as they are. Facts: count, path, places (of the first)."""

    key = "faulty-rows"
    says = N_(
        "{path}: rows that can't be taken as they are: {count} ({places}). Nothing was changed.\n"
        "What is wrong with each: the same command without --go. Correct them in the file, or "
        "leave them out, to a file of their own: --skip-faulty FILE"
    )


class ImportStopped(NotDone):
    """Part of a table is recorded, the rest is not. Facts: done, count, reason (an error)."""

    key = "import-stopped"
    says = N_(
        "Recorded: {done} of {count}; then it could not go on: {reason}\n"
        "Repeat the command: what is recorded is found as it is, and the rest is added."
    )


class RowsNotTaken(SvcError):
    """A preview found rows that can't be recorded: the answer is no. Facts: count."""

    key = "rows-not-taken"
    exit_status = 1
    says = N_("Rows that can't be taken as they are: {count}. Nothing was changed.")


class RequestsKept(SvcError):
    """Of many requests some lack what is needed, and are kept as drafts. Facts: count."""

    key = "requests-kept"
    exit_status = 3
    says = N_(
        "Requests that can't be recorded as they are: {count}. They are kept as drafts.\n"
        "To go on with them, at a terminal: svc intake"
    )


class OtherRules(Refused):
    """A rules file is for another kind of table. Facts: path, kind."""

    key = "other-rules"
    named = (("kind", "import"),)
    says = N_(
        "{path} says what columns are in a table of {kind}\n"
        "Name the rules file of such a table, or none. Nothing was changed."
    )


class PriceListLacks(Refused):
    """A first price list without items of a group that every list has. Facts: group."""

    key = "price-list-lacks"
    named = (("group", "share"),)
    says = N_(
        "The table has no row of {group}, and there is no price list yet that has\n"
        "Add one. Nothing was changed."
    )


class PriceListThere(Refused):
    """A price list from this day is there, and is never edited. Facts: version."""

    key = "price-list-there"
    says = N_(
        "There is a price list {version} already, with other prices; tickets may name it\n"
        "Say from which day the new one is to hold: --from DAY. Nothing was changed."
    )


class FileThere(Refused):
    """The template is never written over a file: somebody may have filled it in. Facts: path."""

    key = "file-there"
    says = N_("There is a file {path} already. Name another one. Nothing was changed.")
