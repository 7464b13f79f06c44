"""A later quarter in a real browser: lights that fit and are named, the lead's panel, and saying how a target is meant."""

import pytest
from playwright.sync_api import Page, expect

from data.database import Database
from tests.browser.conftest import Watched, be
from tests.quarters import take_in_quarters

PAGES = ("/", "/district/330327", "/indicator/rated_4a5a", "/indicator/illegal_organisations", "/method")


@pytest.fixture(autouse=True)
def later(loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)


@pytest.mark.parametrize("path", PAGES)
def test_a_judged_page_fits_every_window_and_asks_nothing_of_the_outside(
    page: Page, watched: Watched, path: str
) -> None:
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.faults == []


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_level_at_a_time_and_fields_have_names(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    levels = page.evaluate("[...document.querySelectorAll('main h1,main h2,main h3')].map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    nameless = (
        "[...document.querySelectorAll('main input:not([type=hidden])')].filter(one => !one.labels.length).length"
    )
    assert page.evaluate(nameless) == 0


def test_a_light_in_the_matrix_is_named(page: Page) -> None:
    page.goto("/")
    row = page.locator("table").nth(1).get_by_role("row").filter(has_text="苍南")
    expect(row.get_by_role("img", name="严重滞后 · 预警")).to_have_count(2)
    expect(page.get_by_text("规划期已过 50.0%")).to_be_visible()


def test_a_lead_opens_its_formula(page: Page, watched: Watched) -> None:
    page.goto("/district/330327")
    page.locator('a[href="#source=lead:charities:330327"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("16.7% − 50.0% = -33.3 个百分点")
    assert watched.faults == []


def test_a_reviewer_says_how_a_target_is_meant_and_the_page_follows(page: Page, watched: Watched) -> None:
    page.goto("/indicator/illegal_organisations")
    expect(page.get_by_text("口径未定").first).to_be_visible()
    page.get_by_role("textbox", name="方向（适用于全部区划）").click()
    page.get_by_role("option", name="越少越好").click()
    page.get_by_label("备注").fill("市局办公会")
    page.get_by_role("button", name="设定方向").click()
    expect(page.locator("#reading-result")).to_contain_text("已记录")
    page.get_by_label("读作").fill("不知道")
    page.get_by_role("button", name="确认读法").click()
    expect(page.locator("#reading-result")).to_contain_text("无法识别为目标")
    page.get_by_label("读作").fill("不超过10家")
    page.get_by_role("button", name="确认读法").click()
    expect(page.locator("#readings")).to_contain_text("不高于 10 家")
    page.get_by_role("link", name="重新载入").click()
    expect(page.locator("#readings")).to_contain_text("市局审核员（演示）")
    expect(page.get_by_text("基期已达标").first).to_be_visible()
    assert watched.faults == []


def test_a_leader_has_no_form(page: Page) -> None:
    be(page, "leader", "/indicator/illegal_organisations")
    expect(page.get_by_role("heading", name="目标口径")).to_be_visible()
    expect(page.get_by_role("button", name="确认读法")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/indicator/healthy_rate"])
def test_a_warning_in_english_is_not_cut(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/language/en")
    page.goto(path)
    frame = page.locator("main .frame:visible").filter(has_text="warning").first
    expect(frame.get_by_text("warning").first).to_be_visible()
    assert frame.evaluate(_HIDES) == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("figure", ["value", "baseline"])
def test_the_panel_of_a_sum_has_room_for_every_column(page: Page, width: int, figure: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/#source={figure}:rated_4a5a:330300")
    frame = page.get_by_role("dialog").locator(".frame")
    expect(frame.get_by_text("苍南")).to_be_visible()
    assert frame.evaluate(_HIDES) == 0


# How many pixels of a frame's content lie outside it.
_HIDES = "frame => frame.scrollWidth - frame.clientWidth"
