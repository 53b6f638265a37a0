"""What surrounds a command, and its voice: the language, the clock, the terminal, the ledger, who
is typing; sentences, answers in JSON, what went wrong.

They are read here, once, and travel on as arguments. What a command says is kept until it ends
well: on exit 2 and 4 nothing stands on standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from svc.cli.screens import folded, screen_of
from svc.errors import (
    N_,
    AnswerLost,
    AnswerLostRecorded,
    BadNow,
    Damaged,
    FolderGone,
    SomeUnseen,
    SvcError,
    WhoAreYou,
    system_reason,
)
from svc.model.times import is_thinkable, written_moment
from svc.render.words import LANGUAGES, Words, harmless, printable, visible

if TYPE_CHECKING:
    from svc.cli.progress import ProgressLine
    from svc.errors import Notice
    from svc.model.settings import Settings
    from svc.store.ledger import Ledger

ANSWER_VERSION = 1
"""`schema` of every answer in JSON, see `svc/cli/answers/table.py`."""
_MOST_SETTINGS = 1_000_000  # bytes of svc.yaml in which its language is looked for


class Surroundings:
    """What one command line knows of the world, and its way to speak."""

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
        self.starting = False
        self.recorded_many = False  # what was recorded is meant for every ticket of the ledger
        self.joining = False  # a clone is being made ready just now
        self.waited = False  # whether it was said that git is waited for
        self.folds = True  # whether lines that are longer are broken
        self._utc = _clock(environ)

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
    def says_who_types(self) -> bool:
        """Whether it is said with --as or SVC_AS, and not by git's e-mail address."""
        return bool(self._options["as"])

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

    def speak_for(self, settings: Settings) -> None:
        """Speak as the ledger with these settings does, where nobody chose a language: for a
        command that sees no work tree.
        """
        if self._options["lang"] not in LANGUAGES:
            self._options["lang"] = settings.language
        self._words = self._words_called(_names_in(settings))

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment that the command was called with."""
        return self._environ

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
    def is_silent(self) -> bool:
        """Whether nothing is shown just now."""
        return False

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
            self._words = self._words_called(_names_in(ledger.settings))
            self.words.name_of_part = self._name_of_part
            for notice in notices:
                self.warn(notice.says, **notice.facts)
            if not self.joining and not ledger.is_set_up():
                from svc.errors import NotSetUp
                from svc.store.clone_settings import free_lane

                self.warn(NotSetUp.says, free=free_lane(ledger))
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

    def home_office(self) -> str:
        """The office of who is typing; empty where nobody can tell who it is. Raises NoLedger."""
        ledger = self.ledger()
        try:
            return ledger.person(self.staff()).office
        except SvcError:
            return ""

    def close(self) -> None:
        """Let go of what is open at the end of a command."""
        if self._ledger is not None:
            self._ledger.close()

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
        if self.is_silent:
            return
        said = self.words(message, **facts)
        tell_at_once(self.json_text("notice", message=said) if self.json else f"svc: {said}")

    def flush(self) -> None:
        """Put out what was kept, and what the clock was. Raises AnswerLost; BrokenPipeError: nobody
        reads us.
        """
        if self._ledger is not None and self._ledger.skew is not None:
            self.warn(self._ledger.skew.says, **self._ledger.skew.facts)
        text = "\n".join(self._said) + "\n" if self._said else ""
        self._said.clear()
        if text and not self.json:
            text = harmless(text, coloured=self.words.screen is not None)
            text = self.words.with_removed(text)
        if self.folds and not self.json and self.words.screen is not None:
            text = folded(text, self.words.screen.width)
        try:
            if text and not self.json and sys.stdout.isatty():
                from svc.cli.pager import page_text

                page_text(
                    text,
                    self._environ,
                    self._linked,
                    self.words(N_("q leaves, the space bar turns the page")),
                )
            elif text:
                sys.stdout.write(self._linked(text))
            if self._kept_file is not None:
                with self._kept_file as file:
                    sys.stdout.writelines(harmless(line.decode()) for line in file)
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
        if self.is_silent:
            return
        message = self.words.error(error)
        if self.json:
            tell_at_once(self.error_text(error))
            return
        tell_at_once(under_svc(message))

    def tell(self, message: str) -> None:
        """Put lines that are words already at once on standard error."""
        if not self.is_silent:
            tell_at_once(
                self.json_text("notice", message=message) if self.json else under_svc(message)
            )

    def say_what_is_here(self) -> None:
        """In a clone that has a part of the ledger alone: of how much of it the answer is. Where
        one record was read or something recorded, there is nothing to say.
        """
        ledger = self._ledger
        is_of_one = self.recorded and not self.recorded_many
        if ledger is None or not ledger.looked_at_many or is_of_one or self.is_silent:
            return
        notice = ledger.part_here
        if notice is None:
            return
        said = self.words.error(notice)
        tell_at_once(self.json_text("notice", message=said) if self.json else f"svc: {said}")

    def status_seen(self, status: int) -> int:
        """How a command ends that said all it knows: where folders could not be looked into, they
        are named, and what was shown is not all. What was recorded stays recorded.
        """
        unseen = self._ledger.unseen if self._ledger is not None else {}
        if not unseen or status not in (0, 1):
            return status
        self.error(SomeUnseen(folders=list(unseen)))
        return status if self.recorded else SomeUnseen.exit_status

    def say_what_books_lack(self, error: SvcError) -> None:
        """After a refusal by the store's books: name what could not be read, and may be why."""
        if not error.of_books or self._ledger is None:
            return
        from svc.actions.stock import unseen_in_books

        with suppress(SvcError):
            for notice in unseen_in_books(self._ledger):
                self.warn(notice.says, **notice.facts)

    def _language(self) -> str:
        chosen = self._options["lang"]
        if chosen in LANGUAGES:
            return str(chosen)
        with suppress(FolderGone):  # it is said when the ledger is looked for
            language = _ledger_language(self.folder())
            if language:
                return language
        return "zh" if _locale(self._environ).startswith("zh") else "en"


def under_svc(message: str) -> str:
    """A message as it stands on a screen: who says it, and its other lines below."""
    first, *further = [line.rstrip() for line in message.split("\n")]
    return "\n".join([f"svc: {first}", *(f"     {line}" for line in further)])


def tell_at_once(lines: str) -> None:
    """Say something on standard error. Where nobody can hear it, the exit status has to say it
    alone.
    """
    with suppress(OSError):
        if sys.stderr.isatty() and not lines.startswith("{"):
            from shutil import get_terminal_size

            lines = folded(lines, get_terminal_size().columns)
        sys.stderr.write(f"{harmless(lines, coloured=sys.stderr.isatty())}\n")
        return
    # else Python fails with it once more at its end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _names_in(settings: Settings) -> dict[str, str]:
    """What a department calls its offices, regions and fixed values."""
    named = {
        f"{group}.{code}": printable(each.name)
        for group, there in (("office", settings.offices), ("region", settings.regions))
        for code, each in there.items()
    }
    return named | settings.labels


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
