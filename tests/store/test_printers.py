"""A real spooler: CUPS with a printer of its own that writes what it gets into a folder."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from svc.errors import PrinterRefused
from svc.store.printers import spool_pdf

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 500  # the spooler looks at the beginning alone
LIBRARY = Path("/usr/lib/cups")

CUPSD = """\
Listen {top}/socket
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """\
ServerRoot {top}/etc
RequestRoot {top}/spool
CacheDir {top}/cache
StateDir {top}/state
TempDir {top}/tmp
ServerBin {top}/bin
AccessLog {top}/log/access
ErrorLog {top}/log/error
PageLog {top}/log/page
{users}
"""
BACKEND = """\
#!/bin/sh
printf '%s' "$3" > {top}/out/title
printf '%s' "$4 $5" > {top}/out/options
cat "$6" > {top}/out/part && mv {top}/out/part {top}/out/paper
"""


@pytest.fixture(scope="module")
def cups() -> Iterator[Path]:
    """A server on a socket of its own, with the printer Office; the folder it prints into."""
    missing = [
        name for name in ("lp", "lpadmin", "cupsd") if shutil.which(name, path=_path()) is None
    ]
    if missing or not (LIBRARY / "daemon").is_dir():
        pytest.skip(f"needs CUPS on this machine: {', '.join(missing) or LIBRARY}")
    # the path of a socket may be 100 characters long
    top = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))
    for folder in ("etc", "spool", "cache", "state", "tmp", "bin/backend", "log", "out"):
        (top / folder).mkdir(parents=True)
    (top / "bin/daemon").symlink_to(LIBRARY / "daemon")
    backend = top / "bin/backend/folder"
    backend.write_text(BACKEND.format(top=top))
    (top / "etc/cupsd.conf").write_text(CUPSD.format(top=top))
    as_root = os.geteuid() == 0
    users = "User lp\nGroup lp\nSystemGroup root" if as_root else f"User {getpass.getuser()}"
    (top / "etc/cups-files.conf").write_text(FILES.format(top=top, users=users))
    if as_root:
        subprocess.run(
            ["chown", "-R", "lp:lp", *(str(top / name) for name in os.listdir(top))], check=True
        )
        subprocess.run(["chown", "-R", "root:root", str(top / "bin")], check=True)
    top.chmod(0o755)
    backend.chmod(0o755)
    server = subprocess.Popen(
        [str(shutil.which("cupsd", path=_path())), "-f", "-c", f"{top}/etc/cupsd.conf",
         "-s", f"{top}/etc/cups-files.conf"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CUPS_SERVER", f"{top}/socket")
            patch.setenv("PATH", _path())
            _add_printer(server)
            yield top / "out"
    finally:
        server.terminate()
        server.communicate(timeout=10)
        shutil.rmtree(top, ignore_errors=True)


def _path() -> str:
    return f"{os.environ['PATH']}:/usr/sbin"


def _add_printer(server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        added = subprocess.run(
            ["lpadmin", "-p", "Office", "-E", "-v", "folder:/out", "-m", "raw"],
            capture_output=True,
            check=False,
        )
        if added.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.skip(f"CUPS does not start here: {added.stderr.decode()}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no CUPS")
def test_the_printer_gets_the_very_bytes_and_a_title_of_ours(cups: Path) -> None:
    job = spool_pdf(PDF, "Office", "visit-order SZ-2611-A0042", "two-sided-long-edge")
    assert job.startswith("Office-")
    paper = cups / "paper"
    for _ in range(100):
        if paper.exists():
            break
        time.sleep(0.1)
    assert paper.read_bytes() == PDF
    assert (cups / "title").read_text() == "visit-order SZ-2611-A0042"
    copies, *options = (cups / "options").read_text().split()
    assert copies == "1"
    assert "sides=two-sided-long-edge" in options


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no CUPS")
def test_a_printer_that_is_not_there_is_refused_with_the_servers_words(cups: Path) -> None:
    with pytest.raises(PrinterRefused) as refused:
        spool_pdf(PDF, "Nobody", "x")
    assert refused.value.facts == {
        "printer": "Nobody",
        "reason": "Error - The printer or class does not exist",
    }
