"""One indicator's way through time: its values, the schedule, where it leads, and what the target still asks for."""

from itertools import groupby
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from common.language import _
from common.terms import term
from layouts.figures.graph import Caption, Figure, Rows, chart, dot, empty_chart, graph, has, plain, records, table_of
from layouts.theme import colours, template

_HEIGHT, _ABOVE, _BELOW, _RIGHT = 340, 16, 48, 96
# What two labels of two lines above each other need, in pixels; and how far a label of one line stands from its mark.
_LABEL, _ASIDE = 38, 20
# Which share of the time between its ends a tick needs for its words.
_ROOM_OF_A_TICK = 0.24
_FIGURES = ("baseline", "value", "partial", "scheduled", "forecast", "needed", "target", "upper")
_Row = dict[str, Any]
_Label = dict[str, Any]
_Trace = dict[str, Any]


def trend(frame: pd.DataFrame, caption: Caption) -> Component:
    """The values of every period as a line, with schedule, forecast and what is needed up to the target.

    `frame` has one row for each period, in order: `period` (its last day), `words`, `tick` (its words in two lines
    where it has a tick, else none), `stretch` (lines join only within one), the figures of _FIGURES in the unit drawn
    (`partial` is a sum that lacks regions), some of them printed (`scheduled_printed`), `said` (the value, or why there
    is none), and `is_simulated`. The target stands in the last row.
    """
    rows = records(frame)
    if sum(_amount(row) is not None for row in rows) < 2:
        words = _("A trend needs two figures that can be compared; there are fewer so far.")
        return empty_chart(words, caption, _table(rows))
    return chart(graph(_figure(rows), caption.in_words), caption, _table(rows))


def _amount(row: _Row) -> float | None:
    """What stands for a period on the line: the baseline, or its value."""
    return next((float(row[name]) for name in ("baseline", "value") if has(row, name)), None)


def _table(rows: Rows) -> Component:
    columns = {
        "words": _("Period"),
        "said": _("Value"),
        "scheduled_printed": _("Scheduled value"),
        "forecast_printed": _("Forecast"),
        "needed_printed": _("Way needed"),
    }
    return table_of(rows, columns, _("Only what is known stands here; an empty cell is no zero."))


def _figure(rows: Rows) -> Figure:
    span = _span(rows)
    stretches = [list(part) for _stretch, part in groupby(rows, key=lambda row: row["stretch"])]
    needed = {"color": colours()["second-ink"], "dash": "dot"}
    data = [
        *(_line(part, "scheduled", _("Scheduled value"), {"color": colours()["yellow"], "width": 1.5})
          for part in stretches),
        *map(_values, stretches),
        _line(rows, "needed", _("Way needed"), needed),
        _line(rows, "forecast", _("Forecast"), {"color": colours()["accent"], "dash": "dash"}),
        *_marks(rows),
    ]  # fmt: skip
    layout = {
        "template": template(),
        "height": _HEIGHT,
        "margin": {"t": _ABOVE, "r": _RIGHT},
        "hovermode": "closest",
        "xaxis": _time_axis(rows),
        "yaxis": {"range": list(span), "nticks": 6, "exponentformat": "none", "separatethousands": True},
        "annotations": [
            {"showarrow": False, "font": {"size": 13, "color": colours()["ink"]}, **label}
            for label in (*_labels_at_the_end(rows[-1], span), *_labels_on_the_way(rows))
        ],
    }
    return {"data": data, "layout": layout}


def _span(rows: Rows) -> tuple[float, float]:
    """The lowest and the highest figure with room around them; a line may begin above zero."""
    figures = [row[name] for row in rows for name in _FIGURES if has(row, name)]
    low, high = min(figures), max(figures)
    room = (high - low or abs(high) or 1.0) * 0.15
    return low - room, high + room


def _values(rows: Rows) -> _Trace:
    """The values of one stretch; a period without a value leaves a gap. The baseline has a mark of its own."""
    marker = {
        "symbol": [dot(is_simulated=row["is_simulated"]) for row in rows],
        "size": [0 if has(row, "baseline") else 10 for row in rows],
        "color": colours()["accent"],
        "line": {"width": 2},
    }
    return {
        "type": "scatter",
        "x": [row["period"] for row in rows],
        "y": [_amount(row) for row in rows],
        "text": [plain(f"{row['words']} {row['said']}") for row in rows],
        "mode": "lines+markers",
        "line": {"color": colours()["accent"], "width": 2.5},
        "marker": marker,
        "name": _("Value"),
        "hoverinfo": "text",
    }


def _line(rows: Rows, column: str, name: str, line: dict[str, Any]) -> _Trace:
    shown = [row for row in rows if has(row, column)]
    return {
        "type": "scatter",
        "x": [row["period"] for row in shown],
        "y": [row[column] for row in shown],
        "text": [plain(f"{row['words']} {name} {row[f'{column}_printed']}") for row in shown],
        "mode": "lines",
        "line": {"width": 2, **line},
        "name": name,
        "hoverinfo": "text",
    }


def _marks(rows: Rows) -> list[_Trace]:
    """The baseline as a hollow dot, the target as a tick, and what is no whole sum beside the line."""
    marks = (
        ("baseline", _("Baseline"), "circle-open", "second-ink", 14, 2),
        ("partial", _("not all regions"), "triangle-up-open", "second-ink", 11, 2),
        ("target", _("Target"), "line-ew-open", "ink", 18, 3),
        ("upper", _("Target"), "line-ew-open", "ink", 18, 3),
    )
    return [
        _mark([row for row in rows if has(row, column)], column, name)
        | {"marker": {"symbol": symbol, "size": size, "color": colours()[colour], "line": {"width": width}}}
        for column, name, symbol, colour, size, width in marks
    ]


def _mark(rows: Rows, column: str, name: str) -> _Trace:
    printed = "target_printed" if column in ("target", "upper") else "said"
    return {
        "type": "scatter",
        "x": [row["period"] for row in rows],
        "y": [row[column] for row in rows],
        "text": [plain(f"{row['words']} {name} {row[printed]}") for row in rows],
        "mode": "markers",
        "name": name,
        "hoverinfo": "text",
    }


def _time_axis(rows: Rows) -> dict[str, Any]:
    marked = _far_enough_apart([row for row in rows if row["tick"]])
    first, last = rows[0]["period"], rows[-1]["period"]
    return {
        "type": "date",
        # Words of several lines stand upright; Plotly would turn them before it lets two of them touch.
        "tickangle": 0,
        "tickvals": [row["period"] for row in marked],
        "ticktext": [row["tick"] for row in marked],
        "minor": {"tickvals": [row["period"] for row in rows], "ticks": "outside", "tickcolor": colours()["rule"]},
        "range": [first - (last - first) * 0.04, last + (last - first) * 0.03],
    }


def _far_enough_apart(rows: Rows) -> Rows:
    """The first and the last, and of those between as many as a narrow page has room for."""
    if len(rows) < 2:
        return rows
    first, last = rows[0], rows[-1]
    room = (last["period"] - first["period"]) * _ROOM_OF_A_TICK
    kept = [first]
    for row in rows[1:-1]:
        if row["period"] - kept[-1]["period"] >= room and last["period"] - row["period"] >= room:
            kept.append(row)
    return [*kept, last]


def _labels_at_the_end(end: _Row, span: tuple[float, float]) -> list[_Label]:
    """Target and forecast beside their marks, moved apart where they would cover each other."""
    named = (("target", _("Target")), ("forecast", _("Forecast")))
    ends = sorted((end[column], name, end[f"{column}_printed"]) for column, name in named if has(end, column))
    pixel = (span[1] - span[0]) / (_HEIGHT - _ABOVE - _BELOW)
    shifts = [0.0] * len(ends)
    if len(ends) > 1:
        lacks = max(_LABEL - (ends[1][0] - ends[0][0]) / pixel, 0.0)
        shifts = [-lacks / 2, lacks / 2]
    aside = {"x": end["period"], "xanchor": "left", "align": "left", "xshift": 12}
    return [
        {**aside, "y": amount, "yshift": shift, "text": f"{name}<br><b>{plain(printed)}</b>"}
        for (amount, name, printed), shift in zip(ends, shifts, strict=True)
    ]


def _labels_on_the_way(rows: Rows) -> list[_Label]:
    """The baseline, the last value, the schedule, and what is no whole sum, each beside its mark."""
    # The baseline stands at the left end: its label goes on to the right.
    begin = {"xanchor": "left", "xshift": -12}
    labels = [_label(row, "baseline", row["said"], above=False) | begin for row in rows if has(row, "baseline")]
    labels += [_label(row, "partial", _("not all regions"), above=False) for row in rows if has(row, "partial")]
    return labels + _label_of_schedule(rows[1:-1]) + _label_of_the_last_value(rows)


def _label_of_the_last_value(rows: Rows) -> list[_Label]:
    """On the side where there is more room; there above or below, where neither the line is nor what lies ahead."""
    before, last = [row for row in rows if _amount(row) is not None][-2:]
    if not has(last, "value"):
        return []
    first, end = rows[0]["period"], rows[-1]["period"]
    is_late = last["period"] - first >= end - last["period"]
    rises = (_amount(last) or 0) >= (_amount(before) or 0)
    side = "right" if is_late else "left"
    shift = (1 if rises == is_late else -1) * (_LABEL / 2 if last["is_simulated"] else _ASIDE)
    text = f"<b>{plain(last['value_printed'])}</b>" + (f"<br>{term('simulated')}" if last["is_simulated"] else "")
    return [{**_label(last, "value", "", above=True), "text": text, "xanchor": side, "align": side, "yshift": shift}]


def _label_of_schedule(rows: Rows) -> list[_Label]:
    """On the line where the values are furthest away, on the side away from them."""
    on_line = [row for row in rows if has(row, "scheduled")]
    if not on_line:
        return []
    row = max(on_line, key=lambda one: abs((_amount(one) or one["scheduled"]) - one["scheduled"]))
    amount = _amount(row)
    return [_label(row, "scheduled", _("Scheduled value"), above=amount is not None and amount < row["scheduled"])]


def _label(row: _Row, column: str, text: str, *, above: bool) -> _Label:
    """A label of one line above or below its mark, readable over the lines it covers."""
    shift = _ASIDE if above else -_ASIDE
    return {"x": row["period"], "y": row[column], "text": plain(text), "yshift": shift, "bgcolor": colours()["card"]}
