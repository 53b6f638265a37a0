"""The user's own file, `~/.config/svc/own.yaml`: channels of messages with their secrets; hooks.

It never stands in a ledger, so that who clones one runs nothing and reads no secret.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
import os
import re
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from svc.errors import N_, Phrase
from svc.model.events import Text
from svc.model.faults import Fault
from svc.model.ids import is_slug
from svc.model.settings import no_channel_name

ChannelKind = Literal["dingtalk", "wecom", "feishu", "mail"]

CHANNEL_KINDS: dict[str, str] = {
    "dingtalk": N_("DingTalk"),
    "wecom": N_("WeCom"),
    "feishu": N_("Feishu"),
    "mail": N_("mail"),
}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Hosts that are spoken to without TLS: this machine."""
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
"""What `urlsplit` may name as a host: a name as the network has them, or an IPv6 address."""


class MessageChannel(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Where messages go: a robot of a group by its address and secret, or mail."""

    kind: ChannelKind
    url: str = ""  # of a robot, with its key
    secret: str = ""  # it signs with, where the robot is set so
    to: list[Text] = []  # mail: addresses; none: whom the message is for, as in staff.yaml
    sender: str = field(name="from", default="")  # mail
    sendmail: str = "/usr/sbin/sendmail"


class Hook(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A program to be run after events of these types, `all` for any."""

    events: Annotated[list[Text], Meta(min_length=1)]  # not `on`, which YAML does not take as text
    run: Annotated[list[str], Meta(min_length=1)]  # the program by its full path, and its arguments
    seconds: Annotated[int, Meta(ge=1, le=600)] = 10


class OwnLedger(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What holds for one ledger: this folder, if it is this clone."""

    path: Text
    clone: Text  # git config svc.clone
    channels: dict[str, MessageChannel] = {}
    hooks: list[Hook] = []


class OwnSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    ledgers: list[OwnLedger]


def is_safe_address(url: str) -> bool:
    """Whether a secret may be sent there: by https to a host that can have this name, or to this
    machine itself.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    is_host = _HOST.fullmatch(host or "") is not None
    return plain and is_host and is_secure and "@" not in parts.netloc


def own_faults(own: OwnSettings) -> list[Fault]:
    """What no type says: addresses that can be spoken to in secret, programs by their full path,
    types of events there are.
    """
    found: list[Fault] = []
    for number, ledger in enumerate(own.ledgers):
        for name, channel in ledger.channels.items():
            place = ("ledgers", number, "channels", name)
            found += [Fault(place, problem) for problem in channel_problems(name, channel)]
        for nth, hook in enumerate(ledger.hooks):
            found += _hook_faults(hook, ("ledgers", number, "hooks", nth))
    return found


def channel_problems(name: str, channel: MessageChannel) -> list[Phrase]:
    """What speaks against a channel; no address stands in it, as that is a secret."""
    problems = []
    if not is_slug(name):
        problems.append(no_channel_name(name))
    if channel.url and not is_safe_address(channel.url):
        says = N_("the channel {name} needs its address in `url`: `https://` and a host's name")
        problems.append(Phrase(says, name=name))
    if channel.kind == "mail":
        for address in (*channel.to, *filter(None, [channel.sender])):
            if not is_mail_address(address):
                says = N_("'{address}' is no mail address")
                problems.append(Phrase(says, address=address))
    return problems


def is_mail_address(text: str) -> bool:
    """Whether it is one bare address, `li@example.com`, and nothing that could be taken for two,
    or for an encoded word, in which another may stand.
    """
    name, at, host = text.partition("@")
    odd = set(text) & set(" ,;:<>()[]\"'\\")
    is_one = bool(name and at and "." in host and "@" not in host) and "=?" not in text
    return is_one and not odd and text.isprintable()


def _hook_faults(hook: Hook, place: tuple[str | int, ...]) -> list[Fault]:
    from svc.model.customers import CUSTOMER_CATALOGUE
    from svc.model.events import CATALOGUE

    found = []
    for nth, name in enumerate(hook.events):
        if name != "all" and name not in CATALOGUE and name not in CUSTOMER_CATALOGUE:
            problem = Phrase(N_("there is no event '{event}'"), event=name)
            found.append(Fault((*place, "events", nth), problem))
    if not os.path.isabs(hook.run[0]):
        problem = Phrase(N_("name the program '{program}' by its full path"), program=hook.run[0])
        found.append(Fault((*place, "run", 0), problem))
    return found
