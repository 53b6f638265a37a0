"""Any YAML a person may write, by PyYAML: for what `reading.py` does not know, and for line
numbers.

A plain scalar is the text that stands there: `phone: 02112345678`, `region: NO`, `at: 12:30` and
`id: 1e3` keep every character. Only `true`, `false` and counts of at most 15 digits without leading
zeros are more than text; where such a one stands in a text field, the record does not fit and the
message says to quote it. No value at all (nothing, ~, null) is refused. What other readers of YAML
would take differently or run with is refused at its line: duplicate keys, keys that are no text,
tags, anchors, aliases, merge keys, directives, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import yaml

from svc import errors
from svc.model.grammar import AMBIGUOUS_WORDS, LONGEST_KEY
from svc.model.strict_yaml import Strictness

if TYPE_CHECKING:
    from svc.model.data import Data

DEEPEST = 50
LONGEST = 4_000_000  # characters; PyYAML reads them in about two seconds

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()  # what YAML 1.1 takes a plain key for
_COUNT = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # as an escape between double quotes
# YAML allows none of the first, 1.1 and 1.2 differ about the second, and the third is Windows' line
# end.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]|[\x85\u2028\u2029]|\r(?!\n)"
)


_MEANT_AS_LINE = re.compile(r"[a-z_]{2,}:(?!//)|[^\s:：]+：|-[^-\s0-9]")
_IN_FULL_QUOTES = re.compile("[”“＂„’‘＇].*[”“＂„’‘＇]")
_EMPTY = errors.N_("empty")
_TOO_NESTED = errors.N_("values are nested too deep")


def load_yaml(text: str, path: str) -> Data:
    """The record in `text`, as mappings, lists, texts, counts and true/false; raises RecordBroken's
    kinds.
    """
    check_characters(text, path)
    if len(text) > LONGEST:
        raise errors.TooLong(path=path, line=1, problem=LONGEST)
    try:
        return _Builder(path).build(text)
    except yaml.YAMLError as broken:
        raise _explained(broken, text, path) from None
    except RecursionError:
        problem = errors.Phrase(_TOO_NESTED)
        raise errors.RecordBroken(path=path, line=1, problem=problem) from None
    except (ValueError, OverflowError):  # PyYAML's own slips on odd escapes
        from svc.model.yaml_mistakes import mistake_of_escapes

        at, problem = mistake_of_escapes(text)
        raise errors.RecordBroken(path=path, line=line_at(text, at), problem=problem) from None


def check_characters(text: str, path: str) -> None:
    """Raise ConflictMarkers or ForbiddenCharacter at the first such line."""
    match = _CONFLICT.search(text)
    if match is not None:
        raise errors.ConflictMarkers(
            path=path, line=line_at(text, match.start()), problem=match.group()
        )
    match = _FORBIDDEN.search(text)
    if match is not None:
        if match.group() == "\ufeff" and not match.start():
            raise errors.ByteOrderMark(path=path, line=1, problem="U+FEFF")
        raise errors.ForbiddenCharacter(
            path=path, line=line_at(text, match.start()), problem=f"U+{ord(match.group()):04X}"
        )


def line_at(text: str, position: int) -> int:
    """The number, from 1, of the line that a position of `text` is in."""
    return text.count("\n", 0, position) + 1


def lines_of(text: str) -> dict[tuple[str | int, ...], int]:
    """Where each value of a readable record stands: its path of keys and positions, its line from
    1.

    A value under a key stands at the line of its key. Raises like `load_yaml`.
    """
    builder = _Builder("")
    check_characters(text, "")
    builder.build(text)
    return builder.lines


def unquoted(text: str) -> dict[tuple[str | int, ...], str]:
    """The texts of a readable record that stand there without quotes and that other readers take
    for something else.

    By path: `phone: 02112345678` is a number for YAML 1.2, `zone: NO` is false for YAML 1.1. Raises
    like `load_yaml`.
    """
    builder = _Builder("")
    builder.build(text)
    return builder.unquoted


class _Builder:
    """Builds values from PyYAML's events, without recursion, and remembers the line of each."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[tuple[str | int, ...], int] = {(): 1}
        self.unquoted: dict[tuple[str | int, ...], str] = {}

    def build(self, text: str) -> Data:
        self.stack: list[dict[str, Any] | list[Any]] = []
        self.where: list[str | int] = []  # the path to the container on top of the stack
        self.key: str | None = None  # read, and waiting for its value
        self.key_line = 0
        self.top: dict[str, Any] | None = None
        strict = Strictness(text, self.path)
        last = text.count("\n")  # PyYAML takes a text without a last line end for one line more
        documents = 0
        events: Iterable[Any] = yaml.parse(text, Loader=_LOADER)
        for event in events:
            start, end = event.start_mark, event.end_mark
            line = min(start.line, last) + 1
            if isinstance(event, yaml.ScalarEvent):
                self._check_properties(event, line)
                strict.scalar(event.style, start, end)
                self._scalar(event, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._check_properties(event, line)
                strict.opened(start, in_brackets=bool(event.flow_style))
                self._open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            elif isinstance(event, yaml.CollectionEndEvent):
                strict.closed(end)
                self.stack.pop()
                if self.where:
                    self.where.pop()
            elif isinstance(event, yaml.AliasEvent):
                raise errors.YamlNotAllowed(path=self.path, line=line, problem=f"*{event.anchor}")
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise errors.YamlNotAllowed(path=self.path, line=line, problem="---")
                if event.version or event.tags:
                    raise errors.YamlNotAllowed(path=self.path, line=line, problem="%")
        if not self.top:
            raise errors.NotAMapping(path=self.path, line=1, problem=errors.Phrase(_EMPTY))
        return self.top

    def _check_properties(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int
    ) -> None:
        if event.anchor is not None:
            raise errors.YamlNotAllowed(path=self.path, line=line, problem=f"&{event.anchor}")
        if event.tag is not None:
            raise errors.YamlNotAllowed(path=self.path, line=line, problem=f"!<{event.tag}>")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        text: str = event.value
        plain = not event.style
        if not self.stack:
            raise self._no_mapping(text, plain, line)
        unwritable = _UNWRITABLE.search(text)
        if unwritable is not None:
            raise errors.ForbiddenCharacter(
                path=self.path, line=line, problem=f"U+{ord(unwritable.group()):04X}"
            )
        if isinstance(self.stack[-1], dict) and self.key is None:
            self._take_key(text, plain, line)
            return
        if plain:
            self._check_meant_as_text(text, line)
        if not plain:
            self._put(text, line)
        elif text in _NULL:
            self._check_colon_of_key()
            name = self.key if self.key is not None else len(self.stack[-1]) + 1
            raise errors.NoValue(
                path=self.path, line=self.key_line if self.key is not None else line, problem=name
            )
        elif text in ("true", "false"):
            self._put(text == "true", line)
        elif _COUNT.fullmatch(text):
            self._put(int(text), line)
        else:
            place = self._put(text, line)
            if _is_no_text(text):
                self.unquoted[(*self.where, place)] = text

    def _no_mapping(self, text: str, plain: bool, line: int) -> errors.RecordBroken:
        """The error for a file that is nothing but a text."""
        if plain and text in _NULL:
            return errors.NotAMapping(path=self.path, line=line, problem=errors.Phrase(_EMPTY))
        mistake = _mistake_in_key(text) if plain else None
        if mistake is not None:
            return errors.RecordBroken(path=self.path, line=line, problem=mistake)
        return errors.NotAMapping(path=self.path, line=line, problem=repr(text[:40]))

    def _check_meant_as_text(self, text: str, line: int) -> None:
        """Below a key, `name:王强` and `-clerk` are texts for YAML, and so is a name in full-width
        quotes with its quotes; nobody means them so.
        """
        below_key = self.key is not None and line > self.key_line
        if (below_key and _MEANT_AS_LINE.match(text)) or _IN_FULL_QUOTES.fullmatch(text):
            from svc.model.yaml_mistakes import mistake_of_line, mistake_of_plain

            problem = mistake_of_plain(text) or mistake_of_line(text)
            if problem is not None:
                raise errors.RecordBroken(path=self.path, line=line, problem=problem)

    def _check_colon_of_key(self) -> None:
        """Between brackets a key whose colon is wrong is one without a value."""
        mistake = None if self.key is None else _mistake_in_key(self.key)
        if mistake is not None:
            raise errors.RecordBroken(path=self.path, line=self.key_line, problem=mistake)

    def _take_key(self, key: str, plain: bool, line: int) -> None:
        top = self.stack[-1]
        if plain and key[:1].isspace():
            from svc.model.yaml_mistakes import blank_before

            raise errors.RecordBroken(path=self.path, line=line, problem=blank_before(key))
        if plain and (
            key in AMBIGUOUS_WORDS
            or _RESOLVER.resolve(yaml.ScalarNode, key, (True, False)) != _TEXT_TAG
        ):
            if key == "<<":
                raise errors.YamlNotAllowed(path=self.path, line=line, problem="<<")
            raise errors.KeyNotText(path=self.path, line=line, problem=key or "?")
        if not key or len(key) > LONGEST_KEY:
            raise errors.KeyNotText(path=self.path, line=line, problem=repr(key[:LONGEST_KEY]))
        if key in top:
            first = self.lines[(*self.where, key)]
            raise errors.KeyTwice(path=self.path, line=line, problem=key, first=first)
        self.key, self.key_line = key, line

    def _open(self, container: Data | list[object], line: int) -> None:
        if not self.stack:
            if isinstance(container, list):
                raise errors.NotAMapping(path=self.path, line=line, problem="[…]")
            self.top = container
            self.stack.append(container)
            return
        if isinstance(self.stack[-1], dict) and self.key is None:
            raise errors.KeyNotText(
                path=self.path, line=line, problem="{…}" if isinstance(container, dict) else "[…]"
            )
        if len(self.stack) >= DEEPEST:
            raise errors.TooDeep(path=self.path, line=line, problem=DEEPEST)
        self.where.append(self._put(container, line))
        self.stack.append(container)

    def _put(self, value: object, line: int) -> str | int:
        """Put a value under the waiting key or at the end of the list; answer that key or
        position.
        """
        top = self.stack[-1]
        place: str | int
        if isinstance(top, dict):
            assert self.key is not None
            place = self.key
            top[place] = value
            line = self.key_line
            self.key = None
        else:
            place = len(top)
            top.append(value)
        self.lines[(*self.where, place)] = line
        return place


_TEXT_TAG = "tag:yaml.org,2002:str"
# What YAML 1.2 reads as a number beyond what YAML 1.1 does.
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:[.][0-9]+|[0-9]+(?:[.][0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)


def _is_no_text(plain: str) -> bool:
    """Whether any reader of YAML takes this for more than the text it is."""
    return (
        plain.lower() in AMBIGUOUS_WORDS
        or _NUMBER.fullmatch(plain) is not None
        or _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False)) != _TEXT_TAG
    )


def _mistake_in_key(text: str) -> errors.Phrase | None:
    """What is wrong with the colon in a text that is no `key: value`; None if it is none at all."""
    from svc.model.yaml_mistakes import mistake_of_line

    return mistake_of_line(text)


def _explained(broken: yaml.YAMLError, text: str, path: str) -> errors.RecordBroken:
    """The mistake PyYAML stumbled over, in our words and with its line."""
    from svc.model.yaml_mistakes import find_mistake

    mistake = find_mistake(text, broken)
    return errors.RecordBroken(path=path, line=mistake.line + 1, problem=mistake.problem)
