"""Signatures of the parties of an installation, as they are typed: `甲方=李工@11-19`."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from svc.cli.fixed_words import meant_in_group
from svc.cli.values import is_blank
from svc.errors import NotASignature
from svc.model.events import NotSigned, Party, Signature
from svc.rules.ticket.installation import PARTIES

if TYPE_CHECKING:
    from svc.cli.desk import Desk

PARTY_WORDS: dict[str, Party] = {
    **dict.fromkeys(("甲方", "客户", "用户", "业主", "建设单位", "客户方"), "customer"),
    **dict.fromkeys(("施工单位", "施工方", "施工", "安装单位", "安装队"), "builder"),
    **dict.fromkeys(("我公司", "我方", "我司", "我们", "本公司", "厂家", "us"), "ours"),
}
"""What the parties are called, besides as the department has it."""
_SAID = re.compile(r"(?P<party>[^=＝:：]+)[=＝:：](?P<said>.+)")


def party_and_words(desk: Desk, option: str, text: str) -> tuple[Party, str]:
    """The party and what is said of it: `甲方=李工`. Raises NotASignature."""
    match = _SAID.fullmatch(text)
    party = _party(desk, match["party"].strip()) if match else None
    if match is None or party is None or is_blank(match["said"]):
        raise NotASignature(option=option, text=text, party="customer", parties=list(PARTIES))
    return party, match["said"].strip()


def signature_of(desk: Desk, party: Party, words: str, on: date) -> Signature:
    """A name, with the day if it is not `on`: `李工@11-19`. Raises NotADay, DayToCome."""
    name, at, day = words.replace("＠", "@").partition("@")
    signed_on = desk.past_day(day) if at else on
    return Signature(party=party, name=name.strip(), on=signed_on)


def read_signature(desk: Desk, option: str, text: str, on: date) -> Signature:
    """A signature as typed. Raises NotASignature, NotADay, DayToCome."""
    return signature_of(desk, *party_and_words(desk, option, text), on)


def read_not_signed(desk: Desk, option: str, text: str) -> NotSigned:
    """A party that has not signed, as typed. Raises NotASignature."""
    party, reason = party_and_words(desk, option, text)
    return NotSigned(party=party, reason=reason)


def _party(desk: Desk, word: str) -> Party | None:
    known = PARTY_WORDS.get(word.casefold())
    meant = meant_in_group(desk, "party", PARTIES, word)
    return known or next((party for party in PARTIES if party == meant), None)
