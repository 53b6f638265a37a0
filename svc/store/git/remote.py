"""The repository that desks share: what it has is fetched, what we have is sent.

git and ssh alone do it. Nothing is asked at the terminal: whoever types `svc sync` may be cron. No
program that the ledger's configuration names runs (`ext::`, upload-pack, ssh commands); ssh itself
is set up where it always is, in `~/.ssh/config`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import (
    HistoryRewound,
    NoRemote,
    NotDone,
    PushRefused,
    RemoteFull,
    RemoteKeyChanged,
    RemoteRefusesUs,
    RemoteUnreachable,
    WhichRemote,
)
from svc.store import lock
from svc.store.files import remove
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svc.store.git.program import Ended, Root
    from svc.store.lock import Holder

_SSH = (
    "ssh -o BatchMode=yes -o ConnectTimeout={wait} -o ServerAliveInterval=15 "
    "-o ServerAliveCountMax=4"
)
_SETTINGS = (
    "protocol.ext.allow=never",
    "http.lowSpeedLimit=1",
    "credential.interactive=false",
    "push.default=nothing",
    "push.followTags=false",
    "remote.pushDefault=",
)
_WHY: tuple[tuple[type[NotDone], tuple[str, ...]], ...] = (
    (RemoteFull, ("No space left on device", "Disk quota exceeded", "unpack failed")),
    (
        RemoteKeyChanged,
        ("Host key verification failed", "HOST IDENTIFICATION HAS CHANGED", "certificate"),
    ),
    (
        RemoteRefusesUs,
        (
            "Permission denied",
            "Authentication failed",
            "could not read Username",
            "could not read Password",
            "error: 403",
            "error: 401",
            "insufficient permission",
            "dubious ownership",
        ),
    ),
)
_OVERTAKEN = ("(fetch first)", "(non-fast-forward)", "but expected")


SEEN = "refs/svc/shared"
"""Where this clone keeps what it last saw of the shared branch. Only `svc sync` writes it, one at a
time, so a lock file beside it that a killed git left is known to be left over; one of git's own
`refs/remotes` would stop everything until a person removed it.
"""


class Shared(NamedTuple):
    """The branch that desks share, and of which repository."""

    remote: str
    branch: str


@contextmanager
def exchanging(root: Root, who: Holder, wait_seconds: float) -> Iterator[int]:
    """One sync of this clone at a time. Gives the lock's descriptor, which goes to git. Raises
    LockHeld.
    """
    held = lock.take(root, who, wait_seconds, "sync")
    try:
        remove(root.common_dir / f"{SEEN}.lock")
        yield held.descriptor
    finally:
        held.release()


def shared_branch(root: Root, ref: str) -> Shared:
    """What the branch of HEAD is exchanged with. Raises NoRemote, WhichRemote."""
    branch = ref.removeprefix("refs/heads/")
    set_up = _config(root, f"branch.{branch}.remote")
    merges = _config(root, f"branch.{branch}.merge").removeprefix("refs/heads/")
    remotes = git.output(root, "remote").decode("utf-8", "surrogateescape").split()
    if set_up in remotes:
        return Shared(set_up, merges or branch)
    if not remotes:
        raise NoRemote()
    if len(remotes) > 1 and "origin" not in remotes:
        raise WhichRemote(remotes=remotes, branch=branch)
    return Shared("origin" if "origin" in remotes else remotes[0], branch)


def last_seen(root: Root) -> str | None:
    """The commit that the shared branch had when it was last fetched or sent to; None: never."""
    ended = git.run(root, "rev-parse", "-q", "--verify", f"{SEEN}^{{commit}}")
    return ended.out.decode().strip() or None


def fetch(root: Root, shared: Shared, held: int, *, rewound: bool = False) -> str | None:
    """Fetch the shared branch and give its commit; None if it has none yet. `held`: the descriptor
    of the lock of `exchanging`.

    `rewound`: though it no longer has what it had. Raises HistoryRewound, RemoteUnreachable,
    RemoteKeyChanged, RemoteRefusesUs, RemoteFull.
    """
    force = "+" if rewound else ""
    ended = _run(
        root,
        held,
        *("fetch", "--no-progress", "--no-tags", "--no-write-fetch-head", "--refmap="),
        *("--no-recurse-submodules", "--upload-pack=git-upload-pack"),
        *("--", shared.remote, f"{force}refs/heads/{shared.branch}:{SEEN}"),
    )
    if ended.status and "couldn't find remote ref" in ended.err:
        return None
    if ended.status and "(non-fast-forward)" in ended.err:
        raise HistoryRewound(remote=shared.remote, commit=(last_seen(root) or "")[:10])
    if ended.status:
        raise _failure(shared, ended)
    return last_seen(root)


def send(root: Root, shared: Shared, held: int, commit: str) -> bool:
    """Send the commit as the shared branch; False if another desk was faster. Raises like `fetch`,
    and PushRefused.
    """
    # by its address, else git would write down under `refs/remotes` what it has sent
    address = git.output(root, "remote", "get-url", "--push", shared.remote).decode().strip()
    ended = _run(
        root,
        held,
        *("push", "--porcelain", "--quiet", "--no-verify", "--no-recurse-submodules"),
        "--receive-pack=git-receive-pack",
        *("--", address, f"{commit}:refs/heads/{shared.branch}"),
    )
    said = ended.out.decode("utf-8", "replace")
    if not ended.status:
        git.output(root, "update-ref", SEEN, commit)
        return True
    if any(words in said or words in ended.err for words in _OVERTAKEN):
        return False
    if "[remote rejected]" in said and "unpacker error" not in said:
        raise PushRefused(remote=shared.remote, reason=_said_there(ended.err) or _reason(said))
    raise _failure(shared, ended)


def _run(root: Root, held: int, *words: str) -> Ended:
    """git with the network. A remote that is silent for so long ends it."""
    wait = _patience_seconds()
    return git.run(
        root,
        *words,
        settings=[*_SETTINGS, f"http.lowSpeedTime={wait}"],
        extra={"GIT_SSH_COMMAND": _SSH.format(wait=wait), "GIT_ASKPASS": "", "SSH_ASKPASS": ""},
        lock=held,
    )


def _patience_seconds() -> int:
    """How long a silent remote is waited for: SVC_SYNC_WAIT seconds, 30 if it is not set or no
    number.
    """
    try:
        return max(1, int(os.environ.get("SVC_SYNC_WAIT", "30")))
    except ValueError:
        return 30


def _failure(shared: Shared, ended: Ended) -> NotDone:
    reason = _said_there(ended.err) or _reason(ended.err) or str(ended.status)
    for kind, signs in _WHY:
        if any(sign in ended.err for sign in signs):
            return kind(remote=shared.remote, reason=reason)
    return RemoteUnreachable(remote=shared.remote, reason=reason)


def _said_there(err: str) -> str:
    """What the other side said itself."""
    lines = [line for line in err.splitlines() if line.startswith("remote:")]
    said = [line.removeprefix("remote:").strip() for line in lines]
    return "\n".join(line for line in said if line)


def _reason(err: str) -> str:
    """git's own words, in one line: the first that names what is wrong."""
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))] or lines
    return named[0].removeprefix("fatal: ").removeprefix("error: ") if named else ""


def _config(root: Root, name: str) -> str:
    return git.run(root, "config", "--get", name).out.decode("utf-8", "surrogateescape").strip()
