"""Search in a real browser: by keyboard and by mouse, with the choices kept, on a phone too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.test_access import faults


def test_somebody_types_a_county_and_presses_enter(page: Page, watched: Watched) -> None:
    page.goto("/?period=2023Q4")
    field = page.get_by_role("combobox", name="查找指标、区划")
    field.click()
    page.keyboard.type("苍南")
    expect(page.get_by_role("option", name="苍南县 330327", selected=True)).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    assert page.url.endswith("/district/330327?period=2023Q4")
    expect(field).to_have_value("")
    expect(page.get_by_role("option")).to_have_count(0)
    assert watched.faults == []


def test_who_presses_enter_before_the_answer_has_come_goes_there_all_the_same(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="查找指标、区划")
    field.click()
    page.keyboard.type("龙湾")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("龙湾区")


def test_the_arrows_choose_and_escape_ends_it(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="查找指标、区划")
    field.click()
    page.keyboard.type("慈善")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("option", selected=True)).to_have_text("2 慈善组织数")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_text("19 年开展公益慈善活动场次")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("2 慈善组织数")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("慈善")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option")).to_have_count(2)


def test_nothing_found_is_said_and_enter_goes_nowhere(page: Page) -> None:
    page.goto("/method")
    field = page.get_by_role("combobox", name="查找指标、区划")
    field.click()
    page.keyboard.type("zzzz")
    expect(page.get_by_role("status").filter(has_text="没有名为“zzzz”的")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("/method")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_answers_fit_and_can_be_pressed(page: Page, watched: Watched, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.get_by_role("combobox", name="查找指标、区划").fill("1")
    option = page.get_by_role("option", name="14 信用管理")
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = option.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 36
    option.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("信用管理")
    assert watched.faults == []


@pytest.mark.parametrize("written", ["1", "zzzz"])
def test_the_open_list_can_be_read_by_everybody(page: Page, written: str) -> None:
    page.goto("/method")
    page.get_by_role("combobox", name="查找指标、区划").fill(written)
    expect(page.locator("#search-list")).to_have_attribute("data-written", written)
    assert faults(page) == []
