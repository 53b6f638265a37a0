"""One envelope without exception: whatever is typed with `--json`, each line of either stream is an
answer that fits the published schema.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET as T
from reference.judge import fits

from svc.cli.answer_schemas import answers_schema, kinds_of
from svc.cli.answers.table import ANSWERED, SAID_OF_ALL
from svc.cli.commands import COMMANDS
from svc.render.words import Words

if TYPE_CHECKING:
    from conftest import Desk

LISTS = (
    "list", "overdue", "loan list", "outstanding", "complaint list", "customer find nobody",
    "callback", "mine", "mine li", "search nothing", "knowledge nothing", "prices", "roster",
    "promise list", "staff list", "office list", "region list", "part list", "price list",
    "policy list", "calendar list", "check", "dispatch", "dispatch --tomorrow",
)  # fmt: skip
OTHERS = (
    f"show {T}", f"why {T}", f"script {T} all", f"amend {T}", f"dispatch {T}",
    "customer show SZ-A0001", "equipment history CR200-24-0042", "report south 2026-11",
    "report all 2026-10..2026-11", "report south 2026-11 --explain",
    "report south 2026-11 --explain received", "report south 2026-11 --format html",
    "report south 2026-11 --format md", "report south 2026-11 --format md --out r.md",
    "list --csv", "list --xlsx list.xlsx", "staff list --csv", "staff list --xlsx staff.xlsx",
    "overdue --within 2000h --all", "overdue --flag", "check --fix", "schema", "schema all",
    "schema answers", "schema answers customer show", "schema answers --to schemas",
    "help", "help times", "help intake", "help customer", "version", "--version", "--help", "-h",
    "customer -h", "intake -h", "--show-completion bash", f"print {T} visit-order --format html",
    "customer template x", "import template t.xlsx", "setup --template ../department.yaml",
    "clock add 2026-11-20T16:30 8h --calendar SZ", "clock batch questions --calendar SZ",
    f"note {T} 明天再来", f"note {T} 明天再来", f"hold {T} --reason other --words 等",
    "staff change wang --phone 13800000000", "policy new office --set contact=1h",
    "staff leave wang --to li", "promise recompute --from office@2026-11 --to regions@2026-11",
)  # fmt: skip
REFUSED = (
    "show SZ-2611-A0099", "show nothing", f"note {T}", f"visit {T}", f"close {T}", "nocommand",
    "show", "show --nooption", "list --status nothing", "list --limit x", "list --office XX",
    "report nowhere 2026-11", "report south 2099-13", "clock add x 8h", "schema nothing",
    "schema answers nothing", "schema ticket show", "help nothing", "--lang fr list",
    "--as nobody note x", "--ledger nowhere list", "customer show SZ-A9999", "intake",
    "import customers nothing.csv", "handover", f"dispatch {T} --to nobody",
    f"reschedule {T} --appointment 昨天", "loan lend x y", "print nothing", "amend",
    "staff add 甲 --role nobody", "calendar fill 1900 --calendar SZ", "--show-completion nothing",
)  # fmt: skip


def lines_of(desk: Desk, words: str) -> list[tuple[str, Any]]:
    """What a command line with `--json` says: stream and line."""
    ended = desk.svc(*words.split(), "--json", by="li", now="2026-11-20T11:00:00")
    if ended.status not in (2, 4, 70):
        assert len(ended.out.splitlines()) == 1 + ("questions" in words), words
    else:
        assert ended.out == "", words
    said = [("out", line) for line in ended.out.splitlines()]
    return [(stream, json.loads(line))
            for stream, line in [*said, *(("err", line) for line in ended.err.splitlines())]]  # fmt: skip


def command_of(words: str) -> str:
    """The command that is typed, as the table has it; empty if it is none, or of `svc` itself."""
    typed = words.split()
    names = [" ".join(typed[:2]), *typed[:1]]
    return next((name for name in names if name in COMMANDS), "")


@pytest.mark.parametrize("played", ["", "dispatch"])
def test_every_line_of_every_answer_fits(desk: Desk, played: str) -> None:
    asked = '{"op": "add", "start": "2026-11-20T16:30:00+08:00", "for": "8h"}\n{"op": 1}\n'
    (desk.path / "questions").write_text(asked, encoding="utf-8")
    if played:
        desk.play(played)
    for words in (*LISTS, *((*OTHERS, *REFUSED) if played else ())):
        for stream, answer in lines_of(desk, words):
            is_help = answer["kind"] in ("help", "version")  # of any command: -h, --version
            try:
                fits(answer, *kinds_of("" if is_help else command_of(words)))
            except AssertionError as error:
                raise AssertionError(f"{words}: {error}\n{answer}") from None
            assert (answer["kind"] in SAID_OF_ALL) == (stream == "err" or answer["kind"] == "error")


def test_every_command_has_a_schema_of_its_answers() -> None:
    for command in COMMANDS:
        if command != "merge-driver":  # git calls it
            schema = answers_schema(kinds_of(command), Words("en"))
            assert schema["properties"]["kind"]["enum"] == [*ANSWERED[command].split(),
                                                            *SAID_OF_ALL]  # fmt: skip


def test_every_field_of_the_schemas_says_what_it_is_in_both_languages() -> None:
    def told(node: Any) -> list[str]:
        inner = [] if not isinstance(node, dict) else list(node.values())
        inner = node if isinstance(node, list) else inner
        own = [node["description"]] if isinstance(node, dict) and isinstance(
            node.get("description"), str) else []  # fmt: skip
        return [*own, *(text for each in inner for text in told(each))]

    english, chinese = (told(answers_schema(kinds_of(""), Words(lang))) for lang in ("en", "zh"))
    assert len(english) == len(chinese) > 400
    same = {text for text, zh in zip(english, chinese, strict=True) if text == zh}
    assert {text for text in same if any(map(str.isalpha, text))} <= {
        "`overdue`",
        "`issued`, `to_issue` or `waived`",
    }
