"""The clipboard is read by the first program that is there, can work, and does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from svc.errors import NoClipboard
from svc.store import clipboard

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


@pytest.fixture
def bin_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is looked for programs in, on a desktop of either kind."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    return tmp_path


def program(folder: Path, name: str, line: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def test_what_was_copied_comes_as_it_is_and_nobody_waits_for_keys(bin_: Path) -> None:
    program(bin_, "wl-paste", 'read typed; printf "%s|%s" "$1" "$typed"')
    before = os.dup(0)
    reading, writing = os.pipe()
    os.write(writing, b"typed\n")
    os.dup2(reading, 0)
    try:
        assert clipboard.clipboard_bytes() == b"--no-newline|"
    finally:
        os.dup2(before, 0)
        for descriptor in (before, reading, writing):
            os.close(descriptor)


def test_one_that_fails_gives_way_to_the_next(bin_: Path) -> None:
    program(bin_, "wl-paste", "echo wrong; exit 1")
    program(bin_, "xclip", 'printf "%s" "$*"')
    program(bin_, "xsel", "echo never asked")
    assert clipboard.clipboard_bytes() == b"-selection clipboard -o"


def test_a_program_of_another_desktop_is_not_started(
    bin_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bin_, "wl-paste", "echo wayland")
    program(bin_, "xsel", 'printf "%s" "$*"')
    monkeypatch.delenv("WAYLAND_DISPLAY")
    assert clipboard.clipboard_bytes() == b"--clipboard --output"
    monkeypatch.setenv("DISPLAY", "")
    program(bin_, "pbpaste", "printf mac")
    assert clipboard.clipboard_bytes() == b"mac"


def test_one_that_hangs_or_can_not_be_started_gives_way(
    bin_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE_SECONDS", 0.2)
    program(bin_, "wl-paste", f"exec {os.path.realpath('/bin/sleep')} 30")
    (bin_ / "xclip").write_text("no program", encoding="utf-8")
    (bin_ / "xclip").chmod(0o755)
    program(bin_, "powershell.exe", 'printf "%s" "$3"')
    assert clipboard.clipboard_bytes() == b"-Command"


def test_where_none_is_those_that_were_looked_for_are_named(bin_: Path) -> None:
    with pytest.raises(NoClipboard) as refused:
        clipboard.clipboard_bytes()
    assert refused.value.facts["programs"] == [
        "wl-paste", "xclip", "xsel", "pbpaste", "powershell.exe",
    ]  # fmt: skip
