"""Pages as trees of components: what they say, and what they say when they cannot."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from dash.development.base_component import Component

from common.language import use_language
from common.numbers import print_percent
from common.viewer import Viewer
from data.database import Database
from data.plan_store import save_plan
from data.printing import _measure
from data.results import Measure
from etl.keeping import Upload
from etl.table import Choice
from indicators.plan import Plan
from layouts import district, indicator, overview, shell, source_panel
from layouts.address import Address
from layouts.edge import load_assessment, reading
from layouts.figures.graph import graph
from layouts.theme import THEMES
from tests.etl.workbooks import book, setting, table_2
from tests.layouts.components import links, text_of, walk
from tests.taking import take

pytestmark = pytest.mark.usefixtures("request_context")

Page = Callable[..., Component]


def numbers(page: Component) -> dict[str, str]:
    """The printed figures of a page, by the address of their source panels."""
    return {href: text for href, text in links(page).items() if href.startswith("#source=")}


def test_the_overview_shows_all_indicators_and_all_regions() -> None:
    page = overview.layout()
    shown = numbers(page)
    assert [shown[f"#source={figure}:jobs:330300"] for figure in ("baseline", "value", "target", "completion")] == [
        "5.0", "5.0", "6", "83.3%",
    ]  # fmt: skip
    assert shown["#source=completion:charities:330327"] == "7 / 19\n36.8%"
    assert shown["#source=completion:charities:330383"] == "21 / 8\n262.5%"
    assert shown["#source=completion:healthy_rate:330300"] == "no figure"
    assert shown["#source=target:healthy_rate:330300"] == "超过90%"
    assert len([href for href in links(page) if href.startswith("/indicator/")]) == 22
    assert len([href for href in links(page) if href.startswith("/district/")]) == 13
    assert "22 indicators, 9 of them binding: 14 can be set against their target, 8 cannot yet." in text_of(page)


def test_a_district_shows_its_indicators_and_why_not() -> None:
    page = district.layout(region_code="330327")
    assert "苍南县" in text_of(page)
    assert numbers(page)["#source=value:rated_4a5a:330327"] == "34"
    assert "the plan sets no target here" in text_of(page)


def test_an_indicator_shows_the_whole_its_own_figure_and_every_region() -> None:
    page = indicator.layout(indicator_code="community_foundations")
    text = text_of(page)
    assert numbers(page)["#source=own_value:community_foundations:330300"] == "21"
    assert "its regions add up to 20. The two do not agree, please check." in text
    assert "龙湾, 龙港 are furthest from their targets" in text
    assert "温民社组〔2024〕56号" in text


def test_an_indicator_of_the_whole_alone_has_no_regions() -> None:
    page = indicator.layout(indicator_code="activity_funding")
    assert numbers(page)["#source=completion:activity_funding:330300"] == "50.0%"
    assert not [href for href in links(page) if href.startswith("/district/")]


@pytest.mark.parametrize("code", ["jobs", "parks", "healthy_rate", "cases_handled", "party_organisations"])
def test_every_kind_of_indicator_has_a_page(code: str) -> None:
    assert "#source=value:" in " ".join(links(indicator.layout(indicator_code=code)))


def test_an_address_nobody_promised_does_no_harm() -> None:
    assert "#source=value:jobs:330300" in links(overview.layout(utm_source="x", plan="wenzhou-2025"))


@pytest.mark.parametrize("query", [{"x_code": "1"}, {"region_code": "330303"}, {"period": ["x", "2023Q4"]}])
def test_an_odd_query_does_no_harm(query: dict[str, Any]) -> None:
    assert "#source=value:jobs:330300" in links(overview.layout(**query))


def test_with_two_plans_one_is_chosen_and_kept(loaded_sqlite: Database, wenzhou: Plan) -> None:
    with loaded_sqlite.writing() as session:
        save_plan(session, replace(wenzhou, slug="other"), Viewer("r", "operator"))
        session.commit()
    assert {"?plan=other", "?plan=wenzhou-2025"} <= set(links(overview.layout()))
    assert "/review?plan=other" in links(shell.navigation("?plan=other"))
    assert "/district/330327?plan=wenzhou-2025" in links(overview.layout(plan="wenzhou-2025"))


def test_a_value_is_never_printed_as_the_target_it_has_not_met(loaded_sqlite: Database) -> None:
    rows: list[list[object]] = [
        ["区划", "健康社会组织率", "4A5A等级"],
        ["", "2024年", "2024年"],
        ["苍南", 0.8996, 49999],
    ]
    content = book(rows, formats={"B3": "0.00%"})
    upload, choice = Upload("r.xlsx", content, Viewer("r", "operator")), Choice(explanation="made up for tests")
    take(loaded_sqlite, upload, choice, upto="approved")
    shown = numbers(district.layout(region_code="330327"))
    assert shown["#source=value:healthy_rate:330327"] == "89.96%"
    assert shown["#source=completion:healthy_rate:330327"] == "99.96%"


def test_figures_that_are_not_the_same_never_print_the_same() -> None:
    def printed(fraction: Fraction) -> str:
        return _measure(Measure(fraction, None), print_percent, (Fraction(0), Fraction(1)))

    assert printed(Fraction(-4, 10000)) == "-0.04%"
    assert printed(Fraction(9996, 10000)) == "99.96%"
    assert [printed(Fraction(whole)) for whole in (0, 1)] == ["0.0%", "100.0%"]


def test_what_the_city_published_itself_stands_beside_its_regions_sum() -> None:
    shown = numbers(overview.layout())
    assert shown["#source=own_value:community_foundations:330300"] == "21"
    assert "#source=own_value:charities:330300" not in shown


def test_choices_stay_in_the_links() -> None:
    shown = links(overview.layout(period="2023Q4", **{"as-of": "2999-12-31"}))
    assert "/district/330327?period=2023Q4&as-of=2999-12-31" in shown
    assert "/briefings/briefing.pdf?period=2023Q4&as-of=2999-12-31" in shown


def test_other_periods_are_offered(loaded_sqlite: Database) -> None:
    upload = Upload("r.xlsx", book([["区划", "4A5A等级"], ["", "2024年一季度"], ["苍南", 36]]), Viewer("r", "operator"))
    take(loaded_sqlite, upload, Choice(), upto="approved")
    page = overview.layout()
    assert links(page)["?period=2023Q4"] == "fourth quarter 2023"
    assert numbers(page)["#source=completion:rated_4a5a:330327"] == "36 / 50\n72.0%"
    assert numbers(page)["#source=completion:rated_4a5a:330300"] == "part reported"
    assert "1 of 13 regions approved" in text_of(page)
    assert "13 of 13 regions approved" in text_of(overview.layout(period="2023Q4"))


def test_pages_are_chinese_without_a_word_of_english_left() -> None:
    use_language("zh")
    for page in (overview.layout(), district.layout(region_code="330327"), indicator.layout(indicator_code="jobs")):
        left = {word for word in text_of(page).replace("（", " ").split() if word.isascii() and word.isalpha()}
        assert left <= {"PDF", "Excel"}, left


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("#source=value:rated_4a5a:330327", ("34 个", "table2_counties.xlsx", "表2", "E15", "the command line")),
        ("#source=value:rated_4a5a:330300", ("453 个", "13 of 13 regions", "E15", "E16")),
        ("#source=own_value:community_foundations:330300", ("21 家", "table1_indicators.xlsx", "C5")),
        ("#source=baseline:jobs:330327", ("0.5 万个", "table2_counties.xlsx", "C15", "Plan version")),
        ("#source=baseline:jobs:330300", ("5.0 万个", "C15", "C16")),
        ("#source=target:healthy_rate:330300", ("超过90%", "table1_indicators.xlsx", "D7", "温民社组〔2024〕56号")),
        ("#source=completion:charities:330327", ("7 ÷ 19 = 36.8%", "G15", "F15")),
        ("#source=progress:jobs:330300", ("(5.0 − 5.0) ÷ (6 − 5.0) = 0.0%",)),
        ("#source=completion:party_organisations:330300", ("every one of them", "2355", "应建尽建")),
        ("#source=value:healthy_rate:330327", ("unreported", "Nothing was reported for this period.")),
    ],
)
def test_the_panel_says_where_a_figure_comes_from(fragment: str, said: tuple[str, ...]) -> None:
    shown = source_panel.follow(fragment, "", closed_by_hand=False)
    assert shown.is_open
    for words in said:
        assert words in text_of(shown.content), words


def panel_text(fragment: str, search: str = "") -> str:
    return text_of(source_panel.follow(fragment, search, closed_by_hand=False).content)


def test_a_panel_says_what_the_figure_is_and_how_its_target_is_read() -> None:
    shown = panel_text("#source=completion:healthy_rate:330327")
    assert "Value ÷ target. It decides no light" in shown
    assert "超过90%" in shown
    assert "more than 90%" in shown
    assert "Read as" not in panel_text("#source=value:healthy_rate:330327")


def test_a_panel_names_every_approval_of_a_figure_that_was_approved_again(loaded_sqlite: Database) -> None:
    fragment = "#source=value:rated_4a5a:330327"
    assert "Every approval" not in panel_text(fragment)
    upload = Upload("r.xlsx", table_2(setting(E15=35, E17=454)), Viewer("r", "operator"))
    take(loaded_sqlite, upload, Choice(), upto="approved", reason="漏报")
    shown = panel_text(fragment)
    assert (
        shown.index("Value 34 · ") < shown.index("revision 1") < shown.index("Value 35 · ") < shown.index("revision 2")
    )
    assert "Every approval" not in panel_text(fragment, "?as-of=2020-01-01")


def test_every_number_on_every_page_opens_a_panel() -> None:
    pages = [overview.layout(), *(district.layout(region_code=code) for code in ("330300", "330300-0", "330327"))]
    pages += [indicator.layout(indicator_code=code) for code in ("jobs", "community_foundations", "cases_handled")]
    fragments = {href for page in pages for href in numbers(page)}
    assert len(fragments) > 400
    with reading() as session:
        assessment = load_assessment(session, Address())
    for fragment in fragments:
        figure, code, region = fragment.removeprefix("#source=").split(":")
        row = assessment.cell(code, region)
        assert row is not None, fragment
        assert text_of(source_panel.panel(assessment, row, figure)), fragment


@pytest.mark.parametrize("fragment", [None, "", "#content", "#sources"])
def test_a_fragment_of_another_kind_opens_nothing(fragment: str | None) -> None:
    assert source_panel.follow(fragment, "", closed_by_hand=False)[:3] == source_panel.CLOSED[:3]


def test_a_fragment_that_leads_to_a_place_on_the_page_is_left_as_it_is() -> None:
    assert source_panel.follow("#cell-0-B6", "", closed_by_hand=False) == (False, "", None, "#cell-0-B6")


def test_the_panel_closes_by_hand() -> None:
    assert source_panel.follow("#source=value:jobs:330300", "", closed_by_hand=True) == source_panel.CLOSED


def test_no_chart_offers_to_upload_itself() -> None:
    graphs = [one for one in walk(indicator.layout(indicator_code="jobs")) if type(one).__name__ == "Graph"]
    assert graphs
    for one in graphs:
        assert one.config["displayModeBar"] is False
        assert one.config["showSendToCloud"] is False
        assert one.config["modeBarButtonsToRemove"] == ["sendChartToCloud"]
    assert getattr(graph({}, "words"), "aria-label") == "words"


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_readable_on_their_ground(theme: str) -> None:
    colours = THEMES[theme]
    for ground in ("card", "paper"):
        for name in ("ink", "second-ink", "accent", "green", "red", "yellow-ink"):
            assert _contrast(colours[name], colours[ground]) >= 4.5, name
        for name in ("green", "yellow", "red", "grey"):
            assert _contrast(colours[name], colours[ground]) >= 3, name
    assert _contrast(colours["on-accent"], colours["accent"]) >= 4.5
    for marked in ("marked-hard", "marked-soft", "marked-note"):
        assert _contrast(colours["ink"], colours[marked]) >= 4.5, marked


def test_both_themes_have_the_same_colours() -> None:
    assert len({frozenset(colours) for colours in THEMES.values()}) == 1


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_as_of_a_later_day_shows_the_correction(loaded_sqlite: Database) -> None:
    upload = Upload("r.xlsx", table_2(setting(E15=35, E17=454)), Viewer("r", "operator"))
    take(loaded_sqlite, upload, Choice(), upto="approved", reason="漏报")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert numbers(overview.layout(**{"as-of": tomorrow}))["#source=completion:rated_4a5a:330327"].startswith("35 /")
