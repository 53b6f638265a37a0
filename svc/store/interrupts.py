"""Ctrl-C and SIGTERM held back while a command writes, so that it stops before the commit point or
not at all.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # those this system has


class Stopped(BaseException):
    """A signal that ends the command; raised by the handlers of `svc/cli/app.py`.

    Not a KeyboardInterrupt, which Typer turns into an exit of its own: SIGTERM and SIGINT are to
    end alike.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_status = 128 + number


class Interrupted(KeyboardInterrupt):
    """A signal came while signals were held, before the commit point; nothing was changed.

    Only unwinds the write: `let_go` then delivers the signal, which ends the command as `Stopped`.
    Where another program's handler returns instead, this goes on as what it knows: Ctrl-C.
    """


class HeldBack:
    """Signals that came since `hold_back`, to be delivered by `let_go`."""

    def __init__(self) -> None:
        self._came: list[int] = []
        self._earlier: dict[int, Any] = {}

    def hold_back(self) -> None:
        """From now on signals wait. Without effect outside the main thread, where Python delivers
        none.
        """
        import signal

        for name in _NAMES:
            number = getattr(signal, name, None)
            # None: set by a program Python is embedded in. Ignored stays ignored: nohup.
            if number is None or signal.getsignal(number) in (None, signal.SIG_IGN):
                continue
            with suppress(ValueError):
                self._earlier.setdefault(number, signal.signal(number, self._note))

    def stop_if_any(self) -> None:
        """Raise Interrupted if a signal came."""
        if self._came:
            raise Interrupted

    def let_go(self) -> None:
        """Put the earlier handlers back and deliver what came: the process may end here."""
        import signal

        for number, handler in self._earlier.items():
            signal.signal(number, handler)
        self._earlier.clear()
        came, self._came = self._came, []
        if came:
            signal.raise_signal(came[0])

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._came.append(number)
