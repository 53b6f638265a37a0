"""The desk at which a command line is typed: its surroundings, its questions, and values as people
type them: those of options, and times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from svc.cli.asking import Asking, Read
from svc.cli.surroundings import tell_at_once, under_svc
from svc.errors import N_, MissingFields, NotADay, NotAMonth, NotATime, SvcError, TwoReadings

if TYPE_CHECKING:
    from svc.actions.typist import Typist
    from svc.model.typed_times import Span, Towards

FUTURE_ALLOWED = timedelta(minutes=2)


class TakesValue(Protocol):
    """What an option takes, see `svc/cli/values.py`."""

    def names(self, desk: Desk) -> dict[str, str]:
        """Its fixed values with what they are called; none where it takes words."""

    def read(self, desk: Desk, typed: str) -> str:
        """The value for what was typed."""


class Desk(Asking):
    """One command's surroundings, with the values that are typed there. Of two readings of a time
    one is chosen at a terminal; elsewhere TwoReadings is raised.
    """

    def __init__(self, argv: list[str], environ: Mapping[str, str]) -> None:
        super().__init__(argv, environ)
        self.values: dict[str, TakesValue] = {}  # what the command's options take, by their names
        self.late = ""  # --late: why what is entered comes late for a month that is sealed

    def typist(self, at: str | None = None, again: bool = False, allow: str = "") -> Typist:
        """Who is typing, when it is typed and when it happened, for an action."""
        from svc.actions.typist import Typist

        ledger = self.ledger()
        by = self.staff()
        happened = None if at is None else self.past(at)
        return Typist(
            by=by,
            now=self.now.astimezone(ledger.zone),
            at=happened,
            again=again,
            allow=allow,
            late=self.late,
        )

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

    def end_of_day(self, text: str) -> datetime:
        """The last second of a day that lies behind us, or today. Raises NotADay."""
        from datetime import time

        day = self.day(text, likely="past")
        return datetime.combine(day, time(23, 59, 59), self.ledger().zone)

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
            faults: list[SvcError] = [*run_hooks(self._ledger, happened)]
        except Stopped:
            return
        except SvcError as error:
            self._say_no_hook_ran(error)
            return
        except Exception as fault:
            from svc.cli.crash import report_crash

            faults = [report_crash(fault)]
        for each in faults:
            if isinstance(each, Notice):
                self.warn(each.says, **each.facts)
            else:
                self.error(each)

    def _say_no_hook_ran(self, error: SvcError) -> None:
        """Say why the user's own file can't be used, after something was recorded."""
        why = self.words.reason(self.words.error(error))
        stays = self.words(N_("No hook was run. What was recorded stays."))
        message = f"{why}\n{stays}"
        tell_at_once(self.json_text("notice", message=message) if self.json else under_svc(message))
