"""The catalogue of Chinese wording: kept up with the sources, compiled, checked. Development only;
needs Babel.

    python tests/catalogue.py update     put new message ids into svc.po, drop those that are gone,
    keep the rest
    python tests/catalogue.py compile    make svc.mo, which svc reads, from svc.po
    python tests/catalogue.py check      exit 1 and say what is missing, out of date or not to be
    filled in

Message ids are the English sentences inside `N_("…")` and `_("…")` of svc/ and templates/. A
changed sentence is a new message id: its old translation is never guessed to fit, but printed by
`update` so that it can be reused.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).parent.parent
PO = TOP / "svc" / "locale" / "zh_CN" / "LC_MESSAGES" / "svc.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"N_": None, "_": None}
WHERE = (  # folder, how its files are read
    ("svc", [("**.py", "python")]),
    ("templates", [("**.html", "jinja2"), ("**.md", "jinja2")]),
)
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true"}  # as svc/render/pages.py reads them


class Steady(Catalog):
    """A catalogue whose head names no day and no version of Babel, so that it changes only with its
    messages.
    """

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "svc-desk"),
            ("Language", "zh_CN"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def extracted() -> dict[str, list[str]]:
    """Every message id of the sources, with the files it stands in."""
    found: dict[str, set[str]] = {}
    for folder, methods in WHERE:
        options = {pattern: JINJA for pattern, method in methods if method == "jinja2"}
        for file, _, message, _, _ in extract_from_dir(TOP / folder, methods, options, KEYWORDS):
            text = message if isinstance(message, str) else message[0]
            found.setdefault(text, set()).add(f"{folder}/{Path(file).as_posix()}")
    return {message: sorted(files) for message, files in sorted(found.items()) if message}


def translations() -> dict[str, Message]:
    """The messages of svc.po by id; none if there is no such file yet."""
    if not PO.exists():
        return {}
    with PO.open("rb") as file:
        return {
            str(message.id): message for message in read_po(file, abort_invalid=True) if message.id
        }


def where() -> dict[str, list[str]]:
    """The files in which each message id of svc.po stands, as `update` noted them: what `extracted`
    says, in a thirtieth of the time, as long as `check` finds nothing.
    """
    return {
        message: [file for file, _ in entry.locations] for message, entry in translations().items()
    }


def catalogue(chinese: dict[str, str]) -> Steady:
    """All message ids of the sources with their Chinese, in the order of the ids; empty where there
    is none.
    """
    made = Steady(
        locale="zh_CN",
        domain="svc",
        fuzzy=False,
        header_comment="# The Chinese of svc. See tests/catalogue.py.",
    )
    for message, files in extracted().items():
        # No line numbers: they would change with every edit of a source.
        made.add(message, chinese.get(message, ""), locations=[(file, None) for file in files])
        made[message].flags.discard("python-format")  # a % is a per cent sign
    return made


def po_bytes(made: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, made, width=0, sort_output=True, include_lineno=False)
    return out.getvalue()


def mo_bytes() -> bytes:
    """What svc.mo has to be, from svc.po."""
    made = Steady(locale="zh_CN", domain="svc", fuzzy=False)
    for message, entry in translations().items():
        made.add(message, str(entry.string), flags=[f for f in entry.flags if f == "fuzzy"])
    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()


def fields(text: str) -> set[str]:
    """The names in braces. Raises ValueError if the text can't be filled in at all."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def findings() -> list[str]:
    """Everything that keeps the catalogue from being complete and safe to use."""
    found: list[str] = []
    known = translations()
    wanted = extracted()
    for message, files in wanted.items():
        entry = known.get(message)
        if entry is None or not entry.string:
            found.append(f"no Chinese: {message!r} ({', '.join(files)})")
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {message!r}")
        try:
            if fields(message) != fields(str(entry.string)):
                found.append(f"other fields: {message!r}: {entry.string!r}")
        except ValueError as wrong:
            found.append(f"braces: {message!r}: {wrong}")
        if message.count("\n") != str(entry.string).count("\n"):
            found.append(f"other lines: {message!r}: {entry.string!r}")
    found += [f"no longer used: {message!r}" for message in known if message not in wanted]
    if not found and PO.read_bytes() != po_bytes(
        catalogue({i: str(m.string) for i, m in known.items()})
    ):
        found.append("svc.po is not as `update` writes it")
    if not MO.exists() or MO.read_bytes() != mo_bytes():
        found.append("svc.mo is not what `compile` makes of svc.po")
    return found


def update() -> None:
    before = {message: str(entry.string) for message, entry in translations().items()}
    made = catalogue(before)
    now = {str(message.id): str(message.string) for message in made if message.id}
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(made))
    for message in sorted(before.keys() - now.keys()):
        print(f"dropped: {message!r}: {before[message]!r}")
    for message in sorted(message for message, chinese in now.items() if not chinese):
        print(f"to translate: {message!r}")


def compile_() -> None:
    MO.write_bytes(mo_bytes())


def check() -> int:
    found = findings()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_()
        case ["check"]:
            sys.exit(check())
        case _:
            sys.exit(__doc__)
