"""README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from readme import README, renewed

from svc.cli.commands import COMMANDS, GROUPS
from svc.model import reading
from svc.model.faults import record_from
from svc.model.tickets import Ticket, head_digest
from svc.rules.ticket.lifecycle import replay

TEXT = README.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_code():
    assert renewed(TEXT) == TEXT, "stale: python tests/readme.py update"


def test_every_command_named_in_readme_is_there():
    named = set(re.findall(r"^\s*(?:\$ )?svc (?:--as \w+ )?([a-z-]+)", TEXT, re.MULTILINE))
    assert named
    assert named <= {name.split()[0] for name in COMMANDS} | set(GROUPS)


def test_every_row_of_the_layer_table_is_a_folder():
    rows = re.findall(r"^\| `svc/([a-z_]+)(?:/|\.py)` \|", TEXT, re.MULTILINE)
    assert {"errors", "model", "rules", "store", "actions", "render", "cli"} <= set(rows)
    for row in rows:
        assert (Path("svc") / row).is_dir() or (Path("svc") / f"{row}.py").is_file(), row


def test_the_example_record_is_a_record_whose_digest_and_status_are_right():
    example = re.search(r"```yaml\n(id: .*?)```", TEXT, re.DOTALL)
    assert example is not None
    text = example[1]
    data = reading.read(text, "README.md")
    ticket = record_from(data, Ticket, "README.md", text)
    assert replay(ticket).status == ticket.status
    assert getattr(ticket.log[0], "digest", "") == head_digest(data)
