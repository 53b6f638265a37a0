"""Messages: what is due to be told, and sending it once.

The rule of the unknown: a message is remembered as perhaps sent before it goes out. Where no answer
comes (the connection broke, the program was killed), the next run sends it once more and says in
its first line that it was perhaps sent before; after the third time it counts as sent, and that is
told. A refusal is no such case: the message is tried again as it is.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.board import next_working_day, read_board
from svc.actions.duty import on_duty_now
from svc.actions.rosters import roster_days
from svc.actions.signoffs import complaints_since
from svc.errors import N_, Damaged, NoSuchVersion, Phrase
from svc.model.own_settings import MessageChannel, is_safe_address
from svc.model.rosters import who_of
from svc.model.settings import NotifyRow
from svc.model.staff import Person
from svc.rules import notify as rules
from svc.rules.board import booked_visits
from svc.rules.notify import Message, Told
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.turns import ON_THE_WAY, station_head, whose_turn
from svc.store.git.program import Root
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.mail import send_mail
from svc.store.robots import A_MINUTE, RobotAnswer, post
from svc.store.sent_messages import SentMessages, write_sent

MOST_TRIES = 3
"""So often a message may go out without an answer; then it counts as sent."""
MOST_WAIT_SECONDS = 240
"""So long one run waits for robots that take no more just now."""
_MINUTE = timedelta(minutes=1)


class Sendable(Struct, frozen=True, kw_only=True):
    """A text for a channel, with what is remembered of it."""

    row: NotifyRow
    text: str
    marks: list[str]
    to: list[str] = []  # addresses of mail, or mobiles that are mentioned


class Delivery(Struct, frozen=True, kw_only=True):
    """What became of a text."""

    message: Sendable
    outcome: Literal["taken", "refused", "unknown", "given_up", "left"]
    said: Phrase | str = ""


def due_messages(
    ledger: Ledger, row: NotifyRow, now: datetime, sent: SentMessages, broken: list[Damaged]
) -> list[Message]:
    """What a row of the setting has to tell now, without what was sent; of records that can't be
    read the reason is added to `broken`.
    """
    gather = {
        "flagged": _flagged,
        "tomorrow": _tomorrow,
        "morning": _morning,
        "complaints": _complaints,
        "duty": _duty,
    }[row.digest]
    messages = []
    for message in gather(ledger, row, now, broken):
        lines = [told for told in message.lines if not is_sent(row, told.mark, sent)]
        if lines:
            messages.append(replace(message, lines=lines))
    return messages


def offices_elsewhere(ledger: Ledger, row: NotifyRow) -> list[str]:
    """The offices of a row that tells of tickets which are not all in this clone."""
    part = ledger.partial
    if part is None or row.digest == "duty":
        return []
    return [office for office in _offices(ledger, row) if part.lacks_office(office)]


def is_sent(row: NotifyRow, mark: str, sent: SentMessages) -> bool:
    """Whether a line was sent to this channel by its own mark; one without a mark never was."""
    return bool(mark) and _mark_of_line(row, mark) in sent.sent


def marks_of_part(
    row: NotifyRow, message: Message, number: int, texts: Sequence[str], marks: Sequence[str]
) -> list[str]:
    """What is remembered of a part of a message: its lines where each has a mark; in the morning
    that day's part; else what it says, so that what has changed is sent once more.
    """
    own = [_mark_of_line(row, mark) for mark in marks if mark]
    if own:
        return own
    stem = stem_of(row, message)
    if message.digest == "morning":
        return [f"{stem} {number}"]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    return [f"{stem} {digest}"]


def stem_of(row: NotifyRow, message: Message) -> str:
    """What the marks of a message begin with that is remembered as a whole."""
    about = (row.channel, row.digest, message.office or "-", message.day.isoformat())
    return " ".join([*about, message.about or "-"])


def says_something_else(
    row: NotifyRow, message: Message, marked: Sequence[Sequence[str]], sent: SentMessages
) -> bool:
    """Whether a message of the same day and person was sent that said something else."""
    if message.digest not in ("tomorrow", "duty"):
        return False
    now = {mark for marks in marked for mark in marks}
    stem = stem_of(row, message) + " "
    return any(mark.startswith(stem) and mark not in now for mark in sent.sent)


def _mark_of_line(row: NotifyRow, mark: str) -> str:
    return f"{row.channel} {row.digest} {mark}"


def deliver(
    root: Root,
    messages: Sequence[Sendable],
    channels: dict[str, MessageChannel],
    sent: SentMessages,
    now: datetime,
    *,
    pause: Callable[[float], None] = time.sleep,
    elapsed: Callable[[], float] = time.monotonic,
) -> Iterator[Delivery]:
    """Send each text once, and remember it as it goes; what became of each, one by one. A channel
    that refuses gets no more in this run. Raises NotDone if it can't be remembered; then nothing
    more is sent.
    """
    began, waited = elapsed(), 0.0
    stopped: set[str] = set()
    for message in messages:
        channel = channels.get(message.row.channel)
        if message.row.channel in stopped:
            yield Delivery(message=message, outcome="left")
            continue
        if channel is None or not (channel.kind == "mail" or is_safe_address(channel.url)):
            said = Phrase(N_("your own file has no such channel, or no address for it"))
            yield Delivery(message=message, outcome="refused", said=said)
            stopped.add(message.row.channel)
            continue
        moment = now + timedelta(seconds=int(elapsed() - began))
        wait = _seconds_to_wait(sent.spoken.get(_robot(channel), []), moment)
        if wait and waited + wait > MOST_WAIT_SECONDS:
            stopped.add(message.row.channel)
            yield Delivery(message=message, outcome="left")
            continue
        if wait:
            pause(wait)
            waited += wait
            moment = now + timedelta(seconds=int(elapsed() - began))
        delivery = _send_one(root, message, channel, sent, moment)
        if delivery.outcome != "taken":
            stopped.add(message.row.channel)
        yield delivery


def _send_one(
    root: Root, message: Sendable, channel: MessageChannel, sent: SentMessages, now: datetime
) -> Delivery:
    """Send a text and remember it: as perhaps sent before, as what it is after."""
    for mark in message.marks:
        sent.perhaps[mark] = sent.perhaps.get(mark, 0) + 1
    if channel.kind != "mail":
        sent.spoken.setdefault(_robot(channel), []).append(now)
    write_sent(root, sent, now)
    answer = _handed_over(message, channel, now)
    tries = max(sent.perhaps[mark] for mark in message.marks)
    is_given_up = answer.outcome == "unknown" and tries >= MOST_TRIES
    for mark in message.marks:
        if answer.outcome == "refused":
            sent.perhaps[mark] -= 1
        if answer.outcome == "taken" or is_given_up:
            sent.sent[mark] = now
            sent.perhaps[mark] = 0
        if not sent.perhaps[mark]:
            del sent.perhaps[mark]
    write_sent(root, sent, now)
    outcome = "given_up" if is_given_up else answer.outcome
    return Delivery(message=message, outcome=outcome, said=answer.said)


def _handed_over(message: Sendable, channel: MessageChannel, now: datetime) -> RobotAnswer:
    if channel.kind != "mail":
        return post(channel, message.text, message.to, now)
    if not message.to:
        return RobotAnswer(
            "refused", Phrase(N_("nobody it is for has a mail address in staff.yaml"))
        )
    digest = hashlib.sha256("\n".join(message.marks).encode()).hexdigest()[:24]
    return send_mail(channel, message.to, message.text, now, digest)


def _robot(channel: MessageChannel) -> str:
    """What two channels share if they lead to one robot; its address is a secret."""
    return hashlib.sha256(channel.url.encode()).hexdigest()[:16]


def _seconds_to_wait(spoken: Sequence[datetime], now: datetime) -> float:
    """Until a robot takes another message: at most so many in any minute."""
    lately = sorted(at for at in spoken if now - at < _MINUTE)
    if len(lately) < A_MINUTE:
        return 0.0
    return max(1.0, (lately[-A_MINUTE] + _MINUTE - now).total_seconds())


# What there is to tell


def _offices(ledger: Ledger, row: NotifyRow) -> list[str]:
    """The office of the row, else each, as each has its own people."""
    return [row.office] if row.office else list(ledger.settings.offices)


def _flagged(ledger: Ledger, row: NotifyRow, now: datetime, broken: list[Damaged]) -> list[Message]:
    """One message of all offices, unless the row is of one."""
    lines: list[Told] = []
    turns: list[str] = []
    for record in ledger.tickets(broken, row.office, Sought(promises=(), flag_until=now)):
        state = record.state
        if not state.flagged:
            continue
        turn = _turn(ledger, state, now)
        runs = ledger.known_promises(state, now, broken)
        found = rules.newly_flagged(state, runs, turn, ledger.staff, now)
        lines += found
        turns += turn if found else []
    lines.sort(key=lambda told: (told.at or now, told.mark))
    people = _people(ledger, list(dict.fromkeys(turns)))
    message = Message(
        digest="flagged", office=row.office, day=now.date(), lines=lines, people=people
    )
    return [message] if lines else []


def _turn(ledger: Ledger, state: State, now: datetime) -> list[str]:
    """Who has to do something about a ticket: who is on the way there, else whose turn it is."""
    if state.status in ON_THE_WAY and state.technician:
        return [state.technician]
    return whose_turn(state, ledger.staff, on_duty_now(ledger, state, now))


def _tomorrow(
    ledger: Ledger, row: NotifyRow, now: datetime, broken: list[Damaged]
) -> list[Message]:
    """To each technician what is to be done until the end of the next working day."""
    messages = []
    for office in _offices(ledger, row):
        until = _next_working_day(ledger, now.date(), office)
        sought = Sought(is_open=True, statuses=("dispatched",))
        states = [record.state for record in ledger.tickets(broken, office, sought)]
        days = [now.date() + timedelta(days=1 + nth) for nth in range((until - now.date()).days)]
        visits = [visit for day in days for visit in booked_visits(states, day)]
        for technician in sorted({visit.technician for visit in visits}):
            lines = rules.visits_of_technician(visits, technician, now.date(), until)
            if lines:
                messages.append(
                    Message(
                        digest="tomorrow",
                        office=office,
                        day=until,
                        lines=lines,
                        people=_people(ledger, [technician]),
                        about=technician,
                    )
                )
    return messages


def _morning(ledger: Ledger, row: NotifyRow, now: datetime, broken: list[Damaged]) -> list[Message]:
    """To each office's coordinators: what nobody makes, what waits, who has how many visits."""
    messages = []
    for office in _offices(ledger, row):
        board = read_board(ledger, now, office=office)
        broken += board.broken
        trips = [(day.person, day.count) for day in board.days]
        lines = rules.morning_list(board.unkept, board.waiting, trips, ledger.staff)
        if lines:
            people = [
                person
                for person in ledger.staff.staff
                if person.office == office and person.left is None and "coordinator" in person.roles
            ]
            messages.append(
                Message(digest="morning", office=office, day=now.date(), lines=lines, people=people)
            )
    return messages


def _complaints(
    ledger: Ledger, row: NotifyRow, now: datetime, broken: list[Damaged]
) -> list[Message]:
    """To the head of each office, else the manager: complaints of the last days."""
    messages = []
    for office in _offices(ledger, row):
        since = (now - rules.LOOKED_BACK).date()
        found = complaints_since(ledger, office, since, broken)
        lines = [rules.new_complaint(record.state) for record, _ in found]
        head = station_head(ledger.staff, office, now.date())
        if lines:
            messages.append(
                Message(
                    digest="complaints",
                    office=office,
                    day=now.date(),
                    lines=lines,
                    people=[head] if head else [],
                )
            )
    return messages


def _duty(ledger: Ledger, row: NotifyRow, now: datetime, broken: list[Damaged]) -> list[Message]:
    """Who takes calls today and tomorrow outside opening hours, where anybody is named."""
    messages = []
    days = roster_days(ledger, now.date(), 2)
    for office in _offices(ledger, row):
        lines = [
            told
            for each in days
            for told in rules.duty_of_day(each.day, each.duty, ledger.staff, office)
        ]
        if lines:
            on_duty = dict.fromkeys(who_of(entry) for each in days for entry in each.duty)
            people = [each for each in _people(ledger, list(on_duty)) if each.office == office]
            messages.append(
                Message(digest="duty", office=office, day=now.date(), lines=lines, people=people)
            )
    return messages


def _people(ledger: Ledger, ids: Sequence[str]) -> list[Person]:
    found = (ledger.staff.find_person(id) for id in ids)
    return [person for person in found if person is not None]


def _next_working_day(ledger: Ledger, after: date, office: str) -> date:
    """The next working day, tomorrow where the calendar can't be read: `svc check` names it."""
    try:
        return next_working_day(ledger, after, office)
    except (NoSuchVersion, Damaged):
        return after + timedelta(days=1)
