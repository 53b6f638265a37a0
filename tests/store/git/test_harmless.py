"""How git is called; that nothing runs by it is tried with canaries in tests/trust."""

from __future__ import annotations

import pytest

from svc.store.git import harmless


def test_what_other_git_programs_left_in_the_environment_does_not_reach_git(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch /tmp/x")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/mine")
    monkeypatch.setenv("LC_ALL", "zh_CN.GBK")
    environment = harmless.environment()
    assert {"GIT_DIR", "GIT_SSH_COMMAND"}.isdisjoint(environment)
    assert (environment["GIT_CONFIG_GLOBAL"], environment["LC_ALL"]) == ("/mine", "C.UTF-8")
    assert environment["GIT_NO_LAZY_FETCH"] == "1"
    assert environment["GIT_ALLOW_PROTOCOL"] == "none"


def test_settings_of_any_name_are_handed_over_one_by_one() -> None:
    assert harmless.as_environment([]) == {}
    assert harmless.as_environment([("filter.a=b.clean", ""), ("x.y", "z\n")]) == {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "filter.a=b.clean",
        "GIT_CONFIG_VALUE_0": "",
        "GIT_CONFIG_KEY_1": "x.y",
        "GIT_CONFIG_VALUE_1": "z\n",
    }


def test_every_setting_is_told_by_its_own_option() -> None:
    words = list(harmless.SETTINGS)
    assert set(words[::2]) == {"-c"}
    assert all("=" in each for each in words[1::2])
