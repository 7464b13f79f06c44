"""An indicator's page answers: where it stands and leads, what is needed, who is furthest, where regions lie, and why not."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component
from flask import current_app

from common.periods import Period
from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from data.results import Assessment
from etl.table import Choice
from indicators.plan import Milestone, Plan
from layouts import indicator
from layouts.address import Address
from layouts.edge import load_assessment, reading
from layouts.findings import target_period
from layouts.indicator_frames import regions_frame, trend_frame
from layouts.not_judged import not_judged
from tests.layouts.components import links, text_of, walk
from tests.layouts.test_figures import SQUARE, table_behind
from tests.quarters import COUNTIES_2024Q4, take_in_city, take_in_quarters, take_in_simulated

ROOT, CANGNAN = "330300", "330327"
FOUNDATIONS = "community_foundations"
# What each region has of 4A5A等级 at the end of 2024.
_RATED = tuple((name, rated) for name, rated, *_others in COUNTIES_2024Q4)
_REGIONS = ("鹿城", "龙湾", "瓯海", "洞头", "乐清", "瑞安", "永嘉", "文成", "平阳", "泰顺", "苍南", "龙港")


@pytest.fixture(autouse=True)
def later(loaded_sqlite: Database, request_context: None) -> None:
    """The second and the fourth quarter of 2024, and of foundations the third: enough points for a forecast."""
    take_in_quarters(loaded_sqlite)
    head = ("区划", "社区发展基金会(家)")
    take_in_simulated(loaded_sqlite, (head, *((name, 3) for name in _REGIONS)), Choice(None, Period(2024, 3)))


def cell(code: str, region: str = ROOT, period: str = "2024Q4") -> Assessment:
    with reading() as session:
        row = load_assessment(session, Address(period=Period.read(period))).cell(code, region)
    assert row is not None
    return row


def store(database: Database, plan: Plan) -> None:
    with database.writing() as session:
        save_plan(session, plan, Viewer("owner", "operator"))
        session.commit()


def page(code: str, period: str = "2024Q4") -> Component:
    return indicator.layout(indicator_code=code, period=period)


def headings(code: str, period: str = "2024Q4") -> list[str]:
    return [text_of(one) for one in walk(page(code, period)) if type(one).__name__ == "H3"]


def said(part: Any, name: str) -> list[str]:
    """The texts of what has a class."""
    return [text_of(one) for one in walk(part) if name in str(getattr(one, "className", "")).split()]


def test_where_it_stands_and_what_is_left_come_first() -> None:
    assert said(page(FOUNDATIONS), "finding") == [
        "fourth quarter 2024: 35家, with the target 50家 by fourth quarter 2025: on schedule. "
        "15家 are left to the target: 3.8家 a quarter up to fourth quarter 2025."
    ]
    assert said(page("party_charter_rate"), "finding")[0].endswith(
        "4.0 percentage points are left to the target: 1.0 percentage points a quarter up to fourth quarter 2025."
    )


def test_what_the_city_would_reach_by_the_target_date_is_said_with_its_distance(loaded_sqlite: Database) -> None:
    assert headings(FOUNDATIONS)[0] == "On this course the target is just reached: 50家 by fourth quarter 2025"
    take_in_simulated(loaded_sqlite, (("区划", "4A5A等级"), *_RATED), Choice(None, Period(2024, 3)))
    assert headings("rated_4a5a")[0] == (
        "On this course the target is missed: 495个 by fourth quarter 2025, 5个 short of it"
    )
    assert headings("jobs")[0] == "No forecast for fourth quarter 2025: fewer than four comparable points"


def test_within_a_year_what_is_left_is_left_to_the_years_milestone(loaded_sqlite: Database) -> None:
    take_in_city(loaded_sqlite, (("公益创投投入资金(万元)", 400),), Period(2024, 2))
    assert said(page("venture_funding", "2024Q2"), "finding")[0].endswith(
        "537.5万元 are left to the year's milestone: 268.75万元 a quarter up to fourth quarter 2024."
    )
    assert headings("venture_funding", "2024Q2")[0].endswith(
        "of what is counted by year only whole years can be compared"
    )


def test_who_is_furthest_from_its_target_is_said_with_what_each_quarter_needs() -> None:
    assert "文成 is furthest from its target, by 3家: 0.8家 in each quarter" in headings(FOUNDATIONS)


def test_which_regions_are_red_stands_above_their_tiles() -> None:
    red = [row.region.name for row in _below("rated_4a5a") if row.light == "red"]
    yellow = [row.region.name for row in _below("rated_4a5a") if row.light == "yellow"]
    assert (red, yellow) == (["苍南"], ["瑞安"])
    assert "Red: 苍南. Yellow: 瑞安" in headings("rated_4a5a")


def _below(code: str) -> tuple[Assessment, ...]:
    with reading() as session:
        rows = load_assessment(session, Address(period=Period(2024, 4))).of_indicator(code)
    return tuple(row for row in rows if row.region.code != ROOT)


def test_pooled_capped_and_how_many_meet_it_stand_side_by_side() -> None:
    (shares,) = said(page("rated_4a5a"), "shares")
    assert [one in shares for one in ("Pooled 94.8%", "Capped 92.2%", "Regions that meet their target 5 of 13")] == [
        True, True, True,
    ]  # fmt: skip
    assert "3 of those that meet it with a target below their baseline" in shares
    assert "What one has too much hides what another lacks." in shares
    (shares,) = said(page(FOUNDATIONS), "shares")
    assert "with a target below their baseline" not in shares
    assert "Each region counts as one. It does not say how much the others lack." in shares


def test_the_trend_has_a_row_for_every_period_up_to_the_target_date() -> None:
    frame = trend_frame(cell(FOUNDATIONS), Period(2025, 4))
    assert len(frame) == 9
    assert list(frame.value[1:5].isna()) == [True, False, False, False]
    assert list(frame.scheduled) == [20, 23.75, 27.5, 31.25, 35, 38.75, 42.5, 46.25, 50]
    assert (frame.baseline[0], frame.value[4], frame.forecast[4], frame.needed[4]) == (20, 35, 35, 35)
    end = frame.iloc[-1]
    assert (end.target, end.forecast, end.needed, end.forecast_printed) == (50, 50, 50, "50")
    assert frame.said[1] == "not reported" and frame.said[4] == "35 (simulated data)"
    rows = table_behind(next(one for one in walk(page(FOUNDATIONS)) if getattr(one, "className", "") == "chart"))
    assert " ".join(rows[4].split()) == "fourth quarter 2024 35 (simulated data) 35 35 35"


def test_a_sum_that_lacks_regions_is_no_value_of_the_trend(loaded_sqlite: Database) -> None:
    take_in_simulated(loaded_sqlite, (("区划", "4A5A等级"), ("苍南", 45)), Choice(None, Period(2025, 1)))
    last = trend_frame(cell("rated_4a5a", period="2025Q1"), Period(2025, 4)).iloc[5]
    assert (last.partial, last.said) == (45, "45 (not all regions, simulated data)")
    assert last.isna().value


def test_a_year_is_a_line_of_its_own(loaded_sqlite: Database) -> None:
    take_in_city(loaded_sqlite, (("公益创投投入资金(万元)", 400),), Period(2024, 2))
    frame = trend_frame(cell("venture_funding", period="2024Q2"), Period(2025, 4))
    assert list(frame.stretch) == [2023, *[2024] * 4, *[2025] * 4]
    assert list(frame.scheduled[1:6]) == [234.375, 468.75, 703.125, 937.5, 250]
    # What is needed leads to the year's milestone, not to the target.
    assert list(frame.needed.dropna()) == [400, 937.5]
    assert frame.needed[4] == 937.5


def test_a_target_with_a_date_of_its_own_ends_its_trend_there(loaded_sqlite: Database, wenzhou: Plan) -> None:
    early = [replace(one, target="2025年6月底前达到500个") if one.indicator == "rated_4a5a" and one.region == ROOT else one
             for one in wenzhou.targets]  # fmt: skip
    store(loaded_sqlite, replace(wenzhou, targets=tuple(early)))
    with reading() as session:
        assessment = load_assessment(session, Address(period=Period(2024, 4)))
        row = assessment.cell("rated_4a5a", ROOT)
        assert row is not None
        assert target_period(assessment, row) == Period(2025, 2)
        frame = trend_frame(row, target_period(assessment, row))
    assert len(frame) == 7 and frame.iloc[-1].target == 500
    assert "by second quarter 2025" in said(page("rated_4a5a"), "finding")[0]


def test_regions_are_drawn_with_their_schedule_and_those_that_lack_a_value_without() -> None:
    frame = regions_frame(_below("rated_4a5a"), Address()).set_index("region")
    cangnan = frame.loc["苍南"]
    assert (cangnan.baseline, cangnan.scheduled, cangnan.value, cangnan.target) == (34, 42, 36, 50)
    assert (cangnan.lacking, cangnan.light, cangnan.tile) == (14 / 50, "red", "B5")
    # Nothing lacks where the target is met; a target below its baseline has no schedule.
    assert frame.loc["龙港"].lacking == 0 and frame.isna().scheduled["龙港"]
    foundations = regions_frame(_below(FOUNDATIONS), Address()).set_index("region").loc["市本级"]
    assert (foundations.value_printed, foundations.target_printed) == ("n/a", "")


def test_a_province_that_lacks_counties_is_drawn_without_a_value() -> None:
    row = cell("rated_4a5a", CANGNAN)
    partial = replace(row, judgement=replace(row.judgement, is_partial=True))
    whole, lacking = (regions_frame([one], Address()).loc[0] for one in (row, partial))
    assert (whole.value, lacking.value, lacking.value_printed) == (36, None, "36")


def test_each_region_has_a_tile_that_leads_to_it_with_the_choices_kept() -> None:
    shown = page("rated_4a5a")
    tiles = [one for one in walk(shown) if "tile" in str(getattr(one, "className", "")).split()]
    assert len(tiles) == 13
    assert {one.href for one in tiles} >= {"/district/330327?period=2024Q4"}
    (cangnan,) = (one for one in tiles if "苍南" in text_of(one))
    assert cangnan.title == "苍南: far behind · simulated data"


def test_a_page_says_how_it_is_judged() -> None:
    text = text_of(page("healthy_rate"))
    assert "超过90%, read as: more than 90%; at the end of the plan" in text
    assert "straight from the baseline to the target" in text
    assert "Lights by rule set 1" in text and "/method?period=2024Q4" in links(page("healthy_rate"))


def test_a_plan_with_its_own_yearly_figures_says_so(loaded_sqlite: Database, wenzhou: Plan) -> None:
    milestone = Milestone("rated_4a5a", ROOT, Period(2024, 4), "480", "x")
    store(loaded_sqlite, replace(wenzhou, milestones=(milestone,)))
    assert "the plan's own yearly figures" in text_of(page("rated_4a5a"))
    assert list(trend_frame(cell("rated_4a5a"), Period(2025, 4)).scheduled)[3:6] == [473.25, 480, 485]


def test_a_milestone_has_no_way_to_draw(loaded_sqlite: Database, wenzhou: Plan) -> None:
    assets = wenzhou.indicator_by_code["activity_funding"]
    done = replace(assets, code="hall", number=99, name="新馆", kind="milestone", aggregation="own", unit="", scale=0,
                   places=0, step=0, counted="at_period_end")  # fmt: skip
    target = replace(wenzhou.target_by_cell["activity_funding", ROOT], indicator="hall", baseline="", target="建成")
    plan = replace(wenzhou, indicators=(*wenzhou.indicators, done), targets=(*wenzhou.targets, target))
    store(loaded_sqlite, plan)
    assert "A milestone is done or not: there is no way to draw." in text_of(page("hall"))


def test_an_indicator_that_is_not_passed_down_says_so() -> None:
    assert "The plan does not pass this indicator down" in text_of(page("assets"))
    assert "does not pass" not in text_of(page("rated_4a5a"))


# Why it is not judged


def states(code: str, period: str = "2024Q4") -> list[str]:
    return said(page(code, period), "state-words")


def test_what_cannot_be_assessed_says_why_and_who_can_settle_it() -> None:
    (words,) = states("illegal_organisations")
    assert words == (
        "Not assessable: the plan does not say whether more or less is better. 温州市民政局 can settle it: a reviewer says "
        "below, under “How the target is read”, what is meant."
    )
    assert said(page("illegal_organisations"), "unsettled")


def test_what_is_still_to_come_says_so_in_other_words() -> None:
    (words,) = states("party_coverage_rate")
    assert words.startswith("Not reported yet: the figure appears here once its return is approved.")
    assert not said(page("party_coverage_rate"), "unsettled")
    assert links(page("party_coverage_rate"))["/?period=2024Q4"] == "Who has reported"


def test_what_is_not_complete_says_who_is_missing(loaded_sqlite: Database) -> None:
    take_in_simulated(
        loaded_sqlite,
        (("区划", "4A5A等级"), *((name, 50) for name in ("市本级", *_REGIONS[1:10]))),
        Choice(None, Period(2025, 1)),
    )
    (words,) = states("rated_4a5a", "2025Q1")
    assert words.startswith("Not complete yet: 10 of 13 regions are approved; not yet: 鹿城, 苍南, 龙港.")


@pytest.mark.parametrize(
    ("status", "changes", "words"),
    [
        (
            "no_baseline",
            {"gap": "missing_baseline"},
            "no baseline. Only the distance to the target is shown. 温州市民政局",
        ),
        ("target_below_baseline", {"gap": "target_below_baseline"}, "Not counted as achieved: the target is worse"),
        ("not_assessable", {"gap": "missing_denominator"}, "Whoever reports it (the regions) can settle it"),
        ("not_assessable", {"gap": "unit_does_not_match"}, "in a new version that is brought in"),
        ("not_reported", {"value_gap": "no_value"}, "It was reported as “-”: there is no figure. Whoever reports it"),
        ("not_due", {}, "Nothing is asked for in this period."),
        ("not_applicable", {}, "The plan says that it does not apply here."),
    ],
)
def test_every_state_has_its_own_words(status: str, changes: dict[str, str], words: str) -> None:
    row = cell("rated_4a5a")
    missing = replace(row.completion, value=None, gap=changes.get("gap", "not_reported"))
    changed = replace(
        row, judgement=replace(row.judgement, status=status), value_gap=changes.get("value_gap"), completion=missing,
        progress=missing, lead=missing,
    )  # fmt: skip
    assert words in text_of(not_judged(changed, (), Address()))


def test_what_is_judged_needs_no_such_words() -> None:
    assert states("rated_4a5a") == []
    assert states("rated_4a5a", "2023Q4") == []


# Boundaries


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    """A file of the bureau's own, which the settings name."""
    database, settings = current_app.extensions["dabiao"]
    file = tmp_path / "own.geojson"
    current_app.extensions["dabiao"] = (database, replace(settings, geojson=file))
    return file


def write(file: Path, code: str) -> None:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": shape}]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def maps(shown: Component) -> int:
    return len(said(shown, "outlines"))


def test_boundaries_of_the_bureaus_own_are_drawn_beside_the_tiles(boundaries: Path) -> None:
    assert maps(page("rated_4a5a")) == 0
    write(boundaries, CANGNAN)
    shown = page("rated_4a5a")
    assert maps(shown) == 1 and len(said(shown, "tile")) == 13
    assert "Tiles alone are shown." not in text_of(shown)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, "Tiles alone are shown. own.geojson cannot be read: No such file or directory."),
        ("110000", "Tiles alone are shown. The file of boundaries has none of these regions."),
    ],
)
def test_boundaries_that_cannot_be_drawn_are_said_and_stop_nothing(
    boundaries: Path, code: str | None, words: str
) -> None:
    if code:
        write(boundaries, code)
    shown = page("rated_4a5a")
    assert words in text_of(shown)
    assert (maps(shown), len(said(shown, "tile"))) == (0, 13)


def test_leaders_are_not_told_of_a_file_they_did_not_put_in(boundaries: Path, as_leader: None) -> None:
    assert "own.geojson" not in text_of(page("rated_4a5a"))
