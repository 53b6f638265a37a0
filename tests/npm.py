"""Programs and data from npm that some tests need: installed once, kept between runs."""

from __future__ import annotations

import shutil
import subprocess
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
    folder = config.cache.mkdir("npm-" + "-".join(packages).replace("@", "-").replace("/", "-"))
    done = folder / "installed"
    if not done.exists():
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", *packages]
        try:
            ended = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not install {', '.join(packages)} within two minutes")
        if ended.returncode:
            pytest.skip(
                f"npm could not install {', '.join(packages)}: {ended.stderr.strip()[-200:]}"
            )
        done.touch()
    return folder
