"""Forms on a phone: what they ask, in the words of the paper, and the text they make."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from errors.states import PAID
from render.form_pages import filled_in, page_of
from render.paper_tickets import pages
from rules.composed import read_one

from svc.model.blocks import BLOCK_FIELDS, FaultBlock, VisitBlock
from svc.render.fetched_addresses import fetched_addresses
from svc.render.site.forms import FormPart, Forms

if TYPE_CHECKING:
    from conftest import Desk

ANSWERS = {
    "arrived": "2026-11-20T13:55",
    "left": "2026-11-20T15:30",
    "found": "加热管【断路】，\n水位“正常”",
    "cause": "1",
    "done": "更换加热管 1 只",
    "part0": "P-1001",
    "count0": "2",
    "fate0": "1",
    "outcome": "1",
    "full_test": "on",
    "signed": "1",
    "signed_by": "张工",
    "rating": "2",
}


def form_of(desk: Desk, lang: str = "zh") -> FormPart | None:
    ledger = desk.ledger
    return Forms(pages(lang)).visit(
        ledger.read(TICKET).state, staff=ledger.staff, settings=ledger.settings
    )


def asked(html: str) -> set[int]:
    """The numbers of the lines that a form can make."""
    return {int(number) for number in re.findall(r'data-n="(\d+)"', html)}


@pytest.mark.parametrize(
    ("until", "left_out"), [("dispatch", set()), ("arrive", {11}), ("reply", None), ("visit", None)]
)
def test_a_visit_is_asked_for_from_dispatch_until_it_is_recorded(
    desk: Desk, until: str, left_out: set[int] | None
) -> None:
    desk.play(until)
    form = form_of(desk)
    if form is None or left_out is None:
        assert (form, left_out) == (None, None)
        return
    assert asked(form.html) == {field.number for field in BLOCK_FIELDS["visit"]} - left_out
    assert ("2026-11-20 13:55" in form.html) == bool(left_out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_in_the_words_of_the_paper_and_fetches_nothing(desk: Desk, lang: str) -> None:
    desk.play("dispatch")
    form = form_of(desk, lang)
    assert form is not None
    words = pages(lang).words
    for field in BLOCK_FIELDS["visit"]:
        assert words.label("block_field", field.name) in form.html
    assert words.label("outcome", "needs_parts") in form.html
    assert words.label("outcome", "continued") not in form.html  # of installations alone
    assert fetched_addresses(page_of(form)) == []
    assert "<script" not in form.html
    assert "</" not in form.script


def test_the_fifth_grade_is_there_where_the_department_has_a_word_for_it(desk: Desk) -> None:
    desk.play("dispatch")
    form = form_of(desk)
    assert form is not None
    assert 'value="5"' not in form.html.partition('name="rating"')[2].partition("</select>")[0]
    desk.edit("\nname:", "\nlabels: {rating.very_dissatisfied: 极差}\nname:", path="svc.yaml")
    form = form_of(desk)
    assert form is not None
    assert 'value="5"' in form.html.partition('name="rating"')[2].partition("</select>")[0]


def test_the_price_is_asked_about_where_the_customer_pays(desk: Desk) -> None:
    desk.play("dispatch")
    free = form_of(desk)
    assert free is not None
    assert '<div data-when="cause=2 5">' in free.html


def test_of_paid_work_it_is_asked_in_any_case_and_what_was_quoted_stands_there(desk: Desk) -> None:
    desk.told |= PAID
    desk.play("reply")
    desk.ok("quote", TICKET, "--line", "L04", by="li", now="2026-11-20T09:46:00")
    desk.ok("dispatch", TICKET, "--to", "wang", "--appointment", "14:00", by="li")
    form = form_of(desk)
    assert form is not None
    assert '<div data-when="cause=' not in form.html
    quoted = desk.ledger.read(TICKET).state.account.quote
    assert quoted is not None
    assert f"报价：{quoted.total:.2f}" in form.html


def test_what_a_customer_told_is_no_markup(desk: Desk) -> None:
    form = Forms(pages("zh")).fault(model='"><script>x</script>', serial="'{{7*7}}\u202e")
    assert "<script>x" not in form.html
    assert "{{7*7}}" in form.html
    assert "\u202e" not in form.html


def test_the_script_of_all_forms_of_a_folder_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, made = pages("zh"), []
    html = ours.html
    monkeypatch.setattr(ours, "html", lambda name, **more: made.append(name) or html(name, **more))
    forms = Forms(ours)
    first, second = (forms.fault(model="CR-8", serial=serial) for serial in ("S-1", "S-2"))
    assert first.script == second.script != ""
    assert first.html != second.html
    assert sorted(made) == ["site/form_fault.html"] * 2 + ["site/form_script.js"]


def test_a_number_that_was_typed_into_the_model_is_not_shown_to_whoever_reads_the_label() -> None:
    form = Forms(pages("zh")).fault(model="CR-8 13987000003", serial="S-1")
    assert ("CR-8 139****0003" in form.html, "13987000003" in form.html) == (True, False)


def test_a_phones_browser_makes_a_block_that_is_read_as_it_was_answered(
    desk: Desk, tmp_path: Path
) -> None:
    desk.play("dispatch")
    form = form_of(desk)
    assert form is not None
    text, said, width = filled_in(form, ANSWERS, tmp_path)
    assert said == "文字已生成，请复制后在聊天里发给我们。"
    assert width <= 500
    block = read_one(text)
    assert isinstance(block, VisitBlock)
    assert block.ticket == TICKET
    assert block.seen == desk.log[-1]["id"]
    assert (block.technician, block.outcome, block.cause) == ("wang", "fixed", "quality")
    assert block.found == "加热管(断路)， 水位“正常”"
    assert block.done == "更换加热管 1 只"
    assert [(p.part, p.count, p.old_part) for p in block.parts] == [("P-1001", 2, "returned")]
    assert (block.checked, block.rating) == (["full_test"], "satisfied")
    assert block.left.isoformat() == "2026-11-20T15:30:00+08:00"
    wrong = {"arrived": "2026-11-20T16:00", "full_test": "on", "rating": "4", "remark": ""}
    text, said, _ = filled_in(form, {**ANSWERS, **wrong}, tmp_path)
    assert (text, said) == ("", "没有填或填得不对：完工时间（早于到达时间）、意见与建议")
    _, said, _ = filled_in(form, {**ANSWERS, "left": "2099-01-01T10:00"}, tmp_path)
    assert said == "没有填或填得不对：完工时间"


def test_what_is_missing_is_named_and_no_text_is_made(desk: Desk, tmp_path: Path) -> None:
    form = Forms(pages("zh")).fault(model="CR-200", serial="CR200-24-0042")
    text, said, _ = filled_in(form, {"name": "张工"}, tmp_path)
    assert text == ""
    assert said == "没有填或填得不对：故障情况、电话"
    told = {"name": "张工", "phone": "1380", "symptom": "不加热"}
    text, said, _ = filled_in(form, told, tmp_path)
    assert (text, said) == ("", "没有填或填得不对：电话（不是电话号码）")
    told["phone"] = "139 0000 1111"
    text, _, _ = filled_in(form, told, tmp_path)
    block = read_one(text)
    assert isinstance(block, FaultBlock)
    assert (block.phone, block.model, block.serial) == ("13900001111", "CR-200", "CR200-24-0042")
