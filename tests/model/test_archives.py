"""An archive holds files byte for byte, and says of each which it was."""

from __future__ import annotations

import pytest
import yaml

from svc.errors import RecordBroken
from svc.model.archives import (
    ArchiveId,
    archive_at,
    archive_of,
    archive_with,
    fits_in_archive,
    spans_in,
    tickets_in,
    tickets_told,
)
from svc.model.ids import TicketId, parse_ticket_id

SZ = ArchiveId("SZ", 2019)
FIRST = b'id: "SZ-1901-A0001"\nsymptom: |\n  ---\n  --- # tickets/SZ/2019-01/SZ-1901-A0002.yaml\n'
SECOND = "id: \"SZ-1902-A0001\"\r\nunit: '食堂'\n# 手写的\n".encode()


def ticket(text: str) -> TicketId:
    number = parse_ticket_id(text)
    assert number is not None
    return number


TICKETS = {ticket("SZ-1902-A0001"): SECOND, ticket("SZ-1901-A0001"): FIRST}


def held() -> bytes:
    data = archive_with(TICKETS, SZ)
    assert data is not None
    return data


def test_what_goes_in_comes_out_in_the_order_of_numbers() -> None:
    assert tickets_in(held(), SZ) == TICKETS
    assert [str(each) for each in tickets_in(held(), SZ)] == ["SZ-1901-A0001", "SZ-1902-A0001"]
    assert archive_with(tickets_in(held(), SZ), SZ) == held()
    assert (archive_with({}, SZ), tickets_in(None, SZ)) == (None, {})


def test_it_is_a_stream_that_other_readers_of_yaml_read() -> None:
    documents = list(yaml.safe_load_all(held()))
    assert [each["id"] for each in documents] == ["SZ-1901-A0001", "SZ-1902-A0001"]
    assert documents[0]["symptom"].startswith("---")


def test_it_is_named_by_office_and_year() -> None:
    assert archive_of(ticket("SZ-1901-A0001")) == SZ
    assert (SZ.path, archive_at(SZ.path)) == ("archive/SZ/2019.yaml", SZ)
    for path in ("archive/SZ/1999.yaml", "archive/sz/2019.yaml", "archive/SZ/2019 (1).yaml",
                 "tickets/SZ/2019.yaml", "archive/SZ/2019.yaml/x"):  # fmt: skip
        assert archive_at(path) is None


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        (FIRST, True),
        (SECOND, True),
        (FIRST.rstrip(b"\n"), False),  # the next line would go on with it
        (b"---\n" + FIRST, False),
        (FIRST + b"...\n", False),
        (b"%YAML 1.2\n---\n" + FIRST, False),
        (b"\xef\xbb\xbf" + FIRST, False),
    ],
)
def test_what_would_not_come_out_as_it_went_in_does_not_fit(data: bytes, fits: bool) -> None:
    assert fits_in_archive(data) is fits


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (b"--- # tickets/SZ/2019-01/SZ-1901-A0001.yaml\n", b"", 3),  # its text hangs in the air
        (b"/SZ/2019-02/SZ-1902-A0001", b"/BJ/2019-02/BJ-1902-A0001", 8),
        (b"/SZ/2019-02/SZ-1902-A0001", b"/SZ/2020-02/SZ-2002-A0001", 8),
        (b"/SZ/2019-02/SZ-1902-A0001", b"/SZ/2019-03/SZ-1902-A0001", 8),
        (b"/SZ/2019-02/SZ-1902-A0001", b"/SZ/2019-01/SZ-1901-A0001", 8),  # twice, not the same
        (b"/SZ/2019-02/SZ-1902-A0001", "/SZ/2019-02/工单".encode(), 8),
    ],
)
def test_what_no_archive_of_ours_says_is_named_with_its_line(
    old: bytes, new: bytes, line: int
) -> None:
    data = held().replace(old, new, 1)
    assert data != held()
    with pytest.raises(RecordBroken) as broken:
        spans_in(data, SZ)
    assert (broken.value.facts["path"], broken.value.facts["line"]) == (SZ.path, line)
    assert tickets_told(data, SZ) == {}


def test_one_that_stands_there_twice_alike_counts_once() -> None:
    twice = held() + held()[held().index(b"--- # tickets") :]
    assert tickets_in(twice, SZ) == TICKETS


def test_one_from_which_all_were_taken_out_is_empty() -> None:
    assert spans_in(b"# Closed tickets\n", SZ) == {}
    assert spans_in(b"", SZ) == {}
