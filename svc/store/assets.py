"""Files that come with the program: templates, fonts, what a new ledger starts with.

Templates stand beside the package while it is worked on and inside it once it is installed from a
wheel; importlib.resources does not see them in an editable install, so we look in both places
ourselves.
"""

from __future__ import annotations

from pathlib import Path

from svc.errors import InstallationIncomplete

_PACKAGE = Path(__file__).resolve().parent.parent


def templates_dir(package: Path = _PACKAGE) -> Path:
    """The folder of our HTML templates: in the package, else beside it. Raises
    InstallationIncomplete.
    """
    return _first_folder("templates", package / "templates", package.parent / "templates")


def fonts_dir(package: Path = _PACKAGE) -> Path:
    """The folder of our print fonts, a family in each of its folders. Raises
    InstallationIncomplete.
    """
    return _first_folder("fonts", package / "fonts")


def start_files_dir(package: Path = _PACKAGE) -> Path:
    """The folder of files a new ledger starts with. Raises InstallationIncomplete."""
    return _first_folder("start", package / "start")


def offered_file(name: str, package: Path = _PACKAGE) -> Path:
    """A file that is taken where somebody asks for it, such as the usual price list. Raises
    InstallationIncomplete.
    """
    return _first_folder("offered", package / "offered") / name


def sample_files(package: Path = _PACKAGE) -> dict[str, bytes]:
    """The files of the sample ledger: packed in the package by `hatch_build.py`, else beside it.
    Raises InstallationIncomplete.
    """
    packed = package / "sample.tar.xz"
    if not packed.is_file():
        folder = _first_folder("ledger", package.parent / "ledger")
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder).parts[0] not in (".svc", "desks")
        }
    import tarfile

    with tarfile.open(packed, "r:xz") as archive:
        members = [member for member in archive if member.isfile()]
        return {each.name: file.read() for each in members if (file := archive.extractfile(each))}


def _first_folder(name: str, *folders: Path) -> Path:
    for folder in folders:
        if folder.is_dir():
            return folder
    raise InstallationIncomplete(name=name)
