"""The user's own file, outside every ledger: who may read it, and what it says of this clone.

Found by the environment alone (`XDG_CONFIG_HOME`, else `~/.config`), never by anything in a ledger
or in git's configuration.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svc.model.own_settings import MessageChannel, OwnLedger
    from svc.store.reader import Reader


_URL, _SECRET = "SVC_NOTIFY_CHANNEL_URL", "SVC_NOTIFY_CHANNEL_SECRET"


def own_path() -> Path:
    """Where the user's own file is, or would be."""
    home = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(home) if os.path.isabs(home) else Path(os.path.expanduser("~/.config"))
    return folder / "svc" / "own.yaml"


def own_settings(ledger: Reader) -> OwnLedger | None:
    """What the user's own file says of this ledger and clone; None if there is none, or it says
    nothing.

    Raises OwnFileOpen, OwnFileNotYours, OwnFileNoFile; RecordFaulty and its like, with file and
    line.
    """
    path = own_path()
    if not os.path.lexists(path):
        return None
    from svc.errors import NotAFile, OwnFileNoFile
    from svc.model import reading
    from svc.model.faults import record_faulty, record_from
    from svc.model.own_settings import OwnSettings, own_faults
    from svc.store.files import read_file

    try:
        data = read_file(path)
    except NotAFile as error:  # which would name git, that knows nothing of this file
        raise OwnFileNoFile(path=str(path), problem=error.facts["problem"]) from None
    if data is None:
        return None
    check_own(path)
    text = reading.edited_text(data, str(path))
    own = record_from(reading.read_record(text, str(path)), OwnSettings, str(path), text)
    faults = own_faults(own)
    if faults:
        raise record_faulty(faults, str(path), text)
    clone = ledger.clone.get("svc.clone", "")
    here = os.path.realpath(ledger.top)
    for entry in own.ledgers:
        same_place = os.path.realpath(os.path.expanduser(entry.path)) == here
        if clone and entry.clone == clone and same_place:
            return entry
    return None


def with_secrets(own: OwnLedger) -> dict[str, MessageChannel]:
    """The channels, with addresses and secrets that stand in the environment instead of the file:
    `SVC_NOTIFY_GROUP_URL` and `SVC_NOTIFY_GROUP_SECRET` for the channel `group`.
    """
    from msgspec.structs import replace

    return {
        name: replace(
            channel,
            url=os.environ.get(_URL.replace("CHANNEL", name.upper())) or channel.url,
            secret=os.environ.get(_SECRET.replace("CHANNEL", name.upper())) or channel.secret,
        )
        for name, channel in own.channels.items()
    }


def check_own(path: Path) -> None:
    """Raise OwnFileNotYours or OwnFileOpen if somebody else may read the file, or put another one
    in its place. Windows has other rights, and asks nothing here.
    """
    if sys.platform == "win32":
        return
    from svc.errors import OwnFileNotYours, OwnFileOpen
    from svc.store.files import saying

    for place, forbidden in ((path.parent, 0o022), (path, 0o077)):
        with saying(place):
            facts = os.stat(place, follow_symlinks=place != path)
        if facts.st_uid not in (os.getuid(), 0):
            raise OwnFileNotYours(path=str(place))
        if stat.S_IMODE(facts.st_mode) & forbidden:
            from shlex import quote

            wanted = "600" if place == path else "700"
            raise OwnFileOpen(path=str(place), command=f"chmod {wanted} {quote(str(place))}")
