"""For every error there is: what is typed, and where, so that it comes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import NOW, TOLD, options
from errors.exchanges import (
    always_overtaken,
    another_ledger,
    both_renumbered,
    copied,
    copy_went_on,
    dropped_and_pushed,
    edited_on_both,
    git_says,
    lane_claimed_twice,
    link_sent,
    locked_over_there,
    moved_on,
    one_number,
    own_hook,
    pushing,
    refused_over_there,
    rewound,
    rewritten_there,
    settings_spoilt_there,
    shared,
    taken_out_there,
    text_gone,
    with_remotes,
    without_other_offices,
)
from errors.states import (
    FILE,
    HAPPY,
    LATER,
    MACHINE,
    NEXT_DAY,
    RECEIVE,
    SHORT,
    T,
    broken_neighbour,
    copied_without_git,
    fall_over,
    folder_removed,
    foreign_journal,
    git_dies,
    git_is_done_soon,
    given_away,
    head_of,
    hold_the_lock,
    just_before,
    last_event_taken_out,
    led_away,
    left_unfinished,
    log_at_the_edge,
    log_in_one_line,
    lost_text,
    memory_ends,
    merging,
    merging_in_conflict,
    merging_without_the_ticket,
    moved_out,
    no_hours,
    nobody_signs,
    nothing_flushed,
    overtake,
    own_template,
    put_fails,
    reached_three_times,
    rebasing_with_a_program,
    record,
    saved_late,
    settled_while_here,
    shut,
    spooler,
    system_says,
    text_changed,
    versions,
    with_other_ids,
    without_module,
)
from keeper import FIRST, SENT, keep
from rules.composed import composed, of_later_version
from store.own import write_own

from svc.errors import DiskFull
from svc.store import lock, page_folder
from svc.store.own_file import own_path


def first_key_to_go(desk: Any, _: pytest.MonkeyPatch) -> None:
    """Somebody whose entry begins with what is to be taken out: its dash would go with it."""
    path = desk.path / "staff.yaml"
    text = path.read_text(encoding="utf-8")
    entry = '  - email: "a@b.c"\n    id: "ann"\n    name: "Ann"\n    roles: ["clerk"]\n'
    path.write_text(text + entry, encoding="utf-8")


def without_offices(desk: Any, _: pytest.MonkeyPatch) -> None:
    path = desk.path / "svc.yaml"
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition("offices:\n")
    _, _, rest = after.partition("# Which")
    path.write_text(f"{before}offices: {{}}\n# Which{rest}", encoding="utf-8")
    staff = desk.path / "staff.yaml"
    said = staff.read_text(encoding="utf-8").replace('    office: "SZ"\n', "")
    staff.write_text(said, encoding="utf-8")


def nobody_known(desk: Any, patch: pytest.MonkeyPatch) -> None:
    nobody = desk.path.parent / "nobody"
    nobody.write_text("[user]\n\tuseConfigOnly = true\n", encoding="utf-8")
    patch.setenv("GIT_CONFIG_GLOBAL", str(nobody))


def call_off(desk: Any, _: pytest.MonkeyPatch) -> None:
    desk.ok("cancel", T, "--reason", "x", "--asked-by", "x", by="chen", now=LATER)


def symptoms_as_list(desk: Any, _: pytest.MonkeyPatch) -> None:
    (desk.path / "request.yaml").write_text('symptom:\n  - "不加热"\n', encoding="utf-8")


NEXT_YEAR = "2027-11-20T09:00:00"


def told_again_beside_broken_neighbour(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.intake("--second", now=NEXT_YEAR)
    broken_neighbour(desk, patch)


MEASURE = ("install", "measure", T, "找正")
ACCEPT = ("install", "accept", T, "--signed", "甲方=张工", "--signed", "我公司=王强")


def two_machines(desk: Any, _: pytest.MonkeyPatch) -> None:
    for serial in ("Y-1", "Y-2"):
        words = ("--model", "CR-300", "--specification", "x", "--serial", serial)
        desk.ok("equipment", "add", "SZ-A0002", *words, "--bought", "2019-05-01", by="chen")


CONFIRM = ("daily", "confirm", "today", "--office", "SZ")
CORRECT = ("daily", "correct", "today", "--office", "SZ")


def day_sealed(desk: Any, _: pytest.MonkeyPatch) -> None:
    desk.ok(*CONFIRM, by="zhao", now=LATER)


DECEMBER = "2026-12-02T09:00:00"
SEAL = ("seal", "2026-11", "--office", "SZ")


def month_sealed(desk: Any, _: pytest.MonkeyPatch) -> None:
    desk.ok(*SEAL, by="sun", now=DECEMBER)


def money_not_counted(desk: Any, patch: pytest.MonkeyPatch) -> None:
    confirm = ("daily", "confirm", "2026-11-19", "--office", "SZ")
    desk.ok(*confirm, by="zhao", now=LATER)
    take = ("receipt", T, "--how", "cash")
    desk.ok(*take, by="zhao", now=LATER)


def handed(**tables: str) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """Tables lie beside the records: each name with its text."""

    def put(desk: Any, _: pytest.MonkeyPatch) -> None:
        for name, text in tables.items():
            (desk.path / f"{name}.csv").write_text(text, encoding="utf-8")

    return put


def without_reader_of_workbooks(desk: Any, patch: pytest.MonkeyPatch) -> None:
    (desk.path / "t.xlsx").write_bytes(b"PK\x03\x04")
    patch.setitem(sys.modules, "python_calamine", None)


def workbook_of_two(desk: Any, _: pytest.MonkeyPatch) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(desk.path / "t.xlsx") as book:
        book.add_worksheet("甲")
        book.add_worksheet("乙")


PRICES = "类别,代码,项目,单价\n工时,L91,检测,80\n"


def own_file(mode: int = 0o600, **entry: Any) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """The user's own file, and a row of svc.yaml that needs it."""

    def put(desk: Any, _: pytest.MonkeyPatch) -> None:
        row = 'notify: [{digest: "duty", channel: "g"}]'
        desk.edit("warranty:", f"{row}\nwarranty:", "svc.yaml")
        desk.ok("roster", "--duty", "2026-11-20", "--who", "wang", by="sun")
        write_own(desk, desk.path.parent, **entry).chmod(mode)

    return put


def of_somebody_else(desk: Any, patch: pytest.MonkeyPatch) -> None:
    own_file()(desk, patch)
    mine = os.getuid()
    if mine == 0:
        os.chown(own_path(), 12345, -1)
    patch.setattr(os, "getuid", lambda: mine + 1)


def link_in_its_place(desk: Any, patch: pytest.MonkeyPatch) -> None:
    own_file()(desk, patch)
    own_path().rename(own_path().with_name("real"))
    own_path().symlink_to("real")


def somebody_sends(desk: Any, patch: pytest.MonkeyPatch) -> None:
    own_file()(desk, patch)
    holder = lock.Holder(who="svc notify", since=datetime(2026, 11, 20, 1, tzinfo=UTC))
    held = lock.take(desk.ledger.root, holder, 0, "notify")
    patch.setattr(desk, "held", held, raising=False)


def sent_spoilt(desk: Any, patch: pytest.MonkeyPatch) -> None:
    own_file()(desk, patch)
    (desk.path / ".git/svc/notify.json").write_text("{")


def disk_full_while_sending(desk: Any, patch: pytest.MonkeyPatch) -> None:
    own_file(channels={"g": {"kind": "feishu", "url": "http://127.0.0.1:9/"}})(desk, patch)

    def fails(*_: object) -> None:
        raise DiskFull(path=".git/svc/notify.json", reason="full")

    patch.setattr("svc.actions.notify.write_sent", fails)


def prices_of_today(desk: Any, patch: pytest.MonkeyPatch) -> None:
    handed(t=PRICES)(desk, patch)
    (desk.path / "prices/2026-11-20.yaml").write_bytes(
        (desk.path / "prices/2026-07.yaml").read_bytes()
    )


def no_prices_yet(desk: Any, patch: pytest.MonkeyPatch) -> None:
    handed(t=PRICES)(desk, patch)
    for path in (desk.path / "prices").iterdir():
        path.unlink()


IMPORT = ("import", "customers", "t.csv")
TAKE = ("take", "chat.txt")


def pasted(text: str) -> Callable[[Any, pytest.MonkeyPatch], object]:
    """What came in a chat lies in a file."""
    return lambda desk, _: (desk.path / "chat.txt").write_text(text, encoding="utf-8")


def others_there(desk: Any, _: pytest.MonkeyPatch) -> None:
    """Somebody's files lie where pages are to be put."""
    folder = desk.path.parent / "pages"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")


def pages_there(change: Callable[[Path], object]) -> Callable[..., object]:
    """Pages for a wall lie there, and then something happens to their folder."""

    def spoil(desk: Any, _: pytest.MonkeyPatch) -> None:
        desk.ok("pages", "../pages")
        change(desk.path.parent / "pages")

    return spoil


def linked(folder: Path) -> None:
    (folder / "board.html").unlink()
    (folder / "board.html").symlink_to("/dev/null")


def somebody_elses(folder: Path) -> None:
    text = (folder / ".svc-pages.json").read_text()
    (folder / ".svc-pages.json").write_text(text.replace("board", "bored"))


def full_after_a_page(_: Any, patch: pytest.MonkeyPatch) -> None:
    """The list and the board are written, then the disk is full."""
    put, left = page_folder._put, [2]

    def full(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        put(path, data)

    patch.setattr(page_folder, "_put", full)


def port_in_use(desk: Any, patch: pytest.MonkeyPatch) -> None:
    def taken(*_: object) -> None:
        raise OSError(98, "Address already in use")

    patch.setattr("svc.cli.page_server.PageServer.__init__", taken)


def consumable(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.ok("part", "add", "P-1011", "--name", "密封圈", "--consumable", "yes", by="sun")


def attached_lost(desk: Any, patch: pytest.MonkeyPatch) -> None:
    desk.ok("attach", T, "svc.yaml", by="li")
    next((desk.path / "files").iterdir()).unlink()


SETTLED = ("overpaid", T, "--reason", "x", "--decide")
PAGES = ("pages", "../pages")


class Case(NamedTuple):
    """One error, and the command line that ends with it. `states` are played first, `spoil` comes
    just before.
    """

    key: str
    words: tuple[str, ...]
    states: tuple[str, ...] = ("taken",)
    by: str = "chen"
    now: str = NOW
    spoil: Callable[[Any, pytest.MonkeyPatch], object] | None = None


SCRAP = ("stock", "scrap", "P-1001:1", "--condition", "good")
BRING_MORE = ("dispatch", T, "--to", "wang", "--bring", "P-1001:17")

CASES: tuple[Case, ...] = (
    # The command line
    Case("usage", ("clock", "--json")),
    Case("no-such-command", ("shwo",)),
    Case("no-such-option", ("show", T, "--nonsuch")),
    Case("no-such-topic", ("help", "weather")),
    Case("option-needs-value", ("note", T, "--at")),
    Case("option-takes-no-value", ("list", "--all=yes")),
    Case("too-many-words", ("show", T, "and", "more")),
    Case("missing-fields", ("hold", T)),
    Case("not-one-of", ("list", "--status", "lost")),
    Case("not-a-number", ("intake", *options(TOLD), "--distance", "3.5")),
    Case("not-a-day", ("list", "--received", "then")),
    Case("not-a-month", ("report", "south", "2026-13")),
    Case(
        "not-a-shift",
        ("roster", "--duty", "2026-11-21", "--who", "wang", "--shift", "evening"),
        by="li",
    ),
    Case("not-a-span", ("report", "south", "2026-11..x")),
    Case("month-not-begun", ("report", "south", "2026-12")),
    Case("before-ledger", ("report", "south", "2020")),
    Case("paper-is-a-size", ("part", "hit-rate", "--paper", "a.pdf")),
    Case("no-such-figure", ("report", "south", "2026-11", "--explain", "nonsense")),
    Case("future-time", ("note", T, "x", "--at", "明天 09:00")),
    Case("bad-now", ("list",), now="2026-11-20T09:00:00.5+08:00"),
    Case("not-a-language", ("--lang", "fr", "list")),
    Case(
        "not-an-amount",
        ("receipt", T, "--how", "cash", "--amount", "0"),
        ("paid repair", "quoted", "agreed", "charged"),
        "zhao",
        LATER,
    ),
    Case("our-fault", ("show", T), spoil=fall_over),
    # Tables
    Case("no-sheet-reader", ("import", "customers", "t.xlsx"), spoil=without_reader_of_workbooks),
    Case("no-such-sheet", ("import", "customers", "t.xlsx"), spoil=workbook_of_two),
    Case("no-heads", IMPORT, spoil=handed(t="颜色\n红\n")),
    Case("no-such-column", (*IMPORT, "--map", "甲方=name"), spoil=handed(t="单位\n甲\n")),
    Case("not-a-map", (*IMPORT, "--map", "单位=colour"), spoil=handed(t="单位\n甲\n")),
    Case("faulty-rows", (*IMPORT, "--go"), spoil=handed(t="单位,电话\n甲,1\n")),
    Case(
        "requests-kept", ("intake", "--from", "t.csv", "--go"), spoil=handed(t="单位,故障\n甲,冷\n")
    ),
    Case("rows-not-taken", IMPORT, spoil=handed(t="单位,电话\n甲,1\n")),
    Case(
        "other-rules",
        (*IMPORT, "--rules", "r.csv"),
        spoil=handed(t="单位\n甲\n", r='kind: "parts"\n'),
    ),
    Case("file-there", ("import", "template", "t.csv"), spoil=handed(t="x")),
    Case(
        "price-list-there",
        ("import", "prices", "t.csv", "--go", "--from", "2026-11-20"),
        by="sun",
        spoil=prices_of_today,
    ),
    Case(
        "price-list-lacks",
        ("import", "prices", "t.csv", "--go"),
        by="sun",
        spoil=no_prices_yet,
    ),
    # Forms from a chat
    Case("no-block", TAKE, spoil=pasted("收到")),
    Case("paste-too-long", TAKE, spoil=pasted("【上门回单】" * 501)),
    Case("block-cut-off", TAKE, spoil=pasted(composed()[:-9])),
    Case("block-garbled", TAKE, spoil=pasted(composed().replace("断路", "短路"))),
    Case("block-lacks", TAKE, spoil=pasted(composed(found=""))),
    Case("block-field-wrong", TAKE, spoil=pasted(composed(outcome="99.好"))),
    Case("block-of-other-version", TAKE, spoil=pasted(of_later_version())),
    Case(
        "block-not-your-role",
        TAKE,
        ("dispatched",),
        now="2026-11-23T10:00:00",
        spoil=pasted(composed()),
    ),
    Case(
        "block-of-other",
        TAKE,
        now="2026-11-23T10:00:00",
        spoil=pasted(composed(technician="nobody")),
    ),
    Case("block-ahead", TAKE, spoil=pasted(composed("fault", written="2027-01-01 09:00 +08:00"))),
    Case(
        "block-recorded-otherwise",
        (*TAKE, "--go"),
        now=LATER,
        spoil=lambda desk, patch: (
            pasted(composed("fault"))(desk, patch),
            desk.ok(*TAKE, "--go", by="chen", now=LATER),
            pasted(composed("fault", symptom="漏水"))(desk, patch),
        ),
    ),
    Case("blocks-refused", TAKE, now=LATER, spoil=pasted(composed("fault") + composed()[:-9])),
    Case("all-blocks-refused", TAKE, spoil=pasted((composed()[:-9] + "\n") * 2)),
    Case(
        "no-clipboard",
        ("take", "--clipboard"),
        spoil=lambda desk, patch: patch.setattr("svc.store.clipboard.shutil.which", lambda _: None),
    ),
    # The ledger
    Case("impossible-step", ("arrive", T), by="wang"),
    Case("needs-verdict", (*MEASURE, "无划痕"), ("installation",), "wang", LATER),
    Case(
        "other-verdict",
        (*MEASURE, "1 mm", "--tolerance", "≤ 0.5 mm", "--within", "yes"),
        ("installation",),
        "wang",
        LATER,
    ),
    Case(
        "not-a-counted-thing",
        ("install", "parts", T, "--counted", "螺栓"),
        ("installation",),
        "wang",
        LATER,
    ),
    Case("signature-missing", ACCEPT, ("installation",), "wang", LATER),
    Case(
        "not-a-signature",
        ("install", "accept", T, "--signed", "张工"),
        ("installation",),
        "wang",
        LATER,
    ),
    Case("defect-prevents-use", ACCEPT, ("installation", "defect"), "wang", LATER),
    Case("defect-without-remedy", ACCEPT, ("installation", "small defect"), "wang", LATER),
    Case("no-ledger", ("list",), spoil=moved_out),
    Case("newer-ledger", ("note", T, "x"), spoil=head_of("schema: 1", "schema: 2", "svc.yaml")),
    Case("no-such-record", ("show", "SZ-2611-A0002")),
    Case("no-such-customer", ("customer", "show", "SZ-A0099")),
    Case("no-such-version", ("promise", "list", "office@1999")),
    Case("unknown-staff", ("note", T, "x"), by="nobody"),
    Case(
        "several-people",
        ("escalate", T, "--to", "王强", "--reason", "x"),
        spoil=head_of(
            '  - id: "chen"',
            '  - {id: "wangq", name: "王强", roles: ["lead"]}\n'
            '  - {id: "wangq2", name: "王强", roles: ["lead"]}\n'
            '  - id: "chen"',
            "staff.yaml",
        ),
    ),
    Case(
        "several-tickets",
        ("show", "A1"),
        now="2026-12-02T09:00:00",
        spoil=lambda desk, _: desk.intake(serial="CR200-24-0099", now="2026-12-01T09:00:00"),
    ),
    Case("no-open-ticket", ("show", "a0001"), now="2026-11-23T10:00:00", spoil=call_off),
    Case("blank-answer", ("note", T, "。")),
    Case("none-is-no-answer", ("note", T, "无")),
    Case("no-telephone", ("customer", "add", "--phone", "1380013800")),
    Case("option-twice", ("hold", T, "--for", "parts", "--for", "people")),
    Case(
        "staff-left",
        ("note", T, "x"),
        now="2026-11-23T10:00:00",
        spoil=head_of(
            '    roles: ["clerk"]', '    roles: ["clerk"]\n    left: "2026-11-20"', "staff.yaml"
        ),
    ),
    Case("who-are-you", ("note", T, "x"), by=""),
    # Settings
    Case(
        "cannot-put-entry",
        ("staff", "change", "ann", "--email", "空"),
        by="sun",
        spoil=first_key_to_go,
    ),
    Case("no-office-yet", ("calendar", "fill", "2022"), spoil=without_offices, by="sun"),
    Case("who-starts", ("init", "new"), spoil=nobody_known),
    Case("settings-kept-by", ("region", "add", "西北")),
    Case("entry-there", ("region", "add", "西北", "--code", "south"), by="sun"),
    Case("no-such-entry", ("region", "change", "moon", "--name", "x"), by="sun"),
    Case("nothing-to-change", ("staff", "change", "wang"), by="sun"),
    Case("no-settings-to-adopt", ("adopt", "settings"), by="sun"),
    Case("not-a-code", ("office", "add", "X1", "--name", "x", "--region", "south"), by="sun"),
    Case("price-list-in-use", ("price", "line", "L01", "--price", "1"), by="sun"),
    Case("no-such-promise", ("policy", "new", "office", "--set", "phone=1h"), by="sun"),
    Case("not-opening-hours", ("calendar", "hours", "always"), by="sun"),
    Case("setting-unreadable", ("policy", "new", "office", "--set", "contact"), by="sun"),
    Case("unknown-office", ("report", "moon", "2026-11")),
    Case("not-your-role", ("reply", T, "--remedy", "x"), ("handed over",), "zhao"),
    Case(
        "only-a-manager-allows",
        ("hold", T, "--for", "customer", "--reason", "出差", "--allow", "x"),
    ),
    Case(
        "no-lane",
        ("intake", *options(TOLD)),
        (),
        spoil=lambda desk, patch: desk.git("config", "--unset", "svc.desk"),
    ),
    Case(
        "lane-taken",
        ("intake", *options(TOLD)),
        (),
        spoil=lambda desk, patch: desk.git("config", "svc.clone", "0123456789abcdef"),
    ),
    Case(
        "before-opened",
        ("customer", "note", "SZ-A0001", "x", "--at", "2026-11-19 09:00"),
    ),
    Case("before-received", ("note", T, "x", "--at", "2026-11-19 09:00")),
    Case("not-acceptable", ("handover", T, "--to", "wang")),
    Case("cannot-be-written", ("note", T, "a\udc80b")),
    Case("already-a-ledger", ("init", ".")),
    Case("not-empty", ("init", "policies")),
    Case("not-a-lane", ("init", "new", "--desk", "I")),
    Case("wrong-file-name", ("show", T), spoil=head_of(f'id: "{T}"', 'id: "SZ-2611-A0007"')),
    Case("promises-untold", ("why", T), spoil=head_of("office@2026-11", "office@2020-01")),
    Case("some-unreadable", ("list",), spoil=broken_neighbour),
    Case("records-damaged", ("check",), spoil=broken_neighbour),
    Case("findings", ("check",), spoil=head_of('status: "received"', 'status: "closed"')),
    # The clock
    Case("not-a-duration", ("overdue", "--within", "soon")),
    Case("not-a-time", ("note", T, "x", "--at", "25:00")),
    Case("no-time-of-day", ("commit", T, "--promise", "x", "--until", "明天")),
    Case("two-readings", ("commit", T, "--promise", "x", "--until", "明天3点")),
    Case("past-time", ("commit", T, "--promise", "x", "--until", "昨天 9:00")),
    Case("day-to-come", ("intake", *options({**TOLD, "bought": "明天"}))),
    Case("backwards-span", ("list", "--received", "2026-11-20..2026-11-19")),
    Case("fraction-of-a-second", ("clock", "add", "2026-11-20T09:00:00.5+08:00", "1h")),
    Case("no-open-time", ("clock", "add", "2026-11-20T09:00:00+08:00", "1h"), spoil=no_hours),
    Case("too-far", ("clock", "add", "2026-11-20T09:00:00+08:00", "9000000h")),
    Case(
        "no-such-calendar", ("clock", "add", "2026-11-20T09:00:00+08:00", "1h", "--calendar", "BJ")
    ),
    Case("calendar-needed", ("clock", "add", "2026-11-20T09:00:00+08:00", "1h"), spoil=moved_out),
    Case(
        "cannot-use-file",
        ("intake", "--from", "broken.yaml"),
        spoil=lambda desk, patch: (desk.path / "broken.yaml").write_text("unit：x", "utf-8"),
    ),
    Case("cannot-read-file", ("intake", "--from", "nowhere.yaml")),
    Case("year-already-listed", ("calendar", "fill", "2026"), by="sun"),
    Case("year-not-published", ("calendar", "fill", "2035"), by="sun"),
    Case(
        "holidays-missing", ("calendar", "fill", "2027"), by="sun", spoil=without_module("holidays")
    ),
    Case(
        "nothing-to-recompute",
        ("promise", "recompute", "--from", "regions@2026-11", "--to", "office@2026-11"),
        by="li",
    ),
    # Customers and machines
    Case(
        "customer-there",
        (
            "customer",
            "add",
            "--name",
            TOLD["unit"],
            "--phone",
            TOLD["phone"],
            "--address",
            "x",
            "--contact",
            "张工",
            "--mobile",
            TOLD["mobile"],
        ),
    ),
    Case(
        "file-merged", ("customer", "confirm", "SZ-A0002"), ("taken", "two files", "merged files")
    ),
    Case("same-file", ("customer", "merge", FILE, "--into", FILE, "--reason", "x")),
    Case("several-fit", ("customer", "show", "深圳"), ("taken", "two files")),
    Case("not-in-any-file", ("equipment", "history", "X-99")),
    Case("serial-there", ("equipment", "add", FILE, "--serial", TOLD["serial"], *MACHINE)),
    Case("serial-needed", ("equipment", "add", FILE, "--serial", "不详：脱落", *MACHINE)),
    Case(
        "no-such-field",
        ("customer", "correct", FILE, "--field", "colour", "--to", "red", "--reason", "x"),
    ),
    Case(
        "already-so",
        ("customer", "correct", FILE, "--field", "phone", "--to", TOLD["phone"], "--reason", "x"),
    ),
    # Intake
    Case("missing-reasons", ("intake", *options({**TOLD, "serial": "unknown"})), ()),
    Case("distance-missing", ("intake", *options(TOLD), "--zone", "near"), ()),
    Case("zone-disagrees", ("intake", *options(TOLD), "--zone", "far", "--distance", "5"), ()),
    Case("unknown-contract", ("intake", *options(TOLD), "--contract", "5x8"), ()),
    Case(
        "contract-ends",
        (
            *("customer", "contract", FILE, "--name", "24x7"),
            *("--since", "2026-12-31", "--until", "2026-01-01"),
        ),
    ),
    Case("same-matter", ("intake", *options({**TOLD, "symptom": "漏水"}))),
    Case("noted-already", ("intake", "--note", "老张", "139 0000 1111"), ("noted",), now=LATER),
    Case("no-such-machine", ("intake", "--serial", "X-1", *SHORT)),
    Case("note-needs-both", ("intake", "--note", "张工", " ")),
    Case("no-repeat", ("declare", T, "--reason", "x")),
    Case(
        "repairs-not-seen",
        ("declare", "SZ-2711-A0001", "--reason", "x"),
        ("closed",),
        now=NEXT_YEAR,
        spoil=told_again_beside_broken_neighbour,
    ),
    Case("no-such-phrase", ("script", T, "nonsense")),
    Case("unknown-fields", ("intake", "--from", "staff.yaml")),
    Case("fields-not-text", ("intake", "--from", "request.yaml"), spoil=symptoms_as_list),
    Case("office-has-it", ("handover", T, "--office", "SZ"), ("taken",)),
    Case("visit-stands", ("handover", T, "--office", "BJ"), ("dispatched",), by="sun", now=LATER),
    Case(
        "warranty-not-reckoned",
        (*ACCEPT, "--signed", "施工单位=无"),
        ("installation", "shipping counts"),
        "wang",
        LATER,
    ),
    Case("machine-stays", ("handover", T, "--office", "BJ"), ("walk-in", "brought in")),
    Case(
        "tell-who-comes",
        ("dispatch", T, "--to", "he"),
        ("dispatched", "colleague"),
        by="li",
        now=LATER,
    ),
    Case(
        "sum-of-which",
        (
            *(
                "visit",
                T,
                "SZ-2611-A0002",
                "--outcome",
                "修好",
                "--found",
                "断路",
                "--done",
                "换管",
            ),
            *("--cause", "wear", "--arrived", "14:00", "--agreed", "张工", "--how", "on_site"),
            *("--amount", "300"),
        ),
        ("two in one",),
        by="wang",
        now="2026-11-20T16:00:00",
    ),
    Case(
        "travel-charged-once",
        ("quote", "SZ-2611-A0002", "--line", "L04", "--travel"),
        ("two in one",),
        now=LATER,
    ),
    Case(
        "visits-not-seen",
        ("dispatch", T, "--to", "wang", "--appointment", "14:00", "--agreed-with", "李工"),
        ("replied",),
        by="li",
        now=LATER,
        spoil=broken_neighbour,
    ),
    Case("file-opened", ("intake", *options(TOLD)), ()),
    Case(
        "file-found",
        ("intake", "--customer", FILE, "--serial", TOLD["serial"], *SHORT),
        ("cancelled",),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "agreement-missing",
        (
            *("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管"),
            *("--cause", "wear", "--out-of-warranty"),
        ),
        ("visiting",),
        by="wang",
        now="2026-11-20T15:00:00",
    ),
    Case(
        "payment-owed",
        ("pickup", T, "--signed-by", "张工"),
        ("repaired on account",),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "invoice-is-out",
        ("receipt", T, "--void", "SZ-A-26-0001", "--reason", "x", "--refund", "cash"),
        ("paid repair", "quoted", "agreed", "charged", "receipt", "invoiced"),
        by="zhao",
        now="2026-11-23T10:00:00",
    ),
    Case(
        "phone-of-another",
        ("intake", *options({**TOLD, "unit": "别家餐饮", "serial": "Z-1"})),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "name-there",
        (
            "intake",
            *options(
                {
                    **TOLD,
                    "address": "别处 1 号",
                    "serial": "Z-9",
                    "phone": "0755-29990001",
                    "mobile": "13700000009",
                }
            ),
        ),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "told-otherwise",
        ("intake", *options({**TOLD, "customer": FILE, "address": "别处 1 号", "serial": "Z-2"})),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "contract-over",
        ("intake", *options({**TOLD, "customer": FILE, "serial": "Z-4", "symptom": "漏水"})),
        ("contract over",),
        now="2026-11-23T10:00:00",
    ),
    Case("machine-added", ("intake", *options({**TOLD, "serial": "Z-3", "symptom": "漏水"}))),
    Case("repeated-repair", ("intake", *options(TOLD)), ("closed",), now="2026-12-01T09:00:00"),
    *(
        Case(
            key, ("intake", *options(TOLD), "--second"), ("part fitted",), now="2026-11-23T10:00:00"
        )
        for key in ("part-under-warranty", "repair-under-warranty")
    ),
    Case(
        "nobody-to-tell",
        ("contact", T, "--not-reached", "无人接听"),
        by="li",
        now="2026-11-20T14:30:00",
        spoil=reached_three_times,
    ),
    # Deeds
    Case(
        "appointment-past",
        (
            "dispatch",
            T,
            "--to",
            "wang",
            "--appointment",
            "2026-11-19 14:00",
            "--agreed-with",
            "张工",
        ),
        ("replied",),
        "li",
        LATER,
    ),
    Case(
        "cannot-go",
        ("dispatch", T, "--to", "wang", "--appointment", "14:00"),
        ("replied",),
        "li",
        LATER,
        head_of('{covers: "CR", since', '{covers: "TS", since', "staff.yaml"),
    ),
    Case(
        "evidence-missing",
        ("visit", T, "--outcome", "fixed", "--found", "x", "--done", "x", "--cause", "misuse"),
        ("visiting",),
        "wang",
        "2026-11-20T15:30:00",
    ),
    Case(
        "slip-needs-one",
        ("slip", T, "--signed-by", "张工", "--unsigned", "不在"),
        ("back",),
        "wang",
        "2026-11-20T16:40:00",
    ),
    Case("slip-missing", ("close", T), ("called back without slip",), "zhao", NEXT_DAY),
    Case("own-work", HAPPY, ("back",), "wang", NEXT_DAY),
    Case(
        "reason-needed", (*HAPPY[:4], "--rating", "dissatisfied"), ("slip filed",), "zhao", NEXT_DAY
    ),
    Case("not-a-state", ("settle", T, "--outcome", "lost", "--reason", "x"), by="li"),
    Case(
        "no-prevention",
        ("complaint", "check", "SZ-2611-A0002", "--effective", "yes", "--seen", "x"),
        ("taken", "complained"),
        "sun",
    ),
    Case(
        "own-office-sample",
        ("survey", "add", T, "--filled-by", "张工", "--overall", "fair", "--sampled"),
        ("taken",),
        "chen",
    ),
    Case(
        "not-a-complaint",
        (
            "complaint",
            "judge",
            T,
            "--accepted",
            "yes",
            "--class",
            "服务态度",
            "--grade",
            "minor",
            "--quality",
            "no",
        ),
        by="sun",
    ),
    Case(
        "earlier-loan-open",
        ("loan", "lend", T, "P-1002", "--to", "wang"),
        ("replied", "lent"),
        "sun",
        "2026-11-21T10:00:00",
    ),
    Case(
        "no-such-loan",
        ("loan", "return", T, "P-1002", "--how", "used"),
        ("replied", "lent"),
        "li",
        LATER,
    ),
    Case("parts-not-settled", ("close", T), ("called back, part out",), "zhao", NEXT_DAY),
    Case(
        "piece-not-named",
        ("loan", "lend", T, "P-1003", "--to", "wang"),
        ("replied", "followed by number"),
        "sun",
        LATER,
    ),
    Case(
        "lent-together",
        ("loan", "return", T, "P-1001:3", "--how", "used"),
        ("replied", "lent"),
        "li",
        LATER,
    ),
    Case("bad-taken-in-line", ("stock", "take-in", SENT, "1:3"), ("transfer sent",), "sun"),
    Case("nothing-to-transfer", ("stock", "take-in", FIRST), ("stocked",), "sun"),
    Case("not-in-stock", ("stock", "transfer", "P-1001:99", "--to", "BJ"), ("stocked",), "sun"),
    Case(
        "books-not-seen",
        ("stock", "receive", "P-1001:1"),
        ("stocked", "taken"),
        "sun",
        spoil=broken_neighbour,
    ),
    Case(
        "serial-not-there", ("stock", "transfer", "P-1003:1#X", "--to", "BJ"), ("stocked",), "sun"
    ),
    Case(
        "before-booked",
        ("stock", "take-in", SENT, "--at", "2026-11-19 09:00"),
        ("transfer sent",),
        "sun",
    ),
    Case("no-such-stock-line", ("stock", "take-in", SENT, "3=1"), ("transfer sent",), "sun"),
    Case(
        "which-serials",
        ("stock", "take-in", SENT, "2=1#ZB-2", "--reason", "x"),
        ("transfer sent",),
        "sun",
    ),
    Case(
        "document-settled",
        ("stock", "void", SENT, "--reason", "x"),
        ("transfer sent",),
        "sun",
        spoil=lambda desk, _: keep(desk, "void", SENT, "--reason", "发错"),
    ),
    Case(
        "not-a-loaner",
        (
            "loaner",
            "lend",
            T,
            "P-1001",
            "--serial",
            "1",
            "--until",
            "2026-12-04",
            "--signed-by",
            "张工",
        ),
        ("replied", "stocked"),
        "sun",
        LATER,
    ),
    Case(
        "no-such-loaner",
        ("loaner", "return", T, "--how", "good", "--condition", "完好"),
        ("replied",),
        "sun",
        LATER,
    ),
    Case(
        "which-loaner",
        ("loaner", "return", T, "--how", "good", "--condition", "完好"),
        ("replied", "loaner there", "borrowed", "two borrowed"),
        "sun",
        LATER,
    ),
    Case("loaner-not-back", ("close", T), ("called back, loaner out",), "zhao", NEXT_DAY),
    Case(
        "loaner-to-take-back",
        ("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "wear"),
        ("visiting", "loaner there", "borrowed"),
        "wang",
        LATER,
    ),
    Case("which-pieces", ("stock", "count", "P-1003:3"), ("followed by number",), "sun"),
    Case(
        "piece-elsewhere",
        ("stock", "count", "P-1003:1#ZB-1"),
        ("kit in hand",),
        "sun",
        LATER,
    ),
    Case("no-such-kit", ("staff", "change", "wang", "--kit", "大包"), ("stocked",), "li"),
    Case("kit-not-set", ("stock", "kit-top-up", "wang"), ("stocked",), "sun"),
    Case("store-lacks-for-kit", ("stock", "kit-top-up", "wang"), ("kit without parts",), "sun"),
    Case("not-in-kit", ("stock", "kit-return", "wang", "P-1001:2"), ("kit in hand",), "sun", LATER),
    Case(
        "lent-pieces-missing",
        ("stock", "kit-count", "wang", "P-1001:0", "--reason", "x"),
        ("replied", "stocked", "lent"),
        "sun",
        LATER,
    ),
    Case("differences-unexplained", ("stock", "count", "P-1001:9", "--go"), ("stocked",), "sun"),
    Case("no-count-columns", ("stock", "count", "--from", "parts.yaml"), ("stocked",), "sun"),
    Case(
        "bad-count-row",
        ("stock", "count", "--from", "t.csv"),
        ("stocked",),
        "sun",
        spoil=handed(t="编码,实盘数\nP-1001,几个\n"),
    ),
    Case("same-office", ("stock", "transfer", "P-1001:1", "--to", "SZ"), ("stocked",), "sun"),
    Case("complaints-that-day", ("complaint", "none"), ("taken", "complained"), "li", LATER),
    Case("not-a-duty-head", ("complaint", "none")),
    Case("not-to-them", ("staff", "leave", "wang", "--to", "wang"), by="sun"),
    Case(
        "not-all-handed-over",
        ("staff", "leave", "wang", "--to", "sun", "--go"),
        ("visiting",),
        "sun",
        LATER,
    ),
    Case("no-file-to-attach", ("attach", T, "../none.jpg"), by="li"),
    Case("nothing-attached", ("attach", T, "--save", "1", "../x.jpg"), by="li"),
    Case("attachment-absent", ("attach", T, "--save", "1", "../x"), spoil=attached_lost, by="li"),
    Case("no-such-event", ("commit", T, "--kept", "zzzz"), by="li"),
    Case("files-in-order", ("settle", FILE, "--outcome", "active", "--reason", "x"), by="li"),
    Case("same-ticket", ("same", T, "--into", T)),
    Case("not-open-to-join", ("same", "SZ-2611-A0002", "--into", T), ("closed", "another")),
    Case(
        "cannot-join", ("same", T, "--into", "SZ-2611-A0002"), ("paid repair", "quoted", "another")
    ),
    Case("the-earlier-stays", ("same", T, "--into", "SZ-2611-A0002"), ("taken", "another")),
    Case("cannot-forget-yet", ("forget", FILE), by="sun"),
    Case(
        "forgotten-before",
        ("forget", FILE),
        ("closed", "forgotten"),
        by="sun",
        now="2026-11-23T10:00:00",
    ),
    Case(
        "words-left-out",
        ("note", T, "门口有狗"),
        ("closed", "forgotten"),
        now="2026-11-23T10:00:00",
    ),
    Case("nothing-to-settle", ("settle", T, "--outcome", "received", "--reason", "x"), by="li"),
    Case("nothing-to-adopt", ("adopt", T, "--reason", "x")),
    Case("nothing-to-amend", ("amend", T, "--rating", "fair", "--reason", "x")),
    Case("not-amendable", ("amend", T, "1", "--field", "digest=0", "--reason", "x")),
    Case(
        "not-yours-to-amend",
        ("amend", T, "--rating", "fair", "--reason", "x"),
        ("back", "slip", "called"),
        now="2026-11-23T10:00:00",
    ),
    Case("lead-amends-times", ("amend", T, "--at", "09:00", "--reason", "x")),
    Case(
        "amends-others",
        ("amend", T, "--outcome", "needs_parts", "--reason", "x"),
        ("back", "slip", "called"),
        by="sun",
        now="2026-11-23T10:00:00",
    ),
    Case(
        "same-value",
        ("amend", T, "--rating", "fair", "--reason", "x"),
        ("back", "slip", "called"),
        by="sun",
        now="2026-11-23T10:00:00",
    ),
    Case(
        "unfit-value",
        ("amend", T, "--field", "spoke_to=", "--reason", "x"),
        ("back", "slip", "called"),
        by="sun",
        now="2026-11-23T10:00:00",
    ),
    Case(
        "rated-badly",
        ("amend", T, "--rating", "dissatisfied", "--reason", "x"),
        ("back", "slip", "called"),
        by="sun",
        now="2026-11-23T10:00:00",
    ),
    Case("not-field-and-value", ("amend", T, "--field", "rating", "--reason", "x")),
    Case("chosen-alone", ("amend", T, "--machine", "X", "--at", "09:00", "--reason", "x")),
    Case("nothing-chosen-anew", ("amend", T, "--customer", FILE, "--reason", "x")),
    Case(
        "machine-not-named",
        ("amend", T, "--customer", "SZ-A0002", "--reason", "x"),
        ("taken", "two files"),
        spoil=two_machines,
    ),
    Case(
        "judged-before",
        (
            "equipment",
            "correct",
            TOLD["serial"],
            "--field",
            "bought",
            "--to",
            "2019-05-01",
            "--reason",
            "x",
        ),
    ),
    Case("cannot-adopt", ("adopt", T, "--reason", "x"), spoil=head_of('wishes: "今天来修"\n', "")),
    # Bench and money
    Case(
        "condition-needs-one", (*RECEIVE, "--signed-by", "张工", "--unsigned", "赶"), ("walk-in",)
    ),
    Case("not-brought-in", ("bench", "place", T, "--to", "维修区"), ("walk-in",)),
    Case("not-yet-ready", ("pickup", T, "--signed-by", "张工"), ("walk-in", "brought in")),
    Case(
        "not-picked-up",
        ("close", T),
        ("walk-in", "brought in"),
        "zhao",
        NEXT_DAY,
        settled_while_here,
    ),
    Case(
        "another-machine",
        ("replace", T, "--old", "X-9", "--new", "N-1", "--reason", "x"),
        ("replied",),
        "wang",
        LATER,
    ),
    Case(
        "not-approved",
        ("replace", T, "--old", TOLD["serial"], "--new", "N-1", "--reason", "x"),
        ("replied",),
        "wang",
        LATER,
    ),
    Case("not-a-line", ("quote", T, "--line", "a:b:c:d"), ("paid repair",), now=LATER),
    Case("no-such-item", ("quote", T, "--line", "L99"), ("paid repair",), now=LATER),
    Case("no-price-list", ("quote", T, "--line", "L04"), ("no list",), now=LATER),
    Case("nothing-quoted", ("charge", T), ("paid repair",), now=LATER),
    Case(
        "free-of-charge",
        ("charge", T, "--line", "L03"),
        ("visiting",),
        "wang",
        "2026-11-20T15:00:00",
    ),
    Case("no-consent", ("charge", T), ("paid repair", "quoted"), now=LATER),
    Case(
        "above-agreed",
        ("charge", T, "--line", "L04:9"),
        ("paid repair", "quoted", "agreed"),
        now=LATER,
    ),
    Case(
        "distance-unknown", ("quote", T, "--line", "L04", "--travel"), ("paid far away",), now=LATER
    ),
    Case(
        "no-such-line",
        ("quote", T, "--line", "L03", "--free", "L04:warranty"),
        ("paid repair",),
        now=LATER,
    ),
    Case(
        "not-free-by-that",
        ("quote", T, "--line", "L03", "--free", "L03:goodwill"),
        ("paid repair",),
        now=LATER,
    ),
    Case(
        "consumable-is-paid",
        ("quote", T, "--line", "P-1011", "--free", "P-1011:warranty"),
        ("paid repair",),
        now=LATER,
        spoil=consumable,
    ),
    Case(
        "difference-unexplained",
        ("charge", T, "--line", "L03"),
        ("paid repair", "quoted", "agreed"),
        now=LATER,
    ),
    Case(
        "below-paid",
        ("charge", T, "--line", "L03"),
        ("paid repair", "quoted", "agreed", "charged", "receipt"),
        now=LATER,
    ),
    Case("nothing-open", ("receipt", T, "--how", "cash"), ("paid repair",), "zhao", LATER),
    Case(
        "too-much",
        ("receipt", T, "--how", "cash", "--amount", "999"),
        ("paid repair", "quoted", "agreed", "charged"),
        "zhao",
        LATER,
    ),
    Case(
        "parts-above-whole",
        ("receipt", T, "--how", "cash", "--also", "card:999"),
        ("paid repair", "quoted", "agreed", "charged"),
        "zhao",
        LATER,
    ),
    Case(
        "not-a-way",
        ("receipt", T, "--how", "cash", "--also", "card"),
        ("paid repair", "quoted", "agreed", "charged"),
        "zhao",
        LATER,
    ),
    Case("nothing-to-settle-in-money", (*SETTLED, "same"), by="zhao"),
    Case(
        "not-the-same-payment",
        (*SETTLED, "same"),
        ("paid repair", "quoted", "agreed", "charged", "overpaid"),
        "zhao",
        LATER,
    ),
    Case(
        "still-too-much",
        (*SETTLED, "both"),
        ("paid repair", "quoted", "agreed", "charged", "overpaid"),
        "sun",
        LATER,
    ),
    Case(
        "no-such-receipt",
        ("receipt", T, "--void", "SZ-A-26-0009", "--reason", "x"),
        ("paid repair",),
        "zhao",
        LATER,
    ),
    Case(
        "receipt-is-void",
        ("receipt", T, "--void", "SZ-A-26-0001", "--reason", "x", "--refund", "cash"),
        ("paid repair", "quoted", "agreed", "charged", "receipt", "void"),
        "zhao",
        LATER,
    ),
    Case(
        "receipt-stands",
        ("receipt", T, "--replaces", "SZ-A-26-0001"),
        ("paid repair", "quoted", "agreed", "charged", "receipt"),
        "zhao",
        LATER,
    ),
    Case(
        "no-money-for-receipt",
        ("receipt", T, "--replaces", "SZ-A-26-0001", "--payer", "再来"),
        ("paid repair", "quoted", "agreed", "charged", "receipt", "void", "replaced"),
        "zhao",
        LATER,
    ),
    Case("nothing-to-hand-in", ("receipt", T, "--hand-in"), ("paid repair",), "zhao", LATER),
    Case(
        "one-deed-at-a-time",
        ("receipt", T, "--how", "cash", "--void", "SZ-A-26-0001"),
        ("paid repair",),
        "zhao",
        LATER,
    ),
    Case(
        "unpaid",
        ("close", T),
        ("paid repair", "quoted", "agreed", "charged", "sent out", "done", "slip", "called"),
        "zhao",
        NEXT_DAY,
    ),
    Case(
        "old-part-not-said",
        (
            *("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管"),
            *("--cause", "wear", "--part", "P-1001"),
        ),
        ("visiting",),
        "wang",
        "2026-11-20T15:00:00",
    ),
    Case(
        "bad-part-used",
        (
            *("visit", T, "--outcome", "fixed", "--found", "断路", "--done", "换管"),
            *("--cause", "wear", "--part", "P-1001:2:returned#ZB-1"),
        ),
        ("visiting",),
        "wang",
        "2026-11-20T15:00:00",
    ),
    Case(
        "not-agreed",
        ("bench", "repair", T, "--found", "断路", "--done", "换管", "--cause", "wear"),
        ("paid on the bench",),
        "wang",
        NEXT_DAY,
    ),
    Case(
        "quote-ran-out",
        ("consent", T, "--to", "price", "--who", "张工", "--how", "电话"),
        ("paid repair", "quoted"),
        now="2026-12-25T10:00:00",
    ),
    Case(
        "not-on-account",
        ("owe", T, "--agreed-by", "张工", "--until", "2026-12-20"),
        ("paid repair", "quoted", "agreed", "charged"),
        now="2026-11-23T10:00:00",
    ),
    Case(
        "over-the-limit",
        ("owe", T, "--agreed-by", "张工"),
        ("paid repair", "quoted", "agreed", "charged", "on account"),
        now="2026-11-23T10:00:00",
    ),
    Case("nothing-missing", ("waive", T, "--reason", "x"), ("taken",), "li", LATER),
    Case(
        "not-charged",
        ("close", T),
        ("paid repair", "quoted", "agreed", "sent out", "done", "slip", "called"),
        "zhao",
        NEXT_DAY,
    ),
    # Papers
    Case(
        "template-faulty",
        ("print", T, "--format", "html"),
        spoil=own_template("{{ nothing.of.this }}"),
    ),
    Case(
        "template-asks-outside",
        ("print", T),
        spoil=own_template('<html><body><img src="http://example.com/logo.png">x</body></html>'),
    ),
    Case(
        "papers-left-out",
        ("print", "--day", "2026-11-20"),
        ("taken", "passed to the lead", "sent out", "another sent out"),
        spoil=own_template(
            f"{{% if head.number == '{T}' %}}{{{{ nothing.of.this }}}}{{% endif %}}"
        ),
    ),
    Case("only-noted", ("print", T, "visit-order"), ("noted",)),
    Case("not-copies", ("print", T, "visit-order", "--copies", "9"), ("taken",)),
    Case("not-so-many-copies", ("print", T, "bench-order", "--copies", "4"), ("taken",)),
    Case("not-on-this-size", ("print", T, "visit-order", "--paper", "80mm"), ("taken",)),
    Case("nothing-to-pick-up", ("print", T, "voucher"), ("taken",)),
    Case("no-callback", ("print", T, "callback-record")),
    Case("no-installation-paper", ("print", T, "acceptance")),
    Case("no-complaint-form", ("print", T, "complaint-form")),
    Case("no-inquiry-record", ("print", T, "inquiry-record")),
    Case("no-training-sheet", ("print", T, "training-sheet")),
    Case("no-document", ("print", T, "poem")),
    Case("no-pdf-engine", ("print", T), spoil=without_module("plutoprint", "weasyprint")),
    Case(
        "installation-incomplete",
        ("print", T),
        spoil=lambda desk, patch: (
            patch.setattr("svc.store.assets._PACKAGE", Path("nowhere"))
            or patch.setattr("svc.store.assets.templates_dir.__defaults__", (Path("nowhere/svc"),))
        ),
    ),
    Case("folder-in-ledger", ("pages", "pages")),
    Case("folder-has-others", PAGES, spoil=others_there),
    Case("pages-for-others", (*PAGES, "--level", "staff"), spoil=pages_there(lambda _: None)),
    Case(
        "pages-list-unreadable",
        PAGES,
        spoil=pages_there(lambda folder: (folder / ".svc-pages.json").write_text("{")),
    ),
    Case("link-in-the-way", PAGES, spoil=pages_there(linked)),
    Case("not-our-page", PAGES, spoil=pages_there(somebody_elses)),
    Case("pages-unfinished", PAGES, spoil=full_after_a_page),
    Case("port-taken", (*PAGES, "--serve"), spoil=port_in_use),
    Case("is-a-device", ("export", "tickets", "--out", "/dev/null")),
    Case("is-a-folder", ("print", T, "--out", ".")),
    Case("no-such-folder", ("print", T, "--out", "nowhere/x.pdf")),
    Case("one-paper", ("print", T, "visit-order", "loan-card")),
    Case("which-tickets", ("print", "visit-order")),
    Case("not-by-day", ("print", "complaint-form", "--day", "today")),
    Case("no-quotation", ("print", T, "quotation")),
    Case("no-receipt", ("print", T, "receipt")),
    Case("not-numbered", ("print", T, "visit-order", "--number", "SZ-A-26-0001")),
    Case("nothing-lent", ("print", T, "issue-slip")),
    Case("nothing-short", ("print", T, "failure-slip")),
    Case("nothing-to-tag", ("print", T, "fault-tag")),
    Case("which-customer", ("print", "statement")),
    Case("not-for-this-paper", ("print", "price-list", "--month", "2026-11")),
    Case("which-of-the-store", ("print", "stock-book")),
    Case("tickets-or-day", ("print", T, "visit-order", "--day", "today")),
    Case("no-printer", ("print", T, "--printer", "Office"), spoil=spooler("")),
    Case(
        "printer-refused",
        ("print", T, "--printer", "Office"),
        spoil=spooler("echo 'lp: Error - The printer or class does not exist.' >&2; exit 1"),
    ),
    # Records that can't be read
    Case("record-broken", ("show", T), spoil=record("id: [")),
    Case("not-utf-8", ("show", T), spoil=record(b'id: "\xff\xfe"\n')),
    Case(
        "other-encoding",
        ("show", T),
        spoil=lambda desk, patch: desk.record.write_bytes(
            desk.record.read_bytes().decode().encode("gbk")
        ),
    ),
    Case("byte-order-mark", ("show", T), spoil=text_changed(lambda text: f"\ufeff{text}")),
    Case("forbidden-character", ("show", T), spoil=record('id: "a\x07b"\n')),
    Case(
        "conflict-markers",
        ("show", T),
        spoil=text_changed(lambda text: text.replace("log:", "<<<<<<< ours\nlog:")),
    ),
    Case(
        "key-twice", ("show", T), spoil=head_of('kind: "repair"', 'kind: "repair"\nkind: "repair"')
    ),
    Case("key-not-text", ("show", T), spoil=head_of('kind: "repair"', 'kind: "repair"\n12: "x"')),
    Case("no-value", ("show", T), spoil=head_of('kind: "repair"', "kind: null")),
    Case("yaml-not-allowed", ("show", T), spoil=head_of('kind: "repair"', "kind: &a repair")),
    Case("too-deep", ("show", T), spoil=record("id: " + "[" * 200 + "]" * 200 + "\n")),
    Case("too-long", ("show", T), spoil=record("id: '" + "x" * 5_000_000 + "'\n")),
    Case("not-a-mapping", ("show", T), spoil=record("")),
    Case("record-faulty", ("show", T), spoil=head_of('kind: "repair"', 'kind: "magic"')),
    Case(
        "not-a-file",
        ("show", T),
        spoil=lambda desk, patch: (desk.record.unlink(), desk.record.mkdir()),
    ),
    Case("cannot-splice", ("note", T, "x"), spoil=text_changed(log_at_the_edge)),
    Case(
        "no-final-line-feed", ("note", T, "x"), spoil=text_changed(lambda text: text.rstrip("\n"))
    ),
    Case("log-rewritten", ("note", T, "x"), ("handed over",), spoil=last_event_taken_out),
    Case(
        "windows-line-ends",
        ("note", T, "x"),
        spoil=text_changed(lambda text: text.replace("\n", "\r\n")),
    ),
    Case("log-not-last", ("note", T, "x"), spoil=text_changed(lambda text: text + 'extra: "x"\n')),
    Case("log-not-in-lines", ("note", T, "x"), spoil=text_changed(log_in_one_line)),
    Case(
        "no-status-line",
        ("handover", T, "--to", "li"),
        spoil=text_changed(
            lambda text: text.replace('status: "received"', 'status:\n  "received"')
        ),
    ),
    # Merging
    Case(
        "merge-stopped",
        ("merge-driver", "base", "ours", "theirs", f"tickets/SZ/2026-11/{T}.yaml"),
        spoil=versions(
            lambda text: text.replace("今天来修", "明天来修"),
            lambda text: text.replace("今天来修", "后天来修"),
        ),
    ),
    Case(
        "two-records",
        ("merge-driver", "base", "ours", "theirs", f"tickets/SZ/2026-11/{T}.yaml"),
        spoil=versions(str, with_other_ids),
    ),
    # Exchanging
    Case("no-remote", ("sync",)),
    Case("which-remote", ("sync",), spoil=with_remotes("x", "y")),
    Case("remote-unreachable", ("sync",), spoil=with_remotes("origin")),
    Case("remote-key-changed", ("sync",), spoil=git_says("Host key verification failed.")),
    Case("remote-refuses-us", ("sync",), spoil=git_says("li@hub: Permission denied (publickey).")),
    Case("remote-full", ("sync",), spoil=git_says("remote: fatal: No space left on device")),
    Case("remote-locked", ("sync",), spoil=locked_over_there),
    Case("push-refused", ("sync",), spoil=refused_over_there),
    Case("always-overtaken", ("sync",), spoil=always_overtaken),
    Case("nothing-in-common", ("sync",), spoil=another_ledger),
    Case("history-rewound", ("sync",), spoil=rewound),
    Case("edits-in-the-way", ("sync",), spoil=edited_on_both),
    Case("sync-stopped", ("sync",), spoil=rewritten_there),
    Case("number-twice", ("sync",), spoil=one_number),
    Case("cloned-disk", ("intake", "--note", "张工", "13900000001"), spoil=copied),
    Case("lane-in-use", ("init", "--join", "--desk", "A"), spoil=copied),
    Case("lane-gone", ("sync",), spoil=lane_claimed_twice),
    Case("lane-elsewhere", ("sync",), spoil=copy_went_on),
    Case("nobodys-remote", ("init", "--join")),
    Case("nobodys-email", ("init", "--join"), by=""),
    Case(
        "not-set-up",
        ("list",),
        spoil=lambda desk, patch: desk.git("config", "--remove-section", "merge.svc"),
    ),
    Case("several-had-it", ("show", "SZ-2611-A0002"), spoil=both_renumbered),
    Case("not-in-dispute", ("sync", "--take", "ours", "svc.yaml:x"), spoil=shared),
    Case("history-kept", ("sync",), spoil=taken_out_there),
    Case("left-out", ("sync",), spoil=link_sent),
    Case("settings-kept", ("sync",), spoil=settings_spoilt_there),
    Case("only-a-manager-archives", ("archive", "2025", "--go"), by="li"),
    Case("year-not-over", ("archive", "2026"), by="sun"),
    Case("only-a-manager-answers", ("sync", "--approve", "x"), spoil=shared),
    Case("no-such-revision", ("check", "--history", "nowhere..HEAD")),
    Case("history-not-here", ("check", "--history"), spoil=text_gone),
    Case("no-repository", ("guard", "--install")),
    Case("hook-there", ("guard", "--install", "--ledger", ".git"), spoil=own_hook),
    Case("push-not-taken", ("guard", "--ledger", ".git"), spoil=dropped_and_pushed),
    Case("branch-not-taken", ("guard", "--ledger", ".git"), spoil=pushing("", "refs/heads/x")),
    Case("not-in-this-clone", ("show", "BJ-2611-A0001"), spoil=without_other_offices),
    Case("part-only", ("report", "all", "2026-11"), spoil=without_other_offices),
    Case("not-of-a-part", ("forget", "SZ-A0001"), spoil=without_other_offices),
    Case("part-here", ("list",), spoil=without_other_offices),
    Case("dispute-moved", ("sync", "--take", "ours", "svc.yaml:quote_days"), spoil=moved_on),
    # The machine
    Case("folder-gone", ("list",), spoil=folder_removed),
    Case("disk-full", ("note", T, "x"), spoil=system_says(28)),
    Case("read-only", ("note", T, "x"), spoil=system_says(30)),
    Case("no-permission", ("note", T, "x"), spoil=system_says(13)),
    Case("io-failed", ("note", T, "x"), spoil=system_says(5)),
    Case("lock-held", ("note", T, "x"), spoil=hold_the_lock),
    Case(
        "git-missing",
        ("note", T, "x"),
        spoil=lambda desk, patch: patch.setenv("PATH", str(desk.path)),
    ),
    Case(
        "git-failed",
        ("note", T, "x"),
        spoil=lambda desk, patch: (desk.path / ".git/config").write_text(
            "[nonsense\n", encoding="utf-8"
        ),
    ),
    Case(
        "git-locked",
        ("note", T, "x"),
        spoil=lambda desk, patch: (desk.path / ".git/refs/heads/main.lock").write_text(desk.head),
    ),
    Case("waits-for-git", ("note", T, "x"), spoil=git_is_done_soon),
    Case("export-in-ledger", ("export", "tickets", "--out", "tickets.jsonl")),
    Case(
        "no-parquet",
        ("export", "tickets", "--format", "parquet", "--out", "../tickets.parquet"),
        spoil=without_module("duckdb"),
    ),
    # The store
    Case(
        "too-few-to-lend",
        ("loan", "lend", T, "P-1004", "--to", "wang"),
        ("replied", "stocked"),
        "sun",
        LATER,
    ),
    Case(
        "take-from",
        ("loan", "lend", T, "P-1001", "--to", "wang"),
        ("replied", "stocked"),
        "sun",
        LATER,
    ),
    *(
        Case(key, words, ("reserved",), by, LATER)
        for key, words, by in (
            ("reserved-for-others", ("stock", "transfer", "P-1001:1", "--to", "BJ"), "sun"),
            ("reserved-now-lacks", (*SCRAP, "--reason", "泡水"), "sun"),
            ("short-for-visit", BRING_MORE, "li"),
            ("may-bring-instead", BRING_MORE, "li"),
            ("lies-elsewhere", BRING_MORE, "li"),
        )
    ),
    Case(
        "kept-for",
        ("stock", "receive", "P-1001:1"),
        ("reserved",),
        "sun",
        LATER,
        spoil=lambda desk, patch: desk.ok(*BRING_MORE, by="li", now=LATER),
    ),
    Case("not-in-catalogue", ("stock", "receive", "X-1:1"), by="sun"),
    Case("bad-stock-line", ("stock", "receive", "P-1001"), by="sun"),
    Case("no-such-document", ("check", "SZ-M2611-A0001")),
    # A day
    Case("no-such-seal", (*CORRECT, "--reason", "x"), by="zhao", now=LATER),
    Case("day-sealed", (*CONFIRM, "--reason", "x"), by="sun", now=LATER, spoil=day_sealed),
    Case("count-differs", (*CONFIRM, "--counted", "cash=1"), by="zhao", now=LATER),
    Case(
        "nothing-to-correct",
        (*CORRECT, "--reason", "x"),
        by="sun",
        now=LATER,
        spoil=day_sealed,
    ),
    # A month
    Case("no-such-printed-report", ("report", "diff", "SZ", "2026-11", "--from", "0123456789ab")),
    Case("month-not-sealed", (*SEAL, "--again", "x"), by="sun", now=DECEMBER),
    Case("month-not-over", SEAL, by="sun", now=LATER),
    Case(
        "days-not-sealed",
        SEAL,
        states=("paid repair", "quoted", "agreed", "charged"),
        by="sun",
        now=DECEMBER,
        spoil=money_not_counted,
    ),
    Case("month-as-sealed", (*SEAL, "--again", "x"), by="sun", now=DECEMBER, spoil=month_sealed),
    Case(
        "late-for-sealed-month",
        ("note", T, "x", "--at", "2026-11-25 09:00"),
        now=DECEMBER,
        spoil=month_sealed,
    ),
    # Out
    Case("nothing-to-notify", ("notify",)),
    Case("no-own-entry", ("notify",), spoil=own_file(clone="another")),
    Case("own-file-open", ("notify",), spoil=own_file(0o644)),
    Case("own-file-not-yours", ("notify",), spoil=of_somebody_else),
    Case("own-file-no-file", ("notify",), spoil=link_in_its_place),
    Case("notify-running", ("notify",), spoil=somebody_sends),
    Case("sent-unreadable", ("notify",), spoil=sent_spoilt),
    Case("messages-not-sent", ("notify",), spoil=own_file()),
    Case("messages-stopped", ("notify",), spoil=disk_full_while_sending),
    Case(
        "hook-failed",
        ("note", T, "x"),
        spoil=own_file(hooks=[{"events": ["all"], "run": ["/bin/false"]}]),
    ),
    Case("merge-unfinished", ("note", T, "x"), spoil=merging),
    Case("merge-in-conflict", ("check", "--fix"), spoil=merging_in_conflict),
    Case("would-lose-events", ("check", "--fix"), spoil=merging_without_the_ticket),
    Case("would-run-program", ("check", "--fix"), spoil=rebasing_with_a_program),
    Case("nothing-unfinished", ("check", "--fix", "--abort")),
    Case("git-unsafe-folder", ("note", T, "x"), spoil=given_away),
    Case(
        "detached-head",
        ("note", T, "x"),
        spoil=lambda desk, patch: desk.git("checkout", "-q", "--detach"),
    ),
    Case(
        "changed-since-read",
        ("note", T, "x"),
        spoil=just_before(
            "svc.store.transaction.Changes._write_temporaries", saved_late("\n# 手改\nlog:\n")
        ),
    ),
    Case(
        "settings-changing",
        ("check",),
        spoil=just_before(
            "svc.actions.checks._check_all",
            lambda desk: desk.edit("regions:", "# 又改了\nregions:", "svc.yaml"),
        ),
    ),
    Case(
        "commit-overtaken",
        ("note", T, "x"),
        spoil=just_before(
            "svc.store.git.commit_point.fast_import",
            overtake,
        ),
    ),
    Case(
        "name-taken",
        ("intake", *options(TOLD)),
        (),
        spoil=just_before(
            "svc.store.transaction.Changes._check_nobody_else_wrote",
            lambda desk: desk.record.touch(),
        ),
    ),
    Case("perhaps-recorded", ("note", T, "x"), spoil=git_dies),
    Case("not-readable", ("note", T, "x"), spoil=shut),
    Case("some-unseen", ("knowledge", "list"), spoil=led_away),
    Case("not-enough-memory", ("note", T, "x"), spoil=memory_ends),
    Case("not-kept-here", ("note", T, "x"), spoil=nothing_flushed),
    Case("journal-not-ours", ("note", T, "x"), spoil=foreign_journal),
    Case(
        "journal-unreadable",
        ("note", T, "x"),
        spoil=lambda desk, patch: (desk.path / ".git/svc/journal").write_text("{not ours"),
    ),
    Case("earlier-unfinished", ("note", T, "x"), spoil=left_unfinished),
    Case("no-git-identity", ("note", T, "x"), spoil=nobody_signs),
    Case("not-top-of-work-tree", ("note", T, "x"), spoil=copied_without_git),
    Case("left-to-finish", ("note", T, "x"), spoil=put_fails),
    Case("text-lost", ("note", T, "x"), spoil=lost_text),
    Case("clock-behind", ("note", T, "x"), now="2026-11-19T09:00:00+08:00"),
    Case(
        "edit-merged",
        ("note", T, "x"),
        spoil=just_before("svc.store.journal.put_in_place", saved_late("\n# 手改\nlog:\n")),
    ),
    Case(
        "edit-kept",
        ("note", T, "x"),
        spoil=just_before(
            "svc.store.journal.put_in_place",
            lambda desk: desk.record.write_text("id: [", encoding="utf-8"),
        ),
    ),
)
