"""What this clone has sent: kept whole, one sender at a time, nothing of what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from svc.errors import NotifyRunning, SentUnreadable
from svc.store.sent_messages import FILE, KEPT, SentMessages, read_sent, sending, write_sent

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


def test_what_was_sent_is_read_again_without_what_is_old(desk: Desk) -> None:
    root = desk.ledger.root
    root.own_dir.mkdir(exist_ok=True)
    assert read_sent(root) == SentMessages()
    sent = SentMessages(
        sent={"new": NOW, "old": NOW - KEPT},
        perhaps={"p": 1},
        spoken={"r": [NOW - timedelta(seconds=59), NOW - timedelta(seconds=60)], "s": [NOW - KEPT]},
    )
    write_sent(root, sent, NOW)
    assert read_sent(root) == SentMessages(
        sent={"new": NOW}, perhaps={"p": 1}, spoken={"r": [NOW - timedelta(seconds=59)]}
    )
    assert [path.name for path in root.own_dir.glob("*notify*")] == [FILE]


WITHOUT_OFFSET = '"2026-11-20T09:00:00"'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"sent": 3}',
        "[]",
        '{"sent": {"a": "b"}}',
        f'{{"sent": {{"a": {WITHOUT_OFFSET}}}}}',
        f'{{"spoken": {{"a": [{WITHOUT_OFFSET}]}}}}',
    ],
)
def test_what_cannot_be_read_is_not_taken_for_nothing(desk: Desk, text: str) -> None:
    root = desk.ledger.root
    root.own_dir.mkdir(exist_ok=True)
    (root.own_dir / FILE).write_text(text)
    with pytest.raises(SentUnreadable):
        read_sent(root)


def test_a_folder_in_its_place_is_not_taken_for_nothing(desk: Desk) -> None:
    (desk.ledger.root.own_dir / FILE).mkdir(parents=True)
    with pytest.raises(SentUnreadable):
        read_sent(desk.ledger.root)


def test_one_sender_at_a_time_and_nobody_who_records_waits_for_it(desk: Desk) -> None:
    with sending(desk.ledger.root, NOW):
        with pytest.raises(NotifyRunning), sending(desk.ledger.root, NOW):
            pass
        assert desk.intake().status == 0
    with sending(desk.ledger.root, NOW):
        pass
