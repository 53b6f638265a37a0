"""What one commit has and another has not, file by file, and how commits follow one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svc.store.git.program import Root

HOW: Sequence[str] = ("-r", "-z", "--no-renames", "--abbrev=64")
_GONE = "0" * 40


class Changed(NamedTuple):
    """A file that is another one in a later tree: what either has there, None for nothing."""

    path: str
    before: str | None
    after: str | None
    mode: str  # of what comes after, as git writes it


def changes(root: Root, before: str, after: str, *places: str) -> list[Changed]:
    """The files that are another one in the later commit; of `places` alone if some are given.
    Raises GitFailed.
    """
    return changes_in(git.output(root, "diff-tree", *HOW, before, after, "--", *places))


def texts_of(root: Root, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of blobs, by id or as `COMMIT:PATH`; those that are not there are left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    data = "".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape")
    ended = git.run(root, "cat-file", "--batch", data=data)
    if ended.status:
        raise git.failure("cat-file", ended, root.git_dir)
    found: dict[str, bytes] = {}
    at = 0
    for name in wanted:
        end = ended.out.index(b"\n", at)
        facts = ended.out[at:end].split()
        at = end + 1
        if facts[-1] == b"missing" or facts[-2:-1] == [b"ambiguous"]:
            continue
        size = int(facts[-1])
        found[name] = ended.out[at : at + size]
        at += size + 1
    return found


def commit_of(root: Root, name: str) -> str | None:
    """The commit that a name stands for; None if git knows none."""
    ended = git.run(root, "rev-parse", "-q", "--verify", "--end-of-options", f"{name}^{{commit}}")
    return ended.out.decode().strip() or None


def merge_bases(root: Root, one: str, other: str) -> list[str]:
    """The latest commits that both have; none if they have nothing in common. Raises GitFailed."""
    ended = git.run(root, "merge-base", "--all", one, other)
    if ended.status not in (0, 1):
        raise git.failure("merge-base", ended, root.git_dir)
    return ended.out.decode().split()


def is_ancestor(root: Root, earlier: str, later: str) -> bool:
    """Whether a commit is in the history of another. Raises GitFailed."""
    ended = git.run(root, "merge-base", "--is-ancestor", earlier, later)
    if ended.status not in (0, 1):
        raise git.failure("merge-base", ended, root.git_dir)
    return ended.status == 0


def commits_between(root: Root, before: str | None, after: str) -> int:
    """How many commits the later one has that the earlier one (None: nothing) has not, merges
    aside. Raises GitFailed.
    """
    without = [f"^{before}"] if before else []
    return int(git.output(root, "rev-list", "--count", "--no-merges", after, *without))


def changes_in(raw: bytes) -> list[Changed]:
    """What git says of changed files with `HOW`."""
    words = names_in(raw)
    return [changed_by(*pair) for pair in zip(words[::2], words[1::2], strict=False)]


def changed_by(facts: str, path: str) -> Changed:
    """One changed file, from what git says of it."""
    _, mode, before, after, _ = facts.split()
    return Changed(
        path,
        None if before.startswith(_GONE) else before,
        None if after.startswith(_GONE) else after,
        mode,
    )


def names_in(out: bytes) -> list[str]:
    """What git lists with -z."""
    return out.decode("utf-8", "surrogateescape").split("\0")
