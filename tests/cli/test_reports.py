"""`svc report`: what is shown, where it goes, how it ends."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, typed
from render.golden import check

if TYPE_CHECKING:
    from conftest import Desk

SAMPLE = str(Path(__file__).parents[2] / "ledger")
NOW = "2026-12-05T09:00:00"


def sample(monkeypatch: pytest.MonkeyPatch, *words: Any, lang: str = "en") -> Any:
    monkeypatch.setenv("SVC_NOW", f"{NOW}+08:00")
    return typed("--ledger", SAMPLE, "--lang", lang, "report", *words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_of_a_region_is_the_one_that_was_approved(
    monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    ended = sample(monkeypatch, "southwest", "2026-10", lang=lang)
    assert ended.status == 0, ended.err
    # any change of the sample changes it
    page, digests = re.subn(r"\b[0-9a-f]{12}\b", "0" * 12, ended.out)
    assert digests == 1
    check(f"region-report-southwest-2026-10.{lang}.md", page)


def test_columns_of_markdown_line_up_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    from svc.render.tables import terminal_cells

    for lang in ("zh", "en"):
        lines = sample(monkeypatch, "southwest", "2026-10", lang=lang).out.split("\n")
        for line, below in pairwise(lines):
            if line.startswith("|") and below.startswith("|"):
                assert terminal_cells(line) == terminal_cells(below), line


def test_each_figure_is_asked_for_by_its_name_and_its_tickets_are_real(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = sample(monkeypatch, "southwest", "2026-10", "--explain", "--json").json["items"]
    names = [each["id"] for each in listed]
    assert len(names) == len(set(names)) > 40
    for name in ("on_time.callback", "paid"):
        told = sample(monkeypatch, "southwest", "2026-10", "--explain", name, "--json").json
        assert told["id"] == name
        assert told["tickets"]
        for row in told["tickets"]:
            office, month = row["ticket"].split("-")[:2]
            assert (
                Path(SAMPLE) / f"tickets/{office}/20{month[:2]}-{month[2:]}/{row['ticket']}.yaml"
            ).is_file()
    assert "first_time_fix" in sample(monkeypatch, "southwest", "2026-10", "--explain").out
    shown = sample(monkeypatch, "southwest", "2026-10", "first_time_fix").out
    assert "÷ repairs visited" in shown
    assert "CD-2610-G" in shown


def test_a_figure_that_is_not_there_is_refused_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = sample(monkeypatch, "southwest", "2026-10", "--explain", "happiness")
    assert (ended.status, ended.out) == (2, "")
    assert "first_time_fix" in ended.err


def test_json_says_the_same_as_the_page_and_keeps_its_names(desk: Desk) -> None:
    desk.play()
    told = desk.ok("report", "south", "2026-11", "--json", now=NOW).json
    assert (told["schema"], told["kind"], told["region"], told["month"]) == (
        1,
        "report",
        "south",
        "2026-11",
    )
    assert told["unreadable"] == 0
    assert told["figures"]["received"] == told["figures"]["closed"] == 1
    assert told["figures"]["first_time_fix"] == 1.0
    assert told["figures"]["charged"] == "0.00"
    assert [section["number"] for section in told["sections"]] == list(range(1, 13))
    by_kind = told["sections"][0]["tables"][0]
    assert (by_kind["id"], by_kind["rows"][0][:2]) == ("by_kind", ["repair", 1])
    assert told == desk.ok("report", "south", "2026-11", "--format", "json", now=NOW).json


def test_a_region_and_an_office_are_named_by_code_or_name_and_are_not_the_same(desk: Desk) -> None:
    desk.play()
    region, office = (
        {desk.ok("report", name, "2026-11", now=NOW).out for name in names}
        for names in (("south", "华南"), ("SZ", "sz", "深圳办事处"))
    )
    assert (len(region), len(office), len(region | office)) == (1, 1, 2)
    words = [*region]
    assert desk.ok("report", "all", "2026-11", now=NOW).out != words[0]


@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_the_same_records_give_the_same_bytes_whenever_the_month_is_over(
    desk: Desk, form: str, tmp_path: Path
) -> None:
    desk.play()
    out = tmp_path / f"report.{form}"
    made = []
    for now in (NOW, "2027-06-01T00:00:00"):
        desk.ok("report", "all", "2026-11", "--format", form, "--out", str(out), now=now)
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert made[0].endswith(b"\n")
    digest = json.loads(desk.ok("report", "all", "2026-11", "--json", now=NOW).out)["digest"]
    assert digest[:12].encode() in made[0]


def test_all_is_said_in_either_language(desk: Desk) -> None:
    desk.play("close")
    whole = desk.ok("report", "all", "2026-11", now=NOW).out
    for word in ("全部", "所有", "ALL"):
        assert desk.ok("report", word, "2026-11", now=NOW).out == whole
        assert desk.ok("callback", "--office", word, now=NOW).out
    ended = desk.svc("--lang", "zh", "report", "哪儿", "2026-11", now=NOW)
    assert "现有：全部、south" in ended.err


def figures(desk: Desk, *words: str) -> Any:
    answer = desk.ok("report", "SZ", "2026-11", "--json", *words, now=NOW).json
    return {name: answer["figures"][name] for name in ("received", "closed", "visits")}, answer


def test_a_month_as_it_was_on_a_day_as_it_was_known_then_and_as_a_commit_has_it(
    desk: Desk,
) -> None:
    desk.play("close")
    first = desk.git("rev-list", "HEAD", "--", "tickets").split()[-1]
    today, whole = figures(desk)
    assert whole["cut"] is None
    early, answer = figures(desk, "--at", "2026-11-20")
    assert (today["closed"], early["closed"], early["received"]) == (1, 0, 1)
    assert answer["cut"] == {"how": "at", "moment": "2026-11-20T23:59:59+08:00", "commit": None}
    assert answer["digest"] != whole["digest"]
    assert figures(desk, "--at", "2026-11-30")[0] == today
    assert figures(desk, "--known", "2026-11-30")[0] == today
    then, answer = figures(desk, "--at", first)
    assert (then["closed"], then["visits"]) == (0, 0)
    assert answer["cut"]["commit"] == first
    told = desk.ok("report", "SZ", "2026-11", "--known", "2026-11-20", now=NOW).out
    assert "Of what had happened until 2026-11-20 23:59:59, as it was known then." in told
    assert figures(desk, "--at", "2026-11-20")[1] == figures(desk, "--at", "2026-11-20")[1]


@pytest.mark.parametrize(("words", "key"), [
    (("--at", "deadbeef"), "no-such-revision"),
    (("--known", "deadbeef"), "not-a-day"),
    (("--at", "2026-13-01"), "not-a-day"),
    (("--at", "--output=x"), "not-a-day"),
    (("--at", "2027-01-01"), "day-to-come"),
    (("--at", "2026-11-20", "--known", "2026-11-20"), "one-deed-at-a-time"),
    (("--at", "2026-10-20"), "month-not-begun"),
])  # fmt: skip
def test_a_state_that_can_not_be_had_is_refused(
    desk: Desk, words: tuple[str, ...], key: str
) -> None:
    ended = desk.svc("report", "SZ", "2026-11", "--json", *words, now=NOW)
    assert (ended.status, ended.error["key"]) == (2, key)


def test_what_is_not_readable_is_in_the_report_too(desk: Desk) -> None:
    desk.play()
    desk.record.write_text("id: [", encoding="utf-8")
    for words in (("report", "south", "2026-11"), ("report", "all", "2026-11")):
        ended = desk.svc(*words, now=NOW)
        assert ended.status == 3
        assert f"{TICKET}.yaml:1" in ended.out
        assert f"{TICKET}.yaml" in ended.err
        told = desk.svc(*words, "--json", now=NOW)
        assert [each["path"] for each in told.json["unreadable_files"]] == [
            f"tickets/SZ/2026-11/{TICKET}.yaml"
        ]
    assert desk.svc("report", "north", "2026-11", now=NOW).status == 0


def test_what_a_customer_said_is_no_markup_in_the_report(desk: Desk) -> None:
    desk.play("slip")
    reason = "<b>坏</b> | `rm` [x](javascript:1) *再* \x1b[31m"
    desk.ok("callback", TICKET, "--spoke-to", "张工", "--rating", "dissatisfied", "--reason", reason, by="zhao",
            now="2026-11-21T10:00:00")  # fmt: skip
    out = desk.ok("report", "south", "2026-11", now=NOW).out
    assert "\\<b\\>坏\\</b\\> \\| \\`rm\\` \\[x\\](javascript:1) \\*再\\*" in out
    assert "\x1b" not in out


def test_what_is_behind_the_figures_comes_in_every_form(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import csv
    import io

    import python_calamine

    asked = ("SZ", "2026-10", "--explain", "first_time_fix")
    told = sample(monkeypatch, *asked, "--json").json
    shown = sample(monkeypatch, *asked).out.strip().split("\n")
    assert shown[-1].split() == ["total", str(told["numerator"]), str(told["denominator"])]
    written = sample(monkeypatch, *asked, "--format", "csv").out.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["Ticket or customer"] for row in rows] == [row["ticket"] for row in told["tickets"]]
    assert sum(int(row["denominator"]) for row in rows) == told["denominator"]
    out = tmp_path / "all.xlsx"
    ended = sample(monkeypatch, "SZ", "2026-10", "--explain", "--format", "xlsx", "--out", str(out))
    assert ended.status == 0, ended.err
    book = python_calamine.CalamineWorkbook.from_path(str(out))
    found = book.get_sheet_by_index(0).to_python()[1:]
    listed = sample(monkeypatch, "SZ", "2026-10", "--explain", "--json").json["items"]
    assert list(dict.fromkeys(row[0] for row in found)) == [each["id"] for each in listed]
    for each in listed:
        own = [row for row in found if row[0] == each["id"]]
        if each["unit"] == "rate":
            assert sum(int(row[5] or 0) for row in own) == (each["denominator"] or 0), each["id"]
        elif each["unit"] in ("count", "yuan"):
            total = sum(float(row[4] or 0) for row in own)
            assert total == pytest.approx(float(each["value"])), each["id"]


def test_a_year_is_explained_too_and_machines_by_their_customers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = sample(monkeypatch, "CD", "2026", "--explain", "received", "--json").json
    assert sum(row["adds"] for row in told["tickets"]) == told["value"] > 0
    assert len({row["ticket"].split("-")[1] for row in told["tickets"]}) > 1
    shown = sample(monkeypatch, "CD", "2026", "--explain", "received").out
    assert "A month ago" not in shown
    told = sample(monkeypatch, "CD", "2026-10", "--explain", "machines", "--json").json
    assert sum(row["adds"] for row in told["tickets"]) == told["value"] > 0
    assert {row["ticket"] for row in told["tickets"]} == {None}
    assert all(row["customer"].startswith("CD-") for row in told["tickets"])
