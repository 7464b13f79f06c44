"""Where the regions lie and which light each has: as tiles, and within boundaries where an installation brings some."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from common.language import _
from data.boundaries import Boundaries
from layouts.figures.boundaries import outlines
from layouts.figures.graph import Caption, Rows, chart, records, table_of
from layouts.figures.tiles import tiles


def map_of_regions(frame: pd.DataFrame, caption: Caption, boundaries: Boundaries) -> Component:
    """The regions of a frame as tiles, beside their outlines where there are boundaries of some of them.

    `frame` has one row for each region: `code`, `region`, `tile` (its place as a sheet's cell, empty where it has
    none), `href`, `light`, `recovered`, `status` in words, `value_printed`, `target_printed` and `is_simulated`.
    """
    rows = records(frame)
    if not rows:
        return chart(html.P(_("There is no region to show."), className="empty"), caption, _table(rows))
    drawn = [row for row in rows if row["code"] in boundaries]
    if not drawn:
        return chart(tiles(rows), caption, _table(rows))
    both = html.Div([outlines(drawn, boundaries, caption.in_words), tiles(rows)], className="beside outlines")
    return chart(both, caption, _table(rows))


def _table(rows: Rows) -> Component:
    columns = {"region": _("Region"), "status": _("Status"), "value_printed": _("Value"), "target_printed": _("Target")}
    return table_of(rows, columns, _("In the plan's order."))
