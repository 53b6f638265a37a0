"""What happens to the desks of a soak besides their work: kills, a network that is cut, a disk that
is copied, somebody who tampers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import chdir
from pathlib import Path

from exchange import Clone
from stress.desk import SVC
from stress.killed import killed_at, killed_in_between
from stress.soak import LETTERS, Post, Soak, git
from stress.soak_book import events_of, ids_masked
from stress.soak_lives import Life, Typed
from stress.sweep import Point, strike, why_not
from trust.tampered import KINDS, OF_THE_STORY, Case

SYNC = Typed("sun", ("sync",))
IN_GIT = ("fast-import", "update-index", "fetch", "push", "cat-file", "read-tree")
CALLS = ("write", "openat", "rename", "link", "unlink", "fsync")
AT_ONE_DESK = [kind for kind in KINDS if kind not in OF_THE_STORY]


# Kills


def kill(soak: Soak) -> None:
    """A command, or a sync, is killed where it stands: whoever comes next finds all of it, or
    nothing.
    """
    if soak.rng.random() < 0.3:
        _kill(soak, soak.rng.choice(soak.posts), SYNC, None)
        return
    post, life = soak.whose_turn()
    _kill(soak, post, life.next(soak.now(post)), life)


def _kill(soak: Soak, post: Post, typed: Typed, life: Life | None) -> None:
    desk, before = post.desk, post.head
    twin = _twin(desk.path, soak.folder / "twin")
    was_killed = _killed(soak, post, typed)
    soak.counts["killed" if was_killed else "through before the kill"] += 1
    _comes_next(soak, post)
    if post.head != before and typed != SYNC:
        soak.counts["killed behind their commit point"] += was_killed
        _assert_whole(soak, post, typed, Clone(twin, soak.patch), before)
        soak.enter(post, before, typed, life, acknowledged=not was_killed)
    shutil.rmtree(twin)


def _comes_next(soak: Soak, post: Post) -> None:
    """Whoever types next finishes it, or undoes it; while the git of the killed one is still at
    work, they read what is there.
    """
    for _ in range(100):
        post.desk.ok("list", now=soak.now(post).isoformat())
        if not (post.desk.path / ".git/svc/journal").exists():
            break
        time.sleep(0.1)
    assert post.desk.git("status", "--porcelain", "-uall") == ""


def _killed(soak: Soak, post: Post, typed: Typed) -> bool:
    """Kill it at a call, at a moment, or in one of its git's calls; False: it was through."""
    soak.patch.setenv("SVC_PUSHER", post.letter)
    soak.patch.setenv("SVC_NOW", soak.now(post).isoformat())
    words = ("--ledger", str(post.desk.path), "--as", typed.by, *typed.words)
    print(f"killed: {post.letter} {' '.join(words[3:])}")
    how, rng = soak.rng.random(), soak.rng
    with chdir(soak.folder / "desk"):
        if how < 0.15 and not why_not():
            in_git = rng.choice(IN_GIT[2:4] if typed == SYNC else IN_GIT)
            point = Point(in_git, rng.choice(CALLS), rng.randint(1, 12), follow=True)
            struck = strike([SVC, *words], soak.folder, point, "signal=SIGKILL", with_parent=True)
            return struck.status in (-9, 137)
        if how < 0.75:
            return killed_at(rng.randint(1, 40), words)
        return killed_in_between(rng.uniform(0, 0.3), words)


def _twin(ledger: Path, twin: Path) -> Path:
    """The ledger as it is; git's objects, which nobody changes, are not copied."""

    def copy(source: str, target: str) -> None:
        (os.link if "/objects/" in source else shutil.copy2)(source, target)

    return Path(shutil.copytree(ledger, twin, symlinks=True, copy_function=copy))


def _assert_whole(soak: Soak, post: Post, typed: Typed, twin: Clone, before: str) -> None:
    """What a killed command recorded is what it records when nobody kills it."""
    ended = soak.svc(post._replace(desk=twin), typed)
    assert ended.status == 0, ended
    assert _new(post.desk, before) == _new(twin, before), typed


def _new(desk: Clone, before: str) -> list[tuple[str, list[str]]]:
    names = desk.git("diff", "-z", "--name-only", before, "HEAD").split("\0")[:-1]
    return [(name, ids_masked(text for _, text in events_of(desk.path / name))) for name in names]


# A network that is cut


def cut(soak: Soak) -> None:
    """A desk syncs while the others can't be reached, or can't be any more: nothing that is
    recorded is lost, and it says so in a line.
    """
    post = soak.rng.choice(soak.posts)
    before = post.head
    if soak.rng.random() < 0.4:
        soak.hub.rename(soak.folder / "away.git")
        ended = soak.svc(post, SYNC)
        (soak.folder / "away.git").rename(soak.hub)
        assert (ended.status, post.head) == (4, before), ended
        soak.counts["syncs without a network"] += 1
        return
    with soak.patch.context() as patch:
        patch.setenv("PATH", f"{_git_that_dies(soak)}{os.pathsep}{os.environ['PATH']}")
        ended = soak.svc(post, SYNC)
    soak.counts["syncs cut while git works"] += ended.status != 0
    assert ended.status in (0, 2, 4), ended


def _git_that_dies(soak: Soak) -> Path:
    """A git that dies in the middle of an exchange, or ends it and can't say so any more."""
    real, folder = shutil.which("git"), soak.folder / "broken"
    folder.mkdir(exist_ok=True)
    word = soak.rng.choice(["fetch", "push"])
    seconds = soak.rng.randint(1, 99) / 1000 + 0.3 * (word == "push")
    dies = soak.rng.choice(
        [
            f'timeout -s KILL {seconds} "{real}" "$@"; exit 128',
            f'"{real}" "$@" >/dev/null 2>&1; echo "fatal: the remote end hung up" >&2; exit 128',
        ]
    )
    script = folder / "git"
    script.write_text(
        f'#!/bin/sh\nfor word in "$@"; do if [ "$word" = {word} ]; then {dies}; fi; done\n'
        f'exec "{real}" "$@"\n'
    )
    script.chmod(0o755)
    return folder


# A copied disk


def copy_a_disk(soak: Soak) -> None:
    """In another place a copy is noticed and asks for a letter; a whole clone is noticed by its
    numbers, and what it gave twice is renumbered.
    """
    extra = len(soak.posts) - len(LETTERS)
    post = soak.rng.choice(soak.posts[: len(LETTERS)])
    assert soak.sync(post).status == 0
    path = soak.folder / f"拷贝 {extra}"
    shutil.copytree(post.desk.path, path, symlinks=True)
    copy = Post(Clone(path, soak.patch), "EFGJKLMN"[extra], post.skew)
    (_is_noticed if extra % 2 else _is_renumbered)(soak, post, copy)
    soak.posts.append(copy)
    assert soak.sync(copy).status == 0


def _is_noticed(soak: Soak, post: Post, copy: Post) -> None:
    with soak.patch.context() as patch:
        patch.setenv("SVC_PLACE", "elsewhere")
        note = Typed("chen", ("intake", "--note", "拷贝", "13900000099"))
        assert soak.type(copy, note).status == 2
        assert soak.sync(copy).status == 2
        _join(soak, copy)
    # where it stands from now on, for these tests
    assert soak.type(copy, Typed("sun", ("init", "--join", "--moved"))).status == 0
    soak.counts["copied disks noticed"] += 1


def _is_renumbered(soak: Soak, post: Post, copy: Post) -> None:
    for at, each in enumerate((post, copy)):
        request = Life("intake", 900 + 2 * soak.number + at, 0, soak.folder)
        soak.type(each, request.next(soak.now(each)), request)
        ticket = request.records[-1]  # behind the file of the customer
        charge = ("charge", ticket, "--line", "上门费:1:50.00", "--allow", "加项")
        for by, words in (("sun", charge), ("zhao", ("receipt", ticket, "--how", "cash"))):
            assert soak.type(each, Typed(by, words)).status == 0
    assert soak.sync(post).status == 0
    assert soak.sync(copy).error["key"] == "number-twice"
    _join(soak, copy)
    assert soak.type(copy, Typed("sun", ("renumber", "--go"))).status == 0
    soak.counts["copied disks renumbered"] += 1


def _join(soak: Soak, post: Post) -> None:
    ended = soak.type(post, Typed("sun", ("init", "--join", "--desk", post.letter)))
    assert ended.status == 0, ended


# Tampering


def tamper(soak: Soak) -> None:
    """Somebody fetches, changes what was recorded, and pushes: refused, and told why."""
    desk = soak.tamperer
    desk.git("fetch", "-q", "origin")
    desk.git("reset", "-q", "--hard", "origin/main")
    kind = soak.rng.choice(AT_ONE_DESK)
    wanted = kind(Case(desk, soak.rng))
    before = git(soak.hub, "rev-parse", "main")
    soak.patch.setenv("SVC_PUSHER", "T")
    words = ["git", "push", "-q", "origin", "HEAD:main"]
    pushed = subprocess.run(words, cwd=desk.path, capture_output=True, check=False)
    said = pushed.stderr.decode()
    print(f"tampered: {kind.__name__}\n{said}")
    assert pushed.returncode != 0, (kind, said)
    assert f"[{wanted} " in said, (kind, said)
    assert git(soak.hub, "rev-parse", "main") == before
    soak.counts[f"tampered and refused: {wanted}"] += 1
