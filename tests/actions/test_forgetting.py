"""A customer is forgotten: nothing that names them is left, figures stay, and no desk brings it
back.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from actions.deeds import refused
from conftest import TICKET, TOLD, Desk
from exchange import Exchange

from svc.model import reading
from svc.rules.forgetting import without_personal_data

FILE = "SZ-A0001"
LATER = "2026-11-23T10:00:00"
FORGET = ("forget", FILE, "--reason", "本人要求", "--go")
NAMES = [TOLD[name] for name in ("unit", "address", "phone", "contact", "mobile", "symptom")]
RECORDS = (f"customers/{FILE}.yaml", f"tickets/SZ/2026-11/{TICKET}.yaml")


@pytest.fixture
def closed(desk: Desk) -> Desk:
    desk.play("close")
    return desk


def left(desk: Desk) -> list[str]:
    """What of the customer stands in any file of the ledger, the index with it."""
    return [
        f"{path.relative_to(desk.path)}: {name}"
        for path in desk.path.rglob("*")
        if path.is_file() and "objects" not in path.parts
        for name in NAMES
        if name.encode() in path.read_bytes()
    ]


def figures(desk: Desk) -> object:
    answer = desk.ok("--json", "report", "south", "2026-11", now=LATER).json
    return json.loads(json.dumps(answer).replace("(removed)", ""))


def test_it_is_shown_first_and_nothing_is_written(closed: Desk) -> None:
    before = closed.snapshot()
    ended = closed.ok("forget", FILE, by="sun", now=LATER)
    assert f"would be taken out of: {FILE}, {TICKET}" in ended.out
    assert TOLD["unit"] in ended.out
    assert closed.snapshot() == before


def test_nothing_that_names_them_is_left_and_the_figures_stay(closed: Desk) -> None:
    closed.ok("search", TOLD["unit"], now=LATER)
    assert left(closed)
    was = figures(closed)
    answer = closed.ok("--json", *FORGET, by="sun", now=LATER).json
    assert (answer["files"], answer["tickets"], answer["recorded"]) == ([FILE], [TICKET], True)
    assert left(closed) == []
    assert figures(closed) == was
    assert "Findings: 0, hints: 4." in closed.ok("check", now=LATER).out
    assert left(closed) == []


def test_said_twice_it_is_done_once_and_later_there_is_nothing_to_do(closed: Desk) -> None:
    closed.ok(*FORGET, by="sun", now=LATER)
    before = closed.snapshot()
    assert closed.ok("--json", *FORGET, by="sun", now=LATER).json["repeated"]
    again = refused(closed, *FORGET, by="sun", now="2026-11-24T10:00:00")
    assert again["key"] == "forgotten-before"
    assert closed.snapshot() == before


def test_what_is_open_between_us_comes_first(desk: Desk) -> None:
    desk.play("visit")
    error = refused(desk, *FORGET, by="sun", now=LATER)
    assert error["key"] == "cannot-forget-yet"
    assert f"{TICKET} is open" in str(error)


def test_only_a_manager_may(closed: Desk) -> None:
    assert refused(closed, *FORGET, by="li", now=LATER)["key"] == "not-your-role"


def test_calls_only_noted_go_too_and_what_names_them_elsewhere_is_said(closed: Desk) -> None:
    note = ("intake", "--note", "张工", TOLD["mobile"])
    closed.ok(*note, by="chen", now="2026-11-22T09:00:00")
    call = "SZ-2611-A0002"
    error = refused(closed, *FORGET, by="sun", now=LATER)
    assert error["key"] == "cannot-forget-yet"
    assert call in error["message"]
    closed.ok("cancel", call, "--reason", "打错", "--asked-by", "张工", by="li", now=LATER)
    assert closed.other(3, now=LATER).status == 0
    closed.ok("note", "SZ-2611-A0003", f"也可打 {TOLD['mobile']}", by="chen", now=LATER)
    closed.ok("part", "add", "P-9001", "--name", "控制板", by="sun", now=LATER)
    closed.ok("stock", "receive", "P-9001:5", "--number", TOLD["unit"], by="sun", now=LATER)
    shown = closed.ok("--json", "forget", FILE, by="sun", now=LATER).json
    assert shown["tickets"] == [TICKET, call]
    assert shown["named_in"] == ["SZ-2611-A0003", "SZ-M2611-A0001"]
    said = closed.ok("--lang", "zh", *FORGET, by="sun", now=LATER).out
    assert "SZ-2611-A0003" in said
    assert "别的工位" in said
    text = (closed.path / f"tickets/SZ/2026-11/{call}.yaml").read_text(encoding="utf-8")
    assert TOLD["mobile"] not in text
    assert TOLD["mobile"] in (closed.path / "tickets/SZ/2026-11/SZ-2611-A0003.yaml").read_text(
        encoding="utf-8"
    )
    closed.ok("check", now="2026-11-24T09:00:00")


def test_what_is_recorded_later_comes_in_without_words(closed: Desk) -> None:
    closed.ok(*FORGET, by="sun", now=LATER)
    told = closed.ok("note", TICKET, f"{TOLD['contact']}来电", by="chen", now=LATER)
    assert "its words were left out" in told.err
    assert closed.log[-1]["words"] == "(removed)"
    assert left(closed) == []


@pytest.fixture
def both(closed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    return Exchange(closed, tmp_path, monkeypatch)


@pytest.mark.parametrize("first", ["here", "there"])
def test_it_beats_what_a_desk_adds_that_has_not_heard_of_it(both: Exchange, first: str) -> None:
    both.here.ok(*FORGET, by="sun", now=LATER)
    name, phone, word = "新联系人", "13712345678", "狗咬人"
    for words in (
        ("note", TICKET, f"门口{word}"),
        ("customer", "contact", FILE, "--name", name, "--mobile", phone),
        ("customer", "correct", FILE, "--field", "phone", "--to", phone, "--reason", "换号"),
        ("note", TICKET, name),
    ):
        both.there.ok(*words, by="li", now=LATER)
    order = [both.here, both.there] if first == "here" else [both.there, both.here]
    for clone in (*order, *order):
        assert clone.sync(now=LATER).status == 0
    assert both.are_the_same()
    for clone in order:
        assert left(clone) == []
        for path in RECORDS:
            text = (clone.path / path).read_text(encoding="utf-8")
            assert not any(each in text for each in (name, phone, word))
            data = reading.read_record(text)
            assert without_personal_data(data) == data
        assert "Findings: 0" in clone.ok("check", now=LATER).out


def test_two_desks_forget_one_customer(both: Exchange) -> None:
    for clone, reason in ((both.here, "本人要求"), (both.there, "来信要求")):
        clone.ok("forget", FILE, "--reason", reason, "--go", by="sun", now=LATER)
    both.meet()
    assert both.are_the_same()
    assert [each["what"] for each in both.here.log[-2:]] == ["forgotten", "forgotten"]
    assert "Findings: 0" in both.here.ok("check", now=LATER).out


@pytest.mark.stress  # git's own rewriting takes seconds
def test_the_handbooks_way_to_rewrite_the_history_leaves_nothing(closed: Desk) -> None:
    page = Path("docs/handbook/en/head.md")
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    (recipe,) = re.findall(r"```\n(export FILES=.*?)```", text, re.DOTALL)
    closed.ok(*FORGET, by="sun", now=LATER)
    assert TOLD["unit"].encode() in all_blobs(closed)
    subprocess.run(["bash", "-ec", recipe], cwd=closed.path, check=True, capture_output=True)
    clone = closed.path.parent / "new.git"
    closed.git("clone", "-q", "--bare", "--no-local", str(closed.path), str(clone))
    blobs = all_blobs(closed, clone)
    assert not [name for name in NAMES if name.encode() in blobs]
    assert "Findings: 0" in closed.ok("check", now=LATER).out


def all_blobs(desk: Desk, path: Path | None = None) -> bytes:
    """Everything that any commit of the branch holds."""
    where = ["git", "-C", str(path or desk.path)]
    listed = subprocess.run(
        [*where, "rev-list", "--objects", "main"], check=True, capture_output=True
    )
    names = b"\n".join(line.split(b" ")[0] for line in listed.stdout.splitlines())
    shown = [*where, "cat-file", "--batch"]
    return subprocess.run(shown, input=names, check=True, capture_output=True).stdout


def test_screens_and_papers_say_it_in_the_readers_language(closed: Desk) -> None:
    closed.ok(*FORGET, by="sun", now=LATER)
    for words in (("show", TICKET), ("customer", "show", FILE), ("list", "--all")):
        shown = closed.ok("--lang", "zh", *words, now=LATER).out
        assert "（已删除）" in shown
        assert "removed" not in shown
    page = closed.path.parent / "order.html"
    closed.ok(
        "--lang",
        "zh",
        "print",
        TICKET,
        "visit-order",
        "--format",
        "html",
        "--out",
        str(page),
        now=LATER,
    )
    assert "（已删除）" in page.read_text(encoding="utf-8")
    assert "removed" not in page.read_text(encoding="utf-8")


# Words of others


def named_elsewhere(desk: Desk) -> str:
    """Another customer's ticket that names the one who is to be forgotten."""
    number = "SZ-2611-A0002"
    assert desk.other(3, now="2026-11-22T09:00:00").status == 0
    desk.ok("note", number, f"{TOLD['unit']}介绍来的", by="chen", now="2026-11-22T09:10:00")
    desk.ok("note", number, "门口有狗", by="chen", now="2026-11-22T09:40:00")
    return number


OTHERS = ("forget", FILE, "--others", "--reason", "本人要求", "--go")


def test_words_in_which_others_name_them_are_shown_and_go_where_that_is_asked_for(
    closed: Desk,
) -> None:
    number = named_elsewhere(closed)
    told = f"{TOLD['unit']}介绍来的"
    shown = closed.ok("--lang", "zh", "forget", FILE, by="sun", now=LATER).out
    assert f"  {number}  {told}" in shown
    assert f"svc forget {FILE} --others" in shown
    said = closed.ok("--lang", "zh", *OTHERS, by="sun", now=LATER).out
    assert told not in said
    assert not [each for each in left(closed) if TOLD["unit"] in each]
    record = reading.read_record((closed.path / f"tickets/SZ/2026-11/{number}.yaml").read_bytes())
    words = [event["words"] for event in record["log"] if event["what"] == "remarked"]
    assert words == ["(removed)", "门口有狗"]
    assert record["customer"]["unit"] not in ("(removed)", TOLD["unit"])
    closed.ok("check", now="2026-11-24T09:00:00")
    closed.ok("note", number, "明天再来", by="chen", now="2026-11-24T09:00:00")
    text = (closed.path / f"tickets/SZ/2026-11/{number}.yaml").read_text(encoding="utf-8")
    assert "明天再来" in text
    assert closed.ok("check", "--history", now="2026-11-24T09:00:00").status == 0


def test_words_of_a_head_go_too_and_its_digest_is_told(closed: Desk) -> None:
    told = {"unit": "客户三", "phone": "0755-27000003", "mobile": "13700000003", "serial": "X-3"}
    symptom = f"和{TOLD['unit']}一样，不加热"
    ended = closed.intake(by="chen", now="2026-11-22T09:00:00", symptom=symptom, **told)
    assert ended.status == 0, ended.err
    path = closed.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
    closed.ok(*OTHERS, by="sun", now=LATER)
    assert not [each for each in left(closed) if TOLD["unit"] in each]
    assert reading.read_record(path.read_bytes())["symptom"] == "(removed)"
    closed.ok("check", now="2026-11-24T09:00:00")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("(removed)", "不转", 1), encoding="utf-8", newline="")
    assert "[head]" in closed.svc("check", now="2026-11-24T09:00:00").out


@pytest.mark.parametrize("first", ["here", "there"])
def test_what_was_taken_out_of_others_beats_every_merge(
    closed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    number = named_elsewhere(closed)
    both = Exchange(closed, tmp_path, monkeypatch)
    both.here.ok("guard", "--install", "--ledger", str(both.hub))
    both.here.ok(*OTHERS, by="sun", now=LATER)
    both.there.ok("note", number, "已约好", by="chen", now=LATER)
    for clone in (both.here, both.there) if first == "here" else (both.there, both.here):
        assert clone.sync(now=LATER).status == 0
    both.meet()
    path = f"tickets/SZ/2026-11/{number}.yaml"
    for clone in (both.here, both.there):
        text = (clone.path / path).read_text(encoding="utf-8")
        assert (TOLD["unit"] in text, "已约好" in text, "门口有狗" in text) == (False, True, True)
        assert clone.ok("check", now="2026-11-24T09:00:00").status == 0
