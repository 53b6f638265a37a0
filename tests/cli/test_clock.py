"""`svc clock` as it is typed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from beginning import five_offices

from svc.cli.app import run

WEEKEND = ["2026-11-20T16:30:00+08:00", "2h"]


@pytest.fixture(autouse=True)
def _outside_any_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SVC_LANG", "en")
    for name in ("SVC_LEDGER", "SVC_AS", "SVC_NOW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def svc(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def typed(*args: str, stdin: bytes = b"") -> tuple[Any, Any, Any]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        status = run(list(args))
        out, err = capsys.readouterr()
        return status, out, err

    return typed


@pytest.fixture
def calendar(tmp_path: Path) -> str:
    file = tmp_path / "SZ.yaml"
    file.write_text(
        (five_offices() / "calendars/SZ@1.yaml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    return str(file)


def test_the_moment_is_printed(svc: Callable[..., tuple[int, str, str]], calendar: str) -> None:
    assert svc("clock", "add", *WEEKEND, "--calendar", calendar) == (
        0,
        "2026-11-23T09:30:00+08:00\n",
        "",
    )


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("-8h", "2026-11-19T16:00:00"),
        ("-2wd", "2026-11-18T08:30:00"),
        ("-1d", "2026-11-19T00:00:00"),
    ],
)
def test_a_negative_duration_is_no_option(
    svc: Callable[..., tuple[int, str, str]], calendar: str, duration: str, expected: str
) -> None:
    expected += "+08:00\n"
    assert svc("clock", "add", "2026-11-20T16:30:00+08:00", duration, "--calendar", calendar) == (
        0,
        expected,
        "",
    )
    assert svc(
        "clock", "add", "--calendar", calendar, "2026-11-20T16:30:00+08:00", "--", duration
    ) == (0, expected, "")


def test_spans_are_explained(svc: Callable[..., tuple[int, str, str]], calendar: str) -> None:
    _, out, _ = svc("clock", "add", *WEEKEND, "--calendar", calendar, "--explain")
    assert out.splitlines() == [
        "2026-11-20 Fri 16:30:00 – 2026-11-20 Fri 17:30:00  counted    1h  weekly hours",
        "2026-11-20 Fri 17:30:00 – 2026-11-23 Mon 08:30:00  not open  63h  weekly hours",
        "2026-11-23 Mon 08:30:00 – 2026-11-23 Mon 09:30:00  counted    1h  weekly hours",
        "2026-11-23T09:30:00+08:00",
    ]
    _, out, _ = svc(
        "clock",
        "between",
        "2026-02-13 16:30",
        "2026-02-24 09:30",
        "--calendar",
        calendar,
        "--explain",
    )
    assert "official holiday or make-up day · 国务院办公厅关于2026年部分节假日安排的通知" in out


def test_the_open_time_between_two_moments_is_printed(
    svc: Callable[..., tuple[int, str, str]], calendar: str
) -> None:
    assert (
        svc("clock", "between", "2026-11-20 16:00", "2026-11-23 09:30", "--calendar", calendar)[1]
        == "2h30m (9000 seconds)\n"
    )
    assert (
        svc("clock", "between", "2026-11-23 09:30", "2026-11-20 16:00", "--calendar", calendar)[1]
        == "-2h30m (-9000 seconds)\n"
    )


def test_json_gives_at_or_seconds(svc: Callable[..., tuple[int, str, str]], calendar: str) -> None:
    given = json.loads(
        svc("--json", "clock", "add", *WEEKEND, "--calendar", calendar, "--explain")[1]
    )
    assert given["kind"] == "clock"
    assert given["at"] == "2026-11-23T09:30:00+08:00"
    assert [span["state"] for span in given["spans"]] == ["counted", "closed", "counted"]
    given = json.loads(
        svc(
            "clock",
            "between",
            "--json",
            "2026-11-20 16:00",
            "2026-11-23 09:30",
            "--calendar",
            calendar,
        )[1]
    )
    assert given["seconds"] == 9000


def test_a_year_that_is_not_listed_is_warned_of_on_stderr(
    svc: Callable[..., tuple[int, str, str]], calendar: str
) -> None:
    status, out, err = svc("clock", "add", "2026-12-31 16:30", "2h", "--calendar", calendar)
    assert (status, out) == (0, "2027-01-01T09:30:00+08:00\n")
    assert "2027" in err


def test_a_batch_answers_line_by_line_and_goes_on_after_an_error(
    svc: Callable[..., tuple[int, str, str]], calendar: str, tmp_path: Path
) -> None:
    add = {"op": "add", "calendar": calendar, "start": "2026-11-20T16:30:00+08:00", "for": "2h"}
    lines = [
        json.dumps(add),
        "nonsense",
        "",
        json.dumps({**add, "for": "-1h"}),
        json.dumps(
            {
                "op": "between",
                "calendar": calendar,
                "start": add["start"],
                "end": "2026-11-23T09:30:00+08:00",
            }
        ),
        json.dumps({**add, "for": "400h"}),
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    status, out, err = svc("clock", "batch", str(questions))
    assert (status, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers[0] == {"at": "2026-11-23T09:30:00+08:00"}
    assert answers[1]["error"]["key"] == "not-a-clock-question"
    assert answers[2] == {"at": "2026-11-20T15:30:00+08:00"}
    assert answers[3] == {"seconds": 7200}
    assert "2027" in answers[4]["warning"]
    assert svc("clock", "batch", "-", stdin=questions.read_bytes())[1] == out


def test_a_batch_may_leave_out_the_calendar_it_is_given_for_all(
    svc: Callable[..., tuple[int, str, str]], calendar: str
) -> None:
    question = '{"op": "add", "start": "2026-11-20 16:30", "for": "2h"}\n'
    assert json.loads(
        svc("clock", "batch", "-", "--calendar", calendar, stdin=question.encode())[1]
    ) == {"at": "2026-11-23T09:30:00+08:00"}


def test_a_closed_calendar_in_a_batch_is_an_error_and_no_hang(
    svc: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    closed = tmp_path / "closed.yaml"
    closed.write_text('zone: "UTC"\nhours: {mon: []}\n', encoding="utf-8")
    questions = [
        json.dumps(
            {"op": "add", "calendar": str(closed), "start": "2026-11-20T16:30:00Z", "for": limit}
        )
        for limit in ("1h", "-1h", "1wd", "-1wd")
    ]
    answers = [
        json.loads(line)
        for line in svc("clock", "batch", "-", stdin="\n".join(questions).encode())[1].splitlines()
    ]
    assert [answer["error"]["key"] for answer in answers] == ["no-open-time"] * 4


def test_what_is_typed_wrong_is_refused_with_nothing_on_stdout(
    svc: Callable[..., tuple[int, str, str]], calendar: str
) -> None:
    for args, said in (
        (["add", "2026-11-20 16:30", "2h"], "No calendar was named"),
        (["add", "2026-11-20 16:30", "2 o'clock", "--calendar", calendar], "not a duration"),
        (
            ["add", "2026-11-20T16:30:00.5+08:00", "2h", "--calendar", calendar],
            "fraction of a second",
        ),
        (["between", "2026-11-20 16:30", "then", "--calendar", calendar], "not a time"),
        (["batch", "nowhere.jsonl"], "can't be read"),
    ):
        status, out, err = svc("clock", *args)
        assert (status, out) == (2, "")
        assert said in err


def test_a_broken_calendar_is_damage_with_file_and_line(
    svc: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text(
        'zone: "UTC"\nhours: {mon: ["08:00-12:00", "11:00-17:00"]}\n', encoding="utf-8"
    )
    status, out, err = svc("clock", "add", *WEEKEND, "--calendar", "bad.yaml")
    assert (status, out) == (3, "")
    assert "bad.yaml:2" in err
