"""The repository that desks share: what it has is fetched, what we have is sent.

git and ssh alone do it. Nothing is asked at the terminal: whoever types `svc sync` may be cron.

What a person or an administrator has set up for this user holds: `~/.ssh/config`, `core.sshCommand`
and credential helpers of the global and the system's configuration, GIT_SSH_COMMAND. What the
repository's own configuration names is not run, as it may have come with a copied ledger: `ext::`
and other helpers, upload-pack, ssh commands, credential helpers.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import (
    N_,
    HistoryRewound,
    NoRemote,
    NotDone,
    Phrase,
    PushRefused,
    RemoteFull,
    RemoteKeyChanged,
    RemoteLocked,
    RemoteRefusesUs,
    RemoteUnreachable,
    WhichRemote,
)
from svc.store.git import program as git
from svc.store.git import trees
from svc.store.git.branch_locks import clear_abandoned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svc.store.git.program import Ended, Root

_SSH_OPTIONS = (
    "-o BatchMode=yes -o ConnectTimeout={wait} -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
)
_PROTOCOLS = "file:git:http:https:ssh"
_PROGRESS = r"remote: (?:\w+ objects:|Compressing |Total \d|Enumerating )"
_MUTE = "git://"  # of these addresses nothing would end a silence
_OWN_SCOPES = ("system", "global")
_SETTINGS = (
    "http.lowSpeedLimit=1",
    "http.saveCookies=false",
    "credential.interactive=false",
    "push.default=nothing",
    "push.followTags=false",
    "push.gpgSign=false",
    "remote.pushDefault=",
)
_WHY: tuple[tuple[type[NotDone], tuple[str, ...]], ...] = (
    (RemoteFull, ("No space left on device", "Disk quota exceeded", "unpack failed")),
    (
        RemoteKeyChanged,
        ("Host key verification failed", "HOST IDENTIFICATION HAS CHANGED", "certificate verif"),
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
_LOCKED = ".lock': File exists"
_OVERTAKEN = ("(fetch first)", "(non-fast-forward)", "but expected")


FETCHED = "refs/svc/fetched"
"""What was fetched last. This, and what was accepted of it, only `svc sync` writes, one at a time,
so a lock file beside it that a killed git left is known to be left over; one of git's own
`refs/remotes` would stop everything until a person removed it.
"""


class Shared(NamedTuple):
    """The branch that desks share, and of which repository."""

    remote: str
    branch: str

    @property
    def seen(self) -> str:
        """Where this clone keeps what it last had of it, or sent to it."""
        return f"refs/svc/seen/{self.remote}/{self.branch}"


def shared_branch(root: Root, ref: str) -> Shared:
    """What the branch of HEAD is exchanged with. Raises NoRemote, WhichRemote."""
    branch = ref.removeprefix("refs/heads/")
    set_up = _config(root, f"branch.{branch}.remote")
    merges = _config(root, f"branch.{branch}.merge").removeprefix("refs/heads/")
    remotes = git.output(root, "remote").decode("utf-8", "surrogateescape").splitlines()
    if set_up in remotes:
        return Shared(set_up, merges or branch)
    if not remotes:
        raise NoRemote()
    if len(remotes) > 1 and "origin" not in remotes:
        raise WhichRemote(remotes=remotes, branch=branch)
    return Shared("origin" if "origin" in remotes else remotes[0], branch)


def last_seen(root: Root, shared: Shared) -> str | None:
    """The commit that the shared branch had when it was last accepted or sent to; None: never."""
    return trees.commit_of(root, shared.seen)


def fetch(root: Root, shared: Shared, held: int, *, rewound: bool = False) -> str | None:
    """Fetch the shared branch and give its commit; None if it has none yet. `held`: the descriptor
    of the lock that one sync at a time holds.

    `rewound`: though it no longer has what it had. Raises HistoryRewound, RemoteUnreachable,
    RemoteKeyChanged, RemoteRefusesUs, RemoteFull.
    """
    ended = _run(
        root,
        held,
        *("fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--refmap="),
        *("--no-recurse-submodules", "--upload-pack=git-upload-pack"),
        *("--", shared.remote, f"+refs/heads/{shared.branch}:{FETCHED}"),
    )
    is_empty = bool(ended.status) and "couldn't find remote ref" in ended.err
    if ended.status and not is_empty:
        raise _failure(shared, ended)
    commit = None if is_empty else trees.commit_of(root, FETCHED)
    before = last_seen(root, shared)
    if before is None or rewound:
        return commit
    if commit is None or not trees.is_ancestor(root, before, commit):
        raise HistoryRewound(remote=shared.remote, commit=before[:10])
    return commit


def fetches_texts_late(root: Root) -> bool:
    """Whether this clone has only such texts as it needed so far (`--filter=blob:none`)."""
    pattern = r"^(extensions\.partialclone|remote\..*\.promisor)$"
    return bool(git.run(root, "config", "--name-only", "--get-regexp", pattern).out)


def fetch_texts(root: Root, shared: Shared, held: int, names: Iterable[str]) -> None:
    """Have these texts here: those that are not are fetched, all at once, and no others. Raises
    like `fetch`.
    """
    how = ("--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    missing = sorted(set(names) - set(git.output(root, "cat-file", *how).decode().split()))
    if not missing:
        return
    ended = _run(
        root,
        held,
        *("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap="),
        *("--no-recurse-submodules", "--filter=blob:none", "--upload-pack=git-upload-pack"),
        *("--stdin", "--", shared.remote),
        data="".join(f"{name}\n" for name in missing).encode(),
    )
    if ended.status:
        raise _failure(shared, ended)


def accept(root: Root, shared: Shared, commit: str) -> None:
    """Remember that this clone has all that the shared branch had at this commit."""
    git.output(root, "update-ref", shared.seen, commit)


def send(root: Root, shared: Shared, held: int, commit: str) -> bool:
    """Send the commit as the shared branch; False if another desk was faster. Raises like `fetch`,
    RemoteLocked and PushRefused.
    """
    # by its address, else git would write down under `refs/remotes` what it has sent
    address = git.output(root, "remote", "get-url", "--push", "--", shared.remote).decode().strip()
    words = (
        *("push", "--porcelain", "--quiet", "--no-verify", "--no-recurse-submodules"),
        "--receive-pack=git-receive-pack",
        *("--", address, f"{commit}:refs/heads/{shared.branch}"),
    )
    ended = _run(root, held, *words)
    is_locked = bool(ended.status) and _LOCKED in ended.err
    if is_locked and _clear_folder(root, address, shared.branch):
        ended = _run(root, held, *words)
        is_locked = bool(ended.status) and _LOCKED in ended.err
    said = ended.out.decode("utf-8", "replace")
    if not ended.status:
        accept(root, shared, commit)
        return True
    if any(words in said or words in ended.err for words in _OVERTAKEN):
        return False
    if is_locked:
        held_there = re.search(r"Unable to create '([^']+)'", ended.err)
        raise RemoteLocked(remote=shared.remote, path=held_there[1] if held_there else "?")
    if "[remote rejected]" in said and "unpacker error" not in said:
        raise PushRefused(remote=shared.remote, reason=_said_there(ended.err) or _reason(said))
    raise _failure(shared, ended)


def _clear_folder(root: Root, address: str, branch: str) -> bool:
    """Clear the shared branch's locks where it lies in a folder that this computer sees, and no
    guard does it.
    """
    folder = root.path / address.removeprefix("file://")
    return any(clear_abandoned(each, branch) for each in (folder, folder / ".git"))


def _run(root: Root, held: int, *words: str, data: bytes = b"") -> Ended:
    """git with the network. A remote that is silent for so long ends it."""
    wait = _patience_seconds()
    settings = _set_up(root)
    # ssh and https have limits of their own
    is_mute = any(_MUTE in f"{each.name} {each.value}" for each in settings)
    return git.run(
        root,
        *words,
        data=data,
        settings=[*_SETTINGS, f"http.lowSpeedTime={wait}"],
        configured=_own_helpers(settings),
        extra={
            "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
            "GIT_SSH_COMMAND": _ssh_command(settings, wait),
            "GIT_ASKPASS": "",
            "SSH_ASKPASS": "",
            "GIT_PROXY_COMMAND": "",
        },
        lock=held,
        silent_seconds=wait if is_mute else 0,
    )


class _Setting(NamedTuple):
    """A setting of git's, and whose it is: `system`, `global`, `local`, `worktree`."""

    scope: str
    name: str
    value: str


def _set_up(root: Root) -> list[_Setting]:
    """How git reaches others here, in the order in which it counts."""
    pattern = r"^(credential\..*|core\.sshcommand|remote\..*\.url|url\..*\.insteadof)$"
    words = ("config", "-z", "--show-scope", "--get-regexp", pattern)
    said = git.run(root, *words).out.decode("utf-8", "surrogateescape").split("\0")
    pairs = zip(said[::2], said[1::2], strict=False)
    return [_Setting(scope, *pair.partition("\n")[::2]) for scope, pair in pairs]


def _own_helpers(settings: Sequence[_Setting]) -> list[tuple[str, str]]:
    """The user's helpers and none of the repository's: an empty one takes back those before it."""
    if all(each.scope in _OWN_SCOPES for each in settings):
        return []
    own = [
        (each.name, each.value)
        for each in settings
        if each.scope in _OWN_SCOPES and each.name.startswith("credential.")
    ]
    return [("credential.helper", ""), *own]


def _ssh_command(settings: Sequence[_Setting], wait: int) -> str:
    """The user's ssh, which asks nothing and gives up where nobody answers; another program than
    ssh is called as it is.
    """
    configured = [
        each.value
        for each in settings
        if each.scope in _OWN_SCOPES and each.name == "core.sshcommand"
    ]
    command = os.environ.get("GIT_SSH_COMMAND") or next(reversed(configured), "ssh")
    program = command.split(maxsplit=1)[0].strip("\"'").replace("\\", "/").rpartition("/")[2]
    if program.lower().removesuffix(".exe") != "ssh":
        return command
    return f"{command} {_SSH_OPTIONS.format(wait=wait)}"


def _patience_seconds() -> int:
    """How long a silent remote is waited for: SVC_SYNC_WAIT seconds, 30 if it is not set or no
    number.
    """
    try:
        return max(1, int(os.environ.get("SVC_SYNC_WAIT", "30")))
    except ValueError:
        return 30


def _failure(shared: Shared, ended: Ended) -> NotDone:
    if ended.err == git.SILENT:
        seconds = _patience_seconds()
        silence = Phrase(N_("nothing was heard for {seconds} seconds"), seconds=seconds)
        return RemoteUnreachable(remote=shared.remote, reason=silence)
    said = _said_there(ended.err)
    for kind, signs in _WHY:
        telling = [line for line in ended.err.splitlines() if any(sign in line for sign in signs)]
        if telling:
            return kind(remote=shared.remote, reason=said or _plain(telling[0]))
    return RemoteUnreachable(
        remote=shared.remote, reason=said or _reason(ended.err) or str(ended.status)
    )


def _said_there(err: str) -> str:
    """What the other side said itself."""
    lines = [
        line
        for line in err.splitlines()
        if line.startswith("remote:") and not re.match(_PROGRESS, line)
    ]
    said = [line.removeprefix("remote:").strip() for line in lines]
    return "\n".join(line for line in said if line)


def _reason(err: str) -> str:
    """git's own words, in one line: the first that names what is wrong."""
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))] or lines
    return _plain(named[0]) if named else ""


def _plain(line: str) -> str:
    return line.strip().removeprefix("fatal: ").removeprefix("error: ")


def _config(root: Root, name: str) -> str:
    return git.run(root, "config", "--get", name).out.decode("utf-8", "surrogateescape").strip()
