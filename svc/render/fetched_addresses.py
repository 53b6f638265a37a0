"""What a page would fetch from elsewhere when it is opened. A page is complete in itself, on the
screen as on paper.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

FETCHED = ("src", "srcset", "poster", "background", "data")
"""Attributes whose address is fetched; `href` is one only of a link in the head and of a picture in
SVG.
"""

_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""", re.IGNORECASE)


def fetched_addresses(html: str) -> list[str]:
    """The addresses that the page's elements and styles fetch, without those inside the page
    (`data:`, `#…`).
    """
    parser = _OutsideRequest()
    parser.feed(html)
    parser.close()
    return [address for address in parser.addresses if not address.startswith(("data:", "#"))]


class _OutsideRequest(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        for name, value in attrs:
            if name in FETCHED or (name.endswith("href") and tag in ("link", "image", "use")):
                self.addresses.append((value or "").strip())
            elif name == "style":
                self.addresses += _IN_STYLE.findall(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.addresses += _IN_STYLE.findall(data)
