"""Digests, without what `hashlib` loads first: OpenSSL, which takes as long as a whole list of
tickets.
"""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b", "hex_digest"]


def hex_digest(data: bytes) -> str:
    """64 hex digits that are others for other bytes."""
    return blake2b(data, digest_size=32).hexdigest()
