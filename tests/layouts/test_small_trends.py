"""Small multiples: the same axes for all, nothing drawn that is not there, every figure in the table behind."""

from typing import Any

import pandas as pd
import pytest
from dash.development.base_component import Component

from common.periods import Period
from data.database import Database
from layouts.address import Address
from layouts.edge import load_assessment, reading
from layouts.small_trends import COLUMNS, small_trends, trend_frame
from tests.layouts.components import text_of, walk
from tests.quarters import take_in_city, take_in_quarters

FIRST, LAST = Period(2023, 4).ordinal, Period(2025, 4).ordinal
Shares = list[float | None]


def frame(**histories: tuple[Shares, Shares]) -> pd.DataFrame:
    """For each indicator the ways and the schedules of periods from the baseline's on."""
    rows = [
        {
            "indicator": name, "finding": f"finding of {name}", "light": "green", "period": FIRST + place,
            "words": f"period {place}", "way": way, "way_words": f"way {way}", "schedule": schedule,
            "schedule_words": "" if schedule is None else f"schedule {schedule}", "is_simulated": False,
        }
        for name, (ways, schedules) in histories.items()
        for place, (way, schedule) in enumerate(zip(ways, schedules, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def figures(page: Component) -> list[dict[str, Any]]:
    return [one.figure for one in walk(page) if hasattr(one, "figure")]


def drawn(**histories: tuple[Shares, Shares]) -> list[dict[str, Any]]:
    return figures(small_trends(frame(**histories), first=FIRST, last=LAST))


def test_all_have_the_same_axes_and_none_reaches_further_than_there_is_room() -> None:
    low, high = drawn(low=([0, -20, 10], [0, 12.5, 25]), high=([0, 120, 900], [0, 12.5, 25]))
    for axis in ("xaxis", "yaxis"):
        assert low["layout"][axis]["range"] == high["layout"][axis]["range"]
    bottom, top = low["layout"]["yaxis"]["range"]
    assert bottom < -20 < 140 < top < 200
    way = high["data"][-1]
    # What lies beyond stands at the edge in another shape; the number beside it says how far.
    assert list(way["y"]) == [0, 120, 140]
    assert way["marker"]["symbol"] == ["circle", "circle", "diamond"]
    assert high["layout"]["annotations"][0]["text"] == "way 900"


def test_the_way_to_the_targets_date_is_always_whole() -> None:
    (figure,) = drawn(one=([0, 10], [0, 12.5]))
    left, right = figure["layout"]["xaxis"]["range"]
    assert left < FIRST and LAST < right < LAST + 1
    stroke = figure["data"][1]
    assert (list(stroke["x"]), list(stroke["y"])) == ([LAST], [100])


def test_without_a_schedule_the_whole_target_is_the_line() -> None:
    (figure,) = drawn(one=([80, 90], [None, None]))
    assert list(figure["data"][0]["y"]) == [100, 100]
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["way 90"]


def test_a_missing_figure_is_a_hole_and_no_line_leads_into_the_next_year() -> None:
    (figure,) = drawn(one=([0, 25, None, 75, 50, 20], [0, 25, 50, 75, 50, 25]))
    assert figure["data"][-1]["y"] == [0, 25, None, 75, None, 50, None, 20]
    assert figure["data"][0]["y"] == [0, 25, 50, 75, None, 50, None, 25]


@pytest.mark.parametrize(("way", "higher"), [(30, "way 30"), (5, "schedule 12.5"), (12.5, "way 12.5")])
def test_the_higher_number_stands_above_the_lower_one(way: float, higher: str) -> None:
    (figure,) = drawn(one=([0, way], [0, 12.5]))
    upper = max(figure["layout"]["annotations"], key=lambda one: one["yshift"])
    assert upper["text"] == higher


def test_what_cannot_be_drawn_is_said_and_one_period_is_no_trend() -> None:
    page = small_trends(frame(one=([None, None], [None, None]), two=([1, 2], [1, 2])), first=FIRST, last=LAST)
    assert len(figures(page)) == 1
    assert "finding of one There is nothing to draw." in text_of(page)
    alone = small_trends(frame(one=([5], [0])), first=FIRST, last=LAST)
    assert figures(alone) == [] and "a trend begins with the next" in text_of(alone)


def test_every_figure_is_static_named_and_stands_in_the_table() -> None:
    page = small_trends(frame(one=([0, 10], [0, 12.5]), two=([0, 20], [None, None])), first=FIRST, last=LAST)
    configs = [one.config for one in walk(page) if hasattr(one, "config")]
    assert [(one["staticPlot"], one["showSendToCloud"]) for one in configs] == [(True, False)] * 2
    (table,) = [one for one in walk(page) if type(one).__name__ == "Tbody"]
    assert " ".join(text_of(table).split()) == "one way 0 schedule 0 way 10 schedule 12.5 two way 0 way 20"


@pytest.mark.usefixtures("request_context")
def test_the_frame_says_what_the_assessments_of_each_period_say(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)
    take_in_city(loaded_sqlite, (("公益创投投入资金(万元)", 400),), Period(2024, 2))
    with reading() as session:
        assessment = load_assessment(session, Address())
        thresholds = assessment.plan.thresholds
        county, whole = (trend_frame(assessment.of_region(code), thresholds) for code in ("330327", "330300"))
    rated = county[county.indicator == "4A5A等级"]
    assert rated.words.tolist()[::4] == ["fourth quarter 2023", "fourth quarter 2024"]
    assert (rated.way.dropna().tolist(), rated.schedule.tolist()) == ([0, 6.25, 12.5], [0, 12.5, 25, 37.5, 50])
    # What was not reported is called so.
    assert (rated.way_words.tolist(), set(rated.finding)) == (
        ["0.0%", "unreported", "6.3%", "unreported", "12.5%"], {"4A5A等级: 37.5 percentage points behind schedule"},
    )  # fmt: skip
    # No target, so nothing to draw, and why.
    parks = county[county.indicator == "社会组织园区"]
    assert parks.way.isna().all() and parks.way_words.iloc[0] == "no target"
    # Within the year the way is that to the year's milestone: 400 of 937.5.
    funding = whole[whole.indicator == "公益创投投入资金"].set_index("words")
    assert funding.way_words["second quarter 2024"] == "42.7%"
    assert funding.schedule_words["second quarter 2024"] == "50.0%"
    assert funding.way_words["fourth quarter 2024"] == "60.0%"
    assert not county[county.indicator == "社会组织园区"].is_simulated.any() and rated.is_simulated.tolist() == [
        False,
        False,
        True,
        False,
        True,
    ]


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("community_foundations", "社区发展基金会: exactly on schedule"),
        ("charities", "慈善组织数: 33.3 percentage points behind schedule"),
        ("healthy_rate", "健康社会组织率: not reported"),
        ("parks", "社会组织园区: not reported"),
        ("jobs", "就业岗位: 10.0 percentage points ahead of schedule"),
    ],
)
def test_a_title_is_what_the_last_point_says(loaded_sqlite: Database, code: str, finding: str) -> None:
    take_in_quarters(loaded_sqlite)
    with reading() as session:
        assessment = load_assessment(session, Address())
        found = trend_frame(assessment.of_region("330327"), assessment.plan.thresholds)
    name = assessment.plan.indicator_by_code[code].name
    assert set(found[found.indicator == name].finding) == {finding}
