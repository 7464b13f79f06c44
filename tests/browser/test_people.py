"""Somebody new: added by the administrator, signed in with the password to begin with, and with one of their own."""

import pytest
from playwright.sync_api import Page, expect

from layouts.people_forms import IMPORT, LIST
from tests.browser.conftest import Watched, be
from tests.etl.workbooks import book
from tests.layouts.test_people_page import HEAD

OWN = "Ein-neues-Wort-9"


@pytest.fixture
def people_page(page: Page) -> Page:
    page.goto("/language/en")
    be(page, "administrator", "/admin/people")
    return page


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#{field}").click()
    page.get_by_role("option", name=option, exact=True).click()


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Account").fill("wang")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_somebody_new_comes_in_and_chooses_a_password(people_page: Page, watched: Watched) -> None:
    page = people_page
    page.locator("#people-new-name").fill("wang")
    page.locator("#people-new-full-name").fill("王芳")
    choose(page, "people-new-role", "analyst")
    choose(page, "people-new-regions", "苍南县")
    page.keyboard.press("Escape")
    page.locator("#people-add").click()
    shown = page.locator("#people-said code")
    expect(shown).to_be_in_viewport()
    password = shown.inner_text()
    expect(page.locator("#people-new-name")).to_have_value("")
    page.reload()
    expect(page.get_by_role("cell", name="王芳")).to_be_visible()
    expect(page.get_by_text(password)).to_have_count(0)

    page.locator("#account summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(page, password)
    page.get_by_label("Present password").fill(password)
    page.get_by_label("New password", exact=True).fill(OWN)
    page.get_by_label("New password once more").fill(OWN)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    sign_in(page, OWN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("温州")
    expect(page.locator("#account summary")).to_have_text("王芳")
    expect(page.locator('a[href^="/admin/people"]')).to_have_count(0)
    assert watched.faults == []


def test_a_person_is_chosen_and_disabled(people_page: Page, watched: Watched) -> None:
    page = people_page
    choose(page, "people-chosen", "民政局领导（leader）")
    expect(page.locator("#people-old-role")).to_have_value("leader")
    page.get_by_role("button", name="Disable the account").click()
    expect(page.locator("#people-said")).to_have_text("民政局领导 is kept out")
    expect(page.get_by_role("row", name="leader 民政局领导")).to_contain_text("disabled")
    assert watched.faults == []


def test_a_list_is_mended_and_added(people_page: Page, watched: Watched) -> None:
    page = people_page

    def give(*rows: list[str]) -> None:
        file = {"name": "people.xlsx", "mimeType": "application/x", "buffer": book([HEAD, *rows], sheet="名单")}
        page.locator(f"#{LIST}-file input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    give(["wang", "王芳", "填报员", ""])
    expect(page.locator(f"#{LIST}-result")).to_contain_text("名单!D2")
    expect(page.locator(f"#{IMPORT}")).to_be_disabled()
    give(["wang", "王芳", "填报员", "苍南、龙港"], ["li", "李强", "领导", ""])
    page.locator(f"#{IMPORT}").click()
    expect(page.locator(f"#{LIST}-result code")).to_have_count(2)
    expect(page.locator("#people-table").get_by_role("row", name="wang 王芳 analyst")).to_contain_text("苍南, 龙港")
    assert watched.faults == []
