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
    """The folder with our two print fonts and `coverage.txt`. Raises InstallationIncomplete."""
    return _first_folder("fonts", package / "fonts")


def start_files_dir(package: Path = _PACKAGE) -> Path:
    """The folder of files a new ledger starts with. Raises InstallationIncomplete."""
    return _first_folder("start", package / "start")


def _first_folder(name: str, *folders: Path) -> Path:
    for folder in folders:
        if folder.is_dir():
            return folder
    raise InstallationIncomplete(name=name)
