"""A county's page in a real browser: its first words, small trends that fit and stay the same, a way to a neighbour."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

Go = Callable[..., Visit]
COUNTY = "/district/330303?period=2025Q2"


def columns(page: Page) -> int:
    """How many small trends stand beside one another."""
    boxes = [one.bounding_box() for one in page.locator(".small-trend").all()]
    tops = [box["y"] for box in boxes if box]
    return tops.count(tops[0])


@pytest.mark.parametrize(("width", "beside"), [(360, 1), (768, 2), (1440, 3)])
def test_small_trends_stand_beside_one_another_as_there_is_room(visit: Go, width: int, beside: int) -> None:
    visited = visit(COUNTY, width=width)
    page = visited.page
    expect(page.locator(".small-trend .main-svg").first).to_be_visible()
    assert columns(page) == beside
    # One indicator has no target: that is said, and not drawn.
    assert page.locator(".small-trend").count() == 6
    assert page.locator(".small-trend .js-plotly-plot").count() == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visited.watched.faults == []


def test_whether_it_reported_and_how_it_stands_is_read_without_scrolling(visit: Go) -> None:
    page = visit(COUNTY).page
    first = page.locator(".coverage")
    expect(first).to_contain_text(re.compile(r"^本期已审定 ?报送 2025-07-08 .*截止日 2025-07-15"))
    said = page.locator(".summary")
    expect(said).to_contain_text("滞后的有2项：慈善组织数（现值")
    expect(said).to_contain_text("本期按时报送，已审定。")
    for part in (first, said):
        box = part.bounding_box()
        assert box and box["y"] + box["height"] < 900


def test_the_figures_of_the_trends_can_be_read_as_a_table(visit: Go) -> None:
    page = visit(COUNTY).page
    table = page.locator("details", has=page.locator("summary", has_text="图中数据"))
    expect(table.get_by_role("row")).to_have_count(0)
    table.locator("summary").click()
    expect(table.get_by_role("row")).to_have_count(7)
    expect(table.get_by_role("row").filter(has_text="社会组织园区")).to_contain_text("无目标")


def test_from_county_to_county_with_the_choices_kept(visit: Go) -> None:
    page = visit(COUNTY).page
    page.get_by_role("link", name="瓯海 →").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("瓯海区")
    assert page.url.endswith("/district/330304?period=2025Q2")
    page.locator(".neighbours summary").click()
    page.locator(".neighbours").get_by_role("link", name="龙港", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("龙港市")


def test_the_trends_are_drawn_in_the_colours_of_the_night(visit: Go) -> None:
    page = visit(COUNTY, theme="dark").page
    background = page.locator(".small-trend .main-svg").first
    expect(background).to_be_visible()
    expect(background).to_have_css("background-color", "rgb(26, 33, 38)")
