"""A ticket about another one: a complaint of it, a suggestion its customer makes."""

from __future__ import annotations

from msgspec.structs import replace

from svc.model.tickets import Ticket


def without_own_request(ticket: Ticket) -> Ticket:
    """The ticket with its customer, machine and office, and nothing of what it was asked for, made
    for, or seen to repeat: that is the other ticket's own.
    """
    return replace(ticket, of="", asked_for=None, repeat_of=[], upkeep=[])
