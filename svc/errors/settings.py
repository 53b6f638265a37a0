"""Settings: what a department decides once, entered by command or by hand."""

from __future__ import annotations

from svc.errors.kinds import N_, Refused


class CannotPutEntry(Refused):
    """An entry of a file that people write can't be changed by command, as it is laid out. Facts:
    path, entry.
    """

    key = "cannot-put-entry"
    says = N_(
        "{path}: the entry {entry} can't be changed by a command, as this file is laid out. "
        "Nothing was changed.\n"
        "Change it in an editor, then: svc adopt settings"
    )


class NoOfficeYet(Refused):
    """A ledger that was just started has no office."""

    key = "no-office-yet"
    says = N_(
        "This ledger has no office yet. Nothing was changed.\n"
        "To enter one: svc office add CODE --name TEXT --region REGION; or all at once, question "
        "by question: svc setup"
    )


class WhoStarts(Refused):
    """git knows nobody, and nobody can be asked: who starts the ledger has to be said. Facts:
    command.
    """

    key = "who-starts"
    says = N_(
        "Who starts this ledger? git knows no name here. Nothing was changed.\n"
        "Type it once more with your name: {command}"
    )


class SettingsKeptBy(Refused):
    """Facts: person, roles (of those who may change settings)."""

    key = "settings-kept-by"
    says = N_(
        "{person} may not change settings. Nothing was changed.\nWho may: {roles}; see: svc staff "
        "list"
    )
    named = (("roles", "role"),)


class EntryThere(Refused):
    """Facts: path, entry."""

    key = "entry-there"
    says = N_(
        "{entry} is in {path} already, with other values. Nothing was changed.\n"
        "To change it, type `change` instead of `add`."
    )


class NoSuchEntry(Refused):
    """Facts: path, entry, known (what is there)."""

    key = "no-such-entry"
    says = N_("There is no {entry} in {path}. Nothing was changed.\nThere is: {known}")


class NothingToChange(Refused):
    """No new value was given. Facts: entry."""

    key = "nothing-to-change"
    says = N_(
        "What is to change of {entry}? No option says it. Nothing was changed.\n"
        "See what there is to type: --help"
    )


class NoSettingsToAdopt(Refused):
    """No settings were edited by hand."""

    key = "no-settings-to-adopt"
    says = N_("All settings are as they were committed. Nothing was changed.")


class NotACode(Refused):
    """Facts: code."""

    key = "not-a-code"
    says = N_(
        "'{code}' can't be a code. Nothing was changed.\n"
        "An office's: two to four capital letters, SZ; a region's: small letters, digits and _; a "
        "part's or price's: P-1001, L03"
    )


class PriceListInUse(Refused):
    """A list that tickets name is never edited. Facts: version, ticket."""

    key = "price-list-in-use"
    says = N_(
        "The price list {version} is on tickets already, such as {ticket}: it stays as it is. "
        "Nothing was changed.\n"
        "Other prices are a new list, with the day from which it holds: svc price new DAY"
    )


class NoSuchPromise(Refused):
    """Facts: policy, promise, known."""

    key = "no-such-promise"
    says = N_(
        "The policy {policy} has no promise '{promise}'. Nothing was changed.\n"
        "It has: {known}; see: svc promise list {policy}"
    )
    named = (("known", "promise"),)


class NotOpeningHours(Refused):
    """Facts: text."""

    key = "not-opening-hours"
    says = N_(
        "'{text}' are no opening hours. Nothing was changed.\n"
        "Write them like: 周一至周五 8:30-12:00 13:30-17:30; 周六 9:00-12:00"
    )


class SettingUnreadable(Refused):
    """Facts: text."""

    key = "setting-unreadable"
    says = N_(
        "'{text}' does not say which promise gets which limit. Nothing was changed.\n"
        "Write it like contact=1h"
    )
