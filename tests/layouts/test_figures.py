"""Charts as pure functions of a frame: every name can be read, every figure is where it belongs, and a table lies behind."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from dash.development.base_component import Component

from layouts.figures.graph import Caption
from layouts.figures.maps import map_of_regions
from layouts.figures.regions import regions_against_target
from layouts.figures.trend import trend
from tests.layouts.components import links, text_of, walk

LONG = "温州海洋经济发展示范区"
CAPTION = Caption("苍南 is furthest from its target", "Unit: 个.", "Source: a report · 2024 · as of now")
REGION: dict[str, Any] = {
    "code": "1", "region": "苍南", "tile": "", "href": "/district/1", "baseline": 0.0, "scheduled": 1.5, "value": 2.0,
    "target": 4.0, "upper": None, "lacking": 0.5, "light": "green", "recovered": False, "status": "on schedule",
    "baseline_printed": "0", "scheduled_printed": "1.5", "value_printed": "2", "target_printed": "4",
    "is_simulated": False,
}  # fmt: skip
PERIOD: dict[str, Any] = {
    "tick": "", "stretch": 0, "baseline": None, "value": None, "partial": None, "scheduled": None, "forecast": None,
    "needed": None, "target": None, "upper": None, "said": "", "baseline_printed": "",
    "value_printed": "", "scheduled_printed": "",
    "forecast_printed": "", "needed_printed": "", "target_printed": "", "is_simulated": False,
}  # fmt: skip
DAYS = pd.date_range("2023-12-31", periods=9, freq="QE")


def regions(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**REGION, **row} for row in rows])


def periods(*rows: dict[str, Any]) -> pd.DataFrame:
    named = ({"period": day, "words": f"{day:%Y-%m}"} for day in DAYS)
    return pd.DataFrame([{**PERIOD, **name, **row} for name, row in zip(named, rows, strict=False)])


def drawn(part: Component) -> dict[str, Any]:
    """The one figure of a chart; Plotly's own objects check that everything in it is a property there is."""
    (figure,) = (one.figure for one in walk(part) if hasattr(one, "figure"))
    checked: dict[str, Any] = go.Figure(figure).to_plotly_json()
    return {"data": checked["data"], "layout": figure["layout"]}


def traces(part: Component, name: str) -> list[dict[str, Any]]:
    return [one for one in drawn(part)["data"] if one.get("name") == name]


def labels(part: Component) -> list[str]:
    return [one["text"] for one in drawn(part)["layout"]["annotations"]]


def table_behind(part: Component) -> list[str]:
    """The rows of the table behind a chart, its heading left out."""
    (details,) = (one for one in walk(part) if type(one).__name__ == "Details")
    assert text_of(details).startswith("Figures of this chart")
    return [text_of(one) for one in walk(details) if type(one).__name__ == "Tr"][1:]


def no_graph(part: Component) -> bool:
    return not [one for one in walk(part) if type(one).__name__ == "Graph"]


SQUARE = ((120.0, 27.0), (121.0, 27.0), (121.0, 28.0), (120.0, 28.0), (120.0, 27.0))
CHARTS: dict[str, Callable[[], Component]] = {
    "trend": lambda: trend(periods({"value": 1.0}, {"value": 2.0}), CAPTION),
    "regions": lambda: regions_against_target(regions({}), CAPTION),
    "map": lambda: map_of_regions(regions({}), CAPTION, {"1": (SQUARE,)}),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_says_what_it_finds_what_it_measures_and_where_that_comes_from(kind: str) -> None:
    part = CHARTS[kind]()
    (heading,) = (text_of(one) for one in walk(part) if type(one).__name__ == "H3")
    assert heading == CAPTION.finding
    (said,) = (getattr(one, "aria-label", "") for one in walk(part) if getattr(one, "role", "") == "img")
    assert said == "苍南 is furthest from its target. Unit: 个."
    (below,) = (text_of(one) for one in walk(part) if type(one).__name__ == "Figcaption")
    assert below == CAPTION.source
    assert drawn(part)["layout"].get("showlegend") is not True
    assert table_behind(part)


# Regions against their targets


def test_the_furthest_from_its_target_stands_first_and_two_of_one_name_apart() -> None:
    part = regions_against_target(
        regions({"lacking": 0.0, "region": "龙港"}, {"lacking": 0.6}, {"lacking": None, "region": "龙港"}), CAPTION
    )
    layout = drawn(part)["layout"]
    # From below to above.
    assert layout["yaxis"]["ticktext"] == ["龙港", "龙港", "苍南"]
    assert [list(one["y"]) for one in drawn(part)["data"]] == [[0, 1, 2]] * 5


def test_each_row_ends_with_its_value_and_target() -> None:
    part = regions_against_target(regions({}, {"region": "龙港", "target_printed": "超过90%", "lacking": 0}), CAPTION)
    assert labels(part) == ["2 / 超过90%", "2 / 4", "Value / target"]


def test_the_schedule_is_marked_and_a_simulated_value_is_open() -> None:
    part = regions_against_target(regions({}, {"is_simulated": True, "scheduled": None, "lacking": 0.9}), CAPTION)
    (schedule,), (value,) = traces(part, "Scheduled value"), traces(part, "Value")
    assert list(schedule["x"]) == [1.5, None]
    assert list(value["marker"]["symbol"]) == ["circle", "diamond-open"]


def test_a_region_without_a_value_stands_in_the_table_alone() -> None:
    part = regions_against_target(
        regions({}, {"region": "龙港", "value": None, "value_printed": "unreported"}), CAPTION
    )
    assert drawn(part)["layout"]["yaxis"]["ticktext"] == ["苍南"]
    assert table_behind(part) == ["苍南 0 1.5 2 4", "龙港 0 1.5 unreported 4"]


@pytest.mark.parametrize("frame", [regions({})[:0], regions({"value": None}), regions({"target": None})])
def test_nothing_to_compare_is_words_not_axes(frame: pd.DataFrame) -> None:
    part = regions_against_target(frame, CAPTION)
    assert "No region has a value and a target to set against each other." in text_of(part)
    assert no_graph(part)


def test_a_long_name_stands_on_two_lines_with_room_for_both() -> None:
    short, long = regions({}, {"region": "龙港"}), regions({}, {"region": LONG, "lacking": 0.6})
    layout = drawn(regions_against_target(long, CAPTION))["layout"]
    assert layout["yaxis"]["ticktext"] == ["苍南", "温州海洋经济发展<br>示范区"]
    assert layout["height"] - drawn(regions_against_target(short, CAPTION))["layout"]["height"] == 2 * 18


def test_a_dot_at_zero_stands_off_its_regions_name_and_millions_are_written_out() -> None:
    layout = drawn(regions_against_target(regions({}), CAPTION))["layout"]
    x, y = layout["xaxis"], layout["yaxis"]
    assert (y["ticklabelstandoff"], x["exponentformat"], x["separatethousands"]) == (8, "none", True)


def test_the_axis_of_the_dots_begins_at_zero() -> None:
    part = regions_against_target(regions({"baseline": 3.0, "scheduled": 3.5, "value": 3.2}), CAPTION)
    low, high = drawn(part)["layout"]["xaxis"]["range"]
    assert -0.2 < low < 0 and 4 < high < 4.5


def test_marks_below_zero_and_both_ends_of_a_range_are_in_the_picture() -> None:
    low, high = drawn(regions_against_target(regions({"value": -3.0, "upper": 9.0}), CAPTION))["layout"]["xaxis"][
        "range"
    ]
    assert low < -3 and high > 9
    _target, upper = traces(regions_against_target(regions({"upper": 9.0}), CAPTION), "Target")
    assert list(upper["x"]) == [9]


def test_a_name_that_looks_like_markup_is_shown_as_it_is_written() -> None:
    part = regions_against_target(regions({"region": "<b>x"}), CAPTION)
    assert drawn(part)["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;x"]


# Trend

ON_ITS_WAY = periods(
    {"baseline": 10.0, "said": "10 (baseline)", "scheduled": 10.0, "tick": "Q4<br>2023"},
    {"value": 12.0, "said": "12", "scheduled": 11.0, "scheduled_printed": "11"},
    {"said": "not reported", "scheduled": 12.0},
    {"partial": 9.0, "said": "9 (not all regions)", "scheduled": 13.0},
    {"value": 15.0, "said": "15", "value_printed": "15", "scheduled": 14.0, "is_simulated": True, "forecast": 15.0, "needed": 15.0,
     "tick": "Q4<br>2024"},
    {"scheduled": 15.0, "tick": "Q1<br>2025"},
    {"scheduled": 16.0},
    {"scheduled": 17.0},
    {"scheduled": 18.0, "target": 18.0, "target_printed": "18", "forecast": 20.0, "forecast_printed": "20.0",
     "needed": 18.0, "tick": "Q4<br>2025"},
)  # fmt: skip


def test_a_period_without_a_value_leaves_a_gap_in_the_line() -> None:
    (value,) = traces(trend(ON_ITS_WAY, CAPTION), "Value")
    assert list(value["y"]) == [10, 12, None, None, 15, None, None, None, None]
    assert not value.get("connectgaps")
    # The baseline is a hollow dot of its own, what was simulated an open rhombus.
    assert list(value["marker"]["size"])[:2] == [0, 10]
    assert list(value["marker"]["symbol"])[3:5] == ["circle", "diamond-open"]


def test_a_sum_that_lacks_regions_is_no_point_of_the_line() -> None:
    (partial,) = traces(trend(ON_ITS_WAY, CAPTION), "not all regions")
    assert list(partial["y"]) == [9]
    assert "not all regions" in labels(trend(ON_ITS_WAY, CAPTION))


def test_schedule_forecast_and_what_is_needed_lead_to_the_target_date() -> None:
    part = trend(ON_ITS_WAY, CAPTION)
    lines = {name: traces(part, name)[0] for name in ("Scheduled value", "Forecast", "Way needed")}
    assert [list(line["y"]) for line in lines.values()] == [list(range(10, 19)), [15, 20], [15, 18]]
    assert [line["line"].get("dash") for line in lines.values()] == [None, "dash", "dot"]
    assert lines["Forecast"]["x"][-1] == DAYS[-1]


def test_lines_are_labelled_where_they_are_and_no_label_covers_another() -> None:
    part = trend(ON_ITS_WAY, CAPTION)
    assert labels(part) == [
        "Target<br><b>18</b>", "Forecast<br><b>20.0</b>", "10 (baseline)", "not all regions", "Scheduled value",
        "<b>15</b><br>simulated data",
    ]  # fmt: skip
    near = ON_ITS_WAY.assign(forecast=ON_ITS_WAY.forecast.where(ON_ITS_WAY.forecast != 20, 18.1))
    target, forecast, *_others = drawn(trend(near, CAPTION))["layout"]["annotations"]
    low, high = drawn(trend(near, CAPTION))["layout"]["yaxis"]["range"]
    pixels = (18.1 - 18) / (high - low) * (340 - 16 - 48)
    assert forecast["yshift"] - target["yshift"] + pixels == pytest.approx(38)


@pytest.mark.parametrize(
    ("place", "amounts", "side", "is_above"),
    [
        (7, (10, 12), "right", True),
        (7, (12, 10), "right", False),
        (1, (10, 12), "left", False),
        (1, (12, 10), "left", True),
    ],
)
def test_the_last_value_is_written_where_no_line_is(
    place: int, amounts: tuple[int, int], side: str, is_above: bool
) -> None:
    """Left of it late in the plan's time, right of it early; above or below, away from the line."""
    rows: list[dict[str, Any]] = [{} for _day in DAYS]
    rows[place - 1], rows[place] = {"value": float(amounts[0])}, {"value": float(amounts[1]), "said": "12"}
    (label,) = drawn(trend(periods(*rows), CAPTION))["layout"]["annotations"]
    assert (label["xanchor"], label["yshift"] > 0) == (side, is_above)


def test_time_is_true_and_its_words_have_room() -> None:
    axis = drawn(trend(ON_ITS_WAY, CAPTION))["layout"]["xaxis"]
    assert axis["type"] == "date"
    # The first quarter of 2025 stands too near the fourth of 2024.
    assert axis["ticktext"] == [f"Q4<br>{year}" for year in (2023, 2024, 2025)]
    assert axis["minor"]["tickvals"] == list(DAYS)


def test_what_is_counted_by_year_begins_anew() -> None:
    rows = [{"value": float(n), "scheduled": float(n), "stretch": 2023 + (n + 3) // 4} for n in range(6)]
    part = trend(periods(*rows), CAPTION)
    assert [list(one["y"]) for one in traces(part, "Value")] == [[0], [1, 2, 3, 4], [5]]
    assert [list(one["y"]) for one in traces(part, "Scheduled value")] == [[0], [1, 2, 3, 4], [5]]


@pytest.mark.parametrize("frame", [ON_ITS_WAY[:0], ON_ITS_WAY[:1], ON_ITS_WAY[2:5]])
def test_fewer_than_two_points_are_words_not_axes(frame: pd.DataFrame) -> None:
    part = trend(frame, CAPTION)
    assert "A trend needs two figures that can be compared; there are fewer so far." in text_of(part)
    # What lines there would be is not said.
    assert CAPTION.measured not in text_of(part)
    assert no_graph(part)
    assert len(table_behind(part)) == len(frame)


def test_the_table_behind_a_trend_says_why_there_is_no_value() -> None:
    rows = table_behind(trend(ON_ITS_WAY, CAPTION))
    assert [" ".join(row.split()) for row in rows[:4]] == [
        "2023-12 10 (baseline)", "2024-03 12 11", "2024-06 not reported", "2024-09 9 (not all regions)",
    ]  # fmt: skip


# Maps


def places(part: Component) -> dict[str, tuple[int, int]]:
    """The row and the column of each placed tile, in the order they are read."""
    items = [one for one in walk(part) if type(one).__name__ == "Li" and getattr(one, "style", None)]
    return {text_of(item).split()[1]: (item.style["gridRow"], item.style["gridColumn"]) for item in items}


def test_tiles_stand_where_the_plan_puts_them_and_are_read_from_the_north_west() -> None:
    frame = regions(
        {"tile": "D4"}, {"region": "永嘉", "tile": "C2"}, {"region": "瓯海", "tile": "B4"}, {"region": "泰顺"}
    )
    part = map_of_regions(frame, CAPTION, {})
    assert places(part) == {"永嘉": (1, 2), "瓯海": (3, 1), "苍南": (3, 3)}
    assert list(places(part)) == ["永嘉", "瓯海", "苍南"]
    placed, in_rows = (one for one in walk(part) if type(one).__name__ == "Ul")
    assert placed.style == {"gridTemplateColumns": "repeat(3, minmax(0, 1fr))"}
    assert in_rows.className == "tiles in-rows" and "泰顺" in text_of(in_rows)


def test_without_places_tiles_stand_in_the_plans_order() -> None:
    part = map_of_regions(regions({}, {"region": "龙港"}), CAPTION, {})
    (tiles,) = (one for one in walk(part) if type(one).__name__ == "Ul")
    assert (tiles.className, places(part)) == ("tiles in-rows", {})
    assert text_of(tiles).index("苍南") < text_of(tiles).index("龙港")


def test_a_tile_says_its_light_in_words_and_leads_to_its_region() -> None:
    part = map_of_regions(regions({"light": "red", "status": "far behind", "is_simulated": True}), CAPTION, {})
    (tile,) = (one for one in walk(part) if "tile" in str(getattr(one, "className", "")).split())
    assert (tile.className, tile.title) == ("tile red", "苍南: far behind · simulated data")
    assert links(part)["/district/1"] == "■ 苍南 2  / 4 far behind · simulated data"
    assert table_behind(part) == ["苍南 far behind 2 4"]


def test_without_regions_a_map_is_words() -> None:
    assert "There is no region to show." in text_of(map_of_regions(regions({})[:0], CAPTION, {}))


def test_boundaries_are_plain_lines_and_ask_nothing_of_the_network() -> None:
    """Plotly's own maps ask for the outlines of the world (tests/browser looks at the requests)."""
    island = ((122.0, 27.0), (122.1, 27.0), (122.1, 27.1), (122.0, 27.0))
    frame = regions({"light": "red"}, {"code": "2", "region": "龙港", "light": ""}, {"code": "3", "region": "市本级"})
    part = map_of_regions(frame, CAPTION, {"1": (island, SQUARE), "2": (island,)})
    (first, second), layout = drawn(part)["data"], drawn(part)["layout"]
    # The larger first, so that what lies within it is seen; a part after a gap.
    assert list(first["x"]) == [122, 122.1, 122.1, 122, None, 120, 121, 121, 120, 120, None]
    assert first["fillcolor"].startswith("#B3362B") and second["fill"] == "toself"
    assert [(one["x"], one["y"]) for one in layout["annotations"]] == [(120.5, 27.5), (122.05, 27.05)]
    assert "■" in layout["annotations"][0]["text"]
    assert layout["yaxis"]["scaleratio"] == pytest.approx(1.13, abs=0.01)
    assert "市本级" in text_of(part)
