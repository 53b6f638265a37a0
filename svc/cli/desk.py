"""The desk: what one command line knows of the world, and its way to speak.

Who is typing, the language and the clock are read here, once, and travel on as arguments. What a
command says is kept until it ends well: on exit 2 and 4 nothing stands on standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from svc.errors import (
    N_,
    AnswerLost,
    AnswerLostRecorded,
    BadNow,
    FolderGone,
    FutureTime,
    MissingFields,
    NotATime,
    SvcError,
    WhoAreYou,
)
from svc.model.reading import edited_text
from svc.model.times import is_thinkable, parse_moment, written_moment
from svc.render.words import LANGUAGES, Words, printable

if TYPE_CHECKING:
    from svc.actions.recording import Typist
    from svc.cli.progress import ProgressLine
    from svc.errors import Notice
    from svc.store.ledger import Ledger

FUTURE_ALLOWED = timedelta(minutes=2)
_MOST_SETTINGS = 1_000_000  # bytes of svc.yaml in which its language is looked for


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
        self._shown_progress: ProgressLine | None = None
        self.starting = False
        self.waited = False  # whether it was said that git is waited for
        self.paged = False  # whether what is said may be longer than a terminal
        self._utc = _clock(environ)

    # What was typed and what surrounds it

    def set_option(self, name: str, value: object) -> None:
        """Take an option that any command may carry."""
        if name == "lang" and value not in LANGUAGES:
            from svc.errors import NotALanguage

            self._options["lang"] = None
            raise NotALanguage(lang=value)
        self._options[name] = value

    @property
    def json(self) -> bool:
        return bool(self._options["json"])

    @property
    def words(self) -> Words:
        if self._words is None:
            self._words = Words(self._language())
        return self._words

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
            own_labels = ledger.settings.labels
            if own_labels:
                self._words = Words(self._language(), own_labels)
            for notice in notices:
                self.warn(notice.says, **notice.facts)
        return self._ledger

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
        from svc.actions.recording import Typist

        ledger = self.ledger()
        by = self.staff()
        happened = None if at is None else self.past(at)
        return Typist(
            by=by, now=self.now.astimezone(ledger.zone), at=happened, again=again, allow=allow
        )

    def moment(self, text: str) -> datetime:
        """A time as typed, in the ledger's zone. Raises NotATime."""
        zone = self.ledger().zone
        try:
            moment = parse_moment(text, zone, self.now).astimezone(zone)
        except (ValueError, OverflowError):
            raise NotATime(text=text) from None
        if (
            moment.utcoffset() or timedelta()
        ).seconds % 60:  # before there were time zones; no record holds it
            raise NotATime(text=text)
        return moment

    def past(self, text: str) -> datetime:
        """A time as typed that is not to come: at most two minutes ahead. Raises NotATime,
        FutureTime.
        """
        moment = self.moment(text)
        if moment > self.now + FUTURE_ALLOWED:
            raise FutureTime(at=moment, now=self.now)
        return moment

    def need(self, **fields: tuple[str, str]) -> dict[str, str]:
        """The values of fields that may not be missing: asked for at a terminal, else all named at
        once.

        Each field is given as (what it is called, what was typed). Raises MissingFields.
        """
        missing = [name for name, (_, value) in fields.items() if not value]
        if missing and not self.at_terminal:
            raise MissingFields(fields=[f"--{name.replace('_', '-')}" for name in missing])
        answers = {name: value for name, (_, value) in fields.items()}
        for name in missing:
            answers[name] = self.ask(fields[name][0])
        return answers

    def need_some(self, name: str, question: str, typed: list[str]) -> list[str]:
        """The values of an option that may be repeated, at least one. Raises MissingFields."""
        return typed or [self.need(**{name: (question, "")})[name]]

    def ask(self, question: str, default: str = "") -> str:
        """An answer typed at the terminal; asked again until there is one."""
        prompt = self.words(question) + (f" [{printable(default)}]" if default else "") + ": "
        while True:
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                self.give_up()
            answer = line.strip() or default
            if answer:
                return answer

    def give_up(self) -> NoReturn:
        """End the command as Ctrl-C does: Ctrl-D at a question."""
        from signal import SIGINT

        from svc.store.interrupts import Stopped

        raise Stopped(SIGINT)

    # What is said

    def out(self, text: str) -> None:
        """Keep lines for standard output."""
        self._said.append(text.rstrip("\n"))

    def say(self, message: str, /, **facts: object) -> None:
        """Keep a sentence for standard output."""
        self.out(self.words(message, **facts))

    def show_json(self, kind: str, /, **fields: object) -> None:
        """Keep an answer in JSON for standard output."""
        self.out(self.json_text(kind, **fields))

    def json_text(self, kind: str, /, **fields: object) -> str:
        """An answer in JSON: versioned, names stay, times with offset, amounts as text."""
        import json

        answer = {"schema": 1, "kind": kind, **fields}
        return visible(json.dumps(answer, ensure_ascii=False, default=_json_value))

    def warn(self, message: str, /, **facts: object) -> None:
        """Say something at once on standard error; the command goes on."""
        _tell(f"svc: {self.words(message, **facts)}")

    def flush(self) -> None:
        """Put out what was kept, and what the clock was. Raises AnswerLost; BrokenPipeError: nobody
        reads us.
        """
        if self._ledger is not None and self._ledger.skew is not None:
            self.warn(self._ledger.skew.says, **self._ledger.skew.facts)
        text = "\n".join(self._said) + "\n" if self._said else ""
        self._said.clear()
        try:
            if text and self.paged and sys.stdout.isatty():
                from svc.cli.pager import page_text

                page_text(text, self._environ)
            elif text:
                sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            lost = AnswerLost if self.recorded is False else AnswerLostRecorded
            raise lost(reason=os.strerror(error.errno or 0)) from None

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

    def name_the_clock(self) -> None:
        """Say at a terminal that SVC_NOW stands for the clock."""
        if self._environ.get("SVC_NOW") and sys.stderr.isatty():
            self.warn(N_("the clock is SVC_NOW: {now}"), now=self._environ["SVC_NOW"])

    def error(self, error: SvcError) -> None:
        """Say what went wrong on standard error: in words, or with --json as key, facts and
        words.
        """
        message = self.words.error(error)
        if self.json:
            import json

            facts = {name: _json_value(value) for name, value in error.facts.items()}
            answer = {"error": {"key": error.key, "facts": facts, "message": message}}
            _tell(visible(json.dumps(answer, ensure_ascii=False)))
            return
        first, *further = [line.rstrip() for line in message.split("\n")]
        _tell("\n".join([f"svc: {first}", *(f"     {line}" for line in further)]))

    def _language(self) -> str:
        chosen = self._options["lang"]
        if chosen in LANGUAGES:
            return str(chosen)
        with suppress(FolderGone):  # it is said when the ledger is looked for
            language = _ledger_language(self.folder())
            if language:
                return language
        return "zh" if _locale(self._environ).startswith("zh") else "en"


def _tell(lines: str) -> None:
    """Say something on standard error. Where nobody can hear it, the exit status has to say it
    alone.
    """
    with suppress(OSError):
        sys.stderr.write(f"{lines}\n")
        return
    # else Python fails with it once more at its end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def visible(answer: str) -> str:
    """JSON in which whatever could steer a terminal, or hide in it, is written as an escape; it
    says the same.
    """
    if answer.isprintable():
        return answer
    import json

    return "".join(
        char if char.isprintable() or char == "\u3000" else json.dumps(char)[1:-1]
        for char in answer
    )


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
            try:
                text = edited_text(data, "")
            except SvcError:
                text = data.decode("utf-8", "replace")
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
