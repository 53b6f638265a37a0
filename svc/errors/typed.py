"""The command line: what was typed (cli/)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused, SvcError


class UsageWrong(Refused):
    """Facts: problem, command."""

    key = "usage"
    says = N_("{problem} Nothing was changed.\nHelp: {command} --help")


class NoSuchCommand(Refused):
    """Facts: word, command, near."""

    key = "no-such-command"
    says = N_(
        "There is no command '{word}'. {near}\nAll commands: {command} --help. Nothing was changed."
    )


class NoSuchTopic(Refused):
    """`svc help` of what is neither a command nor a topic. Facts: topic, topics."""

    key = "no-such-topic"
    says = N_(
        "There is neither a command nor a topic '{topic}'. The topics: {topics}.\n"
        "All commands: svc --help. Nothing was changed."
    )


class NoSuchOption(Refused):
    """Facts: option, command, near."""

    key = "no-such-option"
    says = N_(
        "There is no option {option}. {near}\nThe options: {command} --help. Nothing was changed."
    )


class OptionNeedsValue(Refused):
    """Facts: option, command."""

    key = "option-needs-value"
    says = N_("{option} needs a value after it. Nothing was changed.\nHelp: {command} --help")


class OptionTakesNoValue(Refused):
    """Facts: option, command."""

    key = "option-takes-no-value"
    says = N_("{option} takes no value. Nothing was changed.\nHelp: {command} --help")


class OptionTwice(Refused):
    """An option that takes one value was given two. Facts: option, command."""

    key = "option-twice"
    says = N_(
        "{option} was given twice, and takes one value. Nothing was changed.\n"
        "Help: {command} --help"
    )


class TooManyWords(Refused):
    """Facts: words, command."""

    key = "too-many-words"
    says = N_("Too many words: {words}. Nothing was changed.\nHelp: {command} --help")


class MissingFields(Refused):
    """Facts: fields."""

    key = "missing-fields"
    says = N_(
        "Missing: {fields}. Nothing was changed.\n"
        "Give them as options, or run the command at a terminal and answer the questions. For "
        "what nobody knows: unknown: REASON"
    )


class NotOneOf(Refused):
    """Facts: option, value, choices."""

    key = "not-one-of"
    says = N_("{option}: '{value}' is not one of {choices}. Nothing was changed.")


class BlankAnswer(Refused):
    """Nothing, or a sign that stands where an answer was left out. Facts: option, value."""

    key = "blank-answer"
    says = N_(
        "{option}: '{value}' says nothing. Nothing was changed.\n"
        "Write what is meant; if there is nothing to say, leave it out. What nobody knows: "
        "unknown: REASON"
    )


class NoneIsNoAnswer(Refused):
    """ "None" where it says nothing. Facts: option, value."""

    key = "none-is-no-answer"
    says = N_(
        "{option}: '{value}' is no answer here. Nothing was changed.\n"
        "Write what is meant; if there is nothing to say, leave it out. What nobody knows: "
        "unknown: REASON"
    )


class NoTelephone(Refused):
    """Facts: option, value, part (what in it can't be a telephone number)."""

    key = "no-telephone"
    says = N_(
        "{option}: {part} can't be a telephone number. Nothing was changed.\n"
        "Write it like 13800138000, 0755-26001111 or 0755-26001111转802; abroad +852 …; what "
        "nobody knows: unknown: REASON"
    )


class NotANumber(Refused):
    """Facts: option, value."""

    key = "not-a-number"
    says = N_("{option}: '{value}' is not a whole number. Nothing was changed.")


class OldPartNotSaid(Refused):
    """A part was fitted, and nobody said what became of the old one. Facts: part (as typed), fates
    (that can be typed).
    """

    key = "old-part-not-said"
    says = N_(
        "--part {part}: what became of the old part? Nothing was changed.\n"
        "Write PART:COUNT:FATE; FATE is one of: {fates}"
    )
    named = (("fates", "old_part"),)


class BadPartUsed(Refused):
    """What was typed of a part that was put in says something else. Facts: part (as typed), fates
    (that can be typed).
    """

    key = "bad-part-used"
    says = N_(
        "--part {part}: not understood. Nothing was changed.\n"
        "Write PART:COUNT:FATE, and of one piece #SERIAL behind it, with /SERIAL of the old one; "
        "FATE is one of: {fates}"
    )
    named = (("fates", "old_part"),)


class NotADay(Refused):
    """Facts: text."""

    key = "not-a-day"
    says = N_(
        "'{text}' is not a day. Nothing was changed.\n"
        "Write it like 明天, 周三, 11-5, 11月5日, tomorrow, 2026-11-21; several: 2026-11, "
        "11-1..11-5."
    )


class NotAShift(Refused):
    """Facts: text."""

    key = "not-a-shift"
    says = N_(
        "'{text}' is not a part of a day. Nothing was changed.\n"
        "Write it like 17:30-24:00, or 18:00-8:30 to the next morning."
    )


class NotAMonth(Refused):
    """Facts: text."""

    key = "not-a-month"
    says = N_(
        "'{text}' is not a month. Nothing was changed.\n"
        "Write it like 2026-11, 2026年11月, 上月, 本月, last month."
    )


class MonthNotBegun(Refused):
    """Facts: month, today."""

    key = "month-not-begun"
    says = N_(
        "The month {month} has not begun yet (today is {today}); there is nothing to report. "
        "Nothing was changed."
    )


class PaperIsASize(Refused):
    """A file was named with the option that names the size of a paper elsewhere. Facts: file."""

    key = "paper-is-a-size"
    says = N_(
        "--paper is the size of what is printed. Nothing was written.\n"
        "To write the figures as a paper into a file: --out {file}"
    )


class BeforeLedger(Refused):
    """The months asked for are over before the first entry of the ledger. Facts: months, began."""

    key = "before-ledger"
    says = N_(
        "The records of this ledger begin in {began}; of {months} nothing is known, so there is "
        "nothing to report. Nothing was changed."
    )


class NotASpan(Refused):
    """Months that are not a valid span: too many, or not written so. Facts: text, most (months)."""

    key = "not-a-span"
    says = N_(
        "There can be no report for '{text}'. Nothing was changed.\n"
        "Write a year, 2025, years, 2024..2026, or months, 2024-07..2026-06: the earlier one "
        "first, already begun, at most {most} months."
    )


class NoSuchFigure(Refused):
    """The report has no such figure, or not for this region and month. Facts: figure, region,
    month, known.
    """

    key = "no-such-figure"
    says = N_(
        "The report {region} {month} has no figure '{figure}', only: {known}\n"
        "To see what each means: svc report {region} {month} --explain"
    )


class FutureTime(Refused):
    """Facts: at, now."""

    key = "future-time"
    says = N_(
        "{at} is in the future (it is {now}). Nothing was changed.\n"
        "Correct --at TIME, or this machine's clock."
    )


class BadNow(Refused):
    """Facts: text."""

    key = "bad-now"
    says = N_(
        "SVC_NOW is '{text}', which is not a time. Nothing was changed.\n"
        "Write it like 2026-11-21T09:00:00+08:00."
    )


class NotALanguage(Refused):
    """Facts: lang."""

    key = "not-a-language"
    says = N_("svc has no language '{lang}'. Nothing was changed.\nUse zh or en.")


class OurFault(SvcError):
    """Facts: kind, path."""

    key = "our-fault"
    says = N_(
        "This is a fault in svc itself ({kind}), not yours.\n"
        "Where it happened was saved in {path}; please send it to us."
    )


class NotAnAmount(Refused):
    """Facts: option, value."""

    key = "not-an-amount"
    says = N_(
        "{option} {value}: not an amount in yuan. Nothing was changed.\n"
        "Write it like 80, 80.50 or 1,020.50."
    )
