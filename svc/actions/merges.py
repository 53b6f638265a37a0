"""Merging two versions of a record for git."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from svc.model import reading
from svc.model.customers import Customer
from svc.model.faults import record_from
from svc.model.tickets import Ticket
from svc.rules.customers import derive_customer
from svc.rules.lifecycle import derive
from svc.rules.merge import merge
from svc.store.files import replace_file


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Write the merge of three versions over `ours`, whole or not at all; takes no lock.

    Raises what stops a merge; then `ours` is untouched and git's own merge leaves markers.
    """
    texts = [reading.decode(path.read_bytes(), name or str(path)) for path in (base, ours, theirs)]

    def derived(data: dict[str, Any]) -> tuple[str, dict[tuple[str, ...], int]]:
        customer = name.startswith("customers/")
        record_from(data, Customer if customer else Ticket, name)
        return derive_customer(data) if customer else derive(data)

    merged = merge(texts[0] or None, texts[1], texts[2], derive=derived)
    replace_file(ours, merged.encode())
