"""Mail, through the machine's own `sendmail`: recipients stand in the message's head, and nothing
on its command line is anybody's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from svc.errors import N_, Phrase, system_reason
from svc.store.robots import RobotAnswer

if TYPE_CHECKING:
    from svc.model.own_settings import MessageChannel

_PATIENCE_SECONDS = 60


def send_mail(
    channel: MessageChannel, to: Sequence[str], text: str, now: datetime, mark: str
) -> RobotAnswer:
    """Hand a message to sendmail, its first line as the subject; `mark` names it, so that the same
    one twice can be told.
    """
    import subprocess

    try:
        ended = subprocess.run(
            [channel.sendmail, "-t", "-oi"],
            input=mail_of(channel, to, text, now, mark),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except OSError as error:
        reason = system_reason(error)
        return RobotAnswer("refused", Phrase(N_("not reached: {reason}"), reason=reason))
    except subprocess.TimeoutExpired:
        return RobotAnswer(
            "unknown", Phrase(N_("no answer in {seconds} s"), seconds=_PATIENCE_SECONDS)
        )
    if ended.returncode == 0:
        return RobotAnswer("taken")
    said = " ".join(ended.stderr.decode("utf-8", "replace").split())[:120]
    return RobotAnswer(
        "refused",
        Phrase(N_("exit status {status} {said}"), status=ended.returncode, said=said or "—"),
    )


def mail_of(
    channel: MessageChannel, to: Sequence[str], text: str, now: datetime, mark: str
) -> bytes:
    """The whole message. Addresses were looked at when they were read (`is_mail_address`); a head
    takes no line's end.
    """
    from email.message import EmailMessage
    from email.utils import format_datetime

    message = EmailMessage()
    message["Subject"] = " ".join(text.split("\n", 1)[0].split())
    message["To"] = ", ".join(to)
    if channel.sender:
        message["From"] = channel.sender
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mark}@svc.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text + "\n", cte="base64")
    return message.as_bytes()
