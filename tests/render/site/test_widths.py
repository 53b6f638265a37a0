"""Every page at the width of a telephone and on a wall: a real browser says whether anything stands
out at the side. Skipped where there is no Chromium.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from typing import TYPE_CHECKING

import pytest
from render import golden
from render.month_reports import busy, told
from render.paper_tickets import HEAD, HOSTILE, LONG, NAME, dispatched, visited
from render.site.site_tickets import facts_of, pages_for, site_of, ticket_with

from svc.actions.site import Machine
from svc.render.report_pages import report_page
from svc.render.site.folder import customer_pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), "")
PHONE, WALL = 390, 1920

MEASURE = """<script>
onload = () => {
  const wide = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument.documentElement
    return [frame.title, page.scrollWidth - page.clientWidth, page.scrollHeight]
  })
  document.title = "MEASURED:" + JSON.stringify(wide) + "END"
}
</script>"""


def pages() -> dict[str, bytes]:
    """Long names, unbroken words, sixty orders, an office without work, a customer's page."""
    long = {
        "unit": LONG * 2,
        "address": LONG * 2,
        "contact": NAME * 2,
        "phone": "W" * 120,
        "mobile": "13912345678/13800001111/0755-88001234 转 802",
    }
    machine = {**HEAD["equipment"], "model": "M" * 80, "serial": "S" * 80}
    words = visited(found="很长的现象描述，" * 30, done="W" * 300, outcome="needs_parts")
    odd = ticket_with(
        1, *words, customer={**HEAD["customer"], **long}, equipment=machine, symptom="W" * 300
    )
    strange = ticket_with(2, *dispatched(), customer={**HEAD["customer"], "unit": HOSTILE})
    many = [ticket_with(number, *dispatched()) for number in range(3, 61)]
    full = facts_of(odd, strange, *many)
    site = site_of("manager")
    kept = {}
    for level in ("wall", "staff"):
        for path, page in pages_for(level, full).items():
            if not re.fullmatch(r"tickets/SZ-2611-A00([1-9][0-9]|0[4-9])\.html", path):
                kept[f"{level} {path}"] = page
    kept |= {f"empty {path}": page for path, page in pages_for("staff", facts_of()).items()}
    for name, report in (("busy", busy()), ("odd", told(["W" * 90, LONG]))):
        printed = report_page(report, site.pages, for_pdf=False, template="site/report.html")
        kept[f"report {name}"] = printed.html.encode()
    machines = customer_pages(site_of("customer"), [Machine("S" * 90, LONG)])
    return kept | {f"customer {path}": page for path, page in machines.items()}


def frame(width: int, name: str, page: bytes) -> str:
    return (
        f'<iframe title="{width} {name}" style="width:{width}px;height:1080px;border:0" '
        f'srcdoc="{escape(page.decode())}"></iframe>'
    )


def measured(frames: Sequence[str], tmp_path: Path) -> list[tuple[str, int, int]]:
    """Of each frame its title, by how many pixels it is too wide, and how high it is."""
    document = tmp_path / "all.html"
    document.write_text(f"<!DOCTYPE html>{MEASURE}{''.join(frames)}", encoding="utf-8")
    ended = subprocess.run(
        [
            *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={tmp_path / 'profile'}", document.as_uri()),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    found = re.search(r"MEASURED:(\[.*?\])END", unescape(ended.stdout.decode()), re.DOTALL)
    assert found
    told = [(name, over, height) for name, over, height in json.loads(found[1])]
    assert len(told) == len(frames)
    return told


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_no_page_has_to_be_moved_aside_at_390_and_1920_pixels(tmp_path: Path) -> None:
    wide = b"<div style='width: 2000px'>x</div>"  # what is measured is seen
    kept = {"wide": wide, **pages()}
    frames = [frame(width, name, page) for width in (PHONE, WALL) for name, page in kept.items()]
    found = measured(frames, tmp_path)
    assert [name for name, over, _ in found if over] == ["390 wide", "1920 wide"]
    tall = {name: height for name, _, height in found}
    assert tall["1920 wall board.html"] == 1080  # nobody scrolls on a wall


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_no_paper_as_html_has_to_be_moved_aside_on_a_telephone(tmp_path: Path) -> None:
    papers = {path.name: path.read_bytes() for path in sorted(golden.FOLDER.glob("*.html"))}
    assert len(papers) > 60
    frames = [frame(PHONE, name, page) for name, page in papers.items()]
    assert [name for name, over, _ in measured(frames, tmp_path) if over] == []
