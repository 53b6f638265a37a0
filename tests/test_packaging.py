"""What pyproject.toml says of the package is so."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder

TOP = Path(__file__).parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
GROUPS: dict[str, list[Any]] = PYPROJECT["dependency-groups"]


def of_extra(name: str) -> set[str]:
    """What an extra installs, with the extras it names."""
    out = set()
    for requirement in EXTRAS[name]:
        package, _, named = requirement.partition("[")
        if package == PROJECT["name"]:
            out |= {needed for extra in named.rstrip("]").split(",") for needed in of_extra(extra)}
        else:
            out.add(requirement)
    return out


def of_group(name: str) -> set[str]:
    """What a dependency group installs, with the groups it includes."""
    out = set()
    for requirement in GROUPS[name]:
        if isinstance(requirement, str):
            out.add(requirement)
        else:
            out |= of_group(requirement["include-group"])
    return out


@pytest.mark.parametrize("name", GROUPS)
def test_the_extra_and_the_group_of_one_name_are_the_same(name: str) -> None:
    assert of_extra(name) == of_group(name)


def test_every_licence_named_is_there_and_names_the_fonts() -> None:
    for path in PROJECT["license-files"]:
        assert (TOP / path).is_file()
    assert "svc/fonts/OFL.txt" in (TOP / "LICENSE").read_text(encoding="utf-8")


def test_the_changelog_has_this_version() -> None:
    from svc import __version__

    assert f"\n## {__version__}\n" in (TOP / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_source_distribution_has_all_that_is_in_git() -> None:
    if not (TOP / ".git").exists():
        pytest.skip("no clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True)
    packed = {file.distribution_path for file in SdistBuilder(str(TOP)).recurse_included_files()}
    tracked = {os.fsdecode(name) for name in listed.stdout.split(b"\0") if name}
    left_out = tracked - {Path(path).as_posix() for path in packed}
    assert left_out == {"pyproject.toml"}  # hatchling adds it to what is included
