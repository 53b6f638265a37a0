"""`make mutants`: changes a letter of the code (mutmut does it) and asks whether a test fails.

Each module is tried in a copy of the project in build/mutants, so that the work tree stays as it
is. The mirrored test file is asked first, then, for what survived it, the test files named with
`--also`. With `--sample N` so many of a module's mutants are tried, drawn by a fixed seed.

    make mutants ARGS="svc/actions/parts.py"
    make mutants ARGS="--sample 60 --also tests/cli/test_visits.py svc/actions/visits.py"
    make mutants ARGS="--mutants svc.rules.ticket.visits.x_is_open__mutmut_3"
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[2]
SCRATCH = TOP / "build/mutants"  # a copy of the project for each module
MODULES = ("svc/rules/ticket/*.py", "svc/actions/*.py")
SURVIVED, NO_TEST, NOT_TRIED = "survived", "no test", "not tried"
# mutmut's exit codes of a mutant that are no failure of a test: see its `status_by_exit_code`.
STANDINGS = {0: SURVIVED, 33: NO_TEST, None: NOT_TRIED}
SEED = 11


class Result(NamedTuple):
    """A module's mutants by name, each with how it ended."""

    top: Path  # the copy in which it was tried
    module: str
    standings: dict[str, str]

    def named(self, *standings: str) -> list[str]:
        return [name for name, standing in self.standings.items() if standing in standings]

    @property
    def line(self) -> str:
        """A row of the table in docs/quality/mutants.md."""
        tried = len(self.standings) - len(self.named(NOT_TRIED))
        alive = len(self.named(SURVIVED, NO_TEST))
        return f"| {self.module} | {len(self.standings)} | {tried} | {tried - alive} | {alive} |"


def copied(module: str) -> Path:
    """The project as it lies here, without what is made, in a folder for this module."""
    top = SCRATCH / module.removesuffix(".py").replace("/", ".")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        check=True,
    )
    shutil.rmtree(top, ignore_errors=True)
    # Python notes of a folder on its path that is not there that it holds nothing, and asks no more.
    (top / "mutants").mkdir(parents=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (TOP / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, top / name)
    return top


def configured(top: Path, module: str, tests: list[str]) -> None:
    """Tell mutmut, in the copy's pyproject.toml, which module it changes and what it then runs."""
    settings = {
        "source_paths": ["svc"],
        "only_mutate": [module],
        "also_copy": ["templates", "ledger", "docs"],
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-m", "not stress and not slow", "-p", "no:cacheprovider"],
        "timeout_constant": 20.0,  # a machine with other work to do is no failing test
    }
    table = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    (top / "pyproject.toml").write_text(f"{text}\n[tool.mutmut]\n{table}", encoding="utf-8")


def mutmut(top: Path, *words: str) -> None:
    """One run of mutmut in the copy; it ends in failure only where it could not begin."""
    # A program that a test starts imports the changed code, too, not the installed one.
    env = os.environ | {"PYTHONPATH": str(top / "mutants"), "PYTHONDONTWRITEBYTECODE": "1"}
    program = str(Path(sys.executable).with_name("mutmut"))
    with (top / "mutmut.log").open("ab") as log:
        ended = subprocess.run(
            [program, *words], cwd=top, env=env, stdout=log, stderr=log, check=False
        )
    if ended.returncode:
        tail = (top / "mutmut.log").read_text(encoding="utf-8", errors="replace")[-3000:]
        raise SystemExit(f"mutmut {' '.join(words[:3])} ended with {ended.returncode}:\n{tail}")


def standings(top: Path, module: str) -> dict[str, str]:
    meta = json.loads((top / "mutants" / f"{module}.meta").read_text(encoding="utf-8"))
    return {name: STANDINGS.get(code, "killed") for name, code in meta["exit_code_by_key"].items()}


def mirrored(module: str) -> str:
    """The test file of a module: svc/actions/parts.py has tests/actions/test_parts.py."""
    path = Path(module)
    return str(Path("tests", *path.parts[1:-1], f"test_{path.name}"))


def generated(top: Path, module: str) -> list[str]:
    """The names of all mutants of a module, without a test run."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    with contextlib.chdir(top):  # mutmut looks for its settings where it stands
        made = mutate_file_contents(module, (TOP / module).read_text(encoding="utf-8"))
    return [get_mutant_name(Path(module), name) for name in made.mutant_names]


def tried(module: str, also: list[str], sample: int | None, only: list[str]) -> Result:
    """Try a module's mutants: all, so many of them, or those named."""
    tests = [name for name in (mirrored(module), *also) if (TOP / name).exists()]
    if not tests:
        raise SystemExit(f"{module}: no test file; there is no {mirrored(module)}")
    top = copied(module)
    configured(top, module, tests)
    names = only or generated(top, module)
    if sample and sample < len(names):
        names = random.Random(f"{SEED} {module}").sample(names, sample)
    mutmut(top, "run", "--max-children", os.environ.get("WORKERS", "1"), *names)
    return Result(top, module, standings(top, module))


def shown(result: Result, *, quiet: bool) -> None:
    """What survived, with what was changed, and the row for the table."""
    if not quiet:
        for name in result.named(SURVIVED, NO_TEST):
            program = str(Path(sys.executable).with_name("mutmut"))
            subprocess.run([program, "show", name], cwd=result.top, check=False)
    print(result.line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutants ARGS=…")
    parser.add_argument("modules", nargs="*", help="files in svc/; without one, all of MODULES")
    parser.add_argument("--also", nargs="*", default=[], help="more test files or folders")
    parser.add_argument("--sample", type=int, help="so many mutants of each module")
    parser.add_argument("--mutants", nargs="*", default=[], help="only these, by name")
    parser.add_argument("--quiet", action="store_true", help="only the table")
    told = parser.parse_args()
    modules = told.modules or [
        path.relative_to(TOP).as_posix()
        for pattern in MODULES
        for path in sorted(TOP.glob(pattern))
        if path.name != "__init__.py" and (TOP / mirrored(f"{path.relative_to(TOP)}")).exists()
    ]
    print("| module | mutants | tried | killed | survived |\n| --- | ---: | ---: | ---: | ---: |")
    for module in modules:
        only = [name for name in told.mutants if name.startswith(module[:-3].replace("/", "."))]
        shown(tried(module, told.also, told.sample, only), quiet=told.quiet)


if __name__ == "__main__":
    main()
