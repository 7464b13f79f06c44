"""Charts, as pure functions of a frame. An empty frame gives a worded empty state, never an empty chart."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from common.language import _
from layouts.components import graph
from layouts.theme import colours, template

_ROW_HEIGHT, _LINE_HEIGHT = 28, 18
_LONGEST_NAME = 8


def regions_against_target(frame: pd.DataFrame, *, unit: str, is_simulated: bool = False) -> Component:
    """Regions as dots from baseline (hollow) through value (solid) to target (tick), furthest from target first.

    `frame` has region, baseline, value, target (in `unit`) and completion (a fraction, display only).
    """
    if frame.empty:
        return html.P(_("No region has a baseline, a value and a target to set against each other."), className="note")
    rows = frame.sort_values("completion", ascending=False)
    finding = _(
        "Furthest from its target: {region}",
        region=_(", ").join(frame[frame.completion == frame.completion.min()].region),
    )
    measured = _("Hollow dot: baseline. Solid dot: value. Tick: target. Unit: {unit}.", unit=unit)
    made_up = _(" Some of the values are simulated.") if is_simulated else ""
    return html.Div([html.H3(finding), graph(_dots(rows), measured + made_up)])


def _dots(rows: pd.DataFrame) -> go.Figure:
    colour = colours()
    marks = (
        ("baseline", _("Baseline"), {"symbol": "circle-open", "size": 14, "color": colour["second-ink"]}),
        ("value", _("Value"), {"symbol": "circle", "size": 10, "color": colour["accent"]}),
        ("target", _("Target"), {"symbol": "line-ns-open", "size": 14, "color": colour["ink"], "line": {"width": 3}}),
    )
    names = rows.region.map(_in_lines)
    lines = max(name.count("<br>") + 1 for name in names)
    figure = go.Figure(
        layout={"template": template(), "height": (_ROW_HEIGHT + _LINE_HEIGHT * (lines - 1)) * len(rows) + 48}
    )
    for column, name, marker in marks:
        figure.add_scatter(
            x=rows[column],
            y=names,
            mode="markers",
            name=name,
            marker=marker,
            hovertemplate="%{y} " + name + " %{x}<extra></extra>",
        )
    # From zero, with room for the marks at both ends.
    longest = float(rows[["baseline", "value", "target"]].max().max()) or 1.0
    figure.update_xaxes(
        range=[-0.02 * longest, 1.04 * longest], nticks=7, exponentformat="none", separatethousands=True
    )
    # The hollow dot of a baseline of zero is wider than what lies below zero, and would stand on the region's name.
    figure.update_yaxes(ticklabelstandoff=8)
    return figure


def _in_lines(name: str) -> str:
    """A region's name, in lines where it is long: on one it would leave a narrow page no room for the dots."""
    return "<br>".join(wrap(name, _LONGEST_NAME))
