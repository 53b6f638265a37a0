"""Programs and data from npm that some tests need: installed once, kept between runs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def installed(config: pytest.Config, *packages: str) -> Path:
    """A folder whose `node_modules` holds these packages (`name@version`); skips where they can't
    be had.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node and npm are not installed")
    assert config.cache is not None
    name = "-".join(packages).replace("@", "-").replace("/", "-")
    kept = config.cache.mkdir("npm")
    folder: Path = kept / name
    if folder.exists():
        return folder
    # Beside it first: another worker may be at the same, and must not see half of it.
    with tempfile.TemporaryDirectory(dir=kept, ignore_cleanup_errors=True) as top:
        fresh = Path(top, name)
        fresh.mkdir()
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", *packages]
        try:
            ended = subprocess.run(
                command, cwd=fresh, capture_output=True, text=True, timeout=300, check=False
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not install {', '.join(packages)} within five minutes")
        if ended.returncode:
            pytest.skip(
                f"npm could not install {', '.join(packages)}: {ended.stderr.strip()[-200:]}"
            )
        try:
            fresh.rename(folder)
        except OSError:  # the other was quicker
            if not folder.exists():
                raise
    return folder
