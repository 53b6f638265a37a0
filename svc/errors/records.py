"""What can be wrong with the text of a file of the ledger (model/reading.py, model/splicing.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Damaged


class RecordBroken(Damaged):
    """The text of a file can't be read as a record. Facts: path, line, problem (the mistake, or a
    key).
    """

    key = "record-broken"
    says = N_(
        "{path}:{line}: the file can't be read here: {problem}\nCorrect the line in an editor. "
        "Nothing was changed."
    )


class NotUtf8(RecordBroken):
    """Facts: path, line, problem."""

    key = "not-utf-8"
    says = N_("{path}:{line}: not UTF-8 ({problem})\nSave the file as UTF-8. Nothing was changed.")


class OtherEncoding(NotUtf8):
    """The text is in an encoding that is known for certain. Facts: path, line, problem (what the
    encoding is called).
    """

    key = "other-encoding"
    says = N_(
        "{path}:{line}: the file is in {problem}, not in UTF-8\n"
        "To convert it: svc check --fix. Nothing was changed."
    )


class ForbiddenCharacter(RecordBroken):
    """NUL, a control character, a line break other than LF. Facts: path, line,
    problem (U+0000).
    """

    key = "forbidden-character"
    says = N_(
        "{path}:{line}: the character {problem} may not stand in a record\n"
        "Delete it, or write it as an escape between double quotes. Nothing was changed."
    )


class ByteOrderMark(ForbiddenCharacter):
    """A mark that Windows' editors put in front of UTF-8. Facts: path, line, problem (U+FEFF)."""

    key = "byte-order-mark"
    says = N_(
        "{path}:{line}: the file begins with a byte order mark (BOM), which records do not have\n"
        "To remove it: svc check --fix. Nothing was changed."
    )


class ConflictMarkers(RecordBroken):
    """A merge that stopped left both versions in the file. Facts: path, line, problem."""

    key = "conflict-markers"
    says = N_(
        "{path}:{line}: git left the two versions of a merge in this file: {problem}\n"
        "Keep what is right and delete the markers, or undo the merge: git merge --abort. "
        "Nothing was changed."
    )


class KeyTwice(RecordBroken):
    """Facts: path, line, problem (the key), first (its line)."""

    key = "key-twice"
    says = N_(
        "{path}:{line}: `{problem}` stands in line {first} already\nDelete or rename one of the "
        "two. Nothing was changed."
    )


class KeyNotText(RecordBroken):
    """A key that YAML reads as number, date, true/false or nothing. Facts: path, line, problem (the
    key).
    """

    key = "key-not-text"
    says = N_(
        "{path}:{line}: YAML does not read the key {problem} as text\n"
        'Put it in double quotes: "{problem}". Nothing was changed.'
    )


class NoValue(RecordBroken):
    """Nothing, ~ or null stands where a value should. Facts: path, line, problem (the key, or the
    item's number).
    """

    key = "no-value"
    says = N_(
        "{path}:{line}: `{problem}` has no value\n"
        "Write it behind the colon, or indent the lines below that belong to it; if nobody knows "
        'it: "unknown" and the reason. Nothing was changed.'
    )


class YamlNotAllowed(RecordBroken):
    """A tag, anchor, alias, merge key, directive or second document. Facts: path, line, problem (as
    written).
    """

    key = "yaml-not-allowed"
    says = N_(
        "{path}:{line}: {problem} has a meaning in YAML that records do not use\n"
        "If it is meant as text, put it in double quotes. Nothing was changed."
    )


class TooDeep(RecordBroken):
    """Facts: path, line, problem (how deep it may be)."""

    key = "too-deep"
    says = N_(
        "{path}:{line}: nested more than {problem} deep\nNo record needs that. Nothing was changed."
    )


class TooLong(RecordBroken):
    """Facts: path, line, problem (how many characters there may be)."""

    key = "too-long"
    says = N_(
        "{path}:{line}: longer than {problem} characters\nNo record needs that. Nothing was "
        "changed."
    )


class NotAMapping(RecordBroken):
    """The file is empty, or a list or a text and no keys with values. Facts: path, line,
    problem.
    """

    key = "not-a-mapping"
    says = N_(
        "{path}:{line}: a record is made of `key: value` lines, but this is {problem}\n"
        "Restore the file: git checkout -- {path}. Nothing was changed."
    )


class RecordFaulty(Damaged):
    """It is YAML, but not the record it should be. Facts: path, line, problem (Phrase), faults (all
    of them).
    """

    key = "record-faulty"
    says = N_("{path}:{line}: {problem}\nCorrect the record in an editor. Nothing was changed.")


class LogRewritten(Damaged):
    """The log has not all that was committed: with the next commit it would be gone. Facts: path,
    line, problem.
    """

    key = "log-rewritten"
    says = N_(
        "{path}:{line}: {problem}\n"
        "Restore the record as it was committed: git checkout HEAD -- {path}. Nothing was "
        "changed."
    )


class CannotSplice(Damaged):
    """The file can be read, but nothing can be put into it as it is laid out. Facts: path, line,
    problem, id.
    """

    key = "cannot-splice"
    says = N_(
        "{path}:{line}: nothing can be added to this file in its present layout: the new lines "
        "would change its meaning\n"
        "To put it into the usual layout: svc check --fix {id}. Nothing was changed."
    )


class NoFinalLineFeed(CannotSplice):
    """Facts: path, line, problem, id."""

    key = "no-final-line-feed"
    says = N_(
        "{path}:{line}: the last line has no line end, so nothing can be added below it\n"
        "To add one: svc check --fix {id}. Nothing was changed."
    )


class WindowsLineEnds(CannotSplice):
    """Facts: path, line, problem, id."""

    key = "windows-line-ends"
    says = N_(
        "{path}:{line}: the lines end in CR LF; records use LF only\n"
        "To fix them: svc check --fix {id}. Nothing was changed."
    )


class LogNotLast(CannotSplice):
    """A key stands behind `log`. Facts: path, line, problem (that key), id."""

    key = "log-not-last"
    says = N_(
        "{path}:{line}: `{problem}` comes after `log`, so nothing can be added to the log\n"
        "To put the log last: svc check --fix {id}. Nothing was changed."
    )


class LogNotInLines(CannotSplice):
    """There is no `log:` with its events on lines of their own below it. Facts: path, line,
    problem, id.
    """

    key = "log-not-in-lines"
    says = N_(
        "{path}:{line}: the log is not written line by line below `log:`, so nothing can be "
        "added to it\n"
        "To put it into the usual layout: svc check --fix {id}. Nothing was changed."
    )


class NoStatusLine(CannotSplice):
    """There is no `status:` with its value on one line. Facts: path, line, problem, id."""

    key = "no-status-line"
    says = N_(
        "{path}:{line}: there is no line `status: …` to change\n"
        "To add it: svc check --fix {id}. Nothing was changed."
    )
