"""A file that another desk has changed, whatever it is."""

from __future__ import annotations

import pytest
from conftest import TICKET, Desk

from svc.errors import NumberTwice, SyncStopped
from svc.rules.merge.files import WHOLE, MergedFile, Sides, merge_file

RECORD = f"tickets/SZ/2026-11/{TICKET}.yaml"


@pytest.fixture
def noted(desk: Desk) -> bytes:
    """The bytes of a record with one note."""
    desk.play("intake")
    desk.ok("note", TICKET, "原话", by="chen")
    return desk.record.read_bytes()


def test_of_a_file_nobody_knows_the_side_that_changed_it_is_taken() -> None:
    for path in ("templates/receipt.html", "README.md", "svc.yaml"):
        assert merge_file(path, Sides(b"1", b"1", b"2")) == MergedFile(b"2")
        assert merge_file(path, Sides(b"1", b"2", b"1")) == MergedFile(b"2")
        assert merge_file(path, Sides(b"1", b"1", None)) == MergedFile(None)
        assert merge_file(path, Sides(None, None, b"2")) == MergedFile(b"2")


def test_of_one_that_both_changed_theirs_holds_and_ours_is_handed_back() -> None:
    merged = merge_file("templates/receipt.html", Sides(b"1", "我们".encode(), b"2"))
    assert merged == MergedFile(b"2", [WHOLE])
    assert merge_file("x.txt", Sides(b"1", b"2", None)) == MergedFile(None, [WHOLE])
    unreadable = merge_file("svc.yaml", Sides(b'x: "1"\n', b"x: [", b'x: "2"\n'))
    assert unreadable == MergedFile(b'x: "2"\n', [WHOLE])


def test_what_was_taken_out_of_a_log_comes_back(noted: bytes) -> None:
    without = noted[: noted.rindex(b"  - seq:")]
    assert merge_file(RECORD, Sides(noted, noted, without)) == MergedFile(noted, kept="events")
    assert merge_file(RECORD, Sides(noted, noted, None)) == MergedFile(noted, kept="record")
    assert merge_file(RECORD, Sides(noted, None, noted)) == MergedFile(noted)
    assert merge_file(RECORD, Sides(without, without, noted)) == MergedFile(noted)


def test_of_a_rewritten_entry_somebody_says_whose_word_holds(noted: bytes) -> None:
    other = noted.replace("原话".encode(), "改过".encode())
    sides = Sides(noted, noted, other)
    with pytest.raises(SyncStopped) as stopped:
        merge_file(RECORD, sides)
    assert stopped.value.facts["path"] == RECORD
    assert stopped.value.facts["problems"][0].startswith("log.")
    assert merge_file(RECORD, sides, "ours").data == noted
    assert merge_file(RECORD, sides, "theirs").data == other


def test_of_a_head_that_both_changed_too(noted: bytes) -> None:
    ours, theirs = (noted.replace("今天来修".encode(), day.encode()) for day in ("明天", "后天"))
    sides = Sides(noted, ours, theirs)
    with pytest.raises(SyncStopped):
        merge_file(RECORD, sides)
    assert "明天".encode() in (merge_file(RECORD, sides, "ours").data or b"")
    assert "后天".encode() in (merge_file(RECORD, sides, "theirs").data or b"")


def test_one_that_can_not_be_read_comes_in_as_it_is_where_we_have_nothing_to_add(
    noted: bytes,
) -> None:
    assert merge_file(RECORD, Sides(noted, noted, b"x: [")) == MergedFile(b"x: [")
    with pytest.raises(SyncStopped):
        merge_file(RECORD, Sides(noted, noted + b"# x\n", b"x: ["))


def test_two_records_with_one_number_stop_it(noted: bytes) -> None:
    other = noted.replace(b"09:00:00", b"09:01:00")
    with pytest.raises(NumberTwice) as twice:
        merge_file(RECORD, Sides(None, noted, other))
    assert twice.value.facts["id"] == TICKET
