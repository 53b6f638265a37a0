"""What stands on the pages, and that nothing a customer said is anything but text there."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import msgspec
import pytest
from render.paper_tickets import HEAD, HOSTILE, LONG, dispatched, visited
from render.site.site_tickets import NOW, facts_of, pages_for, site_of, ticket_with

from svc.actions.site import Machine
from svc.render.fetched_addresses import fetched_addresses
from svc.render.site.folder import customer_pages
from svc.render.site.forms import FormPart

if TYPE_CHECKING:
    from svc.actions.site import SiteFacts
    from svc.rules.promises.runs import PromiseRun

TICKET = "tickets/SZ-2611-A0001.html"


def hostile_facts() -> SiteFacts:
    customer = dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE)
    machine = {**HEAD["equipment"], "model": HOSTILE, "serial": HOSTILE}
    state = ticket_with(
        1,
        *visited(found=HOSTILE, done=HOSTILE, outcome="needs_parts"),
        customer={**HEAD["customer"], **customer},
        equipment=machine,
        symptom=HOSTILE + "\u202e\x1b[31m",
        wishes=HOSTILE,
    )
    return facts_of(state)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(page: bytes) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(page.decode())
    return parser.tags


@pytest.mark.parametrize("level", ["wall", "staff", "manager"])
def test_customers_text_stays_text_and_nothing_is_fetched(level: str) -> None:
    for path, page in pages_for(level, hostile_facts()).items():
        if path.startswith("reports/"):
            continue
        text = page.decode()
        tags = tags_of(page)
        assert not [tag for tag, _ in tags if tag in ("script", "b") and "<b>粗" in text]
        assert "script" not in [tag for tag, _ in tags]
        assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]
        assert fetched_addresses(text) == []
        assert "\x1b" not in text
        assert "\u202e" not in text
        for tag, attrs in tags:
            if tag == "a":
                href = attrs["href"] or ""
                assert re.fullmatch(
                    r"(?:\.\./)?[a-z]+[A-Za-z0-9/_-]*\.html|tel:\+?\d+|geo:[!-~]+", href
                )
    assert "&lt;script&gt;" in pages_for("staff", hostile_facts())[TICKET].decode()


@pytest.mark.parametrize("level", ["wall", "staff"])
def test_a_browser_may_run_and_fetch_nothing_there(level: str) -> None:
    for page in pages_for(level, hostile_facts()).values():
        metas = {
            attrs.get("http-equiv"): attrs["content"]
            for tag, attrs in tags_of(page)
            if tag == "meta" and "content" in attrs
        }
        policy = metas["Content-Security-Policy"] or ""
        assert policy.startswith("default-src 'none';")
        assert "script-src" not in policy
        assert "form-action 'none'" in policy


def test_a_form_runs_its_own_script_and_no_other() -> None:
    script = "document.title = '好';"
    form = FormPart(html='<form id="f"></form>', script=script)
    pages = pages_for("staff", facts_of(ticket_with(1, *dispatched())), order_form=lambda _: form)
    page = pages[TICKET].decode()
    assert '<form id="f"></form>' in page
    assert page.count("<script>") == page.count(f"<script>{script}</script>") == 1
    digest = re.search(r"script-src 'sha256-([^']+)'", unescape(page))
    assert digest
    assert b64decode(digest[1]) == sha256(script.encode()).digest()
    assert "<script>" not in pages["index.html"].decode()


def test_only_the_board_and_what_is_overdue_change_because_time_passes() -> None:
    facts = facts_of(ticket_with(1, *dispatched()))
    later = msgspec.structs.replace(facts, now=NOW + timedelta(hours=3))
    for level in ("wall", "staff", "manager"):
        before, after = pages_for(level, facts), pages_for(level, later)
        changed = {path for path in before if before[path] != after[path]}
        assert changed <= {"board.html", "overdue.html"}
        assert "board.html" in changed
        refreshed = {path for path, page in before.items() if b'http-equiv="refresh"' in page}
        assert refreshed <= {"board.html", "overdue.html"}
        assert "board.html" in refreshed


def test_the_page_of_a_ticket_tells_its_story_in_words() -> None:
    page = pages_for("staff", facts_of(ticket_with(1, *dispatched())))[TICKET].decode()
    for said in (
        "已派工",
        "约定时间",
        "主轴驱动器过流保护",
        "王强",
        "tel:13800000003",
        "zq-symptom-qz",
    ):
        assert said in page
    assert "dispatched" not in page


def test_the_page_of_a_ticket_that_is_over_says_so_and_names_nobody() -> None:
    over = ticket_with(1, *dispatched(), status="cancelled")
    facts = msgspec.structs.replace(facts_of(), ended=[over])
    page = pages_for("manager", facts)[TICKET].decode()
    assert "这张工单已经没有要做的事" in page
    assert "CR-8 139****0003" in page
    assert "zq-" not in page


def test_an_office_without_work_has_pages_that_say_so() -> None:
    pages = {path: page.decode() for path, page in pages_for("staff", facts_of()).items()}
    assert "没有未结的工单" in pages["board.html"]
    assert "没有上门" in pages["technicians/wang.html"]
    assert "没有要回访的客户" in pages["callbacks.html"]
    assert "没有超时" in pages["overdue.html"]


def test_the_wall_shows_the_most_pressing_and_how_many_more() -> None:
    facts = facts_of(*(ticket_with(number, *dispatched()) for number in range(1, 61)))
    wall = pages_for("wall", facts)["board.html"].decode()
    assert (wall.count('<div class="row '), "还有 30 个" in wall) == (30, True)
    staff = pages_for("staff", facts)["board.html"].decode()
    assert staff.count('<div class="row ') == 60


def test_the_board_has_first_what_is_overdue_and_last_what_stands_still() -> None:
    states = [ticket_with(number, *dispatched()) for number in range(1, 5)]
    facts = facts_of(*states)
    (overdue,) = facts.promises[states[0].ticket.id]
    held = msgspec.structs.replace(overdue, state="paused", left_seconds=12_000)
    soon = msgspec.structs.replace(overdue, state="running", due=NOW + timedelta(hours=2))
    runs: list[list[PromiseRun]] = [[held], [soon], [], [overdue]]
    promises = {state.ticket.id: each for state, each in zip(states, runs, strict=True)}
    board = pages_for("wall", msgspec.structs.replace(facts, promises=promises))["board.html"]
    text = board.decode()
    assert re.findall(r"SZ-2611-A000\d", text) == [f"SZ-2611-A000{n}" for n in (4, 2, 1, 3)]
    for said in ("已超 2天", "12:00", "还剩 2小时", "3小时20分钟"):
        assert said in text


def test_a_technicians_own_folder_has_no_lists() -> None:
    pages = pages_for("staff", facts_of(ticket_with(1, *dispatched())), only_days=True)
    assert sorted(pages) == ["index.html", "technicians/wang.html", TICKET]
    assert b"board.html" not in b"".join(pages.values())


def test_a_customer_finds_the_machine_and_whom_to_call_and_no_other_page() -> None:
    machines = [Machine("CR8-25-004217", "CR-800 13987000003"), Machine("<b>", LONG)]
    form = FormPart(html="<form></form>", script="1")
    pages = customer_pages(site_of("customer"), machines, fault_form=lambda _: form)
    assert len(pages) == 3
    page = pages["machines/CR8-25-004217.html"].decode()
    assert "CR8-25-004217" in page
    assert "CR-800 139****0003" in page
    assert "tel:4008000000" in page
    assert "<form></form>" in page
    assert "<form" not in pages["index.html"].decode()
    assert not [
        attrs
        for page in pages.values()
        for tag, attrs in tags_of(page)
        if tag == "a" and ".html" in (attrs["href"] or "")
    ]
