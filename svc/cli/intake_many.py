"""`svc intake --from` with many requests: shown first; with --go each is recorded, or kept as a
draft.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import callers, drafts
from svc.actions import intake as actions
from svc.actions.intake_many import (
    RequestRow,
    draft_of_row,
    read_requests,
    taken_down_as,
    with_reasons,
)
from svc.cli.intake_requests import as_read, request_of, with_times_read
from svc.cli.shared import as_typed
from svc.errors import (
    N_,
    ImportStopped,
    MissingFields,
    NotDone,
    NotYourRole,
    RequestsKept,
    RowsNotTaken,
    SvcError,
)
from svc.model.import_kinds import REQUESTS
from svc.render.words import Words
from svc.rules.ticket.asked import asked_fields
from svc.store.handing_in import handing_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.actions.drafts import IntakeDraft, Typed
    from svc.actions.intake_many import RequestRows
    from svc.actions.typist import Typist
    from svc.cli.desk import Desk


class _Ended(Struct, frozen=True, kw_only=True):
    """What became of one request, or would."""

    number: int
    ticket: str = ""
    is_new: bool = False
    draft: str = ""
    problem: str = ""


class _Batch(Struct, frozen=True, kw_only=True):
    """What holds for every request of a file."""

    read: RequestRows
    told: Typed  # on the command line
    kept: list[IntakeDraft]  # before
    first_keys: frozenset[str]  # what tells each row from the others
    go: bool


def take_down_all(
    desk: Desk, path: str, data: bytes, typed: Typed, mapped: Sequence[str], *, go: bool
) -> None:
    """Show what would become of every request of a file; with `go` take them down. What the command
    line tells holds for each that does not tell it.

    Raises RequestsKept if any can't be recorded as it is (RowsNotTaken where it is only shown),
    what reading the file raises before anything is recorded, and NotDone or NotYourRole where
    nothing can be recorded now; ImportStopped where that is so after some were.
    """
    from svc.cli.imports import said_map
    from svc.render.imports import choice_words

    ledger = desk.ledger()
    read = read_requests(
        ledger,
        path,
        data,
        today=desk.now.date(),
        mapped=said_map(list(mapped), REQUESTS),
        choices=choice_words(ledger.settings.labels, desk.lang),
        say=Words(ledger.settings.language, ledger.settings.labels).show,
    )
    batch = _Batch(
        read=read,
        told=typed,
        kept=drafts.kept_drafts(ledger, []),
        first_keys=frozenset(row.typed.row.split()[0] for row in read.rows),
        go=go,
    )
    if not desk.json:
        _tell_columns(desk, read)
    ended: list[_Ended] = []
    for row in read.rows:
        try:
            ended.append(_take_down(desk, row, batch))
        except (NotDone, NotYourRole) as error:
            done = sum(each.is_new for each in ended)
            if not (go and done):
                raise
            raise ImportStopped(done=done, count=len(read.rows), reason=error) from error
    if desk.json:
        _show_json(desk, ended, batch)
    else:
        _tell_counts(desk, ended, go)
        if not go and any(each.problem or each.is_new for each in ended):
            command = ["svc", "intake", "--from", path, *_options(typed, mapped), "--go"]
            desk.say(N_("To record it:\n  {command}"), command=as_typed(*command))
    kept = sum(bool(each.problem) for each in ended)
    if kept:
        raise RequestsKept(count=kept) if go else RowsNotTaken(count=kept)


def _tell_columns(desk: Desk, read: RequestRows) -> None:
    """Which column is read as what; which are not, and what to type to have them read."""
    language = 0 if desk.words.lang == "zh" else 1
    desk.say(N_("Columns that are read:"))
    for field in REQUESTS.fields:
        if field.name in read.columns:
            head, called = read.columns[field.name], field.known_heads[language]
            desk.say(N_("  {head} → {field}"), head=head, field=called)
    if read.unread:
        desk.say(N_("Columns that are no field, not read: {names}"), names=read.unread)
        desk.say(N_("To have one read: --map {head}=FIELD"), head=as_typed(read.unread[0]))


def _tell_counts(desk: Desk, ended: Sequence[_Ended], go: bool) -> None:
    counted = N_("Requests: {count}; recorded: {new}; recorded before: {before}; kept: {kept}")
    shown = N_("Requests: {count}; new: {new}; recorded before: {before}; to be kept: {kept}")
    desk.say(
        counted if go else shown,
        count=len(ended),
        new=sum(each.is_new for each in ended),
        before=sum(bool(each.ticket) and not each.is_new for each in ended),
        kept=sum(bool(each.problem) for each in ended),
    )
    if not go:
        desk.say(N_("Nothing was changed."))


def _show_json(desk: Desk, ended: Sequence[_Ended], batch: _Batch) -> None:
    desk.show_json(
        "requests",
        items=[
            {
                "row": each.number,
                "ticket": each.ticket or None,
                "recorded": each.is_new and batch.go,
                "draft": each.draft or None,
                "problem": each.problem or None,
            }
            for each in ended
        ],
        columns=[{"head": head, "field": field} for field, head in batch.read.columns.items()],
        unread=batch.read.unread,
        recorded=batch.go,
    )


def _options(told: Typed, mapped: Sequence[str]) -> list[str]:
    """What was typed besides, for the command that records it."""
    words = [word for text in mapped for word in ("--map", text)]
    given = {name: told.answers.answer_to(name) for name in told.answers.__struct_fields__}
    given |= {"customer": told.customer, "at": told.at}
    for name, value in given.items():
        words += [f"--{name.replace('_', '-')}", value] if value else []
    words += ["--second"] if told.second else []
    return [*words, "--new-customer"] if told.new_customer else words


def _take_down(desk: Desk, row: RequestRow, batch: _Batch) -> _Ended:
    """One request: recorded, found recorded, or kept; or what it would be."""
    before = draft_of_row(row, batch.first_keys, batch.kept)
    try:
        if row.faults:
            ended = _kept(desk, row, batch, before, desk.words.show(row.faults[0].problem))
        else:
            ended = _recorded(desk, row, batch)
            if before is not None and batch.go:
                drafts.drop_draft(desk.ledger(), before)
    except (NotDone, NotYourRole):  # it would be so of every other
        raise
    except SvcError as error:
        ended = _kept(desk, row, batch, before, _problem(error, desk.words))
    if not desk.json:
        desk.out(_line(desk.words, ended, batch.go))
    return ended


def _recorded(desk: Desk, row: RequestRow, batch: _Batch) -> _Ended:
    ledger = desk.ledger()
    typed = with_times_read(desk, batch.told.filled_up(as_read(desk, row.typed)))
    typist = desk.typist(typed.at or None)
    alone = handing_in(ledger, typist.by, desk.now) if batch.go else nullcontext()
    with alone:  # two may have the same export
        before = taken_down_as(ledger, typed, typist.happened) if row.typed.at else ""
        if before:
            return _Ended(number=row.number, ticket=before)
        return _taken_down(desk, row, batch, typed, typist)


def _taken_down(desk: Desk, row: RequestRow, batch: _Batch, typed: Typed, typist: Typist) -> _Ended:
    ledger = desk.ledger()
    own_office = ledger.person(typist.by).office or ledger.settings.default_office
    answers = typed.answers
    caller = callers.identify_caller(ledger, answers, customer_id=typed.customer)
    if caller is not None:
        answers = callers.fill_from_file(answers, caller)
    answers = replace(answers, channel=answers.channel or "web")
    language = Words(ledger.settings.language, ledger.settings.labels)
    wanted = asked_fields(answers.kind or "repair")
    reason = language(N_("the form does not ask"))
    answers = with_reasons(answers, wanted, batch.read.columns, reason)
    request = request_of(desk, typed, answers, caller, own_office)
    if not batch.go:
        actions.check_request(ledger, request, typist, language.show)
        return _Ended(number=row.number, is_new=True)
    done = actions.take_down(ledger, request, typist, language.show)
    return _Ended(number=row.number, ticket=done.ticket.id, is_new=not done.repeated)


def _kept(
    desk: Desk, row: RequestRow, batch: _Batch, before: IntakeDraft | None, problem: str
) -> _Ended:
    """As a draft, once: in place of the one that this row was kept as `before`, with what was
    answered there since.
    """
    if not batch.go:
        return _Ended(number=row.number, problem=problem)
    ledger = desk.ledger()
    typed = batch.told.filled_up(row.typed)
    if before is not None:
        typed = typed.filled_up(before.typed)
    if before is None or replace(typed, at=before.typed.at) != before.typed:
        typist = desk.typist()
        at = desk.past(typed.at) if typed.at else typist.now
        name = before.name if before else ""
        before = drafts.keep_draft(ledger, typed, by=typist.by, now=typist.now, at=at, name=name)
    return _Ended(number=row.number, draft=str(before.path), problem=problem)


def _problem(error: SvcError, words: Words) -> str:
    """What is wrong with a request, in the words of a form."""
    if isinstance(error, MissingFields):
        fields = [field.removeprefix("--").replace("-", "_") for field in error.facts["fields"]]
        return words(N_("it lacks {fields}"), fields=[words.label("told", each) for each in fields])
    return words.reason(words.problem(error))


def _line(words: Words, ended: _Ended, go: bool) -> str:
    row, ticket = ended.number, ended.ticket
    if ended.problem:
        would = N_("Row {row}: to be kept, not recorded: {problem}")
        said = N_("Row {row}: kept, not recorded: {problem}") if go else would
        return words(said, row=row, problem=ended.problem)
    if not ticket:
        return words(N_("Row {row}: new"), row=row)
    said = N_("Row {row}: {ticket}") if ended.is_new else N_("Row {row}: {ticket}, recorded before")
    return words(said, row=row, ticket=ticket)
