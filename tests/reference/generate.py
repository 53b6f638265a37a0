"""The reference: pages of docs/reference/ whose tables are made from the code, and the manual page.

    python -m reference.generate update     (from tests/) make every table anew
    python -m reference.generate check      say which pages are stale; exit 1 if there are any

What stands outside the marks `<!-- NAME -->` … `<!-- /NAME -->` is written by hand and stays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reference import answers, commands, exports, files, manual, surroundings, tables
from reference.markdown import renewed

TOP = Path(__file__).parents[2]
PAGES = TOP / "docs" / "reference"
MANUAL = TOP / "docs" / "man" / "svc.1"

MAKERS: dict[str, Callable[[], str]] = {
    "global-options": partial(commands.global_options, "en"),
    "overview": partial(commands.overview, "en"),
    "commands": partial(commands.sections, "en"),
    "global-options-zh": partial(commands.global_options, "zh"),
    "overview-zh": partial(commands.overview, "zh"),
    "commands-zh": partial(commands.sections, "zh"),
    "events": tables.events,
    "event-sections": tables.event_sections,
    "event-fields": files.common_fields,
    "states": tables.states,
    "moments": tables.moments,
    "roles": tables.roles,
    "promises": tables.promises,
    "promise-names": tables.promise_names,
    "clocks": tables.clocks,
    "service": partial(tables.service, "en"),
    "service-zh": partial(tables.service, "zh"),
    "waits": partial(tables.waits, "en"),
    "waits-zh": partial(tables.waits, "zh"),
    "papers": tables.papers,
    "checks": tables.checks,
    "errors": tables.errors,
    "files": files.kinds,
    "file-sections": files.file_sections,
    "customer-events": files.customer_event_sections,
    "stock-events": files.stock_event_sections,
    "seal-events": files.seal_event_sections,
    "values": files.values,
    "answers": answers.overview,
    "answer-sections": answers.sections,
    "export-kinds": exports.kinds,
    "export-sections": exports.sections,
    "variables": surroundings.variables,
    "git-settings": surroundings.git_settings,
}


def pages() -> list[Path]:
    """The pages in Markdown."""
    return sorted(PAGES.glob("*.md"))


def made(path: Path) -> str:
    """The text that a page, or the manual page, ought to have."""
    return manual.page() if path == MANUAL else renewed(path.read_text(encoding="utf-8"), MAKERS)


def is_stale(path: Path) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != made(path)


def main(words: list[str]) -> int:
    if words not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = [path for path in (*pages(), MANUAL) if is_stale(path)]
    if words == ["update"]:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made(path), encoding="utf-8", newline="")
        return 0
    for path in stale:
        print(f"stale: {path.relative_to(TOP)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
