"""What can only be measured from inside: the full parser, the index finding changes, papers without
their commands.
"""

from __future__ import annotations

import io
import subprocess
import time
from datetime import datetime
from functools import cached_property
from pathlib import Path

import yaml

from bench.ledger import NOW
from svc.cli.paper_material import given_of
from svc.errors import OnlyNoted
from svc.render.fonts import FONT_SCHEME
from svc.render.pages import Page, Pages
from svc.render.papers.visit_order import visit_order
from svc.render.pdf import pdf_of_pages
from svc.render.words import Words
from svc.store.assets import fonts_dir, templates_dir
from svc.store.index.schema import forget_measures
from svc.store.ledger import Ledger
from svc.store.records import Record


def parsed_by_pyyaml(top: Path, tickets: int, sampled: int) -> float:
    """Seconds that PyYAML's C loader takes to read and parse all tickets, from every so-manieth of
    them.
    """
    numbers = list(Ledger(top).numbers())
    chosen = [top / number.path for number in numbers[:: max(1, tickets // sampled)]]
    begun = time.perf_counter()
    for path in chosen:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return (time.perf_counter() - begun) * tickets / len(chosen)


def looked_for_changes(top: Path, *, full: bool) -> float:
    """Seconds until the index knows that it is up to date; `full`: by looking at every file."""
    from svc.store.index import opening

    # so that what is loaded and configured once does not count
    connection = opening.open_index(Ledger(top))
    assert connection is not None
    connection.close()
    ledger = Ledger(top)
    assert ledger.settings
    begun = time.perf_counter()
    connection = opening.open_index(ledger, full=full)
    took = time.perf_counter() - begun
    assert connection is not None
    connection.close()
    return took


def pushed(top: Path, files: list[Path]) -> str:
    """A push of an event on each of these tickets, a commit each, beside the branch: what git tells
    of it.
    """
    before, parts = _git(top, "rev-parse", "HEAD").strip(), []
    for nth, file in enumerate(files):
        text = file.read_text(encoding="utf-8")
        seq = text.count("\n  - seq: ") + 1
        times = "".join(f'    {name}: "{NOW}"\n' for name in ("at", "typed"))
        said = f'    id: "pushed{nth:04d}"\n    what: "remarked"\n{times}    by: "li"\n'
        data = f'{text}  - seq: {seq}\n{said}    words: "{nth}"\n'.encode()
        path = file.relative_to(top).as_posix()
        start = f"from {before}\n" if nth == 0 else ""
        head = f"commit refs/bench/pushed\ncommitter B <b@example.com> {nth} +0800\ndata 1\nx\n"
        parts.append(f"{head}{start}M 100644 inline {path}\ndata {len(data)}\n".encode() + data)
    _git(top, "fast-import", "--quiet", "--force", said=b"\n".join([*parts, b""]))
    after = _git(top, "rev-parse", "refs/bench/pushed").strip()
    return f"{before} {after} refs/heads/main\n"


def _git(top: Path, *words: str, said: bytes = b"") -> str:
    done = subprocess.run(["git", *words], cwd=top, input=said, capture_output=True, check=True)
    return done.stdout.decode()


def forget_what_reports_counted(top: Path) -> None:
    """As if nobody had asked for a report since the index was made."""
    ledger = Ledger(top)

    generation = ledger.ask_index(
        lambda index: int(
            index.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
        )
    )
    assert generation is not None
    assert ledger.note_in_index(generation, forget_measures)
    ledger.close()


class Orders:
    """The work orders of the newest tickets, made as `svc print` makes them."""

    def __init__(self, top: Path, count: int) -> None:
        self._ledger = Ledger(top)
        self._now = datetime.fromisoformat(NOW)
        self._count = count

    def whole(self) -> float:
        """Seconds from the records to the one file that `svc print` makes of them, templates and
        fonts loaded anew.
        """
        begun = time.perf_counter()
        pages = Pages([templates_dir()], fonts_dir(), Words("zh"))
        made = [page for record in self._records if (page := self._page(record, pages))]
        when = max(page.when for page in made)
        pdf_of_pages(
            [html for page in made for html in (page.html, *page.more)],
            title="",
            when=when,
            fonts=fonts_dir(),
        )
        return time.perf_counter() - begun

    def engine(self) -> float:
        """Seconds that plutoprint alone takes for the same pages with the same fonts, a file
        each.
        """
        pages, fonts = self._html, self._fonts
        begun = time.perf_counter()
        for page in pages:
            _printed(page, fonts)
        return time.perf_counter() - begun

    @cached_property
    def _records(self) -> list[Record]:
        pages = Pages([templates_dir()], fonts_dir(), Words("zh"))
        out: list[Record] = []
        for number in reversed(list(self._ledger.numbers())):
            record = self._ledger.read(str(number))
            if self._page(record, pages) is not None:
                out.append(record)
            if len(out) == self._count:
                break
        return out

    @cached_property
    def _html(self) -> list[str]:
        pages = Pages([templates_dir()], fonts_dir(), Words("zh"))
        made = [page for record in self._records if (page := self._page(record, pages))]
        return [html for page in made for html in (page.html, *page.more)]

    @cached_property
    def _fonts(self) -> dict[str, bytes]:
        return {
            f"{FONT_SCHEME}{file.name}": file.read_bytes() for file in fonts_dir().glob("*/*.ttf")
        }

    def _page(self, record: Record, pages: Pages) -> Page | None:
        try:
            given = given_of(self._ledger, record.state, self._now)
            return visit_order(given, pages, for_pdf=True)
        except OnlyNoted:
            return None


def _printed(html: str, fonts: dict[str, bytes]) -> bytes:
    import plutoprint

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            if url in fonts:
                return plutoprint.ResourceData(fonts[url], "font/ttf")
            return plutoprint.default_resource_fetcher.fetch_url(url)

    book = plutoprint.Book(
        plutoprint.PAGE_SIZE_A4, plutoprint.PAGE_MARGINS_NONE, plutoprint.MEDIA_TYPE_PRINT
    )
    book.custom_resource_fetcher = Fetcher()
    book.load_html(html, base_url="page:///")
    out = io.BytesIO()
    book.write_to_pdf_stream(out)
    return out.getvalue()
