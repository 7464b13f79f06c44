"""The first whole path in a real browser: from a page to the cell a figure came from, and to the document."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Watched

PAGES = (
    "/",
    "/district/330327",
    "/indicator/community_foundations",
    "/returns",
    "/review",
    "/returns/1",
    "/method",
    "/nowhere",
    "/?period=2030Q1",
)


def panel(page: Page) -> str:
    """The text of the open source panel."""
    return page.get_by_role("dialog").inner_text()


def test_from_the_overview_to_a_county_to_the_cell_of_a_figure(page: Page, watched: Watched) -> None:
    page.goto("/")
    page.get_by_role("link", name="苍南").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    page.locator('a[href="#source=value:rated_4a5a:330327"]').click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("table2_counties.xlsx")
    for words in ("苍南 · 4A5A等级 · 现值", "34 个", "表2", "E15", "版次", "审定"):
        expect(dialog).to_contain_text(words)
    assert page.url.endswith("/district/330327#source=value:rated_4a5a:330327")
    assert watched.faults == []


def test_a_panel_opens_and_closes_by_keyboard_and_opens_again(page: Page, watched: Watched) -> None:
    page.goto("/district/330327")
    number = page.locator('a[href="#source=completion:charities:330327"]')
    for _again in range(2):
        number.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("7 ÷ 19 = 36.8%")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert watched.faults == []


def test_an_address_with_a_panel_opens_it(page: Page) -> None:
    page.goto("/#source=value:community_foundations:330300")
    expect(page.get_by_role("dialog")).to_contain_text("12 个区划中 12 个已报")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_anything_of_the_outside(page: Page, watched: Watched, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert watched.faults == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_is_wider_than_its_window(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_english_switch_keeps_the_page_and_its_choices(page: Page, watched: Watched) -> None:
    page.goto("/district/330327?period=2023Q4")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("columnheader", name="Share of target")).to_be_visible()
    assert page.url.endswith("/district/330327?period=2023Q4")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("columnheader", name="占目标值")).to_be_visible()
    assert watched.faults == []


def test_the_chart_of_an_indicator_is_drawn_and_offers_no_upload(page: Page, watched: Watched) -> None:
    page.goto("/indicator/charities")
    expect(page.locator(".js-plotly-plot .point").filter(visible=True).first).to_be_visible()
    assert page.locator(".modebar-btn").count() == 0
    expect(page.get_by_role("heading", level=3, name="苍南离目标最远：相差12个，平均每季度需完成1.5个")).to_be_visible()
    assert watched.faults == []


def test_the_page_and_the_document_show_the_same_figures(page: Page, downloads: Path) -> None:
    """Every row of the overview's indicator table stands, figure for figure, in the PDF its button makes."""
    page.goto("/")
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(22)
    with page.expect_download() as download:
        page.get_by_role("link", name="生成简报（PDF）").click()
    file = downloads / "briefing.pdf"
    download.value.save_as(file)
    text = "".join(re.sub(r"\s+", "", page_.extract_text()) for page_ in PdfReader(file).pages)
    for place in range(22):
        named = rows.nth(place).locator("td").first
        number_and_name, unit = named.locator("a").inner_text(), named.locator(".gap").inner_text()
        nature = "约束性" if named.locator(".tag").count() else "预期性"
        figures = [
            rows.nth(place).locator(f'a[href^="#source={figure}:"]').inner_text()
            for figure in ("baseline", "value", "target", "completion")
        ]
        said = "".join((number_and_name, unit, nature, *figures))
        assert re.sub(r"\s+", "", said) in text, said
    for region in ("苍南77193", "龙港2121826"):
        assert region in text
    table = page.locator("table").nth(1).locator("tbody tr")
    expect(table.filter(has_text="苍南")).to_contain_text("36.8%")


def test_the_tab_says_which_page_it_is(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title("温州市社会组织发展指标（2023—2025年） · 2023年四季度 · 达标")
    page.get_by_role("link", name="苍南").click()
    expect(page).to_have_title("苍南县 · 2023年四季度 · 达标")
    page.go_back()
    expect(page).to_have_title(re.compile("^温州市"))
