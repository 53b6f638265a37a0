"""A clone that has a part of the ledger: what is not here is known, said, and not summed up."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import STORY, TICKET, Desk
from exchange import Clone, Exchange

from svc.model.ids import parse_customer_id, parse_ticket_id
from svc.store import transaction
from svc.store.git import program as git
from svc.store.partial import partial_of

if TYPE_CHECKING:
    from pathlib import Path

AWAY = "BJ-2611-A0001"
PLACES = ("calendars", "customers", "desks", "policies", "prices", "tickets/SZ")


@pytest.fixture
def part(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A clone of Shenzhen's folders; Beijing has a ticket, too."""
    desk.play("intake")
    assert desk.other(1, "--office", "BJ").status == 0
    path = tmp_path / "部分"
    subprocess.run(["git", "clone", "-q", str(desk.path), str(path)], check=True)
    clone = Clone(path, monkeypatch)
    clone.git("sparse-checkout", "set", "--cone", *PLACES)
    clone.ok("init", "--join", "--desk", "B")
    return clone


def test_a_whole_clone_lacks_nothing(desk: Desk) -> None:
    root = git.repository_top(desk.path)
    assert partial_of(root) is None
    desk.git("sparse-checkout", "set", "--cone", *PLACES)  # which leaves nothing out
    desk.git("sparse-checkout", "add", "tickets")
    assert partial_of(root) is None


def test_what_is_not_here_is_known_by_office(part: Clone) -> None:
    found = partial_of(git.repository_top(part.path))
    assert found is not None
    assert (found.tickets, found.here, found.not_here) == (2, 1, {"BJ": 1})
    assert found.numbers == {AWAY}
    for text, elsewhere in ((AWAY, True), ("BJ-2611-B0007", True), (TICKET, False)):
        number = parse_ticket_id(text)
        assert number is not None
        assert found.lies_elsewhere(number) is elsewhere
    customer = parse_customer_id("BJ-A0009")
    assert customer is not None
    assert not found.lies_elsewhere(customer)  # customers' files are all here
    part.git("sparse-checkout", "disable")
    assert partial_of(git.repository_top(part.path)) is None


def test_a_receipts_number_in_a_ticket_that_is_elsewhere_is_taken(desk: Desk, part: Clone) -> None:
    """The office's book goes on behind it, though the ticket has gone back to where it lies."""
    path = f"tickets/BJ/2026-11/{AWAY}.yaml"
    desk.edit("故障1", "故障1，收据 SZ-B-26-0007", path)
    desk.commit()
    part.git("fetch", "-q", "origin")
    part.git("merge", "-q", "--no-edit", "origin/main")
    assert part.ledger.receipt_numbers("SZ-B-26") == [(7, path)]
    assert part.ledger.receipt_numbers("SZ-A-26") == []


@pytest.mark.parametrize(
    "words", [("list",), ("list", "--csv"), ("overdue",), ("search", "故障"), ("check",), ("mine",)]
)
def test_every_list_says_of_what_it_is(part: Clone, words: tuple[str, ...]) -> None:
    said = part.ok(*words, by="chen")
    assert "Of 1 of 2 tickets; those of 北京办事处 are not all in this clone." in said.err
    assert AWAY not in said.out
    assert "notice" in part.ok("--json", *words[:1], *words[1:2], by="chen").err or "--csv" in words


@pytest.mark.parametrize(
    "words",
    [
        ("report", "all", "2026-11"), ("report", "BJ", "2026-11"), ("daily", "--office", "BJ"),
        ("daily", "--office", "all"), ("outstanding",), ("costs", "2026-11", "--office", "all"),
        ("export", "tickets"), ("stock", "value"),
    ],
)  # fmt: skip
def test_a_sum_that_would_be_wrong_is_refused(part: Clone, words: tuple[str, ...]) -> None:
    is_refused(part, words)


def test_a_paper_or_page_of_a_sum_that_would_be_wrong_is_refused(
    part: Clone, tmp_path: Path
) -> None:
    """Also where no office is named and the command then means all, whoever is typing."""
    pages = ("pages", str(tmp_path / "页"), "--level", "manager")
    for typed in (
        "print daily-sheet --office all", "print daily-sheet --office BJ", "print SZ-A0001 statement",
        "print count-list", "print stock-sheet", "print stock-book HB-220", "print kit-list wang",
        "print hit-rate", "print parts-replaced --month 2026-11", "stock sheet", "stock kit",
        "costs", "part hit-rate", "part replaced",
    ):  # fmt: skip
        is_refused(part, tuple(typed.split()))
    for scope in ((), ("--office", "BJ"), ("--region", "north")):
        is_refused(part, (*pages, *scope))
    assert not (tmp_path / "页").exists()
    part.ok(*pages, "--office", "SZ", by="zhao")
    assert "callbacks.html" in {path.name for path in (tmp_path / "页").iterdir()}
    part.ok("part", "replaced", "--office", "SZ", by="zhao")


def is_refused(part: Clone, words: tuple[str, ...]) -> None:
    """The command ends with why it does not add up, and shows nothing."""
    no = part.svc(*words, by="zhao")
    assert no.status == 2, (words, no)
    assert "Only 1 of 2 tickets are in this clone" in no.err, words
    assert "git sparse-checkout disable" in no.err
    assert no.out == ""


def test_papers_and_pages_drawn_from_many_say_of_what_they_are(part: Clone, tmp_path: Path) -> None:
    """Of a whole clone the same ones say nothing; what is about one ticket says nothing either."""
    said = "Of 1 of 2 tickets; those of 北京办事处 are not all in this clone."
    out, now = tmp_path / "纸.html", "2026-11-21T09:30:00"
    papers = (
        "day-sheet",
        "visit-status",
        "service-log",
        "callback-list",
        "daily-sheet",
        "visit-order",
    )
    for when, who, words in STORY[:8]:
        part.ok(*words, by=who, now=when)

    def says(*paths: Path) -> list[str]:
        return sorted(path.name for path in paths if said in path.read_text(encoding="utf-8"))

    def made() -> dict[str, list[str]]:
        on = []
        for paper in papers:
            day = "2026-11-21" if paper == "callback-list" else "2026-11-20"
            typed = ("print", paper, "--day", day, "--office", "SZ", "--format", "html")
            assert "Written" in part.ok(*typed, "--out", str(out), now=now).out, paper
            on += [paper for _ in says(out)]
        found = {"papers": on}
        for level in ("staff", "wall"):
            part.ok("pages", str(tmp_path / level), "--level", level, by="zhao", now=now)
            found[level] = says(*(tmp_path / level).rglob("*.html"))
        return found

    assert made() == {
        "papers": list(papers[:-1]),
        "staff": ["board.html", "callbacks.html", "index.html", "overdue.html", "wang.html"],
        "wall": ["board.html", "index.html"],
    }
    part.git("sparse-checkout", "disable")
    assert made() == {"papers": [], "staff": [], "wall": []}


def test_the_sums_of_an_office_that_is_here_are_shown(part: Clone) -> None:
    for words in (("report", "SZ", "2026-11"), ("daily", "--office", "SZ"), ("daily",)):
        assert "Of 1 of 2 tickets" in part.ok(*words, by="zhao").err


def test_what_is_elsewhere_is_told_from_what_is_nowhere(part: Clone) -> None:
    for words in (("show", AWAY), ("note", AWAY, "x"), ("why", AWAY)):
        no = part.svc(*words, by="chen")
        assert no.status == 2
        assert f"{AWAY} is not in this clone: it has not the folders of 北京办事处" in no.err
        assert "git sparse-checkout add tickets/BJ/2026-11" in no.err
    assert "not in this clone" not in part.svc("show", "BJ-2611-A0002").err.replace(
        "BJ-2611-A0002 is not in this clone", ""
    )


def test_nothing_is_recorded_where_it_would_not_lie(part: Clone) -> None:
    before = part.snapshot()
    no = part.other(2, "--office", "BJ")
    assert no.status == 2
    assert "not in this clone" in no.err
    assert part.snapshot() == before


def test_what_is_recorded_here_needs_no_word_and_leaves_the_rest_in_its_place(part: Clone) -> None:
    said = part.ok("note", TICKET, "x", by="chen")
    assert "tickets" not in said.err
    assert part.git("status", "--porcelain") == ""
    assert AWAY in part.git("ls-tree", "-r", "--name-only", "HEAD")


def test_a_name_is_free_only_if_head_has_none(part: Clone) -> None:
    root = git.repository_top(part.path)
    taken, free = (f"tickets/BJ/2026-11/BJ-2611-A000{number}.yaml" for number in (1, 2))
    assert not (part.path / taken).exists()
    who = transaction.Holder(who="chen", since=datetime.now(UTC))
    with transaction.changes(root, commit=True, wait_seconds=1, who=who) as changes:
        assert not changes.free(taken)
        assert changes.free(free)


def test_an_exchange_takes_what_is_elsewhere_into_the_commit_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")
    assert desk.other(1, "--office", "BJ").status == 0
    both = Exchange(desk, tmp_path, monkeypatch)
    part, whole = both.there, both.here
    part.git("sparse-checkout", "set", "--cone", *PLACES)
    whole.ok("note", AWAY, "北京的", by="li")
    whole.ok("note", TICKET, "深圳的", by="li")
    assert whole.other(3, "--office", "BJ").status == 0
    whole.sync()
    part.ok("note", TICKET, "这里的", by="chen")
    said = part.sync()
    assert said.status == 0, said
    assert not (part.path / "tickets/BJ").exists()
    assert part.git("status", "--porcelain") == ""
    both.meet()
    assert both.are_the_same()
    assert part.svc("check").status == whole.svc("check").status == 0
    # one that is handed to an office which is here comes here
    whole.ok("handover", AWAY, "--office", "SZ", by="li", now="2026-11-20T10:00:00")
    whole.sync()
    assert part.sync().status == 0
    assert "北京的" in part.ok("show", AWAY).out
    part.ok("note", AWAY, "收到", by="chen", now="2026-11-20T11:00:00")
    assert part.git("status", "--porcelain") == ""
    both.meet()
    assert both.are_the_same()
    assert "收到" in whole.ok("show", AWAY).out
    part.git("sparse-checkout", "disable")
    assert both.are_the_same()


@pytest.mark.parametrize("how", ["--depth=1", "--filter=blob:none", "--filter=blob:none --sparse"])
def test_other_short_clones_exchange_without_fetching_all(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    desk.play("contact")
    assert desk.other(1, "--office", "BJ").status == 0
    both = Exchange(desk, tmp_path, monkeypatch)
    both.here.sync()
    both.there.sync()
    for name in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        subprocess.run(["git", "config", name, "true"], cwd=both.hub, check=True)
    short = Clone(tmp_path / "短", monkeypatch)
    words = ["git", "clone", "-q", *how.split(), both.hub.as_uri(), str(short.path)]
    subprocess.run(words, check=True)
    if "--sparse" in how:
        short.git("sparse-checkout", "set", "--cone", *PLACES)
    short.ok("init", "--join", "--desk", "C")
    before = objects_in(short)
    both.here.ok("note", TICKET, "别处的", by="li")
    both.here.ok("note", AWAY, "北京的", by="li")
    both.here.sync()
    short.ok("note", TICKET, "这里的", by="chen")
    said = short.sync()
    assert said.status == 0, said
    assert objects_in(short) - before < 60
    assert (short.path / ".git/shallow").exists() is (how == "--depth=1")
    assert short.git("status", "--porcelain") == ""
    for clone in (both.here, both.there):
        assert clone.sync().status == 0
    assert both.are_the_same()
    assert short.head == both.here.head
    assert short.svc("check").status == 0
    assert ("Of 1 of 2" in short.ok("list").err) is ("--sparse" in how)


def objects_in(desk: Desk) -> int:
    """How many objects the repository holds."""
    words = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return len(desk.git(*words).split())


def test_what_is_meant_for_every_ticket_is_refused_or_says_of_how_many_it_was(part: Clone) -> None:
    before = part.snapshot()
    none = part.svc("complaint", "none", "--office", "BJ", by="sun")
    assert (none.status, "1 of 2 tickets" in none.err) == (2, True)
    for words in (("forget", "SZ-A0001"), ("forget", "SZ-A0001", "--reason", "要求", "--go")):
        refused = part.svc("--json", *words, by="sun")
        assert (refused.status, '"not-of-a-part"' in refused.err) == (2, True)
    assert part.snapshot() == before
    left = part.svc("staff", "leave", "wang", "--to", "li", "--reason", "离职", "--go", by="sun")
    assert "Of 1 of 2 tickets" in left.err
    part.ok("complaint", "none", by="sun", now="2026-11-20T18:00:00")  # Shenzhen is all here
