"""What the value of an option or argument is, and how it is taken: by its metavar, for every
command alike.

Each word that is typed passes here before a command sees it: as the value of an option, as an
argument, or as the answer to a question at a terminal. A person becomes an id, a ticket's last
digits its number, a Chinese word the value it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from svc.cli.fixed_words import (
    YES_NO,
    choice_group,
    choice_names,
    meant_choice,
    meant_in_group,
    not_one_of,
)
from svc.errors import (
    N_,
    BlankAnswer,
    NoneIsNoAnswer,
    NoOpenTicket,
    NoTelephone,
    SeveralHadIt,
    SeveralTickets,
)
from svc.model.typed_text import as_code, cleaned, listed, says_none

if TYPE_CHECKING:
    from typer import Context

    from svc.cli.desk import Desk

NO_OPTION = "\ue000"
"""Stands before a word that begins with a minus sign and is no option: -5度."""

_AS_TYPED = frozenset(("FILE", "FILE|-", "FILE|NAME", "FILE|DIR", "DIR", "SHELL", "LIST"))  # paths
_SOUGHT_BY = frozenset(("customer find", "knowledge", "list", "search"))  # any word may be
NONE_IS_AN_ANSWER = frozenset(
    (
        ("intake", "--wishes"),
        ("complaint about", "--wishes"),
        ("bench receive", "--condition"),  # damage
        ("bench receive", "--accessory"),
        ("amend", "--part"),  # none was fitted
    )
)
"""Where "none" says something: there are none."""

OF_EACH_TICKET = frozenset((("visit", "--outcome"), ("visit", "--cause"), ("slip", "--rating")))
"""Fixed values that may be said of one of several tickets: A0001=修好."""

_SHORT_NUMBER = r"(?:([0-9]{4})-?)?([A-Z])?-?([0-9]{1,9})"
_SHOWN: dict[str, str] = {
    each: each
    for each in (
        N_("TICKET"), N_("TICKET..."), N_("TICKET... PAPER"), N_("ENTRY"), N_("NAME=VALUE"),
        N_("STAFF"), N_("NAME"), N_("PHONE"),
        N_("TIME"), N_("DAY"), N_("DAY[..DAY]"), N_("MONTH"), N_("MONTH|SPAN"), N_("YEAR"),
        N_("NUMBER"), N_("COUNT"), N_("KM"), N_("YUAN"), N_("CUSTOMER"), N_("SERIAL"), N_("OFFICE"),
        N_("REGION"), N_("REGION|all"), N_("PART"), N_("PART[:COUNT]"), N_("PART:COUNT:FATE"),
        N_("CODE[:COUNT]|WORDS:COUNT:PRICE"), N_("REASON"), N_("WORDS"), N_("VALUE"), N_("THING"),
        N_("PLACE"), N_("POINT"), N_("HOW"), N_("EVENT"), N_("STATE"), N_("STEP"), N_("FIGURE"),
        N_("LIST"), N_("POLICY"), N_("VERSION"), N_("KIND"), N_("ID"), N_("FILE"), N_("FILE|-"),
        N_("FILE|NAME"), N_("DIR"), N_("SHELL"), N_("NAME,…"), N_("TEXT"), N_("NUMBER"),
        N_("CLASS"), N_("PARTY=NAME"), N_("HEAD=FIELD"), N_("PARTY=REASON"),
        N_("auto|always|never"),
        N_("OPTIONS"), N_("PORT"), N_("MANAGER"), N_("LETTER"), N_("UNIT"), N_("CONTRACT"),
        N_("CALENDAR"), N_("PRINTER"), N_("PARTY"), N_("PAPER"), N_("CODE"), N_("FROM..TO"),
        N_("ROLE,…"), N_("DAY|WORDS"), N_("PROMISE=LIMIT"), N_("HOURS"),
        N_("CODE:COUNT"), N_("WORDS:COUNT:PRICE"), N_("FATE"), N_("HOW=YUAN"), N_("COMMAND"),
        N_("FILE|DIR"), N_("CHANNEL"), N_("CODE:WHY"),
        N_("PART:COUNT…"), N_("LINE=COUNT…"), N_("DOCUMENT"), N_("@POSITION"),
        N_("PART=REASON"), N_("PART:COUNT"), N_("KIT"), N_("FILE:KEY"), N_("COMMIT"),
        N_("REGION|OFFICE|all"), N_("DAY|COMMIT"), N_("DAY|COMMIT|DIGEST"),
        N_("MODEL"), N_("SITE"), N_("DAYS"), N_("FIRST..LAST"), N_("WIDTHxHEIGHT"), N_("FILE..."),
        N_("THING=COUNT[/OF][:REMARK]"),
        N_("SIZE"), N_("COPIES"), N_("FAULT"), N_("FAULT[=no]"),
    )
}  # fmt: skip
"""What stands on a help screen for what is to be typed."""


class Value(NamedTuple):
    """What one option or argument takes."""

    option: str  # as it is typed, `--to`; an argument's metavar
    metavar: str
    command: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The fixed values it takes; none where it takes words."""
        if self.metavar == "STATE":
            from svc.model.events import STATES

            return tuple(STATES)
        if self.metavar == "SIZE":
            from svc.model.settings import PaperSize

            return get_args(PaperSize)
        if self.metavar == "DIGEST...":
            from svc.model.settings import DIGESTS

            return tuple(DIGESTS)
        if self.metavar in _AS_TYPED or not re.fullmatch(r"[a-z_]+(\|[a-z_]+)+", self.metavar):
            return ()
        return tuple(self.metavar.split("|"))

    @property
    def takes_none(self) -> bool:
        """Whether "none" is an answer, or a word that may be looked for."""
        return (self.command, self.option) in NONE_IS_AN_ANSWER or self.command in _SOUGHT_BY

    def names(self, desk: Desk) -> dict[str, str]:
        """Its fixed values, with what the department calls them."""
        if self.metavar == "CLASS":
            return complaint_classes(desk)
        if self.metavar == "ROLE,…":
            return role_names(desk)
        return choice_names(desk, self.choices)

    def _shown(self, desk: Desk) -> str:
        """What it is called in a refusal: an option as it is typed, an argument as in the help."""
        is_option = self.option.startswith("--")
        return self.option if is_option else shown_metavar(desk, self.option)

    def read(self, desk: Desk, typed: str) -> str:
        """The value for what was typed.

        Raises BlankAnswer, NoneIsNoAnswer, NotOneOf, NoTelephone, UnknownStaff, SeveralPeople,
        SeveralTickets, NoOpenTicket.
        """
        if self.metavar in _AS_TYPED:
            path = typed.removeprefix(NO_OPTION)
            if not path.strip():
                raise BlankAnswer(option=self._shown(desk), value=path)
            return path
        text = cleaned(typed.removeprefix(NO_OPTION))
        if is_blank(text):
            raise BlankAnswer(option=self._shown(desk), value=text)
        if says_none(text) and not self.takes_none:
            raise NoneIsNoAnswer(option=self._shown(desk), value=text)
        if self.choices:
            whose, is_of_one, value = text.partition("=")
            if is_of_one and (self.command, self.option) in OF_EACH_TICKET:
                return f"{whose}={_chosen(desk, self, value.strip())}"
            return _chosen(desk, self, text)
        reader = _READERS.get(self.metavar)
        return reader(desk, self.option, text) if reader else text


def value_of(param: Any, command: str) -> Value:
    """What a parameter of Typer's takes. Any: its classes have no public name."""
    metavar = str(param.metavar or "")
    if metavar.startswith("[") and metavar.endswith("]"):
        metavar = metavar[1:-1]
    option = str(param.opts[0]) if param.param_type_name == "option" else metavar
    return Value(option, metavar, command)


def shown_metavar(desk: Desk, metavar: str) -> str:
    """What a help screen has for the value: in English as commands have it, else in words."""
    if desk.lang == "en" or metavar == "zh|en":
        return metavar
    if metavar in _SHOWN:  # also of what every command takes, without looking further
        return desk.words(_SHOWN[metavar])
    bare = metavar[1:-1] if metavar.startswith("[") and metavar.endswith("]") else metavar
    choices = Value("", bare, "").choices if bare != "STATE" else ()
    if choices:
        words = "|".join(choice_names(desk, choices).values())
    elif _several(bare):
        words = ",".join(choice_names(desk, _several(bare)).values())
    else:
        parts = [bare] if bare in _SHOWN else bare.split()
        words = " ".join(desk.words(_SHOWN[part]) if part in _SHOWN else part for part in parts)
    return words if bare == metavar else f"[{words}]"


def example_said(name: str, desk: Desk) -> str:
    """The example of a command that was built, as it is typed in the reader's language: fixed
    values by what they are called. Empty: it has none.
    """
    from svc.cli.examples import EXAMPLES
    from svc.model.events import OldPart, Pay

    if desk.lang == "en" or name not in EXAMPLES:
        return EXAMPLES.get(name, "")
    choices_in = {"PART:COUNT:FATE": OldPart, "HOW=YUAN": Pay}
    said = []
    before = ""
    for word in EXAMPLES[name].split(" "):
        own = before if before.startswith("--") else ""
        names: dict[str, str] = {}
        for value in desk.values.values():
            is_option = value.option.startswith("--") if isinstance(value, Value) else False
            if isinstance(value, Value) and (value.option == own if own else not is_option):
                names |= choice_names(desk, value.choices or _several(value.metavar))
                if value.metavar in choices_in:
                    names |= choice_names(desk, get_args(choices_in[value.metavar]))
        parts = re.split(r"([a-z_]+)", word)
        said.append("".join(names.get(part, part) for part in parts))
        before = word
    return " ".join(said)


def _several(metavar: str) -> tuple[str, ...]:
    """The fixed values of which an option takes several, separated by commas."""
    return tuple(metavar.split(",")) if "," in metavar and metavar.islower() else ()


def attach_readers(params: list[Any], desk: Desk, command: str) -> None:
    """Have these options and arguments read what is typed. Any: as above."""
    for param in params:
        if getattr(param, "is_flag", False) or type(param.type).__name__.startswith("Int"):
            continue
        value = value_of(param, command)
        desk.values[value.option.removeprefix("--").replace("-", "_")] = value
        param.callback = partial(_taken, value)


def _taken(value: Value, ctx: Context, param: Any, typed: object) -> object:
    """The callback of a parameter: what was typed, as Typer made it, read. Any: as above."""
    source = ctx.get_parameter_source(param.name)
    if ctx.resilient_parsing or source is None or source.name == "DEFAULT":
        return typed
    desk: Desk = ctx.find_root().obj
    if isinstance(typed, str):
        return value.read(desk, typed)
    if value.metavar == "NAME PHONE" and isinstance(typed, tuple):
        kinds = ("NAME", "PHONE")
        return tuple(
            value._replace(metavar=kind).read(desk, each) if each.strip() else ""
            for kind, each in zip(kinds, typed, strict=True)
        )
    assert isinstance(typed, (list, tuple)), typed
    return type(typed)(value.read(desk, each) for each in typed)


def is_blank(text: str) -> bool:
    """Whether it says nothing: blanks, and signs that stand where an answer was left out."""
    if text.isalnum():
        return False
    import unicodedata

    return all(unicodedata.category(char)[0] in "PZ" or char in "~`^|=" for char in text)


def _chosen(desk: Desk, value: Value, text: str) -> str:
    group = choice_group(value.choices)
    meant = meant_in_group(desk, group, value.choices, text)
    if meant:
        return meant
    own_refusal = value.metavar == "STATE" or group in ("", "filed")
    if own_refusal and set(value.choices) != YES_NO:
        return text  # whose refusal says more than that it is none of these
    raise not_one_of(desk, value.option, text, value.choices, group)


def _person(desk: Desk, option: str, text: str) -> str:
    from svc.rules.search.people import people_called, person_called

    staff = desk.ledger().staff.staff
    people = people_called(staff, text)
    if len(people) == 1:
        return people[0].id
    return person_called(staff, text, desk.home_office()).id


def _ticket(desk: Desk, option: str, text: str) -> str:
    """The whole number, or the end of an open one's of one's own office. What is neither stays as
    it is.
    """
    text = as_code(text)
    short = re.fullmatch(_SHORT_NUMBER, text.upper())
    if short is None:
        return _now_called(desk, text)
    month, lane, digits = short.groups()
    tickets = desk.ledger().tickets_ending(month or "", lane or "", int(digits), desk.home_office())
    if len(tickets.open) == 1:
        return tickets.open[0]
    if tickets.open:
        raise SeveralTickets(ticket=text, tickets=tickets.open)
    if tickets.others:
        raise NoOpenTicket(ticket=text, tickets=tickets.others)
    return text


def _now_called(desk: Desk, text: str) -> str:
    """The number of the record that had the typed one before, where none has it now. Raises
    SeveralHadIt.
    """
    from svc.model.ids import parse_record_id

    number, ledger = parse_record_id(text), desk.ledger()
    if number is None or ledger.has_record(number):
        return text
    now = ledger.records_once_called(str(number))
    if len(now) > 1:
        raise SeveralHadIt(number=str(number), records=now)
    if not now:
        return text
    desk.warn(N_("{was} has another number now: {now}"), was=str(number), now=now[0])
    return now[0]


def _numbered(desk: Desk, option: str, text: str) -> str:
    return _now_called(desk, as_code(text))


def telephone_from(desk: Desk, option: str, text: str) -> str:
    """A telephone number as typed, or why nobody knows it. Raises NoTelephone."""
    from svc.model.tickets import why_unknown
    from svc.rules.telephones import why_no_telephone

    if why_unknown(text) is not None:
        return text
    number = as_code(text)
    wrong = why_no_telephone(number)
    if wrong:
        raise NoTelephone(option=option, value=number, part=wrong)
    return number


def complaint_classes(desk: Desk) -> dict[str, str]:
    """The classes of complaints, each by its name."""
    return {name: name for name in desk.ledger().settings.complaint_classes}


def role_names(desk: Desk) -> dict[str, str]:
    """Each role that a person can have, and what the department calls it."""
    from svc.model.staff import ROLES

    return choice_names(desk, tuple(role for role in ROLES if role != "system"))


def read_roles(desk: Desk, option: str, text: str) -> str:
    """Roles by their names, or by the numbers of the list at a terminal; several with commas
    between.
    """
    from svc.model.staff import ROLE_WORDS

    names = role_names(desk)
    shown = list(names)
    found = []
    for word in listed(text.replace("/", " ")):
        at_number = int(word) if desk.at_terminal and word.isdecimal() else 0
        role = shown[at_number - 1] if 0 < at_number <= len(shown) else ""
        role = role or meant_choice(names, word) or ROLE_WORDS.get(word, "")
        role = role or meant_choice({role: name for name, role in ROLE_WORDS.items()}, word)
        if not role:
            raise not_one_of(desk, option, word, tuple(names), "role")
        found.append(role)
    return ",".join(dict.fromkeys(found))


def _region(desk: Desk, option: str, text: str) -> str:
    """A region by its code or its name; what is neither stays as it is."""
    from svc.model.settings import code_named

    return code_named(as_code(text), desk.ledger().settings.regions)


def _complaint_class(desk: Desk, option: str, text: str) -> str:
    return meant_choice(complaint_classes(desk), text) or text


def _code(desk: Desk, option: str, text: str) -> str:
    return as_code(text)


def _office(desk: Desk, option: str, text: str) -> str:
    """An office by its code or its name; what is neither stays as it is."""
    from svc.model.settings import code_named

    return code_named(as_code(text), desk.ledger().settings.offices)


def _promise(desk: Desk, option: str, text: str) -> str:
    from svc.model.labels import LABELS

    return meant_in_group(desk, "promise", tuple(LABELS["promise"]), text) or text


def _papers_or_ticket(desk: Desk, option: str, text: str) -> str:
    from svc.model.ids import parse_ticket_id
    from svc.render.papers.table import ALL_PAPERS

    if text in ALL_PAPERS:
        return text
    is_part = parse_ticket_id(as_code(text)) is None and desk.ledger().parts.find_part(text)
    return text if is_part else _ticket(desk, option, text)


def _part_in_front(desk: Desk, option: str, text: str) -> str:
    """The part that stands in front, by its name, as its code: 加热管:2 is P-1001:2. What is none
    stays as it is.
    """
    if says_none(text):
        return text
    head, sign, rest = next(
        ((text[:at], char, text[at + 1 :]) for at, char in enumerate(text) if char in _SIGNS),
        (text, "", ""),
    )
    part = desk.ledger().parts.named(head.strip())
    if part is not None:
        return f"{part.code}{sign}{rest}"
    if sign in ("=", "＝"):  # A0002=加热管:2
        return f"{head}{sign}{_part_in_front(desk, option, rest)}"
    return text


def _known_fault(desk: Desk, option: str, text: str) -> str:
    """An entry of the knowledge base by its title, as its name; behind = whether it helped. What is
    none stays as it is.
    """
    from svc.actions.knowledge import knowledge_entries
    from svc.rules.forms import plain_form

    head, sign, rest = text.replace("＝", "=").partition("=")
    titles = {plain_form(each.title): each.slug for each in knowledge_entries(desk.ledger(), [])}
    return f"{titles.get(plain_form(head), as_code(head))}{sign}{rest}"


_SIGNS = ":=@#：＝＠＃"
"""What may stand behind a part."""
_PARTS = ("PART", "PART[:COUNT]", "PART:COUNT:FATE", "PART:COUNT…", "PART=REASON", "LINE=COUNT…")


_READERS: dict[str, Callable[[Desk, str, str], str]] = {
    "STAFF": _person,
    "TICKET": _ticket,
    "TICKET...": _ticket,
    "TICKET... PAPER": _papers_or_ticket,
    "OFFICE": _office,
    "PHONE": telephone_from,
    "ID": _promise,
    "CLASS": _complaint_class,
    "ROLE,…": read_roles,
    "REGION": _region,
    **dict.fromkeys(_PARTS, _part_in_front),
    **dict.fromkeys(("FAULT", "FAULT[=no]"), _known_fault),
    **dict.fromkeys(("SERIAL", "NUMBER", "COUNT", "KM", "YUAN", "EVENT", "CODE"), _code),
    **dict.fromkeys(("CUSTOMER", "DOCUMENT"), _numbered),
}
