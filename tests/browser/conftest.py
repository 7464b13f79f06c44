"""A served application and a real browser, with the outside blocked."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from app import create_app
from common.settings import Settings
from common.viewer import Viewer
from data.database import Database
from data.plan_files import SHIPPED_PLANS, read_plan
from etl.demo import beginning, bring_in_demo
from etl.seed import seed
from layouts.edge import close
from tests.signed_in import session_cookie

# A machine that has other work takes its time; nothing here waits for longer than it must.
_PATIENCE = 20_000
expect.set_options(timeout=_PATIENCE)

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Site:
    """An application served on this machine."""

    def __init__(self, app: Dash) -> None:
        self.app = app
        self.server = make_server("127.0.0.1", 0, app.server, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        close(self.app.server)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    served = Site(create_app(settings))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        yield opened
        opened.close()


def open_browser(playwright: Playwright) -> Browser:
    """The system's Chromium."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert executable, "no Chromium found: `make test` installs it, or install your system's chromium package"
    # Chromium refuses its own sandbox to root, which is who runs tests in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=executable, args=arguments)


class Watched:
    """What a page did that it should not: requests to elsewhere, failed responses, errors in its console."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.faults: list[str] = []
        self.home = site.address
        context.route("**/*", self._allow_home_only)
        context.on("response", self._watch_response)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))

    def _allow_home_only(self, route: Route) -> None:
        if route.request.url.startswith((self.home, "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"request to elsewhere: {route.request.url}")
            route.abort()

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(f"console: {message.text}")

    def _watch_response(self, response: object) -> None:
        if getattr(response, "status", 200) >= 400:
            self.faults.append(f"status {response.status}: {response.url}")  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as `make run` shows it, served once for the tests that only look at it."""
    served = serve_demonstration(tmp_path_factory.mktemp("demonstration"))
    yield served
    served.stop()


def serve_demonstration(folder: Path) -> Site:
    """Make the demonstration's database in a folder, and serve it."""
    url = f"sqlite:///{folder / 'dabiao.db'}"
    database = Database(url)
    database.migrate()
    operator = Viewer("command-line", "operator")
    folder_of_plan = SHIPPED_PLANS / "wenzhou-2025"
    seeded = seed(database, folder_of_plan, operator, beginning(read_plan(folder_of_plan)))
    bring_in_demo(database, seeded.stored.plan.slug, operator)
    database.engine.dispose()
    asked = {"DABIAO_DATABASE_URL": url, "DABIAO_VAR": str(folder), "DABIAO_PORT": "1", "DABIAO_DEMO": "1"}
    return Site(create_app(Settings.from_environment(asked)))


def open_context(
    browser: Browser, site: Site, account: str, *, theme: str = "light", language: str = "zh", width: int = 1440
) -> BrowserContext:
    """A window of somebody who has signed in as an account of the demonstration."""
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    context.set_default_timeout(_PATIENCE)
    cookies = {"dabiao": session_cookie(site.app, account), "theme": theme, "language": language}
    context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in cookies.items()])
    return context


@dataclass(frozen=True)
class Visit:
    """A page of the demonstration, opened by somebody who does nothing but look, and what it did that it should not."""

    page: Page
    watched: Watched


@pytest.fixture
def visit(browser: Browser, demonstration: Site) -> Iterator[Callable[..., Visit]]:
    """Open pages of the demonstration as an account of it, in a theme, a language and a window's width."""
    opened: list[BrowserContext] = []

    def go(path: str, account: str = "leader", **look: Any) -> Visit:
        context = open_context(browser, demonstration, account, **look)
        opened.append(context)
        visited = Visit(context.new_page(), Watched(context, demonstration))
        visited.page.goto(path)
        expect(visited.page.get_by_role("heading", level=1)).to_be_visible()
        return visited

    yield go
    for context in opened:
        context.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=site.address, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(_PATIENCE)
    opened.add_cookies([{"name": "dabiao", "value": session_cookie(site.app), "url": site.address}])
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, site: Site) -> Watched:
    return Watched(context, site)


@pytest.fixture
def page(context: BrowserContext, watched: Watched) -> Page:
    return context.new_page()


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def be(page: Page, account: str, path: str = "/returns") -> None:
    """Sign in as an account of the demonstration, and go to a page."""
    page.goto(f"/sign-in?next={quote(path)}")
    page.locator(f'button[name="name"][value="{account}"]').click()
    page.wait_for_url(f"**{path}")
