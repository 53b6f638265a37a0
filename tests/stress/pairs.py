"""Two desks that each type one command of the table on the same ledger, apart, and then meet: what
`svc check` says of it, and whether the command that it names clears it.

A stage is a ledger that has come so far, shared by both desks. Every deed of the table is tried on
it at either desk, as its person types it, and what it wrote is kept; so each pair is a merge of
files and a check, and types nothing. Events of one number stand in the order of their random ids:
here the first desk's ids are always the lower ones, so a pair and its reverse are both orders.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import chdir
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from beginning import five_offices
from conftest import STORY, TOLD, options, surroundings, typed
from stress.deeds import DEEDS, Words
from stress.desk import of_caller, request

from svc.actions import checks
from svc.actions.check_records import RecordFinding
from svc.actions.checks import check_ledger
from svc.actions.sync import _why_not_used
from svc.errors import NumberTwice, Phrase, SyncStopped
from svc.model import layout
from svc.model.ids import RECORD_FOLDERS, record_id_at
from svc.render.words import Words as Words_
from svc.rules.merge.files import Sides, merge_file
from svc.store import new_records
from svc.store.assets import offered_file
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Texts = dict[str, bytes]
MONDAY = "2026-11-23T10:00:00+08:00"
DAY_OUT = datetime.fromisoformat("2026-11-30T09:00:00+08:00")  # when check looks
OTHER_CLONE = "0123456789abcdef"
LANES = {"a": "A", "z": "B"}
"""The first letter of the event ids that a desk gives, and its lane."""


class Stage(NamedTuple):
    """A ledger that has come so far: what was told, typed and done by hand."""

    until: str
    told: tuple[tuple[str, str], ...] = ()
    before: tuple[Words, ...] = ()

    def __str__(self) -> str:
        words = " + ".join(" ".join(each[1:3]) for each in self.before)
        return f"{self.until or 'empty'} {dict(self.told) or ''} {words}".strip()


class Change(NamedTuple):
    """What one deed wrote at one desk: files by path, None for one that is gone."""

    deed: str
    files: Mapping[str, bytes | None]


class Met(NamedTuple):
    """What two deeds came to once the desks had exchanged."""

    first: str
    second: str
    texts: Texts
    findings: list[RecordFinding]
    stopped: str = ""  # why the exchange stops, and what for


def stages() -> list[Stage]:
    """Those that the deeds of the table begin from; none that was made by hand."""
    found = {
        Stage(deed.until, deed.told, deed.before)
        for deed in DEEDS.values()
        if deed.by_hand is None and deed.words[0] != "init"
    }
    return sorted(found)


class Desks:
    """Both desks at one stage."""

    def __init__(self, stage: Stage, top: Path, patch: pytest.MonkeyPatch, gitconfig: Path) -> None:
        surroundings(patch, gitconfig)
        self._patch = patch
        self._top = top
        self._copies = count()
        self._reader: Ledger | None = None
        self.tried: list[tuple[object, ...]] = []
        top.mkdir(parents=True, exist_ok=True)
        (top / "request.yaml").write_text(request(), encoding="utf-8")
        (top / "second.yaml").write_text(layout.write_record(of_caller(2)), encoding="utf-8")
        shutil.copy(offered_file("setup.en.yaml"), top / "department.yaml")
        self._base = top / "base"
        self.now = self._begin(stage)
        self.texts = texts_of(self._base)

    def changes(
        self, letter: str, later: timedelta, *, names: Collection[str] = (), flags: bool = False
    ) -> Iterator[Change]:
        """What each deed of the table (or those of these names) writes at a desk; a deed that is
        refused there is none. The second desk says another thing, where a deed says a value.
        `flags`: also each with what cron flags after it.
        """
        self._ids(letter)
        for name, deed in DEEDS.items():
            if deed.by_hand is not None or deed.words[0] == "init" or (names and name not in names):
                continue
            wordings = {deed.words: name}
            if letter == "z":
                wordings.setdefault(said_otherwise(deed.words), f"{name}, otherwise")
            for words, called in wordings.items():
                now = self.now + later
                copy = self.copy(LANES[letter])
                flag = datetime.fromisoformat(MONDAY) + later + timedelta(hours=1)
                if not self.type(copy, deed.by, flag if name == "overdue --flag" else now, *words):
                    yield Change(called, self._written(copy))
                    if flags and not self.type(copy, "cron", flag, "overdue", "--flag"):
                        yield Change(f"{called}, flagged", self._written(copy))
                shutil.rmtree(copy)

    def _written(self, copy: Path) -> dict[str, bytes | None]:
        written = texts_of(copy)
        paths = written.keys() | self.texts.keys()
        return {p: written.get(p) for p in paths if written.get(p) != self.texts.get(p)}

    def left_after_clearing(self, met: Met) -> list[str]:
        """What is still found once the command that each finding names was typed, in three rounds;
        and what names no command.
        """
        ledger = self.copy(texts=met.texts)
        now = DAY_OUT
        for _ in range(3):
            now += timedelta(minutes=20)
            found = [each for each in check_ledger(Ledger(ledger), now).findings if not each.advice]
            for finding in found:
                for words in commands_of(finding):
                    self.type(ledger, "sun", now, *words)
                    tried = (*words, self.ended.status, (self.ended.err or "")[:200])
                    self.tried.append(tried)
                    if self.ended.status == 0:
                        break
            if not found:
                break
        left = [each for each in check_ledger(Ledger(ledger), now).findings if not each.advice]
        shutil.rmtree(ledger)
        return [sentence(each) for each in left]

    def copy(self, lane: str = "A", texts: Texts | None = None) -> Path:
        """A ledger as both desks have it, or with other files, committed."""
        path = self._top / f"copy{next(self._copies):05}"
        shutil.copytree(self._base, path, symlinks=True)
        if lane != "A":
            git(path, "config", "svc.desk", lane)
            git(path, "config", "svc.clone", OTHER_CLONE)
        if texts is not None:
            put(path, self.texts, texts)
            git(path, "add", "-A")
            git(path, "commit", "-q", "--allow-empty", "-m", "Merge")
        return path

    def type(self, ledger: Path, by: str, now: datetime, *words: str) -> int:
        """One command line; its exit status."""
        self._patch.setenv("SVC_NOW", now.isoformat())
        with chdir(ledger):
            self.ended = typed(*(["--as", by] if by else []), *words)
        return self.ended.status

    def meet(self, first: Change, second: Change) -> Met:
        """The exchange of both, and what check says of it."""
        merged = dict(self.texts)
        for path in first.files.keys() | second.files.keys():
            base = self.texts.get(path)
            sides = Sides(base, first.files.get(path, base), second.files.get(path, base))
            try:
                data = self._usable(path, self._merged(path, sides), sides)
            except (SyncStopped, NumberTwice) as error:
                return Met(first.deed, second.deed, merged, [], f"{error.key} {error.facts}")
            if data is None:
                merged.pop(path, None)
            else:
                merged[path] = data
        return Met(first.deed, second.deed, merged, self.check(merged))

    def _merged(self, path: str, sides: Sides) -> bytes | None:
        """Of a head that both filled in differently somebody says whose word holds: `svc sync
        --take theirs`, as the exchange names it.
        """
        try:
            return merge_file(path, sides).data
        except SyncStopped as error:
            if "log" in error.facts["problems"]:
                raise
            return merge_file(path, sides, "theirs").data

    def _usable(self, path: str, merged: bytes | None, sides: Sides) -> bytes | None:
        """As the exchange has it: of settings that can't be used put together, theirs."""
        if record_id_at(path) is not None or merged in (None, sides.ours):
            return merged
        reader = Ledger(self._base, indexed=False)
        return merged if _why_not_used(reader, path, merged) is None else sides.theirs

    def check(self, texts: Texts) -> list[RecordFinding]:
        """What is wrong in a ledger of these files; hints are not."""
        place = self._top / "met"
        if not place.exists():
            shutil.copytree(self._base, place, ignore=shutil.ignore_patterns(".git", ".svc"))
            self._there = dict(self.texts)
        put(place, self._there, texts)
        self._there = texts
        if any(
            self.texts.get(p) != texts.get(p) for p in self.texts.keys() | texts if is_setting(p)
        ):
            found = check_ledger(Ledger(place, indexed=False), DAY_OUT).findings
        else:  # whatever follows from the settings is as it was
            if self._reader is None:
                self._reader = Ledger(place, indexed=False)
            outcomes = checks._check_all(self._reader, DAY_OUT)
            found = checks._findings_of_outcomes(self._reader, outcomes)
        return [finding for finding in found if not finding.advice]

    def _begin(self, stage: Stage) -> datetime:
        now = datetime.fromisoformat("2026-11-01T09:00:00+08:00")
        self._ids("k")
        self._patch.setenv("SVC_NOW", now.isoformat())
        assert typed("init", str(self._base), "--from", str(five_offices())).status == 0
        shutil.rmtree(self._base / ".git/hooks", ignore_errors=True)
        claim = (self._base / "desks/A.yaml").read_text(encoding="utf-8")
        other = re.sub(r'clone: "\w+"', f'clone: "{OTHER_CLONE}"', claim).replace('"A"', '"B"')
        (self._base / "desks/B.yaml").write_text(other, encoding="utf-8")
        git(self._base, "add", "-A")
        git(self._base, "commit", "-q", "-m", "Desk B")
        now = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
        if stage.until:
            told = options({**TOLD, **{k.replace("-", "_"): v for k, v in stage.told}})
            assert self.type(self._base, "chen", now, "intake", *told) == 0, self.ended
        for when, who, words in STORY if stage.until not in ("", "intake") else ():
            now = datetime.fromisoformat(f"{when}+08:00")
            assert self.type(self._base, who, now, *words) == 0, self.ended
            if words[0] == stage.until:
                break
        usual = "2026-11-20T16:45:00+08:00"
        if stage.until in ("callback", "close"):
            usual = MONDAY
        now = datetime.fromisoformat(usual)
        for who, *words in stage.before:
            now += timedelta(minutes=1)
            assert self.type(self._base, who, now, *words) == 0, (words, self.ended)
        return now + timedelta(minutes=11)

    def _ids(self, letter: str) -> None:
        given = count(1)
        self._patch.setattr(new_records, "new_event_id", lambda: f"{letter}{next(given):09}")


def is_setting(path: str) -> bool:
    """Whether records are judged by it."""
    return path.partition("/")[0] not in RECORD_FOLDERS


def texts_of(ledger: Path) -> Texts:
    """The files of a ledger, by path."""
    return {
        path.relative_to(ledger).as_posix(): path.read_bytes()
        for path in ledger.rglob("*")
        if path.is_file() and {".git", ".svc"}.isdisjoint(path.relative_to(ledger).parts)
    }


def put(place: Path, before: Texts, after: Texts) -> None:
    """Make the files of one ledger those of the other."""
    for path in before.keys() | after.keys():
        if before.get(path) == after.get(path):
            continue
        if path in after:
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(after[path])
        else:
            (place / path).unlink()


OTHERWISE = {
    "0755-26002222": "0755-26003333",
    "13700005678": "13700009999",
    "2026-08-02": "2026-08-03",
    "二楼": "三楼",
    "17:00": "18:30",
    "urgent": "stopped",
    "wear": "misuse",
    "yes": "no",
    "CR200-26-0007": "CR200-26-0008",
    "P-9001:4": "P-9001:3",
    "P-9001:2": "P-9001:3",
    "5000": "8000",
    "86.50": "90",
    "cash": "wechat",
    "cash=240": "cash=200",
    "used": "good",
    "back": "credit",
    "2026-12-31": "2027-01-31",
    "BJ": "SH",
    "标准包": "大包",
    "24x7": "gold",
    "2026-01-01": "2026-02-01",
    "labour": "parts",
    "minor": "serious",
    "P-1001": "P-1002",
}
"""What the second desk says where the table has a value."""


def said_otherwise(words: Words) -> Words:
    """The same command with other values, wherever it has any."""
    return tuple(OTHERWISE.get(word, word) for word in words)


def sentence(finding: RecordFinding) -> str:
    """A finding as it is shown."""
    words = Words_("en")
    do = "" if finding.do is None else words.show(finding.do)
    problem = finding.problem
    said = words.show(problem) if isinstance(problem, Phrase) else str(problem)
    return f"{finding.path}:{finding.line}: {said}; {do} [{finding.rule}]"


def commands_of(finding: RecordFinding) -> list[Words]:
    """The commands that a finding names, with what a person would put in place of the words in
    capitals.
    """
    _, _, do = sentence(finding).partition("; ")
    do = do.rpartition(" [")[0]
    found = []
    for command in re.findall(r"svc ([^;,()]+?)(?=;|,|$| or | then |\))", do):
        words = [FILLED.get(word, word) for word in shlex.split(command)]
        if any(word.endswith(":COUNT") for word in words):
            words = [word.replace(":COUNT", ":0") for word in words]
            words += ["--reason", "两边都用了", "--go"]
        found.append(tuple(words))
    return found


FILLED = {
    "REASON": "两边都问过了",
    "STAFF": "li",
    "SERIAL": "X-777",
    "WORDS": "问过了",
}


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
