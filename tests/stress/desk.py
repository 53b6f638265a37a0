"""Real commands at a real ledger: `svc` as a shell starts it, and what has to hold whatever
happened to it.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from beginning import five_offices
from conftest import STORY, TICKET, TOLD

from svc.model import layout, reading

SVC = str(Path(sys.executable).with_name("svc.exe" if os.name == "nt" else "svc"))
_ID = re.compile(r'^( +id: )"([0-9a-z]{10})"$', re.MULTILINE)


def surroundings(folder: Path, *, now: str = "", wait: str = "10") -> dict[str, str]:
    """The environment of a desk: git knows a name, and nothing of the machine the tests run on
    counts.
    """
    config = folder / "gitconfig"
    config.write_text("[user]\n\tname = Desk\n\temail = desk@example.com\n")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SVC_", "GIT_", "LC_"))
    }
    ours = {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "SVC_LANG": "en",
        "SVC_PLACE": "tests",  # copies are the same desk
        "SVC_LOCK_WAIT": wait,
    }
    return (
        kept
        | ours
        | ({"SVC_NOW": now} if now else {})
        | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    )


def svc(ledger: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    return subprocess.run(
        [SVC, *words], cwd=ledger, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        check=False, timeout=900,
    )  # fmt: skip


def started(
    ledger: Path, env: dict[str, str], until: str = "", otherwise: dict[str, str] | None = None
) -> Path:
    """A new ledger at this path; with the story's ticket, played from intake up to and with
    `until`.

    What the caller told `otherwise` stands in place of the story's. Each is typed once and copied
    from then on, so that all of one kind are the same clone.
    """
    key = (until, *(otherwise or {}).items(), env["SVC_LANG"])
    if key not in _PLAYED:
        _PLAYED[key] = _played(_kept_in() / f"{len(_PLAYED):03}", env, until, otherwise or {})
    ledger.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copytree(_PLAYED[key], ledger, symlinks=True))


_PLAYED: dict[tuple[object, ...], Path] = {}


@cache
def _kept_in() -> Path:
    """A folder of this process, in the file system in which the tests' folders are."""
    top = tempfile.mkdtemp(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    return Path(top)


def _played(ledger: Path, env: dict[str, str], until: str, otherwise: dict[str, str]) -> Path:
    source = str(five_offices())
    early = env | {"SVC_NOW": "2026-11-01T09:00:00+08:00"}
    _ok(svc(ledger.parent, early, "init", str(ledger), "--from", source))
    shutil.rmtree(ledger / ".git/hooks", ignore_errors=True)  # samples; fewer files to copy
    if not until:
        return ledger
    told = [word for name, value in {**TOLD, **otherwise}.items() for word in (f"--{name}", value)]
    _ok(
        svc(ledger, env | {"SVC_NOW": "2026-11-20T09:00:00+08:00"}, "--as", "chen", "intake", *told)
    )
    for when, who, words in STORY if until != "intake" else ():
        _ok(svc(ledger, env | {"SVC_NOW": f"{when}+08:00"}, "--as", who, *words))
        if words[0] == until:
            break
    return ledger


def request() -> str:
    """A complete request as a YAML file for `svc intake --from`."""
    return layout.write_record(TOLD)


def of_caller(number: int) -> dict[str, str]:
    """A complete request of a caller of its own: another customer, another machine."""
    own = {"unit": f"客户 {number}", "phone": f"0755-2{number:07}", "mobile": f"139{number:08}"}
    return {
        **TOLD,
        **own,
        "address": f"深圳市南山区 {number} 号",
        "serial": f"CR200-24-{number:04}",
    }


def log_of(ledger: Path, ticket: str = TICKET) -> list[dict[str, Any]]:
    office, month, _ = ticket.split("-")
    path = ledger / f"tickets/{office}/20{month[:2]}-{month[2:]}/{ticket}.yaml"
    log: list[dict[str, Any]] = reading.read_record(path.read_bytes(), str(path))["log"]
    return log


def event_ids(ledger: Path) -> frozenset[str]:
    """The ids of all events there are: what may not change any more."""
    found = (
        _ID.findall(path.read_text(encoding="utf-8"))
        for path in (ledger / "tickets").rglob("*.yaml")
    )
    return frozenset(event for ids in found for _, event in ids)


def texts(ledger: Path, known: frozenset[str] = frozenset()) -> dict[str, str]:
    """Every file of the work tree as it is; only the random ids of events that are not `known` are
    masked.

    Not the index: it is disposable.
    """
    return {
        path.relative_to(ledger).as_posix(): _masked(path.read_bytes(), known)
        for path in ledger.rglob("*")
        if path.is_file() and {".git", ".svc"}.isdisjoint(path.relative_to(ledger).parts)
    }


def committed(ledger: Path, known: frozenset[str] = frozenset()) -> dict[str, str]:
    """Every file of HEAD, masked alike; none before the first commit."""
    if git(ledger, "rev-parse", "-q", "--verify", "HEAD", check=False) == "":
        return {}
    names = [
        name
        for name in git(ledger, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
        if name
    ]
    asked = "".join(f"HEAD:{name}\n" for name in names).encode()
    out = subprocess.run(
        ["git", "cat-file", "--batch"], cwd=ledger, input=asked, capture_output=True, check=True
    )
    found, rest = {}, out.stdout
    for name in names:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[2])
        found[name], rest = _masked(rest[:size], known), rest[size + 1 :]
    return found


def left_over(ledger: Path) -> list[str]:
    """Whatever no command may leave behind: temporaries, journals, locks of git. The index tidies
    itself once a day.
    """
    names = [
        path.relative_to(ledger).as_posix()
        for path in ledger.rglob("*")
        if path.parent != ledger / ".svc"
        # what was typed and could not be recorded is kept; its temporaries are not
        and not (path.parent.name == "drafts" and path.suffix == ".yaml")
        and path.name != "drafts"
    ]
    return [
        name
        for name in names
        if name.endswith((".tmp", ".lock"))
        or (name.startswith(".git/svc/") and name not in (".git/svc/lock", ".git/svc/index.held"))
        or "fast_import_crash" in name
    ]


def assert_sound(ledger: Path, env: dict[str, str]) -> None:
    """git has no errors, HEAD, index and work tree agree, nothing is left over, and `svc check`
    finds nothing wrong.
    """
    # Whom a kill hit is named in `holder` until somebody writes again; the lock itself is the
    # system's, and free.
    assert set(left_over(ledger)) <= {".git/svc/holder"}
    assert git(ledger, "fsck", "--full", "--strict", "--no-dangling") == ""
    assert git(ledger, "status", "--porcelain", "-uall") == ""
    check = svc(ledger, env, "check")
    assert check.returncode == 0, check.stdout + check.stderr


def git(ledger: Path, *words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *words], cwd=ledger, capture_output=True, check=check)
    return done.stdout.decode() + (done.stderr.decode() if check else "")


def _masked(data: bytes, known: frozenset[str]) -> str:
    text = _ID.sub(lambda found: found[0] if found[2] in known else f'{found[1]}"?"', data.decode())
    return re.sub(r'^(clone: )"[0-9a-f]{16}"', r'\1"?"', text, flags=re.MULTILINE)


def _ok(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
