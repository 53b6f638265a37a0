"""What the writer and the readers of record text agree on. Imports nothing: every command reads."""

from __future__ import annotations

# YAML 1.1 reads these bare words as true, false or null.
AMBIGUOUS_WORDS = frozenset({"y", "yes", "n", "no", "on", "off", "true", "false", "null"})

# JavaScript's readers keep counts exactly up to 2**53; no count of the trade comes near it.
GREATEST_COUNT = 10**15 - 1

# A YAML reader gives up on a key that is longer than 1,024 characters.
LONGEST_KEY = 64
