"""A search by the index finds what a loop over all texts finds, however the texts are cut into
batches and pieces.
"""

from __future__ import annotations

import sqlite3
from random import Random

import pytest

from svc.model.ids import TicketId
from svc.rules.search.pinyin import match_in_text, pinyin_readings
from svc.rules.search.tickets import search_forms
from svc.store.index import full_text, schema

CHARACTERS = "漏水加热不重启行单锅体面板报a·e07 "
COLUMNS = len(schema._REQUIRED + schema._READ)


class Texts:
    """An index of tickets that say nothing but these texts."""

    def __init__(self, rng: Random, count: int) -> None:
        self.rng = rng
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        schema.run_definitions(self.connection, schema.TABLES)
        schema.run_definitions(self.connection, full_text.TABLES)
        self.said = [self._line() for _ in range(40)]  # what many tickets say
        rows = [self.row(number) for number in range(1, count + 1)]
        self.texts = {row.n: row.entry.words for row in rows}
        packer = full_text.Packer(self.connection)
        for start in range(0, count, 7):
            packer.add(rows[start : start + 7])
        packer.finish()
        schema.insert_entries(self.connection, rows)

    def row(self, number: int) -> schema.StampedEntry:
        lines = [
            self._line() if self.rng.random() < 0.3 else self.rng.choice(self.said)
            for _ in range(5)
        ]
        serials = {f"cr20026{self.rng.randrange(1000):04}" for _ in range(self.rng.randrange(3))}
        values: list[int | None] = [None] * COLUMNS
        values[0] = values[1] = 0
        values[11] = self.rng.randrange(3) * schema.OFFSETS  # received: many in the same second
        id = TicketId("SZ", 2026, 11, "A", number)
        words = "\n".join(dict.fromkeys(lines)), "\n".join(sorted(serials))
        entry = schema.TicketEntry(tuple(values), words=words)
        return schema.StampedEntry(schema.entry_number(1, id), str(id), 0, 0, entry)

    def _line(self) -> str:
        return (
            " ".join("".join(self.rng.choices(CHARACTERS, k=self.rng.randrange(1, 9))).split())
            or "热"
        )

    def changed(self, n: int, row: schema.StampedEntry | None) -> None:
        """A ticket that says something else now, or that is gone."""
        schema.delete_entries(self.connection, [n])
        full_text.take_out_words(self.connection, [n])
        self.texts.pop(n)
        if row is not None:
            schema.insert_entries(self.connection, [row])
            full_text.put_words(self.connection, [row])
            self.texts[n] = row.entry.words

    def asked(self) -> list[str]:
        """Words that stand somewhere, as they are or as pinyin, and words that stand nowhere; one
        or two.
        """
        text, serials = self.rng.choice(list(self.texts.values()))
        start = self.rng.randrange(len(text))
        piece = text[start : start + self.rng.randrange(1, 4)].split() or ["水热"]
        sounds = "".join(
            self.rng.choice(sorted(pinyin_readings(char)) or [char]) for char in piece[0]
        )
        serial = serials[self.rng.randrange(5) :].partition("\n")[0] or "cr200-26"
        nowhere = self.rng.choice(["水漏水漏水漏", "jiarejiare", "z", "2600000"])
        return self.rng.sample([piece[0], sounds, serial, nowhere], self.rng.choice([1, 1, 1, 2]))

    def by_loop(self, asked: list[str]) -> set[int]:
        found = set()
        for n, (text, serials) in self.texts.items():
            lines = text.split("\n")
            forms = [search_forms(word) for word in asked]
            if all(
                any(match_in_text(line, word) for line in lines) or (form and form in serials)
                for word, form in forms
            ):
                found.add(n)
        return found

    def by_index(self, asked: list[str], limit: int) -> tuple[list[str], int]:
        found, more, by_file = full_text.tickets_with_words(self.connection, asked, limit)
        assert by_file == []
        return [str(id) for id in found], more

    def in_order(self, found: set[int]) -> list[str]:
        """The newest first; of one second, in the order of numbers."""
        sql = "SELECT n, id FROM ticket ORDER BY received DESC, id"
        return [id for n, id in self.connection.execute(sql) if n in found]


@pytest.mark.parametrize(
    "limits", [(60_000, 100_000, 50_000, 100_000), (50, 1000, 40, 30), (1000, 70, 1, 1)]
)
def test_random_words_and_pinyin_are_found_where_a_loop_over_all_texts_finds_them(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int, int, int]
) -> None:
    names = ("_MOST_PLACES", "_MOST_LINES", "_PIECE_CHARACTERS", "_PIECE_PLACES")
    for name, value in zip(names, limits, strict=True):
        monkeypatch.setattr(full_text, name, value)
    rng = Random(20261122)
    texts = Texts(rng, 300)
    (batches,) = texts.connection.execute("SELECT count(*) FROM batch").fetchone()
    assert (batches > 1) == (limits[0] < 60_000)
    hits = 0
    for step in range(150):
        monkeypatch.setattr(full_text, "_FEW", rng.choice([5, 1000]))
        asked, limit = texts.asked(), rng.choice([1, 20, 1000])
        expected = texts.in_order(texts.by_loop(asked))
        assert texts.by_index(asked, limit) == (expected[:limit], len(expected[limit:])), (
            step,
            asked,
        )
        hits += bool(expected)
        if step % 3 == 0:
            n = rng.choice(sorted(texts.texts))
            texts.changed(n, texts.row(n & 0xFFFF) if rng.random() < 0.8 else None)
    assert 50 < hits < 150


@pytest.mark.parametrize(
    "damage",
    ["lines = x'e6b0b4', places = x''", "lines = 'abc'", "places = x'00'", "ends = x''", "b = 9"],
)
def test_a_piece_that_is_damaged_is_said_to_be(damage: str) -> None:
    texts = Texts(Random(1), 30)
    texts.connection.execute(f"UPDATE piece SET {damage}")
    with pytest.raises(sqlite3.DatabaseError):
        texts.by_index(["水"], 5)
