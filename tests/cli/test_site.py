"""`svc pages`: a folder of pages, written where and as it is said, and shown on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection, HTTPResponse
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.cli.page_server import PageServer
from svc.render.papers.filling import qr_code
from svc.store.page_folder import LIST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Desk

LATER = "2026-11-20T11:00:00"
ALL = {"index.html", "board.html", "overdue.html", "callbacks.html", "technicians/wang.html"}


@pytest.fixture
def out(desk: Desk) -> Path:
    """A folder for pages, with the office's first ticket dispatched."""
    desk.play("dispatch")
    return desk.path.parent / "网页"


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def test_each_level_has_its_pages_and_the_wall_is_usual(desk: Desk, out: Path) -> None:
    said = desk.ok("pages", str(out), now=LATER).out
    assert files(out) == {"index.html", "board.html"}
    assert "2 pages written, 0 as they were, 0 taken away" in said
    staff = out.with_name("staff")
    desk.ok("pages", str(staff), "--level", "staff", now=LATER)
    assert files(staff) == ALL | {f"tickets/{TICKET}.html"}
    manager = out.with_name("manager")
    desk.ok("pages", str(manager), "--level", "manager", now=LATER)
    assert files(manager) == files(staff) | {"reports/2026-11.html"}
    customer = out.with_name("customer")
    desk.ok("--lang", "zh", "pages", str(customer), "--level", "客户", now=LATER)
    assert files(customer) == {"index.html", "machines/CR200-24-0042.html"}


def test_the_same_again_writes_nothing_and_the_page_of_a_closed_ticket_goes_in_time(
    desk: Desk, out: Path
) -> None:
    words = ("pages", str(out), "--level", "manager")
    desk.ok(*words, now=LATER)
    again = desk.ok("--json", *words, now=LATER).json
    assert (again["written"], again["removed"]) == ([], [])
    assert again["same"] == len(files(out))
    later = desk.ok("--json", *words, now="2026-11-20T11:01:00").json
    assert later["written"] == ["board.html", "overdue.html"]
    cancel = ("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工")
    desk.ok(*cancel, by="li", now="2026-11-20T11:02:00")
    over = desk.ok("--json", *words, now="2026-11-20T11:03:00").json
    assert f"tickets/{TICKET}.html" in over["written"]
    assert over["removed"] == []
    gone = desk.ok("--json", *words, now="2027-01-05T11:03:00").json
    assert f"tickets/{TICKET}.html" in gone["removed"]


def test_of_a_technician_alone_there_are_the_day_and_its_orders(desk: Desk, out: Path) -> None:
    desk.ok("pages", str(out), "--level", "staff", "--technician", "wang", now=LATER)
    assert files(out) == {"index.html", "technicians/wang.html", f"tickets/{TICKET}.html"}
    manager = out.with_name("manager")
    desk.ok("pages", str(manager), "--level", "manager", "--technician", "wang", now=LATER)
    assert files(manager) == files(out)
    other = desk.svc("--json", "pages", str(out), "--level", "staff", now=LATER)
    assert other.error["key"] == "pages-for-others"


def test_another_office_or_region_has_nothing_of_it(desk: Desk, out: Path) -> None:
    for option, value in (("--office", "BJ"), ("--region", "north")):
        desk.ok("pages", str(out), "--level", "staff", option, value, now=LATER)
        assert files(out) == ALL - {"technicians/wang.html"}
    assert desk.svc("pages", str(out), "--region", "nowhere").status == 2


def test_an_office_has_its_own_report_and_not_that_of_its_region(desk: Desk, out: Path) -> None:
    for scope, says in (
        (("--region", "south"), "华南"),
        (("--office", "SZ"), "深圳办事处 (华南)"),
    ):
        desk.ok("pages", str(out), "--level", "manager", *scope, now=LATER)
        assert "reports/2026-11.html" in files(out)
        report = (out / "reports/2026-11.html").read_text(encoding="utf-8")
        assert f"· {says} ·" in report


def test_nothing_is_written_into_the_ledger(desk: Desk, out: Path) -> None:
    before = desk.snapshot()
    assert desk.svc("--json", "pages", "pages").error["key"] == "folder-in-ledger"
    desk.ok("pages", str(out), "--level", "manager", now=LATER)
    assert desk.snapshot() == before


@pytest.mark.parametrize("typed", ["", " "])
def test_a_folder_without_a_name_is_refused(desk: Desk, typed: str) -> None:
    refused = desk.svc("--json", "pages", typed)
    assert (refused.status, refused.error["key"]) == (2, "blank-answer")
    assert "目录：“" in desk.svc("--lang", "zh", "pages", typed).err


def test_a_ticket_that_can_not_be_read_is_named_when_the_others_are_there(
    desk: Desk, out: Path
) -> None:
    path = desk.path / "tickets/SZ/2026-11/SZ-2611-A0009.yaml"
    path.write_text("id: [", encoding="utf-8")
    ended = desk.svc("pages", str(out), "--level", "staff", now=LATER)
    assert ended.status == 3
    assert "SZ-2611-A0009" in ended.err
    assert f"tickets/{TICKET}.html" in files(out)


def test_a_template_of_the_departments_stands_in_for_ours(desk: Desk, out: Path) -> None:
    own = desk.path / "templates/site"
    own.mkdir(parents=True)
    (own / "index.html").write_text(
        '{% extends "svc/site/index.html" %}{% block foot %}内部使用{% endblock %}',
        encoding="utf-8",
    )
    desk.ok("pages", str(out), now=LATER)
    assert "内部使用" in (out / "index.html").read_text(encoding="utf-8")
    (own / "index.html").write_text('<img src="https://x.example/a.png">', encoding="utf-8")
    board = (out / "board.html").read_bytes()
    refused = desk.svc("--json", "pages", str(out), now="2026-11-21T11:00:00")
    assert refused.error["key"] == "template-asks-outside"
    assert (out / "board.html").read_bytes() == board
    (own / "index.html").write_text("{% nonsense %}", encoding="utf-8")
    assert "templates/site/index.html" in desk.svc("check").out


@pytest.mark.parametrize("address", ["http://10.0.0.5/svc", "http://10.0.0.5/svc/"])
def test_the_code_of_an_order_leads_to_its_page_where_the_address_is_known(
    desk: Desk, out: Path, address: str
) -> None:
    order = out.with_name("order.html")
    words = ("print", TICKET, "--format", "html", "--out", str(order))
    desk.ok(*words, now=LATER)
    assert qr_code(TICKET) in order.read_text(encoding="utf-8")
    desk.edit("regions:", f'pages_address: "{address}"\nregions:', "svc.yaml")
    desk.ok(*words, now=LATER)
    page = f"http://10.0.0.5/svc/tickets/{TICKET}.html"
    assert qr_code(page) in order.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        'pages_address: "javascript:alert(1)"',
        'pages_address: "10.0.0.5"',
        'pages_address: "http://a b/"',
        'map_address: "https://map.example/"',
        'map_address: "javascript:alert({address})"',
        """map_address: 'https://x/"onclick={address}'""",
    ],
)
def test_an_address_that_is_none_is_refused_with_its_line(desk: Desk, line: str) -> None:
    desk.edit("regions:", f"{line}\nregions:", "svc.yaml")
    ended = desk.svc("list")
    assert ended.status == 3
    assert "svc.yaml:7: an address" in ended.err


def test_the_map_is_that_of_the_setting(desk: Desk, out: Path) -> None:
    setting = 'map_address: "https://map.example/?q={address}"'
    desk.edit("regions:", f"{setting}\nregions:", "svc.yaml")
    desk.ok("pages", str(out), "--level", "staff", now=LATER)
    page = (out / f"tickets/{TICKET}.html").read_text(encoding="utf-8")
    assert 'href="https://map.example/?q=%E6%B7%B1%E5%9C%B3' in page


# Shown on this machine


@pytest.fixture
def server(desk: Desk, out: Path) -> Iterator[PageServer]:
    desk.ok("pages", str(out), "--level", "staff", now=LATER)
    (out / "secret.html").write_bytes(b"mine")
    with PageServer(out, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked(server: PageServer, path: str, method: str = "GET", host: str = "") -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.putheader("Content-Length", "0")
    connection.endheaders()
    return connection.getresponse()


def test_pages_are_shown_with_headers_that_let_a_browser_do_nothing_else(
    server: PageServer, out: Path
) -> None:
    assert server.server_address[0] == "127.0.0.1"
    for path, name in (
        ("/", "index.html"),
        (f"/tickets/{TICKET}.html?x", f"tickets/{TICKET}.html"),
    ):
        answer = asked(server, path)
        assert (answer.status, answer.read()) == (200, (out / name).read_bytes())
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Server"] == "svc"
    head = asked(server, "/", "HEAD")
    assert (head.status, head.read()) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        *("/secret.html", f"/{LIST}", "/tickets", "/tickets/", "//etc/passwd", "/%2e%2e/x.html"),
        *("/../深圳 ledger/svc.yaml".encode().decode("latin-1"), "/\0", "http://x/index.html"),
    ],
)
def test_there_is_no_list_and_no_other_file(server: PageServer, path: str) -> None:
    path = path.replace(" ", "%20").replace("\0", "%00").encode("ascii", "ignore").decode()
    answer = asked(server, path)
    assert answer.status == 404
    assert answer.read() == b"404 Not Found\n"


def test_a_name_that_somebody_else_gave_this_machine_is_not_answered(server: PageServer) -> None:
    port = server.server_port
    assert asked(server, "/", host=f"localhost:{port}").status == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}"):
        assert asked(server, "/", host=host).status == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_pages_are_only_read(server: PageServer, method: str) -> None:
    assert asked(server, "/", method).status == 405


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_ctrl_c_ends_it_well(desk: Desk, out: Path) -> None:
    words = ("--ledger", str(desk.path), "pages", str(out), "--serve", "--port", "0")
    process = subprocess.Popen(
        [sys.executable, "-m", "svc", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SVC_NOW": f"{LATER}+08:00"},
    )
    assert process.stdout
    assert "pages written" in process.stdout.readline()
    line = process.stdout.readline()
    assert "http://127.0.0.1:" in line
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
