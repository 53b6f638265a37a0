"""Robots: what is sent and how it is signed, and what each answer means, against a server that
behaves as the three do.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime
from threading import Event
from time import monotonic
from typing import Any

import pytest
from store.robot_server import REFUSALS, SECRET, Robots, robots

from svc.model.own_settings import ChannelKind, MessageChannel
from svc.store import robots as sender

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
KINDS: tuple[ChannelKind, ...] = ("dingtalk", "wecom", "feishu")


@pytest.fixture
def server() -> Iterator[Robots]:
    with robots(NOW.timestamp()) as server:
        yield server


def channel(server: Robots, kind: ChannelKind, secret: str = SECRET) -> MessageChannel:
    return MessageChannel(kind=kind, url=server.url(kind), secret="" if kind == "wecom" else secret)


def sent(
    server: Robots, kind: ChannelKind, text: str = "工单 1 张", **more: str
) -> sender.RobotAnswer:
    return sender.post(channel(server, kind, **more), text, ["13900001111"], NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_is_taken_with_its_signature(server: Robots, kind: ChannelKind) -> None:
    assert sent(server, kind) == ("taken", "")
    assert server.texts == ["工单 1 张"]


def test_people_are_mentioned_where_a_robot_can(server: Robots) -> None:
    for kind in KINDS:
        sent(server, kind)
    ding, wecom, feishu = (heard.body for heard in server.heard)
    assert ding["at"] == {"atMobiles": ["13900001111"], "isAtAll": False}
    assert wecom["text"]["mentioned_mobile_list"] == ["13900001111"]
    assert "13900001111" not in str(feishu)


def test_a_robot_without_a_secret_is_sent_nothing_signed(server: Robots) -> None:
    url, body = sender.request_of(
        MessageChannel(kind="dingtalk", url="https://a.example/x"), "t", [], NOW
    )
    assert url == "https://a.example/x"
    assert "at" not in body
    assert "sign" not in sender.request_of(MessageChannel(kind="feishu", url="x"), "t", [], NOW)[1]


def test_the_signatures_are_those_of_the_vendors_examples() -> None:
    """Counted with the functions the vendors print: key and message are the other way round."""
    address, _ = sender.request_of(
        MessageChannel(kind="dingtalk", url="https://oapi.dingtalk.com/robot/send", secret="this is secret"),
        "t", [], datetime.fromisoformat("2021-01-01T00:00:00+00:00"),
    )  # fmt: skip
    assert address.startswith("https://oapi.dingtalk.com/robot/send?timestamp=1609459200000&sign=")
    _, body = sender.request_of(MessageChannel(kind="feishu", url="x", secret="demo"), "t", [], NOW)
    assert body["timestamp"] == str(int(NOW.timestamp()))


def test_no_word_of_a_customer_mentions_everybody(server: Robots) -> None:
    sent(server, "feishu", '<at user_id="all">所有人</at>')
    assert "<at" not in server.texts[0]


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_signature_is_a_refusal(server: Robots, kind: ChannelKind) -> None:
    answer = sent(server, kind, secret="SECwrong")
    assert answer.outcome == "refused"
    assert "signature" in str(answer.said)


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_clock_an_hour_off_is_a_refusal(server: Robots, kind: ChannelKind) -> None:
    server.now += 4000
    assert sent(server, kind).outcome == "refused"


@pytest.mark.parametrize("mode", sorted(REFUSALS))
@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_comes_with_http_200(server: Robots, kind: ChannelKind, mode: str) -> None:
    server.mode = mode
    answer = sent(server, kind)
    assert answer.outcome == "refused"
    assert str(REFUSALS[mode][kind][0]) in str(answer.said)
    assert server.heard == []


def test_the_older_answer_of_feishu_is_known(server: Robots) -> None:
    server.mode = "old"
    assert sent(server, "feishu").outcome == "taken"


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("http_500", "HTTP 500"),
        ("http_500_and_zero", "HTTP 500"),
        ("no_json", "what no robot does"),
        ("no_code", "what no robot does"),
        ("true", "what no robot does"),
        ("huge", "what no robot does"),
        ("redirect", "HTTP 302"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_success_is_a_refusal(
    server: Robots, kind: ChannelKind, mode: str, said: str
) -> None:
    server.mode = mode
    answer = sent(server, kind)
    assert answer.outcome == "refused"
    assert said in str(answer.said)
    assert len(server.asked) == 1  # nobody is followed elsewhere


@pytest.mark.parametrize("mode", ["cut", "slow", "dripping", "dripping_headers", "continuing"])
def test_without_an_answer_nobody_knows(
    server: Robots, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "PATIENCE_SECONDS", 0.4)
    server.mode = mode
    began = monotonic()
    assert sent(server, "wecom").outcome == "unknown"
    assert monotonic() - began < 2  # a robot goes on for three seconds
    assert len(server.heard) == 1


def test_what_has_not_left_in_time_is_refused_and_never_leaves(
    server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that takes its time to connect, longer than anybody waits."""
    may_connect, is_over = Event(), Event()
    connect = socket.create_connection

    def slowly(*args: Any, **named: Any) -> socket.socket:
        may_connect.wait(5)
        return connect(*args, **named)

    class Watched(sender._Exchange):
        def run(self, *args: Any) -> None:
            super().run(*args)
            is_over.set()

    monkeypatch.setattr(sender, "_Exchange", Watched)
    monkeypatch.setattr(sender, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(socket, "create_connection", slowly)
    answer = sent(server, "wecom")
    assert (answer.outcome, "no answer" in str(answer.said)) == ("refused", True)
    may_connect.set()
    assert is_over.wait(5)
    assert server.asked == []


@pytest.mark.parametrize("address", ["https://a..b/x?key=k3y", "https://a%0d%0ab/x?key=k3y"])
def test_an_address_that_cannot_be_spoken_to_is_a_refusal(address: str) -> None:
    answer = sender.post(MessageChannel(kind="wecom", url=address), "t", [], NOW)
    assert answer.outcome == "refused"
    assert "is not right" in str(answer.said)
    assert "k3y" not in str(answer.said)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:port", "http:///", "http://a..b:1"])
def test_a_broken_proxy_is_a_refusal(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    answer = sender.post(MessageChannel(kind="wecom", url="https://robot.invalid/"), "t", [], NOW)
    assert answer.outcome == "refused"
    assert "not reached" in str(answer.said)


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_or_secret_is_told_that_a_robot_repeats(server: Robots, kind: ChannelKind) -> None:
    server.mode = "telling_all"
    url = server.url(kind).replace("h00k", "0123456789abcdef")
    secret = SECRET if kind != "wecom" else ""
    answer = sender.post(MessageChannel(kind=kind, url=url, secret=secret), "t", [], NOW)
    assert str(answer.said).startswith("7 no right for http://127.0.0.1")
    told = [key for key in ("t0ken", "k3y", "0123456789abcdef") if key in str(answer.said)]
    assert told == []
    assert (SECRET in str(answer.said)) == (kind == "wecom")  # which has none


def test_a_code_of_thousands_of_digits_is_cut(server: Robots) -> None:
    server.mode = "many_digits"
    assert sent(server, "wecom") == ("refused", f"{'9' * 12} no")


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answer = sender.post(
        MessageChannel(kind="wecom", url=f"http://127.0.0.1:{port}/"), "t", [], NOW
    )
    assert answer.outcome == "refused"
    assert "nobody listens there" in str(answer.said)


def test_a_certificate_that_nobody_trusts_is_a_refusal(server: Robots) -> None:
    url = server.url("wecom").replace("http://", "https://")  # speaks no TLS at all
    answer = sender.post(MessageChannel(kind="wecom", url=url), "t", [], NOW)
    assert answer.outcome == "refused"
    assert "certificate" in str(answer.said)


def test_this_machine_is_spoken_to_without_a_proxy(
    server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert sent(server, "wecom").outcome == "taken"
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    answer = sender.post(MessageChannel(kind="wecom", url="https://robot.invalid/"), "t", [], NOW)
    assert "nobody listens there" in str(answer.said)  # the proxy, not the host, was asked
