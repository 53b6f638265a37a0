"""What pyproject.toml says of the package is so."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
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


def test_the_metadata_lacks_nothing_that_an_index_shows() -> None:
    projectdata = pytest.importorskip("pyroma.projectdata")
    from pyroma.ratings import rate

    assert rate(projectdata.get_data(str(TOP))) == (10, [])


@pytest.mark.slow
def test_a_wheel_of_the_unpacked_source_has_all_that_a_command_needs(tmp_path: Path) -> None:
    def built(target: str, tree: Path) -> Path:
        words = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "-t",
            target,
            "-d",
            str(tmp_path / target),
        ]
        subprocess.run(words, cwd=tree, check=True, capture_output=True)
        (made,) = (tmp_path / target).iterdir()
        return made

    with tarfile.open(built("sdist", TOP)) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    wheel = built("wheel", source)
    with zipfile.ZipFile(wheel) as archive:
        names = {name.split(".data/data/")[-1] for name in archive.namelist()}
        archive.extractall(tmp_path / "installed")
    needed = {
        "svc/sample.tar.xz", "svc/templates/visit_order.html", "svc/start/svc.yaml", "svc/py.typed",
        "svc/offered/prices.yaml", "svc/offered/setup.zh.yaml", "svc/locale/zh_CN/LC_MESSAGES/svc.mo",
        "svc/fonts/usual/coverage.txt", "svc/fonts/more/SvcSansSCMore-Bold.ttf", "svc/fonts/rare/fonts.conf", "share/man/man1/svc.1",
    }  # fmt: skip
    assert needed <= names
    home = tmp_path / "home"
    home.mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(tmp_path / "installed"),
           "GIT_CONFIG_NOSYSTEM": "1", "SVC_LANG": "zh", "PYTHONUTF8": "1"}  # fmt: skip
    words = [sys.executable, "-m", "svc", "init", "练习", "--sample", "--me", "张伟"]
    subprocess.run(words, cwd=home, env=env, check=True, capture_output=True)
    listed = subprocess.run(
        [sys.executable, "-m", "svc", "list", "--office", "SZ", "--limit", "3"],
        cwd=home / "练习", env=env, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert "SZ-2610-A0033" in listed.stdout
