"""Ending what git has begun: what is in conflict, what either end would change, and git's own
command for it.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Literal

from svc.model.archives import ARCHIVES
from svc.model.ids import RECORD_FOLDERS
from svc.store.files import read_file
from svc.store.git import program as git
from svc.store.git.trees import HOW, Changed, changes_in, names_in
from svc.store.interrupts import HeldBack

if TYPE_CHECKING:
    from svc.store.git.program import Ended, Root
    from svc.store.git.unfinished_operation import UnfinishedOperation

How = Literal["continue", "skip", "abort"]
_RECORDS = ("--", *RECORD_FOLDERS, ARCHIVES)
_STRATEGIES = ("", "ort", "recursive", "resolve", "octopus", "ours", "subtree")
_SIGNS = ("rebase-merge/gpg_sign_opt", "rebase-apply/gpg_sign_opt")


def in_conflict(root: Root) -> list[str]:
    """The files that git could not merge, and nobody has yet (`git add`). Raises GitFailed."""
    out = git.output(root, "diff", "--name-only", "--diff-filter=U", "-z")
    return sorted({path for path in names_in(out) if path})


def is_empty(root: Root) -> bool:
    """Whether nothing is staged: what was begun has nothing to add. Raises GitFailed."""
    ended = git.run(root, "diff", "--cached", "--quiet", "HEAD")
    if ended.status not in (0, 1):
        raise git.failure("diff", ended, root.git_dir)
    return ended.status == 0


def commits_in(root: Root, *names: str) -> list[str]:
    """The commits that stand in these files of git's; none for a file that is not there."""
    texts = [read_file(root.git_dir / name) or b"" for name in names]
    words = b"\n".join(texts).decode("ascii", "replace").split()
    return [word for word in words if len(word) in (40, 64)]


def staged_changes(root: Root, commit: str) -> list[Changed]:
    """Records that are another one in git's index than in this commit. Raises GitFailed."""
    return changes_in(git.output(root, "diff-index", "--cached", *HOW, commit, *_RECORDS))


def changed_files(root: Root) -> list[str]:
    """Records that are another one in the work tree than in HEAD. Raises GitFailed."""
    out = git.output(root, "diff", "--name-only", "--no-renames", "-z", "HEAD", *_RECORDS)
    return sorted({path for path in names_in(out) if path})


def tips(root: Root) -> list[str]:
    """Where all branches are, those of other copies too. Raises GitFailed."""
    refs = ("refs/heads", "refs/remotes")
    out = git.output(root, "for-each-ref", "--format=%(objectname)", *refs)
    return sorted(set(out.decode().split()))


def would_run(root: Root) -> str:
    """A program that git would run in going on, as it was begun with it or the files say so that
    came with a copied ledger; empty: none.

    A strategy of another name is a program, or one that git's configuration names.
    """
    for line in _text_of(root, "rebase-merge/git-rebase-todo").splitlines():
        if line.split()[:1] in (["exec"], ["x"]):
            return line.strip()
    options = _text_of(root, "sequencer/opts")
    strategies = re.findall(r"^\s*strategy\s*=(.*)$", options, re.MULTILINE)
    for strategy in (*strategies, _text_of(root, "rebase-merge/strategy")):
        if strategy.strip(' "\n\t') not in _STRATEGIES:
            return f"git merge-{strategy.strip()}"
    signs = [name for name in _SIGNS if os.path.lexists(root.git_dir / name)]
    return "gpg" if signs or "gpg-sign" in options else ""


def _text_of(root: Root, name: str) -> str:
    return (read_file(root.git_dir / name) or b"").decode("utf-8", "replace")


def run(root: Root, operation: UnfinishedOperation, how: How, lock: int, *, driver: str) -> Ended:
    """git's own command that ends it, or takes it a step on; Ctrl-C waits until it is through.
    `driver`: by what it merges records, whatever is configured.
    """
    signals = HeldBack()
    signals.hold_back()
    # our merge driver, which git calls by its name, is the one beside us
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    try:
        return git.run(
            root,
            *(operation.what, f"--{how}"),
            configured=[("merge.svc.driver", driver)],
            extra={"PATH": path},
            lock=lock,
        )
    finally:
        signals.let_go()


def put_back(root: Root, commit: str, lock: int) -> Ended:
    """The branch and the work tree as of this commit; what others have changed since is kept, or
    git refuses.
    """
    return git.run(root, "reset", "--keep", commit, lock=lock)
