"""Hooks: programs of the user's own, told of what was recorded; nothing in a ledger names any."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store.own import clone_of, write_own

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard"


def script(tmp_path: Path, text: str) -> str:
    path = tmp_path / "hook.sh"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def hook(desk: Desk, tmp_path: Path, text: str, *on: str, seconds: int = 10) -> None:
    run = [script(tmp_path, text), "a b; $(c)"]
    write_own(desk, tmp_path, hooks=[{"events": list(on), "run": run, "seconds": seconds}])


def lines(heard: Path) -> list[Any]:
    return [json.loads(line) for line in heard.read_text(encoding="utf-8").splitlines()]


def test_a_hook_hears_of_the_event_once_it_is_committed(
    desk: Desk, tmp_path: Path, heard: Path
) -> None:
    hook(desk, tmp_path, f"cat > {heard}; git -C \"$SVC_LEDGER\" log -1 --format=%s >> {heard}.git;"
         f" printf '%s' \"$1\" > {heard}.argument", "received")  # fmt: skip
    assert desk.intake().status == 0
    (told,) = lines(heard)
    assert {key: told[key] for key in ("schema", "kind", "record", "office", "type", "by")} == {
        "schema": 1,
        "kind": "event",
        "record": desk.ticket,
        "office": "SZ",
        "type": "received",
        "by": "chen",
    }
    assert told["at"] == told["event"]["at"] == "2026-11-20T09:00:00+08:00"
    assert told["event"]["id"] == desk.log[0]["id"]
    assert Path(f"{heard}.git").read_text().startswith(f"{desk.ticket} received (chen)")
    assert Path(f"{heard}.argument").read_text() == "a b; $(c)"  # no shell reads it


def test_all_events_of_a_command_come_to_one_start_of_the_program(
    desk: Desk, tmp_path: Path, heard: Path
) -> None:
    hook(desk, tmp_path, f"cat >> {heard}; echo >> {heard}.starts", "all")
    assert desk.intake().status == 0
    assert {(each["record"], each["type"]) for each in lines(heard)} == {
        ("SZ-A0001", "opened"),
        (desk.ticket, "received"),
    }
    assert Path(f"{heard}.starts").read_text() == "\n"


def test_nothing_is_told_of_what_was_not_recorded(desk: Desk, tmp_path: Path, heard: Path) -> None:
    desk.play("handover")
    hook(desk, tmp_path, f"cat >> {heard}", "all")
    desk.ok("handover", desk.ticket, "--to", "li", by="chen", now="2026-11-20T09:21:00")
    assert desk.svc("reopen", desk.ticket, "--reason", "x", by="wang").status == 2
    desk.ok("list")
    assert not heard.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("echo no line >&2; exit 3", "exit status 3 no line"),
        ("kill -9 $$", "exit status -9 —"),
    ],
)
def test_a_hook_that_fails_is_told_in_a_line_and_undoes_nothing(
    desk: Desk, tmp_path: Path, text: str, problem: str
) -> None:
    hook(desk, tmp_path, text, "received")
    ended = desk.intake("--json")
    assert ended.status == 0
    said = ended.err.splitlines()[-1]
    assert json.loads(said)["message"].endswith(
        f"hook.sh failed: {problem}. What was recorded stays."
    )
    assert desk.record.exists()


def test_a_hook_without_an_end_is_ended_with_what_it_started(
    desk: Desk, tmp_path: Path, heard: Path
) -> None:
    hook(desk, tmp_path, f"(sleep 3; echo late > {heard}) & sleep 60", "received", seconds=1)
    begun = time.monotonic()
    ended = desk.intake()
    assert ended.status == 0
    assert "no end after 1 s" in ended.err
    assert time.monotonic() - begun < 20
    time.sleep(2.5)
    assert not heard.exists()


def test_a_hook_runs_without_the_lock_and_svc_in_it_starts_no_hook(
    desk: Desk, tmp_path: Path, heard: Path
) -> None:
    svc = f'"{sys.executable}" -m svc --as li'
    note = f"{svc} note {desk.ticket} 由程序记下"
    hook(desk, tmp_path, f"cat >> {heard}; {note} >> {heard}.out 2>&1", "received", "remarked")
    assert "hook" not in desk.intake().err
    assert [event["what"] for event in desk.log] == ["received", "remarked"]
    assert len(lines(heard)) == 1


def test_nothing_is_run_that_lies_in_the_ledger(desk: Desk, tmp_path: Path, heard: Path) -> None:
    inside = desk.path / "hook.sh"
    inside.write_text(f"#!/bin/sh\ntouch {heard}\n")
    inside.chmod(0o755)
    (tmp_path / "linked").symlink_to(inside)
    write_own(desk, tmp_path, hooks=[{"events": ["all"], "run": [str(tmp_path / "linked")]}])
    assert "it lies in the ledger" in desk.intake().err
    assert not heard.exists()


@pytest.mark.parametrize("other", [{"clone": "another"}, {"path": "/somewhere/else"}])
def test_a_hook_is_of_one_folder_and_one_clone(
    desk: Desk, tmp_path: Path, heard: Path, other: dict[str, str]
) -> None:
    write_own(desk, tmp_path, hooks=[{"events": ["all"], "run": ["/bin/false"]}], **other)
    assert "hook" not in desk.intake().err


def test_neither_the_ledger_nor_gits_configuration_names_a_hook(
    desk: Desk, tmp_path: Path, heard: Path
) -> None:
    """S-08: what comes with a clone runs nothing."""
    text = (
        f"ledgers:\n  - path: {json.dumps(str(desk.path))}\n    clone: {json.dumps(clone_of(desk))}"
        f'\n    hooks: [{{events: ["all"], run: ["/usr/bin/touch", {json.dumps(str(heard))}]}}]\n'
    )
    for place in ("own.yaml", ".svc/own.yaml", ".config/svc/own.yaml", ".git/svc/own.yaml"):
        path = desk.path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    desk.git("config", "svc.hook", f"/usr/bin/touch {heard}")
    desk.git("config", "svc.own", str(desk.path / "own.yaml"))
    assert desk.intake().status == 0
    assert not heard.exists()


def test_a_fault_in_the_own_file_is_told_and_what_was_recorded_stays(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_own(desk, tmp_path, hooks=[{"events": ["all"], "run": ["/bin/true"]}])
    path.chmod(0o644)
    ended = desk.intake()
    assert ended.status == 0
    assert f"chmod 600 {path}" in ended.err
    assert ended.err.endswith("\n     No hook was run. What was recorded stays.\n")
    assert desk.record.exists()


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_file_that_cannot_be_read_is_not_said_to_have_changed_nothing(
    desk: Desk, tmp_path: Path, options: tuple[str, ...]
) -> None:
    path = write_own(desk, tmp_path, hooks=[{"events": ["all"], "run": ["/bin/true"]}])
    path.write_text(path.read_text().replace("events", "on").replace('"on"', "on"))
    ended = desk.intake("--lang", "zh", *options)
    assert (ended.status, desk.record.exists()) == (0, True)
    assert "own.yaml:" in ended.err
    assert "没有运行您自己的程序。已记录的不受影响。" in ended.err
    assert "未做任何更改" not in ended.err


def test_without_the_file_one_look_is_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    real = os.path.lexists

    def lexists(path: str | os.PathLike[str]) -> bool:
        if str(path).endswith("own.yaml"):
            looked.append(str(path))
        return real(path)

    monkeypatch.setattr(os.path, "lexists", lexists)
    desk.ok("list")
    assert looked == []
    assert desk.intake().status == 0
    assert len(looked) == 1


def test_a_fault_of_ours_in_running_them_is_told_and_what_was_recorded_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object) -> None:
        raise RuntimeError("13900001111")

    monkeypatch.setattr("svc.store.hooks.run_hooks", fall)
    ended = desk.intake()
    assert ended.status == 0
    assert "RuntimeError" in ended.err
    assert "13900001111" not in ended.err
    assert desk.record.exists()


def test_what_a_hook_leaves_running_is_not_waited_for(desk: Desk, tmp_path: Path) -> None:
    hook(desk, tmp_path, "sleep 30 & exit 0", "received", seconds=20)
    begun = time.monotonic()
    assert "hook" not in desk.intake().err
    assert time.monotonic() - begun < 15
