"""What a page is called in the browser's tab, its history and its bookmarks: what it is of."""

from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import g

from common.language import _

# What a heading says of its page's title, where that says more than the heading.
_OF_A_HEADING = "data-title"


def heading(words: str, *further: str) -> Component:
    """A page's heading, whose page's title says something further: a period, a day."""
    title: dict[str, Any] = {_OF_A_HEADING: " · ".join((words, *further))}
    return html.H1(words, **title)


def name_page(content: object) -> None:
    """Name the page of this request by the heading that it shows."""
    shown = _first_heading(content)
    g.page_name = getattr(shown, _OF_A_HEADING, None) or getattr(shown, "children", None)


def page_title(**_address: str) -> str:
    """The title of the page of this request; the program's name alone before there is one."""
    name = g.get("page_name")
    return _("{page} · Dabiao", page=name) if name else _("Dabiao")


def _first_heading(part: object) -> Component | None:
    if isinstance(part, html.H1):
        return part
    inside = part if isinstance(part, list | tuple) else [getattr(part, "children", None)]
    found = (_first_heading(one) for one in inside if isinstance(one, Component | list | tuple))
    return next((one for one in found if one is not None), None)
