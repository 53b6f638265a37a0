"""The knowledge base: which files are entries, which fit what the caller says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.actions import knowledge

if TYPE_CHECKING:
    from conftest import Desk

    from svc.errors import Damaged

E09 = """---
title: "面板报 E-09"
models: ["CR-300"]
symptom: "闪灯"
cause: "传感器断路"
remedy: "换传感器"
---
先测电阻。
"""


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A knowledge base with one entry."""
    for path in (desk.path / "knowledge").glob("*.md"):
        path.unlink()
    write(desk, "e-09", E09)
    return desk


def write(desk: Desk, name: str, text: str) -> None:
    (desk.path / f"knowledge/{name}.md").write_text(text, encoding="utf-8")


def slugs(desk: Desk) -> tuple[list[str], list[str]]:
    """The entries that can be read, and the files that can't."""
    broken: list[Damaged] = []
    found = knowledge.knowledge_entries(desk.ledger, broken)
    return [entry.slug for entry in found], [str(error.facts["path"]) for error in broken]


def test_an_entry_has_what_its_head_says_and_its_text(known: Desk) -> None:
    entry = knowledge.read_entry(known.ledger, "e-09")
    assert entry is not None
    assert (entry.slug, entry.title, entry.models) == ("e-09", "面板报 E-09", ["CR-300"])
    assert (entry.symptom, entry.cause, entry.remedy) == ("闪灯", "传感器断路", "换传感器")
    assert entry.text.strip() == "先测电阻。"


@pytest.mark.parametrize("slug", ["README", "e 09", "../svc", "", "e" * 65, "nothing"])
def test_a_file_that_is_none_of_ours_or_is_not_there_is_no_entry(known: Desk, slug: str) -> None:
    if slug == "README":
        write(known, slug, "x")
    assert knowledge.read_entry(known.ledger, slug) is None


def test_entries_are_in_the_order_of_their_names_and_broken_ones_named_beside_them(
    known: Desk,
) -> None:
    for name in ("b-1", "a-1"):
        write(known, name, E09)
    write(known, "README", "what this is")
    write(known, "broken", "no head\n")
    (known.path / "knowledge/notes.txt").write_text("x", encoding="utf-8")
    assert slugs(known) == (["a-1", "b-1", "e-09"], ["knowledge/broken.md"])


@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_a_ledger_may_have_no_knowledge_base(known: Desk, instead: str) -> None:
    folder = known.path / "knowledge"
    folder.rename(known.path / "elsewhere")
    if instead == "a file":
        folder.write_text("x", encoding="utf-8")
    assert slugs(known) == ([], [])
    told = known.svc("knowledge", "闪灯")
    assert told.out.startswith("No known fault matches.")
    assert (told.status, "left out here: knowledge" in told.err) == (
        (3, True) if instead == "a file" else (0, False)
    )


@pytest.mark.parametrize(
    ("words", "model", "fits"),
    [
        ("闪灯", "", ["e-09"]),
        ("闪灯", "CR-300", ["e-09"]),
        ("闪灯", "CR-200", []),
        ("漏水", "CR-300", []),
    ],
)
def test_what_fits_words_and_model_is_found(
    known: Desk, words: str, model: str, fits: list[str]
) -> None:
    found = knowledge.fitting_entries(known.ledger, words, model, [])
    assert [fit.entry.slug for fit in found] == fits


def test_no_more_than_asked_for(known: Desk) -> None:
    for number in range(5):
        write(known, f"e-{number}", E09)
    ledger = known.ledger
    assert len(knowledge.fitting_entries(ledger, "闪灯", "", [])) == 3
    assert len(knowledge.fitting_entries(ledger, "闪灯", "", [], limit=4)) == 4


def test_one_entry_in_full_by_its_name_several_by_words(known: Desk) -> None:
    write(known, "e-10", E09.replace("E-09", "E-10"))
    one = known.ok("--json", "knowledge", "e-10").json
    assert [(item["slug"], item["title"]) for item in one["items"]] == [("e-10", "面板报 E-10")]
    assert "先测电阻" in known.ok("knowledge", "e-10").out
    both = known.ok("--json", "knowledge").json
    assert ([item["slug"] for item in both["items"]], both["unreadable"]) == (["e-09", "e-10"], 0)


def test_an_entry_is_made_from_a_ticket_in_one_command_and_said_again_it_is_the_same(
    known: Desk,
) -> None:
    known.play("visit")
    added = known.ok("--json", "knowledge", "add", "--from", known.ticket, by="li").json
    assert added["path"] == "knowledge/kaijihoubujiare.md"
    assert (added["after"]["cause"], added["after"]["remedy"]) == ("断路", "换管")
    assert added["after"]["tickets"] == [known.ticket]
    again = known.ok("--json", "knowledge", "add", "--from", known.ticket, by="li").json
    assert (again["entry"], again["repeated"]) == ("kaijihoubujiare", True)
    refused = known.svc(
        "knowledge", "add", "--from", known.ticket, "--cause", "x",
        "--name", "kaijihoubujiare", by="li",
    )  # fmt: skip
    assert "kaijihoubujiare is in knowledge already" in refused.err
    assert (
        "may not change settings"
        in known.svc("knowledge", "add", "--from", known.ticket, "--cause", "y", by="chen").err
    )


def test_what_neither_ticket_nor_options_say_is_asked(known: Desk) -> None:
    known.play("intake")
    refused = known.svc("knowledge", "add", "--from", known.ticket, by="li")
    assert "--cause" in refused.err
    assert "--remedy" in refused.err
    assert slugs(known)[0] == ["e-09"]


def test_an_entry_is_changed_field_by_field_and_lists_grow_and_shrink(known: Desk) -> None:
    known.ok("knowledge", "change", "e-09", "--model", "CR-200", "--word", "亮红灯", by="li")
    known.ok("knowledge", "change", "e-09", "--drop", "CR-300", "--cause", "接插件松", by="li")
    entry = knowledge.read_entry(known.ledger, "e-09")
    assert entry is not None
    assert (entry.models, entry.words, entry.cause) == (["CR-200"], ["亮红灯"], "接插件松")
    assert entry.text == "先测电阻。"
    known.ok("knowledge", "change", "e-09", "--text", "先断电。", "--phone", by="li")
    entry = knowledge.read_entry(known.ledger, "e-09")
    assert entry is not None
    assert (entry.text, entry.phone) == ("先断电。", True)
    assert known.svc("knowledge", "change", "e-10", "--cause", "x", by="li").status == 2
    left_without = known.svc("knowledge", "change", "e-09", "--drop", "CR-200", by="li")
    assert left_without.status != 0  # an entry names a model
    assert knowledge.read_entry(known.ledger, "e-09") == entry


def test_whether_it_helped_is_counted_by_tickets_and_the_last_word_holds(known: Desk) -> None:
    known.play("arrive")
    known.ok(
        *("visit", known.ticket, "--outcome", "fixed", "--found", "断路", "--done", "换管"),
        *("--cause", "quality", "--knowledge", "e-09=否"),
        by="wang",
        now="2026-11-20T15:30:00",
    )
    count = knowledge.use_counts(known.ledger, ["e-09", "e-10"], [])
    assert [(each.used, each.helped) for each in count.values()] == [(1, 0), (0, 0)]
    known.ok("knowledge", "used", known.ticket, "面板报 E-09", "--helped", "yes", by="wang")
    ledger = known.ledger
    assert knowledge.use_counts(ledger, ["e-09"], [])["e-09"].helped == 1
    ledger.indexed = False
    ledger.close()
    assert knowledge.use_counts(ledger, ["e-09"], [])["e-09"] == knowledge.UseCount(
        used=1, helped=1
    )
    assert "Tried on 1 tickets, helped on 1." in known.ok("knowledge", "闪灯").out
    assert known.svc("knowledge", "used", known.ticket, "e-10", "--helped", "yes").status == 2


def test_dispatch_and_the_order_say_what_is_known_of_the_fault(known: Desk) -> None:
    write(known, "cold", E09.replace("闪灯", "不加热").replace("CR-300", "CR-200"))
    known.play("reply")
    known.ok("knowledge", "missing", "--least", "2", by="li")
    sent = known.ok("dispatch", known.ticket, "--to", "wang", "--appointment", "14:00", by="li")
    assert "传感器断路" in sent.out
    known.ok("print", known.ticket, "visit-order", "--format", "html", "--out", "../o.html")
    page = (known.path.parent / "o.html").read_text(encoding="utf-8")
    assert page.count("传感器断路") == 1  # on our copy, not on the customer's
