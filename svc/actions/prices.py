"""Price lists by command: a new one with the day from which it holds, a line of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from svc.actions import settings
from svc.actions.settings import SettingResult
from svc.actions.typist import Typist
from svc.errors import NoSuchEntry, NoSuchVersion, PriceListInUse
from svc.model import reading
from svc.model.entries import with_entry, without_entry
from svc.model.layout import FlowMapping
from svc.model.staff import KEEPERS_OF_PRICES
from svc.store import files
from svc.store.assets import offered_file
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data

Group = Literal["labour", "travel", "parts"]
GROUPS: tuple[Group, ...] = ("labour", "travel", "parts")


def newest_list(ledger: Ledger) -> str:
    """The price list that begins last; empty if there is none."""
    return max(
        ledger.versions("prices"),
        key=lambda version: ledger.price_list(version).since,
        default="",
    )


def new_list(ledger: Ledger, typist: Typist, since: date, *, note: str = "") -> SettingResult:
    """A new list that holds from a day on: a copy of the newest, else of the one that is offered.

    Raises NameTaken where a list begins on that day, SettingsKeptBy.
    """
    month = f"{since:%Y-%m}"
    taken = ledger.versions("prices")
    version = month if since.day == 1 or not taken else since.isoformat()
    path = f"prices/{version}.yaml"
    earlier = newest_list(ledger)
    with settings.changing_settings(ledger, typist, KEEPERS_OF_PRICES) as tx:
        if earlier:
            text = settings.text_of(tx, f"prices/{earlier}.yaml")
        else:
            text = offered_file("prices.yaml").read_text(encoding="utf-8")
        text = settings.put_fields(text, (), {"from": since.isoformat()}, path)
        if note:
            text = with_entry(text, ("note",), note, path=path)
        there = tx.bytes_of(path)
        if there is None or there.decode() != text:
            settings.put_new_text(ledger, tx, path, text)
    after = {"version": version, "from": since.isoformat(), "note": note}
    before = after if not tx.recorded else {}
    return SettingResult(path=path, id=version, before=before, after=after, committed=tx.committed)


def put_line(
    ledger: Ledger,
    typist: Typist,
    code: str,
    fields: dict[str, object],
    *,
    version: str = "",
    group: Group | None = None,
) -> SettingResult:
    """Change a line of a price list, by default the one that begins last, or add it.

    A new line needs a group, a name and a price. Raises PriceListInUse for a list that tickets
    name, NoSuchVersion, NotACode, NoSuchEntry, and RecordFaulty for what no list can hold.
    """
    version = version or newest_list(ledger)
    if not version:
        raise NoSuchVersion(folder="prices", version="…")
    ledger.price_list(version)
    code = code.upper()
    path = f"prices/{version}.yaml"
    with settings.changing_settings(ledger, typist, KEEPERS_OF_PRICES) as tx:
        text = settings.text_of(tx, path)
        data = reading.read_record(text, path)
        place = _place_of(data, code)
        if place is None and group is None:
            raise NoSuchEntry(path=path, entry=code, known=codes_of(data))
        if place is None and group is not None:
            before: Data = {}
            changed = _with_line(text, data, group, {"code": code, **fields}, path)
        elif place is not None:
            before = data[place[0]][place[1]]
            changed = settings.put_fields(text, place, fields, path)
        if changed != text:
            _check_unused(ledger, version)
            settings.put_text(ledger, tx, path, changed)
    data = reading.read_record(changed, path)
    found = _place_of(data, code)
    after = data[found[0]][found[1]] if found else {}
    return SettingResult(path=path, id=code, before=before, after=after, committed=tx.committed)


def remove_line(ledger: Ledger, typist: Typist, code: str, *, version: str = "") -> SettingResult:
    """Take a line out of a price list that no ticket names. Raises like `put_line`."""
    version = version or newest_list(ledger)
    path = f"prices/{version}.yaml"
    with settings.changing_settings(ledger, typist, KEEPERS_OF_PRICES) as tx:
        text = settings.text_of(tx, path)
        data = reading.read_record(text, path)
        place = _place_of(data, code.upper())
        if place is None:
            raise NoSuchEntry(path=path, entry=code.upper(), known=codes_of(data))
        _check_unused(ledger, version)
        settings.put_text(ledger, tx, path, without_entry(text, place, path=path))
    return SettingResult(
        path=path,
        id=code.upper(),
        before=data[place[0]][place[1]],
        after={},
        committed=tx.committed,
    )


def codes_of(data: Data) -> list[str]:
    """The codes of all lines of a price list."""
    return [str(line.get("code")) for group in GROUPS for line in data.get(group, [])]


def _place_of(data: Data, code: str) -> tuple[str, int] | None:
    for group in GROUPS:
        for number, line in enumerate(data.get(group, [])):
            if line.get("code") == code:
                return group, number
    return None


def _with_line(text: str, data: Data, group: Group, line: Data, path: str) -> str:
    """The list with a new line; a travel band stands before the first that reaches further."""
    lines: list[Data] = data.get(group, [])
    place = len(lines)
    reach = int(line.get("up_to_km") or 0)
    if group == "travel" and reach:
        further = [
            number
            for number, band in enumerate(lines)
            if not band.get("up_to_km") or int(band["up_to_km"]) > reach
        ]
        place = further[0] if further else place
    for number in range(len(lines), place, -1):
        before = FlowMapping(lines[number - 1])
        text = with_entry(text, (group, number), before, path=path)
    return with_entry(text, (group, place), FlowMapping(line), path=path)


def _check_unused(ledger: Ledger, version: str) -> None:
    """Raise PriceListInUse if a ticket was taken down under this list."""
    name = f'prices: "{version}"'.encode()
    for number in ledger.numbers():
        data = files.read_file(files.located(ledger.top, number.path))
        if data is not None and name in data:
            raise PriceListInUse(version=version, ticket=str(number))
