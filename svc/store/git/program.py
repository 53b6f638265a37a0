"""git as a program: where the repository is, what HEAD is, and a commit that moves the branch or
nothing.

What can be read from git's files without a process is read so; a process costs as much as a small
command.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from svc.errors import (
    N_,
    DetachedHead,
    DiskFull,
    GitFailed,
    GitLocked,
    GitMissing,
    NoGitIdentity,
    NoPermission,
    NoRepository,
    NotDone,
    NotTopOfWorkTree,
    Phrase,
    ReadOnly,
    UnsafeFolder,
    system_reason,
)
from svc.store.files import flush_file, read_file, saying, sync_folder
from svc.store.git import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from subprocess import Popen

_NO_ROOM = ("No space left on device", "Out of diskspace", "Disk quota exceeded", "File too large")
_CRUD = "".join(map(chr, range(33))) + ".,:;<>\"\\'"
_OF_A_PUSH = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger that is the top of a git work tree."""

    path: Path
    git_dir: Path  # HEAD and index of this work tree
    common_dir: Path  # branches and objects; another folder only in a linked work tree
    # what git is to know besides: a repository without a work tree, and where a push lies that is
    # not taken yet
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def own_dir(self) -> Path:
        """Ours alone: lock, journal."""
        return self.git_dir / "svc"


class Head(NamedTuple):
    """What HEAD is: the branch, and its commit, None before the first."""

    ref: str
    commit: str | None


class Ended(NamedTuple):
    """A git process that is over; `status` is negative if a signal ended it."""

    status: int
    out: bytes
    err: str
    pid: int


class Person(NamedTuple):
    """Who wrote or committed."""

    name: str
    email: str


def repository_top(folder: Path) -> Root:
    """The ledger at `folder`, which holds `svc.yaml`. Raises NotTopOfWorkTree if it has no `.git`
    of its own.
    """
    git_dir = folder / ".git"
    if not git_dir.is_dir():
        text = read_file(git_dir) or b""
        if not text.startswith(b"gitdir:"):
            raise NotTopOfWorkTree(path=str(folder))
        git_dir = folder / os.fsdecode(text.removeprefix(b"gitdir:").strip())
    with saying(git_dir):
        has_head = (git_dir / "HEAD").exists()
    if not has_head:
        raise NotTopOfWorkTree(path=str(folder))
    shared = read_file(git_dir / "commondir")
    common_dir = git_dir if shared is None else git_dir / os.fsdecode(shared.strip())
    return Root(path=folder, git_dir=git_dir, common_dir=common_dir)


def bare_repository(folder: Path, environ: Mapping[str, str]) -> Root:
    """The repository at `folder` itself, as a hook of it sees it: with the objects of the push that
    is to be judged. Raises NoRepository.
    """
    if not ((folder / "HEAD").exists() and (folder / "objects").is_dir()):
        raise NoRepository(path=str(folder))
    quarantine = [(name, environ[name]) for name in _OF_A_PUSH if name in environ]
    extra = (("GIT_DIR", str(folder)), *quarantine)
    return Root(path=folder, git_dir=folder, common_dir=folder, extra=extra)


def run(
    root: Root,
    *words: str,
    data: bytes = b"",
    settings: Sequence[str] = (),
    configured: Sequence[tuple[str, str]] = (),
    extra: Mapping[str, str] | None = None,
    lock: int | None = None,
    meanwhile: Callable[[], None] | None = None,
    silent_seconds: float = 0,
) -> Ended:
    """Run git in the ledger and wait for it. Raises GitMissing, UnsafeFolder or NotDone if it can't
    be started.

    `meanwhile` is done once git has all its data, while it works: only for a git that prints next
    to nothing.

    `settings` are `name=value`; `configured` the same as pairs, for names that may be of any sort.

    `silent_seconds`: a git that says nothing for so long is ended, with `SILENT` as its last word.

    `lock` is the descriptor of the ledger's lock: git holds it too, so if svc is killed nobody
    judges the journal before git has ended. Ctrl-C reaches svc alone, which decides when to stop.
    """
    child = start_git(
        root, *words, settings=settings, configured=configured, extra=extra, lock=lock
    )
    with child:
        try:
            if meanwhile is not None:
                _write_input(child, data)
                meanwhile()
            if silent_seconds:
                out, err = _heard(child, data, silent_seconds)
            else:
                out, err = child.communicate(data if meanwhile is None else None)
        except OSError as error:
            child.kill()
            raise GitFailed(command=words[0], status="-9", reason=system_reason(error)) from error
        except BaseException:
            child.kill()
            raise
    ended = Ended(child.returncode, out, err.decode("utf-8", "replace").strip(), child.pid)
    if ended.status and _distrusts(root, ended.err):
        raise UnsafeFolder(path=str(root.path))
    return ended


def _distrusts(root: Root, err: str) -> bool:
    """Whether git refuses this folder for its owner; the shared repository it may refuse, too."""
    ours = (root.path, root.git_dir, root.common_dir)
    return any(f"dubious ownership in repository at '{each}'" in err for each in ours)


def start_git(
    root: Root,
    *words: str,
    settings: Sequence[str] = (),
    configured: Sequence[tuple[str, str]] = (),
    extra: Mapping[str, str] | None = None,
    lock: int | None = None,
) -> Popen[bytes]:
    """Start git in the ledger, with pipes to and from it. Raises GitMissing or NotDone if it can't
    be started.
    """
    import subprocess

    top = root.path.absolute()
    # Never a repository further up: a ledger is the top of its own, and its files lie in it,
    # whatever its configuration says.
    env = harmless.environment() | {"GIT_CEILING_DIRECTORIES": str(top.parent)} | dict(root.extra)
    if root.path != root.git_dir and words[0] not in ("init", "clone"):
        env["GIT_WORK_TREE"] = str(top)
    named = _without_named_programs(root) if words[0] in harmless.OF_FILES else ()
    env |= harmless.as_environment([*named, *configured]) | dict(extra or {})
    command = [
        harmless.program_path(),
        *harmless.SETTINGS,
        *(word for setting in settings for word in ("-c", setting)),
        words[0],
        *harmless.NO_PROGRAMS.get(words[0], ()),
        *words[1:],
    ]
    try:
        if sys.platform == "win32":
            return subprocess.Popen(
                command,
                cwd=root.path,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
            )
        return subprocess.Popen(
            command,
            cwd=root.path,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
            pass_fds=() if lock is None else (lock,),
        )
    except OSError as error:
        if isinstance(error, FileNotFoundError) and root.path.exists():
            raise GitMissing(path=os.environ.get("PATH", "")) from error
        raise GitFailed(command=words[0], status="-", reason=system_reason(error)) from error


def _without_named_programs(root: Root) -> tuple[tuple[str, str], ...]:
    """Settings by which none of the programs runs that attributes may name.

    Whose configuration defines them makes no difference: it is the ledger's `.gitattributes` that
    would start them, and records need none.
    """
    looked_at = tuple(
        _stamp_of(folder / name)
        for folder, name in ((root.common_dir, "config"), (root.git_dir, "config.worktree"))
    )
    return _named_programs(root, looked_at)


@cache
def _named_programs(root: Root, looked_at: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
    """The same, asked once while the clone's configuration stays as it was."""
    pattern = f"^({'|'.join(sorted({name.partition('.')[0] for name in harmless.NAMED}))})[.].+[.]"
    ended = run(root, "config", "-z", "--name-only", "--get-regexp", pattern)
    if ended.status not in (0, 1):  # 1: nothing configured
        raise failure("config", ended, root.git_dir)
    found = []
    for name in dict.fromkeys(ended.out.decode("utf-8", "surrogateescape").split("\0")):
        section, _, rest = name.partition(".")
        instead = harmless.NAMED.get(f"{section}.{rest.rpartition('.')[2]}")
        if instead is not None and name != "merge.svc.driver":
            found.append((name, instead))
    return tuple(found)


def _stamp_of(path: Path) -> tuple[int, int, int] | None:
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


SILENT = "svc: silent"
"""What stands for git's own words when it said nothing for too long."""


def _heard(child: Popen[bytes], data: bytes, seconds: float) -> tuple[bytes, bytes]:
    """What git says on both streams. It is ended when neither says anything for so long, however
    long the whole may take.
    """
    from threading import Thread
    from time import monotonic

    assert child.stdout is not None
    assert child.stderr is not None
    said: tuple[list[bytes], list[bytes]] = ([], [])
    heard_at = monotonic()

    def listen(descriptor: int, pieces: list[bytes]) -> None:
        nonlocal heard_at
        with open(descriptor, "rb", buffering=0) as stream:
            while piece := stream.read(1 << 16):
                pieces.append(piece)
                heard_at = monotonic()

    # Descriptors of their own: a program that git started may keep the streams open, and theirs
    # would be given to the next git when it is ended.
    streams = (os.dup(child.stdout.fileno()), os.dup(child.stderr.fileno()))
    listeners = [
        Thread(target=listen, args=each, daemon=True) for each in zip(streams, said, strict=True)
    ]
    for each in listeners:
        each.start()
    _write_input(child, data)
    assert child.stdin is not None
    child.stdin.close()
    while any(each.is_alive() for each in listeners):
        listeners[0].join(0.1)
        listeners[1].join(0.1)
        if monotonic() - heard_at > seconds:
            child.kill()
            return b"", SILENT.encode()
    child.wait()
    return b"".join(said[0]), b"".join(said[1])


def _write_input(child: Popen[bytes], data: bytes) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError):  # it has ended already; why, it says
        child.stdin.write(data)
        child.stdin.flush()


def failure(command: str, ended: Ended, path: Path) -> NotDone:
    """The error for a git process that failed, by git's own words."""
    if any(words in ended.err for words in _NO_ROOM):
        return DiskFull(path=str(path), reason=ended.err)
    if "Read-only file system" in ended.err:
        return ReadOnly(path=str(path), reason=ended.err)
    if "Permission denied" in ended.err or "insufficient permission" in ended.err:
        return NoPermission(path=str(path), reason=ended.err)
    if ".lock': File exists" in ended.err:
        from svc.store.git.holders import holder_of

        lock = ended.err.split(".lock': File exists")[0].rpartition("'")[2] + ".lock"
        return GitLocked(path=lock, holder=holder_of(Path(lock), path.parent))
    reason = ended.err or (f"signal {-ended.status}" if ended.status < 0 else "?")
    return GitFailed(command=command, status=str(ended.status), reason=reason)


def output(root: Root, *words: str, settings: Sequence[str] = ()) -> bytes:
    """What git prints. Raises GitFailed and the like."""
    ended = run(root, *words, settings=settings)
    if ended.status:
        raise failure(words[0], ended, root.git_dir)
    return ended.out


def identity(root: Root) -> Person:
    """The name and e-mail git commits under. Raises NoGitIdentity if they are not configured."""
    ended = run(root, "var", "GIT_COMMITTER_IDENT", settings=["user.useConfigOnly=true"])
    if ended.status:
        fatal = [line for line in ended.err.splitlines() if line.startswith("fatal:")]
        said = fatal[-1].removeprefix("fatal: ") if fatal else ended.err
        reason = next(
            (Phrase(ours) for gits, ours in _NOBODY.items() if said.startswith(gits)), said
        )
        raise NoGitIdentity(reason=reason, config=_config_command(root))
    name, _, after_name = ended.out.decode("utf-8", "replace").partition(" <")
    return Person(name, after_name.rpartition("> ")[0])


_NOBODY = {
    "no name": N_("no name is set"),
    "no email": N_("no e-mail address is set"),
    "empty ident name": N_("the name is empty"),
    "name consists": N_("the name consists of nothing but marks"),
}
"""How git's reasons begin, and what they mean."""


def _config_command(root: Root) -> str:
    """How to set something for this repository, typed anywhere."""
    from shlex import quote

    return f"git -C {quote(str(root.path))} config"


def config(root: Root) -> dict[str, str]:
    """What is configured for `svc`, how records are merged, and who the person is: name in lower
    case -> value, the last one said.
    """
    names = r"^(svc\..*|merge\.svc\.driver|(user|committer)\.(name|email))$"
    ended = run(root, "config", "-z", "--get-regexp", names)
    if ended.status not in (0, 1):  # 1: nothing configured
        raise failure("config", ended, root.git_dir)
    pairs = (
        entry.partition("\n") for entry in ended.out.decode("utf-8", "replace").split("\0") if entry
    )
    return {name: value for name, _, value in pairs}


def identity_in(clone: Mapping[str, str]) -> Person | None:
    """The same as `identity` from what `config` gave; None where git itself has to be asked.

    git takes marks and blanks off the ends of names, and refuses those that consist of nothing
    else.
    """
    name, email = (
        clone.get(f"committer.{key}", clone.get(f"user.{key}", "")) for key in ("name", "email")
    )
    plain = all(text and text[0] not in _CRUD and text[-1] not in _CRUD for text in (name, email))
    return (
        Person(name, email)
        if plain and not any(letter in name + email for letter in "<>\n\0")
        else None
    )


def head(root: Root) -> Head:
    """The branch HEAD is on and its commit, from git's files if they are plain. Raises
    DetachedHead.
    """
    path = root.git_dir / "HEAD"
    text = b"" if path.is_symlink() else read_file(path) or b""
    ref = os.fsdecode(text.removeprefix(b"ref: ").strip()) if text.startswith(b"ref: ") else ""
    # that is the reftable format's
    if not ref.startswith("refs/heads/") or ref == "refs/heads/.invalid":
        return _head_by_git(root)
    loose = read_file(root.common_dir / ref)
    if loose is not None:
        commit = loose.strip().decode("ascii", "replace")
        return Head(ref, commit) if _is_id(commit) else _head_by_git(root)
    packed = read_file(root.common_dir / "packed-refs") or b""
    for line in packed.splitlines():
        commit, _, name = line.decode("utf-8", "surrogateescape").partition(" ")
        if name == ref and _is_id(commit):
            return Head(ref, commit)
    return Head(ref, None)


def _head_by_git(root: Root) -> Head:
    commit = run(root, "rev-parse", "-q", "--verify", "HEAD^{commit}").out.decode().strip() or None
    ref = run(root, "symbolic-ref", "-q", "HEAD").out.decode("utf-8", "surrogateescape").strip()
    if not ref:
        raise DetachedHead(commit=commit)
    return Head(ref, commit)


def _is_id(text: str) -> bool:
    return len(text) in (40, 64) and all(letter in "0123456789abcdef" for letter in text)


def id_length(root: Root, commit: str | None) -> int:
    """How long this repository's object ids are: 40 (sha1) or 64 (sha256)."""
    return len(commit) if commit is not None else _id_length_before_any(root)


@cache
def _id_length_before_any(root: Root) -> int:
    """The same for a repository without commits: asked once, as it never changes."""
    return 64 if output(root, "rev-parse", "--show-object-format").strip() == b"sha256" else 40


def blobs(root: Root, tree: str, paths: Iterable[str]) -> dict[str, str]:
    """Which of `paths` are in the tree of commit `tree`, each with its blob's id. Raises
    GitFailed.
    """
    # Not `ls-tree -- PATHS`: a command line has an end, and a folder among them would be listed
    # itself.
    wanted = list(paths)
    ids: dict[str, str] = {}
    for start in range(0, len(wanted), 200):
        out = output(root, "ls-tree", "-z", "--full-tree", tree, "--", *wanted[start : start + 200])
        for line in out.decode("utf-8", "surrogateescape").split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                ids[path] = facts.split()[2]
    return ids


def parents_of(root: Root, commit: str) -> list[str]:
    """The commits a commit was made on. Raises GitFailed."""
    facts = output(root, "cat-file", "commit", commit).partition(b"\n\n")[0].splitlines()
    return [line.split()[1].decode() for line in facts if line.startswith(b"parent ")]


def blob(root: Root, name: str) -> bytes | None:
    """The bytes of a blob, None if the repository has it not."""
    ended = run(root, "cat-file", "blob", name)
    return ended.out if ended.status == 0 else None


def start(folder: Path) -> None:
    """Make `folder` a fresh repository on the branch `main`. Raises GitMissing, GitFailed and the
    like.
    """
    root = Root(path=folder, git_dir=folder / ".git", common_dir=folder / ".git")
    ended = run(root, "init", "-q", "--initial-branch=main")
    if ended.status:
        raise failure("init", ended, folder)


def set_config(root: Root, values: Mapping[str, str]) -> None:
    """Set this clone's own configuration. Raises GitFailed and the like."""
    for name, value in values.items():
        ended = run(root, "config", "--local", name, value)
        if ended.status:
            raise failure("config", ended, root.git_dir / "config")
    with saying(root.common_dir):  # git gives its configuration a name before it is on the disk
        flush_file(root.common_dir / "config")
        sync_folder(root.common_dir)
