"""Every page for everybody: read aloud, by keyboard, in both themes, in any width, and with the outside blocked."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import PAGES

Go = Callable[..., Visit]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    # Mantine's panel has a header of its own, within a dialog: no banner of the page.
    "rules": {"landmark-no-duplicate-banner": {"enabled": False}, "landmark-unique": {"enabled": False}},
}


def faults(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page, or makes it hard."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("theme", "width", "language"), [("light", 1440, "zh"), ("dark", 360, "en")])
def test_no_page_has_a_serious_fault(visit: Go, name: str, theme: str, width: int, language: str) -> None:
    account, path = PAGES[name]
    visited = visit(path, account, theme=theme, width=width, language=language)
    visited.page.wait_for_load_state("networkidle")
    assert faults(visited.page) == []
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
    assert [fault for fault in visited.watched.faults if not is_asked_for(name, fault)] == []


@pytest.mark.parametrize("path", ["/?period=2025Q2", "/district/330302?period=2025Q2", "/indicator/jobs?period=2025Q2"])
def test_a_page_is_printed_whole_in_the_colours_of_the_day(visit: Go, path: str) -> None:
    # A4 on its side with its margins, in the pixels that Chromium prints with.
    page = visit(path, theme="dark", width=1032).page
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 41, 51)"
    expect(page.locator("body > div header")).to_be_hidden()
    cut = "[...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > 1033).length"
    assert page.evaluate(cut) == 0


def is_asked_for(name: str, fault: str) -> bool:
    """A page that there is not is answered with its status."""
    return name == "no-page" and fault.startswith("status 404")
