"""What somebody with a browser waits for: until the overview is painted, and from a click until what it asks for is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.served import served

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_TIMES = 20
# A page of ours that says only that there is no such page: what program, browser and network take by themselves.
_EMPTY = "/nothing-here"
# What is on a page once it is all there.
_MATRIX, _HEADING = "document.querySelector('#regions tbody tr')", "document.querySelector('main h1')"


def chromium() -> str | None:
    """The browser of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def waits(url: str, executable: str) -> dict[str, list[float]]:
    """The seconds each wait took on a city's database, time after time: of a reader who has been there before."""
    # Chromium refuses its own sandbox to root, which is who measures in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as folder, served(url, Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        page = browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 900}).new_page()
        page.goto("/sign-in?next=/")
        page.locator('button[name="name"][value="leader"]').click()
        page.wait_for_selector("#regions tbody tr")
        found = {name: list(measured) for name, measured in _measured(page).items()}
        browser.close()
    return found


def _measured(page: Page) -> dict[str, Iterator[float]]:
    return {
        "an empty page": _loads(page, _EMPTY, f"{_HEADING} && !{_MATRIX}"),
        "the overview": _loads(page, "/", _MATRIX),
        "to an empty page": _to_and_back(page, f"window.go('{_EMPTY}')", f"{_HEADING} && !{_MATRIX}"),
        "a class": _to_and_back(page, _press(".class-bar .class a"), "document.querySelector('.class-bar .chosen')"),
        "a period": _to_and_back(
            page, _press(".choice li a"), "document.querySelector('.choice li:nth-child(2) > strong')"
        ),
        "a figure's source": _panels(page),
    }


def _loads(page: Page, path: str, is_there: str) -> Iterator[float]:
    """From the beginning of a page's loading until it is painted."""
    for _time in range(_TIMES):
        page.goto(path, wait_until="commit")
        yield page.evaluate(_until_painted(is_there, since="0")) / 1000


def _to_and_back(page: Page, act: str, is_there: str) -> Iterator[float]:
    """From a click on the overview until what it leads to is painted; each time from a fresh overview."""
    for _time in range(_TIMES):
        page.goto("/")
        page.wait_for_selector("#regions tbody tr")
        page.evaluate(_GO)
        yield page.evaluate(_until_painted(is_there, act=act)) / 1000


def _panels(page: Page) -> Iterator[float]:
    """From a click on a figure until its panel is painted; each time another figure."""
    page.goto("/")
    page.wait_for_selector("#regions tbody tr")
    for time in range(_TIMES):
        act = f"document.querySelectorAll('#regions td.figure a')[{time}].click()"
        yield page.evaluate(_until_painted("document.querySelector('.panel h3')", act=act)) / 1000
        page.keyboard.press("Escape")
        page.wait_for_selector(".panel", state="detached")


def _press(what: str) -> str:
    return f"document.querySelector('{what}').click()"


# Goes to another page of the program as its links do.
_GO = """() => { window.go = (path) => {
    window.history.pushState({}, "", path);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
} }"""


def _until_painted(is_there: str, act: str = "", since: str = "performance.now()") -> str:
    """A script that acts, waits until something is on the page and painted, and gives the milliseconds that took."""
    return f"""async () => {{
        const start = {since};
        {act};
        while (!({is_there})) {{
            if (performance.now() - start > 20000) throw new Error("it never came");
            await new Promise(requestAnimationFrame);
        }}
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
        return performance.now() - start;
    }}"""


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return float(np.percentile(seconds, 95))
