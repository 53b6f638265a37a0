"""Reasons of the operating system, in both languages."""

from __future__ import annotations

import errno
import os

import pytest

from svc.errors.system import _REASONS, system_reason
from svc.render.words import Words


@pytest.mark.parametrize("name", _REASONS)
def test_a_reason_is_said_in_chinese_and_in_english_as_the_system_has_it(name: str) -> None:
    number = getattr(errno, name)
    reason = system_reason(OSError(number, "whatever the system says"))
    assert Words("en").show(reason) == os.strerror(number)
    assert not any(char.isascii() and char.isalpha() for char in Words("zh").show(reason))


def test_a_reason_that_the_table_does_not_know_is_said_as_the_system_does() -> None:
    assert system_reason(OSError(errno.ECHILD, "No child processes")) == "No child processes"
    assert system_reason(OSError("only words")) == os.strerror(0)
