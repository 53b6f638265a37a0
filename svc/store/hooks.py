"""Hooks: programs of the user's own, run once a command has recorded something.

They are named in the user's own file alone (`svc/store/own_file.py`), hear of the events on their
standard input, a line of JSON each, and can undo nothing: the commit is on the disk and the lock is
given back before the first is started.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import N_, HookFailed, Phrase, system_reason

if TYPE_CHECKING:
    from subprocess import Popen

    from svc.model.own_settings import Hook
    from svc.store.new_records import Happened
    from svc.store.reader import Reader

INSIDE = "SVC_HOOK"
"""Set for a hook: what svc records in it starts no hook once more."""


def run_hooks(ledger: Reader, happened: Sequence[Happened]) -> list[HookFailed]:
    """Run what the user's own file names for these events, each program once; what is to be told:
    of those that failed. Costs one look for the file where there is none. Raises what own_settings
    raises: then none was run.
    """
    from svc.store.own_file import own_settings

    if os.environ.get(INSIDE):
        return []
    own = own_settings(ledger)
    notices: list[HookFailed] = []
    for hook in own.hooks if own else ():
        lines = [event_line(each) for each in happened if _is_meant(hook, each)]
        problem = _run(ledger, hook, "".join(lines).encode()) if lines else None
        if problem is not None:
            notices.append(HookFailed(program=hook.run[0], problem=problem))
    return notices


def event_line(happened: Happened) -> str:
    """A recorded event as a hook reads it: one line of JSON."""
    from svc.model.events import tag_of
    from svc.model.records import event_data

    data = event_data(happened.event)
    answer = {
        "schema": 1,
        "kind": "event",
        "record": happened.record_id,
        "office": happened.office,
        "type": tag_of(happened.event),
        "at": data["at"],
        "typed": data["typed"],
        "by": happened.event.by,
        "event": data,
    }
    return json.dumps(answer, ensure_ascii=False, default=str) + "\n"


def _is_meant(hook: Hook, happened: Happened) -> bool:
    from svc.model.events import tag_of

    return "all" in hook.events or tag_of(happened.event) in hook.events


def _run(ledger: Reader, hook: Hook, lines: bytes) -> Phrase | str | None:
    """Run one hook; what went wrong, None if nothing did."""
    import subprocess
    import tempfile

    program = os.path.realpath(hook.run[0])
    if program.startswith(os.path.join(os.path.realpath(ledger.top), "")):
        return Phrase(N_("it lies in the ledger, from which nothing is run"))
    # a file, as what the program leaves running would hold a pipe open
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                hook.run,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=os.path.expanduser("~"),
                env={**os.environ, INSIDE: "1", "SVC_LEDGER": str(ledger.top)},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return system_reason(error) if isinstance(error, OSError) else str(error)
        try:
            process.communicate(lines, timeout=hook.seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            return Phrase(N_("no end after {seconds} s"), seconds=hook.seconds)
        except BaseException:  # Ctrl-C
            _kill(process)
            raise
        if process.returncode == 0:
            return None
        said.seek(0)
        first = " ".join(said.read(2000).decode("utf-8", "replace").split())[:200] or "—"
    return Phrase(N_("exit status {status} {said}"), status=process.returncode, said=first)


def _kill(process: Popen[bytes]) -> None:
    """End it with all that it has started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(Exception):
        process.communicate(timeout=1)
