"""Files that come with the program are found wherever it is installed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from svc.errors import InstallationIncomplete
from svc.store import assets

TOP = Path(__file__).parent.parent.parent


def test_beside_the_package_while_it_is_worked_on() -> None:
    assert assets.templates_dir() == TOP / "templates"
    assert (assets.fonts_dir() / "usual" / "SvcSansSC-Regular.ttf").is_file()
    assert (assets.start_files_dir() / "svc.yaml").is_file()


def test_templates_in_the_package_come_before_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    package = tmp_path / "svc"
    package.mkdir()
    assert assets.templates_dir(package) == tmp_path / "templates"
    (package / "templates").mkdir()
    assert assets.templates_dir(package) == package / "templates"


def test_an_installation_without_them_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstallationIncomplete, match="`templates`"):
        assets.templates_dir(tmp_path / "svc")


def test_from_a_wheel_on_a_path_with_blanks_and_chinese(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    built = tmp_path / "built"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=TOP, check=True, capture_output=True,
    )  # fmt: skip
    installed = tmp_path / "程序 文件"
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    ask = (
        "import sys; from svc.store.assets import *; import svc; print(svc.__file__);"
        "print(templates_dir() / 'visit_order.html'); print(fonts_dir() / 'usual/coverage.txt');"
        "print(start_files_dir() / 'staff.yaml'); print(offered_file('prices.yaml'));"
        "print(fonts_dir().parent / 'sample.tar.xz');"
        "import hashlib; packed = sample_files();"
        "print(len(packed), hashlib.sha256(b''.join(packed.values())).hexdigest(), file=sys.stderr)"
    )
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    for line in answer.stdout.splitlines():
        assert Path(line).is_relative_to(installed)
        assert Path(line).is_file()
    beside = assets.sample_files()
    digest = hashlib.sha256(b"".join(beside.values())).hexdigest()
    assert answer.stderr.split() == [str(len(beside)), digest]
