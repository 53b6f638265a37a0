"""Pages shown in a browser of this machine, and to nobody else.

Only on the loopback address, only pages that svc put into the folder. A page of another site can
send a browser here under a name of its own (DNS rebinding); it is known by the `Host` it asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from svc.errors import PortTaken, SvcError, system_reason
from svc.store.interrupts import Stopped
from svc.store.page_folder import read_page

LOOPBACK = "127.0.0.1"
_HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",  # beside what each page says itself
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class PageServer(ThreadingHTTPServer):
    """Shows the pages of one folder."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        super().__init__((LOOPBACK, port), PageRequest)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away before it has its page is no fault."""

    @property
    def address(self) -> str:
        """Where the pages are to be seen."""
        return f"http://{LOOPBACK}:{self.server_port}/"


class PageRequest(BaseHTTPRequestHandler):
    """One request: for a page, by GET or HEAD."""

    server: PageServer
    protocol_version = "HTTP/1.1"
    timeout = 30
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def parse_request(self) -> bool:
        """Whether it is one that is answered."""
        if not super().parse_request():
            return False
        port = self.server.server_port
        if self.headers.get_all("Host") not in ([f"{LOOPBACK}:{port}"], [f"localhost:{port}"]):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        if self.command not in ("GET", "HEAD"):
            self.close_connection = True  # what it brings along is not read
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
            return False
        return True

    def do_GET(self) -> None:
        """Show a page."""
        path = self.path.partition("?")[0].removeprefix("/") or "index.html"
        try:
            page = read_page(self.server.folder, path)
        except (SvcError, OSError, ValueError):
            page = None
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(page)

    do_HEAD = do_GET

    def end_headers(self) -> None:
        """End them with those that every answer has."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def version_string(self) -> str:
        """Nobody needs to know by which program, of which version."""
        return "svc"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who looks at which page is nobody's business."""


def show_pages(folder: Path, port: int, tell: Callable[[str], None]) -> None:
    """Show the folder's pages until Ctrl-C; `tell` hears where. Raises PortTaken."""
    try:
        server = PageServer(folder, port)
    except (OSError, OverflowError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        raise PortTaken(port=port, reason=reason) from error
    with server, suppress(Stopped):  # it is how this ends
        tell(server.address)
        server.serve_forever(poll_interval=0.2)
