"""`svc print`: one paper or many, of tickets or of a day; into a file or to a printer."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from signal import SIGINT
from typing import Any

import pypdfium2 as pdfium
import pytest
from cli.terminal import talk
from conftest import Desk, shared_desk, surroundings

from svc.cli import papers
from svc.render.papers.table import paper_maker
from svc.store.interrupts import Stopped

ALLOW = ("--allow", "测试")  # whoever is certified
EVENING = "2026-11-20T17:00:00"
ORDERS = {  # number of the day's visits → technician, time
    2: ("wang", "2026-11-23 14:00"),
    3: ("zhoub", "2026-11-23 09:00"),
    4: ("wang", "2026-11-23 09:30"),
    5: ("wang", "2026-11-24 09:30"),
    6: ("wang", "2026-11-23 16:00"),  # moved to the day after
    7: ("wang", "2026-11-23 11:00"),  # on hold
}


def number(order: int) -> str:
    return f"SZ-2611-A{order:04d}"


ZHOUB = '  - id: "zhoub"\n    name: "周斌"\n    office: "SZ"\n    roles: ["technician"]\n'


@pytest.fixture(scope="module")
def friday(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """A ledger on Friday evening, when the visits of the next days are agreed; made once."""
    path = tmp_path_factory.mktemp("friday") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        desk.edit("staff:\n", f"staff:\n{ZHOUB}", "staff.yaml")
        desk.git("config", "svc.commit", "off")  # nobody asks for commits here
        assert desk.intake().status == 0
        for order, (technician, time) in ORDERS.items():
            assert desk.other(order).status == 0
            desk.ok("handover", number(order), "--to", "li", by="chen", now=EVENING)
            desk.ok(
                "dispatch",
                number(order),
                "--to",
                technician,
                "--appointment",
                time,
                *ALLOW,
                by="sun",
                now=EVENING,
            )
        move = (
            "--appointment",
            "2026-11-24 14:00",
            "--agreed-with",
            "李工",
            "--reason",
            "客户有事",
        )
        desk.ok("reschedule", number(6), *move, by="li", now=EVENING)
        desk.ok("hold", number(7), "--for", "customer", "--reason", "停业", by="li", now=EVENING)
    return path


@pytest.fixture
def monday(tmp_path: Path, friday: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of it to print from; we are in an empty folder beside."""
    path = tmp_path / "深圳 ledger"
    shutil.copytree(friday, path)
    surroundings(monkeypatch, gitconfig)
    monkeypatch.setenv("SVC_LEDGER", str(path))
    here = tmp_path / "纸 here"
    here.mkdir()
    monkeypatch.chdir(here)
    return Desk(path, monkeypatch)


def pages(path: str) -> list[str]:
    return [
        page.get_textpage().get_text_bounded()
        for page in pdfium.PdfDocument(Path(path).read_bytes())
    ]


def orders_in(path: str) -> list[str]:
    """The tickets whose orders are in the file, by the first pages of our copies."""
    ours = [page for page in pages(path) if "Page 1 of" in page and "Customer copy" not in page]
    return [re.search(r"SZ-2611-A\d{4}", page)[0] for page in ours]


def left_here() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_one_ticket_is_a_file_named_after_it(monday: Desk) -> None:
    ended = monday.ok("print", "sz-2611-a0002")
    assert ended.out == "Written: SZ-2611-A0002-visit-order.pdf\n"
    assert orders_in("SZ-2611-A0002-visit-order.pdf") == [number(2)]


def test_several_tickets_are_one_file_in_the_order_they_are_named_each_once(monday: Desk) -> None:
    ended = monday.ok("print", number(4), "visit-order", number(2), number(4))
    assert ended.out == "Written: SZ-2611-A0004+1-visit-order.pdf (2 tickets)\n"
    assert [re.search(r"Page \d of \d", page)[0] for page in pages("SZ-2611-A0004+1-visit-order.pdf")] == [
        "Page 1 of 1", "Page 1 of 1", "Page 1 of 1", "Page 1 of 1",
    ]  # fmt: skip
    assert orders_in("SZ-2611-A0004+1-visit-order.pdf") == [number(4), number(2)]


@pytest.mark.parametrize("title", ["上门维修工单", "保养工单"])
def test_a_paper_may_be_called_by_its_title(monday: Desk, title: str) -> None:
    monday.ok("print", number(2), title, "--lang", "zh", "--out", "x.pdf")
    assert number(2) in pages("x.pdf")[0]
    assert "上门维修工单" in pages("x.pdf")[0]  # which is what this ticket has


def test_a_ticket_alone_prints_the_order_that_fits_it(monday: Desk) -> None:
    counter = ("--place", "维修区", "--condition", "完好", "--signed-by", "黄玥")
    monday.ok("bench", "receive", number(1), *counter, by="chen")
    ended = monday.ok("print", number(1), number(2), "--paper", "A4")
    assert ended.out == f"Written: {number(1)}+1-bench-order.pdf (2 tickets)\n"
    heads = [page.splitlines()[1] for page in pages(f"{number(1)}+1-bench-order.pdf")]
    assert [head[:10] for head in heads] == ["Bench repa"] * 3 + ["Visit work"] * 2


@pytest.mark.parametrize(("words", "file", "found"), [
    # wang by time, then zhoub
    (("--day", "2026-11-23"), "visit-order-2026-11-23-SZ.pdf", [4, 2, 3]),
    (("visit-order", "--day", "2026-11-23", "--technician", "wang"), "visit-order-2026-11-23-wang.pdf", [4, 2]),
    (("--day", "2026-11-24", "--office", "all"), "visit-order-2026-11-24-all.pdf", [5, 6]),
])  # fmt: skip
def test_a_days_orders_are_one_file_by_technician_and_time_without_the_moved_and_the_held(
    monday: Desk, words: tuple[str, ...], file: str, found: list[int]
) -> None:
    monday.ok("print", *words, by="li", now=EVENING)
    assert left_here() == [file]
    assert orders_in(file) == [number(order) for order in found]


@pytest.mark.parametrize("day", ["tomorrow", "明天", "2026-11-23"])
def test_the_day_may_be_told_in_words(monday: Desk, day: str) -> None:
    ended = monday.ok("print", "--day", day, "--json", by="li", now="2026-11-22T12:00:00")
    assert ended.json["day"] == "2026-11-23"


def test_where_there_is_nothing_to_print_it_says_so_and_leaves_no_file(monday: Desk) -> None:
    ended = monday.ok("print", "--day", "2026-11-28", by="li")
    assert ended.out == (
        "Nothing to print for 2026-11-28.\nThe office is closed that day; the next working day is "
        "2026-11-30.\n"
    )
    assert monday.ok("print", "--day", "2026-11-28", "--json", by="li").json["files"] == []
    assert (
        monday.ok("print", "--day", "2026-11-27", by="li").out
        == "Nothing to print for 2026-11-27.\n"
    )
    assert left_here() == []


def test_unreadable_tickets_are_named_and_the_rest_is_printed(monday: Desk) -> None:
    broken = f"tickets/SZ/2026-11/{number(3)}.yaml"
    (monday.path / broken).write_bytes(b"\xff\xfe")
    ended = monday.svc("print", "--day", "2026-11-23", by="li", now=EVENING)
    assert ended.status == 3
    assert broken in ended.err
    assert orders_in("visit-order-2026-11-23-SZ.pdf") == [number(4), number(2)]
    ended = monday.svc("print", number(2), number(3), "--out", "named.pdf")
    assert (ended.status, orders_in("named.pdf")) == (3, [number(2)])
    assert broken in ended.err


def test_a_number_that_is_none_prints_nothing_at_all(monday: Desk) -> None:
    ended = monday.svc("print", number(2), "SZ-2611-A0999")
    assert (ended.status, ended.out, left_here()) == (2, "", [])


def test_html_of_several_is_one_page_complete_in_itself(monday: Desk) -> None:
    monday.ok("print", number(4), number(2), "--format", "html", "--out", "x.html")
    html = Path("x.html").read_text(encoding="utf-8")
    assert [html.count(f"<{tag}") for tag in ("html", "head>", "title", "body", "h1")] == [
        1,
        1,
        1,
        1,
        4,
    ]
    # our copy and the customer's
    assert re.findall(r'<b class="number">([^<]+)', html) == [number(4)] * 2 + [number(2)] * 2
    assert not re.search(r'(src|href)="(?!data:)', html)


def strange_name(desk: Desk, *orders: int) -> None:
    for order in orders:
        path = f"tickets/SZ/2026-11/{number(order)}.yaml"
        desk.edit("unit: ", f'unit: "𠀋野家{order}😀" #', path)


def test_what_no_font_has_is_said_once_by_paper_and_keeps_no_paper_back(monday: Desk) -> None:
    strange_name(monday, 2, 4)
    ended = monday.ok("print", "--day", "2026-11-23", by="li")
    assert orders_in("visit-order-2026-11-23-SZ.pdf") == [number(4), number(2), number(3)]
    assert ended.err.count("〓") == 1
    for order in (2, 4):
        assert f"Visit work order {number(order)}: 😀 (U+1F600), 𠀋 (U+2000B)" in ended.err
    assert "--format html" in ended.err
    text = "".join(pages("visit-order-2026-11-23-SZ.pdf"))
    assert "𠀋野家2😀" in text  # copied, it is what was meant
    chinese = monday.ok("print", number(2), "--lang", "zh")
    assert "字库里都没有这些字" in chinese.err
    assert f"上门维修工单 {number(2)}：" in chinese.err
    assert "customer" not in chinese.err


def test_json_says_for_which_characters_of_which_field_a_sign_stands(monday: Desk) -> None:
    strange_name(monday, 2)
    answer = monday.ok("print", number(2), number(3), "--json").json
    assert [(each["character"], each["field"]) for each in answer["stood_in"]] == [
        ("😀", "customer.unit"),
        ("𠀋", "customer.unit"),
    ]
    assert number(2) in answer["stood_in"][0]["paper"]


def test_the_size_is_said_once_or_in_the_settings_and_a_wrong_one_is_refused(monday: Desk) -> None:
    def across() -> int:
        page = pdfium.PdfDocument("x.pdf")[0]
        return round(page.get_size()[0] * 25.4 / 72)

    print_survey = ("print", number(2), "survey", "--out", "x.pdf")
    monday.ok(*print_survey)
    assert across() == 210
    refused = monday.svc(*print_survey, "--paper", "80mm", "--json")
    assert (refused.status, refused.error["key"]) == (2, "not-on-this-size")
    refused = monday.svc(*print_survey, "--paper", "A3", "--json")
    assert (refused.status, refused.error["key"]) == (2, "not-one-of")
    monday.edit("schema: 1", "schema: 1\npaper_sizes: {survey: A5, visit-status: A5}", "svc.yaml")
    monday.ok(*print_survey)
    assert pdfium.PdfDocument("x.pdf")[0].get_size()[1] < 430  # A5 across
    monday.ok(*print_survey, "--paper", "A4")
    assert pdfium.PdfDocument("x.pdf")[0].get_size()[1] > 830
    refused = monday.svc("print", "visit-status", "--day", "2026-11-23", "--json")
    assert (refused.status, refused.error["key"]) == (2, "not-on-this-size")


def test_copies_are_told_by_number_or_name_once_or_in_the_settings(monday: Desk) -> None:
    survey = ("--lang", "zh", "print", number(2), "survey", "--out", "x.pdf")
    monday.ok(*survey, "--copies", "2")
    assert len(pdfium.PdfDocument("x.pdf")) == 2
    monday.ok(*survey, "--copies", "客户联、stub")
    first, second = pages("x.pdf")
    assert "第一联\u3000客户" in first
    assert "第二联\u3000存根" in second
    monday.edit("schema: 1", "schema: 1\npaper_copies: {survey: [stub, accounts]}", "svc.yaml")
    monday.ok(*survey)
    assert ["存根" in page for page in pages("x.pdf")] == [True, False]
    monday.ok(*survey, "--copies", "customer")
    (only,) = pages("x.pdf")
    assert "客户联" in only


@pytest.mark.parametrize(
    ("typed", "key"),
    [("0", "not-copies"), ("9", "not-copies"), ("王强", "not-one-of"), ("stub," * 7, "not-copies")],
)
def test_copies_that_can_not_be_meant_are_refused(monday: Desk, typed: str, key: str) -> None:
    refused = monday.svc("print", number(2), "survey", "--copies", typed, "--json")
    assert (refused.status, refused.error["key"]) == (2, key)
    assert left_here() == []


def test_more_copies_than_a_paper_has_names_for_are_refused(monday: Desk) -> None:
    refused = monday.svc("print", number(2), "bench-order", "--copies", "4", "--json")
    assert (refused.status, refused.error["key"]) == (2, "not-so-many-copies")


def test_where_both_sides_are_printed_each_copy_begins_on_a_front(monday: Desk) -> None:
    surveys = ("print", number(2), number(3), "survey", "--out", "x.pdf")
    monday.ok(*surveys, "--duplex")
    assert [page != "" for page in pages("x.pdf")] == [True, False, True]
    monday.edit("schema: 1", "schema: 1\nduplex: true", "svc.yaml")
    monday.ok(*surveys)
    assert len(pdfium.PdfDocument("x.pdf")) == 3
    monday.ok(*surveys, "--no-duplex")
    assert len(pdfium.PdfDocument("x.pdf")) == 2


def test_slips_of_several_tickets_share_a_sheet_whose_back_stays_empty(monday: Desk) -> None:
    for order in (2, 3):
        monday.ok("part", "short", number(order), "加热管", by="sun", now=EVENING)
    slips = ("print", number(2), number(3), "failure-slip", "--paper", "A4/3", "--out", "x.pdf")
    monday.ok(*slips)
    (sheet,) = pages("x.pdf")
    assert number(2) in sheet
    assert number(3) in sheet
    monday.ok(*slips, "--copies", "3", "--duplex")
    assert [page != "" for page in pages("x.pdf")] == [True, False, True]


def test_a_broken_ticket_is_named_beside_the_others(monday: Desk) -> None:
    broken = monday.path / f"tickets/SZ/2026-11/{number(3)}.yaml"
    broken.write_bytes(broken.read_bytes().replace(b"kind: ", b"kind "))
    ended = monday.svc("print", "--day", "2026-11-23", by="li")
    assert ended.status == 3
    assert f"{number(3)}.yaml" in ended.err
    assert orders_in("visit-order-2026-11-23-SZ.pdf") == [number(4), number(2)]


def test_on_a_list_of_the_day_the_others_stand_and_a_sign_for_what_no_font_has(
    monday: Desk,
) -> None:
    strange_name(monday, 2)
    ended = monday.ok("print", "visit-status", "--day", "2026-11-23", "--out", "x.pdf")
    assert ended.err.count("U+1F600") == 1
    text = "".join(pages("x.pdf"))
    assert all(number(order) in text for order in (2, 3, 4))


@pytest.mark.parametrize(("words", "key"), [
    ((), "which-tickets"),
    (("visit-order",), "which-tickets"),
    (("visit-order", "callback-record", number(2)), "one-paper"),
    ((number(2), "--day", "today"), "tickets-or-day"),
    (("poem",), "no-document"),
    (("--day", "someday"), "not-a-day"),
    (("--day", "2026-02-30"), "not-a-day"),
    (("--technician", "nobody"), "unknown-staff"),
    (("callback-list", number(2)), "tickets-or-day"),
    (("complaint-form", "--day", "today"), "not-by-day"),
    (("--office", "XX"), "unknown-office"),
    ((number(2), "--format", "html", "--printer", "Office"), "not-one-of"),
])  # fmt: skip
def test_what_can_not_be_meant_is_refused_and_nothing_is_printed(
    monday: Desk, words: tuple[Any | str, ...], key: str
) -> None:
    ended = monday.svc("print", *words, "--json", by="li")
    assert (ended.status, ended.error["key"], left_here()) == (2, key, [])


def test_json_lists_files_and_tickets(monday: Desk) -> None:
    answer = monday.ok("print", "--day", "2026-11-23", "--json", by="li", now=EVENING).json
    tickets = [number(4), number(2), number(3)]
    assert answer["files"] == [{"path": "visit-order-2026-11-23-SZ.pdf", "tickets": tickets}]
    assert (answer["document"], answer["tickets"], answer["printer"]) == (
        "visit-order",
        tickets,
        None,
    )


def test_the_same_records_give_the_same_bytes(monday: Desk) -> None:
    for name in ("a.pdf", "b.pdf"):
        monday.ok("print", number(2), number(4), "--out", name)
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()


def test_interrupted_in_the_middle_no_half_file_is_left(
    monday: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paper_maker("visit-order")

    def second(given: Any, *rest: Any, **options: Any) -> Any:
        if given.state.ticket.id == number(2):
            raise Stopped(SIGINT)
        return made(given, *rest, **options)

    monkeypatch.setattr(papers, "paper_maker", lambda document: second)
    assert monday.svc("print", number(4), number(2)).status == 130
    assert left_here() == []


def test_progress_is_shown_at_a_terminal_alone(
    monday: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MANY", 2)
    assert monday.ok("print", number(2), number(4)).err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_at_a_terminal_many_papers_leave_no_progress_behind(monday: Desk) -> None:
    numbers = [number(order) for order in (2, 3, 4, 5, 6)]
    for order in range(8, 8 + papers.MANY):
        monday.other(order)
        numbers.append(number(order))
    shown = talk(monday.path, "print", *numbers, answers=[], now=f"{EVENING}+08:00")
    assert shown.status == 0
    assert "Making the papers" not in shown.screen.splitlines()[-1]
    assert f"Written: SZ-2611-A0002+{len(numbers) - 1}-visit-order.pdf" in shown.screen


# Papers about a day


def test_each_technician_has_a_day_sheet_of_their_own_in_one_file(monday: Desk) -> None:
    ended = monday.ok("print", "day-sheet", "--day", "2026-11-23", by="li", now=EVENING)
    assert ended.out == "Written: day-sheet-2026-11-23-SZ.pdf (3 tickets)\n"
    wang, zhoub = pages("day-sheet-2026-11-23-SZ.pdf")
    assert re.findall(r"\d\d:\d\d SZ-2611-A(\d{4})", " ".join(wang.split())) == ["0004", "0002"]
    assert re.findall(r"\d\d:\d\d SZ-2611-A(\d{4})", " ".join(zhoub.split())) == ["0003"]
    assert [re.search(r"Page \d of \d", page)[0] for page in (wang, zhoub)] == ["Page 1 of 1"] * 2
    monday.ok("print", "day-sheet", "--day", "2026-11-23", "--technician", "zhoub", now=EVENING)
    assert len(pages("day-sheet-2026-11-23-zhoub.pdf")) == 1


def test_the_status_table_has_the_moved_and_the_held_too_and_the_day_after_what_nobody_reported(
    monday: Desk,
) -> None:
    monday.ok(
        "print", "visit-status", "--day", "2026-11-23", "--out", "x.pdf", by="li", now=EVENING
    )
    (page,) = pages("x.pdf")
    assert set(re.findall(r"SZ-2611-A\d{4}", page)) == {number(order) for order in (2, 3, 4, 6, 7)}
    assert "moved to 2026-11-24 14:00" in page
    assert "＊" not in page.partition("Visits on this day")[2]
    monday.ok(
        "print",
        "visit-status",
        "--day",
        "2026-11-24",
        "--out",
        "x.pdf",
        by="li",
        now="2026-11-24T08:00:00",
    )
    before, _, today = " ".join(pages("x.pdf")).partition("Visits on this day")
    assert set(re.findall(r"SZ-2611-A\d{4}", before)) == {number(order) for order in (2, 3, 4, 7)}
    assert set(re.findall(r"SZ-2611-A\d{4}", today)) == {number(order) for order in (5, 6)}


def test_the_callback_list_has_those_due_by_the_end_of_the_day(monday: Desk) -> None:
    done = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    monday.ok("arrive", number(4), by="wang", now="2026-11-23T09:25:00")
    monday.ok("visit", number(4), *done, by="wang", now="2026-11-23T11:00:00")
    for day, count in (("2026-11-23", 0), ("2026-11-24", 1), ("2026-11-25", 1)):
        ended = monday.ok(
            "print", "callback-list", "--day", day, "--json", by="zhao", now="2026-11-23T12:00:00"
        )
        assert ended.json["tickets"] == [number(4)] * count
    assert "due 11:00" in pages("callback-list-2026-11-24-SZ.pdf")[0]
    monday.ok(
        "callback", number(4), "--not-reached", "无人接听", by="zhao", now="2026-11-24T16:00:00"
    )
    later = monday.ok("print", "callback-list", "--json", by="zhao", now="2026-11-24T16:30:00").json
    assert (later["day"], later["tickets"]) == ("2026-11-24", [])  # to be tried again tomorrow
    assert monday.ok("print", "callback-record", "--day", "2026-11-25", "--json", by="zhao",
                     now="2026-11-24T16:30:00").json["tickets"] == [number(4)]  # fmt: skip


def test_of_a_days_tickets_those_that_lack_what_the_paper_is_about_are_left_out(
    monday: Desk,
) -> None:
    answer = monday.ok(
        "print", "issue-slip", "--day", "2026-11-23", "--json", by="li", now=EVENING
    ).json
    assert (answer["tickets"], answer["files"], left_here()) == ([], [], [])
    monday.ok("loan", "lend", number(2), "加热管", "--to", "wang", *ALLOW, by="sun", now=EVENING)
    answer = monday.ok(
        "print", "issue-slip", "--day", "2026-11-23", "--json", by="li", now=EVENING
    ).json
    assert answer["tickets"] == [number(2)]
    assert monday.svc("print", "issue-slip", number(4), number(2)).status == 2


def test_what_could_not_be_read_stands_on_the_paper_too(monday: Desk) -> None:
    broken = f"tickets/SZ/2026-11/{number(3)}.yaml"
    (monday.path / broken).write_bytes(b"\xff\xfe")
    ended = monday.svc(
        "print", "visit-status", "--day", "2026-11-23", "--out", "x.pdf", by="li", now=EVENING
    )
    assert ended.status == 3
    assert broken in "".join(pages("x.pdf")[0].split())


# On a printer

LP = """\
import sys
from pathlib import Path
here = Path(__file__).parent
(here / "words").write_text("\\n".join(sys.argv[1:]))
if "Office" not in sys.argv:
    sys.exit("lp: Error - The printer or class does not exist.")
(here / "printed.pdf").write_bytes(Path(sys.argv[-1]).read_bytes())
print("request id is Office-12 (1 file(s))")
"""

needs_lp = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lp")


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `lp` that takes what is for Office."""
    folder = tmp_path / "spooler"
    folder.mkdir()
    (folder / "lp.py").write_text(LP)
    program = folder / "lp"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "{folder}/lp.py" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@needs_lp
def test_a_paper_goes_to_the_printer_and_leaves_no_file_here(monday: Desk, spooler: Path) -> None:
    ended = monday.ok("print", number(2), "--printer", "Office")
    assert ended.out == "Sent to Office: Office-12\n"
    assert left_here() == []
    assert orders_in(str(spooler / "printed.pdf")) == [number(2)]


@needs_lp
def test_the_spooler_learns_no_customer_and_its_file_is_gone(monday: Desk, spooler: Path) -> None:
    monday.ok("print", number(2), "--printer", "Office")
    *words, file = (spooler / "words").read_text().split("\n")
    assert words[:4] == ["-d", "Office", "-t", f"visit-order {number(2)}"]
    assert words[-1] == "--"
    assert Path(file).name == "paper.pdf"
    assert not Path(file).parent.exists()


@needs_lp
@pytest.mark.parametrize(
    ("setting", "typed", "sides"),
    [
        ("", (), ["-o", "sides=one-sided"]),
        ("", ("--duplex",), ["-o", "sides=two-sided-long-edge"]),
        ("duplex: true", (), ["-o", "sides=two-sided-long-edge"]),
        ("duplex: true", ("--no-duplex",), ["-o", "sides=one-sided"]),
        ("duplex: true", ("--paper", "241-1/1"), []),  # there is no back to what copies itself
    ],
)
def test_the_printer_is_told_the_sides_the_file_was_laid_out_for_and_one_copy_of_it(
    monday: Desk, spooler: Path, setting: str, typed: tuple[str, ...], sides: list[str]
) -> None:
    if setting:
        monday.edit("schema: 1", f"schema: 1\n{setting}", "svc.yaml")
    monday.ok("print", number(2), "--printer", "Office", *typed)
    words = (spooler / "words").read_text().split("\n")
    assert words[4:-2] == ["-n", "1", *sides]


@needs_lp
def test_with_out_it_is_kept_in_a_file_too(monday: Desk, spooler: Path) -> None:
    answer = monday.ok(
        "print",
        "--day",
        "2026-11-23",
        "--printer",
        "Office",
        "--out",
        "x.pdf",
        "--json",
        by="li",
        now=EVENING,
    ).json
    assert (answer["printer"], answer["job"], answer["files"][0]["path"]) == (
        "Office",
        "Office-12",
        "x.pdf",
    )
    assert Path("x.pdf").read_bytes() == (spooler / "printed.pdf").read_bytes()
    assert (spooler / "words").read_text().split("\n")[3] == "visit-order 2026-11-23-SZ"


@needs_lp
@pytest.mark.parametrize("name", ["Nobody", "-h", "; touch x", "$(touch x)", "Büro 打印机"])
def test_a_printer_that_refuses_is_named_with_what_the_spooler_said(
    monday: Desk, spooler: Path, name: str
) -> None:
    ended = monday.svc("print", number(2), "--out", "x.pdf", f"--printer={name}")
    assert (ended.status, ended.out, left_here()) == (4, "", [])
    assert f"{name} refused it: Error - The printer or class does not exist." in ended.err
    assert (spooler / "words").read_text().split("\n")[:2] == ["-d", name]


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_without_a_spooler_the_way_out_is_named(
    monday: Desk, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("svc.store.printers.sys.platform", platform)
    ended = monday.svc("print", number(2), "--printer", "Office", "--json")
    assert (ended.status, ended.error["key"]) == (4, "no-printer")
    assert "open the PDF" in ended.error["message"]
