"""What a text holds before it is a record, and a record on its way to a text.

YAML may say anything in any place. So what stands below a key has no type until it was compared
with a definition (`svc/model/faults.py`), and these names are the one reason for the `Any` in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]
ReadOnlyData = Mapping[str, Any]


def log_of(record: ReadOnlyData | None) -> list[Data]:
    """The events of a record that nobody has judged yet: what is none is passed over."""
    log = (record or {}).get("log")
    return [event for event in log if isinstance(event, dict)] if isinstance(log, list) else []
