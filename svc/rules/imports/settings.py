"""Parts, prices, staff and known faults in a table, and those the department has: found by code,
id, name, title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from svc.errors import N_, Phrase
from svc.model.data import Data
from svc.model.knowledge import Knowledge, is_slug
from svc.model.layout import FlowMapping
from svc.model.parts import PartsCatalogue
from svc.model.prices import Band, Item, PriceList
from svc.model.staff import Person, Staff
from svc.rules.forms import plain_form
from svc.rules.imports.found import Difference, Found, compared, faulty
from svc.rules.imports.rows import CellFault, TableRow
from svc.rules.search.new_knowledge import free_slug
from svc.rules.search.people import new_person_id

_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,15}")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_WRITE_CODE = N_("write a capital letter first, then letters, digits and -, 16 at most")
_WRITE_SMALL = N_("write small letters, digits and _")

EntriesThere = Mapping[str, Mapping[str, str]]
"""What there is: key → field → value as a table would have it."""


def find_parts(rows: Sequence[TableRow], catalogue: PartsCatalogue) -> list[Found]:
    """What each row is to the catalogue of parts."""
    filed = {
        part.code: {
            "name": part.name,
            "models": "\n".join(part.models),
            "specification": part.specification,
            "unit": part.unit,
            "use": part.use,
            "position": part.position,
            "price": "" if part.price is None else str(part.price),
            "minimum": str(part.minimum),
            "replaced_by": "\n".join(part.replaced_by),
        }
        for part in catalogue.parts
    }
    codes = {*filed, *(row.get("code").upper() for row in rows)}

    def faults(row: TableRow) -> Iterator[CellFault]:
        yield from _code_faults(row)
        for code in row.lines("replaced_by"):
            if code.upper() not in codes:
                yield row.fault("replaced_by", Phrase(N_("there is no part {code}"), code=code))

    return _find(rows, filed, lambda row: row.get("code").upper(), faults)


def part_data(row: TableRow) -> Data:
    """The part as parts.yaml has it."""
    data: Data = {
        "code": row.get("code").upper(),
        "name": row.get("name"),
        "models": row.lines("models"),
        "specification": row.get("specification"),
        "unit": row.get("unit"),
        "for": row.get("use"),
        "position": row.get("position"),
        "price": row.get("price"),
        "minimum": int(row.get("minimum") or "0"),
        "replaced_by": [code.upper() for code in row.lines("replaced_by")],
    }
    return _said(data)


def find_prices(rows: Sequence[TableRow], prices: PriceList | None) -> list[Found]:
    """What each row is to the price list; None: there is none yet."""
    filed = {}
    for group in ("labour", "travel", "parts"):
        for item in getattr(prices, group, ()):
            filed[item.code] = {"group": group, **_price_values(item)}

    def faults(row: TableRow) -> Iterator[CellFault]:
        yield from _code_faults(row)
        group = row.get("group")
        if row.get("up_to_km") and group != "travel":
            problem = Phrase(N_("only travel has a distance"))
            yield row.fault("up_to_km", problem, Phrase(N_("leave it empty")))
        if (row.get("unit") or row.get("consumable") == "yes") and group == "travel":
            field = "unit" if row.get("unit") else "consumable"
            yield row.fault(field, Phrase(N_("travel has none")), Phrase(N_("leave it empty")))
        known = filed.get(row.get("code").upper())
        if known is not None and known["group"] != group:
            yield row.fault(
                "group",
                Phrase(N_("the code {code} is of another group"), code=row.get("code").upper()),
            )

    return _find(rows, filed, lambda row: row.get("code").upper(), faults)


def _price_values(item: Item | Band) -> dict[str, str]:
    values = {"name": item.name, "price": str(item.price)}
    if isinstance(item, Band):
        return {**values, "up_to_km": "" if item.up_to_km is None else str(item.up_to_km)}
    return {**values, "unit": item.unit, "consumable": "yes" if item.consumable else "no"}


def price_data(row: TableRow) -> Data:
    """The item as a price list has it."""
    data: Data = {
        "code": row.get("code").upper(),
        "name": row.get("name"),
        "price": row.get("price"),
        "unit": row.get("unit"),
    }
    if row.get("up_to_km"):
        data["up_to_km"] = int(row.get("up_to_km"))
    if row.get("consumable") == "yes":
        data["consumable"] = True
    return _said(data)


def find_staff(rows: Sequence[TableRow], staff: Staff) -> list[Found]:
    """What each row is to the staff: by the id if the table has one, else by the name."""
    by_name: dict[str, list[Person]] = {}
    for person in staff.staff:
        by_name.setdefault(plain_form(person.name), []).append(person)
    filed = {
        person.id: {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "office": person.office,
            "roles": "\n".join(person.roles),
            "skills": "\n".join(skill.covers for skill in person.skills),
            "left": "" if person.left is None else person.left.isoformat(),
        }
        for person in staff.staff
    }
    taken = list(filed)

    def key(row: TableRow) -> str:
        called = by_name.get(plain_form(row.get("name")), [])
        if row.get("id") or len(called) == 1:
            return row.get("id") or called[0].id
        new = new_person_id(row.get("name"), taken)
        by_name.setdefault(plain_form(row.get("name")), []).append(
            Person(id=new, name=row.get("name"), roles=["clerk"])
        )
        taken.append(new)
        return new

    def faults(row: TableRow) -> Iterator[CellFault]:
        if row.get("id") and not _ID.fullmatch(row.get("id")):
            problem = Phrase(N_("'{value}' can be nobody's id"), value=row.get("id"))
            yield row.fault("id", problem, Phrase(_WRITE_SMALL))
        called = by_name.get(plain_form(row.get("name")), [])
        if not row.get("id") and len(called) > 1:
            ids = [person.id for person in called]
            problem = Phrase(N_("several people have this name: {ids}"), ids=ids)
            yield row.fault("name", problem, Phrase(N_("add a column id and write which is meant")))

    return _find(rows, filed, key, faults, ignored=("id",), in_any_order=("roles", "skills"))


def person_data(found: Found, today: date) -> Data:
    """The person as staff.yaml has them; what they can repair they can since today."""
    row = found.row
    data: Data = {
        "id": found.on,
        "name": row.get("name"),
        "phone": row.get("phone"),
        "email": row.get("email"),
        "office": row.get("office"),
        "roles": row.lines("roles"),
        "skills": [
            FlowMapping(covers=skill, since=today.isoformat()) for skill in row.lines("skills")
        ],
        "left": row.get("left"),
    }
    return _said(data)


def find_knowledge(rows: Sequence[TableRow], entries: Iterable[Knowledge]) -> list[Found]:
    """What each row is to the known faults: by the file's name if the table has one, else by the
    title.
    """
    by_title: dict[str, str] = {}
    filed = {}
    for entry in entries:
        by_title.setdefault(plain_form(entry.title), entry.slug)
        filed[entry.slug] = {
            "title": entry.title,
            "models": "\n".join(entry.models),
            "symptom": entry.symptom,
            "words": "\n".join(entry.words),
            "cause": entry.cause,
            "remedy": entry.remedy,
            "phone": "yes" if entry.phone else "no",
            "ask": "\n".join(entry.ask),
            "text": entry.text,
        }
    taken = set(filed)

    def key(row: TableRow) -> str:
        title = plain_form(row.get("title"))
        if not row.get("slug") and title not in by_title:
            by_title[title] = free_slug(row.get("title"), taken)
            taken.add(by_title[title])
        return row.get("slug") or by_title[title]

    def faults(row: TableRow) -> Iterator[CellFault]:
        if row.get("slug") and not is_slug(row.get("slug")):
            problem = Phrase(
                N_("'{value}' can't be the name of a file here"), value=row.get("slug")
            )
            yield row.fault("slug", problem, Phrase(_WRITE_SMALL))

    return _find(rows, filed, key, faults, ignored=("slug",))


def knowledge_data(row: TableRow) -> Data:
    """What stands between the two lines `---` of an entry."""
    data: Data = {
        "title": row.get("title"),
        "models": row.lines("models") or ["*"],
        "symptom": row.get("symptom"),
        "words": row.lines("words"),
        "cause": row.get("cause"),
        "remedy": row.get("remedy"),
        "ask": row.lines("ask"),
    }
    if row.get("phone") == "yes":
        data["phone"] = True
    return _said(data)


def _said(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", [], 0)}


def _code_faults(row: TableRow) -> Iterator[CellFault]:
    code = row.get("code")
    if not _CODE.fullmatch(code.upper()):
        problem = Phrase(N_("'{value}' can't be a code"), value=code)
        yield row.fault("code", problem, Phrase(_WRITE_CODE))


def _find(
    rows: Sequence[TableRow],
    filed: EntriesThere,
    key: Callable[[TableRow], str],
    faults: Callable[[TableRow], Iterator[CellFault]],
    *,
    ignored: tuple[str, ...] = (),
    in_any_order: tuple[str, ...] = (),
) -> list[Found]:
    """Each row by its key; rows with one key say the same, or the later one is faulty."""
    found: list[Found] = []
    first: dict[str, TableRow] = {}
    for row in rows:
        name = row.get("name") or row.get("title")
        own = [] if row.faults else list(faults(row))
        if row.faults or own:
            found.append(faulty(row, name, *own))
            continue
        on = key(row)
        if on in first and first[on].values != row.values:
            problem = Phrase(
                N_("row {row} is about the same, with other values"), row=first[on].number
            )
            found.append(
                faulty(row, name, CellFault(cell=str(row.number), head="", problem=problem))
            )
        elif on in first:
            found.append(Found(row=row, verdict="again", name=name, on=on))
        elif on in filed:
            differences = _differences(row, filed[on], ignored, in_any_order)
            found.append(compared(row, name, on, differences))
        else:
            found.append(Found(row=row, verdict="new", name=name, on=on))
        first.setdefault(on, row)
    return found


def _differences(
    row: TableRow, filed: Mapping[str, str], ignored: tuple[str, ...], in_any_order: tuple[str, ...]
) -> list[Difference]:
    return [
        Difference(head=row.heads[name], filed=filed[name], told=told)
        for name, told in row.values.items()
        if name in filed
        and name not in ignored
        and _form(name, filed[name], in_any_order) != _form(name, told, in_any_order)
    ]


def _form(name: str, value: str, in_any_order: tuple[str, ...]) -> str:
    lines = map(plain_form, value.split("\n"))
    return "\n".join(sorted(lines) if name in in_any_order else lines)
