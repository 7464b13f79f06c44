"""Small multiples: of each indicator of a region the way it has gone, period by period, beside its schedule.

All have the same axes, so that they can be compared; the same figures stand in a table behind them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
from dash import html
from dash.development.base_component import Component

from briefings.wording import lag_points
from common.gaps import gap_words, short_gap_words
from common.language import _
from common.periods import Period
from common.terms import term
from data.printing import print_difference, print_share
from data.results import Assessment, Measure, Step
from indicators.rules import Thresholds
from layouts.components import light_shape, simulated_mark, table
from layouts.figures.graph import graph
from layouts.theme import colours, template

_HEIGHT = 132
# Shares beyond these, in percent, stand as a rhombus at the edge: the number beside it says how far.
_LOWEST, _HIGHEST = -40, 140
COLUMNS = (
    "indicator", "finding", "light", "period", "words", "way", "way_words", "schedule", "schedule_words",
    "is_simulated",
)  # fmt: skip


def trend_frame(rows: Iterable[Assessment], thresholds: Thresholds) -> pd.DataFrame:
    """One row for each of a region's assessments and each period up to theirs, the baseline's first.

    `way` and `schedule` are in percent, for drawing only and missing where not defined, `…_words` the same printed;
    `period` is an ordinal. Without any schedule the way is the share of the target. `finding` and `light` are those of
    the last period. What does not apply to the region is left out.
    """
    found = [one for row in rows if row.status != "not_applicable" for one in _rows(row, thresholds)]
    return pd.DataFrame(found, columns=COLUMNS)


def _rows(row: Assessment, thresholds: Thresholds) -> Iterator[dict[str, Any]]:
    steps = row.steps
    has_schedule = any(_gone(step).value is not None for step in steps)
    finding = _finding(row, thresholds, has_schedule=has_schedule)
    for step in steps:
        way = _gone(step) if has_schedule else step.completion
        schedule = step.schedule if has_schedule else Measure(None, None)
        yield {
            "indicator": row.indicator.name,
            "finding": finding,
            "light": row.light,
            "period": step.period.ordinal,
            "words": step.period.words(),
            "way": _percent(way),
            "way_words": _printed(way),
            "schedule": _percent(schedule),
            "schedule_words": _printed(schedule),
            "is_simulated": step.is_simulated and way.value is not None,
        }


def _gone(step: Step) -> Measure:
    """What has been gone of the way that the schedule speaks of: within a year the way to the year's milestone."""
    if step.lead.value is None or step.schedule.value is None:
        return Measure(None, step.lead.gap or step.schedule.gap)
    return Measure(step.schedule.value + step.lead.value, None)


def _percent(share: Measure) -> float | None:
    return None if share.value is None else float(share.value * 100)


def _printed(share: Measure) -> str:
    """A share printed, or in a word why there is none; nothing where nothing is meant."""
    if share.value is not None:
        return print_share(share.value)
    return short_gap_words(share.gap) if share.gap else ""


def _finding(row: Assessment, thresholds: Thresholds, *, has_schedule: bool) -> str:
    """What the last point says."""
    name, lead, share = row.indicator.name, row.lead, row.completion
    if not has_schedule and share.value is not None:
        return _("{name}: {share} of the target", name=name, share=print_share(share.value))
    if lead.value is None:
        gap = row.value_gap or (lead.gap if has_schedule else share.gap) or "not_reported"
        return _("{name}: {reason}", name=name, reason=gap_words(gap))
    if points := lag_points(row, thresholds):
        return _("{name}: {points} percentage points behind schedule", name=name, points=points)
    if lead.value == 0:
        return _("{name}: exactly on schedule", name=name)
    return _("{name}: {points} percentage points ahead of schedule", name=name, points=print_difference(lead.value))


def small_trends(frame: pd.DataFrame, *, first: int, last: int) -> Component:
    """One small figure for each indicator of a trend_frame; `first` and `last` are the ordinals of the plan's ends."""
    if frame["period"].nunique() < 2:
        return html.P(_("There is one period only: a trend begins with the next."), className="note")
    scales = _Scales(first, max(last, int(frame["period"].max())), *_reach(frame["way"]))
    histories = [list(history) for _name, history in groupby(_points(frame), key=itemgetter("indicator"))]
    look = template().to_plotly_json()
    note = _(
        "Line and dots: how much of the way has been gone. Fine line: the schedule. Upright stroke: the target at its "
        "date. Where there is no schedule: the share of the target. All in percent, on the same axes; ◆ lies beyond."
    )
    is_anew = any(len(_with_breaks(history)) > len(history) for history in histories)
    anew = (
        _("Of what is counted by year the first three quarters go towards the year's milestone.") if is_anew else None
    )
    return html.Div(
        [
            html.P(
                [note, anew if is_anew else None, simulated_mark() if frame["is_simulated"].any() else None],
                className="note",
            ),
            html.Div([_small(history, scales, look) for history in histories], className="small-trends"),
            html.Details([html.Summary(_("The figures of these charts")), _behind(histories)]),
        ]
    )


# One row of a trend_frame; nothing is None.
_Point = dict[str, Any]


def _points(frame: pd.DataFrame) -> list[_Point]:
    rows = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[list(COLUMNS)].itertuples(index=False)]


class _Scales(NamedTuple):
    """What all figures share: the ordinals of the first and the last period, the lowest and the highest percentage."""

    first: int
    last: int
    lowest: float
    highest: float


def _reach(ways: "pd.Series[float]") -> tuple[float, float]:
    """From nothing to the whole way, and as much beyond as some way goes and there is room for."""
    return max(min(0, ways.min()), _LOWEST), min(max(100, ways.max()), _HIGHEST)


def _small(history: Sequence[_Point], scales: _Scales, look: dict[str, Any]) -> Component:
    last, drawn = history[-1], [point for point in history if point["way"] is not None]
    title = html.H3([light_shape(last["light"]), last["finding"]])
    if not drawn:
        return html.Div([title, html.P(_("There is nothing to draw."), className="note")], className="small-trend")
    first, shown = drawn[0], drawn[-1]
    said = _(
        "{first}: {start}; {last}: {end}",
        first=first["words"],
        start=first["way_words"],
        last=shown["words"],
        end=shown["way_words"],
    )
    layout = {
        "template": look,
        "height": _HEIGHT,
        "margin": {"l": 0, "r": 36, "t": 8, "b": 0},
        "annotations": _labels(shown),
        **_axes(scales),
    }
    figure = {"data": _marks(_with_breaks(history), scales), "layout": layout}
    return html.Div([title, graph(figure, said, is_static=True)], className="small-trend")


def _marks(history: Sequence[_Point], scales: _Scales) -> list[dict[str, Any]]:
    """The schedule with the target at its date, or the line of the whole target; and the way that was gone."""
    periods = [point["period"] for point in history]
    schedule, ways = ([point[name] for point in history] for name in ("schedule", "way"))
    ends = [scales.first, scales.last]
    if any(share is not None for share in schedule):
        stroke = {"symbol": "line-ns-open", "size": 14, "color": colours()["ink"], "line": {"width": 3}}
        aims = [
            {"x": periods, "y": schedule, "mode": "lines", "line": {"color": colours()["yellow"], "width": 1}},
            {"x": ends[1:], "y": [100], "mode": "markers", "marker": stroke},
        ]
    else:
        aims = [{"x": ends, "y": [100, 100], "mode": "lines", "line": {"color": colours()["ink"], "width": 1}}]
    way = {
        "x": periods,
        "y": [None if share is None else _within(share) for share in ways],
        "mode": "lines+markers",
        "line": {"color": colours()["accent"], "width": 2},
        "marker": {
            "size": 7,
            "symbol": ["circle" if _within(share or 0) == (share or 0) else "diamond" for share in ways],
        },
    }
    return [*aims, way]


def _within(share: float) -> float:
    return min(max(share, _LOWEST), _HIGHEST)


def _is_beyond(share: float | None) -> bool:
    return share is not None and share != _within(share)


def _with_breaks(history: Sequence[_Point]) -> list[_Point]:
    """The points with an empty one where a schedule begins anew: no line leads from one year's end to the next."""
    points = list(history[:1])
    for before, after in pairwise(history):
        if (after["schedule"] or 0) < (before["schedule"] or 0):
            points.append({**after, "period": after["period"] - 0.5, "way": None, "schedule": None})
        points.append(after)
    return points


def _labels(last: _Point) -> list[dict[str, Any]]:
    """The last way and the last schedule by their numbers.

    The higher stands above to the left, where the line is lower, and the lower one below to the right.
    """
    is_above = last["schedule"] is None or last["way"] >= last["schedule"]
    said = [("way", "accent", is_above), ("schedule", "yellow-ink", not is_above)]
    return [
        {
            "x": last["period"],
            "y": _within(last[name]),
            "text": last[f"{name}_words"],
            "font": {"size": 12, "color": colours()[colour]},
            "showarrow": False,
            "xanchor": "right" if above else "left",
            "xshift": 6 if above else -6,
            "yshift": 13 if above else -13,
        }
        for name, colour, above in said
        if last[name] is not None
    ]


def _axes(scales: _Scales) -> dict[str, Any]:
    """The same for every figure: years' ends, and from nothing to the whole way with room for the numbers."""
    years = [ordinal for ordinal in range(scales.first, scales.last + 1) if Period.at(ordinal).quarter == 4]
    return {
        "xaxis": {
            "range": [scales.first - 0.4, scales.last + 0.4],
            "tickvals": years,
            "ticktext": [_("end of {year}", year=Period.at(ordinal).year) for ordinal in years],
            "tickfont": {"size": 12},
        },
        "yaxis": {
            "range": [scales.lowest - 20, scales.highest + 30],
            "tickvals": [0, 50, 100],
            "tickfont": {"size": 12},
            "ticksuffix": "%",
        },
    }


def _behind(histories: Sequence[Sequence[_Point]]) -> Component:
    """The same figures as a table: an indicator a row, a period a column, the way and below it the schedule."""
    periods = [point["words"] for point in histories[0]]
    return table(
        [_("Indicator"), *periods],
        [[history[0]["indicator"], *map(_cell, history)] for history in histories],
        caption=_("Above: how much of the way has been gone, or the share of the target. Below: the schedule."),
        figures=range(1, len(periods) + 1),
    )


def _cell(point: _Point) -> Component:
    words = point["schedule_words"]
    below = [html.Br(), html.Span(words, className="note")] if words else []
    cell = [point["way_words"], *below]
    return (
        html.Span(cell, className="number made-up", title=term("simulated"))
        if point["is_simulated"]
        else html.Span(cell)
    )
