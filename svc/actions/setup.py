"""A department entered as a whole, in one commit: name, regions, offices, hours, holidays, people,
promises, prices, what stands on papers.

What is there already is changed, what is not is added; the same once more changes nothing.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import settings
from svc.actions.calendar_versions import base_calendar
from svc.actions.calendars import official_days
from svc.actions.offices import with_policy
from svc.actions.policies import policy_called
from svc.actions.prices import codes_of, newest_list
from svc.actions.typist import Typist
from svc.errors import (
    N_,
    CannotReadFile,
    HolidaysMissing,
    NoSuchEntry,
    NotACode,
    Phrase,
    SvcError,
    YearNotPublished,
    system_reason,
)
from svc.model import layout, reading
from svc.model.calendars import WEEKDAYS
from svc.model.entries import with_entry
from svc.model.faults import Fault, KeyPath, record_faulty, record_from
from svc.model.ids import is_office
from svc.model.layout import FlowMapping
from svc.model.money import amount_from
from svc.model.records import plain_data
from svc.model.setups import SetupAnswers, SetupOffice, SetupPerson
from svc.model.staff import KEEPERS
from svc.model.typed_hours import read_week
from svc.model.typed_text import listed, says_none
from svc.rules.search.people import new_person_id, people_called, pinyin_of
from svc.rules.telephones import why_no_telephone
from svc.store import drafts
from svc.store.assets import offered_file, templates_dir
from svc.store.configuration import Configuration
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.store.recording import Recording

DRAFT = drafts.SETUP
LETTERHEAD = "templates/letterhead.html"
NO_LIST = "空"
"""Instead of a day: no price list is begun."""


class SetupResult(Struct, frozen=True, kw_only=True):
    """The files that were written, none if all was so already, and the years whose holidays are
    not known yet.
    """

    paths: list[str]
    years_missing: list[int]


def setup_from(path: Path) -> SetupAnswers:
    """The department in a file. Raises CannotReadFile, RecordBroken and RecordFaulty with path and
    line, also for what is no telephone number.
    """
    shown = path.as_posix()
    try:
        text = reading.edited_text(path.read_bytes(), shown)
    except OSError as failed:
        raise CannotReadFile(path=shown, reason=system_reason(failed)) from None
    setup = record_from(reading.read_record(text, shown), SetupAnswers, shown, text)
    typed: dict[KeyPath, str] = {("hotline",): setup.hotline}
    typed |= {("offices", nth, "phone"): each.phone for nth, each in enumerate(setup.offices)}
    typed |= {("people", nth, "phone"): each.phone for nth, each in enumerate(setup.people)}
    faults = [
        Fault(where, Phrase(N_("'{value}' is no telephone number"), value=why_no_telephone(phone)))
        for where, phone in typed.items()
        if phone and why_no_telephone(phone)
    ]
    if faults:
        raise record_faulty(faults, shown, text)
    return setup


def setup_there(
    ledger: Ledger, in_words: Callable[[Sequence[str]], str], hours: str
) -> SetupAnswers:
    """The department as the ledger has it today; people only once there is an office. `in_words`
    names several roles; `hours` are those of its base calendar in words.
    """
    there = ledger.settings
    regions = there.regions
    return SetupAnswers(
        name=there.name,
        hotline=there.hotline,
        regions=[region.name for region in regions.values()],
        offices=[
            SetupOffice(
                code=code,
                name=office.name,
                region=regions[office.region].name,
                phone=office.phone,
                address=office.address,
            )
            for code, office in there.offices.items()
        ],
        hours=hours,
        people=[
            SetupPerson(
                name=person.name,
                roles=in_words(person.roles),
                office=person.office,
                phone=person.phone,
                email=person.email,
                skills="、".join(skill.covers for skill in person.skills),
                id=person.id,
            )
            for person in ledger.staff.staff
            if there.offices and person.left is None and "system" not in person.roles
        ],
        policy=policy_called(ledger, there.policies[-1].policy),
        prices_from=NO_LIST if newest_list(ledger) else "",
    )


def changed_from(there: SetupAnswers, answers: SetupAnswers) -> SetupAnswers:
    """The answers without what the ledger has just so already."""
    same = {
        name: ""
        for name in ("name", "hotline", "hours", "policy")
        if getattr(answers, name) == getattr(there, name)
    }
    return replace(
        answers,
        regions=[each for each in answers.regions if each not in there.regions],
        offices=[each for each in answers.offices if each not in there.offices],
        people=[each for each in answers.people if each not in there.people],
        **same,
    )


def keep_answers(ledger: Ledger, answers: SetupAnswers) -> None:
    """Keep what was answered so far in this copy, outside the record. Raises NotDone."""
    drafts.write(
        ledger.root, DRAFT, layout.write_record(plain_data(answers) or {"name": ""}).encode()
    )


def kept_answers(ledger: Ledger) -> SetupAnswers | None:
    """What was answered and not recorded; None if nothing was, or it can't be read."""
    data = drafts.read(ledger.root, DRAFT)
    if data is None:
        return None
    with suppress(SvcError):
        return record_from(reading.read_record(data, DRAFT), SetupAnswers, DRAFT)
    return None


def drop_answers(ledger: Ledger) -> None:
    """They are recorded, or not wanted any more."""
    drafts.drop(ledger.root, DRAFT)


def apply_setup(
    ledger: Ledger,
    typist: Typist,
    setup: SetupAnswers,
    roles_of: Callable[[str], Sequence[str]],
    *,
    go: bool,
) -> SetupResult:
    """Write a department into the ledger's files, in one commit; without `go` only see that it can
    be. `roles_of` reads roles in words.

    Raises SettingsKeptBy, NotACode, NoSuchEntry for a region or office nobody named,
    NoSuchVersion for a policy, NotOpeningHours, RecordFaulty and what `roles_of` raises; then
    nothing is written.
    """
    with settings.changing_settings(ledger, typist) as tx:
        work = _Work(ledger, tx, setup, typist)
        work.department()
        work.offices()
        work.people(roles_of)
        work.calendars()
        work.prices()
        work.footer()
        paths = work.checked()
        if go:
            work.plan(paths)
    return SetupResult(paths=paths, years_missing=work.years_missing)


class _Work:
    """The texts of the files as they are to be."""

    def __init__(self, ledger: Ledger, tx: Recording, setup: SetupAnswers, typist: Typist) -> None:
        self.ledger, self.tx, self.setup = ledger, tx, setup
        self.by, self.today = typist.by, typist.now.date()
        self.years_missing: list[int] = []
        self.texts: dict[str, str] = {}

    def text(self, path: str) -> str:
        if path not in self.texts:
            self.texts[path] = settings.text_of(self.tx, path)
        return self.texts[path]

    def put(self, path: str, where: tuple[str | int, ...], value: object) -> None:
        self.texts[path] = with_entry(self.text(path), where, value, path=path)

    def data(self, path: str) -> Data:
        return reading.read_record(self.text(path), path)

    # The files

    def department(self) -> None:
        """Name, hotline and regions; regions that an office names are regions."""
        path = "svc.yaml"
        for field, value in (("name", self.setup.name), ("hotline", self.setup.hotline)):
            if value:
                self.put(path, (field,), value)
        for name in [*self.setup.regions, *(office.region for office in self.setup.offices)]:
            if self._region(name) is None:
                self.put(path, ("regions", pinyin_of(name)), FlowMapping(name=name))

    def _region(self, name: str) -> str | None:
        """The code of a region by its name or code; None if there is none."""
        regions = self.data("svc.yaml").get("regions", {})
        if name in regions:
            return name
        return next((code for code, region in regions.items() if region["name"] == name), None)

    def offices(self) -> None:
        """Offices, each with its calendar and its promises."""
        path = "svc.yaml"
        if self.setup.policy:
            policy = self._policy(self.setup.policy)
            rows = self.data(path)["policies"]
            self.put(path, ("policies", len(rows) - 1, "policy"), policy)
        for office in self.setup.offices:
            code = office.code.upper()
            if not is_office(code):
                raise NotACode(code=office.code)
            fields = {
                "name": office.name,
                "region": self._region(office.region),
                "calendar": self._calendar_of(office),
                "address": office.address,
                "phone": office.phone,
            }
            told = {name: value for name, value in fields.items() if value}
            if code in self.data(path)["offices"]:
                self.texts[path] = settings.put_fields(
                    self.text(path), ("offices", code), told, path
                )
            else:
                self.put(path, ("offices", code), FlowMapping(told))
            if office.policy:
                policy = self._policy(office.policy)
                self.texts[path] = with_policy(self.text(path), code, policy)

    def _policy(self, words: str) -> str:
        name = policy_called(self.ledger, words)
        self.ledger.newest("policies", name)
        return name

    def _calendar_of(self, office: SetupOffice) -> str:
        """An office with hours of its own has a calendar of its own."""
        there = self.ledger.settings.offices.get(office.code.upper())
        if office.hours:
            return office.code.upper()
        return there.calendar if there else base_calendar(self.ledger)

    def people(self, roles_of: Callable[[str], Sequence[str]]) -> None:
        """Everybody: who is there by name gets what is told, others are added."""
        path = "staff.yaml"
        for person in self.setup.people:
            staff = self.ledger.staff.staff
            known = [
                each.id for each in people_called(staff, person.name) if each.name == person.name
            ]
            ids = [each["id"] for each in self.data(path)["staff"]]
            fields = self._fields_of(person, roles_of)
            names = {each["name"]: each["id"] for each in self.data(path)["staff"]}
            id = next(iter(known), "") or names.get(person.name, "")
            if id == self.by and not set(fields["roles"]) & {*KEEPERS, "head"}:
                fields["roles"].append("manager")  # or nobody could change settings any more
            if id:
                where = ("staff", ids.index(id))
                fields |= self._skills_kept(ids.index(id), fields)
                self.texts[path] = settings.put_fields(self.text(path), where, fields, path)
            else:
                new = {"id": person.id or new_person_id(person.name, ids), **fields}
                self.put(path, ("staff", len(ids)), new)

    def _fields_of(self, person: SetupPerson, roles_of: Callable[[str], Sequence[str]]) -> Data:
        skills = [skill for skill in listed(person.skills) if not says_none(skill)]
        since = self.today.isoformat()
        fields: Data = {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "office": self._office(person.office),
            "roles": list(roles_of(person.roles)),
            "skills": [FlowMapping(covers=skill, since=since) for skill in skills],
            "left": person.left,
        }
        return {name: value for name, value in fields.items() if value}

    def _skills_kept(self, place: int, told: Data) -> Data:
        """Skills that are told again are those of the day on which they were first told."""
        had = self.data("staff.yaml")["staff"][place].get("skills", [])
        since = {skill["covers"]: skill for skill in had}
        skills = told.get("skills", [])
        kept = [FlowMapping(since.get(skill["covers"], skill)) for skill in skills]
        return {"skills": kept} if skills else {}

    def _office(self, words: str) -> str:
        offices = self.data("svc.yaml")["offices"]
        for code, office in offices.items():
            if words in (code, code.lower(), office["name"]):
                return str(code)
        if words:
            known = [office["name"] for office in offices.values()]
            raise NoSuchEntry(path="svc.yaml", entry=words, known=known)
        return next(iter(offices)) if len(offices) == 1 else ""

    def calendars(self) -> None:
        """Opening hours, and the official days of this year and the next as far as they are out."""
        own = {office.code.upper(): office.hours for office in self.setup.offices if office.hours}
        names = {base_calendar(self.ledger): self.setup.hours, **own}
        for name, hours in names.items():
            self._calendar(name, hours or self.setup.hours)

    def _calendar(self, name: str, hours: str) -> None:
        own = [n for n in self.ledger.versions("calendars") if n.startswith(f"{name}@")]
        newest = self.ledger.newest("calendars", name if own else base_calendar(self.ledger))
        path = f"calendars/{newest}.yaml"
        before = settings.text_of(self.tx, path)
        text = before
        there = reading.read_record(before, path)
        week = {day: list(there.get("hours", {}).get(day, [])) for day in WEEKDAYS}
        if hours and read_week(hours) != week:
            text = with_entry(text, ("hours",), FlowMapping(read_week(hours)), path=path)
        listed = there.get("official", {})
        for year in (self.today.year, self.today.year + 1):
            if str(year) in listed:
                continue
            try:
                text = with_entry(text, ("official", str(year)), official_days(year), path=path)
            except (HolidaysMissing, YearNotPublished):
                if year not in self.years_missing:
                    self.years_missing.append(year)
        if text != before or not own:
            number = int(newest.rpartition("@")[2]) + 1 if own else 1
            self.texts[f"calendars/{name}@{number}.yaml"] = text

    def prices(self) -> None:
        """A first price list, or a later one: the usual lines with the prices that were said."""
        if not self.setup.prices_from:
            return
        path = f"prices/{self.setup.prices_from}.yaml"
        if self.setup.prices_from.endswith("-01"):
            path = f"prices/{self.setup.prices_from[:-3]}.yaml"
        text = settings.text_of(self.tx, path)
        text = text or offered_file("prices.yaml").read_text(encoding="utf-8")
        text = with_entry(text, ("from",), self.setup.prices_from, path=path)
        for line in self.setup.prices:
            data = reading.read_record(text, path)
            places = [
                (group, number)
                for group in ("labour", "travel")
                for number, each in enumerate(data[group])
                if each["code"] == line.code.upper()
            ]
            if not places:
                raise NoSuchEntry(path=path, entry=line.code, known=codes_of(data))
            price = f"{amount_from(line.price, 'prices'):.2f}"
            told = {"name": line.name, "price": price}
            told = {name: value for name, value in told.items() if value}
            text = settings.put_fields(text, places[0], told, path)
        self.texts[path] = text

    def footer(self) -> None:
        """Words below every paper, in the ledger's own letterhead, unless it has one."""
        path = LETTERHEAD
        if not self.setup.footer or self.tx.has_file(path):
            return
        ours = (templates_dir() / "letterhead.html").read_text(encoding="utf-8")
        said = html.escape(self.setup.footer).replace("{", "&#123;")
        empty = "{% macro footer(document) %}{% endmacro %}"
        filled = f'{{% macro footer(document) %}}<p class="small">{said}</p>{{% endmacro %}}'
        self.texts[path] = ours.replace(empty, filled)

    def checked(self) -> list[str]:
        """Read all that differs as commands do; gives the paths. Raises RecordFaulty and its
        like.
        """
        changed = [
            path for path, text in self.texts.items() if text != settings.text_of(self.tx, path)
        ]
        planned = Configuration(
            self.ledger.top, planned={path: text.encode() for path, text in self.texts.items()}
        )
        for path in changed:
            planned.load_edited(path)
        return changed

    def plan(self, paths: Sequence[str]) -> None:
        """Plan to write these."""
        for path in paths:
            if self.tx.has_file(path):
                self.tx.replace_file(path, self.texts[path])
            else:
                self.tx.create_file(path, self.texts[path])
