"""Hostile text in what the store and the cash desk are told: kept and shown harmlessly on screens, in
tables and on papers, or refused. And count lists that come back from a spreadsheet spoilt.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from cli.test_hostile import HOSTILE, harmless
from conftest import TICKET
from keeper import FIRST, furnish
from stress.night import NIGHT

if TYPE_CHECKING:
    from conftest import Desk

FORMULAS = {
    "formula": '=HYPERLINK("http://x/?"&A1,"y")',
    "other formulas": "+1+cmd|' /C calc'!A0",
    "full width": "＝1+1\t@SUM(1)",
    "markup": "<script>alert(1)</script>&amp;<img src=x onerror=alert(1)>",
    "number sign": "#!/bin/sh",
}
EARLY = datetime.fromisoformat("2026-11-20T09:30:00+08:00")
NIGHTFALL = "2026-11-20T23:00:00"
NEVER_KEPT = {
    ("receipt", TICKET), ("overpaid", TICKET), ("stock", "void"), ("stock", "receive"), ("daily", "correct"),
}  # fmt: skip
"""Where such a text is always refused, or what it would be said of is not there any more."""
TEXTS = {**HOSTILE, **FORMULAS}

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sun", ("stock", "receive", "P-1001:2", "--from", "supplier", "--bill={}")),
    ("sun", ("stock", "receive", "P-1001:2", "--number={}")),
    ("sun", ("stock", "receive", "--", "P-1001:1@{}")),
    ("sun", ("stock", "receive", "--", "P-1003:1#{}")),
    ("sun", ("stock", "receive", "--", "{}:1")),
    ("sun", ("stock", "transfer", "P-1001:1", "--to", "BJ", "--reason={}")),
    ("sun", ("stock", "send-back", "P-1001:1", "--condition", "good", "--number={}")),
    ("sun", ("stock", "scrap", "P-1001:1", "--condition", "good", "--reason={}")),
    ("sun", ("stock", "move", "--", "P-1001", "@{}")),
    ("sun", ("stock", "count", "P-1004:2", "--go", "--reason={}")),
    ("sun", ("stock", "void", FIRST, "--reason={}")),
    ("sun", ("loan", "lend", TICKET, "P-1004", "--to", "wang", "--unbooked={}")),
    ("sun", ("loan", "lend", TICKET, "P-1001", "--to", "wang", "--allow={}")),
    ("sun", ("loan", "return", TICKET, "P-1001", "--how", "lost", "--fault={}")),
    ("sun", ("charge", TICKET, "--allow", "x", "--line={}:1:80")),
    ("sun", ("receipt", TICKET, "--how", "cash", "--amount", "1", "--payer={}")),
    ("sun", ("receipt", TICKET, "--invoice", "issued", "--title={}", "--tax-number={}", "--invoice-number={}")),
    ("sun", ("receipt", TICKET, "--void", "SZ-A-26-0001", "--refund", "cash", "--reason={}")),
    ("sun", ("receipt", TICKET, "--void={}", "--reason", "x")),
    ("sun", ("overpaid", TICKET, "--decide", "both", "--reason={}")),
    ("zhao", ("daily", "confirm", "2026-11-20", "--counted", "cash=1", "--counted", "wechat=1", "--reason={}")),
    ("sun", ("daily", "correct", "2026-11-20", "--counted", "cash=2", "--reason={}")),
    ("sun", ("part", "add", "P-9", "--name={}")),
)  # fmt: skip

SHOWN = (
    ("stock", "list"), ("stock", "documents"), ("stock", "book", "P-1001"), ("stock", "value"),
    ("stock", "show", FIRST), ("loan", "list"), ("holds",), ("daily", "2026-11-20"), ("show", TICKET),
    ("stock", "list", "--json"), ("stock", "documents", "--json"), ("check",),
)  # fmt: skip
TABLES = (
    ("stock", "documents"),
    ("stock", "book", "P-1001"),
    ("stock", "list"),
    ("daily", "2026-11-20"),
)


def paid_store(desk: Desk) -> Desk:
    furnish(desk)
    assert desk.intake(mode="paid", bought="2020-08-01").status == 0
    desk.ok("charge", TICKET, "--line", "检测:3:80", "--allow", "检测费", by="sun")
    return desk


def test_every_text_of_the_store_and_the_cash_desk_is_kept_or_refused(desk: Desk) -> None:
    """In small each text in every sixth field; all of them by night."""
    paid_store(desk)
    desk.git("config", "svc.commit", "off")
    kept: Counter[int] = Counter()
    minutes = count()
    for number, text in enumerate(TEXTS.values()):
        for place, (who, words) in enumerate(FIELDS):
            if not NIGHT and (place + number) % 6:
                continue
            before = records(desk)
            typed = [word.replace("{}", text) for word in words]
            at = EARLY + timedelta(minutes=next(minutes))
            ended = desk.svc(*typed, by=who, now=at.isoformat())
            assert ended.status in (0, 2), (typed, ended.err)
            assert harmless(ended.out + ended.err), typed
            if ended.status == 2:
                assert (ended.out, records(desk)) == ("", before), typed
            kept[place] += ended.status == 0
    never = {FIELDS[place][1] for place in range(len(FIELDS)) if not kept[place]}
    assert {words[:2] for words in never} <= NEVER_KEPT
    assert not (desk.path / "owned").exists()
    shown_harmlessly(desk)


def records(desk: Desk) -> dict[str, bytes]:
    found = [desk.path / "parts.yaml"]
    for folder in ("tickets", "movements", "seals"):
        found += desk.path.glob(f"{folder}/**/*.yaml")
    return {str(path): path.read_bytes() for path in found}


def shown_harmlessly(desk: Desk) -> None:
    for words in SHOWN:
        shown = desk.svc(*words, by="sun", now=NIGHTFALL)
        assert shown.status in (0, 1), (words, shown.err)
        assert harmless(shown.out + shown.err), words
    for words in TABLES:
        table = desk.ok(*words, "--csv", by="sun", now=NIGHTFALL).out
        for cell in (cell for row in csv.reader(io.StringIO(table)) for cell in row):
            assert not cell.startswith(("=", "@", "＝", "＠", "\t", "\r")), (words, cell)
            assert not cell.startswith(("+", "-")) or cell[1:].replace(".", "").isdigit(), cell
        file = desk.path.parent / "x.xlsx"
        desk.ok(*words, "--xlsx", str(file), by="sun", now=NIGHTFALL)
        with zipfile.ZipFile(file) as book:
            sheets = [book.read(name) for name in book.namelist() if "worksheets/" in name]
        assert sheets
        assert all(b"<f>" not in sheet and b"<f " not in sheet for sheet in sheets)
        file.unlink()
    for path in sorted(desk.path.glob("movements/*/*/*.yaml"))[-20:]:
        page = desk.path.parent / f"{path.stem}.html"
        how = ("--format", "html", "--out", str(page))
        desk.ok("stock", "show", path.stem, *how, by="sun", now=NIGHTFALL)
        text = page.read_text("utf-8")
        assert "<script" not in text, path
        assert "<img" not in text, path


GOOD = "备件编码,实盘数,原因\nP-1001,14,少一件\n"
COMES_BACK = {
    "as GB 18030": GOOD.encode("gb18030"),
    "as UTF-16": GOOD.encode("utf-16"),
    "with a mark in front": GOOD.encode("utf-8-sig"),
    "with other line ends": GOOD.replace("\n", "\r\n").encode(),
    "with a decimal point": GOOD.replace("14", "14.0").encode(),
}
SPOILT = {
    "torn": b"\xff\xfe\x00\xd8,\n",
    "NUL": GOOD.encode() + b"P-1003,\x00,\n",
    "nothing": b"",
    "no counts": "备件编码,原因\nP-1001,x\n".encode(),
    "open quotation mark": (GOOD + '"P-1003,3\n').encode(),
    "no such part": GOOD.replace("P-1001", "P-7777").encode(),
    "a formula for a part": GOOD.replace("P-1001", "=P-1001").encode(),
    **{
        number: GOOD.replace("14", number).encode()
        for number in ("-1", "1.5", "1e3", "=7*2", "inf", "NaN", "十四", "9" * 400)
    },
}
"""Files of counts that nobody can take for one."""


def test_a_count_list_comes_back_in_any_encoding_and_is_refused_if_it_is_spoilt(
    desk: Desk,
) -> None:
    furnish(desk)
    before = desk.snapshot()
    for number, data in enumerate({**COMES_BACK, **SPOILT}.values()):
        file = desk.path.parent / f"counted{number}.{('csv', 'xlsx')[number % 2]}"
        file.write_bytes(data)
        ended = desk.svc("stock", "count", "--from", str(file), by="sun")
        is_good = number < len(COMES_BACK)
        assert ended.status == (0 if is_good else 2), (data[:60], ended)
        assert harmless(ended.out + ended.err)
        if is_good:
            (row,) = [line for line in ended.out.splitlines() if line.startswith("P-1001")]
            assert row.split()[-4:-1] == ["15", "14", "-1"], row
    assert desk.snapshot() == before
