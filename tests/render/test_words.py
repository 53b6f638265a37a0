"""Both languages: every sentence has its Chinese, and nothing a person reads goes past the
catalogue.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import catalogue
import pytest
from hints import COMMAND_LINE
from reference.kinds import error_kinds

import svc
from svc.cli.commands import COMMANDS, GROUPS, STAGES
from svc.errors import ImpossibleStep, NotInCatalogue, NotYourRole, Phrase
from svc.model.labels import LABELS
from svc.render.papers.table import ALL_PAPERS
from svc.render.words import Words, printable

SVC = Path(svc.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")
SHOWING = {"say", "out", "warn", "words", "Phrase"}
"""What puts a text before a person: `desk.say("…")`, `words("…")`, `Phrase("…")`."""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A catalogue of three messages to spoil."""
    files = {message: ["svc/model/labels.py"] for message in ("by {time}", "in warranty", "repair")}
    monkeypatch.setattr(catalogue, "extracted", lambda: files)
    monkeypatch.setattr(catalogue, "PO", tmp_path / "svc.po")
    monkeypatch.setattr(catalogue, "MO", tmp_path / "svc.mo")
    chinese = {"by {time}": "{time} 前", "in warranty": "保内", "repair": "故障报修"}
    catalogue.PO.write_bytes(catalogue.po_bytes(catalogue.catalogue(chinese)))
    catalogue.compile_()
    assert catalogue.findings() == []
    return catalogue


def spoil(small: ModuleType, old: str, new: str) -> None:
    text = small.PO.read_text(encoding="utf-8")
    assert text.count(old) == 1
    small.PO.write_text(text.replace(old, new), encoding="utf-8")


def translated() -> dict[str, str]:
    """The Chinese of every message that has some; the others are named by a test of their own."""
    return {
        message: str(entry.string)
        for message, entry in catalogue.translations().items()
        if entry.string
    }


def found(small: ModuleType) -> list[str]:
    small.compile_()
    return small.findings()


def test_every_message_has_its_chinese_with_the_same_fields_and_what_is_compiled_is_the_catalogue() -> (
    None
):
    assert catalogue.findings() == [], "run `make words`, translate what it names, run it again"


def test_no_message_stands_in_an_f_string_where_older_pythons_find_none() -> None:
    for path in sorted(Path(svc.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                marked = [n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == "N_"]
                assert not marked, f"{path.name}:{node.lineno}: make the message a line of its own"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('msgstr "保内"', 'msgstr ""', "no Chinese: 'in warranty' (svc/model/labels.py)"),
        ('msgid "in warranty"', '#, fuzzy\nmsgid "in warranty"', "fuzzy: 'in warranty'"),
        ('msgstr "{time} 前"', 'msgstr "{tme} 前"', "other fields: 'by {time}': '{tme} 前'"),
        ('msgstr "保内"', 'msgstr "保{内}"', "other fields: 'in warranty': '保{内}'"),
        (
            'msgstr "{time} 前"',
            'msgstr "{time 前"',
            "braces: 'by {time}': expected '}' before end of string",
        ),
        ('msgstr "保内"', 'msgstr "保\\n内"', "other lines: 'in warranty': '保\\n内'"),
        (
            'msgid "in warranty"',
            'msgid "of old"\nmsgstr "旧"\n\nmsgid "in warranty"',
            "no longer used: 'of old'",
        ),
        ("# The Chinese", "# Some Chinese", "svc.po is not as `update` writes it"),
    ],
    ids=[
        "missing",
        "doubtful",
        "a fact lost",
        "a fact made up",
        "can't be filled in",
        "lines",
        "gone",
        "by hand",
    ],
)
def test_what_is_wrong_with_a_translation_is_named(
    small: ModuleType, old: str, new: str, says: str
) -> None:
    spoil(small, old, new)
    assert found(small) == [says]


def test_a_catalogue_that_was_not_compiled_is_found(small: ModuleType) -> None:
    spoil(small, 'msgstr "保内"', 'msgstr "在保"')
    assert small.findings() == ["svc.mo is not what `compile` makes of svc.po"]
    assert found(small) == []


def test_update_keeps_translations_and_changes_nothing_the_second_time(
    small: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    before = small.PO.read_bytes()
    small.update()
    small.update()
    assert small.PO.read_bytes() == before
    assert capsys.readouterr().out == ""


def test_update_names_what_is_new_and_what_is_dropped(
    small: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(small, 'msgid "in warranty"', 'msgid "within warranty"')
    small.update()
    assert capsys.readouterr().out.splitlines() == [
        "dropped: 'within warranty': '保内'",
        "to translate: 'in warranty'",
    ]


def test_a_sentence_in_code_and_in_a_template_is_found_and_one_put_together_is_one_message() -> (
    None
):
    messages = catalogue.extracted()
    assert messages["Visit work order"] == ["svc/render/papers/table.py"]
    assert {"svc/cli/dispatches.py", "templates/visit_status.html"} <= set(messages["Agreed time"])
    assert (
        "Two desks changed the same record differently, at: {problems}\nBoth versions are kept. "
        "Decide in an editor "
        "what is right, then commit. Nothing was changed." in messages
    )


def test_the_catalogue_names_no_line_and_no_day_so_that_it_changes_only_with_its_messages() -> None:
    text = catalogue.PO.read_text(encoding="utf-8")
    assert "svc/errors/store.py\n" in text
    assert not re.search(r"^#: .*:[0-9]", text, re.MULTILINE)
    assert "Date" not in text.partition("\n\n")[0]
    assert "Babel" not in text


TYPED = re.compile(
    r"--[a-z][a-z-]+"
    r"|SVC_[A-Z_]+"
    r"|[a-z]+\.yaml"
    r"|`[^` ]+`"
    rf"|\bsvc (?:{'|'.join(sorted({name.split()[0] for name in COMMANDS}))})\b"
    r"|git (?:status|switch main|merge --abort|checkout --|config user\.(?:name|email))"
)
"""What a reader is to type or finds in a file: options, variables, file names, keys, commands."""


def test_what_is_to_be_typed_stands_unchanged_in_the_chinese() -> None:
    assert [
        (text, message)
        for message, chinese in translated().items()
        for text in TYPED.findall(message)
        if text not in chinese
    ] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("othing was changed", "未做任何更改"), ("othing was printed", "未打印")],
)
def test_whether_anything_was_done_is_said_in_both_languages_or_in_neither(
    english: str, chinese: str
) -> None:
    said = {
        message: (english in message, chinese in text) for message, text in translated().items()
    }
    assert [message for message, (one, other) in said.items() if one != other] == []
    assert (True, True) in said.values()


def test_chinese_sentences_have_full_width_punctuation_and_no_blanks_between_characters() -> None:
    han = "[\u4e00-\u9fff]"
    odd = re.compile(f"{han}[,;!?()]|[,;!?()]{han}|{han} +{han}|{han}  +[A-Za-z]")
    # between the words of a command line stand blanks
    said = [COMMAND_LINE.sub("svc", chinese) for chinese in translated().values()]
    assert [chinese for chinese in said if odd.search(chinese)] == []


@pytest.mark.parametrize("group", LABELS)
def test_every_fixed_value_has_a_chinese_name(group: Any) -> None:
    words = Words("zh")
    assert [value for value in LABELS[group] if not CHINESE.search(words.label(group, value))] == []


def test_every_error_is_said_in_chinese() -> None:
    words = Words("zh")
    assert [
        kind.__name__
        for kind in error_kinds()
        if kind.says and not CHINESE.search(words(kind.says))
    ] == []


def test_every_error_names_only_facts_it_shows() -> None:
    assert [
        kind.__name__
        for kind in error_kinds()
        if not {name for name, _ in kind.named} <= catalogue.fields(kind.says)
        or not {group for _, group in kind.named} <= LABELS.keys() | {"office"}  # of svc.yaml
    ] == []


def test_every_command_and_stage_has_its_chinese() -> None:
    words = Words("zh")
    texts = [
        *(command.help for command in COMMANDS.values()),
        *GROUPS.values(),
        *(stage for stage, _ in STAGES),
    ]
    assert [text for text in texts if not CHINESE.search(words(text))] == []


def unmarked(source: str) -> list[str]:
    """Texts for a person that are plain literals: not inside `N_(…)`, so that they have no
    Chinese.
    """
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        shown = call.args[:1] if name in SHOWING else []
        shown += [keyword.value for keyword in call.keywords if keyword.arg == "help"]
        found += [
            f"line {text.lineno}: {name}({ast.unparse(text)})"
            for text in shown
            if _says_something(text)
        ]
    return found


def _literals(text: ast.expr) -> list[str]:
    """The literal pieces, also of what is joined, filled in or chosen: `"a" + b`, `f"a {b}"`, `"a"
    if b else c`.
    """
    match text:
        case ast.Constant(value=str(piece)):
            return [piece]
        case ast.JoinedStr():
            return [
                piece
                for part in text.values
                if isinstance(part, ast.Constant)
                for piece in _literals(part)
            ]
        case ast.BinOp():
            return _literals(text.left) + _literals(text.right)
        case ast.IfExp():
            return _literals(text.body) + _literals(text.orelse)
    return []


def _says_something(text: ast.expr) -> bool:
    """Not so `f"  {line}"`, `f"{path}:{line}"` and `f"svc {version}"`, which are the same in both
    languages.
    """
    return any(
        re.search("[A-Za-z]{2}", piece) for piece in _literals(text) if piece.strip() != "svc"
    )


@pytest.mark.parametrize("package", ["cli", "actions", "render", "rules", "model"])
def test_no_text_for_a_person_goes_past_the_catalogue(package: str) -> None:
    found = {
        file.name: unmarked(file.read_text(encoding="utf-8"))
        for file in sorted((SVC / package).glob("*.py"))
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        'desk.say("Nothing was found.")',
        'desk.out(f"{count} tickets")',
        'desk.warn("broken: " + path)',
        'words("received" if short else "taken down")',
        'Phrase("`{field}` is missing", field=name)',
        'typer.Option("--at", help="When it happened.")',
    ],
)
def test_a_text_that_is_not_marked_is_found(source: str) -> None:
    assert unmarked(source)


@pytest.mark.parametrize(
    "source",
    [
        'desk.say(N_("Nothing was found."))',
        'desk.out(f"  {line}")',
        "words(label)",
        'typer.Option("--at", help=text)',
    ],
)
def test_a_text_that_is_marked_or_has_no_words_is_left_alone(source: str) -> None:
    assert not unmarked(source)


def test_no_reading_command_loads_babel_and_english_loads_no_catalogue() -> None:
    code = (
        "import sys\n"
        "from svc.render.words import Words\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else "
        "None)\n"
        "assert Words('en')('in warranty') == 'in warranty'\n"
        "assert not [path for path in opened if path.endswith('.mo')], opened\n"
        "assert Words('zh')('in warranty') == '保内'\n"
        "from svc.cli.app import run\n"
        "assert run(['list', '--help']) == 0\n"
        "assert 'babel' not in sys.modules\n"
    )
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_an_error_names_state_step_and_roles_in_the_reader_s_words_and_keeps_the_codes_as_facts() -> (
    None
):
    error = ImpossibleStep(
        ticket="T-1", step="closed", status="on_hold", possible=["svc resume T-1"]
    )
    assert Words("zh").error(error).startswith("工单 T-1 当前是“已挂起”，不能记录“已关闭”")
    assert (
        Words("en")
        .error(error)
        .startswith("Ticket T-1 is in the state 'on hold': 'closed' can't follow.")
    )
    assert error.facts["status"] == "on_hold"
    refused = NotYourRole(person="wang", step="closed", roles=["clerk", "lead"])
    assert "客服专员、售后组长" in Words("zh").error(refused)
    assert "clerk, lead" in Words("en").error(refused)


def test_the_department_s_own_name_for_a_value_comes_before_ours() -> None:
    words = Words("zh", {"role.clerk": "内业员"})
    assert words.label("role", "clerk") == "内业员"
    assert words.label("role", "manager") == "经理"
    assert words.label("kind", "of_our_own") == "of_our_own"


def test_facts_are_shown_to_the_minute_in_lists_and_in_the_reader_s_language() -> None:
    words = Words("zh")
    assert words.show(datetime(2026, 11, 21, 9, 0, tzinfo=UTC)) == "2026-11-21 09:00"
    assert words.show(datetime(2026, 11, 21, 9, 0, 5, tzinfo=UTC)) == "2026-11-21 09:00:05"
    assert words.show(date(2026, 11, 21)) == "2026-11-21"
    assert words.show(["a", "b"]) == "a、b"
    assert Words("en").show(["a", "b"]) == "a, b"
    assert words.show(Phrase("{km} km", km=12)) == "12 公里"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_reason_does_not_say_that_nothing_was_changed(lang: str) -> None:
    words = Words(lang)
    error = NotInCatalogue(part="P-1")
    assert words("Nothing was changed.") in words.error(error)
    assert words("Nothing was changed.") not in words.reason(words.error(error))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("开机\n不热", "开机⏎不热"),
        ("\x1b[31m", "\\x1b[31m"),
        ("👨\u200d🔧 👩🏽\u200d🔧 ❤\ufe0f\u200d🔥", "👨\u200d🔧 👩🏽\u200d🔧 ❤\ufe0f\u200d🔥"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",) * 2,
        ("王\u200d强 👨\u200d \u200d🔧 👨\u200d修", "王\\u200d强 👨\\u200d \\u200d🔧 👨\\u200d修"),
        ("👨\u200d\u202e🔧", "👨\\u200d\\u202e🔧"),
        ("a\U000e0067\U000e007f", "a\\U000e0067\\U000e007f"),
        ("\u202eabc", "\\u202eabc"),
        ("A\u3000B", "A\u3000B"),
    ],
)
def test_text_of_a_customer_can_not_steer_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert Words("zh")("{km} km", km=text) == f"{shown} 公里"


def test_a_paper_is_named_in_messages_as_it_is_typed_in_that_language() -> None:
    titles = {name: paper.title for name, paper in ALL_PAPERS.items()}
    assert set(LABELS["paper"]) == set(titles)
    for name, title in titles.items():
        assert Words("en").label("paper", name) == name
        assert Words("zh").label("paper", name) == Words("zh")(title)
        assert " " not in Words("zh")(title)
