"""Charts, as pure functions of a frame. An empty frame gives a worded empty state, never an empty chart."""

import pandas as pd
import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from common.language import _
from layouts.components import graph
from layouts.theme import COLOURS, TEMPLATE

_ROW_HEIGHT = 28


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
    marks = (
        ("baseline", _("Baseline"), {"symbol": "circle-open", "size": 14, "color": COLOURS["second-ink"]}),
        ("value", _("Value"), {"symbol": "circle", "size": 10, "color": COLOURS["accent"]}),
        ("target", _("Target"), {"symbol": "line-ns-open", "size": 14, "color": COLOURS["ink"], "line": {"width": 3}}),
    )
    figure = go.Figure(layout={"template": TEMPLATE, "height": _ROW_HEIGHT * len(rows) + 48})
    for column, name, marker in marks:
        figure.add_scatter(
            x=rows[column],
            y=rows.region,
            mode="markers",
            name=name,
            marker=marker,
            hovertemplate="%{y} " + name + " %{x}<extra></extra>",
        )
    # From zero, with room for the marks at both ends.
    longest = float(rows[["baseline", "value", "target"]].max().max()) or 1.0
    figure.update_xaxes(range=[-0.02 * longest, 1.04 * longest])
    return figure
