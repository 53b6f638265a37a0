"""Sending once: what was taken is not sent again, what was refused is, and what nobody answered is
sent once more with a word about it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from svc.actions import notify as actions
from svc.actions.notify import Delivery, Sendable, deliver, due_messages
from svc.model.own_settings import MessageChannel
from svc.model.settings import NotifyRow
from svc.rules.notify import Message, Told
from svc.store.robots import A_MINUTE, RobotAnswer
from svc.store.sent_messages import SentMessages, read_sent

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
ROBOT = MessageChannel(kind="wecom", url="https://robot.example/send?key=k3y")
CHANNELS = {
    "g": ROBOT,
    "h": MessageChannel(kind="wecom", url="https://robot.example/send?key=other"),
}


class Clock:
    """Time that goes on while it is waited, and with each message."""

    def __init__(self, takes: float = 0.0) -> None:
        self.seconds = 0.0
        self.takes = takes
        self.waits: list[float] = []

    def elapsed(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


class Robot:
    """Answers in a row, then `taken`; what it heard and when."""

    def __init__(self, clock: Clock, *answers: RobotAnswer) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []
        self.times: list[datetime] = []
        self._clock = clock

    def post(
        self, channel: MessageChannel, text: str, mobiles: list[str], now: datetime
    ) -> RobotAnswer:
        self.heard.append(text)
        self.times.append(now)
        self._clock.seconds += self._clock.takes
        return self.answers.pop(0) if self.answers else RobotAnswer("taken")


Sending = Callable[..., tuple[list[Delivery], Robot]]


@pytest.fixture
def send(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Sending:
    root = desk.ledger.root
    root.own_dir.mkdir(exist_ok=True)

    def send(
        messages: list[Sendable],
        *answers: RobotAnswer,
        now: datetime = NOW,
        clock: Clock | None = None,
    ) -> tuple[list[Delivery], Robot]:
        clock = clock or Clock()
        robot = Robot(clock, *answers)
        monkeypatch.setattr(actions, "post", robot.post)
        state, times = read_sent(root), {"pause": clock.pause, "elapsed": clock.elapsed}
        return list(deliver(root, messages, CHANNELS, state, now, **times)), robot

    return send


def sendable(text: str, channel: str = "g") -> Sendable:
    row = NotifyRow(digest="flagged", channel=channel)
    return Sendable(row=row, text=text, marks=[f"{channel} flagged {text}"])


def outcomes(done: list[Delivery]) -> list[str]:
    return [each.outcome for each in done]


def kept(desk: Desk) -> SentMessages:
    return read_sent(desk.ledger.root)


def test_what_was_taken_is_remembered(desk: Desk, send: Sending) -> None:
    done, robot = send([sendable("1"), sendable("2")])
    assert outcomes(done) == ["taken", "taken"]
    assert robot.heard == ["1", "2"]
    assert kept(desk).sent == {"g flagged 1": NOW, "g flagged 2": NOW}
    assert kept(desk).perhaps == {}


def test_what_was_refused_is_tried_again_and_nothing_more_goes_there_now(
    desk: Desk, send: Sending
) -> None:
    done, robot = send(
        [sendable("1"), sendable("2"), sendable("3", "h")], RobotAnswer("refused", "no")
    )
    assert outcomes(done) == ["refused", "left", "taken"]
    assert robot.heard == ["1", "3"]
    assert set(kept(desk).sent) == {"h flagged 3"}
    assert kept(desk).perhaps == {}


def test_what_nobody_answered_is_perhaps_sent_and_given_up_after_three_times(
    desk: Desk, send: Sending
) -> None:
    for count, outcome in ((1, "unknown"), (2, "unknown")):
        done, _ = send([sendable("1")], RobotAnswer("unknown", "?"))
        assert outcomes(done) == [outcome]
        assert (kept(desk).perhaps, kept(desk).sent) == ({"g flagged 1": count}, {})
    done, _ = send([sendable("1")], RobotAnswer("unknown", "?"))
    assert outcomes(done) == ["given_up"]
    assert (kept(desk).perhaps, kept(desk).sent) == ({}, {"g flagged 1": NOW})


def test_a_refusal_after_an_unknown_leaves_it_unknown(desk: Desk, send: Sending) -> None:
    send([sendable("1")], RobotAnswer("unknown", "?"))
    send([sendable("1")], RobotAnswer("refused", "no"))
    assert kept(desk).perhaps == {"g flagged 1": 1}


def test_a_sender_that_is_killed_leaves_its_message_perhaps_sent(
    desk: Desk, send: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(message: Sendable, channel: MessageChannel, now: datetime) -> RobotAnswer:
        raise Killed

    monkeypatch.setattr(actions, "_handed_over", killed)
    with pytest.raises(Killed):
        send([sendable("1")])
    assert kept(desk).perhaps == {"g flagged 1": 1}


@pytest.mark.parametrize("takes", [0.0, 0.5])
def test_a_robot_is_never_sent_more_than_twenty_in_any_minute(
    desk: Desk, send: Sending, takes: float
) -> None:
    clock = Clock(takes)
    done, robot = send([sendable(str(number)) for number in range(70)], clock=clock)
    assert outcomes(done) == ["taken"] * 70
    for first, later in zip(robot.times, robot.times[A_MINUTE:], strict=False):
        assert later - first >= timedelta(minutes=1)
    assert len(clock.waits) >= 3


def test_what_another_run_sent_counts_too(desk: Desk, send: Sending) -> None:
    send([sendable(str(number)) for number in range(15)])
    clock = Clock()
    later = NOW + timedelta(seconds=20)
    send([sendable(f"b{number}") for number in range(6)], now=later, clock=clock)
    assert clock.waits == [40.0]
    clock = Clock()
    send([sendable("other", "h")], now=later, clock=clock)
    assert clock.waits == []  # another robot


def test_nobody_waits_without_end(desk: Desk, send: Sending) -> None:
    clock = Clock()
    done, _ = send([sendable(str(number)) for number in range(200)], clock=clock)
    assert sum(clock.waits) <= actions.MOST_WAIT_SECONDS
    assert outcomes(done).count("taken") == 100
    assert set(outcomes(done)) == {"taken", "left"}


def test_a_channel_that_nobody_set_up_is_named(desk: Desk, send: Sending) -> None:
    done, _ = send([sendable("1", "none"), sendable("2")])
    assert outcomes(done) == ["refused", "taken"]
    assert "no such channel" in str(done[0].said)


def test_mail_without_an_address_is_refused(desk: Desk, tmp_path: Path) -> None:
    root = desk.ledger.root
    root.own_dir.mkdir(exist_ok=True)
    mail = {"g": MessageChannel(kind="mail", sendmail=str(tmp_path / "none"))}
    (done,) = deliver(root, [sendable("1")], mail, SentMessages(), NOW)
    assert (done.outcome, "mail address" in str(done.said)) == ("refused", True)


def test_marks_of_each_kind_of_message() -> None:
    row = NotifyRow(digest="tomorrow", channel="g")
    message = Message(digest="tomorrow", office="SZ", day=NOW.date(), lines=[], about="wang")
    first = actions.marks_of_part(row, message, 1, ["a"], [""])
    assert first == actions.marks_of_part(row, message, 2, ["a"], [""])
    other = actions.marks_of_part(row, message, 1, ["b"], [""])
    assert first != other
    sent = SentMessages(sent={first[0]: NOW})
    assert actions.says_something_else(row, message, [other], sent)
    assert not actions.says_something_else(row, message, [first, other], sent)
    morning = Message(digest="morning", office="SZ", day=NOW.date(), lines=[])
    row = NotifyRow(digest="morning", channel="g")
    once = actions.marks_of_part(row, morning, 1, ["a"], [""])
    assert once == actions.marks_of_part(row, morning, 1, ["b"], [""])
    assert not actions.says_something_else(row, morning, [["x"]], SentMessages(sent={once[0]: NOW}))
    assert actions.marks_of_part(row, morning, 1, ["a"], ["e1", ""]) == ["g morning e1"]


def messages(desk: Desk, digest: str, now: str, **row: Any) -> list[tuple[str, str, list[Told]]]:
    broken: list[Any] = []
    found = due_messages(
        desk.ledger,
        NotifyRow(digest=digest, channel="g", **row),
        datetime.fromisoformat(f"{now}+08:00"),
        SentMessages(),
        broken,
    )
    assert broken == []
    return [(each.office, each.about, each.lines) for each in found]


def test_orders_of_all_days_up_to_the_next_working_day(desk: Desk) -> None:
    desk.play("dispatch")
    words = ("--agreed-with", "张工", "--reason", "有事", "--allow", "客户急")
    for day in ("2026-11-21", "2026-11-23"):  # a Saturday, the Monday after it
        desk.ok("reschedule", desk.ticket, "--appointment", f"{day} 10:00", *words, by="sun",
                now="2026-11-20T10:00:00")  # fmt: skip
        ((office, about, lines),) = messages(desk, "tomorrow", "2026-11-20T17:00:00")
        assert (office, about, len(lines)) == ("SZ", "wang", 1)
    assert messages(desk, "tomorrow", "2026-11-19T17:00:00") == []
    assert messages(desk, "tomorrow", "2026-11-23T17:00:00") == []


def test_a_row_of_one_office_tells_nothing_of_another(desk: Desk) -> None:
    desk.play("dispatch")
    for digest, now in (("tomorrow", "2026-11-19T17:00:00"), ("morning", "2026-11-20T09:55:00")):
        assert len(messages(desk, digest, now)) == 1
        assert len(messages(desk, digest, now, office="SZ")) == 1
        assert messages(desk, digest, now, office="BJ") == []
