"""Two versions of a record are merged for git: both logs whole, or nothing is touched.

How records are merged is told in tests/rules/merge; what git does then in tests/trust.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.actions.merges import merge_files
from svc.errors import SvcError
from svc.model import reading
from svc.model.archives import ArchiveId, archive_with, tickets_in
from svc.model.ids import TicketId

if TYPE_CHECKING:
    from conftest import Desk

NAME = f"tickets/SZ/2026-11/{TICKET}.yaml"


@pytest.fixture
def versions(desk: Desk, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A ticket as it was, with a note of this desk, and with one of another."""
    assert desk.intake().status == 0
    before = desk.record.read_bytes()
    paths = tmp_path / "base", tmp_path / "ours", tmp_path / "theirs"
    paths[0].write_bytes(before)
    for path, words, by in ((paths[1], "门口有狗", "li"), (paths[2], "二楼", "wang")):
        desk.ok("note", TICKET, words, by=by, now="2026-11-20T10:00:00")
        path.write_bytes(desk.record.read_bytes())
        desk.record.write_bytes(before)
        desk.commit()
    return paths


def words(path: Path) -> list[str]:
    log = reading.read_record(path.read_bytes(), TICKET)["log"]
    return sorted(event["words"] for event in log if "words" in event)


def test_both_notes_stand_in_ours_and_the_others_stay_as_they_were(
    versions: tuple[Path, Path, Path],
) -> None:
    base, ours, theirs = versions
    before = base.read_bytes(), theirs.read_bytes()
    merge_files(*versions, NAME)
    assert words(ours) == ["二楼", "门口有狗"]
    assert (base.read_bytes(), theirs.read_bytes()) == before


def test_either_direction_gives_the_same_bytes(versions: tuple[Path, Path, Path]) -> None:
    base, ours, theirs = versions
    mine = ours.read_bytes()
    merge_files(base, ours, theirs, NAME)
    merged = ours.read_bytes()
    ours.write_bytes(mine)
    merge_files(base, theirs, ours, NAME)
    assert theirs.read_bytes() == merged


@pytest.mark.parametrize("side", [1, 2])
def test_what_only_one_of_them_changed_by_hand_is_as_that_one_has_it(
    versions: tuple[Path, Path, Path], side: int
) -> None:
    text = versions[side].read_text(encoding="utf-8")
    changed = text.replace('wishes: "今天来修"', 'wishes: "明天来修"')
    versions[side].write_text(changed, encoding="utf-8")
    merge_files(*versions, NAME)
    assert reading.read_record(versions[1].read_bytes(), TICKET)["wishes"] == "明天来修"


def test_two_archives_become_one_with_what_each_has_put_away(tmp_path: Path) -> None:
    archive = ArchiveId("SZ", 2019)
    there = {
        number: f'id: "{number}"\n'.encode()
        for number in (TicketId("SZ", 2019, 1, "A", 1), TicketId("SZ", 2019, 1, "B", 1))
    }
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(b"")
    for path, (number, text) in zip((ours, theirs), there.items(), strict=True):
        data = archive_with({number: text}, archive)
        assert data is not None
        path.write_bytes(data)
    merge_files(base, ours, theirs, archive.path)
    assert tickets_in(ours.read_bytes(), archive) == there


def test_a_record_both_began_has_no_version_before(versions: tuple[Path, Path, Path]) -> None:
    base, ours, _ = versions
    base.write_bytes(b"")
    merge_files(*versions, NAME)
    assert words(ours) == ["二楼", "门口有狗"]


def test_that_the_version_before_can_not_be_read_loses_nothing(
    versions: tuple[Path, Path, Path],
) -> None:
    base, ours, _ = versions
    base.write_bytes(b"id: [\n")
    merge_files(*versions, NAME)
    assert words(ours) == ["二楼", "门口有狗"]


@pytest.mark.parametrize("which", [1, 2])
def test_where_one_of_two_can_not_be_read_nothing_is_touched_and_the_record_is_named(
    versions: tuple[Path, Path, Path], which: int
) -> None:
    versions[which].write_bytes(b"id: [\n")
    before = [path.read_bytes() for path in versions]
    with pytest.raises(SvcError) as refused:
        merge_files(*versions, NAME)
    assert refused.value.facts["path"] == NAME
    assert [path.read_bytes() for path in versions] == before


def test_without_a_name_the_file_itself_is_named(versions: tuple[Path, Path, Path]) -> None:
    versions[1].write_bytes(b"\xff\xfe")
    with pytest.raises(SvcError) as refused:
        merge_files(*versions, "")
    assert refused.value.facts["path"] == str(versions[1])


def test_of_two_records_with_one_number_it_is_said_when_and_by_whom_each_was_taken_down(
    desk: Desk, tmp_path: Path
) -> None:
    paths = [tmp_path / "base", tmp_path / "ours", tmp_path / "theirs"]
    paths[0].write_bytes(b"")
    for path, minute in zip(paths[1:], ("01", "02"), strict=True):
        assert desk.intake(by="chen", now=f"2026-11-20T09:{minute}:00").status == 0
        path.write_bytes(desk.record.read_bytes())
        desk.record.unlink()
        desk.commit()
    ended = desk.svc("--lang", "zh", "merge-driver", *map(str, paths), NAME)
    assert ended.status == 2
    assert "2026-11-20 09:01 陈静" in ended.err
    assert "2026-11-20 09:02 陈静" in ended.err
    assert "+08:00" not in ended.err
