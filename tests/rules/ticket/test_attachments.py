"""Which files are attached to a ticket."""

from __future__ import annotations

from rules.logs import ticket

from svc.rules.ticket.attachments import attached_files, is_removed


def test_the_same_bytes_are_one_attachment_and_what_was_forgotten_keeps_its_number() -> None:
    log = ticket(
        "20 09:00 received",
        ("20 09:10 attached", {"name": "(removed)", "sha256": "1" * 64}),
        ("20 09:20 attached", {"name": "a.jpg", "sha256": "2" * 64}),
        ("20 09:30 attached", {"name": "b.jpg", "sha256": "2" * 64}),
    ).log
    found = attached_files(log)
    assert [(each.name, is_removed(each)) for each in found] == [
        ("(removed)", True),
        ("a.jpg", False),
    ]
