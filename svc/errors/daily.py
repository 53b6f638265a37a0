"""Days and months that are sealed, or are not (actions/daily.py, actions/month_seals.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class NoSuchSeal(Refused):
    """Facts: office, whose (the same, to be named), day."""

    key = "no-such-seal"
    named = (("whose", "office"),)
    says = N_(
        "{day} is not sealed for the office {whose}. Nothing was changed.\n"
        "To see what it came to: svc daily {day} --office {office}; to seal it: svc daily confirm "
        "{day} --office {office}"
    )


class DaySealed(Refused):
    """Facts: office, whose (the same, to be named), day, by (who sealed it), at."""

    key = "day-sealed"
    named = (("whose", "office"),)
    says = N_(
        "{day} was sealed for the office {whose} by {by} ({at}). Nothing was changed, and nobody "
        "opens it again.\nTo put its figures right: svc daily correct {day} --office {office} "
        "--reason REASON"
    )


class CountDiffers(Refused):
    """Facts: differences (a text for each: way of paying, books, counted)."""

    key = "count-differs"
    says = N_(
        "What was counted is not what the books say: {differences}. Nothing was changed.\n"
        "Count again, or add --reason REASON."
    )


class NothingToCorrect(Refused):
    """Facts: office, whose (the same, to be named), day."""

    key = "nothing-to-correct"
    named = (("whose", "office"),)
    says = N_(
        "The figures of {day} at the office {whose} are as they were sealed. Nothing was changed."
        "\nTo see them: svc daily {day} --office {office}"
    )


class MonthNotSealed(NoSuchSeal):
    """Facts: whose (offices), office (the first of them), month."""

    key = "month-not-sealed"
    named = (("whose", "office"),)
    says = N_(
        "{month} is not sealed for {whose}. Nothing was changed.\n"
        "To seal it: svc seal {month} --office {office}\n"
        "To compare it with what was known on a day: svc report diff {office} {month} --from DAY"
    )


class NoSuchPrintedReport(Refused):
    """No state of the ledger gives a report with this digest. Facts: digest, looked (commits looked
    through).
    """

    key = "no-such-printed-report"
    says = N_(
        "No report with the digest {digest} comes out of this ledger; commits looked through: "
        "{looked}. Nothing was changed.\n"
        "Is it of this region and this month? A page of a month that still went on has the minute "
        "in its digest at which it was made, and can't be found by it. That day stands in its "
        "heading; type it instead: --from DAY"
    )


class MonthNotOver(Refused):
    """Facts: office, month, last (its last day)."""

    key = "month-not-over"
    says = N_(
        "{month} is not over; it can be sealed after {last}. Nothing was changed.\n"
        "To see how it stands: svc report {office} {month}"
    )


class DaysNotSealed(Refused):
    """Facts: month, office, whose (the same, to be named), days, day (the first of them)."""

    key = "days-not-sealed"
    named = (("whose", "office"),)
    says = N_(
        "In {month} days with money are not sealed for the office {whose}: {days}. Nothing was "
        "changed.\nTo count one: svc daily confirm {day} --office {office}; a manager seals the "
        "month without them with --allow REASON."
    )


class MonthAsSealed(Refused):
    """Facts: office, whose (the same, to be named), month."""

    key = "month-as-sealed"
    named = (("whose", "office"),)
    says = N_(
        "The figures of {month} at the office {whose} are as they were sealed, and nothing came "
        "late. Nothing was changed.\nTo compare them once more: svc report diff {office} {month}"
    )


class LateForSealedMonth(Refused):
    """Facts: office, whose (the same, to be named), month, by, sealed (when), at."""

    key = "late-for-sealed-month"
    named = (("whose", "office"),)
    says = N_(
        "{at} lies in {month}, which {by} sealed for the office {whose} ({sealed}). What happened "
        "then is entered with the reason why it comes late. Nothing was changed.\n"
        "Repeat the command with --late REASON."
    )
