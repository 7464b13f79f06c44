"""Charts: every name can be read, and figures are written out."""

import pandas as pd

from layouts.figures import regions_against_target
from tests.layouts.components import walk

LONG = "温州海洋经济发展示范区"


def _chart(*regions: str) -> dict[str, object]:
    point = {"baseline": 0, "value": 2_500_000, "target": 12_000_000, "completion": 0.2}
    parts = regions_against_target(pd.DataFrame([{**point, "region": name} for name in regions]), unit="人次")
    (figure,) = (one.figure for one in walk(parts) if hasattr(one, "figure"))
    found: dict[str, object] = figure.to_plotly_json()
    return found


def _layout(*regions: str) -> dict[str, object]:
    layout = _chart(*regions)["layout"]
    assert isinstance(layout, dict)
    return layout


def test_a_long_name_stands_on_two_lines_with_room_for_both() -> None:
    data = _chart("苍南", LONG)["data"]
    assert isinstance(data, list | tuple)
    assert [list(series["y"]) for series in data] == [["苍南", "温州海洋经济发展<br>示范区"]] * 3
    short, long = _layout("苍南", "龙港")["height"], _layout("苍南", LONG)["height"]
    assert isinstance(short, int) and isinstance(long, int)
    assert long - short == 2 * 18


def test_a_dot_at_zero_stands_off_its_regions_name_and_millions_are_written_out() -> None:
    layout = _layout("苍南")
    x, y = layout["xaxis"], layout["yaxis"]
    assert isinstance(x, dict) and isinstance(y, dict)
    assert (y["ticklabelstandoff"], x["exponentformat"], x["separatethousands"]) == (8, "none", True)
