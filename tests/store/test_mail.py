"""Mail by the machine's own sendmail: one whole message, recipients in its head, nothing of anybody
on the command line.
"""

from __future__ import annotations

import email
import email.policy
import sys
from datetime import datetime
from pathlib import Path

import pytest

from svc.model.own_settings import MessageChannel
from svc.store import mail
from svc.store.mail import mail_of, send_mail

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no sendmail there")
NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


def channel(
    tmp_path: Path, text: str = 'cat > "$0.mail"; echo "$*" > "$0.words"'
) -> MessageChannel:
    program = tmp_path / "sendmail"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return MessageChannel(kind="mail", sender="svc@example.com", sendmail=str(program))


def test_a_message_is_handed_to_sendmail(tmp_path: Path) -> None:
    text = "【明天的单】 深圳办事处 11-23\n14:00 SZ-2611-A0001\n.\nFrom here"
    answer = send_mail(channel(tmp_path), ["wang@example.com", "li@example.com"], text, NOW, "m1")
    assert answer == ("taken", "")
    assert (tmp_path / "sendmail.words").read_text() == "-t -oi\n"
    data = (tmp_path / "sendmail.mail").read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["To"] == "wang@example.com, li@example.com"
    assert message["From"] == "svc@example.com"
    assert message["Subject"] == "【明天的单】 深圳办事处 11-23"
    assert message["Message-ID"] == "<m1@svc.invalid>"
    assert message["Date"] == "Fri, 20 Nov 2026 09:00:00 +0800"
    assert message.get_content() == text + "\n"


@pytest.mark.parametrize("title", ["a\rBcc: x@y.z", "a\vb\fBcc: x@y.z", "a\u2028Bcc: x@y.z"])
def test_no_head_is_made_of_a_title(tmp_path: Path, title: str) -> None:
    data = mail_of(channel(tmp_path), ["a@b.c"], f"{title}\nrest", NOW, "m1")
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["Bcc"] is None
    assert sorted(message.keys()) == sorted(
        ["Subject", "To", "From", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
         "Content-Type", "Content-Transfer-Encoding"])  # fmt: skip


def test_what_sendmail_says_is_told(tmp_path: Path) -> None:
    answer = send_mail(channel(tmp_path, "echo no space >&2; exit 75"), ["a@b.c"], "t", NOW, "m")
    assert answer.outcome == "refused"
    assert str(answer.said) == "exit status 75 no space"
    missing = MessageChannel(kind="mail", sendmail=str(tmp_path / "none"))
    assert send_mail(missing, ["a@b.c"], "t", NOW, "m").outcome == "refused"


def test_without_an_end_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_PATIENCE_SECONDS", 0.2)
    answer = send_mail(channel(tmp_path, "exec sleep 5"), ["a@b.c"], "t", NOW, "m")
    assert answer.outcome == "unknown"
