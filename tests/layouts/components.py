"""Reading a tree of components: its text, its links and its ids."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def walk(part: Any) -> Iterator[Any]:
    """Every component of a tree."""
    if isinstance(part, Component):
        yield part
        yield from walk(getattr(part, "children", None))
    elif isinstance(part, list | tuple):
        for child in part:
            yield from walk(child)


def text_of(part: Any) -> str:
    """The text of a tree, parts apart."""
    if isinstance(part, Component):
        return text_of(getattr(part, "children", None))
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(text_of, part)))
    return "" if part is None else str(part)


def links(part: Any) -> dict[str, str]:
    """Where the links of a tree lead, with their text."""
    return {one.href: text_of(one) for one in walk(part) if getattr(one, "href", None)}
