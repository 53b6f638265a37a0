"""What a text holds before it is a record, and a record on its way to a text.

YAML may say anything in any place. So what stands below a key has no type until it was compared
with a definition (`svc/model/faults.py`), and these names are the one reason for the `Any` in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]
ReadOnlyData = Mapping[str, Any]
