"""The user's own file: whose it is, who may read it, what is wrong in it, by file and line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store.own import clone_of, write_own

from svc.errors import OwnFileNoFile, OwnFileNotYours, OwnFileOpen, RecordFaulty, SvcError
from svc.model.own_settings import is_safe_address
from svc.store.own_file import own_path, own_settings

if TYPE_CHECKING:
    from conftest import Desk

HANDBOOK = Path(__file__).parents[2] / "docs/handbook"
ROBOT = {"kind": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


def test_what_it_says_of_this_ledger(desk: Desk, tmp_path: Path) -> None:
    write_own(desk, tmp_path, channels={"group": ROBOT})
    own = own_settings(desk.ledger)
    assert own is not None
    assert own.channels["group"].url == ROBOT["url"]


@pytest.mark.parametrize("other", [{"clone": "x"}, {"path": "/elsewhere"}])
def test_another_folder_or_clone_is_not_meant(
    desk: Desk, tmp_path: Path, other: dict[str, str]
) -> None:
    write_own(desk, tmp_path, channels={"group": ROBOT}, **other)
    assert own_settings(desk.ledger) is None


def test_a_clone_without_a_mark_is_nobodys(desk: Desk, tmp_path: Path) -> None:
    write_own(desk, tmp_path, channels={"group": ROBOT}, clone="")
    desk.git("config", "--unset", "svc.clone")
    with pytest.raises(RecordFaulty):  # an empty mark is none
        own_settings(desk.ledger)


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert own_path() == tmp_path / "svc" / "own.yaml"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for useless in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CONFIG_HOME", useless)
        assert own_path() == tmp_path / "home" / ".config" / "svc" / "own.yaml"


@pytest.mark.parametrize("host", ["a" * 63 + ".b", "EXAMPLE.com.", "[::1]:8443", "127.0.0.1:1"])
def test_a_host_that_can_have_this_name_is_taken(host: str) -> None:
    assert is_safe_address(f"https://{host}/x")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_the_handbook_is_taken_as_it_stands(
    desk: Desk, tmp_path: Path, lang: str
) -> None:
    page = (HANDBOOK / lang / "messages.md").read_text(encoding="utf-8")
    channels, hooks = (
        text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "notify:" not in text
    )
    text = channels + hooks
    for key, value in (("path", desk.path), ("clone", clone_of(desk))):
        text = re.sub(rf'{key}: "[^"]*"', f'{key}: "{value}"', text)
    write_own(desk, tmp_path).write_text(text, encoding="utf-8")
    own = own_settings(desk.ledger)
    assert own is not None
    assert len(own.channels) == 4
    assert [hook.events for hook in own.hooks] == [["received", "cancelled"]]


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644])
def test_a_file_that_others_may_read_or_write_is_refused(
    desk: Desk, tmp_path: Path, mode: int
) -> None:
    path = write_own(desk, tmp_path, channels={"group": ROBOT})
    path.chmod(mode)
    with pytest.raises(OwnFileOpen) as refused:
        own_settings(desk.ledger)
    assert refused.value.facts["command"] == f"chmod 600 {path}"
    path.chmod(0o400)
    assert own_settings(desk.ledger) is not None


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_may_write_into_is_refused(
    desk: Desk, tmp_path: Path, mode: int
) -> None:
    path = write_own(desk, tmp_path)
    path.parent.chmod(mode)
    with pytest.raises(OwnFileOpen) as refused:
        own_settings(desk.ledger)
    assert refused.value.facts["command"] == f"chmod 700 {path.parent}"


@posix
def test_a_file_of_somebody_else_is_refused(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_own(desk, tmp_path)
    mine = os.getuid()
    if mine == 0:  # who could do anything anyway
        os.chown(path, 12345, -1)
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    with pytest.raises(OwnFileNotYours):
        own_settings(desk.ledger)


@posix
def test_a_link_is_no_own_file(desk: Desk, tmp_path: Path) -> None:
    path = write_own(desk, tmp_path)
    path.rename(tmp_path / "real")
    path.symlink_to(tmp_path / "real")
    with pytest.raises(OwnFileNoFile) as refused:
        own_settings(desk.ledger)
    assert "git" not in str(refused.value)  # which knows nothing of it


@posix
@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_a_folder_or_pipe_is_no_own_file(
    desk: Desk, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = write_own(desk, tmp_path)
    path.unlink()
    make(path)
    with pytest.raises(OwnFileNoFile):
        own_settings(desk.ledger)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"channels": {"a b": ROBOT}}, "'a b' can't be a channel's name"),
        ({"channels": {"g": {"kind": "wecom", "url": "http://example.com/x"}}}, "https://"),
        ({"channels": {"g": {"kind": "wecom", "url": "file:///etc/passwd"}}}, "https://"),
        ({"channels": {"g": {"kind": "wecom", "url": "https://a@b.com/"}}}, "https://"),
        ({"channels": {"g": {"kind": "wecom", "url": "http://127.0.0.1.example.com/"}}}, "https"),
        ({"channels": {"g": {"kind": "slack", "url": "https://a.example"}}}, "slack"),
        ({"channels": {"g": {**ROBOT, "sekret": "x"}}}, "sekret"),
        ({"channels": {"g": {"kind": "mail", "to": ["a@b.c\nBcc: x@y.z"]}}}, "no mail address"),
        ({"channels": {"g": {"kind": "mail", "to": ["a@b.c, d@e.f"]}}}, "no mail address"),
        ({"channels": {"g": {"kind": "mail", "to": ["=?utf-8?q?a?=@b.c"]}}}, "no mail address"),
        ({"channels": {"g": {"kind": "wecom", "url": "https://a..b/x"}}}, "a host's name"),
        ({"channels": {"g": {"kind": "wecom", "url": "https://.example/"}}}, "a host's name"),
        ({"channels": {"g": {"kind": "wecom", "url": f"https://{'a' * 64}.b"}}}, "a host's name"),
        ({"channels": {"g": {"kind": "wecom", "url": "https://a%0d%0ab/"}}}, "a host's name"),
        ({"hooks": [{"events": ["recieved"], "run": ["/bin/true"]}]}, "no event 'recieved'"),
        ({"hooks": [{"events": ["all"], "run": ["true"]}]}, "full path"),
        ({"hooks": [{"events": ["all"], "run": []}]}, "run"),
        ({"hooks": [{"events": ["all"], "run": ["/bin/true"], "seconds": 0}]}, "seconds"),
    ],
)
def test_what_is_wrong_in_it_is_named_by_file_and_line(
    desk: Desk, tmp_path: Path, entry: dict[str, Any], says: str
) -> None:
    path = write_own(desk, tmp_path, **entry)
    with pytest.raises(RecordFaulty) as refused:
        own_settings(desk.ledger)
    assert str(refused.value).startswith(f"{path}:")
    assert refused.value.facts["line"] > 1
    assert says in str(refused.value)


def test_a_mistake_in_writing_is_named_by_file_and_line(desk: Desk, tmp_path: Path) -> None:
    path = write_own(desk, tmp_path)
    path.write_text('ledgers:\n  - path: "a"\n\tclone: "b"\n', encoding="utf-8")
    with pytest.raises(SvcError) as refused:
        own_settings(desk.ledger)
    assert str(refused.value).startswith(f"{path}:3")


def test_no_secret_stands_in_what_is_said(desk: Desk, tmp_path: Path) -> None:
    wrong = {"kind": "dingtalk", "url": "http://example.com/?token=s3cret", "secret": "SECs3cret"}
    write_own(desk, tmp_path, channels={"g": wrong}, clone=clone_of(desk))
    with pytest.raises(RecordFaulty) as refused:
        own_settings(desk.ledger)
    assert "s3cret" not in str(refused.value) + str(refused.value.facts)
