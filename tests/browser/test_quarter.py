"""The quarter as it is played: template, filled in with faults, sent, corrected, submitted, decided on; in a browser."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from etl.package import LARGEST_FILE_MB
from layouts import returns
from tests.browser.conftest import Watched, be
from tests.etl.filling import fill
from tests.etl.workbooks import TABLE_2, book, setting, table_2


def choose(page: Page, label: str, option: str) -> None:
    """Choose one of a list's options."""
    page.get_by_role("textbox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def choose_file(page: Page, content: bytes, name: str = "return.xlsx") -> None:
    page.locator("#returns-file input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/x", "buffer": content}
    )


def submit_button(page: Page) -> Locator:
    return page.get_by_role("button", name="报送", exact=True)


def test_a_quarter_from_the_template_to_the_leaders_page(page: Page, watched: Watched, tmp_path: Path) -> None:
    be(page, "analyst:330302")
    choose(page, "报告期", "2024年一季度")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载填报表").click()
    template = tmp_path / "template.xlsx"
    downloading.value.save_as(template)

    # With a fault: its line in the list leads to the cell on the sheet below it.
    choose_file(page, fill(template.read_bytes(), {"jobs/value": 3600.5}))
    page.locator(".problems").get_by_role("link", name="填报表!H5").click()
    expect(page.locator("td:target")).to_have_text("3600.5")
    expect(page.locator("td:target")).to_be_in_viewport()
    expect(submit_button(page)).to_be_disabled()
    with page.expect_download() as marking:
        page.get_by_role("button", name="下载标注了问题的文件").click()
    marked = tmp_path / "marked.xlsx"
    marking.value.save_as(marked)
    assert "3600.5" in str(openpyxl.load_workbook(marked)["填报表"]["H5"].comment.text)

    # Mended, under the same name: beside the last figures, then handed in.
    figures = {"jobs/value": 3600, "healthy_rate/numerator": 1730, "healthy_rate/denominator": 1900}
    choose_file(page, fill(template.read_bytes(), figures))
    expect(page.get_by_text("将存入 3 个数据")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^就业岗位 人 3600 3000"))).to_be_visible()
    submit_button(page).click()
    expect(page.get_by_text("第1版：已报送")).to_be_visible()
    page.goto("/district/330302?period=2024Q1")
    expect(page.get_by_role("heading", level=1)).to_have_text("该报告期没有数据")

    # Sent back with a reason, mended, handed in again, approved among others.
    be(page, "reviewer", "/review?period=2024Q1")
    page.locator("td a", has_text="鹿城").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("鹿城区 2024年一季度报送")
    page.get_by_role("textbox", name="退回理由").fill("就业岗位请核实")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回：“就业岗位请核实”")).to_be_visible()

    be(page, "analyst:330302")
    expect(page.get_by_text("“就业岗位请核实”")).to_be_visible()
    choose_file(page, fill(template.read_bytes(), figures | {"jobs/value": 3650}))
    expect(page.locator(".changed")).to_have_text("3650")
    submit_button(page).click()
    expect(page.get_by_text("第2版：已报送")).to_be_visible()
    expect(page.get_by_text("“就业岗位请核实”")).to_have_count(0)

    be(page, "reviewer", "/review?period=2024Q1")
    page.get_by_role("checkbox", name="选择鹿城").check()
    page.get_by_role("button", name="审定所选").click()
    expect(page.get_by_text("已审定 1 份报送")).to_be_visible()

    be(page, "leader", "/district/330302?period=2024Q1")
    expect(page.locator('a[href="#source=value:healthy_rate:330302"]')).to_have_text("91.1%")
    page.goto("/?period=2024Q1")
    expect(page.locator('a[href="#source=completion:jobs:330302"]')).to_contain_text("0.365 / ")
    assert watched.faults == []


def test_a_correction_shows_on_the_pages_and_among_what_was_changed_after_approval(
    page: Page, watched: Watched
) -> None:
    be(page, "analyst:330327")
    choose_file(page, book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 36]]))
    expect(page.locator(".changed")).to_have_text("36")
    page.get_by_role("textbox", name="致审核人").fill("漏报两家")
    submit_button(page).click()
    expect(page.get_by_text("第2版：已报送")).to_be_visible()
    be(page, "reviewer", "/review?period=2023Q4")
    page.get_by_role("checkbox", name="选择苍南").check()
    page.get_by_role("button", name="审定所选").click()
    expect(page.get_by_role("row", name=re.compile("苍南.*4A5A等级.*34.*36.*漏报两家"))).to_be_visible()
    page.goto("/district/330327")
    number = page.locator('a[href="#source=value:rated_4a5a:330327"]')
    expect(number).to_have_text("36")
    number.click()
    expect(page.get_by_role("dialog")).to_contain_text("return.xlsx")
    assert watched.faults == []


def test_the_file_of_a_revision_comes_back_byte_for_byte(page: Page, tmp_path: Path) -> None:
    be(page, "reviewer", "/review?period=2023Q4")
    page.locator("td a", has_text="苍南").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="table2_counties.xlsx").click()
    downloading.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == TABLE_2.read_bytes()


def test_a_return_is_chosen_and_approved_by_keyboard(page: Page) -> None:
    be(page, "analyst:330327")
    choose_file(page, book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 36]]))
    expect(page.locator(".changed")).to_have_text("36")
    page.get_by_role("textbox", name="致审核人").fill("漏报两家")
    page.keyboard.press("Tab")
    expect(submit_button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("第2版：已报送")).to_be_visible()
    be(page, "reviewer", "/review?period=2023Q4")
    page.get_by_role("checkbox", name="选择苍南").focus()
    page.keyboard.press("Space")
    for _step in ("other links", "the reason", "the button"):
        page.keyboard.press("Tab")
        if page.get_by_role("button", name="审定所选").evaluate("one => one === document.activeElement"):
            break
    page.get_by_role("button", name="审定所选").press("Enter")
    expect(page.get_by_text("已审定 1 份报送")).to_be_visible()


def test_the_same_file_can_be_chosen_twice(page: Page) -> None:
    be(page, "analyst")
    for _again in range(2):
        choose_file(page, TABLE_2.read_bytes())
        page.get_by_role("button", name="存为草稿").click()
        expect(page.get_by_text("此前已接收，没有新内容").first).to_be_visible()


def test_a_file_that_is_no_workbook_is_told_what_it_is_not(page: Page) -> None:
    be(page, "analyst")
    choose_file(page, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    expect(page.locator(".problems")).to_contain_text("既不是工作簿")


def test_a_file_too_large_is_said_and_the_one_before_is_put_away(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate((LARGEST_FILE_MB << 20) + 1)
    be(page, "analyst")
    choose_file(page, table_2(setting(E15=36, E17=455)))
    expect(submit_button(page)).to_be_enabled()
    page.locator("#returns-file input[type=file]").set_input_files(large)
    expect(page.locator("#returns-result")).to_contain_text("文件超过 10 MB")
    expect(submit_button(page)).to_be_disabled()


def test_a_failure_on_the_returns_page_arms_no_button_and_goes_with_the_next_file(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("a fault of ours")

    be(page, "analyst")
    choose_file(page, table_2(setting(E15=36, E17=455)))
    expect(submit_button(page)).to_be_enabled()
    with monkeypatch.context() as broken:
        broken.setattr(returns, "read_upload", fail)
        choose_file(page, table_2(setting(E15=37, E17=456)))
        expect(page.get_by_role("alert")).to_contain_text("系统出错了")
        expect(submit_button(page)).to_be_disabled()
    choose_file(page, table_2(setting(E15=38, E17=457)))
    expect(submit_button(page)).to_be_enabled()
    expect(page.get_by_role("alert")).to_be_empty()


def test_the_limit_is_said_before_a_file_is_chosen(page: Page) -> None:
    be(page, "analyst")
    expect(page.get_by_text(f"最大 {LARGEST_FILE_MB} MB")).to_be_visible()


def test_identities_see_what_is_theirs(page: Page) -> None:
    page.goto("/returns")
    expect(page.get_by_text("只有填报员可以更改数据")).to_be_visible()
    page.locator("#account summary").click()
    page.get_by_role("link", name="换一个演示账号").click()
    page.get_by_role("button", name="苍南填报员（演示）").click()
    page.goto("/returns")
    expect(page.get_by_role("button", name="存为草稿")).to_be_visible()
    page.goto("/review?period=2023Q4")
    expect(page.locator("tbody tr")).to_have_count(1)
    be(page, "leader", "/review")
    expect(page.get_by_text("领导只看到已审定的数据")).to_be_visible()
