"""A year's closed tickets are put away into one file and found as before; what is recorded on one
takes it out, and nothing is lost whichever desk does what.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused
from conftest import TICKET, TOLD, Desk, Ended
from exchange import Clone, Exchange

from svc.errors import NotInThisClone
from svc.model.archives import ArchiveId, tickets_in
from svc.model.ids import parse_ticket_id

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2027-03-01T09:00:00"
ARCHIVE = "archive/SZ/2026.yaml"
GO = ("archive", "2026", "--go")
NOTE = ("note", TICKET, "客户来电要发票")


@pytest.fixture
def closed(desk: Desk) -> Desk:
    desk.play("close")
    return desk


@pytest.fixture
def archived(closed: Desk) -> Desk:
    closed.ok(*GO, by="sun", now=LATER)
    return closed


@pytest.fixture
def apart(closed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """Two desks that both have the closed ticket."""
    return Exchange(closed, tmp_path, monkeypatch)


def put_away(desk: Desk) -> dict[str, bytes]:
    """What lies in the archive, by number."""
    path = desk.path / ARCHIVE
    data = path.read_bytes() if path.exists() else None
    return {str(each): text for each, text in tickets_in(data, ArchiveId("SZ", 2026)).items()}


def test_it_is_shown_first_and_nothing_is_written(closed: Desk) -> None:
    closed.other(2)
    before = closed.snapshot()
    answer = closed.ok("--json", "archive", "2026", now=LATER).json
    (item,) = answer["items"]
    assert (item["path"], item["tickets"], answer["recorded"]) == (ARCHIVE, [TICKET], False)
    (stays,) = answer["staying"]
    assert stays["ticket"] == "SZ-2611-A0002"
    assert "is open" in stays["reasons"][0]
    shown = closed.ok("archive", "2026", now=LATER).out
    assert "Still open, and stay where they are: 1 tickets" in shown
    assert "svc archive 2026 --go" in shown
    assert closed.snapshot() == before


def test_the_bytes_stand_in_the_archive_and_go_back_as_they_were(closed: Desk) -> None:
    before = closed.snapshot()
    was = closed.record.read_bytes()
    closed.ok(*GO, by="sun", now=LATER)
    assert put_away(closed) == {TICKET: was}
    assert not closed.record.parent.exists()
    assert closed.git("status", "--porcelain") == ""
    assert closed.git("log", "-1", "--format=%s") == "archive 2026: 1 tickets (sun)\n"
    closed.ok("archive", "2026", "--back", "--go", by="sun", now=LATER)
    after = closed.snapshot()
    assert {**after, ".gitattributes": b"", "HEAD": ""} == {
        **before, ".gitattributes": b"", "HEAD": ""
    }  # fmt: skip


def test_only_a_manager_does_it_and_only_of_a_year_that_is_over(closed: Desk) -> None:
    before = closed.snapshot()
    assert refused(closed, *GO, by="li", now=LATER)["key"] == "only-a-manager-archives"
    back = ("archive", "2026", "--back", "--go")
    assert refused(closed, *back, by="li", now=LATER)["key"] == "only-a-manager-archives"
    early = refused(closed, *GO, by="sun", now="2026-12-31T23:00:00")
    assert early["key"] == "year-not-over"
    assert closed.snapshot() == before


def test_nothing_to_put_away_or_to_take_out_is_said(closed: Desk) -> None:
    head = closed.head
    assert "No ticket of 2019" in closed.ok("archive", "2019", "--go", by="sun", now=LATER).out
    back = closed.ok("archive", "2026", "--back", "--go", by="sun", now=LATER)
    assert "No ticket of 2026 is in an archive" in back.out
    assert closed.head == head


SHORT = ("--json", "show", "A0001")
"""A short number means an open ticket; of a closed one the whole is said."""
READERS: tuple[tuple[str, ...], ...] = (
    ("--json", "show", TICKET),
    SHORT,
    ("--json", "list", "--all"),
    ("--json", "search", TOLD["unit"]),
    ("--json", "search", TOLD["symptom"]),
    ("--json", "customer", "show", "SZ-A0001"),
    ("--json", "equipment", "history", TOLD["serial"]),
    ("--json", "report", "south", "2026-11"),
    ("--json", "report", "south", "2026-10..2026-11"),
    ("export", "tickets"),
    ("export", "events"),
    ("export", "machines"),
    ("--json", "why", TICKET),
    ("--json", "costs", "2026-11"),
    ("--json", "daily", "2026-11-20", "--office", "SZ"),
    ("--json", "check"),
)


def test_whoever_reads_finds_it_as_before_with_the_index_and_without(closed: Desk) -> None:
    def answers() -> list[Ended]:
        return [closed.svc(*words, now=LATER) for words in READERS]

    was = answers()
    assert [words for words, (status, _, _) in zip(READERS, was, strict=True) if status] == [SHORT]
    closed.ok(*GO, by="sun", now=LATER)
    assert answers() == was  # the index follows the change
    shutil.rmtree(closed.path / ".svc")
    for words in (("list", "--all"), ("search", TOLD["unit"]), ("report", "south", "2026-11")):
        answer = closed.ok("--json", *words, now=LATER)  # made from nothing
        assert answer == was[READERS.index(("--json", *words))]
    shutil.rmtree(closed.path / ".svc")
    (closed.path / ".svc").touch()  # there can be none
    assert answers() == was


def test_a_paper_of_it_is_printed(archived: Desk) -> None:
    page = archived.path.parent / "order.html"
    archived.ok(
        "print", TICKET, "--as", "visit-order", "--format", "html", "--out", str(page), now=LATER
    )
    assert TOLD["unit"] in page.read_text(encoding="utf-8")


def test_what_is_recorded_on_it_takes_it_out_in_the_same_commit(archived: Desk) -> None:
    (was,) = put_away(archived).values()
    archived.ok(*NOTE, by="chen", now=LATER)
    assert put_away(archived) == {}
    assert archived.record.read_bytes().startswith(was)
    assert archived.log[-1]["what"] == "remarked"
    assert archived.git("status", "--porcelain") == ""
    names = archived.git(
        "show", "--name-status", "--no-renames", "--format=%s", "HEAD"
    ).splitlines()
    assert names == [
        f"{TICKET} remarked (chen)",
        "",
        f"D\t{ARCHIVE}",
        f"A\ttickets/SZ/2026-11/{TICKET}.yaml",
    ]
    assert "Findings: 0" in archived.ok("check", now=LATER).out
    assert archived.ok("check", "--history", now=LATER).status == 0


def test_it_is_opened_again_and_the_next_time_it_stays_until_it_is_closed(archived: Desk) -> None:
    archived.ok("reopen", TICKET, "--reason", "又坏了", by="li", now=LATER)
    answer = archived.ok("--json", *GO, by="sun", now=LATER).json
    assert answer["items"] == []
    assert answer["staying"][0]["ticket"] == TICKET


def test_an_archived_number_is_not_given_again(archived: Desk) -> None:
    archived.other(7, now="2026-11-20T09:30:00")  # a clock that stands wrong by months
    assert (archived.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml").exists()


def test_a_customer_is_forgotten_in_the_archive_too(archived: Desk) -> None:
    archived.ok("forget", "SZ-A0001", "--reason", "本人要求", "--go", by="sun", now=LATER)
    files = [path for path in archived.path.rglob("*.yaml") if TOLD["unit"] in path.read_text()]
    assert files == []
    assert "Findings: 0" in archived.ok("check", now=LATER).out


def test_what_was_edited_by_hand_stays(closed: Desk) -> None:
    closed.edit(TOLD["symptom"], "别的毛病")
    answer = closed.ok("--json", *GO, by="sun", now=LATER).json
    assert answer["items"] == []
    assert "git does not have it" in answer["staying"][0]["reasons"][0]


def test_a_finding_in_an_archive_has_the_archive_s_line(archived: Desk) -> None:
    archived.edit('status: "closed"', 'status: "new"', ARCHIVE)
    (item,) = [
        each
        for each in archived.svc("--json", "check", now=LATER).json["items"]
        if each["rule"] == "status"
    ]
    lines = (archived.path / ARCHIVE).read_text(encoding="utf-8").splitlines()
    assert item["path"] == ARCHIVE
    assert lines[item["line"] - 1] == 'status: "new"'


@pytest.mark.parametrize(("old", "new", "says"), [
    ("断路", "短路", "was changed"),
    (f"--- # tickets/SZ/2026-11/{TICKET}.yaml\n", "", "no ticket of SZ and 2026"),
])  # fmt: skip
def test_what_is_changed_by_hand_in_an_archive_is_named(
    archived: Desk, old: str, new: str, says: str
) -> None:
    archived.edit(old, new, ARCHIVE)
    ended = archived.svc("check", now=LATER)
    assert ended.status == 3
    assert says in ended.out
    archived.commit()
    assert archived.svc("check", "--history", now=LATER).status == 1


def test_one_that_is_gone_from_its_archive_is_named(archived: Desk) -> None:
    archived.git("rm", "-q", ARCHIVE)
    ended = archived.svc("check", now=LATER)
    assert "the ticket is gone from its archive" in ended.out
    archived.commit()
    ended = archived.svc("check", "--history", now=LATER)
    assert "the record was removed" in ended.out


def test_one_that_has_a_file_besides_counts_once_and_is_named(archived: Desk) -> None:
    (text,) = put_away(archived).values()
    archived.record.parent.mkdir(parents=True)
    archived.record.write_bytes(text)
    assert archived.ok("list", "--all", now=LATER).out.count(TICKET) == 1
    assert "[archived-twice]" in archived.svc("check", now=LATER).out


# Two desks


@pytest.mark.parametrize("first", ["here", "there"])
def test_what_another_desk_recorded_meanwhile_brings_it_out_again(
    apart: Exchange, first: str
) -> None:
    apart.here.ok(*GO, by="sun", now=LATER)
    apart.there.ok("reopen", TICKET, "--reason", "又坏了", by="li", now=LATER)
    order = [apart.here, apart.there] if first == "here" else [apart.there, apart.here]
    for clone in (*order, order[0]):
        ended = clone.sync(now=LATER)
        assert ended.status == 0, ended.err
    assert apart.are_the_same()
    for clone in order:
        assert put_away(clone) == {}
        assert clone.log[-1]["what"] == "reopened"
    assert "Findings: 0" in order[0].ok("check", now=LATER).out
    assert order[1].ok("check", "--history", now=LATER).status == 0


def test_both_put_the_same_year_away(apart: Exchange) -> None:
    (was,) = [apart.here.record.read_bytes()]
    apart.there.ok(*NOTE, by="chen", now=LATER)
    for clone in (apart.here, apart.there):
        clone.ok(*GO, by="sun", now="2027-03-02T09:00:00")
    apart.meet()
    assert apart.are_the_same()
    assert list(put_away(apart.here)) == [TICKET]
    assert put_away(apart.here)[TICKET].startswith(was)
    assert "客户来电要发票".encode() in put_away(apart.here)[TICKET]
    assert apart.there.ok("check", "--history", now=LATER).status == 0


def test_it_goes_to_the_other_desk_and_comes_back_with_what_that_wrote(apart: Exchange) -> None:
    apart.here.ok(*GO, by="sun", now=LATER)
    apart.meet()
    assert apart.are_the_same()
    assert not apart.there.record.exists()
    apart.there.ok(*NOTE, by="chen", now=LATER)
    apart.here.ok("archive", "2026", "--back", "--go", by="sun", now="2027-03-02T09:00:00")
    apart.meet()
    assert apart.are_the_same()
    assert put_away(apart.here) == {}
    assert apart.here.log[-1]["what"] == "remarked"


def test_one_desk_puts_away_what_another_has_put_away_and_used(apart: Exchange) -> None:
    apart.here.ok(*GO, by="sun", now=LATER)
    apart.there.ok(*GO, by="sun", now=LATER)
    apart.there.ok(*NOTE, by="chen", now=LATER)
    apart.meet()
    assert apart.are_the_same()
    assert put_away(apart.here) == {}
    assert apart.here.log[-1]["what"] == "remarked"


def test_git_pull_alone_merges_an_archive_both_have(apart: Exchange) -> None:
    apart.there.ok(*NOTE, by="chen", now=LATER)
    for clone in (apart.here, apart.there):
        clone.ok(*GO, by="sun", now="2027-03-02T09:00:00")
    apart.there.git("push", "-q", "origin", "main")
    apart.here.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert "客户来电要发票".encode() in put_away(apart.here)[TICKET]


def test_the_guard_takes_an_honest_archive_and_refuses_one_that_lacks_an_event(
    apart: Exchange,
) -> None:
    apart.here.ok("guard", "--install", "--ledger", str(apart.hub))
    apart.here.ok(*GO, by="sun", now=LATER)
    assert apart.here.sync(now=LATER).status == 0
    text = (apart.here.path / ARCHIVE).read_text(encoding="utf-8")
    (apart.here.path / ARCHIVE).write_text(text[: text.rindex("  - seq:")], encoding="utf-8")
    apart.here.commit()
    ended = apart.here.sync(now=LATER)
    assert ended.status == 4
    assert "(closed) was removed from the log" in ended.err


def test_receipts_of_a_ledger_that_was_put_away_are_known_to_the_guard(apart: Exchange) -> None:
    apart.here.ok(*GO, by="sun", now=LATER)
    apart.here.ok("guard", "--install", "--ledger", str(apart.hub))
    apart.here.ok(*NOTE, by="chen", now=LATER)  # comes out, with an entry more
    assert apart.here.sync(now=LATER).status == 0


# A clone that has a part of the ledger


@pytest.fixture
def part(apart: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A clone of Beijing's folders; Shenzhen's year is put away."""
    assert apart.here.other(1, "--office", "BJ").status == 0
    apart.here.ok(*GO, by="sun", now=LATER)
    apart.meet()
    path = tmp_path / "部分"
    subprocess.run(["git", "clone", "-q", str(apart.hub), str(path)], check=True)
    clone = Clone(path, monkeypatch)
    places = ("calendars", "customers", "desks", "policies", "prices", "tickets/BJ", "archive/BJ")
    clone.git("sparse-checkout", "set", "--cone", *places)
    clone.ok("init", "--join", "--desk", "C")
    return clone


def test_archived_tickets_of_elsewhere_are_said_to_be_elsewhere(part: Clone) -> None:
    said = part.ok("list", "--all", by="chen", now=LATER)
    assert "Of 1 of 2 tickets; those of 深圳办事处 are not all in this clone." in said.err
    assert part.svc("report", "SZ", "2026-11", by="sun", now=LATER).status == 2
    assert refused(part, *NOTE, by="chen", now=LATER)["key"] == "not-in-this-clone"


def test_an_archive_that_is_elsewhere_is_not_written_anew(part: Clone) -> None:
    number = parse_ticket_id(TICKET)
    assert number is not None
    now = datetime.fromisoformat(f"{LATER}+08:00")
    with pytest.raises(NotInThisClone), part.ledger.writing(by="sun", now=now) as tx:
        tx.unarchive(number)


def test_an_archive_of_elsewhere_comes_in_without_its_file(apart: Exchange, part: Clone) -> None:
    apart.here.ok(*NOTE, by="chen", now=LATER)
    apart.here.ok(*GO, by="sun", now="2027-03-02T09:00:00")
    assert apart.here.sync(now=LATER).status == 0
    part.ok("note", "BJ-2611-A0001", "来电", by="chen", now=LATER)
    assert part.sync(now=LATER).status == 0
    assert not (part.path / "archive/SZ").exists()
    assert part.git("status", "--porcelain") == ""
    assert apart.here.sync(now=LATER).status == 0
    assert "客户来电要发票".encode() in put_away(apart.here)[TICKET]
