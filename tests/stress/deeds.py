"""Every command that records something, ready to be typed: on which ticket, by whom, when, and what
came before.

The sweeps kill, stop and starve each of them. A command that has no deed here, and is not named
among those that only read or leave a file, fails `test_every_command_that_records_has_a_deed`.
"""

from __future__ import annotations

import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conftest import TICKET
from rules.composed import composed
from stress.desk import (
    SVC,
    assert_sound,
    committed,
    event_ids,
    git,
    left_over,
    of_caller,
    request,
    started,
    surroundings,
    svc,
    texts,
)

from svc.cli.commands import COMMANDS
from svc.model import layout
from svc.rules.merge.records import merge_record
from svc.store.assets import offered_file

if TYPE_CHECKING:
    from collections.abc import Callable

T, FILE, SERIAL = TICKET, "SZ-A0001", "CR200-24-0042"
RECORD = f"tickets/SZ/2026-11/{T}.yaml"
ARCHIVE = ("archive", "2026", "--go")
SATURDAY, MONDAY = "2026-11-21T10:05:00+08:00", "2026-11-23T10:00:00+08:00"
Words = tuple[str, ...]


class Deed(NamedTuple):
    """A command to be killed: when and by whom it is typed, on a ticket that has come so far."""

    words: Words
    until: str = ""  # the story's last command before it; empty: a ledger without tickets
    by: str = ""
    now: str = "2026-11-20T16:45:00+08:00"
    before: tuple[Words, ...] = ()  # typed before it, each with who types it first
    told: tuple[tuple[str, str], ...] = ()  # what the caller told otherwise
    by_hand: Callable[[Path], object] | None = (
        None  # what was done to the files before it, and committed
    )
    # how it refuses, once it is recorded, what is there already; else it says so and ends with 0
    already: str = ""


PAID = (("bought", "2020-08-01"), ("mode", "paid"))
WALK_IN = (("channel", "walk_in"), ("mode", "walk_in"))
INSTALLATION = (("kind", "installation"),)
FINDINGS = ("--found", "断路", "--done", "换管", "--cause", "quality")
RECEIVE = (
    "bench",
    "receive",
    T,
    "--place",
    "库房 A-1",
    "--condition",
    "划伤",
    "--accessory",
    "电源线",
    "--signed-by",
    "张工",
)
REPAIR = ("bench", "repair", T, "--found", "断路", "--done", "换管", "--cause", "wear")
SHIP = ("ship", T, "--carrier", "顺丰", "--number", "SF1001", "--reason", "主板需返厂")
TOLD_READY = ("bench", "told", T, "--spoke-to", "张工")
QUOTE, CHARGE = ("quote", T, "--line", "L04"), ("charge", T)
CONSENT = ("consent", T, "--to", "price", "--who", "张工", "--how", "电话")
LET_PASS = ("--allow", "x")
RECEIPT = ("receipt", T, "--how", "cash")
AGREED = (("li", *QUOTE), ("li", *CONSENT))
SOLD = (*AGREED, ("sun", *CHARGE, "--allow", "客户要求"))
IN_STORE = (
    ("sun", "part", "add", "P-9001", "--name", "控制板"),
    ("sun", "stock", "receive", "P-9001:5"),
)
LOANER_IN_STORE = (
    ("sun", "part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes"),
    ("sun", "stock", "receive", "P-9100:1#BY-01"),
)
BORROW = (
    *("loaner", "lend", T, "P-9100", "--serial", "BY-01"),
    *("--until", "2026-12-04", "--signed-by", "张工"),
)
KIT_TOLD = (
    *IN_STORE,
    ("sun", "stock", "kit-set", "标准包", "P-9001:2"),
    ("li", "staff", "change", "wang", "--kit", "标准包"),
)
KIT_IN_HAND = (*KIT_TOLD, ("sun", "stock", "kit-top-up", "wang"))
SENT_AWAY = (*IN_STORE, ("sun", "stock", "transfer", "P-9001:2", "--to", "BJ"))
LEND = ("loan", "lend", T, "P-1001", "--to", "wang")
UNSURE = ("visit", T, "--outcome", "fixed", *FINDINGS, "--arrived", "14:05", "--unsure")
COMPLAINED = ("complaint", "about", T, "--words", "态度不好", "--wishes", "道歉")
COMPLAINT = "SZ-2611-A0002"
JUDGED = (
    "complaint",
    "judge",
    COMPLAINT,
    "--accepted",
    "yes",
    "--class",
    "服务态度",
    "--grade",
    "minor",
    "--quality",
    "no",
)
PREVENTED = ("complaint", "action", COMPLAINT, "--remedy", "道歉", "--prevention", "培训")
CAUSED = (
    "complaint",
    "cause",
    COMPLAINT,
    "--cause",
    "培训不足",
    "--department",
    "客服部",
    "--person",
    "wang",
)
DISSATISFIED = (
    "callback",
    T,
    "--spoke-to",
    "张工",
    "--rating",
    "dissatisfied",
    "--reason",
    "又响了",
)
SECOND = ("intake", "--from", "../second.yaml")
SIGNED = ("--signed", "甲方=张工", "--signed", "我公司=王强", "--signed", "施工单位=无")
SECOND_MACHINE = (("chen", *SECOND), ("chen", "handover", "SZ-2611-A0002", "--to", "li"))
BOTH = (T, "SZ-2611-A0002")
BEFORE_IT = "2026-11-20T10:30:00+08:00"
ORDER = ("install", "order", T, "--number", "FW-1", "--start", "2026-12-01 09:00")


def typed_in_the_head(ledger: Path) -> None:
    """A person changes a value with an editor, and commits it."""
    _changed(ledger, lambda text: text.replace('wishes: "今天来修"', 'wishes: "明天来修"'))


def handed_a_table(ledger: Path) -> None:
    """Tables of a spreadsheet lie in the folder."""
    tables = {
        "customers": "单位,电话\n甲公司,0755-26001111\n乙公司,0755-26002222\n",
        "machines": f"编号,机型,单位\nX-1,CR-200,{FILE}\nX-2,CR-200,{FILE}\n",
        "parts": "编码,名称\nP-9,加热管\n",
        "tickets": "单号,日期,单位,故障\n2024-1,2024-03-01,甲公司,不热\n2024-2,2024-03-02,乙,漏\n",
    }
    for name, text in tables.items():
        (ledger / f"{name}.csv").write_text(text, encoding="utf-8")
    git(ledger, "add", "-A")
    git(ledger, "commit", "-q", "-m", "Tables")


def handed_a_chat(ledger: Path) -> None:
    """What a technician sent lies in a file: a visit with its slip."""
    text = composed(signed_by="张工", rating="2.满意")
    (ledger / "chat.txt").write_text(text, encoding="utf-8")
    git(ledger, "add", "-A")
    git(ledger, "commit", "-q", "-m", "Chat")


def wrong_status(ledger: Path) -> None:
    _changed(ledger, lambda text: text.replace('status: "received"', 'status: "closed"'))


def met(ledger: Path) -> None:
    """Two desks' logs met: one gave the request up, the other had handed it over."""
    _meet(
        ledger,
        ((*GIVEN_UP, *LET_PASS), (*HANDED_OVER, *LET_PASS)),
        lambda merged: 0 < merged.find('what: "cancelled"') < merged.find('what: "handed_over"'),
    )


def paid_and_lowered(ledger: Path) -> None:
    """Two desks' logs met: one took what was charged, the other had lowered the charge."""
    lowered = ("charge", T, "--line", "检测:1:50", *LET_PASS)
    _meet(ledger, (RECEIPT, lowered), lambda merged: 'total: "50.00"' in merged)


def _meet(ledger: Path, typed: tuple[Words, Words], is_meant: Callable[[str], bool]) -> None:
    """The record becomes what two desks' logs make of it, each with one command."""
    base = (ledger / RECORD).read_text(encoding="utf-8")
    # Events of one number stand in the order of their random ids; only behind the other one can't
    # the handover follow.
    merged = ""
    while not is_meant(merged):
        texts = [_typed_in_a_copy(ledger, words) for words in typed]
        merged = merge_record(RECORD, base, *texts)
    _changed(ledger, lambda text: merged)


GIVEN_UP = ("cancel", T, "--reason", "重复", "--asked-by", "张工")
HANDED_OVER = ("handover", T, "--to", "li")


def _typed_in_a_copy(ledger: Path, words: Words) -> str:
    copy = Path(shutil.copytree(ledger, ledger.with_name("meets"), symlinks=True))
    env = surroundings(ledger.parent, now="2026-11-20T09:10:00+08:00")
    done = svc(copy, env, "--as", "sun", *words)
    assert done.returncode == 0, done.stderr
    text = (copy / RECORD).read_text(encoding="utf-8")
    shutil.rmtree(copy)
    return text


def _changed(ledger: Path, change: Callable[[str], str]) -> None:
    record = ledger / RECORD
    old = record.read_bytes().decode()
    assert change(old) != old
    record.write_bytes(change(old).encode())
    who = ["-c", "user.name=Desk", "-c", "user.email=desk@example.com"]
    subprocess.run(["git", *who, "commit", "-qam", "By hand"], cwd=ledger, check=True)


DEEDS: dict[str, Deed] = {
    # 1 Intake
    "intake": Deed(
        ("intake", "--from", "../request.yaml"), by="chen", now="2026-11-20T15:30:00+08:00"
    ),
    "intake --note": Deed(("intake", "--note", "张工", "13900001111"), by="chen"),
    "intake TICKET": Deed(
        ("intake", T, "--from", "../second.yaml"),
        by="chen",
        before=(("chen", "intake", "--note", "张工", "13900001111"),),
    ),
    "customer add": Deed(
        (
            "customer",
            "add",
            "--name",
            "福田酒家",
            "--phone",
            "0755-27001234",
            "--address",
            "福田路 1 号",
            "--contact",
            "李工",
            "--mobile",
            "13700001234",
        ),
        by="chen",
    ),
    "customer correct": Deed(
        (
            "customer",
            "correct",
            FILE,
            "--field",
            "phone",
            "--to",
            "0755-26002222",
            "--reason",
            "换号",
        ),
        "intake",
        "chen",
    ),
    "customer contact": Deed(
        ("customer", "contact", FILE, "--name", "王工", "--mobile", "13700005678"), "intake", "chen"
    ),
    "customer site": Deed(
        (
            *("customer", "site", FILE, "--name", "分店", "--address", "宝安大道88号"),
            *("--contact", "何工", "--mobile", "13700009988"),
        ),
        "intake",
        "chen",
    ),
    "customer account": Deed(
        ("customer", "account", FILE, "--days", "30", "--limit", "5000", "--reason", "框架协议"),
        "intake",
        "sun",
    ),
    "customer merge": Deed(
        ("customer", "merge", "SZ-A0002", "--into", FILE, "--reason", "同一家"),
        "intake",
        "chen",
        before=(("chen", *SECOND),),
    ),
    "customer contract": Deed(
        (
            *("customer", "contract", FILE, "--name", "24x7", "--since", "2026-01-01"),
            *("--until", "2027-12-31", "--free", "labour"),
        ),
        "intake",
        "chen",
    ),
    "customer confirm": Deed(("customer", "confirm", FILE), "intake", "chen"),
    "customer note": Deed(("customer", "note", FILE, "货车只能从后门进"), "intake", "chen"),
    "equipment add": Deed(
        (
            "equipment",
            "add",
            FILE,
            "--serial",
            "CR300-25-0001",
            "--model",
            "CR-300",
            "--specification",
            "380V",
            "--bought",
            "2026-09-01",
        ),
        "intake",
        "chen",
    ),
    "equipment correct": Deed(
        (
            "equipment",
            "correct",
            SERIAL,
            "--field",
            "bought",
            "--to",
            "2026-08-02",
            "--reason",
            "发票",
        ),
        "intake",
        "chen",
    ),
    "equipment move": Deed(
        ("equipment", "move", SERIAL, "--place", "二楼", "--reason", "装修"), "intake", "chen"
    ),
    "equipment transfer": Deed(
        ("equipment", "transfer", SERIAL, "--to", "SZ-A0002", "--reason", "转让"),
        "intake",
        "chen",
        before=(("chen", *SECOND),),
    ),
    "equipment unbox": Deed(
        ("equipment", "unbox", SERIAL, "--faulty", "外壳磕碰"), "intake", "chen"
    ),
    "equipment update": Deed(("equipment", "update", SERIAL, "--to", "V9"), "intake", "chen"),
    "equipment replace": Deed(
        ("equipment", "replace", SERIAL, "--by", "CR200-26-0007"), "intake", "chen"
    ),
    "declare": Deed(
        ("declare", "SZ-2611-A0002", "--reason", "同一故障"),
        "close",
        "chen",
        now="2026-11-25T09:20:00+08:00",
        before=(("chen", "intake", "--from", "../request.yaml"),),
    ),
    "remind": Deed(("remind", T, "--caller", "张工"), "intake", "chen"),
    # 2 Reply, 3 Arrange
    "handover": Deed(("handover", T, "--to", "li"), "intake", "chen"),
    "handover --office": Deed(("handover", T, "--office", "BJ"), "handover", "chen"),
    "contact": Deed(
        ("contact", T, "--spoke-to", "张工", "--judged", "加热管断路"), "handover", "li"
    ),
    "ask": Deed(("ask", T, "--to", "wang", "--question", "E-07?"), "contact", "li"),
    "reply": Deed(("reply", T, "--remedy", "更换加热管"), "contact", "li"),
    "dispatch": Deed(("dispatch", T, "--to", "wang", "--appointment", "17:00"), "reply", "li"),
    "dispatch, two in one": Deed(
        ("dispatch", *BOTH, "--to", "wang", "--appointment", "17:00"),
        "reply",
        "li",
        before=SECOND_MACHINE,
    ),
    "dispatch, one joins": Deed(
        ("dispatch", *BOTH, "--to", "wang"), "dispatch", "li", now=BEFORE_IT, before=SECOND_MACHINE
    ),
    "dispatch --tomorrow": Deed(
        ("dispatch", "--tomorrow", "--go"), "reply", "li", told=(("asked-for", "2026-11-23 14:00"),)
    ),
    "reschedule": Deed(
        ("reschedule", T, "--appointment", "17:00", "--agreed-with", "张工", "--reason", "堵车"),
        "dispatch",
        "li",
    ),
    "hold": Deed(("hold", T, "--for", "customer", "--reason", "出差"), "reply", "li"),
    "resume": Deed(
        ("resume", T),
        "reply",
        "li",
        before=(("li", "hold", T, "--for", "customer", "--reason", "出差"),),
    ),
    "approve": Deed(("approve", T, "--asked", "换机", "--by", "sun"), "reply", "sun"),
    "urgency": Deed(("urgency", T, "urgent", "--reason", "停产"), "intake", "li"),
    "roster": Deed(("roster", "--duty", "2026-11-29", "--who", "wang"), by="li"),
    "roster --away": Deed(
        ("roster", "--away", "2026-11-29..2026-11-30", "--who", "wang", "--why", "休假"), by="li"
    ),
    "staff leave": Deed(("staff", "leave", "li", "--to", "sun", "--go"), "reply", "sun"),
    "escalate": Deed(("escalate", T, "--to", "sun", "--reason", "无备件"), "reply", "li"),
    # 4 Prepare, 5 Carry out
    "prepare": Deed(("prepare", T, "--ready", "加热管"), "dispatch", "wang"),
    "bench receive": Deed(RECEIVE, "intake", "chen", told=WALK_IN),
    "bench place": Deed(
        ("bench", "place", T, "--to", "维修区 3"),
        "intake",
        "chen",
        told=WALK_IN,
        before=(("chen", *RECEIVE),),
    ),
    "bench repair": Deed(REPAIR, "intake", "wang", told=WALK_IN, before=(("chen", *RECEIVE),)),
    "bench told": Deed(
        TOLD_READY, "intake", "chen", told=WALK_IN, before=(("chen", *RECEIVE), ("wang", *REPAIR))
    ),
    "pickup": Deed(
        ("pickup", T, "--signed-by", "张工"),
        "intake",
        "chen",
        told=WALK_IN,
        before=(("chen", *RECEIVE), ("wang", *REPAIR), ("chen", *TOLD_READY)),
    ),
    "ship": Deed(SHIP, "intake", "chen", told=WALK_IN, before=(("chen", *RECEIVE),)),
    "returned": Deed(
        ("returned", T, "--done", "换主板", "--place", "修复区"),
        "intake",
        "chen",
        told=WALK_IN,
        before=(("chen", *RECEIVE), ("chen", *SHIP)),
    ),
    "replace": Deed(
        ("replace", T, "--old", SERIAL, "--new", "CR200-26-0007", "--reason", "三次维修"),
        "reply",
        "wang",
        before=(("sun", "approve", T, "--asked", "换机", "--by", "sun"),),
    ),
    "quote": Deed(QUOTE, "reply", "li", told=PAID),
    "consent": Deed(CONSENT, "reply", "li", told=PAID, before=(("li", *QUOTE),)),
    "decline": Deed(
        ("decline", T, "--reason", "不同意报价"), "reply", "li", told=PAID, before=(("li", *QUOTE),)
    ),
    "charge": Deed(CHARGE, "reply", "li", told=PAID, before=AGREED),
    "receipt": Deed(RECEIPT, "reply", "zhao", told=PAID, before=SOLD),
    "receipt --also": Deed(
        (*RECEIPT, "--also", "wechat:50"), "reply", "zhao", told=PAID, before=SOLD
    ),
    "overpaid": Deed(
        ("overpaid", T, "--decide", "back", "--reason", "多收"),
        "reply",
        "zhao",
        told=PAID,
        before=SOLD,
        by_hand=paid_and_lowered,
    ),
    "receipt --void": Deed(
        ("receipt", T, "--void", "SZ-A-26-0001", "--reason", "写错", "--refund", "cash"),
        "reply",
        "zhao",
        told=PAID,
        before=(*SOLD, ("zhao", *RECEIPT)),
    ),
    "receipt --replaces": Deed(
        ("receipt", T, "--replaces", "SZ-A-26-0001", "--payer", "别人"),
        "reply",
        "zhao",
        told=PAID,
        before=(
            *SOLD,
            ("zhao", *RECEIPT),
            ("zhao", "receipt", T, "--void", "SZ-A-26-0001", "--reason", "写错"),
        ),
    ),
    "daily confirm": Deed(
        ("daily", "confirm", "2026-11-20", "--office", "SZ", "--counted", "cash=240"),
        "reply",
        "zhao",
        told=PAID,
        before=(*SOLD, ("zhao", *RECEIPT)),
    ),
    "seal": Deed(("seal", "2026-10", "--office", "SZ"), "reply", "sun"),
    "daily correct": Deed(
        (
            *("daily", "correct", "2026-11-20", "--office", "SZ", "--reason", "补录"),
            *("--counted", "cash=240"),
        ),
        "reply",
        "zhao",
        told=PAID,
        before=(
            *SOLD,
            ("zhao", "daily", "confirm", "2026-11-20", "--office", "SZ"),
            ("zhao", *RECEIPT),
        ),
    ),
    "owe": Deed(
        ("owe", T, "--until", "2026-12-31", "--agreed-by", "张工"),
        "reply",
        "li",
        told=PAID,
        before=SOLD,
    ),
    "waive": Deed(("waive", T, "--reason", "老客户"), "reply", "li", told=PAID),
    "cost": Deed(
        ("cost", T, "--sort", "travel", "--amount", "86.50", "--person", "wang"), "visit", "li"
    ),
    "part request": Deed(
        ("part", "request", T, "P-1001", "--by", "2026-11-25 10:00"), "reply", "li"
    ),
    "part deliver": Deed(
        ("part", "deliver", T, "P-1001"),
        "reply",
        "sun",
        before=(("li", "part", "request", T, "P-1001"),),
    ),
    "part sent": Deed(
        ("part", "sent", T, "P-1001", "--number", "SF1042", "--expected", "2026-11-26 10:00"),
        "reply",
        "li",
        before=(("li", "part", "request", T, "P-1001"),),
    ),
    "part cancel": Deed(
        ("part", "cancel", T, "P-1001", "--reason", "改用库存"),
        "reply",
        "li",
        before=(("li", "part", "request", T, "P-1001"),),
    ),
    "part short": Deed(("part", "short", T, "P-1001"), "reply", "sun"),
    "stock receive": Deed(
        ("stock", "receive", "P-1001:10:95.00@A-1-01"),
        "",
        "sun",
        before=(("sun", "part", "add", "P-1001", "--name", "加热管"),),
    ),
    "loan lend": Deed(LEND, "reply", "sun"),
    "loan return": Deed(
        ("loan", "return", T, "P-1001", "--how", "used"), "reply", "sun", before=(("sun", *LEND),)
    ),
    "install order": Deed(ORDER, "reply", "li", told=INSTALLATION),
    "stock transfer": Deed(
        ("stock", "transfer", "P-9001:2", "--to", "BJ"), by="sun", before=IN_STORE
    ),
    "stock take-in": Deed(
        ("stock", "take-in", "SZ-M2611-A0002", "1=1", "--reason", "丢失"),
        by="sun",
        before=SENT_AWAY,
    ),
    "stock send-back": Deed(
        ("stock", "send-back", "P-9001:1", "--condition", "good"), by="sun", before=IN_STORE
    ),
    "stock scrap": Deed(
        ("stock", "scrap", "P-9001:1", "--condition", "good", "--reason", "泡水"),
        by="sun",
        before=IN_STORE,
    ),
    "stock count": Deed(
        ("stock", "count", "P-9001:4", "--reason", "找不到", "--go"), by="sun", before=IN_STORE
    ),
    "upkeep make": Deed(
        ("upkeep", "make"),
        "intake",
        "chen",
        now="2026-11-26T09:00:00+08:00",
        by_hand=lambda top: (top / "upkeep.yaml").write_text(
            'plans:\n  cr: {since: "2026-12-01", every: {rrule: "FREQ=MONTHLY"}}\n',
            encoding="utf-8",
        ),
    ),
    "loaner lend": Deed(BORROW, "reply", "sun", before=LOANER_IN_STORE),
    "loaner return": Deed(
        ("loaner", "return", T, "--how", "good", "--condition", "完好"),
        "reply",
        "sun",
        before=(*LOANER_IN_STORE, ("sun", *BORROW)),
    ),
    "stock kit-set": Deed(("stock", "kit-set", "标准包", "P-9001:2"), by="sun", before=IN_STORE),
    "stock kit-top-up": Deed(("stock", "kit-top-up", "wang"), by="sun", before=KIT_TOLD),
    "stock kit-return": Deed(
        ("stock", "kit-return", "wang", "P-9001:1"), by="sun", before=KIT_IN_HAND
    ),
    "stock kit-count": Deed(
        ("stock", "kit-count", "wang", "P-9001:1", "--reason", "找不到", "--go"),
        by="sun",
        before=KIT_IN_HAND,
    ),
    "stock move": Deed(("stock", "move", "P-9001", "@A-2"), by="sun", before=IN_STORE),
    "stock void": Deed(
        ("stock", "void", "SZ-M2611-A0001", "--reason", "写错"), by="sun", before=IN_STORE
    ),
    "install parts": Deed(("install", "parts", T, *SIGNED), "arrive", "wang", told=INSTALLATION),
    "install measure": Deed(
        ("install", "measure", T, "电压", "381V", "--tolerance", "±5%", "--within", "yes"),
        "arrive",
        "wang",
        told=INSTALLATION,
    ),
    "install defect": Deed(
        ("install", "defect", T, "--to", "张工", "--defect", "地面不平", "--remedy", "找平"),
        "arrive",
        "wang",
        told=INSTALLATION,
    ),
    "install papers": Deed(
        ("install", "papers", T, "--paper", "说明书", "--to", "张工"),
        "arrive",
        "wang",
        told=INSTALLATION,
    ),
    "install train": Deed(
        ("install", "train", T, "--who", "张工", "--content", "开关机"),
        "arrive",
        "wang",
        told=INSTALLATION,
    ),
    "install accept": Deed(("install", "accept", T, *SIGNED), "arrive", "wang", told=INSTALLATION),
    "arrive": Deed(("arrive", T), "dispatch", "wang", now="2026-11-20T13:55:00+08:00"),
    "visit": Deed(
        ("visit", T, "--outcome", "fixed", *FINDINGS, "--arrived", "14:05"),
        "dispatch",
        "wang",
        now="2026-11-20T15:30:00+08:00",
    ),
    "take": Deed(("take", "chat.txt", "--go"), "dispatch", "li", by_hand=handed_a_chat),
    "back": Deed(("back", T), "visit", "wang"),
    "reported": Deed(("reported", T, "--words", "明天再去"), "arrive", "wang"),
    "filed": Deed(("filed", T), "slip", "chen"),
    "forward": Deed(("forward", T, "--to", "质检科", "--words", "门封条老化"), "slip", "li"),
    "slip": Deed(("slip", T, "--signed-by", "张工"), "back", "wang"),
    # 6 Follow up
    "callback": Deed(DISSATISFIED, "slip", "zhao", now="2026-11-21T10:00:00+08:00"),
    "followup": Deed(
        ("followup", T, "--spoke-to", "张工", "--running", "yes"),
        "dispatch",
        "wang",
        before=(("wang", *UNSURE),),
    ),
    "complaint about": Deed(COMPLAINED, "close", "chen", now=MONDAY),
    "complaint judge": Deed(JUDGED, "close", "sun", now=MONDAY, before=(("chen", *COMPLAINED),)),
    "complaint analyse": Deed(
        ("complaint", "analyse", COMPLAINT, "--cause", "漏打胶"),
        "close",
        "sun",
        now=MONDAY,
        before=(("chen", *COMPLAINED), ("sun", *JUDGED)),
    ),
    "complaint cost": Deed(
        ("complaint", "cost", COMPLAINT, "--amount", "12", "--bearer", "business"),
        "close",
        "sun",
        now=MONDAY,
        before=(("chen", *COMPLAINED), ("sun", *JUDGED)),
    ),
    "complaint recovered": Deed(
        ("complaint", "recovered", COMPLAINT, "--amount", "12", "--words", "客户同意"),
        "close",
        "sun",
        now=MONDAY,
        before=(("chen", *COMPLAINED), ("sun", *JUDGED)),
    ),
    "complaint check": Deed(
        ("complaint", "check", COMPLAINT, "--effective", "yes", "--seen", "未再发生"),
        "close",
        "sun",
        now=MONDAY,
        before=(("chen", *COMPLAINED), ("sun", *JUDGED), ("sun", *PREVENTED)),
    ),
    "suggestion add": Deed(("suggestion", "add", "锅盖加把手"), by="wang"),
    "survey add": Deed(
        ("survey", "add", T, "--filled-by", "张工", "--overall", "satisfied"), "close", "chen"
    ),
    "complaint none": Deed(("complaint", "none"), "intake", "li"),
    "complaint cause": Deed(
        CAUSED, "close", "sun", now=MONDAY, before=(("chen", *COMPLAINED), ("sun", *JUDGED))
    ),
    "complaint action": Deed(
        ("complaint", "action", COMPLAINT, "--remedy", "道歉", "--prevention", "培训"),
        "close",
        "sun",
        now=MONDAY,
        before=(("chen", *COMPLAINED), ("sun", *JUDGED), ("sun", *CAUSED)),
    ),
    "commit": Deed(("commit", T, "--promise", "送滤网", "--until", "明天 10:00"), "reply", "li"),
    "same": Deed(
        ("same", "SZ-2611-A0002", "--into", T, "--reason", "同一件事", "--go"),
        "intake",
        "chen",
        before=(("chen", *SECOND),),
    ),
    "forget": Deed(
        ("forget", FILE, "--reason", "本人要求", "--go"),
        "close",
        "sun",
        now="2026-11-22T10:00:00+08:00",
    ),
    "archive": Deed(ARCHIVE, "close", "sun", now="2027-03-01T10:00:00+08:00"),
    "archive --back": Deed(
        (*ARCHIVE, "--back"),
        "close",
        "sun",
        now="2027-03-01T10:00:00+08:00",
        before=(("sun", *ARCHIVE),),
    ),
    "note on an archived ticket": Deed(
        ("note", T, "客户来电要发票"),
        "close",
        "chen",
        now="2027-03-01T10:00:00+08:00",
        before=(("sun", *ARCHIVE),),
    ),
    "settle of a customer's file": Deed(
        ("settle", "SZ-A0002", "--outcome", "active", "--reason", "是两家"),
        "intake",
        "li",
        before=(
            ("chen", *SECOND),
            ("chen", "customer", "merge", "SZ-A0002", "--into", FILE, "--reason", "同一家"),
        ),
    ),
    "settle": Deed(
        ("settle", T, "--outcome", "handed_over", "--reason", "客户要修"),
        "intake",
        "li",
        by_hand=met,
    ),
    "close": Deed(("close", T), "callback", "zhao", now=SATURDAY),
    "reopen": Deed(
        ("reopen", T, "--reason", "又响"), "close", "li", now="2026-11-22T10:00:00+08:00"
    ),
    "cancel": Deed(("cancel", T, "--reason", "重复", "--asked-by", "张工"), "intake", "li"),
    "amend": Deed(("amend", T, "--cause", "wear", "--reason", "录错"), "visit", "wang"),
    "note": Deed(("note", T, "客户在家"), "intake", "chen"),
    "attach": Deed(("attach", T, "svc.yaml"), "intake", "chen"),
    "knowledge add": Deed(("knowledge", "add", "--from", T), "visit", "li"),
    "knowledge change": Deed(
        ("knowledge", "change", "cr_heating_e07", "--word", "不冒热气"), by="li"
    ),
    "knowledge used": Deed(
        ("knowledge", "used", T, "cr_heating_e07", "--helped", "yes"), "visit", "wang"
    ),
    # The rest
    "overdue --flag": Deed(("overdue", "--flag"), "slip", "cron", now=MONDAY),
    "adopt": Deed(("adopt", T, "--reason", "听错"), "intake", "chen", by_hand=typed_in_the_head),
    "check --fix": Deed(("check", "--fix", "--go"), "intake", "chen", by_hand=wrong_status),
    "promise recompute": Deed(
        (
            "promise",
            "recompute",
            "--from",
            "office@2026-11",
            "--to",
            "six_stages@2026-11",
            "--reason",
            "新规",
            "--go",
        ),
        "intake",
        "li",
    ),
    "import": Deed(
        ("import", "customers", "customers.csv", "--go"), by="sun", by_hand=handed_a_table
    ),
    "import machines": Deed(
        ("import", "machines", "machines.csv", "--go"), "intake", "sun", by_hand=handed_a_table
    ),
    "import parts": Deed(
        ("import", "parts", "parts.csv", "--go"), by="sun", by_hand=handed_a_table
    ),
    "import tickets": Deed(
        ("import", "tickets", "tickets.csv", "--go"), "intake", "sun", by_hand=handed_a_table
    ),
    "calendar fill": Deed(("calendar", "fill", "2022"), by="sun", already="already lists"),
    "setup": Deed(("setup", "--from", "../department.yaml", "--go"), by="sun"),
    "calendar hours": Deed(("calendar", "hours", "9:00-17:00", "--calendar", "SZ"), by="sun"),
    "calendar day": Deed(("calendar", "day", "2026-12-31", "--why", "盘点"), by="sun"),
    "region add": Deed(("region", "add", "西北"), by="sun"),
    "region change": Deed(("region", "change", "south", "--name", "南方"), by="sun"),
    "office add": Deed(("office", "add", "XA", "--name", "西安", "--region", "north"), by="sun"),
    "office change": Deed(("office", "change", "SZ", "--policy", "six_stages"), by="sun"),
    "staff add": Deed(("staff", "add", "刘洋", "--role", "technician", "--office", "SZ"), by="sun"),
    "staff training": Deed(
        ("staff", "training", "wang", "--for", "CR-500", "--result", "passed"), by="sun"
    ),
    "staff change": Deed(("staff", "change", "wang", "--phone", "13800000077"), by="sun"),
    "policy new": Deed(
        ("policy", "new", "office", "--set", "contact=1h", "--go"),
        by="sun",
        already="What is to change",
    ),
    "price new": Deed(("price", "new", "2027-01-01"), by="sun"),
    "price line": Deed(("price", "line", "L01", "--price", "90"), by="sun"),
    "part add": Deed(("part", "add", "P-9001", "--name", "控制板"), by="sun"),
    "part change": Deed(
        ("part", "change", "P-9001", "--position", "A-1"),
        by="sun",
        before=(("sun", "part", "add", "P-9001", "--name", "控制板"),),
    ),
    "init": Deed(("init", ".")),
}

MAIN = ("intake", "visit", "callback", "overdue --flag", "init")
"""Those that are struck at every point; one stands for each way of writing: new, appended, two
records, many, none.
"""

ONLY_READ = {
    "staff skills",
    "knowledge missing",
    *(
        "help",
        "version",
        "notify",  # what it sent is no record
        "calendar export",
        "mine",
        "holds",
        "why",
        "clock add",
        "clock between",
        "clock batch",
        "promise list",
        "calendar list",
        "region list",
        "office list",
        "staff list",
        "policy list",
        "price list",
        "part list",
        "customer find",
        "customer show",
        "prices",
    ),
    *(
        "equipment list",
        "equipment labels",
        "equipment unboxing",
        "equipment updates",
        "equipment history",
        "stock list",
        "loan list",
        "loaner list",
        "upkeep list",
        "upkeep preview",
        "part requests",
        "part hit-rate",
        "part replaced",
        "part life",
        "stock documents",
        "stock book",
        "stock value",
        "stock sheet",
        "stock show",
        "stock kit",
        "outstanding",
        "daily",
        "statement",
        "report diff",
        "costs",
        "complaint list",
        "complaint sum",
        "callback sample",
        "survey sum",
        "suggestion list",
        "list",
        "show",
        "search",
        "script",
        "knowledge",
    ),
}
EXCHANGE = {"sync", "renumber", "guard"}
"""They have another repository to be struck with: `test_sweep_sync.py`."""
LEAVE_A_FILE = {"print", "report", "export", "pages", "schema", "merge-driver"}
"""They record nothing; what they leave where the person asked for it is swept in
`test_sweep_documents.py` and `test_sweep_pages.py`.
"""


def command_of(deed: Deed) -> str:
    """The command of the table that a deed types."""
    return max(
        (name for name in COMMANDS if deed.words[: name.count(" ") + 1] == tuple(name.split())),
        key=len,
    )


class Stage:
    """A deed ready to be typed again and again: the ledger before it, copied for each time, and how
    it is after.
    """

    def __init__(self, deed: Deed, top: Path) -> None:
        self.deed = deed
        self.env = surroundings(top, now=deed.now)
        self.command = [SVC, *(["--as", deed.by] if deed.by else []), *deed.words]
        (top / "request.yaml").write_text(request(), encoding="utf-8")
        shutil.copy(offered_file("setup.en.yaml"), top / "department.yaml")
        (top / "second.yaml").write_text(layout.write_record(of_caller(2)), encoding="utf-8")
        self._numbers = count()
        self._top = top
        self._template = self._prepared(top / "ledger")
        self.known = event_ids(self._template)
        self.old = texts(self._template, self.known)
        model = self.fresh()
        done = svc(model, self.env, *self.command[1:])
        assert done.returncode == 0, done.stderr
        self.new = texts(model, self.known)
        self.commits = git(model, "rev-list", "--count", "HEAD")
        assert self.new != self.old
        assert_sound(model, self.env)

    def _prepared(self, ledger: Path) -> Path:
        deed = self.deed
        if deed.words[0] == "init":
            ledger.mkdir()
            return ledger
        started(ledger, self.env, deed.until, dict(deed.told))
        for who, *words in deed.before:
            done = svc(ledger, self.env, "--as", who, *words)
            assert done.returncode == 0, f"{words}: {done.stderr}"
        if deed.by_hand:
            deed.by_hand(ledger)
        return ledger

    def fresh(self) -> Path:
        """A ledger of its own in which the deed was not typed yet."""
        # Names of one length: the number of a call must not depend on where it runs.
        copy = self._top / f"ledger{next(self._numbers):05}"
        return Path(shutil.copytree(self._template, copy, symlinks=True))

    def assert_whole(self, ledger: Path) -> None:
        """Each file of the work tree, and HEAD, is as before or as after."""
        for name, text in texts(ledger, self.known).items():
            assert text in (self.old.get(name), self.new.get(name)) or name.endswith(".tmp"), name
        if (ledger / ".git").exists():
            assert committed(ledger, self.known) in (self.old, self.new)

    def assert_once_when_typed_again(self, ledger: Path) -> None:
        """Typed again it succeeds, or says that it is there already; then all of it is there once,
        and nothing else.
        """
        again = svc(ledger, self.env, *self.command[1:])
        if again.returncode:
            assert self.deed.already, again.stdout + again.stderr
            assert self.deed.already in again.stderr, again.stderr
        now, in_head = texts(ledger, self.known), committed(ledger, self.known)
        assert now == self.new, _differing(now, self.new)
        assert in_head == self.new, _differing(in_head, self.new)
        assert git(ledger, "rev-list", "--count", "HEAD") == self.commits
        # What svc check says follows from the files, and of these it was asked when the stage was
        # made. Who held the lock is named until the next one takes it; a second index that could
        # not be removed goes with it.
        # removed goes with it.
        left = set(left_over(ledger)) - {
            ".git/svc/holder",
            ".git/svc/index.new",
            ".git/svc/index.new.lock",
        }
        assert not left, left
        assert git(ledger, "fsck", "--full", "--strict", "--no-dangling") == ""
        assert git(ledger, "status", "--porcelain", "-uall") == ""


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
