"""The kinds of refusal, and how their sentences are marked for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def N_(message: str) -> str:
    """Mark a message id for the catalogue; it is translated where it is shown."""
    return message


class Phrase:
    """A message id with its facts, used as a fact of an error: words are added only where it is
    shown.
    """

    __slots__ = ("facts", "says")

    def __init__(self, says: str, **facts: object) -> None:
        self.says = says
        self.facts: dict[str, Any] = facts  # of any kind: who asks for one knows which

    def __str__(self) -> str:
        return self.says.format_map(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.says, self.facts) == (other.says, other.facts)

    def __hash__(self) -> int:
        return hash(self.says)


class Length(str):
    """A length of time as a fact, `34d20h`, `2wd`: shown in the reader's words."""

    __slots__ = ()


class SvcError(Exception):
    """Anything `svc` says no to. `facts` are values to be put into `says`, never words."""

    key = "error"
    says = ""
    exit_status = 70
    named: tuple[tuple[str, str], ...] = ()
    """Facts that are fixed values, with the group of labels (model/labels.py) that names each in
    words.
    """
    of_books = False
    """Whether it is said by the store's books: then what could not be read is named, too."""

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts: dict[str, Any] = facts  # as those of a Phrase

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


class Notice(SvcError):
    """Said in addition to what was done; never raised."""

    exit_status = 0
