"""The repository that desks share: what it has is fetched, what we have is sent.

git and ssh alone do it. Nothing is asked at the terminal: whoever types `svc sync` may be cron. No
program that the ledger's configuration names runs (`ext::`, upload-pack, ssh commands); ssh itself
is set up where it always is, in `~/.ssh/config`.
"""

from __future__ import annotations

import os
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
from svc.store.git import program as git

if TYPE_CHECKING:
    from svc.store.git.program import Ended, Root

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
_OVERTAKEN = ("(fetch first)", "(non-fast-forward)", "cannot lock ref", "failed to update ref")


class Shared(NamedTuple):
    """The branch that desks share, and of which repository."""

    remote: str
    branch: str

    @property
    def ref(self) -> str:
        """Where this clone keeps what it last saw of it."""
        return f"refs/remotes/{self.remote}/{self.branch}"


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


def last_seen(root: Root, shared: Shared) -> str | None:
    """The commit that the shared branch had when it was last fetched or sent to; None: never."""
    ended = git.run(root, "rev-parse", "-q", "--verify", f"{shared.ref}^{{commit}}")
    return ended.out.decode().strip() or None


def fetch(root: Root, shared: Shared, *, rewound: bool = False) -> str | None:
    """Fetch the shared branch and give its commit; None if it has none yet.

    `rewound`: though it no longer has what it had. Raises HistoryRewound, RemoteUnreachable,
    RemoteKeyChanged, RemoteRefusesUs, RemoteFull.
    """
    force = "+" if rewound else ""
    ended = _run(
        root,
        *(
            "fetch",
            "--no-progress",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
        ),
        "--upload-pack=git-upload-pack",
        *("--", shared.remote, f"{force}refs/heads/{shared.branch}:{shared.ref}"),
    )
    if ended.status and "couldn't find remote ref" in ended.err:
        return None
    if ended.status and "(non-fast-forward)" in ended.err:
        seen = last_seen(root, shared) or ""
        raise HistoryRewound(remote=shared.remote, commit=seen[:10])
    if ended.status:
        raise _failure(shared, ended)
    return last_seen(root, shared)


def send(root: Root, shared: Shared, commit: str) -> bool:
    """Send the commit as the shared branch; False if another desk was faster. Raises like `fetch`,
    and PushRefused.
    """
    ended = _run(
        root,
        *("push", "--porcelain", "--quiet", "--no-verify", "--no-recurse-submodules"),
        "--receive-pack=git-receive-pack",
        *("--", shared.remote, f"{commit}:refs/heads/{shared.branch}"),
    )
    said = ended.out.decode("utf-8", "replace")
    if not ended.status:
        return True
    if any(words in said or words in ended.err for words in _OVERTAKEN):
        return False
    if "[remote rejected]" in said and "unpacker error" not in said:
        raise PushRefused(remote=shared.remote, reason=_said_there(ended.err) or _reason(said))
    raise _failure(shared, ended)


def _run(root: Root, *words: str) -> Ended:
    """git with the network. A remote that is silent for so long ends it."""
    wait = _patience_seconds()
    return git.run(
        root,
        *words,
        settings=[*_SETTINGS, f"http.lowSpeedTime={wait}"],
        extra={"GIT_SSH_COMMAND": _SSH.format(wait=wait), "GIT_ASKPASS": "", "SSH_ASKPASS": ""},
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
