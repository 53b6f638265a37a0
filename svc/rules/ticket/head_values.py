"""Values of a ticket's head that are not as they were told: what was put right, and what became
another one.

The two are not the same. What was put right was so from the beginning, only nobody knew: it holds
for whatever time is spoken of. What became another (the machine was exchanged, the office handed it
on) was the earlier one until then. So each value has its times, and a figure or a paper takes the
one of the time that it speaks of.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

Path = tuple[str, ...]
"""Where a value stands: `("equipment", "serial")`."""

NOW = 2**62
"""Later than the number of any event."""


class Era(NamedTuple):
    """A value, from the event of this number on; 0: as the ticket was received."""

    since: int
    value: str


class HeadValues(Struct):
    """The values of one ticket. Those that are as they were told are not here."""

    eras: dict[Path, list[Era]] = {}

    def change(self, path: Path, value: str, seq: int, before: str | None = None) -> None:
        """The value is another one from the event `seq` on. `before`: what it was until then, where
        that is known better than the head has it.
        """
        eras = self.eras.setdefault(path, [])
        if not eras and before is not None:
            eras.append(Era(0, before))
        eras.append(Era(seq, value))

    def correct(self, path: Path, value: str, old: str) -> None:
        """The value was told wrong: `old` is what it was taken for. Where that was another one by
        then, as two desks did not know of each other, the earlier one is put right.
        """
        eras = self.eras.setdefault(path, [])
        if not eras:
            eras.append(Era(0, value))
            return
        places = [place for place, era in enumerate(eras) if era.value == old]
        place = places[-1] if places else len(eras) - 1
        eras[place] = Era(eras[place].since, value)

    def remove(self, path: Path, value: str) -> None:
        """The value is taken out of the record, of whatever time."""
        self.eras[path] = [Era(0, value)]

    def at(self, seq: int = NOW) -> dict[Path, str]:
        """The values as they were when the event `seq` was recorded; what was as told is left
        out.
        """
        values = {path: self.in_turn(path, seq) for path in self.eras}
        return {path: own[-1] for path, own in values.items() if own}

    def in_turn(self, path: Path, seq: int = NOW) -> list[str]:
        """All that the value has been until then, one after the other, as far as it was not as
        told.
        """
        return [era.value for era in self.eras.get(path, ()) if era.since <= seq]

    def changed_later(self, seq: int) -> bool:
        """Whether any value became another one after the event `seq`."""
        return any(eras[-1].since > seq for eras in self.eras.values())
