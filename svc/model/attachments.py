"""Photos and documents beside a ticket: by hash and name in the record, their bytes in `files/` up
to 1 MB, larger ones beside, where git does not look (decisions: attachments).

A name is data: it is shown and offered for saving, and never decides where bytes lie.
"""

from __future__ import annotations

import re
import unicodedata

from svc.model.typed_text import REMOVED

MOST_IN_LEDGER = 1 << 20
"""Bytes of a file that goes into the ledger, and with it to every desk."""
BESIDE = "files/large"
"""Where the bytes of larger files lie, at the desk that has them; git passes it over."""

_LONGEST_NAME = 80
_LONGEST_ENDING = 12
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def bytes_path(sha256: str, *, is_beside: bool = False) -> str:
    """Where the bytes lie, from the top of the ledger. Raises ValueError for what is no hash."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a hash: {sha256!r}")
    return f"{BESIDE if is_beside else 'files'}/{sha256}"


def safe_name(path: str) -> str:
    """What a file is called in records, on every system: the last part of its path, without what
    nobody sees, without signs that some system has a meaning for, and cut to 80 characters.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", path)[-1])
    seen = "".join(
        char for char in name if unicodedata.category(char)[0] not in "CZ" or char == " "
    )
    plain = re.sub(r'[<>:"|?*]', "_", seen).strip(" .")
    if _RESERVED.fullmatch(plain) or plain == REMOVED:
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST_NAME and dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"
    return plain[:_LONGEST_NAME].rstrip(" .") or "file"
