"""The desk: what one command line knows of the world, and its way to speak.

Who is typing, the language and the clock are read here, once, and travel on as arguments. What a
command says is kept until it ends well: on exit 2 and 4 nothing stands on standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, Protocol, TypeVar

from svc.cli.screens import folded, screen_of
from svc.cli.turns import GoneBack, Turns
from svc.errors import (
    N_,
    AnswerLost,
    AnswerLostRecorded,
    BadNow,
    Damaged,
    FolderGone,
    MissingFields,
    NotADay,
    NotAMonth,
    NotATime,
    Refused,
    SvcError,
    TwoReadings,
    WhoAreYou,
    system_reason,
)
from svc.model.times import is_thinkable, written_moment
from svc.render.words import LANGUAGES, Words, printable, visible

if TYPE_CHECKING:
    from svc.actions.typist import Typist
    from svc.cli.progress import ProgressLine
    from svc.errors import Notice
    from svc.model.typed_times import Span, Towards
    from svc.store.ledger import Ledger

Read = TypeVar("Read")
FUTURE_ALLOWED = timedelta(minutes=2)
ANSWER_VERSION = 1
"""`schema` of every answer in JSON, see `svc/cli/answers.py`."""
_MOST_SETTINGS = 1_000_000  # bytes of svc.yaml in which its language is looked for


GOING_BACK = N_("<: the question before; Ctrl-C: stop, what was answered is kept.")


class TakesValue(Protocol):
    """What an option takes, see `svc/cli/values.py`."""

    def names(self, desk: Desk) -> dict[str, str]:
        """Its fixed values with what they are called; none where it takes words."""

    def read(self, desk: Desk, typed: str) -> str:
        """The value for what was typed."""


class Desk:
    """One command's surroundings."""

    def __init__(self, argv: list[str], environ: Mapping[str, str]) -> None:
        self._environ = environ
        # what stands behind it are words, no options
        argv = argv[: argv.index("--")] if "--" in argv else argv
        self._options: dict[str, Any] = {
            "ledger": environ.get("SVC_LEDGER") or None,
            "as": environ.get("SVC_AS") or None,
            "lang": environ.get("SVC_LANG") or None,
            "color": None,
            "json": False,
            "fresh": False,
        }
        # Parsing errors have to be said in a language too, so these are looked for before parsing.
        for name in ("ledger", "lang"):
            value = _option_value(argv, name)
            if value is not None:
                self._options[name] = value
        self._options["json"] = "--json" in argv
        self._words: Words | None = None
        self._ledger: Ledger | None = None
        self._said: list[str] = []
        self._kept_file: BinaryIO | None = None  # what is too long to be kept
        self._shown_progress: ProgressLine | None = None
        self._chosen: dict[tuple[str, ...], Any] = {}  # readings that were asked about
        self.values: dict[str, TakesValue] = {}  # what the command's options take, by their names
        # options that were asked for, and of which ticket of several, with what was answered
        self.answered: dict[tuple[str, str], str] = {}
        self._turns = Turns()
        self._earlier: dict[str, list[str]] | None = None  # answers by what is asked
        self._hinted = False  # whether it was said how to go back
        self.starting = False
        self.waited = False  # whether it was said that git is waited for
        self.folds = True  # whether lines that are longer are broken
        self._utc = _clock(environ)

    # What was typed and what surrounds it

    def set_option(self, name: str, value: object) -> None:
        """Take an option that any command may carry."""
        if name == "lang" and value not in LANGUAGES:
            from svc.errors import NotALanguage

            self._options["lang"] = None
            raise NotALanguage(lang=value)
        if name == "color":
            self._words = None  # for another screen
        self._options[name] = value

    @property
    def json(self) -> bool:
        return bool(self._options["json"])

    @property
    def words(self) -> Words:
        if self._words is None:
            self._words = self._words_called({})
        return self._words

    def _words_called(self, labels: Mapping[str, str]) -> Words:
        """Words for this person: in their language, as the department calls things, for their
        terminal.
        """
        words = Words(self._language(), labels)
        words.screen = screen_of(self._options["color"], self._environ)
        words.today = self.now.date()
        return words

    @property
    def lang(self) -> str:
        return self.words.lang

    @property
    def now(self) -> datetime:
        """The one reading of the clock: whole seconds, in the ledger's zone where there is a
        ledger.
        """
        return self._utc.astimezone(self._ledger.zone) if self._ledger else self._utc

    @property
    def at_terminal(self) -> bool:
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def recorded(self) -> bool | None:
        """Whether this command has recorded anything; None while a ledger is being started, which
        can't tell yet.
        """
        return None if self.starting else self._ledger is not None and self._ledger.recorded

    def folder(self) -> Path:
        """Where to look for the ledger: as told, else the current folder. Raises FolderGone."""
        try:
            return Path(self._options["ledger"] or "").absolute()
        except FileNotFoundError:
            raise FolderGone from None

    def ledger(self) -> Ledger:
        """The ledger, found once; what a killed command left in it is finished. Raises NoLedger."""
        if self._ledger is None:
            from svc.store.ledger import Ledger, find_ledger

            ledger = Ledger(find_ledger(self.folder(), named=bool(self._options["ledger"])))
            ledger.fresh = bool(self._options["fresh"])
            if sys.stderr is not None and sys.stderr.isatty():
                ledger.progress = self._progress
            if self.at_terminal:
                ledger.tell_waiting = self.tell_waiting
            notices = ledger.recover()
            self._ledger = ledger
            settings = ledger.settings
            named = {
                f"{group}.{code}": printable(each.name)
                for group, there in (("office", settings.offices), ("region", settings.regions))
                for code, each in there.items()
            }
            self._words = self._words_called(named | settings.labels)
            self.words.name_of_part = self._name_of_part
            for notice in notices:
                self.warn(notice.says, **notice.facts)
        return self._ledger

    def _name_of_part(self, code: str) -> str:
        """What the catalogue of parts calls it; the code where it is not there, or can't be
        read.
        """
        try:
            part = self.ledger().parts.find_part(code)
        except Damaged:
            return code
        return code if part is None else part.name

    def staff(self) -> str:
        """Who is typing: --as, SVC_AS, else whose e-mail git knows. Raises WhoAreYou,
        UnknownStaff.
        """
        staff_id = self._options["as"]
        if staff_id:
            return self.ledger().person(str(staff_id)).id
        email = self.ledger().clone.get("user.email", "")
        person = self.ledger().staff.by_email(email) if email else None
        if person is None:
            raise WhoAreYou(email=email)
        return person.id

    def typist(self, at: str | None = None, again: bool = False, allow: str = "") -> Typist:
        """Who is typing, when it is typed and when it happened, for an action."""
        from svc.actions.typist import Typist

        ledger = self.ledger()
        by = self.staff()
        happened = None if at is None else self.past(at)
        return Typist(
            by=by, now=self.now.astimezone(ledger.zone), at=happened, again=again, allow=allow
        )

    # Times as typed. Of two readings one is chosen at a terminal; elsewhere all of these raise
    # TwoReadings.

    def moment(self, text: str, towards: Towards | None = None) -> datetime:
        """A time, in the ledger's zone. Raises NotATime, and what `towards` refuses."""
        from svc.model.typed_times import ANYTIME, read_moment

        zone = self.ledger().zone
        moment = self._meant(lambda: read_moment(text, self.now, towards or ANYTIME))
        moment = moment.astimezone(zone)
        if (
            moment.utcoffset() or timedelta()
        ).seconds % 60:  # before there were time zones; no record holds it
            raise NotATime(text=text)
        return moment

    def past(self, text: str) -> datetime:
        """A time that is not to come: at most two minutes ahead. Raises NotATime, FutureTime."""
        from svc.model.typed_times import Towards

        self.ledger()  # its zone says what `now` is
        return self.moment(text, Towards(until=self.now + FUTURE_ALLOWED))

    def ahead(self, text: str, at: str = "") -> datetime:
        """A time that was to come when what is recorded happened: `at`, as typed, else now. The
        minute that runs is not past. Raises NotATime, PastTime.
        """
        from svc.model.typed_times import Towards

        self.ledger()
        happened = self.past(at) if at else self.now
        return self.moment(text, Towards(since=happened.replace(second=0)))

    def day(self, text: str, *, likely: str = "") -> date:
        """A day. `likely`: `past` or `ahead`, where the one that lies there is meant of several.
        Raises NotADay.
        """
        from svc.model.typed_times import read_day

        self.ledger()
        return self._meant(lambda: read_day(text, self.now, self._towards(likely)))

    def past_day(self, text: str) -> date:
        """A day that has come. Raises NotADay, DayToCome."""
        from svc.model.typed_times import Towards, read_day

        self.ledger()
        return self._meant(lambda: read_day(text, self.now, Towards(until=self.now)))

    def days(self, text: str) -> tuple[date, date]:
        """The first day and the last, those to come before others. Raises NotADay,
        BackwardsSpan.
        """
        from svc.model.typed_times import read_days

        self.ledger()
        return self._meant(lambda: read_days(text, self.now, self._towards("ahead")))

    def span(self, text: str) -> Span:
        """A span, those that have begun before others. Raises NotADay, BackwardsSpan."""
        from svc.model.typed_times import read_span

        self.ledger()
        return self._meant(lambda: read_span(text, self.now, self._towards("past")))

    def month(self, text: str) -> date:
        """The first day of one month. Raises NotAMonth."""
        from svc.model.typed_times import read_months

        self.ledger()
        months = read_months(text, self.now.date())
        if months.several:
            raise NotAMonth(text=text)
        return months.first

    def day_of_purchase(self, text: str) -> str:
        """A day of purchase as records have it, `2026-06-30`, or the words typed, which name none:
        去年, 2026年6月. Words are asked about at a terminal; elsewhere it is said what they mean.

        Raises DayToCome; NotADay for a day that no calendar has.
        """
        from svc.model.tickets import why_unknown
        from svc.model.typed_times import Towards, is_misspelt_day, read_day

        if not text.strip() or why_unknown(text) is not None:
            return text
        self.ledger()
        try:
            day = self._meant(lambda: read_day(text, self.now, Towards(until=self.now)))
        except NotADay:
            if is_misspelt_day(text, self.now.date()):
                raise
        else:
            return day.isoformat()
        if self.at_terminal:
            question = self.words(
                N_("'{text}' names no day. Day of purchase (Enter: not known)"), text=text
            )
            answer = self.ask(question, default=text)
            if answer != text:
                return self.taken(question, self.day_of_purchase, answer)[1]
        else:
            self.warn(N_("'{text}' names no day, so the warranty is not known."), text=text)
        return text

    def _towards(self, likely: str) -> Towards:
        from svc.model.typed_times import Towards

        return Towards(
            since=self.now if likely == "ahead" else None,
            until=self.now if likely == "past" else None,
            strict=False,
        )

    def _meant(self, read: Callable[[], Read]) -> Read:
        """What was read; of several readings the one that is chosen at the terminal, once."""
        try:
            return read()
        except TwoReadings as error:
            if not self.at_terminal:
                raise
            shown = [self.words.show(reading) for reading in error.facts["readings"]]
            key = (error.facts["text"], *shown)
            if key not in self._chosen:
                question = self.words(
                    N_("What does '{text}' mean? Number"), text=error.facts["text"]
                )
                self._chosen[key] = error.meant[self.choose(question, shown)]
            chosen: Read = self._chosen[key]
            return chosen

    def choose(self, question: str, shown: list[str], default: str = "") -> int:
        """Which of these is chosen at the terminal by its number, counted from 0."""
        for number, line in enumerate(shown, 1):
            self.show(f"  {number}  {line}")
        numbers = [str(number) for number in range(1, len(shown) + 1)]
        while True:
            answer = self.ask(question, default)
            if answer in numbers:
                return numbers.index(answer)
            self.refuse_answer(
                N_("{answer} is none of them. Type a number from 1 to {most}."),
                answer=answer,
                most=len(shown),
            )

    def taken(
        self,
        question: str,
        take: Callable[[str], Read],
        answer: str = "",
        default: str = "",
        name: str = "",
    ) -> tuple[str, Read]:
        """An answer that `take` takes, and what it makes of it; why another is not taken is said,
        and asked again, with that answer to be edited.
        """
        while True:
            answer = answer or self.ask(question, default, name=name)
            try:
                return answer, take(answer)
            except Refused as refused:
                self.error(refused)
                self._take_back(name or question)
                answer = ""

    def need(
        self,
        takes: Mapping[str, Callable[[str], object]] | None = None,
        about: str = "",
        /,
        **fields: tuple[str, str],
    ) -> dict[str, str]:
        """The values of fields that may not be missing: asked for at a terminal, else all named at
        once.

        Each field is given as (what it is called, what was typed). What `takes` has for a field
        refuses an answer at the terminal: it is said why, and asked again. `about` is the ticket
        of several that is asked about. Raises MissingFields.
        """
        missing = [name for name, (_, value) in fields.items() if not value]
        if missing and not self.at_terminal:
            raise MissingFields(fields=[f"--{name.replace('_', '-')}" for name in missing])
        answers = {name: value for name, (_, value) in fields.items()}
        if len(missing) > 1:
            self.hint_at_going_back()
        for name in missing:
            take = (takes or {}).get(name)
            answers[name] = self.answer(name, fields[name][0], take)
            self.answered[name, about] = answers[name]
        return answers

    def answer(
        self,
        name: str,
        question: str,
        take: Callable[[str], object] | None = None,
        default: str = "",
    ) -> str:
        """An answer to the question for an option, as its value is read; asked again until it is
        one that is taken. Fixed values are shown with numbers.
        """
        value = self.values.get(name)
        names = value.names(self) if value else {}
        for number, label in enumerate(names.values(), 1):
            self.show(f"  {number}  {label}")

        def read(typed: str) -> str:
            numbers = [str(number) for number in range(1, len(names) + 1)]
            if typed in numbers:
                return list(names)[numbers.index(typed)]
            answer = value.read(self, typed) if value else typed
            if take is not None:
                take(answer)
            return answer

        return self.taken(question, read, default=default, name=name)[1]

    def need_some(self, name: str, question: str, typed: list[str]) -> list[str]:
        """The values of an option that may be repeated, at least one. Raises MissingFields."""
        return typed or [self.need(**{name: (question, "")})[name]]

    def ask(
        self,
        question: str,
        default: str = "",
        *,
        name: str = "",
        fitting: Callable[[str], list[str]] | None = None,
    ) -> str:
        """An answer typed at the terminal; asked again until there is one. `<` goes back to the
        question before (raises GoneBack). The lines that `fitting` gives for what is typed so far
        stand below it. `name` is the option that would answer it.
        """
        given = self._turns.next_given()
        if given is not None:
            return given
        from svc.model.typed_text import as_code, cleaned

        asked = self.words(question) + (f" [{printable(default)}]" if default else "")
        while True:
            answer = cleaned(self._typed(asked, name or question, fitting))
            if self._turns.is_back(answer):
                if self._turns.may_go_back(recorded=self.recorded is not False):
                    self._turns.go_back()
                self.warn(N_("There is no question before this one to go back to."))
                continue
            answer = answer or default
            if answer:
                short = as_code(answer)  # ３ and ＋ of a Chinese keyboard
                answer = short if short == "+" or short.isdecimal() else answer
                self._turns.give(answer)
                self._remember(name or question, answer)
                return answer

    def _typed(self, asked: str, key: str, fitting: Callable[[str], list[str]] | None) -> str:
        """A line as it is typed."""
        from svc.cli.line_editor import can_edit, edit_line

        if can_edit():
            earlier = self._earlier_answers().get(key, [])
            typed = edit_line(asked, text=self._turns.offered, earlier=earlier, fitting=fitting)
            line = "" if typed is None else f"{typed}\n"
        else:
            sys.stderr.write(f"{asked}: ")
            sys.stderr.flush()
            line = sys.stdin.readline()
        return line or self.give_up()

    def refuse_answer(self, message: str, /, **facts: object) -> None:
        """Say why the last answer is not taken; it is offered again, to be edited."""
        self.warn(message, **facts)
        self._turns.refuse()

    def _take_back(self, key: str) -> None:
        """The last answer is not taken: it is offered again, and none of the earlier ones."""
        self._turns.refuse()
        there = self._earlier_answers().get(key, [])
        if self._turns.offered in there:
            there.remove(self._turns.offered)

    def show(self, line: str) -> None:
        """Show a line at once, between two questions."""
        if not self._turns.repeating:
            from shutil import get_terminal_size

            sys.stderr.write(folded(f"{line}\n", get_terminal_size().columns))
            sys.stderr.flush()

    def hint_at_going_back(self) -> None:
        """Say, once, how to go back to the question before."""
        if not self._hinted:
            self._hinted = True
            self.show(self.words(GOING_BACK))

    def in_turns(self, talk: Callable[[], Read]) -> Read:
        """Hold a conversation, which records nothing before its last question; held once more
        where somebody goes back to an earlier question of it.
        """
        start = self._turns.begin()
        said, answered, chosen = len(self._said), dict(self.answered), dict(self._chosen)
        try:
            while True:
                try:
                    return talk()
                except GoneBack:
                    if not self._turns.again_from(start):
                        raise
                    del self._said[said:]
                    self.answered, self._chosen = dict(answered), dict(chosen)
        finally:
            self._turns.end()

    def close_way_back(self) -> None:
        """Something was done that is not done twice: no question before it is asked again."""
        self._turns.close_way_back()

    def _earlier_answers(self) -> dict[str, list[str]]:
        """Answers of this session by what is asked; those that name nobody of earlier ones, too."""
        if self._earlier is None:
            from svc.store import earlier_answers

            self._earlier = {}
            if not self.starting:
                with suppress(SvcError):  # the command says it, if it needs one
                    self.ledger()
            if self._ledger is not None:
                self._earlier = earlier_answers.read(self._ledger.root)
        return self._earlier

    def _remember(self, key: str, answer: str) -> None:
        there = self._earlier_answers().setdefault(key, [])
        there[:] = [*(each for each in there if each != answer), answer]

    def keep_earlier_answers(self) -> None:
        """Keep what was answered and names nobody, for the arrow keys of the next command."""
        if self._ledger is not None and self._turns.any_given and self._earlier:
            from svc.store import earlier_answers

            earlier_answers.keep(self._ledger.root, self._earlier)

    def keep_answers(self, argv: list[str], message: str = "") -> None:
        """Give what was answered at the terminal as a command line, where nothing was recorded."""
        if not self.answered or self.recorded is not False:
            return
        from shlex import join

        options = [
            word
            for (name, about), answer in self.answered.items()
            for word in (
                f"--{name.replace('_', '-')}",
                f"{about}={answer}" if about else answer,
            )
        ]
        _tell(
            self.words(
                message
                or N_("Your answers are not lost. Once that is put right, type:\n  {command}"),
                command=join(["svc", *argv, *options]),
            )
        )

    def give_up(self) -> NoReturn:
        """End the command as Ctrl-C does: Ctrl-D at a question."""
        from signal import SIGINT

        from svc.store.interrupts import Stopped

        raise Stopped(SIGINT)

    def run_hooks(self) -> None:
        """Run the user's own programs for what was recorded, once it is said; see
        svc/store/hooks.py.
        """
        if self._ledger is None or not self._ledger.happened:
            return
        from svc.errors import Notice
        from svc.store.hooks import run_hooks
        from svc.store.interrupts import Stopped

        happened, self._ledger.happened = self._ledger.happened, []
        # whatever happens here, what was recorded and said stays
        try:
            told: list[SvcError] = [*run_hooks(self._ledger, happened)]
        except Stopped:
            return
        except SvcError as error:
            self._say_no_hook_ran(error)
            return
        except Exception as fault:
            from svc.cli.crash import report_crash

            told = [report_crash(fault)]
        for each in told:
            if isinstance(each, Notice):
                self.warn(each.says, **each.facts)
            else:
                self.error(each)

    def _say_no_hook_ran(self, error: SvcError) -> None:
        """Say why the user's own file can't be used, after something was recorded."""
        why = self.words.error(error).replace(self.words(N_("Nothing was changed.")), "").rstrip()
        stays = self.words(N_("No hook was run. What was recorded stays."))
        message = f"{why}\n{stays}"
        _tell(self.json_text("notice", message=message) if self.json else _under_svc(message))

    def close(self) -> None:
        """Let go of what is open at the end of a command."""
        if self._ledger is not None:
            self._ledger.close()

    # What is said

    def out(self, text: str) -> None:
        """Keep lines for standard output."""
        self._said.append(text.rstrip("\n"))

    def keep_file(self, file: BinaryIO) -> None:
        """Keep what stands in a file, in UTF-8, for standard output: more than is to be held."""
        self._kept_file = file

    def say(self, message: str, /, **facts: object) -> None:
        """Keep a sentence for standard output."""
        self.out(self.words(message, **facts))

    def show_json(self, kind: str, /, **fields: object) -> None:
        """Keep an answer in JSON for standard output."""
        self.out(self.json_text(kind, **fields))

    def json_text(self, kind: str, /, **fields: object) -> str:
        """An answer in JSON: versioned, names stay, times with offset, amounts as text."""
        import json

        answer = {"schema": ANSWER_VERSION, "kind": kind, **fields}
        return visible(json.dumps(answer, ensure_ascii=False, default=_json_value))

    def error_text(self, error: SvcError) -> str:
        """What went wrong, in JSON: key, facts and words."""
        facts = {name: _json_value(value) for name, value in error.facts.items()}
        message = self.words.error(error)
        said = {"key": error.key, "facts": facts, "message": message}
        return self.json_text("error", error=said)

    def warn(self, message: str, /, **facts: object) -> None:
        """Say something at once on standard error; the command goes on."""
        if self._turns.repeating:
            return
        said = self.words(message, **facts)
        _tell(self.json_text("notice", message=said) if self.json else f"svc: {said}")

    def flush(self) -> None:
        """Put out what was kept, and what the clock was. Raises AnswerLost; BrokenPipeError: nobody
        reads us.
        """
        if self._ledger is not None and self._ledger.skew is not None:
            self.warn(self._ledger.skew.says, **self._ledger.skew.facts)
        text = "\n".join(self._said) + "\n" if self._said else ""
        self._said.clear()
        if self.folds and not self.json and self.words.screen is not None:
            text = folded(text, self.words.screen.width)
        try:
            if text and not self.json and sys.stdout.isatty():
                from svc.cli.pager import page_text

                page_text(
                    text,
                    self._environ,
                    self._linked(text),
                    self.words(N_("q leaves, the space bar turns the page")),
                )
            elif text:
                sys.stdout.write(self._linked(text))
            if self._kept_file is not None:
                with self._kept_file as file:
                    sys.stdout.writelines(line.decode() for line in file)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            lost = AnswerLost if self.recorded is False else AnswerLostRecorded
            raise lost(reason=system_reason(error)) from None

    def _linked(self, text: str) -> str:
        """The text with links to tickets, where the terminal has them and is shown colours; never
        in what a program reads.
        """
        screen = self.words.screen
        if screen is None or not screen.colours or self.json or not self.folds:
            return text
        from svc.cli.links import has_links, linked

        if self._ledger is None or not has_links(self._environ):
            return text
        return linked(text, self._ledger.top)

    def _progress(self, number_done: int, count: int) -> None:
        """Show how far long work is; made when there is any."""
        if self._shown_progress is None:
            from svc.cli.progress import ProgressLine

            self._shown_progress = ProgressLine(self.words)
        self._shown_progress(number_done, count)

    def tell_waiting(self, notice: Notice) -> None:
        """Say that git is waited for, and remember it for who gives up."""
        self.waited = True
        self.warn(notice.says, **notice.facts)

    def forget(self) -> None:
        self._said.clear()
        self._kept_file = None

    def name_the_clock(self) -> None:
        """Say at a terminal that SVC_NOW stands for the clock."""
        if self._environ.get("SVC_NOW") and sys.stderr.isatty():
            self.warn(N_("the clock is SVC_NOW: {now}"), now=self._environ["SVC_NOW"])

    def error(self, error: SvcError) -> None:
        """Say what went wrong on standard error: in words, or with --json as key, facts and
        words.
        """
        if self._turns.repeating:
            return
        message = self.words.error(error)
        if self.json:
            _tell(self.error_text(error))
            return
        _tell(_under_svc(message))

    def _language(self) -> str:
        chosen = self._options["lang"]
        if chosen in LANGUAGES:
            return str(chosen)
        with suppress(FolderGone):  # it is said when the ledger is looked for
            language = _ledger_language(self.folder())
            if language:
                return language
        return "zh" if _locale(self._environ).startswith("zh") else "en"


def _under_svc(message: str) -> str:
    """A message as it stands on a screen: who says it, and its other lines below."""
    first, *further = [line.rstrip() for line in message.split("\n")]
    return "\n".join([f"svc: {first}", *(f"     {line}" for line in further)])


def _tell(lines: str) -> None:
    """Say something on standard error. Where nobody can hear it, the exit status has to say it
    alone.
    """
    with suppress(OSError):
        if sys.stderr.isatty() and not lines.startswith("{"):
            from shutil import get_terminal_size

            lines = folded(lines, get_terminal_size().columns)
        sys.stderr.write(f"{lines}\n")
        return
    # else Python fails with it once more at its end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _option_value(argv: list[str], name: str) -> str | None:
    for index, arg in enumerate(argv):
        if arg == f"--{name}" and index + 1 < len(argv):
            return argv[index + 1]
        if arg.startswith(f"--{name}="):
            return arg.partition("=")[2]
    return None


def _clock(environ: Mapping[str, str]) -> datetime:
    """Now, in whole seconds: SVC_NOW (with its offset) where tests and replays set it. Raises
    BadNow.
    """
    clock_text = environ.get("SVC_NOW")
    if not clock_text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(clock_text)
    except ValueError:
        raise BadNow(text=clock_text) from None
    if moment.tzinfo is None or moment.microsecond or not is_thinkable(moment):
        raise BadNow(text=clock_text)
    return moment


def _ledger_language(folder: Path) -> str | None:
    """The language svc.yaml sets, read without judging the file: errors about it have to be said
    too.
    """
    for top in (folder, *folder.parents):
        try:
            with open(top / "svc.yaml", "rb", opener=_plain_file) as settings:
                data = settings.read(_MOST_SETTINGS)
            text = data.decode("utf-8", "replace").removeprefix("\ufeff")
            if "language:" not in text:  # left out, or in another encoding
                from svc.model.reading import edited_text

                with suppress(SvcError):
                    text = edited_text(data, "")
            for line in text.splitlines():
                if line.startswith("language:"):
                    value = line.partition(":")[2].split("#")[0].strip().strip("\"'")
                    return value if value in LANGUAGES else None
            return None
        except OSError:
            continue
    return None


def _plain_file(path: str, flags: int) -> int:
    """Open a file, but no link; at a pipe it does not wait. Raises OSError."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _locale(environ: Mapping[str, str]) -> str:
    return environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""


def _json_value(value: object) -> object:
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json_value(item) for key, item in value.items()}
    if isinstance(value, SvcError):
        return value.key
    return str(value)
