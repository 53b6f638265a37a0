"""`python -m handbook.replay update [WORD]`, from tests/: put what `svc` says today into the pages.

A page of docs/handbook is played from top to bottom in a fresh copy of the sample ledger:

* `<!-- now: 2026-11-02T08:40:00+08:00 -->` sets the clock; `<!-- now: 09:15 -->` keeps the day.
* `<!-- folder: empty -->` starts the page in an empty folder instead, and `<!-- sample: NAME -->`
  puts the sample there under that name, as it lies in the source tree.
* `<!-- earlier` … `-->` holds what colleagues did, a line each, which the page does not show:
  `11-02 09:15 heyan svc intake …`. These have to succeed.
* A `yaml` or `csv` block whose first line is `# NAME.yaml` or `# NAME.csv` is a file that the reader
  writes.
* A `console` block holds commands, each behind `$ `, with what they say below. A line that ends with
  a backslash goes on in the next one. `export` and `cd` last until the end of the page.
* `<!-- answers: luyg | 1 | | 今早 -->` has the next command typed at a terminal, and answers its
  questions one by one (nothing: just Enter).

Below a command that does not end with 0 stands its exit status. Two things are not as they were
said: the folder in which the page is played stands as `~`, and at a terminal the line that names
the clock the page was given is left out.
"""

from __future__ import annotations

import atexit
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

from svc.cli.app import run

TOP = Path(__file__).resolve().parents[2]
HANDBOOK = TOP / "docs" / "handbook"
STATUS = {"zh": "（退出状态 {}）", "en": "(exit status {})"}
LEDGER = {"zh": "台账", "en": "ledger"}

COMMENT = re.compile(r"<!-- (now|folder|sample|answers): (.+) -->")
EARLIER = re.compile(r"(\d\d-\d\d) (\d\d:\d\d) (\w+) (svc .+)")
FILE = re.compile(r"# ([\w./-]+\.(?:yaml|csv))")
FULL_NOW = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


class Unplayable(Exception):
    """A page can't be played: a line of its own is wrong, or an earlier command failed."""


class Ended(NamedTuple):
    """How a command ended: its exit status, and what it said on both streams."""

    status: int
    said: str


def pages() -> list[Path]:
    """Every page of the handbook, in either language."""
    return sorted(path for language in STATUS for path in (HANDBOOK / language).glob("*.md"))


def replayed(page: Path, top: Path) -> str:
    """The page's text with what its commands say today, played in the empty folder `top`."""
    with surroundings(top, page.parent.name):
        player = Player(top, page.parent.name)
        text = page.read_text(encoding="utf-8")
        try:
            return "".join(f"{line}\n" for line in player.play(text.splitlines()))
        finally:
            os.chdir(top)
            if player.ledger is not None:
                lent_sample().take_back(player.ledger)


class Player:
    """Somebody who types what a page says, at the time the page says."""

    def __init__(self, top: Path, language: str) -> None:
        self.top = top
        self.language = language
        self.now = ""
        self.ready = False
        """Whether the folder to type in is there; it is made before the first command."""

        self.ledger: Path | None = None
        """The sample while it is this page's."""

        self.answers: list[str] = []
        """What the next command is answered at a terminal."""

    def play(self, lines: list[str]) -> Iterator[str]:
        """The page's lines, those below a command made anew. Raises Unplayable."""
        rest = iter(lines)
        for line in rest:
            if line == "```console":
                yield line
                yield from self.block(taken(rest, "```"))
                yield "```"
            elif line in ("```yaml", "```csv"):
                text = taken(rest, "```")
                self.write(text)
                yield from (line, *text, "```")
            elif line == "<!-- earlier":
                deeds = taken(rest, "-->")
                for deed in deeds:
                    self.earlier(deed)
                yield from (line, *deeds, "-->")
            else:
                if said := COMMENT.fullmatch(line):
                    self.told(said[1], said[2])
                yield line

    def told(self, name: str, value: str) -> None:
        if name == "folder":
            os.chdir(self.top)
            self.ready = True
            return
        if name == "answers":
            self.answers = [answer.strip() for answer in value.split("|")]
            return
        if FULL_NOW.fullmatch(value):
            self.now = value
        else:
            self.now = f"{self.now[:11]}{value}:00+08:00"
        if not FULL_NOW.fullmatch(self.now):
            raise Unplayable(f"no time: {value}")

    def write(self, lines: list[str]) -> None:
        """Write the file that a block names; other blocks are only for reading."""
        if named := FILE.fullmatch(lines[0]):
            self.make_ready()
            Path(named[1]).write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")

    def earlier(self, line: str) -> None:
        deed = EARLIER.fullmatch(line)
        if not deed:
            raise Unplayable(f"neither day, time, person and command: {line}")
        self.make_ready()
        day, time, person, typed = deed.groups()
        before = {name: os.environ.get(name) for name in ("SVC_AS", "SVC_NOW")}
        os.environ |= {"SVC_AS": person, "SVC_NOW": f"{self.now[:5]}{day}T{time}:00+08:00"}
        ended = svc(shlex.split(typed)[1:])
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        if ended.status:
            raise Unplayable(f"{line}\nended with {ended.status}: {ended.said}")

    def block(self, lines: list[str]) -> Iterator[str]:
        """A block's commands, with what each says now."""
        rest = iter(lines)
        for line in rest:
            if not line.startswith("$ "):
                continue  # what it said when the page was last brought up to date
            yield line
            typed = line[2:]
            while typed.endswith("\\"):
                more = next(rest)
                yield more
                typed = typed[:-1] + more.strip()
            ended = self.type(typed)
            yield from ended.said.replace(str(self.top), "~").rstrip("\n").splitlines()
            if ended.status:
                yield STATUS[self.language].format(ended.status)

    def type(self, typed: str) -> Ended:
        """Do what a line at the prompt says."""
        if not self.now:
            raise Unplayable(f"no <!-- now: … --> before: {typed}")
        self.make_ready()
        os.environ["SVC_NOW"] = self.now
        word, *words = shlex.split(typed)
        if word == "export":
            name, _, value = words[0].partition("=")
            os.environ[name] = value
            return Ended(0, "")
        if word == "cd":
            os.chdir(Path(words[0]).expanduser())
            return Ended(0, "")
        if word != "svc":
            return shell(typed)
        if self.answers:
            answers, self.answers = self.answers, []
            return self.talk(words, answers)
        line, _, filtered = typed.partition(" | ")
        ended = svc(shlex.split(line)[1:])
        return shell(filtered, ended.said) if filtered else ended

    def talk(self, words: list[str], answers: list[str]) -> Ended:
        """Run `svc` at a terminal that can do no more than lines."""
        from cli.terminal import talk  # there are no terminals on every system

        talked = talk(
            Path.cwd(),
            *words,
            answers=answers,
            now=self.now,
            by=os.environ["SVC_AS"],
            lang=self.language,
            term="dumb",
        )
        lines = [line.rstrip() for line in talked.screen.splitlines() if "SVC_NOW" not in line]
        return Ended(talked.status, "\n".join(lines))

    def make_ready(self) -> None:
        """Go into the sample, which is this page's own as long as it is played."""
        if self.ready:
            return
        self.ready = True
        self.ledger = self.top / LEDGER[self.language]
        lent_sample().lend(self.ledger)
        os.chdir(self.ledger)


class LentSample:
    """A ledger as `svc init --sample` makes it, lent to one page after the other.

    It is moved and put right again, not copied anew: in a copy all files are other ones to svc's
    index and to git's, and each page would pay for both.
    """

    def __init__(self, kept_in: Path) -> None:
        self._kept_in = kept_in
        self._at_home = kept_in / "ledger"
        os.environ["SVC_NOW"] = "2026-11-01T08:00:00+08:00"
        ended = svc(["init", str(self._at_home), "--sample"])
        if ended.status:
            raise Unplayable(ended.said)
        shutil.rmtree(self._at_home / ".git" / "hooks", ignore_errors=True)  # samples; fewer files
        self._as_made = kept_in / "as made"
        shutil.copytree(self._at_home, self._as_made)
        self._stamps = stamps(self._at_home)

    def lend(self, to: Path) -> None:
        """Move it to where it is played with."""
        self._at_home.rename(to)

    def take_back(self, ledger: Path) -> None:
        """Put back what is not as it was, in `.git`, too. svc's index stays: it sees for itself
        what has changed in the files.
        """
        found = stamps(ledger)
        for name in sorted(found.keys() - self._stamps.keys()):
            path = ledger / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for name, stamp in sorted(self._stamps.items()):
            if found.get(name) == stamp:
                continue
            if not stamp:
                (ledger / name).mkdir(exist_ok=True)
            else:
                (ledger / name).unlink(missing_ok=True)
                shutil.copy2(self._as_made / name, ledger / name)
        ledger.rename(self._at_home)
        self._stamps = stamps(self._at_home)


def stamps(top: Path) -> dict[str, tuple[int, ...]]:
    """All files but svc's index, each with what changes when it is written; nothing of a folder."""
    found: dict[str, tuple[int, ...]] = {}
    for folder, folders, names in os.walk(top):
        if folder == str(top) and ".svc" in folders:
            folders.remove(".svc")
        for name in folders:
            found[os.path.relpath(os.path.join(folder, name), top)] = ()
        for name in names:
            path = os.path.join(folder, name)
            status = os.lstat(path)
            times = (status.st_mtime_ns, status.st_ctime_ns)
            found[os.path.relpath(path, top)] = (status.st_ino, status.st_size, *times)
    return found


@cache
def lent_sample() -> LentSample:
    """The one of this process; it lies in the same file system as what pages are played in."""
    top = tempfile.mkdtemp(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    atexit.register(shutil.rmtree, top)
    return LentSample(Path(top))


def taken(lines: Iterator[str], end: str) -> list[str]:
    """The lines up to `end`, which is taken, too. Raises Unplayable if there is none."""
    block: list[str] = []
    for line in lines:
        if line == end:
            return block
        block.append(line)
    raise Unplayable(f"no {end} to end what begins with: {block[:1]}")


def svc(words: list[str]) -> Ended:
    """Run `svc` in this process, with nobody at the terminal."""
    said, stdin = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            status = run(words)
    finally:
        sys.stdin = stdin
    return Ended(status, said.getvalue())


def shell(typed: str, stdin: str = "") -> Ended:
    """Run what is not `svc`: git, `head`, an editor's stand-in."""
    ended = subprocess.run(
        ["sh", "-c", typed], input=stdin, capture_output=True, encoding="utf-8", check=False
    )
    return Ended(ended.returncode, ended.stdout + ended.stderr)


@contextmanager
def surroundings(top: Path, language: str) -> Iterator[None]:
    """A desk's machine with nothing of this one: git knows a name, the home is the page's folder."""
    config = top / ".gitconfig"
    config.write_text(
        "[user]\n\tname = Desk\n\temail = desk@example.com\n[init]\n\tdefaultBranch = main\n",
        encoding="utf-8",
    )
    before, folder = dict(os.environ), Path.cwd()
    for name in before:
        if name.startswith(("SVC_", "GIT_", "LC_")) or name in ("LANG", "LANGUAGE", "TZ"):
            del os.environ[name]
    os.environ |= {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(top),
        # git calls svc when it merges
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{before.get('PATH', '')}",
        "SVC_LANG": language,
        "COLUMNS": "80",
    }
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ |= before


def update(word: str = "") -> None:
    """Write every page anew whose name has `word` in it, and say which changed.

    One that can't be played is named and left as it is. Raises SystemExit if there is one.
    """
    unplayable = ""
    for page in pages():
        if word not in str(page.relative_to(HANDBOOK)):
            continue
        try:
            with tempfile.TemporaryDirectory() as top:
                text = replayed(page, Path(top).resolve())
        except Unplayable as fault:
            unplayable += f"{page.relative_to(TOP)}: {fault}\n"
            continue
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(f"updated: {page.relative_to(TOP)}")
    if unplayable:
        sys.exit(unplayable)


if __name__ == "__main__":
    if sys.argv[1:2] != ["update"]:
        sys.exit("python -m handbook.replay update [WORD]")
    update(*sys.argv[2:3])
