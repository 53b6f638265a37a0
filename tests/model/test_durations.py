"""Durations as people write them."""

from __future__ import annotations

import pytest

from svc.errors import NotADuration
from svc.model.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("8h", "8h"),
        ("90m", "90m"),
        ("45s", "45s"),
        ("2wd", "2wd"),
        ("7d", "7d"),
        ("-8h", "-8h"),
        ("−8h", "-8h"),  # what the command line makes of the hyphen
        ("+8h", "8h"),
        ("0h", "0h"),
        ("1h30m", "90m"),
        ("-1h30m15s", "-5415s"),
        (" 8h ", "8h"),
        ("008h", "8h"),
    ],
)
def test_what_is_written_is_read_and_written_again(text: str, shown: str) -> None:
    duration = parse_duration(text)
    assert str(duration) == shown
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "h",
        "-",
        "1.5h",
        "1,5h",
        "8 h",
        "8H",
        "30m1h",
        "1h1h",
        "1wd2h",
        "1d12h",
        "--8h",
        "8h-",
        "٨h",
        "1w",
        "9" * 13 + "h",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotADuration):
        parse_duration(text)


def test_seconds_are_those_of_hours_minutes_and_seconds_and_of_nothing_else() -> None:
    assert parse_duration("8h").seconds == 28_800
    assert parse_duration("-90m").seconds == -5_400
    assert (-parse_duration("45s")).seconds == -45
    for text in ("2wd", "7d"):
        with pytest.raises(ValueError, match="no length"):
            _ = parse_duration(text).seconds
