"""Robots of DingTalk, WeCom and Feishu: how a text is signed and sent, and what their answers mean.

Whether a message was taken stands in the answer's JSON alone: all three refuse with HTTP 200. An
answer that says neither is a refusal; only where no answer came is it not known whether the message
was taken. Layouts of signatures and limits as the vendors' own pages have them in 2026:
DingTalk and WeCom 20 messages a minute, a text of WeCom 2,048 bytes, a request of Feishu 20 kB.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from svc.errors import N_, Phrase, system_reason

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector

    from svc.model.own_settings import MessageChannel

A_MINUTE = 20
"""Messages a robot takes in a minute: more, and DingTalk is silent for ten."""
BYTES_OF_TEXT: dict[str, int] = {"wecom": 2048, "dingtalk": 4000, "feishu": 8000}
"""So long a text may be. Those of DingTalk and Feishu are ours, within what they take: whoever
reads a chat reads no more at once.
"""
PATIENCE_SECONDS = 10.0
_MOST_BYTES = 65_536
_REASONS: dict[tuple[str, int], str] = {
    ("dingtalk", 310000): N_("the signature, a keyword or this machine's address is not right"),
    ("dingtalk", 300001): N_("there is no such robot"),
    ("dingtalk", 300005): N_("there is no such robot"),
    ("dingtalk", 130101): N_("too many messages"),
    ("dingtalk", 410100): N_("too many messages"),
    ("wecom", 45009): N_("too many messages"),
    ("wecom", 93000): N_("there is no such robot"),
    ("feishu", 19001): N_("there is no such robot"),
    ("feishu", 19021): N_("the signature is not right, or the clock of this machine"),
    ("feishu", 19022): N_("this machine's address is not allowed"),
    ("feishu", 19024): N_("a keyword is missing"),
    ("feishu", 9499): N_("too many messages, or a wrong request"),
    ("feishu", 11232): N_("too many messages"),
}


class Answer(NamedTuple):
    """What became of a message, and what is to be told of it."""

    outcome: Literal["taken", "refused", "unknown"]
    said: Phrase | str = ""


def post(channel: MessageChannel, text: str, mobiles: Sequence[str], now: datetime) -> Answer:
    """Send a text to a robot; `mobiles` are mentioned where it can. Its address was looked at when
    the user's own file was read. Never raises for what the network does.
    """
    import http.client
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    url, body = request_of(channel, text, mobiles, now)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "svc"}
    data = json.dumps(body, ensure_ascii=False).encode()
    request = Request(url, data, headers, method="POST")
    give_up_at = monotonic() + PATIENCE_SECONDS
    try:
        with _opener(url).open(request, timeout=PATIENCE_SECONDS) as response:
            return _meaning(channel.kind, response.status, _read(response, give_up_at))
    except HTTPError as refusal:
        with refusal:
            return _meaning(channel.kind, refusal.code, _read_if_any(refusal, give_up_at))
    except URLError as failed:  # before the request had gone out whole
        reason = _why_not_reached(failed.reason)
        return Answer("refused", Phrase(N_("not reached: {reason}"), reason=reason))
    except TimeoutError:
        return Answer(
            "unknown", Phrase(N_("no answer in {seconds} s"), seconds=int(PATIENCE_SECONDS))
        )
    except (OSError, http.client.HTTPException):
        return Answer("unknown", Phrase(N_("the connection broke before the answer")))


def request_of(
    channel: MessageChannel, text: str, mobiles: Sequence[str], now: datetime
) -> tuple[str, dict[str, object]]:
    """The address and the body of a request, signed where the channel has a secret."""
    seconds = int(now.timestamp())
    if channel.kind == "dingtalk":
        body: dict[str, object] = {"msgtype": "text", "text": {"content": text}}
        if mobiles:
            body["at"] = {"atMobiles": list(mobiles), "isAtAll": False}
        return _signed_address(channel, seconds * 1000), body
    if channel.kind == "wecom":
        content: dict[str, object] = {"content": text}
        if mobiles:
            content["mentioned_mobile_list"] = list(mobiles)
        return channel.url, {"msgtype": "text", "text": content}
    # nobody is mentioned by a tag that a customer's words may hold
    body = {"msg_type": "text", "content": {"text": text.replace("<", "＜")}}
    if channel.secret:
        # the key is what is signed elsewhere, and nothing is signed with it
        sign = _digest_of(f"{seconds}\n{channel.secret}", "")
        body = {"timestamp": str(seconds), "sign": sign, **body}
    return channel.url, body


def _signed_address(channel: MessageChannel, milliseconds: int) -> str:
    """DingTalk: moment and signature stand in the address."""
    if not channel.secret:
        return channel.url
    from urllib.parse import urlencode

    sign = _digest_of(channel.secret, f"{milliseconds}\n{channel.secret}")
    joint = "&" if "?" in channel.url else "?"
    return f"{channel.url}{joint}{urlencode({'timestamp': milliseconds, 'sign': sign})}"


def _digest_of(key: str, message: str) -> str:
    import base64
    import hashlib
    import hmac

    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def _opener(url: str) -> OpenerDirector:
    """Speaks https with what the system trusts, through the proxies of the environment; this
    machine itself without. Follows nobody elsewhere: the address and the body are secrets.
    """
    from urllib.parse import urlsplit
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    from svc.model.own_settings import LOOPBACK

    class StaysHere(HTTPRedirectHandler):
        def redirect_request(self, *args: object, **named: object) -> None:
            return None

    is_here = urlsplit(url).hostname in LOOPBACK
    return build_opener(ProxyHandler({} if is_here else None), StaysHere)


def _read(response: HTTPResponse | HTTPError, give_up_at: float) -> bytes:
    """The answer, as much as an answer may have. Raises TimeoutError where it drips."""
    pieces = b""
    while len(pieces) <= _MOST_BYTES:
        if monotonic() > give_up_at:
            raise TimeoutError
        piece = response.read1(_MOST_BYTES)
        if not piece:
            break
        pieces += piece
    return pieces


def _read_if_any(refusal: HTTPError, give_up_at: float) -> bytes:
    """What stands below a refusal by HTTP: that it was refused is known without."""
    import http.client

    try:
        return _read(refusal, give_up_at)
    except (OSError, http.client.HTTPException):
        return b""


def _why_not_reached(reason: object) -> Phrase | str:
    from socket import gaierror
    from ssl import SSLError

    match reason:
        case gaierror():
            return Phrase(N_("there is no such host"))
        case SSLError():
            return Phrase(N_("no secure connection, or its certificate is not trusted"))
        case TimeoutError():
            return Phrase(N_("no answer in {seconds} s"), seconds=int(PATIENCE_SECONDS))
        case ConnectionRefusedError():
            return Phrase(N_("nobody listens there"))
        case OSError() if reason.errno:
            return system_reason(reason)
        case _:
            return str(reason)


def _meaning(kind: str, status: int, data: bytes) -> Answer:
    """What an answer means."""
    answer: object = None
    if len(data) <= _MOST_BYTES:
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
    code = _code_in(kind, answer) if isinstance(answer, dict) else None
    if code is None:
        if status == 200:
            return Answer("refused", Phrase(N_("it answers what no robot does")))
        return Answer("refused", Phrase(N_("HTTP {status}"), status=status))
    if code == 0 and status == 200:
        return Answer("taken")
    assert isinstance(answer, dict)
    said = str(answer.get("errmsg") or answer.get("msg") or answer.get("StatusMessage") or "")
    shown = " ".join(said.split())[:120]
    reason = _REASONS.get((kind, code))
    if reason is None:
        return Answer("refused", f"{code} {shown}".strip())
    return Answer(
        "refused",
        Phrase(N_("{reason} ({code} {said})"), reason=Phrase(reason), code=code, said=shown),
    )


def _code_in(kind: str, answer: Mapping[str, object]) -> int | None:
    names = ("code", "StatusCode") if kind == "feishu" else ("errcode",)
    for name in names:
        value = answer.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
