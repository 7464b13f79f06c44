"""Regions as equal tiles, each about where it lies: no boundary is drawn, so none needs an approval."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from common.terms import term
from layouts.components import light_shape
from layouts.figures.graph import Rows

_Row = dict[str, Any]


def tiles(rows: Rows) -> Component:
    """Each region of the rows of figures/maps.py as a tile with its light, name, value and target, a link to its page.

    Those without a place stand in rows, in their order, below those that have one.
    """
    placed, others = [one for one in rows if one["tile"]], [one for one in rows if not one["tile"]]
    return html.Div([_placed(placed) if placed else None, _in_rows(others) if others else None])


def _placed(rows: Rows) -> Component:
    """The tiles that have a place, row by row from the north-west, as they are read."""
    places = [_place(one["tile"]) for one in rows]
    top, left = min(row for row, _column in places), min(column for _row, column in places)
    across = sorted(zip(places, rows, strict=True), key=lambda one: one[0])
    shown = [_tile(one, {"gridRow": row - top + 1, "gridColumn": column - left + 1}) for (row, column), one in across]
    columns = max(column for _row, column in places) - left + 1
    return html.Ul(shown, className="tiles", style={"gridTemplateColumns": f"repeat({columns}, minmax(0, 1fr))"})


def _place(tile: str) -> tuple[int, int]:
    """The row and the column of a sheet's cell."""
    return int(tile[1:]), ord(tile[0]) - ord("A") + 1


def _in_rows(rows: Rows) -> Component:
    return html.Ul([_tile(one, {}) for one in rows], className="tiles in-rows")


def _tile(one: _Row, style: dict[str, int]) -> Component:
    """One region; what its shape and colour say stands in words in its tooltip, and for who cannot see them."""
    made_up = term("simulated") if one["is_simulated"] else None
    said = " · ".join(filter(None, (f"{one['region']}: {one['status']}", made_up)))
    value = html.Span(one["value_printed"], className="simulated-value" if made_up else None, title=made_up)
    target = html.Span(f" / {one['target_printed']}", className="gap") if one["target_printed"] else None
    inside = [
        html.Span([light_shape(one["light"] or None, is_recovered=one["recovered"]), one["region"]], className="name"),
        html.Span([value, target], className="figures"),
        html.Span(" · ".join(filter(None, (one["status"], made_up))), className="unseen"),
    ]
    classes = f"tile {one['light']}".strip()
    return html.Li(dcc.Link(inside, href=one["href"], title=said, className=classes), style=style)
