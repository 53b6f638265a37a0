"""The sandbox in which a department's own templates run, with an end to what they may use.

Jinja's sandbox keeps a template from our objects, not from using up the machine: `range` in
`range`, a text doubled forty times or padded to a billion blanks. So whatever a template loops
over, joins, calls or puts out is paid for from an allowance that no paper comes near; work that is
not counted that way is stopped by the processor time it takes.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import cached_property, wraps
from string import Formatter
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, nodes, pass_context
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from svc.errors import N_, Phrase, TemplateFaulty

if TYPE_CHECKING:
    from svc.render.words import Words

ALLOWANCE = 20_000_000  # of characters made on the way to one page; a paper takes some 100,000
ITEM = 10  # what an item of a list counts as, in characters
STEP = 20  # what a turn of a loop or a call costs, counted in characters
AT_ONCE = 2_000_000  # of characters that one operation may make
SECONDS = 5.0  # of processor time for one page; a paper takes some 0.01
# of characters on one page, pictures left out: more would use up the machine when it is laid out
PAGE = 2_000_000
LONG = 100_000  # characters; after an operation on so many the clock is looked at at once
_LOOK_AT_CLOCK = 16  # payments; else after so many

# in a format: a width or a precision, or that one is given apart
_WIDTH = re.compile(r"\d{5,}|%[^a-zA-Z%]*\*|\{[^{}]*:[^{}]*\{")
_NUMBER = re.compile(r"[0-9]+")
_PICTURE = re.compile(r"data:[^\"')\s>]*")


Value = TypeVar("Value")
Params = ParamSpec("Params")


class AllowanceSpent(Exception):
    """The allowance is used up. Pages says so, with the template and the line."""


class OwnTemplates(FileSystemLoader):
    """Loads the department's templates: ordinary files of its folder alone, as it may have come
    with the ledger.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The template. Raises TemplateFaulty for a link, or what is no file; TemplateNotFound."""
        path = self.searchpath[0]
        for part in ("", *split_template_path(template)):
            path = os.path.join(path, part) if part else path
            try:
                mode = os.lstat(path).st_mode
            except OSError as error:
                raise TemplateNotFound(template) from error
            if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
                problem = Phrase(
                    N_("{name} is a link or not an ordinary file; svc does not use it"),
                    name=part or "templates",
                )
                raise TemplateFaulty(template=template, line=1, problem=problem)
        return super().get_source(environment, template)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which asks once for a name of a class whether a template may have it: a page
    asks for the same few names a thousand times.
    """

    @cached_property
    def _known(self) -> dict[tuple[type, str], bool]:
        return {}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """As Jinja judges it, which goes by the class and the name alone."""
        known = self._known.get((type(obj), attr))
        if known is None:
            known = super().is_safe_attribute(obj, attr, value)
            self._known[type(obj), attr] = known
        return known


class Limited(Sandbox):
    """Jinja's sandbox with an allowance, filled up by `refill` before each page."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # those of Jinja's Environment
        super().__init__(**options)
        for name in ("lipsum", "random"):  # the same record is the same page
            self.globals.pop(name, None)
            self.filters.pop(name, None)
        self.filters = {
            name: self._guarded(name, function) for name, function in self.filters.items()
        }
        self.filters["_paid"] = pass_context(lambda _, value: self.paid(value))
        self.filters["_counted"] = pass_context(lambda _, values: MeteredLoop(values, self))
        self.refill()

    def refill(self) -> None:
        self._left = ALLOWANCE
        self._payments = 0
        self._stop_at = time.process_time() + SECONDS

    def pay(self, cost: int) -> None:
        """Raises AllowanceSpent."""
        self._left -= STEP + cost
        self._payments += 1
        if self._left < 0 or cost > AT_ONCE:
            raise AllowanceSpent
        if (
            self._payments % _LOOK_AT_CLOCK == 0 or cost > LONG
        ) and time.process_time() > self._stop_at:
            raise AllowanceSpent

    def paid(self, value: Value) -> Value:
        self.pay(character_count(value))
        return value

    def _guarded(self, name: str, function: Callable[Params, Value]) -> Callable[Params, Value]:
        @wraps(function)  # with what Jinja notes on it: whether it is to be given the context
        def guarded(*args: Params.args, **named: Params.kwargs) -> Value:
            self.pay(_at_most(name, (*args, *named.values())))
            result = function(*args, **named)
            return self.paid(result) if isinstance(result, str | list) else result

        return guarded

    def call(__self, __context: Context, __obj: object, *args: object, **kwargs: object) -> object:
        whose = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        given = (*args, *kwargs.values())
        if isinstance(whose, str | list | tuple | dict):  # a method of a text or a list
            __self.pay(_at_most(getattr(__obj, "__name__", ""), (whose, *given)))
        else:
            __self.pay(sum(character_count(value) for value in given if _long(value)))
        result = super().call(__context, __obj, *args, **kwargs)
        return __self.paid(result) if isinstance(result, str | list) else result

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        if operator == "**":
            if isinstance(left, int) and isinstance(right, int):  # else it has some 17 digits
                self.pay(character_count(left) * abs(right))
            else:
                self.pay(0)
        elif operator == "*":
            self.pay(_at_most(operator, (left, right)) if _long(left) or _long(right) else 0)
        elif operator == "%":
            self.pay(_at_most("format", (left, right)) if isinstance(left, str) else 0)
        else:
            self.pay(character_count(left) + character_count(right) if _long(left) else 0)
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template, whose loops, joined texts, lists and output are paid for."""
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = _through("_counted", loop.iter)
        for output in list(tree.find_all(nodes.Output)):
            output.nodes = [
                n if isinstance(n, nodes.TemplateData) else _through("_paid", n)
                for n in output.nodes
            ]
        for joined in list(tree.find_all(nodes.Concat)):
            joined.nodes = [_through("_paid", node) for node in joined.nodes]
        for assigned in list(tree.find_all(nodes.Assign)):
            assigned.node = _through("_paid", assigned.node)
        tree.set_environment(self)
        return tree


class PaidWords:
    """The words of a page (`_`), as a department's template has them: what comes out is paid for
    before it is made, and a message has plain `{name}` fields alone. A width, or an attribute of a
    fact, is no business of a sentence.
    """

    def __init__(self, words: Words, limited: Limited) -> None:
        self._words = words
        self._limited = limited

    @property
    def comma(self) -> str:
        return self._words.comma

    def __call__(self, message: str, /, **facts: object) -> str:
        message = str(message)
        longest = max((character_count(fact) for fact in facts.values()), default=0)
        self._limited.pay(len(message) + message.count("{") * longest)
        for _, field, spec, conversion in Formatter().parse(message) if facts else ():
            if field is not None and (spec or conversion or not field.isidentifier()):
                raise AllowanceSpent
        return self._limited.paid(self._words(message, **facts))


class MeteredLoop:
    """What a loop goes through, each turn paid for; of a list the length stays known
    (`loop.length`).
    """

    def __init__(self, values: Iterable[object], limited: Limited) -> None:
        self._values = values
        self._limited = limited

    def __len__(self) -> int:
        """Raises TypeError for what has no length; Jinja then counts it out itself."""
        if not isinstance(self._values, Sized):
            raise TypeError(type(self._values))
        return len(self._values)

    def __iter__(self) -> Iterator[object]:
        for value in self._values:
            self._limited.pay(0)
            yield value


def page_fits(page: str) -> bool:
    """Whether the page can be laid out without using up the machine."""
    return len(page) <= PAGE or len(_PICTURE.sub("", page)) <= PAGE


def character_count(value: object) -> int:
    """How many characters a value holds, within its items too; much more than AT_ONCE is not
    counted out.
    """
    total, within = 0, [value]
    while within and total <= AT_ONCE:
        item = within.pop()
        if isinstance(item, str | bytes | range):
            total += len(item)
        elif isinstance(item, int):
            total += item.bit_length()
        elif isinstance(item, list | tuple | set | frozenset):
            total += ITEM * len(item)
            within += item if total <= AT_ONCE else ()
        elif isinstance(item, dict):
            total += ITEM * len(item)
            within += [*item, *item.values()]
    return total


def _at_most(name: str, values: Iterable[object]) -> int:
    """What an operation on these could make at the most: a text padded to a number, one put between
    all of another.
    """
    characters = 1
    for number, value in enumerate(values):
        if isinstance(value, str | list | tuple | dict):
            characters *= 1 + character_count(value)
        elif isinstance(value, int):
            characters *= max(1, abs(value))
        if name in ("format", "format_map") and isinstance(value, str):
            if _WIDTH.search(value):
                raise AllowanceSpent
            if number == 0:  # the format itself: many fields, each padded
                characters *= 1 + sum(map(int, _NUMBER.findall(value)))
        if characters > AT_ONCE:
            raise AllowanceSpent
    return characters // STEP


def _long(value: object) -> bool:
    return isinstance(value, str | list | tuple)


def _through(name: str, node: nodes.Node) -> nodes.Expr:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
