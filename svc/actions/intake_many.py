"""Many requests at once: a form's export, or one JSON object a line, each as if typed by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from svc.actions.drafts import IntakeDraft, Typed
from svc.actions.imports import Choices, read_table
from svc.actions.intake_answers import IntakeAnswers
from svc.errors import N_, Phrase
from svc.model.import_kinds import REQUESTS
from svc.model.table_files import TableFile, read_json_lines, read_tables, text_of
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form
from svc.rules.imports.rows import CellFault, TableRow
from svc.rules.telephones import same_telephone
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

_OTHER = ("at", "customer")
"""What is no answer of the caller, but stands on the command line."""


_NEEDED = ("unit", "contact", "symptom")
_URGENCY_WORDS = {
    "normal": "一般 普通 正常 不急 不紧急 不着急 低",
    "urgent": "紧急 较急 急 加急 比较急 比较紧急 较紧急 着急 高",
    "critical": "非常紧急 特急 十万火急 很急 很紧急 特别紧急 十分紧急 极其紧急 最高",
}
_CHANNEL_WORDS = {"wechat": "微信 小程序 公众号 企业微信 手机微信", "web": "手机 网页 链接 扫码"}
"""What forms call a fixed value, besides its own name."""


class RequestRow(Struct, frozen=True, kw_only=True):
    """One request of a file: what it tells, and what in it can't be read."""

    number: int  # of the row or line, from 1
    typed: Typed
    faults: tuple[CellFault, ...]


class RequestRows(Struct, frozen=True, kw_only=True):
    """All requests of a file, and the columns that tell nothing svc takes."""

    rows: list[RequestRow]
    columns: dict[str, str]  # fields that it has a column of → the head
    unread: list[str]


def read_requests(
    ledger: Ledger,
    path: str,
    data: bytes,
    *,
    today: date,
    mapped: Mapping[str, str],
    choices: Choices,
    say: Callable[[Phrase], str],
) -> RequestRows:
    """The requests in a file. Raises CannotReadFile, NoSheetReader, NoSuchSheet, NoHeads, NotAMap,
    NoSuchColumn.
    """
    file = _tables(data, path)
    table = read_table(ledger, path, file, REQUESTS, choices={}, today=today, mapped=mapped)
    rows = [
        RequestRow(number=row.number, typed=_typed(row, choices, say), faults=row.faults)
        for row in table.rows
    ]
    return RequestRows(rows=rows, columns=table.columns.heads, unread=table.columns.unread)


def _typed(row: TableRow, choices: Choices, say: Callable[[Phrase], str]) -> Typed:
    told = {name: value for name, value in row.values.items() if name not in _OTHER}
    answers = understood(IntakeAnswers(**told), choices, say)
    return Typed(
        answers=answers, customer=row.get("customer"), at=row.get("at"), row=" ".join(_keys(row))
    )


def understood(
    answers: IntakeAnswers, choices: Choices, say: Callable[[Phrase], str]
) -> IntakeAnswers:
    """The answers with channel and urgency as records have them, in whatever words a form has them.

    A channel that is no known word is the web. An urgency that is none is normal; words that say
    more than the value stay, as the reason or in the wishes.
    """
    told = answers.channel
    if told:
        channel = _meant(told, choices["channel"], _CHANNEL_WORDS)[0] or "web"
        answers = answers.with_answer("channel", channel)
    told = answers.urgency
    if not told:
        return answers
    urgency, is_all = _meant(told, choices["urgency"], _URGENCY_WORDS)
    answers = answers.with_answer("urgency", urgency or "normal")
    if urgency in ("urgent", "critical"):
        reason = say(Phrase(N_("the form has it so"))) if is_all else told
        if not is_all or not answers.urgency_reason:
            reasons = (answers.urgency_reason, reason)
            answers = answers.with_answer("urgency_reason", "; ".join(filter(None, reasons)))
    elif not is_all:
        more = say(Phrase(N_("urgency on the form: {value}"), value=told))
        wishes = "\n".join(filter(None, (answers.wishes, more)))
        answers = answers.with_answer("wishes", wishes)
    return answers


def _meant(text: str, labels: Mapping[str, str], words: Mapping[str, str]) -> tuple[str, bool]:
    """The value that a text names or begins with, empty for none; whether it says no more."""
    known = {plain_form(label): value for label, value in labels.items()}
    # after them: 紧急 is the highest of ours, and the middle one of forms
    known |= {word: value for value, several in words.items() for word in several.split()}
    form = plain_form(text)
    if form in known:
        return known[form], True
    longest = sorted(known, key=len, reverse=True)
    first = next((word for word in longest if len(word) > 1 and form.startswith(word)), "")
    return known.get(first, ""), False


def _keys(row: TableRow) -> list[str]:
    """What tells a row from others: its cells as they stand; then, for when one is corrected, its
    time with a number, its time with unit and symptom.
    """
    texts = ["\x1f".join("" if cell is None else str(cell) for cell in row.raw).rstrip("\x1f")]
    at = row.get("at")
    if at:
        numbers = [row.get(name) for name in ("mobile", "phone") if row.get(name)]
        texts += [f"{at} {number}" for number in numbers]
        texts.append(f"{at} {plain_form(row.get('unit'))} {plain_form(row.get('symptom'))}")
    return [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]


def draft_of_row(
    row: RequestRow, rows: Collection[str], drafts: Iterable[IntakeDraft]
) -> IntakeDraft | None:
    """The draft as which this row of a table was kept before, also with a cell corrected since, or
    with other columns read; one that is another row's is never taken for it. `rows`: the first key
    of each row of the table.
    """
    keys = row.typed.row.split()
    kept = [(draft.typed.row.split(), draft) for draft in drafts if draft.typed.row]
    for key in keys:
        for its, draft in kept:
            if key in its and (key == keys[0] == its[0] or its[0] not in rows):
                return draft
    return None


def _tables(data: bytes, path: str) -> TableFile:
    if path.lower().endswith((".csv", ".tsv", ".txt")) or data.startswith(b"PK\x03\x04"):
        return read_tables(data, path)
    text = text_of(data, path) if not data.startswith(b"\xd0\xcf") else ""
    return read_json_lines(text, path) if text.lstrip().startswith("{") else read_tables(data, path)


def with_reasons(
    answers: IntakeAnswers, wanted: Collection[str], columns: Collection[str], reason: str
) -> IntakeAnswers:
    """The answers, with `reason` why nobody knows what the form does not ask. Who calls, from which
    number, and what is wrong are never given so.
    """
    if not answers.telephones:
        return answers
    for name, answer in answers.of_fields():
        if name in wanted and not answer and name not in (*columns, *_NEEDED):
            answers = answers.with_answer(name, f"{UNKNOWN}: {reason}")
    return answers


def taken_down_as(ledger: Ledger, typed: Typed, at: datetime) -> str:
    """The ticket that tells of this request already: come in at that moment, from one of its
    numbers, with the same words; empty if none does.
    """
    words = plain_form(typed.answers.symptom)
    sought = Sought(received_from=at, received_until=at + timedelta(seconds=1))
    for record in ledger.tickets([], "", sought):
        ticket = record.ticket
        customer = ticket.customer
        if ticket.received != at or customer is None:
            continue
        is_theirs = any(
            same_telephone(told, known)
            for told in typed.answers.telephones
            for known in (customer.phone, customer.mobile)
        )
        if is_theirs and plain_form(ticket.symptom) == words:
            return ticket.id
    return ""
