"""How is 进度差 computed? From the overview in a real browser, in three clicks at most."""

from playwright.sync_api import Page, expect

from data.database import Database
from tests.browser.conftest import Watched
from tests.quarters import take_in_quarters


def test_how_a_lead_is_computed_is_two_clicks_from_it(page: Page, watched: Watched, loaded_sqlite: Database) -> None:
    take_in_quarters(loaded_sqlite)
    page.goto("/")
    page.locator('a[href="#source=lead:rated_4a5a:330300"]').click()
    page.get_by_role("dialog").get_by_role("link", name="怎么算出来的？").click()
    explained = page.locator("#lead")
    expect(explained).to_contain_text("P = G − s")
    expect(explained).to_contain_text("44.7% − 50.0% = -5.3 个百分点")
    expect(explained).to_be_in_viewport()
    expect(explained).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert watched.faults == []


def test_an_address_leads_to_its_place_on_the_page(page: Page) -> None:
    page.goto("/method#attainment")
    expect(page.locator("#attainment")).to_be_in_viewport()
    page.goto("/method?indicator=charities&region=330327#example")
    expect(page.locator("#example")).to_be_in_viewport()
    expect(page.locator("#example")).to_contain_text("苍南 · 慈善组织数")
