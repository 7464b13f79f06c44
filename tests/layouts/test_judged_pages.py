"""Pages of a later quarter: status, light, lead, what is left, and the formula behind each."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from common.language import use_language
from common.periods import Period
from common.settings import PROJECT_FOLDER
from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from data.results import Judgement, Measure
from etl.table import Choice
from indicators.plan import Milestone, Plan
from indicators.rules import Thresholds
from layouts import district, examples, indicator, method, overview, shell, source_panel
from layouts.address import Address
from layouts.components import light, small_light
from layouts.edge import load_assessment, reading
from layouts.formulas import formula
from layouts.numbers import FIGURES
from tests.layouts.components import links, text_of, walk
from tests.quarters import take_in_city, take_in_quarters, take_in_simulated


@pytest.fixture(autouse=True)
def later(loaded_sqlite: Database, request_context: None) -> None:
    """The quarters of 2024 beside the baseline, and a request to be in."""
    take_in_quarters(loaded_sqlite)


def said_by(code: str, region: str, figure: str, period: Period | None = None) -> str:
    """A figure's formula."""
    with reading() as session:
        assessment = load_assessment(session, Address(period=period))
    row = assessment.cell(code, region)
    assert row is not None
    return formula(assessment, row, figure)


def row_of(page: object, name: str) -> str:
    """The text of the table row in which a name stands first."""
    rows = [text_of(one) for one in walk(page) if type(one).__name__ == "Tr"]
    return next(row for row in rows if row.startswith(name))


def test_the_overview_tells_status_lead_time_and_classes() -> None:
    page = overview.layout()
    text = text_of(page)
    assert "50.0% of the plan's time has run (4 of 8 quarters)" in text
    shown = {
        name: " ".join(row_of(page, name).split())
        for name in ("15 4A5A", "9 党建入章率", "18 公益创投资助项目数", "22 ")
    }
    # Binding or not, status, the lights of the quarters before; then the figures.
    assert "个 binding ● roughly on schedule ○ ▲ ○ 453 474 500 94.8%" in shown["15 4A5A"]
    assert shown["15 4A5A"].endswith("44.7% -5.3")
    assert "▲ behind warning" in shown["9 党建入章率"] and shown["9 党建入章率"].endswith("-30.0")
    assert "■ far behind" in shown["18 公益创投资助项目数"] and shown["18 公益创投资助项目数"].endswith("-40.9")
    assert "○ without baseline" in shown["22 "] and shown["22 "].endswith("no base")
    classes = " ".join(text_of(next(one for one in walk(page) if getattr(one, "className", "") == "class-bar")).split())
    assert classes.startswith("● achieved early 2 1 binding ● ahead 1")
    assert "● on schedule 2" in classes and "▲ behind 1 1 binding" in classes
    assert "Lights by rule set 1; lead in percentage points: ≥+10 ahead, ≥0 on schedule" in text
    assert "/method" in links(page)


def test_binding_indicators_that_warn_are_called_out() -> None:
    (warnings,) = [one for one in walk(overview.layout()) if getattr(one, "className", None) == "warnings"]
    assert "党建入章率   behind   -30.0 percentage points" in text_of(warnings)
    assert "非法组织处置数   not assessable" in text_of(warnings)
    assert "公益创投资助项目数" not in text_of(warnings)
    assert "Warnings" not in text_of(overview.layout(period="2023Q4"))


def test_every_cell_of_the_matrix_has_its_light_with_a_name() -> None:
    matrix = [one for one in walk(overview.layout()) if type(one).__name__ == "Tbody"][-1]
    names = [getattr(one, "aria-label", None) for one in walk(matrix)]
    lights = [name for name in names if name]
    assert len(lights) == 13 * 6
    assert "far behind · warning" in lights
    assert lights.count("not applicable") == 1


def test_the_baseline_period_has_no_lights() -> None:
    page = overview.layout(period="2023Q4")
    assert "This is the baseline period: nothing is judged yet." in text_of(page)
    assert not {"Lead (points)", "Status"} & {text_of(one) for one in walk(page) if type(one).__name__ == "Th"}
    assert not [one for one in walk(page) if "shape green" in str(getattr(one, "className", ""))]
    assert "Lights by rule set" not in text_of(indicator.layout(indicator_code="charities", period="2023Q4"))


def test_a_district_tells_what_is_left_and_what_each_quarter_needs() -> None:
    page = district.layout(region_code="330327")
    shown = " ".join(row_of(page, "2 慈善组织数").split())
    assert shown == "2 慈善组织数 个 binding ■ far behind warning ○ ▲ ○ 7 9 19 47.4% 16.7% -33.3 10 2.5"
    assert " ".join(row_of(page, "3 社区发展基金会").split()).endswith("50.0% +0.0 1 0.3")
    assert row_of(district.layout(region_code="330302"), "3 社区发展基金会").endswith("+50.0 nothing left nothing left")


def test_an_indicator_tells_its_history_and_how_its_regions_stand() -> None:
    page = indicator.layout(indicator_code="rated_4a5a")
    text = text_of(page)
    assert (
        "second quarter 2024 ▲ behind made up since warning 457 simulated data third quarter 2024 ○ not reported"
        in text
    )
    assert "Pooled 94.8%" in text and "Capped 92.2%" in text
    assert "Regions that meet their target 5 of 13 Each region counts as one, 3 of those" in text
    assert row_of(page, "苍南 34 36 50 72.0% 12.5% 14 3.5").endswith("-37.5 ■ far behind warning")
    assert "too few points" in text
    rings = [one for one in walk(page) if getattr(one, "className", None) == "shape yellow recovered"]
    assert len(rings) == 1


@pytest.mark.parametrize("code", ["rated_4a5a", "jobs", "healthy_rate", "illegal_organisations"])
def test_a_page_can_be_sent_to_a_browser(code: str) -> None:
    assert json.dumps(indicator.layout(indicator_code=code), cls=PlotlyJSONEncoder)


@pytest.mark.parametrize(
    ("code", "region", "figure", "said"),
    [
        ("rated_4a5a", "330300", "lead", "44.7% − 50.0% = -5.3 percentage points"),
        ("charities", "330327", "lead", "16.7% − 50.0% = -33.3 percentage points"),
        ("jobs", "330300", "lead", "56.0% − 50.0% = +6.0 percentage points"),
        ("rated_4a5a", "330300", "schedule", "4 of 8 quarters = 50.0%"),
        ("venture_funding", "330300", "schedule", "1 of 2 years = 50.0%"),
        ("rated_4a5a", "330300", "remaining", "500 − 474 = 26 个"),
        ("rated_4a5a", "330300", "needed", "26 ÷ 4 quarters left = 6.5 个"),
        ("charities", "330300", "remaining", "nothing is left to do"),
        ("charities", "330300", "needed", "nothing is left to do"),
        ("party_charter_rate", "330300", "remaining", "95% − 91.0% = 4.0%"),
        ("rated_4a5a", "330300", "forecast", "fewer than four comparable points"),
        ("illegal_organisations", "330300", "lead", "the plan does not say whether more or less is better"),
    ],
)
def test_a_formula_has_its_figures_put_in(code: str, region: str, figure: str, said: str) -> None:
    assert said_by(code, region, figure) == said


def test_within_a_year_the_formulas_are_those_of_the_years_milestone(loaded_sqlite: Database) -> None:
    second = Period(2024, 2)
    take_in_city(loaded_sqlite, (("公益创投投入资金(万元)", 400),), second)
    assert said_by("venture_funding", "330300", "schedule", second) == "2 of the year's 4 quarters = 50.0%"
    assert said_by("venture_funding", "330300", "lead", second) == "400 ÷ 937.5 − 50.0% = -7.3 percentage points"
    assert (
        said_by("venture_funding", "330300", "remaining", second) == "937.5 (the year's milestone) − 400 = 537.5 万元"
    )


def test_a_forecast_says_what_it_rests_on(loaded_sqlite: Database) -> None:
    head = ("区划", "社区发展基金会(家)")
    regions = ("鹿城", "龙湾", "瓯海", "洞头", "乐清", "瑞安", "永嘉", "文成", "平阳", "泰顺", "苍南", "龙港")
    take_in_simulated(loaded_sqlite, (head, *((name, 3) for name in regions)), Choice(None, Period(2024, 3)))
    said = said_by("community_foundations", "330327", "forecast")
    assert said == (
        "3, and on by the mean change of a quarter since the baseline: 4 家 (it informs, and decides no light)"
    )


def test_a_plan_with_its_own_yearly_figures_says_so(loaded_sqlite: Database, wenzhou: Plan) -> None:
    milestone = Milestone("rated_4a5a", "330300", Period(2024, 4), "480", "x")
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, milestones=(milestone,)), Viewer("r", "operator"))
        session.commit()
    assert said_by("rated_4a5a", "330300", "schedule") == "the plan's own yearly figures: 57.4%"
    assert said_by("rated_4a5a", "330300", "lead") == "44.68% − 57.45% = -12.77 percentage points"


def test_every_figure_with_a_link_opens_a_panel() -> None:
    with reading() as session:
        assessment = load_assessment(session, Address())
    pages = [district.layout(region_code="330327"), indicator.layout(indicator_code="jobs"), overview.layout()]
    fragments = {href for page in pages for href in links(page) if href.startswith("#source=")}
    assert {href.removeprefix("#source=").split(":")[0] for href in fragments} >= set(FIGURES) - {"own_value"}
    for fragment in fragments:
        figure, code, region = fragment.removeprefix("#source=").split(":")
        row = assessment.cell(code, region)
        assert row is not None
        assert text_of(source_panel.panel(assessment, row, figure)), fragment


def test_the_panel_of_a_lead_shows_its_steps_and_sources() -> None:
    shown = text_of(source_panel.follow("#source=lead:rated_4a5a:330327", "", closed_by_hand=False).content)
    for words in ("12.5% − 50.0% = -37.5", "(36 − 34) ÷ (50 − 34) = 12.5%", "simulated.xlsx", "B13", "E15"):
        assert words in shown


def test_the_method_prints_the_plans_own_thresholds(loaded_sqlite: Database, wenzhou: Plan) -> None:
    other = replace(wenzhou, thresholds=Thresholds(ahead=12, on_schedule=0, roughly_on_schedule=-8, behind=-25))
    assert "The lag is at most 10 points" in text_of(method.layout())
    with loaded_sqlite.writing() as session:
        save_plan(session, other, Viewer("r", "operator"))
        session.commit()
    text = text_of(method.layout())
    assert "The lead over the schedule is 12 points or more." in text
    assert "The lag is at most 8 points" in text
    assert "≥+12 ahead, ≥0 on schedule, ≥-8 roughly on schedule, ≥-25 behind, below that far behind" in text
    assert row_of(method.layout(), "11 far behind") == "11 far behind ■ red The lag is more than 25 points."
    assert text_of(next(one for one in walk(method.layout()) if type(one).__name__ == "Dl")).count("Plan version 2")


def test_the_methods_example_is_computed_from_the_plans_figures() -> None:
    text = text_of(method.layout())
    assert "温州 · 就业岗位 · fourth quarter 2024" in text
    assert "(5.56 − 5.0) ÷ (6 − 5.0) = 56.0%" in text
    assert "56.0% − 50.0% = +6.0 percentage points" in text
    assert "就业岗位 · fourth quarter 2023" in text_of(method.layout(period="2023Q4"))


def test_the_method_is_reached_from_everywhere_with_the_choices_kept() -> None:
    assert "/method?period=2024Q2" in links(shell.navigation("?period=2024Q2"))
    assert "/method?period=2024Q2" in links(overview.layout(period="2024Q2"))


def test_a_light_says_in_words_what_it_shows_in_colour() -> None:
    judgement = Judgement(
        Period(2026, 1), Fraction(1), "missed", "red", recovered=False, met_late=True, is_warning=True
    )
    assert text_of(light(judgement)) == "■ missed（met late） warning"
    assert getattr(small_light(judgement), "aria-label") == "missed（met late） · warning"
    use_language("zh")
    assert text_of(light(judgement)) == "■ 未实现（逾期达到） 预警"


def test_simulated_figures_are_labelled_on_every_judged_page() -> None:
    pages = [overview.layout(), district.layout(region_code="330327"), indicator.layout(indicator_code="jobs")]
    for page in (*pages, method.layout()):
        assert "simulated data" in text_of(page)


def changed(code: str, figure: str, **changes: Any) -> str:
    """The formula of a figure of an indicator's whole, some of it changed."""
    with reading() as session:
        assessment = load_assessment(session, Address())
    row = assessment.cell(code, "330300")
    assert row is not None
    return formula(assessment, replace(row, **changes), figure)


def measure(over: int, under: int) -> Measure:
    return Measure(Fraction(over, under), None)


def test_a_lead_that_no_decimals_make_add_up_is_about_that() -> None:
    said = changed("rated_4a5a", "lead", progress=measure(1, 6), schedule=measure(1, 3), lead=measure(-1, 6))
    assert said == "16.7% − 33.3% ≈ -16.7 percentage points"


def test_a_range_is_measured_by_its_distance() -> None:
    changes = {"upper_value": Fraction(520), "remaining": measure(26, 1)}
    assert changed("rated_4a5a", "remaining", **changes) == "the nearer bound of 500 − 474 = 26 个"
    said = changed("rated_4a5a", "progress", **changes)
    assert said == "1 − distance of 474 to 500 ÷ distance of 453 = 44.7%"


def test_less_than_the_years_share_is_ahead_where_less_is_better() -> None:
    within = {"period": Period(2024, 2), "value": Fraction(20), "schedule": measure(1, 2)}
    said = changed("illegal_organisations", "lead", **within, lead=measure(1, 4), remaining=measure(60, 1))
    assert said == "50.0% − 20 ÷ 80 = +25.0 percentage points"
    said = changed("illegal_organisations", "lead", **within, lead=measure(-1, 1), remaining=measure(-20, 1))
    assert said == "-100.0 percentage points"


def test_a_target_with_a_date_of_its_own_says_so() -> None:
    said = changed("rated_4a5a", "schedule", schedule=measure(4, 6))
    assert said == "the share of the time up to the target's own date: 66.7%"


def test_the_examples_of_the_method_are_those_of_its_document() -> None:
    """docs/method.md is made from tests/spec, and a test there says that it is as made."""
    shown = examples.examples()
    assert "| title " in shown
    assert "<!--" not in shown
    document = (PROJECT_FOLDER / "docs" / "method.md").read_text("utf-8")
    assert shown.splitlines()[-1] in document
    assert text_of(examples.layout()).startswith("Examples of the method")
