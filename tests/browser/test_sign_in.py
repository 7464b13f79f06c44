"""Signing in in a real browser: by one press in a demonstration, and again without losing what was begun."""

from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from common.moments import now
from data.account_models import SessionRow
from data.database import Database
from data.return_models import SubmissionRow
from tests.browser.conftest import Watched, be
from tests.browser.test_quarter import choose_file, submit_button
from tests.etl.workbooks import book


def test_a_demonstration_is_one_press_away_and_shows_who_one_is(page: Page, watched: Watched) -> None:
    page.context.clear_cookies()
    page.goto("/district/330327?period=2023Q4")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.get_by_role("button", name="局领导（演示）").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("苍南")
    page.locator("#account summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert watched.faults == []


def end_sessions(database: Database) -> None:
    """What happens after half an hour without a request."""
    with database.writing() as session:
        session.execute(update(SessionRow).values(ended_at=now()))
        session.commit()


CORRECTED = book([["区划", "4A5A等级"], ["", "2023年"], ["苍南", 36]])


def begin_return(page: Page) -> None:
    """苍南's analyst has chosen a file, and sees what it corrects."""
    be(page, "analyst:330327")
    choose_file(page, CORRECTED)
    expect(page.locator(".changed")).to_have_text("36")


def test_a_lost_session_asks_to_sign_in_and_goes_on_where_it_was(page: Page, loaded_sqlite: Database) -> None:
    begin_return(page)
    page.get_by_role("textbox", name="致审核人").fill("漏报两家")
    end_sessions(loaded_sqlite)
    # Another request may have found the session gone before, and the dialog stand in the way.
    submit_button(page).dispatch_event("click")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("账号").fill("nobody")
    dialog.get_by_label("密码").fill("wrong")
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(dialog).to_contain_text("账号与密码不符")
    dialog.locator('button[name="name"][value="analyst:330327"]').click()
    expect(page.get_by_text("第2版：已报送")).to_be_visible()
    expect(dialog).to_have_count(0)
    # The frame was drawn in the session before, and signs out of this one.
    page.locator("#account summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_somebody_else_goes_on_with_a_page_of_their_own(page: Page, loaded_sqlite: Database) -> None:
    begin_return(page)
    end_sessions(loaded_sqlite)
    # Another request may have found the session gone before, and the dialog stand in the way.
    submit_button(page).dispatch_event("click")
    page.get_by_role("dialog").locator('button[name="name"][value="leader"]').click()
    expect(page.locator("#account summary")).to_have_text("局领导（演示）")
    expect(page.get_by_text("36")).to_have_count(0)


def test_who_has_two_windows_open_signs_in_in_either_and_goes_on_in_both(page: Page, loaded_sqlite: Database) -> None:
    begin_return(page)
    page.get_by_role("textbox", name="致审核人").fill("漏报两家")
    other = page.context.new_page()
    other.goto("/returns")
    expect(other.get_by_role("heading", level=1)).to_have_text("报送")
    end_sessions(loaded_sqlite)
    submit_button(page).dispatch_event("click")
    asked = page.get_by_role("dialog").locator('button[name="name"][value="analyst:330327"]')
    expect(asked).to_be_visible()
    # Signed in in the other window, by a page of its own.
    other.goto("/sign-in")
    other.locator('button[name="name"][value="analyst:330327"]').click()
    expect(other.locator("#account")).to_be_visible()
    # The token of the dialog was the session's before.
    asked.click()
    expect(page.get_by_text("第2版：已报送")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    other.goto("/returns")
    expect(other.get_by_role("heading", level=1)).to_have_text("报送")


def test_what_is_done_on_a_page_is_done_by_whom_it_was_drawn_for(page: Page, loaded_sqlite: Database) -> None:
    begin_return(page)
    page.get_by_role("textbox", name="致审核人").fill("漏报两家")
    other = page.context.new_page()
    other.goto("/sign-in")
    other.locator('button[name="name"][value="analyst"]').click()
    expect(other.locator("#account summary")).to_have_text("全市填报员（演示）")
    submit_button(page).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("本页属于另一账号")
    dialog.get_by_role("button", name="重新载入").click()
    expect(page.locator("#account summary")).to_have_text("全市填报员（演示）")
    with loaded_sqlite.reading() as session:
        assert session.scalar(select(func.count()).select_from(SubmissionRow).where(SubmissionRow.reason != "")) == 0
