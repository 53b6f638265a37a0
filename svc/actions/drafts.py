"""Requests that were typed and could not be recorded: kept, found again, thrown away.

A draft has the form that `svc intake --from` reads, with a few keys more; whoever takes it up again
needs no other command.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.intake_answers import IntakeAnswers
from svc.errors import FieldsNotText, SvcError, UnknownFields
from svc.model import layout, reading
from svc.model.times import written_moment
from svc.store import drafts
from svc.store.ledger import Ledger

_FLAGS = ("second", "new_customer")
_WORDS = ("customer", "ticket", "at", "note", "words", "row")
_ABOUT_THE_DRAFT = ("by", "typed")  # who typed it and when, for who finds the draft


class Typed(Struct, frozen=True, kw_only=True):
    """What one `svc intake` was told: the answers, and what else stands on its command line."""

    answers: IntakeAnswers
    customer: str = ""
    ticket: str = ""  # the noted call it completes
    second: bool = False
    new_customer: bool = False
    at: str = ""  # a time as typed
    note: str = ""  # whose call is only noted; the number is the answers' phone
    words: str = ""
    row: str = ""  # what tells the row of a form's table it came from, see `intake_many`

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told at all."""
        return self == Typed(answers=IntakeAnswers())

    def filled_up(self, other: Typed) -> Typed:
        """With what another one tells put where this one tells nothing."""
        told = {name: value for name, value in _answer_values(other.answers).items() if value}
        more = {name: getattr(self, name) or getattr(other, name) for name in (*_FLAGS, *_WORDS)}
        return replace(self, answers=self.answers.filled_up(told), **more)


class IntakeDraft(Struct, frozen=True, kw_only=True):
    """A request that was kept."""

    name: str
    path: Path
    typed: Typed
    by: str  # who typed it, as the file says
    since: str  # when, likewise


def keep_draft(
    ledger: Ledger, typed: Typed, *, by: str, now: datetime, at: datetime, name: str
) -> IntakeDraft:
    """Keep a request, as one that came `at`; `name` is the draft it was taken up from, if any.

    Raises NotDone, NotAFile, or ValueError for a character that no file of ours can hold.
    """
    name = name or drafts.new_name(now)
    typed = replace(typed, at=written_moment(at))
    data: dict[str, object] = {"by": by, "typed": written_moment(now)}
    data |= {field: getattr(typed, field) for field in _WORDS if getattr(typed, field)}
    data |= {field: "yes" for field in _FLAGS if getattr(typed, field)}
    data |= {field: value for field, value in _answer_values(typed.answers).items() if value}
    path = drafts.write(ledger.root, name, layout.write_record(data).encode())
    return IntakeDraft(name=name, path=path, typed=typed, by=by, since=written_moment(now))


def kept_drafts(ledger: Ledger, broken: list[SvcError]) -> list[IntakeDraft]:
    """The requests that were kept, the oldest first; of each that can't be read, the reason is
    added to `broken`.
    """
    found = []
    try:
        root = ledger.root
    except SvcError:  # a ledger outside git is only read
        return []
    for name in drafts.names(root):
        path = drafts.folder_of(root) / name
        try:
            data = drafts.read(root, name)
            if data is not None:
                typed, by, since = read_request(data, str(path))
                found.append(IntakeDraft(name=name, path=path, typed=typed, by=by, since=since))
        except SvcError as error:
            broken.append(error)
    return found


def draft_at(ledger: Ledger, path: str) -> IntakeDraft | None:
    """The draft that a path leads to; None if it is none that can be read."""
    try:
        name = drafts.name_of(ledger.root, Path(path))
    except SvcError:  # a ledger outside git has none
        return None
    return next((each for each in kept_drafts(ledger, []) if each.name == name), None)


def drop_draft(ledger: Ledger, draft: IntakeDraft) -> None:
    """Throw a draft away: nobody wants it, or it is recorded now."""
    drafts.drop(ledger.root, draft.name)


def is_same_call(one: Typed, other: Typed) -> bool:
    """Whether two tell the same; when it was, and from which row, is not told."""
    return replace(one, at="", row="") == replace(other, at="", row="")


def read_request(data: bytes, path: str) -> tuple[Typed, str, str]:
    """A request as `--from` and drafts have it; who typed it and when, if the file says so.

    Raises RecordBroken and the like, UnknownFields, FieldsNotText.
    """
    found = reading.read_record(reading.edited_text(data, path), path)
    answers = set(IntakeAnswers.__struct_fields__)
    known = answers | {*_FLAGS, *_WORDS, *_ABOUT_THE_DRAFT}
    strange = [key for key in found if key not in known]
    if strange:
        raise UnknownFields(path=path, fields=strange, known=sorted(known))
    nested = [key for key, value in found.items() if isinstance(value, (dict, list))]
    if nested:
        raise FieldsNotText(path=path, fields=nested)
    told = {key: str(value) for key, value in found.items()}
    typed = Typed(
        answers=IntakeAnswers(**{key: value for key, value in told.items() if key in answers}),
        second=told.get("second", "").lower() in ("yes", "true"),
        new_customer=told.get("new_customer", "").lower() in ("yes", "true"),
        **{field: told.get(field, "") for field in _WORDS},
    )
    return typed, told.get("by", ""), told.get("typed", "")


def _answer_values(answers: IntakeAnswers) -> dict[str, str]:
    return {name: answers.answer_to(name) for name in IntakeAnswers.__struct_fields__}
