"""What a department has agreed on: settings, staff, policies, calendars, parts, prices; files that
people write.

Each is read when it is first asked for, and kept: a command sees them as they were at one moment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from svc.errors import (
    Damaged,
    NoOfficeYet,
    NoSuchVersion,
    NotDone,
    NotReadable,
    SvcError,
    UnknownOffice,
)
from svc.model import reading
from svc.model.faults import Fault, record_faulty, record_from
from svc.model.settings import Office, Settings, settings_faults
from svc.model.staff import Person, Staff, name_roles
from svc.store import files

if TYPE_CHECKING:
    from svc.model.checklists import Checklists
    from svc.model.desks import Claim
    from svc.model.parts import PartsCatalogue
    from svc.model.policies import Policy
    from svc.model.prices import PriceList
    from svc.model.rosters import Roster
    from svc.model.signoffs import SignOffs
    from svc.model.upkeep import UpkeepPlans
    from svc.rules.promises.clock import WorkCalendar

Kind = TypeVar("Kind")

EDITED = ("svc.yaml", "staff.yaml", "roster.yaml", "parts.yaml", "checklists.yaml", "upkeep.yaml")
EDITED_FOLDERS = {
    "policies": ".yaml",
    "calendars": ".yaml",
    "prices": ".yaml",
    "desks": ".yaml",
    "plans": ".yaml",
    "knowledge": ".md",
    "templates": ".html",
}
"""What people write with an editor: files at the top, and folders with the ending of their files.
"""


class Configuration:
    """The files of a ledger that are no records; those that tickets name by version never
    change.
    """

    def __init__(self, top: Path, *, planned: Mapping[str, bytes] | None = None) -> None:
        self.top = top
        self._planned = planned or {}  # texts that are to be, by path: read before they are written
        # folders that could not be looked into, and why: what is answered is without them
        self.unseen: dict[str, Damaged] = {}
        self._policies: dict[str, Policy] = {}
        self._calendars: dict[str, WorkCalendar] = {}
        self._price_lists: dict[str, PriceList] = {}

    @cached_property
    def settings(self) -> Settings:
        """`svc.yaml`. Raises RecordFaulty and its like."""
        return self._load_record("svc.yaml", Settings, settings_faults)

    @cached_property
    def staff(self) -> Staff:
        """`staff.yaml`."""
        text = reading.edited_text(self._file_bytes("staff.yaml"), "staff.yaml")
        data = reading.read_record(text, "staff.yaml")
        name_roles(data, self.settings.labels)
        return record_from(data, Staff, "staff.yaml", text)

    @cached_property
    def roster(self) -> Roster:
        """`roster.yaml`; empty if there is none."""
        from svc.model.rosters import Roster

        return (
            self._load_record("roster.yaml", Roster) if self._has_file("roster.yaml") else Roster()
        )

    @cached_property
    def parts(self) -> PartsCatalogue:
        """`parts.yaml`, the catalogue of parts; empty if there is none."""
        from svc.model.parts import PartsCatalogue, catalogue_faults

        return (
            self._load_record("parts.yaml", PartsCatalogue, catalogue_faults)
            if self._has_file("parts.yaml")
            else PartsCatalogue()
        )

    @cached_property
    def checklists(self) -> Checklists:
        """`checklists.yaml`, what is gone through on a machine; empty if there is none."""
        from svc.model.checklists import Checklists, checklist_faults

        return (
            self._load_record("checklists.yaml", Checklists, checklist_faults)
            if self._has_file("checklists.yaml")
            else Checklists()
        )

    @cached_property
    def upkeep(self) -> UpkeepPlans:
        """`upkeep.yaml`, the plans of maintenance; empty if there is none."""
        from svc.model.upkeep import UpkeepPlans, upkeep_faults

        return (
            self._load_record("upkeep.yaml", UpkeepPlans, upkeep_faults)
            if self._has_file("upkeep.yaml")
            else UpkeepPlans()
        )

    def claim(self, lane: str) -> Claim:
        """Which clone has claimed a lane: `desks/LANE.yaml`. Raises NoSuchVersion if none has."""
        from svc.model.desks import Claim

        return self._load_record(f"desks/{lane}.yaml", Claim)

    def sign_offs(self, office: str, broken: list[Damaged]) -> Iterator[SignOffs]:
        """The days on which an office had no complaint, of each month and desk; of a file that
        can't be read the reason is added to `broken`.
        """
        from svc.model.signoffs import SignOffs

        for name in self.names(f"signoffs/{office}"):
            try:
                yield self._load_record(f"signoffs/{office}/{name}", SignOffs)
            except Damaged as error:
                broken.append(error)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.zone)

    # What records refer to

    def person(self, person_id: str) -> Person:
        """The person with this id, name or pinyin. Raises UnknownStaff, SeveralPeople."""
        person = self.staff.find_person(person_id)
        if person is None:
            from svc.rules.search.people import person_called

            person = person_called(self.staff.staff, person_id)
        return person

    @property
    def usual_office(self) -> str:
        """The code of the office that is meant where none is named. Raises NoOfficeYet."""
        offices = self.settings.offices
        if not offices:
            raise NoOfficeYet
        return self.settings.default_office or next(iter(offices))

    def office(self, code: str) -> Office:
        """The office with this code. Raises UnknownOffice, NoOfficeYet."""
        office = self.settings.offices.get(code)
        if office is None and not self.settings.offices:
            raise NoOfficeYet
        if office is None:
            raise UnknownOffice(office=code, known=list(self.settings.offices))
        return office

    def policy(self, version: str) -> Policy:
        """The promises of `policies/VERSION.yaml`. Raises NoSuchVersion."""
        if version not in self._policies:
            from svc.model.policies import Policy
            from svc.rules.promises.policy_runs import policy_faults

            self._policies[version] = self._load_record(
                self._version_path("policies", version), Policy, policy_faults
            )
        return self._policies[version]

    def calendar(self, version: str) -> WorkCalendar:
        """The working calendar of `calendars/VERSION.yaml`. Raises NoSuchVersion."""
        if version not in self._calendars:
            from svc.model.calendars import calendar_from
            from svc.rules.promises.clock import WorkCalendar

            path = self._version_path("calendars", version)
            text = reading.edited_text(self._file_bytes(path), path)
            self._calendars[version] = WorkCalendar(
                calendar_from(reading.read_record(text, path), path, text)
            )
        return self._calendars[version]

    def price_list(self, version: str) -> PriceList:
        """The price list `prices/VERSION.yaml`. Raises NoSuchVersion."""
        from svc.model.prices import PriceList, is_price_list, price_faults

        if not is_price_list(version):
            raise NoSuchVersion(folder="prices", version=version)
        if version not in self._price_lists:
            self._price_lists[version] = self._load_record(
                f"prices/{version}.yaml", PriceList, price_faults
            )
        return self._price_lists[version]

    def prices_on(self, day: date) -> str:
        """The version of the newest price list that holds on a day; empty if none does."""
        lists = ((v, self.price_list(v)) for v in reversed(self.versions("prices")))
        return next((version for version, prices in lists if prices.since <= day), "")

    def newest(self, folder: str, name: str) -> str:
        """The newest version of a policy, calendar or price list: `office@2026-11`, `SZ@3`. Raises
        NoSuchVersion.

        Numbers count as numbers, so `SZ@10` is newer than `SZ@9`.
        """
        versions = [each for each in self.versions(folder) if each.startswith(f"{name}@")]
        if not versions:
            raise NoSuchVersion(folder=folder, version=f"{name}@…")
        return max(versions, key=_version_order)

    def listed(self, folder: str) -> list[os.DirEntry[str]]:
        """What lies in a folder of the ledger; nothing if there is none.

        One that can't be looked into, or that is reached by a link, is noted in `unseen`: it is not
        the same as an empty one.
        """
        try:
            with os.scandir(files.located(self.top, f"{folder}/x").parent) as entries:
                return list(entries)
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            self.unseen[folder] = as_damage(folder, files.not_read(folder, error))
        except (Damaged, NotDone) as error:
            self.unseen[folder] = as_damage(folder, error)
        return []

    def names(self, folder: str) -> list[str]:
        """The YAML files of a folder of the ledger, sorted; none if there is no such folder."""
        names = (entry.name for entry in self.listed(folder))
        return sorted(n for n in names if n.endswith(".yaml") and not n.startswith("."))

    def versions(self, folder: str) -> list[str]:
        """The versions that are there of policies, calendars, price lists or desks' claims,
        readable or not, sorted. A file of another name, such as a copy that somebody's program
        made, is none; `svc check` names it.
        """
        named = (name.removesuffix(".yaml") for name in self.names(folder))
        return [name for name in named if is_version_of(folder, name)]

    def edited_files(self) -> list[str]:
        """The files that people write with an editor, as far as they are there; by path."""
        found = [name for name in EDITED if self._has_file(name)]
        for folder, suffix in EDITED_FOLDERS.items():
            found += [
                f"{folder}/{name}"
                for name in sorted(entry.name for entry in self.listed(folder))
                if name.endswith(suffix) and name[0] != "." and _is_plain(name)
            ]
        return found

    def _has_file(self, path: str) -> bool:
        return path in self._planned or os.path.lexists(self.top / path)

    def load_edited(self, path: str) -> None:
        """Read a file that people write as the commands that need it do. Raises RecordFaulty and
        its like; a template is not looked into.
        """
        folder, _, name = path.rpartition("/")
        version = name.removesuffix(".yaml")
        of_folder: dict[str, Callable[[str], object]] = {
            "policies": self.policy,
            "calendars": self.calendar,
            "prices": self.price_list,
            "desks": self.claim,
        }
        if folder in of_folder:
            of_folder[folder](version)
        elif folder == "knowledge":
            self._check_entry(path)
        elif path in EDITED:
            getattr(self, "settings" if path == "svc.yaml" else version)

    def _check_entry(self, path: str) -> None:
        """Read an entry of the knowledge base. Raises RecordFaulty and its like."""
        from svc.model.knowledge import knowledge_from, slug_at

        if slug := slug_at(path):
            knowledge_from(slug, reading.edited_text(self._file_bytes(path), path))

    def read_settings_again(self) -> None:
        """Forget what was read: it is about to be, or was, written."""
        for name in ("settings", "staff", "roster", "parts", "checklists", "upkeep"):
            self.__dict__.pop(name, None)
        self._policies.clear()
        self._calendars.clear()
        self._price_lists.clear()

    def _load_record(
        self, path: str, kind: type[Kind], also: Callable[[Kind], list[Fault]] | None = None
    ) -> Kind:
        """A file as a record; `also` finds what the definition of the record does not say."""
        text = reading.edited_text(self._file_bytes(path), path)
        loaded = record_from(reading.read_record(text, path), kind, path, text)
        faults = also(loaded) if also else []
        if faults:
            raise record_faulty(faults, path, text)
        return loaded

    def _file_bytes(self, path: str) -> bytes:
        with files.reading(path):
            data = self._planned.get(path) or files.read_file(files.located(self.top, path))
        if data is None:
            raise NoSuchVersion(
                folder=path.rpartition("/")[0] or ".", version=path.rpartition("/")[2]
            )
        return data

    def _version_path(self, folder: str, version: str) -> str:
        from svc.model.ids import is_version

        if not is_version(version):
            raise NoSuchVersion(folder=folder, version=version)
        return f"{folder}/{version}.yaml"


def _is_lane(name: str) -> bool:
    from svc.model.ids import is_lane

    return is_lane(name)


def _is_version(name: str) -> bool:
    from svc.model.ids import is_version

    return is_version(name)


def _is_price_list(name: str) -> bool:
    from svc.model.prices import is_price_list

    return is_price_list(name)


_IS_VERSION: dict[str, Callable[[str], bool]] = {
    "policies": _is_version,
    "calendars": _is_version,
    "prices": _is_price_list,
    "desks": _is_lane,
}
"""Folders of versions, and whether a name can be one's."""


def is_version_of(folder: str, name: str) -> bool:
    """Whether a version of policies, calendars, price lists or desks' claims can be called so."""
    return _IS_VERSION[folder](name)


def as_damage(folder: str, error: SvcError) -> Damaged:
    """Why a folder was not looked into, to be named among what can't be read."""
    if isinstance(error, Damaged):
        error.facts["path"] = folder
        return error
    return NotReadable(path=folder, line=1, problem=error, reason=error)


def _is_plain(name: str) -> bool:
    """Whether this can be the name of a file on every system."""
    try:
        return files.checked_name(name) == name
    except ValueError:
        return False


def _version_order(version: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", version.partition("@")[2])
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]
