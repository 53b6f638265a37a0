"""Command lines with `--json` for every kind of answer, at a ledger where each has something to
say.
"""

from __future__ import annotations

import json

import pytest
import xlsxwriter
from conftest import TICKET as T
from conftest import TOLD, Desk
from errors.exchanges import one_number
from exchange import Exchange
from keeper import SENT, furnish, keep
from rules.composed import composed

SATURDAY = "2026-11-21T11:00:00"
FRIDAY_NOON = "2026-11-20T12:00:00"
BOOK = {
    "部门": (("部门名称", "备注"), ("示范厨具售后部", "x")),
    "客户": (
        ("单位", "电话"), ("南山明辉餐饮", "0755-99999999"), ("乙公司", "12"), ("丙公司", "0755-26003333"),
    ),
    "工单": (("原单号", "报修日期", "客户名称", "故障描述"), ("N-1", "2026-10-08 10:00", "甲公司", "漏气")),
}  # fmt: skip
"""The sheets of a workbook for setup: a customer who is there otherwise, one who can't be taken, a ticket
of a month that is sealed.
"""

LINES: dict[str, tuple[tuple[str, str, tuple[str, ...], str], ...]] = {
    # kind → how far the ledger has come, who types, what, when
    "board": (
        ("reply", "chen", ("dispatch",), FRIDAY_NOON),
        ("dispatch", "chen", ("dispatch",), FRIDAY_NOON),
        ("dispatch", "chen", ("dispatch",), SATURDAY),
        ("slip", "chen", ("dispatch",), SATURDAY),
    ),
    "adopted": (("hand", "sun", ("adopt", "settings"), FRIDAY_NOON),),
    "calendar": (
        ("", "chen", ("calendar", "fill", "2022", "--calendar", "SZ"), FRIDAY_NOON),
        ("", "sun", ("calendar", "hours", "9:00-17:00", "--calendar", "SZ"), FRIDAY_NOON),
        ("", "sun", ("calendar", "day", "2026-12-31", "--why", "盘点"), FRIDAY_NOON),
    ),
    "callbacks": (("slip", "chen", ("callback",), SATURDAY),),
    "check": (("broken", "chen", ("check",), SATURDAY),),
    "clock": (
        (
            "",
            "chen",
            ("clock", "add", "2026-11-20T16:30", "8h", "--calendar", "SZ", "--explain"),
            FRIDAY_NOON,
        ),
        (
            "",
            "chen",
            ("clock", "between", "2026-11-20T16:30", "2026-11-23T10:00", "--calendar", "SZ"),
            FRIDAY_NOON,
        ),
        ("a question", "chen", ("clock", "batch", "question", "--calendar", "SZ"), FRIDAY_NOON),
    ),
    "complaints": (("complaint", "chen", ("complaint", "list"), SATURDAY),),
    "customer": (
        ("close", "chen", ("customer", "show", "SZ-A0001"), SATURDAY),
        ("close", "chen", ("customer", "confirm", "SZ-A0001"), SATURDAY),
    ),
    "customers": (("close", "chen", ("customer", "find", "南山"), SATURDAY),),
    "figure": (
        ("close", "chen", ("report", "south", "2026-11", "--explain", "received"), SATURDAY),
    ),
    "figures": (("close", "chen", ("report", "south", "2026-11", "--explain"), SATURDAY),),
    "requests": (
        ("form", "chen", ("intake", "--from", "form.csv"), FRIDAY_NOON),
        ("form", "chen", ("intake", "--from", "form.csv", "--go"), FRIDAY_NOON),
    ),
    "help": (("", "chen", ("help", "times"), FRIDAY_NOON),),
    "schemas": (
        ("", "chen", ("schema", "answers", "list"), FRIDAY_NOON),
        ("", "chen", ("schema", "all", "--to", "schemas"), FRIDAY_NOON),
    ),
    "version": (("", "chen", ("version",), FRIDAY_NOON),),
    "fix": (("broken", "chen", ("check", "--fix"), SATURDAY),),
    "flagged": (
        ("intake", "cron", ("overdue", "--flag", "--all"), "2026-11-23T17:00:00"),
        ("intake", "cron", ("overdue", "--flag", "--all"), "2026-12-01T09:00:00"),
    ),
    "file": (("", "chen", ("import", "template", "template.xlsx"), FRIDAY_NOON),),
    "take": (
        ("tables", "chen", ("take", "chat.txt"), FRIDAY_NOON),
        ("tables", "chen", ("take", "chat.txt", "--go"), FRIDAY_NOON),
    ),
    "import": (
        ("tables", "sun", ("import", "customers", "customers.csv"), FRIDAY_NOON),
        ("tables", "sun", ("import", "customers", "good.csv", "--go"), FRIDAY_NOON),
        ("tables", "sun", ("import", "customers", "template.xlsx"), FRIDAY_NOON),
        ("tables", "sun", ("import", "prices", "prices.csv", "--go"), FRIDAY_NOON),
        ("old tables", "sun", ("import", "tickets", "old.csv"), FRIDAY_NOON),
    ),
    "init": (("", "chen", ("init", "../another", "--desk", "A"), FRIDAY_NOON),),
    "knowledge": (("close", "chen", ("knowledge", "E-07"), SATURDAY),),
    "leaving": (
        ("loan", "sun", ("staff", "leave", "wang", "--to", "li"), FRIDAY_NOON),
        ("dispatch", "sun", ("staff", "leave", "li", "--to", "sun"), FRIDAY_NOON),
        ("charged", "sun", ("staff", "leave", "chen", "--to", "zhao"), FRIDAY_NOON),
        ("", "sun", ("staff", "leave", "chen", "--to", "zhao", "--go"), FRIDAY_NOON),
    ),
    "stock": (
        ("parts", "sun", ("stock", "list"), FRIDAY_NOON),
        ("used up", "sun", ("stock", "list", "--slow"), "2027-04-01T09:00:00"),
    ),
    "stock_book": (("sent", "sun", ("stock", "book", "P-1003"), FRIDAY_NOON),),
    "stock_sheet": (("sent", "sun", ("stock", "sheet"), FRIDAY_NOON),),
    "stock_value": (("sent", "sun", ("stock", "value"), FRIDAY_NOON),),
    "document": (("parts", "sun", ("stock", "receive", "P-1:10"), FRIDAY_NOON),),
    "loaners": (
        ("borrowed", "sun", ("loaner", "list"), FRIDAY_NOON),
        ("borrowed", "sun", ("loaner", "list", "--free"), FRIDAY_NOON),
    ),
    "kits": (("kit", "sun", ("stock", "kit"), FRIDAY_NOON),),
    "kit_top_up": (("kit", "sun", ("stock", "kit-top-up", "wang"), FRIDAY_NOON),),
    "daily": (("sealed", "zhao", ("daily", "2026-11-20", "--office", "SZ"), SATURDAY),),
    "seal": (
        ("slip", "zhao", ("daily", "confirm", "today", "--office", "SZ"), "2026-11-20T18:00:00"),
    ),
    "month_seal": (("slip", "sun", ("seal", "2026-11"), "2026-12-02T09:00:00"),),
    "report_diff": (
        ("month sealed", "sun", ("report", "diff", "SZ", "2026-11"), "2026-12-03T09:00:00"),
    ),
    "report_changes": (
        (
            "month sealed",
            "sun",
            ("report", "diff", "SZ", "2026-11", "--from", "2026-11-20"),
            "2026-12-03T09:00:00",
        ),
    ),
    "loans": (("loan", "chen", ("loan", "list"), FRIDAY_NOON),),
    "machines": (("a file of theirs", "chen", ("equipment", "list"), SATURDAY),),
    "machine_counts": (
        ("a file of theirs", "chen", ("equipment", "list", "--by", "model"), SATURDAY),
    ),
    "unboxing": (("unboxed", "chen", ("equipment", "unboxing", "2026-11"), SATURDAY),),
    "software_updates": (("unboxed", "chen", ("equipment", "updates", "2026-11"), SATURDAY),),
    "upkeep": (
        ("planned", "chen", ("upkeep", "list", "--days", "400"), SATURDAY),
        ("planned", "chen", ("upkeep", "preview"), SATURDAY),
        ("planned", "chen", ("upkeep", "make"), SATURDAY),
    ),
    "suggestions": (("suggested", "chen", ("suggestion", "list"), SATURDAY),),
    "complaint_sums": (("complaint", "chen", ("complaint", "sum", "2026-11"), SATURDAY),),
    "survey_counts": (("surveyed", "chen", ("survey", "sum", "2026-11"), SATURDAY),),
    "callback_sample": (
        ("close", "chen", ("callback", "sample", "2026-11", "--seed", "a"), SATURDAY),
    ),
    "machine": (("fitted", "chen", ("equipment", "history", "CR200-24-0042"), SATURDAY),),
    "holds": (
        ("loan", "chen", ("holds",), FRIDAY_NOON),
        ("money taken", "chen", ("holds", "wang"), SATURDAY),
    ),
    "paper": (("sent", "sun", ("stock", "count", "--format", "html"), FRIDAY_NOON),),
    "count": (("sent", "sun", ("stock", "count", "P-1001:9"), FRIDAY_NOON),),
    "documents": (("sent", "sun", ("stock", "documents"), FRIDAY_NOON),),
    "stock_document": (("sent", "sun", ("stock", "show", SENT), FRIDAY_NOON),),
    "skills": (("", "chen", ("staff", "skills"), FRIDAY_NOON),),
    "attachments": (("a file", "chen", ("attach", T), SATURDAY),),
    "missing_knowledge": (("a fault", "chen", ("knowledge", "missing", "--least", "1"), SATURDAY),),
    "mine": (
        ("intake", "chen", ("mine",), FRIDAY_NOON),
        ("intake", "li", ("mine",), SATURDAY),
    ),
    "orders": (
        ("dispatch", "chen", ("dispatch", "--tomorrow", "--day", "2026-11-20"), FRIDAY_NOON),
        ("to bring", "chen", ("dispatch", "--tomorrow", "--day", "2026-11-20"), FRIDAY_NOON),
    ),
    "outstanding": (("charged", "chen", ("outstanding",), FRIDAY_NOON),),
    "costs": (("costed", "chen", ("costs", "2026-11"), SATURDAY),),
    "statement": (("charged", "chen", ("statement", "SZ-A0001", "2026-11"), FRIDAY_NOON),),
    "part-requests": (("awaited", "chen", ("part", "requests"), FRIDAY_NOON),),
    "hit-rate": (("awaited", "chen", ("part", "hit-rate"), FRIDAY_NOON),),
    "replaced": (("fitted", "chen", ("part", "replaced", "2026-11"), SATURDAY),),
    "part-lives": (("fitted", "chen", ("part", "life", "P-1001"), SATURDAY),),
    "overdue": (("intake", "chen", ("overdue", "--all"), "2026-11-23T17:00:00"),),
    "policy": (("intake", "sun", ("policy", "new", "office", "--set", "contact=1h"), FRIDAY_NOON),),
    "setting": (
        ("", "sun", ("staff", "add", "刘洋", "--role", "technician"), FRIDAY_NOON),
        ("", "sun", ("price", "new", "2027-01-01"), FRIDAY_NOON),
    ),
    "setup": (
        ("", "sun", ("setup", "--template", "../department.yaml"), FRIDAY_NOON),
        ("workbook", "sun", ("setup", "--from", "../book.xlsx"), FRIDAY_NOON),
    ),
    "settings": tuple(
        ("", "sun", (what, "list"), FRIDAY_NOON)
        for what in ("staff", "office", "region", "part", "price", "policy", "calendar")
    ),
    "prices": (("", "chen", ("prices",), FRIDAY_NOON),),
    "pages": (("slip", "chen", ("pages", "../pages", "--level", "staff"), SATURDAY),),
    "print": (
        ("slip", "chen", ("print", T, "--format", "html"), SATURDAY),
        ("strange wish", "chen", ("print", T, "--out", "x.pdf"), FRIDAY_NOON),
    ),
    "archived": (
        ("", "sun", ("archive", "2025"), FRIDAY_NOON),
        ("closed last year", "sun", ("archive", "2026"), "2027-02-01T09:00:00"),
    ),
    "promises": (("", "chen", ("promise", "list"), FRIDAY_NOON),),
    "proposals": (("reply", "chen", ("dispatch", T), FRIDAY_NOON),),
    "recompute": (
        (
            "intake",
            "chen",
            ("promise", "recompute", "--from", "office@2026-11", "--to", "regions@2026-11"),
            FRIDAY_NOON,
        ),
    ),
    "report": (
        ("close", "chen", ("report", "south", "2026-11"), SATURDAY),
        ("close", "chen", ("report", "SZ", "2026-11", "--at", "2026-11-20"), SATURDAY),
        ("unreadable", "chen", ("report", "south", "2026-11"), SATURDAY),
    ),
    "report_file": (
        (
            "close",
            "chen",
            ("report", "SZ", "2026-11", "--format", "html", "--out", "x.html"),
            SATURDAY,
        ),
    ),
    "export": (("close", "chen", ("export", "events", "--out", "../events.jsonl"), SATURDAY),),
    "report_span": (
        ("close", "chen", ("report", "all", "2026-10..2026-11"), SATURDAY),
        ("close", "chen", ("report", "SZ", "2026-10..2026-11", "--at", "HEAD"), SATURDAY),
        ("unreadable", "chen", ("report", "all", "2026-10..2026-11"), SATURDAY),
    ),
    "notify": (("told", "chen", ("notify", "duty", "--dry-run"), FRIDAY_NOON),),
    "calendar_files": (
        ("dispatch", "chen", ("calendar", "export", "--technician", "wang"), FRIDAY_NOON),
        (
            "dispatch",
            "chen",
            ("calendar", "export", "--technician", "wang", "--out", "../wang.ics"),
            FRIDAY_NOON,
        ),
    ),
    "roster": (("roster", "chen", ("roster",), FRIDAY_NOON),),
    "script": (("reply", "chen", ("script", T, "all"), FRIDAY_NOON),),
    "signed_off": (("intake", "li", ("complaint", "none"), FRIDAY_NOON),),
    "search": (
        ("close", "chen", ("search", "加热"), SATURDAY),
        ("close", "chen", ("search", "南山"), SATURDAY),
        ("parts", "chen", ("search", "加热管"), SATURDAY),
    ),
    "ticket": (
        ("dispatch", "chen", ("show", T), FRIDAY_NOON),
        ("dispatch", "chen", ("note", T, "x"), FRIDAY_NOON),
        ("slip", "zhao", ("cost", T, "--sort", "travel", "--amount", "86.50"), SATURDAY),
        ("charged", "zhao", ("receipt", T, "--how", "cash"), FRIDAY_NOON),
        ("slip", "li", ("amend", T, "--cause", "wear", "--reason", "x"), SATURDAY),
        (
            "far away",
            "li",
            ("amend", T, "--customer", "SZ-A0001", "--reason", "x"),
            SATURDAY,
        ),
    ),
    "joining": (("second", "chen", ("same", "SZ-2611-A0002", "--into", T), FRIDAY_NOON),),
    "forgotten": (
        ("close", "sun", ("forget", "SZ-A0001"), SATURDAY),
        ("named", "sun", ("forget", "SZ-A0001", "--others"), SATURDAY),
        ("close", "sun", ("forget", "SZ-A0001", "--reason", "本人要求", "--go"), SATURDAY),
    ),
    "sync": (("exchanged", "chen", ("sync",), FRIDAY_NOON),),
    "renumber": (("one number", "chen", ("renumber",), FRIDAY_NOON),),
    "history": (("tampered", "chen", ("check", "--history"), SATURDAY),),
    "amendable": (("dispatch", "chen", ("amend", T), FRIDAY_NOON),),
    "tickets": (("dispatch", "chen", ("list",), FRIDAY_NOON),),
    "visit": (("two in one", "wang", ("arrive", T, "SZ-2611-A0002"), FRIDAY_NOON),),
    "why": (("slip", "chen", ("why", T), SATURDAY),),
}


def play(desk: Desk, until: str) -> None:  # noqa: C901, PLR0912, PLR0915 – a case for each story
    """Bring the ledger so far that there is something to answer."""
    match until:
        case "":
            return
        case "second":
            desk.play("intake")
            desk.other(2)
        case "a file":
            desk.play("intake")
            desk.ok("attach", T, "svc.yaml", by="chen")
        case "a file of theirs":
            desk.play("close")
        case "unboxed":
            desk.play("close")
            desk.ok("equipment", "unbox", "CR200-24-0042", "--faulty", "外壳磕碰", by="chen")
            desk.ok("equipment", "update", "CR200-24-0042", "--to", "V3.4", by="chen")
        case "planned":
            desk.play("close")
            plan = 'since: "2026-11-01", every: {rrule: "FREQ=MONTHLY"}, name: "月保"'
            (desk.path / "upkeep.yaml").write_text(f"plans:\n  monthly: {{{plan}}}\n", "utf-8")
            desk.ok("adopt", "settings", by="sun")
        case "suggested":
            desk.play("intake")
            desk.ok("suggestion", "add", "盖子加把手", by="chen")
        case "surveyed":
            desk.play("close")
            desk.ok("survey", "add", T, "--filled-by", "张工", "--overall", "satisfied", by="chen")
        case "a fault":
            desk.told["symptom"] = "滚筒倾斜回不来"
            desk.play("close")
            for path in (desk.path / "knowledge").glob("*.md"):
                path.unlink()
        case "hand":
            path = desk.path / "svc.yaml"
            path.write_text(path.read_text("utf-8").replace("400-800-0000", "400-1"), "utf-8")
        case "exchanged":
            desk.play("intake")
            both = Exchange(desk, desk.path.parent, pytest.MonkeyPatch())
            both.disagree()
            both.there.sync()
        case "one number":
            desk.play("intake")
            one_number(desk, pytest.MonkeyPatch())
            assert desk.svc("sync", by="chen").status == 2
        case "tampered":
            desk.play("handover")
            desk.edit('to: "li"', 'to: "sun"')
            desk.commit()
        case "unreadable":
            desk.play("close")
            broken = desk.record.with_name("SZ-2611-A0002.yaml")
            broken.write_text("[", encoding="utf-8")
        case "a question":
            asked = {"op": "add", "start": "2099-11-20T16:30:00+08:00", "for": "8h"}
            (desk.path / "question").write_text(json.dumps(asked), encoding="utf-8")
        case "to bring":
            desk.play("reply")
            furnish(desk)
            send = ("dispatch", T, "--to", "wang", "--appointment", "14:00", "--bring", "P-1001")
            desk.ok(*send, by="li", now="2026-11-20T09:50:00")
        case "complaint":
            desk.play("slip")
            desk.ok(
                "complaint",
                "about",
                T,
                "--words",
                "来晚了",
                "--wishes",
                "道歉",
                by="chen",
                now=SATURDAY,
            )
        case "far away":
            desk.play("handover")
            words = ("customer", "correct", "SZ-A0001", "--field", "zone", "--to", "far")
            desk.ok(*words, "--reason", "x", by="chen", now=FRIDAY_NOON)
        case "two in one":
            desk.play("reply")
            desk.intake("--second", serial="CR200-24-0043", symptom="漏水")
            desk.ok("handover", "SZ-2611-A0002", "--to", "li", by="chen")
            both = ("dispatch", T, "SZ-2611-A0002", "--to", "wang", "--appointment", "14:00")
            desk.ok(*both, by="li", now="2026-11-20T09:50:00+08:00")
        case "loan":
            desk.play("dispatch")
            desk.ok(
                "loan", "lend", T, "P-1001", "--to", "wang", by="sun", now="2026-11-20T10:00:00"
            )
        case "fitted":
            desk.play("arrive")
            said = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
            visit = ("visit", T, *said, "--part", "P-1001:1:returned")
            desk.ok(*visit, by="wang", now="2026-11-20T15:30:00+08:00")
        case "awaited":
            desk.play("reply")
            asked = ("part", "request", T, "P-1001", "--by", "2026-11-20 11:00")
            desk.ok(*asked, by="li", now="2026-11-20T10:00:00+08:00")
            sent = ("part", "sent", T, "P-1001", "--carrier", "顺丰", "--number", "SF1042")
            desk.ok(*sent, by="li", now="2026-11-20T10:30:00+08:00")
        case "used up":
            desk.play("dispatch")
            furnish(desk)
            desk.ok("loan", "lend", T, "P-1001", "--to", "wang", by="sun", now=SATURDAY)
        case "borrowed":
            desk.play("reply")
            desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
            keep(desk, "receive", "P-9100:2#BY-01,BY-02")
            borrowed = ("loaner", "lend", T, "P-9100", "--serial", "BY-01", "--until", "2026-12-04")
            desk.ok(*borrowed, "--signed-by", "张工", by="sun", now=FRIDAY_NOON)
        case "kit":
            keep(furnish(desk), "kit-set", "标准包", "P-1001:3", "P-1002:1")
            desk.ok("staff", "change", "wang", "--kit", "标准包", by="li")
        case "sent":
            keep(furnish(desk), "transfer", "P-1001:4", "P-1003:2#ZB-1,ZB-3", "--to", "BJ")
        case "parts":
            part = '{code: "P-1", name: "加热管", models: ["CR-200"], price: "180.00"}'
            (desk.path / "parts.yaml").write_text(f"parts:\n  - {part}\n", encoding="utf-8")
            desk.commit()
        case "tables":
            desk.play("intake")
            heads = "单位,电话,地址,备注\n"
            rows = "南山明辉餐饮,0755-99999999,福田,x\n乙公司,12,,\n丙公司,0755-26003333,,\n"
            (desk.path / "customers.csv").write_text(heads + rows, encoding="utf-8")
            (desk.path / "good.csv").write_text(heads + "丁公司,,,\n", encoding="utf-8")
            prices = "类别,代码,项目,单价\n工时,L91,深度检测,300\n"
            (desk.path / "prices.csv").write_text(prices, encoding="utf-8")
            desk.ok("import", "template", "template.xlsx")
            texts = (composed("fault"), composed("fault"))
            (desk.path / "chat.txt").write_text("\n".join(texts), encoding="utf-8")
        case "old tables":
            desk.ok("seal", "2026-10", "--office", "SZ", by="sun")
            rows = "原单号,报修日期,客户名称,故障描述\nN-1,2026-10-08 10:00,甲公司,漏气\n"
            (desk.path / "old.csv").write_text(rows, encoding="utf-8")
        case "named":
            desk.play("close")
            assert desk.other(1).status == 0
            desk.ok("note", "SZ-2611-A0002", f"{TOLD['unit']}介绍", by="chen", now=SATURDAY)
        case "workbook":
            desk.play("intake")
            desk.ok("seal", "2026-10", "--office", "SZ", by="sun")
            with xlsxwriter.Workbook(str(desk.path.parent / "book.xlsx")) as book:
                for name, rows in BOOK.items():
                    sheet = book.add_worksheet(name)
                    for number, row in enumerate(rows):
                        sheet.write_row(number, 0, row)
        case "form":
            heads = "单位,联系人,手机,地址,型号,机身号,故障\n"
            rows = "甲食堂,张三,13812340001,甲路,CR-200,CR200-26-7001,冷\n乙食堂,,13812340002,,,,漏水\n"
            (desk.path / "form.csv").write_text(heads + rows, encoding="utf-8")
        case "roster":
            desk.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="sun")
            evening = ("--shift", "17:30-24:00", "--who", "li")
            desk.ok("roster", "--duty", "2026-11-21", *evening, by="sun")
            desk.ok("roster", "--away", "2026-11-22", "--who", "wang", "--why", "休假", by="sun")
        case "told":
            desk.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="sun")
            desk.edit(
                "warranty:", 'notify: [{digest: "duty", channel: "group"}]\nwarranty:', "svc.yaml"
            )
        case "sealed":
            desk.play("slip")
            desk.ok("daily", "confirm", "2026-11-20", "--office", "SZ", by="zhao", now=SATURDAY)
            desk.ok("note", T, "门口有狗", by="chen", now=SATURDAY)
        case "strange wish":
            assert desk.intake(wishes="尽快 😀").status == 0
        case "closed last year":
            desk.play("close")
            assert desk.other(2).status == 0
        case "month sealed":
            desk.play("slip")
            desk.ok("seal", "2026-11", "--office", "SZ", by="sun", now="2026-12-02T09:00:00")
            call = ("callback", T, "--spoke-to", "张工", "--rating", "satisfied")
            late = ("--at", "2026-11-21 10:00", "--late", "漏录")
            desk.ok(*call, *late, by="zhao", now="2026-12-02T10:00:00")
        case "costed":
            desk.play("slip")
            desk.ok("cost", T, "--sort", "travel", "--amount", "86.50", by="li", now=SATURDAY)
        case "broken":
            desk.play("slip")
            desk.edit('status: "done"', 'status: "closed"')
            desk.commit()
        case "money taken":
            play(desk, "charged")
            take = ("receipt", T, "--how", "cash", "--taken-by", "wang")
            desk.ok(*take, by="zhao", now="2026-11-20T09:50:00")
        case "charged":
            assert desk.intake(bought="2020-08-01", mode="paid").status == 0
            desk.ok("quote", T, "--line", "L04", by="chen", now="2026-11-20T09:20:00")
            desk.ok(
                "consent",
                T,
                "--to",
                "price",
                "--who",
                "张工",
                "--how",
                "电话",
                by="chen",
                now="2026-11-20T09:30:00",
            )
            desk.ok("charge", T, by="chen", now="2026-11-20T09:40:00")
        case _:
            desk.play(until)
