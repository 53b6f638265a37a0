"""The questions of `svc setup`: each answer is kept, all are shown, one is changed by its number.

Nothing is written into the ledger and no lock is held while it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions import setup as actions
from svc.actions.policies import known_policies, policy_called
from svc.cli.values import read_roles, role_names
from svc.errors import N_
from svc.model import reading
from svc.model.ids import is_office
from svc.model.money import amount_from
from svc.model.setups import SetupAnswers, SetupOffice, SetupPerson, SetupPrice
from svc.model.typed_hours import read_week
from svc.model.typed_text import listed, says_none
from svc.render.tables import terminal_cells
from svc.render.words import printable
from svc.rules.search.people import pinyin_of
from svc.store.assets import offered_file

if TYPE_CHECKING:
    from svc.cli.desk import Desk

_DONE = ("完", "done", "that was all")
_USUAL_HOURS = N_("Mon-Fri 8:30-12:00 13:30-17:30")


def converse(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    """Ask what was not answered yet, show all of it, change what is named, until it is right."""
    _show(
        desk,
        N_(
            "Enter takes what stands in brackets; < goes back to the question before; Ctrl-C "
            "stops, what was answered is kept."
        ),
    )
    for name, _, ask in STEPS:
        if not getattr(answers, name):
            answers = _asked(desk, answers, ask)
    while True:
        _show(desk, "")
        for number, (name, label, _) in enumerate(STEPS, 1):
            _show_answer(desk, number, desk.words(label), _told(desk, answers, name))
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


def _told(desk: Desk, answers: SetupAnswers, name: str) -> list[str]:
    """An answer as it was understood."""
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
                "  ".join(part for part in (p.name, p.roles, p.office, p.phone, p.skills) if part)
                for p in answers.people
            ]
        case "prices_from":
            lines = [f"{line.code} {line.price}" for line in answers.prices]
            since = answers.prices_from
            return [words(N_("from {day}"), day=since), *lines] if since not in ("", "空") else []
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


def _name(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    usual = answers.name or desk.ledger().settings.name
    return replace(
        answers, name=desk.ask(N_("Name of the department, as it stands on papers"), usual)
    )


def _hotline(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    return replace(answers, hotline=_optional(desk, N_("Hotline"), answers.hotline))


def _regions(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    line = desk.ask(N_("Regions, in one line (华南、华北)"), desk.words(N_("head office")))
    return replace(answers, regions=listed(line))


def _offices(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    offices = list(answers.offices)
    while True:
        name = _next_name(
            desk, [each.name for each in offices], N_("Name of an office (深圳办事处)")
        )
        if not name:
            return answers
        offices = [each for each in offices if each.name != name.removeprefix("-")]
        if not name.startswith("-"):
            offices.append(_office(desk, answers, name, [each.code for each in offices]))
        answers = replace(answers, offices=offices)
        actions.keep_answers(desk.ledger(), answers)


def _next_name(desk: Desk, there: list[str], first: str, default: str = "") -> str:
    """The next name of a list, `-NAME` to take one out; empty when that was all."""
    if not there:
        return desk.ask(first, default)
    done = desk.words(N_("that was all"))
    name = desk.ask(N_("The next one; Enter when that was all (-NAME takes one out)"), done)
    return "" if name in (*_DONE, done) else name


def _office(desk: Desk, answers: SetupAnswers, name: str, taken: list[str]) -> SetupOffice:
    code = desk.taken(
        N_("Its code, two to four capital letters; tickets bear it"),
        lambda text: _code(text, taken),
        default=_code_for(name, taken),
    )[1]
    region = answers.regions[0]
    if len(answers.regions) > 1:
        region = answers.regions[desk.choose(N_("Its region? Number"), answers.regions)]
    phone = _optional(desk, N_("Its telephone number"))
    address = _optional(desk, N_("Its address"))
    return SetupOffice(code=code, name=name, region=region, phone=phone, address=address)


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
    typed, _ = desk.taken(
        N_("Opening hours of the week"), read_week, default=desk.words(_USUAL_HOURS)
    )
    return replace(answers, hours=typed)


def _people(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
    people = list(answers.people)
    own = desk.ledger().person(desk.staff()).name
    _show_roles(desk)
    while True:
        first = N_("Name of somebody who works here")
        name = _next_name(desk, [each.name for each in people], first, own)
        if not name:
            return answers
        people = [each for each in people if each.name != name.removeprefix("-")]
        if not name.startswith("-"):
            people.append(_person(desk, answers, name))
        answers = replace(answers, people=people)
        actions.keep_answers(desk.ledger(), answers)


def _person(desk: Desk, answers: SetupAnswers, name: str) -> SetupPerson:
    roles = desk.taken(N_("What they do (several: 1、4)"), lambda text: _roles(desk, text))[1]
    office = ""
    if len(answers.offices) > 1:
        shown = [each.name for each in answers.offices]
        office = answers.offices[desk.choose(N_("At which office? Number"), shown)].code
    phone = _optional(desk, N_("Telephone number"))
    skills = ""
    if "technician" in read_roles(desk, "", roles).split(","):
        skills = _optional(desk, N_("Models they may repair, or how their names begin"))
    return SetupPerson(name=name, roles=roles, office=office, phone=phone, skills=skills)


def _roles(desk: Desk, text: str) -> str:
    names = role_names(desk)
    return desk.words.comma.join(names[role] for role in read_roles(desk, "", text).split(","))


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
    usual = policy_called(desk.ledger(), desk.ledger().settings.policies[-1].policy)
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
    for line in _offered():
        desk.show(f"  {line['code']}  {line['name']}  {line['price']}")
    choice = desk.choose(
        N_("A price list like this? Number"),
        [
            desk.words(N_("yes, as it is")),
            desk.words(N_("yes, with other prices")),
            desk.words(N_("no, none yet")),
        ],
    )
    if choice == 2:
        return replace(answers, prices_from="空", prices=[])
    since = desk.now.date().isoformat()
    prices = []
    for line in _offered() if choice == 1 else ():
        price = desk.taken(f"{line['code']} {line['name']}", _price, default=str(line["price"]))[1]
        if price != line["price"]:
            prices.append(SetupPrice(code=line["code"], price=price))
    return replace(answers, prices_from=since, prices=prices)


def _price(text: str) -> str:
    return f"{amount_from(text, '--price'):.2f}"


def _offered() -> Iterator[dict[str, str]]:
    data = reading.read_record(offered_file("prices.yaml").read_bytes(), "prices.yaml")
    yield from data["labour"]
    yield from data["travel"]


def _footer(desk: Desk, answers: SetupAnswers) -> SetupAnswers:
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
