"""Days that are sealed, or are not (actions/daily.py)."""

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
