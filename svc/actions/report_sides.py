"""The two states of a ledger whose reports are compared: today's, that of a day, of a commit, or
the one from which a page with a digest was printed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from msgspec import Struct

from svc.actions.reports import digest_now
from svc.errors import NoSuchPrintedReport
from svc.model.times import month_after
from svc.rules.report.answer import Cut
from svc.rules.report.scope import Scope
from svc.store.as_of import EarlierLedgers, LedgerAsOf, commits_since, ledger_of_commit
from svc.store.git.trees import commit_of
from svc.store.ledger import Ledger

_COMMIT = re.compile(r"[0-9a-f]{4,64}|HEAD[~^0-9]*")
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
MOST_COMMITS = 2_000
"""So many commits are looked through for a digest, the latest first."""


class ReportSide(Struct, frozen=True, kw_only=True):
    """A state of the ledger, and the moment at which its report is looked at."""

    ledger: Ledger
    moment: datetime
    cut: Cut | None = None  # None: today
    digest: str = ""  # that of the printed page by which it was found


class ReportAsked(Struct, frozen=True, kw_only=True):
    """Which report is compared, by whom it is asked for now."""

    ledger: Ledger
    scope: Scope
    first: date  # of the month
    now: datetime

    @property
    def over(self) -> datetime:
        """When the month is over."""
        return datetime.combine(month_after(self.first), time(), tzinfo=self.ledger.zone)


@contextmanager
def report_side(
    asked: ReportAsked, text: str, past_day: Callable[[str], date | None]
) -> Iterator[ReportSide]:
    """The state called so: empty for today's; a day, as it was known at its end; a commit; the
    digest of a printed report, of which 8 digits are enough. `past_day` reads a day, None for what
    is none.

    Raises NoSuchPrintedReport, HistoryNotHere.
    """
    ledger, zone = asked.ledger, asked.ledger.zone
    if not text:
        yield ReportSide(ledger=ledger, moment=asked.now)
        return
    day = past_day(text)
    if day is not None:
        end = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
        moment = min(end, asked.now)
        then = LedgerAsOf(ledger, moment, known_then=True)
        yield ReportSide(ledger=then, moment=moment, cut=Cut(how="known", moment=moment))
        return
    if _COMMIT.fullmatch(text) and commit_of(ledger.root, text) is not None:
        with ledger_of_commit(ledger, text) as (earlier, commit, made):
            moment = made.astimezone(zone)
            cut = Cut(how="commit", moment=moment, commit=commit)
            yield ReportSide(ledger=earlier, moment=moment, cut=cut)
        return
    with _printed(asked, text.lower()) as side:
        yield side


@contextmanager
def _printed(asked: ReportAsked, digest: str) -> Iterator[ReportSide]:
    """The state whose report has this digest: today's, or that of a commit. A report of a month
    that was not over had the moment in its digest, and is not found.
    """
    if not _DIGEST.fullmatch(digest):
        raise NoSuchPrintedReport(digest=digest, looked=0)
    current = digest_now(asked.ledger, asked.scope, asked.first, asked.now)
    if current.startswith(digest):
        yield ReportSide(ledger=asked.ledger, moment=asked.now, digest=current)
        return
    commits = commits_since(asked.ledger, asked.first, month_after(asked.first))[:MOST_COMMITS]
    with tempfile.TemporaryDirectory(prefix="svc-") as folder:
        earlier = EarlierLedgers(asked.ledger, Path(folder))
        for number, commit in enumerate(commits, 1):
            asked.ledger.progress(number, len(commits))
            ledger, made = earlier.at(commit)
            # a page that was printed after the month may be of what was committed in it
            moment = max(made.astimezone(asked.ledger.zone), asked.over)
            found = digest_now(ledger, asked.scope, asked.first, moment)
            if found.startswith(digest):
                asked.ledger.progress(len(commits), len(commits))
                cut = Cut(how="commit", moment=moment, commit=commit)
                yield ReportSide(ledger=ledger, moment=moment, cut=cut, digest=found)
                return
    asked.ledger.progress(len(commits), len(commits))
    raise NoSuchPrintedReport(digest=digest, looked=len(commits))
