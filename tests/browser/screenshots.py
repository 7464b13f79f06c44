"""Pictures of every page at three widths, in both themes and both languages: `make screenshots` puts them in var/."""

import itertools
import logging
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from common.language import LANGUAGES
from common.settings import PROJECT_FOLDER
from layouts.theme import THEMES
from tests.browser.conftest import Site, open_browser, open_context, serve_demonstration
from tests.browser.pages import PAGES

WIDTHS = (360, 768, 1440)
FOLDER = PROJECT_FOLDER / "var" / "screenshots"


def main() -> None:
    """Take all of them anew, and say where they are."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = serve_demonstration(Path(folder))
        browser = open_browser(playwright)
        try:
            for name, theme, language in itertools.product(PAGES, THEMES, LANGUAGES):
                take(site, browser, name, theme, language)
        finally:
            browser.close()
            site.stop()
    sys.stdout.write(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(PROJECT_FOLDER)}/\n")


def take(site: Site, browser: Browser, name: str, theme: str, language: str) -> None:
    """One page in each width: one visit, its window made wider."""
    account, path = PAGES[name]
    context = open_context(browser, site, account, theme=theme, language=language)
    page = context.new_page()
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}-{theme}-{language}-{width}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
