"""A part of many rows at a time: which one stands in the address (`?from=101`), and the ways to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _

Thing = TypeVar("Thing")
# So many rows stand on a page at most.
AT_ONCE = 100
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Part:
    """`size` of `count` things in a row, or what is left of them from the `first` on; the very first is number 1."""

    first: int
    size: int
    count: int

    @property
    def last(self) -> int:
        return min(self.first + self.size - 1, self.count)

    def of(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Those of all the things that belong to it."""
        return things[self.first - 1 : self.last]


def part_of(count: int, first: str, size: int = AT_ONCE) -> Part:
    """The part of so many things that begins with the one an address names.

    What is no number begins with the first; what lies beyond the last is the last part.
    """
    is_number = first.isascii() and first.isdecimal() and len(first) <= _MOST_DIGITS
    asked = max(int(first), 1) if is_number else 1
    return Part(asked if asked <= count else _start_of_last(count, size), size, count)


def paging(part: Part, words: str, href: Callable[[int], str]) -> Component | None:
    """Which part is shown (in `words`), and links to the others; nothing where it is all there is."""
    if part.size >= part.count:
        return None
    before, after = part.first > 1, part.last < part.count
    ways = [
        (_("First"), 1, before),
        (_("Back"), max(part.first - part.size, 1), before),
        (_("On"), part.last + 1, after),
        (_("Last"), _start_of_last(part.count, part.size), after),
    ]
    links = [dcc.Link(way, href=href(first)) if leads else html.Span(way) for way, first, leads in ways]
    label: dict[str, Any] = {"aria-label": words}
    return html.Nav([html.Span(words), *links], className="paging", **label)


def _start_of_last(count: int, size: int) -> int:
    return max(count - 1, 0) // size * size + 1
