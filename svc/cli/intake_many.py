"""`svc intake --from` with many requests: each is recorded, or kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import callers, drafts
from svc.actions import intake as actions
from svc.actions.intake_many import RequestRow, read_requests, taken_down_as, with_reasons
from svc.cli.intake_requests import as_read, request_of, with_times_read
from svc.errors import N_, MissingFields, NotDone, NotYourRole, RequestsKept, SvcError
from svc.render.words import Words
from svc.rules.ticket.asked import asked_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.actions.drafts import Typed
    from svc.cli.desk import Desk


class _Ended(Struct, frozen=True, kw_only=True):
    """What became of one request."""

    number: int
    ticket: str = ""
    is_new: bool = False
    draft: str = ""
    problem: str = ""


def take_down_all(desk: Desk, path: str, data: bytes, typed: Typed, mapped: Sequence[str]) -> None:
    """Take down every request of a file; what the command line tells holds for each that does not
    tell it. Raises RequestsKept if any can't be recorded as it is, what reading the file raises
    before anything is recorded, and NotDone where nothing can be recorded now.
    """
    from svc.cli.imports import said_map
    from svc.model.import_kinds import REQUESTS

    ledger = desk.ledger()
    read = read_requests(
        ledger,
        path,
        data,
        today=desk.now.date(),
        mapped=said_map(list(mapped), REQUESTS),
    )
    ended = [_take_down(desk, row, typed, read.columns) for row in read.rows]
    if desk.json:
        desk.show_json(
            "requests",
            items=[
                {
                    "row": each.number,
                    "ticket": each.ticket or None,
                    "recorded": each.is_new,
                    "draft": each.draft or None,
                    "problem": each.problem or None,
                }
                for each in ended
            ],
            unread=read.unread,
        )
    elif read.unread:
        desk.say(N_("Columns that are no field, not read: {names}"), names=read.unread)
    kept = sum(bool(each.draft) for each in ended)
    if not desk.json:
        desk.say(
            N_("Requests: {count}; recorded: {new}; recorded before: {before}; kept: {kept}"),
            count=len(ended),
            new=sum(each.is_new for each in ended),
            before=sum(bool(each.ticket) and not each.is_new for each in ended),
            kept=kept,
        )
    if kept:
        raise RequestsKept(count=kept)


def _take_down(desk: Desk, row: RequestRow, told: Typed, columns: Sequence[str]) -> _Ended:
    """One request: recorded, found recorded, or kept."""
    try:
        if row.faults:
            ended = _kept(desk, row, told, desk.words.show(row.faults[0].problem))
        else:
            ended = _recorded(desk, row, told, columns)
    except (NotDone, NotYourRole):  # it would be so of every other
        raise
    except SvcError as error:
        ended = _kept(desk, row, told, _problem(error, desk.words))
    if not desk.json:
        for line in _lines(desk.words, ended):
            desk.out(line)
    return ended


def _recorded(desk: Desk, row: RequestRow, told: Typed, columns: Sequence[str]) -> _Ended:
    ledger = desk.ledger()
    typed = with_times_read(desk, told.filled_up(as_read(desk, row.typed)))
    typist = desk.typist(typed.at or None)
    before = taken_down_as(ledger, typed, typist.happened) if row.typed.at else ""
    if before:
        return _Ended(number=row.number, ticket=before)
    own_office = ledger.person(typist.by).office or ledger.settings.default_office
    answers = typed.answers
    caller = callers.identify_caller(ledger, answers, customer_id=typed.customer)
    if caller is not None:
        answers = callers.fill_from_file(answers, caller)
    answers = replace(answers, channel=answers.channel or "web")
    language = Words(ledger.settings.language, ledger.settings.labels)
    wanted = asked_fields(answers.kind or "repair")
    answers = with_reasons(answers, wanted, columns, language(N_("the form does not ask")))
    request = request_of(desk, typed, answers, caller, own_office)
    done = actions.take_down(ledger, request, typist, language.show)
    return _Ended(number=row.number, ticket=done.ticket.id, is_new=not done.repeated)


def _kept(desk: Desk, row: RequestRow, told: Typed, problem: str) -> _Ended:
    """As a draft, once: the same file again finds it kept."""
    ledger = desk.ledger()
    typed = told.filled_up(row.typed)
    typist = desk.typist()
    known = drafts.kept_drafts(ledger, [])
    draft = next((each for each in known if drafts.is_same_call(each.typed, typed)), None)
    if draft is None:
        at = desk.past(typed.at) if typed.at else typist.now
        draft = drafts.keep_draft(ledger, typed, by=typist.by, now=typist.now, at=at, name="")
    return _Ended(number=row.number, draft=str(draft.path), problem=problem)


def _problem(error: SvcError, words: Words) -> str:
    """What is wrong with a request, in the words of a form."""
    if isinstance(error, MissingFields):
        fields = [field.removeprefix("--").replace("-", "_") for field in error.facts["fields"]]
        return words(N_("it lacks {fields}"), fields=[words.label("told", each) for each in fields])
    return words.problem(error).removesuffix(words(N_("Nothing was changed."))).rstrip()


def _lines(words: Words, ended: _Ended) -> list[str]:
    if ended.draft:
        said = N_("Row {row}: kept, not recorded: {problem}")
        return [words(said, row=ended.number, problem=ended.problem)]
    before = N_("Row {row}: {ticket}, recorded before")
    said = N_("Row {row}: {ticket}") if ended.is_new else before
    return [words(said, row=ended.number, ticket=ended.ticket)]
