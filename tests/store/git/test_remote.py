"""The repository that desks share: found, asked, sent to; what goes wrong there is told apart."""

from __future__ import annotations

import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from svc.errors import (
    HistoryRewound,
    NoRemote,
    PushRefused,
    RemoteFull,
    RemoteKeyChanged,
    RemoteRefusesUs,
    RemoteUnreachable,
    SvcError,
    WhichRemote,
)
from svc.store.git import harmless, remote
from svc.store.git import program as git
from svc.store.git.remote import Shared

if TYPE_CHECKING:
    from pathlib import Path

    from store.conftest import Ledger as StoreLedger

MAIN = "refs/heads/main"
HUB = Shared("origin", "main")
NO_LOCK = 0  # a descriptor that every process has


def test_the_repository_is_the_one_that_is_set_up(ledger: StoreLedger) -> None:
    with pytest.raises(NoRemote):
        remote.shared_branch(ledger.root, MAIN)
    ledger.git("remote", "add", "hub", "/x")
    assert remote.shared_branch(ledger.root, MAIN) == Shared("hub", "main")
    ledger.git("remote", "add", "backup", "/y")
    with pytest.raises(WhichRemote):
        remote.shared_branch(ledger.root, MAIN)
    ledger.git("remote", "add", "origin", "/z")
    assert remote.shared_branch(ledger.root, MAIN) == Shared("origin", "main")
    ledger.git("config", "branch.main.remote", "backup")
    ledger.git("config", "branch.main.merge", "refs/heads/all")
    assert remote.shared_branch(ledger.root, MAIN) == Shared("backup", "all")


def test_what_is_sent_is_there_and_what_is_there_is_fetched(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", hub], check=True)
    ledger.git("remote", "add", "origin", str(hub))
    assert remote.fetch(ledger.root, HUB, NO_LOCK) is None
    head = git.head(ledger.root).commit or ""
    assert remote.send(ledger.root, HUB, NO_LOCK, head)
    assert remote.last_seen(ledger.root, HUB) == head
    assert remote.fetch(ledger.root, HUB, NO_LOCK) == head
    other = ledger.git("commit-tree", "-m", "x", f"{head}^{{tree}}").strip()
    assert not remote.send(ledger.root, HUB, NO_LOCK, other)  # it lacks what is there
    ledger.git("push", "-q", "--force", "origin", f"{other}:main")
    ledger.git("update-ref", HUB.seen, head)
    with pytest.raises(HistoryRewound):
        remote.fetch(ledger.root, HUB, NO_LOCK)
    assert remote.last_seen(ledger.root, HUB) == head
    assert remote.fetch(ledger.root, HUB, NO_LOCK, rewound=True) == other


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("fatal: unable to access 'https://x/': Could not resolve host: x", RemoteUnreachable),
        ("ssh: connect to host x port 22: Connection timed out", RemoteUnreachable),
        ("fatal: '/x' does not appear to be a git repository", RemoteUnreachable),
        ("@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@", RemoteKeyChanged),
        ("fatal: Authentication failed for 'https://x/'", RemoteRefusesUs),
        ("li@x: Permission denied (publickey).", RemoteRefusesUs),
        ("error: remote unpack failed: index-pack abnormal exit", RemoteFull),
        ("", RemoteUnreachable),
    ],
)
def test_what_goes_wrong_is_told_apart(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch, said: str, kind: type[SvcError]
) -> None:
    monkeypatch.setattr(git, "run", lambda *_, **__: git.Ended(128, b"", said, 0))
    with pytest.raises(kind) as failed:
        remote.fetch(ledger.root, HUB, NO_LOCK)
    assert failed.value.facts["reason"] in (
        said.removeprefix("fatal: ").removeprefix("error: "),
        "128",
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("desk@hq: Permission denied (publickey).", RemoteRefusesUs),
        ("Host key verification failed.", RemoteKeyChanged),
        ("detected dubious ownership in repository at '/srv/hub.git'", RemoteRefusesUs),
    ],
)
def test_of_what_git_says_the_line_that_tells_why_is_passed_on(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch, said: str, kind: type[SvcError]
) -> None:
    err = f"{said}\nfatal: Could not read from remote repository.\n\nPlease make sure …"
    monkeypatch.setattr(git, "run", lambda *_, **__: git.Ended(128, b"", err, 0))
    with pytest.raises(kind) as failed:
        remote.fetch(ledger.root, HUB, NO_LOCK)
    assert failed.value.facts["reason"] == said


def test_what_the_other_side_says_is_passed_on(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    err = "remote: 少了一笔登记\nremote: \nremote: 请先同步\nerror: failed to push some refs to 'x'"
    out = b"!\tHEAD:refs/heads/main\t[remote rejected] (pre-receive hook declined)\n"
    monkeypatch.setattr(git, "run", lambda *_, **__: git.Ended(1, out, err, 0))
    monkeypatch.setattr(git, "output", lambda *_, **__: b"/hub.git")
    with pytest.raises(PushRefused) as refused:
        remote.send(ledger.root, HUB, NO_LOCK, "0" * 40)
    assert refused.value.facts["reason"] == "少了一笔登记\n请先同步"


@pytest.mark.parametrize(("set_to", "seconds"), [("", 30), ("5", 5), ("0", 1), ("x", 30)])
def test_how_long_a_silent_remote_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, set_to: str, seconds: int
) -> None:
    monkeypatch.setenv("SVC_SYNC_WAIT", set_to) if set_to else monkeypatch.delenv(
        "SVC_SYNC_WAIT", raising=False
    )
    assert remote._patience_seconds() == seconds


def test_a_mute_server_is_not_waited_for_without_end(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVC_SYNC_WAIT", "1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ledger.git("remote", "add", "origin", f"git://127.0.0.1:{port}/x")
        with pytest.raises(RemoteUnreachable) as failed:
            remote.fetch(ledger.root, HUB, NO_LOCK)
    assert "nothing was heard for 1 seconds" in str(failed.value.facts["reason"])


def test_who_goes_on_speaking_is_waited_for(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than a silence may last, in all."""
    words = "for n in 1 2 3 4 5; do echo $n; sleep 0.4; done"
    monkeypatch.setattr(harmless, "program_path", lambda: "sh")
    monkeypatch.setattr(harmless, "SETTINGS", ())
    ended = git.run(ledger.root, "-c", words, silent_seconds=1)
    assert (ended.status, ended.out) == (0, b"1\n2\n3\n4\n5\n")
    ended = git.run(ledger.root, "-c", "echo 1; sleep 9", silent_seconds=0.3)
    assert (ended.status, ended.err) == (-9, git.SILENT)
