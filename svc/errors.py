"""What can be refused or go wrong: a key, the facts, and the sentence that says it.

The sentence (`says`) is an English message id; its Chinese stands in the catalogue. It says what is
wrong and where, what to type next, and that nothing was changed. It is put into words in one place,
`svc/cli/app.py`, which also turns `exit_status` into the status of the process.
"""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message id for the catalogue; it is translated where it is shown."""
    return message


class SvcError(Exception):
    """Anything `svc` says no to. `facts` are values to be put into `says`, never words."""

    key = "error"
    says = ""
    exit_status = 70

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.says.format_map(self.facts)


class Refused(SvcError):
    """Typed wrong, incomplete, or against a rule of the trade."""

    exit_status = 2


class Damaged(SvcError):
    """A record can't be read as it is. Facts always include path, line and problem."""

    exit_status = 3


class NotDone(SvcError):
    """The machine did not let us: lock, git, disk, permission. Nothing changed; may be repeated."""

    exit_status = 4
