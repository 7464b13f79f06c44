"""A foreign table in a real browser: what is ambiguous is said once, by keyboard, and the next quarter needs nothing."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, be
from tests.browser.test_quarter import choose_file
from tests.etl.workbooks import book


def quarter(months: str, rated: int) -> bytes:
    head = ["区划", f"4A5A等级 2024年{months}", "慈善类机构", "就业岗位(人)"]
    return book([head, ["苍南", rated, 7, 5100], ["苍南新区", 1, 0, 20]])


def choose_period(page: Page, period: str) -> None:
    page.get_by_role("textbox", name="报告期").click()
    page.get_by_role("option", name=period, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a select by keyboard alone: by writing the beginning of an option."""
    select = page.get_by_role("textbox", name=label)
    select.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(select).to_have_value(option)


def test_what_is_ambiguous_is_said_once_and_the_next_quarter_needs_nothing(page: Page, watched: Watched) -> None:
    be(page, "analyst:330327")
    choose_period(page, "2024年三季度")
    choose_file(page, quarter("1—9月", 35))
    expect(page.get_by_text("有内容未能识别，请予以说明")).to_be_visible()
    expect(page.locator(".understood .severity.hard")).to_have_count(2)
    choose(page, "数据性质: 4A5A等级 2024年1—9月", "2024年三季度完成值")
    choose(page, "识别为: 慈善类机构", "慈善组织数")
    choose(page, "识别为: 苍南新区", "不接收")
    page.get_by_role("button", name="确认无误，本次及以后均照此识别").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("将存入 3 个数据")).to_be_visible()
    expect(page.get_by_text("“苍南新区”已按苍南填报员（演示）").first).to_be_visible()

    page.goto("/returns")
    choose_period(page, "2024年四季度")
    choose_file(page, quarter("1—12月", 36))
    expect(page.get_by_text("将存入 3 个数据")).to_be_visible()
    expect(page.locator("details.understood")).not_to_have_attribute("open", "")
    expect(page.get_by_role("button", name="存为草稿")).to_be_enabled()

    page.get_by_text("按苍南填报员（演示）于").click()
    choose(page, "识别为: 慈善类机构", "4A5A等级")
    expect(page.get_by_text("所作的选择尚未确认")).to_be_visible()
    expect(page.get_by_role("button", name="存为草稿")).to_be_disabled()
    page.get_by_role("button", name="撤销已作的说明，重新识别").click()
    expect(page.get_by_text("有内容未能识别，请予以说明")).to_be_visible()
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = "[...document.querySelectorAll('main input:not([type=hidden])')].filter(one => !one.labels.length && one.type !== 'file').length"
    assert page.evaluate(nameless) == 0
    assert watched.faults == []
