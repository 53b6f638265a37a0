"""The sample, taken apart into stories that can be told again under other names and numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from svc.model import reading
from svc.model.events import FINAL

_FORMS = {
    "ticket": r"[A-Z]{2}-\d{4}-[A-Z]\d{4}",
    "receipt": r"[A-Z]{2}-[A-Z]-\d\d-\d{4}",
    "serial": r"[A-Z]{2}\d{1,3}-\d\d-\d{4}",
    "customer": r"[A-Z]{2}-[A-Z]\d{4}",
    "date": r"20\d\d-[01]\d-[0-3]\d(?!\d)",
    "phone": r"0\d{2,3}-90\d{6}",
    "mobile": r"1540\d{7}",
    "digest": r'(?<=digest: ")[0-9a-f]{16}',
    "event": r'(?<=: ")[0-9a-z]{10}(?=")',
}
"""What is another one each time a story is told, by its form."""

Text = list[tuple[str, str]]
"""A record in pieces: kind and text; of what stays as it is, the kind is empty."""


class Told(NamedTuple):
    """A ticket of the sample."""

    id: str
    text: Text
    typed: datetime  # when its first event was entered
    last: datetime  # and its last, which, by whom
    what: str
    by: str
    is_open: bool
    is_merged: bool  # of two desks: its events stand in the order of their ids, which are new here
    receipts: tuple[tuple[str, datetime], ...]


class Story(NamedTuple):
    """Files of customers that have to do with each other, and all their tickets."""

    customers: dict[str, Text]
    tickets: list[Told]
    referred_to: frozenset[str]  # tickets that another record names


def stories(sample: Path) -> list[Story]:
    """The sample's customers and tickets, those together that name each other."""
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for pattern in ("customers/*.yaml", "tickets/*/*/*.yaml")
        for path in sorted(sample.glob(pattern))
    }
    numbers = re.compile(f"{_FORMS['ticket']}|{_FORMS['customer']}")
    linked: dict[str, set[str]] = defaultdict(set)
    referred_to = set()
    for own, text in texts.items():
        for other in set(numbers.findall(text)) - {own}:
            linked[own].add(other)
            linked[other].add(own)
            referred_to.add(other)
    out: list[Story] = []
    seen: set[str] = set()
    for first in texts:
        together, todo = [], [first]
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                together.append(number)
                todo.extend(linked[number])
        if together:
            out.append(
                _story(
                    {number: texts[number] for number in sorted(together)}, frozenset(referred_to)
                )
            )
    return out


def _story(texts: dict[str, str], referred_to: frozenset[str]) -> Story:
    records = {number: reading.read_record(text) for number, text in texts.items()}
    marks = _marks(records)
    events = {event["id"] for record in records.values() for event in record["log"]}
    pieces = {number: _pieces(text, marks, events) for number, text in texts.items()}
    customers = {number: text for number, text in pieces.items() if "name" in records[number]}
    tickets = [
        _told(records[number], text) for number, text in pieces.items() if number not in customers
    ]
    return Story(customers, tickets, referred_to)


def _marks(records: dict[str, dict[str, Any]]) -> re.Pattern[str]:
    """Numbers, dates and telephones by their form; the names and addresses of these customers as
    they stand.
    """
    found: dict[str, set[str]] = {"unit": set(), "place": set(), "person": set()}
    for record in records.values():
        people = record.get("contacts", [])
        if "customer" in record:
            told = record["customer"]
            found["unit"].add(told["unit"])
            found["place"].add(told["address"].partition("（")[0])
            found["person"].add(told["contact"])
        elif "name" in record:
            found["unit"].add(record["name"])
            found["place"].add(record["address"].partition("（")[0])
        found["person"] |= {person["name"] for person in people}
    forms = _FORMS | {
        kind: "|".join(
            re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))
        )
        for kind, names in found.items()
        if names
    }
    return re.compile("|".join(f"(?P<{name}>{form})" for name, form in forms.items()))


def _pieces(text: str, marks: re.Pattern[str], events: set[str]) -> Text:
    out: Text = []
    at = 0
    for found in marks.finditer(text):
        kind = str(found.lastgroup)
        if kind == "event" and found.group() not in events:  # a word of ten letters
            continue
        out += [("", text[at : found.start()]), (kind, found.group())]
        at = found.end()
    return [*out, ("", text[at:])]


def _told(record: dict[str, Any], text: Text) -> Told:
    log = record["log"]
    return Told(
        id=record["id"],
        text=text,
        typed=datetime.fromisoformat(log[0]["typed"]),
        last=max(datetime.fromisoformat(event["typed"]) for event in log),
        what=log[-1]["what"],
        by=log[-1]["by"],
        is_open=record["status"] not in FINAL,
        is_merged=len({event["seq"] for event in log}) != len(log),
        receipts=tuple(
            (event["number"], datetime.fromisoformat(event["typed"]))
            for event in log
            if event["what"] == "receipt_issued"
        ),
    )
