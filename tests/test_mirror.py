"""Whoever changes a module of svc/rules, svc/store or svc/actions finds its tests at the same path
under tests/.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
WINGS = ("rules", "store", "actions")

OF_SEVERAL = {
    "rules/promises/test_clock_cases.py": "the clock, by the worked examples of the sources",
    "rules/promises/test_clock_laws.py": "the clock, by the laws that its docstring states",
    "rules/promises/test_clock_zones.py": "the clock in zones that change their offset",
    "rules/stock/test_random.py": "ten thousand movements, by all of rules/stock",
    "rules/test_phrases_at_intake.py": "what is said at intake, against the table of service",
    "store/test_recovery.py": "what a killed command left, over journal, transaction and git",
    "store/index/test_random.py": "the index as a whole, by two thousand things that happen",
    "rules/report/test_figures_laws.py": "stocks and months of any log, over several sections",
}
"""Test files that mirror no module, each with what they are about."""


def modules() -> set[str]:
    return {
        path.relative_to(TESTS.parent / "svc").as_posix()
        for wing in WINGS
        for path in (TESTS.parent / "svc" / wing).rglob("*.py")
        if path.name != "__init__.py"
    }


def files_of_tests() -> set[str]:
    return {
        path.relative_to(TESTS).as_posix()
        for wing in WINGS
        for path in (TESTS / wing).rglob("test_*.py")
    }


def mirrored(module: str) -> str:
    folder, _, name = module.rpartition("/")
    return f"{folder}/test_{name}"


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_has_its_test_file(module: str) -> None:
    assert mirrored(module) in files_of_tests(), f"write tests/{mirrored(module)}"


def test_a_test_file_has_its_module_or_its_reason() -> None:
    assert files_of_tests() - {mirrored(module) for module in modules()} == set(OF_SEVERAL)
