"""Rules that the ledger's configuration obeys: settings, people, roster, desks, policies,
calendars.

What is written in a way that can't be read is refused by whoever reads it and named by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.calendars import Calendar
from svc.model.desks import Claim
from svc.model.events import MOMENTS
from svc.model.ids import LANES, is_lane
from svc.model.knowledge import Knowledge, entry_path
from svc.model.labels import LABELS
from svc.model.parts import PartsCatalogue
from svc.model.policies import UNSET, Policy
from svc.model.rosters import Roster, who_of
from svc.model.settings import ALL, Settings
from svc.model.staff import Staff
from svc.model.times import parse_day
from svc.rules.checks.keys import shape_of, unknown_keys
from svc.rules.checks.subject import Finding

DECEMBER = 12


class Setup(Struct, frozen=True, kw_only=True):
    """The configuration as far as it can be read; None and what is missing could not be."""

    today: date
    settings: Settings | None
    staff: Staff | None
    roster: Roster
    parts: PartsCatalogue | None
    policies: Mapping[str, Policy]  # by version
    calendars: Mapping[str, Calendar]
    versions: Mapping[str, frozenset[str]]  # folder → the versions that are there, readable or not
    desks: Mapping[str, Claim]  # by the name of the file
    knowledge: Sequence[Knowledge] = ()
    files: Mapping[str, tuple[Any, Any]]  # path → what stands in it, and the kind of record it is


FileFindings = Iterator[tuple[str, Finding]]
"""The path of a file with what was found in it."""


def every_key_of_the_configuration_means_something(setup: Setup) -> FileFindings:
    for path, (data, kind) in setup.files.items():
        for finding in unknown_keys(data, shape_of(kind)):
            yield path, Finding("unknown-setting", finding.problem, finding.place)


def nobody_stands_in_staff_twice(setup: Setup) -> FileFindings:
    seen: set[str] = set()
    for index, person in enumerate(setup.staff.staff if setup.staff else ()):
        if person.id in seen:
            problem = Phrase(
                N_("the id '{person}' appears twice; the first one counts"), person=person.id
            )
            yield "staff.yaml", Finding("staff-twice", problem, ("staff", index, "id"))
        seen.add(person.id)


def people_belong_to_an_office_there_is(setup: Setup) -> FileFindings:
    offices = setup.settings.offices if setup.settings else None
    for index, person in enumerate(setup.staff.staff if setup.staff else ()):
        if person.office and offices is not None and person.office not in offices:
            problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=person.office)
            yield "staff.yaml", Finding("staff-office", problem, ("staff", index, "office"))


def kits_that_people_have_are_there(setup: Setup) -> FileFindings:
    if setup.parts is None:
        return
    for index, person in enumerate(setup.staff.staff if setup.staff else ()):
        if person.kit and person.kit not in setup.parts.kits:
            problem = Phrase(
                N_("there is no set '{kit}' in parts.yaml"), kit=person.kit, person=person.id
            )
            yield "staff.yaml", Finding("staff-kit", problem, ("staff", index, "kit"))


def parts_that_known_faults_take_are_there(setup: Setup) -> FileFindings:
    if setup.parts is None:
        return
    for entry in setup.knowledge:
        for nth, code in enumerate(entry.parts):
            if setup.parts.find_part(code) is None:
                says = N_("there is no part '{part}' in parts.yaml")
                problem = Phrase(says, part=code, entry=entry.slug)
                yield entry_path(entry.slug), Finding("knowledge-part", problem, ("parts", nth))


def absences_and_skills_end_after_they_begin(setup: Setup) -> FileFindings:
    for index, person in enumerate(setup.staff.staff if setup.staff else ()):
        spans: list[tuple[str, int, date, date | None]] = []
        spans += [
            ("absences", nth, span.since, span.until) for nth, span in enumerate(person.absences)
        ]
        spans += [
            ("skills", nth, skill.since, skill.until) for nth, skill in enumerate(person.skills)
        ]
        for field, nth, since, until in spans:
            if until is not None and until < since:
                yield (
                    "staff.yaml",
                    Finding("days", _days(since, until), ("staff", index, field, nth)),
                )
    for nth, away in enumerate(setup.roster.away):
        if away.until < away.since:
            yield "roster.yaml", Finding("days", _days(away.since, away.until), ("away", nth))


def _days(since: date, until: date) -> Phrase:
    return Phrase(N_("it ends on {until}, before it begins on {since}"), since=since, until=until)


def the_roster_names_people_and_days(setup: Setup) -> FileFindings:
    people = None if setup.staff is None else {person.id for person in setup.staff.staff}
    for day, entries in setup.roster.duty.items():
        if not _is_day(day):
            problem = Phrase(
                N_("'{day}' is not a day such as 2026-10-01; nobody is on duty then"), day=day
            )
            yield "roster.yaml", Finding("roster", problem, ("duty", day))
        for name in map(who_of, entries):
            if people is not None and name not in people:
                problem = Phrase(N_("'{person}' is not in staff.yaml"), person=name)
                yield "roster.yaml", Finding("roster", problem, ("duty", day))
    for nth, away in enumerate(setup.roster.away):
        if people is not None and away.who not in people:
            problem = Phrase(N_("'{person}' is not in staff.yaml"), person=away.who)
            yield "roster.yaml", Finding("roster", problem, ("away", nth, "who"))


def _is_day(text: str) -> bool:
    try:
        return parse_day(text).isoformat() == text  # it is looked up as it is written
    except ValueError:
        return False


def every_office_has_people(setup: Setup) -> FileFindings:
    if setup.settings is None or setup.staff is None:
        return
    there = {person.office for person in setup.staff.staff if person.left is None}
    for code in setup.settings.offices:
        if code not in there:
            problem = Phrase(N_("nobody in staff.yaml belongs to the office {office}"), office=code)
            yield "svc.yaml", Finding("office-people", problem, ("offices", code))


def every_office_has_a_calendar(setup: Setup) -> FileFindings:
    for code, office in setup.settings.offices.items() if setup.settings else ():
        if not _has_version(setup, "calendars", office.calendar):
            problem = Phrase(N_("there is no version of the calendar {name}"), name=office.calendar)
            yield "svc.yaml", Finding("office-calendar", problem, ("offices", code, "calendar"))


def what_settings_name_is_there(setup: Setup) -> FileFindings:
    """Offices, regions and papers by the names they have."""
    settings = setup.settings
    if settings is None:
        return
    if settings.default_office and settings.default_office not in settings.offices:
        problem = Phrase(
            N_("there is no office '{office}' in svc.yaml"), office=settings.default_office
        )
        yield "svc.yaml", Finding("setting", problem, ("default_office",))
    for nth, row in enumerate(settings.policies):
        if row.office and row.office not in settings.offices:
            problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=row.office)
            yield "svc.yaml", Finding("setting", problem, ("policies", nth, "office"))
    known = {ALL, *settings.regions, *settings.offices}
    for code in settings.own_targets:
        if code not in known:
            problem = Phrase(N_("there is no region or office '{code}' in svc.yaml"), code=code)
            yield "svc.yaml", Finding("setting", problem, ("own_targets", code))
    for key in ("paper_sizes", "paper_copies"):
        for name in getattr(settings, key):
            if name not in LABELS["paper"]:
                problem = Phrase(N_("there is no paper '{paper}'"), paper=name)
                yield "svc.yaml", Finding("setting", problem, (key, name))


def nothing_is_told_twice_to_one_channel(setup: Setup) -> FileFindings:
    """Rows of `notify` name offices there are, and none says what an earlier one does."""
    settings = setup.settings
    rows = settings.notify if settings else []
    for nth, row in enumerate(rows):
        if settings and row.office and row.office not in settings.offices:
            problem = Phrase(N_("there is no office '{office}' in svc.yaml"), office=row.office)
            yield "svc.yaml", Finding("notify", problem, ("notify", nth, "office"))
        earlier = rows[:nth]
        if any(
            (row.digest, row.channel) == (each.digest, each.channel)
            and ("" in (each.office, row.office) or each.office == row.office)
            for each in earlier
        ):
            problem = Phrase(
                N_("'{digest}' is told to the channel {channel} by an earlier row already"),
                digest=row.digest,
                channel=row.channel,
            )
            yield "svc.yaml", Finding("notify", problem, ("notify", nth))


def every_ticket_finds_a_policy(setup: Setup) -> FileFindings:
    """Each row names a policy there is, and the last one fits whatever no other does."""
    settings = setup.settings
    for nth, row in enumerate(settings.policies if settings else ()):
        if not _has_version(setup, "policies", row.policy):
            problem = Phrase(N_("there is no version of the policy {name}"), name=row.policy)
            yield "svc.yaml", Finding("policy", problem, ("policies", nth, "policy"))
    last = settings.policies[-1] if settings else None
    if last is not None and settings is not None and (last.contract or last.kind or last.office):
        problem = Phrase(
            N_(
                "the last row applies to some tickets only, yet is used for all that no other "
                "row matches"
            )
        )
        yield "svc.yaml", Finding("policy", problem, ("policies", len(settings.policies) - 1))


def _has_version(setup: Setup, folder: str, name: str) -> bool:
    return any(version.startswith(f"{name}@") for version in setup.versions.get(folder, ()))


def one_desk_has_one_lane(setup: Setup) -> FileFindings:
    """A lane is claimed in the file that bears its letter, by one clone; one clone claims one
    lane.
    """
    claims: dict[str, str] = {}
    free = next((lane for lane in LANES if lane not in setup.desks), "—")
    for name, claim in sorted(setup.desks.items()):
        path = f"desks/{name}.yaml"
        if claim.lane != name or not is_lane(name):
            problem = Phrase(
                N_("the file is for the lane {name}, and claims '{lane}'"),
                name=name,
                lane=claim.lane,
                free=free,
            )
            yield path, Finding("lane", problem, ("lane",))
        first = claims.setdefault(claim.clone, name)
        if first != name:
            says = N_("the clone {clone} has already claimed the lane {first}")
            problem = Phrase(says, clone=claim.clone, first=first, free=free)
            yield path, Finding("lane", problem, ("clone",))


def promises_name_moments_there_are(setup: Setup) -> FileFindings:
    for version, policy in setup.policies.items():
        for name, rows in policy.promises.items():
            for row in rows if isinstance(rows, list) else [rows]:
                for moment in (row.from_, row.to, *row.or_to, *row.drops):
                    if moment not in MOMENTS:
                        says = N_("promise '{promise}' uses '{moment}', which never occurs")
                        problem = Phrase(says, promise=name, moment=moment)
                        yield (
                            f"policies/{version}.yaml",
                            Finding("moment", problem, ("promises", name)),
                        )


def promises_have_a_limit(setup: Setup) -> FileFindings:
    for version, policy in setup.policies.items():
        for name in unset_promises(policy):
            problem = Phrase(N_("promise '{promise}' has no limit yet"), promise=name)
            yield f"policies/{version}.yaml", Finding("unset", problem, ("promises", name))


def unset_promises(policy: Policy) -> list[str]:
    """The promises of a policy that still have no number (`within: "unset"`)."""
    return [
        name
        for name, rows in policy.promises.items()
        if any(row.within == UNSET for row in (rows if isinstance(rows, list) else [rows]))
    ]


def calendars_have_the_zone_of_the_ledger(setup: Setup) -> FileFindings:
    for version, calendar in setup.calendars.items():
        if setup.settings is not None and calendar.zone != setup.settings.zone:
            says = N_("the zone is {zone}, the ledger's is {own}")
            problem = Phrase(says, zone=calendar.zone, own=setup.settings.zone)
            yield f"calendars/{version}.yaml", Finding("zone", problem, ("zone",))


def calendars_list_the_official_days(setup: Setup) -> FileFindings:
    """Of the newest version of each calendar that an office uses: this year, and from 1 December
    the coming one, which is published in November.
    """
    if setup.settings is None:
        return
    for version, year in years_lacking(setup.settings, setup.calendars, setup.today):
        says = N_(
            "the official holidays of {year} are not in it; what is promised for that year "
            "is provisional"
        )
        place = Finding("calendar-year", Phrase(says, year=year), ("official",))
        yield f"calendars/{version}.yaml", place


def years_lacking(
    settings: Settings, calendars: Mapping[str, Calendar], today: date
) -> Iterator[tuple[str, int]]:
    """The newest version of each calendar that an office uses, with a year that is needed and not
    in it; `calendars` are those that can be read.
    """
    for name in sorted({office.calendar for office in settings.offices.values()}):
        version = _newest_version(name, calendars)
        if version:
            official = calendars[version].official
            yield from ((version, year) for year in _years_needed(today) if year not in official)


def _years_needed(today: date) -> list[int]:
    is_december = today.month == DECEMBER
    return [today.year, today.year + 1] if is_december else [today.year]


def _newest_version(name: str, versions: Iterable[str]) -> str:
    """The newest that can be read; empty if none can be."""
    of_name = [version for version in versions if version.rpartition("@")[0] == name]
    return max(of_name, key=lambda version: int(version.rpartition("@")[2]), default="")
