"""The questions of `svc setup`: each answer is kept, all are shown, one is changed by its number.

Nothing is written into the ledger and no lock is held while it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions import setup as actions
from svc.actions.calendar_versions import base_calendar
from svc.actions.policies import known_policies, policy_called
from svc.actions.prices import newest_list
from svc.cli.shared import as_typed
from svc.cli.staff import skill_meant
from svc.cli.values import read_roles, role_names, telephone_from
from svc.errors import N_, NoOfficeYet
from svc.model import reading
from svc.model.ids import is_office
from svc.model.labels import LABELS
from svc.model.money import amount_from
from svc.model.settings import means_all
from svc.model.setups import SetupAnswers, SetupOffice, SetupPerson, SetupPrice
from svc.model.tickets import why_unknown
from svc.model.typed_hours import read_week
from svc.model.typed_text import listed, says_none
from svc.render.settings import week_in_words
from svc.render.tables import terminal_cells
from svc.render.words import printable
from svc.rules.search.people import pinyin_of
from svc.store.assets import offered_file

if TYPE_CHECKING:
    from svc.cli.desk import Desk

_DONE = ("完", "done", "that was all")
_USUAL_HOURS = N_("Mon-Fri 8:30-12:00 13:30-17:30")
_ALL = ("都会", "*")
_REPAIRERS = ("technician", "bench")
_EVERY_KIND = "、".join(LABELS["kind"])


def known_there(desk: Desk) -> SetupAnswers:
    """The department as the ledger has it today, in words."""
    ledger, words = desk.ledger(), desk.words
    hours = ""
    with suppress(NoOfficeYet):
        calendar = ledger.calendar(ledger.newest("calendars", base_calendar(ledger))).calendar
        between = "；" if desk.lang == "zh" else "; "
        hours = between.join(week_in_words(calendar.hours, words))
    names = role_names(desk)
    return actions.setup_there(
        ledger, lambda roles: words.comma.join(names.get(role, role) for role in roles), hours
    )


def converse(desk: Desk, answers: SetupAnswers, there: SetupAnswers) -> SetupAnswers:
    """Ask what was not answered yet, with what is there offered; show all of it, change what is
    named, until it is right.
    """
    _show(
        desk,
        N_(
            "Enter takes what stands in brackets; < goes back to the question before; Ctrl-C "
            "stops, what was answered is kept."
        ),
    )
    for name, _, ask in STEPS:
        if not getattr(answers, name):
            offered = replace(answers, **{name: getattr(there, name)})
            answers = _asked(desk, offered, ask)
    while True:
        _show(desk, "")
        for number, (name, label, _) in enumerate(STEPS, 1):
            _show_answer(desk, number, desk.words(label), _told(desk, answers, there, name))
        answer = desk.ask(
            N_("Right so? Enter: write it; a number: change that"), default=desk.words(N_("yes"))
        )
        if answer.isdecimal() and 1 <= int(answer) <= len(STEPS):
            answers = _asked(desk, answers, STEPS[int(answer) - 1][2])
        elif answer.casefold() in ("yes", "y", "是", "对", "好", desk.words(N_("yes"))):
            return answers


def _asked(
    desk: Desk, answers: SetupAnswers, ask: Callable[[Desk, SetupAnswers], SetupAnswers]
) -> SetupAnswers:
    answers = ask(desk, answers)
    actions.keep_answers(desk.ledger(), answers)
    return answers


def _show(desk: Desk, message: str) -> None:
    desk.show(desk.words(message) if message else "")


def _show_answer(desk: Desk, number: int, label: str, lines: list[str]) -> None:
    head = f"{number:>3}  {label}"
    gap = " " * max(2, 18 - terminal_cells(head))
    for nth, line in enumerate(lines or ["—"]):
        desk.show(f"{head + gap if nth == 0 else ' ' * 18}{printable(line)}")


def _told(desk: Desk, answers: SetupAnswers, there: SetupAnswers, name: str) -> list[str]:
    """An answer as it was understood, what is so already marked."""
    lines = _understood(desk, answers, name)
    answer, known = getattr(answers, name), getattr(there, name)
    same = [bool(there.offices) and answer == known] * len(lines)
    if name in ("offices", "people"):
        same = [each in known for each in answer]
    return [
        desk.words(N_("{line} (as it is)"), line=line) if is_so else line
        for line, is_so in zip(lines, same, strict=True)
    ]


def _understood(desk: Desk, answers: SetupAnswers, name: str) -> list[str]:
    words = desk.words
    match name:
        case "regions":
            return [words.comma.join(answers.regions)] if answers.regions else []
        case "offices":
            return [
                "  ".join(part for part in (o.code, o.name, o.region, o.phone, o.address) if part)
                for o in answers.offices
            ]
        case "people":
            return [
                "  ".join(part for part in (p.name, p.roles, p.office, p.phone, skills) if part)
                for p in answers.people
                for skills in [_skills_in_words(desk, p.skills)]
            ]
        case "prices_from":
            lines = [f"{line.code} {line.price}" for line in answers.prices]
            there = newest_list(desk.ledger())
            if there:
                since = desk.ledger().price_list(there).since.isoformat()
                return [words(N_("from {day}"), day=since)]
            since = answers.prices_from
            has_list = since not in ("", actions.NO_LIST)
            return [words(N_("from {day}"), day=since), *lines] if has_list else []
        case "footer" if _has_letterhead(desk):
            return [actions.LETTERHEAD]
        case "policy":
            notes = [each.note for each in known_policies(desk.ledger()) if each.newest
                     and each.version.partition("@")[0] == answers.policy]  # fmt: skip
            return notes or [answers.policy]
    said = getattr(answers, name)
    return [str(said)] if said else []


# The questions


def _optional(desk: Desk, question: str, now: str = "") -> str:
    """An answer that may be none."""
    answer = desk.ask(question, default=now or desk.words(N_("none")))
    return "" if says_none(answer) else answer


def _telephone(desk: Desk, question: str, now: str) -> str:
    """A telephone number that can be one, or none; the one that is there stays as it is."""

    def read(text: str) -> str:
        if says_none(text) or why_unknown(text) is not None:
            return ""
        return text if text == now else telephone_from(desk, desk.words(question), text)

    return desk.taken(question, read, default=now or desk.words(N_("none")))[1]


def _name(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    question = N_("Name of the department, as it stands on papers")
    return replace(answers, name=desk.ask(question, answers.name))


def _hotline(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    return replace(answers, hotline=_telephone(desk, N_("Hotline"), answers.hotline))


def _regions(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    now = desk.words.comma.join(answers.regions)
    question = N_("Regions, in one line (华南、华北)")
    line = desk.ask(question, now or desk.words(N_("head office")))
    return answers if line == now else replace(answers, regions=listed(line))


def _offices(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    offices = list(answers.offices)
    kept = [office.name for office in desk.ledger().settings.offices.values()]
    _show_there(desk, kept)
    first = N_("Name of an office (深圳办事处)")
    following = N_("Name of the next office; Enter when that was all (-NAME takes one out)")
    while True:
        there = [each.name for each in offices]
        name = _next_name(desk, there, kept, following if there else first)
        if not name:
            return answers
        now = next((each for each in offices if each.name == name), None)
        offices = [each for each in offices if each.name != name.removeprefix("-")]
        if not name.startswith("-"):
            offices.append(_office(desk, answers, name, now, [each.code for each in offices]))
        answers = replace(answers, offices=offices)
        actions.keep_answers(desk.ledger(), answers)


def _show_there(desk: Desk, names: Sequence[str]) -> None:
    if names:
        message = N_("Already there: {names} (a name once more changes what is written of it)")
        desk.show(desk.words(message, names=names))


def _next_name(
    desk: Desk, there: list[str], kept: Sequence[str], question: str, default: str = ""
) -> str:
    """The next name of a list, `-NAME` to take one out that the ledger does not keep yet; empty
    when that was all.
    """
    done = desk.words(N_("that was all"))
    while True:
        name = desk.ask(question, done if there else default)
        if there and name in (*_DONE, done):
            return ""
        if name.removeprefix("-") in kept and name.startswith("-"):
            desk.warn(N_("{name} is in the ledger already and stays."), name=name[1:])
        elif len(name) == 1 and name.isascii():
            desk.warn(N_("'{answer}' is no name. Write the whole name."), answer=name)
        else:
            return name


def _office(
    desk: Desk, answers: SetupAnswers, name: str, now: SetupOffice | None, taken: list[str]
) -> SetupOffice:
    """An office as it is answered; one that the ledger has keeps its code."""
    usual = _number_of(now.region, answers.regions) if now else ""
    now = now or SetupOffice(code=_code_for(name, taken), name=name, region=answers.regions[0])
    code, region = now.code, now.region
    if code not in desk.ledger().settings.offices:
        code = desk.taken(
            N_("Its code, two to four capital letters; tickets bear it"),
            lambda text: _code(text, taken),
            default=code,
        )[1]
    if len(answers.regions) > 1:
        at = desk.choose(N_("Its region? Number"), answers.regions, default=usual)
        region = answers.regions[at]
    return replace(
        now,
        code=code,
        region=region,
        phone=_telephone(desk, N_("Its telephone number"), now.phone),
        address=_optional(desk, N_("Its address"), now.address),
    )


def _number_of(there: str, shown: list[str]) -> str:
    """The number by which it is chosen; none if it is not among them."""
    return str(shown.index(there) + 1) if there in shown else ""


def _code(text: str, taken: list[str]) -> str:
    from svc.errors import NotACode

    code = text.upper()
    if not is_office(code) or code in taken:
        raise NotACode(code=text)
    return code


def _code_for(name: str, taken: list[str]) -> str:
    """The initials of a name without what every office is called: 深圳办事处 is SZ."""
    short = name.removesuffix("办事处").removesuffix("分公司").removesuffix("站") or name
    initials = "".join(pinyin_of(char)[:1] for char in short[:4]).upper()
    initials = initials if is_office(initials) else "HQ"
    return next(
        code for code in (initials, *(f"{initials[:3]}{c}" for c in "BCDEFGH")) if code not in taken
    )


def _hours(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    now = answers.hours or desk.words(_USUAL_HOURS)
    typed, _ = desk.taken(
        N_("Opening hours of the week"),
        lambda text: None if text == answers.hours else read_week(text),
        default=now,
    )
    return replace(answers, hours=typed)


def _people(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    people = list(answers.people)
    own = desk.ledger().person(desk.staff()).name
    kept = [each.name for each in known_there(desk).people]
    _show_there(desk, kept)
    _show_roles(desk)
    first = N_("Name of somebody who works here")
    following = N_("Name of the next person; Enter when that was all (-NAME takes one out)")
    while True:
        there = [each.name for each in people]
        name = _next_name(desk, there, kept, following if there else first, own)
        if not name:
            return answers
        now = next((each for each in people if each.name == name), None)
        people = [each for each in people if each.name != name.removeprefix("-")]
        if not name.startswith("-"):
            people.append(_person(desk, answers, name, now))
        answers = replace(answers, people=people)
        actions.keep_answers(desk.ledger(), answers)


def _person(desk: Desk, answers: SetupAnswers, name: str, now: SetupPerson | None) -> SetupPerson:
    was_roles, office, phone, skills = "", "", "", ""
    if now is not None:
        was_roles, office, phone, skills = now.roles, now.office, now.phone, now.skills
    roles = desk.taken(
        N_("What they do (several: 1、4)"), lambda text: _roles(desk, text), default=was_roles
    )[1]
    if len(answers.offices) > 1:
        codes = [each.code for each in answers.offices]
        shown = [each.name for each in answers.offices]
        usual = _number_of(office, codes)
        office = codes[desk.choose(N_("At which office? Number"), shown, default=usual)]
    phone = _telephone(desk, N_("Telephone number"), phone)
    if set(_read_roles(desk, roles)) & set(_REPAIRERS):
        skills = _skills(desk, name, skills)
    there = now or SetupPerson(name=name, roles=roles)
    return replace(there, roles=roles, office=office, phone=phone, skills=skills)


def _skills(desk: Desk, name: str, now: str) -> str:
    """What somebody can repair: models, how these begin, kinds of work; `全部` is every kind."""
    shown = _skills_in_words(desk, now)
    question = N_("What they can repair: models, or how these begin (CR); everything: all")
    answer = _optional(desk, question, shown)
    if not answer:
        command = as_typed("svc", "staff", "change", name, "--skill", "CR")
        desk.warn(
            N_("{name} can be sent to no machine before it is entered: {command}"),
            name=name,
            command=command,
        )
    if answer == shown:
        return now
    if means_all(answer) or answer in _ALL:
        return _EVERY_KIND
    return "、".join(skill_meant(desk, each) for each in listed(answer))


def _skills_in_words(desk: Desk, skills: str) -> str:
    if set(listed(skills)) >= set(listed(_EVERY_KIND)):
        return desk.words(N_("all"))
    return desk.words.comma.join(desk.words.label("kind", each) for each in listed(skills))


def _read_roles(desk: Desk, text: str) -> list[str]:
    return read_roles(desk, desk.words(N_("Roles")), text).split(",")


def _roles(desk: Desk, text: str) -> str:
    names = role_names(desk)
    return desk.words.comma.join(names.get(role, role) for role in _read_roles(desk, text))


def _show_roles(desk: Desk) -> None:
    """The roles with their numbers, three in a line."""
    cells = [f"{number:>2} {name}" for number, name in enumerate(role_names(desk).values(), 1)]
    for start in range(0, len(cells), 3):
        row = "".join(cell + " " * (25 - terminal_cells(cell)) for cell in cells[start : start + 3])
        desk.show(f"  {row.rstrip()}")


def _policy(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    known = [each for each in known_policies(desk.ledger()) if each.newest]
    shown = [
        desk.words(
            N_("{note} ({count} promises)"), note=each.note or each.version, count=each.count
        )
        for each in known
    ]
    usual = policy_called(desk.ledger(), answers.policy)
    at = [each.version.partition("@")[0] for each in known].index(usual)
    for number, line in enumerate(shown, 1):
        desk.show(f"  {number}  {line}")

    def read(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(known):
            return known[int(text) - 1].version.partition("@")[0]
        desk.ledger().newest("policies", policy_called(desk.ledger(), text))
        return policy_called(desk.ledger(), text)

    chosen = desk.taken(N_("Which promises hold? Number"), read, default=str(at + 1))[1]
    return replace(answers, policy=chosen)


def _prices(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    """The first price list; each line answered is kept at once."""
    if newest_list(desk.ledger()):
        _show(
            desk,
            N_("There is a price list already, and it stays. For another: svc price new DAY"),
        )
        return replace(answers, prices_from=actions.NO_LIST, prices=[])
    for line in _offered():
        desk.show(f"  {line['code']}  {line['name']}  {line['price']}")
    choice = desk.choose(
        N_("A price list like this? Number"),
        [
            desk.words(N_("yes, as it is")),
            desk.words(N_("yes, with other prices")),
            desk.words(N_("no, none yet")),
        ],
        default="2" if answers.prices else "",
    )
    if choice == 2:
        return replace(answers, prices_from=actions.NO_LIST, prices=[])
    since = desk.now.date().isoformat()
    told = {line.code: line.price for line in answers.prices} if choice == 1 else {}
    for line in _offered() if choice == 1 else ():
        code, usual = line["code"], str(line["price"])
        question = f"{code} {line['name']}"
        read = partial(_price, question)
        told[code] = desk.taken(question, read, default=told.get(code, usual))[1]
        if told[code] == usual:
            del told[code]
        prices = [SetupPrice(code=each, price=price) for each, price in told.items()]
        answers = replace(answers, prices_from="", prices=prices)
        actions.keep_answers(desk.ledger(), answers)
    return replace(answers, prices_from=since, prices=answers.prices if told else [])


def _price(question: str, text: str) -> str:
    return f"{amount_from(text, question):.2f}"


def _offered() -> Iterator[dict[str, str]]:
    data = reading.read_record(offered_file("prices.yaml").read_bytes(), "prices.yaml")
    yield from data["labour"]
    yield from data["travel"]


def _has_letterhead(desk: Desk) -> bool:
    return (desk.ledger().top / actions.LETTERHEAD).exists()


def _footer(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    if _has_letterhead(desk):
        _show(desk, N_("What stands below papers is in templates/letterhead.html: change it there"))
        return answers
    said = _optional(
        desk, N_("Words below every paper, such as a number for complaints"), answers.footer
    )
    return replace(answers, footer=said)


STEPS: tuple[tuple[str, str, Callable[[Desk, SetupAnswers], SetupAnswers]], ...] = (
    ("name", N_("Department"), _name),
    ("hotline", N_("Hotline"), _hotline),
    ("regions", N_("Regions"), _regions),
    ("offices", N_("Offices"), _offices),
    ("hours", N_("Opening hours"), _hours),
    ("people", N_("People"), _people),
    ("policy", N_("Promises"), _policy),
    ("prices_from", N_("Price list"), _prices),
    ("footer", N_("Below papers"), _footer),
)
"""What is asked, in this order: the field, what it is called, the question."""
