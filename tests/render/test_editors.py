"""What an editor makes of our schemas: yaml-language-server, the one behind VS Code and others, in
one process.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import npm
import pytest
from conftest import typed
from render.language_server import VERSION, LanguageServer

from svc.model.file_kinds import FILE_KINDS

SAMPLE = Path(__file__).parents[2] / "ledger"
GOOD = 4  # of the sample's files of each kind; the rest is validated in test_schemas.py
TICKET = "tickets/SH/2026-08/SH-2608-D0001.yaml"


class Wrong(NamedTuple):
    """A line of a file as somebody spoilt it, and a word of what the editor says there."""

    file: str
    line: str
    spoilt: str
    says: str


WRONG = [
    Wrong(TICKET, "channel: ", 'channel: "e-mail"', "wechat"),
    Wrong(TICKET, 'id: "SH-2608-D0001"', 'id: "SH-2608-1"', "工单号"),
    Wrong(TICKET, 'id: "SH-2608-D0001"', 'id: "SH-2613-D0001"', "工单号"),
    Wrong(TICKET, "  mobile: ", "  mobile: 15400001294", "string"),
    Wrong(TICKET, "  phone: ", "  phone: 02190001178", "string"),
    Wrong(TICKET, "received: ", 'received: "2026-08-03 10:28"', "时区偏移"),
    Wrong(TICKET, "status: ", "", '"status"'),
    Wrong(TICKET, "status: ", 'state: "closed"', "state"),
    Wrong(TICKET, "  model: ", '  modell: "CR-200"', "modell"),
    Wrong(TICKET, "    on_site: ", '    on_site: "yes"', "boolean"),
    Wrong(TICKET, "    until: ", '    until: "2026-13-01"', "保修截止日"),
    Wrong(TICKET, "  - seq: 1", '  - seq: "1"', "integer"),
    Wrong(TICKET, '    what: "received"', '    what: "recieved"', "received"),
    Wrong(TICKET, "    typed: ", '    typed: "2026-08-03T10:28:24"', "时区偏移"),
    Wrong(TICKET, "    by: ", "    by: 12", "string"),
    Wrong(TICKET, "    digest: ", '    digest: "none"', "校验值"),
    Wrong("svc.yaml", "warranty: ", "warranty: {months: 24}", "on_site_months"),
    Wrong("svc.yaml", 'language: "zh"', 'language: "cn"', '"zh"'),
    Wrong("svc.yaml", "near_km: 80", "near_kn: 80", "near_kn"),
    Wrong("staff.yaml", '  - id: "chen"', '  - id: "陈静"', "人员代号"),
    Wrong("staff.yaml", '    phone: "15400010000"', "    phone: 15400010000", "string"),
    Wrong("parts.yaml", '  - {code: "P-1001"', '  - {code: "P-1001", price: 180.00', "string"),
    Wrong("parts.yaml", '  - {code: "P-1001"', '  - {code: "P-1001", price: "180"', "金额"),
    Wrong("prices/2026-07.yaml", "from: ", 'from: "July"', "价目单生效日"),
    Wrong("calendars/SZ@1.yaml", "zone: ", "timezone: ", "timezone"),
    Wrong("roster.yaml", '  "2026-08-01": ', '  "Saturday": ["wang"]', "日期"),
    Wrong("policies/office@2026-11.yaml", "attempts: 3", 'attempts: "three"', "integer"),
    Wrong("policies/office@2026-11.yaml", "  report: ", '  report: {from: "back", to: "reportd", clock: "elapsed"}',
          "reported"),
    Wrong("policies/office@2026-11.yaml", "  slip_in: ",
          '  slip_in: {from: "back", to: "slip_in", within: "1 day", clock: "elapsed"}', "30m、8h"),
    Wrong("desks/A.yaml", 'lane: "A"', 'lane: "I"', "号段"),
]  # fmt: skip

HOVER = [
    ("id: ", "工单号"), ("kind: ", "`repair`: 故障报修"), ("channel: ", "`wechat`: 微信"),
    ("urgency: ", "`critical`: 紧急"),
    ("terms: ", "价目单版本"), ("  unit: ", "客户单位"), ("  distance_km: ", "公里"), ("  serial: ", "出厂编号"),
    ("    verdict: ", "`out`: 保外"), ("    until: ", "保修截止日"), ("symptom: ", "故障现象"), ("  - seq: 1", "整数"),
    ("    what: ", "`handed_over`: 已移交"), ("    at: ", "时区偏移"), ("    by: ", "staff.yaml"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, with the schemas in it that `svc schema` writes."""
    folder: Path = tmp_path_factory.mktemp("editor") / "ledger"
    shutil.copytree(SAMPLE, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        ended = typed("--lang", "zh", "schema", "all", "--to", ".vscode")
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture(scope="module")
def server(ledger: Path, request: pytest.FixtureRequest) -> Iterator[LanguageServer]:
    modules = npm.installed(request.config, f"yaml-language-server@{VERSION}") / "node_modules"
    program = modules / "yaml-language-server" / "bin" / "yaml-language-server"
    settings = json.loads((ledger / ".vscode/settings.json").read_text(encoding="utf-8"))
    started = LanguageServer(["node", str(program), "--stdio"], ledger, settings)
    yield started
    started.close()


def spoilt(ledger: Path, wrong: Wrong) -> tuple[str, int]:
    """The text with that line spoilt, and its number."""
    lines = (ledger / wrong.file).read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(wrong.line))
    return "\n".join(
        [*lines[:at], *([wrong.spoilt] if wrong.spoilt else []), *lines[at + 1 :]]
    ), at + 1


def test_real_files_of_every_kind_have_nothing_underlined(
    ledger: Path, server: LanguageServer
) -> None:
    texts = {}
    for kind in FILE_KINDS.values():
        for path in sorted(ledger.glob(kind.where))[
            :: 1 + len(list(ledger.glob(kind.where))) // GOOD
        ]:
            if path.suffix == ".yaml":
                texts[path.relative_to(ledger).as_posix()] = path.read_text(encoding="utf-8")
    found = server.diagnostics(texts)
    assert len(found) > 20
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_is_wrong_is_underlined_in_its_line(ledger: Path, server: LanguageServer) -> None:
    texts, lines = {}, {}
    for number, wrong in enumerate(WRONG):
        # a name of its own for each; svc.yaml is known by its name
        folder, _, file = wrong.file.rpartition("/")
        name = f"{folder}/x{number}.yaml" if folder else f"x{number}/{file}"
        texts[name], line = spoilt(ledger, wrong)
        lines[name] = line if wrong.spoilt else 1
    found = server.diagnostics(texts)
    for wrong, name in zip(WRONG, texts, strict=True):
        said = [said for at, said in found[name] if at == lines[name]]
        assert any(wrong.says in each for each in said), (wrong, found[name])


def test_the_mouse_shows_what_a_field_means_in_chinese(
    ledger: Path, server: LanguageServer
) -> None:
    text = (ledger / TICKET).read_text(encoding="utf-8")
    name = "tickets/SH/2026-08/hover.yaml"
    server.diagnostics({name: text})
    lines = text.split("\n")
    for begins, says in HOVER:
        at = next(number for number, line in enumerate(lines) if line.startswith(begins))
        shown = server.hover(name, text, at + 1, len(begins) - len(begins.lstrip(" -")) + 1)
        assert says in shown, (begins, shown)
