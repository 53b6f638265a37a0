"""What stands on the visit work order."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from render import golden
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    MORNING,
    RECEIVED,
    SETTINGS,
    after,
    cases,
    dispatched,
    event,
    order_of,
    visited,
)  # fmt: skip

from svc.errors import OnlyNoted
from svc.model import events as ev
from svc.model.knowledge import Knowledge
from svc.model.labels import LABELS
from svc.model.tickets import Ticket

CUSTOMER = HEAD["customer"]


class Seen(HTMLParser):
    """The text of a page and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1] not in ("style", "title"):
            self.text.append(data)


def text(ticket: Ticket, lang: str = "en", **more: object) -> str:
    """What a person reads, blanks as one."""
    return " ".join("".join(Seen(order_of(ticket, lang, **more).html).text).split())


def ticked_on(html: str) -> list[str]:
    """The words behind the boxes that have a tick."""
    return re.findall(r'<span class="box on"></span>([^<]+)</span>', html)


def ticked(ticket: Ticket) -> list[str]:
    return ticked_on(order_of(ticket, "en").html)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["dispatched", "visited"])
def test_the_order_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(
        f"visit-order-{name}.{lang}.html", order_of(cases()[name], lang, for_pdf=False).html
    )


@pytest.mark.parametrize("name", cases())
def test_the_same_record_gives_the_same_page(name: Any) -> None:
    assert order_of(cases()[name]) == order_of(cases()[name])


def test_before_the_visit_it_says_who_comes_when_to_whom_and_why() -> None:
    page = text(after(*dispatched()))
    for told in (
        "SZ-2611-A0042", "深圳市喆堃餐饮管理有限公司", "深南大道 1006 号", "黄玥", "13912345678", "0755-8800 1234",
        "CR-800", "380 V 12 kW", "CR8-25-004217", "2026-08-02", "屏幕显示 E07", "2026-11-20 晚上收市时", "陈静",
        "王强", "13800000003", "2026-11-23 09:00 Mon", "with 黄玥", "2026-11-24 17:12 Tue", "轴承卡滞", "请清空锅体",
        "in warranty until 2027-08-02", "上门期至 2027-02-02", "urgent 午市前要用", "绝缘表", "12 km",
    ):  # fmt: skip
        assert told in page
    assert ticked(after(*dispatched())) == []


def test_after_the_visit_what_was_recorded_stands_on_the_lines() -> None:
    ticket = after(
        *visited(), event(ev.SlipIn, 11, 55, signed_by="黄玥", rating="satisfied", remark="很及时")
    )
    page = text(ticket)
    for told in (
        "轴承锈蚀",
        "更换轴承 2 只",
        "电流 3.1 A",
        "潮湿",
        "B-771",
        "B-102",
        "returned to us",
        "每周擦干",
        "很及时",
    ):
        assert told in page
    assert ticked(ticket) == [
        "主轴驱动器 DRV-12", "轴承 6204", "The machine may be opened.", "environment", "in warranty", "fixed",
        "satisfied",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "leftover", "mark"),
    [
        ("fixed", "", ""),
        ("fixed", "支架有裂纹", "Unfinished: a problem stays open"),
        ("provisional", "", "Unfinished: provisionally fixed"),
        ("needs_parts", "", "Unfinished: needs parts"),
        ("not_reproduced", "", ""),
    ],
)
def test_what_is_unfinished_is_marked_in_a_frame_on_both_copies(
    outcome: str, leftover: str, mark: str
) -> None:
    page = order_of(after(*visited(outcome=outcome, leftover=leftover), urgency="normal"), "en")
    for html in (page.html, *page.more):
        assert re.findall(r'<span class="mark">([^<]+)</span>', html) == ([mark] if mark else [])


def test_a_second_visit_has_empty_lines_and_the_first_in_short() -> None:
    again = event(
        ev.Dispatched, 11, 60, technician="wang", appointment=MORNING + timedelta(hours=80)
    )
    page = text(after(*visited(outcome="needs_parts", done="拆检，缺驱动器"), again))
    assert "2026-11-23 10:42王强needs parts拆检，缺驱动器" in page
    assert "潮湿" not in page


def test_a_corrected_head_does_not_hide_which_visit_is_the_last() -> None:
    """The current head is a record made anew; the visits are compared with those of the log all the
    same.
    """
    corrected = event(
        ev.Corrected,
        11,
        50,
        field="customer.phone",
        old="0755-8800 1234",
        new="0755-1",
        reason="错号",
    )
    page = text(after(*visited(), corrected))
    assert "0755-1" in page
    assert "0755-8800 1234" not in page
    assert "Earlier visits" not in page


def test_what_was_agreed_to_before_a_ticket_was_opened_again_is_to_be_signed_anew() -> None:
    again = event(ev.Reopened, 11, 70, reason="又坏了")
    assert "The machine may be opened." in ticked(after(*visited()))
    assert "The machine may be opened." not in ticked(after(*visited(), again))


def test_a_refused_consent_is_not_ticked() -> None:
    no = event(ev.Consented, 6, 2, to="price", who="黄玥", how="电话", granted=False)
    assert ticked(after(*dispatched(), no)) == []
    assert "Refused 黄玥 电话" in text(after(*dispatched(), no))


def test_what_nobody_knew_is_said_to_be_unknown_with_the_reason() -> None:
    ticket = after(occurred="unknown", unknown=[{"field": "occurred", "why": "值班人员不在"}])
    assert "not known (值班人员不在)" in text(ticket)


def test_promises_to_the_customer_are_listed_until_they_are_kept() -> None:
    until = MORNING + timedelta(days=3)
    promised = event(ev.Committed, 6, 2, promise="赠送清洁剂一瓶", until=until)
    assert "赠送清洁剂一瓶" in text(after(*dispatched(), promised))
    kept = event(ev.CommitmentKept, 7, 3, of=promised.id)
    assert "赠送清洁剂一瓶" not in text(after(*dispatched(), promised, kept))


def test_a_part_lent_for_the_visit_is_ticked_until_it_is_given_back() -> None:
    lent = event(ev.PartLent, 6, 2, part="DRV-12", count=1, technician="wang")
    assert ticked(after(*dispatched(), lent)) == ["DRV-12 × 1, lent"]
    assert (
        ticked(after(*dispatched(), lent, event(ev.LoanEnded, 7, 3, of=lent.id, how="good"))) == []
    )


def test_what_is_to_be_brought_and_was_lent_stands_there_once() -> None:
    lent = event(ev.PartLent, 6, 2, part="轴承 6204", count=2, technician="wang")
    assert re.findall(r"轴承 6204[^<]*", order_of(after(*dispatched(), lent), "en").html) == [
        "轴承 6204 × 2, lent"
    ]


def test_only_an_installation_can_be_continued_another_day() -> None:
    label = LABELS["outcome"]["continued"]
    assert label not in text(after())
    went_on = after(*visited(outcome="continued"), kind="installation")
    assert f"not completed, because {label}" in text(went_on)


def test_the_fifth_grade_is_printed_where_the_department_has_a_word_for_it() -> None:
    own = msgspec.structs.replace(SETTINGS, labels={"rating.very_dissatisfied": "极差"})
    assert "very dissatisfied" not in text(after())
    assert "very dissatisfied" in text(after(), settings=own)


def test_the_code_has_a_quiet_zone_of_four_modules() -> None:
    code = re.search(r'<svg viewBox="0 0 (\d+) \1"[^>]*>.*?d="M4 4\.5h7', order_of(after()).html)
    assert code is not None
    assert (int(code[1]) - 8 - 17) % 4 == 0


def test_hostile_text_of_a_customer_appears_literally_and_adds_no_element_or_attribute() -> None:
    hostile, plain = (
        Seen(order_of(cases()["hostile"], "en").html),
        Seen(order_of(cases()["visited"], "en").html),
    )
    # five of the customer, two told, two found
    assert "".join(hostile.text).count(HOSTILE) == 9
    assert hostile.elements == plain.elements
    assert hostile.attributes == plain.attributes


def test_what_hides_or_turns_text_round_is_written_as_its_code() -> None:
    page = text(after(symptom="甲\u202e乙\x1b[2J丙\u200b\x00"))
    assert "甲\\u202e乙\\u001b[2J丙\\u200b\\u0000" in page


def test_what_no_font_has_is_noted_with_its_field_and_the_page_says_for_what_a_sign_stands() -> (
    None
):
    page = order_of(after(customer={**CUSTOMER, "unit": "𠀋野家😀"}), "en")
    assert [(each.character, each.code, each.field) for each in page.stood_in] == [
        ("😀", "U+1F600", "customer.unit"),
        ("𠀋", "U+2000B", "customer.unit"),
    ]
    assert "𠀋野家😀" in page.html
    assert "〓 stands for characters the font lacks: U+1F600, U+2000B<" in page.html


def test_on_the_screen_nothing_is_lacking() -> None:
    assert "𠀋野家" in order_of(after(customer={**CUSTOMER, "unit": "𠀋野家"}), for_pdf=False).html


def test_for_the_screen_no_font_file_is_named_and_for_paper_no_path_of_this_machine() -> None:
    assert "@font-face" not in order_of(after(), for_pdf=False).html
    assert re.findall(r'url\("([^"]*)"\)', order_of(after()).html) == [
        "svc-fonts:SvcSansSC-Regular.ttf", "svc-fonts:SvcSansSC-Bold.ttf",
    ]  # fmt: skip


def test_a_call_that_is_only_noted_has_no_order() -> None:
    head = {"id": "SZ-2611-A0042", "status": "noted", "received": MORNING.isoformat(), "office": "SZ",
            "region": "south", "channel": "phone"}  # fmt: skip
    noted = event(ev.Noted, 1, name="黄", phone="1")
    ticket = msgspec.convert({**head, "log": msgspec.to_builtins([RECEIVED])}, Ticket)
    with pytest.raises(OnlyNoted):
        order_of(msgspec.structs.replace(ticket, log=[noted]))


@pytest.mark.parametrize(("judged", "seen", "box"), [
    ("in", None, {"in warranty"}), ("in", False, {"out of warranty"}), ("out", None, {"out of warranty"}),
    ("unknown", None, set()), ("unknown", True, {"in warranty"}),
])  # fmt: skip
def test_the_warranty_is_ticked_as_seen_on_site_else_as_judged_at_intake(
    judged: str, seen: bool | None, box: Any
) -> None:
    warranty = {**HEAD["equipment"]["warranty"], "verdict": judged}
    ticket = after(
        *visited(in_warranty=seen), equipment={**HEAD["equipment"], "warranty": warranty}
    )
    assert {"in warranty", "out of warranty"} & set(ticked(ticket)) == box
    assert not {"in warranty", "out of warranty"} & set(ticked(after(*dispatched())))


def test_what_was_seen_to_before_leaving_is_ticked_and_papers_that_were_not_shown_are_named() -> (
    None
):
    seen = visited(checked=["full_test", "site_cleaned"], papers_seen=True)
    assert {"full test passed", "site cleaned", "warranty papers seen"} < set(ticked(after(*seen)))
    assert "use explained" not in ticked(after(*seen))
    assert "warranty papers not shown" in ticked(after(*visited(papers_seen=False)))
    assert "warranty papers not shown" not in text(after())


def test_who_is_sent_again_reads_why_the_ticket_was_opened_again() -> None:
    again = event(ev.Reopened, 11, 50, reason="转了两小时又停")
    assert "转了两小时又停" in text(after(*visited(), again))


def test_the_warrantys_end_is_said_once() -> None:
    page = text(after())
    assert page.count("上门期至 2027-02-02") == 1


def test_a_contract_says_whether_anything_may_be_charged() -> None:
    terms = {"name": "24x7", "since": "2026-01-01", "until": "2026-12-31"}
    out = {"verdict": "out", "on_site": False, "reason": "过保"}
    old = {"equipment": {**HEAD["equipment"], "warranty": out}}
    named = {"customer": {**HEAD["customer"], "contract": "24x7"}}
    free = text(after(covered_by={**terms, "free": ["labour", "parts", "travel"]}, **named, **old))
    assert "Contract24x7 until 2026-12-31 Free of charge: do not charge the customer." in free
    partly = text(after(covered_by={**terms, "free": ["labour"]}, **named, **old))
    assert "only this is free of charge: labour. Check with the office before charging" in partly
    assert "not in the customer's file. Check with the office" in text(after(**named, **old))
    assert "Contract" not in text(after())


def test_of_a_machine_that_was_exchanged_both_numbers_stand_there() -> None:
    words = {"old_serial": "CR8-25-004217", "new_serial": "CR8-26-000001", "reason": "换新机"}
    new = event(ev.MachineReplaced, 11, 50, **words)
    both = "old machine CR8-25-004217 → new machine CR8-26-000001"
    assert both in text(after(*visited(), new))
    put_right = event(
        ev.Corrected, 2, 1, field="equipment.serial", old="CR8-25-004217", new="X1", reason="看错"
    )
    assert "old machine" not in text(after(put_right))


def test_what_is_paid_already_is_not_asked_for_again() -> None:
    lines = [ev.QuoteLine(item="检测费", count=1, price=Decimal("469.99"))]
    charged = event(ev.Charged, 6, 2, lines=lines, total=Decimal("469.99"))
    paid = event(ev.Paid, 7, 3, amount=Decimal("100.00"), how="alipay", taken_by="li")
    assert "469.99 100.00 paid, 369.99 to be paid" in text(after(*dispatched(), charged, paid))
    advance = event(ev.Paid, 6, 3, amount=Decimal("100.00"), how="cash", taken_by="li")
    assert "100.00 paid in advance" in text(after(*dispatched(), advance))
    assert "to be paid" not in text(after(*dispatched(), charged))


def test_a_known_fault_stands_in_one_line_on_our_copy_until_the_visit_and_takes_a_line_less_charges() -> (
    None
):
    known = Knowledge(
        slug="cr_cold",
        title="锅体不加热",
        models=["CR"],
        symptom="不热",
        cause="加热管断路" * 5,
        remedy="断电后量加热管两端电阻" * 9,
    )
    before = order_of(after(*dispatched()), known_faults=lambda: [known])
    text = before.html
    assert text.count("锅体不加热：") == 1
    assert "…→断电后量" in text
    assert text.count("断电后量加热管两端电阻") < 4
    plain = order_of(after(*dispatched())).html
    assert text.count("<tr>") == plain.count("<tr>")
    assert "锅体不加热" not in order_of(after(*visited()), known_faults=lambda: [known]).html
