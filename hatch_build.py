"""Packs the sample ledger into the wheel: fifteen hundred small files as one of half a megabyte.

`svc init --sample` unpacks it (`svc/store/assets.py`). The same ledger gives the same bytes.
"""

from __future__ import annotations

import io
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SampleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # there the ledger stands beside the package
            return
        self._folder = tempfile.TemporaryDirectory()
        packed = Path(self._folder.name) / "sample.tar.xz"
        packed.write_bytes(packed_ledger(Path(self.root) / "ledger"))
        build_data["force_include"][str(packed)] = "svc/sample.tar.xz"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()


def packed_ledger(ledger: Path) -> bytes:
    """The ledger's files, without whose desks they were, in an archive without times and owners."""
    packed = io.BytesIO()
    with tarfile.open(
        fileobj=packed, mode="w:xz", preset=9, format=tarfile.USTAR_FORMAT
    ) as archive:
        for path in sorted(ledger.rglob("*")):
            name = path.relative_to(ledger)
            if path.is_file() and name.parts[0] not in (".svc", "desks"):
                entry = tarfile.TarInfo(name.as_posix())
                entry.size = path.stat().st_size
                archive.addfile(entry, io.BytesIO(path.read_bytes()))
    return packed.getvalue()
