"""The Tab key in four shells: what each would be told, and real shells where they are installed."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, options

from svc.cli.app import run as svc_run
from svc.cli.completion_items import harmless

if TYPE_CHECKING:
    from conftest import Desk

CUSTOMER = {
    "name": "南山明辉",
    "address": "深圳",
    "phone": "0755-26001111",
    "contact": "张工",
    "mobile": "13900001111",
}
EVIL = '恶意\\";touch hacked;$(touch hacked)`touch hacked`<(touch hacked)\'"'


@pytest.fixture
def shell(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ledger with a customer, a machine and a ticket, and `svc` on the path."""
    desk.ok("customer", "add", *options(CUSTOMER), by="chen")
    desk.ok("equipment", "add", "SZ-A0001", "--serial", "CR200-24-0042", "--model", "CR-200",
            "--specification", "380V", "--bought", "2026-08-01", by="chen")  # fmt: skip
    assert desk.intake(serial="CR200-24-0042").status == 0
    programs = tmp_path / "bin"
    programs.mkdir()
    svc = programs / "svc"
    svc.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m svc "$@"\n', encoding="utf-8")
    svc.chmod(0o755)
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PATH", os.pathsep.join([str(programs), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", root)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    return desk


def run(*words: Any, **env: Any) -> tuple[Any, Any]:
    done = subprocess.run(
        words, capture_output=True, env={**os.environ, **env}, timeout=60, check=False
    )
    return done.stdout.decode(), done.stderr.decode()


def asked(**env: Any) -> Any:
    """What `svc` answers a shell that calls it with these variables, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in env.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit):
            svc_run([])
    assert err.getvalue() == ""
    return out.getvalue()


def bash(line: str) -> Any:
    """What bash is told for the last word of the line."""
    words = line.split(" ")
    return asked(
        COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1), _SVC_COMPLETE="complete_bash"
    ).split()


def other(shell: Desk, line: str) -> Any:
    word = line.rpartition(" ")[2]
    env = {
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": word,
        "_SVC_COMPLETE": f"complete_{shell}",
    }
    return asked(**env, _TYPER_COMPLETE_FISH_ACTION="get-args")


def test_bash_is_told_commands_options_ids_people_files_serials_and_choices(shell: Desk) -> None:
    for line, wanted in (
        ("svc cust", ["customer"]),
        ("svc customer c", ["correct", "contact", "contract", "confirm"]),
        ("svc show ", [TICKET]),
        ("svc show sz-26", [TICKET]),
        ("svc show XX", []),
        ("svc print call", ["callback-record", "callback-list"]),
        ("svc print SZ-2611-A0001 day", ["day-sheet"]),
        ("svc print S", [TICKET]),
        ("svc --as wa", ["wang"]),
        ("svc handover SZ-2611-A0001 --to l", ["li"]),
        ("svc customer show S", ["SZ-A0001"]),
        ("svc equipment move cr", ["CR200-24-0042"]),
        ("svc list --sta", ["--status", "--stage"]),
        ("svc list --status rec", ["received"]),
        ("svc list --kind insp", ["inspection"]),
        ("svc list --office s", ["SZ", "SH"]),
        ("svc --show-completion f", ["fish"]),
    ):
        assert bash(line) == wanted, line


def test_closed_tickets_are_offered_when_no_open_one_begins_so(shell: Desk) -> None:
    shell.ok(
        "cancel", TICKET, "--reason", "x", "--asked-by", "y", by="chen", now="2026-11-20T09:10:00"
    )
    assert bash("svc show SZ") == [TICKET]
    assert shell.intake("--second", symptom="漏水", now="2026-11-20T10:00:00").status == 0
    assert bash("svc show SZ") == ["SZ-2611-A0002"]


def test_archived_tickets_are_offered_once_their_year_is_typed(shell: Desk) -> None:
    shell.ok("cancel", TICKET, "--reason", "x", "--asked-by", "y", by="chen")
    shell.ok("archive", "2026", "--go", by="sun", now="2027-03-01T09:00:00")
    assert bash("svc show SZ") == []
    assert bash("svc show SZ-26") == [TICKET]
    assert bash("svc report south 2026-1") == ["2026-12", "2026-11", "2026-10"]
    assert other("fish", "svc show SZ-26").startswith(f"{TICKET}\tcancelled ")


def test_each_other_shell_is_told_with_what_is_known_of_it(shell: Desk) -> None:
    assert (
        other("zsh", "svc show SZ").strip().startswith(f'_arguments \'*: :(("{TICKET}":"received')
    )
    assert other("fish", "svc show SZ").startswith(f"{TICKET}\treceived ")
    assert other("powershell", "svc show SZ").startswith(f"{TICKET}:::received ")
    assert other("powershell", "svc custo").startswith("customer:::")


def test_nothing_is_said_where_there_is_no_ledger_or_it_is_broken(
    shell: Desk, tmp_path: Path
) -> None:
    shell.record.write_bytes(b"\xff[\n")
    assert bash("svc show SZ") == [TICKET]
    (shell.path / "staff.yaml").write_text("staff: [", encoding="utf-8")
    assert bash("svc --as c") == []
    (shell.path / "svc.yaml").unlink()
    assert bash("svc show SZ") == []
    assert "customer" in bash("svc cus")


def test_text_of_customers_never_reaches_a_shell_as_code() -> None:
    assert harmless(EVIL) == "恶意 touch hacked touch hacked touch hacked touch hacked"


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_a_real_bash_completes(shell: Desk) -> None:
    script = (
        'eval "$(svc --show-completion bash)"\n'
        'COMP_WORDS=(svc show SZ-26); COMP_CWORD=2; _svc_completion svc; echo "${COMPREPLY[@]}"\n'
        'COMP_WORDS=(svc equipment move CR); COMP_CWORD=3; _svc_completion svc; echo "${COMPREPLY[@]}"\n'
        "complete -p svc\n"
    )
    out, err = run("bash", "--norc", "--noprofile", "-c", script)
    assert err == ""
    assert out.splitlines() == [
        TICKET,
        "CR200-24-0042",
        "complete -o default -F _svc_completion svc",
    ]


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish here")
def test_a_real_fish_completes(shell: Desk) -> None:
    script = 'svc --show-completion fish | source; complete -C "svc show SZ-"; complete -C "svc customer conf"'
    out, _ = run("fish", "--no-config", "-c", script)
    assert [line.split("\t")[0] for line in out.splitlines()] == [TICKET, "confirm"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh here")
def test_a_real_zsh_completes_and_runs_nothing_a_customer_said(shell: Desk) -> None:
    """zsh evaluates its answers: here with the function it would give them to, which shows what it
    got.
    """
    shell.edit(
        '  unit: "南山明辉餐饮"', '  unit: "恶意$(touch hacked)`touch hacked`<(touch hacked)\'"'
    )
    script = (
        "compdef() { :; }\n"
        # What zsh's own _arguments does with ((…)) specifications.
        '_arguments() { eval ws=\\( "${1[7,-3]}" \\); print -l -- $ws; }\n'
        'eval "$(svc --show-completion zsh)"\n'
        "words=(svc show SZ-); CURRENT=3; _svc_completion\n"
    )
    out, err = run("zsh", "-f", "-c", script)
    assert err == ""
    assert out.strip() == f"{TICKET}:received 恶意 touch hacked touch hacked touch hacked"
    assert not (shell.path / "hacked").exists()


@pytest.mark.parametrize(("name", "file"), [("bash", ".bash_completions/svc.sh"), ("zsh", ".zfunc/_svc"),
                                            ("fish", ".config/fish/completions/svc.fish")])  # fmt: skip
def test_completion_is_installed_where_the_shell_looks_for_it(
    shell: Desk, tmp_path: Path, name: str, file: str
) -> None:
    ended = shell.ok("--install-completion", name)
    assert str(tmp_path / file) in ended.out
    assert "_SVC_COMPLETE" in (tmp_path / file).read_text(encoding="utf-8")


def test_a_shell_that_is_none_of_the_four_is_refused(desk: Desk) -> None:
    assert desk.svc("--json", "--show-completion", "tcsh").error["key"] == "not-one-of"
    assert desk.svc("--json", "--install-completion", "tcsh").error["key"] == "not-one-of"
