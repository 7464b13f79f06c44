"""The examples that prove the method: those of docs/method.md, which are made from the specification in tests/spec."""

from functools import cache
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from common.settings import PROJECT_FOLDER
from layouts.components import card
from layouts.edge import guarded

_HEADING = "## Examples\n"


@guarded
def layout(**_address: Any) -> Component:
    """Every example with what the engine finds; they are written in English."""
    return html.Article(
        [
            html.H1(_("Examples of the method")),
            html.P(
                _("Each line is an example that the program is tested with, on every change. They are in English."),
                className="subtitle",
            ),
            card(
                html.Div(dcc.Markdown(examples(), className="examples"), className="frame", tabIndex=0),
                title=_("One table for each family"),
            ),
        ]
    )


@cache
def examples() -> str:
    """The part of docs/method.md that is made from the specification, without the marks of what is generated."""
    text = (PROJECT_FOLDER / "docs" / "method.md").read_text("utf-8")
    lines = text.partition(_HEADING)[2].splitlines()
    return "\n".join(line for line in lines if not line.startswith("<!--"))
