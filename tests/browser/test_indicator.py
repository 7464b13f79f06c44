"""An indicator's page in a real browser: charts that fit and say what they show, tables behind them, boundaries of one's own."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from common.settings import Settings
from data.database import Database
from tests.browser.conftest import Watched
from tests.layouts.test_figures import SQUARE
from tests.quarters import take_in_quarters

PATH = "/indicator/rated_4a5a"


@pytest.fixture(autouse=True)
def later(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """An installation that brings a boundary of its own: a made-up square for 苍南."""
    file = tmp_path / "own.geojson"
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    feature = {"type": "Feature", "properties": {"adcode": 330327}, "geometry": shape}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return replace(settings, geojson=file)


def test_boundaries_are_drawn_and_nothing_is_asked_of_the_outside(page: Page, watched: Watched) -> None:
    page.goto(PATH)
    outlines = page.locator(".outlines .js-plotly-plot")
    expect(outlines.locator(".fills path, .js-fill")).to_have_count(1)
    expect(outlines).to_contain_text("苍南")
    page.wait_for_load_state("networkidle")
    assert watched.faults == []


@pytest.mark.parametrize("width", [360, 1440])
def test_a_chart_stays_within_its_card_and_no_label_is_cut(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(PATH)
    expect(page.locator(".js-plotly-plot").nth(2)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_CUT) == []


# The labels of a chart that stand out of it.
_CUT = """
() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('.annotation-text, .xtick text, .ytick text')].filter(label => {
    const box = label.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  }).map(label => label.textContent);
})
"""


def test_the_table_behind_a_chart_opens_by_keyboard(page: Page) -> None:
    page.goto(PATH)
    behind = page.locator("details.behind").first
    expect(behind.locator("table")).to_be_hidden()
    behind.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(behind.get_by_role("row").nth(1)).to_contain_text("453")


def test_a_tile_leads_to_its_region(page: Page) -> None:
    page.goto(PATH)
    page.locator(".tile", has_text="苍南").click()
    expect(page.get_by_role("heading", level=1, name="苍南县")).to_be_visible()
