"""Lines that are longer than the terminal: broken between words, and between commands."""

from __future__ import annotations

from svc.cli.screens import folded


def test_a_line_with_several_commands_is_broken_between_them_and_in_none() -> None:
    line = "下一步：svc handover SZ-2611-A0001、svc contact SZ-2611-A0001、svc hold SZ-2611-A0001"
    assert folded(line, 60).split("\n") == [
        "下一步：svc handover SZ-2611-A0001、",
        "    svc contact SZ-2611-A0001、svc hold SZ-2611-A0001",
    ]
    english = "Next: svc handover SZ-2611-A0001, svc contact SZ-2611-A0001"
    assert folded(english, 40).split("\n") == [
        "Next: svc handover SZ-2611-A0001,",
        "    svc contact SZ-2611-A0001",
    ]


def test_one_command_stays_whole_however_long() -> None:
    line = "补上：svc customer confirm SZ-A0001 --who 张经理 --and-more 没有了没有了没有了没有了"
    assert folded(line, 40) == line


def test_a_line_of_words_is_broken_and_goes_on_further_in() -> None:
    lines = folded("  这一行没有命令，" + "字" * 40, 40).split("\n")
    assert len(lines) > 1
    assert all(line.startswith("      ") for line in lines[1:])


def test_what_fits_stays_as_it_is() -> None:
    assert folded("短\n\n行", 40) == "短\n\n行"
