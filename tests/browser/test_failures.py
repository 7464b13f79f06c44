"""What fails says so where it would have been, with a number that is in the log, and the rest goes on working."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from common.settings import Settings
from layouts import components, district, overview, search, security, shell, source_panel
from tests.browser.conftest import Site

CALLS = "**/_dash-update-component**"
UNREACHABLE = "服务器没有应答"


def fail(*_arguments: object, **_named: object) -> None:
    raise RuntimeError("a fault of ours")


@pytest.fixture
def is_logged(settings: Settings) -> Callable[[str], bool]:
    """Whether words tell a reference number that is in the log."""

    def find(words: str) -> bool:
        number = re.search(r"\b[0-9A-F]{8}\b", words)
        return number is not None and f"reference {number[0]}" in (settings.var / "dabiao.log").read_text("utf-8")

    return find


def page_works(page: Page) -> None:
    """Another page can be gone to, and nothing is left of the failure."""
    page.get_by_role("link", name="审核", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("审核")
    expect(page.locator("#failure")).to_be_empty()


def test_a_page_that_fails_says_so_in_its_place(
    page: Page, monkeypatch: pytest.MonkeyPatch, is_logged: Callable[[str], bool]
) -> None:
    page.goto("/district/330327")
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    with monkeypatch.context() as failing:
        failing.setattr(overview, "_finding", fail)
        page.get_by_role("link", name="总览").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("页面未能生成")
    said = page.locator("main [role=alert]")
    expect(said).to_contain_text("系统出错了")
    assert is_logged(said.inner_text())
    # Nothing of the page before stands under the address of this one.
    expect(page.get_by_text("苍南县")).to_have_count(0)
    assert "Traceback" not in page.content()
    page.get_by_role("link", name="重试").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("温州市")
    page_works(page)


def test_a_panel_that_fails_says_so_in_the_panel_and_the_page_stays(
    page: Page, monkeypatch: pytest.MonkeyPatch, is_logged: Callable[[str], bool]
) -> None:
    page.goto("/district/330327")
    with monkeypatch.context() as failing:
        failing.setattr(source_panel, "panel", fail)
        page.locator('a[href="#source=value:rated_4a5a:330327"]').click()
        said = page.get_by_role("dialog").get_by_role("alert")
        expect(said).to_contain_text("系统出错了")
    assert is_logged(said.inner_text())
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    page.locator('a[href="#source=value:rated_4a5a:330327"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("table2_counties.xlsx")
    page.keyboard.press("Escape")
    page_works(page)


def test_any_other_callback_that_fails_says_so_where_it_is_seen(
    page: Page, monkeypatch: pytest.MonkeyPatch, is_logged: Callable[[str], bool]
) -> None:
    monkeypatch.setattr(search, "_answers", fail)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main table a").last.scroll_into_view_if_needed()
    page.get_by_role("combobox", name="查找指标、区划").evaluate("field => field.focus({ preventScroll: true })")
    page.keyboard.insert_text("苍南")
    said = page.locator("#failure")
    expect(said).to_contain_text("系统出错了")
    expect(said).to_be_in_viewport()
    assert is_logged(said.inner_text())
    page_works(page)


def test_an_application_that_cannot_be_drawn_says_so(
    page: Page, monkeypatch: pytest.MonkeyPatch, is_logged: Callable[[str], bool]
) -> None:
    page.goto("/")
    with monkeypatch.context() as failing:
        failing.setattr(shell, "_header", fail)
        page.goto("/")
        said = page.get_by_role("alert")
        expect(said).to_contain_text("系统出错了")
    assert is_logged(said.inner_text())
    page.get_by_role("link", name="重试").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def aborted(route: Route) -> None:
    route.abort()


def bad_gateway(route: Route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


@pytest.mark.parametrize("answer", [aborted, bad_gateway])
def test_a_server_that_does_not_answer_is_said_and_what_is_there_stays(
    page: Page, answer: Callable[[Route], None]
) -> None:
    page.goto("/district/330327")
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    page.route(CALLS, answer)
    page.get_by_role("link", name="总览").click()
    said = page.locator("#failure")
    expect(said).to_contain_text(UNREACHABLE)
    expect(said.get_by_role("link", name="重试")).to_be_visible()
    assert "502" not in said.inner_text()
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    page.unroute(CALLS)
    page.get_by_role("link", name="重试").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("温州市")
    page_works(page)


def test_what_was_said_goes_when_the_server_answers_again(page: Page) -> None:
    page.goto("/district/330327")
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    page.route(CALLS, aborted)
    page.locator('a[href="#source=value:rated_4a5a:330327"]').click()
    expect(page.locator("#failure")).to_contain_text(UNREACHABLE)
    page.unroute(CALLS)
    page.locator('a[href="#source=target:rated_4a5a:330327"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("table2_counties.xlsx")
    expect(page.locator("#failure")).to_be_empty()


def test_an_application_that_does_not_come_is_said_too(page: Page) -> None:
    page.route("**/_dash-layout**", aborted)
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text(UNREACHABLE)


def test_what_the_server_has_words_for_is_said_in_these(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.goto("/district/330327")
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
    monkeypatch.setattr(security, "_is_within_rate", lambda: False)
    page.get_by_role("link", name="总览").click()
    expect(page.locator("#failure")).to_contain_text("请求过于频繁")


@pytest.fixture
def held_back(monkeypatch: pytest.MonkeyPatch, site: Site) -> Any:
    """The page of a county, which waits until it is let go."""
    let_go = threading.Event()
    original = components.page_top

    def wait(*given: Any) -> Any:
        assert let_go.wait(60)
        return original(*given)

    monkeypatch.setattr(district, "page_top", wait)
    yield let_go
    let_go.set()


def test_while_a_page_is_fetched_the_shape_of_one_stands_there(page: Page, held_back: threading.Event) -> None:
    page.goto("/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("温州市")
    page.evaluate(_WATCH)
    page.get_by_role("link", name="苍南", exact=True).click()
    shape = page.locator("#content > .page-shape")
    expect(shape).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="正在载入")).to_have_count(1)
    # What is there no longer under the new address, and when it went.
    expect(page.locator("#_pages_content h1")).to_be_hidden()
    first = page.evaluate("window.seen")
    assert first == [{"shape": "hidden", "page": "visible"}]
    held_back.set()
    expect(heading).to_have_text("苍南县")
    expect(shape).to_be_hidden()


# How shape and page are the moment the page begins to be fetched: what takes no longer is not seen to be loading.
_WATCH = """() => {
    window.seen = [];
    const content = document.getElementById("_pages_content"), shape = document.querySelector("#content > .page-shape");
    const look = (one) => getComputedStyle(one).visibility;
    new MutationObserver(() => {
        if (content.dataset.dashIsLoading && !window.seen.length) window.seen.push({ shape: look(shape), page: look(content) });
    }).observe(content, { attributeFilter: ["data-dash-is-loading"] });
}"""


def test_the_first_page_has_its_shape_too(page: Page, held_back: threading.Event) -> None:
    page.goto("/district/330327")
    expect(page.locator("#content > .page-shape")).to_be_visible()
    held_back.set()
    expect(page.get_by_role("heading", level=1)).to_have_text("苍南县")
