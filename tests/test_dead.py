"""Nothing stands in the code that nobody uses, or it has a reason here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.table import PARTS
from sample.plan import ADDED, NEWEST, STORE, WAYS
from vulture import Vulture

from svc.cli.commands import COMMANDS
from svc.render.papers.table import PAPERS

TOP = Path(__file__).parent.parent
SURE = 60  # per cent: vulture's lowest, all that it finds

# What a library calls or reads by its name.
LIBRARIES = {
    "StartElementHandler": "expat calls it",
    "EndElementHandler": "expat calls it",
    "daemon_threads": "socketserver reads it",
    "do_POST": "http.server calls it",
    "log_message": "http.server calls it",
    "redirect_request": "urllib calls it before it follows a redirect",
    "custom_resource_fetcher": "plutoprint asks it for what a page loads",
    "metadata": "WeasyPrint writes them into the file",
    "allow_reuse_address": "socketserver reads it",
    "close_connection": "http.server reads it",
    "do_HEAD": "http.server calls it for a request",
    "error_content_type": "http.server reads it",
    "error_message_format": "http.server reads it",
    "format_help": "click calls it for --help",
    "bytecode_cache": "jinja2 asks it before it makes a template",
    "dump_bytecode": "jinja2 calls it when it has made a template",
    "load_bytecode": "jinja2 calls it before it makes a template",
    "client_address": "socketserver hands it over",
    "handle_error": "socketserver calls it",
    "handle_data": "html.parser calls it",
    "handle_endtag": "html.parser calls it",
    "handle_starttag": "html.parser calls it",
    "intercepted_binops": "jinja2's sandbox asks which operators to hand over",
    "mime_headers": "babel writes them at the head of a catalogue",
    "options_metavar": "click shows it in the line of usage",
    "protocol_version": "http.server reads it",
    "pytest_configure": "pytest calls it before its first test",
    "pytest_collection_modifyitems": "pytest calls it when it has found the tests",
    "pytestmark": "pytest marks a file's tests with it",
    "timeout": "socketserver reads it",
    "version_string": "http.server says it",
    "show_default": "typer reads it from an option",
    "_sanitize_help_text": "typer's completion calls it; ours stands in for it",
}


def called_by_name() -> Iterator[str]:
    """What is looked up by a text: a command's function, a paper's, and so on."""
    for command in COMMANDS.values():
        yield command.call.partition(":")[2]
    for paper in PAPERS:
        yield paper.replace("-", "_")
    yield from (*WAYS, *ADDED, *NEWEST, *(way for way, *_ in STORE), *PARTS)


def in_templates() -> set[str]:
    """Every word of the templates; a paper's values are read there."""
    pages = "".join(
        path.read_text(encoding="utf-8") for path in (TOP / "templates").rglob("*.html")
    )
    return set(re.findall(r"\w+", pages))


@pytest.mark.slow
def test_nothing_is_there_that_nobody_uses() -> None:
    vulture = Vulture(ignore_decorators=["@pytest.fixture*"])
    vulture.scavenge([TOP / "svc", TOP / "tests"])
    unused = {
        (item.name, item.typ): f"{item.filename.relative_to(TOP)}:{item.first_lineno} {item.name}"
        for item in vulture.get_unused_code(min_confidence=SURE)
    }
    read = in_templates()
    by_name = {*called_by_name(), *LIBRARIES, "__getattr__"}
    dead = [
        place
        for (name, kind), place in unused.items()
        if name not in by_name and not (kind in ("variable", "property") and name in read)
    ]
    assert dead == []
    assert {name for name, _ in unused} >= set(LIBRARIES), "a reason that is needed no more"
