"""Reports from the index are those from the files alone, made or kept, whatever changed in
between.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from answers import FilesAlone
from conftest import TICKET

from svc.actions import reports
from svc.render.report_text import report_markdown
from svc.render.words import Words
from svc.rules.report.tally import tally_tickets
from svc.store import workers
from svc.store.index import month_measures, opening
from svc.store.index import report_cache as index_reports
from svc.store.index import report_span as spans
from svc.store.index.changed_records import file_clock_ns
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

SAMPLE = Path(__file__).parents[3] / "ledger"
NOW = datetime.fromisoformat("2026-10-31T18:30:00+08:00")
DECEMBER = datetime.fromisoformat("2026-12-05T09:00:00+08:00")
ALL = [(region, month) for month in ("2026-07", "2026-08", "2026-09", "2026-10")
       for region in ("south", "north", "east", "central", "southwest", "all")]  # fmt: skip


def report(
    ledger: Any, region: str, month: str, now: Any = NOW, *, explained: bool = False
) -> tuple[Any, Any]:
    made, broken = reports.month_report(ledger, region, month, now, explained=explained)
    ledger.close()
    return made, [(error.key, error.facts["path"]) for error in broken]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it is, where an index can be kept."""
    top = tmp_path_factory.mktemp("sample") / "ledger"
    shutil.copytree(SAMPLE, top, ignore=shutil.ignore_patterns(".svc"))
    (top / ".git").mkdir()
    return top


@pytest.mark.parametrize(
    "asked",
    [[("all", "2026-10")], pytest.param(ALL, marks=pytest.mark.stress)],
    ids=["one", "each"],
)
def test_of_the_sample_every_report_is_the_one_that_the_files_give(
    sample: Path, asked: Any
) -> None:
    for region, month in asked:
        alone = report(FilesAlone(sample), region, month)
        for now in (NOW - timedelta(days=9), NOW):
            expected = alone if now == NOW else report(FilesAlone(sample), region, month, now)
            made, kept = (
                report(Ledger(sample), region, month, now),
                report(Ledger(sample), region, month, now),
            )
            assert made == kept == expected
        assert report_markdown(kept[0], Words("zh")) == report_markdown(alone[0], Words("zh"))
    region, month = "all", "2026-10"
    explained = report(Ledger(sample), region, month, explained=True)
    assert explained == report(FilesAlone(sample), region, month, explained=True)
    assert explained[0].figure("open_end").behind
    assert explained[0].digest == report(Ledger(sample), region, month)[0].digest


def span(ledger: Any, region: str, text: str, now: Any = NOW) -> tuple[Any, Any]:
    made, broken = reports.span_report(ledger, region, reports.months_of(text, now.date()), now)
    ledger.close()
    return made, [(error.key, error.facts["path"]) for error in broken]


def test_of_the_sample_every_report_over_months_is_the_one_that_the_files_give(
    sample: Path,
) -> None:
    for region, text in (
        ("all", "2026"),
        ("south", "2026-09..2026-10"),
        ("all", "2026-08..2026-09"),
    ):
        for now in (NOW - timedelta(days=9), NOW):
            expected = span(FilesAlone(sample), region, text, now)
            made, kept = (
                span(Ledger(sample), region, text, now),
                span(Ledger(sample), region, text, now),
            )
            assert made == kept == expected


# What is kept, and for how long


class Asked:
    """A ledger, and whether the index had kept the report that was asked for; which is the one the
    files give.
    """

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.kept: list[Any] = []
        real, real_now = index_reports.kept_report, file_clock_ns

        def told(*words: Any) -> Any:
            found = real(*words)
            self.kept.append(found is not None)
            return found

        monkeypatch.setattr(reports, "kept_report", told)
        # Files that were written a moment ago are read again each time: here all of them were an
        # hour ago.
        monkeypatch.setattr(opening, "file_clock_ns", lambda place: real_now(place) + 3600 * 10**9)

    def over(self, text: str, region: str = "south", now: str = "2027-12-05T09:00:00") -> Any:
        """The same of a report over several months."""
        moment = datetime.fromisoformat(f"{now}+08:00")
        found = span(Ledger(self.path), region, text, moment)
        assert found == span(FilesAlone(self.path), region, text, moment)
        return self.kept[-1]

    def __call__(
        self, month: str = "2026-11", region: str = "south", now: str = "2027-12-05T09:00:00"
    ) -> Any:
        moment = datetime.fromisoformat(f"{now}+08:00")
        found = report(Ledger(self.path), region, month, moment)
        assert found == report(FilesAlone(self.path), region, month, moment)
        return self.kept[-1]


@pytest.fixture
def asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    return Asked(desk.path, monkeypatch)


def test_a_report_is_kept_until_something_changes_that_counts_in_it(desk: Desk, asked: Any) -> None:
    desk.play()
    desk.other(2, now="2026-12-02T09:00:00")
    assert [asked(), asked(), asked(region="all"), asked(region="all")] == [
        False,
        True,
        False,
        True,
    ]
    assert [asked("2026-12"), asked("2027-01"), asked("2027-11"), asked("2027-12")] == [False] * 4
    # in another region, and a month that began
    desk.other(3, "--office", "BJ", now="2026-12-03T09:00:00")
    assert [asked(), asked("2026-12"), asked("2027-01"), asked(region="all")] == [
        True,
        True,
        True,
        True,
    ]
    # adds nothing to what stands open, or to cash; but later months tell how it stands
    desk.ok("note", TICKET, "x", by="chen", now="2026-12-05T09:00:00")
    assert [asked(), asked("2026-12"), asked("2027-01"), asked("2027-11")] == [
        False,
        False,
        False,
        False,
    ]
    desk.ok("reopen", TICKET, "--reason", "又坏了", by="zhao", now="2026-12-06T09:00:00")
    assert [asked(), asked("2026-12"), asked("2027-01"), asked("2027-11")] == [False] * 4
    assert [asked(), asked("2026-12"), asked("2027-01"), asked("2027-11")] == [True] * 4
    # before all others: now there is a month to compare with
    desk.other(4, now="2026-10-02T09:00:00")
    assert [asked(), asked(region="all")] == [False, False]


def test_a_ticket_that_goes_to_another_region_counts_in_both_with_the_index_and_without(
    desk: Desk, asked: Any
) -> None:
    desk.play("slip")
    assert [asked(), asked(region="north"), asked(region="all")] == [False] * 3
    desk.ok("handover", TICKET, "--office", "BJ", by="sun", now="2026-11-21T08:00:00")
    charge = ("charge", TICKET, "--line", "工时:1:80", "--allow", "x")
    desk.ok(*charge, by="sun", now="2026-11-21T09:00:00")
    assert [asked(), asked(region="north"), asked(region="all")] == [False] * 3
    assert [asked(), asked(region="north"), asked(region="all")] == [True] * 3
    for region in ("south", "north", "all"):
        asked.over("2026", region=region)
        asked.over("2026", region=region, now="2026-11-25T09:00:00")
    moment = datetime.fromisoformat("2027-12-05T09:00:00+08:00")
    south, north = (
        report(Ledger(desk.path), each, "2026-11", moment)[0] for each in ("south", "north")
    )
    figures = {
        name: (south.figure(name).value, north.figure(name).value)
        for name in ("received", "visits", "charged", "solved")
    }
    assert figures == {
        "received": (1, 0),
        "visits": (1, 0),
        "charged": (0, 80),
        "solved": (None, 1),
    }
    desk.ok("handover", TICKET, "--office", "SZ", by="sun", now="2026-11-22T08:00:00")
    assert [asked(), asked(region="north"), asked(region="all")] == [False] * 3


def test_a_report_over_months_is_kept_until_something_changes_that_counts_in_it(
    desk: Desk, asked: Any
) -> None:
    desk.play()
    desk.other(2, now="2026-12-02T09:00:00")
    spans = ("2026", "2026-12..2027-01", "2027-01..2027-03", "2026-10..2026-10")
    kept = [True, True, True, False]  # the last is before the ledger began
    assert [asked.over(text) for text in spans * 2] == [False] * 4 + kept
    assert [asked.over("2026", region="all"), asked.over("2026", region="all")] == [False, True]
    desk.other(3, "--office", "BJ", now="2026-12-03T09:00:00")  # in another region
    assert [asked.over(text) for text in spans] == kept
    assert not asked.over("2026", region="all")
    desk.ok("reopen", TICKET, "--reason", "又坏了", by="zhao", now="2026-12-06T09:00:00")
    assert [asked.over(text) for text in spans] == [False] * 4
    desk.other(4, now="2026-10-02T09:00:00")
    assert [asked.over(text) for text in spans] == [False] * 4


def test_a_report_over_months_that_are_not_over_is_kept_until_a_promise_falls_due(
    desk: Desk, asked: Any
) -> None:
    assert desk.intake().status == 0
    at = [
        asked.over("2026", now=f"2026-11-20T09:{minute}:00")
        for minute in ("21", "22", "29", "31", "32", "22")
    ]
    assert at == [False, True, True, False, True, False]
    assert [asked.over("2026", now=f"2026-12-{day}T00:00:00") for day in ("01", "02")] == [
        False,
        True,
    ]


def test_months_that_were_counted_are_added_up_without_a_ticket_and_only_what_changed_is_read(
    desk: Desk, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play()
    for number, day in enumerate(("2026-09-02", "2026-10-02", "2026-12-02"), 2):
        desk.other(number, now=f"{day}T09:00:00")
    read, unpacked = [], []
    asked.over("2026")
    real, real_unpacked = Ledger.read, month_measures.unpacked_measures
    monkeypatch.setattr(
        Ledger, "read", lambda ledger, number: read.append(number) or real(ledger, number)
    )
    monkeypatch.setattr(
        month_measures,
        "unpacked_measures",
        lambda *doc: unpacked.append(doc) or real_unpacked(*doc),
    )
    moment = datetime.fromisoformat("2027-12-05T09:00:00+08:00")
    span(Ledger(desk.path), "all", "2026-09..2026-11", moment)
    assert (read, unpacked) == ([], [])
    desk.ok("note", TICKET, "x", by="chen", now="2026-12-05T09:00:00")
    read.clear()
    span(Ledger(desk.path), "south", "2026", moment)
    assert (read, len(unpacked)) == ([TICKET], 1)
    # what a month's report counts, one over months need not
    report(Ledger(desk.path), "south", "2026-11", moment)
    read.clear()
    span(Ledger(desk.path), "south", "2026-11..2026-12", moment)
    assert read == []


def test_whoever_interrupts_a_report_over_months_finds_what_was_counted_the_next_time(
    desk: Desk, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play()
    for number, day in enumerate(("2026-09-02", "2026-10-02", "2026-12-02"), 2):
        desk.other(number, now=f"{day}T09:00:00")
    moment = datetime.fromisoformat("2027-12-05T09:00:00+08:00")
    monkeypatch.setattr(spans, "_BATCH", 1)
    real, counted = tally_tickets, []

    def interrupted(measures: Any) -> Any:
        counted.append(measures)
        if len(counted) > 9:
            raise KeyboardInterrupt
        return real(measures)

    monkeypatch.setattr(spans, "tally_tickets", interrupted)
    with pytest.raises(KeyboardInterrupt):
        span(Ledger(desk.path), "south", "2026", moment)
    monkeypatch.setattr(
        spans, "tally_tickets", lambda measures: counted.append(measures) or real(measures)
    )
    assert span(Ledger(desk.path), "south", "2026", moment) == span(
        FilesAlone(desk.path), "south", "2026", moment
    )
    assert len(counted) == 10 + 3


def test_on_all_processors_months_are_counted_as_on_one(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    ledger = Ledger(sample)
    asked = "SELECT value FROM meta WHERE name = 'generation'"
    (generation,) = ledger.ask_index(lambda index: index.execute(asked).fetchone())
    for table in ("measured", "report"):
        assert ledger.note_in_index(
            generation, lambda index, table=table: index.execute(f"DELETE FROM {table}")
        )
        generation += 1
    ledger.close()
    monkeypatch.setattr(workers, "FEW", 7)
    ledger.progress = lambda done, count: told.append((done, count))
    assert span(ledger, "south", "2026-08..2026-09") == span(
        FilesAlone(sample), "south", "2026-08..2026-09"
    )
    assert told[-1][0] == told[-1][1] > 100


def test_a_report_of_a_month_that_is_not_over_is_kept_until_a_promise_falls_due(
    desk: Desk, asked: Any
) -> None:
    assert desk.intake().status == 0
    at = [asked(now=f"2026-11-20T09:{minute}:00") for minute in ("21", "22", "29")]
    assert at == [False, True, True]
    assert [asked(now=f"2026-11-20T09:{minute}:00") for minute in ("31", "32", "22")] == [
        False,
        True,
        False,
    ]
    assert [asked(now="2026-12-01T00:00:00"), asked(now="2027-12-01T00:00:00")] == [False, True]


def test_a_customers_machine_that_comes_or_goes_is_counted_at_once(desk: Desk, asked: Any) -> None:
    desk.play()
    assert [asked(), asked()] == [False, True]
    (file,) = desk.path.glob("customers/SZ-*.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('phone: "', 'phone: "0'), encoding="utf-8")
    assert asked()
    file.unlink()
    assert [asked(), asked()] == [False, True]


def test_with_a_file_that_can_not_be_read_no_report_is_kept_until_it_can(
    desk: Desk, asked: Any
) -> None:
    desk.play()
    desk.other(2)
    broken = desk.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
    text = broken.read_bytes()
    broken.write_bytes(b"id: [")
    assert [asked(), asked(), asked(region="all")] == [False, False, False]
    broken.write_bytes(text)
    assert [asked(), asked()] == [False, True]


def test_of_a_month_that_was_asked_for_only_what_changed_is_read(
    desk: Desk, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play()
    for number in range(2, 6):
        desk.other(number)
    asked()
    read = []
    real = Ledger.read
    monkeypatch.setattr(
        Ledger, "read", lambda ledger, number: read.append(number) or real(ledger, number)
    )
    report(Ledger(desk.path), "all", "2026-11", DECEMBER)
    assert read == []
    desk.ok("note", "SZ-2611-A0003", "x", by="chen", now="2026-11-20T09:21:00")
    read.clear()
    report(Ledger(desk.path), "all", "2026-11", DECEMBER)
    assert read == ["SZ-2611-A0003"]


def test_two_that_ask_at_once_get_the_same(desk: Desk, asked: Any) -> None:
    desk.play()
    moment = datetime.fromisoformat("2027-12-05T09:00:00+08:00")
    alone = report(FilesAlone(desk.path), "south", "2026-11", moment)
    one, other = Ledger(desk.path), Ledger(desk.path)
    assert one.ask_index(lambda connection: True)
    assert report(other, "south", "2026-11", moment) == alone
    assert report(one, "south", "2026-11", moment) == alone
