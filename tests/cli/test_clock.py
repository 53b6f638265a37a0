"""`svc clock` as it is typed."""

from __future__ import annotations

import json
from importlib import resources

import pytest
import typer
from typer.testing import CliRunner

from svc.cli import clock
from svc.errors import NoLedger

WEEKEND = ["2026-11-20T16:30:00+08:00", "2h"]


class Desk:
    """What the commands need of `svc.cli.app`'s desk, in English and without a ledger."""

    def __init__(self, as_json: bool) -> None:
        self.json = as_json

    def ledger(self):
        raise NoLedger(path=".")

    def words(self, message_id: str, /, **facts: object) -> str:
        return message_id.format(**facts)

    def say(self, message_id: str, /, **facts: object) -> None:
        typer.echo(self.words(message_id, **facts))

    def warn(self, message_id: str, /, **facts: object) -> None:
        typer.echo(self.words(message_id, **facts), err=True)

    def show_json(self, kind: str, **fields: object) -> None:
        typer.echo(json.dumps({"schema": 1, "kind": kind, **fields}))


app = typer.Typer()


@app.callback()
def main(ctx: typer.Context, as_json: bool = typer.Option(False, "--json")) -> None:
    ctx.obj = Desk(as_json)


app.command(cls=clock.DurationCommand)(clock.add)
app.command()(clock.between)
app.command()(clock.batch)


@pytest.fixture
def calendar(tmp_path):
    file = tmp_path / "SZ.yaml"
    file.write_text(
        (resources.files("svc") / "start/calendars/SZ@1.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return str(file)


def svc(*args: str, stdin: str | bytes | None = None):
    result = CliRunner().invoke(app, args, input=stdin, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_moment_is_printed(calendar):
    assert svc("add", *WEEKEND, "--calendar", calendar) == (0, "2026-11-23T09:30:00+08:00\n", "")


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("-8h", "2026-11-19T16:00:00"), ("-2wd", "2026-11-18T08:30:00"), ("-1d", "2026-11-19T00:00:00")],
)
def test_a_negative_duration_is_no_option(calendar, duration, expected):
    expected += "+08:00\n"
    assert svc("add", "2026-11-20T16:30:00+08:00", duration, "--calendar", calendar) == (0, expected, "")
    assert svc("add", "--calendar", calendar, "2026-11-20T16:30:00+08:00", "--", duration) == (0, expected, "")


def test_options_keep_their_hyphen():
    assert clock.with_minus_signs(["-8h", "-h", "--help", "-", "-8", "8h", "-1h30m"]) == [
        "−8h", "-h", "--help", "-", "-8", "8h", "−1h30m",
    ]  # fmt: skip


def test_spans_are_explained(calendar):
    _, out, _ = svc("add", *WEEKEND, "--calendar", calendar, "--explain")
    assert out.splitlines() == [
        "2026-11-20 Fri 16:30:00 – 2026-11-20 Fri 17:30:00  counted   1h  weekly hours",
        "2026-11-20 Fri 17:30:00 – 2026-11-23 Mon 08:30:00  closed   63h  weekly hours",
        "2026-11-23 Mon 08:30:00 – 2026-11-23 Mon 09:30:00  counted   1h  weekly hours",
        "2026-11-23T09:30:00+08:00",
    ]
    _, out, _ = svc("between", "2026-02-13 16:30", "2026-02-24 09:30", "--calendar", calendar, "--explain")
    assert "official day · 国务院办公厅关于2026年部分节假日安排的通知" in out


def test_the_open_time_between_two_moments_is_printed(calendar):
    assert svc("between", "2026-11-20 16:00", "2026-11-23 09:30", "--calendar", calendar)[1] == "2h30m (9000 seconds)\n"
    assert (
        svc("between", "2026-11-23 09:30", "2026-11-20 16:00", "--calendar", calendar)[1] == "-2h30m (-9000 seconds)\n"
    )


def test_json_gives_at_or_seconds(calendar):
    given = json.loads(svc("--json", "add", *WEEKEND, "--calendar", calendar, "--explain")[1])
    assert given["kind"] == "clock"
    assert given["at"] == "2026-11-23T09:30:00+08:00"
    assert [span["state"] for span in given["spans"]] == ["counted", "closed", "counted"]
    given = json.loads(svc("--json", "between", "2026-11-20 16:00", "2026-11-23 09:30", "--calendar", calendar)[1])
    assert given["seconds"] == 9000


def test_a_year_that_is_not_listed_is_warned_of_on_stderr(calendar):
    status, out, err = svc("add", "2026-12-31 16:30", "2h", "--calendar", calendar)
    assert (status, out) == (0, "2027-01-01T09:30:00+08:00\n")
    assert "2027" in err


def test_a_batch_answers_line_by_line_and_goes_on_after_an_error(calendar, tmp_path):
    add = {"op": "add", "calendar": calendar, "start": "2026-11-20T16:30:00+08:00", "for": "2h"}
    lines = [
        json.dumps(add),
        "nonsense",
        "",
        json.dumps({**add, "for": "-1h"}),
        json.dumps({"op": "between", "calendar": calendar, "start": add["start"], "end": "2026-11-23T09:30:00+08:00"}),
        json.dumps({**add, "for": "400h"}),
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    status, out, err = svc("batch", str(questions))
    assert (status, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers[0] == {"at": "2026-11-23T09:30:00+08:00"}
    assert answers[1]["error"]["key"] == "not-a-clock-question"
    assert answers[2] == {"at": "2026-11-20T15:30:00+08:00"}
    assert answers[3] == {"seconds": 7200}
    assert "2027" in answers[4]["warning"]
    assert svc("batch", "-", stdin=questions.read_bytes())[1] == out


def test_a_batch_may_leave_out_the_calendar_it_is_given_for_all(calendar):
    question = '{"op": "add", "start": "2026-11-20 16:30", "for": "2h"}\n'
    assert json.loads(svc("batch", "-", "--calendar", calendar, stdin=question)[1]) == {
        "at": "2026-11-23T09:30:00+08:00"
    }


def test_a_closed_calendar_in_a_batch_is_an_error_and_no_hang(tmp_path):
    closed = tmp_path / "closed.yaml"
    closed.write_text('zone: "UTC"\nhours: {mon: []}\n', encoding="utf-8")
    questions = [
        json.dumps({"op": "add", "calendar": str(closed), "start": "2026-11-20T16:30:00Z", "for": limit})
        for limit in ("1h", "-1h", "1wd", "-1wd")
    ]
    answers = [json.loads(line) for line in svc("batch", "-", stdin="\n".join(questions))[1].splitlines()]
    assert [answer["error"]["key"] for answer in answers] == ["no-open-time"] * 4
