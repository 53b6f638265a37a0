"""Robots of DingTalk, WeCom and Feishu: how a text is signed and sent, and what their answers mean.

Whether a message was taken stands in the answer's JSON alone: all three refuse with HTTP 200. An
answer that says neither is a refusal; only where no answer came is it not known whether the message
was taken. Layouts of signatures and limits as the vendors' own pages have them in 2026:
DingTalk and WeCom 20 messages a minute, a text of WeCom 2,048 bytes, a request of Feishu 20 kB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
"""So long each step may take; half as long again the whole exchange."""
_MOST_BYTES = 65_536
_MOST_LETTERS = 120
_MOST_DIGITS = 12
_LETTERS_OF_KEY = 12
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


class RobotAnswer(NamedTuple):
    """What became of a message, and what is to be told of it."""

    outcome: Literal["taken", "refused", "unknown"]
    said: Phrase | str = ""


def post(channel: MessageChannel, text: str, mobiles: Sequence[str], now: datetime) -> RobotAnswer:
    """Send a text to a robot; `mobiles` are mentioned where it can. Its address was looked at when
    the user's own file was read. Never raises for what the network does, and ends though a robot
    goes on and on: no limit of urllib's holds for the whole exchange.
    """
    from threading import Thread

    exchange = _Exchange(channel)
    thread = Thread(target=exchange.run, args=(text, mobiles, now), daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS * 1.5)
    return exchange.end()


class _Exchange:
    """A message on its way to a robot, in a thread of its own."""

    def __init__(self, channel: MessageChannel) -> None:
        self._channel = channel
        self._answer: RobotAnswer | None = None
        self._is_begun = False  # something of the message has left
        self._is_over = False

    def end(self) -> RobotAnswer:
        """What became of it; what has not left by now never will."""
        self._is_over = True  # said before it is asked, and `_leaving` does so the other way round
        if self._answer is not None:
            return self._answer
        return _no_answer() if self._is_begun else _not_reached(_no_answer().said)

    def run(self, text: str, mobiles: Sequence[str], now: datetime) -> None:
        """Send it, and hear what the robot says."""
        import http.client
        from urllib.error import URLError

        try:
            self._answer = self._ask(text, mobiles, now)
        except URLError as failed:  # before the request had gone out whole
            self._answer = _not_reached(_why_not_reached(failed.reason))
        except TimeoutError:
            self._answer = _no_answer()
        except (OSError, http.client.HTTPException, ValueError):  # its words may hold a secret
            if self._is_begun:
                broke = Phrase(N_("the connection broke before the answer"))
                self._answer = RobotAnswer("unknown", broke)
            else:
                says = N_("its address, its secret or the proxy in {variable} is not right")
                self._answer = _not_reached(Phrase(says, variable="https_proxy"))

    def _ask(self, text: str, mobiles: Sequence[str], now: datetime) -> RobotAnswer:
        from urllib.error import HTTPError
        from urllib.request import Request

        url, body = request_of(self._channel, text, mobiles, now)
        data = json.dumps(body, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(data)),
            "User-Agent": "svc",
        }
        request = Request(url, self._leaving(data), headers, method="POST")
        give_up_at = monotonic() + PATIENCE_SECONDS
        try:
            with _opener(url).open(request, timeout=PATIENCE_SECONDS) as response:
                return _meaning(self._channel, response.status, _read(response, give_up_at))
        except HTTPError as refusal:
            with refusal:
                said = _read_if_any(refusal, give_up_at)
                return _meaning(self._channel, refusal.code, said)

    def _leaving(self, data: bytes) -> Iterator[bytes]:
        """The body, asked for once the connection stands. Raises TimeoutError if it is too late."""
        self._is_begun = True
        if self._is_over:
            raise TimeoutError
        yield data


def _no_answer() -> RobotAnswer:
    return RobotAnswer(
        "unknown", Phrase(N_("no answer in {seconds} s"), seconds=int(PATIENCE_SECONDS))
    )


def _not_reached(reason: Phrase | str) -> RobotAnswer:
    return RobotAnswer("refused", Phrase(N_("not reached: {reason}"), reason=reason))


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
            return _no_answer().said
        case ConnectionRefusedError():
            return Phrase(N_("nobody listens there"))
        case OSError() if reason.errno:
            return system_reason(reason)
        case _:
            return " ".join(str(reason).split())[:_MOST_LETTERS]


def _meaning(channel: MessageChannel, status: int, data: bytes) -> RobotAnswer:
    """What an answer means."""
    answer: object = None
    if len(data) <= _MOST_BYTES:
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
    code = _code_in(channel.kind, answer) if isinstance(answer, dict) else None
    if code == 0 and status == 200:
        return RobotAnswer("taken")
    if not code and status != 200:
        return RobotAnswer("refused", Phrase(N_("HTTP {status}"), status=status))
    if code is None:
        return RobotAnswer("refused", Phrase(N_("it answers what no robot does")))
    assert isinstance(answer, dict)
    said = str(answer.get("errmsg") or answer.get("msg") or answer.get("StatusMessage") or "")
    shown = _blotted(" ".join(said.split()), channel)[:_MOST_LETTERS]
    number = str(code)[:_MOST_DIGITS]
    reason = _REASONS.get((channel.kind, code))
    if reason is None:
        return RobotAnswer("refused", f"{number} {shown}".strip())
    return RobotAnswer(
        "refused",
        Phrase(N_("{reason} ({code} {said})"), reason=Phrase(reason), code=number, said=shown),
    )


def _blotted(said: str, channel: MessageChannel) -> str:
    """A robot's words without what they repeat of its address and secret: a key stands in the
    query, or is a long part of the path.
    """
    from urllib.parse import parse_qsl, unquote, urlsplit

    parts = urlsplit(channel.url)
    keys = {channel.secret, *(value for _, value in parse_qsl(parts.query))}
    keys |= {each.partition("=")[2] for each in parts.query.split("&")}
    keys |= {part for part in parts.path.split("/") if len(part) >= _LETTERS_OF_KEY}
    keys |= {unquote(key) for key in keys}
    for key in sorted(filter(None, keys), key=len, reverse=True):
        said = said.replace(key, "…")
    return said


def _code_in(kind: str, answer: Mapping[str, object]) -> int | None:
    names = ("code", "StatusCode") if kind == "feishu" else ("errcode",)
    for name in names:
        value = answer.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
