"""The one graph builder, and what stands around every chart: its finding, what is measured, its sources, its table."""

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from common.language import _
from layouts.components import table

Figure = dict[str, Any]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Caption:
    """What a chart says in a sentence, what it measures and in which unit, and where its figures come from."""

    finding: str
    measured: str
    source: str

    @property
    def in_words(self) -> str:
        """What the picture shows, for who cannot see it."""
        return f"{self.finding}. {self.measured}"


def chart(picture: Component, caption: Caption, behind: Component) -> Component:
    """A picture with its words, and the figures it is made of as a table for everybody."""
    return html.Div(
        [
            html.H3(caption.finding),
            html.P(caption.measured, className="note"),
            html.Figure([picture, html.Figcaption(caption.source, className="note")]),
            html.Details([html.Summary(_("Figures of this chart")), behind], className="behind"),
        ],
        className="chart",
    )


def graph(figure: Figure, words: str, *, is_static: bool = False) -> Component:
    """The one graph builder: no toolbar, no upload to any cloud; for who cannot see it, `words` say what it shows.

    A static one answers to no pointer: where there are many on a page they are quicker.

    A figure is a plain dictionary: Plotly's own objects check each property again and again, which takes longer than
    the rest of a page. The tests have them check it.
    """
    said: dict[str, Any] = {"aria-label": words}
    return html.Div(
        dcc.Graph(
            figure=figure,
            config={
                "displayModeBar": False,
                "showSendToCloud": False,
                "modeBarButtonsToRemove": ["sendChartToCloud"],
                "displaylogo": False,
                "staticPlot": is_static,
            },
        ),
        role="img",
        **said,
    )


def table_of(rows: Rows, columns: dict[str, str], caption: str) -> Component:
    """Some printed columns of a chart's rows as a table, under their names; the first is set to the left."""
    cells = [[row[name] for name in columns] for row in rows]
    return table(list(columns.values()), cells, caption=caption, figures=range(1, len(columns)))


def has(row: dict[str, Any], name: str) -> bool:
    """Whether a row has a figure."""
    return not pd.isna(row[name])


def dot(*, is_simulated: bool) -> str:
    """The mark of a value: a dot, where it is simulated an open rhombus."""
    return "diamond-open" if is_simulated else "circle"


def records(frame: pd.DataFrame) -> Rows:
    """The rows of a frame, each by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def plain(text: str) -> str:
    """A name as Plotly is to write it: what looks like markup in it is none."""
    return escape(text, quote=False)
