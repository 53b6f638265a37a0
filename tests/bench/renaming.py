"""Other names and numbers for a story that is told again; none of them is anybody's (see
`sample.names`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from sample.names import FIRST, GIVEN, STREETS, SURNAMES

from bench.stories import Text
from svc.model import reading
from svc.model.customers import CUSTOMER_HEAD_KEYS
from svc.model.tickets import HEAD_KEYS, head_digest

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_UNDIGESTED = "0" * 16


class Renaming:
    """Gives each telling names and numbers that no other has."""

    def __init__(self) -> None:
        self._dice = Random("svc bench: names")
        self._running: Counter[str] = Counter()
        self._units: set[str] = set()

    def telling(self, numbers: Mapping[str, str], back: timedelta) -> Callable[[Text], str]:
        """What makes a record of the sample one of this telling, `back` earlier. `numbers` are
        given already.
        """
        new = dict(numbers)

        def tell(text: Text) -> str:
            out = []
            for kind, piece in text:
                if kind and piece not in new:
                    new[piece] = self._new(kind, piece, back)
                out.append(new[piece] if kind else piece)
            return _digested("".join(out))

        return tell

    def _new(self, kind: str, old: str, back: timedelta) -> str:
        dice = self._dice
        match kind:
            case "date":
                return (date.fromisoformat(old) - back).isoformat()
            case "event":
                return "".join(dice.choices(_LETTERS, k=10))
            case "digest":
                return _UNDIGESTED
            case "serial":
                model, year, _ = old.split("-")
                key = f"{model}-{max(int(year) - back.days // 365, 10)}"
                self._running[key] += 1
                return f"{key}-{self._running[key]:04d}"
            case "phone" | "mobile":
                start = f"{old.partition('-')[0]}-9" if kind == "phone" else "154"
                self._running[start] += 1 + int(dice.random() * 3)
                return f"{start}{self._running[start]:0{7 if kind == 'phone' else 8}d}"
            case "person":
                return dice.choice(SURNAMES) + dice.choice(GIVEN)
            case "place":
                return re.sub(
                    r"[^区镇市]+号$", f"{dice.choice(STREETS)}{dice.randrange(2, 498)}号", old
                )
            case "unit":
                return self._unit(old)
        return old  # a number of a ticket that is not told again

    def _unit(self, old: str) -> str:
        """Two made-up names before what sort of place it is: 味来知味中央厨房."""
        sort = next((old.partition(first)[2] for first in FIRST if first in old), old)
        name = self._dice.choice(FIRST) + self._dice.choice(FIRST) + sort
        if name in self._units:
            branch = f"{name}（{self._dice.choice(STREETS)}"
            self._running[branch] += 1
            number = self._running[branch]
            name = f"{branch}{number if number > 1 else ''}店）"
        self._units.add(name)
        return name


def _digested(text: str) -> str:
    """With the digest of the head as it stands now."""
    if _UNDIGESTED not in text:
        return text  # a noted call has none
    data = reading.read_record(text)
    return text.replace(
        _UNDIGESTED, head_digest(data, HEAD_KEYS if "kind" in data else CUSTOMER_HEAD_KEYS)
    )
