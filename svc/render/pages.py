"""Pages: HTML from Jinja templates, the department's own before ours.

Templates that a department keeps in its ledger are foreign code, so all of them run in Jinja's
sandbox: customer text is escaped and never read as a template, a value that is not there is an
error, nothing outside the template folders can be included.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase, TemplateAsksOutside, TemplateFaulty
from svc.render.paper_sizes import SHEETS
from svc.render.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from svc.model.settings import CopyName, PaperSize

PAGE_OF = N_("Page {page} of {pages}")
TOO_MUCH = N_("the template never finishes, or makes far more than a page can hold")


class StoodIn(Struct, frozen=True):
    """A character that our fonts lack: on paper it is 〓."""

    character: str
    field: str  # where it stands in the record, such as `customer.unit`

    @property
    def code(self) -> str:
        """As Unicode writes it."""
        return f"U+{ord(self.character):04X}"


class Page(Struct, frozen=True, kw_only=True):
    """A document ready to be shown or made into a PDF."""

    title: str
    html: str  # complete in itself: no style, image or script from elsewhere
    more: tuple[str, ...] = ()  # what is printed after it, counting its own pages: further copies
    when: datetime  # of the record it shows, not of printing: the same record gives the same bytes
    stood_in: tuple[StoodIn, ...] = ()  # what the fonts lack and 〓 stands for


_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_SHEETS = """<style>
@page { @top-left { content: none } @bottom-left { content: none } }
.sheet { break-after: page }
.sheet:last-child { break-after: auto }
</style>
</head>"""


def pages_as_one(pages: Sequence[Page], title: str, *, are_slips: bool = False) -> str:
    """Several papers as one HTML page, complete in itself, a new sheet for each. Where they are of
    one kind their style is the first's, else each keeps its own. `are_slips`: each is what is cut
    apart, and they share sheets.

    A browser knows one running head and foot for all, so there is none: each has its number on its
    first page.
    """
    from markupsafe import escape

    first = pages[0].html
    bodies = [_BODY.search(page.html) for page in pages]
    whole = [body[1] if body else page.html for page, body in zip(pages, bodies, strict=True)]
    frame = re.sub(
        r"<title>.*?</title>",
        lambda _: f"<title>{escape(title)}</title>",
        first,
        count=1,
        flags=re.DOTALL,
    )
    if not are_slips:
        frame, classes = _styled(frame, pages)
        whole = [
            f'<div class="{each}">{body}</div>\n' for each, body in zip(classes, whole, strict=True)
        ]
        frame = frame.replace("</head>", _SHEETS, 1)
    return _BODY.sub(lambda _: f"<body>\n{''.join(whole)}</body>", frame, count=1)


def _styled(frame: str, pages: Sequence[Page]) -> tuple[str, list[str]]:
    """The page with the styles of all, and the classes of each paper's element."""
    if len(pages) == 1:
        return frame, ["sheet"]
    from svc.render.scoped_styles import STYLE, paper_style, scoped_style

    styles = [paper_style(page.html) for page in pages]
    names = {style: f"paper-{n}" for n, style in enumerate(dict.fromkeys(styles), 1)}
    if len(names) == 1:
        return frame, ["sheet"] * len(pages)
    css = "\n".join(scoped_style(style, name) for style, name in names.items())
    head, end, rest = frame.partition("</head>")
    head = STYLE.sub("", head)
    frame = f"{head}<style>\nbody {{ margin: 0 }}\n{css}\n</style>\n{end}{rest}"
    return frame, [f"sheet {names[style]}" for style in styles]


class Pages:
    """The templates in one language. Of two files with the same name the one in the earlier folder
    counts.
    """

    def __init__(
        self,
        template_dirs: Sequence[Path],
        font_dir: Path,
        words: Words,
        sizes: Mapping[str, PaperSize] | None = None,
        *,
        copies: Mapping[str, Sequence[CopyName]] | None = None,
        copy_count: int = 0,
    ) -> None:
        """`sizes`, `copies`: on what a paper of this name is printed, and in which copies, where it
        is not as usual; `copy_count`: only so many of them.
        """
        self.sizes = sizes or {}
        self.copies = copies or {}
        self.copy_count = copy_count
        self.template_dirs = tuple(template_dirs)
        self.font_dir = font_dir
        self.words = words

    @property
    def _has_own(self) -> bool:
        """Whether the department has templates of its own."""
        return len(self.template_dirs) > 1

    def html(self, template: str, *, for_pdf: bool, **values: object) -> str:
        """The page. For a PDF it names our fonts (`svc-fonts:`, which only `pdf` can fetch), else
        the system's.

        A template of the department's may build on ours: `{% extends "svc/visit_order.html" %}`.
        Raises TemplateFaulty, naming the template and the line; TemplateAsksOutside where the
        department's own templates ask for anything that is not in the page (`pdf` refuses to fetch
        it, too).
        """
        values = {"sheet": SHEETS["A4"]} | values
        page = self.words.with_removed(self._filled(template, for_pdf=for_pdf, **values))
        if self._has_own:
            from svc.render.fetched_addresses import fetched_addresses
            from svc.render.fonts import FONT_SCHEME

            addresses = [
                each
                for each in fetched_addresses(page)
                if not (for_pdf and each.startswith(FONT_SCHEME))
            ]
            if addresses:
                raise TemplateAsksOutside(addresses=addresses[:3])
        return page

    def fault_of(self, template: str) -> TemplateFaulty | None:
        """Why a template can't be read; None if it can. What it asks for is seen when a page is
        made.
        """
        import jinja2

        try:
            self._environment.get_template(template)
        except jinja2.TemplateSyntaxError as error:
            name = error.name or template
            return TemplateFaulty(template=name, line=error.lineno, problem=str(error.message))
        except UnicodeDecodeError as error:
            return self._not_utf8(error)
        return None

    def _filled(self, template: str, *, for_pdf: bool, **values: object) -> str:
        import jinja2

        from svc.render.template_allowance import AllowanceSpent, Limited, page_fits

        environment = self._environment
        if isinstance(environment, Limited):
            environment.refill()
        try:
            page = environment.get_template(template).render(for_pdf=for_pdf, **values)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateFaulty(
                template=error.name or template, line=error.lineno, problem=str(error.message)
            ) from error
        except jinja2.TemplateNotFound as error:
            where, line = self._place(error, template)
            problem = Phrase(
                N_("there is no template {name}"), name=str(error.name or error.message)
            )
            raise TemplateFaulty(template=where, line=line, problem=problem) from error
        except UnicodeDecodeError as error:
            raise self._not_utf8(error) from error
        except RecursionError as error:
            problem = Phrase(N_("the template extends or includes itself"))
            raise TemplateFaulty(template=template, line=1, problem=problem) from error
        except (
            jinja2.TemplateError,
            ArithmeticError,
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
        ) as error:
            where, line = self._place(error, template)
            raise TemplateFaulty(template=where, line=line, problem=str(error)) from error
        except AllowanceSpent as error:
            where, line = self._place(error, template)
            raise TemplateFaulty(template=where, line=line, problem=Phrase(TOO_MUCH)) from error
        if self._has_own and not page_fits(page):
            raise TemplateFaulty(template=template, line=1, problem=Phrase(TOO_MUCH))
        return page

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

        from svc.render.template_allowance import Limited, OwnTemplates, PaidWords, Sandbox

        *own, ours = self.template_dirs
        usual = FileSystemLoader(str(ours), encoding="utf-8")
        environment = (Limited if self._has_own else Sandbox)(
            loader=ChoiceLoader(
                [
                    # An editor's byte order mark at the beginning of a file is no text.
                    *(OwnTemplates(str(folder), encoding="utf-8-sig") for folder in own),
                    usual,
                    PrefixLoader({"svc": usual}),
                ]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        limited = environment if isinstance(environment, Limited) else None
        environment.globals.update(
            _=self.words if limited is None else PaidWords(self.words, limited),
            label=self.words.label,
            lang=self.words.lang,
            page_number=self._page_number(),
        )
        environment.filters["css"] = css_string
        return environment

    def _not_utf8(self, error: UnicodeDecodeError) -> TemplateFaulty:
        """Which template was saved in another encoding, and in which line it shows. Raises `error`
        if none was.
        """
        for folder in self.template_dirs:
            for path in sorted(
                path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
            ):
                data = path.read_bytes()
                try:
                    data.decode()
                except UnicodeDecodeError as found:
                    return TemplateFaulty(
                        template=path.relative_to(folder).as_posix(),
                        line=data.count(b"\n", 0, found.start) + 1,
                        problem=Phrase(N_("this is not UTF-8; save the file in that encoding")),
                    )
        raise error

    def _page_number(self) -> Markup:
        """`Page 1 of 2` as the value of CSS `content`."""
        from markupsafe import Markup

        before, _, rest = self.words(PAGE_OF).partition("{page}")
        between, _, after = rest.partition("{pages}")
        return Markup(" ").join(
            (
                css_string(before),
                Markup("counter(page)"),
                css_string(between),
                Markup("counter(pages)"),
                css_string(after),
            )
        )

    def _place(self, error: BaseException, template: str) -> tuple[str, int]:
        """Where in the templates it happened: Jinja maps the frames of a rendering to lines of its
        templates.
        """
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            for folder in self.template_dirs:
                if Path(frame.filename).is_relative_to(folder):
                    return Path(frame.filename).relative_to(folder).as_posix(), frame.lineno or 0
        return template, 0


def css_string(text: str) -> Markup:
    """The text as a CSS string; whatever could end the string or the style sheet is written as its
    code.
    """
    from markupsafe import Markup

    # what a macro gives is escaped for HTML already
    text = text.unescape() if isinstance(text, Markup) else text
    return Markup('"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"')
