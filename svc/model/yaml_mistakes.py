"""What is wrong in a file that is not YAML: the line where it goes wrong, and the mistake in words.

PyYAML says where it could not go on, in words of its own, and that is often lines below the
mistake: a quote that is not closed ends at the next quote. So the last line is looked for up to
which the file can be read; the mistake is in the line after it, and what it is shows in the line
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from svc.errors import N_, Phrase

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_READ = 400_000  # characters that are read again to find the line; a tenth of a second
_MOST_TRIES = 100

_ESCAPES = re.compile(
    r'\\(?:[0abtnvfre N_LP"/\\\t]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})'
)
# Escapes beyond the last character there is, and of half a pair of surrogates.
_NO_CHARACTER = re.compile(r"\\(?:U(?!0010|000)[0-9A-Fa-f]{8}|u[dD][89a-fA-F][0-9A-Fa-f]{2})")
_CLOSING_ALIKE = {'"': "”“＂„", "'": "’‘＇"}
_FLOW_ALIKE = {"，": ",", "、": ",", "；": ",", "：": ": ", "［": "[", "］": "]", "【": "[",
               "】": "]", "｛": "{", "｝": "}"}  # fmt: skip
_DASH_ALIKE = "－–—‐‑−•·"
_RESERVED = "@`%&*!,]}|>"
_PAIRS = {"[": "]", "{": "}"}
_SHOWN = 30  # characters of a line that are quoted

_TAB = N_("the line is indented with a tab; indent it with blanks")
_BLANK = N_("the line begins with a blank that is no ordinary one ({character})")
_FULL_COLON = N_("the colon behind `{key}` is a full-width one; write `{key}: ` with a blank")
_NO_BLANK = N_("there is no blank after the colon; write `{key}: {value}`")
_NO_DASH_BLANK = N_("there is no blank after the dash; write `- {item}`")
_DASH = N_("a list item begins with `- `, not with {dash}")
_UNCLOSED = N_("the quotation mark {quote} is not closed: {text}")
_CLOSED_ALIKE = N_("the text begins with {quote} and ends with {found}; use {quote} for both")
_FULL_QUOTES = N_(
    'the quotation marks {found} are full-width ones and part of the text; write " or put " around '
    "them"
)
_BEHIND_QUOTE = N_(
    "something stands behind the closing quotation mark: {text}; inside quotes a mark is written "
    '\\"'
)
_ESCAPE = N_("{escape} has no meaning between double quotes; a backslash is written \\\\")
_FLOW_SIGN = N_("between brackets {found} is a full-width sign; write {sign}")
_BRACKET = N_("the bracket {bracket} is not closed")
_BRACKET_OTHER = N_("the bracket {bracket} is closed with {found}")
_BRACKET_EXTRA = N_("the bracket {bracket} closes none that is open")
_FLOW_COMMA = N_("between brackets something is missing, such as a comma between two values")
_LIST_BEHIND = N_("a list begins on the line below its key, not behind the colon")
_RESERVED_START = N_("a value can't begin with {character}; put it in double quotes")
_BLOCK_HEADER = N_("behind {character} nothing more may stand on the line; begin the text below it")
_COLON_INSIDE = N_("the value has a colon in it; put it in double quotes: {text}")
_DEEPER = N_("the line is indented by {count}; the one above by {above}, and has its value already")
_ASKEW = N_("the line is indented by {count}; the lines above by {levels}")
_ITEM_AMONG_KEYS = N_("a list item stands where a key was expected")
_KEY_AMONG_ITEMS = N_("a key stands where a list item `- ` was expected")
_NO_COLON = N_("the line has no colon; write `key: value`")
_LONG_KEY = N_("a key is longer than 1,024 characters; is a line end missing?")
_UNCLEAR = N_("quotation marks, colons or indentation are not right in this line or the one above")


class Mistake(NamedTuple):
    """A mistake, and its line from 0."""

    line: int
    problem: Phrase


def find_mistake(text: str, broken: yaml.YAMLError) -> Mistake:
    """The mistake because of which PyYAML could not read `text`."""
    lines = text.split("\n")
    last = len(lines) - 1
    if last and not lines[last]:
        last -= 1
    mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
    if mark is None:
        position = getattr(broken, "position", 0)
        stopped = text.count("\n", 0, position if isinstance(position, int) else 0)
        return Mistake(min(stopped, last), _problem_in(lines, min(stopped, last)))
    stopped = min(mark.line, last)
    begun = getattr(broken, "context_mark", None)
    within = getattr(broken, "context", None) or ""
    # of a quotation or bracket it is known where it begins
    guess = min(begun.line, stopped) if begun and re.search("scalar|flow", within) else stopped
    line = _first_wrong(lines, stopped, guess)
    return Mistake(line, _problem_in(lines, line))


def mistake_of_line(line: str) -> Phrase | None:
    """What is wrong with the dash or the colon of a line that was to be `- item` or `key: value`;
    None if nothing is.
    """
    body = line.strip(" \r")
    return _wrong_dash(body) or _wrong_colon(_without_dashes(body))


def mistake_of_quotes(value: str) -> Phrase:
    """What is wrong with a text in quotation marks that goes on where it should not."""
    return _wrong_quotes(value) or Phrase(_UNCLOSED, quote=value[:1], text=value[:_SHOWN])


def mistake_of_plain(value: str) -> Phrase | None:
    """What is wrong with a text without quotes: it stands between full-width ones; else None."""
    marks = "".join(_CLOSING_ALIKE.values())
    if value[0] in marks and value[-1] in marks:
        return Phrase(_FULL_QUOTES, found=f"{value[0]}{value[-1]}")
    return None


def mistake_of_escapes(text: str) -> tuple[int, Phrase]:
    """Where an escape stands that is no character, and what is wrong with it."""
    match = _NO_CHARACTER.search(text)
    if match is None:
        return 0, Phrase(_UNCLEAR)
    return match.start(), Phrase(_ESCAPE, escape=match.group())


def blank_before(key: str) -> Phrase:
    """What is wrong with the blank in front of a key: YAML takes it for a letter."""
    return Phrase(_BLANK, character=f"U+{ord(key[0]):04X}")


def _first_wrong(lines: list[str], stopped: int, guess: int) -> int:
    """The line after the longest beginning, up to where PyYAML stopped, that can be read; `guess`
    where that would be long to look for.
    """
    left = _MOST_READ
    for count in range(stopped, max(-1, stopped - _MOST_TRIES), -1):
        beginning = "\n".join(lines[:count]) + "\n"
        left -= len(beginning)
        if left < 0:
            break
        if _can_be_read(beginning):
            return count
    return guess


def _can_be_read(beginning: str) -> bool:
    """Whether this is YAML, and more than a mere text."""
    try:
        for number, event in enumerate(yaml.parse(beginning, Loader=_LOADER)):
            if number == 2 and isinstance(event, yaml.ScalarEvent) and event.value:
                return False
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return False
    return True


def _problem_in(lines: list[str], number: int) -> Phrase:
    raw = lines[number].rstrip("\r")
    lead = raw[: len(raw) - len(raw.lstrip())]
    if "\t" in lead:
        return Phrase(_TAB)
    odd = lead.strip(" ")
    if odd:
        return Phrase(_BLANK, character=f"U+{ord(odd[0]):04X}")
    body = raw.strip(" ")
    wrong_dash = _wrong_dash(body)
    body = _without_dashes(body)
    return (
        wrong_dash
        or _wrong_colon(body)
        or _wrong_value(_value_of(body))
        or _wrong_indentation(lines, number)
        or _wrong_at_large(body)
    )


def _wrong_dash(body: str) -> Phrase | None:
    if body[:1] and body[0] in _DASH_ALIKE:
        return Phrase(_DASH, dash=body[0])
    if re.match(r"-[^-\s]", body) and not re.match(r"-[0-9.]+$", body):
        return Phrase(_NO_DASH_BLANK, item=body[1:][:_SHOWN])
    return None


def _wrong_at_large(body: str) -> Phrase:
    if len(body) > 1_024 and ":" in body[1_024:]:
        return Phrase(_LONG_KEY)
    if body and _colon_at(body) < 0 and body[0] not in "\"'[{#":
        return Phrase(_NO_COLON)
    return Phrase(_UNCLEAR)


def _without_dashes(body: str) -> str:
    while body.startswith("- "):
        body = body[2:].lstrip(" ")
    return body


def _colon_at(body: str) -> int:
    """Where the colon behind the key stands; -1 if there is none."""
    match = re.match(r"(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\"'\[{#][^#]*?) *:(?:[ \t]|$)", body)
    return match.end(1) + body[match.end(1) :].index(":") if match else -1


def _value_of(body: str) -> str:
    at = _colon_at(body)
    return body[at + 1 :].strip() if at >= 0 else body


def _wrong_colon(body: str) -> Phrase | None:
    if _colon_at(body) >= 0 or body[:1] in ("[", "{", "#"):
        return None
    match = re.match(r"\"([^\"]*)\"|'([^']*)'|([^\"'：:#\[{][^：:#\[{]*)", body)
    if match is None:
        return None
    key = (match[1] or match[2] or match[3] or "").strip()
    rest = body[match.end() :].lstrip(" ")
    if rest[:1] == "：":
        return Phrase(_FULL_COLON, key=key[:_SHOWN])
    if rest[:1] == ":":
        return Phrase(_NO_BLANK, key=key[:_SHOWN], value=rest[1:].strip()[:_SHOWN])
    return None


def _wrong_value(value: str) -> Phrase | None:
    start = value[:1]
    if start in ('"', "'"):
        return _wrong_quotes(value)
    if start in ("[", "{"):
        return _wrong_brackets(value)
    if start in ("|", ">"):
        return Phrase(_BLOCK_HEADER, character=start) if value.strip("|>+-0123456789 ") else None
    if start and start in _RESERVED:
        return Phrase(_RESERVED_START, character=start)
    if start == "-" and value[1:2] in (" ", ""):
        return Phrase(_LIST_BEHIND)
    plain = value.partition(" #")[0]
    if ": " in plain or plain.endswith(":"):
        return Phrase(_COLON_INSIDE, text=f'"{plain[:_SHOWN]}"')
    return None


def _wrong_quotes(value: str) -> Phrase | None:
    """What is wrong with a value that begins with a quotation mark."""
    quote = value[0]
    end = _quote_end(value, 0)
    if end < 0:
        found = value.rstrip()[-1:]
        if len(value) > 1 and found in _CLOSING_ALIKE[quote]:
            return Phrase(_CLOSED_ALIKE, quote=quote, found=found)
        return Phrase(_UNCLOSED, quote=quote, text=value[:_SHOWN])
    behind = value[end + 1 :].strip()
    if behind and behind[0] != "#":
        return Phrase(_BEHIND_QUOTE, text=behind[:_SHOWN])
    return _wrong_escape(value[: end + 1]) if quote == '"' else None


def _quote_end(value: str, start: int) -> int:
    """Where the quotation that begins at `start` is closed; -1 if it is not."""
    quote = value[start]
    pattern = r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'"
    match = re.compile(pattern).match(value, start)
    return match.end() - 1 if match else -1


def _wrong_escape(quoted: str) -> Phrase | None:
    match = re.search(r"\\(?:.|$)", _ESCAPES.sub("", quoted)) or _NO_CHARACTER.search(quoted)
    return Phrase(_ESCAPE, escape=match.group()) if match else None


def _wrong_brackets(value: str) -> Phrase | None:
    """What is wrong with a list or mapping in brackets, as far as this line has it."""
    opened: list[str] = []
    at = 0
    while at < len(value):
        sign = value[at]
        if sign in ('"', "'") and value[at - 1] in " ,[{":
            end = _quote_end(value, at)
            if end < 0:
                return _wrong_quotes(value[at:])
            wrong = _wrong_escape(value[at : end + 1]) if sign == '"' else None
            if wrong is not None:
                return wrong
            at = end
        elif sign in _FLOW_ALIKE:
            return Phrase(_FLOW_SIGN, found=sign, sign=_FLOW_ALIKE[sign].strip())
        elif sign in _PAIRS:
            opened.append(sign)
        elif sign in _PAIRS.values():
            if not opened:
                return Phrase(_BRACKET_EXTRA, bracket=sign)
            bracket = opened.pop()
            if _PAIRS[bracket] != sign:
                return Phrase(_BRACKET_OTHER, bracket=bracket, found=sign)
        elif sign == "#" and value[at - 1] == " ":
            break
        at += 1
    return Phrase(_BRACKET, bracket=opened[0]) if opened else Phrase(_FLOW_COMMA)


def _wrong_indentation(lines: list[str], number: int) -> Phrase | None:
    """What is wrong with where a line begins, after the lines above it."""
    count = _indent(lines[number])
    above = list(_levels_above(lines, number))
    if not above:
        return None
    deepest = above[0]
    if count > deepest.column and not deepest.opens:
        return Phrase(_DEEPER, count=count, above=deepest.column)
    columns = sorted({level.column for level in above})
    if count not in columns and count <= deepest.column:
        return Phrase(_ASKEW, count=count, levels=columns)
    is_item = lines[number].lstrip(" ").startswith("-")
    for level in above:
        if level.column == count and level.is_item != is_item:
            return Phrase(_ITEM_AMONG_KEYS) if is_item else Phrase(_KEY_AMONG_ITEMS)
        if level.column <= count:
            break
    return None


class _Level(NamedTuple):
    """A column at which lines of a mapping or list begin."""

    column: int
    is_item: bool
    opens: bool  # the values of its last line stand below it


def _levels_above(lines: list[str], number: int) -> Iterator[_Level]:
    """The columns at which something is open before a line, the deepest first."""
    limit: int | None = None
    for at in range(number - 1, max(-1, number - 1_000), -1):
        line = lines[at].rstrip("\r ")
        body = line.lstrip(" ")
        if not body or body[0] == "#":
            continue
        indent = len(line) - len(body)
        if limit is not None and indent >= limit:
            continue
        inner = _without_dashes(body)
        opens = inner.endswith((":", "|", ">", "|-", ">-")) or inner == "-"
        column = len(line) - len(inner)
        if column > indent and (limit is None or column < limit):
            yield _Level(column, False, opens)
            opens = True
        yield _Level(indent, body.startswith("-"), opens)
        limit = indent
        if not indent:
            return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
