"""Regions against their own targets."""

from textwrap import wrap
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from common.language import _
from layouts.figures.graph import Caption, Figure, Rows, chart, dot, graph, has, plain, records, table_of
from layouts.theme import colours, template

_ROW_HEIGHT, _LINE_HEIGHT, _ABOVE_AND_BELOW = 28, 18, 72
_LONGEST_NAME = 8
_FIGURES = ("baseline", "scheduled", "value", "target", "upper")


def regions_against_target(frame: pd.DataFrame, caption: Caption) -> Component:
    """Regions as dots from baseline (hollow) through value (solid) to target (tick), furthest from target first.

    `frame` has one row for each region: `region`, the figures of _FIGURES in the unit drawn, each but the upper bound
    of a range also printed (`value_printed`), `lacking` (the share of the target that lacks, for sorting only) and
    `is_simulated`. A region without value or target stands in the table alone.
    """
    rows = records(frame)
    drawn = [row for row in rows if has(row, "value") and has(row, "target")]
    if not drawn:
        words = _("No region has a value and a target to set against each other.")
        return chart(html.P(words, className="empty"), caption, _table(rows))
    # Plotly's first row is the lowest; what cannot be compared stands below.
    drawn.sort(key=lambda row: row["lacking"] if has(row, "lacking") else -1)
    return chart(graph(_dots(drawn), caption.in_words), caption, _table(rows))


def _table(rows: Rows) -> Component:
    columns = {
        "region": _("Region"),
        "baseline_printed": _("Baseline"),
        "scheduled_printed": _("Scheduled value"),
        "value_printed": _("Value"),
        "target_printed": _("Target"),
    }
    return table_of(rows, columns, _("Only what is known stands here; an empty cell is no zero."))


def _dots(rows: Rows) -> Figure:
    names = [_in_lines(row["region"]) for row in rows]
    lines = max(name.count("<br>") + 1 for name in names)
    # The hollow dot of a baseline of zero is wider than what lies below zero, and would stand on the region's name.
    # Two regions may share a name, so each is drawn by its number.
    of_regions = {
        "ticklabelstandoff": 8,
        "tickvals": list(range(len(rows))),
        "ticktext": names,
        "range": [-0.6, len(rows)],
    }
    layout = {
        "template": template(),
        "height": (_ROW_HEIGHT + _LINE_HEIGHT * (lines - 1)) * len(rows) + _ABOVE_AND_BELOW,
        "margin": {"r": 96},
        "xaxis": {"range": _span(rows), "nticks": 7, "exponentformat": "none", "separatethousands": True},
        "yaxis": of_regions,
        "annotations": _figures_at_the_end(rows),
    }
    return {"data": [_trace(rows, *mark) for mark in _marks(rows)], "layout": layout}


def _span(rows: Rows) -> list[float]:
    """From zero, with room for the marks at both ends."""
    figures = [0.0, *(row[name] for row in rows for name in _FIGURES if has(row, name))]
    least, most = min(figures), max(figures)
    longest = most - least or 1.0
    return [least - 0.02 * longest, most + 0.04 * longest]


def _marks(rows: Rows) -> list[tuple[str, str, dict[str, Any]]]:
    """Each figure with its name and its mark; the schedule's is a fine line, a simulated value's is open."""
    schedule = {"symbol": "line-ns-open", "size": 14, "color": colours()["yellow"], "line": {"width": 2}}
    symbols = [dot(is_simulated=row["is_simulated"]) for row in rows]
    target = {"symbol": "line-ns-open", "size": 16, "color": colours()["ink"], "line": {"width": 3}}
    return [
        ("scheduled", _("Scheduled value"), schedule),
        ("baseline", _("Baseline"), {"symbol": "circle-open", "size": 14, "color": colours()["second-ink"]}),
        ("value", _("Value"), {"symbol": symbols, "size": 10, "color": colours()["accent"], "line": {"width": 2}}),
        ("target", _("Target"), target),
        ("upper", _("Target"), target),
    ]


def _trace(rows: Rows, column: str, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    printed = "target_printed" if column == "upper" else f"{column}_printed"
    return {
        "type": "scatter",
        "x": [row[column] if has(row, column) else None for row in rows],
        "y": list(range(len(rows))),
        "text": [plain(f"{row['region']} {name} {row[printed]}") for row in rows],
        "mode": "markers",
        "name": name,
        "marker": marker,
        "hoverinfo": "text",
    }


def _figures_at_the_end(rows: Rows) -> list[dict[str, Any]]:
    """Value and target written at the end of each row, under their heading."""
    place = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "showarrow": False}
    heading = {
        "text": _("Value / target"),
        "font": {"size": 12, "color": colours()["second-ink"]},
        "y": len(rows) - 0.3,
    }
    written = [
        {"text": plain(f"{row['value_printed']} / {row['target_printed']}"), "font": {"size": 13}, "y": number}
        for number, row in enumerate(rows)
    ]
    return [{**place, **one} for one in (*written, heading)]


def _in_lines(name: str) -> str:
    """A region's name, in lines where it is long: on one it would leave a narrow page no room for the dots."""
    return "<br>".join(map(plain, wrap(name, _LONGEST_NAME)))
