"""git as a program: who commits, what is configured, and in which environment it runs."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitMissing, NoGitIdentity, NotTopOfWorkTree, UnsafeFolder
from svc.store.git import harmless
from svc.store.git import program as git

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger


def test_the_person_is_who_git_is_configured_for_whatever_the_environment_says(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Someone else")
    monkeypatch.setenv("EMAIL", "someone@else")
    ledger.git("config", "user.name", "李 Li")
    assert git.identity(ledger.root) == ("李 Li", "li@example.com")


def test_without_a_configured_person_the_settings_are_named(empty_ledger: StoreLedger) -> None:
    with pytest.raises(NoGitIdentity) as refused:
        git.identity(empty_ledger.root)
    top = str(empty_ledger.root.path)
    assert refused.value.facts["config"] == f"git -C {quote(top)} config"
    assert f"{refused.value.facts['config']} user.email" in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({}, "no e-mail address is set"),
        ({"user.email": "li@example.com"}, "no name is set"),
        ({"user.name": "", "user.email": "li@example.com"}, "the name is empty"),
        ({"user.name": "...", "user.email": "li@example.com"}, "nothing but marks"),
    ],
)
def test_why_git_knows_nobody_is_said_in_our_words(
    empty_ledger: StoreLedger, settings: dict[str, str], reason: str
) -> None:
    for name, value in settings.items():
        empty_ledger.git("config", name, value)
    with pytest.raises(NoGitIdentity) as refused:
        git.identity(empty_ledger.root)
    assert reason in str(refused.value.facts["reason"])


def test_what_is_configured_for_svc_is_read_and_the_last_value_counts(ledger: StoreLedger) -> None:
    person = git.config(ledger.root)
    assert person == {"user.name": "Li", "user.email": "li@example.com"}
    ledger.git("config", "svc.desk", "A")
    ledger.git("config", "--add", "svc.desk", "B\nC")
    ledger.git("config", "svc.commit", "off")
    assert git.config(ledger.root) == {**person, "svc.desk": "B\nC", "svc.commit": "off"}


@pytest.mark.parametrize(
    "settings",
    [
        {"user.name": "李 Li"},
        {"user.name": "Li Jr."},
        {"user.name": " Li "},
        {"user.name": "Li <desk>"},
        {"user.name": "."},
        {"user.name": ""},
        {"user.name": "Li\nMing"},
        {"user.email": "li@example.com,"},
        {"committer.name": "Bot"},
        {"committer.name": "Bot", "committer.email": "bot@example.com"},
        {"committer.email": ""},
    ],
)
def test_who_commits_is_who_git_would_say_or_git_is_asked(
    ledger: StoreLedger, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        ledger.git("config", name, value)
    known = git.identity_in(git.config(ledger.root))
    try:
        assert known in (None, git.identity(ledger.root))
    except NoGitIdentity:
        assert known is None


def test_an_ordinary_person_is_known_without_asking_git_again(ledger: StoreLedger) -> None:
    ledger.git("config", "user.name", "李 Li")
    assert git.identity_in(git.config(ledger.root)) == ("李 Li", "li@example.com")


def test_a_folder_below_or_without_a_repository_is_not_a_ledger_to_write_to(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    for folder in (ledger.path / "customers", tmp_path):
        with pytest.raises(NotTopOfWorkTree):
            git.repository_top(folder)


def test_the_repository_of_a_calling_git_program_is_not_ours(
    ledger: StoreLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    ledger.write({ledger.new: b"x\n"})
    assert sorted(os.listdir(tmp_path)) == [ledger.path.name]
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    ledger.assert_whole()


def test_the_bare_environment_of_cron_is_enough(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(os.environ) - {"PATH", "SYSTEMROOT"}:
        monkeypatch.delenv(name)
    ledger.write({ledger.new: b"x\n"})
    assert git.identity(ledger.root).name == "Li"
    ledger.assert_whole()


def test_no_program_that_came_with_the_ledger_runs(ledger: StoreLedger) -> None:
    hooks = ledger.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-index-change", "post-commit", "pre-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{ledger.path}/PWNED'\n")
        (hooks / name).chmod(0o755)
    ledger.git("config", "core.fsmonitor", f"touch '{ledger.path}/PWNED'; false")
    ledger.write({ledger.new: b"x\n", ledger.log: b"log:\n  - 1\n"})
    assert not (ledger.path / "PWNED").exists()


def test_a_missing_git_is_named(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing):
        ledger.write({ledger.new: b"x\n"})
    assert not (ledger.path / "tickets").exists()
    assert ledger.left_over() == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_ledger_of_another_user_is_refused_with_the_command_that_trusts_it(
    ledger: StoreLedger,
) -> None:
    for path in (ledger.path, ledger.path / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(UnsafeFolder) as refused:
        ledger.write({ledger.log: b"log:\n  - 1\n"})
    assert f"safe.directory {ledger.path}" in str(refused.value)
    assert ledger.at(ledger.log) == b"log:\n"


def test_a_shared_repository_of_another_user_is_not_taken_for_this_one(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = f"fatal: detected dubious ownership in repository at '{ledger.root.path}.git'"
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\necho "{said}" >&2; exit 128\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert git.run(ledger.root, "fetch").err == said


def test_what_a_git_says_is_not_heard_by_those_who_gave_up_on_another(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harmless, "program_path", lambda: "sh")
    monkeypatch.setattr(harmless, "SETTINGS", ())
    speaks_late = "(sleep 0.6; echo late; echo late >&2) & sleep 9"
    assert git.run(ledger.root, "-c", speaks_late, silent_seconds=0.2).err == git.SILENT
    for stream in ("out", "err"):
        to = " >&2" if stream == "err" else ""
        ended = git.run(ledger.root, "-c", f"sleep 0.6; echo mine{to}")
        assert str(getattr(ended, stream)).count("mine") == 1, stream
