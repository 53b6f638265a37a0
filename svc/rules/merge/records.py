"""Merging two desks' versions of one record: pure, the same bytes in either direction and any
grouping.

The log is the union of events by id, in (seq, id) order, whatever the base: a merge creates and
loses none. Status and correction marks follow from it. Everything else is merged three-way by
value: what one side changed is taken with its bytes; what both changed to the same value is written
in canonical form; what both changed differently stops the merge, as does an event with two
contents. Where either side forgot personal data, all sides are first without it, in our layout
(`svc/rules/forgetting.py`).

Remarks stand in the base's order, then the added ones sorted. With another base (git's, when two
desks have both merged with a third) the same lines come out, though comments may stand in another
order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from svc import errors
from svc.model import reading, splicing
from svc.model.tickets import HEAD_KEYS
from svc.rules.forgetting import Removal, forgotten_text, removal_from
from svc.rules.merge import text as texts
from svc.rules.merge.text import Lines

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData

Derive = Callable[[dict[str, Any]], tuple[str, dict[tuple[str, ...], int]]]
"""From a record's values: its status, and for each corrected path of the head the seq of that
event.
"""

Prefer = Literal["", "ours", "theirs"]
Side = TypeVar("Side")

_ABSENT: Any = object()


def merge_texts(
    base: str | None,
    ours: str,
    theirs: str,
    *,
    derive: Derive,
    is_given: bool = True,
    prefer: Prefer = "",
) -> str:
    """The record that has what both sides have; `base` is the text both come from, None if there
    was none. `is_given`: its number was given by one desk, so it began once. `prefer`: whose word
    holds where both can't; nobody's, and the merge stops.

    Raises TwoRecords if the sides are two records with one number, MergeStopped naming each place
    that both changed differently, RecordBroken's kinds if a side can't be read. A base that can't
    be read counts as none.
    """
    if ours == theirs:
        return ours
    old = None if base is None or not _is_readable(base) else base
    for text in (ours, theirs) if old is None else (old, ours, theirs):
        _check_log(reading.read_record(text))
    removal = _removal_of(ours, theirs)
    if removal:
        old = None if old is None else forgotten_text(old, removal)
        ours, theirs = forgotten_text(ours, removal), forgotten_text(theirs, removal)
    elif old is not None and ours == old and _has_whole_log(theirs, old):
        return theirs
    elif old is not None and theirs == old and _has_whole_log(ours, old):
        return ours
    if is_given:
        _check_one_record(reading.read_record(ours), reading.read_record(theirs))
    sides = [old, ours, theirs]
    usual = [None if side is None else texts.in_our_layout(side) for side in sides]
    merged = _merge_parts(usual, derive, prefer)
    if usual != sides and all(side is None or texts.is_in_parts(side) for side in sides):
        # A layout made by hand is kept if the merge of its parts comes to the same.
        by_hand = _merge_parts(sides, derive, prefer)
        if _values_of(by_hand) == reading.read_record(merged):
            return by_hand
    return merged


def merge_record(path: str, base: str | None, ours: str, theirs: str, prefer: Prefer = "") -> str:
    """The merge of a record's file at `path`, whose status and marks follow from its log, as
    `merge_texts` makes it.

    Raises what `merge` raises, and RecordFaulty if the result is no such record.
    """
    from svc.model.faults import record_from

    kind, derive = _kind_of(path)
    is_given = not path.startswith("seals/")  # else two desks may well begin the same record

    def derived(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
        record_from(data, kind, path)
        return derive(data)

    return merge_texts(base, ours, theirs, derive=derived, is_given=is_given, prefer=prefer)


def _kind_of(path: str) -> tuple[type, Derive]:
    """The kind of record that lies at a path, and how its status follows from its log."""
    match path.partition("/")[0]:
        case "customers":
            from svc.model.customers import Customer
            from svc.rules.ticket.customers import derive_customer

            return Customer, derive_customer
        case "movements":
            from svc.model.stock import StockDocument
            from svc.rules.stock.documents import derive_document

            return StockDocument, derive_document
        case "seals" if _is_of_a_month(path):
            from svc.model.month_seals import MonthSeal
            from svc.rules.daily.month_seals import derive_month_seal

            return MonthSeal, derive_month_seal
        case "seals":
            from svc.model.seals import Seal
            from svc.rules.daily.seals import derive_seal

            return Seal, derive_seal
        case _:
            from svc.model.tickets import Ticket
            from svc.rules.ticket.lifecycle import derive_ticket

            return Ticket, derive_ticket


def _is_of_a_month(path: str) -> bool:
    """Whether it is the seal of a month that lies there."""
    from svc.model.ids import MonthSealId, record_id_at

    return isinstance(record_id_at(path), MonthSealId)


def _merge_parts(sides: Sequence[str | None], derive: Derive, prefer: Prefer) -> str:
    """The merge of base, ours and theirs, all of them in parts that begin on lines of their own."""
    base, ours, theirs = (None if side is None else _without_derived(side) for side in sides)
    assert ours is not None
    assert theirs is not None
    merger = _Merger(prefer=prefer)
    merged = merger.record(base, ours, theirs)
    if merger.problems:
        raise errors.MergeStopped(problems=sorted(merger.problems))
    values = _values_of(merged)
    if _log_of(values) != merger.log:
        raise errors.MergeStopped(problems=["log"])
    status, corrected = derive(values)
    if "status" in values:
        merged = splicing.with_status(merged, status) or merged
    return splicing.mark_corrections(merged, corrected)


def _is_readable(text: str) -> bool:
    try:
        reading.read_record(text)
    except errors.RecordBroken:
        return False
    return True


def _removal_of(*texts: str) -> Removal:
    """What either side has taken out; what has no such word has taken nothing out."""
    return removal_from(*(reading.read_record(text) for text in texts if "forgotten" in text))


def _values_of(text: str) -> Data:
    """The values of a text that a merge made; none if it can't be read."""
    return reading.read_record(text) if _is_readable(text) else {}


def _without_derived(text: str) -> str:
    """The text without what follows from the log: its status is a mere word, and no line has a
    mark.
    """
    text = splicing.mark_corrections(text, {}, drop_others=True)
    return splicing.with_status(text, "merging") or text


def _log_of(record: ReadOnlyData) -> list[Data]:
    log: list[dict[str, Any]] = record.get("log", [])
    return log


def _check_log(record: ReadOnlyData) -> None:
    """Raise MergeStopped if the log is no list of events with seq and id, each id once."""
    log: Any = record.get("log", [])
    right = isinstance(log, list) and all(
        isinstance(event, dict)
        and type(event.get("seq")) is int
        and isinstance(event.get("id"), str)
        for event in log
    )
    if not right or len({event["id"] for event in log}) != len(log):
        raise errors.MergeStopped(problems=["log"])


def _has_whole_log(text: str, base: str) -> bool:
    """Whether all that happened by the base is told in the text, and told the same."""
    events = {event["id"]: event for event in _log_of(reading.read_record(text))}
    return all(events.get(event["id"]) == event for event in _log_of(reading.read_record(base)))


def _log_order(event: ReadOnlyData) -> tuple[int, str]:
    return event["seq"], event["id"]


def are_two_records(ours: ReadOnlyData, theirs: ReadOnlyData) -> bool:
    """Whether two versions are of two records that got one number: they did not begin with the same
    event, or were not taken down at the same moment.
    """
    is_same_intake = all(ours.get(key) == theirs.get(key) for key in ("id", "received"))
    return not is_same_intake or _first(ours).get("id") != _first(theirs).get("id")


def _check_one_record(ours: ReadOnlyData, theirs: ReadOnlyData) -> None:
    """Raise TwoRecords if they are two."""
    if are_two_records(ours, theirs):
        raise errors.TwoRecords(
            id=ours.get("id"),
            ours=intake_words(ours),
            theirs=intake_words(theirs),
            problems=["log"],
        )


def _first(record: ReadOnlyData) -> ReadOnlyData:
    return min(_log_of(record), key=_log_order, default={})


def intake_words(record: ReadOnlyData) -> str:
    """By what people tell two intakes apart: when, by whom."""
    first = _first(record)
    return f"{record.get('received', first.get('at'))} {first.get('by', '')}".strip()


class _Merger:
    """One merge: collects the places that stop it instead of stopping at the first."""

    def __init__(self, *, prefer: Prefer) -> None:
        self.prefer = prefer
        self.problems: set[str] = set()
        self.log: list[dict[str, Any]] = []

    def record(self, base: str | None, ours: str, theirs: str) -> str:
        sides = [None if text is None else text[:-1].split("\n") for text in (base, ours, theirs)]
        return "\n".join(self.mapping(sides, 0, ())) + "\n"

    def mapping(
        self, sides: Sequence[Sequence[str] | None], column: int, where: tuple[str, ...]
    ) -> Lines:
        """The lines of a mapping whose keys begin at this column, from its lines in base, ours and
        theirs.
        """
        above: list[Lines] = []
        parts_of_sides: list[dict[str, Lines]] = []
        for lines in sides:
            top, below = texts.split_parts(lines or (), column)
            above.append(top)
            parts_of_sides.append({texts.part_key(part): part for part in below})
        merged = [*self.remarks_only(above, column)]
        for key in _merged_keys(*map(list, parts_of_sides)):
            part = self.part([parts.get(key) for parts in parts_of_sides], column, (*where, key))
            merged += part or ()
        return tuple(merged)

    def part(
        self, sides: Sequence[Lines | None], column: int, where: tuple[str, ...]
    ) -> Lines | None:
        """The lines of one key; None if it was taken out."""
        if where == ("log",):
            return self.events(sides)
        base, ours, theirs = sides
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        values = [_ABSENT if side is None else texts.part_value(side, column) for side in sides]
        if ours is None or theirs is None:
            # Taken out by one side; the other may at most have put remarks to it.
            if values[0] not in values[1:]:
                return self.chosen(ours, theirs, ".".join(where))
            return None
        if all(
            _is_in_lines(side, value, column)
            for side, value in zip(sides, values, strict=True)
            if side is not None
        ):
            head = self.remarks_of_line(
                [None if side is None else _split_head(side, column)[0] for side in sides], column
            )
            inner = [None if side is None else _split_head(side, column)[1] for side in sides]
            return (*head, *self.mapping(inner, column + 2, where))
        value = self.value(values[0], values[1], values[2], ".".join(where))
        return self.leaf(
            sides, values, value, texts.canonical_lines(where[-1], value, column), column
        )

    def value(self, base: object, ours: object, theirs: object, where: str) -> object:
        """The value of which one side or both made something new."""
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        return self.chosen(ours, theirs, where)

    def chosen(self, ours: Side, theirs: Side, where: str) -> Side:
        """Whose word holds where both can't: as was said, else ours, and the place is named."""
        if not self.prefer:
            self.problems.add(where)
        return theirs if self.prefer == "theirs" else ours

    def leaf(
        self,
        sides: Sequence[Lines | None],
        values: Sequence[object],
        value: object,
        canonical: Lines,
        column: int,
    ) -> Lines:
        """The lines for a value: those of the side that has it, or of both; all remarks with
        them.
        """
        codes, remarks = zip(
            *(((), ()) if side is None else texts.split_remarks(side) for side in sides),
            strict=True,
        )
        base, ours, theirs = codes
        have = [
            code for code, said in zip((ours, theirs), values[1:], strict=True) if said == value
        ]
        if len(set(have)) == 1:
            code = have[0]
        elif base in have:
            code = theirs if ours == base else ours
        elif have and value == values[0]:
            # Only the layout differs, from the base as well. The canonical form may be the base's,
            # and then a third side's layout would win or lose by the order of merging; the lesser
            # text never does.
            code = min(have)
        else:
            code = canonical
        return texts.join_remarks(code, texts.merge_remarks(*remarks), column)

    def remarks_only(self, sides: Sequence[Lines], column: int) -> Lines:
        """Comments and blank lines above the first key."""
        base, ours, theirs = sides
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        return self.leaf(sides, ("", "", ""), "", (), column)

    def remarks_of_line(self, sides: Sequence[Lines | None], column: int) -> Lines:
        """The line of a key that has its values below, and what stands between."""
        base, ours, theirs = sides
        if theirs in (ours, base):
            return ours or ()
        if ours == base:
            return theirs or ()
        code = texts.split_remarks(ours or ())[0]
        return self.leaf(sides, ("", "", ""), "", code, column)

    def events(self, sides: Sequence[Lines | None]) -> Lines:
        """The log: every event that a side has, once, in order."""
        heads: list[Lines] = []
        events_of_sides: list[dict[str, tuple[dict[str, Any], Lines]]] = []
        for side in sides:
            head, below = texts.split_parts((side or ("log:",))[1:], 2)
            line = (side or ("log:",))[0]
            heads.append((line.replace("log: []", "log:"), *head))
            events = [(texts.part_event(part), part) for part in below]
            events_of_sides.append({event["id"]: (event, part) for event, part in events})
        base, ours, theirs = events_of_sides
        merged: list[tuple[dict[str, Any], Lines]] = []
        for id in ours.keys() | theirs.keys():
            merged.append(self.event(base.get(id), ours.get(id), theirs.get(id), id))
        merged.sort(key=lambda events: _log_order(events[0]))
        self.log = [event for event, _ in merged]
        head = self.remarks_of_line(heads, 0)
        if not merged:
            head = (head[0].replace("log:", "log: []", 1), *head[1:])
        return (*head, *(line for _, part in merged for line in part))

    def event(
        self,
        base: tuple[Data, Lines] | None,
        ours: tuple[Data, Lines] | None,
        theirs: tuple[Data, Lines] | None,
        id: str,
    ) -> tuple[Data, Lines]:
        if ours is None or theirs is None:
            only = ours or theirs
            assert only is not None
            return only
        event = ours[0]
        if event != theirs[0]:
            event = self.chosen(event, theirs[0], f"log.{id}")
        sides = [None if side is None else side[1] for side in (base, ours, theirs)]
        if sides[1] == sides[2] or (sides[2] == sides[0] and ours[0] == event):
            return event, ours[1]
        if sides[1] == sides[0] and theirs[0] == event:
            return event, theirs[1]
        values = [_ABSENT if base is None else base[0], ours[0], theirs[0]]
        return event, self.leaf(sides, values, event, texts.canonical_event(event), 2)


def _is_in_lines(side: Lines, value: object, column: int) -> bool:
    """Whether the part is a mapping with its keys on the lines below, in our layout."""
    if not isinstance(value, dict) or not splicing.split_comment(side[0])[0].endswith(":"):
        return False
    return reading.read_layout(texts.part_text(side, column)) is not None


def _split_head(side: Lines, column: int) -> tuple[Lines, Lines]:
    """The line of a key with the remarks below it, and the lines from its first inner key on."""
    above, below = texts.split_parts(side[1:], column + 2)
    return (side[0], *above), tuple(line for part in below for line in part)


def _merged_keys(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """All keys: the base's in their order, each followed by those that were added behind it.

    What both sides added at one place is put in the order of a ticket's head, then of the alphabet.
    The log comes last.
    """
    if not base:
        base = min([key for key in ours if key in theirs], [key for key in theirs if key in ours])
    behind: dict[str | None, list[list[str]]] = {}
    for side in (ours, theirs):
        last = None
        added: dict[str | None, list[str]] = {}
        for key in side:
            if key in base:
                last = key
            else:
                added.setdefault(last, []).append(key)
        for place, keys in added.items():
            behind.setdefault(place, []).append(keys)
    order: list[str] = []
    for place in (None, *base):
        if place is not None:
            order.append(place)
        runs = behind.get(place, [])
        if len(runs) == 1 or (runs and runs[0] == runs[1]):
            order += runs[0]
        else:
            order += sorted({key for run in runs for key in run}, key=_key_rank)
    order = list(dict.fromkeys(order))
    return [key for key in order if key != "log"] + [key for key in order if key == "log"]


def _key_rank(key: str) -> tuple[int, str]:
    return (HEAD_KEYS.index(key) if key in HEAD_KEYS else len(HEAD_KEYS)), key
