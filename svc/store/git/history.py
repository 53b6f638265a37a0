"""Commits one after another with what each changed, and the texts of any of them: three programs of
git, however many there are.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import NoSuchRevision
from svc.store.git import program as git
from svc.store.git import trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from svc.store.git.program import Root
    from svc.store.git.trees import Changed

_FORMAT = "%H%n%P%n%an%n%ae%n%ad%n%B"
_AT_ONCE = 1000  # commits of which git is asked at a time


class LoggedCommit(NamedTuple):
    """A commit as git logs it."""

    id: str
    parents: list[str]
    author: str
    email: str
    when: datetime
    message: str


class CommitChanges(NamedTuple):
    """A commit, and what it has otherwise than each of its parents; than nothing, if it has
    none.
    """

    commit: LoggedCommit
    by_parent: list[list[Changed]]


def commit_named(root: Root, revision: str) -> str:
    """The id of the commit that somebody names. Raises NoSuchRevision."""
    commit = trees.commit_of(root, revision)
    if commit is None:
        raise NoSuchRevision(revision=revision)
    return commit


def commits(root: Root, last: str, before: Iterable[str] = ()) -> list[LoggedCommit]:
    """The commits up to `last` that none of `before` has, each behind its parents. Raises
    GitFailed.
    """
    out = git.output(
        root,
        *("log", "-z", "--topo-order", "--reverse", "--no-show-signature", "--encoding=UTF-8"),
        *("--date=raw", "--no-color", "--no-notes", f"--format={_FORMAT}", last),
        *(f"^{each}" for each in before),
        "--",
    )
    texts = out.decode("utf-8", "replace").split("\0")
    return [_logged(text) for text in texts if text]


def _logged(text: str) -> LoggedCommit:
    id, parents, author, email, when, message = text.split("\n", 5)
    return LoggedCommit(id, parents.split(), author, email, _moment(when), message)


def _moment(raw: str) -> datetime:
    """A moment as git keeps it: seconds and offset; the year 1970 for what no clock shows."""
    try:
        seconds, offset = raw.split()
        minutes = int(offset[1:3]) * 60 + int(offset[3:5])
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(int(seconds), zone)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def changes_of(
    root: Root, logged: Sequence[LoggedCommit], places: Sequence[str]
) -> Iterator[CommitChanges]:
    """What each of these commits has changed in these places. Raises GitFailed."""
    for start in range(0, len(logged), _AT_ONCE):
        some = logged[start : start + _AT_ONCE]
        lines = [f"{each.id} {parent}".strip() for each in some for parent in each.parents or [""]]
        words = ("diff-tree", "--stdin", "--always", "--root", *trees.HOW)
        data = "".join(f"{line}\n" for line in lines).encode()
        ended = git.run(root, *words, "--", *places, data=data)
        if ended.status:
            raise git.failure("diff-tree", ended, root.git_dir)
        found = _split(trees.names_in(ended.out))
        for each in some:
            yield CommitChanges(each, [next(found) for _ in each.parents or [""]])


def _split(words: list[str]) -> Iterator[list[Changed]]:
    """What git says of one commit after another: its id, then what it changed."""
    found: list[Changed] | None = None
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word.startswith(":"):
            assert found is not None
            found.append(trees.changed_by(word, words[at]))
            at += 1
            continue
        if found is not None:
            yield found
        found = []


class Objects:
    """Texts by the names of their blobs or as `COMMIT:PATH`, from one running git."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._child = git.start_git(root, "cat-file", "--batch")

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self._child.communicate()

    def read(self, name: str) -> bytes | None:
        """The bytes of a blob; None if it is not there, or something else. Raises GitFailed."""
        asked, answers = self._child.stdin, self._child.stdout
        assert asked is not None
        assert answers is not None
        if "\n" in name:
            return None  # git would take it for two
        try:
            asked.write(name.encode("utf-8", "surrogateescape") + b"\n")
            asked.flush()
            facts = answers.readline()
        except OSError:
            facts = b""
        if not facts.endswith(b"\n"):
            raise git.failure(
                "cat-file", git.Ended(1, b"", "", self._child.pid), self._root.git_dir
            )
        if facts.endswith((b" missing\n", b" ambiguous\n")):
            return None
        _, sort, size = facts.split()
        data = answers.read(int(size) + 1)[:-1]
        return data if sort == b"blob" else None
