"""Regions within the boundaries of a bureau's own file, drawn as plain lines.

Plotly's own maps ask the network for the outlines of the world, whatever they are told not to show; these do not.
"""

from math import cos, radians
from typing import Any

from dash.development.base_component import Component

from common.terms import term
from data.boundaries import Boundaries, Ring
from data.printing import LIGHT_SHAPES
from layouts.figures.graph import Rows, graph, plain
from layouts.theme import colours, template

_HEIGHT = 400
# How much of a light's colour an area has: names stay readable on it.
_TINT = "40"


def outlines(rows: Rows, boundaries: Boundaries, words: str) -> Component:
    """Each region of the rows of figures/maps.py as its area in the colour of its light, with its shape and its name.

    Every one of them has boundaries; `words` say what is shown.
    """
    # What lies within another is drawn over it.
    drawn = sorted(rows, key=lambda row: -sum(map(_area, boundaries[row["code"]])))
    latitudes = [latitude for row in drawn for ring in boundaries[row["code"]] for _longitude, latitude in ring]
    middle = (min(latitudes) + max(latitudes)) / 2
    layout = {
        "template": template(),
        "height": _HEIGHT,
        "xaxis": {"visible": False},
        "yaxis": {"visible": False, "scaleanchor": "x", "scaleratio": 1 / cos(radians(middle))},
        "annotations": [_name(row, boundaries[row["code"]]) for row in drawn],
    }
    return graph({"data": [_area_of(row, boundaries[row["code"]]) for row in drawn], "layout": layout}, words)


def _area_of(row: dict[str, Any], rings: tuple[Ring, ...]) -> dict[str, Any]:
    outline: list[tuple[float | None, float | None]] = [point for ring in rings for point in (*ring, (None, None))]
    said = [row["region"], row["status"], f"{row['value_printed']} / {row['target_printed']}"]
    said += [term("simulated")] if row["is_simulated"] else []
    return {
        "type": "scatter",
        "x": [longitude for longitude, _latitude in outline],
        "y": [latitude for _longitude, latitude in outline],
        "mode": "lines",
        "fill": "toself",
        "fillcolor": _colour(row) + _TINT,
        "line": {"color": colours()["second-ink"], "width": 1},
        "hoveron": "fills",
        "text": plain(" ".join(said)),
        "hoverinfo": "text",
    }


def _name(row: dict[str, Any], rings: tuple[Ring, ...]) -> dict[str, Any]:
    """A region's light, name and value, in the middle of the largest of its parts."""
    longitude, latitude = _middle(max(rings, key=_area))
    shape = f'<span style="color:{_colour(row)}">{LIGHT_SHAPES.get(row["light"], "")}</span>'
    text = f"{shape} {plain(row['region'])}<br>{plain(row['value_printed'])}"
    font = {"size": 13, "color": colours()["ink"]}
    return {"x": longitude, "y": latitude, "text": text, "showarrow": False, "font": font}


def _colour(row: dict[str, Any]) -> str:
    return colours().get(row["light"], colours()["second-ink"])


def _area(ring: Ring) -> float:
    """The area inside a ring, in square degrees."""
    pairs = zip(ring, ring[1:], strict=False)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """Where a ring's name stands: half way between its ends."""
    longitudes, latitudes = zip(*ring, strict=True)
    return (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
