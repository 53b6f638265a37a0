"""Photos and documents attached to a ticket: once, whole, handed out again, gone when forgotten."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from svc.model.attachments import MOST_IN_LEDGER

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

PHOTO = b"\xff\xd8 a photo"


@pytest.fixture
def photo(desk: Desk, tmp_path: Path) -> Path:
    """A photo beside a ledger with one ticket."""
    desk.play("intake")
    path = tmp_path / "铭牌.jpg"
    path.write_bytes(PHOTO)
    return path


def stored(desk: Desk, data: bytes, folder: str = "files") -> Path:
    return desk.path / folder / hashlib.sha256(data).hexdigest()


def findings(desk: Desk) -> list[str]:
    found = desk.svc("--json", "check", by="li").json["items"]
    return [each["message"] for each in found if each["rule"] == "attachment"]


def test_a_photo_is_in_the_ledger_by_its_hash_and_on_the_ticket_by_its_name(
    desk: Desk, photo: Path
) -> None:
    desk.ok("attach", desk.ticket, str(photo), "--what", "铭牌", by="wang")
    assert stored(desk, PHOTO).read_bytes() == PHOTO
    listed = desk.ok("--json", "attach", desk.ticket).json["items"]
    assert [(each["name"], each["shows"], each["size"], each["is_here"]) for each in listed] == [
        ("铭牌.jpg", "nameplate", len(PHOTO), True)
    ]
    assert "铭牌.jpg" in desk.ok("show", desk.ticket).out
    assert findings(desk) == []


def test_the_same_bytes_are_attached_once_and_a_second_ticket_shares_the_file(
    desk: Desk, photo: Path
) -> None:
    desk.ok("attach", desk.ticket, str(photo), by="wang")
    again = desk.ok("--json", "attach", desk.ticket, str(photo), by="li", now="2026-11-21T09:00:00")
    assert again.json["repeated"] is True
    desk.other(2)
    other = "SZ-2611-A0002"
    desk.ok("attach", other, str(photo), by="wang")
    assert len(list((desk.path / "files").iterdir())) == 1


def test_a_large_one_lies_beside_and_git_passes_it_over(desk: Desk, photo: Path) -> None:
    data = b"x" * (MOST_IN_LEDGER + 1)
    photo.write_bytes(data)
    desk.ok("attach", desk.ticket, str(photo), by="wang")
    assert stored(desk, data, "files/large").read_bytes() == data
    assert not stored(desk, data).exists()
    import subprocess

    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=desk.path, capture_output=True, check=True).stdout == b""
    assert desk.ok("--json", "attach", desk.ticket).json["items"][0]["beside"]


def test_what_is_handed_out_is_what_was_attached_and_lies_outside_the_ledger(
    desk: Desk, photo: Path, tmp_path: Path
) -> None:
    desk.ok("attach", desk.ticket, str(photo), by="wang")
    out = tmp_path / "out.jpg"
    desk.ok("attach", desk.ticket, str(out), "--save", "1")
    assert out.read_bytes() == PHOTO
    assert out.stat().st_mode & 0o111 == 0
    assert desk.svc("attach", desk.ticket, "svc.yaml", "--save", "1").status == 2
    assert desk.svc("attach", desk.ticket, str(out), "--save", "2").status == 2


@pytest.mark.parametrize("altered", [True, False])
def test_bytes_that_are_gone_or_others_are_named_and_not_handed_out(
    desk: Desk, photo: Path, tmp_path: Path, altered: bool
) -> None:
    desk.ok("attach", desk.ticket, str(photo), by="wang")
    if altered:
        stored(desk, PHOTO).write_bytes(b"else")
    else:
        stored(desk, PHOTO).unlink()
    (found,) = findings(desk)
    assert ("not as it was" in found) is altered
    refused = desk.svc("attach", desk.ticket, str(tmp_path / "x"), "--save", "1")
    assert (refused.status, (tmp_path / "x").exists()) == (4, False)


def test_a_file_that_is_not_there_attaches_nothing(desk: Desk, photo: Path) -> None:
    before = desk.record.read_bytes()
    assert desk.svc("attach", desk.ticket, str(photo), f"{photo}.no", by="wang").status == 2
    assert (desk.record.read_bytes(), (desk.path / "files").exists()) == (before, False)


def test_forgetting_takes_name_and_bytes_unless_another_ticket_has_them(
    desk: Desk, photo: Path, tmp_path: Path
) -> None:
    desk.play("close")
    own = tmp_path / "own.jpg"
    own.write_bytes(b"own")
    desk.ok("attach", desk.ticket, str(photo), str(own), by="wang", now="2026-11-22T09:00:00")
    desk.other(2)
    other = "SZ-2611-A0002"
    desk.ok("attach", other, str(photo), by="wang", now="2026-11-22T09:00:00")
    shown = desk.ok("--json", "forget", "SZ-A0001", by="sun", now="2026-11-23T09:00:00").json
    assert (shown["attachments"], shown["attached_at"]) == (2, [])
    desk.ok(
        *("forget", "SZ-A0001", "--reason", "本人要求", "--go"), by="sun", now="2026-11-23T09:00:00"
    )
    assert stored(desk, PHOTO).exists()
    assert not stored(desk, b"own").exists()
    text = desk.record.read_text(encoding="utf-8")
    assert "own.jpg" not in text
    assert findings(desk) == []


def test_of_a_large_file_at_another_desk_it_is_said_that_it_stays_there(
    desk: Desk, tmp_path: Path
) -> None:
    desk.play("close")
    large = tmp_path / "large.mp4"
    large.write_bytes(b"x" * (MOST_IN_LEDGER + 1))
    desk.ok("attach", desk.ticket, str(large), by="wang", now="2026-11-22T09:00:00")
    desk.git("config", "svc.desk", "B")
    shown = desk.ok("--json", "forget", "SZ-A0001", by="sun", now="2026-11-23T09:00:00").json
    assert (shown["attachments"], shown["attached_at"]) == (1, ["A"])
