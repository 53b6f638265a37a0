"""A ledger from other hands: no program that its git configuration, attributes or hooks name is run,
by whatever command of git that svc calls.

Each place where git would start one has a canary of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import TICKET, Desk, unpack
from exchange import Exchange

import svc
from svc.errors import NotDone
from svc.store.git import ending, remote
from svc.store.git import program as git

HOOKS = [
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-rewrite",
    "pre-applypatch",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "prepare-commit-msg",
    "push-to-checkout",
    "reference-transaction",
    "sendemail-validate",
]
SETTINGS = [
    "alias.diff",
    "alias.fetch",
    "alias.ls-tree",
    "alias.status",
    "core.alternateRefsCommand",
    "core.askPass",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "credential.https://example.com.helper",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "filter.a=b.clean",
    "filter.x.clean",
    "filter.x.process",
    "filter.x.smudge",
    "filter.z.process",
    "gpg.program",
    "gpg.ssh.program",
    "hook.x.command",
    "man.x.cmd",
    "merge.svc.driver",
    "merge.x.driver",
    "mergetool.x.cmd",
    "pager.diff",
    "pager.log",
    "pager.status",
    "remote.origin.receivepack",
    "remote.origin.uploadpack",
    "sequence.editor",
    "uploadpack.packObjectsHook",
    "web.browser",
]
PLAIN = {
    "commit.gpgSign": "true", "core.attributesFile": "", "hook.x.event": "reference-transaction",
    "log.showSignature": "true", "merge.default": "x", "merge.verifySignatures": "true",
    "protocol.ext.allow": "always", "push.gpgSign": "if-asked", "rebase.autoStash": "true",
    "status.submoduleSummary": "true", "submodule.recurse": "true", "diff.ignoreSubmodules": "none",
}  # fmt: skip
COMMANDS = {
    "am", "cat-file", "cherry-pick", "clone", "config", "diff", "diff-index", "diff-tree",
    "fast-import", "fetch", "for-each-ref", "grep", "init", "log", "ls-files", "ls-tree", "merge", "merge-base",
    "push", "rebase", "remote", "reset", "rev-list", "rev-parse", "revert", "status",
    "symbolic-ref", "update-index", "update-ref", "var",
}  # fmt: skip
"""What svc calls. Who adds one thinks of what it could start, and calls it in a test below."""


_CALLS = (
    r"(?:(?<![\w.])(?:git\.)?_?(?:run|output)\(\s*[\w.]+,\s*(?:held,\s*)?(?:\*\()?"
    r"|(?:words|_WORDS) = \(\s*(?:\*\()?)\"([a-z-]+)\""
)


class Canaries:
    """Programs that leave a file behind when they are started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "canaries"
        self.folder.mkdir()

    def command(self, label: str) -> str:
        return f"touch '{self.folder / label.replace('/', '_')}' #"

    @property
    def fired(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def let_loose_in(self, desk: Desk) -> None:
        """Everything that git would run, in the clone's own files and in the ledger's."""
        inside = desk.path / ".git"
        for name in SETTINGS:
            desk.git("config", name, self.command(name))
        for name, value in PLAIN.items():
            desk.git("config", name, value or str(inside / "svc-attributes"))
        included = inside / "included"
        included.write_text(f'[filter "y"]\n\tclean = {self.command("included").strip(" #")}\n')
        desk.git("config", "include.path", str(included))
        hooks = inside / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in HOOKS:
            (hooks / name).write_text(f"#!/bin/sh\n{self.command('hook-' + name)}\n")
            (hooks / name).chmod(0o755)
        (inside / "info").mkdir(exist_ok=True)
        (inside / "info/attributes").write_text("* diff=x merge=x\n*.yaml filter=x\n")
        (inside / "svc-attributes").write_text("* filter=y\n")
        (desk.path / "knowledge/.gitattributes").write_text("* filter=a=b\n")


@pytest.fixture
def canaries(tmp_path: Path) -> Canaries:
    return Canaries(tmp_path)


@pytest.fixture
def both(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    desk.play("intake")
    return Exchange(desk, tmp_path, monkeypatch)


def test_nothing_runs_in_recording_checking_and_exchanging(
    both: Exchange, canaries: Canaries
) -> None:
    here, there = both.here, both.there
    there.ok("note", TICKET, "那里", by="li")
    there.sync()
    canaries.let_loose_in(here)
    for words in (
        ("note", TICKET, "这里"), ("list",), ("show", TICKET), ("check", "--fix"), ("status",),
    ):  # fmt: skip
        here.svc(*words, by="chen")
    assert here.other(1).status == 0
    here.edit("quote_days: 30", "quote_days: 20", "svc.yaml")
    here.edit("开机后不加热", "开机后不加 热")
    assert here.svc("check").status in (1, 3)
    here.svc("adopt", "svc.yaml", by="sun")
    here.edit("开机后不加 热", "开机后不加热")
    root = git.repository_top(here.path)
    git.output(root, "diff", "HEAD")
    git.output(root, "log", "--format=%H", "--", "svc.yaml")
    git.run(root, "update-index", "-z", "--stdin", data=b"svc.yaml\0")
    ended = here.sync()
    assert ended.status == 0, ended.err
    assert canaries.fired == []


def test_the_canaries_are_alive(desk: Desk, canaries: Canaries) -> None:
    """As git itself calls them: otherwise the tests here would prove nothing."""
    desk.play("intake")
    canaries.let_loose_in(desk)
    desk.edit("开机后不加热", "开机后不加 热")
    for words in (
        ("status",),
        ("config", "--remove-section", "filter.x"),
        ("config", "core.attributesFile", ""),
        ("diff",),
        ("commit", "-q", "--allow-empty", "--no-gpg-sign", "-m", "x"),
        ("fetch", "-q", "ssh://example.com/x"),
    ):
        subprocess.run(["git", *words], cwd=desk.path, capture_output=True, check=False)
    assert set(canaries.fired) >= {
        *("core.fsmonitor", "core.sshCommand", "diff.x.command"),
        *("filter.x.process", "hook-reference-transaction"),
    }


def test_a_work_tree_elsewhere_is_not_gone_to(desk: Desk, tmp_path: Path) -> None:
    desk.play("intake")
    other = tmp_path / "other"
    (other / "tickets").mkdir(parents=True)
    (other / "tickets/mine").write_text("x")
    desk.git("config", "core.worktree", str(other))
    desk.git("config", "core.bare", "false")
    desk.ok("note", TICKET, "x", by="chen")
    root = git.repository_top(desk.path)
    assert git.output(root, "status", "--porcelain") == b""
    assert git.run(root, "reset", "--keep", "HEAD~1").status == 0
    assert [path.name for path in other.rglob("*")] == ["tickets", "mine"]


def test_a_folder_that_is_a_repository_within_the_ledger_is_not_asked(
    desk: Desk, canaries: Canaries
) -> None:
    desk.play("intake")
    inner = desk.path / "tickets/SZ/inner"
    shutil.copytree(desk.path / ".git", inner / ".git")
    desk.git("add", "tickets/SZ/inner")
    subprocess.run(
        ["git", "config", "core.fsmonitor", canaries.command("inner")], cwd=inner, check=True
    )
    desk.svc("check")
    assert canaries.fired == []


def test_ending_a_merge_runs_nothing_but_our_own_driver(both: Exchange, canaries: Canaries) -> None:
    here, there = both.here, both.there
    there.ok("note", TICKET, "那里", by="li")
    there.sync()
    here.ok("note", TICKET, "这里", by="chen")
    here.git("fetch", "-q")
    here.git("merge", "--no-commit", "--no-ff", "origin/main")
    canaries.let_loose_in(here)
    said = here.svc("check", "--fix", "--go", by="chen")
    assert "git merge --continue" in said.out, said
    assert canaries.fired == []
    root = git.repository_top(here.path)
    assert ending.put_back(root, "HEAD", 0).status == 0
    assert canaries.fired == []


@pytest.mark.parametrize(
    ("name", "text", "program"),
    [
        ("rebase-merge/git-rebase-todo", "pick 1\n  exec touch x\n", "exec touch x"),
        ("rebase-merge/git-rebase-todo", "x touch x\n", "x touch x"),
        ("rebase-merge/strategy", "evil\n", "git merge-evil"),
        ("rebase-merge/gpg_sign_opt", "-S\n", "gpg"),
        ("sequencer/opts", "[options]\n\tstrategy = evil\n", "git merge-evil"),
        ("sequencer/opts", "[options]\n\tgpg-sign = x\n", "gpg"),
    ],
)
def test_what_would_run_a_program_is_not_gone_on_with(
    desk: Desk, name: str, text: str, program: str
) -> None:
    place = desk.path / ".git" / name
    place.parent.mkdir()
    (place.parent / "todo").write_text("pick 1\n")
    place.write_text(text)
    no = desk.svc("check", "--fix", "--go", by="chen")
    assert no.status == 4
    assert f"git would run a program: {program}\n" in no.err
    assert "svc check --fix --abort" in no.err


def test_what_a_partial_clone_lacks_is_not_fetched_along_the_way(
    desk: Desk, tmp_path: Path, canaries: Canaries
) -> None:
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(desk.path), str(hub)], check=True)
    blob = desk.git("rev-parse", "HEAD:svc.yaml").strip()
    unpack(desk.path)
    os.unlink(desk.path / ".git/objects" / blob[:2] / blob[2:])
    for name, value in {
        "remote.hub.url": str(hub), "remote.hub.promisor": "true", "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "hub", "remote.hub.uploadpack": canaries.command("fetched"),
    }.items():  # fmt: skip
        desk.git("config", name, value)
    root = git.repository_top(desk.path)
    assert git.blob(root, blob) is None
    assert git.run(root, "cat-file", "--batch", data=f"{blob}\n".encode()).out.endswith(
        b"missing\n"
    )
    assert canaries.fired == []
    subprocess.run(["git", "cat-file", "blob", blob], cwd=desk.path, check=False)
    assert canaries.fired == ["fetched"]


def test_the_users_own_helpers_work_and_those_of_the_clone_do_not_run(
    desk: Desk, tmp_path: Path, canaries: Canaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    mine.write_text(
        '[credential "https://example.com"]\n\thelper = "!printf \'username=li\\\\npassword=own\\\\n\'"\n'
        f'[core]\n\tsshCommand = "{canaries.command("own-ssh")}"\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(mine))
    for name in ("core.sshCommand", "credential.helper", "credential.https://example.com.helper"):
        desk.git("config", name, canaries.command(name))
    root = git.repository_top(desk.path)
    settings = remote._set_up(root)
    asked = git.run(
        root,
        *("credential", "fill"),
        data=b"protocol=https\nhost=example.com\n\n",
        configured=remote._own_helpers(settings),
    )
    assert b"password=own\n" in asked.out
    desk.git("remote", "add", "origin", "ssh://example.com/x")
    with pytest.raises(NotDone):
        remote.fetch(root, remote.Shared("origin", "main"), 0)
    assert canaries.fired == ["own-ssh"]


@pytest.mark.parametrize(
    ("own", "environment", "begins"),
    [
        ([], "", "ssh -o BatchMode=yes"),
        (["ssh -i key"], "", "ssh -i key -o BatchMode=yes"),
        (["ssh -i key"], "/usr/bin/ssh -p 2222", "/usr/bin/ssh -p 2222 -o BatchMode=yes"),
        (['"C:/Program/plink.exe" -batch'], "", '"C:/Program/plink.exe" -batch'),
    ],
)
def test_the_users_own_ssh_is_called(
    own: list[str], environment: str, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", environment)
    named = [remote._Setting("global", "core.sshcommand", each) for each in own]
    foreign = remote._Setting("local", "core.sshcommand", "evil")
    command = remote._ssh_command([*named, foreign], 30)
    assert command.startswith(begins)
    assert ("BatchMode" in command) is ("ssh" in begins)


def test_every_command_of_git_that_svc_calls_is_known_here() -> None:
    called = {word for path in Path(svc.__file__).parent.rglob("*.py") for word in _called(path)}
    operations = {what for what, _ in _marks()}
    assert called | operations == COMMANDS


def _marks() -> Any:
    from svc.store.git import unfinished_operation

    return unfinished_operation._MARKS


def _called(path: Path) -> list[str]:
    """The first words that a module gives to git, as far as they stand there."""
    text = path.read_text(encoding="utf-8")
    if "git.run(" not in text and "git.output(" not in text and path.parent.name != "git":
        return []
    return re.findall(_CALLS, text)
