"""Robots as DingTalk, WeCom and Feishu have them, on this machine: they look at signatures, count
messages, and refuse with HTTP 200, each in its own words.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

SECRET = "SECa1b2c3"
KEYWORD = "工单"


class Heard(NamedTuple):
    """A request that came in: its path with the query, its body."""

    path: str
    body: Any

    @property
    def text(self) -> str:
        content = self.body.get("text") or self.body["content"]
        text: str = content["content"] if "content" in content else content["text"]
        return text


class Robots(ThreadingHTTPServer):
    """`mode` is how they behave just now; `heard` are the messages that they took."""

    daemon_threads = True

    def __init__(self, now: float) -> None:
        super().__init__(("127.0.0.1", 0), _Robot)
        self.now = now
        self.mode = ""
        self.secret = SECRET
        self.heard: list[Heard] = []
        self.asked: list[Heard] = []  # all that came in, taken or not

    def url(self, kind: str) -> str:
        paths = {
            "dingtalk": "/robot/send?access_token=t0ken",
            "wecom": "/cgi-bin/webhook/send?key=k3y",
            "feishu": "/open-apis/bot/v2/hook/h00k",
        }
        return f"http://127.0.0.1:{self.server_address[1]}{paths[kind]}"

    @property
    def texts(self) -> list[str]:
        return [heard.text for heard in self.heard]


REFUSALS: dict[str, dict[str, tuple[int, str]]] = {
    "rate": {
        "dingtalk": (130101, "send too fast, exceed 20 times per minute"),
        "wecom": (45009, "api freq out of limit"),
        "feishu": (11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"),
    },
    "other_rate": {
        "dingtalk": (410100, "发送速度太快而限流"),
        "wecom": (45009, "api freq out of limit"),
        "feishu": (9499, "too many request"),
    },
    "keyword": {
        "dingtalk": (310000, "keywords not in content, more: [https://ding-doc.dingtalk.com]"),
        "wecom": (93000, "invalid webhook url, hint: [1604], from ip: 127.0.0.1"),
        "feishu": (19024, "Key Words Not Found"),
    },
    "odd": {
        "dingtalk": (400013, "群已被解散"),
        "wecom": (40058, "invalid Request Parameter"),
        "feishu": (19002, "params error, msg_type need"),
    },
}


class _Robot(BaseHTTPRequestHandler):
    server: Robots

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        heard = Heard(self.path, json.loads(data))
        self.server.asked.append(heard)
        kind = {"/r": "dingtalk", "/c": "wecom", "/o": "feishu"}[self.path[:2]]
        way = WAYS.get(self.server.mode)
        if way is None:
            self._usual(kind, heard)
        else:
            way(self, kind, heard)

    def do_GET(self) -> None:  # who follows elsewhere comes with this
        self.server.asked.append(Heard(self.path, {}))
        self._say(200, {"errcode": 0, "code": 0})

    def _usual(self, kind: str, heard: Heard) -> None:
        refusal = REFUSALS.get(self.server.mode, {}).get(kind) or self._why_unsigned(kind, heard)
        if self.server.mode == "wanting_keyword" and KEYWORD not in heard.text:
            refusal = REFUSALS["keyword"][kind]
        if refusal is None:
            self.server.heard.append(heard)
        self._answer(kind, *(refusal or (0, "ok")))

    def _answer(self, kind: str, code: int, said: str) -> None:
        if kind != "feishu":
            self._say(200, {"errcode": code, "errmsg": said})
        elif code == 0 and self.server.mode == "old":
            self._say(200, {"Extra": None, "StatusCode": 0, "StatusMessage": "success"})
        else:
            self._say(200, {"code": code, "data": {}, "msg": said})

    def _say(self, status: int, answer: object) -> None:
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _why_unsigned(self, kind: str, heard: Heard) -> tuple[int, str] | None:
        secret = self.server.secret.encode()
        if kind == "dingtalk":
            query = parse_qs(urlsplit(heard.path).query)
            moment = query.get("timestamp", ["0"])[0]
            sign = hmac.new(secret, f"{moment}\n".encode() + secret, hashlib.sha256).digest()
            is_right = query.get("sign") == [base64.b64encode(sign).decode()]
            is_near = abs(int(moment) / 1000 - self.server.now) < 3600
            return None if is_right and is_near else (310000, "sign not match")
        if kind == "feishu":
            moment = heard.body.get("timestamp", "0")
            sign = hmac.new(f"{moment}\n".encode() + secret, b"", hashlib.sha256).digest()
            is_right = heard.body.get("sign") == base64.b64encode(sign).decode()
            is_near = abs(int(moment) - self.server.now) < 3600
            return (
                None if is_right and is_near else (19021, "sign match fail or timestamp is not …")
            )
        return None if "key=k3y" in heard.path else (93000, "invalid webhook url")

    # Odd ways

    def http_500(self, kind: str, heard: Heard) -> None:
        self._say(500, b"<html>Internal Server Error</html>")

    def http_500_and_zero(self, kind: str, heard: Heard) -> None:
        self._say(500, {"errcode": 0, "code": 0})

    def no_json(self, kind: str, heard: Heard) -> None:
        self._say(200, b"<html>Log in to the network first</html>")

    def no_code(self, kind: str, heard: Heard) -> None:
        self._say(200, {"errmsg": "ok"})

    def true(self, kind: str, heard: Heard) -> None:
        self._say(200, {"errcode": False, "code": False})

    def huge(self, kind: str, heard: Heard) -> None:
        self._say(200, b'{"errcode":0,"code":0,"x":"' + b"x" * 1_000_000 + b'"}')

    def redirect(self, kind: str, heard: Heard) -> None:
        self.send_response(302)
        self.send_header("Location", self.server.url(kind))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def cut(self, kind: str, heard: Heard) -> None:
        self.server.heard.append(heard)  # it took it, and nobody hears so
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def slow(self, kind: str, heard: Heard) -> None:
        self.server.heard.append(heard)
        time.sleep(1.5)

    def dripping(self, kind: str, heard: Heard) -> None:
        self.server.heard.append(heard)
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(15):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def dripping_headers(self, kind: str, heard: Heard) -> None:
        self.server.heard.append(heard)
        self._go_on(b"HTTP/1.1 200 OK\r\n", b"X-Nothing: 1\r\n")

    def continuing(self, kind: str, heard: Heard) -> None:
        self.server.heard.append(heard)
        self._go_on(b"", b"HTTP/1.1 100 Continue\r\n\r\n")

    def _go_on(self, first: bytes, again: bytes) -> None:
        """For longer than anybody in a test waits, each piece well within any limit of its own."""
        self.wfile.write(first)
        for _ in range(60):
            self.wfile.write(again)
            self.wfile.flush()
            time.sleep(0.05)

    def telling_all(self, kind: str, heard: Heard) -> None:
        port = self.server.server_address[1]
        said = f"no right for http://127.0.0.1:{port}{self.path} of {self.server.secret}"
        self._answer(kind, 7, said)

    def many_digits(self, kind: str, heard: Heard) -> None:
        self._answer(kind, int("9" * 4000), "no")


WAYS: dict[str, Callable[[_Robot, str, Heard], None]] = {
    "http_500": _Robot.http_500,
    "http_500_and_zero": _Robot.http_500_and_zero,
    "no_json": _Robot.no_json,
    "no_code": _Robot.no_code,
    "true": _Robot.true,
    "huge": _Robot.huge,
    "redirect": _Robot.redirect,
    "cut": _Robot.cut,
    "slow": _Robot.slow,
    "dripping": _Robot.dripping,
    "dripping_headers": _Robot.dripping_headers,
    "continuing": _Robot.continuing,
    "telling_all": _Robot.telling_all,
    "many_digits": _Robot.many_digits,
}
"""What they do in a mode, where it is not as usual."""


@contextmanager
def robots(now: float) -> Iterator[Robots]:
    """The server, as long as it is used."""
    server = Robots(now)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
